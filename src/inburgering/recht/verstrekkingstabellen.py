"""The rows of the tables of disclosure as the rule files have them, in the texts of a day; nothing is decided here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from inburgering.recht import wetten
from inburgering.recht.boom import Bewerking, Knoop, Naam, Vast, verwijzingen
from inburgering.recht.errors import RegelOngeldig
from inburgering.recht.machine import Machine
from inburgering.recht.wetten import Actie, Wetboek

REGELING = "verstrekkingsregels"
WI2013, WI2021 = "Wi2013", "Wi2021"
VAN_WET = {WI2013: "staat_in_de_tabel_van_2013", WI2021: "staat_in_de_tabel_van_2021"}
POORTEN = {
    "heeft_een_andere_grond": "heeft_een_andere_grond",
    "nodig_voor_de_vaststelling": "nodig_voor_de_vaststelling",
    VAN_WET[WI2021]: "mag_onder_2021",
    VAN_WET[WI2013]: "mag_onder_2013",
}
"""Each part of the table, and the action that says whether it is open for this person."""


@dataclass(frozen=True, slots=True)
class Stroom:
    """One row of the tables: who may give which gegevens to whom, by which article. No gegevens: every one.

    `vanaf` is the first day of the text in which it stands.
    """

    naam: str
    code: str
    tabel: str
    verstrekkers: frozenset[str]
    ontvangers: frozenset[str]
    gegevens: frozenset[str]
    artikel: str
    doel: str
    jci: str
    voorwaarden: tuple[str, ...]
    vanaf: str

    def noemt(self, gegeven: str) -> bool:
        """Whether the row is about this gegeven."""
        return not self.gegevens or gegeven in self.gegevens


def _boek() -> Wetboek:
    return wetten.laad(wetten.wortel())


def _regelingen(tekst_op: str) -> Iterator[wetten.Regeling]:
    """The regelingen behind `mag`, each in its text of that day: found by following the names."""
    boek, gezien, open_ = _boek(), set[str](), [REGELING]
    while open_:
        tekst = boek.tekst(open_.pop(0), op=tekst_op)
        if tekst.id not in gezien:
            gezien.add(tekst.id)
            yield tekst
            open_ += [v.regeling for actie in tekst.acties.values() for v in verwijzingen(actie.knoop)]


def tekst_van(datum: date) -> str:
    """The first day of the newest text in force on a day, so that days with the same texts share their answers.

    Empty before the first text: the texts that are read then are not in force, and no row of them counts.
    """
    return max((dag for dag in _overgangen() if dag <= datum.isoformat()), default="")


@cache
def _overgangen() -> tuple[str, ...]:
    boek, namen = _boek(), {t.id for t in _regelingen("9999-12-31")}
    return tuple(sorted({t.vanaf for naam in namen for t in boek.teksten[naam]}))


@cache
def machine(tekst_op: str) -> Machine:
    """What answers by the texts of that day."""
    return Machine(_boek(), tekst_op=tekst_op)


@cache
def _plekken(tekst_op: str) -> Mapping[str, Actie]:
    return {naam: actie for tekst in _regelingen(tekst_op) for naam, actie in tekst.acties.items()}


def plek(output: str, tekst_op: str) -> Actie:
    """The action of that name, wherever it stands."""
    return _plekken(tekst_op)[output]


@cache
def in_werking(tekst_op: str) -> tuple[Stroom, ...]:
    """The rows of the texts in force.

    Of the new act none before its first day. The others are of acts that were there long before the text that we have;
    on an earlier day that text is read.
    """
    return tuple(s for s in rijen(tekst_op) if s.vanaf <= tekst_op or s.tabel != VAN_WET[WI2021])


@cache
def rijen(tekst_op: str) -> tuple[Stroom, ...]:
    """The rows of the texts that are read on a day: of a regeling that is still to come, the first."""
    tabellen = {v.output: t for t in POORTEN for v in verwijzingen(plek(t, tekst_op).knoop)}
    return tuple(
        _stroom(tekst.acties[n], bron, tabel=tabellen[n], vanaf=tekst.vanaf) for tekst, n, bron in _bronnen(tekst_op)
    )


def _bronnen(tekst_op: str) -> Iterator[tuple[wetten.Regeling, str, Mapping[str, str]]]:
    for tekst in _regelingen(tekst_op):
        for naam, bron in _uit_definities(tekst, "STROMEN").items():
            yield tekst, naam, bron


def _uit_definities(tekst: wetten.Regeling, naam: str) -> dict[str, Any]:
    """What the articles of a text define under one name, together."""
    uit: dict[str, Any] = {}
    for artikel in tekst.artikelen:
        uit |= artikel.get("machine_readable", {}).get("definitions", {}).get(naam, {})
    return uit


def _stroom(actie: Actie, bron: Mapping[str, str], *, tabel: str, vanaf: str) -> Stroom:
    """One row: parties, gegevens and conditions as its tree has them.

    Raises:
        RegelOngeldig: a row that is no AND of sender and receiver.
    """
    delen = actie.knoop.delen if isinstance(actie.knoop, Bewerking) and actie.knoop.soort == "AND" else ()
    lijsten = dict(filter(None, map(_lijst, delen)))
    if not {"verstrekker", "ontvanger"} <= set(lijsten):
        raise RegelOngeldig(
            "een stroom noemt verstrekker en ontvanger", veld=actie.output, herstel="Begin met EQUALS of IN daarop."
        )
    voorwaarden = tuple(v.output for deel in delen for v in verwijzingen(deel))
    artikel = "; ".join(filter(None, (bron.get("mede", ""), artikel_van(actie))))
    return Stroom(
        naam=actie.output,
        code=bron["stroom"],
        tabel=tabel,
        verstrekkers=lijsten["verstrekker"],
        ontvangers=lijsten["ontvanger"],
        gegevens=lijsten.get("gegeven", frozenset()),
        artikel=artikel,
        doel=bron["doel"],
        jci=actie.grondslag.jci,
        voorwaarden=voorwaarden,
        vanaf=vanaf,
    )


def _lijst(knoop: Knoop) -> tuple[str, frozenset[str]] | None:
    """The fact and the values of `EQUALS $fact value` or `IN $fact LIST`."""
    match knoop:
        case Bewerking(soort="EQUALS" | "IN", delen=(Naam(naam), Vast(waarde))):
            return naam, waarde if isinstance(waarde, frozenset) else frozenset({waarde})
        case _:
            return None


def artikel_van(actie: Actie) -> str:
    """The article as the ledger writes it: `Bi2021 art. 9.1 lid 3`."""
    grond = actie.grondslag
    kort = namen("AFKORTINGEN").get(grond.wet, grond.wet)
    artikel = grond.artikel.replace(", lid ", " lid ").replace(", onderdeel ", " onder ")
    hoofd, _, lid = artikel.partition(" lid ")
    return f"{kort} art. {hoofd}" + (f" {'lid' if lid[:1].isdigit() else 'onder'} {lid}" if lid else "")


@cache
def namen(welke: str) -> Mapping[str, str]:
    """How acts, parties and gegevens are called."""
    return _uit_definities(_boek().tekst(REGELING, op="2022-01-01"), welke)


@cache
def redenen() -> Mapping[str, Mapping[str, str]]:
    """Why not, per condition and answer."""
    uit: dict[str, Mapping[str, str]] = {}
    for tekst in _regelingen("2022-01-01"):
        uit |= _uit_definities(tekst, "REDENEN")
    return uit
