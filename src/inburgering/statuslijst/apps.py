"""Django's handle on this room."""

from django.apps import AppConfig


class StatuslijstConfig(AppConfig):
    """Registers the room under its own name."""

    name = "inburgering.statuslijst"
    label = "statuslijst"
    default_auto_field = "django.db.models.BigAutoField"
