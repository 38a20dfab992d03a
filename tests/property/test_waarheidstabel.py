"""The Boolean layer on every truth assignment: each condition of each text, its leaves nee, onbekend and ja in turn.

A leaf is a named fact, a named outcome, or a comparison; named outcomes have a table of their own, so that together the
tables cover every combination of every condition. Each engine is asked, and all must say what Kleene says.
"""

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
import pytest

from inburgering.recht import sql, wetten
from inburgering.recht.boom import Bewerking, Knoop, Naam, Vast
from inburgering.recht.bulk import punt
from inburgering.recht.machine import Machine, Omgeving
from inburgering.recht.tijdlijn import JA, NEE, WEET_NIET, Antwoord
from inburgering.recht.wetten import Actie, Regeling, Wetboek
from sqlbank import duck

ANTWOORDEN = (0.0, 0.5, 1.0)  # nee, onbekend, ja
LIJN = {0.0: NEE, 0.5: WEET_NIET, 1.0: JA}
WAARDE = {Antwoord.NEE: 0.0, Antwoord.ONBEKEND: 0.5, Antwoord.JA: 1.0}
BLADEREN_MAX = 8


def voorwaarden() -> Iterator[tuple[str, Knoop, list[str]]]:
    """Every boolean action of every text, its leaves replaced by names."""
    for teksten in wetten.laad(wetten.wortel()).teksten.values():
        for tekst in teksten:
            for actie in tekst.acties.values():
                if actie.soort == "boolean":
                    bladeren: dict[str, str] = {}
                    boom = kaal(actie.knoop, bladeren)
                    yield f"{tekst.id}@{tekst.vanaf}.{actie.output}", boom, list(bladeren.values())


def kaal(knoop: Knoop, bladeren: dict[str, str]) -> Knoop:
    """The tree with AND, OR, NOT and comparison with true or false kept, and all else a leaf with a name."""
    if isinstance(knoop, Vast):
        return knoop
    if isinstance(knoop, Bewerking) and (knoop.soort in {"AND", "OR", "NOT"} or met_waarheid(knoop)):
        return Bewerking(knoop.soort, tuple(kaal(deel, bladeren) for deel in knoop.delen))
    return Naam(bladeren.setdefault(repr(knoop), f"blad_{len(bladeren)}"))


def met_waarheid(knoop: Bewerking) -> bool:
    return knoop.soort == "EQUALS" and isinstance(knoop.delen[1], Vast) and isinstance(knoop.delen[1].waarde, bool)


def kleene(knoop: Knoop, bladeren: dict[str, float]) -> float:
    """Kleene's answer, as minimum and maximum: written for this test, shared with no engine."""
    if isinstance(knoop, Naam):
        return bladeren[knoop.naam]
    if isinstance(knoop, Vast):
        return float(knoop.waarde)
    assert isinstance(knoop, Bewerking)
    delen = [kleene(deel, bladeren) for deel in knoop.delen]
    if knoop.soort == "EQUALS":
        return delen[0] if delen[1] else 1 - delen[0]
    return {"AND": min, "OR": max, "NOT": lambda d: 1 - d[0]}[knoop.soort](delen)


def boek(boom: Knoop, bladeren: list[str]) -> Wetboek:
    """A book of law with only this condition."""
    grond = wetten.Grondslag("toets", "1", "jci", "Klopt dit?")
    actie = Actie("toets", "voorwaarde", "boolean", boom, grond)
    parameters = [{"name": naam, "type": "boolean"} for naam in bladeren]
    artikel = {"number": "1", "machine_readable": {"execution": {"parameters": parameters}}}
    regeling = Regeling("toets", "toets", "2022-01-01", "https://example.org", {"voorwaarde": actie}, {}, (artikel,))
    return Wetboek({"toets": (regeling,)}, repr(boom))


ALLE = list(voorwaarden())
EEN_VAN_ELK = list({repr(boom): (naam, boom, bladeren) for naam, boom, bladeren in reversed(ALLE)}.values())
DOEL = ("toets", "voorwaarde")


def toewijzingen(bladeren: list[str]) -> list[dict[str, float]]:
    """Every assignment; of a long flat list every one of each pair, the others all nee, all onbekend or all ja."""
    if len(bladeren) <= BLADEREN_MAX:
        return [dict(zip(bladeren, rij, strict=True)) for rij in product(ANTWOORDEN, repeat=len(bladeren))]
    return [
        dict.fromkeys(bladeren, rest) | dict(zip(paar, twee, strict=True))
        for paar in combinations(bladeren, 2)
        for rest, *twee in product(ANTWOORDEN, repeat=3)
    ]


def test_every_condition_is_tried_on_every_assignment_unless_it_is_one_flat_list() -> None:
    lang = [boom for _, boom, bladeren in ALLE if len(bladeren) > BLADEREN_MAX]
    assert all(isinstance(boom, Bewerking) and {type(deel) for deel in boom.delen} == {Naam} for boom in lang)
    assert len(ALLE) > 80
    assert sum(len(toewijzingen(bladeren)) for _, _, bladeren in EEN_VAN_ELK) > 2000


@pytest.mark.parametrize(("boom", "bladeren"), [e[1:] for e in EEN_VAN_ELK], ids=[e[0] for e in EEN_VAN_ELK])
def test_every_engine_gives_the_answer_of_kleene_on_every_assignment(boom: Knoop, bladeren: list[str]) -> None:
    machine = Machine(boek(boom, bladeren), tekst_op="2022-01-01")
    rijen = toewijzingen(bladeren)
    waarheid = [kleene(boom, rij) for rij in rijen]

    leesbaar = [machine.reken(*DOEL, Omgeving({naam: LIJN[a] for naam, a in rij.items()})).op(738_000) for rij in rijen]
    assert [WAARDE[antwoord] for antwoord in leesbaar] == waarheid

    kolommen = {n: np.array([{0.0: 0, 0.5: 2, 1.0: 1}[rij[n]] for rij in rijen], np.int8) for n in bladeren}
    if bladeren:
        snel = punt.bereken(machine, [DOEL], kolommen, dag=738_000)[DOEL]
        assert [{0: 0.0, 2: 0.5, 1: 1.0}[int(antwoord)] for antwoord in snel] == waarheid

    stappen = sql.Vertaling(machine, [DOEL]).stappen(bron="feit", naam="regel", sleutels=["rij"])
    invoer = [
        {n: {0.0: False, 0.5: None, 1.0: True}[a] for n, a in rij.items()} | {"rij": i} for i, rij in enumerate(rijen)
    ]
    uit = duck(
        f"WITH {stappen} SELECT * FROM regel ORDER BY rij",
        feit=(dict.fromkeys(bladeren, "BOOLEAN") | {"rij": "INTEGER"}, invoer),
    )
    assert [{False: 0.0, None: 0.5, True: 1.0}[antwoord] for _, antwoord in uit] == waarheid
