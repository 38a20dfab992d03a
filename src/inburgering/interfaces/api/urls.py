"""The addresses of the API: one door for everything under /v1, and the token desk."""

from django.urls import path, re_path

from inburgering.interfaces.api import oauth
from inburgering.interfaces.api.ingang import ingang

urlpatterns = [
    re_path(r"^v1(?:/(?P<pad>.*))?$", ingang, name="api"),
    path("oauth/token", oauth.token, name="oauth-token"),
    path("oauth/jwks.json", oauth.sleutels, name="oauth-sleutels"),
    path(".well-known/oauth-authorization-server", oauth.wegwijzer, name="oauth-wegwijzer"),
]
