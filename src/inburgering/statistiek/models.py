"""The tables of statistiek."""
