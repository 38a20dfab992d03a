"""The reasoning of an outcome as a tree: each question with answer, article, facts, and the questions under it.

The tree is that of the rule files. What was asked before is not unfolded again. The JSON shape is described in
`docs/reference/uitleg.md` and stays: keys may be added, never changed or removed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from inburgering.primitives.datums import iso
from inburgering.recht import doorslag, redenen, tekstkeuze, verloop
from inburgering.recht.beeld import Beeld
from inburgering.recht.boom import verwijzingen
from inburgering.recht.doorslag import Plek, Sleutel
from inburgering.recht.redenen import Reden
from inburgering.recht.scalar import Uitkomst
from inburgering.recht.tijdlijn import Antwoord

AFGELEID = frozenset({
    "ingangsdatum", "aow_datum", "onderArtikel3OpLaatsteDag", "vrijgesteldTot", "beginOnderbreking",
    "eindeOnderbreking", "dagenOnderbroken", "einde", "examenUiterlijk", "pvtUiterlijk", "inburgeringUiterlijk",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Herkomst:
    """Where a fact comes from and since when it is known; `plaats` is its place in the delivery or file."""

    bron: str
    levering: str = ""
    bekend_sinds: str | None = None
    plaats: str = ""

    def as_json(self) -> dict[str, Any]:
        """The source, with empty parts left out."""
        delen = {"bron": self.bron, "levering": self.levering, "bekendSinds": self.bekend_sinds, "plaats": self.plaats}
        return {naam: waarde for naam, waarde in delen.items() if waarde}


@dataclass(frozen=True, slots=True)
class Stapfeit:
    """One fact under a question."""

    pad: str
    waarde: Any
    herkomst: Herkomst | None

    def as_json(self) -> dict[str, Any]:
        """The fact with its source."""
        bron = {} if self.herkomst is None else {"herkomst": self.herkomst.as_json()}
        return {"feit": self.pad, "waarde": self.waarde} | bron


@dataclass(frozen=True, slots=True)
class Knoop:
    """One question, and what it rests on."""

    toets: str
    vraag: str
    antwoord: str
    dag: str
    wet: str
    artikel: str
    jci: str
    feiten: tuple[Stapfeit, ...]
    onder: tuple["Knoop", ...]
    beslist: bool = False  # on the way from a duty that is not there, or stays open, to what keeps it so

    def as_json(self) -> dict[str, Any]:
        """The question and everything under it."""
        return {
            "toets": self.toets,
            "vraag": self.vraag,
            "antwoord": self.antwoord,
            "dag": self.dag,
            "beslist": self.beslist,
            "grondslag": {"wet": self.wet, "artikel": self.artikel, "jci": self.jci},
            "feiten": [feit.as_json() for feit in self.feiten],
            "onder": [knoop.as_json() for knoop in self.onder],
        }


def boom(uitkomst: Uitkomst, herkomst: Mapping[str, Herkomst]) -> tuple[Knoop, ...]:
    """One tree per verblijf that was asked about, and the rule that picks the act."""
    beeld = uitkomst.beeld
    dag = None if uitkomst.ingangsdatum is None else uitkomst.ingangsdatum.toordinal()
    bomen = [_Tak(plek, wortel, herkomst).knoop(wortel) for plek, wortel in _wortels(beeld, uitkomst.wet, dag)]
    if not bomen:
        return tuple(_van_reden(reden, herkomst) for reden in uitkomst.redenen)
    vrij = {stap.actie.output for stap in beeld.machine.volgorde(*verloop.VRIJ)}
    if any(reden.output in vrij for reden in uitkomst.verloop):
        plek = Plek(beeld, None, beeld.omgeving, beeld.peildatum)
        bomen.append(_Tak(plek, verloop.VRIJ, herkomst).knoop(verloop.VRIJ))
    los = [reden for reden in uitkomst.verloop if reden.output not in vrij]
    los += uitkomst.redenen[-1:] if dag is not None else ()
    return (*bomen, *(_van_reden(reden, herkomst) for reden in los))


def herkomst_van(pad: str, herkomst: Mapping[str, Herkomst]) -> Herkomst | None:
    """The source of the smallest part that holds the fact at a path."""
    while pad:
        if pad in herkomst:
            return herkomst[pad]
        pad = pad[: max(pad.rfind("."), pad.rfind("["), 0)]
    return herkomst.get("")


def feiten_met_bron(feiten: Mapping[str, Any], herkomst: Mapping[str, Herkomst]) -> tuple[Stapfeit, ...]:
    """The facts of a reason with where each comes from; a date that was derived has no source of its own."""
    return tuple(Stapfeit(p, w, None if _afgeleid(p) else herkomst_van(p, herkomst)) for p, w in feiten.items())


def _afgeleid(pad: str) -> bool:
    return pad in AFGELEID


def _wortels(beeld: Beeld, wet: str | None, dag: int | None) -> Iterator[tuple[Plek, Sleutel]]:
    if not beeld.regelversie.per_verblijf:
        op = dag or beeld.peildatum
        yield Plek(beeld, None, beeld.omgeving, op), beeld.regelversie.plicht[wet or "Wi2021"]
        return
    for verblijf, omgeving, op in redenen.te_toetsen(beeld, dag):
        yield Plek(beeld, verblijf, omgeving, op), beeld.regelversie.plicht[wet or redenen.wet_op(beeld, op)]


class _Tak:
    """Unfolds one tree, each question once."""

    def __init__(self, plek: Plek, wortel: Sleutel, herkomst: Mapping[str, Herkomst]) -> None:
        self.plek, self.herkomst = plek, herkomst
        self.gezien: set[Sleutel] = set()
        self.plichten = set(plek.beeld.regelversie.plicht.values())
        self.weg = tekstkeuze.zonder_stem(plek.machine, wortel, plek.omgeving)
        antwoord = plek.antwoord(wortel)
        self.beslist = set(doorslag.pad(plek, wortel, antwoord)) if antwoord is not Antwoord.JA else set()

    def onder(self, sleutel: Sleutel) -> list[Knoop]:
        """The questions right under one that were not asked before."""
        uit = []
        for v in verwijzingen(self.plek.machine.actie(*sleutel).knoop):
            kind = (v.regeling, v.output)
            if (
                v.regeling not in self.weg
                and kind not in self.gezien
                and self.plek.machine.actie(*kind).soort == "boolean"
            ):
                uit.append(self.knoop(kind, diep=True))
        return uit

    def knoop(self, sleutel: Sleutel, *, diep: bool = False) -> Knoop:
        """One question with everything under it; the duty under the other act counts as one."""
        self.gezien.add(sleutel)
        plek = self.plek
        actie = plek.machine.actie(*sleutel)
        onder = [] if diep and sleutel in self.plichten else self.onder(sleutel)
        feiten = redenen.feiten_van(plek.beeld, plek.machine.stap(actie), plek.verblijf, plek.omgeving)
        tekst = tekstkeuze.gekozen(plek.machine, sleutel, plek.omgeving)
        grond = actie.grondslag
        jci = grond.jci if tekst is None else plek.machine.actie(tekst.regeling, tekst.output).grondslag.jci
        return Knoop(
            actie.output, grond.vraag, plek.antwoord(sleutel).value, iso(plek.dag), grond.wet, grond.artikel, jci,
            feiten_met_bron(feiten, self.herkomst), tuple(onder), sleutel in self.beslist,
        )  # fmt: skip


def _van_reden(reden: Reden, herkomst: Mapping[str, Herkomst]) -> Knoop:
    return Knoop(
        reden.output, reden.kern, reden.antwoord, reden.dag, reden.wet, reden.artikel, reden.jci,
        feiten_met_bron(reden.feiten, herkomst), (),
    )  # fmt: skip
