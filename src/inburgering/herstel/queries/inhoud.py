"""What a signaal about a duty says, put together from what holds and what is known now."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from inburgering.feit import queries as feit_queries
from inburgering.herstel.terms import Categorie
from inburgering.organisatie import gemeenten
from inburgering.signaal.rules import catalogus
from inburgering.vaststelling import queries as vaststelling_queries

GEKOPPELD, VERHUISD = "A3", "A12"
"""What the new gemeente hears about a move: the COA linked the person to it, or the BRP says so."""
PLICHTSIGNALEN = frozenset({"A1", "A2", "G1", "G5", "G6"})
"""The kinds that tell a gemeente of a duty: who has one of these knows the person."""


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
        alles["kennisgevingOp"] = kennisgeving_op[p].isoformat() if p in kennisgeving_op else None
        kind = catalogus.soort(boek, soorten[p])
        gevuld[p] = {naam: waarde for naam, waarde in alles.items() if waarde and kind.veld(naam)}
    return gevuld


def verhuisberichten(van: Mapping[int, str], *, moment: datetime) -> dict[int, tuple[str, dict[str, str]]]:
    """Per person who came from that gemeente: kind and inhoud of what the new one hears about the move.

    That the COA linked the person to it (A3), or that the BRP says so (A12).
    """
    personen = list(van)
    if not personen:
        return {}
    uitkomsten = {u.persoon_id: u for u in vaststelling_queries.uitkomsten(personen)}
    gegevens = feit_queries.persoonsgegevens(personen, moment=moment)
    feiten = feit_queries.feiten(personen, moment=moment)
    boek = catalogus.geldig_op(moment.date())
    uit = {}
    for p in personen:
        college = uitkomsten[p].college or ""
        gekoppeld = _is_van((feiten[p].get("huisvesting") or {}).get("gemeente"), college, moment.date())
        kind = catalogus.soort(boek, GEKOPPELD if gekoppeld else VERHUISD)
        alles = _persoonlijk(gegevens[p]) | _plicht(uitkomsten[p], None)
        alles |= {"vorigeGemeente": van[p], "datumInschrijving": _ingeschreven(feiten[p], college, moment.date())}
        uit[p] = kind.code, {naam: waarde for naam, waarde in alles.items() if waarde and kind.veld(naam)}
    return uit


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


def _ingeschreven(feiten: Mapping[str, Any], college: str, dag: date) -> str | None:
    """Since when the person is registered in this gemeente; None when not, or when the day is not known."""
    rijen = [r for r in feiten.get("inschrijvingen") or () if _is_van(r["gemeente"], college, dag)]
    vanaf = rijen[-1].get("vanaf") if rijen else None
    return vanaf if isinstance(vanaf, str) else None


def _is_van(code: str | None, college: str, dag: date) -> bool:
    """Whether this gemeente, or who took over from it, is the college."""
    return code is not None and gemeenten.rechtsopvolger(code, dag) == college
