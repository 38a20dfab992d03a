import pytest

from inburgering.verstrekking import rules
from inburgering.verstrekking.errors import VerstrekkingNietToegestaan
from inburgering.verstrekking.terms import Partij


@pytest.mark.parametrize("gegeven", ["plicht", "burgerservicenummer", "termijn-einde", "examen-pogingen", "boete"])
def test_duo_may_tell_a_college_what_the_law_names(gegeven):
    assert rules.mag(Partij.DUO, Partij.COLLEGE, gegeven)


def test_the_purpose_of_stay_never_goes_to_a_college_and_the_refusal_names_the_article():
    with pytest.raises(VerstrekkingNietToegestaan) as fout:
        rules.eis(Partij.DUO, Partij.COLLEGE, ["plicht", "verblijfsdoel"])
    assert fout.value.veld == "verblijfsdoel"
    assert "9.1 lid 3" in fout.value.detail


@pytest.mark.parametrize("gegeven", ["examen-pogingen", "vrijstelling", "ontheffing", "boete"])
def test_a_school_never_hears_of_attempts_exemptions_or_fines(gegeven):
    assert rules.mag(Partij.DUO, Partij.CURSUSINSTELLING, gegeven) is None


def test_coa_hears_of_the_duty_and_the_two_numbers_only():
    (stroom,) = rules.stromen(Partij.DUO, Partij.COA)
    assert stroom.gegevens == {"plicht", "plicht-wijziging", "burgerservicenummer", "vreemdelingennummer"}


def test_a_person_may_know_everything_about_herself():
    assert rules.mag(Partij.DUO, Partij.PERSOON, "wat-dan-ook")


@pytest.mark.parametrize(
    ("ontvanger", "soort"),
    [
        ("0363", Partij.COLLEGE),
        ("persoon", Partij.PERSOON),
        ("CBS", Partij.CBS),
        ("Taalschool Noord", Partij.CURSUSINSTELLING),
        ("VluchtelingenWerk Oost", Partij.BEGELEIDER),
        ("Bakker Bart", Partij.ANDER),
    ],
)
def test_a_receiver_is_known_by_its_code_or_its_words(ontvanger, soort):
    assert rules.soort_ontvanger(ontvanger) is soort


def test_every_stroom_has_an_article_and_a_purpose():
    assert all(s.artikel and s.doel and s.gegevens for s in rules.MAG)
