"""January 2022: people are told that the wrong act applies, and everything that follows from it."""
