"""How long somebody stays logged in: a while of doing nothing, and a fixed maximum; the page says both."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from inburgering.interfaces.portal.onderdelen import NEDERLAND
from inburgering.primitives import clock

SINDS, GEZIEN, VERLOPEN = "ingelogd_op", "gezien_op", "verlopen"
_NIET_VAKER = timedelta(seconds=30)  # one write per half minute is enough to know that somebody is there
_WAARSCHUW = timedelta(minutes=15)
_WAARSCHUW_STIL = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Sessietijd:
    """Until when somebody is logged in, for the page."""

    tot: str
    laatst: str
    bijna: bool
    waarschuw_na: int  # seconds of doing nothing


class Sessie:
    """Ends a login that lasted too long; the view then sees somebody who is not logged in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to who is still logged in, or to who is not any more."""
        if not request.path_info.startswith(("/v1/", "/static/", "/oauth/")) and request.user.is_authenticated:
            _bewaak(request, clock.now())
        return self.get_response(request)


def begin(request: HttpRequest, *, now: datetime) -> None:
    """Start counting, for a login of this moment."""
    request.session[SINDS] = request.session[GEZIEN] = now.timestamp()


def tijd(request: HttpRequest) -> Sessietijd | None:
    """Until when this login lasts; `None` for who is not logged in."""
    if not hasattr(request, "session") or SINDS not in request.session or not request.user.is_authenticated:
        return None
    now = clock.now()
    laatst = _moment(request.session[SINDS]) + settings.SESSIE.hoogstens
    tot = min(now + settings.SESSIE.stil, laatst)
    na = max(tot - now - _WAARSCHUW_STIL, timedelta(0))
    return Sessietijd(_uur(tot), _uur(laatst), bijna=laatst - now <= _WAARSCHUW, waarschuw_na=int(na.total_seconds()))


def _bewaak(request: HttpRequest, now: datetime) -> None:
    if SINDS not in request.session:
        begin(request, now=now)
    sinds, gezien = _moment(request.session[SINDS]), _moment(request.session[GEZIEN])
    if now - sinds >= settings.SESSIE.hoogstens or now - gezien >= settings.SESSIE.stil:
        logout(request)
        request.session[VERLOPEN] = True
    elif now - gezien >= _NIET_VAKER:
        request.session[GEZIEN] = now.timestamp()


def _moment(seconden: float) -> datetime:
    return datetime.fromtimestamp(seconden, tz=UTC)


def _uur(moment: datetime) -> str:
    return moment.astimezone(NEDERLAND).strftime("%H:%M")
