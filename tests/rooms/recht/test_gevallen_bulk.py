"""The fast engine says of the worked cases beside the law what they say themselves: questions, and whole persons."""

import importlib
import importlib.util
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np
import pytest

from inburgering.primitives.datums import Dagbereik
from inburgering.recht import feiten, gevallen, regelversies, wetten
from inburgering.recht.bulk import codes, punt
from inburgering.recht.gevallen import Geval
from inburgering.recht.machine import Machine
from inburgering.recht.tijdlijn import ONBEKEND

BOEK = wetten.laad(wetten.wortel())
ALLE = gevallen.lees(wetten.wortel())
BESLISSEND = {
    "algemene_ouderdomswet": ("2025-01-01",),
    "besluit_inburgering": ("2021-12-31",),
    "besluit_inburgering_2021": ("2022-01-01", "2024-04-17"),
    "wet_inburgering": ("2021-12-31",),
    "wet_inburgering_2021": ("2022-01-01",),
}
TEKSTEN = [(regeling, tekst) for regeling, dagen in BESLISSEND.items() for tekst in dagen]
# The engine for whole persons is built beside this one; as soon as it is there, it is asked too.
MOTOR = importlib.util.find_spec("inburgering.recht.bulk.motor") is not None


def regels(regeling: str, tekst: str) -> Iterator[tuple[Geval, dict[str, Any]]]:
    """The cases about yes, no or a day, with their facts as the engine takes them."""
    acties = BOEK.tekst(regeling, op=tekst).acties
    for geval in ALLE:
        vraag = geval.bron.get("vraag")
        if geval.regeling != regeling or not vraag or geval.bron.get("termijn"):
            continue
        if tekst in gevallen.teksten(geval, BOEK) and acties[vraag].soort in {"boolean", "date"}:
            for gegeven in geval.gegeven():
                yield geval, {naam: gevallen.waarde_van(waarde) for naam, waarde in gegeven.items()}


def kolommen(rijen: list[dict[str, Any]]) -> dict[str, np.ndarray[Any, Any]]:
    """The facts of all cases as columns; a case that has no such fact gets any value."""
    uit: dict[str, np.ndarray[Any, Any]] = {}
    for naam in dict.fromkeys(naam for rij in rijen for naam in rij):
        waarden = [rij.get(naam) for rij in rijen]
        eerste = next(w for w in waarden if w is not None and w is not ONBEKEND)
        if isinstance(eerste, Dagbereik):
            uit[f"{naam}__vroegst"] = np.array([getattr(w, "vroegst", 1) for w in waarden], np.int32)
            uit[f"{naam}__laatst"] = np.array([getattr(w, "laatst", 1) for w in waarden], np.int32)
        elif isinstance(eerste, bool):
            uit[naam] = np.array([2 if w is ONBEKEND else int(w or 0) for w in waarden], np.int8)
        elif isinstance(eerste, str):
            tabel: Mapping[str, int] = codes.tabel(naam, BOEK) or {}
            uit[naam] = np.array([tabel.get(w, -2) if isinstance(w, str) else -1 for w in waarden], np.int32)
        else:
            uit[naam] = np.array([0 if w is None else w for w in waarden], np.float64)
    return uit


def in_tekst(waarde: Any) -> Any:
    """An answer of the fast engine as a case writes it."""
    if np.ndim(waarde) == 0:
        return {0: "nee", 1: "ja", 2: "onbekend"}[int(waarde)]
    return gevallen.in_tekst(Dagbereik(int(waarde[0]), int(waarde[1])), op=None)


@pytest.mark.parametrize(("regeling", "tekst"), TEKSTEN, ids=[f"{r}-{t}" for r, t in TEKSTEN])
def test_the_fast_engine_answers_every_question_as_the_case_says(regeling: str, tekst: str) -> None:
    paren = list(regels(regeling, tekst))
    rijen = kolommen([rij for _, rij in paren])
    machine = Machine(BOEK, tekst_op=tekst)
    vragen = list(dict.fromkeys((regeling, geval.bron["vraag"]) for geval, _ in paren))
    anders = []
    for op in dict.fromkeys(geval.bron.get("op", "2022-01-01") for geval, _ in paren):
        uit = punt.bereken(machine, vragen, rijen, dag=date.fromisoformat(op).toordinal(), draden=1)
        for i, (geval, _) in enumerate(paren):
            if geval.bron.get("op", "2022-01-01") == op:
                kreeg = in_tekst(uit[regeling, geval.bron["vraag"]][i])
                if kreeg != geval.bron["antwoord"]:
                    anders.append((geval.naam, kreeg, geval.bron["antwoord"]))
    assert paren
    assert anders == []


def contract(rij: Mapping[str, Any]) -> dict[str, Any]:
    """One row of the fast engine with the keys of the contract."""
    plat = {k: w.isoformat() if isinstance(w, date) else w for k, w in rij.items()}
    einde = None if plat["eindeDatum"] is None else {"datum": plat["eindeDatum"], "reden": plat["eindeReden"]}
    return {**plat, "einde": einde, "termijnen": {}}


if MOTOR:  # whole persons, as soon as there is an engine for them

    @pytest.mark.parametrize("regel", ["bekendmaking", "bekendmaking-b", "kennisgeving", "ingangsdatum"])
    def test_the_fast_engine_says_of_every_person_what_the_case_says(regel: str) -> None:
        motor = importlib.import_module("inburgering.recht.bulk.motor")
        beelden = importlib.import_module("inburgering.recht.bulk.registerbeeld")
        groep = [g for g in ALLE if g.gaat_over == "persoon" and regel in g.bron["verwacht"]]
        peildatum = date.fromisoformat(groep[0].bron["peildatum"])
        beeld = beelden.van_feiten([feiten.lees(gevallen.persoon(g)) for g in groep])
        uit = motor.stel_vast(beeld, regelversies.laad(regel), peildatum=peildatum).to_pylist()
        anders = {
            g.naam: fout
            for g, rij in zip(groep, uit, strict=True)
            if (fout := gevallen.verschillen(contract(rij), g.bron["verwacht"][regel]))
        }
        assert anders == {}
