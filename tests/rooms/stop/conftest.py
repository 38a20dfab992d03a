"""What the tests of the brake share."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import psycopg
import pytest
from psycopg import IsolationLevel


@pytest.fixture
def db(db: str) -> str:
    """A database in which the people who stop, lift and read work."""
    import proef_stop  # Django is set up only after this file is read

    proef_stop.neem_in_dienst(proef_stop.LEIDER, proef_stop.TWEEDE, proef_stop.KLANTMANAGER)
    return db


@pytest.fixture
def proef(db: str) -> str:
    """A database with guarded tables, made for this test."""
    import proef_stop  # Django is set up only after this file is read

    proef_stop.maak_tabellen()
    return db


@pytest.fixture
def sessie(app_dsn: str) -> Iterator[Callable[..., psycopg.Connection]]:
    """Opens further sessions of the application's own login, as hand-written SQL would."""
    with ExitStack() as open_sessies:

        def maak(
            *,
            gemeente: str | None = None,
            rol: str | None = None,
            niveau: IsolationLevel | None = None,
            auto: bool = True,
        ) -> psycopg.Connection:
            verbinding = psycopg.connect(app_dsn, autocommit=True)
            open_sessies.callback(verbinding.close)
            if gemeente is not None:
                verbinding.execute("SELECT set_config('app.gemeente', %s, false)", [gemeente])
            if rol:
                verbinding.execute(f"SET ROLE {rol}")
            verbinding.autocommit = auto
            verbinding.isolation_level = niveau
            return verbinding

        yield maak
