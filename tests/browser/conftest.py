"""A real Chromium against the whole product, seeded once; each test that changes something gets a copy."""

import os
import secrets
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

import portaalzaad as zaad

WORTEL = Path(__file__).parents[2]
BEELDEN = WORTEL / "docs/beelden"
OPTIES = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All browser tests share one worker, so that the seed is made once."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


class Site:
    """The product over HTTP on a database of its own."""

    nu = zaad.NU

    def __init__(self, adres: str, stand: zaad.Stand, soort: str) -> None:
        self.adres, self.stand, self.soort = adres, stand, soort

    def __call__(self, pad: str) -> str:
        return f"{self.adres}{pad}"


class _Zaden:
    """Two seeded databases to copy from: calm, and under a stop."""

    def __init__(self) -> None:
        from django.db import connections

        self.sjabloon = str(connections.settings["default"]["NAME"])
        self.stand = zaad.Stand()
        self.namen = {"rustig": self.kopie(self.sjabloon)}
        self._op(self.namen["rustig"], lambda: self.__dict__.update(stand=zaad.rustig()))
        self.namen["gestopt"] = self.kopie(self.namen["rustig"])
        self._op(self.namen["gestopt"], lambda: zaad.gestopt(self.stand))

    def kopie(self, van: str) -> str:
        import psycopg

        from inburgering.interfaces.cli import databank

        naam = f"browser_{secrets.token_hex(6)}"
        with psycopg.connect(os.environ.get("DATABASE_URL") or databank.start(), autocommit=True) as verbinding:
            verbinding.execute(f'CREATE DATABASE "{naam}" TEMPLATE "{van}" STRATEGY FILE_COPY')
        return naam

    def wijs(self, naam: str) -> None:
        from django.db import connections

        connections.close_all()
        for alias in ("default", "beheer"):
            connections.settings[alias]["NAME"] = naam

    def _op(self, naam: str, werk) -> None:
        self.wijs(naam)
        werk()
        self.sluit()
        self.wijs(self.sjabloon)

    def sluit(self) -> None:
        from django.db import connections

        from inburgering.stop import queries

        queries.eigen_verbinding().close()
        connections.close_all()


@pytest.fixture(scope="session", autouse=True)
def klok() -> Iterator[None]:
    """The clock stands still, so that pictures stay the same; Playwright keeps an event loop in this thread."""
    with pytest.MonkeyPatch.context() as lap:
        lap.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        lap.setattr("inburgering.primitives.clock.now", lambda: zaad.NU)
        yield


@pytest.fixture(scope="session")
def zaden(klok: None) -> Iterator[_Zaden]:
    """The seeded databases."""
    from inburgering.interfaces.cli import databank

    alle = _Zaden()
    yield alle
    for naam in alle.namen.values():
        databank.verwijder(naam)


@pytest.fixture
def rustig(zaden: _Zaden) -> Iterator[Site]:
    """The product without a stop, shared by tests that only look or add."""
    yield from _site(zaden, "rustig", zaden.namen["rustig"])


@pytest.fixture
def gestopt(zaden: _Zaden) -> Iterator[Site]:
    """The product under the stop, shared by tests that only look or add."""
    yield from _site(zaden, "gestopt", zaden.namen["gestopt"])


@pytest.fixture
def rustig_vers(zaden: _Zaden) -> Iterator[Site]:
    """A copy without a stop, to change."""
    yield from _vers(zaden, "rustig")


@pytest.fixture
def gestopt_vers(zaden: _Zaden) -> Iterator[Site]:
    """A copy under the stop, to change."""
    yield from _vers(zaden, "gestopt")


def _vers(zaden: _Zaden, soort: str) -> Iterator[Site]:
    from inburgering.interfaces.cli import databank

    naam = zaden.kopie(zaden.namen[soort])
    yield from _site(zaden, soort, naam)
    databank.verwijder(naam)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def process_request_thread(self, request, client_address) -> None:
        """One request, and no connection left behind."""
        from django.db import connections

        super().process_request_thread(request, client_address)
        connections.close_all()


class _Stil(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        pass


def _site(zaden: _Zaden, soort: str, naam: str) -> Iterator[Site]:
    from inburgering.config.wsgi import application

    zaden.wijs(naam)
    server = make_server("127.0.0.1", 0, application, server_class=_Server, handler_class=_Stil)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Site(f"http://127.0.0.1:{server.server_port}", zaden.stand, soort)
    server.shutdown()
    server.server_close()
    zaden.sluit()
    zaden.wijs(zaden.sjabloon)


@pytest.fixture(scope="session")
def chromium():
    """The Chromium of the operating system."""
    from playwright.sync_api import sync_playwright

    plek = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    assert plek, "Chromium ontbreekt: apt-get install chromium"
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=plek, args=list(OPTIES))
        yield browser
        browser.close()


@pytest.fixture
def open_pagina(chromium):
    """A page at a width; closed after the test."""
    contexten = []

    def maak(breedte: int = 1440, hoogte: int = 900, **opties):
        context = chromium.new_context(viewport={"width": breedte, "height": hoogte}, locale="nl-NL", **opties)
        contexten.append(context)
        return context.new_page()

    yield maak
    for context in contexten:
        context.close()


@pytest.fixture
def log_in():
    """Log in on the page by the form."""

    def inloggen(pagina, site: Site, wie: str) -> None:
        pagina.goto(site("/inloggen"))
        pagina.get_by_label("Gebruikersnaam").fill(wie)
        pagina.get_by_label("Wachtwoord").fill(zaad.WACHTWOORD)
        pagina.get_by_role("button", name="Log in").click()
        pagina.wait_for_url(lambda u: "/inloggen" not in u)

    return inloggen
