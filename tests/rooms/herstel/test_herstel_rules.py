"""Worked cases: the choice of 2022, the AP clock, the severity and the draft."""

from datetime import UTC, date, datetime, timedelta

import pytest

from inburgering.herstel import rules
from inburgering.herstel.errors import BeslissingOngeldig, KeuzeTermijnVoorbij
from inburgering.herstel.terms import (
    Aard,
    Eindstand,
    Fase,
    GeraaktRij,
    Handeling,
    Kern,
    LekFeiten,
    Maatregel,
    Over,
    Uitkomst,
    Wijze,
)  # fmt: skip

BEWUST = datetime(2022, 1, 21, 15, 30, tzinfo=UTC)


def test_the_january_error_is_another_act() -> None:
    told, right = Kern("plichtig", "Wi2021", date(2022, 1, 10)), Kern("plichtig", "Wi2013", date(2021, 11, 18))
    assert rules.weeg(told, right) == (Uitkomst.TEN_ONRECHTE, Aard.ANDERE_WET)


def test_a_chavez_parent_with_a_letter_has_no_duty() -> None:
    assert rules.weeg(Kern("plichtig", "Wi2021"), Kern("niet-plichtig", None)) == (
        Uitkomst.TEN_ONRECHTE,
        Aard.GEEN_PLICHT,
    )


def test_another_onset_under_the_same_act_is_right() -> None:
    told, right = Kern("plichtig", "Wi2021", date(2022, 1, 12)), Kern("plichtig", "Wi2021", date(2022, 1, 3))
    assert rules.weeg(told, right) == (Uitkomst.TERECHT, Aard.ANDER_MOMENT)


def test_a_plichtig_person_whose_act_is_unknown_goes_to_a_person() -> None:
    assert rules.weeg(Kern("plichtig", "Wi2021"), Kern("plichtig", None))[0] is Uitkomst.ONBEKEND


@pytest.mark.parametrize(
    ("brief_op", "wel"),
    [(date(2022, 1, 1), True), (date(2022, 1, 31), True), (date(2021, 12, 31), False), (date(2022, 2, 1), False)],
)
def test_only_a_letter_of_january_2022_gives_a_choice(brief_op: date, wel: bool) -> None:
    groep = rules.is_keuzegroep(Uitkomst.TEN_ONRECHTE, Aard.ANDERE_WET, wet_statutair="Wi2013", brief_op=brief_op)
    assert groep is wel


def test_who_has_no_duty_has_no_choice() -> None:
    assert not rules.is_keuzegroep(
        Uitkomst.TEN_ONRECHTE, Aard.GEEN_PLICHT, wet_statutair="", brief_op=date(2022, 1, 10)
    )


def test_a_family_migrant_is_in_time_on_the_last_day_and_not_the_day_after() -> None:
    uiterlijk = date(2022, 7, 27)
    rules.eis_op_tijd(uiterlijk, uiterlijk, Wijze.VERKLARING)
    with pytest.raises(KeuzeTermijnVoorbij):
        rules.eis_op_tijd(uiterlijk, uiterlijk + timedelta(days=1), Wijze.VERKLARING)
    rules.eis_op_tijd(None, date(2023, 1, 1), Wijze.BREDE_INTAKE)


def test_the_law_and_what_is_applied_stay_apart() -> None:
    assert rules.wet_toegepast("Wi2013", "Wi2021") == "Wi2021"
    assert rules.wet_toegepast("Wi2013", None) == "Wi2013"


def test_asylum_data_is_frozen_and_not_withdrawn() -> None:
    stap = rules.maatregel(
        Uitkomst.TEN_ONRECHTE, in_keuzegroep=True, categorie="asielstatushouder", gemeente="0363", college="0363"
    )
    assert stap is Maatregel.BEVRIEZEN


def test_a_right_signaal_at_the_wrong_gemeente_is_redirected() -> None:
    stap = rules.maatregel(
        Uitkomst.TERECHT, in_keuzegroep=False, categorie="asielstatushouder", gemeente="0457", college="0363"
    )
    assert stap is Maatregel.OMLEIDEN


def test_a_withdrawn_family_migrant_ends_after_letter_and_choice() -> None:
    gedaan = frozenset({Handeling.CORRECTIEBRIEF, Handeling.INGETROKKEN})
    assert rules.eindstand(Uitkomst.TEN_ONRECHTE, gedaan, in_keuzegroep=True, toegepast=None) is None
    eind = rules.eindstand(Uitkomst.TEN_ONRECHTE, gedaan, in_keuzegroep=True, toegepast="Wi2013")
    assert eind is Eindstand.INGETROKKEN_NA_KEUZE


def test_a_decision_needs_a_reason_and_a_matching_act() -> None:
    with pytest.raises(BeslissingOngeldig):
        rules.eis_beslissing(Uitkomst.TERECHT, Kern("plichtig", "Wi2021"), "  ")
    with pytest.raises(BeslissingOngeldig):
        rules.eis_beslissing(Uitkomst.TEN_ONRECHTE, Kern("niet-plichtig", "Wi2013"), "paspoort gezien")
    with pytest.raises(BeslissingOngeldig):
        rules.eis_beslissing(Uitkomst.ONBEKEND, Kern("onbekend", None), "weet het niet")


def test_the_clock_counts_down_to_the_strict_reading() -> None:
    strikt, ruim = BEWUST + timedelta(hours=72), BEWUST + timedelta(hours=96)
    klok = rules.ap_klok(
        BEWUST, strikt=strikt, ruim=ruim, ingediend_op=None, now=BEWUST + timedelta(hours=30, minutes=47)
    )
    assert divmod(klok.resterend_minuten, 60) == (41, 13)
    assert klok.binnen_termijn is None
    te_laat = rules.ap_klok(BEWUST, strikt=strikt, ruim=ruim, ingediend_op=None, now=strikt + timedelta(minutes=1))
    assert (te_laat.resterend_minuten, te_laat.binnen_termijn) == (0, False)
    op_tijd = rules.ap_klok(BEWUST, strikt=strikt, ruim=ruim, ingediend_op=strikt, now=strikt + timedelta(days=9))
    assert op_tijd.binnen_termijn is True


def test_the_severity_follows_enisa() -> None:
    ernst = rules.ernst(
        ["naam", "burgerservicenummer", "plicht"],
        personen=500,
        ei="beperkt",
        geopend=3,
        onbekende_ontvangers=False,
        mogelijk_gebruikt=True,
    )
    assert (ernst.dpc, ernst.ei, ernst.cb, ernst.score, ernst.niveau) == (3, 0.5, 0.5, 2.0, "midden")
    assert ernst.vlaggen == ("meer dan 100 personen",)


def test_a_word_that_severity_does_not_know_never_weighs_nothing() -> None:
    assert rules.dpc_van(["iets-nieuws"], kwetsbaar=False) == 2


def _feiten(**anders: object) -> LekFeiten:
    basis: dict[str, object] = {
        "code": "INC-2022-001",
        "titel": "Verkeerde wet",
        "begonnen_op": date(2022, 1, 3),
        "geeindigd_op": None,
        "bewust_op": BEWUST,
        "ontdekt_door": "Vraag van een gemeente.",
        "betrokkenen_min": 100,
        "betrokkenen_max": 500,
        "regels": 512,
        "categorieen": ("naam", "plicht"),
        "groepen": (),
        "ontvangers": 187,
        "ontvangers_geopend": 3,
        "doorgiften": 4,
        "bevestigd": 0,
        "brieven": 0,
        "gecorrigeerd": 0,
    }
    return LekFeiten(**(basis | anders))  # type: ignore[arg-type]  # each test changes one field


def test_the_first_draft_is_full_but_for_what_only_a_person_knows() -> None:
    ernst = rules.ernst(
        ["plicht"], personen=500, ei="beperkt", geopend=1, onbekende_ontvangers=False, mogelijk_gebruikt=False
    )
    antwoorden = rules.stel_antwoorden_op(_feiten(), ernst, Fase.VOORLOPIG)
    assert rules.ontbreekt(antwoorden) == []
    assert {a.nr for a in antwoorden if a.door_mens} >= {"3.2.1", "4.5"}
    assert 0.7 < rules.ingevuld_deel(antwoorden) < 1
    tekst = {a.nr: a.antwoord for a in antwoorden}
    assert tekst["7.3"] == "Minimaal 100, maximaal 500. Het onderzoek loopt nog."
    assert tekst["4.1.x"] == "Duurt nog voort."


def test_a_draft_without_a_start_says_what_is_missing() -> None:
    ernst = rules.ernst(
        ["plicht"], personen=5, ei="beperkt", geopend=0, onbekende_ontvangers=False, mogelijk_gebruikt=False
    )
    antwoorden = rules.stel_antwoorden_op(_feiten(begonnen_op=None), ernst, Fase.VERVOLG)
    assert rules.ontbreekt(antwoorden) == ["4.1.1"]


def test_money_is_never_guessed() -> None:
    verschil = {("0363", "asielstatushouder"): (10, 4), ("0599", "gezins-of-overige-migrant"): (3, 1)}
    assert rules.geldeffect(verschil, {"asielstatushouder": 100_00}) == {"0363": -600_00, "0599": None}


def test_what_goes_out_is_about_both_wetten_of_everybody_and_about_anything_when_one_is_unknown() -> None:
    een = _geraakt(wet_oud="Wi2021", wet_statutair="Wi2013", categorie="asielstatushouder")
    geen_plicht = _geraakt(wet_oud="Wi2021", wet_statutair="", categorie="geen-plicht")
    onbekend = _geraakt(wet_oud="", wet_statutair="", categorie="")
    assert rules.over([een]) == Over(frozenset({"Wi2013", "Wi2021"}), frozenset({"asielstatushouder"}))
    assert rules.over([geen_plicht]).wetten == {"Wi2021"}
    assert rules.over([een, geen_plicht]).categorieen == {"asielstatushouder", "geen-plicht"}
    assert rules.over([een, onbekend]) == Over()


def _geraakt(**wat: str) -> GeraaktRij:
    vast = {"id": 1, "persoon_id": 1, "uitkomst": Uitkomst.TEN_ONRECHTE, "aard": Aard.ANDERE_WET, "college": ""}
    leeg = {"vaststelling_oud": None, "vaststelling_nieuw": None, "artikel": ""}
    nee = dict.fromkeys(("door_mens", "in_keuzegroep", "had_brief", "had_signaal"), False)
    return GeraaktRij(**vast, **leeg, **nee, **wat)
