"""Every address the product answers to."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("inburgering.interfaces.api.urls")),
    path("", include("inburgering.interfaces.portal.urls")),
]
handler403 = "inburgering.interfaces.portal.fouten.geen_toegang"
handler404 = "inburgering.interfaces.portal.fouten.geen_pagina"
handler500 = "inburgering.interfaces.portal.fouten.storing"
