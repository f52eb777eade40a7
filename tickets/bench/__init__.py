"""Measures the site against itself, in databases that `load` has filled: ratios of one run, not seconds of a machine."""
