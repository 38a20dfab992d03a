"""What a signaal about a duty says, put together from what holds and what is known now."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from inburgering.feit import queries as feit_queries
from inburgering.herstel.terms import Categorie
from inburgering.signaal.rules import catalogus
from inburgering.vaststelling import queries as vaststelling_queries


def soort_signaal(categorie: str) -> str:
    """Which kind of the catalogue tells a gemeente about a new duty."""
    return "A2" if categorie == Categorie.ASIEL else "G1"


def inhouden(
    soorten: Mapping[int, str],
    *,
    kennisgeving_op: Mapping[int, date],
    moment: datetime,
    ingangsdatum: Mapping[int, date] | None = None,
) -> dict[int, dict[str, str]]:
    """Per person the inhoud of a signaal of the kind given; only fields that the kind knows, and none that is empty.

    It always says Wi2021: only that act gives a gemeente this task. `ingangsdatum` goes before the one that holds, for
    a person to whom the act is applied by choice.
    """
    personen = list(soorten)
    if not personen:
        return {}
    uitkomsten = {u.persoon_id: u for u in vaststelling_queries.uitkomsten(personen)}
    gegevens = feit_queries.persoonsgegevens(personen, moment=moment)
    boek = catalogus.geldig_op(moment.date())
    gevuld = {}
    for p in personen:
        alles = _persoonlijk(gegevens[p]) | _plicht(uitkomsten[p], (ingangsdatum or {}).get(p))
        alles["kennisgevingOp"] = kennisgeving_op[p].isoformat()
        kind = catalogus.soort(boek, soorten[p])
        gevuld[p] = {naam: waarde for naam, waarde in alles.items() if waarde and kind.veld(naam)}
    return gevuld


def deadlines(persoon_ids: Sequence[int]) -> dict[int, date]:
    """Per person the day on which the PIP must be ready, where the law gives one."""
    rijen = vaststelling_queries.uitkomsten(list(persoon_ids))
    return {
        u.persoon_id: date.fromisoformat(u.termijnen["pipUiterlijk"]) for u in rijen if u.termijnen.get("pipUiterlijk")
    }


def _persoonlijk(g: Any) -> dict[str, str | None]:
    """Who it is; an address that must stay secret is not given."""
    return {
        "naam": g.naam,
        "geboortedatum": g.geboortedatum_tekst,
        "burgerservicenummer": g.bsn.waarde if g.bsn else None,
        "vreemdelingennummer": g.vnummer,
        "adres": None if g.geheim else ", ".join(g.adresregels),
        "taal": g.taal,
    }


def _plicht(u: Any, ingangsdatum: date | None) -> dict[str, str | None]:
    begin = ingangsdatum or u.ingangsdatum
    return {
        "wet": "Wi2021",
        "ingangsdatum": begin.isoformat() if begin else None,
        "categorie": u.categorie,
        "huisvestingsgemeente": u.college,
        "pipUiterlijk": u.termijnen.get("pipUiterlijk"),
    }
