"""Dates, also those that are known in part, and counting as the law counts."""

from datetime import date

import pytest

from inburgering.primitives import datums
from inburgering.primitives.datums import DatumOngeldig


def bereik(waarde: object) -> tuple[str, str]:
    uit = datums.lees_dag(waarde)
    return datums.iso(uit.vroegst), datums.iso(uit.laatst)


@pytest.mark.parametrize(
    ("waarde", "verwacht"),
    [
        ("2022-01-31", ("2022-01-31", "2022-01-31")),
        ({"type": "Datum", "datum": "2022-01-31", "langFormaat": "31 januari 2022"}, ("2022-01-31", "2022-01-31")),
        ({"type": "JaarMaandDatum", "jaar": 2024, "maand": 2}, ("2024-02-01", "2024-02-29")),
        ({"type": "JaarDatum", "jaar": 1963, "langFormaat": "1963"}, ("1963-01-01", "1963-12-31")),
        ({"type": "JaarDatum", "jaar": 1963, "maand": None}, ("1963-01-01", "1963-12-31")),
        ({"type": "DatumOnbekend", "onbekend": True, "langFormaat": "onbekend"}, ("0001-01-01", "9999-12-31")),
    ],
)  # fmt: skip
def test_a_date_is_the_interval_of_days_it_can_be(waarde: object, verwacht: tuple[str, str]) -> None:
    assert bereik(waarde) == verwacht


@pytest.mark.parametrize(
    "waarde",
    ["2022-1-31", "31-01-2022", "20220131", "2022-02-29", "2022-01-31T00:00", "", 20220131, None, True,
     {"type": "Datum"}, {"type": "JaarDatum"}, {"type": "JaarDatum", "jaar": "1963"},
     {"type": "JaarDatum", "jaar": True},
     {"type": "JaarMaandDatum", "jaar": 1963, "maand": 0}, {"type": "JaarDatum", "jaar": 0}, {"jaar": 1963}],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_a_mend(waarde: object) -> None:
    with pytest.raises(DatumOngeldig) as fout:
        datums.lees_dag(waarde)
    assert fout.value.herstel


@pytest.mark.parametrize(
    ("begin", "erbij", "wordt"),
    [
        ("2022-01-31", {"maanden": 1}, "2022-02-28"), ("2024-02-29", {"jaren": 3}, "2027-02-28"),
        ("2004-02-29", {"jaren": 18}, "2022-02-28"), ("1955-08-31", {"jaren": 66, "maanden": 4}, "2021-12-31"),
        ("2022-12-31", {"jaren": 1, "dagen": -1}, "2023-12-30"), ("2022-03-01", {"jaren": -16}, "2006-03-01"),
    ],
)  # fmt: skip
def test_years_and_months_end_on_the_same_day_or_the_last_of_the_month(begin: str, erbij: dict, wordt: str) -> None:
    assert datums.iso(datums.tel_op(date.fromisoformat(begin).toordinal(), **erbij)) == wordt


def test_counting_stays_inside_the_calendar() -> None:
    einde = date.max.toordinal()
    assert datums.tel_op(einde, jaren=1) == einde + 1
    assert datums.tel_op(5, jaren=-1) == 1
