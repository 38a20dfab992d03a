"""What a stop may name: words and gemeenten that exist, and a day to look again that is still to come."""

from datetime import UTC, date, datetime, timedelta

import pytest

from inburgering.stop import commands, queries, rules
from inburgering.stop.errors import BereikOngeldig
from inburgering.stop.terms import Aandringen, Bereik, Bevestiging, Keus, Richting
from proef_stop import KLANTMANAGER, LEIDER, NU, TWEEDE, UTRECHT

AMSTERDAM, WEESP = "0363", "0457"
VOOR, NA = date(2022, 3, 23), date(2022, 3, 24)
LATER = datetime(2026, 1, 5, 9, tzinfo=UTC)


def _zet(now=NU, herzie_op=None, **bereik):
    bereik = {"alles": not bereik.get("keus")} | bereik
    return commands.zet_stop(Bereik(**bereik), "fout in de wet", door=LEIDER, now=now, herzie_op=herzie_op)


@pytest.mark.parametrize(
    ("keus", "richting", "veld", "kent"),
    [
        (Keus(soorten=("signalen",)), Richting.UIT, "soort", "brief, signaal, statistiek of momentopname"),
        (Keus(soorten=("brief-keus",)), Richting.UIT, "soort", "brief"),
        (Keus(soorten=("xyz",)), Richting.IN, "soort", "ind, brp, coa of terugmelding"),
        (Keus(soorten=("brief",)), Richting.IN, "soort", "ind, brp, coa of terugmelding"),
        (Keus(wetten=("Wi1999",)), Richting.UIT, "wet", "Wi2013 of Wi2021"),
        (Keus(wetten=("Wi2021",), categorieen=("asiel",)), Richting.UIT, "categorie", "asielstatushouder of gezins"),
    ],
)
def test_a_word_that_nobody_knows_is_refused_with_the_words_that_are_known(db, keus, richting, veld, kent):
    with pytest.raises(BereikOngeldig) as fout:
        _zet(keus=keus, richting=richting)
    assert fout.value.veld == veld
    assert kent in fout.value.herstel
    assert queries.stops() == []


def test_one_kind_of_vrijgave_can_be_named_once_there_is_one(db):
    v = commands.maak_vrijgave("bekendmaking", "brief-keuze", run="a", now=NU)
    ander = commands.maak_vrijgave("bekendmaking", "brief-uitleg", run="a", now=NU)
    _zet(keus=Keus(soorten=("brief-keuze",)))
    assert queries.levend([v, ander]) == {ander}


def test_a_stop_that_covers_nothing_yet_waits_for_what_comes(db):
    stop = _zet(keus=Keus(soorten=("statistiek",)))
    assert queries.stop(stop).bereik.vrijgaven == ()
    v = commands.maak_vrijgave("bekendmaking", "statistiek", run="later", now=NU)
    assert queries.levend([v]) == set()


@pytest.mark.parametrize("dagen", [-1, 0, 30])
def test_the_day_to_look_again_is_not_over(db, dagen):
    dag = NU.date() + timedelta(days=dagen)
    if dagen >= 0:
        assert queries.stop(_zet(herzie_op=dag)).herzie_op == dag
        return
    with pytest.raises(BereikOngeldig) as fout:
        _zet(herzie_op=dag)
    assert fout.value.veld == "herzie_op"


@pytest.mark.parametrize("code", ["9999", "1999", "0998", "0000"])
def test_what_is_no_gemeente_is_refused_and_leaves_no_trace_in_the_poort(db, code):
    with pytest.raises(BereikOngeldig) as fout:
        _zet(gemeenten=(UTRECHT, code))
    assert (fout.value.veld, code in fout.value.detail) == ("gemeenten", True)
    assert queries.bekende_gemeenten([code]) == set()


def test_a_gemeente_takes_along_what_lies_at_those_it_took_over(db):
    assert rules.met_voorgangers([AMSTERDAM], VOOR) == (AMSTERDAM,)
    assert rules.met_voorgangers([WEESP], VOOR) == (WEESP,)
    for code in (AMSTERDAM, WEESP):
        assert rules.met_voorgangers([code], NA) == (AMSTERDAM, WEESP)


def test_a_stop_of_a_gemeente_that_is_gone_holds_its_successor_too_and_both_are_lifted_together(db):
    v = commands.maak_vrijgave("bekendmaking", "signaal", run="a", now=NU)
    commands.zorg_voor_gemeenten([AMSTERDAM, WEESP, UTRECHT])
    stop = _zet(now=LATER, gemeenten=(WEESP,))
    assert [g for g in (AMSTERDAM, WEESP, UTRECHT) if queries.levend([v], gemeente=g)] == [UTRECHT]
    commands.hef_op(stop, gemeenten=[AMSTERDAM], door=LEIDER, tweede=TWEEDE, now=LATER)
    assert queries.levend([v], gemeente=WEESP) == {v}
    assert queries.actieve_stops() == []


def test_of_a_stop_of_everything_a_lifting_in_one_gemeente_opens_what_it_took_over(db):
    v = commands.maak_vrijgave("bekendmaking", "signaal", run="a", now=NU)
    commands.zorg_voor_gemeenten([AMSTERDAM, WEESP, UTRECHT])
    stop = _zet()
    commands.hef_op(stop, gemeenten=[AMSTERDAM], door=LEIDER, tweede=TWEEDE, now=LATER)
    assert [g for g in (AMSTERDAM, WEESP, UTRECHT) if queries.levend([v], gemeente=g)] == [AMSTERDAM, WEESP]


def test_for_a_gemeente_that_is_gone_its_successor_is_reminded(db):
    commands.zorg_voor_gemeenten([WEESP, UTRECHT])
    stop = _zet(now=LATER)
    commands.bevestig(stop, UTRECHT, door=KLANTMANAGER, now=LATER)
    assert commands.dring_aan(now=LATER + timedelta(days=1)) == {stop: [(AMSTERDAM, Aandringen.HERINNERING)]}
    assert queries.werking(stop, dag=LATER.date()).gemeenten == 2


def test_who_confirmed_before_it_was_gone_stays_and_what_is_no_gemeente_is_left_out():
    stil = [Bevestiging(code, None, None, None) for code in ("9999", AMSTERDAM)]
    oud = Bevestiging(WEESP, NU, NU, "medewerker:9")
    assert rules.wie_antwoordt([oud, *stil], dag=NA) == [stil[1], oud]
    assert rules.wie_antwoordt([Bevestiging(WEESP, NU, None, None), *stil], dag=NA) == [stil[1]]
