"""What the tests of webhooks share: subscribe, drain, and receivers on a bare socket that misbehave."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from signaalbouw import ALMERE, NU, klantmanager


def abonneer(url: str, gemeente: str = ALMERE, *, now: datetime = NU, **anders: object):
    """An abonnement of a gemeente on this address; its id and secret."""
    from inburgering.signaal import commands

    return commands.maak_abonnement(gemeente, url, door=klantmanager(gemeente), now=now, **anders)


def drain(now: datetime = NU, **anders: object):
    """One drain, without chance."""
    from inburgering.interfaces.webhook import worker

    return worker.drain_once(now=now, jitter=lambda: 0.0, **anders)


@contextmanager
def kaal(doe: Callable[[socket.socket], None]) -> Iterator[str]:
    """A receiver on a bare socket; `doe` gets each connection after its request was read. Its address."""
    dicht = threading.Event()
    luisteraar = socket.create_server(("127.0.0.1", 0))
    luisteraar.settimeout(0.1)

    def een(verbinding: socket.socket) -> None:
        with verbinding, suppress(OSError):
            verbinding.settimeout(5)
            lees_verzoek(verbinding)
            doe(verbinding)

    def lus() -> None:
        while not dicht.is_set():
            with suppress(TimeoutError):
                verbinding, _ = luisteraar.accept()
                threading.Thread(target=een, args=(verbinding,), daemon=True).start()

    draad = threading.Thread(target=lus, daemon=True)
    draad.start()
    yield f"http://127.0.0.1:{luisteraar.getsockname()[1]}/kaal"
    dicht.set()
    draad.join()
    luisteraar.close()


def lees_verzoek(verbinding: socket.socket) -> bytes:
    """One HTTP request with its body."""
    tekst = b""
    while b"\r\n\r\n" not in tekst:
        deel = verbinding.recv(65536)
        if not deel:
            return tekst
        tekst += deel
    kop, _, body = tekst.partition(b"\r\n\r\n")
    lengte = next((int(r.split(b":")[1]) for r in kop.split(b"\r\n") if r.lower().startswith(b"content-length")), 0)
    while len(body) < lengte:
        body += verbinding.recv(65536)
    return kop + b"\r\n\r\n" + body
