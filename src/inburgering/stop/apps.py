"""Django's handle on this room."""

from django.apps import AppConfig


class StopConfig(AppConfig):
    """Registers the room under its own name."""

    name = "inburgering.stop"
    label = "stop"
    default_auto_field = "django.db.models.BigAutoField"
