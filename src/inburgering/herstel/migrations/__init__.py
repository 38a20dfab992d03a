"""Migrations of herstel."""
