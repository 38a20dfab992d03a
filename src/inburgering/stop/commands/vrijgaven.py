"""Making a vrijgave, and widening what it says of itself: it only ever says more, so a stop only ever holds more."""

from collections.abc import Iterable
from datetime import datetime

import psycopg
from django.db import DatabaseError

from inburgering.primitives.ids import RegelversieId, VrijgaveId
from inburgering.stop import queries
from inburgering.stop.errors import VrijgavenOp
from inburgering.stop.terms import CATEGORIEEN, WETTEN


def maak_vrijgave(
    regelversie: RegelversieId | str,
    soort: str,
    *,
    run: str,
    now: datetime,
    wetten: Iterable[str | None] = (),
    categorieen: Iterable[str | None] = (),
) -> VrijgaveId:
    """The vrijgave of this regelversie, kind and run, made when it is not there yet.

    Its number was never used before. It is live, unless a stop of everything or of what it holds is in force: those
    cover it from birth. One that was there already says from now on that it holds these wetten, categorieen and this
    day as well. A wet or categorie that nobody knows, None among them, makes it say that it may hold any. On a
    connection of its own: being born holds the poort, and a stop must never wait for a run.

    Raises:
        VrijgavenOp: all numbers are used.
    """
    sleutel = [regelversie, soort, run]
    wat = [_bekend(wetten, WETTEN), _bekend(categorieen, CATEGORIEEN)]
    with queries.eigen_verbinding().cursor() as cursor:
        try:
            cursor.execute(_VRIJGAVE, [*sleutel, now, *wat, *sleutel])
            gevonden = cursor.fetchone()
        except DatabaseError as fout:
            if isinstance(fout.__cause__, psycopg.errors.SequenceGeneratorLimitExceeded):
                raise VrijgavenOp(herstel="Vergroot de poort; zie docs/decisions/0010.") from fout
            raise
        if gevonden is None:  # another made it in this very moment; a new statement sees it
            cursor.execute("SELECT id, true FROM stop_vrijgave WHERE (regelversie, soort, run) = (%s, %s, %s)", sleutel)
            gevonden = cursor.fetchone()
        nummer, was_er = gevonden
        if was_er:
            cursor.execute(f"SELECT {_VERRUIM}", [nummer, *wat, now, now])
    return VrijgaveId(nummer)


def _bekend(woorden: Iterable[str | None], alle: Iterable[str]) -> list[str]:
    gezegd = set(woorden)
    return sorted(w for w in gezegd if w) if gezegd <= set(alle) else []


# The number is drawn only when the vrijgave is not there: a number once drawn is gone.
_VRIJGAVE = """
    WITH nieuw AS (
        INSERT INTO stop_vrijgave (id, regelversie, soort, run, gemaakt_op, wetten, categorieen)
        SELECT nextval('stop_vrijgave_nummer'), x.*
        FROM (VALUES (%s, %s, %s, %s::timestamptz, %s::varchar[], %s::varchar[]))
            AS x (regelversie, soort, run, gemaakt_op, wetten, categorieen)
        WHERE NOT EXISTS (SELECT 1 FROM stop_vrijgave v
            WHERE (v.regelversie, v.soort, v.run) = (x.regelversie, x.soort, x.run))
        ON CONFLICT (regelversie, soort, run) DO NOTHING RETURNING id)
    SELECT id, false FROM nieuw UNION ALL
    SELECT id, true FROM stop_vrijgave WHERE (regelversie, soort, run) = (%s, %s, %s) LIMIT 1"""
_VERRUIM = (
    "stop_verruim(%s::smallint, %s::varchar[], %s::varchar[], stop_dag(%s::timestamptz), stop_dag(%s::timestamptz))"
)


def schrijf_bij(vrijgave_id: int, *, now: datetime) -> None:
    """Before something is added to a vrijgave: it holds this day too, so that a stop of a period finds it.

    Ask the brake after this, not before: such a stop may hold it from here on. On a connection of its own.
    """
    with queries.eigen_verbinding().cursor() as cursor:
        cursor.execute(f"SELECT {_VERRUIM}", [int(vrijgave_id), None, None, now, now])


def erf(naar: int, van: Iterable[int]) -> None:
    """Before rows move from the vrijgaven `van` to `naar`: it takes over their days and the stops that hold them.

    So moving never wakes what another stop still holds. On a connection of its own.
    """
    with queries.eigen_verbinding().cursor() as cursor:
        cursor.execute("SELECT stop_erf(%s::smallint, %s::smallint[])", [int(naar), sorted({int(v) for v in van})])
