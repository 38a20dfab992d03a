"""Views are envelopes: read the request, make one call, write the answer."""
