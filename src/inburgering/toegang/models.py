"""The tables of toegang."""
