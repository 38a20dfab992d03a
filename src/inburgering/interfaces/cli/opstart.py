"""Makes the product ready for a command: database open, Django loaded, tables up to date."""

import os
from importlib.util import find_spec
from pathlib import Path

from inburgering.interfaces.cli import databank
from inburgering.interfaces.cli.uitvoer import meld, stop_met
from inburgering.primitives.errors import DomainError

_SLOT = 20_220_103  # one process migrates, the others wait


def start_product(naam: str = "") -> None:
    """Open the database `naam` or else the one that is set, load Django, and migrate when something is new.

    Leaves with status 2 when it cannot.
    """
    from django.apps import apps

    try:
        if apps.ready:
            werk_tabellen_bij()
        else:
            start_op(databank.open_databank(naam or databank.naam()))
    except DomainError as fout:
        stop_met(fout.zin())
    except OSError as fout:
        stop_met(f"{databank.var()} is niet te gebruiken ({fout.strerror}). Zet INBURGERING_VAR op een map van u.")


def start_op(plek: databank.Databank) -> None:
    """Load Django on a database that is open, and migrate when something is new."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inburgering.config.settings")
    plek.zet_omgeving()
    django.setup()
    werk_tabellen_bij()


def werk_tabellen_bij() -> None:
    """Apply the migrations that the database does not have yet; one query when there are none."""
    from django.core.management import call_command
    from django.db import connections

    if _op_schijf() <= _toegepast():
        return
    meld("De tabellen worden bijgewerkt")
    with connections["beheer"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_SLOT])
        call_command("migrate", database="beheer", verbosity=0)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_SLOT])
    connections["beheer"].close()


def _op_schijf() -> set[tuple[str, str]]:
    """Every migration of every app, by the names of the files: reading them would cost a second."""
    from django.apps import apps

    gevonden: set[tuple[str, str]] = set()
    for app in apps.get_app_configs():
        plek = find_spec(f"{app.name}.migrations")
        for map_ in plek.submodule_search_locations or () if plek else ():
            gevonden |= {(app.label, bestand.stem) for bestand in Path(map_).glob("[0-9]*.py")}
    return gevonden


def _toegepast() -> set[tuple[str, str]]:
    from django.db import connections

    with connections["beheer"].cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations')")
        if cursor.fetchone() == (None,):
            return set()
        cursor.execute("SELECT app, name FROM django_migrations")
        toegepast = {(app, naam) for app, naam in cursor.fetchall()}
    connections["beheer"].close()
    return toegepast
