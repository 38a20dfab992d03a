"""Coming in and going out."""

from django.conf import settings
from django.contrib.auth import get_user_model, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inburgering.interfaces.portal import formulieren, kader
from inburgering.toegang import queries

_LOGINS_MAX, _ZOEK_MAX = 12, 500


@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """To the first page of who is logged in; others see the public status."""
    actor = queries.actor_van(request.user)
    return HttpResponseRedirect(kader.begin_van(actor) if actor else "/status")


@never_cache
@require_http_methods(["GET", "POST"])
def inloggen(request: HttpRequest) -> HttpResponse:
    """Log in, and go to where one was heading."""
    formulier = formulieren.Inloggen(request.POST or None, request=request)
    terug = _veilig(request, request.POST.get("next") or request.GET.get("next") or "/")
    if formulier.is_valid() and formulier.gebruiker is not None:
        login(request, formulier.gebruiker)
        return HttpResponseRedirect(terug)
    inhoud = {
        "formulier": formulier,
        "next": terug,
        "demo_logins": _logins() if settings.DEBUG else (),
        "demo_wachtwoord": settings.DEMO_WACHTWOORD if settings.DEBUG else "",
    }
    return render(request, "portal/inloggen.html", inhoud, status=422 if formulier.errors else 200)


@require_POST
def uitloggen(request: HttpRequest) -> HttpResponse:
    """Log out, and see the public status."""
    logout(request)
    return HttpResponseRedirect("/status")


def _logins() -> list[tuple[str, str]]:
    """Some logins to try, with the person behind each: everybody at DUO, and a few gemeenten."""
    gebruikers = get_user_model().objects.filter(is_active=True).order_by("pk")[:_ZOEK_MAX]
    paren = [(g.get_username(), a) for g in gebruikers if g.has_usable_password() and (a := queries.actor_van(g))]
    duo = [(naam, kader.met_rol(a)) for naam, a in paren if a.gemeente is None]
    rest = [(naam, kader.met_rol(a)) for naam, a in paren if a.gemeente]
    return duo + rest[: max(0, _LOGINS_MAX - len(duo))]


def _veilig(request: HttpRequest, adres: str) -> str:
    """The address if it is ours, else the start."""
    klopt = url_has_allowed_host_and_scheme(adres, {request.get_host()}, require_https=request.is_secure())
    return adres if klopt else "/"
