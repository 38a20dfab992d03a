"""Regelversies: which texts, which date of the residence right, which reading of art. 54. Data in `wet/`, not code."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from inburgering.recht import wetten
from inburgering.recht.errors import OnbekendeRegelversie, RegelOngeldig
from inburgering.recht.machine import Machine

BESTAND = "regelversies"
AANVANGSVELDEN = frozenset({"bekendmaking", "ingangsdatum", "beschikkingsdatum"})
_SLEUTELS = {"titel", "status", "beslist_per", "aanvang_verblijf", "plicht", "wet", "tekst_op"}


@dataclass(frozen=True, slots=True)
class Regelversie:
    """One way to decide, ready to run; `hash` covers the choice and every rule file."""

    id: str
    titel: str
    status: str
    hash: str
    per_verblijf: bool
    aanvang_verblijf: str
    plicht: Mapping[str, tuple[str, str]]
    wet: tuple[str, str]
    toelichting: str
    standaard: bool
    machine: Machine = field(repr=False, compare=False)


def laad(id_: str, *, map_: Path | None = None) -> Regelversie:
    """The regelversie with this name.

    Raises:
        OnbekendeRegelversie: no file has it.
    """
    alle_ = _alle(map_ or wetten.wortel())
    if id_ not in alle_:
        raise OnbekendeRegelversie(
            "deze regelversie bestaat niet.", veld="regel", herstel=f"Kies uit: {', '.join(alle_)}."
        )
    return alle_[id_]


def alle(*, map_: Path | None = None) -> tuple[Regelversie, ...]:
    """Every regelversie, in the order of the files."""
    return tuple(_alle(map_ or wetten.wortel()).values())


def standaard(*, map_: Path | None = None) -> Regelversie:
    """The regelversie that holds when nobody names one."""
    return next(r for r in alle(map_=map_) if r.standaard)


@cache
def _alle(map_: Path) -> dict[str, Regelversie]:
    return van_boek(wetten.laad(map_))


def van_boek(boek: wetten.Wetboek) -> dict[str, Regelversie]:
    """The regelversies that a wetboek holds, by name."""
    uit: dict[str, Regelversie] = {}
    for regeling in boek.teksten.values():
        for tekst in regeling:
            for artikel in tekst.artikelen:
                keuze = artikel.get("machine_readable", {}).get("definitions", {}).get("REGELVERSIE")
                if keuze is not None:
                    id_ = artikel["number"]
                    uit[id_] = _maak(id_, artikel["text"], keuze, boek=boek)
    return uit


def _maak(id_: str, tekst: str, keuze: Mapping[str, Any], *, boek: wetten.Wetboek) -> Regelversie:
    ontbreekt = sorted(_SLEUTELS - set(keuze))
    if ontbreekt or keuze["aanvang_verblijf"] not in AANVANGSVELDEN:
        raise RegelOngeldig(
            f"de keuze is niet volledig: {', '.join(ontbreekt) or 'aanvang_verblijf'}",
            veld=f"regelversie {id_}",
            herstel=f"Geef {', '.join(sorted(_SLEUTELS))}; aanvang_verblijf is een van {', '.join(AANVANGSVELDEN)}.",
        )
    machine = Machine(boek, tekst_op=keuze["tekst_op"])
    plicht = {wet: (bron["regeling"], bron["output"]) for wet, bron in keuze["plicht"].items()}
    wet = (keuze["wet"]["regeling"], keuze["wet"]["output"])
    for regeling, output in (*plicht.values(), wet):
        machine.actie(regeling, output)
    som = hashlib.sha256(f"{boek.hash}|{id_}|{json.dumps(keuze, sort_keys=True)}".encode()).hexdigest()
    return Regelversie(
        id=id_,
        titel=keuze["titel"],
        status=keuze["status"],
        hash=som,
        per_verblijf=keuze["beslist_per"] == "verblijf",
        aanvang_verblijf=keuze["aanvang_verblijf"],
        plicht=plicht,
        wet=wet,
        toelichting=tekst,
        standaard=keuze.get("standaard") is True,
        machine=machine,
    )
