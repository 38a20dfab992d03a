"""How records of each source are read, what differs from what was known, and how sources are combined. Pure."""
