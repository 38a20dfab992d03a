"""`inburgering serve` and `inburgering worker`: the portal and API, and the drain of what must go out."""

import logging
import os
import socket
import threading
from datetime import datetime, timedelta
from functools import partial
from random import SystemRandom
from typing import Annotated

import typer

from inburgering.interfaces.cli import databank
from inburgering.interfaces.cli.opstart import start_product
from inburgering.interfaces.cli.uitvoer import meld, stop_met
from inburgering.primitives import clock
from inburgering.primitives.errors import DomainError

log = logging.getLogger(__name__)


def serve(
    poort: Annotated[int, typer.Option(help="Poort op 127.0.0.1.", min=1, max=65535)] = 8000,
    adres: Annotated[str, typer.Option(help="Adres om op te luisteren.")] = "127.0.0.1",
    werkers: Annotated[int, typer.Option(help="Aantal processen.")] = 2,
) -> None:
    """Open het portaal en de API."""
    eis_vrije_poort(adres, poort)
    start_product()
    open_portaal(adres, poort, werkers=werkers)


def open_portaal(adres: str, poort: int, *, werkers: int = 2) -> None:
    """Serve until interrupted; the product must have been started."""
    from granian import Granian
    from granian.constants import Interfaces

    meld(f"Het portaal staat open op http://{adres}:{poort}/ (stoppen met Ctrl-C)")
    Granian(
        "inburgering.config.wsgi:application",
        address=adres,
        port=poort,
        interface=Interfaces.WSGI,
        workers=werkers,
        blocking_threads=4,
        log_enabled=False,
        websockets=False,
    ).serve()


def eis_vrije_poort(adres: str, poort: int) -> None:
    """Stop with a clear message when somebody else listens there."""
    with socket.socket() as proef:
        proef.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            proef.bind((adres, poort))
        except OSError as fout:
            reden = f"Op {adres}:{poort} kan niets luisteren ({fout.strerror})."
            stop_met(f"{reden} Kies iets anders met --poort of --adres.")


def stop_databank() -> None:
    """Stop de ingebouwde PostgreSQL."""
    databank.stop_server()


def worker(
    eenmaal: Annotated[bool, typer.Option("--eenmaal", help="Eén ronde, en dan klaar.")] = False,
    rust: Annotated[float, typer.Option(help="Seconden rust als er niets te doen is.")] = 1.0,
) -> None:
    """Bezorg webhooks, druk brieven af, verzegel het spoor, geef statuslijsten uit en ruim op."""
    start_product()
    from django.conf import settings
    from django.utils.module_loading import import_string

    jitter = SystemRandom().random
    if eenmaal:
        bezorgd = import_string(settings.WEBHOOK_DRAIN)(now=clock.now(), jitter=jitter)
        meld(f"Gedaan: {bezorgd.bezorgd + _ronde()} stuks")
        return
    meld("De werker draait (stoppen met Ctrl-C)")
    klaar = threading.Event()
    blijf = partial(
        import_string(settings.WEBHOOK_BLIJF),
        klok=clock.now,
        jitter=jitter,
        doorgaan=lambda: not klaar.is_set(),
        rust=rust,
    )
    bezorger = threading.Thread(target=blijf, name="webhook")  # of its own: printing must not hold up a stop
    bezorger.start()
    try:
        while bezorger.is_alive():
            if not _ronde():
                klaar.wait(rust)
    finally:
        klaar.set()
        bezorger.join()


def _ronde() -> int:
    """One round of printing and sealing; how many things were printed."""
    from inburgering.kennisgeving import commands as kennisgeving
    from inburgering.spoor import commands as spoor
    from inburgering.toegang import commands as toegang

    now = clock.now()
    gedrukt = kennisgeving.druk_af(now=now, maximaal=200)
    spoor.verzegel(now=now)
    _dring_aan(now)
    _geef_uit(now)
    _voer_spoor_uit(now)
    toegang.ruim_op(now=now)
    log.info("worker.ronde pid=%s gedrukt=%s", os.getpid(), len(gedrukt.geprint))
    return len(gedrukt.geprint)


_uitgegeven: dict[str, tuple[int, datetime]] = {}


def _geef_uit(now: datetime) -> None:
    """Publish the statuslijsten at once when the poort has moved, and otherwise on a beat."""
    from inburgering.statuslijst import commands
    from inburgering.statuslijst.terms import TTL
    from inburgering.stop import queries

    epoch = queries.stand().epoch
    vorige = _uitgegeven.get("laatst")
    if vorige is None or vorige[0] != epoch or not timedelta() <= now - vorige[1] < TTL:
        commands.werk_bij(now=now)
        _uitgegeven["laatst"] = (epoch, now)


def _voer_spoor_uit(now: datetime) -> None:
    """Offer the sealed trail to the log book outside, when there is one; a refusal waits for the next round."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    if not settings.OTLP:
        return
    try:
        import_string(settings.LOGBOEK_UITVOER)(settings.OTLP, now=now)
    except DomainError as fout:
        log.warning("worker.logboek code=%s detail=%s", fout.code, fout.detail)


def _dring_aan(now: datetime) -> None:
    """Urge gemeenten that have not confirmed a stop: by mail; the portal shows it, the log names the ones to call."""
    from inburgering.signaal import commands as signaal
    from inburgering.stop import commands
    from inburgering.stop.terms import Aandringen

    gedaan = commands.dring_aan(now=now)
    signaal.zet_herinneringen_klaar(now=now)
    for stop, wie in gedaan.items():
        bellen = [gemeente for gemeente, soort in wie if soort is Aandringen.ESCALATIE]
        log.warning("worker.aandrang stop=%s herinnerd=%s bellen=%s", stop, len(wie) - len(bellen), bellen)
