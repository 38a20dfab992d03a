"""Migrations of verstrekking."""
