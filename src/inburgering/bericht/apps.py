"""Django's handle on this room."""

from django.apps import AppConfig


class BerichtConfig(AppConfig):
    """Registers the room under its own name."""

    name = "inburgering.bericht"
    label = "bericht"
    default_auto_field = "django.db.models.BigAutoField"
