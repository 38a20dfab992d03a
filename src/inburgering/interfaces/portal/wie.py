"""Who is at the desk: only people with a role come in, and only to what their role allows."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from inburgering.interfaces.portal.onderdelen import NEDERLAND
from inburgering.primitives import clock
from inburgering.primitives.errors import NietGevonden
from inburgering.toegang import queries, rules
from inburgering.toegang.errors import GeenBevoegdheid
from inburgering.toegang.terms import Actor, Handeling

P = ParamSpec("P")
Binnen = Callable[Concatenate[HttpRequest, Actor, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def voor(*handelingen: Handeling) -> Callable[[Binnen[P]], View[P]]:
    """Let in who may do all of `handelingen`, and hand the actor to the view; others log in first."""

    def om(view: Binnen[P]) -> View[P]:
        @wraps(view)
        def binnen(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return naar_inloggen(request)
            actor = actor_van(request)
            for handeling in handelingen:
                rules.eis(actor, handeling)
            return view(request, actor, *args, **kwargs)

        return binnen

    return om


def actor_van(request: HttpRequest) -> Actor:
    """The actor behind the login.

    Raises:
        GeenBevoegdheid: the login has no role.
    """
    actor = queries.actor_van(request.user)
    if actor is None:
        raise GeenBevoegdheid("Bij deze gebruikersnaam hoort geen rol.", herstel="Vraag uw beheerder om een rol.")
    return actor


def namens(actor: Actor, gemeente: str) -> tuple[Actor, list[str]]:
    """The actor at work for `gemeente` (empty: the own one), and all gemeenten to choose from.

    Raises:
        NietGevonden: no mandate for that gemeente; said the same way as for one that does not exist.
    """
    vandaag = clock.now().astimezone(NEDERLAND).date()
    codes = queries.gemeenten_van(actor, vandaag)
    if not codes or (gemeente and gemeente not in codes):
        raise NietGevonden("Deze gemeente hoort niet bij uw werk.", veld="gemeente")
    keuze = next(c for c in codes if c == gemeente) if gemeente else codes[0]
    return replace(actor, gemeente=keuze), [str(c) for c in codes]


def naar_inloggen(request: HttpRequest) -> HttpResponse:
    """Off to the login page, and back here afterwards."""
    vraag = {"next": request.get_full_path()} if request.method == "GET" else {}
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode(vraag)}" if vraag else settings.LOGIN_URL)


def adres_van(request: HttpRequest) -> dict[str, Any]:
    """The filters in the address, as plain text without surprises."""
    return {naam: waarde[:200] for naam, waarde in request.GET.items() if isinstance(waarde, str)}
