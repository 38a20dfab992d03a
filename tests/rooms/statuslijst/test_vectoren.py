"""The published vectors of the IETF Token Status List, through what writes lists and through what reads them."""

import json
from datetime import UTC, datetime

import numpy as np
import pytest

from inburgering.client.statuslijst import Lijst, StatuslijstOnbruikbaar, lees_token
from inburgering.statuslijst import rules
from inburgering.statuslijst.errors import LijstOnleesbaar
from inburgering.statuslijst.terms import LENGTE_MIN, Toestand

NU = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def bron(gegevens):
    return json.loads((gegevens / "statuslijst" / "ietf-token-status-list-vectors.json").read_text())


def _lijst(vector):
    inhoud = rules.decodeer(vector["lst"])
    return Lijst("https://x.example", NU, NU, NU - NU, vector["bits"], inhoud)


def test_every_published_vector_reads_as_published(bron):
    assert len(bron["vectoren"]) >= 6
    for vector in bron["vectoren"]:
        lijst = _lijst(vector)
        assert len(lijst.inhoud) == vector["aantal_bytes"], vector["naam"]
        alle = rules.pak_uit(lijst.inhoud, bits=vector["bits"])
        for plek, waarde in vector["statussen"].items():
            assert lijst.waarde(int(plek)) == waarde == alle[int(plek)]
        rest = np.ones(len(alle), dtype=bool)
        rest[[int(p) for p in vector["statussen"]]] = False
        assert not alle[rest].any()


def test_every_published_vector_is_written_as_published(bron):
    for vector in bron["vectoren"]:
        bits = vector["bits"]
        rij = np.zeros(vector["aantal_bytes"] * 8 // bits, dtype=np.uint8)
        for plek, waarde in vector["statussen"].items():
            rij[int(plek)] = waarde
        inhoud = rules.pak(rij, bits=bits)
        assert inhoud == rules.decodeer(vector["lst"])
        assert rules.decodeer(rules.codeer(inhoud)) == inhoud
        if "bytes_hex" in vector:
            assert inhoud.hex() == vector["bytes_hex"]


def test_the_published_token_is_verified_and_read(bron):
    sleutels = {"keys": [bron["voorbeeld_jwt_publieke_sleutel"]]}
    lijst = lees_token(
        bron["voorbeeld_jwt_compact"], uri="https://example.com/statuslists/1", sleutels=sleutels, now=NU
    )
    assert [lijst.waarde(i) for i in range(16)] == [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]
    with pytest.raises(StatuslijstOnbruikbaar):
        lijst.waarde(16)


@pytest.mark.parametrize("breuk", ["ander adres", "te vroeg", "te laat", "andere sleutel", "gewijzigd"])
def test_the_published_token_is_refused_when_one_thing_is_wrong(bron, breuk):
    token, uri, now = bron["voorbeeld_jwt_compact"], "https://example.com/statuslists/1", NU
    sleutel = dict(bron["voorbeeld_jwt_publieke_sleutel"])
    if breuk == "ander adres":
        uri = "https://example.com/statuslists/2"
    elif breuk == "te vroeg":
        now = datetime(2023, 1, 1, tzinfo=UTC)
    elif breuk == "te laat":
        now = datetime(2043, 1, 1, tzinfo=UTC)
    elif breuk == "andere sleutel":
        sleutel["kid"] = "13"
    else:
        kop, claims, tekening = token.split(".")
        token = f"{kop}.{claims[:-2]}{'AA' if claims[-2:] != 'AA' else 'BB'}.{tekening}"
    with pytest.raises(StatuslijstOnbruikbaar):
        lees_token(token, uri=uri, sleutels={"keys": [sleutel]}, now=now)


def test_a_list_is_never_shorter_than_its_minimum_and_grows_by_doubling():
    assert rules.lengte(0) == rules.lengte(LENGTE_MIN) == LENGTE_MIN
    assert rules.lengte(LENGTE_MIN + 1) == 2 * LENGTE_MIN
    inhoud = rules.vul({0: Toestand.GESTOPT, LENGTE_MIN: Toestand.VERVANGEN}, aantal=LENGTE_MIN + 1)
    alle = rules.pak_uit(inhoud)
    assert (alle[0], alle[LENGTE_MIN], alle.sum()) == (2, 3, 5)


@pytest.mark.parametrize("lst", ["@@", "eNo", "", "AAAA", "eNo76fITAAPfAg"])
def test_what_is_no_list_is_refused_with_a_way_to_mend_it(lst):
    with pytest.raises(LijstOnleesbaar) as fout:
        rules.decodeer(lst)
    assert fout.value.herstel
