"""Every small change that could be made to the law in `wet/`: a threshold by one, a code more or less."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from inburgering.organisatie import nationaliteiten
from inburgering.primitives.datums import tel_op
from inburgering.recht import bronnen, codes, wetten
from inburgering.recht.controle.typen import genoemd, is_dag

WET = wetten.wortel()
_WERELD: dict[str, list[Any]] = {
    "grond": sorted(codes.GRONDEN),
    "doel": list(codes.DOELEN),
    "referent_doel": list(codes.DOELEN),
    "referent_soort": list(codes.REFERENTEN),
    "wet_van_de_brief": ["Wi2013", "Wi2021"],
    "wet_volgens_de_wet": ["Wi2013", "Wi2021"],
    "categorie": ["asielstatushouder", "gezins-of-overige-migrant"],
}


@dataclass(frozen=True)
class Mutant:
    """One file with one change."""

    plaats: str
    artikel: int
    naam: str
    wat: str
    bron: dict[str, Any]


@cache
def bron_van(plaats: str) -> dict[str, Any]:
    uit: dict[str, Any] = bronnen.lees((WET / plaats).read_bytes())
    return uit


def plaatsen() -> list[str]:
    return [str(pad.relative_to(WET)) for pad in bronnen.bestanden(WET)]


def plekken() -> list[tuple[str, int, str]]:
    """File, article and name of everything that can be changed: definitions, and values inside an action."""
    uit = []
    for plaats in plaatsen():
        for i, artikel in enumerate(bron_van(plaats)["articles"]):
            leesbaar = artikel.get("machine_readable", {})
            namen = [naam for naam, w in leesbaar.get("definitions", {}).items() if not _los(w)]
            acties = leesbaar.get("execution", {}).get("actions", ())
            uit += [(plaats, i, naam) for naam in namen]
            uit += [(plaats, i, actie["output"]) for actie in acties if any(_waarden(actie["value"]))]
    return uit


def _los(waarde: Any) -> bool:
    """Tell whether a definition is no threshold: the choice of a regelversie, or sentences."""
    return isinstance(waarde, Mapping) and "value" not in waarde


def mutanten(plaats: str, i: int, naam: str) -> Iterator[Mutant]:
    """Every change of one definition, or of the values inside one action."""
    artikel = bron_van(plaats)["articles"][i]["machine_readable"]
    if naam in artikel.get("definitions", {}):
        waarde = artikel["definitions"][naam]
        pad: tuple[Any, ...] = ("machine_readable", "definitions", naam)
        if isinstance(waarde, Mapping):
            pad, waarde = (*pad, "value"), waarde["value"]
        for nieuw in _definitie(waarde, bron_van(plaats), naam):
            yield _maak(plaats, i, naam, pad, nieuw)
        return
    for n, actie in enumerate(artikel["execution"]["actions"]):
        if actie["output"] == naam:
            for pad_, waarde, subject in _waarden(actie["value"]):
                for nieuw in _los_anders(waarde, subject):
                    volledig = ("machine_readable", "execution", "actions", n, "value", *pad_)
                    yield _maak(plaats, i, naam, volledig, nieuw)


def omgekeerd(plaats: str) -> Iterator[Mutant]:
    """The file with one AND made an OR, or the other way round, for each of them."""
    for i, artikel in enumerate(bron_van(plaats)["articles"]):
        for n, actie in enumerate(artikel.get("machine_readable", {}).get("execution", {}).get("actions", ())):
            for pad, soort in _voegwoorden(actie["value"]):
                volledig = ("machine_readable", "execution", "actions", n, "value", *pad, "operation")
                yield _maak(plaats, i, actie["output"], volledig, "OR" if soort == "AND" else "AND")


def _voegwoorden(waarde: Any, pad: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], str]]:
    if isinstance(waarde, Mapping):
        if waarde.get("operation") in {"AND", "OR"} and len(waarde["conditions"]) > 1:
            yield pad, waarde["operation"]
        for sleutel, deel in waarde.items():
            yield from _voegwoorden(deel, (*pad, sleutel))
    elif isinstance(waarde, list):
        for i, deel in enumerate(waarde):
            yield from _voegwoorden(deel, (*pad, i))


def _maak(plaats: str, i: int, naam: str, pad: tuple[Any, ...], nieuw: Any) -> Mutant:
    bron = {**bron_van(plaats), "articles": list(bron_van(plaats)["articles"])}
    artikel = deepcopy(bron["articles"][i])
    plek = artikel
    for stap in pad[:-1]:
        plek = plek[stap]
    wat = f"{plek[pad[-1]]} → {nieuw}"
    plek[pad[-1]] = nieuw
    bron["articles"][i] = artikel
    return Mutant(plaats, i, naam, wat, bron)


def _definitie(waarde: Any, bron: Mapping[str, Any], naam: str) -> list[Any]:
    if isinstance(waarde, list):
        minder = [[w for w in waarde if w != lid] for lid in waarde]
        return minder + [[*waarde, lid] for lid in _erbij(waarde, bron, naam) if lid not in waarde]
    if isinstance(waarde, int):
        return [waarde - 1, waarde + 1]
    return _dagen(waarde)


def _dagen(waarde: str) -> list[str]:
    if not is_dag(waarde):  # a day of the year
        dag = date.fromisoformat(f"2021-{waarde}")
        return [(dag + timedelta(days=n)).isoformat()[5:] for n in (-1, 1)]
    nummer = date.fromisoformat(waarde).toordinal()
    anders = [nummer - 1, nummer + 1, tel_op(nummer, maanden=-1), tel_op(nummer, maanden=1)]
    return [date.fromordinal(dag).isoformat() for dag in anders]


def _erbij(waarde: list[Any], bron: Mapping[str, Any], naam: str) -> list[Any]:
    """The members that could be added to a list: what its subject can be, or the neighbours of days and numbers."""
    if naam == "VRIJE_WEEKDAGEN":
        return list(range(1, 8))
    if isinstance(waarde[0], int):
        return [w + n for w in waarde for n in (-1, 1)]
    if len(waarde[0]) == 5 and waarde[0][2] == "-":
        return [dag for w in waarde for dag in _dagen(w)]
    subjecten = {
        deel["subject"][1:]
        for artikel in bron["articles"]
        for actie in artikel.get("machine_readable", {}).get("execution", {}).get("actions", ())
        for deel in _delen(actie["value"])
        if deel.get("operation") == "IN" and deel["value"] == f"${naam}"
    }
    assert subjecten, f"{naam}: no rule asks whether something is in this list"
    return [lid for subject in subjecten for lid in _wereld(subject, bron)]


def _wereld(subject: str, bron: Mapping[str, Any]) -> list[Any]:
    if subject == "nationaliteit":
        return sorted(nationaliteiten._tabel())
    if subject == "diploma_soort":
        lijsten = [a.get("machine_readable", {}).get("definitions", {}) for a in bron["articles"]]
        return [lid for lijst in lijsten for soort in ("DIPLOMAS", "ANDERE_DIPLOMAS") for lid in lijst.get(soort, ())]
    return _WERELD.get(subject) or list(_vergeleken()[subject])


@cache
def _vergeleken() -> dict[str, dict[Any, None]]:
    """What each fact is compared with in any file: the values that it can have."""
    uit: dict[str, dict[Any, None]] = {}
    for plaats in plaatsen():
        for artikel in bron_van(plaats)["articles"]:
            leesbaar = artikel.get("machine_readable", {})
            for actie in leesbaar.get("execution", {}).get("actions", ()):
                for deel in _delen(actie["value"]):
                    subject, waarde = deel.get("subject"), deel.get("value")
                    if isinstance(subject, str) and isinstance(waarde, str):
                        vast = leesbaar.get("definitions", {}).get(waarde.removeprefix("$"), waarde)
                        leden = vast if isinstance(vast, list) else [vast]
                        codes_ = [lid for lid in leden if isinstance(lid, str) and not lid.startswith("$")]
                        uit.setdefault(subject[1:], {}).update(dict.fromkeys(codes_))
    return uit


def _delen(waarde: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(waarde, Mapping):
        yield waarde
        for deel in waarde.values():
            yield from _delen(deel)
    elif isinstance(waarde, list):
        for deel in waarde:
            yield from _delen(deel)


def _waarden(waarde: Any, pad: tuple[Any, ...] = (), subject: str = "") -> Iterator[tuple[tuple[Any, ...], Any, str]]:
    """The values that stand in a rule itself, with the fact that they are compared with."""
    if isinstance(waarde, Mapping):
        onder = next(genoemd(waarde.get("subject", "")), subject)
        for sleutel, deel in waarde.items():
            if sleutel != "operation":
                yield from _waarden(deel, (*pad, sleutel), onder)
    elif isinstance(waarde, list):
        for i, deel in enumerate(waarde):
            yield from _waarden(deel, (*pad, i), subject)
    elif not (isinstance(waarde, str) and waarde.startswith("$")):
        yield pad, waarde, subject


def _los_anders(waarde: Any, subject: str) -> list[Any]:
    if isinstance(waarde, bool):
        return [not waarde]
    if isinstance(waarde, str) and is_dag(waarde):
        return _dagen(waarde)
    if waarde in ("Wi2013", "Wi2021"):
        return ["Wi2021" if waarde == "Wi2013" else "Wi2013"]
    return [lid for lid in _WERELD.get(subject) or _vergeleken()[subject] if lid != waarde]


def verander(boek: wetten.Wetboek, mutant: Mutant) -> wetten.Wetboek:
    return wetten.vervang(boek, mutant.bron, plaats=mutant.plaats)


def map_van(plaats: str) -> Path:
    return WET / plaats
