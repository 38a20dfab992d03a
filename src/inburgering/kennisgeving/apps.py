"""Django's handle on this room."""

from django.apps import AppConfig


class KennisgevingConfig(AppConfig):
    """Registers the room under its own name."""

    name = "inburgering.kennisgeving"
    label = "kennisgeving"
    default_auto_field = "django.db.models.BigAutoField"
