"""The code on the page for suppliers is the code that works."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from ontvanger import luister
from signaalbouw import ALMERE, NU, geef, klantmanager
from webhookhulp import abonneer, drain

PAGINA = Path(__file__).parents[2] / "docs" / "how-to" / "webhook-ontvangen.md"


@pytest.fixture
def klopt():
    ((code),) = re.findall(r"```python\n(.*?)```", PAGINA.read_text(encoding="utf-8"), re.DOTALL)
    ruimte = {}
    exec(code, ruimte)
    return ruimte["klopt"]


def test_the_code_of_the_page_accepts_what_we_send_also_while_the_secret_changes(db, klopt):
    from inburgering.signaal import commands

    with luister() as ontvanger:
        nummer, oud = abonneer(ontvanger.url)
        nieuw = commands.vernieuw_geheim(nummer, door=klantmanager(ALMERE), now=NU)
        geef()
        drain()
    ((koppen, inhoud),) = ontvanger.ontvangen
    nu = NU.timestamp()
    assert klopt(oud, koppen, inhoud, nu)
    assert klopt(nieuw, koppen, inhoud, nu)
    assert not klopt(nieuw, koppen, inhoud + b" ", nu)
    assert not klopt(nieuw, koppen | {"webhook-id": "ander"}, inhoud, nu)
    assert not klopt("whsec_" + "A" * 44, koppen, inhoud, nu)
    assert not klopt(nieuw, koppen, inhoud, (NU + timedelta(minutes=6)).timestamp())
    assert not klopt(nieuw, koppen, inhoud, (NU - timedelta(minutes=6)).timestamp())


def test_an_event_has_exactly_the_attributes_of_the_page(db):
    import json

    ((voorbeeld),) = re.findall(r"```json\n(.*?)```", PAGINA.read_text(encoding="utf-8"), re.DOTALL)
    with luister() as ontvanger:
        abonneer(ontvanger.url)
        geef()
        drain()
    (bericht,) = ontvanger.berichten
    assert list(bericht) == list(json.loads(voorbeeld))
    assert list(bericht["data"]) == ["gemeente"]
