"""Recognises the form of a delivery and goes through it twice: once to check it, once to read it."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from inburgering.feit.commands import stroom
from inburgering.feit.commands.stroom import Ruw
from inburgering.feit.errors import LeveringOngeldig
from inburgering.feit.rules import coa, ind, kop
from inburgering.feit.terms import Bron, Controle, Invoer, Kop
from inburgering.primitives.errors import OngeldigeInvoer


@dataclass(frozen=True, slots=True)
class Vorm:
    """A delivery that was checked: what it is, what its header says, and how its records are read."""

    bron: Bron
    sha256: str
    kop: Kop | None
    controle: Controle
    records: Callable[[], Iterator[Ruw]]
    lees: Callable[[Ruw], Invoer]


def herken(bron: Bron, bestand: BinaryIO) -> Vorm:
    """The form of this file.

    Raises:
        LeveringOngeldig: empty, or in no form that this source delivers in.
    """
    afdruk = _afdruk(bestand)
    if bron is Bron.BRP:
        raise LeveringOngeldig("nog niet")
    return _keten(bron, bestand, afdruk)


def _afdruk(bestand: BinaryIO) -> str:
    bestand.seek(0)
    if not bestand.read(1):
        raise LeveringOngeldig("Het bestand is leeg.", veld="bestand", herstel="Lever het bestand opnieuw.")
    bestand.seek(0)
    afdruk = hashlib.sha256()
    while hap := bestand.read(262_144):
        afdruk.update(hap)
    return afdruk.hexdigest()


def _keten(bron: Bron, bestand: BinaryIO, afdruk: str) -> Vorm:
    """A delivery of IND or COA: a header line, then one record a line."""

    def records() -> Iterator[Ruw]:
        bestand.seek(0)
        gang = stroom.regels(bestand)
        next(gang, None)
        yield from gang

    bestand.seek(0)
    hoofd = _kop(next(stroom.regels(bestand), Ruw("regel 1", b"")))
    lezer = ind.lees if bron is Bron.IND else coa.lees
    return Vorm(
        bron,
        afdruk,
        hoofd,
        _tel(hoofd, records()),
        records,
        lambda ruw: lezer(stroom.ontleed(ruw), ruw.plaats, peildatum=hoofd.datum),
    )


def _kop(ruw: Ruw) -> Kop:
    try:
        return kop.lees(stroom.ontleed(ruw))
    except OngeldigeInvoer as fout:
        raise LeveringOngeldig(
            f"{ruw.plaats} moet de kop van de levering zijn: {fout.detail}",
            veld=fout.veld or "kop",
            herstel=f"{fout.herstel} De kop heeft de velden {', '.join(kop.VELDEN)}.",
        ) from None


def _tel(hoofd: Kop, records: Iterator[Ruw]) -> Controle:
    """Count the records and add up their keys."""
    aantal = som = onvindbaar = 0
    for ruw in records:
        aantal += 1
        bijdrage = None if ruw.inhoud is None else kop.bijdrage(ruw.inhoud)
        if bijdrage is None:
            onvindbaar += 1
        else:
            som += bijdrage
    return kop.controleer(hoofd, aantal=aantal, som=som, onvindbaar=onvindbaar)
