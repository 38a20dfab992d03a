"""Django's handle on this room."""

from django.apps import AppConfig


class HervattingConfig(AppConfig):
    """Registers the room under its own name."""

    name = "inburgering.hervatting"
    label = "hervatting"
    default_auto_field = "django.db.models.BigAutoField"
