"""The tables of feit."""
