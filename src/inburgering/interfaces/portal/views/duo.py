"""The desk of DUO: find a dossier, read it, decide what the law could not."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inburgering.feit import queries as feit_queries
from inburgering.herstel import queries as herstel_queries
from inburgering.interfaces.portal import formulieren
from inburgering.interfaces.portal.onderdelen import Kruimel
from inburgering.interfaces.portal.schermen import dossier as scherm_dossier
from inburgering.interfaces.portal.schermen import werkvoorraad as scherm_werk
from inburgering.interfaces.portal.wie import adres_van, voor
from inburgering.kennisgeving import queries as brief_queries
from inburgering.primitives import clock
from inburgering.primitives.errors import DomainError, NietGevonden
from inburgering.primitives.ids import voldoet_aan_elfproef
from inburgering.recht import redenering, uitleg
from inburgering.signaal import queries as signaal_queries
from inburgering.signaal.rules import catalogus
from inburgering.spoor import commands as spoor_commands
from inburgering.spoor import queries as spoor_queries
from inburgering.spoor.terms import Verwerking
from inburgering.stop import queries as stop_queries
from inburgering.terugmelding import queries as terugmelding_queries
from inburgering.toegang import queries as toegang_queries
from inburgering.toegang.terms import Actor, Handeling
from inburgering.vaststelling import commands as vaststelling_commands
from inburgering.vaststelling import queries as vaststelling_queries

_GEZIEN = {
    "dossier.ingezien": "opende dit dossier",
    "bsn.getoond": "bekeek het BSN",
    "vaststelling.beslist": "besliste met de hand",
    "grootboek.ingezien": "bekeek wie gegevens heeft",
}


@require_http_methods(["GET", "POST"])
@voor(Handeling.DOSSIER_INZIEN)
def dossiers(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Find a dossier by a number; the number is posted and never stands in an address."""
    formulier = formulieren.ZoekDossier(request.POST or None)
    persoon_id = _zoek(formulier) if formulier.is_valid() else None
    if persoon_id is not None:
        return HttpResponseRedirect(reverse("portal:dossier", args=[persoon_id]))
    niets = formulier.is_bound and not formulier.errors
    inhoud = {"formulier": formulier, "niets_gevonden": niets}
    return render(request, "portal/dossiers.html", inhoud, status=422 if formulier.errors else 200)


def _zoek(formulier: formulieren.ZoekDossier) -> int | None:
    """The person with the number in the form; a number that cannot be one is a mistake in the form."""
    nummer = re.sub(r"[\s.]", "", str(formulier.cleaned_data["nummer"])).upper()
    if gevonden := re.fullmatch(r"D-?0*(\d{1,15})", nummer):
        return _bestaand(int(gevonden[1]))
    if len(nummer) == 9 and not voldoet_aan_elfproef(nummer):
        formulier.add_error("nummer", "Dit is geen geldig BSN. Controleer of alle negen cijfers kloppen.")
    elif not re.fullmatch(r"\d{9,10}", nummer):
        formulier.add_error("nummer", "Vul een BSN van 9 cijfers, een V-nummer van 10 cijfers of een dossiernummer in.")
    else:
        return feit_queries.zoek(bsn=nummer) if len(nummer) == 9 else feit_queries.zoek(vnummer=nummer)
    return None


def _bestaand(persoon_id: int) -> int | None:
    return persoon_id if feit_queries.tijdlijn(persoon_id, moment=clock.now()) else None


@require_GET
@voor(Handeling.DOSSIER_INZIEN)
def dossier(request: HttpRequest, actor: Actor, persoon_id: int) -> HttpResponse:
    """One dossier; that it was opened is recorded."""
    _leg_vast(actor, persoon_id, "dossier.ingezien", reden="")
    scherm = scherm_dossier.maak(_bron(persoon_id, now=clock.now()))
    inhoud = {"scherm": scherm, "formulier": formulieren.ToonBsn()}
    return render(request, "portal/dossier.html", inhoud)


@require_POST
@voor(Handeling.DOSSIER_INZIEN)
def bsn(request: HttpRequest, actor: Actor, persoon_id: int) -> HttpResponse:
    """The same dossier with the whole BSN, for a reason that is kept."""
    formulier = formulieren.ToonBsn(request.POST)
    voluit = formulier.is_valid()
    if voluit:
        _leg_vast(actor, persoon_id, "bsn.getoond", reden=formulier.cleaned_data["reden"])
    scherm = scherm_dossier.maak(_bron(persoon_id, now=clock.now(), bsn_voluit=voluit))
    inhoud = {"scherm": scherm, "formulier": formulier}
    return render(request, "portal/dossier.html", inhoud, status=200 if voluit else 422)


def _bron(persoon_id: int, *, now: datetime, bsn_voluit: bool = False) -> scherm_dossier.Bron:
    """Everything the rooms know of one person.

    Raises:
        NietGevonden: there is no such person.
    """
    tijdlijn = feit_queries.tijdlijn(persoon_id, moment=now)
    if not tijdlijn:
        raise NietGevonden("Dit dossier bestaat niet.", veld="dossier")
    brieven, signalen = brief_queries.brieven_van(persoon_id), signaal_queries.van_personen([persoon_id])
    vrijgaven = {b.vrijgave_id for b in brieven} | {s.vrijgave_id for s in signalen}
    vaststellingen = vaststelling_queries.geschiedenis(persoon_id)
    gevonden = vaststelling_queries.toelichting(vaststellingen[-1]) if vaststellingen else None
    return scherm_dossier.Bron(
        persoon=feit_queries.persoonsgegevens([persoon_id], moment=now)[persoon_id],
        vaststellingen=vaststellingen,
        brieven=brieven,
        signalen=signalen,
        titels={code: s.titel for c in catalogus.alle() for code, s in c.soorten.items()},
        feiten=tijdlijn,
        gestopt=vrijgaven - {int(v) for v in stop_queries.levend(vrijgaven)},
        wie_keek=_wie_keek(persoon_id),
        let_op=_let_op(persoon_id),
        uitleg=uitleg.zinnen(gevonden.uitkomst) if gevonden else (),
        anders=[gevonden.zin(proef) for proef in gevonden.tegenproeven] if gevonden else (),
        herkomst=gevonden.herkomst if gevonden else {},
        redenering=redenering.boom(gevonden.uitkomst, gevonden.herkomst) if gevonden else (),
        terug=reverse("portal:dossiers"),
        bsn_voluit=bsn_voluit,
        termijn=terugmelding_queries.termijn(persoon_id, moment=now),
        terugmeldingen=terugmelding_queries.van_persoon(persoon_id),
    )


def _let_op(persoon_id: int) -> scherm_dossier.LetOp | None:
    """The incident this person is in, with how that stands."""
    for incident in herstel_queries.incidenten():
        for rij in herstel_queries.geraakten(incident.pk, persoon_ids=[persoon_id]):
            adres = reverse("portal:herstelkamer", args=[incident.code])
            tekst = scherm_dossier.incidenttekst(rij.uitkomst, rij.wet_oud)
            return scherm_dossier.LetOp("Dit dossier hoort bij incident", tekst, incident.code, adres)
    return None


def _wie_keek(persoon_id: int) -> list[tuple[datetime, str]]:
    """Who opened the dossier, newest first; the trail knows the person only by a pseudonym."""
    namen = {a.id: a.naam for a in toegang_queries.medewerkers()}
    regels: list[dict[str, Any]] = spoor_queries.audit_van("dossier", spoor_queries.pseudoniem(persoon_id))
    uit = []
    for regel in reversed(regels[-20:]):
        reden = regel["bijzonderheden"].get("reden", "")
        tekst = f"{namen.get(regel['actor'], 'Iemand')} {_GEZIEN.get(regel['handeling'], regel['handeling'])}"
        uit.append((regel["moment"], f"{tekst}. Reden: {reden}" if reden else tekst))
    return uit


def _leg_vast(actor: Actor, persoon_id: int, handeling: str, *, reden: str) -> None:
    now, code = clock.now(), spoor_queries.pseudoniem(persoon_id)
    bijzonderheden = {"reden": reden} if reden else {}
    with (
        transaction.atomic(),
        spoor_commands.daad(
            actor.id, handeling, object_soort="dossier", object_id=code, now=now, bijzonderheden=bijzonderheden
        ),
    ):
        spoor_commands.leg_vast([Verwerking(handeling, "dossier-behandelen", code, now, now)], now=now)


@require_GET
@voor(Handeling.BESLISSEN)
def werkvoorraad(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Who waits for a person to decide."""
    now = clock.now()
    scherm = scherm_werk.maak(
        vaststelling_queries.werkvoorraad(),
        personen=lambda ids: feit_queries.persoonsgegevens(ids, moment=now),
        pad=reverse("portal:werkvoorraad"),
        adressen=lambda w: (
            reverse("portal:dossier", args=[w.persoon_id]),
            reverse("portal:beslis", args=[w.vaststelling_id]),
        ),
        vraag=adres_van(request),
        now=now,
    )
    return render(request, "portal/werkvoorraad.html", {"scherm": scherm})


@require_http_methods(["GET", "POST"])
@voor(Handeling.BESLISSEN)
def beslis(request: HttpRequest, actor: Actor, vaststelling_id: UUID) -> HttpResponse:
    """Decide by hand what the law could not."""
    rij, now = vaststelling_queries.een(vaststelling_id), clock.now()
    formulier = formulieren.Beslis(request.POST or None)
    if formulier.is_valid() and _beslist(formulier, vaststelling_id, actor, now=now):
        _leg_vast(actor, rij.persoon_id, "vaststelling.beslist", reden=formulier.cleaned_data["reden"])
        return HttpResponseRedirect(reverse("portal:dossier", args=[rij.persoon_id]))
    persoon = feit_queries.persoonsgegevens([rij.persoon_id], moment=now)[rij.persoon_id]
    werk = vaststelling_queries.werkvoorraad(persoon_ids=[rij.persoon_id])
    scherm = {
        "titel": f"Beslis over {scherm_dossier.kenmerk(rij.persoon_id)}",
        "zinnen": (
            "Lees eerst het dossier. Uw beslissing komt in de plaats van de uitkomst van de wet.",
            "Wij bewaren uw naam, het tijdstip en de reden.",
        ),
        "gegevens": (("Persoon", persoon.naam), *((("Waarom niet automatisch", scherm_werk.waarom(w))) for w in werk)),
        "knop": "Leg de beslissing vast",
        "terug": reverse("portal:werkvoorraad"),
        "kruimels": (Kruimel("Werkvoorraad", reverse("portal:werkvoorraad")), Kruimel("Beslis")),
    }
    inhoud = {"scherm": scherm, "formulier": formulier}
    return render(request, "portal/formulier.html", inhoud, status=422 if formulier.errors else 200)


def _beslist(formulier: formulieren.Beslis, vaststelling_id: UUID, actor: Actor, *, now: datetime) -> bool:
    """Whether the decision was recorded; a refusal of the room is a mistake in the form."""
    velden = formulier.cleaned_data
    try:
        vaststelling_commands.beslis(
            vaststelling_id,
            oordeel=velden["oordeel"],
            wet=velden["wet"] or None,
            ingangsdatum=velden["ingangsdatum"],
            reden=velden["reden"],
            door=actor,
            now=now,
        )
    except DomainError as fout:
        formulier.weiger(fout)
        return False
    return True
