"""Gemeenten with dated codes, and who takes over when one ends. Source: Landelijke tabel 33 (RvIG)."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from inburgering.organisatie import bestand
from inburgering.primitives.errors import NietGevonden
from inburgering.primitives.ids import Gemeentecode

RNI = Gemeentecode("1999")
_GEEN_GEMEENTE = frozenset({RNI, "0997", "0998", "0999"})  # registers, and places abroad, with a code of this table


class OnbekendeGemeente(NietGevonden):
    """A code that no gemeente had on that day."""

    code, title = "onbekende-gemeente", "Deze gemeente bestaat niet"


@dataclass(frozen=True, slots=True)
class Gemeente:
    """One gemeente: its code, its name and its province (empty for those gone before 2022)."""

    code: Gemeentecode
    naam: str
    provincie: str


@dataclass(frozen=True, slots=True)
class _Rij:
    gemeente: Gemeente
    vanaf: date | None
    tot: date | None
    opvolger: Gemeentecode | None


def naam(code: str) -> str:
    """The name that belongs to a code, also of a gemeente that is gone.

    Raises:
        OnbekendeGemeente: no gemeente ever had this code.
    """
    return _rij(code).gemeente.naam


def bestaat(code: str, dag: date | None) -> bool:
    """Tell whether the code was in use on `dag`; without `dag`: whether it ever was."""
    rij = _tabel().get(code)
    return rij is not None and bestand.geldt(dag, vanaf=rij.vanaf, tot=rij.tot)


def is_gemeente(code: str) -> bool:
    """Tell whether the code stands for a real gemeente, and not for the RNI or a register abroad."""
    return code in _tabel() and code not in _GEEN_GEMEENTE


def alle() -> list[Gemeente]:
    """Every gemeente that ever had a code, in the order of the codes."""
    return [rij.gemeente for rij in _tabel().values()]


def gemeenten_op(dag: date) -> list[Gemeente]:
    """Every gemeente that existed on `dag`, in the order of the codes."""
    return [
        rij.gemeente
        for code, rij in _tabel().items()
        if code not in _GEEN_GEMEENTE and bestand.geldt(dag, vanaf=rij.vanaf, tot=rij.tot)
    ]


def rechtsopvolger(code: str, dag: date) -> Gemeentecode:
    """Who answers on `dag` for the gemeente that had this code: itself while it exists, else who took over.

    Raises:
        OnbekendeGemeente: the code was never used, or ended without anyone taking over.
    """
    rij = _rij(code)
    while rij.tot is not None and rij.tot <= dag:
        if rij.opvolger is None:
            raise OnbekendeGemeente(
                f"Gemeente {code} is opgeheven zonder opvolger.", veld="gemeente", herstel="Kies zelf een gemeente."
            )
        rij = _rij(rij.opvolger)
    return rij.gemeente.code


def voorgangers(code: str, dag: date, *, sinds: date) -> list[Gemeentecode]:
    """The gemeenten that ended after `sinds` and for which this one answers on `dag`, in the order of the codes."""
    return [
        rij.gemeente.code
        for ander, rij in _tabel().items()
        if ander not in _GEEN_GEMEENTE and rij.tot is not None and sinds < rij.tot <= dag and rij.opvolger is not None
        if rechtsopvolger(ander, dag) == code
    ]


def _rij(code: str) -> _Rij:
    rij = _tabel().get(code)
    if rij is None:
        raise OnbekendeGemeente(
            f"Gemeentecode {code} komt niet voor in landelijke tabel 33.",
            veld="gemeente",
            herstel="Gebruik de code van vier cijfers, zonder GM.",
        )
    return rij


@cache
def _tabel() -> dict[str, _Rij]:
    return {
        r["code"]: _Rij(
            Gemeente(Gemeentecode(r["code"]), r["naam"], r["provincie"]),
            bestand.dag(r["vanaf"]),
            bestand.dag(r["tot"]),
            Gemeentecode(r["opvolger"]) if r["opvolger"] else None,
        )
        for r in bestand.rijen("gemeenten.csv")
    }
