"""The tables of signaal."""
