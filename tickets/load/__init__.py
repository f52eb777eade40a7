"""Fills a database of its own with an invented region, for measuring: rows are copied in, a table at a time."""
