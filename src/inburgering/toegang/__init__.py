"""Who may do what, for which organisation; four eyes where an act cannot be undone."""
