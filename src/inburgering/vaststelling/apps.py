"""Django's handle on this room."""

from django.apps import AppConfig


class VaststellingConfig(AppConfig):
    """Registers the room under its own name."""

    name = "inburgering.vaststelling"
    label = "vaststelling"
    default_auto_field = "django.db.models.BigAutoField"
