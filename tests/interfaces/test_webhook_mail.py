"""When delivering fails for good the contact gets one mail, over real SMTP, in which nobody is named."""

from datetime import timedelta

import pytest

from mailserver import postbus
from ontvanger import luister
from signaalbouw import ALMERE, NU, geef, later, zeg_ja
from webhookhulp import abonneer, drain


@pytest.fixture
def ontvanger(db):
    with luister() as o:
        yield o


def laat_sterven(ontvanger, aantal=3, **anders):
    nummer, _ = abonneer(ontvanger.url, **anders)
    geef(aantal)
    ontvanger.antwoord = lambda _: (500, {})
    nu = NU
    for _ in range(14):
        drain(nu)
        nu += timedelta(hours=11)
    return nummer, nu


def test_the_contact_gets_one_mail_however_many_events_were_given_up(ontvanger, settings_van):
    with postbus() as bus:
        settings_van(EMAIL_HOST="127.0.0.1", EMAIL_PORT=bus.poort, ADRES="https://duo.example")
        nummer, _ = laat_sterven(ontvanger, contact="beheer@almere.example")
        (mail,) = bus.mails
        tekst = mail.get_content()
        assert (mail["To"], mail["Auto-Submitted"]) == ("beheer@almere.example", "auto-generated")
        assert mail["Subject"] == "Berichten voor gemeente Almere komen niet aan"
        assert "127.0.0.1" in tekst
        assert "https://duo.example/bezorging" in tekst
        assert str(nummer) in tekst
        assert not [w for w in ("Tesfay", "1990", "hook", "whsec") if w in mail.as_string()]


def test_after_it_worked_again_the_next_failure_is_told_again(ontvanger, settings_van):
    from inburgering.signaal import commands
    from signaalbouw import DUO

    with postbus() as bus:
        settings_van(EMAIL_HOST="127.0.0.1", EMAIL_PORT=bus.poort)
        nummer, nu = laat_sterven(ontvanger, 1, contact="beheer@almere.example")
        ontvanger.antwoord = lambda _: (204, {})
        commands.probeer_opnieuw(nummer, door=DUO, now=nu)
        drain(nu)
        geef(1, now=nu)
        ontvanger.antwoord = lambda _: (500, {})
        for _ in range(14):
            drain(nu)
            nu += timedelta(hours=11)
        assert len(bus.mails) == 2


def test_an_address_that_is_gone_ends_the_abonnement_and_says_so(ontvanger, settings_van):
    from inburgering.signaal import queries
    from inburgering.spoor.models import Audit

    with postbus() as bus:
        settings_van(EMAIL_HOST="127.0.0.1", EMAIL_PORT=bus.poort)
        nummer, _ = abonneer(ontvanger.url, contact="beheer@almere.example")
        geef(5)
        ontvanger.antwoord = lambda _: (410, {})
        drain()
        assert [m["Subject"] for m in bus.mails] == ["Het abonnement van gemeente Almere is beëindigd"]
        assert queries.abonnement(nummer).reden_einde == "410"
        assert Audit.objects.filter(handeling="abonnement.beeindigd", actor="systeem").count() == 1


def test_a_mail_server_that_is_away_loses_no_mail_and_sends_none_twice(ontvanger, settings_van):
    from inburgering.signaal import queries

    settings_van(EMAIL_HOST="127.0.0.1", EMAIL_PORT=9, EMAIL_TIMEOUT=1)
    _, nu = laat_sterven(ontvanger, contact="beheer@almere.example")
    (wacht,) = queries.waarschuwingen()
    assert wacht.verzonden_op is None
    assert wacht.pogingen > 0
    with postbus() as bus:
        settings_van(EMAIL_PORT=bus.poort)
        for uur in (12, 24, 36):
            drain(nu + timedelta(hours=uur))
        assert len(bus.mails) == 1
    assert queries.waarschuwingen()[0].verzonden_op is not None


def test_a_mail_server_that_refuses_is_asked_again_later(ontvanger, settings_van):
    with postbus() as bus:
        settings_van(EMAIL_HOST="127.0.0.1", EMAIL_PORT=bus.poort)
        bus.weiger = True
        _, nu = laat_sterven(ontvanger, contact="beheer@almere.example")
        assert bus.mails == []
        bus.weiger = False
        drain(nu + timedelta(hours=12))
        assert len(bus.mails) == 1


def test_without_a_contact_or_a_mail_server_nothing_is_sent_and_nothing_breaks(ontvanger, settings_van):
    from inburgering.signaal import queries

    settings_van(EMAIL_HOST="")
    laat_sterven(ontvanger)
    assert queries.waarschuwingen() == []
    assert len(queries.dode_bezorgingen()) == 3


@pytest.mark.parametrize(
    "contact", ["geen adres", "a@b", "a@b.nl, c@d.nl", "a@b.nl\nBcc: x@y.nl", "<a@b.nl>", "a" * 250 + "@b.nl"]
)
def test_a_contact_that_is_no_single_address_is_refused(db, contact):
    from inburgering.signaal.errors import AbonnementOngeldig

    with pytest.raises(AbonnementOngeldig, match="e-mailadres"):
        abonneer("https://systeem.example/hook", contact=contact)


def test_an_abonnement_without_an_answer_is_told_to_its_contact(ontvanger, settings_van):
    with postbus() as bus:
        settings_van(EMAIL_HOST="127.0.0.1", EMAIL_PORT=bus.poort)
        ontvanger.toestemming = lambda _: None
        abonneer(ontvanger.url, ALMERE, contact="beheer@almere.example")
        for uur in range(0, 130, 11):
            drain(later(60 * uur))
        assert [m["Subject"] for m in bus.mails] == ["Het abonnement van gemeente Almere is niet gestart"]
        zeg_ja()
