"""The worked cases beside the law: what a rule says of given facts, and what a regelversie says of a person.

They lie in `wet/**/gevallen/*.yaml`, are run by the tests and by `inburgering regelversie controleer`, and are the
examples on the reference pages.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from pathlib import Path
from typing import Any, Final

from inburgering.primitives.datums import DAG_ONBEKEND, NOOIT_MEER, Dagbereik, iso, lees_dag
from inburgering.primitives.errors import DomainError
from inburgering.primitives.periods import ALTIJD, EINDE
from inburgering.primitives.periods import NOOIT as NOOIT_DAG
from inburgering.recht import bronnen, feiten, keuze, regelversies, scalar, termijnen
from inburgering.recht.controle.typen import is_dag
from inburgering.recht.errors import RegelOngeldig
from inburgering.recht.machine import Machine, Omgeving
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.tijdlijn import ONBEKEND, Tijdlijn
from inburgering.recht.wetten import Wetboek

NOOIT, ONBEKENDE_DAG, WEET_HET_NIET = "nooit", "onbekende-dag", "onbekend"
_SLEUTELS: Final = frozenset({
    "geval", "vraag", "functie", "gegeven", "bij", "op", "antwoord", "teksten", "termijn", "persoonId", "feiten",
    "verwacht", "peildatum",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Geval:
    """One worked case; about a question of a regeling, a computation, or a person."""

    plaats: str
    regeling: str
    naam: str
    bron: Mapping[str, Any]

    @property
    def gaat_over(self) -> str:
        """The question, the computation, or `persoon`."""
        return str(self.bron.get("vraag") or self.bron.get("functie") or "persoon")

    def gegeven(self) -> Iterator[dict[str, Any]]:
        """The facts of the case, once for each combination of the values under `bij`."""
        vast, bij = self.bron.get("gegeven", {}), self.bron.get("bij", {})
        for waarden in product(*bij.values()):
            yield {**vast, **dict(zip(bij, waarden, strict=True))}


def lees(map_: Path) -> list[Geval]:
    """Every worked case under a folder, in the order of the files.

    Raises:
        RegelOngeldig: a case without a name, or with a word that no case has.
    """
    uit = []
    for pad in sorted(map_.rglob("gevallen/*.yaml")):
        plaats = str(pad.relative_to(map_))
        bron = bronnen.lees(pad.read_bytes())
        for deel in bron["gevallen"]:
            vreemd = set(deel) - _SLEUTELS
            if vreemd or "geval" not in deel:
                wat = f"het woord {min(vreemd)} is onbekend." if vreemd else "dit geval heeft geen naam."
                kan = ", ".join(sorted(_SLEUTELS))
                raise RegelOngeldig(wat, veld=f"{plaats}, {deel.get('geval', '?')}", herstel=f"Gebruik: {kan}.")
            gegeven = {**bron.get("uitgangspunt", {}), **deel.get("gegeven", {})}
            basis = {"peildatum": bron["peildatum"]} if "peildatum" in bron else {}
            geval = {**basis, **deel, "gegeven": gegeven}
            uit.append(Geval(plaats, bron["regeling"], deel["geval"], geval))
    return uit


def toets(geval: Geval, boek: Wetboek, *, regels: Mapping[str, Regelversie] | None = None) -> list[str]:
    """What comes out otherwise than the case says, in words; empty when all is as written."""
    try:
        if "functie" in geval.bron:
            return list(_van_functie(geval, boek))
        if "vraag" in geval.bron:
            return list(_van_vraag(geval, boek))
        return list(_van_persoon(geval, regels or regelversies.van_boek(boek)))
    except (DomainError, KeyError, TypeError, AttributeError, ValueError) as fout:
        return [f"{geval.plaats}, {geval.naam}: {fout!r}"]


def teksten(geval: Geval, boek: Wetboek) -> list[str]:
    """The days of the texts that the case holds for: those it names, or all that have the question."""
    genoemd = geval.bron.get("teksten")
    alle = [t.vanaf for t in boek.teksten[geval.regeling] if geval.bron["vraag"] in t.acties]
    return [dag for dag in alle if genoemd is None or dag in genoemd]


# ── a question of a regeling ─────────────────────────────────────────────────────────────────────


def _van_vraag(geval: Geval, boek: Wetboek) -> Iterator[str]:
    dagen = teksten(geval, boek)
    if not dagen:
        yield f"{geval.plaats}, {geval.naam}: {geval.regeling} heeft geen uitkomst {geval.bron['vraag']}."
    for dag in dagen:
        machine = Machine(boek, tekst_op=dag)
        for gegeven in geval.gegeven():
            gekregen = antwoord(geval, gegeven, machine)
            if gekregen != geval.bron["antwoord"]:
                yield _anders(geval, f"tekst {dag}, {gegeven}", gekregen, geval.bron["antwoord"])


def antwoord(geval: Geval, gegeven: Mapping[str, Any], machine: Machine) -> Any:
    """What the rules of one set of texts say, written as in the case: ja, nee, onbekend, a day or a code."""
    vraag = geval.bron["vraag"]
    if geval.bron.get("termijn"):
        datums = {naam: date.fromisoformat(waarde) for naam, waarde in gegeven.items()}
        op = date.fromisoformat(machine.tekst_op)
        return termijnen.laatste_dag(geval.regeling, vraag, datums, op=op, boek=machine.boek).isoformat()
    feiten_ = {naam: waarde_van(waarde) for naam, waarde in gegeven.items()}
    uit = machine.reken(geval.regeling, vraag, Omgeving(feiten_))
    return in_tekst(uit, op=geval.bron.get("op"))


def waarde_van(waarde: Any) -> Any:
    """A fact of a case as the engine takes it: a day as an interval, what is not known as unknown."""
    bijzonder = {NOOIT: NOOIT_MEER, ONBEKENDE_DAG: DAG_ONBEKEND, WEET_HET_NIET: ONBEKEND}
    if isinstance(waarde, str) and waarde in bijzonder:
        return bijzonder[waarde]
    is_datum = isinstance(waarde, dict) or (isinstance(waarde, str) and is_dag(waarde))
    return lees_dag(waarde) if is_datum else waarde


def in_tekst(uit: Any, *, op: str | None) -> Any:
    """An answer of the engine as a case writes it."""
    if isinstance(uit, Tijdlijn):
        vast = {(ALTIJD, ALTIJD): "ja", (NOOIT_DAG, NOOIT_DAG): "nee", (NOOIT_DAG, ALTIJD): WEET_HET_NIET}
        altijd = vast.get((uit.zeker, uit.mogelijk))
        return altijd or uit.op(date.fromisoformat(op or "").toordinal()).value
    if isinstance(uit, Dagbereik):
        if uit.vroegst >= EINDE:
            return NOOIT
        return iso(uit.vroegst) if uit.bekend else [iso(uit.vroegst), iso(uit.laatst)]
    return WEET_HET_NIET if uit is ONBEKEND else uit


def _anders(geval: Geval, waar: str, gekregen: Any, verwacht: Any) -> str:
    return f"{geval.plaats}, {geval.naam} ({waar}): verwacht {verwacht}, gekregen {gekregen}."


# ── a computation ────────────────────────────────────────────────────────────────────────────────


def _dag(tekst: str) -> date:
    return date.fromisoformat(tekst)


def _uren(van: str, uren: int, boek: Wetboek) -> list[str]:
    return [moment.isoformat() for moment in termijnen.eu_uren(datetime.fromisoformat(van), uren, boek=boek)]


def _ap(van: str, boek: Wetboek) -> list[str]:
    return [moment.isoformat() for moment in termijnen.ap_72_uur(datetime.fromisoformat(van), boek=boek)]


def _aanbod(categorie: str, op: str, boek: Wetboek) -> list[str | None]:
    uit = keuze.aanbod(categorie, aangeboden_op=_dag(op), boek=boek)
    return [uit.standaard, None if uit.uiterlijk is None else uit.uiterlijk.isoformat()]


FUNCTIES: Final[Mapping[str, Callable[[Mapping[str, Any], Wetboek], Any]]] = {
    "feestdagen": lambda g, b: sorted(d.isoformat() for d in termijnen.feestdagen(g["jaar"], boek=b)),
    "verschuif": lambda g, b: termijnen.verschuif(_dag(g["dag"]), boek=b).isoformat(),
    "met_werkdagen": lambda g, b: termijnen.met_werkdagen(_dag(g["begin"]), _dag(g["laatste"]), boek=b).isoformat(),
    "ap_72_uur": lambda g, b: _ap(g["bewust_op"], b),
    "eu_uren": lambda g, b: _uren(g["vanaf"], g["uren"], b),
    "keuzeaanbod": lambda g, b: _aanbod(g["categorie"], g["aangeboden_op"], b),
}


def _van_functie(geval: Geval, boek: Wetboek) -> Iterator[str]:
    for gegeven in geval.gegeven():
        gekregen = FUNCTIES[geval.bron["functie"]](gegeven, boek)
        if gekregen != geval.bron["antwoord"]:
            yield _anders(geval, str(gegeven), gekregen, geval.bron["antwoord"])


# ── a person ─────────────────────────────────────────────────────────────────────────────────────


def _van_persoon(geval: Geval, regels: Mapping[str, Regelversie]) -> Iterator[str]:
    lid = feiten.lees(persoon(geval))
    op = date.fromisoformat(geval.bron["peildatum"])
    for naam, verwacht in geval.bron["verwacht"].items():
        gekregen = scalar.stel_vast(lid, regels[naam], peildatum=op).as_json()
        for sleutel, (kreeg, wil) in verschillen(gekregen, verwacht).items():
            yield _anders(geval, f"{naam}, {sleutel}", kreeg, wil)


def persoon(geval: Geval) -> dict[str, Any]:
    """The facts of a case about a person, as the contract has them."""
    return {"persoonId": geval.bron.get("persoonId", geval.naam), **geval.bron["feiten"]}


def verschillen(gekregen: Mapping[str, Any], verwacht: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What was asked for and came out otherwise: the outcome and what was expected, by key."""
    plat = {s: w for s, w in verwacht.items() if s != "termijnen"} | verwacht.get("termijnen", {})
    alles = {**gekregen, **gekregen["termijnen"]}
    return {sleutel: (alles[sleutel], waarde) for sleutel, waarde in plat.items() if alles[sleutel] != waarde}


def toets_alle(alle: Iterable[Geval], boek: Wetboek) -> list[str]:
    """What comes out otherwise in all of the cases."""
    regels = regelversies.van_boek(boek)
    return [zin for geval in alle for zin in toets(geval, boek, regels=regels)]
