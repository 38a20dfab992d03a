"""Django's handle on this room."""

from django.apps import AppConfig


class VerstrekkingConfig(AppConfig):
    """Registers the room under its own name."""

    name = "inburgering.verstrekking"
    label = "verstrekking"
    default_auto_field = "django.db.models.BigAutoField"
