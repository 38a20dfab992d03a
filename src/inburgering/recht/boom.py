"""The syntax tree of a rule: what a YAML action says, checked when it is read. Engines share it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from inburgering.primitives.datums import lees_dag
from inburgering.primitives.errors import OngeldigeInvoer
from inburgering.recht.errors import RegelOngeldig

Waarde = Any


@dataclass(frozen=True, slots=True)
class Vast:
    """A value that stands in the rule itself."""

    waarde: Waarde


@dataclass(frozen=True, slots=True)
class Naam:
    """A fact, or the outcome of another action."""

    naam: str


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """The outcome of another action, in this regeling or another."""

    regeling: str
    output: str


@dataclass(frozen=True, slots=True)
class Bewerking:
    """An operation on other nodes; `soort` is the word of the regelrecht schema."""

    soort: str
    delen: tuple["Knoop", ...]
    eenheden: tuple[str, ...] = ()


Knoop = Vast | Naam | Uitkomst | Bewerking
Zoek = Callable[[str], Knoop]

VERGELIJKINGEN = {"EQUALS", "GREATER_THAN", "LESS_THAN", "GREATER_THAN_OR_EQUAL", "LESS_THAN_OR_EQUAL"}
_EENHEDEN = ("years", "months", "weeks", "days")
_SLEUTELS = {
    **{soort: {"subject", "value"} for soort in VERGELIJKINGEN},
    "AND": {"conditions"},
    "OR": {"conditions"},
    "NOT": {"value"},
    "IN": {"subject", "value"},
    "IF": {"cases", "default"},
    "DATE_ADD": {"date", *_EENHEDEN},
}


def bouw(bron: object, *, zoek: Zoek, plaats: str) -> Knoop:
    """The tree of one value of a rule file; `zoek` gives the node behind a `$naam`.

    Raises:
        RegelOngeldig: an operation this engine does not know, a null, or a missing or extra word.
    """
    if isinstance(bron, str) and bron.startswith("$"):
        return zoek(bron[1:])
    if isinstance(bron, Mapping):
        return _bewerking(bron, zoek=zoek, plaats=plaats)
    if bron is None:
        raise RegelOngeldig("een regel mag geen lege waarde (null) hebben", veld=plaats, herstel="Noem het feit zelf.")
    return Vast(vaste_waarde(bron))


def vaste_waarde(bron: object) -> Waarde:
    """A literal of a rule file as the engine keeps it: dates as day intervals, lists as sets."""
    if isinstance(bron, Mapping) and "value" in bron:
        bron = bron["value"]
    if isinstance(bron, list):
        return frozenset(bron)
    if isinstance(bron, str) and len(bron) == 10 and bron[4:5] == "-":
        try:
            return lees_dag(bron)
        except OngeldigeInvoer:
            return bron
    return bron


def _bewerking(bron: Mapping[str, Any], *, zoek: Zoek, plaats: str) -> Knoop:
    soort = bron.get("operation")
    if soort not in _SLEUTELS:
        bekend = ", ".join(sorted(_SLEUTELS))
        raise RegelOngeldig(f"bewerking {soort!r} is onbekend", veld=plaats, herstel=f"Gebruik een van: {bekend}.")
    woorden = set(bron) - {"operation", "legal_basis"}
    verwacht = _SLEUTELS[soort]
    if woorden - verwacht or (soort != "DATE_ADD" and verwacht - woorden):
        raise RegelOngeldig(
            f"{soort} heeft de woorden {sorted(woorden)}, verwacht {sorted(verwacht)}",
            veld=plaats,
            herstel="Pas de regel aan.",
        )

    def kind(waarde: object) -> Knoop:
        return bouw(waarde, zoek=zoek, plaats=plaats)

    if soort in {"AND", "OR"}:
        return Bewerking(soort, tuple(kind(c) for c in bron["conditions"]))
    if soort == "NOT":
        return Bewerking(soort, (kind(bron["value"]),))
    if soort == "IF":
        paren = tuple(kind(case[w]) for case in bron["cases"] for w in ("when", "then"))
        return Bewerking(soort, (*paren, kind(bron["default"])))
    if soort == "DATE_ADD":
        eenheden = tuple(e for e in _EENHEDEN if e in bron)
        return Bewerking(soort, (kind(bron["date"]), *(kind(bron[e]) for e in eenheden)), eenheden)
    return Bewerking(soort, (kind(bron["subject"]), kind(bron["value"])))


def namen(knoop: Knoop) -> tuple[str, ...]:
    """The facts a tree asks for by itself, in reading order, without the facts of other outcomes."""
    if isinstance(knoop, Naam):
        return (knoop.naam,)
    if isinstance(knoop, Bewerking):
        return tuple(dict.fromkeys(n for deel in knoop.delen for n in namen(deel)))
    return ()


def verwijzingen(knoop: Knoop) -> tuple[Uitkomst, ...]:
    """The outcomes of other actions a tree asks for, in reading order."""
    if isinstance(knoop, Uitkomst):
        return (knoop,)
    if isinstance(knoop, Bewerking):
        return tuple(dict.fromkeys(v for deel in knoop.delen for v in verwijzingen(deel)))
    return ()
