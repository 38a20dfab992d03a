"""The worked cases beside the law, and the examples of the contract, come out as they should."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from inburgering.recht import wetten
from rechtpersonen import beslis


def _gevallen() -> list[tuple[str, dict[str, Any], str, dict[str, Any], date]]:
    uit = []
    for pad in sorted(wetten.wortel().rglob("gevallen/*.yaml")):
        bron = yaml.safe_load(pad.read_text(encoding="utf-8"))
        dag = date.fromisoformat(bron["peildatum"])
        for geval in bron["gevallen"]:
            feiten = {"persoonId": geval["persoonId"]} | geval["feiten"]
            uit += [(geval["geval"], feiten, regel, verwacht, dag) for regel, verwacht in geval["verwacht"].items()]
    return uit


GEVALLEN = _gevallen()


def verschillen(gekregen: dict[str, Any], verwacht: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What was asked for and came out otherwise."""
    plat = {s: w for s, w in verwacht.items() if s != "termijnen"} | verwacht.get("termijnen", {})
    alles = gekregen | gekregen["termijnen"]
    return {sleutel: (alles[sleutel], waarde) for sleutel, waarde in plat.items() if alles[sleutel] != waarde}


@pytest.mark.parametrize(
    ("geval", "feiten", "regel", "verwacht", "dag"), GEVALLEN, ids=[f"{g[1]['persoonId']}-{g[2]}" for g in GEVALLEN]
)
def test_a_worked_case_comes_out_as_written(
    geval: str, feiten: dict[str, Any], regel: str, verwacht: dict[str, Any], dag: date
) -> None:
    assert verschillen(beslis(feiten, regel=regel, op=dag).as_json(), verwacht) == {}, geval


def test_the_examples_of_the_contract_come_out_as_expected(gegevens: Path) -> None:
    map_ = gegevens.parent / "contract"
    personen = [json.loads(r) for r in (map_ / "voorbeelden.feiten.jsonl").read_text().splitlines()]
    verwacht = {r["persoonId"]: r["verwacht"] for r in map(json.loads, (map_ / "voorbeelden.verwacht.jsonl").open())}
    fouten = {
        (p["persoonId"], regel): anders
        for p in personen
        for regel, wil in verwacht[p["persoonId"]].items()
        if (anders := verschillen(beslis(p, regel=regel).as_json(), wil))
    }
    assert len(personen) == 24
    assert fouten == {}
