"""Telling the person: that, from when, what went wrong, what changed, what may be chosen; on paper, in plain Dutch."""
