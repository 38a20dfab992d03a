"""An outcome in plain Dutch: one closing sentence and the reasons in the order of the law, with article and link.

B1 about the person (for DUO and gemeente), A2 to the person (u-vorm). The sentences are data under `wet/`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inburgering.primitives.datums import lees_iso
from inburgering.primitives.errors import OngeldigeInvoer
from inburgering.recht import doorslag
from inburgering.recht.redenen import Reden, in_woorden
from inburgering.recht.scalar import Uitkomst
from inburgering.recht.verloop import VRIJ

_WETTEN = {"Wi2013": "de Wet inburgering (2013)", "Wi2021": "de Wet inburgering 2021"}
_FEITEN = {
    "geboortedatum": "de geboortedatum",
    "nationaliteiten": "de nationaliteit",
    "bekendmaking": "de dag waarop het verblijfsbesluit is bekendgemaakt",
    "ingangsdatum": "de ingangsdatum van het verblijf",
    "grond": "de grond van het verblijf",
    "doel": "het doel van het verblijf",
    "referent": "bij wie de persoon verblijft",
    "tijdelijkBepaald": "of de IND het verblijf tijdelijk noemde",
    "verblijf": "het verblijfsrecht",
    "leerplichtTot": "tot wanneer de leer- of kwalificatieplicht duurt",
    "diplomas": "welk diploma het is",
    "kennisgevingen": "de datum van de kennisgeving",
    "huisvesting": "de gemeente van huisvesting",
    "inschrijvingen": "de inschrijving in de basisregistratie",
}


@dataclass(frozen=True, slots=True)
class Regel:
    """One reason in words, with the place in the law and the facts it rests on."""

    tekst: str
    artikel: str
    jci: str
    feiten: Mapping[str, Any]
    toets: str = ""


def slotzin(uitkomst: Uitkomst, *, aan_persoon: bool = False) -> str:
    """The outcome in one sentence (B1), or to the person (A2)."""
    if uitkomst.oordeel == "niet-plichtig":
        return "U hoeft niet in te burgeren." if aan_persoon else "De persoon is niet inburgeringsplichtig."
    if uitkomst.oordeel == "onbekend":
        mist = f" Wij missen: {ontbreekt(uitkomst)}." if uitkomst.ontbrekende_feiten else ""
        wat = "u moet inburgeren" if aan_persoon else "de persoon inburgeringsplichtig is"
        return f"Wij kunnen nog niet vaststellen of {wat}.{mist}"
    begin = f" vanaf {in_woorden(uitkomst.ingangsdatum.toordinal())}" if uitkomst.ingangsdatum else ""
    wet = f" volgens {_WETTEN[uitkomst.wet]}" if uitkomst.wet else ""
    return _plicht(uitkomst, begin, wet, aan_persoon=aan_persoon) + _daarna(uitkomst, aan_persoon=aan_persoon)


def _plicht(uitkomst: Uitkomst, begin: str, wet: str, *, aan_persoon: bool) -> str:
    """That there is or was a duty; who is exempt is not told to do it."""
    voorbij = uitkomst.einde is not None
    if not aan_persoon:
        return f"De persoon {'was' if voorbij else 'is'} inburgeringsplichtig{begin}{wet}."
    if not voorbij and _vrijgesteld(uitkomst) and uitkomst.wet:
        return f"U valt{begin} onder {_WETTEN[uitkomst.wet]}."
    return f"U {'moest' if voorbij else 'moet'} inburgeren{begin}{wet}."


def _daarna(uitkomst: Uitkomst, *, aan_persoon: bool) -> str:
    """That the duty ended, or that the person is exempt from it on the peildatum."""
    if uitkomst.einde is not None:
        return f" {'Uw' if aan_persoon else 'De'} plicht eindigde op {in_woorden(uitkomst.einde[0].toordinal())}."
    if not _vrijgesteld(uitkomst):
        return ""
    tot = uitkomst.vrijgesteld_tot
    hoelang = " zonder einddatum" if tot is None else f" tot {in_woorden(tot.toordinal())}"
    if aan_persoon:
        return f" Maar u hebt een vrijstelling{hoelang}: u hoeft nu niet in te burgeren."
    return f" Er is een vrijstelling{hoelang}."


def _vrijgesteld(uitkomst: Uitkomst) -> bool:
    return any((reden.output, reden.antwoord) == (VRIJ[1], "ja") for reden in uitkomst.verloop)


def zinnen(uitkomst: Uitkomst, *, aan_persoon: bool = False) -> list[str]:
    """The closing sentence, then each reason with its article."""
    regels_ = regels(uitkomst, aan_persoon=aan_persoon)
    return [slotzin(uitkomst, aan_persoon=aan_persoon), *(f"{r.tekst} ({r.artikel})" for r in regels_)]


def regels(uitkomst: Uitkomst, *, aan_persoon: bool = False) -> list[Regel]:
    """The reasons that have something to say, in the order of the law."""
    definities = uitkomst.beeld.machine.boek.tekst("uitleg", op=uitkomst.beeld.machine.tekst_op).definities
    teksten = {**definities["VERLOOP"], **definities["ZINNEN"]}
    uit: dict[tuple[str, str], Regel] = {}
    for reden in uitkomst.redenen:
        paar = teksten.get(reden.output, {}).get(reden.antwoord)
        if paar and _zegt_iets(reden, uitkomst):
            tekst = paar[1 if aan_persoon else 0].format(**_waarden(reden))
            regel = Regel(tekst, f"{reden.wet}, artikel {reden.artikel}", reden.jci, reden.feiten, reden.output)
            uit.setdefault((tekst, regel.artikel), regel)
    return list(uit.values())


def beslissend(uitkomst: Uitkomst) -> list[str]:
    """What decided, in sentences to the person (A2): what was met last and which act holds, or what keeps it away."""
    if uitkomst.oordeel == "plichtig" and uitkomst.ingangsdatum is not None and uitkomst.wet is not None:
        dag = uitkomst.ingangsdatum.toordinal()
        reden = doorslag.begint(uitkomst.beeld, dag=dag, wet=uitkomst.wet)
        toetsen = {uitkomst.redenen[-1].output, reden.output if reden else ""}
    else:
        reden = doorslag.faalt(uitkomst.beeld)
        toetsen = {reden.output if reden else "", *(later.output for later in uitkomst.verloop)}
    return list(dict.fromkeys(r.tekst for r in regels(uitkomst, aan_persoon=True) if r.toets in toetsen))


def ontbreekt(uitkomst: Uitkomst) -> str:
    """The missing facts in words, each once."""
    namen = []
    for pad in uitkomst.ontbrekende_feiten:
        stappen = [stap.split("[")[0] for stap in pad.split(".")]
        namen.append(next((_FEITEN[stap] for stap in reversed(stappen) if stap in _FEITEN), pad))
    return ", ".join(dict.fromkeys(namen))


def _zegt_iets(reden: Reden, uitkomst: Uitkomst) -> bool:
    """Leave out what holds for nearly everyone when something else decided."""
    if uitkomst.oordeel != "niet-plichtig":
        return True
    return (reden.output, reden.antwoord) not in {
        ("rechtmatig_verblijf", "ja"), ("anders_dan_tijdelijk", "ja"), ("jonger_dan_16", "nee"),
        ("minstens_16", "ja"), ("aow_leeftijd_bereikt", "nee"), ("verblijf_begonnen", "ja"),
    }  # fmt: skip


def _waarden(reden: Reden) -> dict[str, str]:
    feiten = [str(waarde) for waarde in reden.feiten.values() if waarde is not None]
    eerste = feiten[0] if feiten else "een onbekende dag"
    afgeleid = {naam: _dag(str(waarde)) for naam, waarde in reden.feiten.items() if naam.isidentifier()}
    return {**afgeleid, "feit": _dag(eerste), "dag": _dag(reden.dag), "grond": eerste.removeprefix("8")}


def _dag(tekst: str) -> str:
    try:
        return in_woorden(lees_iso(tekst).toordinal())
    except OngeldigeInvoer:
        return tekst
