"""The addresses of the API: one door for everything under /v1, and the token desk."""

from django.urls import path, re_path

from inburgering.interfaces.api import inzage, oauth
from inburgering.interfaces.api.ingang import ingang

urlpatterns = [
    re_path(r"^v1(?:/(?P<pad>.*))?$", ingang, name="api"),
    path("processing-activities", inzage.lees, name="logboek-lezen"),
    path("oauth/token", oauth.token, name="oauth-token"),
    path("oauth/jwks.json", oauth.sleutels, name="oauth-sleutels"),
    path(".well-known/oauth-authorization-server", oauth.wegwijzer, name="oauth-wegwijzer"),
]
