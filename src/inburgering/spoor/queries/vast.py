"""Fixed statements that are asked at every request: each kept by PostgreSQL, sent without anything in between.

Django and the cursors of psycopg cost more than PostgreSQL itself does for a short statement, and each of them waits
for an answer of its own. Here a statement has a name in the connection, its values go as text, and some go together.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import errors, generators
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, Format, PipelineStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

Rij = tuple[Any, ...]  # of bytes, or None
T = TypeVar("T")
_Zet = tuple[bytes, list[Any], list[int], int]
_ALS_TEKST, _BINAIR = int(Format.TEXT), int(Format.BINARY)
_TEKST: Mapping[type, Callable[[Any], str | None]] = {
    str: lambda tekst: tekst,
    datetime: datetime.isoformat,
    type(None): lambda _: None,
}
_PLEK = re.compile(r"%\((\w+)\)s")
_OPEN = {TransactionStatus.INTRANS, TransactionStatus.INERROR}
_GOED = {ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK}
Echt = psycopg.Connection[Any]
_gemaakt: WeakKeyDictionary[Echt, set[bytes]] = WeakKeyDictionary()
_namen: set[bytes] = set()


class Vast:
    """A statement with a name; `%(x)s` in it is the value of that name.

    A value of bytes goes as PostgreSQL itself keeps it, all others as text; `binair` asks for an answer of bytes.
    """

    def __init__(self, naam: str, sql: str, *, binair: bool = False) -> None:
        self.naam = f"inburgering_{naam}".encode()
        assert self.naam not in _namen
        _namen.add(self.naam)
        self.volgorde = tuple(dict.fromkeys(_PLEK.findall(sql)))
        nummer = {veld: f"${plek}" for plek, veld in enumerate(self.volgorde, start=1)}
        self.vorm = _BINAIR if binair else _ALS_TEKST
        self.sql = _PLEK.sub(lambda m: nummer[m[1]], sql).encode()

    def zet(self, waarden: Mapping[str, Any]) -> _Zet:
        """What libpq is told: the name, the values in the order of the statement, their formats, and the answer's."""
        ruw = [waarden[veld] for veld in self.volgorde]
        teksten = [w if type(w) is bytes else _TEKST.get(type(w), str)(w) for w in ruw]
        return (
            self.naam,
            [w.encode() if type(w) is str else w for w in teksten],
            [_BINAIR if type(w) is bytes else _ALS_TEKST for w in ruw],
            self.vorm,
        )


Vraag = tuple[Vast, Mapping[str, Any]]
_BEGIN, _COMMIT = Vast("begin", "BEGIN"), Vast("commit", "COMMIT")


def vraag(opdracht: Vast, waarden: Mapping[str, Any]) -> list[Rij]:
    """Do one statement in a transaction of its own; on a connection that turns out to be dead, again on a new one.

    It may have been done the first time too: not for what may not happen twice.
    """

    def doe(echt: Echt) -> list[Rij]:
        return _rijen(_goed(echt.pgconn.exec_prepared(*opdracht.zet(waarden))))

    return _op_levende_verbinding(doe, (opdracht,))


class Transactie:
    """One transaction in two parts, each sent at once."""

    def __init__(self, *opdrachten: Vast) -> None:
        self._opdrachten = (_BEGIN, _COMMIT, *opdrachten)

    def begin(self, *vragen: Vraag) -> list[list[Rij]]:
        """Open it with these statements, which only read: on a dead connection they are asked again on a new one."""
        antwoorden = _op_levende_verbinding(lambda echt: _samen(echt, [(_BEGIN, {}), *vragen]), self._opdrachten)
        return [_rijen(antwoord) for antwoord in antwoorden[1:]]

    def besluit(self, opdracht: Vast, waarden: Mapping[str, Any]) -> list[Rij]:
        """Do one statement more and commit; what it answered, once PostgreSQL said that all of it is kept."""
        deze = connections[DEFAULT_DB_ALIAS]
        with deze.wrap_database_errors, deze.connection.lock:
            antwoord, einde = _samen(deze.connection, [(opdracht, waarden), (_COMMIT, {})])
            if einde.command_status != b"COMMIT":
                raise psycopg.OperationalError("PostgreSQL did not commit")
            return _rijen(antwoord)


@contextmanager
def transactie(*opdrachten: Vast) -> Iterator[Transactie]:
    """A transaction with these statements; undone when it was not brought to its end, whatever the reason."""
    assert not connections[DEFAULT_DB_ALIAS].in_atomic_block
    try:
        yield Transactie(*opdrachten)
    finally:
        _maak_los()


def _maak_los() -> None:
    """Leave the connection without a transaction, or not at all."""
    deze = connections[DEFAULT_DB_ALIAS]
    if (echt := deze.connection) is None:
        return
    pg = echt.pgconn
    if pg.pipeline_status == PipelineStatus.OFF:
        if pg.transaction_status in _OPEN:
            with echt.lock:
                pg.exec_(b"ROLLBACK")
        if pg.transaction_status == TransactionStatus.IDLE:
            return
    deze.close()


def _op_levende_verbinding(doe: Callable[[Echt], T], opdrachten: Sequence[Vast]) -> T:
    """Do it; and once more on a new connection when this one is dead, which is only known by using it.

    The same as what Django finds out by a question in front of every request, without the question.
    """
    deze = connections[DEFAULT_DB_ALIAS]
    assert not deze.in_atomic_block
    with deze.wrap_database_errors:
        oud = deze.connection is not None
        try:
            return _op_verbinding(deze, doe, opdrachten)
        except psycopg.Error:
            if not oud or deze.connection is None or deze.connection.pgconn.status == ConnStatus.OK:
                raise
        deze.close()
        return _op_verbinding(deze, doe, opdrachten)


def _op_verbinding(deze: BaseDatabaseWrapper, doe: Callable[[Echt], T], opdrachten: Sequence[Vast]) -> T:
    deze.ensure_connection()
    echt = deze.connection
    with echt.lock:
        pg = echt.pgconn
        klaar = _gemaakt.setdefault(echt, set())
        for opdracht in opdrachten:
            if opdracht.naam not in klaar:
                _goed(pg.prepare(opdracht.naam, opdracht.sql))
                klaar.add(opdracht.naam)
        uit = doe(echt)
    vars(deze)["health_check_done"] = True  # for what Django asks in the same request
    return uit


# ── Several at once ──────────────────────────────────────────────────────────────────────────────


def _samen(echt: Echt, vragen: Sequence[Vraag]) -> list[PGresult]:
    """Send all and wait for all; after the first that fails PostgreSQL does none of the others."""
    pg = echt.pgconn
    zetten = [opdracht.zet(waarden) for opdracht, waarden in vragen]
    pg.enter_pipeline_mode()
    for zet in zetten:
        pg.send_query_prepared(*zet)
    pg.pipeline_sync()
    antwoorden = echt.wait(_antwoorden(pg, len(zetten)))
    pg.exit_pipeline_mode()
    return [_goed(antwoord) for antwoord in antwoorden]


def _antwoorden(pg: PGconn, aantal: int) -> Any:
    yield from generators.send(pg)
    antwoorden = []
    for _ in range(aantal):
        antwoorden.extend((yield from generators.fetch_many(pg)))
    yield from generators.fetch_many(pg)
    return antwoorden


def _goed(antwoord: PGresult) -> PGresult:
    if antwoord.status in _GOED:
        return antwoord
    if antwoord.error_field(DiagnosticField.SQLSTATE) is None:  # not said by PostgreSQL: the connection is gone
        raise psycopg.OperationalError(antwoord.get_error_message())
    raise errors.error_from_result(antwoord)


def _rijen(antwoord: PGresult) -> list[Rij]:
    breed = range(antwoord.nfields)
    return [tuple([antwoord.get_value(rij, kolom) for kolom in breed]) for rij in range(antwoord.ntuples)]
