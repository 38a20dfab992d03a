"""Confirming a stop as a gemeente; calling and lifting one as DUO."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from inburgering.interfaces.portal import formulieren, stopformulieren, vierogen
from inburgering.interfaces.portal.schermen import bladeren
from inburgering.interfaces.portal.schermen import inbox as scherm_inbox
from inburgering.interfaces.portal.schermen import stop as scherm_stop
from inburgering.interfaces.portal.views.gemeente import bevestiging_van
from inburgering.interfaces.portal.wie import adres_van, namens, voor
from inburgering.organisatie import gemeenten
from inburgering.primitives import clock
from inburgering.primitives.errors import DomainError
from inburgering.primitives.ids import StopId
from inburgering.signaal import commands as signaal_commands
from inburgering.signaal import queries as signaal_queries
from inburgering.stop import commands as stop_commands
from inburgering.stop import queries as stop_queries
from inburgering.stop.errors import BereikOngeldig
from inburgering.stop.terms import StopRij, VrijgaveRij
from inburgering.toegang import queries as toegang_queries
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling
from inburgering.verstrekking import queries as verstrekking_queries

_RIJEN_MAX = 10_000
_GEEN = "-"  # the vrijgave of withdrawn inhoud belongs to no regelversie and is shut for good


@require_http_methods(["GET", "POST"])
@voor(Handeling.STOP_BEVESTIGEN)
def bevestig(request: HttpRequest, actor: Actor, stop_id: UUID) -> HttpResponse:
    """Confirm for the whole gemeente that it stopped; afterwards the same address shows the receipt."""
    wie, codes = namens(actor, adres_van(request).get("gemeente", ""))
    gemeente, stop = str(wie.gemeente), stop_queries.stop(StopId(stop_id))
    terug = bladeren.adres(reverse("portal:inbox"), {"gemeente": gemeente if gemeente != codes[0] else ""})
    gedaan = bevestiging_van(stop, gemeente)
    if gedaan and gedaan.bevestigd_op:
        door = toegang_queries.actor(gedaan.door or "")
        scherm = scherm_stop.bewijs(
            stop, gemeenten.naam(gemeente), bevestiging=gedaan, wie=door.naam if door else "", terug=terug
        )
        return render(request, "portal/bewijs.html", {"scherm": scherm})
    personen = scherm_inbox.onder_stop(signaal_queries.inbox(gemeente, maximaal=_RIJEN_MAX), stop)
    formulier = formulieren.BevestigStop(request.POST or None, personen=personen)
    if formulier.is_valid():
        stop_commands.bevestig(stop.id, gemeente, door=wie, now=clock.now())
        return HttpResponseRedirect(request.get_full_path())
    scherm_b = scherm_stop.bevestigen(stop, gemeenten.naam(gemeente), personen=personen, terug=terug)
    inhoud = {"scherm": scherm_b, "formulier": formulier}
    return render(request, "portal/bevestig.html", inhoud, status=422 if formulier.errors else 200)


@sensitive_post_parameters("wachtwoord")
@require_http_methods(["GET", "POST"])
@voor(Handeling.STOP_ZETTEN)
def uitroepen(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Call a stop, together with a second person who logs in on the same form."""
    vrijgaven = [v for v in reversed(stop_queries.vrijgaven()) if v.regelversie != _GEEN]
    formulier = stopformulieren.StopUitroepen(request.POST or None, keuzes=scherm_stop.keuzes(vrijgaven))
    tweede = tweede_persoon(request, actor, formulier, handeling=Handeling.STOP_ZETTEN)
    if tweede is not None:
        velden, now = formulier.cleaned_data, clock.now()
        try:
            stop_id = stop_commands.zet_stop(
                scherm_stop.bereik_van(
                    velden["bereik"], vanaf=velden["vanaf"], tot=velden["tot"], plaatsen=velden["gemeenten"]
                ),
                velden["reden"],
                door=actor,
                tweede=tweede,
                now=now,
                oefening=velden["oefening"],
                incident=velden["incident"],
                herzie_op=velden["herzie_op"],
            )
        except BereikOngeldig as fout:
            formulier.weiger(fout)
            return _uitroepen(request, vrijgaven, formulier)
        signaal_commands.kondig_stops_aan(now=now)
        leegloop = stop_commands.loop_leeg(stop_id, now=now)
        bewijs = scherm_stop.uitgeroepen(
            stop_queries.stop(stop_id), leegloop, wie=actor.naam, met=tweede.naam, terug=reverse("portal:herstel")
        )
        return render(request, "portal/bewijs.html", {"scherm": bewijs})
    return _uitroepen(request, vrijgaven, formulier)


def _uitroepen(
    request: HttpRequest, vrijgaven: Sequence[VrijgaveRij], formulier: stopformulieren.StopUitroepen
) -> HttpResponse:
    boekingen = [
        (b.vrijgave_id, b.persoon_id, b.ontvanger)
        for b in verstrekking_queries.van_vrijgaven([v.id for v in vrijgaven])
    ]
    scherm = scherm_stop.uitroepen(scherm_stop.raakt(vrijgaven, boekingen), reverse("portal:herstel"))
    inhoud = {"scherm": scherm, "formulier": formulier}
    return render(request, "portal/stop_uitroepen.html", inhoud, status=422 if formulier.errors else 200)


def _hef_op(
    request: HttpRequest, stop: StopRij, velden: Mapping[str, Any], *, actor: Actor, tweede: Actor
) -> HttpResponse:
    now, plaatsen = clock.now(), velden["gemeenten"]
    vrijgaven = None if velden["deel"] == scherm_stop.ALLES else [int(velden["deel"])]
    stop_commands.hef_op(stop.id, vrijgaven=vrijgaven, gemeenten=plaatsen or None, door=actor, tweede=tweede, now=now)
    signaal_commands.kondig_stops_aan(now=now)
    delen = [f"vrijgave {v}" for v in vrijgaven or ()] + [gemeenten.naam(g) for g in plaatsen]
    bewijs = scherm_stop.opgeheven(
        stop, ", ".join(delen), wie=actor.naam, met=tweede.naam, now=now, terug=reverse("portal:herstel")
    )
    return render(request, "portal/bewijs.html", {"scherm": bewijs})


@sensitive_post_parameters("wachtwoord")
@require_http_methods(["GET", "POST"])
@voor(Handeling.STOP_OPHEFFEN)
def opheffen(request: HttpRequest, actor: Actor, stop_id: UUID) -> HttpResponse:
    """Lift a stop or a part of it, together with a second person who logs in on the same form."""
    stop = stop_queries.stop(StopId(stop_id))
    alle = stop_queries.vrijgaven(None if stop.bereik.alles else stop.bereik.vrijgaven)
    vrijgaven = [v for v in alle if v.regelversie != _GEEN]
    formulier = stopformulieren.StopOpheffen(request.POST or None, keuzes=scherm_stop.delen(vrijgaven))
    tweede = tweede_persoon(request, actor, formulier, handeling=Handeling.STOP_OPHEFFEN)
    if tweede is not None:
        try:
            return _hef_op(request, stop, formulier.cleaned_data, actor=actor, tweede=tweede)
        except DomainError as fout:
            formulier.weiger(fout)
    boekingen = [
        (b.vrijgave_id, b.persoon_id, b.ontvanger)
        for b in verstrekking_queries.van_vrijgaven([v.id for v in vrijgaven])
    ]
    scherm = scherm_stop.opheffen(stop, scherm_stop.raakt(vrijgaven, boekingen), reverse("portal:herstel"))
    inhoud = {"scherm": scherm, "formulier": formulier}
    return render(request, "portal/stop_uitroepen.html", inhoud, status=422 if formulier.errors else 200)


def tweede_persoon(
    request: HttpRequest, actor: Actor, formulier: formulieren.VierOgen, *, handeling: Handeling
) -> Actor | None:
    """The second person, proven by his own password or code; None (and a mistake in the form) when that fails."""
    if not formulier.is_valid():
        return None
    tweede = vierogen.wie(request, actor, formulier.cleaned_data, now=clock.now())
    if tweede is None:
        formulier.add_error(_veld(formulier), vierogen.klopt_niet())
        return None
    try:
        toegang_rules.eis_vier_ogen(actor, tweede, handeling)
    except DomainError as fout:
        formulier.add_error(_veld(formulier), f"{fout.detail} {fout.herstel}".strip())
        return None
    return tweede


def _veld(formulier: formulieren.VierOgen) -> str:
    """Where a mistake about the second person is shown: at the name, or at the code when no name is asked."""
    return formulier.tweede_persoon[0].name
