"""The brake: asked by every exit, known by nobody it stops."""
