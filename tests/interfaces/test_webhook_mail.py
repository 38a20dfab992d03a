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


# ── Reminders of a stop ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def gestopt(db, settings_van):
    """A stop in Almere, which named two contacts, and Utrecht, which named none; the mailbox and the stop."""
    from inburgering.stop import commands
    from signaalbouw import UTRECHT, zet_stop

    with postbus() as bus:
        settings_van(EMAIL_HOST="127.0.0.1", EMAIL_PORT=bus.poort, ADRES="https://duo.example")
        abonneer("http://127.0.0.1:9/a", contact="inburgering@almere.example")
        abonneer("http://127.0.0.1:9/b", contact="Inburgering@almere.example")
        abonneer("http://127.0.0.1:9/c", contact="beheer@almere.example")
        abonneer("http://127.0.0.1:9/u", UTRECHT)
        vrijgave, _ = geef(2)
        commands.zorg_voor_gemeenten([ALMERE, UTRECHT])
        yield bus, zet_stop(vrijgave)


def herinner(uren):
    from inburgering.interfaces.webhook import waarschuwen
    from inburgering.signaal import commands
    from inburgering.stop import commands as stop

    now = NU + timedelta(hours=uren)
    stop.dring_aan(now=now)
    commands.zet_herinneringen_klaar(now=now)
    return waarschuwen.verstuur(now=now)


def test_a_gemeente_that_did_not_confirm_gets_one_mail_per_mailbox_after_a_day(gestopt):
    bus, stop = gestopt
    assert [herinner(uren) for uren in (23, 24, 25, 72)] == [0, 2, 0, 0]
    assert sorted(str(m["To"]).lower() for m in bus.mails) == ["beheer@almere.example", "inburgering@almere.example"]
    tekst = bus.mails[0].get_content()
    assert bus.mails[0]["Subject"] == "Bevestig de stop voor gemeente Almere"
    assert f"https://duo.example/stops/{stop}/bevestig" in tekst
    assert not [w for w in ("Tesfay", "1990", "whsec", "Verkeerde wet") if w in bus.mails[0].as_string()]


def test_whoever_confirmed_or_is_freed_gets_no_mail(gestopt):
    from inburgering.signaal import commands
    from inburgering.stop import commands as stop_commands
    from signaalbouw import hef_op, klantmanager

    bus, stop = gestopt
    stop_commands.dring_aan(now=NU + timedelta(hours=24))
    stop_commands.bevestig(stop, ALMERE, door=klantmanager(ALMERE), now=NU + timedelta(hours=24))
    assert commands.zet_herinneringen_klaar(now=NU + timedelta(hours=24)) == 0
    hef_op(stop, now=NU + timedelta(hours=25))
    assert herinner(26) == 0
    assert bus.mails == []


def test_a_step_of_narrowing_reminds_nobody(gestopt):
    from inburgering.stop import commands
    from signaalbouw import LEIDER

    _, stop = gestopt
    commands.maak_quarantaine(stop, run="1", door=LEIDER, now=NU)
    assert set(commands.dring_aan(now=NU + timedelta(hours=24))) == {stop}
