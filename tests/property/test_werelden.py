"""Trying what a missing fact could be: what is skipped would only have said the same again."""

from datetime import date
from typing import Any

import pytest

from bulkpersonen import personen
from inburgering.recht import feiten, regelversies, scalar, werelden

SCHOLIER = {
    "persoonId": "S1",
    "geboortedatum": "2008-01-02",
    "nationaliteiten": [{"code": "0339"}],
    "verblijf": [{"grond": "8a", "doel": "gezinslid", "referent": {"soort": "unieburger"}, "bekendmaking": "2022-12-30",
                  "ingangsdatum": "2022-12-30"}],
    "inschrijvingen": [{"gemeente": "0599", "vanaf": "2022-12-31"}],
}  # fmt: skip
PAREN = [("bekendmaking", date(2026, 1, 1)), ("kennisgeving", date(2021, 12, 31)), ("bekendmaking-b", date(2022, 1, 1))]


def zonder_school(persoon: dict[str, Any]) -> dict[str, Any]:
    """The same person, of whom the end of school duty and one date of a permit are not known."""
    onderwijs = {naam: w for naam, w in persoon.get("onderwijs", {}).items() if naam != "leerplichtTot"}
    eerste, *rest = persoon.get("verblijf") or [{}]
    verblijf = [{k: w for k, w in eerste.items() if k not in {"bekendmaking", "ingangsdatum"}}, *rest]
    return persoon | {"onderwijs": onderwijs} | ({"verblijf": verblijf} if eerste else {})


@pytest.mark.parametrize(("regel", "peildatum"), PAREN, ids=str)
def test_school_duty_is_only_left_out_where_every_end_of_it_gives_the_same(
    regel: str, peildatum: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    wie = [feiten.lees(SCHOLIER)]
    wie += [feiten.lees(zonder_school(een)) for een in personen(40, zaad=77, leeg=0.002, deels=0.004)]
    regelversie, gekozen, los = regelversies.laad(regel), [], werelden.los_van_school

    def onthoud(beeld: Any) -> bool:
        gekozen.append(los(beeld))
        return gekozen[-1]

    monkeypatch.setattr(werelden, "los_van_school", onthoud)
    kort = [scalar.stel_vast(een, regelversie, peildatum=peildatum).as_json() for een in wie]
    monkeypatch.setattr(werelden, "los_van_school", lambda _beeld: False)
    assert [scalar.stel_vast(een, regelversie, peildatum=peildatum).as_json() for een in wie] == kort
    assert {True, False} <= set(gekozen)


def test_who_is_at_school_may_be_exempt_until_a_day_that_is_not_known() -> None:
    uit = scalar.stel_vast(feiten.lees(SCHOLIER), regelversies.laad("ingangsdatum"), peildatum=date(2026, 1, 1))
    assert uit.ontbrekende_feiten == ("onderwijs.leerplichtTot",)
