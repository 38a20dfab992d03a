"""The tables of stop."""
