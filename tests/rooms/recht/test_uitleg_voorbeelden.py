"""The explanation of every example of the contract: it never fails, whatever is missing."""

import json
from pathlib import Path
from typing import Any

import pytest

from inburgering.recht import feiten, regelversies, toelichting
from inburgering.recht.toelichting import Toelichting
from rechtpersonen import PEILDATUM


def leg_uit(bron: dict[str, Any], *, regel: str = "bekendmaking", aantal: int = 50) -> Toelichting:
    return toelichting.maak(feiten.lees(bron), regelversies.laad(regel), peildatum=PEILDATUM, tegenproeven=aantal)


def voorbeelden(gegevens: Path) -> list[dict[str, Any]]:
    map_ = gegevens.parent / "contract"
    return [json.loads(regel) for regel in (map_ / "voorbeelden.feiten.jsonl").read_text().splitlines()]


def test_of_someone_of_whom_nothing_is_known_it_says_what_is_missing() -> None:
    uitleg = leg_uit({"persoonId": "N"})
    assert uitleg.uitkomst.oordeel == "onbekend"
    assert "Wij missen: de geboortedatum, de nationaliteit, het verblijfsrecht." in uitleg.voor_persoon()[0]
    assert all(zin.startswith("Als blijkt dat ") for zin in map(uitleg.zin, uitleg.tegenproeven))


@pytest.mark.parametrize("regel", [r.id for r in regelversies.alle()])
def test_an_example_with_any_one_fact_removed_is_still_explained(gegevens: Path, regel: str) -> None:
    alle = voorbeelden(gegevens)
    assert len(alle) == 24
    for bron in alle if regel == "bekendmaking" else alle[::6]:
        for weg in bron.keys() - {"persoonId"}:
            uitleg = leg_uit({naam: feit for naam, feit in bron.items() if naam != weg}, regel=regel, aantal=5)
            assert uitleg.voor_duo().count("\n") > 3, (bron["persoonId"], weg)
            assert uitleg.voor_persoon()[0].startswith(("U ", "Wij ")), (bron["persoonId"], weg)
            assert uitleg.als_json()["redenering"], (bron["persoonId"], weg)
