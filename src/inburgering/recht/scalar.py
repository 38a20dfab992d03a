"""The readable engine: one person, one regelversie, one peildatum; the outcome, its reasons and what is missing.

A second engine for whole registers can run the same trees (`boom`) by column; this one stays the one that explains.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

from inburgering.primitives.datums import Dagbereik, lees_dag
from inburgering.recht import beeld as beelden
from inburgering.recht import kern, redenen, verloop, werelden
from inburgering.recht.beeld import Beeld
from inburgering.recht.feiten import Feiten, lees_deel
from inburgering.recht.kern import Kern
from inburgering.recht.machine import Omgeving
from inburgering.recht.redenen import Reden
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.tijdlijn import Antwoord
from inburgering.recht.uitgesloten import Ruim

WERELDEN_MAX = 4000
WISSELS_MAX = 40
ALLE = -1  # in the place of one choice: the fact is left open
_ZONDER_WAARSCHUWING = tuple(veld.name for veld in fields(Kern) if veld.name != "waarschuwingen")
_NIET_PERSOONLIJK = frozenset({"verblijf", "inschrijvingen", "huisvesting"})
_ALLEEN_LEEFTIJD = frozenset({"geboortedatum", werelden.LEERPLICHT})
_TERMIJNEN = ("pipUiterlijk", "inburgeringUiterlijk", "examenUiterlijk", "pvtUiterlijk")
Geprobeerd = tuple[Kern, tuple[str, ...]]


@dataclass(frozen=True)
class Uitkomst:
    """What the law says of one person; reasons are made when asked for."""

    persoon_id: str
    regelversie: str
    peildatum: date
    oordeel: str
    wet: str | None
    ingangsdatum: date | None
    einde: tuple[date, str] | None
    vrijgesteld_tot: date | None
    categorie: str | None
    geestelijk_bedienaar: bool
    college: str | None
    termijnen: Mapping[str, date | None]
    waarschuwingen: tuple[str, ...]
    ontbrekende_feiten: tuple[str, ...]
    beeld: Beeld = field(repr=False, compare=False)

    @cached_property
    def redenen(self) -> tuple[Reden, ...]:
        """The questions of the law in its order, with answers and the facts they rest on."""
        dag = None if self.ingangsdatum is None else self.ingangsdatum.toordinal()
        return redenen.redenen(self.beeld, wet=self.wet, ingangsdatum=dag, verloop=self.verloop)

    @cached_property
    def verloop(self) -> tuple[Reden, ...]:
        """Of those the ones about what came after the duty arose: vrijstelling, interruptions and end."""
        einde = None if self.einde is None else (self.einde[0].toordinal(), self.einde[1])
        plichtig = self.oordeel == "plichtig"
        return verloop.van(self.beeld, wet=self.wet, plichtig=plichtig, einde=einde, termijnen=self.termijnen)

    def as_json(self) -> dict[str, Any]:
        """The outcome in the shape of the contract."""
        return {
            "persoonId": self.persoon_id,
            "regelversie": self.regelversie,
            "peildatum": self.peildatum.isoformat(),
            "oordeel": self.oordeel,
            "wet": self.wet,
            "ingangsdatum": _tekst(self.ingangsdatum),
            "einde": None if self.einde is None else {"datum": self.einde[0].isoformat(), "reden": self.einde[1]},
            "vrijgesteldTot": _tekst(self.vrijgesteld_tot),
            "categorie": self.categorie,
            "geestelijkBedienaar": self.geestelijk_bedienaar,
            "college": self.college,
            "termijnen": {naam: _tekst(dag) for naam, dag in self.termijnen.items()},
            "waarschuwingen": list(self.waarschuwingen),
            "ontbrekendeFeiten": list(self.ontbrekende_feiten),
            "redenen": [reden.as_json() for reden in self.redenen],
        }


def stel_vast(
    feiten: Feiten, regelversie: Regelversie, *, peildatum: date, geprobeerd: Geprobeerd | None = None
) -> Uitkomst:
    """The outcome for one person on the peildatum.

    Missing facts are tried: a key on which every possible value agrees is given, the rest stays open. `geprobeerd` is
    what another engine found by trying them, for who only wants to know why.
    """
    nummer = peildatum.toordinal()
    beeld = beelden.kijk(feiten, regelversie, peildatum=nummer)
    onbekend = werelden.onbekenden(beeld)
    if not onbekend:
        return _maak(beeld, kern.beslis(beeld), ontbreekt=())
    if geprobeerd is not None:
        return _maak(beeld, geprobeerd[0], ontbreekt=geprobeerd[1])
    ruim = Ruim(beeld, onbekend)
    if ruim.nooit():
        return _maak(beeld, Kern("niet-plichtig", waarschuwingen=kern.zonder_plicht(beeld)), ontbreekt=())
    proef = _Proef(beeld, onbekend)
    if ruim.telt_niet() and (beeld.feiten.verblijf is None or proef.aantal > WERELDEN_MAX):
        return _maak(beeld, Kern("niet-plichtig", waarschuwingen=kern.zonder_plicht(beeld)), ontbreekt=())
    uit, ontbreekt = proef.uitkomst()
    return _maak(beeld, uit, ontbreekt=ontbreekt)


class _Proef:
    """Tries the values of missing facts until the outcome is settled or known to be open."""

    def __init__(self, beeld: Beeld, onbekend: Mapping[str, str]) -> None:
        self.beeld = beeld
        self.paden = list(onbekend)
        self.keuzen = [keuzen for _, keuzen in werelden.mogelijkheden(beeld, onbekend)]
        self.aantal = prod(len(keuze) for keuze in self.keuzen)
        self.sleutels = [pad.partition(".")[0].partition("[")[0] for pad in self.paden]
        self.wisselend = list(dict.fromkeys(self.sleutels))
        self.van_persoon = [n for n, sleutel in enumerate(self.sleutels) if sleutel not in _NIET_PERSOONLIJK]
        self.bekend: dict[tuple[int, ...], Kern] = {}
        self.delen: dict[tuple[str, tuple[int, ...]], dict[str, Any]] = {}
        self.omgevingen: dict[tuple[int, ...], Omgeving] = {}
        self.zonder_school: dict[tuple[int, ...], Kern | None] = {}

    def uitkomst(self) -> tuple[Kern, tuple[str, ...]]:
        """The outcome on which all values agree, key by key, and the facts that would settle the rest."""
        if leeg := tuple(pad for pad, keuze in zip(self.paden, self.keuzen, strict=True) if not keuze):
            return Kern("onbekend", geestelijk_bedienaar=None), leeg  # the facts leave no day: they contradict
        volledig = self._probeer()
        samen, *rest = dict.fromkeys(self.bekend.values())
        for een in rest:
            samen = _samen(samen, een)
        if not volledig and samen.oordeel != "onbekend":
            vast = _ALLEEN_LEEFTIJD.issuperset(self.paden) and kern.staat_vast(self.beeld)
            samen = replace(Kern("plichtig", "Wi2021") if vast else Kern("onbekend"), geestelijk_bedienaar=None)
        beslissend = self._beslissend()
        return samen, tuple(beslissend) or (() if volledig else tuple(self.paden))

    def _probeer(self) -> bool:
        """Try combinations, the most different first; True when all were tried or nothing is left to settle."""
        oordelen = set()
        for aantal, plek in enumerate(_volgorde([len(k) for k in self.keuzen])):
            if aantal >= WERELDEN_MAX:
                return False
            oordelen.add(self._kern(plek).oordeel)
            if len(oordelen) > 1:
                return True
        return True

    def _kern(self, plek: tuple[int, ...]) -> Kern:
        if plek not in self.bekend:
            self.bekend[plek] = self._zonder_school(plek) or kern.beslis(self._beeld(plek))
        return self.bekend[plek]

    def _zonder_school(self, plek: tuple[int, ...]) -> Kern | None:
        """The outcome for every end of school duty (the last choice) at once, where that decides nothing."""
        if self.paden[-1] != werelden.LEERPLICHT:
            return None
        rest = plek[:-1]
        if rest not in self.zonder_school:
            dagen = [lees_dag(keuze[werelden.LEERPLICHT]).vroegst for keuze in self.keuzen[-1]]
            beeld = self._beeld((*rest, ALLE), leerplicht_tot=Dagbereik(min(dagen), max(dagen)))
            self.zonder_school[rest] = kern.beslis(beeld) if werelden.los_van_school(beeld) else None
        return self.zonder_school[rest]

    def _beeld(self, plek: tuple[int, ...], **anders: Any) -> Beeld:
        """The picture in one world; only what its choices touch is read and derived anew."""
        velden: dict[str, Any] = {}
        for sleutel in self.wisselend:
            velden |= self._deel(sleutel, plek)
        feiten = replace(self.beeld.feiten, **velden | anders)
        van_persoon = tuple(plek[n] for n in self.van_persoon)
        omgeving = self.omgevingen.get(van_persoon)
        beeld = beelden.kijk(feiten, self.beeld.regelversie, peildatum=self.beeld.peildatum, omgeving=omgeving)
        self.omgevingen[van_persoon] = beeld.omgeving
        return beeld

    def _deel(self, sleutel: str, plek: tuple[int, ...]) -> dict[str, Any]:
        nummers = [n for n, van in enumerate(self.sleutels) if van == sleutel]
        deel = (sleutel, tuple(plek[n] for n in nummers))
        if deel not in self.delen:
            bron = {sleutel: self.beeld.feiten.bron.get(sleutel)}
            waarde = werelden.vul_in(bron, [self.keuzen[n][plek[n]] for n in nummers])[sleutel]
            self.delen[deel] = lees_deel(sleutel, waarde)
        return self.delen[deel]

    def _beslissend(self) -> list[str]:
        """The missing facts that change the outcome by themselves, seen from the outcomes found."""
        eerste = next(iter(self.bekend))
        ander = next((p for p, k in self.bekend.items() if _anders(k, self.bekend[eerste])), None)
        if ander is None:
            return []
        uit = set(self._wandeling(eerste, ander))
        for nummer in range(len(self.paden)):
            if nummer not in uit and any(self._wisselt(basis, nummer) for basis in (eerste, ander)):
                uit.add(nummer)
        return [self.paden[nummer] for nummer in sorted(uit)]

    def _wandeling(self, van: tuple[int, ...], naar: tuple[int, ...]) -> list[int]:
        uit, hier = [], van
        for nummer, doel in enumerate(naar):
            volgend = (*hier[:nummer], doel, *hier[nummer + 1 :])
            if volgend != hier and _anders(self._kern(volgend), self._kern(hier)):
                uit.append(nummer)
            hier = volgend
        return uit

    def _wisselt(self, basis: tuple[int, ...], nummer: int) -> bool:
        return any(
            _anders(self._kern((*basis[:nummer], keuze, *basis[nummer + 1 :])), self._kern(basis))
            for keuze in range(min(len(self.keuzen[nummer]), WISSELS_MAX))
        )


def _volgorde(aantallen: Sequence[int]) -> Any:
    """Every combination of choices; first a walk in which all choices move at once."""
    gezien = set()
    for stap in range(max(aantallen)):
        plek = tuple(min(stap, aantal - 1) for aantal in aantallen)
        if plek not in gezien:
            gezien.add(plek)
            yield plek
    for plek in product(*(range(aantal) for aantal in aantallen)):
        if plek not in gezien:
            yield plek


def _anders(een: Kern, ander: Kern) -> bool:
    """Tell whether two outcomes differ in more than their warnings."""
    return een is not ander and any(getattr(een, naam) != getattr(ander, naam) for naam in _ZONDER_WAARSCHUWING)


def _samen(een: Kern, ander: Kern) -> Kern:
    """What two possible outcomes agree on."""
    waarden: dict[str, Any] = {}
    for veld in fields(Kern):
        links, rechts = getattr(een, veld.name), getattr(ander, veld.name)
        waarden[veld.name] = links if links == rechts else None
    waarden["oordeel"] = waarden["oordeel"] or "onbekend"
    waarden["termijnen"] = tuple(a if a == b else None for a, b in zip(een.termijnen, ander.termijnen, strict=True))
    waarden["waarschuwingen"] = een.waarschuwingen & ander.waarschuwingen
    return Kern(**waarden)


def _maak(beeld: Beeld, uit: Kern, *, ontbreekt: tuple[str, ...]) -> Uitkomst:
    bedienaar = uit.geestelijk_bedienaar
    if bedienaar is None:
        bedienaar = beeld.omgeving.feiten["bedienaar"].op(beeld.peildatum) is Antwoord.JA
    return Uitkomst(
        persoon_id=beeld.feiten.persoon_id,
        regelversie=beeld.regelversie.id,
        peildatum=date.fromordinal(beeld.peildatum),
        oordeel=uit.oordeel,
        wet=uit.wet,
        ingangsdatum=_datum(uit.ingangsdatum),
        einde=None if uit.einde is None else (date.fromordinal(uit.einde[0]), uit.einde[1]),
        vrijgesteld_tot=_datum(uit.vrijgesteld_tot),
        categorie=uit.categorie,
        geestelijk_bedienaar=bedienaar,
        college=uit.college,
        termijnen={naam: _datum(dag) for naam, dag in zip(_TERMIJNEN, uit.termijnen, strict=True)},
        waarschuwingen=tuple(sorted(uit.waarschuwingen)),
        ontbrekende_feiten=ontbreekt,
        beeld=beeld,
    )


def _datum(nummer: int | None) -> date | None:
    return None if nummer is None else date.fromordinal(nummer)


def _tekst(dag: date | None) -> str | None:
    return None if dag is None else dag.isoformat()
