"""What tests share: a real PostgreSQL, and a fresh database for each test that asks for one."""

import os
import secrets
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inburgering.config.settings")
os.environ.setdefault("INBURGERING_DEBUG", "1")
WORTEL = Path(__file__).parents[1]
WERKER = os.environ.get("PYTEST_XDIST_WORKER", "")
if WERKER:  # a server of its own for each worker: what one does, no snapshot of another can feel
    _VAR = Path(os.environ.get("INBURGERING_VAR") or "var").resolve()
    os.environ["INBURGERING_VAR"] = str(_VAR / f"toets-{WERKER}")
    _REGELS = _VAR / f"toets-{WERKER}" / "open-inburgering"  # the compiled rules: what one made, the other need not
    _REGELS.parent.mkdir(parents=True, exist_ok=True)
    (_VAR / "open-inburgering").mkdir(exist_ok=True)
    if not _REGELS.exists():
        _REGELS.symlink_to(_VAR / "open-inburgering", target_is_directory=True)
GEGEVENS = Path(os.environ.get("INBURGERING_GEGEVENS") or WORTEL.parent / "shared" / "gegevens")


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL and Django once per process; migrate a template that tests copy."""
    import django

    from inburgering.interfaces.cli import databank

    naam = f"sjabloon_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{secrets.token_hex(4)}"
    databank.open_databank(naam).zet_omgeving()
    django.setup()
    if not hasattr(config, "option") or not (
        getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput")
    ):
        from django.core.management import call_command

        call_command("migrate", database="beheer", verbosity=0)
    _close()
    config.stash[_SJABLOON] = naam


def pytest_unconfigure(config: pytest.Config) -> None:
    """Drop the template."""
    from inburgering.interfaces.cli import databank

    if _SJABLOON in config.stash:
        _close()
        databank.verwijder(config.stash[_SJABLOON])
        if WERKER:
            databank.stop_server()


_SJABLOON = pytest.StashKey[str]()


def _close() -> None:
    from django.db import connections

    connections.close_all()


@pytest.fixture
def db(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh, migrated database of its own; its name. Commits are real."""
    yield from _verse_databank(request)


@pytest.fixture(scope="module")
def db_module(request: pytest.FixtureRequest) -> Iterator[str]:
    """The same, shared by the tests of one module: for what is costly to fill and only looked at."""
    yield from _verse_databank(request)


def _verse_databank(request: pytest.FixtureRequest) -> Iterator[str]:
    import psycopg
    from django.db import connections, reset_queries

    from inburgering.interfaces.cli import databank

    sjabloon = request.config.stash[_SJABLOON]
    naam = f"toets_{secrets.token_hex(6)}"
    server = os.environ.get("DATABASE_URL") or databank.start()
    with psycopg.connect(server, autocommit=True) as verbinding:
        verbinding.execute(
            f'CREATE DATABASE "{naam}" OWNER inburgering_eigenaar TEMPLATE "{sjabloon}" STRATEGY WAL_LOG'
        )
        # A copy does not take the rights on the database along; `databank.open_databank` sets them on a new one.
        verbinding.execute(f'REVOKE TEMPORARY ON DATABASE "{naam}" FROM PUBLIC')
    _point(naam)
    reset_queries()
    yield naam
    connections.close_all()
    _point(sjabloon)
    databank.verwijder(naam)


def _point(naam: str) -> None:
    from django.db import connections

    connections.close_all()
    for alias in ("default", "beheer"):
        connections.settings[alias]["NAME"] = naam


@pytest.fixture
def settings_van() -> Iterator[object]:
    """Changes settings for one test."""
    from django.test import override_settings

    gezet: list[override_settings] = []

    def zet(**waarden: object) -> None:
        gezet.append(override_settings(**waarden))
        gezet[-1].enable()

    yield zet
    for een in reversed(gezet):
        een.disable()


@pytest.fixture
def app_dsn(db: str) -> str:
    """The address a second connection uses to be the application's own role."""
    from urllib.parse import urlsplit, urlunsplit

    return urlunsplit(urlsplit(os.environ["INBURGERING_DB_APP"])._replace(path=f"/{db}"))


@pytest.fixture
def live(db: str) -> Iterator[str]:
    """The whole product over HTTP on a free port of 127.0.0.1; its address."""

    class Server(ThreadingMixIn, WSGIServer):
        daemon_threads = True

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
            pass

    from inburgering.config.wsgi import application

    server = make_server("127.0.0.1", 0, application, server_class=Server, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def gegevens() -> Path:
    """The published test sets; absent is an error in CI and a loud skip elsewhere."""
    if GEGEVENS.is_dir():
        return GEGEVENS
    if os.environ.get("CI"):
        pytest.fail(f"test data not found at {GEGEVENS}; set INBURGERING_GEGEVENS")
    pytest.skip(f"published test sets not found at {GEGEVENS}; set INBURGERING_GEGEVENS to run these")
