"""Migrations of hervatting."""
