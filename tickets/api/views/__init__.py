"""Views of the API: each finds a row, reads values, calls one command, and tells what is so now."""
