"""The short way in for the API: what the portal needs around a page has no part in it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from inburgering.interfaces.api.ingang import ingang

_ADRES = "/v1/"


class Voordeur:
    """Takes a request under /v1/ straight to its door: no session, cookie, form or page is looked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the API, or of the rest."""
        if request.path_info.startswith(_ADRES):
            return ingang(request, request.path_info.removeprefix(_ADRES))
        return self.get_response(request)
