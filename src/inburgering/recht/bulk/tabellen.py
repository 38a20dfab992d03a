"""What the readable engine answers about each code and each day, as tables that a kernel looks up."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from inburgering.recht.bulk import codes
from inburgering.recht.machine import Machine, Omgeving
from inburgering.recht.termijnen import is_vrij, verschuif
from inburgering.recht.tijdlijn import JA as ALTIJD_JA
from inburgering.recht.tijdlijn import NEE as NOOIT
from inburgering.recht.tijdlijn import ONBEKEND
from inburgering.recht.wetten import wortel

WERKDAG_BEGIN, WERKDAG_EINDE = date(1890, 1, 1).toordinal(), date(2080, 1, 1).toordinal()


def _antwoorden(machine: Machine, vraag: tuple[str, str], feit: str, waarden: Iterable[Any]) -> list[int]:
    uit = []
    for waarde in waarden:
        lijn = machine.reken(*vraag, Omgeving({feit: waarde}))
        uit.append(1 if lijn is ALTIJD_JA else 0 if lijn is NOOIT else 2)
    return uit


def nationaliteiten(machine: Machine) -> Any:
    """Per question and code: 0 nee, 1 ja, 2 onbekend; the last row and code 0 are unknown."""
    alle = [ONBEKEND, *(f"{n:04d}" for n in range(1, 10_000)), ONBEKEND]
    vragen = ("is_nederlands", "is_eu_eer_ch", "is_turks")
    return np.array([_antwoorden(machine, ("nationaliteiten", v), "nationaliteit", alle) for v in vragen], np.int8)


def diplomas(machine: Machine) -> Any:
    """Per diploma: 0 nee, 1 ja, 2 onbekend."""
    uit = np.full(256, 2, np.int8)
    bekend = codes.diplomas(machine.boek)
    definities = machine.boek.tekst("besluit_inburgering", op=machine.tekst_op).definities
    genoemd = [n for n in bekend if n in definities["DIPLOMAS"] | definities["ANDERE_DIPLOMAS"]]
    antwoorden = _antwoorden(machine, ("besluit_inburgering", "diploma_is_aangewezen"), "diploma_soort", genoemd)
    for naam, antwoord in zip(genoemd, antwoorden, strict=True):
        uit[bekend[naam]] = antwoord
    return uit


def werkdagen() -> Any:
    """Per day the last day of a term that ends on it (Algemene termijnenwet art. 1)."""
    return _werkdagen(wortel())


@cache
def _werkdagen(_wortel: Any) -> Any:
    uit = np.arange(WERKDAG_BEGIN, WERKDAG_EINDE, dtype=np.int32)
    for i in range(len(uit)):
        dag = date.fromordinal(int(uit[i]))
        if is_vrij(dag):
            uit[i] = verschuif(dag).toordinal()
    return uit
