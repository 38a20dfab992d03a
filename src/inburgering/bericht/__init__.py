"""One dated bulletin for everybody: what we know, do not know, you must do, and when we speak next."""
