"""Django's handle on this room."""

from django.apps import AppConfig


class StatistiekConfig(AppConfig):
    """Registers the room under its own name."""

    name = "inburgering.statistiek"
    label = "statistiek"
    default_auto_field = "django.db.models.BigAutoField"
