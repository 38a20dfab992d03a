"""What a supplier puts in another system; imports nothing of the rest."""
