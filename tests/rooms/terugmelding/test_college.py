"""Only the college of a person tells what sets something; who was the college keeps what it set and hands over."""

from datetime import UTC, date, datetime, timedelta

import pytest

from inburgering.signaal.terms import Correctiesoort, Omleiding
from inburgering.stop.errors import StopVanKracht
from inburgering.stop.terms import Kanaal
from inburgering.terugmelding.errors import TerugmeldingNietMogelijk, TerugmeldingOngeldig
from inburgering.terugmelding.terms import Uitslag
from inburgering.verstrekking.errors import VerstrekkingNietToegestaan
from signaalbouw import (
    ALMERE,
    AMSTERDAM,
    DUO,
    LEIDER,
    UTRECHT,
    WEESP,
    geef,
    inhoud,
    klantmanager,
    later,
    maak_vrijgave,
    stel_vast,
    zet_stop,
)

MEI = datetime(2022, 5, 20, 9, tzinfo=UTC)
WIE = {"geboortedatum": "1990-05-01", "vreemdelingennummer": "2700000013"}
AAN_UTRECHT = {"overgedragenOp": "2022-05-01", "overgedragenAan": UTRECHT}


def meld(soort, over, velden, *, gemeente=ALMERE, now=MEI, **anders):
    from inburgering.terugmelding import commands

    return commands.meld(soort, over, velden, door=klantmanager(gemeente), gemeente=gemeente, now=now, **anders)


def eerste_pip(moment=MEI):
    from inburgering.feit import queries

    return queries.feiten([1], moment=moment)[1].get("pip", {}).get("eersteDagtekening")


@pytest.fixture
def verhuisd(db):
    """Somebody who went from Almere to Utrecht: the old signaal, its correctie and the new one."""
    from inburgering.signaal import commands

    _, (oud,) = geef()
    stel_vast({1: UTRECHT}, now=later(60))
    (paar,) = commands.leid_om(
        [Omleiding(oud, UTRECHT, inhoud())], reden="Verhuisd.", vrijgave_id=maak_vrijgave("om"), door=LEIDER, now=MEI
    )
    return oud, paar.correctie, paar.nieuw


def test_nobody_sets_anything_through_a_correctie(verhuisd):
    _, correctie, nieuw = verhuisd
    for soort, velden in (("R2", {"pipDatum": "2022-04-01"}), ("N1", {"waaromNiet": "verhuisd"})):
        with pytest.raises(TerugmeldingNietMogelijk, match="Dit is een correctie"):
            meld(soort, correctie, velden)
    meld("R2", nieuw, {"pipDatum": "2022-05-10"}, gemeente=UTRECHT)
    assert eerste_pip() == "2022-05-10"


def test_who_is_not_the_college_any_more_tells_no_pip_but_may_say_that_it_is_not_theirs(db):
    """Also before the correctie came: the signaal still lies there."""
    _, (signaal,) = geef()
    for college in (UTRECHT, None):
        stel_vast({1: college}, now=MEI)
        with pytest.raises(VerstrekkingNietToegestaan, match="college"):
            meld("R2", signaal, {"pipDatum": "2022-05-10"})
    assert eerste_pip() is None
    assert meld("N1", signaal, {"waaromNiet": "verhuisd"})


def test_a_pip_of_who_was_not_the_college_does_not_keep_the_right_one_out(verhuisd):
    """As it was told before that was refused: it stays readable and counts for nothing."""
    from inburgering.feit import commands as feiten
    from inburgering.terugmelding import queries
    from inburgering.terugmelding.models import Terugmelding

    oud, correctie, nieuw = verhuisd
    for signaal in (oud, correctie):
        Terugmelding.objects.create(
            soort="R2",
            catalogusversie="2022.1",
            gemeente=ALMERE,
            persoon_id=1,
            signaal_id=signaal,
            velden={"pipDatum": "2022-04-01"},
            grondslag="Bi2021 art. 9.3 lid 2",
            door="medewerker:10",
            op=MEI,
        )
    feiten.zet_eerste_pip(1, date(2022, 4, 1), now=MEI)
    meld("R2", nieuw, {"pipDatum": "2022-05-10"}, gemeente=UTRECHT, now=MEI + timedelta(hours=1))
    assert eerste_pip(MEI + timedelta(hours=2)) == "2022-05-10"
    assert [r.gemeente for r in queries.geldende_pips(1)] == [UTRECHT]
    assert [r.gemeente for r in queries.begonnen_termijnen()] == [UTRECHT]


def test_the_first_pip_keeps_counting_after_a_move(db):
    from inburgering.terugmelding import commands, queries

    _, (signaal,) = geef()
    eerste = meld("R2", signaal, {"pipDatum": "2022-04-01"})
    stel_vast({1: UTRECHT}, now=MEI + timedelta(hours=1))
    assert eerste_pip() == "2022-04-01"
    assert [r.id for r in queries.geldende_pips(1)] == [eerste]
    wie = {"door": klantmanager(ALMERE), "gemeente": ALMERE, "now": MEI + timedelta(days=1)}
    commands.trek_in(eerste, reden="Dit was iemand anders.", **wie)
    assert eerste_pip(MEI + timedelta(days=2)) is None, "what it told itself, it may take back"


def test_who_took_over_from_the_college_is_the_college(db):
    """Weesp became Amsterdam on 24 March 2022; the signaal is still the one of Weesp."""
    _, (signaal,) = geef(gemeente=WEESP)
    from inburgering.terugmelding import queries

    nummer = meld("R2", signaal, {"pipDatum": "2022-05-10"}, gemeente=WEESP)
    assert [r.id for r in queries.geldende_pips(queries.een(nummer).persoon_id)] == [nummer]


def test_the_former_college_tells_once_to_whom_it_handed_over(verhuisd):
    oud, _, _ = verhuisd
    with pytest.raises(TerugmeldingOngeldig, match="eigen gemeente") as fout:
        meld("R10", oud, AAN_UTRECHT | {"overgedragenAan": ALMERE})
    assert fout.value.veld == "overgedragenAan"
    with pytest.raises(TerugmeldingOngeldig, match="bestaat niet"):
        meld("R10", oud, AAN_UTRECHT | {"overgedragenAan": "9998"})
    eerste = meld("R10", oud, AAN_UTRECHT)
    with pytest.raises(TerugmeldingNietMogelijk, match="al aan wie") as nee:
        meld("R10", oud, AAN_UTRECHT | {"overgedragenAan": AMSTERDAM})
    assert str(eerste) in nee.value.herstel
    assert meld("R10", oud, AAN_UTRECHT | {"overgedragenAan": AMSTERDAM}, vervangt=eerste) > eerste
    with pytest.raises(TerugmeldingNietMogelijk, match="ingetrokken"):
        meld("R2", oud, {"pipDatum": "2022-05-10"})


def test_the_same_question_is_asked_once_until_it_is_answered_and_counts_once_a_month(db):
    from inburgering.terugmelding import commands, queries
    from inburgering.terugmelding.models import Terugmelding

    keren = [meld("N2", None, WIE, now=MEI + timedelta(minutes=n)) for n in range(4)]
    assert len(set(keren)) == 1
    assert meld("N2", None, WIE, gemeente=UTRECHT) != keren[0], "another gemeente asks for itself"
    commands.beantwoord(keren[0], Uitslag.NIET_GEVONDEN, toelichting="", door=DUO, now=MEI + timedelta(hours=1))
    weer = [meld("N2", None, WIE, now=MEI + timedelta(hours=n)) for n in (2, 3, 4)]
    assert len({*keren, *weer}) == 2
    assert Terugmelding.objects.filter(gemeente=ALMERE).count() == 2
    assert queries.alarmen(MEI.date()) == []
    assert [t.aantal for t in queries.tellingen() if t.gemeente == ALMERE] == [1]


def test_not_my_resident_four_times_on_one_signaal_is_no_rising_number(db):
    from inburgering.terugmelding import queries

    _, (signaal,) = geef()
    for n in range(4):
        meld("N1", signaal, {"waaromNiet": "verhuisd"}, now=MEI + timedelta(minutes=n))
    assert queries.alarmen(MEI.date()) == []


def test_a_refusal_is_noted_for_the_kanaal_it_came_through(db):
    from inburgering.stop import queries as stops

    v, (signaal,) = geef()
    zet_stop(v)
    with pytest.raises(StopVanKracht):
        meld("R2", signaal, {"pipDatum": "2022-05-10"}, kanaal=Kanaal.API)
    assert stops.weigeringen() == {Kanaal.API: 1}


def test_what_was_delivered_late_is_a_signaal_like_any_other(db):
    from inburgering.signaal import commands
    from inburgering.signaal import queries as signalen
    from signaalbouw import opdracht

    (laat,) = commands.lever_na([opdracht(1)], vrijgave_id=maak_vrijgave(), door=DUO, now=MEI)
    assert signalen.envelop(laat).correctiesoort == Correctiesoort.NALEVERING
    for over in (laat, 1):
        meld("R2", over, {"pipDatum": "2022-05-10"})
    assert eerste_pip() == "2022-05-10"
