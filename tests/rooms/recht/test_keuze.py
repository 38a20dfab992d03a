"""The choice of 2022 is policy beside the law: a closed group, a default per category, and a last day."""

from datetime import date

import pytest

from inburgering.recht import keuze

ASIEL, GEZIN = "asielstatushouder", "gezins-of-overige-migrant"


@pytest.mark.parametrize(
    ("brief", "wet_van_de_brief", "wet", "wel"),
    [
        (date(2022, 1, 1), "Wi2021", "Wi2013", True),
        (date(2022, 1, 31), "Wi2021", "Wi2013", True),
        (date(2021, 12, 31), "Wi2021", "Wi2013", False),
        (date(2022, 2, 1), "Wi2021", "Wi2013", False),
        (date(2022, 1, 10), "Wi2013", "Wi2013", False),
        (date(2022, 1, 10), "Wi2021", "Wi2021", False),
        (None, "Wi2021", "Wi2013", False),
    ],
)
def test_only_a_wrong_letter_of_january_2022_gives_a_choice(
    brief: date | None, wet_van_de_brief: str, wet: str, wel: bool
) -> None:
    assert keuze.mag_kiezen(brief, wet_van_de_brief=wet_van_de_brief, wet_volgens_de_wet=wet) is wel


def test_asylum_stays_under_the_new_act_at_once_and_has_no_last_day() -> None:
    uit = keuze.aanbod(ASIEL, aangeboden_op=date(2022, 6, 1))
    assert (uit.standaard, uit.uiterlijk, uit.direct) == ("Wi2021", None, True)


def test_family_goes_to_the_old_act_after_eight_weeks() -> None:
    uit = keuze.aanbod(GEZIN, aangeboden_op=date(2022, 6, 1))
    assert (uit.standaard, uit.uiterlijk, uit.direct) == ("Wi2013", date(2022, 7, 27), False)


def test_the_last_day_to_choose_is_never_a_free_day() -> None:
    assert keuze.aanbod(GEZIN, aangeboden_op=date(2022, 10, 31)).uiterlijk == date(2022, 12, 27)
