"""Which test flipped is read from the law itself, for every regelversie against every other."""

from itertools import permutations

import pytest

from inburgering.recht import doorslag, feiten, gevaltoets, regelversies, vergelijk
from inburgering.recht.tijdlijn import Antwoord
from inburgering.recht.vergelijk import Verschil
from rechtpersonen import PEILDATUM, asiel, beslis, gezin, persoon, regulier

BRIEF = {"kennisgevingen": [{"datum": "2022-01-10"}]}


def verschil(bron: dict, oud: str = "kennisgeving", nieuw: str = "bekendmaking") -> Verschil:
    return Verschil(beslis(bron, regel=oud), beslis(bron, regel=nieuw))


@pytest.mark.parametrize(
    ("bron", "toets", "feit"),
    [
        (persoon(asiel("2021-11-18"), **BRIEF), "oude_wet_blijft_gelden", "ingangsdatum"),
        (persoon(asiel("2022-01-03"), **BRIEF), "verblijf_begonnen", "verblijf[0].bekendmaking"),
        (persoon(asiel("2022-02-03"), **BRIEF), "verblijf_begonnen", "verblijf[0].bekendmaking"),
        (persoon(regulier("2021-11-18", "studie"), **BRIEF), "anders_dan_tijdelijk", "verblijf[0].doel"),
        (persoon(asiel("2021-11-18")), "verblijf_begonnen", "verblijf[0].bekendmaking"),
        (persoon(asiel("2005-11-18"), geboortedatum="2005-12-01", onderwijs={"leerplichtTot": "2023-05-01"}),
         "feitelijke_wijziging", "onderwijs.leerplichtTot"),
        (persoon(asiel("2021-11-18"), geboortedatum="1955-01-01", **BRIEF), "aow_leeftijd_bereikt", "geboortedatum"),
        (persoon(gezin("2021-11-18"), nationaliteiten=[{"code": "0339"}], **BRIEF),
         "turkse_nationaliteit", "nationaliteiten[0].code"),
    ],
)  # fmt: skip
def test_the_flipped_test_is_the_one_that_decides_in_the_law(bron: dict, toets: str, feit: str) -> None:
    reden = verschil(bron).reden
    assert reden is not None
    assert reden.output == toets
    assert feit in reden.feiten


def test_an_act_that_differs_by_the_reading_of_article_54_is_decided_by_that_reading() -> None:
    kind = persoon(asiel("2019-05-01"), geboortedatum="2008-06-01", onderwijs={"leerplichtTot": "2024-08-01"})
    anders = verschil(kind, "bekendmaking", "bekendmaking-b")
    assert (anders.oud.wet, anders.nieuw.wet) == ("Wi2021", "Wi2013")
    assert anders.reden is not None
    assert anders.reden.output == "wet"


def test_an_outcome_that_stays_open_is_decided_by_the_open_question() -> None:
    reden = verschil(persoon(asiel(None), **BRIEF)).reden
    assert reden is not None
    assert (reden.output, reden.antwoord) == ("verblijf_begonnen", "onbekend")


PAREN = list(permutations([r.id for r in regelversies.alle()], 2))


@pytest.mark.parametrize(("oud", "nieuw"), PAREN, ids=lambda naam: naam)
def test_every_changed_golden_person_has_a_test_that_flipped(oud: str, nieuw: str) -> None:
    personen = {str(g.persoon["persoonId"]): dict(g.persoon) for g in gevaltoets.gevallen()}
    telling = vergelijk.Vergelijking(oud, nieuw, PEILDATUM, 1000, met_toets=True)
    van, naar = regelversies.laad(oud), regelversies.laad(nieuw)
    gewijzigd = list(vergelijk.verschillen(telling, van, naar, feiten=map(feiten.lees, personen.values())))
    assert sum(telling.per_toets.values()) == telling.gewijzigd == len(gewijzigd)
    assert vergelijk.ZONDER_TOETS not in telling.per_toets
    assert telling.as_rapport().keys() - telling.as_json().keys() == {"perToets"}


def test_what_keeps_a_duty_away_really_answers_nee_somewhere_on_its_path() -> None:
    beeld = beslis(persoon(regulier("2021-11-18", "studie"))).beeld
    plek = doorslag.Plek(beeld, *beeld.verblijven[0], PEILDATUM.toordinal())
    wortel = beeld.regelversie.plicht["Wi2021"]
    stappen = list(doorslag.pad(plek, wortel, Antwoord.NEE))
    assert [s[1] for s in stappen][:3] == ["inburgeringsplichtig", "valt_onder_artikel_3", "anders_dan_tijdelijk"]
    assert plek.antwoord(stappen[2]) is Antwoord.NEE
    assert plek.antwoord(stappen[3]) is Antwoord.JA  # a temporary purpose, under NOT
