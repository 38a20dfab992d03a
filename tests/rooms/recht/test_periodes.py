"""Onset, interruption and end; which act; which gemeente."""

from datetime import date

import pytest

from rechtpersonen import asiel, beslis, gezin, kort, persoon, regulier


def test_the_onset_is_the_bekendmaking_and_never_the_backdated_ingangsdatum() -> None:
    assert kort(persoon(gezin("2022-01-01", ingangsdatum="2021-06-01"))) == ("plichtig", "Wi2021", "2022-01-01")


@pytest.mark.parametrize(("dag", "wet"), [("2021-12-31", "Wi2013"), ("2022-01-01", "Wi2021")])
def test_the_act_changes_with_the_first_day_of_2022(dag: str, wet: str) -> None:
    assert kort(persoon(gezin(dag))) == ("plichtig", wet, dag)


def test_a_kennisgeving_makes_no_duty() -> None:
    uit = beslis(persoon(regulier("2021-06-01", "studie"), kennisgevingen=[{"datum": "2022-01-10"}]))
    assert uit.oordeel == "niet-plichtig"
    assert uit.waarschuwingen == ("kennisgeving-zonder-plicht",)


def _terug(vertrek: str, terugkeer: str) -> dict:
    weg = date.fromordinal(date.fromisoformat(vertrek).toordinal() - 1).isoformat()
    return persoon(gezin("2020-02-01", einddatum=weg), gezin(terugkeer))


def test_an_interruption_of_exactly_a_year_does_not_end_the_duty() -> None:
    assert kort(_terug("2021-09-15", "2022-09-15")) == ("plichtig", "Wi2013", "2020-02-01")


def test_an_interruption_of_a_year_and_a_day_starts_a_new_duty() -> None:
    assert kort(_terug("2021-09-15", "2022-09-16")) == ("plichtig", "Wi2021", "2022-09-16")


def test_an_interruption_counts_only_once_the_person_is_back() -> None:
    terug = _terug("2021-09-15", "2022-06-10")
    assert beslis(terug, op=date(2021, 10, 1)).einde == (date(2021, 9, 15), "verblijf-beeindigd")
    assert beslis(terug, op=date(2022, 6, 10)).einde is None


def test_an_interruption_lengthens_the_exam_term_by_its_days() -> None:
    assert beslis(_terug("2021-09-15", "2022-06-10")).termijnen["examenUiterlijk"] == date(2023, 10, 26)


def test_an_interruption_lengthens_the_new_term_too() -> None:
    terug = persoon(
        gezin("2022-02-01", einddatum="2023-03-31"), gezin("2023-06-01"), pip={"eersteDagtekening": "2022-05-10"}
    )
    assert beslis(terug).termijnen["inburgeringUiterlijk"] == date(2025, 7, 10)


def test_a_diploma_is_no_interruption() -> None:
    diploma = {"diplomas": [{"soort": "inburgeringsdiploma", "behaaldOp": "2021-10-01"}]}
    uit = kort(persoon(gezin("2020-02-01", einddatum="2022-01-31"), gezin("2022-02-01"), onderwijs=diploma))
    assert uit[1] != "Wi2013"


def test_departure_ends_the_duty() -> None:
    weg = persoon(
        gezin("2022-03-01"), inschrijvingen=[{"gemeente": "0344", "vanaf": "2022-03-10", "tot": "2023-05-01"}]
    )
    assert beslis(weg).einde == (date(2023, 5, 1), "vertrek")


def test_a_return_within_a_year_continues_the_duty() -> None:
    inschrijvingen = [
        {"gemeente": "0344", "vanaf": "2022-03-10", "tot": "2023-05-01"},
        {"gemeente": "0363", "vanaf": "2024-05-01", "tot": None},
    ]
    uit = beslis(persoon(gezin("2022-03-01"), inschrijvingen=inschrijvingen))
    assert (uit.ingangsdatum, uit.einde, uit.college) == (date(2022, 3, 1), None, "0363")


def test_a_stay_in_procedure_that_follows_directly_continues_the_duty() -> None:
    wacht = {"grond": "8g", "doel": "overig", "tijdelijkBepaald": False, "ingangsdatum": "2023-03-01"}
    assert beslis(persoon(gezin("2021-03-01", einddatum="2023-02-28"), wacht)).einde is None
    assert beslis(persoon(gezin("2021-03-01", einddatum="2023-02-28"))).einde == (
        date(2023, 3, 1),
        "verblijf-beeindigd",
    )


def test_a_permanent_right_that_follows_directly_continues_the_duty() -> None:
    blijft = {"grond": "8d", "doel": "asiel", "ingangsdatum": "2023-03-01"}
    assert beslis(persoon(asiel("2021-03-01", einddatum="2023-02-28"), blijft)).einde is None


def test_naturalisation_ends_the_duty() -> None:
    nationaliteiten = [{"code": "0336"}, {"code": "0001", "vanaf": "2024-06-01"}]
    assert beslis(persoon(asiel("2022-03-01"), nationaliteiten=nationaliteiten)).einde == (
        date(2024, 6, 1),
        "nederlander",
    )


@pytest.mark.parametrize("sleutel", ["ontheffing", "ingeburgerd"])
def test_a_decision_ends_a_duty_that_has_existed(sleutel: str) -> None:
    uit = beslis(persoon(asiel("2022-03-01"), **{sleutel: {"vanaf": "2024-04-01"}}))
    assert (uit.oordeel, uit.einde) == ("plichtig", (date(2024, 4, 1), sleutel))


def test_a_duty_that_ended_before_the_new_act_is_gone_under_it() -> None:
    oud = persoon(asiel("2018-03-01"), geboortedatum="1953-01-01")
    assert beslis(oud, op=date(2021, 12, 31)).einde == (date(2019, 5, 1), "aow-leeftijd")
    assert beslis(oud, op=date(2022, 1, 1)).oordeel == "niet-plichtig"


def test_before_the_peildatum_nothing_has_happened_yet() -> None:
    nieuw = persoon(asiel("2022-03-01"))
    assert beslis(nieuw, op=date(2022, 2, 28)).oordeel == "niet-plichtig"
    assert beslis(nieuw, op=date(2022, 3, 1)).oordeel == "plichtig"


def test_reading_b_keeps_pupils_under_the_old_act() -> None:
    studie = {"vanaf": "2020-09-01", "tot": "2022-06-15", "aansluitendOpLeerplicht": True,
              "leidtTotVrijstellendDiploma": True}  # fmt: skip
    leerling = persoon(
        asiel("2017-06-01"), geboortedatum="2002-09-01",
        onderwijs={"leerplichtTot": "2020-09-01", "opleidingen": [studie]},
    )  # fmt: skip
    assert kort(leerling) == ("plichtig", "Wi2021", "2022-06-15")
    assert kort(leerling, regel="bekendmaking-b") == ("plichtig", "Wi2013", "2022-06-15")


def test_the_error_of_2022_follows_the_letter_and_nothing_else() -> None:
    brief = persoon(asiel("2021-11-18"), kennisgevingen=[{"datum": "2022-01-10"}])
    assert kort(brief, regel="kennisgeving") == ("plichtig", "Wi2021", "2022-01-10")
    assert kort(persoon(asiel("2021-11-18")), regel="kennisgeving") == ("niet-plichtig", None, None)


GEHUISVEST = {"gemeente": "0344"}


@pytest.mark.parametrize(
    ("meer", "college"),
    [
        ({"huisvesting": GEHUISVEST, "verblijfplaats": {"gemeente": "1708", "soort": "azc"}}, "0344"),
        ({"huisvesting": GEHUISVEST, "inschrijvingen": [{"gemeente": "1708", "vanaf": "2021-01-01"}]}, "0344"),
        ({"verblijfplaats": {"gemeente": "1708", "soort": "azc"}}, None),
        (
            {
                "huisvesting": GEHUISVEST,
                "inschrijvingen": [
                    {"gemeente": "0344", "vanaf": "2022-05-01", "tot": "2024-02-01"},
                    {"gemeente": "0363", "vanaf": "2024-02-01"},
                ],
            },
            "0363",
        ),
    ],
)
def test_an_asylum_holder_belongs_to_the_gemeente_of_housing(meer: dict, college: str | None) -> None:
    assert beslis(persoon(asiel("2022-03-01"), **meer)).college == college


def test_a_family_migrant_belongs_to_the_gemeente_of_registration_on_the_peildatum() -> None:
    inschrijvingen = [
        {"gemeente": "0344", "vanaf": "2022-05-01", "tot": "2024-02-01"},
        {"gemeente": "0363", "vanaf": "2024-02-01"},
    ]
    lid = persoon(gezin("2022-03-01"), inschrijvingen=inschrijvingen)
    assert beslis(lid).college == "0363"
    assert beslis(lid, op=date(2024, 1, 31)).college == "0344"
