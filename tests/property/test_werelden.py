"""Trying what a missing fact could be: what is skipped would only have said the same again."""

from collections import Counter
from datetime import date
from math import prod
from typing import Any

import numpy as np
import pytest

from bulkpersonen import personen
from inburgering.recht import feiten, regelversies, scalar, werelden
from inburgering.recht.bulk import program
from inburgering.recht.bulk.kernen import plaatsen, wereld
from inburgering.recht.bulk.kernen.onbekend import AS_AANTAL, ASSEN_MAX
from inburgering.recht.bulk.kernen.wandeling import L_ANDER, X_AS, X_PLEK
from inburgering.recht.bulk.kernen.wereld import WB_LENGTE, werkblad
from inburgering.recht.machine import Machine

SCHOLIER = {
    "persoonId": "S1",
    "geboortedatum": "2008-01-02",
    "nationaliteiten": [{"code": "0339"}],
    "verblijf": [{"grond": "8a", "doel": "gezinslid", "referent": {"soort": "unieburger"}, "bekendmaking": "2022-12-30",
                  "ingangsdatum": "2022-12-30"}],
    "inschrijvingen": [{"gemeente": "0599", "vanaf": "2022-12-31"}],
}  # fmt: skip
PAREN = [("bekendmaking", date(2026, 1, 1)), ("kennisgeving", date(2021, 12, 31)), ("bekendmaking-b", date(2022, 1, 1))]


def zonder_school(persoon: dict[str, Any]) -> dict[str, Any]:
    """The same person, of whom the end of school duty and one date of a permit are not known."""
    onderwijs = {naam: w for naam, w in persoon.get("onderwijs", {}).items() if naam != "leerplichtTot"}
    eerste, *rest = persoon.get("verblijf") or [{}]
    verblijf = [{k: w for k, w in eerste.items() if k not in {"bekendmaking", "ingangsdatum"}}, *rest]
    return persoon | {"onderwijs": onderwijs} | ({"verblijf": verblijf} if eerste else {})


@pytest.mark.parametrize(("regel", "peildatum"), PAREN, ids=str)
def test_school_duty_is_only_left_out_where_every_end_of_it_gives_the_same(
    regel: str, peildatum: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    wie = [feiten.lees(SCHOLIER)]
    wie += [feiten.lees(zonder_school(een)) for een in personen(40, zaad=77, leeg=0.002, deels=0.004)]
    regelversie, gekozen, los = regelversies.laad(regel), [], werelden.los_van_school

    def onthoud(beeld: Any) -> bool:
        gekozen.append(los(beeld))
        return gekozen[-1]

    monkeypatch.setattr(werelden, "los_van_school", onthoud)
    kort = [scalar.stel_vast(een, regelversie, peildatum=peildatum).as_json() for een in wie]
    monkeypatch.setattr(werelden, "los_van_school", lambda _beeld: False)
    assert [scalar.stel_vast(een, regelversie, peildatum=peildatum).as_json() for een in wie] == kort
    assert {True, False} <= set(gekozen)


def test_who_is_at_school_may_be_exempt_until_a_day_that_is_not_known() -> None:
    uit = scalar.stel_vast(feiten.lees(SCHOLIER), regelversies.laad("ingangsdatum"), peildatum=date(2026, 1, 1))
    assert uit.ontbrekende_feiten == ("onderwijs.leerplichtTot",)


def tel_werelden(aantallen: list[int], andere: int, wat: int, *, stil: bool) -> tuple[int, list[int], list[int]]:
    """What the worlds of the fast engine agree on, and the first that differs, when the first choice says nothing."""
    stand, uit = werkblad(np.zeros(WB_LENGTE, np.int64)), np.zeros(plaatsen.U_LENGTE, np.int64)
    assen, aantal_op = len(aantallen), [a * plaatsen.AS_BREED + AS_AANTAL for a in range(len(aantallen))]
    stand[X_AS][aantal_op] = aantallen
    if stil:
        stand[X_AS][AS_AANTAL] = 1
    proef = (np.zeros(plaatsen.P_LENGTE, np.int64), *[None] * 11, 0, uit, stand, assen, 0)
    heel, langer = (prod(aantallen) <= wereld.WERELDEN_MAX, max(aantallen)) if stil else (True, 0)

    def een(*delen: Any) -> bool:
        plek, u = delen[-2:]
        rang = 0
        for a in range(1, assen):
            rang = rang * aantallen[a] + int(plek[a])
        u[:] = 0
        u[wat] = rang == andere
        return True

    with pytest.MonkeyPatch.context() as zet:
        zet.setattr(wereld, "wereld", een)
        zet.setattr(wereld, "beslissend", lambda *_: 1)
        uitslag = wereld.werelden(*proef, heel, langer, vast=False)
    eerste_ander = stand[X_PLEK][L_ANDER * ASSEN_MAX :][1:assen]
    return uitslag, uit.tolist(), eerste_ander.tolist()


def test_worlds_are_counted_as_if_every_choice_was_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wereld, "WERELDEN_MAX", 30)
    toeval, gezien = np.random.default_rng(3), Counter[tuple[int, bool]]()
    for _ in range(1500):
        aantallen = [int(n) for n in toeval.integers(2, (30, 6)[int(toeval.integers(2))], int(toeval.integers(1, 5)))]
        aantallen[0] = int(toeval.integers(2, (40, 8)[int(toeval.integers(2))]))
        andere, wat = int(toeval.integers(1, 40)), (plaatsen.U_OORDEEL, plaatsen.U_COLLEGE)[int(toeval.integers(2))]
        alles = tel_werelden(aantallen, andere, wat, stil=False)
        assert tel_werelden(aantallen, andere, wat, stil=True) == alles, (aantallen, andere, wat)
        gezien[alles[0], prod(aantallen) > wereld.WERELDEN_MAX] += 1
    assert {(0, False), (1, False), (1, True)} <= set(gezien)


def test_a_date_of_birth_is_only_left_out_where_no_rule_that_is_read_asks_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert [r.id for r in regelversies.alle() if not program.geboorte_telt(r)] == ["kennisgeving"]
    regelversie, echt = regelversies.laad("kennisgeving"), Machine.feitnamen
    for geraakt in ("vrijgesteld", "valt_onder_artikel_3", "asielstatushouder", "inburgeringsplichtig"):

        def anders(self: Machine, regeling: str, output: str, geraakt: str = geraakt) -> frozenset[str]:
            return echt(self, regeling, output) | ({"geboortedatum"} if output == geraakt else set())

        monkeypatch.setattr(Machine, "feitnamen", anders)
        assert program.geboorte_telt(regelversie), geraakt
