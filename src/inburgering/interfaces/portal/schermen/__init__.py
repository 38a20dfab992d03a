"""One module per screen: plain values, and the functions that make them from what the rooms answer."""
