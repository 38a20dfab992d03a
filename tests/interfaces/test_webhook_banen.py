"""One address does not hold up another, inhoud does not hold up a stop, and what was given up comes back."""

import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inburgering.signaal.rules import bestemming as regels
from inburgering.signaal.rules import bezorging as bezorg_regels
from inburgering.signaal.rules.bezorging import Antwoordcode
from ontvanger import luister
from signaalbouw import ALMERE, DUO, LEIDER, NU, UTRECHT, geef, hef_op, klantmanager, later, maak_vrijgave, zet_stop
from webhookhulp import abonneer, drain

DAG = timedelta(days=1)


@pytest.fixture
def ontvanger(db):
    with luister() as o:
        yield o


def val_stil(ontvanger, *, now=NU, keren=3):
    """Let the address fail until it rests."""
    ontvanger.antwoord = lambda _: (500, {})
    for beurt in range(keren):
        drain(now + timedelta(minutes=40 * beurt))
    return now + timedelta(minutes=40 * (keren - 1))


# ── An address that rests ────────────────────────────────────────────────────────────────────────


def test_after_three_failures_in_a_row_one_event_tries_and_the_rest_waits(ontvanger):
    from inburgering.signaal import queries

    nummer, _ = abonneer(ontvanger.url)
    geef(10)
    ontvanger.antwoord = lambda _: (500, {})
    drain()
    assert len(ontvanger.ids) == 3, "two at first, then one, and then it rests"
    rij = queries.abonnement(nummer)
    assert (rij.stand, rij.wachtend, rij.laatste_status) == ("onderbroken", 10, 500)
    assert drain(later(0.9)).mislukt == 0, "it rests a minute"
    assert drain(later(1.1)).mislukt == 1, "one event looks whether it is back"
    ontvanger.antwoord = lambda _: (204, {})
    assert drain(later(60)).bezorgd == 10, "it is: everything goes, in the same round"
    assert queries.abonnement(nummer).stand == "werkt"


def test_everything_for_a_dead_address_is_given_up_in_the_end_and_not_one_by_one(ontvanger):
    from inburgering.signaal import queries

    abonneer(ontvanger.url)
    geef(200)
    ontvanger.antwoord = lambda _: (500, {})
    nu = NU
    for _ in range(100):
        drain(nu)
        nu += timedelta(minutes=31)
    assert queries.in_de_wacht() == {"dood": 200}
    assert len(ontvanger.ids) < 40, "what was due while it rested moved on unsent"


def test_what_the_brake_holds_is_not_given_up_with_the_rest(ontvanger):
    from inburgering.signaal import queries

    abonneer(ontvanger.url)
    gestopt, _ = geef(3)
    geef(3, vrijgave_id=maak_vrijgave("2"))
    stop = zet_stop(gestopt)
    ontvanger.antwoord = lambda _: (500, {})
    nu = NU
    for _ in range(100):
        drain(nu)
        nu += timedelta(minutes=31)
    assert queries.in_de_wacht() == {"dood": 3 + 1, "wacht": 3}, "and the news of the stop, which nobody took"
    ontvanger.antwoord = lambda _: (204, {})
    hef_op(stop, now=nu)
    assert drain(nu + DAG).bezorgd == 3 + 1


def test_news_of_a_stop_goes_at_once_to_an_address_whose_inhoud_rests(ontvanger):
    from inburgering.signaal import commands

    abonneer(ontvanger.url)
    vrijgave, _ = geef(5)
    nu = val_stil(ontvanger)
    before = len(ontvanger.ids)
    ontvanger.antwoord = lambda _: (204, {})
    zet_stop(vrijgave, now=nu)
    commands.kondig_stops_aan(now=nu)
    drain(nu + timedelta(seconds=1))
    assert [b["type"].rpartition(".")[2] for b in ontvanger.berichten[before:]] == ["stop-gezet"]


def test_a_withdrawal_goes_in_the_lane_of_stops_but_not_past_the_brake(ontvanger):
    from inburgering.signaal import commands

    abonneer(ontvanger.url)
    _, ids = geef(5)
    nu = val_stil(ontvanger)
    before = len(ontvanger.ids)
    ontvanger.antwoord = lambda _: (204, {})
    herstel = maak_vrijgave("herstel")
    commands.trek_in(ids[:1], reden="Oude wet.", vrijgave_id=herstel, door=LEIDER, now=nu)
    stop = zet_stop(herstel, now=nu)
    drain(nu + timedelta(seconds=1))
    assert len(ontvanger.signaal_ids) == before
    hef_op(stop, now=nu + timedelta(seconds=2))
    drain(nu + timedelta(seconds=20))
    nieuw = [b for b in ontvanger.berichten[before:] if ".stop-" not in b["type"]]
    assert nieuw[0]["type"].endswith("signaal-ingetrokken"), "first, and the address works again: then the rest"
    assert nieuw[0]["subject"] == str(ids[0])


def test_no_more_than_sixteen_at_once_to_one_address_by_however_many_workers(ontvanger):
    from django.db import connections

    abonneer(ontvanger.url)
    drain()
    geef(150)
    nu, hoogst, slot = [0], [0], threading.Lock()

    def traag(_):
        with slot:
            nu[0] += 1
            hoogst[0] = max(hoogst[0], nu[0])
        time.sleep(0.02)
        with slot:
            nu[0] -= 1
        return 204, {}

    ontvanger.antwoord = traag

    def werk():
        drain(later(1))
        connections.close_all()

    draden = [threading.Thread(target=werk) for _ in range(3)]
    for d in draden:
        d.start()
    for d in draden:
        d.join()
    drain(later(2))
    assert len(set(ontvanger.ids)) == len(ontvanger.ids) == 150
    assert 4 < hoogst[0] <= regels.RUIMTE_MAX


def test_of_room_for_a_few_no_address_gets_more_than_its_share_though_it_may_have_sixteen(ontvanger):
    """Else one in five that falls silent in one moment takes all the room until its time is up."""
    from django.db import connections

    from inburgering.signaal import commands

    for gemeente in (ALMERE, UTRECHT):
        abonneer(ontvanger.url, gemeente)
    drain()
    for gemeente in (ALMERE, UTRECHT):
        geef(40, gemeente)
    with connections["beheer"].cursor() as cursor:
        cursor.execute("UPDATE signaal_bestemming SET ruimte = %s", [regels.RUIMTE_MAX])

    def per_gemeente(aantal):
        geclaimd = Counter(o.gemeente for o in commands.claim(aantal, now=later(1)))
        return geclaimd[ALMERE], geclaimd[UTRECHT]

    assert per_gemeente(8) == (4, 4)
    assert per_gemeente(8) == (0, 0), "what is on the way counts"
    assert per_gemeente(100) == (12, 12), "with room for all, each has its sixteen"


def test_a_stop_is_not_kept_waiting_by_inhoud_that_hangs(ontvanger):
    """All the places of an address are taken by events that hang; the news of a stop goes at once all the same."""
    from django.db import connections

    from inburgering.signaal import commands

    abonneer(ontvanger.url)
    geef(40)
    drain()
    vrijgave, _ = geef(40, now=later(1))
    los, gekomen = threading.Event(), threading.Event()

    def hang(koppen):
        if len(ontvanger.ids) >= 40 + regels.RUIMTE_MAX:
            gekomen.set()
        if b"stop-gezet" in ontvanger.ontvangen[-1][1]:
            los.set()
        los.wait(6)
        return 204, {}

    ontvanger.antwoord = hang

    def werk():
        drain(later(2), seconden=8)
        connections.close_all()

    draad = threading.Thread(target=werk)
    draad.start()
    assert gekomen.wait(8)
    zet_stop(vrijgave, now=later(1))
    commands.kondig_stops_aan(now=later(1))
    begin = time.monotonic()
    draad.join()
    assert los.is_set()
    assert time.monotonic() - begin < 4
    assert b"stop-gezet" in b"".join(b for _, b in ontvanger.ontvangen)


# ── The rules alone ──────────────────────────────────────────────────────────────────────────────

ANTWOORD = st.builds(
    Antwoordcode,
    st.one_of(st.none(), st.sampled_from([200, 204, 429, 500, 503])),
    st.one_of(st.none(), st.integers(-5, 10**9)),
)


@given(st.lists(st.tuples(ANTWOORD, st.integers(0, 7200), st.floats(0, 1, exclude_max=True)), max_size=40))
def test_an_address_rests_only_after_failures_and_never_longer_than_a_retry(stappen):
    toestand, nu = regels.Toestand(), NU
    for antwoord, seconden, kans in stappen:
        nu += timedelta(seconds=seconden)
        toestand = regels.na(toestand, antwoord, now=nu, jitter=lambda kans=kans: kans)
        assert 1 <= toestand.ruimte <= regels.RUIMTE_MAX
        if antwoord.http_status in {200, 204}:
            assert (toestand.reeks, toestand.open_tot, toestand.mislukt_sinds) == (0, None, None)
        else:
            assert toestand.reeks >= 1
            assert toestand.ruimte == 1
            assert toestand.open_tot is None or toestand.open_tot <= nu + bezorg_regels.WACHT_MAX
            assert not toestand.onderbroken or toestand.open_tot > nu


@given(st.integers(1, 12), st.floats(0, 1, exclude_max=True), ANTWOORD)
def test_each_wait_is_the_schedule_with_at_most_a_fifth_more_or_what_was_asked(pogingen, kans, antwoord):
    later_ = bezorg_regels.volgende(pogingen, antwoord, now=NU, jitter=lambda: kans)
    if pogingen > len(bezorg_regels.SCHEMA):
        assert later_ is None
        return
    stap = bezorg_regels.SCHEMA[pogingen - 1]
    gevraagd = bezorg_regels.gevraagde_pauze(antwoord)
    assert max(stap, gevraagd) <= later_ - NU <= max(stap * 1.2, gevraagd)
    assert later_ - NU <= bezorg_regels.WACHT_MAX


def test_the_schedule_goes_from_five_seconds_to_ten_hours():
    assert bezorg_regels.SCHEMA[0] == timedelta(seconds=5)
    assert bezorg_regels.SCHEMA[-1] == timedelta(hours=10)
    assert list(bezorg_regels.SCHEMA) == sorted(bezorg_regels.SCHEMA)


# ── Bringing back ────────────────────────────────────────────────────────────────────────────────


def geef_op(ontvanger, aantal=3):
    """Let `aantal` events be given up; the abonnement and the moment."""
    nummer, _ = abonneer(ontvanger.url, contact="beheer@almere.example")
    geef(aantal)
    ontvanger.antwoord = lambda _: (500, {})
    nu = NU
    for _ in range(14):
        drain(nu)
        nu += timedelta(hours=11)
    ontvanger.antwoord = lambda _: (204, {})
    return nummer, nu


def test_what_was_given_up_is_shown_and_goes_again_with_one_click_under_its_own_id(ontvanger):
    from inburgering.signaal import commands, queries

    nummer, nu = geef_op(ontvanger)
    dood = queries.dode_bezorgingen(ALMERE)
    assert [(r.volgnummer, r.laatste_status) for r in dood if r.laatste_status] != []
    assert [r.volgnummer for r in dood] == [1, 2, 3]
    assert queries.dode_bezorgingen(UTRECHT) == []
    eerder = set(ontvanger.ids)
    een = [dood[0].id]
    assert commands.probeer_opnieuw(nummer, bezorging_ids=een, door=klantmanager(ALMERE), now=nu) == 1
    assert commands.probeer_opnieuw(nummer, door=DUO, now=nu) == 2
    assert drain(nu).bezorgd == 3
    assert {str(r.id) for r in dood} >= eerder
    assert queries.in_de_wacht() == {"bezorgd": 3}
    assert queries.dubbel_bezorgd() == 0


def test_what_was_not_given_up_cannot_be_brought_back_nor_by_a_stranger(ontvanger):
    from inburgering.signaal import commands, queries
    from inburgering.signaal.errors import AbonnementOnbekend, BezorgingOnbekend

    nummer, nu = geef_op(ontvanger, 1)
    (rij,) = queries.dode_bezorgingen()
    with pytest.raises(AbonnementOnbekend):
        commands.probeer_opnieuw(nummer, door=klantmanager(UTRECHT), now=nu)
    commands.probeer_opnieuw(nummer, door=klantmanager(ALMERE), now=nu)
    with pytest.raises(BezorgingOnbekend):
        commands.probeer_opnieuw(nummer, bezorging_ids=[rij.id], door=klantmanager(ALMERE), now=nu)


def test_a_gap_in_the_numbers_is_sent_again_or_for_the_first_time(ontvanger):
    """Two were delivered and lost by the other side; three are older than the abonnement."""
    from inburgering.signaal import commands, queries

    geef(3)
    nummer, _ = abonneer(ontvanger.url)
    geef(2, now=later(1))
    drain(later(1))
    eerst = list(ontvanger.ids)
    assert commands.herhaal(nummer, van=2, tot=4, door=klantmanager(ALMERE), now=later(2)) == 3
    assert drain(later(3)).bezorgd == 3
    assert sorted(b["sequence"][-1] for b in ontvanger.berichten[2:]) == ["2", "3", "4"]
    assert set(ontvanger.ids[2:]) & set(eerst) == {eerst[0]}, "the same event keeps its id"
    assert queries.dubbel_bezorgd() == 0, "it was asked for"


def test_what_was_withdrawn_is_not_repeated_but_its_withdrawal_is(ontvanger):
    from inburgering.signaal import commands

    nummer, _ = abonneer(ontvanger.url)
    _, ids = geef(2)
    drain()
    commands.trek_in(ids[:1], reden="Oude wet.", vrijgave_id=maak_vrijgave("h"), door=LEIDER, now=later(1))
    drain(later(2))
    before = len(ontvanger.ids)
    assert commands.herhaal(nummer, van=1, tot=99, door=klantmanager(ALMERE), now=later(3)) == 2
    drain(later(4))
    soorten = sorted(b["type"].rpartition(".")[2] for b in ontvanger.berichten[before:])
    assert soorten == ["signaal-bezorgd", "signaal-ingetrokken"]


def test_a_repetition_asks_the_brake_too(ontvanger):
    from inburgering.signaal import commands

    nummer, _ = abonneer(ontvanger.url)
    vrijgave, _ = geef(2)
    drain()
    zet_stop(vrijgave)
    commands.herhaal(nummer, van=1, tot=2, door=klantmanager(ALMERE), now=later(1))
    assert drain(later(2)).geweigerd == 2
    assert len(ontvanger.signaal_ids) == 2


@pytest.mark.parametrize(("van", "tot"), [(0, 1), (2, 1), (1, 10_001), (1, 2**31)])
def test_a_row_of_numbers_that_cannot_be_is_refused(ontvanger, van, tot):
    from inburgering.signaal import commands
    from inburgering.signaal.errors import AbonnementOngeldig

    nummer, _ = abonneer(ontvanger.url)
    with pytest.raises(AbonnementOngeldig):
        commands.herhaal(nummer, van=van, tot=tot, door=klantmanager(ALMERE), now=NU)


# ── Clocks ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("sprong", [timedelta(days=365), timedelta(days=-365), timedelta(hours=1), timedelta(hours=-1)])
def test_a_clock_that_jumps_loses_nothing(ontvanger, sprong):
    """Claimed, failed and resting by a clock that was wrong; the next worker has the right time."""
    from inburgering.signaal import commands

    abonneer(ontvanger.url)
    drain()
    geef(5)
    ontvanger.antwoord = lambda _: (500, {})
    drain(max(NU, NU + sprong), seconden=2)
    commands.claim(2, now=max(NU, NU + sprong + DAG))
    ontvanger.antwoord = lambda _: (204, {})
    nu = max(NU, NU - sprong)
    for uur in range(0, 48, 11):
        drain(nu + timedelta(hours=uur))
    assert len(set(ontvanger.ids)) == 5
    from inburgering.signaal import queries

    assert queries.in_de_wacht() == {"bezorgd": 5}
