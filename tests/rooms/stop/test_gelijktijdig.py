"""The brake while others read, write and hold on: real sessions, real commits."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection, connections, transaction
from psycopg import IsolationLevel

from inburgering.stop import commands, queries
from inburgering.stop.errors import StopVanKracht
from inburgering.stop.terms import Bereik, Kanaal
from proef_stop import LEIDER, NU, TWEEDE, UTRECHT, aantal, vrijgaven, vul

STOPS, LEZERS = 25, 6


def _stop(*nummers: int):
    return commands.zet_stop(Bereik(alles=not nummers, vrijgaven=nummers), "fout", door=LEIDER, now=NU)


def _hef_op(stop) -> None:
    commands.hef_op(stop, door=LEIDER, tweede=TWEEDE, now=NU)


class Lezer(threading.Thread):
    """Reads without pause and writes down when each read began, what it gave, and when it was over."""

    def __init__(self, verbinding: psycopg.Connection, klaar: threading.Event) -> None:
        super().__init__(daemon=True)
        self.verbinding, self.klaar, self.gelezen = verbinding, klaar, []

    def run(self) -> None:
        while not self.klaar.is_set():
            begin = time.perf_counter()
            rij = self.verbinding.execute(
                "SELECT count(*) FILTER (WHERE vrijgave_id = 0), count(*) FILTER (WHERE vrijgave_id = 1)"
                " FROM proef_inhoud"
            ).fetchone()
            self.gelezen.append((begin, *rij, time.perf_counter()))
            time.sleep(0.001)


def test_of_six_readers_racing_twenty_five_stops_no_read_started_after_a_stop_shows_stopped_content(proef, sessie):
    v, w = vrijgaven(2)
    vul(v, per_gemeente=200)
    vul(w, per_gemeente=200)
    klaar = threading.Event()
    rollen = ["inburgering_app", "inburgering_gemeente"] * (LEZERS // 2)
    lezers = [Lezer(sessie(gemeente=UTRECHT, rol=rol), klaar) for rol in rollen]
    for lezer in lezers:
        lezer.start()
    dicht, beurten = [], []
    for beurt in range(STOPS):
        time.sleep(0.004)
        stop = _stop(*(() if beurt % 5 == 0 else (v,)))
        van = time.perf_counter()
        leegloop = commands.loop_leeg(stop, now=NU)
        time.sleep(0.01)
        dicht.append((van, time.perf_counter()))
        beurten.append(leegloop)
        _hef_op(stop)
    time.sleep(0.05)
    klaar.set()
    for lezer in lezers:
        lezer.join(10)
    gelezen = [meting for lezer in lezers for meting in lezer.gelezen]
    # Over before the lifting, too: what began under the stop may be answered after it.
    na_stop = [m for m in gelezen if any(van <= m[0] and m[3] <= tot for van, tot in dicht)]
    assert len(na_stop) >= STOPS, "the readers were fast enough to try"
    assert [m for m in na_stop if m[1]] == []
    assert [m for m in gelezen if m[1] == 200], "and they did read when it was open"
    assert {m[1] for m in gelezen} <= {0, 200}, "a read is never half stopped"
    assert all(m[2] in {0, 200} for m in gelezen)
    assert all(b.leeggelopen_ms >= b.vastgelegd_ms > 0 for b in beurten)


def test_an_older_read_is_let_finish_and_the_receipt_waits_for_it(proef, sessie):
    (v,) = vrijgaven(1)
    vul(v)
    lezer = sessie(gemeente=UTRECHT)
    with ThreadPoolExecutor(1) as pool:
        traag = pool.submit(aantal, lezer, "SELECT count(*) FROM (SELECT pg_sleep(0.8)) s, proef_inhoud")
        time.sleep(0.2)
        stop = _stop()
        leegloop = commands.loop_leeg(stop, now=NU)
        assert traag.done() or traag.result(1) == 10
    assert leegloop.vastgelegd_ms < 500 < leegloop.leeggelopen_ms
    assert leegloop.beeindigd == 0
    rij = queries.stop(stop)
    assert (rij.vastgelegd_ms, rij.leeggelopen_ms) == (leegloop.vastgelegd_ms, leegloop.leeggelopen_ms)
    assert commands.loop_leeg(stop, now=NU) == leegloop, "the first receipt counts"


def test_a_cursor_opened_before_the_stop_is_ended_before_the_stop_counts_as_drained(proef, sessie):
    (v,) = vrijgaven(1)
    vul(v)
    lezer = sessie(gemeente=UTRECHT, auto=False)
    lezer.execute("DECLARE blijft CURSOR FOR SELECT * FROM proef_inhoud")
    assert len(lezer.execute("FETCH 1 FROM blijft").fetchall()) == 1
    stop = _stop(v)
    leegloop = commands.loop_leeg(stop, now=NU)
    assert leegloop.beeindigd == 1
    assert leegloop.leeggelopen_ms >= 2000
    with pytest.raises(psycopg.OperationalError):
        lezer.execute("FETCH ALL FROM blijft")


def test_a_session_held_open_in_repeatable_read_is_ended_too(proef, sessie):
    (v,) = vrijgaven(1)
    vul(v)
    lezer = sessie(gemeente=UTRECHT, niveau=IsolationLevel.REPEATABLE_READ, auto=False)
    assert aantal(lezer) == 0
    stop = _stop(v)
    assert commands.loop_leeg(stop, now=NU).beeindigd == 1


def test_a_session_that_began_after_the_stop_is_left_alone(proef, sessie):
    (v,) = vrijgaven(1)
    vul(v)
    stop = _stop(v)
    lezer = sessie(gemeente=UTRECHT, niveau=IsolationLevel.REPEATABLE_READ, auto=False)
    assert aantal(lezer) == 0
    assert commands.loop_leeg(stop, now=NU).beeindigd == 0
    assert aantal(lezer) == 0


def test_a_stop_does_not_wait_for_a_long_run_that_makes_vrijgaven_and_content(proef, sessie):
    vrijgaven(1)
    gezet = []

    def rem() -> None:
        try:
            begin = time.perf_counter()
            gezet.append((_stop(), time.perf_counter() - begin))
        finally:
            connections.close_all()

    with transaction.atomic():
        (_, w) = vrijgaven(2)
        commands.zorg_voor_gemeenten(["0518", "0599"])
        vul(w, gemeenten=("0518",))
        draad = threading.Thread(target=rem)
        draad.start()
        draad.join(10)
        assert gezet, "the stop came through while the run was still open"
        assert gezet[0][1] < 2.0
        with pytest.raises(StopVanKracht):
            queries.doorlaat(w, kanaal=Kanaal.API, gemeente="0518")
    assert aantal(sessie(gemeente="0518")) == 0


def test_a_stop_ends_whoever_holds_the_poort_too_long(proef, sessie):
    (v,) = vrijgaven(1)
    stop = _stop(v)
    houder = sessie(auto=False)
    houder.execute(
        "INSERT INTO stop_opheffing (id, stop_id, vrijgaven, gemeenten, door, tweede, op)"
        " VALUES (gen_random_uuid(), %s, '{}', '{}', 'medewerker:1', 'medewerker:2', now())",
        [stop],
    )
    _stop()
    with pytest.raises(psycopg.OperationalError):
        houder.commit()
    assert queries.levend([v]) == set()


def test_stops_and_liftings_of_many_at_once_end_in_what_the_evidence_says(proef):
    nummers = vrijgaven(4)

    def een(nummer: int) -> None:
        try:
            for _ in range(5):
                _hef_op(_stop(nummer))
            _stop(nummer)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(een, nummers[:3]))
    assert queries.levend(nummers) == {nummers[3]}
    assert queries.stand().epoch == 3 * 11
    assert _poort() == _uit_bewijs()


def _poort() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT live::text, live_geheel::text FROM stop_poort")
        return cursor.fetchone()


def _uit_bewijs() -> tuple[str, str]:
    with connections["beheer"].cursor() as cursor:
        cursor.execute("SELECT stop_live()::text, stop_live_geheel()::text")
        return cursor.fetchone()


def test_two_runs_that_make_the_same_vrijgave_at_once_get_the_same_number(db):
    def maak(_: int) -> int:
        try:
            return commands.maak_vrijgave("wi2021@1", "start", run="a", now=NU)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(maak, range(12)))) == 1
