"""Django's handle on this room."""

from django.apps import AppConfig


class SignaalConfig(AppConfig):
    """Registers the room under its own name."""

    name = "inburgering.signaal"
    label = "signaal"
    default_auto_field = "django.db.models.BigAutoField"
