"""The trail: one line per processing and person, one per act, sealed in a signed chain."""
