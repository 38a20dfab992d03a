"""Migrations of toegang."""
