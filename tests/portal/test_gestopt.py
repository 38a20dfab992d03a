"""What somebody of a gemeente can still do at a signaal that is stopped."""

import pytest
from django.test import Client

from signaalbouw import ALMERE, NU, geef, zet_stop


@pytest.fixture
def gestopt(db):
    """A klantmanager of Almere with a stopped signaal."""
    from django.contrib.auth import get_user_model

    from inburgering.primitives import clock
    from inburgering.toegang import commands
    from inburgering.toegang.terms import Rol

    _, (signaal,) = geef(now=clock.now())
    zet_stop(now=clock.now())
    commands.maak_medewerker(
        "sanne", "Sanne", rol=Rol.KLANTMANAGER, gemeente=ALMERE, wachtwoord="lang-genoeg-woord", now=NU
    )
    client = Client()
    client.force_login(get_user_model().objects.get(username="sanne"))
    return client, signaal


def test_whoever_gets_somebody_elses_inwoner_says_so_from_the_stopped_signaal(gestopt):
    from inburgering.terugmelding import queries

    client, signaal = gestopt
    pagina = client.get(f"/signalen/{signaal}")
    adres = f"/signalen/{signaal}/terug/N1"
    assert pagina.status_code == 451
    assert f'href="{adres}"' in pagina.content.decode()
    assert client.get(adres).status_code == 200
    assert client.post(adres, {"waaromNiet": "verhuisd"}).status_code == 302
    (rij,) = queries.van_signaal(signaal)
    assert (rij.soort, rij.wacht) == ("N1", True)


def test_anything_else_is_not_told_back_from_a_stopped_signaal(gestopt):
    from inburgering.terugmelding import queries

    client, signaal = gestopt
    antwoord = client.post(f"/signalen/{signaal}/terug/R2", {"pipDatum": "10-05-2022"})
    assert "is gestopt" in antwoord.content.decode()
    assert queries.van_signaal(signaal) == []
