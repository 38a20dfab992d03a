"""Migrations of bericht."""
