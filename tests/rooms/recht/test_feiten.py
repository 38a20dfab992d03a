"""Reading facts: strict about names and values, honest about what is missing."""

from datetime import date
from typing import Any

import pytest

from inburgering.recht.errors import FeitOngeldig
from inburgering.recht.feiten import eis_volgorde, lees
from rechtpersonen import asiel, beslis, gezin, persoon, zonder

FOUT = [
    ({}, "persoonId"),
    ({"persoonId": 7}, "persoonId"),
    (persoon(gebortedatum="1990-01-01"), "gebortedatum"),
    (persoon(geboortedatum="1990-02-30"), "geboortedatum"),
    (persoon(geboortedatum="19900230"), "geboortedatum"),
    (persoon(geboortedatum=19900230), "geboortedatum"),
    (persoon(geboortedatum={"type": "JaarDatum", "jaar": 1990, "maand": 5}), "geboortedatum"),
    (persoon(geboortedatum={"type": "JaarMaandDatum", "jaar": 1990, "maand": 13}), "geboortedatum"),
    (persoon(geboortedatum={"type": "Iets"}), "geboortedatum"),
    (persoon(burgerservicenummer="123456789"), "burgerservicenummer"),
    (persoon(burgerservicenummer=999990019), "burgerservicenummer"),
    (persoon(vNummer=12), "vNummer"),
    (persoon(vNummer="123456789"), "vNummer"),
    (persoon(vNummer="12345678901"), "vNummer"),
    (persoon(vNummer="123456789\n"), "vNummer"),
    (persoon(vNummer="١٢٣٤٥٦٧٨٩٠"), "vNummer"),
    (persoon(nationaliteiten={"code": "0336"}), "nationaliteiten"),
    (persoon(nationaliteiten=[{"code": "336"}]), "nationaliteiten[0].code"),
    (persoon(nationaliteiten=[{"kode": "0336"}]), "nationaliteiten[0].kode"),
    (persoon(asiel("2021-01-01", grond="8z")), "verblijf[0].grond"),
    (persoon(asiel("2021-01-01"), asiel("2021-01-01", doel="werk")), "verblijf[1].doel"),
    (persoon(asiel("2021-13-01", ingangsdatum=None)), "verblijf[0].bekendmaking"),
    (persoon(gezin("2021-01-01", {"soort": "buurman"})), "verblijf[0].referent.soort"),
    (persoon(gezin("2021-01-01", {"soort": "nederlander", "naam": "x"})), "verblijf[0].referent.naam"),
    (persoon(asiel("2021-01-01", tijdelijkBepaald="ja")), "verblijf[0].tijdelijkBepaald"),
    (persoon(euLangdurigIngezetene={"lidstaat": "US"}), "euLangdurigIngezetene.lidstaat"),
    (persoon(inschrijvingen=[{"gemeente": 344, "vanaf": "2021-01-01"}]), "inschrijvingen[0].gemeente"),
    (persoon(kennisgevingen=[{"datum": "2021-01-01", "wet": "Wi2022"}]), "kennisgevingen[0].wet"),
    (persoon(onderwijs={"leerplicht": "2021-01-01"}), "onderwijs.leerplicht"),
    (persoon(onderwijs={"jarenLeerplichtigInNederland": "8"}), "onderwijs.jarenLeerplichtigInNederland"),
    (persoon(onderwijs={"diplomas": [{"soort": 1, "behaaldOp": "2016-07-01"}]}), "onderwijs.diplomas[0].soort"),
    (persoon(pip="2022-01-01"), "pip"),
    (persoon(ontheffing="2022-01-01"), "ontheffing"),
    ([], "(regel)"),
]  # fmt: skip


@pytest.mark.parametrize(("bron", "veld"), FOUT)
def test_a_fact_that_does_not_fit_is_refused_with_its_place_and_a_mend(bron: Any, veld: str) -> None:
    with pytest.raises(FeitOngeldig) as fout:
        lees(bron)
    assert fout.value.veld == veld
    assert fout.value.herstel


VANAF_TOT = {"vanaf": "2020-01-02", "tot": "2020-01-02"}
VERKEERD_OM = [
    (persoon(nationaliteiten=[{"code": "0336"}, {"code": "0337"} | VANAF_TOT]), "nationaliteiten[1].tot"),
    (persoon(inschrijvingen=[{"gemeente": "0344"} | VANAF_TOT]), "inschrijvingen[0].tot"),
    (persoon(onderwijs={"opleidingen": [VANAF_TOT]}), "onderwijs.opleidingen[0].tot"),
    (persoon(geestelijkBedienaar=[VANAF_TOT]), "geestelijkBedienaar[0].tot"),
    (persoon(richtlijn200438=[VANAF_TOT]), "richtlijn200438[0].tot"),
    (persoon(ontheffing=VANAF_TOT), "ontheffing.tot"),
    (persoon(ingeburgerd=VANAF_TOT), "ingeburgerd.tot"),
    (persoon(asiel("2021-01-02", einddatum="2021-01-01")), "verblijf[0].einddatum"),
]


@pytest.mark.parametrize(("bron", "veld"), VERKEERD_OM)
def test_a_period_that_ends_before_it_begins_is_an_error_with_its_place(bron: Any, veld: str) -> None:
    feiten = lees(bron)
    with pytest.raises(FeitOngeldig) as fout:
        eis_volgorde(feiten)
    assert (fout.value.veld, bool(fout.value.herstel)) == (veld, True)


@pytest.mark.parametrize(
    "bron",
    [
        persoon(asiel("2021-01-02", einddatum="2021-01-02")),
        persoon(asiel("2021-01-02", ingangsdatum=None, einddatum="2020-01-01")),
        persoon(geestelijkBedienaar=[{"vanaf": "2020-01-02", "tot": "2020-01-03"}]),
        persoon(geestelijkBedienaar=[{"vanaf": {"type": "JaarDatum", "jaar": 2020}, "tot": "2020-01-02"}]),
        persoon(geestelijkBedienaar=[{"vanaf": None, "tot": "2020-01-02"}]),
    ],
)
def test_a_period_of_one_day_or_of_an_unknown_begin_is_no_error(bron: Any) -> None:
    eis_volgorde(lees(bron))
    assert beslis(bron).oordeel


def test_an_error_never_repeats_a_value() -> None:
    with pytest.raises(FeitOngeldig) as fout:
        lees(persoon(burgerservicenummer="123456789"))
    assert "123456789" not in fout.value.zin()


@pytest.mark.parametrize(
    ("pad", "mist"),
    [
        (("geboortedatum",), "geboortedatum"),
        (("nationaliteiten",), "nationaliteiten"),
        (("verblijf",), "verblijf"),
        (("verblijf", 0, "grond"), "verblijf[0].grond"),
        (("verblijf", 0, "doel"), "verblijf[0].doel"),
        (("verblijf", 0, "bekendmaking"), "verblijf[0].bekendmaking"),
        (("verblijf", 0, "referent"), "verblijf[0].referent.soort"),
        (("verblijf", 0, "referent", "soort"), "verblijf[0].referent.soort"),
    ],
)
def test_a_missing_fact_that_a_source_must_give_makes_the_outcome_open(pad: tuple, mist: str) -> None:
    uit = beslis(zonder(persoon(gezin("2022-03-01")), *pad))
    assert (uit.oordeel, uit.wet, uit.ingangsdatum) == ("onbekend", None, None)
    assert mist in uit.ontbrekende_feiten


def test_a_null_is_as_unknown_as_an_absent_key() -> None:
    assert beslis(persoon(gezin(None))).oordeel == "onbekend"
    assert beslis(persoon() | {"verblijf": None}).oordeel == "onbekend"


def test_an_empty_list_means_known_to_be_none() -> None:
    assert beslis(persoon()).oordeel == "niet-plichtig"
    assert beslis(persoon(gezin("2022-03-01"), nationaliteiten=[])).oordeel == "plichtig"


def test_an_unknown_fact_that_changes_nothing_is_not_asked_for() -> None:
    uit = beslis(zonder(persoon(asiel("2022-03-01")), "verblijf", 0, "doel"))
    assert (uit.oordeel, uit.ontbrekende_feiten) == ("plichtig", ())
    kennismigrant = persoon({"grond": "8a", "doel": "kennismigrant"})
    assert beslis(kennismigrant).oordeel == "niet-plichtig"
    assert beslis(zonder(persoon(), "nationaliteiten")).oordeel == "niet-plichtig"


def test_another_purpose_needs_the_word_of_the_ind() -> None:
    uit = beslis(persoon({"grond": "8a", "doel": "overig", "bekendmaking": "2022-03-01"}))
    assert uit.ontbrekende_feiten == ("verblijf[0].tijdelijkBepaald",)


def test_the_purpose_of_a_referent_with_a_fixed_term_decides() -> None:
    uit = beslis(persoon(gezin("2022-03-01", {"soort": "regulier-bepaalde-tijd"})))
    assert uit.ontbrekende_feiten == ("verblijf[0].referent.doel",)


def test_school_duty_is_unknown_only_for_someone_of_16_or_17() -> None:
    jong = persoon(asiel("2021-03-01"), geboortedatum="2004-05-01")
    uit = beslis(jong)
    assert (uit.oordeel, uit.wet, uit.ontbrekende_feiten) == ("onbekend", None, ("onderwijs.leerplichtTot",)) or (
        uit.oordeel == "plichtig" and uit.ingangsdatum is None
    )
    assert beslis(persoon(asiel("2023-03-01"), geboortedatum="2004-05-01")).ontbrekende_feiten == ()


def test_the_act_can_be_known_while_the_onset_is_not() -> None:
    uit = beslis(persoon(asiel("2018-03-01"), geboortedatum="2003-05-01"))
    assert (uit.oordeel, uit.wet, uit.ingangsdatum) == ("plichtig", "Wi2013", None)
    assert uit.ontbrekende_feiten == ("onderwijs.leerplichtTot",)


def test_under_the_new_act_unknown_school_duty_leaves_the_onset_known() -> None:
    uit = beslis(persoon(asiel("2025-06-01"), geboortedatum="2009-01-15"))
    assert (uit.oordeel, uit.wet, uit.ingangsdatum) == ("plichtig", "Wi2021", date(2025, 6, 1))
    assert uit.ontbrekende_feiten == ("onderwijs.leerplichtTot",)


@pytest.mark.parametrize(
    ("geboren", "oordeel"),
    [
        ({"type": "JaarDatum", "langFormaat": "1990", "jaar": 1990}, "plichtig"),
        ({"type": "JaarMaandDatum", "langFormaat": "mei 1955", "jaar": 1955, "maand": 5}, "niet-plichtig"),
        ({"type": "JaarDatum", "langFormaat": "1955", "jaar": 1955}, "onbekend"),
        ({"type": "DatumOnbekend", "langFormaat": "onbekend", "onbekend": True}, "onbekend"),
        ({"type": "Datum", "langFormaat": "3 mei 1990", "datum": "1990-05-03"}, "plichtig"),
    ],
)
def test_a_partial_date_of_birth_is_an_interval(geboren: dict, oordeel: str) -> None:
    uit = beslis(persoon(asiel("2021-12-31"), geboortedatum=geboren))
    assert uit.oordeel == oordeel
    assert ("geboortedatum" in uit.ontbrekende_feiten) == (oordeel == "onbekend")


def test_a_diploma_of_an_unknown_kind_is_asked_for() -> None:
    onderwijs = {"diplomas": [{"soort": "zeevaartdiploma", "behaaldOp": "2016-07-01"}]}
    uit = beslis(persoon(gezin("2021-12-05"), onderwijs=onderwijs))
    assert (uit.oordeel, uit.ontbrekende_feiten) == ("onbekend", ("onderwijs.diplomas[0].soort",))


def test_a_decision_that_was_taken_later_cannot_have_been_made_known_before() -> None:
    lid = zonder(
        persoon(gezin("2022-03-01", beschikkingsdatum="2022-02-20", einddatum="2019-01-01")),
        "verblijf",
        0,
        "bekendmaking",
    )
    assert beslis(lid).oordeel == "niet-plichtig"


def test_a_missing_fact_changes_no_other_answer() -> None:
    uit = beslis(persoon(asiel("2022-03-01"), huisvesting={}))
    assert (uit.oordeel, uit.college, uit.ontbrekende_feiten) == ("plichtig", None, ("huisvesting.gemeente",))
