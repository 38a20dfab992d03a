"""The stage of a story: its people with their logins, its days, and a receiver for the webhooks of one gemeente."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from zoneinfo import ZoneInfo

from inburgering.organisatie import gemeenten
from inburgering.stop import commands as stop
from inburgering.toegang import commands as toegang
from inburgering.toegang.terms import Actor, Rol

HIER = ZoneInfo("Europe/Amsterdam")
WACHTWOORD = "inburgering-demo"
LOGIN_GEMEENTEN = frozenset({"0344", "0363", "0855"})  # the others have a klantmanager who does not log in here
DUO = {
    "medewerker": ("J. Bakker", Rol.DUO_MEDEWERKER),
    "jurist": ("R. Oostra", Rol.DUO_JURIST),
    "leider": ("N. Haddad", Rol.INCIDENTLEIDER),
    "tweede-leider": ("T. Visserman", Rol.INCIDENTLEIDER),
    "fg": ("P. van Wijngaard", Rol.PRIVACY_OFFICER),
    "cbs": ("C. Telgenkamp", Rol.CBS),
}


def op(maand: int, dag: int, uur: int = 9, minuut: int = 0, *, jaar: int = 2022) -> datetime:
    """A moment of the story, by the clock on the wall in the Netherlands."""
    return datetime(jaar, maand, dag, uur, minuut, tzinfo=HIER)


@dataclass(slots=True)
class Toneel:
    """Who plays: the people at DUO by role, and a klantmanager per gemeente."""

    duo: dict[str, Actor]
    gemeente: dict[str, Actor] = field(default_factory=dict)

    def __getitem__(self, rol: str) -> Actor:
        return self.duo[rol]

    def klantmanager(self, code: str, now: datetime) -> Actor:
        """The klantmanager of a gemeente, with a login; made when first needed."""
        if code not in self.gemeente:
            naam = f"Klantmanager {gemeenten.naam(code)}"
            woord = WACHTWOORD if code in LOGIN_GEMEENTEN else None
            self.gemeente[code] = toegang.maak_medewerker(
                f"gemeente-{code}", naam, rol=Rol.KLANTMANAGER, gemeente=code, wachtwoord=woord, now=now
            )
        return self.gemeente[code]


def bouw(codes: Iterable[str], now: datetime) -> Toneel:
    """Everybody's login, and a place in the poort for every gemeente."""
    duo = {
        login: toegang.maak_medewerker(login, naam, rol=rol, gemeente=None, wachtwoord=WACHTWOORD, now=now)
        for login, (naam, rol) in DUO.items()
    }
    toneel = Toneel(duo)
    alle = sorted(set(codes))
    stop.zorg_voor_gemeenten(alle)
    for code in alle:
        toneel.klantmanager(code, now)
    return toneel


class _Ontvanger(BaseHTTPRequestHandler):
    """Takes what is sent, as the system of a gemeente would."""

    ontvangen: ClassVar[list[bytes]] = []

    def do_POST(self) -> None:
        """Keep the body and say that it came."""
        self.ontvangen.append(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        self.send_response(204)
        self.end_headers()

    def do_OPTIONS(self) -> None:
        """Answer the handshake."""
        self.send_response(200)
        self.send_header("WebHook-Allowed-Origin", self.headers.get("WebHook-Request-Origin", "*"))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Stay quiet."""


@contextmanager
def ontvanger() -> Iterator[str]:
    """A real HTTP receiver on this machine while the story lasts; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Ontvanger)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/signalen"
    finally:
        server.shutdown()
        server.server_close()
