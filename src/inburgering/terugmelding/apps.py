"""Django's handle on this room."""

from django.apps import AppConfig


class TerugmeldingConfig(AppConfig):
    """Registers the room under its own name."""

    name = "inburgering.terugmelding"
    label = "terugmelding"
    default_auto_field = "django.db.models.BigAutoField"
