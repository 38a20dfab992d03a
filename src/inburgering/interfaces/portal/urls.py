"""Every address of the portal."""

from django.urls import URLPattern, URLResolver, path

from inburgering.interfaces.portal.views import binnenkomen, openbaar

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", binnenkomen.begin, name="begin"),
    path("inloggen", binnenkomen.inloggen, name="inloggen"),
    path("uitloggen", binnenkomen.uitloggen, name="uitloggen"),
    path("status", openbaar.status, name="status"),
    path("toegankelijkheid", openbaar.toegankelijkheid, name="toegankelijkheid"),
    path("privacy", openbaar.privacy, name="privacy"),
    path("healthz", openbaar.gezond, name="gezond"),
    path(".well-known/security.txt", openbaar.security_txt, name="security_txt"),
]
