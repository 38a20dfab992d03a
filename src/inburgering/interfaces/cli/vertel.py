"""`inburgering verhaal` and `inburgering demo`: play a real incident with invented people, and show what came of it."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from inburgering.interfaces.cli import databank, dienst
from inburgering.interfaces.cli.opstart import start_op, start_product
from inburgering.interfaces.cli.uitvoer import MET_AFWIJZINGEN, geef, meld, scherm, stop_met
from inburgering.interfaces.cli.verhaal import HOOFDSTUKKEN
from inburgering.primitives.errors import DomainError

VERHALEN = ("januari-2022",)
DEMO_PERSONEN = 200


def verhaal(
    naam: Annotated[str, typer.Argument(help=f"Welk verhaal: {', '.join(VERHALEN)}.", metavar="NAAM")],
    personen: Annotated[int, typer.Option(help="Hoeveel verzonnen mensen.", min=20, max=100_000)] = 500,
    zaad: Annotated[int, typer.Option(help="Hetzelfde zaad geeft dezelfde mensen.")] = 1,
    als_json: Annotated[bool, typer.Option("--json", help="Geef één document op standaarduitvoer.")] = False,
    database: Annotated[str, typer.Option(help="Adres van een lege databank. Zonder: een tijdelijke.")] = "",
    tijdelijk: Annotated[bool, typer.Option("--tijdelijk", help="Een tijdelijke databank (de gewone gang).")] = False,
) -> None:
    """Speel een echt incident na, van begin tot eind, met verzonnen mensen."""
    if naam not in VERHALEN:
        stop_met(f"Verhaal '{naam}' is er niet. Kies uit: {', '.join(VERHALEN)}.")
    if database and tijdelijk:
        stop_met("Kies één van beide: --database of --tijdelijk.")
    with _plek(database):
        uit = speel(naam, personen, zaad)
    if als_json:
        geef(uit)
    else:
        _verslag(uit)
    if not sluit(uit):
        raise SystemExit(MET_AFWIJZINGEN)


@contextmanager
def _plek(database: str) -> Iterator[None]:
    """A fresh database with Django loaded on it, gone afterwards; or the empty one that was named."""
    os.environ.setdefault("INBURGERING_WEBHOOK_PRIVE", "1")  # the gemeenten of the story are on this machine
    if database:
        os.environ["DATABASE_URL"] = database
        start_product(urlsplit(database).path.lstrip("/") or databank.NAAM)
        eis_leeg(database)
        yield
        return
    try:
        with databank.tijdelijk() as plek:
            start_op(plek)
            try:
                yield
            finally:
                _sluit_verbindingen()
    except DomainError as fout:
        stop_met(fout.zin())


def eis_leeg(database: str) -> None:
    """Refuse to play on top of what is already there."""
    from inburgering.toegang import queries as toegang

    if toegang.medewerkers():
        stop_met(f"In deze databank staat al iets: {urlsplit(database).path}. Geef een lege, of laat --database weg.")


def _sluit_verbindingen() -> None:
    from django.db import connections

    connections.close_all()


def speel(naam: str, personen: int, zaad: int, *, tot: str = "einde") -> dict[str, Any]:
    """Play the story on the open database, tell every step with its time, and count; empty when it ends early."""
    from inburgering.interfaces.cli.verhaal import januari, tellen

    begin = time.monotonic()
    with scherm.status("Het verhaal begint"):
        for zin in januari.speel(personen, zaad, tot=tot):
            meld(f"{time.monotonic() - begin:6.1f} s  {zin}")
    return tellen.tel(naam, personen=personen, zaad=zaad) if tot == "einde" else {}


def sluit(uit: dict[str, Any]) -> bool:
    """Whether everything ended: all counts nought and the trail whole."""
    return all(waarde is True or waarde == 0 for waarde in uit["sluitend"].values())


def _verslag(uit: dict[str, Any]) -> None:
    from inburgering.interfaces.cli.verhaal import verslag

    verslag.toon(scherm, uit)


def demo(
    poort: Annotated[int, typer.Option(help="Poort op 127.0.0.1.", min=1, max=65535)] = 8000,
    personen: Annotated[int, typer.Option(help="Hoeveel verzonnen mensen.", min=20, max=20_000)] = DEMO_PERSONEN,
    tot: Annotated[str, typer.Option(help="Stop het verhaal na dit hoofdstuk, bijvoorbeeld: stop.")] = "einde",
    opnieuw: Annotated[bool, typer.Option("--opnieuw", help="Gooi de vorige demonstratie weg.")] = False,
) -> None:
    """Speel januari 2022 na en open het portaal met wat er dan in staat."""
    dienst.eis_vrije_poort("127.0.0.1", poort)
    os.environ.setdefault("INBURGERING_DEBUG", "1")
    _eis_hoofdstuk(tot)
    try:
        naam = databank_van(tot)
        if opnieuw:
            databank.verwijder(naam)
    except DomainError as fout:
        stop_met(fout.zin())
    start_product(naam)
    _speel_demo(personen, tot)
    _toon_logins(poort)
    if naam != databank.naam():
        meld(f"\nDit staat in een eigen databank. Voor andere opdrachten: export INBURGERING_DATABANK={naam}")
    dienst.open_portaal("127.0.0.1", poort)


def _eis_hoofdstuk(tot: str) -> None:
    """Leave before a database is made for a chapter that does not exist."""
    if tot not in HOOFDSTUKKEN:
        stop_met(f"Dat hoofdstuk is er niet. Kies uit: {', '.join(HOOFDSTUKKEN)}.")


def databank_van(tot: str) -> str:
    """Where a demonstration lives: the database that was set, or one of its own for a story that is not told out."""
    gekozen = databank.naam()
    return gekozen if tot == "einde" or gekozen != databank.NAAM else f"{gekozen}_{tot}"


def _speel_demo(personen: int, tot: str) -> None:
    """Play once; a later start shows the account of what is there."""
    from inburgering.herstel import queries as herstel
    from inburgering.interfaces.cli.verhaal import tellen
    from inburgering.toegang import queries as toegang

    if not toegang.medewerkers():
        uit = speel("januari-2022", personen, 1, tot=tot)
    elif tot == "einde" and herstel.incidenten():
        meld("De demonstratie staat er nog; met --opnieuw begint zij van voren af aan.")
        uit = tellen.tel("januari-2022", personen=personen, zaad=1)
    else:
        uit = {}
    if uit:
        _verslag(uit)


def _toon_logins(poort: int) -> None:
    from inburgering.interfaces.cli.verhaal.toneel import LOGIN_GEMEENTEN, WACHTWOORD

    meld(f"\nPortaal: http://127.0.0.1:{poort}/   (wachtwoord voor iedereen: {WACHTWOORD})")
    meld("  leider           incidentleider bij DUO: herstelkamer, stop zetten en opheffen")
    meld("  medewerker       DUO: dossiers en werkvoorraad")
    meld("  fg               privacy officer: tweede persoon bij stop en herstart")
    meld(f"  {', '.join(f'gemeente-{c}' for c in sorted(LOGIN_GEMEENTEN))}   klantmanager: de inbox van een gemeente")
