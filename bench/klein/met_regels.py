"""The reduced job from its rule file: the product's own generator compiles `wet/` to one loop over the columns."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bench.klein.gegevens import DOELEN, GRONDEN, PEILDATUM, VRAGEN

from inburgering.primitives.datums import DAG_ONBEKEND, Dagbereik
from inburgering.recht import wetten
from inburgering.recht.machine import Machine, Omgeving
from inburgering.recht.tijdlijn import ONBEKEND

WET = Path(__file__).parent / "wet"
REGELING = "klein_inburgering"


@cache
def machine() -> Machine:
    """The readable engine with the rule file of this job."""
    return Machine(wetten.laad(WET), tekst_op=PEILDATUM.isoformat())


def een(p: Mapping[str, Any]) -> dict[str, Any]:
    """The outcome of one person by the readable engine: says whether the rule file is the same job."""
    feiten: dict[str, Any] = {}
    for naam, waarde in p.items():
        if isinstance(waarde, date):
            feiten[naam] = Dagbereik(waarde.toordinal(), waarde.toordinal())
        else:
            feiten[naam] = ONBEKEND if waarde is None else waarde
    for naam in ("geboortedatum", "aanvang", "inschrijving"):
        feiten[naam] = DAG_ONBEKEND if p[naam] is None else feiten[naam]
    for naam, codes in (("grond", GRONDEN), ("doel", DOELEN)):
        feiten[naam] = ONBEKEND if p[naam] is None else codes[p[naam]]
    feiten["nationaliteit"] = ONBEKEND if p["nationaliteit"] is None else f"{p['nationaliteit']:04}"
    omgeving, dag = Omgeving(feiten), PEILDATUM.toordinal()

    def vraag(naam: str) -> str:
        return machine().reken(REGELING, naam, omgeving).op(dag).value

    begin: Dagbereik = machine().reken(REGELING, "ingangsdatum", omgeving)
    oordeel, antwoorden = vraag("inburgeringsplichtig"), [vraag(naam) for naam in VRAGEN]
    ja = oordeel == "ja"
    return {
        "id": p["id"],
        "oordeel": {"nee": 0, "ja": 1, "onbekend": 2}[oordeel],
        "ingangsdatum": date.fromordinal(begin.vroegst) if ja and begin.bekend else None,
        "categorie": int(vraag("asielstatushouder") != "ja") if ja else None,
        "wet": int(antwoorden[-1] != "ja") if ja and antwoorden[-1] != "onbekend" else None,
        "waar": sum(1 << n for n, a in enumerate(antwoorden) if a == "ja"),
        "onbekend": sum(1 << n for n, a in enumerate(antwoorden) if a == "onbekend"),
    }
