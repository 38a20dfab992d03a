"""Invented persons for the tests of the law, with only what a test wants to say about them."""

from copy import deepcopy
from datetime import date
from typing import Any

from inburgering.recht import feiten, regelversies, scalar
from inburgering.recht.scalar import Uitkomst

PEILDATUM = date(2026, 1, 1)
NEDERLANDER = {"soort": "nederlander"}


def asiel(bekendmaking: str | None, **meer: Any) -> dict[str, Any]:
    return {"grond": "8c", "doel": "asiel", "bekendmaking": bekendmaking, "ingangsdatum": bekendmaking} | meer


def gezin(bekendmaking: str | None, referent: dict[str, Any] | None = None, **meer: Any) -> dict[str, Any]:
    basis = {"grond": "8a", "doel": "gezinslid", "bekendmaking": bekendmaking, "ingangsdatum": bekendmaking}
    return basis | {"referent": referent or NEDERLANDER} | meer


def regulier(bekendmaking: str | None, doel: str, **meer: Any) -> dict[str, Any]:
    return {"grond": "8a", "doel": doel, "bekendmaking": bekendmaking, "ingangsdatum": bekendmaking} | meer


def persoon(*verblijf: dict[str, Any], **meer: Any) -> dict[str, Any]:
    return {
        "persoonId": "T",
        "geboortedatum": "1990-05-05",
        "nationaliteiten": [{"code": "0336"}],
        "verblijf": list(verblijf),
    } | meer


def zonder(bron: dict[str, Any], *pad: str | int) -> dict[str, Any]:
    """The person without the value at a path."""
    uit = deepcopy(bron)
    plek: Any = uit
    for stap in pad[:-1]:
        plek = plek[stap]
    plek.pop(pad[-1], None)
    return uit


def beslis(bron: dict[str, Any], *, regel: str = "bekendmaking", op: date = PEILDATUM) -> Uitkomst:
    return scalar.stel_vast(feiten.lees(bron), regelversies.laad(regel), peildatum=op)


def kort(
    bron: dict[str, Any], *, regel: str = "bekendmaking", op: date = PEILDATUM
) -> tuple[str, str | None, str | None]:
    """Oordeel, wet and ingangsdatum."""
    uit = beslis(bron, regel=regel, op=op)
    return uit.oordeel, uit.wet, None if uit.ingangsdatum is None else uit.ingangsdatum.isoformat()
