"""The second person agrees by a code where people log in at their own organisation."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from inburgering.primitives import clock
from inburgering.toegang import commands
from inburgering.toegang.terms import Rol
from signaalbouw import ALMERE, UTRECHT, maak_vrijgave

NU = datetime(2022, 1, 26, 9, 0, tzinfo=UTC)
STOP = {"bereik": "alles", "reden": "Verkeerde wet.", "incident": "", "bevestig": "STOP"}


@pytest.fixture
def als(db, monkeypatch, settings_van):
    """Clients that are logged in, as the provider left them: without password."""
    stand = {"nu": NU}
    monkeypatch.setattr(clock, "now", lambda: stand["nu"])
    settings_van(OIDC_UITGEVER="https://inloggen.example")
    for naam, rol in (("leider", Rol.INCIDENTLEIDER), ("fg", Rol.PRIVACY_OFFICER), ("duo", Rol.DUO_MEDEWERKER)):
        commands.maak_medewerker(naam, naam, rol=rol, gemeente=None, wachtwoord=None, now=NU)

    def maak(naam: str) -> Client:
        client = Client()
        client.force_login(get_user_model().objects.get(username=naam))
        return client

    maak.verder = lambda **duur: stand.update(nu=stand["nu"] + timedelta(**duur))
    return maak


def code_van(client: Client) -> str:
    return re.search(r'class="mono">([A-Z0-9-]+)<', client.post("/meetekenen").content.decode())[1]


def roep_uit(client: Client, code: str):
    return client.post("/stops/nieuw", STOP | {"wachtwoord": code})


def test_two_people_stop_together_and_the_code_works_once(als):
    from inburgering.stop import queries

    code = code_van(als("fg"))
    assert roep_uit(als("leider"), code.lower().replace("-", " ")).status_code == 200
    (stop,) = queries.actieve_stops()
    assert (stop.door, stop.tweede) == tuple(f"medewerker:{n}" for n in _nummers("leider", "fg"))
    assert roep_uit(als("leider"), code).status_code == 422
    assert len(queries.actieve_stops()) == 1


def test_a_stop_of_two_gemeenten_is_lifted_for_one_of_them(als):
    from inburgering.stop import queries
    from inburgering.stop.terms import Kanaal

    vrijgave = maak_vrijgave("een")
    waar = {"gemeenten": "Almere, 0344"}
    assert als("leider").post("/stops/nieuw", STOP | waar | {"wachtwoord": code_van(als("fg"))}).status_code == 200
    (stop,) = queries.actieve_stops()
    assert stop.bereik.gemeenten == (ALMERE, UTRECHT)
    als.verder(minutes=1)
    deel = {"deel": "alles", "gemeenten": "utrecht", "bevestig": "OPHEFFEN", "wachtwoord": code_van(als("fg"))}
    bewijs = als("leider").post(f"/stops/{stop.id}/opheffen", deel).content.decode()
    assert "De stop is opgeheven voor Utrecht. Voor de rest blijft hij gelden." in bewijs
    gaat = {g: bool(queries.doorlaten({vrijgave}, kanaal=Kanaal.API, gemeente=g)) for g in (ALMERE, UTRECHT)}
    assert gaat == {ALMERE: False, UTRECHT: True}


def test_a_part_that_the_stop_does_not_cover_is_not_lifted_and_the_form_says_why(als):
    from inburgering.stop import queries

    maak_vrijgave("een")
    waar = {"gemeenten": "Almere"}
    als("leider").post("/stops/nieuw", STOP | waar | {"wachtwoord": code_van(als("fg"))})
    (stop,) = queries.actieve_stops()
    deel = {"deel": "alles", "gemeenten": "Utrecht", "bevestig": "OPHEFFEN", "wachtwoord": code_van(als("fg"))}
    antwoord = als("leider").post(f"/stops/{stop.id}/opheffen", deel)
    assert antwoord.status_code == 422
    assert 'href="#id_gemeenten"' in antwoord.content.decode()
    assert queries.actieve_stops()


def _nummers(*namen: str) -> list[int]:
    from inburgering.toegang.models import Medewerker

    return [Medewerker.objects.get(naam=n).pk for n in namen]


def test_ones_own_code_an_old_one_and_a_replaced_one_do_not_count(als):
    leider = als("leider")
    assert roep_uit(leider, code_van(leider)).status_code == 422
    oud = code_van(als("fg"))
    als.verder(minutes=5)
    assert roep_uit(leider, oud).status_code == 422
    eerst, _ = code_van(als("fg")), code_van(als("fg"))
    assert roep_uit(leider, eerst).status_code == 422


def test_guessing_ends_after_five_and_then_the_right_code_waits_too(als):
    leider, code = als("leider"), code_van(als("fg"))
    assert [roep_uit(leider, "BBBBB-BBBBB").status_code for _ in range(5)] == [422] * 5
    assert roep_uit(leider, code).status_code == 422
    als.verder(seconds=61)
    assert roep_uit(leider, code).status_code == 200


def test_a_second_person_who_was_shut_out_does_not_count(als):
    code = code_van(als("fg"))
    get_user_model().objects.filter(username="fg").update(is_active=False)
    assert roep_uit(als("leider"), code).status_code == 422


def test_the_form_asks_for_a_code_and_no_name(als):
    tekst = als("leider").get("/stops/nieuw").content.decode()
    assert "Code van de tweede persoon" in tekst
    assert "Gebruikersnaam van de tweede" not in tekst
