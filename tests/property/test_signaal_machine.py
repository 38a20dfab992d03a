"""The promise of the exits, tried on invented days against real PostgreSQL and a real receiver.

Promise: nothing leaves while a stop covers it, whichever exit is tried; lifting loses nothing and sends nothing twice;
what was withdrawn never comes back. Method: Hypothesis invents days (release, stop, lift, open, fetch, export, webhook,
withdraw, a worker that dies, two at once, repeat, bring back what was given up); a plain ledger beside the real code
remembers what ought to be true, and every step compares the two.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connections
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from inburgering.interfaces.webhook import worker
from inburgering.signaal import commands, queries
from inburgering.signaal.errors import SignaalIngetrokken
from inburgering.signaal.terms import Stand
from inburgering.stop import commands as stop_commands
from inburgering.stop.errors import StopVanKracht
from inburgering.stop.terms import Bereik
from inburgering.verstrekking import queries as verstrekking_queries
from indienst import neem_in_dienst
from ontvanger import Ontvanger, luister
from signaalbouw import ALMERE, DUO, LEIDER, NU, TOEZICHT, UTRECHT, inhoud, klantmanager, opdracht, zeg_ja

GEMEENTEN = (ALMERE, UTRECHT)
_LEEG = """
    TRUNCATE signaal_poging, signaal_bezorging, signaal_bestemming, signaal_waarschuwing, signaal_abonnement,
        signaal_verklaring, signaal_inzage, signaal_aankondiging,
        signaal_gebeurtenis, signaal_inhoud, signaal_signaal, signaal_teller, verstrekking_doorgifteterugroep,
        verstrekking_doorgifte, verstrekking_verstrekking, stop_stop, stop_ontvangst, stop_opheffing, stop_lezing,
        stop_bevestiging, stop_weigering, stop_poortgemeente CASCADE;
    UPDATE stop_poort SET epoch = 0, live = ~ 0::bit(4096), live_geheel = ~ 0::bit(4096)"""


@dataclass
class Boekje:
    """What ought to be true of one signaal."""

    gemeente: str
    vrijgave: int
    correctie: bool = False
    ingetrokken: bool = False
    aangekondigd: bool = False

    @property
    def wacht(self) -> bool:
        """Whether a webhook about it is still due: not delivered and not withdrawn."""
        return not self.aangekondigd and not self.ingetrokken


@dataclass
class Stop:
    """What one stop covers; no vrijgaven is everything, no gemeenten is everywhere."""

    id: UUID
    vrijgaven: frozenset[int]
    gemeenten: frozenset[str]

    def dekt(self, vrijgave: int, gemeente: str) -> bool:
        return (not self.vrijgaven or vrijgave in self.vrijgaven) and (not self.gemeenten or gemeente in self.gemeenten)


class Keten(RuleBasedStateMachine):
    ontvanger: Ontvanger

    def __init__(self) -> None:
        super().__init__()
        with connections["beheer"].cursor() as cursor:
            cursor.execute(_LEEG)
        self.nu: datetime = NU
        self.ontvanger.ontvangen.clear()
        self.ontvanger.antwoord = lambda _: (204, {})
        self.signalen: dict[UUID, Boekje] = {}
        self.stops: list[Stop] = []
        self.gezet: list[Stop] = []
        self.persoon = 0
        self.vrijgaven = [stop_commands.maak_vrijgave("w", "A1", run=str(i), now=NU) for i in range(3)]
        stop_commands.zorg_voor_gemeenten(GEMEENTEN)
        neem_in_dienst(LEIDER, TOEZICHT)
        for g in GEMEENTEN:
            commands.maak_abonnement(g, f"{self.ontvanger.url}/{g}", door=klantmanager(g), now=NU)
        zeg_ja()
        for v in range(3):
            self.geef_vrij(v, GEMEENTEN[v % 2], 1)

    def gedekt(self, vrijgave: int, gemeente: str) -> bool:
        return any(s.dekt(vrijgave, gemeente) for s in self.stops)

    def leesbaar(self, gemeente: str) -> set[UUID]:
        return {
            i
            for i, b in self.signalen.items()
            if b.gemeente == gemeente and not b.ingetrokken and not self.gedekt(b.vrijgave, gemeente)
        }

    def tik(self) -> datetime:
        self.nu += timedelta(minutes=1)
        return self.nu

    @rule(v=st.integers(0, 2), g=st.sampled_from(GEMEENTEN), aantal=st.integers(1, 3))
    def geef_vrij(self, v: int, g: str, aantal: int) -> None:
        vrijgave, begin = self.vrijgaven[v], self.persoon
        self.persoon += aantal
        lijst = [opdracht(begin + i, g) for i in range(aantal)]
        try:
            ids = commands.geef_vrij(lijst, vrijgave_id=vrijgave, door=DUO, now=self.tik())
        except StopVanKracht:
            assert self.gedekt(vrijgave, g)
        else:
            assert not self.gedekt(vrijgave, g)
            self.signalen |= {i: Boekje(g, vrijgave) for i in ids}

    @precondition(lambda self: len(self.stops) < 3)
    @rule(vrijgaven=st.sets(st.integers(0, 2), max_size=2), gemeenten=st.sets(st.sampled_from(GEMEENTEN), max_size=1))
    def zet_stop(self, vrijgaven: set[int], gemeenten: set[str]) -> None:
        nummers = frozenset(self.vrijgaven[v] for v in vrijgaven)
        bereik = Bereik(alles=not nummers, vrijgaven=tuple(nummers), gemeenten=tuple(gemeenten))
        nummer = stop_commands.zet_stop(bereik, "Toets.", door=LEIDER, now=self.tik())
        self.stops.append(Stop(nummer, nummers, frozenset(gemeenten)))
        self.gezet.append(self.stops[-1])

    @precondition(lambda self: bool(self.stops))
    @rule(welke=st.integers(0, 9))
    def hef_op(self, welke: int) -> None:
        stop = self.stops.pop(welke % len(self.stops))
        stop_commands.hef_op(stop.id, door=LEIDER, tweede=TOEZICHT, now=self.tik())

    @precondition(lambda self: bool(self.signalen))
    @rule(welke=st.integers(0, 99))
    def open_(self, welke: int) -> None:
        nummer = list(self.signalen)[welke % len(self.signalen)]
        b = self.signalen[nummer]
        try:
            commands.open_signaal(nummer, actor=klantmanager(b.gemeente), gemeente=b.gemeente, now=self.tik())
        except StopVanKracht:
            assert self.gedekt(b.vrijgave, b.gemeente)
        except SignaalIngetrokken:
            assert b.ingetrokken
        else:
            assert nummer in self.leesbaar(b.gemeente)

    @rule(g=st.sampled_from(GEMEENTEN))
    def haal_op(self, g: str) -> None:
        rijen = commands.haal_op(g, sinds=0, aantal=500, actor=klantmanager(g), now=self.tik())
        assert {r.id for r in rijen if r.inhoud is not None} == self.leesbaar(g)
        assert {r.id for r in rijen} == {i for i, b in self.signalen.items() if b.gemeente == g}

    @rule(g=st.sampled_from(GEMEENTEN))
    def exporteer(self, g: str) -> None:
        uit = commands.exporteer(g, actor=klantmanager(g), now=self.tik())
        assert {r.id for r in uit.rijen} == self.leesbaar(g)
        assert uit.weggelaten == sum(b.gemeente == g for b in self.signalen.values()) - len(uit.rijen)

    @precondition(lambda self: any(not b.correctie and not b.ingetrokken for b in self.signalen.values()))
    @rule(welke=st.integers(0, 99))
    def trek_in(self, welke: int) -> None:
        kan = [i for i, b in self.signalen.items() if not b.correctie and not b.ingetrokken]
        oud = kan[welke % len(kan)]
        b = self.signalen[oud]
        try:
            (nieuw,) = commands.trek_in(
                [oud], reden="Toets.", vrijgave_id=self.vrijgaven[2], door=LEIDER, now=self.tik()
            )
        except StopVanKracht:
            assert self.gedekt(self.vrijgaven[2], b.gemeente)
        else:
            b.ingetrokken = True
            self.signalen[nieuw] = Boekje(b.gemeente, self.vrijgaven[2], correctie=True)

    @rule(stuk=st.booleans(), werkers=st.integers(1, 2))
    def drain(self, stuk: bool, werkers: int) -> None:
        """A good receiver gets exactly what waits and is not covered, a bad one nothing else."""
        self.ontvanger.antwoord = lambda _: (500 if stuk else 204, {})
        self.nu += timedelta(hours=13)
        dood = {r.signaal_id for r in queries.bezorgingen(Stand.DOOD)}
        voor = len(self.ontvanger.ontvangen)
        mag = {
            i for i, b in self.signalen.items() if b.wacht and i not in dood and not self.gedekt(b.vrijgave, b.gemeente)
        }
        self._draai(werkers)
        kreeg = [
            UUID(str(b["dataref"]).rpartition("/")[2])
            for b in self.ontvanger.berichten[voor:]
            if ".stop-" not in str(b["type"])
        ]
        assert set(kreeg) <= mag, "sent although a stop covers it, or sent again"
        assert len(kreeg) == len(set(kreeg)), "sent twice in one round"
        if not stuk:
            assert set(kreeg) == mag, "not sent although nothing holds it"
            for i in mag:
                self.signalen[i].aangekondigd = True

    def _draai(self, werkers: int) -> None:
        """Drain by one worker, or by several at the same time."""

        def werk() -> None:
            worker.drain_once(now=self.nu, jitter=lambda: 0.0)
            connections.close_all()

        draden = [threading.Thread(target=werk) for _ in range(werkers if werkers > 1 else 0)]
        for draad in draden:
            draad.start()
        for draad in draden:
            draad.join()
        if werkers == 1:
            worker.drain_once(now=self.nu, jitter=lambda: 0.0)

    @rule(aantal=st.integers(1, 5))
    def een_werker_sterft_met_wat_hij_pakte(self, aantal: int) -> None:
        """Claimed and never heard of again: the claim runs out before the next drain."""
        commands.claim(aantal, now=self.tik())

    @rule(g=st.sampled_from(GEMEENTEN), van=st.integers(1, 6), tot=st.integers(1, 6))
    def herhaal(self, g: str, van: int, tot: int) -> None:
        """Somebody asks for a row of numbers again: it waits again, and the brake holds for it as for anything."""
        (rij,) = queries.abonnementen(g)
        eerste, laatste = min(van, tot), max(van, tot)
        commands.herhaal(rij.id, van=eerste, tot=laatste, door=klantmanager(g), now=self.tik())
        opnieuw = {r.id for r in queries.inbox(g, maximaal=1000) if eerste <= r.volgnummer <= laatste}
        for i in opnieuw:
            self.signalen[i].aangekondigd = False

    @rule(g=st.sampled_from(GEMEENTEN))
    def bezorg_opnieuw_wat_is_opgegeven(self, g: str) -> None:
        (rij,) = queries.abonnementen(g)
        assert commands.probeer_opnieuw(rij.id, door=klantmanager(g), now=self.tik()) == rij.dood
        assert queries.dode_bezorgingen(g) == []

    @invariant()
    def een_gemeente_ziet_precies_wat_open_is(self) -> None:
        for g in GEMEENTEN:
            rijen = queries.inbox(g, maximaal=1000, volgorde="volgnummer")
            assert {r.id for r in rijen if r.inhoud is not None} == self.leesbaar(g)
            assert [r.volgnummer for r in rijen] == list(range(1, len(rijen) + 1))
            assert all(r.inhoud == inhoud() for r in rijen if r.inhoud and not self.signalen[r.id].correctie)

    def teardown(self) -> None:
        """Each day ends with a stop while webhooks wait; then all is lifted: nothing lost, nothing sent twice."""
        self.geef_als_het_mag()
        self.zet_stop({0}, set())
        self.drain(stuk=False, werkers=1)
        self.probeer_elke_uitgang()
        while self.stops:
            self.hef_op(0)
        for g in GEMEENTEN:
            self.bezorg_opnieuw_wat_is_opgegeven(g)
        self.drain(stuk=False, werkers=2)
        self.probeer_elke_uitgang()
        self.iedereen_hoorde_elke_stop_en_elke_opheffing_eens()
        assert not any(b.wacht for b in self.signalen.values())
        assert queries.dubbel_bezorgd() == 0
        assert verstrekking_queries.zonder_spoor() == 0

    def geef_als_het_mag(self) -> None:
        for v in range(3):
            self.geef_vrij(v, ALMERE, 1)

    def iedereen_hoorde_elke_stop_en_elke_opheffing_eens(self) -> None:
        nieuws = [b for b in queries.bezorgingen(Stand.BEZORGD) if b.stop_id]
        hoorde = sorted((str(b.stop_id), b.gemeente, b.soort.rpartition("-")[2]) for b in nieuws)
        wie = [(str(s.id), g) for s in self.gezet for g in GEMEENTEN if not s.gemeenten or g in s.gemeenten]
        assert hoorde == sorted((*een, wat) for een in wie for wat in ("gezet", "opgeheven"))

    def probeer_elke_uitgang(self) -> None:
        self.een_gemeente_ziet_precies_wat_open_is()
        for g in GEMEENTEN:
            self.haal_op(g)
            self.exporteer(g)
        for welke in range(min(len(self.signalen), 6)):
            self.open_(welke)


@pytest.fixture
def machine(db: str) -> Iterator[type[Keten]]:
    with luister() as ontvanger:
        Keten.ontvanger = ontvanger
        yield Keten


@pytest.mark.slow
def test_nothing_leaves_under_a_stop_and_lifting_loses_nothing(machine):
    # No shrinking: on a real database it takes minutes, and the steps of a short day are easy to read as they are.
    keuze = settings(
        max_examples=15,
        stateful_step_count=15,
        deadline=None,
        phases=(Phase.reuse, Phase.generate),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
    run_state_machine_as_test(machine, settings=keuze)
