"""The term that a first PIP begins is told to the gemeente by itself; and until when a leerroute may change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from inburgering.terugmelding import rules
from inburgering.terugmelding.errors import TerugmeldingOngeldig
from inburgering.terugmelding.terms import Termijn
from keten import mensen
from leveringen import persoon
from signaalbouw import ALMERE, LEIDER, TOEZICHT, hef_op, klantmanager, maak_vrijgave, opdracht, stel_vast

MEI = datetime(2022, 5, 20, 9, tzinfo=UTC)


@pytest.fixture
def signaal(db):
    """A signaal to Almere about somebody of whom the name is known."""
    from inburgering.signaal import commands
    from signaalbouw import DUO

    (pk,) = mensen(persoon(0))
    stel_vast({pk: ALMERE})
    (nummer,) = commands.geef_vrij([opdracht(pk)], vrijgave_id=maak_vrijgave(), door=DUO, now=MEI)
    return nummer, pk


def meld(over, dag, *, soort="R2", now=MEI, **anders):
    from inburgering.terugmelding import commands

    velden = {"pipDatum": dag} if isinstance(dag, str) else dag
    return commands.meld(soort, over, velden, door=klantmanager(ALMERE), gemeente=ALMERE, now=now, **anders)


def verteld():
    """The terms that Almere can read now."""
    from inburgering.signaal import queries

    return [
        (r.inhoud["termijnBegin"], r.inhoud["termijnEinde"])
        for r in queries.inbox(ALMERE, soort="A7", volgorde="volgnummer")
        if r.inhoud
    ]


def test_the_first_pip_is_answered_with_the_term_that_it_began(signaal):
    nummer, pk = signaal
    meld(nummer, "2022-05-10")
    assert verteld() == [("2022-05-11", "2025-05-10")]
    meld(nummer, "2022-05-12", now=MEI + timedelta(hours=1))
    assert verteld() == [("2022-05-11", "2025-05-10")], "a later PIP begins no term"
    from inburgering.verstrekking.models import Verstrekking

    regel = Verstrekking.objects.get(persoon_id=pk, soort="A7")
    assert set(regel.gegevens) >= {"naam", "termijn-begin", "termijn-einde"}


def test_a_pip_that_was_wrong_withdraws_the_term_that_was_told(signaal):
    from inburgering.terugmelding import commands

    nummer, _ = signaal
    een = meld(nummer, "2022-05-10")
    twee = meld(nummer, "2022-05-12", now=MEI + timedelta(hours=1), vervangt=een)
    assert verteld() == [("2022-05-13", "2025-05-12")]
    wie = {"door": klantmanager(ALMERE), "gemeente": ALMERE, "now": MEI + timedelta(hours=2)}
    commands.trek_in(twee, reden="Dit was iemand anders.", **wie)
    assert verteld() == []


def test_what_a_stop_held_is_told_once_it_is_lifted_and_the_pip_itself_was_taken_in(signaal):
    from inburgering.stop import commands as stop
    from inburgering.stop.terms import Bereik, Keus
    from inburgering.terugmelding import commands, queries
    from indienst import neem_in_dienst

    nummer, pk = signaal
    neem_in_dienst(LEIDER, TOEZICHT)
    stop.maak_vrijgave("termijn", "signaal-termijn", run="2022-05", now=MEI, wetten=("Wi2021",))
    bereik = Bereik(alles=False, keus=Keus(soorten=("signaal-termijn",)))
    gezet = stop.zet_stop(bereik, "De termijn klopt niet.", door=LEIDER, now=MEI)
    meld(nummer, "2022-05-10")
    assert queries.termijn(pk, moment=MEI).begin == date(2022, 5, 11)
    assert commands.haal_termijnen_in(now=MEI) == 0
    hef_op(gezet, now=MEI)
    assert [commands.haal_termijnen_in(now=MEI + timedelta(hours=n)) for n in (1, 2)] == [1, 0]
    assert verteld() == [("2022-05-11", "2025-05-10")]


def test_of_whom_the_name_is_not_known_the_pip_is_taken_in_and_no_term_is_told(db):
    from inburgering.spoor.models import Audit
    from signaalbouw import geef

    _, (nummer,) = geef()
    meld(nummer, "2022-05-10")
    assert verteld() == []
    regel = Audit.objects.get(handeling="termijn.niet-doorgegeven")
    assert regel.bijzonderheden == {"code": "inhoud-ongeldig"}


# ── The leerroute ────────────────────────────────────────────────────────────────────────────────

TERMIJN = Termijn(date(2022, 5, 10), date(2022, 5, 11), date(2025, 5, 10))


@pytest.mark.parametrize(
    ("van", "naar", "vanaf", "mag"),
    [
        ("b1-route", "z-route", "2023-11-10", True),
        ("b1-route", "z-route", "2023-11-11", False),
        ("b1-route", "onderwijsroute", "2024-01-01", False),
        ("onderwijsroute", "b1-route", "2025-01-01", True),
        ("onderwijsroute", "z-route", "2024-01-01", False),
        ("b1-route", "b1-route", "2025-01-01", True),
    ],
)
def test_the_leerroute_may_change_for_a_year_and_a_half_and_from_onderwijs_to_b1_always(van, naar, vanaf, mag):
    oud, nieuw = {"leerroute": van}, {"leerroute": naar, "leerrouteVanaf": vanaf}
    rules.check_overstap(nieuw, None, termijn=TERMIJN)
    rules.check_overstap(nieuw, oud, termijn=None)
    if mag:
        rules.check_overstap(nieuw, oud, termijn=TERMIJN)
    else:
        with pytest.raises(TerugmeldingOngeldig, match=r"art\. 5\.4"):
            rules.check_overstap(nieuw, oud, termijn=TERMIJN)


def test_a_change_that_comes_too_late_is_refused_and_putting_right_the_first_is_no_change(signaal):
    nummer, _ = signaal
    meld(nummer, "2022-05-10")
    laat = datetime(2024, 2, 1, 9, tzinfo=UTC)
    een = meld(nummer, {"leerroute": "b1-route", "leerrouteVanaf": "2022-06-01"}, soort="R3", now=laat)
    anders = {"leerroute": "z-route", "leerrouteVanaf": "2024-01-01"}
    with pytest.raises(TerugmeldingOngeldig):
        meld(nummer, anders, soort="R3", now=laat)
    assert meld(nummer, anders, soort="R3", now=laat, vervangt=een)
