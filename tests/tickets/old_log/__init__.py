"""Tests of reading an old log."""
