"""Django's handle on this room."""

from django.apps import AppConfig


class ToegangConfig(AppConfig):
    """Registers the room under its own name."""

    name = "inburgering.toegang"
    label = "toegang"
    default_auto_field = "django.db.models.BigAutoField"
