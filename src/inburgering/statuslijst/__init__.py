"""A signed list that says of every signaal whether a copy may still be used; for who holds one, wherever that is."""
