"""Migrations of signaal."""
