"""The addresses of the API: one door for everything under /v1."""

from django.urls import re_path

from inburgering.interfaces.api.ingang import ingang

urlpatterns = [re_path(r"^v1(?:/(?P<pad>.*))?$", ingang, name="api")]
