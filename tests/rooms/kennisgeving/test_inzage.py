"""The answer to "wie kreeg mijn gegevens" says what the ledger says, and goes the way of every letter."""

import io
import re

import pypdf
import pytest

from inburgering.stop.errors import StopVanKracht
from keten import ADRES, DAG, MEDEWERKER, NU, mensen, neem_in_gebruik
from leveringen import persoon
from signaalbouw import ALMERE, klantmanager, later, maak_vrijgave, opdracht, zet_stop


@pytest.fixture
def wie(db):
    neem_in_gebruik("bekendmaking")
    (pk,) = mensen(persoon(0, adresregels=ADRES))
    return int(pk)


def _signaal(wie, *, vrijgave=None):
    from inburgering.signaal import commands

    v = maak_vrijgave() if vrijgave is None else vrijgave
    (pk,) = commands.geef_vrij([opdracht(wie)], vrijgave_id=v, door=MEDEWERKER, now=NU)
    return v, pk


def _brief(wie, *, now=NU):
    from inburgering.kennisgeving import commands
    from inburgering.kennisgeving.commands import inzage
    from inburgering.stop import commands as stop

    v = stop.maak_vrijgave("avg-15", "brief", run=f"inzage {now}", now=now)
    (pk,) = commands.schrijf([inzage.opdracht(wie)], vrijgave_id=v, dagtekening=DAG, door=MEDEWERKER, now=now)
    return v, pk


def _tekst(brief_id):
    from inburgering.kennisgeving import queries

    lezer = pypdf.PdfReader(io.BytesIO(queries.pdf(brief_id)))
    return " ".join(re.sub(r"[\u2066-\u2069]", "", " ".join(p.extract_text() for p in lezer.pages)).split())


def test_who_got_nothing_told_is_told_so(wie):
    assert "Niemand kreeg uw gegevens" in _tekst(_brief(wie)[1])


def test_the_letter_names_every_receiver_and_whom_they_told(wie):
    from inburgering.verstrekking import commands, queries

    _signaal(wie)
    (rij,) = queries.van_persoon(wie)
    commands.registreer_doorgifte(
        rij.pk, "taalschool Het Begin", gegevens=("naam",), grondslag="Wi2021 art. 35 lid 3", datum=DAG,
        door=klantmanager(ALMERE), now=later(5),
    )  # fmt: skip
    gelezen = _tekst(_brief(wie, now=later(6))[1])
    assert "Eén organisatie kreeg uw gegevens" in gelezen
    assert "Gemeente Almere" in gelezen
    assert rij.grondslag in gelezen
    assert "taalschool Het Begin: naam" in gelezen


def test_a_letter_to_herself_is_no_other_receiver_but_is_counted(wie):
    from inburgering.kennisgeving import commands

    _brief(wie)
    commands.druk_af(now=NU)
    gelezen = _tekst(_brief(wie, now=later(60))[1])
    assert "Niemand kreeg uw gegevens" in gelezen
    assert "Wij stuurden u één brief" in gelezen


def test_under_a_stop_of_everything_this_letter_waits_too(wie):
    from inburgering.kennisgeving import commands, queries

    zet_stop()
    _, pk = _brief(wie, now=later(1))
    assert commands.druk_af(now=later(2)).geweigerd == (pk,)
    with pytest.raises(StopVanKracht):
        queries.pdf(pk)
