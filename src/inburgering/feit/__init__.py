"""What is known, from whom, since when, and when we heard it."""
