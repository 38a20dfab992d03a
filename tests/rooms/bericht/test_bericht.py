"""One dated text for everybody: complete, numbered, never changed."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from inburgering.bericht import commands, queries
from inburgering.bericht.errors import BerichtOnbekend, BerichtOnvolledig
from inburgering.toegang.errors import GeenBevoegdheid
from inburgering.toegang.terms import Actor, Rol

NU = datetime(2022, 1, 27, 9, tzinfo=UTC)
MORGEN = NU + timedelta(days=1)
DOOR = Actor("medewerker:1", "N. Haddad", Rol.INCIDENTLEIDER)


def _plaats(now: datetime = NU, **anders: object):
    vast = {"volgende_op": now + timedelta(days=1), "door": DOOR, "now": now}
    return commands.plaats("De stop geldt.", ["Wie het zijn."], "Gebruik niets.", **(vast | anders))


def test_what_counts_now_is_the_newest_that_was_placed(db: str) -> None:
    assert queries.actueel(NU) is None
    _plaats()
    _plaats(MORGEN, titel="Tweede")
    assert queries.actueel(NU).nummer == 1
    assert queries.actueel(MORGEN).titel == "Tweede"


def test_a_correction_is_a_new_version_and_the_old_one_stays(db: str) -> None:
    _plaats(titel="Fout")
    beter = _plaats(MORGEN, titel="Goed", verbetert=1)
    assert (beter.nummer, beter.versie) == (1, 2)
    assert [b.titel for b in queries.alle()] == ["Goed"]
    assert [b.titel for b in queries.versies(1)] == ["Fout", "Goed"]


def test_a_bericht_that_does_not_exist_cannot_be_corrected(db: str) -> None:
    with pytest.raises(BerichtOnbekend):
        _plaats(verbetert=7)


@pytest.mark.parametrize("anders", [{"volgende_op": NU}, {"volgende_op": NU - timedelta(hours=1)}])
def test_a_bericht_promises_a_next_one(db: str, anders: dict) -> None:
    with pytest.raises(BerichtOnvolledig):
        _plaats(**anders)


def test_a_bericht_without_news_is_refused(db: str) -> None:
    with pytest.raises(BerichtOnvolledig):
        commands.plaats(" \n", "", "Doe iets.", volgende_op=MORGEN, door=DOOR, now=NU)


def test_the_application_cannot_change_a_placed_bericht(db: str, app_dsn: str) -> None:
    _plaats()
    with psycopg.connect(app_dsn) as los:
        for daad in ("UPDATE bericht_bericht SET titel = 'x'", "DELETE FROM bericht_bericht"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                los.execute(daad)
            los.rollback()


def test_a_promise_that_passed_is_seen(db: str) -> None:
    bericht = _plaats()
    assert not bericht.is_te_laat(NU)
    assert bericht.is_te_laat(MORGEN)


def test_only_who_leads_an_incident_or_the_law_speaks_for_everybody(db: str) -> None:
    with pytest.raises(GeenBevoegdheid):
        _plaats(door=Actor("medewerker:2", "K. Manager", Rol.KLANTMANAGER))
