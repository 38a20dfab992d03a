"""The rule files under `wet/`, read once: articles with link and text, and actions as trees.

The boundary: thresholds, code sets, conditions and exceptions are YAML; turning lists of facts into dates and
periods (`afleiding`) and bridging periods of duty (`tijdvakken`) are Python that cites its article.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from inburgering.recht import controle
from inburgering.recht.boom import Knoop, Naam, Uitkomst, Vast, bouw, vaste_waarde
from inburgering.recht.bronnen import bestanden
from inburgering.recht.errors import RegelOngeldig


@dataclass(frozen=True, slots=True)
class Grondslag:
    """Where in the law an action comes from, and the question it answers."""

    wet: str
    artikel: str
    jci: str
    vraag: str


@dataclass(frozen=True, slots=True)
class Actie:
    """One named outcome of a regeling."""

    regeling: str
    output: str
    soort: str
    knoop: Knoop
    grondslag: Grondslag


@dataclass(frozen=True, slots=True)
class Regeling:
    """One text of a regeling: valid from a day until the next text, or until it lapsed."""

    id: str
    naam: str
    vanaf: str
    url: str
    acties: Mapping[str, Actie]
    definities: Mapping[str, Any]
    artikelen: tuple[Mapping[str, Any], ...] = field(repr=False)
    tot_en_met: str | None = None
    plaats: str = ""


@dataclass(frozen=True, slots=True)
class Wetboek:
    """Every regeling under one folder, each with its texts from old to new."""

    teksten: Mapping[str, tuple[Regeling, ...]]
    hash: str

    def tekst(self, regeling: str, *, op: str) -> Regeling:
        """The text in force on a day; the oldest when the day lies before it.

        Raises:
            RegelOngeldig: no such regeling.
        """
        try:
            alle = self.teksten[regeling]
        except KeyError as fout:
            raise RegelOngeldig("deze regeling bestaat niet", veld=regeling, herstel="Voeg het bestand toe.") from fout
        return next((tekst for tekst in reversed(alle) if tekst.vanaf <= op), alle[0])


def wortel() -> Path:
    """The folder `wet/`: named by INBURGERING_WET, packed with the product, or beside `src`."""
    genoemd = os.environ.get("INBURGERING_WET")
    if genoemd:
        return Path(genoemd)
    gepakt = Path(__file__).parent / "wet"
    return gepakt if gepakt.is_dir() else Path(__file__).parents[3] / "wet"


@cache
def laad(map_: Path) -> Wetboek:
    """Every rule file under a folder, checked.

    Raises:
        RegelOngeldig: the first fault, with file, line, article and mend; `inburgering regelversie controleer`
            gives all of them.
    """
    bronnen, gebreken = controle.lees_en_controleer(map_)
    if gebreken:
        raise RegelOngeldig.van(gebreken)
    if not bronnen:
        raise RegelOngeldig("hier staan geen regelbestanden.", veld=str(map_), herstel="Zet INBURGERING_WET goed.")
    som = hashlib.sha256()
    for pad in bestanden(map_):
        som.update(pad.read_bytes())
    return maak(bronnen, hash_=som.hexdigest())


def maak(bronnen: Mapping[str, Any], *, hash_: str) -> Wetboek:
    """The wetboek of rule files that were read before: place of the file and what it says."""
    teksten: dict[str, dict[str, Regeling]] = {}
    for plaats, bron in bronnen.items():
        regeling = _lees(bron, plaats=plaats)
        versies = teksten.setdefault(regeling.id, {})
        if regeling.vanaf in versies:
            raise RegelOngeldig(
                f"er zijn twee teksten van {regeling.id} vanaf {regeling.vanaf}", veld=plaats, herstel="Houd er een."
            )
        versies[regeling.vanaf] = regeling
        for naam in _gedateerd(bron):
            teksten.setdefault(naam, {})
    boek = Wetboek({k: tuple(v[d] for d in sorted(v)) for k, v in teksten.items() if v}, hash_)
    aliassen = {naam: (_alias(boek, naam, bronnen),) for naam, versies in teksten.items() if not versies}
    return replace(boek, teksten={**boek.teksten, **aliassen})


def vervang(boek: Wetboek, bron: Mapping[str, Any], *, plaats: str) -> Wetboek:
    """The same wetboek with another text at one place, not checked; to see what a change would do."""
    nieuw = _lees(bron, plaats=plaats)
    teksten = {
        naam: tuple(
            (nieuw if "@" not in naam else _lees({**bron, "$id": naam}, plaats=plaats)) if r.plaats == plaats else r
            for r in rij
        )
        for naam, rij in boek.teksten.items()
    }
    som = hashlib.sha256(f"{boek.hash}|{plaats}|{json.dumps(bron, sort_keys=True, default=str)}".encode())
    return Wetboek(teksten, som.hexdigest())


def _alias(boek: Wetboek, naam: str, bronnen: Mapping[str, Any]) -> Regeling:
    """One text of a regeling under a name with its day, so that a rule can ask for that text whatever day it runs."""
    regeling, _, dag = naam.partition("@")
    tekst = boek.tekst(regeling, op=dag)
    if tekst.vanaf != dag:
        raise RegelOngeldig(f"{regeling} heeft geen tekst van {dag}", veld=naam, herstel="Noem de dag van een tekst.")
    return _lees({**bronnen[tekst.plaats], "$id": naam}, plaats=tekst.plaats)


def _gedateerd(bron: Mapping[str, Any]) -> Iterator[str]:
    for artikel in bron["articles"]:
        for invoer in artikel.get("machine_readable", {}).get("execution", {}).get("input", ()):
            naam = invoer["source"].get("regulation", "")
            if "@" in naam:
                yield naam


def _lees(bron: Any, *, plaats: str) -> Regeling:
    try:
        regeling_id, vanaf, artikelen = bron["$id"], bron["valid_from"], bron["articles"]
        outputs = frozenset(a["output"] for artikel in artikelen for a in _acties(artikel))
        acties: dict[str, Actie] = {}
        for artikel in artikelen:
            for actie in _bouw_artikel(bron, artikel, outputs=outputs, plaats=f"{plaats}, artikel {artikel['number']}"):
                if actie.output in acties:
                    raise RegelOngeldig(f"{actie.output} staat er twee keer", veld=plaats, herstel="Geef elk een naam.")
                acties[actie.output] = actie
        return Regeling(
            regeling_id, bron["name"], vanaf, bron["url"], acties, _definities(artikelen), tuple(artikelen),
            bron.get("valid_to"), plaats,
        )  # fmt: skip
    except (KeyError, TypeError, AttributeError) as fout:
        raise RegelOngeldig(
            f"er ontbreekt iets: {fout}", veld=plaats, herstel="Zie het schema van regelrecht."
        ) from fout


def _definities(artikelen: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        naam: vaste_waarde(waarde)
        for artikel in artikelen
        for naam, waarde in artikel.get("machine_readable", {}).get("definitions", {}).items()
        if naam.isupper()
    }


def _acties(artikel: Mapping[str, Any]) -> list[Any]:
    acties: list[Any] = artikel.get("machine_readable", {}).get("execution", {}).get("actions", [])
    return acties


def _bouw_artikel(
    bron: Mapping[str, Any], artikel: Mapping[str, Any], *, outputs: frozenset[str], plaats: str
) -> Iterator[Actie]:
    leesbaar = artikel.get("machine_readable", {})
    definities = leesbaar.get("definitions", {})
    uitvoering = leesbaar.get("execution", {})
    invoer = {i["name"]: i["source"] for i in uitvoering.get("input", ())}
    parameters = {p["name"] for p in uitvoering.get("parameters", ())}
    soorten = {o["name"]: o["type"] for o in uitvoering.get("output", ())}

    def zoek(naam: str) -> Knoop:
        if naam in definities:
            return Vast(vaste_waarde(definities[naam]))
        if naam in invoer:
            return Uitkomst(invoer[naam].get("regulation", bron["$id"]), invoer[naam]["output"])
        if naam in outputs:
            return Uitkomst(bron["$id"], naam)
        if naam in parameters:
            return Naam(naam)
        raise RegelOngeldig(f"${naam} is nergens gegeven", veld=plaats, herstel="Zet het bij parameters of input.")

    for actie in _acties(artikel):
        hier = f"{plaats}, {actie['output']}"
        grond = actie["legal_basis"]
        lid, _, onderdeel = grond.get("paragraph", "").partition(" ")
        plek = (f", lid {lid}" if lid else "") + (f", onderdeel {onderdeel}" if onderdeel else "")
        yield Actie(
            bron["$id"],
            actie["output"],
            soorten[actie["output"]],
            bouw(actie["value"], zoek=zoek, plaats=hier),
            Grondslag(grond["law"], grond["article"] + plek, grond["url"], grond["explanation"]),
        )
