"""Move a threshold of the law by one, or a code out or in, and a named case beside the law comes out otherwise."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from inburgering.primitives.datums import Dagbereik
from inburgering.recht import gevallen, regelversies, wetten
from inburgering.recht.controle.typen import genoemd
from inburgering.recht.gevallen import Geval
from inburgering.recht.machine import Machine, Omgeving
from wetmutanten import Mutant, bron_van, map_van, mutanten, omgekeerd, plaatsen, plekken, verander

BOEK = wetten.laad(wetten.wortel())
ALLE = gevallen.lees(wetten.wortel())
PLEKKEN = plekken()


def test_every_case_beside_the_law_comes_out_as_written() -> None:
    assert gevallen.toets_alle(ALLE, BOEK) == []


@pytest.mark.parametrize("plaats", plaatsen())
def test_every_regeling_with_rules_has_cases_beside_it(plaats: str) -> None:
    regels = any("machine_readable" in artikel for artikel in bron_van(plaats)["articles"])
    assert (
        not regels or plaats.endswith("uitleg/2022-01-01.yaml") or list(map_van(plaats).parent.glob("gevallen/*.yaml"))
    )


@cache
def _gevallen(regeling: str, vanaf: str, outputs: frozenset[str]) -> list[Geval]:
    """The cases of one text of a regeling; those about the changed rule first."""
    uit = []
    for geval in ALLE:
        if geval.regeling != regeling or geval.gaat_over == "persoon":
            continue
        if "vraag" in geval.bron:
            if vanaf not in gevallen.teksten(geval, BOEK):
                continue
            geval = replace(geval, bron={**geval.bron, "teksten": [vanaf]})  # noqa: PLW2901 - the same case, one text
        uit.append(geval)
    return sorted(uit, key=lambda g: g.bron.get("vraag") not in outputs)


def gevangen(mutant: Mutant) -> str:
    """The first case that comes out otherwise, or nothing."""
    boek = verander(BOEK, mutant)
    artikel = mutant.bron["articles"][mutant.artikel]["machine_readable"]
    acties = artikel.get("execution", {}).get("actions", ())
    outputs = frozenset(a["output"] for a in acties if mutant.naam in {a["output"], *genoemd(a["value"])})
    for geval in _gevallen(mutant.bron["$id"], mutant.bron["valid_from"], outputs):
        if gevallen.toets(geval, boek):
            return geval.naam
    return _door_persoon(boek)


def _door_persoon(boek: wetten.Wetboek) -> str:
    regels = regelversies.van_boek(boek)
    personen = (g for g in ALLE if g.gaat_over == "persoon")
    return next((g.naam for g in personen if gevallen.toets(g, boek, regels=regels)), "")


@pytest.mark.parametrize(("plaats", "artikel", "naam"), PLEKKEN, ids=[f"{p}-{n}" for p, _, n in PLEKKEN])
def test_a_threshold_that_moves_by_one_fails_a_named_case(plaats: str, artikel: int, naam: str) -> None:
    alle: Sequence[Mutant] = list(mutanten(plaats, artikel, naam))
    assert alle
    over = [mutant.wat for mutant in alle if not gevangen(mutant) and not maakt_niets_uit(mutant)]
    assert over == []


@pytest.mark.parametrize("plaats", plaatsen())
def test_an_and_that_becomes_an_or_fails_a_named_case(plaats: str) -> None:
    assert [f"{m.naam}: {m.wat}" for m in omgekeerd(plaats) if not gevangen(m)] == []


def maakt_niets_uit(mutant: Mutant) -> bool:
    """Tell whether no birth date at all gets another AOW date: nobody reaches an age on 31 December 2013, for one."""
    if mutant.bron["$id"] != "algemene_ouderdomswet":
        return False
    return _aow_datums(BOEK) == _aow_datums(verander(BOEK, mutant))


def _aow_datums(boek: wetten.Wetboek) -> list[Dagbereik]:
    machine = Machine(boek, tekst_op="2025-01-01")
    dagen = range(date(1945, 1, 1).toordinal(), date(1962, 1, 1).toordinal())
    feiten = ({"geboortedatum": Dagbereik(n, n)} for n in dagen)
    return [machine.reken("algemene_ouderdomswet", "aow_datum", Omgeving(f)) for f in feiten]


def test_the_cases_say_what_is_wrong_when_one_does_not_hold() -> None:
    geval = next(g for g in ALLE if g.bron.get("vraag") == "aow_datum")
    fout: dict[str, Any] = {**geval.bron, "antwoord": "2000-01-01"}
    (zin,) = gevallen.toets(replace(geval, bron=fout), BOEK)
    assert "verwacht 2000-01-01, gekregen 2012-12-31" in zin
