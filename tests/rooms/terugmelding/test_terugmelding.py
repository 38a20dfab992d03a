"""What gemeenten tell back, what it sets, what is refused, and what DUO answers."""

from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta

import pytest

from inburgering.signaal.errors import InhoudOngeldig, SignaalOnbekend, SoortOnbekend
from inburgering.stop.errors import StopVanKracht
from inburgering.terugmelding.errors import TerugmeldingNietMogelijk, TerugmeldingOnbekend, TerugmeldingOngeldig
from inburgering.terugmelding.terms import Uitslag
from inburgering.toegang.errors import GeenBevoegdheid
from inburgering.verstrekking.errors import VerstrekkingNietToegestaan
from signaalbouw import (
    ALMERE,
    DUO,
    LEIDER,
    UTRECHT,
    geef,
    klantmanager,
    later,
    opdracht,
    stel_vast,
    zet_stop,
)

MEI = datetime(2022, 5, 20, 9, tzinfo=UTC)


def meld(soort, over, velden, *, gemeente=ALMERE, now=MEI, **anders):
    from inburgering.terugmelding import commands

    return commands.meld(soort, over, velden, door=klantmanager(gemeente), gemeente=gemeente, now=now, **anders)


def een(nummer):
    from inburgering.terugmelding import queries

    return queries.een(nummer)


def test_a_pip_date_becomes_a_fact_of_the_college_and_sets_the_term(db):
    from inburgering.feit import queries as feiten
    from inburgering.terugmelding import queries

    _, (signaal,) = geef()
    assert queries.termijn(1, moment=MEI) is None
    nummer = meld("R2", signaal, {"pipDatum": "2022-05-10"})
    assert feiten.feiten([1], moment=MEI)[1]["pip"] == {"eersteDagtekening": "2022-05-10"}
    assert [(r.bron, r.soort) for r in feiten.tijdlijn(1, moment=MEI)] == [("college", "pip")]
    termijn = queries.termijn(1, moment=MEI)
    assert (termijn.begin, termijn.uiterlijk) == (date(2022, 5, 11), date(2025, 5, 10))
    assert een(nummer).grondslag == "Bi2021 art. 9.3 lid 2"


@pytest.mark.parametrize(("waar", "dicht"), [((), True), ((ALMERE,), True), ((UTRECHT,), False)])
def test_under_a_stop_of_what_comes_in_nothing_is_told_back_by_command_or_by_hand(db, waar, dicht):
    """Everywhere, or in the gemeenten that the stop names; whoever writes the row without asking is refused as well."""
    from django.db import ProgrammingError

    from inburgering.stop import commands as stop
    from inburgering.stop.terms import Bereik, Keus, Richting
    from inburgering.terugmelding.models import Terugmelding
    from indienst import neem_in_dienst

    _, (signaal,) = geef()
    bereik = Bereik(alles=False, gemeenten=waar, richting=Richting.IN, keus=Keus(soorten=("terugmelding",)))
    neem_in_dienst(LEIDER)
    stop.zet_stop(bereik, "Het formulier klopt niet.", door=LEIDER, now=MEI)
    velden = {
        "soort": "R2",
        "catalogusversie": "x",
        "gemeente": ALMERE,
        "velden": {},
        "door": "medewerker:1",
        "op": MEI,
    }
    with ExitStack() as hoort:
        if dicht:
            hoort.enter_context(pytest.raises(StopVanKracht))
        meld("R2", signaal, {"pipDatum": "2022-05-10"})
    with ExitStack() as hoort:
        if dicht:
            hoort.enter_context(pytest.raises(ProgrammingError, match="een stop houdt tegen"))
        Terugmelding.objects.create(**velden, signaal_id=signaal, grondslag="x")
    assert Terugmelding.objects.count() == (0 if dicht else 2)


def test_a_later_pip_does_not_move_the_term_and_a_correction_of_the_first_does(db):
    from inburgering.terugmelding import queries

    _, (signaal,) = geef()
    eerste = meld("R2", signaal, {"pipDatum": "2022-04-01"})
    meld("R2", signaal, {"pipDatum": "2022-05-10"})
    assert queries.termijn(1, moment=MEI).eerste_pip == date(2022, 4, 1)
    nieuw = meld("R2", signaal, {"pipDatum": "2022-04-08"}, now=MEI + timedelta(hours=1), vervangt=eerste)
    assert queries.termijn(1, moment=MEI + timedelta(hours=2)).uiterlijk == date(2025, 4, 8)
    assert (een(eerste).vervangen_door, een(eerste).geldt, een(nieuw).geldt) == (nieuw, False, True)
    assert queries.termijn(1, moment=MEI).uiterlijk == date(2025, 4, 1), "what was known then stays known"


def test_taking_back_undoes_what_it_set_and_needs_a_reason(db):
    from inburgering.terugmelding import commands, queries

    _, (signaal,) = geef()
    nummer = meld("R2", signaal, {"pipDatum": "2022-04-01"})
    wie = {"door": klantmanager(ALMERE), "gemeente": ALMERE, "now": MEI}
    with pytest.raises(InhoudOngeldig):
        commands.trek_in(nummer, reden=" ", **wie)
    commands.trek_in(nummer, reden="Dit was iemand anders.", **wie)
    assert queries.termijn(1, moment=MEI) is None
    with pytest.raises(TerugmeldingNietMogelijk, match="al vervangen"):
        commands.trek_in(nummer, reden="Nog eens.", **wie)
    meld("R2", signaal, {"pipDatum": "2022-05-02"})
    assert queries.termijn(1, moment=MEI).uiterlijk == date(2025, 5, 2)


def test_what_the_engine_determines_from_the_pip_is_what_the_gemeente_sees(db):
    """A real person through the real chain: the term of the vaststelling is the term that is shown."""
    from inburgering.terugmelding import queries
    from inburgering.vaststelling import queries as vaststellingen
    from portaalzaad import NU as TOEN
    from portaalzaad import rustig

    rustig()
    signaal = next(s for s in _levende_signalen() if vaststellingen.uitkomsten([s.persoon_id])[0].wet == "Wi2021")
    nummer = meld("R2", signaal.pk, {"pipDatum": f"{TOEN:%Y-%m-%d}"}, gemeente=signaal.gemeente, now=TOEN)
    (uitkomst,) = vaststellingen.uitkomsten([een(nummer).persoon_id])
    assert (
        uitkomst.termijnen["inburgeringUiterlijk"]
        == queries.termijn(signaal.persoon_id, moment=TOEN).uiterlijk.isoformat()
    )


def _levende_signalen():
    from inburgering.feit import queries as feiten
    from inburgering.signaal import queries
    from inburgering.stop import queries as stops

    rijen = queries.van_personen([int(p) for p in feiten.personen()])
    levend = stops.levend({s.vrijgave_id for s in rijen})
    return [s for s in rijen if s.vrijgave_id in levend and not s.correctiesoort and s.status == "bezorgd"]


@pytest.mark.parametrize(
    ("soort", "velden", "veld"),
    [
        ("R2", {"pipDatum": "2022-06-10"}, "pipDatum"),
        ("R2", {"pipDatum": "2021-12-31"}, "pipDatum"),
        ("R4", {"pvtUitkomst": "afgerond"}, "pvtDatum"),
        ("R4", {"pvtUitkomst": "niet-afgerond"}, "pvtVerwijtbaar"),
        ("R5", {"mapUitkomst": "afgerond"}, "mapDatum"),
        ("R7", {"aanbodTijdig": True}, "aanbodDatum"),
        ("R1", {"intakeBegin": "2022-05-10", "intakeEinde": "2022-05-09"}, "intakeEinde"),
        ("N2", {"geboortedatum": "1990-01-01"}, "burgerservicenummer"),
    ],
)
def test_what_cannot_be_is_refused_with_the_field(db, soort, velden, veld):
    _, (signaal,) = geef()
    with pytest.raises(TerugmeldingOngeldig) as fout:
        meld(soort, signaal, velden)
    assert fout.value.veld == veld
    assert fout.value.herstel


@pytest.mark.parametrize(
    ("soort", "velden", "veld"),
    [
        ("R2", {}, "pipDatum"),
        ("R2", {"pipDatum": "10-05-2022"}, "pipDatum"),
        ("R3", {"leerroute": "c1-route", "leerrouteVanaf": "2022-05-01"}, "leerroute"),
        ("R3", {"leerroute": "b1-route", "leerrouteVanaf": "2022-05-01", "urenPerWeek": 99}, "urenPerWeek"),
    ],
)
def test_what_the_catalogue_does_not_know_is_refused(db, soort, velden, veld):
    _, (signaal,) = geef()
    with pytest.raises(InhoudOngeldig) as fout:
        meld(soort, signaal, velden)
    assert fout.value.veld == veld


def test_an_unknown_kind_and_health_are_refused(db):
    _, (signaal,) = geef()
    with pytest.raises(SoortOnbekend):
        meld("R99", signaal, {})
    with pytest.raises(InhoudOngeldig):
        meld("R9", signaal, GOED["R9"] | {"medisch": "…"})
    with pytest.raises(VerstrekkingNietToegestaan) as fout:
        meld("R9", signaal, GOED["R9"] | {"toetsingsinkomen": 1})
    assert fout.value.veld == "toetsingsinkomen"


GOED = {
    "R1": {"intakeBegin": "2022-03-01", "intakeEinde": "2022-04-01"},
    "R2": {"pipDatum": "2022-05-10"},
    "R3": {"leerroute": "b1-route", "leerrouteVanaf": "2022-05-10", "urenPerWeek": 12, "alfabetisering": False},
    "R4": {"pvtUitkomst": "afgerond", "pvtDatum": "2022-05-01"},
    "R5": {"mapUitkomst": "niet-afgerond", "mapVerwijtbaar": False},
    "R6": {"stand": "2022-05-01", "taaluren": 40, "participatieuren": 0, "verzuimuren": 2},
    "R7": {"aanbodTijdig": False},
    "R9": {"adviesOver": "verlenging", "adviesInspanningen": True, "adviesDatum": "2022-05-01"},
    "R10": {"overgedragenOp": "2022-05-01", "overgedragenAan": UTRECHT},
    "N1": {"waaromNiet": "verhuisd", "vermoedelijkeGemeente": UTRECHT},
    "N2": {"geboortedatum": "1990-05-01", "vreemdelingennummer": "2700000013"},
}


@pytest.mark.parametrize("soort", list(GOED))
def test_every_kind_can_be_told_with_an_article_of_the_law(db, soort):
    _, (signaal,) = geef()
    rij = een(meld(soort, signaal, GOED[soort]))
    assert rij.velden == GOED[soort]
    assert " art. " in rij.grondslag
    assert rij.titel


def test_fines_are_told_only_when_duo_asked(db):
    from inburgering.signaal import commands

    v, (signaal,) = geef()
    boete = {"gemeenteboete": "brede-intake", "gemeenteboeteBedrag": 250, "gemeenteboeteDatum": "2022-05-01"}
    with pytest.raises(VerstrekkingNietToegestaan, match="als erom is gevraagd"):
        meld("R8", signaal, boete)
    vraag = {"naam": "N. Tesfay", "geboortedatum": "1990-05-01", "vraagOver": "boetes"}
    commands.geef_vrij([opdracht(1, soort="G4", inhoud=vraag)], vrijgave_id=v, door=DUO, now=later(9))
    assert een(meld("R8", signaal, boete)).grondslag == "Bi2021 art. 9.6 lid 4"


def test_nothing_is_told_about_a_person_who_falls_under_another_act(db):
    _, (signaal,) = geef()
    stel_vast({1: ALMERE}, wet="Wi2013")
    with pytest.raises(VerstrekkingNietToegestaan, match="andere wet"):
        meld("R3", signaal, GOED["R3"])
    assert een(meld("N1", signaal, GOED["N1"])).wacht


def test_a_stop_holds_in_both_directions_but_a_wrong_address_may_be_told(db):
    v, (signaal,) = geef()
    zet_stop(v)
    with pytest.raises(StopVanKracht):
        meld("R2", signaal, GOED["R2"])
    assert een(meld("N1", signaal, GOED["N1"])).wacht


def test_nobody_tells_anything_on_a_signaal_that_was_withdrawn_or_is_of_another_gemeente(db):
    from inburgering.signaal import commands

    v, (signaal,) = geef()
    with pytest.raises(SignaalOnbekend):
        meld("R2", signaal, GOED["R2"], gemeente=UTRECHT)
    commands.trek_in([signaal], reden="Fout.", vrijgave_id=v, door=LEIDER, now=later(5))
    with pytest.raises(TerugmeldingNietMogelijk, match="ingetrokken"):
        meld("R2", signaal, GOED["R2"])


def test_another_role_or_another_gemeente_may_not(db):
    from inburgering.terugmelding import commands, queries

    _, (signaal,) = geef()
    with pytest.raises(GeenBevoegdheid):
        commands.meld("R2", signaal, GOED["R2"], door=DUO, gemeente=ALMERE, now=MEI)
    with pytest.raises(GeenBevoegdheid):
        commands.meld("R2", signaal, GOED["R2"], door=klantmanager(UTRECHT), gemeente=ALMERE, now=MEI)
    nummer = meld("R2", signaal, GOED["R2"])
    with pytest.raises(TerugmeldingOnbekend):
        queries.een(nummer, gemeente=UTRECHT)
    with pytest.raises(GeenBevoegdheid):
        commands.beantwoord(nummer, Uitslag.HOORT_BIJ_U, toelichting="", door=klantmanager(ALMERE), now=MEI)


def test_the_executing_body_tells_back_while_its_mandate_lasts(db):
    from dataclasses import replace

    from inburgering.terugmelding import commands, queries
    from inburgering.toegang import commands as toegang
    from inburgering.toegang import queries as wie
    from inburgering.toegang.terms import SYSTEEM

    _, (signaal,) = geef()
    uitvoerder = klantmanager(UTRECHT)
    toegang.geef_mandaat(ALMERE, UTRECHT, vanaf=date(2022, 2, 1), tot=date(2022, 6, 1), door=SYSTEEM, now=MEI)
    voor_wie = {dag: wie.gemeenten_van(uitvoerder, dag) for dag in (date(2022, 1, 31), MEI.date(), date(2022, 6, 1))}
    assert [ALMERE in codes for codes in voor_wie.values()] == [False, True, False]
    namens = replace(uitvoerder, gemeente=ALMERE)
    nummer = commands.meld("R2", signaal, GOED["R2"], door=namens, gemeente=ALMERE, now=MEI)
    assert (queries.een(nummer).gemeente, queries.een(nummer).door) == (ALMERE, uitvoerder.id)


def test_not_my_resident_waits_two_weeks_for_an_answer_and_a_holiday_shifts_it(db):
    from inburgering.terugmelding import commands, queries

    _, (signaal,) = geef()
    nummer = meld("N1", signaal, GOED["N1"], now=datetime(2022, 4, 13, 9, tzinfo=UTC))
    assert een(nummer).uiterlijk == date(2022, 4, 28), "27 April is Koningsdag"
    assert [r.id for r in queries.wachtend()] == [nummer]
    commands.beantwoord(nummer, Uitslag.GAAT_NAAR_ANDER, toelichting="Wij leiden het om.", door=DUO, now=MEI)
    assert queries.wachtend() == []
    assert een(nummer).antwoord.uitslag is Uitslag.GAAT_NAAR_ANDER
    with pytest.raises(TerugmeldingNietMogelijk):
        commands.beantwoord(nummer, Uitslag.HOORT_BIJ_U, toelichting="", door=DUO, now=MEI)


def test_i_miss_somebody_needs_no_signaal_and_tells_the_gemeente_nothing_of_who_is_known(db):
    nummer = meld("N2", None, {"geboortedatum": "1990-05-01", "burgerservicenummer": "999999990"})
    rij = een(nummer)
    assert (rij.persoon_id, rij.signaal_id, rij.wacht) == (None, None, True)


def test_rising_numbers_raise_an_alarm_per_gemeente_and_for_all(db):
    from inburgering.terugmelding import queries

    _, ids = geef(5)
    for n, signaal in enumerate(ids[:4]):
        meld("N1", signaal, GOED["N1"], now=MEI + timedelta(minutes=n))
    alarmen = queries.alarmen(MEI.date())
    assert [(a.soort, a.gemeente, a.aantal) for a in alarmen] == [("N1", "", 4), ("N1", ALMERE, 4)]
    assert queries.alarmen(date(2022, 6, 1)) == []


def test_the_gemeente_reads_what_it_told_since_a_number(db):
    from inburgering.terugmelding import queries

    _, (signaal,) = geef()
    een_, twee = (meld(s, signaal, GOED[s]) for s in ("R1", "R2"))
    assert [r.id for r in queries.van_gemeente(ALMERE)] == [een_, twee]
    assert [r.id for r in queries.van_gemeente(ALMERE, sinds=een_)] == [twee]
    assert queries.van_gemeente(UTRECHT) == []


def test_what_was_told_cannot_be_changed_or_removed(db):
    from django.db import DatabaseError, connection, transaction

    _, (signaal,) = geef()
    meld("R1", signaal, GOED["R1"])
    for opdracht_ in ("UPDATE terugmelding_terugmelding SET velden = '{}'", "DELETE FROM terugmelding_terugmelding"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as c:
            c.execute(opdracht_)


def test_a_terugmelding_has_its_line_in_the_spoor(db):
    from inburgering.spoor import queries as spoor

    _, (signaal,) = geef()
    meld("R1", signaal, GOED["R1"])
    assert [r["name"] for r in spoor.verwerkingen_van(spoor.pseudoniem(1))][-1] == "terugmelding.ontvangen"


def test_a_reading_never_prints_what_was_told(db):
    nummer = meld("N2", None, {"geboortedatum": "1990-05-01", "burgerservicenummer": "999999990"})
    assert "999999990" not in repr(een(nummer))


def test_every_source_of_a_fact_has_a_word_in_the_explanation():
    from inburgering.feit.terms import Bron
    from inburgering.vaststelling import rules

    assert set(rules._BRONNEN) == set(Bron)
