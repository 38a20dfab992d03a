"""What would change an outcome: for each fact the nearest other value with another oordeel or act.

Every answer is a real run of the engine on the changed facts. Dates are moved in both directions until the outcome
turns, to the day; of codes one of each kind that the rules tell apart is tried (`werelden`); what someone may bring
forward is added or taken away. Small and plain changes come first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import takewhile
from typing import Any

from inburgering.primitives.datums import iso, lees_dag, tel_op
from inburgering.primitives.errors import OngeldigeInvoer
from inburgering.primitives.periods import BEGIN
from inburgering.recht import beeld as beelden
from inburgering.recht import scalar, werelden
from inburgering.recht.beeld import NIEUWE_WET
from inburgering.recht.errors import FeitOngeldig
from inburgering.recht.feiten import Feiten, eis_volgorde, lees
from inburgering.recht.redenen import zoek
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.scalar import Uitkomst

Uitslag = tuple[str, str | None]
RUNS_MAX, RUNS_MAX_ONBEKEND = 1500, 250
_JAREN_GELEDEN = 60


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

    def as_json(self) -> dict[str, Any]:
        """The change and its outcome, in the words of the contract."""
        dag = self.ingangsdatum
        return {
            "feit": self.pad,
            "richting": self.richting.value,
            "van": self.van,
            "naar": self.naar,
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
    """Runs the engine on changed facts, each change once, and no more often than allowed."""

    def __init__(self, feiten: Feiten, regelversie: Regelversie, peildatum: date) -> None:
        self.feiten, self.regelversie, self.peildatum = feiten, regelversie, peildatum
        self.beeld = beelden.kijk(feiten, regelversie, peildatum=peildatum.toordinal())
        self.nu = scalar.stel_vast(feiten, regelversie, peildatum=peildatum)
        self.over = RUNS_MAX_ONBEKEND if feiten.onbekend else RUNS_MAX
        self.bekend: dict[str, Uitkomst | None] = {}

    @property
    def basis(self) -> Uitslag:
        return self.nu.oordeel, self.nu.wet

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
                yield _Vraag(0, pad, _soort(pad), dagen=dagen)
            else:
                gewoon = [self._gewoon(keuze, pad) for keuze in keuzen]
                yield _Vraag(1, pad, _soort(pad), [(_hoe(pad, keuze[pad]), keuze) for keuze in gewoon])

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
        yield _Vraag(5, pad, _soort(pad), [(richting, {pad: naar})])

    def _persoon(self) -> Iterator[_Vraag]:
        geboren = self.feiten.geboortedatum
        if geboren.bekend:
            eerste = min(self._eerste_dag(), self.beeld.peildatum)
            jaren = {tel_op(geboren.vroegst, jaren=j) for j in range(-_JAREN_GELEDEN, _JAREN_GELEDEN)}
            dagen = sorted(d for d in jaren | {eerste - 1} if d < eerste)
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
            return _Vraag(rang, pad, _soort(pad))
        verder = pad.endswith(("einddatum", ".tot", "Tot"))
        hoogst = max(self.beeld.peildatum + (1 if verder else 0), lees_dag(waarde).vroegst)
        return _Vraag(rang, pad, _soort(pad), dagen=[d for d in dagen if d <= hoogst], nu=lees_dag(waarde).vroegst)

    def _code(self, rang: int, pad: str, soort: str) -> _Vraag:
        """Another value of each kind that the rules tell apart."""
        zonder = self._lees({pad: None})
        if zonder is None:
            return _Vraag(rang, pad, soort)
        beeld = beelden.kijk(zonder, self.regelversie, peildatum=self.beeld.peildatum)
        keuzen = dict(werelden.mogelijkheden(beeld, {pad: soort}))[pad]
        nu = zoek(self.feiten.bron, pad)
        gewoon = [self._gewoon(keuze, pad) for keuze in keuzen]
        return _Vraag(rang, pad, _soort(pad), [(Richting.WAARDE, k) for k in gewoon if k[pad] != nu])

    def _gewoon(self, keuze: Mapping[str, Any], pad: str) -> Mapping[str, Any]:
        """The same kind of purpose in the shape that comes with a permit of 8a: family, not asylum."""
        ouder = pad.removesuffix(".doel")
        if ouder == pad or keuze[pad] != "asiel" or zoek(self.feiten.bron, f"{ouder}.grond") != "8a":
            return keuze
        return {pad: "gezinslid", f"{ouder}.referent": {"soort": "nederlander"}}

    def _erbij(self, rang: int, pad: str, deel: Mapping[str, Any]) -> _Vraag:
        lijst = zoek(self.feiten.bron, pad) or []
        return _Vraag(rang, pad, _soort(pad), [(Richting.MET, {pad: [*lijst, dict(deel)]})])

    def _weg(self, rang: int, pad: str) -> Iterator[_Vraag]:
        lijst = zoek(self.feiten.bron, pad) or []
        for i in range(len(lijst)):
            zonder = [deel for j, deel in enumerate(lijst) if j != i]
            yield _Vraag(rang, f"{pad}[{i}]", _soort(pad), [(Richting.ZONDER, {pad: zonder})])

    # ── trying ───────────────────────────────────────────────────────────────────────────────────

    def probeer(self, vraag: _Vraag) -> Iterator[Tegenproef]:
        """What each change gives, when that is another outcome."""
        for richting, wijziging in vraag.wijzigingen:
            if (uit := self._anders(wijziging)) is not None:
                yield self._maak(vraag, richting, wijziging, uit)
        if not vraag.dagen:
            return
        if vraag.nu is None:
            yield from self._elk_antwoord(vraag)
            return
        later = [d for d in vraag.dagen if d > vraag.nu]
        eerder = [d for d in reversed(vraag.dagen) if d < vraag.nu]
        for richting, dagen in ((Richting.VANAF, later), (Richting.UITERLIJK, eerder)):
            dag = self._eerste_omslag(vraag, dagen)
            if dag is not None and (uit := self._anders(self._dag(vraag.pad, dag))) is not None:
                yield self._maak(vraag, richting, self._dag(vraag.pad, dag), uit)

    def _eerste_omslag(self, vraag: _Vraag, dagen: Sequence[int]) -> int | None:
        """The nearest day in one direction on which the outcome turns, found to the day."""
        assert vraag.nu is not None
        vorige = vraag.nu
        for dag in dagen:
            if self._anders(self._dag(vraag.pad, dag)) is not None:
                return self._verfijn(vraag.pad, vorige, dag)
            vorige = dag
        return None

    def _verfijn(self, pad: str, zelfde: int, anders: int) -> int:
        while abs(anders - zelfde) > 1:
            midden = (zelfde + anders) // 2
            if self._anders(self._dag(pad, midden)) is not None:
                anders = midden
            else:
                zelfde = midden
        return anders

    def _elk_antwoord(self, vraag: _Vraag) -> Iterator[Tegenproef]:
        """For a day that is not known: from when, or until when, it would settle the outcome, and how."""
        reeks = [(dag, self._anders(self._dag(vraag.pad, dag))) for dag in vraag.dagen]
        bekend = [(dag, uit) for dag, uit in reeks if uit is not None]
        if not bekend:
            return
        tot = _tot_omslag(bekend)
        vanaf = _tot_omslag(bekend[::-1])
        for richting, (dag, uit) in ((Richting.UITERLIJK, tot), (Richting.VANAF, vanaf)):
            if _uitslag(tot[1]) != _uitslag(vanaf[1]):
                yield self._maak(vraag, richting, self._dag(vraag.pad, dag), uit)

    def _dag(self, pad: str, dag: int) -> dict[str, Any]:
        """The change of one date; a decision is taken no later than it is made known (Awb art. 3:40)."""
        uit: dict[str, Any] = {pad: iso(dag)}
        if pad.endswith(".bekendmaking"):
            besluit = f"{pad.removesuffix('bekendmaking')}beschikkingsdatum"
            genomen = zoek(self.feiten.bron, besluit)
            if isinstance(genomen, str) and lees_dag(genomen).vroegst > dag:
                uit[besluit] = iso(dag)
        return uit

    def _anders(self, wijziging: Mapping[str, Any]) -> Uitkomst | None:
        """The outcome of the changed facts, when it is known and another than now."""
        sleutel = repr(sorted(wijziging.items(), key=lambda paar: paar[0]))
        if sleutel not in self.bekend:
            self.bekend[sleutel] = self._reken(wijziging)
        uit = self.bekend[sleutel]
        if uit is None or uit.oordeel == "onbekend" or _uitslag(uit) in {self.basis, ("plichtig", None)}:
            return None
        return uit

    def _reken(self, wijziging: Mapping[str, Any]) -> Uitkomst | None:
        feiten = self._lees(wijziging) if self.over > 0 else None
        if feiten is None:
            return None
        self.over -= 1
        return scalar.stel_vast(feiten, self.regelversie, peildatum=self.peildatum)

    def _lees(self, wijziging: Mapping[str, Any]) -> Feiten | None:
        """The changed facts; none when they contradict each other."""
        try:
            feiten = lees(werelden.vul_in(self.feiten.bron, [wijziging]))
            eis_volgorde(feiten)
        except (FeitOngeldig, OngeldigeInvoer):
            return None
        return feiten

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


def _uitslag(uit: Uitkomst) -> Uitslag:
    return uit.oordeel, uit.wet


def _tot_omslag(reeks: Sequence[tuple[int, Uitkomst]]) -> tuple[int, Uitkomst]:
    """The last of the first ones that agree."""
    zelfde = takewhile(lambda paar: _uitslag(paar[1]) == _uitslag(reeks[0][1]), reeks)
    return list(zelfde)[-1]


def _soort(pad: str) -> str:
    """The kind of fact behind a path: its names without the places in lists."""
    stappen = [stap.split("[")[0] for stap in pad.split(".")]
    if stappen[0] == "verblijf" and len(stappen) > 1:
        return ".".join(stappen[1:])
    return {"nationaliteiten": "nationaliteit", "onderwijs": stappen[-1]}.get(stappen[0], stappen[0])
