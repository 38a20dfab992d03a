"""Coming in and going out."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.contrib.auth import get_user_model, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inburgering.interfaces.portal import inlogformulier, kader, oidc, sessie
from inburgering.interfaces.portal.wie import voor
from inburgering.primitives import clock
from inburgering.primitives.errors import NietGevonden
from inburgering.toegang import commands, queries
from inburgering.toegang.errors import TeVeelVerzoeken
from inburgering.toegang.rules.herkomst import afzender
from inburgering.toegang.terms import Actor, Handeling, Tempo

_LOGINS_MAX, _ZOEK_MAX = 12, 500
# Failures with one name from one place, and from one place with whatever names.
_PER_NAAM, _PER_PLAATS = Tempo(5, 1 / 60), Tempo(50, 1 / 10)


@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """To the first page of who is logged in; others see the public status."""
    actor = queries.actor_van(request.user)
    return HttpResponseRedirect(kader.begin_van(actor) if actor else "/status")


@never_cache
@require_http_methods(["GET", "POST"])
def inloggen(request: HttpRequest) -> HttpResponse:
    """Log in with a password, and go to where one was heading; or be shown the way to the own organisation."""
    terug = _veilig(request, request.POST.get("next") or request.GET.get("next") or "/")
    if oidc.staat_aan():
        return _wijs_de_weg(request, terug)
    formulier = inlogformulier.Inloggen(request.POST or None, request=request)
    status = _probeer(request, formulier, clock.now()) if request.POST else 200
    if status == 302 and formulier.gebruiker is not None:
        login(request, formulier.gebruiker)
        sessie.begin(request, now=clock.now())
        return HttpResponseRedirect(terug)
    inhoud = {
        "formulier": formulier,
        "next": terug,
        "verlopen": request.session.get(sessie.VERLOPEN, False),
        "demo_logins": _logins() if settings.DEBUG else (),
        "demo_wachtwoord": settings.DEMO_WACHTWOORD if settings.DEBUG else "",
    }
    return render(request, "portal/inloggen.html", inhoud, status=status)


@never_cache
@require_GET
def naar_organisatie(request: HttpRequest) -> HttpResponse:
    """Off to the identity provider of the own organisation."""
    _eis_oidc()
    verder = _veilig(request, request.GET.get("next") or "/")
    return HttpResponseRedirect(oidc.naar_aanbieder(request.session, verder, now=clock.now()))


@never_cache
@require_GET
def van_organisatie(request: HttpRequest) -> HttpResponse:
    """Back from the provider: logged in under a new session id, and on to where one was heading."""
    _eis_oidc()
    now = clock.now()
    persoon, verder = oidc.van_aanbieder(request.session, request.GET.dict(), now=now)
    gebruiker = commands.meld_aan(persoon, now=now)
    login(request, gebruiker)
    request.session.cycle_key()  # also for who logs in again while logged in
    request.session.pop("oidc", None)
    sessie.begin(request, now=now)
    commands.koppel_sessie(str(request.session.session_key), persoon, now=now)
    return HttpResponseRedirect(_veilig(request, verder))


@never_cache
@require_GET
@xframe_options_exempt
def organisatie_logt_uit(request: HttpRequest) -> HttpResponse:
    """End the sessions that hang on one session at the provider (front-channel logout); always the same answer."""
    _eis_oidc()
    uitgever, sid = request.GET.get("iss", ""), request.GET.get("sid", "")
    if uitgever == oidc.aanbieder().uitgever and sid:
        commands.beeindig_sessies(uitgever, sid, now=clock.now())
    antwoord = HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
    antwoord.headers["Content-Security-Policy"] = f"default-src 'none'; frame-ancestors {oidc.herkomst()}"
    return antwoord


@require_GET
def verleng(request: HttpRequest) -> HttpResponse:
    """Stay logged in: asking is enough. Then back to the page, or to the login page for who was too late."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect(settings.LOGIN_URL)
    return HttpResponseRedirect(_veilig(request, request.GET.get("next") or "/"))


@never_cache
@require_http_methods(["GET", "POST"])
@voor(Handeling.STOP_ZETTEN)
def meetekenen(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A code with which this person agrees, as the second one, to one act on the screen of the first."""
    code = commands.geef_meetekencode(actor, now=clock.now()) if request.method == "POST" else ""
    return render(request, "portal/meetekenen.html", {"code": code})


@require_POST
def uitloggen(request: HttpRequest) -> HttpResponse:
    """Log out, and see the public status; or the way to log out at the own organisation too."""
    logout(request)
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?uitgelogd=1" if oidc.staat_aan() else "/status")


def _wijs_de_weg(request: HttpRequest, terug: str) -> HttpResponse:
    """The page for who logs in elsewhere; a password is not even looked at.

    Raises:
        NietGevonden: somebody sends a password.
    """
    if request.method == "POST":
        raise NietGevonden("Inloggen met een wachtwoord kan hier niet.", herstel="Log in bij uw eigen organisatie.")
    uit = request.GET.get("uitgelogd") == "1"
    inhoud = {
        "next": terug,
        "verlopen": request.session.get(sessie.VERLOPEN, False),
        "uitgelogd": uit,
        "uitlogadres": oidc.uitlogadres(now=clock.now()) if uit else "",
    }
    return render(request, "portal/inloggen_organisatie.html", inhoud)


def _probeer(request: HttpRequest, formulier: inlogformulier.Inloggen, now: datetime) -> int:
    """The status of an attempt: 302 in, 422 a mistake, 429 too many mistakes; then also the right password waits."""
    naam = str(request.POST.get("gebruikersnaam", ""))[:150].lower()
    plaats = _emmer("plaats", afzender(request.META, settings.EIGEN_PROXY))
    emmers = ((_emmer("naam", f"{naam}|{plaats}"), _PER_NAAM), (plaats, _PER_PLAATS))
    try:
        for emmer, tempo in emmers:
            commands.eis_ruimte(emmer, tempo=tempo, now=now)
    except TeVeelVerzoeken as fout:
        formulier.weiger_pogingen(fout)
        return 429
    if formulier.is_valid() and formulier.gebruiker is not None:
        return 302
    if formulier.is_fout_paar:
        commands.schep(plaats, tempo=_PER_PLAATS, now=now)
        commands.schep(emmers[0][0], tempo=_PER_NAAM, now=now)
        commands.noteer_mislukt(emmers[0][0], now=now)
    return 422


def _emmer(soort: str, waarvan: str) -> str:
    return f"inloggen:{soort}-{hashlib.sha256(waarvan.encode()).hexdigest()[:32]}"


def _eis_oidc() -> None:
    if not oidc.staat_aan():
        raise NietGevonden("Hier logt u in met een wachtwoord.", herstel="Ga naar Inloggen.")


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
