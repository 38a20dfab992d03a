"""Repair: who was touched, was it right, who must be told, what must be undone."""
