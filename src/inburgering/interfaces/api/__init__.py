"""The API desk: /v1 for systems of gemeenten."""
