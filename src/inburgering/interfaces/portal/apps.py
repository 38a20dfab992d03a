"""Django's handle on the portal: templates and static files."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Registers the portal under its own name."""

    name = "inburgering.interfaces.portal"
    label = "portal"
