"""The tables of kennisgeving."""
