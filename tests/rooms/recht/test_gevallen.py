"""The worked cases beside the law, and the examples of the contract, come out as they should."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inburgering.recht import gevallen, wetten
from inburgering.recht.errors import RegelOngeldig
from rechtpersonen import beslis

PERSONEN = [
    (geval, regel) for geval in gevallen.lees(wetten.wortel()) if geval.gaat_over == "persoon"
    for regel in geval.bron["verwacht"]
]  # fmt: skip


@pytest.mark.parametrize(("geval", "regel"), PERSONEN, ids=[f"{g.naam}-{r}" for g, r in PERSONEN])
def test_a_worked_case_comes_out_as_written(geval: gevallen.Geval, regel: str) -> None:
    op = date.fromisoformat(geval.bron["peildatum"])
    gekregen = beslis(gevallen.persoon(geval), regel=regel, op=op).as_json()
    assert gevallen.verschillen(gekregen, geval.bron["verwacht"][regel]) == {}


def test_the_examples_of_the_contract_come_out_as_expected(gegevens: Path) -> None:
    map_ = gegevens.parent / "contract"
    personen = [json.loads(r) for r in (map_ / "voorbeelden.feiten.jsonl").read_text().splitlines()]
    verwacht = {r["persoonId"]: r["verwacht"] for r in map(json.loads, (map_ / "voorbeelden.verwacht.jsonl").open())}
    fouten = {
        (p["persoonId"], regel): anders
        for p in personen
        for regel, wil in verwacht[p["persoonId"]].items()
        if (anders := gevallen.verschillen(beslis(p, regel=regel).as_json(), wil))
    }
    assert len(personen) == 24
    assert fouten == {}


@pytest.mark.parametrize(
    ("deel", "woord"),
    [({"geval": "Proef", "vrag": "wet"}, "vrag is onbekend"), ({"vraag": "wet"}, "geen naam")],
)
def test_a_case_with_a_typing_mistake_is_refused(tmp_path: Path, deel: dict[str, Any], woord: str) -> None:
    (tmp_path / "gevallen").mkdir()
    tekst = json.dumps({"regeling": "proef", "gevallen": [deel]})
    (tmp_path / "gevallen" / "proef.yaml").write_text(tekst, encoding="utf-8")
    with pytest.raises(RegelOngeldig) as fout:
        gevallen.lees(tmp_path)
    assert woord in fout.value.zin()
    assert "gevallen/proef.yaml" in fout.value.zin()
    assert fout.value.herstel


def test_a_case_about_a_question_that_is_not_there_says_so() -> None:
    geval = gevallen.Geval("x.yaml", "wet_inburgering", "Proef", {"vraag": "plichtigheid", "antwoord": "ja"})
    (zin,) = gevallen.toets(geval, wetten.laad(wetten.wortel()))
    assert "geen uitkomst plichtigheid" in zin
