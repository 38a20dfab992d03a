"""How long somebody stays logged in, and how often one may guess a password."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from inburgering.primitives import clock
from inburgering.toegang import commands
from inburgering.toegang.terms import Rol

WACHTWOORD = "samen-een-lang-woord"
NU = datetime(2022, 1, 26, 9, 0, tzinfo=UTC)


@pytest.fixture
def klok(monkeypatch):
    """A clock that the test moves."""
    stand = {"nu": NU}
    monkeypatch.setattr(clock, "now", lambda: stand["nu"])

    def verder(**duur):
        stand["nu"] += timedelta(**duur)

    return verder


@pytest.fixture
def duo(db, klok):
    commands.maak_medewerker("duo", "Duo", rol=Rol.DUO_MEDEWERKER, gemeente=None, wachtwoord=WACHTWOORD, now=NU)
    client = Client()
    assert probeer(client).status_code == 302
    return client


def probeer(client, naam="duo", wachtwoord=WACHTWOORD):
    return client.post("/inloggen", {"gebruikersnaam": naam, "wachtwoord": wachtwoord})


def test_who_does_nothing_for_half_an_hour_is_logged_out_and_told_why(duo, klok):
    klok(minutes=29, seconds=59)
    assert duo.get("/dossiers").status_code == 200
    klok(minutes=30)
    assert duo.get("/dossiers")["Location"] == "/inloggen?next=%2Fdossiers"
    assert "Daarom bent u uitgelogd" in duo.get("/inloggen").content.decode()


def test_who_keeps_working_is_logged_out_after_the_fixed_maximum(duo, klok):
    for _ in range(23):
        klok(minutes=20)
        assert duo.get("/dossiers").status_code == 200
    klok(minutes=20)
    assert duo.get("/dossiers").status_code == 302


def test_the_page_says_until_when_and_lets_one_stay(duo, klok):
    tekst = duo.get("/dossiers").content.decode()
    assert "Ingelogd tot 10:30 uur als u niets doet, hoogstens tot 18:00 uur" in tekst
    assert '/sessie/verleng?next=/dossiers"' in tekst
    klok(minutes=25)
    assert duo.get("/sessie/verleng?next=/dossiers")["Location"] == "/dossiers"
    klok(minutes=25)
    assert duo.get("/dossiers").status_code == 200
    assert duo.get("/sessie/verleng?next=//kwaad.example")["Location"] == "/"


def test_who_does_nothing_is_warned_five_minutes_before_and_not_at_once(duo, klok):
    """The page holds the warning, shut; a script opens it when it is time."""
    tekst = duo.get("/dossiers").content.decode()
    assert 'data-waarschuw-na="1500" hidden>' in tekst
    assert "Om 10:30 uur wordt u uitgelogd" in tekst
    assert "data-waarschuw-na" not in Client().get("/status").content.decode()


def test_a_warning_stands_on_the_page_before_the_maximum(duo, klok):
    waarschuwing = "Uw sessie eindigt om 18:00 uur"
    assert waarschuwing not in duo.get("/dossiers").content.decode()
    for _ in range(24):
        klok(minutes=19, seconds=40)
        tekst = duo.get("/dossiers").content.decode()
    assert waarschuwing in tekst


def test_who_is_too_late_to_stay_logs_in_again(duo, klok):
    klok(minutes=31)
    assert duo.get("/sessie/verleng")["Location"] == "/inloggen"
    assert probeer(duo).status_code == 302
    assert duo.get("/dossiers").status_code == 200


def test_the_session_has_a_new_number_after_a_password_too(db, klok, duo):
    client = Client()
    client.get("/inloggen")
    session = client.session
    session["iets"] = 1
    session.save()
    client.cookies["sessionid"] = voor = session.session_key
    assert probeer(client).status_code == 302
    assert client.session.session_key != voor


def test_five_wrong_passwords_and_then_the_right_one_waits_too(duo, klok):
    client = Client()
    assert [probeer(client, wachtwoord="mis").status_code for _ in range(6)] == [422] * 5 + [429]
    antwoord = probeer(client)
    assert antwoord.status_code == 429
    assert "te vaak een verkeerd wachtwoord ingevuld. Wacht 60 seconden" in antwoord.content.decode()
    assert probeer(Client(), naam="DUO").status_code == 429
    klok(seconds=61)
    assert probeer(client).status_code == 302


def test_nobody_locks_another_place_or_another_name_out(duo, klok):
    ander = Client(REMOTE_ADDR="10.1.2.3")
    for _ in range(6):
        probeer(Client(), wachtwoord="mis")
    assert probeer(ander).status_code == 302
    assert probeer(Client(), naam="iemand", wachtwoord="mis").status_code == 422


def test_one_place_cannot_try_one_password_on_everybody(duo, klok):
    client = Client()
    gekregen = [probeer(client, naam=f"naam{n}", wachtwoord="zomer2022").status_code for n in range(52)]
    assert gekregen.count(422) == 50
    assert gekregen[-1] == 429
    assert probeer(client).status_code == 429


def test_failures_leave_an_audit_line_without_the_name(duo, klok):
    from inburgering.spoor.models import Audit

    probeer(Client(), wachtwoord="mis")
    regel = Audit.objects.filter(handeling="aanmelding.mislukt").get()
    assert "duo" not in regel.object_id


def test_an_empty_form_is_no_attempt(duo):
    for _ in range(8):
        assert Client().post("/inloggen", {"gebruikersnaam": "duo"}).status_code == 422
    assert probeer(Client()).status_code == 302
