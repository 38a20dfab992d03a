"""Recognises the form of a delivery and goes through it twice: once to check it, once to read it."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from inburgering.feit.commands import stroom
from inburgering.feit.commands.stroom import RECORD_MAX, Ruw
from inburgering.feit.errors import LeveringOngeldig
from inburgering.feit.rules import brp_api, coa, ind, kop, lo3
from inburgering.feit.terms import Bron, Controle, Fout, Invoer, Kop
from inburgering.primitives.errors import OngeldigeInvoer

_PERSONEN = re.compile(rb'"personen"\s*:\s*\[')


@dataclass(frozen=True, slots=True)
class Vorm:
    """A delivery that was checked: what it is, what its header says, and how its records are read."""

    bron: Bron
    sha256: str
    kop: Kop | None
    controle: Controle
    records: Callable[[], Iterator[Ruw]]
    lees: Callable[[Ruw], Invoer]
    meldingen: tuple[Fout, ...] = ()


def herken(bron: Bron, bestand: BinaryIO) -> Vorm:
    """The form of this file.

    Raises:
        LeveringOngeldig: empty, or in no form that this source delivers in.
    """
    afdruk = _afdruk(bestand)
    if bron is not Bron.BRP:
        return _keten(bron, bestand, afdruk)
    bestand.seek(0)
    begin = bestand.read(RECORD_MAX)
    kaal = begin.removeprefix(b"\xef\xbb\xbf").lstrip()
    if kaal.startswith(b"["):
        return _personen(bestand, afdruk, begin.index(b"["), None)
    if kaal.startswith(b"{"):
        return _personen(bestand, afdruk, *_omslag(begin))
    return _persoonslijsten(bestand, afdruk)


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
    hoofd = _kop(next(stroom.regels(bestand), Ruw("regel 1", b"")), bron)
    controle, meldingen = _tel(hoofd, records())
    lezer = ind.lees if bron is Bron.IND else coa.lees
    return Vorm(
        bron,
        afdruk,
        hoofd,
        controle,
        records,
        lambda ruw: lezer(stroom.ontleed(ruw), ruw.plaats, peildatum=hoofd.datum),
        meldingen,
    )


def _omslag(begin: bytes) -> tuple[int, Kop]:
    """Where the array of persons starts in an object with a header, and the header."""
    treffer = _PERSONEN.search(begin)
    if treffer is None:
        raise LeveringOngeldig(
            "Het veld personen ontbreekt.", veld="personen", herstel="Zet de kop voorop en dan de lijst personen."
        )
    voor = begin[: treffer.start()].removeprefix(b"\xef\xbb\xbf").rstrip().rstrip(b",")
    return treffer.end() - 1, _kop(Ruw("Het begin van het bestand", voor + b"}"), Bron.BRP)


def _personen(bestand: BinaryIO, afdruk: str, plek: int, hoofd: Kop | None) -> Vorm:
    """Persons in the shape of the BRP API, with or without a header around them."""

    def records() -> Iterator[Ruw]:
        bestand.seek(plek)
        yield from stroom.objecten(bestand)
        if bestand.read(RECORD_MAX).strip() != (b"}" if hoofd else b""):
            raise LeveringOngeldig(
                "Na de lijst personen staat nog iets.", veld="einde", herstel="Laat het bestand eindigen na de lijst."
            )

    controle, meldingen = _tel(hoofd, records()) if hoofd else (Controle.GEEN, ())
    return Vorm(
        Bron.BRP,
        afdruk,
        hoofd,
        controle,
        records,
        lambda ruw: brp_api.lees(stroom.ontleed(ruw), ruw.plaats),
        meldingen,
    )


def _persoonslijsten(bestand: BinaryIO, afdruk: str) -> Vorm:
    """Persoonslijsten in LO3 elements, as CSV with semicolons."""

    def records() -> Iterator[Ruw]:
        bestand.seek(0)
        gang = stroom.regels(bestand)
        next(gang, None)
        yield from stroom.lijsten(gang)

    bestand.seek(0)
    try:
        eerste = next(stroom.regels(bestand), Ruw("regel 1", b""))
        kolommen = lo3.Kolommen.uit_kop(stroom.cellen(eerste)[0])
    except OngeldigeInvoer as fout:
        raise LeveringOngeldig(
            f"Dit is geen JSON met personen en geen CSV met persoonslijsten. {fout.detail}",
            veld=fout.veld,
            herstel=fout.herstel,
        ) from None
    return Vorm(
        Bron.BRP,
        afdruk,
        None,
        Controle.GEEN,
        records,
        lambda ruw: lo3.lees(stroom.cellen(ruw), kolommen, ruw.plaats),
    )


def _kop(ruw: Ruw, bron: Bron) -> Kop:
    try:
        hoofd = kop.lees(stroom.ontleed(ruw))
    except OngeldigeInvoer as fout:
        raise LeveringOngeldig(
            f"{ruw.plaats} moet de kop van de levering zijn: {fout.detail}",
            veld=fout.veld or "kop",
            herstel=f"{fout.herstel} De kop heeft de velden {', '.join(kop.VELDEN)}.",
        ) from None
    kop.eis_leverancier(hoofd, bron)
    return hoofd


def _tel(hoofd: Kop, records: Iterator[Ruw]) -> tuple[Controle, tuple[Fout, ...]]:
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
