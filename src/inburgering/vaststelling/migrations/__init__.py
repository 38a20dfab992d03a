"""Migrations of vaststelling."""
