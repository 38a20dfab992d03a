"""Calling a stop by screen: everything, what vrijgaven hold, what comes in; and how far a stop has come."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from inburgering.interfaces.portal.schermen import stop as scherm
from inburgering.interfaces.portal.stopformulieren import Gemeenten
from inburgering.organisatie import gemeenten
from inburgering.stop.terms import Bereik, Keus, Richting, Werking


@pytest.mark.parametrize(
    ("keuze", "dagen", "verwacht"),
    [
        ("alles", {}, Bereik(alles=True)),
        ("alles", {"vanaf": date(2022, 1, 1)}, Bereik(alles=False, keus=Keus(vanaf=date(2022, 1, 1)))),
        ("wet-2021", {}, Bereik(alles=False, keus=Keus(wetten=("Wi2021",)))),
        ("in", {}, Bereik(alles=True, richting=Richting.IN)),
        ("in-ind", {}, Bereik(alles=False, richting=Richting.IN, keus=Keus(soorten=("ind",)))),
        ("7", {}, Bereik(alles=False, vrijgaven=(7,))),
        ("alles", {"plaatsen": ("0034",)}, Bereik(alles=True, gemeenten=("0034",))),
        ("7", {"plaatsen": ("0034",)}, Bereik(alles=False, vrijgaven=(7,), gemeenten=("0034",))),
    ],
)
def test_a_choice_on_the_screen_is_one_bereik(keuze, dagen, verwacht):
    assert scherm.bereik_van(keuze, **dagen) == verwacht


def test_every_choice_has_a_name_and_a_bereik_that_the_brake_takes():
    from inburgering.stop import rules

    for keuze, naam in scherm.keuzes([]):
        assert naam[0].isupper()
        rules.eis_bereik(scherm.bereik_van(keuze))


@pytest.mark.parametrize(
    ("bereik", "tekst"),
    [
        (Bereik(alles=True), "Alles"),
        (Bereik(alles=True, gemeenten=("0034",)), "Alles in Almere"),
        (Bereik(alles=True, gemeenten=("0034", "0344", "0363")), "Alles in Almere, Utrecht en Amsterdam"),
        (Bereik(alles=True, gemeenten=("0034", "0344", "0363", "0518", "0599")), "Alles in 5 gemeenten"),
        (Bereik(alles=True, richting=Richting.IN), "Wat binnenkomt: alles"),
        (Bereik(alles=False, richting=Richting.IN, keus=Keus(soorten=("ind",))), "Wat binnenkomt: ind"),
        (
            Bereik(alles=False, vrijgaven=(1, 2), keus=Keus(wetten=("Wi2021",), tot=date(2022, 1, 31))),
            "2 vrijgaven (Wi2021, tot en met 31-01-2022; ook wat later wordt gemaakt)",
        ),
    ],
)
def test_what_a_stop_covers_is_said_in_words(bereik, tekst):
    assert scherm.bereik_tekst(bereik) == tekst


def test_how_far_a_stop_is_is_one_line():
    werking = Werking(40, 30, 12, 28, 3, 15, 20.0, 35.4)
    assert scherm.werking_tekst(werking) == (
        "12 van 40 gemeenten bevestigden, de helft binnen 35 minuten, 28 herinnerd, 3 om te bellen"
    )
    assert scherm.werking_tekst(Werking(1, 0, 0, 0, 0, 0, None, None)) == "0 van 1 gemeente bevestigden"


@pytest.mark.parametrize(
    ("woorden", "codes"),
    [
        ("", ()),
        ("Almere", ("0034",)),
        ("almere, 0363 ,, Almere", ("0034", "0363")),
        ("'s-Gravenhage", ("0518",)),
    ],
)
def test_gemeenten_are_named_by_name_or_code(woorden, codes):
    assert Gemeenten("Waar?", "").clean(woorden) == codes


@pytest.mark.parametrize(
    ("woorden", "wat"), [("Almere, Nergenshuizen", "Nergenshuizen"), ("1999", "1999"), ("34", "34")]
)
def test_a_word_that_is_no_gemeente_is_named_with_what_to_do(woorden, wat):
    with pytest.raises(ValidationError, match=f"geen gemeente “{wat}”. Gebruik de naam of de code"):
        Gemeenten("Waar?", "").clean(woorden)


def test_no_two_gemeenten_ever_had_the_same_name():
    namen = [g.naam.casefold() for g in gemeenten.alle() if gemeenten.is_gemeente(g.code)]
    assert len(set(namen)) == len(namen)
