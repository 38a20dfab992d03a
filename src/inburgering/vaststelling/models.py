"""The tables of vaststelling."""
