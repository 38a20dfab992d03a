"""The how-to for suppliers: every line that calls the service is one that the service knows."""

import json
import re
import shlex
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import msgspec

from inburgering.interfaces.api import oauth, openapi
from inburgering.interfaces.api.operaties import OPERATIES

WORTEL = Path(__file__).parents[2]
HANDLEIDING = WORTEL / "docs" / "how-to" / "aansluiten-op-de-api.md"
WIJZIGINGEN = WORTEL / "docs" / "reference" / "api-wijzigingen.md"


def aanroepen() -> list[list[str]]:
    """Every `curl` on the page, in words."""
    tekst = HANDLEIDING.read_text(encoding="utf-8")
    return [shlex.split(regel) for regel in re.findall(r"^curl .+$", tekst, re.MULTILINE)]


def waarde(woorden: list[str], optie: str) -> list[str]:
    return [woorden[i + 1] for i, w in enumerate(woorden) if w == optie]


def operatie_van(methode: str, pad: str):
    kandidaten = [o for o in OPERATIES if re.fullmatch(re.sub(r"{\w+}", "[^/]+", "/v1" + o.pad), pad)]
    return next((o for o in kandidaten if o.methode == methode), None)


def test_every_call_in_the_manual_is_an_operation_with_the_right_body():
    gezien = set()
    for woorden in aanroepen():
        adres = urlsplit(woorden[-1].replace("$DIENST", "https://dienst.example"))
        if adres.path == oauth.PAD:
            velden = dict(v.split("=", 1) for v in waarde(woorden, "-d"))
            assert velden["grant_type"] == "client_credentials"
            assert velden.get("client_assertion_type", oauth.BEWIJS_SOORT) == oauth.BEWIJS_SOORT
            continue
        methode = (waarde(woorden, "-X") or ["GET"])[0]
        operatie = operatie_van(methode, adres.path)
        assert operatie, f"{methode} {adres.path} does not exist"
        gezien.add(operatie.naam)
        koppen = dict(k.split(": ", 1) for k in waarde(woorden, "-H"))
        assert ("Authorization" in koppen) is not operatie.openbaar, woorden
        assert {naam for naam, _ in parse_qsl(adres.query)} <= {p.naam for p in operatie.vraag}, woorden
        body = waarde(woorden, "-d")
        assert bool(body) == (operatie.invoer is not None), woorden
        for tekst in body:
            msgspec.convert(json.loads(tekst), operatie.invoer)
            assert "json" in koppen["Content-Type"]
    assert len(gezien) >= 15


def test_the_manual_shows_every_resource():
    tekst = HANDLEIDING.read_text(encoding="utf-8")
    bronnen = {o.pad.split("/")[1] for o in OPERATIES} - {"verklaringen", "signaalsoorten", "verwerkingsactiviteiten"}
    assert {b for b in bronnen if f"/v1/{b}" not in tekst} == set()


def test_the_version_in_force_is_the_first_in_the_list_of_changes():
    versies = re.findall(r"^## (\d+\.\d+\.\d+)$", WIJZIGINGEN.read_text(encoding="utf-8"), re.MULTILINE)
    assert versies[0] == openapi.VERSIE
    assert versies == sorted(versies, key=lambda v: tuple(map(int, v.split("."))), reverse=True)
