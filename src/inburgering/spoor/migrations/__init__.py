"""Migrations of spoor."""
