"""Migrations of kennisgeving."""
