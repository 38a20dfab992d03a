"""The tables of verstrekking."""
