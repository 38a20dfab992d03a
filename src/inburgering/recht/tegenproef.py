"""What would change an outcome: for each fact the nearest other value with another oordeel or act.

Every answer is a real run of the engine on the changed facts. Dates are moved in both directions until the outcome
turns, to the day, and on until it turns again (`proever`); of codes one of each kind that the rules tell apart is tried
(`werelden`); what someone may bring forward is added or taken away. Small and plain changes come first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from inburgering.primitives.datums import iso, lees_dag, tel_op
from inburgering.primitives.periods import BEGIN
from inburgering.recht import beeld as beelden
from inburgering.recht import werelden
from inburgering.recht.beeld import NIEUWE_WET
from inburgering.recht.feiten import Feiten, lees
from inburgering.recht.proever import Proever, Strook
from inburgering.recht.redenen import zoek
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.scalar import Uitkomst

_JAREN_GELEDEN = 60
_OUDST_JAREN, _LATER_JAREN = 130, 50  # as far as a date is moved to see whether an outcome stays


class Richting(StrEnum):
    """How a fact differs in a tegenproef."""

    VANAF = "vanaf"  # on that day or later
    UITERLIJK = "uiterlijk"  # on that day or earlier
    WAARDE = "waarde"  # another value
    MET = "met"  # something that is not there
    ZONDER = "zonder"  # without something that is there


@dataclass(frozen=True, slots=True)
class Tegenproef:
    """One change of facts and what the engine then says; `soort` picks the sentence."""

    pad: str
    soort: str
    richting: Richting
    van: Any
    naar: Any
    wijziging: Mapping[str, Any]
    oordeel: str
    wet: str | None
    ingangsdatum: date | None
    grens: str | None = None  # of days: the last (or with `uiterlijk` the first) with this outcome; none when it stays

    def as_json(self) -> dict[str, Any]:
        """The change and its outcome, in the words of the contract."""
        dag = self.ingangsdatum
        return {
            "feit": self.pad,
            "richting": self.richting.value,
            "van": self.van,
            "naar": self.naar,
            "grens": self.grens,
            "wijziging": dict(self.wijziging),
            "dan": {"oordeel": self.oordeel, "wet": self.wet, "ingangsdatum": None if dag is None else dag.isoformat()},
        }


@dataclass(frozen=True, slots=True)
class _Vraag:
    """What to try for one fact: in which order of importance, and the changes."""

    rang: int
    pad: str
    soort: str
    wijzigingen: Sequence[tuple[Richting, Mapping[str, Any]]] = ()
    dagen: Sequence[int] = ()
    nu: int | None = None


def zoek_tegenproeven(
    feiten: Feiten, regelversie: Regelversie, *, peildatum: date, maximaal: int = 5
) -> tuple[Tegenproef, ...]:
    """The changes of one fact that give another oordeel or another act, the plainest first; at most so many."""
    zoeker = _Zoeker(feiten, regelversie, peildatum)
    gevonden = [(vraag.rang, n, proef) for n, vraag in enumerate(zoeker.vragen()) for proef in zoeker.probeer(vraag)]
    geordend = [proef for _, _, proef in sorted(gevonden, key=lambda rij: rij[:2])]
    return tuple(_een_per_uitslag(geordend))[:maximaal]


def pas_toe(feiten: Feiten, tegenproef: Tegenproef) -> Feiten:
    """The facts with the change of a tegenproef made."""
    return lees(werelden.vul_in(feiten.bron, [tegenproef.wijziging]))


def _een_per_uitslag(proeven: Iterable[Tegenproef]) -> Iterator[Tegenproef]:
    """For each fact and each outcome the first one."""
    gezien = set()
    for proef in proeven:
        sleutel = (proef.soort.partition(".")[0], proef.pad, proef.oordeel, proef.wet)
        if sleutel not in gezien:
            gezien.add(sleutel)
            yield proef


class _Zoeker:
    """Picks the changes that can matter for one person, and tells what they give."""

    def __init__(self, feiten: Feiten, regelversie: Regelversie, peildatum: date) -> None:
        self.feiten, self.regelversie = feiten, regelversie
        self.beeld = beelden.kijk(feiten, regelversie, peildatum=peildatum.toordinal())
        self.proever = Proever(feiten, regelversie, peildatum)
        self.nu = self.proever.nu

    # ── what to try ──────────────────────────────────────────────────────────────────────────────

    def vragen(self) -> Iterator[_Vraag]:
        """The facts that can matter, the plainest first."""
        if self.nu.ontbrekende_feiten:
            yield from self._ontbrekend()
            return
        yield from self._verblijven()
        yield from self._kennisgevingen()
        yield from self._onderwijs()
        yield from self._persoon()

    def _ontbrekend(self) -> Iterator[_Vraag]:
        soorten = werelden.onbekenden(self.beeld)
        for pad, keuzen in werelden.mogelijkheden(
            self.beeld, {p: s for p, s in soorten.items() if p in self.nu.ontbrekende_feiten}
        ):
            if soorten[pad] in {"datum", "bekendmaking", "geboortedatum", "leerplicht"}:
                alle = sorted(lees_dag(keuze[pad]).vroegst for keuze in keuzen)
                dagen = [dag for dag in alle if dag <= self.beeld.peildatum]
                yield _Vraag(0, pad, soort_van(pad), dagen=dagen)
            else:
                gewoon = [self._gewoon(keuze, pad) for keuze in keuzen]
                yield _Vraag(1, pad, soort_van(pad), [(_hoe(pad, keuze[pad]), keuze) for keuze in gewoon])

    def _verblijven(self) -> Iterator[_Vraag]:
        veld = self.regelversie.aanvang_verblijf
        grenzen = sorted(werelden.grensdagen(self.beeld))
        for v in self.feiten.verblijf or ():
            if v.grond in {"8a", "8c"}:
                yield self._datum(0, f"{v.pad}.{veld}", grenzen)
                yield self._datum(4, f"{v.pad}.einddatum", grenzen)
            yield self._code(2, f"{v.pad}.doel", "doel")
            if v.referent_soort is not None:
                yield self._code(2, f"{v.pad}.referent.soort", "referent")
            if zoek(self.feiten.bron, f"{v.pad}.referent.doel") is not None:
                yield self._code(3, f"{v.pad}.referent.doel", "referentdoel")
            if v.tijdelijk_vastgesteld is not None:
                yield self._code(2, f"{v.pad}.tijdelijkBepaald", "waarheid")
            yield self._code(8, f"{v.pad}.grond", "grond")
        if not self.feiten.verblijf:
            keuzen = dict(werelden.mogelijkheden(self.beeld, {"verblijf": "verblijf"}))["verblijf"]
            yield _Vraag(1, "verblijf", "verblijf", [(Richting.MET, k) for k in keuzen if k["verblijf"]])

    def _kennisgevingen(self) -> Iterator[_Vraag]:
        if self.regelversie.per_verblijf:
            return
        grenzen = sorted(werelden.grensdagen(self.beeld))
        for vak in self.feiten.kennisgevingen:
            yield self._datum(0, f"{vak.pad}.datum", grenzen)
        if not self.feiten.kennisgevingen:
            keuze = {"kennisgevingen": [{"datum": iso(self.beeld.peildatum)}]}
            yield _Vraag(0, "kennisgevingen", "kennisgevingen", [(Richting.MET, keuze)])
        yield from self._weg(1, "kennisgevingen")

    def _onderwijs(self) -> Iterator[_Vraag]:
        begin = self._eerste_dag() - 1
        yield self._erbij(3, "onderwijs.diplomas", {"soort": "inburgeringsdiploma", "behaaldOp": iso(begin)})
        yield from self._weg(3, "onderwijs.diplomas")
        grenzen = sorted(werelden.grensdagen(self.beeld))
        yield self._datum(5, "onderwijs.leerplichtTot", grenzen)
        for vak in self.feiten.opleidingen:
            yield self._datum(5, f"{vak.pad}.tot", grenzen)
        yield from self._weg(5, "onderwijs.opleidingen")
        yield from self._jaren()

    def _jaren(self) -> Iterator[_Vraag]:
        boek, op = self.beeld.machine.boek, self.beeld.machine.tekst_op
        grens: int = boek.tekst(NIEUWE_WET, op=op).definities["JAREN_LEERPLICHTIG"]
        pad = "onderwijs.jarenLeerplichtigInNederland"
        richting, naar = (Richting.MET, grens) if self.feiten.jaren_leerplichtig < grens else (Richting.ZONDER, 0)
        yield _Vraag(5, pad, soort_van(pad), [(richting, {pad: naar})])

    def _persoon(self) -> Iterator[_Vraag]:
        geboren = self.feiten.geboortedatum
        if geboren.bekend:
            eerste = min(self._eerste_dag(), self.beeld.peildatum)
            jaren = {tel_op(geboren.vroegst, jaren=j) for j in range(-_JAREN_GELEDEN, _JAREN_GELEDEN)}
            uiterst = {eerste - 1, tel_op(self.beeld.peildatum, jaren=-_OUDST_JAREN), self.beeld.peildatum}
            dagen = sorted(d for d in jaren | uiterst if d <= self.beeld.peildatum)
            yield _Vraag(6, "geboortedatum", "geboortedatum", dagen=dagen, nu=geboren.vroegst)
        for vak in self.feiten.nationaliteiten or ():
            yield self._code(7, f"{vak.pad}.code", "nationaliteit")
        eerste_dag = iso(max(self._eerste_dag(), BEGIN + 1))
        yield self._erbij(7, "geestelijkBedienaar", {"vanaf": eerste_dag})
        yield self._erbij(7, "richtlijn200438", {"vanaf": eerste_dag})
        for sleutel in ("geestelijkBedienaar", "richtlijn200438"):
            yield from self._weg(7, sleutel)
        voldaan = self.feiten.eu_ltr_voldaan is True
        richting = Richting.ZONDER if voldaan else Richting.MET
        anders = {"euLangdurigIngezetene": None if voldaan else {"inburgeringsvereisteVoldaan": True}}
        yield _Vraag(8, "euLangdurigIngezetene", "euLangdurigIngezetene", [(richting, anders)])
        for vak in self.feiten.inschrijvingen:
            yield self._datum(6, f"{vak.pad}.tot", sorted(werelden.grensdagen(self.beeld)))

    def _eerste_dag(self) -> int:
        """The day on which the duty began, or the first day on which it could."""
        if self.nu.ingangsdatum is not None:
            return self.nu.ingangsdatum.toordinal()
        begin = [o.feiten["aanvang_verblijf"].vroegst for _, o in self.beeld.verblijven]
        return min([dag for dag in begin if dag > BEGIN], default=self.beeld.peildatum)

    def _datum(self, rang: int, pad: str, dagen: Sequence[int]) -> _Vraag:
        """Move a date that is known; a date that is not there is left alone."""
        waarde = zoek(self.feiten.bron, pad)
        if not isinstance(waarde, str):
            return _Vraag(rang, pad, soort_van(pad))
        verder = pad.endswith(("einddatum", ".tot", "Tot"))
        op, nu = self.beeld.peildatum, lees_dag(waarde).vroegst
        hoogst = max(op + (1 if verder else 0), nu)
        tot = tel_op(op, jaren=_LATER_JAREN) if verder else hoogst
        alle = [tel_op(op, jaren=-_OUDST_JAREN), *(d for d in dagen if d <= hoogst), tot]
        return _Vraag(rang, pad, soort_van(pad), dagen=sorted(set(alle)), nu=nu)

    def _code(self, rang: int, pad: str, soort: str) -> _Vraag:
        """Another value of each kind that the rules tell apart."""
        zonder = self.proever.lees({pad: None})
        if zonder is None:
            return _Vraag(rang, pad, soort)
        beeld = beelden.kijk(zonder, self.regelversie, peildatum=self.beeld.peildatum)
        keuzen = dict(werelden.mogelijkheden(beeld, {pad: soort}))[pad]
        nu = zoek(self.feiten.bron, pad)
        gewoon = [self._gewoon(keuze, pad) for keuze in keuzen]
        return _Vraag(rang, pad, soort_van(pad), [(Richting.WAARDE, k) for k in gewoon if k[pad] != nu])

    def _gewoon(self, keuze: Mapping[str, Any], pad: str) -> Mapping[str, Any]:
        """The same kind of purpose in the shape that comes with a permit of 8a: family, not asylum."""
        ouder = pad.removesuffix(".doel")
        if ouder == pad or keuze[pad] != "asiel" or zoek(self.feiten.bron, f"{ouder}.grond") != "8a":
            return keuze
        return {pad: "gezinslid", f"{ouder}.referent": {"soort": "nederlander"}}

    def _erbij(self, rang: int, pad: str, deel: Mapping[str, Any]) -> _Vraag:
        lijst = zoek(self.feiten.bron, pad) or []
        return _Vraag(rang, pad, soort_van(pad), [(Richting.MET, {pad: [*lijst, dict(deel)]})])

    def _weg(self, rang: int, pad: str) -> Iterator[_Vraag]:
        lijst = zoek(self.feiten.bron, pad) or []
        for i in range(len(lijst)):
            zonder = [deel for j, deel in enumerate(lijst) if j != i]
            yield _Vraag(rang, f"{pad}[{i}]", soort_van(pad), [(Richting.ZONDER, {pad: zonder})])

    # ── trying ───────────────────────────────────────────────────────────────────────────────────

    def probeer(self, vraag: _Vraag) -> Iterator[Tegenproef]:
        """What each change gives, when that is another outcome."""
        for richting, wijziging in vraag.wijzigingen:
            if (uit := self.proever.anders(wijziging)) is not None:
                yield self._maak(vraag, richting, wijziging, uit)
        if vraag.dagen and vraag.nu is None:
            for nummer, strook in self.proever.stroken(vraag.pad, vraag.dagen):
                yield self._van_strook(vraag, Richting.VANAF if nummer else Richting.UITERLIJK, strook)
        elif vraag.nu is not None:
            later = [d for d in vraag.dagen if d > vraag.nu]
            eerder = [d for d in reversed(vraag.dagen) if d < vraag.nu]
            for richting, dagen in ((Richting.VANAF, later), (Richting.UITERLIJK, eerder)):
                gevonden = self.proever.omslag(vraag.pad, vraag.nu, dagen)
                if gevonden is not None:
                    yield self._van_strook(vraag, richting, gevonden)

    def _van_strook(self, vraag: _Vraag, richting: Richting, strook: Strook) -> Tegenproef:
        grens = None if strook.grens is None else iso(strook.grens)
        proef = self._maak(vraag, richting, self.proever.dag(vraag.pad, strook.dag), strook.uit)
        return replace(proef, grens=grens)

    def _maak(self, vraag: _Vraag, richting: Richting, wijziging: Mapping[str, Any], uit: Uitkomst) -> Tegenproef:
        van = zoek(self.feiten.bron, vraag.pad)
        naar = wijziging.get(vraag.pad)
        soort = self._fijner(vraag.soort, naar)
        return Tegenproef(vraag.pad, soort, richting, van, naar, wijziging, uit.oordeel, uit.wet, uit.ingangsdatum)

    def _fijner(self, soort: str, naar: Any) -> str:
        """Which kind of nationality a code is, because a code says nothing in a sentence."""
        if soort != "nationaliteit":
            return soort
        definities = self.beeld.machine.boek.tekst("nationaliteiten", op=self.beeld.machine.tekst_op).definities
        namen = {"NEDERLAND": "nederlands", "EU_EER_CH": "eu", "TURKIJE": "turks"}
        code = naar[0]["code"] if isinstance(naar, list) else naar  # the list itself is missing: one of each kind
        welk = next((woord for naam, woord in namen.items() if code in definities[naam]), "overig")
        return f"nationaliteit.{welk}"


def _hoe(pad: str, waarde: Any) -> Richting:
    """How a missing fact is filled in: verblijf is there or not, the rest has a value."""
    if pad != "verblijf":
        return Richting.WAARDE
    return Richting.MET if waarde else Richting.ZONDER


def soort_van(pad: str) -> str:
    """The kind of fact behind a path: its names without the places in lists."""
    stappen = [stap.split("[")[0] for stap in pad.split(".")]
    if stappen in (["nationaliteiten"], ["nationaliteiten", "code"]):
        return "nationaliteit"
    kort = stappen[0] in {"verblijf", "onderwijs"} and len(stappen) > 1
    return ".".join(stappen[1:] if kort else stappen)
