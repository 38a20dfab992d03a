"""An address says how much it takes in a minute, and never gets more; a stop goes before what waits."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inburgering.signaal.rules import bestemming
from ontvanger import luister
from signaalbouw import NU, geef, zet_stop
from webhookhulp import abonneer, drain

SECONDE = timedelta(seconds=1)


@pytest.fixture
def ontvanger(db):
    with luister() as o:
        yield o


def drain_tot(minuten, *, stap=5.0, ontvanger):
    """Drain every few seconds for so long; how many came in each round."""
    tellen, nu = [], NU
    while nu < NU + timedelta(minutes=minuten):
        voor = len(ontvanger.ids)
        drain(nu)
        tellen.append(len(ontvanger.ids) - voor)
        nu += stap * SECONDE
    return tellen


def test_we_ask_for_a_rate_and_keep_to_the_answer(ontvanger, settings_van):
    settings_van(WEBHOOK_PER_MINUUT=300)
    from inburgering.signaal import queries

    ontvanger.tempo = "24"
    nummer, _ = abonneer(ontvanger.url)
    geef(60)
    tellen = drain_tot(2, ontvanger=ontvanger)
    assert ontvanger.gevraagd_tempo == ["300"]
    assert queries.abonnement(nummer).per_minuut == 24
    assert max(sum(tellen[i : i + 12]) for i in range(len(tellen) - 11)) <= 24
    assert sum(tellen) >= 34, "and not much slower than it may, looking once in five seconds"


def test_a_stop_goes_before_what_waits_for_its_turn(ontvanger):
    ontvanger.tempo = "2"
    abonneer(ontvanger.url)
    vrijgave, _ = geef(10)
    drain(NU)
    drain(NU + SECONDE)
    assert len(ontvanger.ids) == 1
    zet_stop(vrijgave, now=NU + SECONDE)
    for seconden in (2, 31, 61):
        drain(NU + seconden * SECONDE)
    assert [".stop-" in b["type"] for b in ontvanger.berichten] == [False, True]


@pytest.mark.parametrize("tempo", [None, "*"])
def test_who_sets_no_limit_gets_everything_at_once(ontvanger, tempo):
    ontvanger.tempo = tempo
    abonneer(ontvanger.url)
    geef(40)
    assert drain().bezorgd == 40


def test_another_address_is_not_slowed_down(ontvanger):
    with luister() as traag:
        traag.tempo = "1"
        abonneer(traag.url)
        abonneer(ontvanger.url)
        geef(20)
        drain()
        assert (len(traag.ids), len(ontvanger.ids)) == (1, 20)


@pytest.mark.parametrize(
    ("tekst", "tempo"),
    [("12", 12), (" 12 ", 12), ("*", None), ("", None), ("0", 600), ("-1", 600), ("veel", 600), ("9" * 20, 600)],
)
def test_what_an_address_says_is_read_with_care(tekst, tempo):
    assert bestemming.lees_tempo(tekst, gevraagd=600) == tempo


@settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
@given(st.integers(1, 20_000), st.lists(st.integers(0, 40_000), min_size=1, max_size=80), st.data())
def test_in_no_minute_more_is_claimed_than_the_rate(per_minuut, stappen, data):
    tempo_op, now, geclaimd = None, NU, []
    for stap in stappen:
        now += timedelta(milliseconds=stap)
        mag = bestemming.mag_nu(per_minuut, tempo_op, now=now)
        aantal = data.draw(st.integers(0, mag)) if mag else 0
        tempo_op = bestemming.na_claim(per_minuut, tempo_op, aantal=aantal, now=now) if aantal else tempo_op
        geclaimd.append((now, aantal))
    for begin, _ in geclaimd:
        in_minuut = sum(n for op, n in geclaimd if begin <= op < begin + timedelta(minutes=1))
        assert in_minuut <= per_minuut


@settings(deadline=None, max_examples=100)
@given(st.integers(1, 20_000))
def test_who_waits_a_minute_may_claim_again(per_minuut):
    mag = bestemming.mag_nu(per_minuut, None, now=NU)
    tempo_op = bestemming.na_claim(per_minuut, None, aantal=mag, now=NU)
    assert mag >= 1
    assert bestemming.mag_nu(per_minuut, tempo_op, now=NU + timedelta(minutes=1)) >= 1
