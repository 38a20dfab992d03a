"""Migrations of feit."""
