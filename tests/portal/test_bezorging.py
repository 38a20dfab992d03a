"""The screen of webhooks over real HTTP: what each may see, and one click that sends again."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from ontvanger import luister
from signaalbouw import ALMERE, NU, UTRECHT, geef
from webhookhulp import abonneer, drain


@pytest.fixture
def gezakt(db):
    """Almere has an address with three events given up; Utrecht one that works."""
    from inburgering.stop import commands as stop
    from inburgering.toegang import commands
    from inburgering.toegang.terms import Rol

    for naam, rol, gemeente in (
        ("duo", Rol.DUO_MEDEWERKER, None),
        ("fg", Rol.PRIVACY_OFFICER, None),
        ("almere", Rol.KLANTMANAGER, ALMERE),
        ("utrecht", Rol.KLANTMANAGER, UTRECHT),
    ):
        commands.maak_medewerker(naam, naam, rol=rol, gemeente=gemeente, wachtwoord="lang-genoeg-woord", now=NU)
    stop.zorg_voor_gemeenten([ALMERE, UTRECHT])
    with luister() as slecht, luister() as goed:
        slecht.nummer, _ = abonneer(slecht.url)
        abonneer(goed.url.replace("127.0.0.1", "localhost"), UTRECHT)
        geef(3)
        geef(1, UTRECHT)
        slecht.antwoord = lambda _: (503, {})
        for beurt in range(14):
            drain(NU + timedelta(hours=11 * beurt))
        slecht.antwoord = lambda _: (204, {})
        yield slecht


def als(naam: str) -> Client:
    client = Client()
    assert client.login(username=naam, password="lang-genoeg-woord")
    return client


def tekst(antwoord) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", antwoord.content.decode()))


def test_duo_sees_every_address_with_trouble_first_and_no_person(gezakt):
    antwoord = als("duo").get("/bezorging")
    uit = tekst(antwoord)
    assert "2 adressen, 1 niet bereikbaar, 3 berichten opgegeven" in uit
    assert uit.index("Almere") < uit.index("Utrecht")
    assert "Antwoord 503" in uit
    assert not [w for w in ("Tesfay", "1990", "whsec", "/hook") if w in antwoord.content.decode()]


def test_a_gemeente_sees_only_its_own(gezakt):
    assert "Almere" not in tekst(als("utrecht").get("/bezorging")).replace("Gemeente Almere", "")
    assert "niets opgegeven" in tekst(als("utrecht").get("/bezorging"))
    assert "Nieuw signaal 1" in tekst(als("almere").get("/bezorging"))


def test_one_click_sends_again_what_was_given_up(gezakt):
    antwoord = als("almere").post(f"/bezorging/{gezakt.nummer}/opnieuw", follow=True)
    assert "3 berichten gaan opnieuw" in tekst(antwoord)
    before = len(gezakt.ids)
    drain(_nu())
    assert len(gezakt.ids) == before + 3


def test_one_event_can_be_sent_again_by_itself(gezakt):
    from inburgering.signaal import queries

    een = queries.dode_bezorgingen(ALMERE)[0].id
    antwoord = als("duo").post(f"/bezorging/{gezakt.nummer}/opnieuw", {"bezorging": str(een)}, follow=True)
    assert "1 bericht gaat opnieuw" in tekst(antwoord)
    assert len(queries.dode_bezorgingen(ALMERE)) == 2


def test_another_gemeente_and_who_only_supervises_cannot_send_again(gezakt):
    assert als("utrecht").post(f"/bezorging/{gezakt.nummer}/opnieuw").status_code == 404
    assert als("fg").post(f"/bezorging/{gezakt.nummer}/opnieuw").status_code == 403
    assert "Bezorg opnieuw" not in als("fg").get("/bezorging").content.decode()
    assert als("duo").get(f"/bezorging/{gezakt.nummer}/opnieuw").status_code == 405


def test_a_row_of_numbers_is_sent_again_and_a_mistake_is_shown_at_its_field(gezakt):
    client = als("almere")
    goed = {"abonnement": str(gezakt.nummer), "van": "1", "tot": "2"}
    assert "2 berichten gaan opnieuw" in tekst(client.post("/bezorging", goed, follow=True))
    for fout in ({"tot": "0"}, {"van": "x"}, {"van": "3"}, {"abonnement": ""}, {"tot": "99999"}):
        antwoord = client.post("/bezorging", goed | fout)
        assert antwoord.status_code == 422
        assert "dat u moet aanpassen" in tekst(antwoord)


def test_without_any_address_the_screen_says_so(db):
    from inburgering.toegang import commands
    from inburgering.toegang.terms import Rol

    commands.maak_medewerker(
        "duo", "duo", rol=Rol.DUO_MEDEWERKER, gemeente=None, wachtwoord="lang-genoeg-woord", now=NU
    )
    assert "Er is nog geen systeem aangesloten" in tekst(als("duo").get("/bezorging"))


@pytest.mark.parametrize("rommel", ["x", "-1", "99999999", "<b>", "٣"])
def test_nonsense_in_the_address_says_nothing(gezakt, rommel):
    assert "opnieuw. Dat duurt" not in tekst(als("duo").get("/bezorging", {"opnieuw": rommel}))


def _nu():
    from inburgering.primitives import clock

    return clock.now()
