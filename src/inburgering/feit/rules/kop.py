"""The header of a delivery, its control total, and what a gap in the numbers means."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from inburgering.feit.rules import velden
from inburgering.feit.terms import Controle, Kop
from inburgering.primitives.errors import OngeldigeInvoer

VELDEN: Mapping[str, velden.Lezer] = {
    "leverancier": velden.tekst,
    "nummer": velden.getal,
    "datum": velden.dag,
    "aantal": velden.getal,
    "controlegetal": velden.getal,
}
_SLEUTEL = re.compile(rb'"(?P<veld>burgerservicenummer|vNummer|aNummer)"\s*:\s*"(?P<cijfers>[0-9]{1,12})"')
_VOLGORDE = (b"burgerservicenummer", b"vNummer", b"aNummer")


def lees(waarde: Any) -> Kop:
    """The header in an object.

    Raises:
        OngeldigeInvoer: a field is missing, unknown or wrong.
    """
    velden_goed = velden.groep(VELDEN, verplicht=tuple(VELDEN))(waarde, "")
    leverancier = velden_goed["leverancier"]
    if len(leverancier) > 80:
        raise OngeldigeInvoer("De naam is te lang.", veld="leverancier", herstel="Geef hooguit 80 tekens.")
    if not 0 < velden_goed["nummer"] < 2**31:
        raise OngeldigeInvoer("Het nummer is nul of te groot.", veld="nummer", herstel="Nummer leveringen vanaf 1.")
    return Kop(
        leverancier,
        velden_goed["nummer"],
        date.fromisoformat(velden_goed["datum"]),
        velden_goed["aantal"],
        velden_goed["controlegetal"],
    )


def bijdrage(record: bytes) -> int | None:
    """What a record adds to the control total, also when the record is damaged; None when its key cannot be found.

    The burgerservicenummer counts; without it the V-nummer; without that the A-nummer.
    """
    gevonden: dict[bytes, int] = {}
    for treffer in _SLEUTEL.finditer(record):
        gevonden.setdefault(treffer["veld"], int(treffer["cijfers"]))
    return next((gevonden[veld] for veld in _VOLGORDE if veld in gevonden), None)


def controleer(kop: Kop, *, aantal: int, som: int, onvindbaar: int) -> Controle:
    """Compare the header with what was found; records without a findable key leave the total undecided."""
    if aantal != kop.aantal:
        return Controle.KLOPT_NIET
    if onvindbaar:
        return Controle.NIET_NA_TE_GAAN
    return Controle.KLOPT if som == kop.controlegetal else Controle.KLOPT_NIET


def ontbrekende_nummers(nummers: Iterable[int]) -> tuple[int, ...]:
    """The numbers that are missing between the lowest and the highest."""
    gezien = set(nummers)
    return tuple(sorted(set(range(min(gezien), max(gezien))) - gezien)) if gezien else ()
