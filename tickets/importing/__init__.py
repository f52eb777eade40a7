"""Puts what `old_log` understood into tickets, with everything that belongs to them, in batches.

A way in of its own, not a command per row: it writes what a desk did years ago, as rows whose
constraints are the same, with history that names the program as author.
"""
