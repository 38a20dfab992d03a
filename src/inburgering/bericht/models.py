"""The tables of bericht."""
