"""The golden cases: invented persons beside the law, with what each regelversie must say of them; run here and now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from inburgering.primitives.datums import lees_iso
from inburgering.primitives.errors import DomainError
from inburgering.recht import feiten, scalar, wetten
from inburgering.recht.errors import RegelOngeldig
from inburgering.recht.regelversies import Regelversie


@dataclass(frozen=True, slots=True)
class Geval:
    """One worked case under one regelversie; only the keys of `verwacht` are asserted."""

    naam: str
    regelversie: str
    persoon: Mapping[str, Any]
    verwacht: Mapping[str, Any]
    peildatum: date
    bestand: str


@dataclass(frozen=True, slots=True)
class Afwijking:
    """One case that came out otherwise."""

    geval: str
    bestand: str
    veld: str
    verwacht: Any
    gekregen: Any

    def as_json(self) -> dict[str, Any]:
        """The difference, for the record."""
        return {
            "geval": self.geval,
            "bestand": self.bestand,
            "veld": self.veld,
            "verwacht": self.verwacht,
            "gekregen": self.gekregen,
        }


@dataclass(frozen=True, slots=True)
class Uitslag:
    """How many cases a regelversie has, and which did not come out as written."""

    aantal: int
    afwijkingen: tuple[Afwijking, ...]

    @property
    def goed(self) -> int:
        """How many came out as written."""
        return self.aantal - len({(a.bestand, a.geval) for a in self.afwijkingen})

    @property
    def groen(self) -> bool:
        """Whether there are cases and all came out as written."""
        return self.aantal > 0 and not self.afwijkingen


def gevallen(*, map_: Path | None = None) -> tuple[Geval, ...]:
    """Every worked case under `wet/**/gevallen/`, once per regelversie it speaks of.

    Raises:
        RegelOngeldig: a file that holds no cases.
    """
    return _gevallen(map_ or wetten.wortel())


def toets(regelversie: Regelversie, *, map_: Path | None = None) -> Uitslag:
    """What the engine says now of every case of this regelversie, against what is written."""
    eigen = [g for g in gevallen(map_=map_) if g.regelversie == regelversie.id]
    return Uitslag(len(eigen), tuple(a for geval in eigen for a in _toets(geval, regelversie)))


def _toets(geval: Geval, regelversie: Regelversie) -> Iterator[Afwijking]:
    try:
        uit = scalar.stel_vast(feiten.lees(dict(geval.persoon)), regelversie, peildatum=geval.peildatum).as_json()
    except DomainError as fout:
        yield Afwijking(geval.naam, geval.bestand, fout.veld or "feiten", "leesbare feiten", fout.zin())
        return
    plat = {s: w for s, w in geval.verwacht.items() if s != "termijnen"} | geval.verwacht.get("termijnen", {})
    alles = uit | uit["termijnen"]
    for veld, verwacht in plat.items():
        if alles.get(veld) != verwacht:
            yield Afwijking(geval.naam, geval.bestand, veld, verwacht, alles.get(veld))


@cache
def _gevallen(map_: Path) -> tuple[Geval, ...]:
    paden = sorted(p for p in map_.rglob("*.yaml") if p.parent.name == "gevallen")
    return tuple(geval for pad in paden for geval in _lees(pad, map_))


def _lees(pad: Path, map_: Path) -> Iterator[Geval]:
    plaats = str(pad.relative_to(map_))
    try:
        bron = yaml.safe_load(pad.read_text(encoding="utf-8"))
        for geval in bron["gevallen"]:
            if "verwacht" not in geval:  # a case about a rule, not about a person
                continue
            persoon = {"persoonId": geval.get("persoonId") or geval["geval"]} | geval["feiten"]
            dag = lees_iso(str(geval.get("peildatum") or bron["peildatum"]))
            for regelversie, verwacht in geval["verwacht"].items():
                yield Geval(geval["geval"], regelversie, persoon, verwacht, dag, plaats)
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as fout:
        raise RegelOngeldig(
            f"er ontbreekt iets in dit bestand met gevallen: {fout}", veld=plaats, herstel="Zie de andere gevallen."
        ) from fout
