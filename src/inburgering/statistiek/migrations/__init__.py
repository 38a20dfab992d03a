"""Migrations of statistiek."""
