"""Every condition of both acts, from both sides."""

from datetime import date, timedelta
from typing import Any

import pytest

from rechtpersonen import asiel, beslis, gezin, kort, persoon, regulier

NIET = ("niet-plichtig", None, None)
TIJDELIJK = [
    "vermogend", "zelfstandige", "kennismigrant", "europese-blauwe-kaart", "seizoenarbeid",
    "overplaatsing-binnen-onderneming", "arbeid-in-loondienst", "grensoverschrijdende-dienstverlening", "onderzoek",
    "lerend-werken", "militair", "studie", "zoeken-en-verrichten-van-arbeid", "uitwisseling", "medische-behandeling",
    "tijdelijke-humanitaire-gronden", "afwachten-artikel-17-rwn",
]  # fmt: skip


@pytest.mark.parametrize("jaar", ["2021", "2022"])
@pytest.mark.parametrize("doel", TIJDELIJK)
def test_a_temporary_purpose_gives_no_duty_under_either_act(doel: str, jaar: str) -> None:
    assert kort(persoon(regulier(f"{jaar}-03-01", doel))) == NIET


@pytest.mark.parametrize("doel", TIJDELIJK)
def test_family_of_someone_with_a_temporary_purpose_is_temporary_too(doel: str) -> None:
    referent = {"soort": "regulier-bepaalde-tijd", "doel": doel}
    assert kort(persoon(gezin("2022-03-01", referent))) == NIET


@pytest.mark.parametrize(
    "referent",
    [
        {"soort": "nederlander"},
        {"soort": "asiel-bepaalde-tijd"},
        {"soort": "regulier-onbepaalde-tijd"},
        {"soort": "regulier-bepaalde-tijd", "doel": "niet-tijdelijke-humanitaire-gronden"},
    ],
)
def test_family_of_someone_who_stays_makes_plichtig(referent: dict[str, str]) -> None:
    assert kort(persoon(gezin("2022-03-01", referent))) == ("plichtig", "Wi2021", "2022-03-01")


@pytest.mark.parametrize(("bepaald", "oordeel"), [(True, "niet-plichtig"), (False, "plichtig")])
def test_another_purpose_is_temporary_only_when_the_ind_said_so(bepaald: bool, oordeel: str) -> None:
    assert beslis(persoon(regulier("2022-03-01", "overig", tijdelijkBepaald=bepaald))).oordeel == oordeel


@pytest.mark.parametrize("jaar", ["2021", "2022"])
@pytest.mark.parametrize(
    "vergunning",
    [
        lambda dag: regulier(dag, "niet-tijdelijke-humanitaire-gronden", tijdelijkBepaald=True),
        lambda dag: gezin(dag) | {"tijdelijkBepaald": True},
    ],
)
def test_any_purpose_outside_the_list_is_temporary_when_the_ind_said_so(vergunning: Any, jaar: str) -> None:
    assert kort(persoon(vergunning(f"{jaar}-03-01"))) == NIET


def test_asylum_is_never_temporary_whatever_the_ind_said() -> None:
    assert kort(persoon(asiel("2022-03-01", tijdelijkBepaald=True)))[0] == "plichtig"


@pytest.mark.parametrize("doel", ["gezinslid", "overig"])
def test_a_referent_of_whom_it_is_not_known_how_long_he_stays_is_for_a_person_to_look_at(doel: str) -> None:
    uit = beslis(persoon(gezin("2022-03-01", {"soort": "regulier-bepaalde-tijd", "doel": doel})))
    assert (uit.oordeel, uit.ontbrekende_feiten) == ("onbekend", ("verblijf[0].referent.doel",))
    blijft = persoon(gezin("2022-03-01", {"soort": "regulier-onbepaalde-tijd", "doel": doel}))
    assert beslis(blijft).oordeel == "plichtig"


@pytest.mark.parametrize("grond", [f"8{letter}" for letter in "bdefghijklm"])
def test_only_8a_and_8c_can_make_plichtig(grond: str) -> None:
    verblijf = {"grond": grond, "doel": "niet-tijdelijke-humanitaire-gronden", "bekendmaking": "2022-03-01"}
    assert kort(persoon(verblijf)) == NIET


def test_a_minister_of_religion_is_plichtig_in_spite_of_a_temporary_purpose() -> None:
    imam = persoon(regulier("2021-03-01", "arbeid-in-loondienst"), geestelijkBedienaar=[{"vanaf": "2021-05-01"}])
    assert kort(imam) == ("plichtig", "Wi2013", "2021-05-01")
    assert beslis(imam).geestelijk_bedienaar


def test_a_start_as_minister_of_religion_after_the_change_of_law_falls_under_the_new_act() -> None:
    imam = persoon(regulier("2021-03-01", "arbeid-in-loondienst"), geestelijkBedienaar=[{"vanaf": "2022-05-01"}])
    assert kort(imam) == ("plichtig", "Wi2021", "2022-05-01")


@pytest.mark.parametrize(
    ("geboren", "verwacht"),
    [("2005-12-31", "Wi2013"), ("2006-01-01", "Wi2021")],
)
def test_the_sixteenth_birthday_decides_for_a_child_without_school_duty(geboren: str, verwacht: str) -> None:
    kind = persoon(asiel("2018-03-01"), geboortedatum=geboren, onderwijs={"leerplichtTot": "2021-06-01"})
    zestien = f"{int(geboren[:4]) + 16}{geboren[4:]}"
    assert kort(kind) == ("plichtig", verwacht, zestien)


@pytest.mark.parametrize(("geboren", "oordeel"), [("1955-08-02", "plichtig"), ("1955-08-01", "niet-plichtig")])
def test_the_duty_needs_a_day_before_aow_age(geboren: str, oordeel: str) -> None:
    assert beslis(persoon(asiel("2021-12-01"), geboortedatum=geboren), op=date(2021, 12, 31)).oordeel == oordeel


def test_the_duty_ends_at_aow_age() -> None:
    uit = beslis(persoon(asiel("2021-06-01"), geboortedatum="1957-03-01"))
    assert uit.einde == (date(2024, 3, 1), "aow-leeftijd")


AOW = [
    ("1948-01-01", "2013-02-01"), ("1948-11-30", "2013-12-30"), ("1948-12-01", "2014-02-01"),
    ("1949-10-31", "2014-12-31"), ("1949-11-01", "2015-02-01"), ("1950-09-30", "2015-12-30"),
    ("1950-10-01", "2016-04-01"), ("1951-06-30", "2016-12-30"), ("1951-07-01", "2017-04-01"),
    ("1952-03-31", "2017-12-31"), ("1952-04-01", "2018-04-01"), ("1952-12-31", "2018-12-31"),
    ("1953-01-01", "2019-05-01"), ("1953-08-31", "2019-12-31"), ("1953-09-01", "2020-01-01"),
    ("1955-08-31", "2021-12-31"), ("1955-09-01", "2022-04-01"), ("1956-05-31", "2022-12-31"),
    ("1956-06-01", "2023-04-01"), ("1957-02-28", "2023-12-28"), ("1957-03-01", "2024-03-01"),
    ("1957-12-31", "2024-12-31"), ("1958-06-15", "2025-06-15"), ("1960-12-31", "2027-12-31"),
    ("1961-01-01", "2028-04-01"), ("1961-09-30", "2028-12-30"),
]  # fmt: skip


@pytest.mark.parametrize(("geboren", "bereikt"), AOW)
def test_aow_age_is_years_and_months_by_the_year_in_which_it_is_reached(geboren: str, bereikt: str) -> None:
    dag = date.fromisoformat(bereikt)
    ervoor, erop = persoon(geboortedatum=geboren), persoon(geboortedatum=geboren)
    ervoor["verblijf"] = [asiel(date.fromordinal(dag.toordinal() - 1).isoformat())]
    erop["verblijf"] = [asiel(bereikt)]
    op = date(2030, 1, 1)
    assert beslis(erop, op=op).oordeel == "niet-plichtig"
    if dag.year > 2021:
        assert beslis(ervoor, op=op).oordeel == "plichtig"
    else:
        assert beslis(ervoor, op=min(dag, date(2021, 12, 31))).oordeel == "plichtig"


@pytest.mark.parametrize(
    "meer",
    [
        {"nationaliteiten": [{"code": "0336"}, {"code": "0055"}]},
        {"nationaliteiten": [{"code": "0081"}]},
        {"nationaliteiten": [{"code": "0070"}]},
        {"nationaliteiten": [{"code": "0001"}]},
        {"richtlijn200438": [{"vanaf": "2019-01-01"}]},
        {"euLangdurigIngezetene": {"lidstaat": "AT", "inburgeringsvereisteVoldaan": True}},
    ],
)
@pytest.mark.parametrize("dag", ["2021-06-01", "2022-06-01"])
def test_eu_citizens_their_family_and_the_already_integrated_are_out(dag: str, meer: dict[str, object]) -> None:
    assert kort(persoon(gezin(dag), **meer)) == NIET


def test_a_duty_of_someone_of_whom_only_the_year_of_birth_is_known_does_not_come_and_go() -> None:
    jaar = {"type": "JaarDatum", "langFormaat": "", "jaar": 2006}
    zestien = date(2022, 12, 31)
    for dagen in range(-6, 500, 7):
        op = zestien + timedelta(days=dagen)
        uit = beslis(persoon(gezin("2022-02-01"), geboortedatum=jaar), op=op)
        assert (uit.oordeel, uit.wet) == (("plichtig", "Wi2021") if op >= zestien else ("onbekend", None)), op


def test_the_netherlands_is_no_other_member_state() -> None:
    hier = persoon(gezin("2022-06-01"), euLangdurigIngezetene={"lidstaat": "NL", "inburgeringsvereisteVoldaan": True})
    assert kort(hier)[0] == "plichtig"


def test_losing_an_eu_right_later_gives_the_duty_from_that_day() -> None:
    partner = persoon(gezin("2021-06-01"), richtlijn200438=[{"vanaf": "2019-01-01", "tot": "2022-07-01"}])
    assert kort(partner) == ("plichtig", "Wi2021", "2022-07-01")


def test_british_nationality_counted_as_eu_only_while_it_was() -> None:
    assert kort(persoon(gezin("2022-06-01"), nationaliteiten=[{"code": "0060"}]))[0] == "plichtig"


@pytest.mark.parametrize(
    ("verblijf", "verwacht"),
    [
        (asiel("2020-04-30"), NIET),
        (asiel("2020-05-01"), ("plichtig", "Wi2013", "2020-05-01")),
        (gezin("2020-06-01", {"soort": "asiel-bepaalde-tijd"}), ("plichtig", "Wi2013", "2020-06-01")),
        (gezin("2021-12-31"), NIET),
        (gezin("2022-01-01"), ("plichtig", "Wi2021", "2022-01-01")),
        (asiel("2022-02-01"), ("plichtig", "Wi2021", "2022-02-01")),
    ],
)
def test_turkish_nationals_by_the_day_and_kind_of_their_verblijf(verblijf: dict, verwacht: tuple) -> None:
    assert kort(persoon(verblijf, nationaliteiten=[{"code": "0339"}])) == verwacht


def test_an_extension_is_no_new_acquisition_for_a_turkish_national() -> None:
    oud, nieuw = gezin("2021-03-01", einddatum="2022-02-28"), gezin("2022-02-10", ingangsdatum="2022-03-01")
    assert kort(persoon(oud, nieuw, nationaliteiten=[{"code": "0339"}])) == NIET


def test_a_diploma_prevents_the_old_duty_and_only_exempts_under_the_new_act() -> None:
    diploma = {"diplomas": [{"soort": "havo", "behaaldOp": "2016-07-01"}]}
    assert kort(persoon(gezin("2021-12-05"), onderwijs=diploma)) == NIET
    nieuw = beslis(persoon(gezin("2022-03-05"), onderwijs=diploma))
    assert (nieuw.oordeel, nieuw.wet, nieuw.vrijgesteld_tot) == ("plichtig", "Wi2021", None)
    assert "vrijstelling-zonder-einddatum" in nieuw.waarschuwingen


def test_a_diploma_without_the_right_level_changes_nothing() -> None:
    overig = {"diplomas": [{"soort": "buitenlands", "behaaldOp": "2016-07-01"}]}
    assert kort(persoon(gezin("2021-12-05"), onderwijs=overig)) == ("plichtig", "Wi2013", "2021-12-05")


@pytest.mark.parametrize(("jaren", "oordeel"), [(8, "niet-plichtig"), (7.9, "plichtig")])
def test_eight_school_years_here_prevent_the_old_duty(jaren: float, oordeel: str) -> None:
    onderwijs = {"jarenLeerplichtigInNederland": jaren}
    assert beslis(persoon(gezin("2021-12-05"), onderwijs=onderwijs)).oordeel == oordeel


def test_the_new_act_alone_does_not_make_an_exempt_person_plichtig() -> None:
    assert kort(persoon(gezin("2021-03-01"), onderwijs={"jarenLeerplichtigInNederland": 8})) == NIET


def test_under_the_new_act_school_duty_exempts_someone_who_is_plichtig() -> None:
    leerling = persoon(asiel("2025-03-01"), geboortedatum="2008-05-01", onderwijs={"leerplichtTot": "2026-05-01"})
    uit = beslis(leerling)
    assert (uit.oordeel, uit.ingangsdatum, uit.vrijgesteld_tot) == ("plichtig", date(2025, 3, 1), date(2026, 5, 1))


def test_a_study_under_the_new_act_exempts_also_when_it_did_not_follow_school_directly() -> None:
    studie = {"vanaf": "2023-09-01", "tot": "2027-07-01", "aansluitendOpLeerplicht": False,
              "leidtTotVrijstellendDiploma": True}  # fmt: skip
    assert beslis(persoon(asiel("2022-03-01"), onderwijs={"opleidingen": [studie]})).vrijgesteld_tot == date(2027, 7, 1)


def test_a_study_that_did_not_follow_school_directly_does_not_prevent_the_old_duty() -> None:
    studie = {"vanaf": "2020-09-01", "tot": None, "aansluitendOpLeerplicht": False, "leidtTotVrijstellendDiploma": True}
    assert kort(persoon(asiel("2021-03-01"), onderwijs={"opleidingen": [studie]}))[1] == "Wi2013"


@pytest.mark.parametrize(
    ("referent", "categorie"),
    [
        ({"soort": "asiel-bepaalde-tijd"}, "asielstatushouder"),
        ({"soort": "asiel-onbepaalde-tijd"}, "asielstatushouder"),
        ({"soort": "eu-langdurig-ingezetene-internationale-bescherming"}, "asielstatushouder"),
        ({"soort": "nederlander"}, "gezins-of-overige-migrant"),
        ({"soort": "regulier-onbepaalde-tijd"}, "gezins-of-overige-migrant"),
    ],
)
@pytest.mark.parametrize("dag", ["2021-03-01", "2022-03-01"])
def test_the_category_follows_the_referent(dag: str, referent: dict[str, str], categorie: str) -> None:
    assert beslis(persoon(gezin(dag, referent))).categorie == categorie


def test_a_duty_from_before_2013_is_for_a_person_to_decide() -> None:
    uit = beslis(persoon(asiel("2012-06-01")))
    assert (uit.oordeel, uit.waarschuwingen) == ("onbekend", ("ontstaan-voor-2013",))
