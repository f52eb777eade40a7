"""Reads a desk's old log, row by row: what each cell means, which rows are good and which are not.

Nothing here knows the database; `tickets.importing` puts the good rows into it.
"""
