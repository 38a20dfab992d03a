"""The promise the product rests on, tried on invented days against real PostgreSQL.

Promise: what a stop covers is not read and gets no Doorlaat; lifting loses nothing, and wakes nothing that another
stop still holds. Method: Hypothesis invents days (new vrijgave, stop, lift, a gemeente joins); a plain ledger beside
the real code remembers what ought to be true; after every step each gemeente, each kind of session and the brake are
compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import psycopg
import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from psycopg import IsolationLevel

import proef_stop
from inburgering.primitives.ids import StopId
from inburgering.stop import commands, queries
from inburgering.stop.errors import StopAlOpgeheven, StopVanKracht
from inburgering.stop.terms import Bereik, Kanaal
from proef_stop import LEIDER, NU, TWEEDE

GEMEENTEN = ("0106", "0344", "0546")
LATER = "0518"
_LEEG = """
    TRUNCATE proef_inhoud, proef_brief, stop_stop, stop_ontvangst, stop_opheffing, stop_lezing, stop_bevestiging,
        stop_weigering, stop_poortgemeente CASCADE;
    DELETE FROM stop_vrijgave WHERE id < 4095;
    ALTER SEQUENCE stop_vrijgave_nummer RESTART;
    UPDATE stop_poort SET epoch = 0, live = ~ 0::bit(4096), live_geheel = ~ 0::bit(4096)"""

deel_vrijgaven = st.sets(st.integers(0, 5), min_size=1, max_size=3)
een_of_twee_gemeenten = st.sets(st.sampled_from(GEMEENTEN), min_size=1, max_size=2)
deel_gemeenten = st.just(set()) | een_of_twee_gemeenten


@dataclass
class Gezet:
    """One stop in the ledger: a set of pairs for gemeenten, and what is held for who is no gemeente."""

    id: StopId
    alles: bool
    vrijgaven: set[int]
    gemeenten: set[str]
    opgeheven: list[tuple[set[int] | None, set[str] | None]] = field(default_factory=list)

    def dekt(self, vrijgave: int, gemeente: str | None) -> bool:
        if not (self.alles or vrijgave in self.vrijgaven):
            return False
        if self.gemeenten and gemeente not in self.gemeenten:
            return False
        return not any(
            (v is None or vrijgave in v) and (g is None or (gemeente is not None and gemeente in g))
            for v, g in self.opgeheven
        )

    def geldt_nog(self) -> bool:
        return any(self.dekt(v, g) for v in range(4096) for g in (self.gemeenten or {None}))


class Dagen(RuleBasedStateMachine):
    lezers: dict[str, psycopg.Connection]
    oud: psycopg.Connection

    def __init__(self) -> None:
        super().__init__()
        with proef_stop.connections["beheer"].cursor() as cursor:
            cursor.execute(_LEEG)
        commands.zorg_voor_gemeenten(GEMEENTEN)
        self.vrijgaven: list[int] = []
        self.stops: list[Gezet] = []
        self.bekend = set(GEMEENTEN)

    def gedekt(self, vrijgave: int, gemeente: str | None) -> bool:
        return any(stop.dekt(vrijgave, gemeente) for stop in self.stops)

    @precondition(lambda self: len(self.vrijgaven) < 6)
    @rule()
    def nieuwe_vrijgave(self) -> None:
        nummer = commands.maak_vrijgave("wi2021@1", f"soort-{len(self.vrijgaven)}", run="machine", now=NU)
        assert nummer not in self.vrijgaven, "a number is never used again"
        self.vrijgaven.append(nummer)
        proef_stop.vul(nummer, per_gemeente=1, gemeenten=(*GEMEENTEN, LATER))

    @rule(alles=st.booleans(), wie=deel_vrijgaven, waar=deel_gemeenten)
    def zet_stop(self, alles: bool, wie: set[int], waar: set[str]) -> None:
        wie = set() if alles else wie & set(self.vrijgaven)
        if not alles and not wie:
            return
        bereik = Bereik(alles=alles, vrijgaven=tuple(wie), gemeenten=tuple(waar))
        self.stops.append(Gezet(commands.zet_stop(bereik, "proef", door=LEIDER, now=NU), alles, wie, waar))

    @precondition(lambda self: self.stops)
    @rule(data=st.data(), wie=st.none() | deel_vrijgaven, waar=st.none() | een_of_twee_gemeenten)
    def hef_op(self, data: st.DataObject, wie: set[int] | None, waar: set[str] | None) -> None:
        stop = data.draw(st.sampled_from(self.stops))
        if wie is not None and not stop.alles:
            wie = wie & stop.vrijgaven or None
        if waar is not None and stop.gemeenten:
            waar = waar & stop.gemeenten or None
        try:
            commands.hef_op(
                stop.id,
                vrijgaven=None if wie is None else sorted(wie),
                gemeenten=None if waar is None else sorted(waar),
                door=LEIDER,
                tweede=TWEEDE,
                now=NU,
            )
        except StopAlOpgeheven:
            assert not stop.geldt_nog(), "refused although something of it is in force"
            return
        assert stop.geldt_nog(), "lifted although nothing of it is in force"
        stop.opgeheven.append((wie, waar))

    @precondition(lambda self: LATER not in self.bekend)
    @rule()
    def een_gemeente_komt_erbij(self) -> None:
        commands.zorg_voor_gemeenten([LATER])
        self.bekend.add(LATER)

    @precondition(lambda self: self.vrijgaven)
    @rule(data=st.data(), waar=st.none() | st.sampled_from(GEMEENTEN), kanaal=st.sampled_from(list(Kanaal)))
    def probeer_te_verstrekken(self, data: st.DataObject, waar: str | None, kanaal: Kanaal) -> None:
        nummer = data.draw(st.sampled_from(self.vrijgaven))
        try:
            queries.doorlaat(nummer, kanaal=kanaal, gemeente=waar)
        except StopVanKracht:
            assert self.gedekt(nummer, waar), "held back although no stop covers it"
            commands.noteer_weigering(kanaal, vrijgave_id=nummer, gemeente=waar, now=NU)
        else:
            assert not self.gedekt(nummer, waar), "let through although a stop covers it"

    @invariant()
    def iedereen_leest_precies_wat_niet_gestopt_is(self) -> None:
        for gemeente, lezer in self.lezers.items():
            verwacht = {v for v in self.vrijgaven if gemeente in self.bekend and not self.gedekt(v, gemeente)}
            gelezen = lezer.execute("SELECT vrijgave_id FROM proef_inhoud ORDER BY 1").fetchall()
            assert [rij[0] for rij in gelezen] == sorted(verwacht), gemeente
            assert queries.levend(self.vrijgaven, gemeente=gemeente) == verwacht

    @invariant()
    def wie_geen_gemeente_is_leest_wat_nergens_meer_geldt(self) -> None:
        verwacht = {v for v in self.vrijgaven if not self.gedekt(v, None)}
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT vrijgave_id FROM proef_brief")
            assert {rij[0] for rij in cursor.fetchall()} == verwacht
        assert queries.levend(self.vrijgaven) == verwacht
        assert queries.stand().gestopt == set(self.vrijgaven) - verwacht | ({4095} if self._alles_dicht() else set())

    def _alles_dicht(self) -> bool:
        return 4095 in {v.id for v in queries.vrijgaven()} and self.gedekt(4095, None)

    @invariant()
    def een_oudere_momentopname_leest_niets(self) -> None:
        with self.oud.transaction():
            assert self.oud.execute("SELECT count(*) FROM proef_inhoud").fetchone() == (0,)

    @invariant()
    def de_lijst_van_stops_is_die_van_het_grootboek(self) -> None:
        nog = {s.id for s in self.stops if s.geldt_nog()}
        assert {rij.id for rij in queries.actieve_stops()} == nog

    def teardown(self) -> None:
        """Lift every stop: then everything can be read again, by everybody. Nothing was lost."""
        for stop in filter(Gezet.geldt_nog, self.stops):
            commands.hef_op(stop.id, door=LEIDER, tweede=TWEEDE, now=NU)
            stop.opgeheven.append((None, None))
        self.iedereen_leest_precies_wat_niet_gestopt_is()
        self.wie_geen_gemeente_is_leest_wat_nergens_meer_geldt()
        assert all(
            self.lezers[g].execute("SELECT count(*) FROM proef_inhoud").fetchone() == (len(self.vrijgaven),)
            for g in GEMEENTEN
        )


@pytest.fixture
def lezers(db: str, app_dsn: str) -> Iterator[tuple[dict[str, psycopg.Connection], psycopg.Connection]]:
    proef_stop.maak_tabellen()
    open_sessies = {g: psycopg.connect(app_dsn, autocommit=True) for g in (*GEMEENTEN, LATER)}
    for beurt, (gemeente, lezer) in enumerate(open_sessies.items()):
        lezer.execute("SELECT set_config('app.gemeente', %s, false)", [gemeente])
        if beurt % 2:
            lezer.execute("SET ROLE inburgering_gemeente")
    oud = psycopg.connect(app_dsn, autocommit=True)
    oud.isolation_level = IsolationLevel.REPEATABLE_READ
    oud.execute("SELECT set_config('app.gemeente', %s, false)", [GEMEENTEN[0]])
    yield open_sessies, oud
    for lezer in (*open_sessies.values(), oud):
        lezer.close()


def test_on_invented_days_nothing_stopped_is_read_and_lifting_loses_nothing(lezers):
    Dagen.lezers, Dagen.oud = lezers
    run_state_machine_as_test(
        Dagen,
        settings=settings(
            max_examples=40, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
