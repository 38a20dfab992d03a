"""The map of the portal: one tile per gemeente. Own work."""

from dataclasses import dataclass
from functools import cache

from inburgering.organisatie import bestand, gemeenten
from inburgering.primitives.ids import Gemeentecode


@dataclass(frozen=True, slots=True)
class Tegel:
    """Where a gemeente stands on the map, counted from the upper left."""

    code: Gemeentecode
    naam: str
    provincie: str
    kolom: int
    rij: int


@cache
def alle() -> tuple[Tegel, ...]:
    """Every tile, in the order of the codes."""
    namen = {str(g.code): g for g in gemeenten.alle()}
    return tuple(
        Tegel(
            Gemeentecode(r["code"]), namen[r["code"]].naam, namen[r["code"]].provincie, int(r["kolom"]), int(r["rij"])
        )
        for r in bestand.rijen("tegels.csv")
    )
