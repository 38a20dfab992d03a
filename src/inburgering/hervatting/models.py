"""The tables of hervatting."""
