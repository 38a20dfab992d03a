"""Migrations of stop."""
