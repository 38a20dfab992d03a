"""Django's handle on this room."""

from django.apps import AppConfig


class HerstelConfig(AppConfig):
    """Registers the room under its own name."""

    name = "inburgering.herstel"
    label = "herstel"
    default_auto_field = "django.db.models.BigAutoField"
