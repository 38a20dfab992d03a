from datetime import date

import pytest

from inburgering.recht import verstrekkingsregels
from inburgering.recht.verstrekkingsregels import Betrokkene
from inburgering.verstrekking import rules
from inburgering.verstrekking.errors import VerstrekkingNietToegestaan
from inburgering.verstrekking.terms import Partij, Regel

DAG = date(2022, 1, 10)


@pytest.mark.parametrize("gegeven", ["plicht", "burgerservicenummer", "termijn-einde", "examen-pogingen", "boete"])
def test_duo_may_tell_a_college_what_the_law_names(gegeven):
    stroom = rules.stroom_van(Partij.DUO, Partij.COLLEGE, gegeven, datum=DAG)
    assert stroom.artikel
    assert stroom.doel


def test_the_purpose_of_stay_never_goes_to_a_college_and_the_refusal_names_the_article():
    with pytest.raises(VerstrekkingNietToegestaan) as fout:
        rules.stroom_van(Partij.DUO, Partij.COLLEGE, "verblijfsdoel", datum=DAG)
    assert fout.value.veld == "verblijfsdoel"
    assert "9.1 lid 3" in fout.value.detail


def test_alike_rows_ask_the_law_once_and_all_the_right_gemeenten_are_alike(monkeypatch):
    gevraagd = []
    echt = verstrekkingsregels.toets
    monkeypatch.setattr(
        verstrekkingsregels, "toets", lambda vraag, *, datum: gevraagd.append(vraag) or echt(vraag, datum=datum)
    )
    regels = [
        Regel(n, code, "portaal", "A1", ("plicht",), 1, betrokkene=Betrokkene("Wi2021", None, code))
        for n, code in enumerate(["0034", "0344", "0363"] * 100)
    ]
    assert len(set(rules.grondslagen(regels, datum=DAG))) == 1
    assert (len(gevraagd), len(set(gevraagd))) == (3, 1)


@pytest.mark.parametrize(
    ("grondslag", "wet"),
    [
        ("Wi2021 art. 33 onder a; Bi2021 art. 9.1 lid 3", "Wi2021"),
        ("Wi2013 art. 47; Bi2013 art. 6.2 lid 2", "Wi2013"),
        ("Awb art. 3:41", None),
    ],
)
def test_the_act_of_a_verstrekking_stands_in_its_ground(grondslag, wet):
    assert rules.wet_van(grondslag) == wet


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
