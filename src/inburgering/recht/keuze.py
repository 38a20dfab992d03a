"""The choice of 2022: who may choose between the acts, what holds without an answer, and until when.

This is policy for a closed group (kst-32824-363), apart from the statute: what the law says stays what it says.
The conditions stand in `wet/uitvoeringsbeleid/keuze_2022`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from inburgering.primitives.datums import dag
from inburgering.recht import termijnen, wetten
from inburgering.recht.machine import Machine, Omgeving
from inburgering.recht.tijdlijn import JA
from inburgering.recht.wetten import Wetboek

BELEID: Final = "keuze_2022"
_MACHINES: dict[str, Machine] = {}


@dataclass(frozen=True, slots=True)
class Aanbod:
    """What the choice means for one person: the act without an answer, and the last day to choose, if there is one."""

    standaard: str
    uiterlijk: date | None

    @property
    def direct(self) -> bool:
        """Tell whether the default holds at once, because there is no last day to wait for."""
        return self.uiterlijk is None


def mag_kiezen(
    kennisgeving: date | None, *, wet_van_de_brief: str, wet_volgens_de_wet: str, boek: Wetboek | None = None
) -> bool:
    """Tell whether a person is in the closed group: a letter of January 2022 under the new act, the law says the old.

    Source: uitvoeringsbeleid keuze_2022, article 1.
    """
    if kennisgeving is None:
        return False
    feiten = {
        "kennisgeving_datum": dag(kennisgeving),
        "wet_van_de_brief": wet_van_de_brief,
        "wet_volgens_de_wet": wet_volgens_de_wet,
    }
    return _reken("in_keuzegroep", feiten, boek) is JA


def aanbod(categorie: str, *, aangeboden_op: date, boek: Wetboek | None = None) -> Aanbod:
    """What a category is offered on a day; the last day never falls in a weekend or on a holiday.

    Source: uitvoeringsbeleid keuze_2022, articles 2 and 3; Algemene termijnenwet art. 1.
    """
    standaard: str = _reken("standaardwet", {"categorie": categorie}, boek)
    if _reken("keuze_heeft_einddag", {"categorie": categorie}, boek) is not JA:
        return Aanbod(standaard, None)
    gegevens = {"aangeboden_op": aangeboden_op}
    return Aanbod(standaard, termijnen.laatste_dag(BELEID, "keuze_uiterlijk", gegevens, op=aangeboden_op, boek=boek))


def _reken(output: str, feiten: Mapping[str, Any], boek: Wetboek | None) -> Any:
    boek = boek or wetten.laad(wetten.wortel())
    machine = _MACHINES.setdefault(boek.hash, Machine(boek, tekst_op=""))
    return machine.reken(BELEID, output, Omgeving(feiten))
