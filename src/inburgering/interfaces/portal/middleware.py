"""What every answer of the portal carries: a strict content policy, and no trace in a cache."""

import logging
import secrets
from collections.abc import Callable

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import is_valid_path

from inburgering.interfaces.portal import fouten
from inburgering.primitives.errors import DomainError

_ALLEEN_EIGEN = ("default-src", "style-src", "script-src", "img-src", "font-src", "connect-src", "form-action")
_NIETS = ("frame-ancestors", "base-uri", "object-src")
CSP = "; ".join([*(f"{soort} 'self'" for soort in _ALLEEN_EIGEN), *(f"{soort} 'none'" for soort in _NIETS)])
RECHTEN = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()"
_VAN_DJANGO = (Http404, PermissionDenied, SuspiciousOperation, BadRequest, MultiPartParserError)
_NUL = "\0"
logger = logging.getLogger(__name__)


class Beleid:
    """Adds the content policy everywhere, and forbids storing what is not public."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with its headers."""
        antwoord = self.get_response(request)
        antwoord.headers.setdefault("Content-Security-Policy", CSP)
        antwoord.headers.setdefault("Permissions-Policy", RECHTEN)
        antwoord.headers.setdefault("Cache-Control", "no-store")
        return antwoord


class Tekens:
    """Keeps out the one character that no database keeps, in what comes beside a form; a form refuses it itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; an address that holds it does not exist, and a cookie that does was not sent.

        Raises:
            BadRequest: it is in the address or the query.
        """
        for naam in [naam for naam, waarde in request.COOKIES.items() if _NUL in naam + waarde]:
            del request.COOKIES[naam]
        vraag = (deel for naam, waarden in request.GET.lists() for deel in (naam, *map(str, waarden)))
        if _NUL in request.path_info or any(_NUL in deel for deel in vraag):
            raise BadRequest
        return self.get_response(request)


class Fouten:
    """Turns an expected error into a page that says what to do; hides the inside of an unexpected one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the view; an address that does not exist gets our own page, also in development."""
        if not request.path_info.startswith(("/api/", "/static/")) and not is_valid_path(request.path_info):
            return fouten.geen_pagina(request, Http404())
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fout: Exception) -> HttpResponse | None:
        """The page for a DomainError; `None` leaves all other errors to Django."""
        if request.path.startswith("/api/") or isinstance(fout, _VAN_DJANGO):
            return None
        if isinstance(fout, DomainError):
            return fouten.pagina(request, fout)
        code = secrets.token_hex(2).upper()
        logger.error("verzoek.mislukt code=%s soort=%s", code, type(fout).__name__, exc_info=fout)
        return fouten.onverwacht(request, code)
