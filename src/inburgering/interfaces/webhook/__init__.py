"""The webhook desk: the only place that opens a connection to the outside."""
