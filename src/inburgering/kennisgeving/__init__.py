"""Telling the person: letters in Dutch A2, addressed to where the person lives now."""
