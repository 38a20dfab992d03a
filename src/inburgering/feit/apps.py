"""Django's handle on this room."""

from django.apps import AppConfig


class FeitConfig(AppConfig):
    """Registers the room under its own name."""

    name = "inburgering.feit"
    label = "feit"
    default_auto_field = "django.db.models.BigAutoField"
