"""News of stops: whoever a stop holds hears of it once, and once more when nothing of it holds him any longer."""

import threading

import pytest

from inburgering.stop.terms import Bereik, Keus, Richting
from signaalbouw import ALMERE, LEIDER, NU, TOEZICHT, UTRECHT, hef_op, later, maak_vrijgave, zet_stop
from webhookhulp import abonneer

GEZET, OPGEHEVEN = "stop-gezet", "stop-opgeheven"


def nieuws():
    """Who was told what, in the order of the outbox."""
    from inburgering.signaal.models import Bezorging

    rijen = Bezorging.objects.filter(stop_id__isnull=False).order_by("aangemaakt_op", "gemeente", "id")
    return [(b.gemeente, b.soort.rpartition(".")[2]) for b in rijen]


def kondig(minuut: float = 0) -> int:
    from inburgering.signaal import commands

    return commands.kondig_stops_aan(now=later(minuut))


def test_a_stop_is_told_once_however_often_and_by_however_many_it_is_tried(db):
    from django.db import connections

    abonneer("http://127.0.0.1:9/a")
    zet_stop()
    uit = []

    def bureau():
        uit.append(kondig())
        connections.close_all()

    draden = [threading.Thread(target=bureau) for _ in range(6)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sorted(uit) == [0] * 5 + [1]
    assert nieuws() == [(ALMERE, GEZET)]


def test_who_is_freed_in_parts_hears_of_it_when_the_last_part_is_lifted(db):
    from inburgering.stop import commands

    abonneer("http://127.0.0.1:9/a")
    abonneer("http://127.0.0.1:9/u", UTRECHT)
    commands.zorg_voor_gemeenten([ALMERE, UTRECHT])
    een, twee = maak_vrijgave("1"), maak_vrijgave("2")
    stop = zet_stop(een, twee)
    hef_op(stop, vrijgaven=[een], now=NU)
    assert kondig() == 2
    hef_op(stop, vrijgaven=[twee], gemeenten=[ALMERE], now=later(1))
    assert kondig(1) == 1
    hef_op(stop, vrijgaven=[twee], now=later(2))
    assert kondig(2) == 1
    assert nieuws() == [(ALMERE, GEZET), (UTRECHT, GEZET), (ALMERE, OPGEHEVEN), (UTRECHT, OPGEHEVEN)]


def test_narrowing_is_no_news_what_was_stopped_stays_stopped(db):
    from inburgering.stop import commands

    abonneer("http://127.0.0.1:9/a")
    stop = zet_stop(maak_vrijgave("1"))
    kondig()
    apart = commands.maak_quarantaine(stop, run="1", door=LEIDER, now=later(1))
    assert kondig(1) == 0
    (stil,) = _stops_van(apart)
    commands.hef_op(stil, door=LEIDER, tweede=TOEZICHT, now=later(2))
    assert kondig(2) == 0


@pytest.mark.parametrize(
    ("bereik", "nieuw"),
    [
        (Bereik(alles=True, richting=Richting.IN), 0),
        (Bereik(alles=False, richting=Richting.IN, keus=Keus(soorten=("terugmelding",))), 0),
        (Bereik(alles=False, keus=Keus(soorten=("statistiek",))), 0),
        (Bereik(alles=False, keus=Keus(soorten=("brief", "signaal"))), 1),
        (Bereik(alles=False, keus=Keus(wetten=("Wi2021",))), 1),
        (Bereik(alles=True), 1),
    ],
)
def test_a_stop_of_what_comes_in_or_of_what_no_gemeente_gets_is_no_news(db, bereik, nieuw):
    from inburgering.stop import commands
    from indienst import neem_in_dienst

    neem_in_dienst(LEIDER, TOEZICHT)
    commands.zorg_voor_gemeenten([ALMERE])
    abonneer("http://127.0.0.1:9/a")
    stop = commands.zet_stop(bereik, "Wacht.", door=LEIDER, now=NU)
    assert kondig() == nieuw
    assert bool(commands.dring_aan(now=later(60 * 25))) is bool(nieuw)
    hef_op(stop, now=later(60 * 26))
    assert kondig(60 * 26) == nieuw


def test_who_heard_of_a_stop_hears_of_its_end_though_it_would_be_no_news_now(db):
    from inburgering.signaal.models import Aankondiging
    from inburgering.stop import commands
    from indienst import neem_in_dienst

    neem_in_dienst(LEIDER, TOEZICHT)
    abonneer("http://127.0.0.1:9/a")
    stop = commands.zet_stop(Bereik(alles=True, richting=Richting.IN), "Wacht.", door=LEIDER, now=NU)
    Aankondiging.objects.create(stop_id=stop, op=NU)
    hef_op(stop, now=later(1))
    assert kondig(1) == 1
    assert nieuws() == [(ALMERE, OPGEHEVEN)]


def test_who_subscribes_later_does_not_hear_of_old_stops(db):
    zet_stop()
    kondig()
    abonneer("http://127.0.0.1:9/a")
    assert kondig(1) == 0


def _stops_van(vrijgave):
    from inburgering.stop import queries

    return [s.id for s in queries.actieve_stops() if s.bereik.vrijgaven == (vrijgave,)]
