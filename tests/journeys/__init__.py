"""Whole journeys, through every package, in a real browser."""
