"""A duty is ruled out only when no value of what is missing can give it, and then nothing is tried."""

from datetime import date
from typing import Any

import pytest

from inburgering.recht import kern, scalar
from rechtpersonen import beslis, gezin, persoon, regulier, zonder

KLAAR = {"leerplichtTot": "2000-01-01"}
DAG_ONBEKEND = {"type": "DatumOnbekend", "onbekend": True, "langFormaat": "onbekend"}
VAN_NIEMAND = {
    "persoonId": "T",
    "geboortedatum": "1919-12-19",
    "inschrijvingen": [{"gemeente": "1916", "vanaf": DAG_ONBEKEND}],
}


def test_who_reached_aow_age_long_ago_is_niet_plichtig_whatever_the_residence_was() -> None:
    uit = beslis(VAN_NIEMAND)
    assert (uit.oordeel, uit.ontbrekende_feiten) == ("niet-plichtig", ())


def test_who_reached_aow_age_under_the_new_act_stays_onbekend() -> None:
    uit = beslis(VAN_NIEMAND | {"geboortedatum": "1956-12-19"})
    assert uit.oordeel == "onbekend"
    assert {"nationaliteiten", "verblijf"} <= set(uit.ontbrekende_feiten)


def test_a_duty_that_ended_before_the_new_act_still_counts_on_a_day_before_that_act() -> None:
    vol = persoon(gezin("2014-02-01"), geboortedatum="1950-05-05", onderwijs=KLAAR)
    assert beslis(vol, op=date(2018, 1, 1)).oordeel == "plichtig"
    assert beslis(vol).oordeel == "niet-plichtig"
    assert beslis(zonder(vol, "verblijf"), op=date(2018, 1, 1)).oordeel == "onbekend"
    assert beslis(zonder(vol, "verblijf")).oordeel == "niet-plichtig"


def test_residence_that_ended_before_the_new_act_makes_nobody_plichtig_whatever_its_purpose() -> None:
    oud = regulier(None, "studie", einddatum="2012-06-01")
    uit = beslis(zonder(persoon(oud, {**oud, "einddatum": "2015-06-01"}), "verblijf", 0, "doel"))
    assert (uit.oordeel, uit.ontbrekende_feiten) == ("niet-plichtig", ())


@pytest.mark.parametrize("grond", ["8b", "8d", "8g", "8h"])
def test_residence_that_can_continue_an_old_duty_leaves_it_open(grond: str) -> None:
    oud = gezin("2014-02-01", einddatum="2015-06-01", ingangsdatum=None)
    daarna = {"grond": grond, "doel": "overig", "ingangsdatum": "2015-06-02", "tijdelijkBepaald": False}
    vol = persoon(oud, daarna, onderwijs=KLAAR)
    assert beslis(vol).oordeel == "plichtig"
    zonder_twee = zonder(zonder(vol, "verblijf", 0, "bekendmaking"), "geboortedatum")
    assert beslis(zonder(zonder_twee, "onderwijs")).oordeel == "onbekend"


def test_who_left_may_have_come_back_with_a_decision_of_unknown_date() -> None:
    vol = persoon(
        gezin("2023-02-01"),
        geboortedatum="2005-05-05",
        inschrijvingen=[{"gemeente": "0344", "vanaf": "2010-01-01", "tot": "2018-01-01"}],
        onderwijs={"leerplichtTot": "2022-01-01"},
    )
    assert beslis(vol).oordeel == "plichtig"
    assert beslis(zonder(vol, "verblijf", 0, "bekendmaking")).oordeel == "onbekend"


def test_two_unknown_purposes_are_not_taken_for_one() -> None:
    vol = persoon(
        regulier("2019-02-01", "studie", einddatum="2021-12-31"),
        gezin("2022-01-01"),
        onderwijs={**KLAAR, "diplomas": [{"soort": "havo", "behaaldOp": "2015-01-01"}]},
    )
    assert beslis(vol).oordeel == "plichtig"
    vaag: dict[str, Any] = zonder(zonder(vol, "verblijf", 0, "doel"), "verblijf", 1, "doel")
    assert beslis(zonder(vaag, "verblijf", 1, "referent")).oordeel == "onbekend"


def test_nothing_is_tried_when_a_duty_is_ruled_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def nooit(_: object) -> kern.Kern:
        raise AssertionError("a world was tried")

    monkeypatch.setattr(scalar.kern, "beslis", nooit)
    assert beslis(VAN_NIEMAND).oordeel == "niet-plichtig"
