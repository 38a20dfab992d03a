"""Django's handle on this room."""

from django.apps import AppConfig


class SpoorConfig(AppConfig):
    """Registers the room under its own name."""

    name = "inburgering.spoor"
    label = "spoor"
    default_auto_field = "django.db.models.BigAutoField"
