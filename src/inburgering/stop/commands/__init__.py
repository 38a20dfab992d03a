"""Setting, draining, lifting and narrowing a stop; making what it works on."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from inburgering.primitives.ids import StopId, VrijgaveId, nieuw_id
from inburgering.stop import models, queries, rules
from inburgering.stop.commands.aandringen import dring_aan
from inburgering.stop.commands.antwoorden import bevestig, lees, noteer_weigering, noteer_weigeringen
from inburgering.stop.commands.vrijgaven import erf, maak_vrijgave, schrijf_bij
from inburgering.stop.errors import BereikOngeldig, NietLeeggelopen
from inburgering.stop.terms import Bereik, Leegloop, Richting
from inburgering.toegang import rules as toegang
from inburgering.toegang.errors import GeenBevoegdheid
from inburgering.toegang.terms import Actor, Handeling

__all__ = [
    "bevestig",
    "dring_aan",
    "erf",
    "hef_op",
    "lees",
    "loop_leeg",
    "maak_quarantaine",
    "maak_vrijgave",
    "noteer_weigering",
    "noteer_weigeringen",
    "schrijf_bij",
    "sluit_vrijgave",
    "zet_stop",
    "zorg_voor_gemeenten",
]
_NEDERLAND = ZoneInfo("Europe/Amsterdam")
_SECONDEN_GEDULD = 2.0  # after this long, a session that still reads from before the stop is ended
_SECONDEN_MAX = 10.0
_PAUZE = 0.005


# ── Gemeenten ────────────────────────────────────────────────────────────────────────────────────


def zorg_voor_gemeenten(codes: Iterable[str]) -> None:
    """Give every gemeente its row in the poort, so that it can read; on a connection of its own.

    Not in the caller's transaction: it would hold the poort, and a stop must never wait for a long run.
    """
    gevraagd = sorted(set(codes))
    rules.eis_gemeenten(tuple(gevraagd))
    bekend = queries.bekende_gemeenten(gevraagd)
    nieuw = [code for code in gevraagd if code not in bekend]
    if nieuw:
        with queries.eigen_verbinding().cursor() as cursor:
            cursor.execute("SELECT stop_zorg_voor_gemeenten(%s)", [nieuw])


# ── The stop ─────────────────────────────────────────────────────────────────────────────────────


def zet_stop(
    bereik: Bereik,
    reden: str,
    *,
    door: Actor,
    tweede: Actor | None = None,
    now: datetime,
    oefening: bool = False,
    incident: str = "",
    herzie_op: date | None = None,
) -> StopId:
    """Put the brake on in one short transaction of its own: no read that starts after it sees what is covered.

    In some gemeenten: also what lies at those they took over. Refuses to run inside another transaction, which could
    delay or undo it.

    Raises:
        BereikOngeldig: the bereik is empty or names something that does not exist, the reason is empty, or the day to
            look again is over.
        GeenBevoegdheid: the role may not.
        VierOgenNodig: the second person is the first.
    """
    toegang.eis(door, Handeling.STOP_ZETTEN)
    rules.eis_ander(door, tweede)
    rules.eis_bereik(bereik)
    rules.eis_reden(reden)
    rules.eis_woorden(bereik, gemaakt=queries.soorten())
    rules.eis_herziening(herzie_op, _dag(now))
    _eis_bestaan(bereik.vrijgaven)
    stop = models.Stop(
        id=nieuw_id(now),
        alles=bereik.alles,
        vrijgaven=sorted(set(bereik.vrijgaven)),
        gemeenten=list(rules.met_voorgangers(bereik.gemeenten, _dag(now))),
        richting=bereik.richting.value,
        wetten=sorted(set(bereik.keus.wetten)),
        categorieen=sorted(set(bereik.keus.categorieen)),
        soorten=sorted(set(bereik.keus.soorten)),
        vanaf=bereik.keus.vanaf,
        tot=bereik.keus.tot,
        herzie_op=herzie_op,
        reden=reden,
        door=door.id,
        tweede=tweede.id if tweede else None,
        oefening=oefening,
        incident=incident,
        op=now,
    )
    return _leg_vast(stop, now=now)


def sluit_vrijgave(
    vrijgave_id: int,
    reden: str,
    *,
    door: Actor,
    tweede: Actor | None = None,
    now: datetime,
    oefening: bool = False,
    incident: str = "",
) -> StopId:
    """Stop one vrijgave under which nothing left yet, as a step inside another stop: gemeenten do not hear of it.

    Raises:
        GeenBevoegdheid: the role may not.
        VierOgenNodig: the second person is the first.
    """
    toegang.eis(door, Handeling.STOP_ZETTEN)
    rules.eis_ander(door, tweede)
    stop = models.Stop(
        id=nieuw_id(now),
        alles=False,
        vrijgaven=[int(vrijgave_id)],
        richting=Richting.UIT.value,
        reden=reden,
        door=door.id,
        tweede=tweede.id if tweede else None,
        oefening=oefening,
        incident=incident,
        aankondigen=False,
        op=now,
    )
    return _leg_vast(stop, now=now)


def _leg_vast(stop: models.Stop, *, now: datetime) -> StopId:
    begin = time.perf_counter()
    _zet_vast(stop)
    _ontvangst(StopId(stop.id), models.StopOntvangst.Soort.VASTGELEGD, ms=_ms_sinds(begin), now=now)
    return StopId(stop.id)


def _zet_vast(stop: models.Stop) -> None:
    """Commit the stop; whoever sits on the poort longer than the patience is ended."""
    try:
        _schrijf_stop(stop)
    except OperationalError as fout:
        if not isinstance(fout.__cause__, psycopg.errors.LockNotAvailable):
            raise
        _beeindig_wie_de_poort_vasthoudt()
        _schrijf_stop(stop)


def _schrijf_stop(stop: models.Stop) -> None:
    with _bevoegd(), transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL synchronous_commit = on; SET LOCAL lock_timeout = '{_SECONDEN_GEDULD}s'")
        models.Stop.objects.bulk_create([stop])  # a trigger closes the poort and writes the audit line


@contextmanager
def _bevoegd() -> Iterator[None]:
    """Say it in words when PostgreSQL refuses who stops or lifts: no medewerker, no login any more, not the role."""
    try:
        yield
    except DatabaseError as fout:
        if not isinstance(fout.__cause__, psycopg.errors.InsufficientPrivilege):
            raise
        raise GeenBevoegdheid(
            "Een van de twee is geen medewerker meer, of mag dit niet.",
            veld="door",
            herstel="Kies medewerkers met een login die dit mogen.",
        ) from fout


def _beeindig_wie_de_poort_vasthoudt() -> None:
    """End every session of the application that holds the poort in an open transaction: the brake goes first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT pg_terminate_backend(a.pid, 1000) FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid
               WHERE l.relation = 'stop_poort'::regclass AND l.mode IN ('RowShareLock', 'RowExclusiveLock')
                 AND l.granted AND a.usename = session_user AND a.pid <> pg_backend_pid()"""
        )


def _eis_bestaan(vrijgaven: Sequence[int]) -> None:
    onbekend = set(vrijgaven) - {v.id for v in queries.vrijgaven(vrijgaven)} if vrijgaven else set()
    if onbekend:
        raise BereikOngeldig(f"Deze vrijgaven bestaan niet: {sorted(onbekend)}.", veld="vrijgaven")


def _ontvangst(stop_id: StopId, soort: str, *, ms: float, now: datetime, beeindigd: int = 0) -> None:
    """Append one receipt, outside any transaction of the caller; the first one of its kind counts."""
    with queries.eigen_verbinding().cursor() as cursor:
        cursor.execute(
            "INSERT INTO stop_ontvangst (stop_id, soort, ms, beeindigd, op) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (stop_id, soort) DO NOTHING",
            [stop_id, soort, ms, beeindigd, now],
        )


def _ms_sinds(begin: float) -> float:
    return round((time.perf_counter() - begin) * 1000, 3)


# ── Draining ─────────────────────────────────────────────────────────────────────────────────────

_OUDER = """
    SELECT a.pid FROM pg_stat_activity a, stop_stop s
    WHERE s.id = %s AND a.datname = current_database() AND a.usename = session_user
      AND a.pid <> ALL (%s) AND a.backend_xmin IS NOT NULL AND age(a.backend_xmin) >= age(s.committed_xid::xid)"""


def loop_leeg(stop_id: StopId, *, now: datetime) -> Leegloop:
    """Wait until no session reads from before the stop, ending those that take too long; append the receipt.

    Only sessions of the application's own login count and are ended: no other role of the product reads content, and a
    role may end its own sessions without further rights. `age()` compares, because transaction numbers wrap around.

    Raises:
        StopOnbekend: there is no such stop.
        NietLeeggelopen: after ten seconds an older session is still there.
    """
    vastgelegd = queries.stop(stop_id).vastgelegd_ms or 0.0
    begin, beeindigd = time.perf_counter(), 0
    eigen = queries.eigen_verbinding()
    zelf = [_pid(eigen), _pid(connection)]
    while ouder := _oudere_sessies(eigen, stop_id, zelf):
        duur = time.perf_counter() - begin
        if duur > _SECONDEN_MAX:
            raise NietLeeggelopen(veld=f"stop {stop_id}", herstel="Beëindig oudere sessies en probeer het opnieuw.")
        if duur > _SECONDEN_GEDULD:
            beeindigd += _beeindig(eigen, ouder)
        time.sleep(_PAUZE)
    soort = models.StopOntvangst.Soort.LEEGGELOPEN
    _ontvangst(stop_id, soort, ms=vastgelegd + _ms_sinds(begin), now=now, beeindigd=beeindigd)
    rij = models.StopOntvangst.objects.get(stop_id=stop_id, soort=soort)
    return Leegloop(vastgelegd, rij.ms, rij.beeindigd)


def _pid(verbinding: Any) -> int:
    with verbinding.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _oudere_sessies(verbinding: BaseDatabaseWrapper, stop_id: StopId, zelf: list[int]) -> list[int]:
    with verbinding.cursor() as cursor:
        cursor.execute(_OUDER, [stop_id, zelf])
        return [rij[0] for rij in cursor.fetchall()]


def _beeindig(verbinding: BaseDatabaseWrapper, pids: list[int]) -> int:
    with verbinding.cursor() as cursor:
        cursor.execute("SELECT count(*) FILTER (WHERE pg_terminate_backend(p, 1000)) FROM unnest(%s) p", [pids])
        return int(cursor.fetchone()[0])


# ── Lifting and narrowing ────────────────────────────────────────────────────────────────────────


def hef_op(
    stop_id: StopId,
    *,
    vrijgaven: Sequence[int] | None = None,
    gemeenten: Sequence[str] | None = None,
    door: Actor,
    tweede: Actor | None,
    now: datetime,
) -> None:
    """Lift the stop, or only for these vrijgaven and gemeenten; what another stop still covers stays stopped.

    Its own short transaction: lifting holds the poort, and a stop must never wait for a long run.

    Raises:
        VierOgenNodig: no second, different person.
        GeenBevoegdheid: one of the two may not.
        BereikOngeldig: a part that the stop does not cover, an empty part, or a gemeente that the poort does not know.
        StopAlOpgeheven: nothing of the stop is in force.
    """
    toegang.eis_vier_ogen(door, tweede, Handeling.STOP_OPHEFFEN)
    assert tweede is not None, "eis_vier_ogen refuses None"
    if not all(deel is None or deel for deel in (vrijgaven, gemeenten)):
        raise BereikOngeldig("Noem minstens één vrijgave of gemeente, of laat het weg voor alles.", veld="vrijgaven")
    deel, plaatsen = tuple(sorted(set(vrijgaven or ()))), tuple(sorted(set(gemeenten or ())))
    stop = queries.stop(stop_id)
    rules.eis_deel(stop.bereik, deel, plaatsen)
    rules.eis_bekend(plaatsen, queries.bekende_gemeenten(plaatsen) | set(stop.bereik.gemeenten))
    rules.eis_van_kracht(stop)
    plaatsen = _met_overgenomen(stop.bereik, plaatsen, _dag(now))
    with _bevoegd(), transaction.atomic(durable=True):  # a trigger opens the poort and writes the audit line
        models.Opheffing.objects.create(
            id=nieuw_id(now),
            stop_id=stop_id,
            vrijgaven=list(deel),
            gemeenten=list(plaatsen),
            door=door.id,
            tweede=tweede.id,
            op=now,
        )


def _met_overgenomen(bereik: Bereik, plaatsen: tuple[str, ...], dag: date) -> tuple[str, ...]:
    """These gemeenten and, as far as the stop holds there, those they took over: they were stopped together."""
    over = set(rules.overgenomen(plaatsen, dag))
    kan = over & set(bereik.gemeenten) if bereik.gemeenten else queries.bekende_gemeenten(over)
    return tuple(sorted({*plaatsen, *kan}))


def _dag(now: datetime) -> date:
    return now.astimezone(_NEDERLAND).date()


def maak_quarantaine(
    stop_id: StopId, *, run: str, door: Actor, tweede: Actor | None = None, now: datetime
) -> VrijgaveId:
    """A vrijgave that is stopped from the start, to move rows of the stop to; it has a lifting of its own."""
    bron = queries.stop(stop_id)
    nieuw = maak_vrijgave("quarantaine", f"stop:{stop_id}", run=run, now=now)
    reden = f"Quarantaine: {bron.reden}"
    sluit_vrijgave(nieuw, reden, door=door, tweede=tweede, now=now, oefening=bron.oefening, incident=bron.incident)
    return nieuw
