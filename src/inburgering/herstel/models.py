"""The tables of herstel."""
