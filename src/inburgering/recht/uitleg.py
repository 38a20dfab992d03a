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
    wie, is_, moet = ("U", "bent", "moet") if aan_persoon else ("De persoon", "is", "is")
    if uitkomst.oordeel == "niet-plichtig":
        return "U hoeft niet in te burgeren." if aan_persoon else f"{wie} {is_} niet inburgeringsplichtig."
    if uitkomst.oordeel == "onbekend":
        mist = f" Wij missen: {ontbreekt(uitkomst)}." if uitkomst.ontbrekende_feiten else ""
        wat = "u moet inburgeren" if aan_persoon else "de persoon inburgeringsplichtig is"
        return f"Wij kunnen nog niet vaststellen of {wat}.{mist}"
    begin = f" vanaf {in_woorden(uitkomst.ingangsdatum.toordinal())}" if uitkomst.ingangsdatum else ""
    wet = f" volgens {_WETTEN[uitkomst.wet]}" if uitkomst.wet else ""
    zin = f"{wie} {moet} inburgeren{begin}{wet}." if aan_persoon else f"{wie} {is_} inburgeringsplichtig{begin}{wet}."
    if uitkomst.einde is not None:
        zin += f" De plicht eindigde op {in_woorden(uitkomst.einde[0].toordinal())}."
    return zin


def zinnen(uitkomst: Uitkomst, *, aan_persoon: bool = False) -> list[str]:
    """The closing sentence, then each reason with its article."""
    regels_ = regels(uitkomst, aan_persoon=aan_persoon)
    return [slotzin(uitkomst, aan_persoon=aan_persoon), *(f"{r.tekst} ({r.artikel})" for r in regels_)]


def regels(uitkomst: Uitkomst, *, aan_persoon: bool = False) -> list[Regel]:
    """The reasons that have something to say, in the order of the law."""
    teksten = uitkomst.beeld.machine.boek.tekst("uitleg", op=uitkomst.beeld.machine.tekst_op).definities["ZINNEN"]
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
        toetsen = {reden.output if reden else ""}
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
    return {"feit": _dag(eerste), "dag": _dag(reden.dag), "grond": eerste.removeprefix("8")}


def _dag(tekst: str) -> str:
    try:
        return in_woorden(lees_iso(tekst).toordinal())
    except OngeldigeInvoer:
        return tekst
