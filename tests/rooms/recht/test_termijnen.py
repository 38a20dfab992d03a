"""Terms and the days that end them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from inburgering.recht import termijnen
from rechtpersonen import asiel, beslis, gezin, persoon

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def d(tekst: str) -> date:
    return date.fromisoformat(tekst)


@pytest.mark.parametrize(
    ("jaar", "dagen"),
    [
        (2022, "01-01 04-15 04-18 04-27 05-05 05-26 06-06 12-25 12-26"),
        (2023, "01-01 04-07 04-10 04-27 05-05 05-18 05-29 12-25 12-26"),
        (2025, "01-01 04-18 04-21 04-26 05-05 05-29 06-09 12-25 12-26"),
    ],
)
def test_the_holidays_of_a_year_are_computed(jaar: int, dagen: str) -> None:
    assert termijnen.feestdagen(jaar) == {d(f"{jaar}-{dag}") for dag in dagen.split()}


@pytest.mark.parametrize(
    ("dag", "wordt"),
    [
        ("2022-04-18", "2022-04-19"), ("2022-06-06", "2022-06-07"), ("2022-04-23", "2022-04-25"),
        ("2022-04-26", "2022-04-26"), ("2022-04-15", "2022-04-19"), ("2022-05-05", "2022-05-06"),
        ("2022-12-24", "2022-12-27"),
    ],
)  # fmt: skip
def test_a_term_never_ends_in_a_weekend_or_on_a_holiday(dag: str, wordt: str) -> None:
    assert termijnen.verschuif(d(dag)) == d(wordt)


@pytest.mark.parametrize(
    ("inschrijving", "uiterlijk"),
    [("2022-02-07", "2022-04-19"), ("2022-03-28", "2022-06-07"), ("2022-02-12", "2022-04-25"),
     ("2022-02-15", "2022-04-26"), ("2022-01-20", "2022-03-31")],
)  # fmt: skip
def test_in_2022_the_plan_is_due_ten_weeks_after_registration(inschrijving: str, uiterlijk: str) -> None:
    assert termijnen.pip_uiterlijk(d("2022-03-01"), inschrijving=d(inschrijving)) == d(uiterlijk)


def test_since_2023_the_plan_is_due_ten_weeks_after_the_kennisgeving() -> None:
    assert termijnen.pip_uiterlijk(d("2023-09-11"), inschrijving=d("2022-04-19")) == d("2023-11-20")


def test_since_2023_the_plan_waits_for_registration_in_the_gemeente_of_housing() -> None:
    assert termijnen.pip_uiterlijk(d("2023-09-11"), is_8c=True) is None
    later = termijnen.pip_uiterlijk(d("2023-09-11"), is_8c=True, inschrijving_huisvesting=d("2023-10-02"))
    assert later == d("2023-12-11")


def test_the_text_on_the_day_of_the_kennisgeving_counts() -> None:
    lid = gezin("2022-11-01")
    inschrijving = [{"gemeente": "0344", "vanaf": "2022-11-10"}]
    voor = persoon(lid, inschrijvingen=inschrijving, kennisgevingen=[{"datum": "2022-12-31"}])
    na = persoon(lid, inschrijvingen=inschrijving, kennisgevingen=[{"datum": "2023-01-01"}])
    assert beslis(voor).termijnen["pipUiterlijk"] == d("2023-01-19")
    assert beslis(na).termijnen["pipUiterlijk"] == d("2023-03-13")


def test_without_a_kennisgeving_the_term_of_2023_does_not_run() -> None:
    assert beslis(persoon(gezin("2023-02-01"))).termijnen["pipUiterlijk"] is None


def test_the_impossible_deadline_of_2022_is_given_and_flagged() -> None:
    uit = beslis(
        persoon(
            asiel("2017-06-01"),
            geboortedatum="2006-03-03",
            onderwijs={"leerplichtTot": "2022-03-01"},
            huisvesting={"gemeente": "0344"},
            inschrijvingen=[{"gemeente": "0344", "vanaf": "2017-09-01"}],
            kennisgevingen=[{"datum": "2022-06-01"}],
        )
    )
    assert uit.termijnen["pipUiterlijk"] == d("2017-11-10")
    assert "pip-termijn-voor-ontstaan" in uit.waarschuwingen


@pytest.mark.parametrize(
    ("pip", "laatste"),
    [("2022-05-10", "2025-05-10"), ("2022-12-31", "2025-12-31"), ("2023-02-28", "2026-02-28"),
     ("2024-02-28", "2027-02-28"), ("2024-02-29", "2027-02-28")],
)  # fmt: skip
def test_three_years_run_from_the_day_after_the_first_plan(pip: str, laatste: str) -> None:
    assert termijnen.laatste_dag_wi2021(d(pip)) == d(laatste)
    assert beslis(persoon(gezin("2022-03-01"), pip={"eersteDagtekening": pip})).termijnen["inburgeringUiterlijk"] == d(
        laatste
    )


def test_the_first_day_counts_in_the_old_exam_term() -> None:
    assert beslis(persoon(asiel("2021-11-18"))).termijnen["examenUiterlijk"] == d("2024-11-17")


def test_the_participation_year_starts_at_registration_when_that_is_later() -> None:
    lid = persoon(gezin("2021-12-22"), inschrijvingen=[{"gemeente": "0344", "vanaf": "2022-01-05"}])
    assert beslis(lid).termijnen["pvtUiterlijk"] == d("2023-01-04")
    assert beslis(persoon(gezin("2021-12-22"))).termijnen["pvtUiterlijk"] is None


def test_seventy_two_hours_run_through_the_weekend_strictly() -> None:
    strikt, ruim = termijnen.ap_72_uur(datetime(2022, 1, 21, 16, 30, tzinfo=UTC))
    assert strikt == datetime(2022, 1, 24, 17, 0, tzinfo=UTC)
    assert ruim == datetime(2022, 1, 25, 17, 0, tzinfo=UTC)


def test_on_working_days_both_readings_of_72_hours_agree() -> None:
    strikt, ruim = termijnen.ap_72_uur(datetime(2022, 1, 17, 9, 0, tzinfo=UTC))
    assert strikt == ruim == datetime(2022, 1, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("bewust", "strikt", "ruim"),
    [
        ("2022-10-28 16:30", "2022-10-31T16:00:00+01:00", "2022-11-01T16:00:00+01:00"),
        ("2022-10-26 23:30", "2022-10-30T00:00:00+02:00", "2022-10-31T00:00:00+01:00"),
        ("2022-10-27 02:00", "2022-10-30T02:00:00+02:00", "2022-10-31T02:00:00+01:00"),
        ("2022-10-27 02:01", "2022-10-30T02:00:00+01:00", "2022-10-31T02:00:00+01:00"),
        ("2022-03-25 16:30", "2022-03-28T18:00:00+02:00", "2022-03-29T18:00:00+02:00"),
        ("2022-03-24 01:00", "2022-03-27T01:00:00+01:00", "2022-03-28T01:00:00+02:00"),
        ("2022-03-24 01:01", "2022-03-27T03:00:00+02:00", "2022-03-28T03:00:00+02:00"),
        ("2024-03-27 21:30", "2024-03-30T22:00:00+01:00", "2024-04-02T22:00:00+02:00"),
    ],
)
def test_seventy_two_hours_are_seventy_two_hours_in_the_weeks_that_the_clock_is_changed(bewust, strikt, ruim) -> None:
    moment = datetime.fromisoformat(bewust).replace(tzinfo=AMSTERDAM)
    uit = termijnen.ap_72_uur(moment)
    assert [een.isoformat() for een in uit] == [strikt, ruim]
    assert termijnen.ap_72_uur(moment.astimezone(UTC)) == tuple(een.astimezone(UTC) for een in uit)


def test_the_working_days_of_72_hours_are_days_in_the_netherlands() -> None:
    strikt, ruim = termijnen.ap_72_uur(datetime(2022, 1, 19, 23, 0, tzinfo=UTC))
    assert strikt == datetime(2022, 1, 22, 23, 0, tzinfo=UTC)
    assert ruim == datetime(2022, 1, 23, 23, 0, tzinfo=UTC)
