"""Nationalities with dated codes. Source: Landelijke tabel 32 (RvIG)."""

from datetime import date
from functools import cache

from inburgering.organisatie import bestand

NEDERLANDSE, STAATLOOS, VASTGESTELD_NIET_NEDERLANDER, ONBEKEND = "0001", "0499", "0500", "0000"


def bestaat(code: str, dag: date | None) -> bool:
    """Tell whether the code was in use on `dag`; without `dag`: whether it ever was."""
    rij = _tabel().get(code)
    return rij is not None and bestand.geldt(dag, vanaf=bestand.dag(rij["vanaf"]), tot=bestand.dag(rij["tot"]))


def naam(code: str) -> str:
    """The name that belongs to a code; the code itself when it is not in the table."""
    rij = _tabel().get(code)
    return rij["naam"] if rij else code


@cache
def _tabel() -> dict[str, dict[str, str]]:
    return {rij["code"]: rij for rij in bestand.rijen("nationaliteiten.csv")}
