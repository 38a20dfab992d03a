"""Telling the persons: the explanation, then the correction, then the choice. Each kind goes once to a person."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from inburgering.herstel import models, queries, rules
from inburgering.herstel.commands.incident import noteer, open_vrijgave
from inburgering.herstel.terms import GeraaktRij, Handeling, Kring, Uitkomst
from inburgering.kennisgeving import commands as kennisgeving_commands
from inburgering.kennisgeving import queries as kennisgeving_queries
from inburgering.kennisgeving.terms import Hapering, Opdracht, Soort
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor
from inburgering.toegang.terms import Handeling as Toegang
from inburgering.vaststelling import queries as vaststelling_queries

Vuller = Callable[[GeraaktRij], Mapping[str, Any]]
_UITLEG_AAN = frozenset({Uitkomst.TEN_ONRECHTE, Uitkomst.ONBEKEND})


def schrijf_uitleg(
    incident_id: UUID,
    *,
    door: Actor,
    tweede: Actor | None,
    now: datetime,
    kring: Kring = Kring.FOUT_OF_ONZEKER,
) -> list[UUID]:
    """The explanation letters that were made now: what went wrong, who had the data, what it may mean (AVG art. 34).

    By default who was wrongly told, and who may have been; a person for whom nothing changes is not alarmed.

    Raises:
        OnderzoekOntbreekt: nobody knows yet who was touched.
        VierOgenNodig: a stop covers the letters and there is no second person.
    """
    queries.eis_onderzoek(incident_id)
    doel = [
        g for g in queries.geraakten(incident_id) if g.had_brief and (kring is Kring.ALLEN or g.uitkomst in _UITLEG_AAN)
    ]
    vul = _vul_uitleg(incident_id)
    return _schrijf(incident_id, Soort.UITLEG, doel, vul=vul, door=door, tweede=tweede, now=now)


def schrijf_correctiebrieven(
    incident_id: UUID, geraakten: Sequence[GeraaktRij], *, door: Actor, tweede: Actor | None, now: datetime
) -> list[UUID]:
    """The letters that take the wrong letter back and say what holds; only to who got the wrong one."""
    doel = [g for g in geraakten if g.had_brief and g.uitkomst is Uitkomst.TEN_ONRECHTE]
    vul = _vul_correctie(incident_id, doel)
    return _schrijf(incident_id, Soort.CORRECTIE, doel, vul=vul, door=door, tweede=tweede, now=now)


def schrijf_keuzebrieven(
    incident_id: UUID, geraakten: Sequence[GeraaktRij], *, door: Actor, tweede: Actor | None, now: datetime
) -> list[UUID]:
    """The letters that offer the choice of 2022."""
    dagen = queries.briefdagen(incident_id)

    def vul(g: GeraaktRij) -> Mapping[str, Any]:
        return {"brief_datum": dagen[g.persoon_id], "categorie": g.categorie}

    return _schrijf(incident_id, Soort.KEUZE, geraakten, vul=vul, door=door, tweede=tweede, now=now)


_HANDELING = {
    Soort.UITLEG: Handeling.UITLEG,
    Soort.CORRECTIE: Handeling.CORRECTIEBRIEF,
    Soort.KEUZE: Handeling.KEUZEBRIEF,
}


def _schrijf(
    incident_id: UUID,
    soort: Soort,
    doel: Sequence[GeraaktRij],
    *,
    vul: Vuller,
    door: Actor,
    tweede: Actor | None,
    now: datetime,
) -> list[UUID]:
    """Make the letters that were not made before, and record each."""
    toegang_rules.eis(door, Toegang.BRIEF_AANMAKEN)
    handeling = _HANDELING[soort]
    klaar = models.Afhandeling.objects.filter(incident_id=incident_id, soort=handeling).values_list(
        "persoon_id", flat=True
    )
    nieuw = {g.persoon_id: g for g in doel if g.persoon_id not in set(klaar)}
    if not nieuw:
        return []
    run = f"{queries.incident(incident_id).code} {now:%Y-%m-%d}"  # a second try on the same day finds the same letters
    vrijgave = open_vrijgave(
        incident_id, f"brief-{soort}", over=rules.over(nieuw.values()), door=door, tweede=tweede, now=now, run=run
    )
    opdrachten = [Opdracht(persoon_id=g.persoon_id, soort=soort, gegevens=dict(vul(g))) for g in nieuw.values()]
    kennisgeving_commands.schrijf(opdrachten, vrijgave_id=vrijgave, dagtekening=now.date(), door=door, now=now)
    brieven = kennisgeving_queries.brieven(vrijgave_ids=[vrijgave], persoon_ids=list(nieuw), soort=soort)
    with transaction.atomic():
        _leg_vast(incident_id, handeling, {b.persoon_id: b.pk for b in brieven}, now=now)
        _leg_vervallen_vast(incident_id, soort, set(nieuw) - {b.persoon_id for b in brieven}, now=now)
        noteer(
            incident_id,
            f"brieven.{soort}",
            f"{len(brieven)} brieven gemaakt: {soort}.",
            door=door,
            tweede=tweede,
            now=now,
        )
    return [b.pk for b in brieven]


def _leg_vast(incident_id: UUID, handeling: Handeling, brieven: Mapping[int, UUID | None], *, now: datetime) -> None:
    models.Afhandeling.objects.bulk_create(
        [
            models.Afhandeling(incident_id=incident_id, persoon_id=p, soort=handeling, brief_id=b, op=now)
            for p, b in brieven.items()
        ],
        batch_size=2000,
    )


def _leg_vervallen_vast(incident_id: UUID, soort: Soort, zonder: set[int], *, now: datetime) -> None:
    """Who died gets no letter, and nothing more waits; without an address a person must look first."""
    if not zonder or soort is not Soort.CORRECTIE:
        return
    overleden = {
        n.persoon_id
        for n in kennisgeving_queries.niet_gemaakt()
        if n.persoon_id in zonder and n.hapering == Hapering.OVERLEDEN
    }
    _leg_vast(incident_id, Handeling.BRIEF_VERVALLEN, dict.fromkeys(overleden), now=now)


# ── What each letter says ────────────────────────────────────────────────────────────────────────


def _vul_uitleg(incident_id: UUID) -> Vuller:
    """Per person who had the data, which data, and who got it from them."""
    gemeenten, verder, gedeeld = _gedeeld(incident_id)
    dagen = queries.briefdagen(incident_id)
    gemeld = models.Indiening.objects.filter(incident_id=incident_id).exists()

    def vul(g: GeraaktRij) -> Mapping[str, Any]:
        return {
            "fout": "verkeerde-wet",
            "zeker": g.uitkomst is Uitkomst.TEN_ONRECHTE,
            "brief_datum": dagen[g.persoon_id],
            "gemeenten": gemeenten.get(g.persoon_id, []),
            "gedeeld": gedeeld.get(g.persoon_id, []),
            "verder": verder.get(g.persoon_id, []),
            "gemeld_ap": gemeld,
            "geen_boete": True,
        }

    return vul


def _vul_correctie(incident_id: UUID, doel: Sequence[GeraaktRij]) -> Vuller:
    """Per person the new outcome with its terms, and which gemeenten were told."""
    gemeenten, _, _ = _gedeeld(incident_id)
    dagen = queries.briefdagen(incident_id)
    nu = {u.persoon_id: u for u in vaststelling_queries.uitkomsten([g.persoon_id for g in doel])}

    def vul(g: GeraaktRij) -> Mapping[str, Any]:
        basis = {"brief_datum": dagen[g.persoon_id], "gemeenten": gemeenten.get(g.persoon_id, [])}
        if not g.wet_statutair:
            return basis | {"uitkomst": "geen-plicht"}
        u = nu[g.persoon_id]
        return basis | {
            "uitkomst": g.wet_statutair,
            "ingangsdatum": u.ingangsdatum,
            "gemeente": u.college,
            "examen_uiterlijk": u.termijnen.get("examenUiterlijk"),
            "pvt_uiterlijk": u.termijnen.get("pvtUiterlijk"),
        }

    return vul


def _gedeeld(incident_id: UUID) -> tuple[dict[int, list[str]], dict[int, list[str]], dict[int, list[str]]]:
    """Per person: gemeenten that received, others that received from them, and the gegevens; each once, in order."""
    gemeenten: defaultdict[int, dict[str, None]] = defaultdict(dict)
    verder: defaultdict[int, dict[str, None]] = defaultdict(dict)
    gedeeld: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for houder in queries.houders(incident_id):
        doel = verder if houder.is_doorgifte else gemeenten
        doel[houder.persoon_id][houder.ontvanger] = None
        gedeeld[houder.persoon_id].update(dict.fromkeys(houder.gegevens))
    return _lijsten(gemeenten), _lijsten(verder), _lijsten(gedeeld)


def _lijsten(per_persoon: Mapping[int, Mapping[str, None]]) -> dict[int, list[str]]:
    return {persoon: list(wat) for persoon, wat in per_persoon.items()}
