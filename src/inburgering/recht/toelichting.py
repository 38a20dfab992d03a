"""An outcome explained in three forms: in full for DUO, in A2 for the person, as JSON for a machine.

Each holds the closing sentence, the reasons in the order of the law with article, link, facts, source and date, and
what would change the outcome.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from inburgering.primitives.datums import lees_iso
from inburgering.primitives.errors import OngeldigeInvoer
from inburgering.recht import redenering, scalar, tegenproef, uitleg
from inburgering.recht.feiten import Feiten
from inburgering.recht.redenen import in_woorden, zoek
from inburgering.recht.redenering import Herkomst, Stapfeit
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.scalar import Uitkomst
from inburgering.recht.tegenproef import Richting, Tegenproef

VORM: Final = "open-inburgering/uitleg/1"
_GEEN: Final[Mapping[str, Herkomst]] = MappingProxyType({})
_PERSOON_MAX = 3
_DAGEN = frozenset({Richting.VANAF, Richting.UITERLIJK})


@dataclass(frozen=True, slots=True)
class Toelichting:
    """One outcome with everything needed to explain it."""

    uitkomst: Uitkomst
    wet_hash: str
    tegenproeven: tuple[Tegenproef, ...]
    herkomst: Mapping[str, Herkomst]

    def als_json(self) -> dict[str, Any]:
        """The trace: see `docs/reference/uitleg.md`."""
        kaal = self.uitkomst.as_json()
        kaal.pop("redenen")
        return {
            "vorm": VORM,
            "wetHash": self.wet_hash,
            "uitkomst": kaal,
            "zin": uitleg.slotzin(self.uitkomst),
            "redenering": [knoop.as_json() for knoop in redenering.boom(self.uitkomst, self.herkomst)],
            "tegenproeven": [proef.as_json() | {"zin": self.zin(proef)} for proef in self.tegenproeven],
        }

    def voor_duo(self) -> str:
        """The full text: every question with its answer, article, link, facts and sources."""
        return "\n".join(self._duo()) + "\n"

    def voor_persoon(self) -> list[str]:
        """The sentences to the person (A2): what holds, why, and what would change it."""
        redenen = list(dict.fromkeys(regel.tekst for regel in uitleg.regels(self.uitkomst, aan_persoon=True)))
        anders = [self.zin(p, aan_persoon=True) for p in self.tegenproeven[:_PERSOON_MAX]]
        return [uitleg.slotzin(self.uitkomst, aan_persoon=True), *redenen, *anders]

    def zin(self, proef: Tegenproef, *, aan_persoon: bool = False) -> str:
        """What would change the outcome, as one sentence."""
        machine = self.uitkomst.beeld.machine
        teksten = machine.boek.tekst("uitleg", op=machine.tekst_op).definities
        wie = 1 if aan_persoon else 0
        als = _als(teksten["ALS"], proef)[wie].format(**_waarden(proef, teksten["WOORDEN"]))
        als += _welk_verblijf(self.uitkomst.beeld.feiten, proef, teksten["VERBLIJF"], wie)
        uit = proef.wet or proef.oordeel
        if self.uitkomst.oordeel == "onbekend":
            return f"Als blijkt dat {als}, dan {teksten['BLIJKT'][uit][wie]}."
        dan = teksten["PLICHT" if self.uitkomst.oordeel == "niet-plichtig" else "DAN"]
        return f"Als {als}, dan {dan[uit][wie]}."

    def _duo(self) -> Iterator[str]:
        u = self.uitkomst
        yield f"Persoon {u.persoon_id} op peildatum {u.peildatum}"
        yield f"Regelversie {u.regelversie} ({self.wet_hash[:12]})"
        yield ""
        yield uitleg.slotzin(u)
        for zin in dict.fromkeys(f"{regel.tekst} ({regel.artikel})" for regel in uitleg.regels(u)):
            yield f"  {zin}"
        yield ""
        yield "Waarom, in de volgorde van de wet"
        for nummer, reden in enumerate(u.redenen, start=1):
            yield f"{nummer:>3}. {reden.vraag} {reden.antwoord.capitalize()}."
            yield f"     {reden.wet}, artikel {reden.artikel}"
            yield f"     {reden.jci}"
            for feit in redenering.feiten_met_bron(reden.feiten, self.herkomst):
                yield f"     {_feit(feit)}"
        yield ""
        yield "Wat zou dit veranderen"
        for proef in self.tegenproeven:
            yield f"  - {self.zin(proef)}"
            yield f"    {proef.pad}: {_kort(proef.van)} -> {_kort(proef.naar)}"
        if not self.tegenproeven:
            yield "  Geen enkel feit verandert deze uitkomst op zichzelf."


def maak(
    feiten: Feiten,
    regelversie: Regelversie,
    *,
    peildatum: date,
    herkomst: Mapping[str, Herkomst] = _GEEN,
    tegenproeven: int = 5,
) -> Toelichting:
    """The outcome for one person, explained; `herkomst` tells per path where a fact comes from."""
    uitkomst = scalar.stel_vast(feiten, regelversie, peildatum=peildatum)
    proeven = tegenproef.zoek_tegenproeven(feiten, regelversie, peildatum=peildatum, maximaal=tegenproeven)
    return Toelichting(uitkomst, regelversie.hash, proeven, herkomst)


def herkomst_in_woorden(herkomst: Herkomst) -> str:
    """Where a fact comes from and since when it is known: `IND, levering 12, bekend sinds 4 januari 2022`."""
    delen = [herkomst.bron, herkomst.levering, herkomst.plaats]
    if herkomst.bekend_sinds:
        delen.append(f"bekend sinds {in_woorden(lees_iso(herkomst.bekend_sinds).toordinal())}")
    return ", ".join(deel for deel in delen if deel)


def _als(teksten: Mapping[str, Any], proef: Tegenproef) -> list[str]:
    """The words for one kind of fact and one way to change it; a stretch of days has words of its own."""
    soort = teksten["nationaliteit" if proef.soort.startswith("nationaliteit.") else proef.soort]
    open_ = None if proef.grens is not None else soort.get(proef.richting.value)
    paar: list[str] = open_ or soort["dag" if proef.richting in _DAGEN else proef.richting.value]
    return paar


def _wanneer(proef: Tegenproef) -> str:
    """The days of a tegenproef: one, a stretch, or all on one side."""
    if proef.grens is None:
        return f"op of {'na' if proef.richting is Richting.VANAF else 'voor'} {_dag(proef.naar)}"
    eerste, laatste = sorted((str(proef.naar), proef.grens))
    return f"op {_dag(eerste)}" if eerste == laatste else f"van {_dag(eerste)} tot en met {_dag(laatste)}"


def _welk_verblijf(feiten: Feiten, proef: Tegenproef, teksten: Mapping[str, list[str]], wie: int) -> str:
    """Which verblijf a sentence is about, by its first day, when the person has more than one."""
    alle = feiten.verblijf or ()
    nummer = next((n for n, v in enumerate(alle) if proef.pad.startswith(f"{v.pad}.")), None)
    if nummer is None or len(alle) < 2:
        return ""
    begin = [zoek(feiten.bron, f"{v.pad}.ingangsdatum") or zoek(feiten.bron, f"{v.pad}.bekendmaking") for v in alle]
    if isinstance(begin[nummer], str) and begin.count(begin[nummer]) == 1:
        return teksten["vanaf"][wie].format(dag=_dag(begin[nummer]))
    return teksten["nummer"][wie].format(nummer=nummer + 1)


def _waarden(proef: Tegenproef, woorden: Mapping[str, str]) -> dict[str, str]:
    sleutel = proef.soort if proef.soort.startswith("nationaliteit.") else str(proef.naar)
    if isinstance(proef.naar, bool):
        sleutel = str(proef.naar).lower()
    nieuw = proef.naar[-1] if proef.soort == "verblijf" and proef.naar else {}
    woord = woorden.get(f"{proef.soort}.{sleutel}") or woorden.get(sleutel, sleutel)
    return {
        "dag": _dag(proef.naar),
        "wanneer": _wanneer(proef) if proef.richting in _DAGEN else "",
        "wel": "wel" if proef.naar is True else "niet",
        "woord": woord + _bij_wie(proef, woorden),
        "begin": _dag(nieuw.get("bekendmaking")),
        "vergunning": woorden.get(f"vergunning.{nieuw.get('grond')}", ""),
    }


def _bij_wie(proef: Tegenproef, woorden: Mapping[str, str]) -> str:
    """With whom the stay is, when that changes along with its purpose."""
    deel = {pad.rpartition(".")[2]: waarde for pad, waarde in proef.wijziging.items() if pad != proef.pad}
    referent = deel.get("referent") or deel
    if "soort" not in referent or proef.soort != "doel":
        return f" die hier {woorden[deel['doel']]} is" if proef.soort == "referent.soort" and "doel" in deel else ""
    ook = f" die hier {woorden[referent['doel']]} is" if "doel" in referent else ""
    return f" bij {woorden[referent['soort']]}{ook}"


def _dag(waarde: Any) -> str:
    try:
        return in_woorden(lees_iso(waarde).toordinal())
    except (OngeldigeInvoer, TypeError):
        return str(waarde)


def _feit(feit: Stapfeit) -> str:
    bron = "" if feit.herkomst is None else f"  [{herkomst_in_woorden(feit.herkomst)}]"
    return f"{feit.pad} = {_kort(feit.waarde)}{bron if feit.waarde is not None else ''}"


def _kort(waarde: Any) -> str:
    if waarde is None:
        return "niet gemeld"
    return waarde if isinstance(waarde, str) else json.dumps(waarde, ensure_ascii=False)
