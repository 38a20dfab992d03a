"""The tables of spoor."""
