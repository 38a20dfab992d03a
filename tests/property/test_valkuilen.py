"""The traps that other engines fall into, each on every engine of ours: readable, compiled, and SQL."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from inburgering.primitives.datums import DAG_ONBEKEND, Dagbereik
from inburgering.recht import sql, wetten
from inburgering.recht.boom import Bewerking, Knoop, Naam, Vast
from inburgering.recht.bulk import punt
from inburgering.recht.bulk.schrijver import teken
from inburgering.recht.machine import Machine, Omgeving
from inburgering.recht.tijdlijn import JA, NEE, ONBEKEND, WEET_NIET, Antwoord, Tijdlijn
from inburgering.recht.wetten import Actie, Regeling, Wetboek
from sqlbank import duck

DOEL = ("toets", "uitkomst")
DAG = date(2022, 1, 1).toordinal()
JA_NEE: dict[Any, bool | None] = {Antwoord.JA: True, Antwoord.NEE: False, Antwoord.ONBEKEND: None}
SOORT = {"a": "boolean", "b": "boolean", "grond": "string", "getal": "number", "begin": "date", "eind": "date"}
A, B, GROND, GETAL, BEGIN, EIND = map(Naam, SOORT)


def op(tekst: str) -> Dagbereik:
    nummer = date.fromisoformat(tekst).toordinal()
    return Dagbereik(nummer, nummer)


def doe(soort: str, *delen: Knoop, eenheden: tuple[str, ...] = ()) -> Knoop:
    return Bewerking(soort, delen, eenheden)


def plus(begin: Knoop, **aantal: int) -> Knoop:
    return doe("DATE_ADD", begin, *map(Vast, aantal.values()), eenheden=tuple(aantal))


def machine(boom: Knoop, soort: str) -> Machine:
    grond = wetten.Grondslag("toets", "1", "jci", "Klopt dit?")
    parameters = [{"name": naam, "type": soort_} for naam, soort_ in SOORT.items()]
    artikel = {"number": "1", "machine_readable": {"execution": {"parameters": parameters}}}
    acties = {"uitkomst": Actie("toets", "uitkomst", soort, boom, grond)}
    regeling = Regeling("toets", "toets", "2022-01-01", "https://example.org", acties, {}, (artikel,))
    return Machine(Wetboek({"toets": (regeling,)}, teken(boom)), tekst_op="2022-01-01")


def gewoon(waarde: Any) -> Any:
    if isinstance(waarde, Tijdlijn):
        return JA_NEE[waarde.op(DAG)]
    return (waarde.vroegst, waarde.laatst) if isinstance(waarde, Dagbereik) else waarde


def met_sql(m: Machine, feiten: dict[str, Any]) -> Any:
    stappen = sql.Vertaling(m, [DOEL]).stappen(bron="feit", naam="regel", sleutels=["rij"])
    rij = {n: None if w is ONBEKEND else gewoon(w) for n, w in sql.rij(feiten).items()}
    kolommen = sql.feiten(m, [DOEL]) | {"rij": "INTEGER"}
    rijen = [{naam: (rij | {"rij": 0, "dag": DAG})[naam] for naam in kolommen}]
    _, *uit = duck(f"WITH {stappen} SELECT * FROM regel", feit=(kolommen, rijen))[0]
    return uit[0] if len(uit) == 1 else tuple(uit)


def met_kern(m: Machine, feiten: dict[str, Any]) -> Any:
    kolommen: dict[str, Any] = {}
    for naam, waarde in feiten.items():
        if isinstance(waarde, Dagbereik):
            kolommen[f"{naam}__vroegst"] = np.array([waarde.vroegst], np.int32)
            kolommen[f"{naam}__laatst"] = np.array([waarde.laatst], np.int32)
        elif isinstance(waarde, Tijdlijn):
            kolommen[naam] = np.array([{True: 1, False: 0, None: 2}[gewoon(waarde)]], np.int8)
        elif naam == "getal":
            kolommen[naam] = np.array([np.nan if waarde is ONBEKEND else waarde])
        else:
            kolommen[naam] = np.array([{"8a": 0, "8c": 2}.get(waarde, -1)], np.int32)
    uit = punt.bereken(m, [DOEL], kolommen, dag=DAG)[DOEL][0]
    return tuple(map(int, uit)) if np.ndim(uit) else {0: False, 1: True, 2: None}[int(uit)]


def dagen(*teksten: str) -> tuple[int, ...]:
    return tuple(date.fromisoformat(tekst).toordinal() for tekst in teksten)


WAAR, ONWAAR = (Vast(waarde) for waarde in (True, False))
KIES = doe("IF", A, BEGIN, EIND)
VALKUILEN: dict[str, tuple[Knoop, str, dict[str, Any], Any]] = {
    "not of unknown is unknown": (doe("NOT", A), "boolean", {"a": WEET_NIET}, None),
    "unknown in a list is unknown": (doe("IN", GROND, Vast(frozenset({"8a"}))), "boolean", {"grond": ONBEKEND}, None),
    "unknown and false is false": (doe("AND", A, B), "boolean", {"a": WEET_NIET, "b": NEE}, False),
    "unknown and true is unknown": (doe("AND", A, B), "boolean", {"a": WEET_NIET, "b": JA}, None),
    "unknown or true is true": (doe("OR", A, B), "boolean", {"a": WEET_NIET, "b": JA}, True),
    "unknown is not equal to false": (doe("EQUALS", A, ONWAAR), "boolean", {"a": WEET_NIET}, None),
    "an unknown code equals nothing": (doe("EQUALS", GROND, Vast("8a")), "boolean", {"grond": ONBEKEND}, None),
    "an unknown number is not small": (doe("LESS_THAN", GETAL, Vast(8)), "boolean", {"getal": ONBEKEND}, None),
    "a number on the bound": (doe("GREATER_THAN_OR_EQUAL", GETAL, Vast(8)), "boolean", {"getal": 8.0}, True),
    "an unknown date is not later": (doe("LESS_THAN", BEGIN, EIND), "boolean",
                                     {"begin": DAG_ONBEKEND, "eind": op("2022-01-01")}, None),
    "a partial date that ends before is before": (doe("LESS_THAN", BEGIN, EIND), "boolean",
                                                  {"begin": Dagbereik(DAG - 9, DAG - 1), "eind": op("2022-01-01")},
                                                  True),
    "an if on unknown takes neither branch": (KIES, "date", {"a": WEET_NIET, "begin": op("2021-01-01"),
                                              "eind": op("2022-01-01")}, dagen("2021-01-01", "2022-01-01")),
    "an if on unknown with equal branches is known": (KIES, "date", {"a": WEET_NIET, "begin": op("2022-01-01"),
                                                      "eind": op("2022-01-01")}, dagen("2022-01-01", "2022-01-01")),
    "a month after 31 January is 28 February": (plus(BEGIN, months=1), "date", {"begin": op("2022-01-31")},
                                                dagen("2022-02-28", "2022-02-28")),
    "two months after 31 December is not a month twice": (plus(BEGIN, months=2), "date", {"begin": op("2021-12-31")},
                                                          dagen("2022-02-28", "2022-02-28")),
    "18 years after 29 February is 28 February": (plus(BEGIN, years=18), "date", {"begin": op("2004-02-29")},
                                                  dagen("2022-02-28", "2022-02-28")),
    "four years after 29 February is 29 February": (plus(BEGIN, years=4), "date", {"begin": op("2004-02-29")},
                                                    dagen("2008-02-29", "2008-02-29")),
    "one is not true in a table of trees": (
        doe("AND", doe("EQUALS", A, WAAR), doe("EQUALS", GETAL, Vast(1))), "boolean",
        {"a": JA, "getal": 2.0}, False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("naam", VALKUILEN)
def test_no_engine_falls_into_the_trap(naam: str) -> None:
    boom, soort, feiten, verwacht = VALKUILEN[naam]
    m = machine(boom, soort)
    assert gewoon(m.reken(*DOEL, Omgeving(feiten))) == verwacht
    assert met_sql(m, feiten) == verwacht
    assert met_kern(m, feiten) == verwacht
