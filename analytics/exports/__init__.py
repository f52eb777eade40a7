"""Figures and tickets as CSV and XLSX, in which text stays text."""
