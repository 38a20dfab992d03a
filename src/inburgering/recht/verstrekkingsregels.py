"""Which data may go to whom: the law's tables of disclosure, asked like any other rule, with the article of the answer.

The tables are rule files: Besluit inburgering 2021 ch. 9, Wet inburgering 2021 art. 13 and 33-37, Besluit inburgering
art. 6.2 for the old act, and `verstrekkingsregels` that joins them. This module asks them and says why.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from inburgering.recht import wetten
from inburgering.recht.boom import Bewerking, Knoop, Naam, Vast, verwijzingen
from inburgering.recht.errors import RegelOngeldig
from inburgering.recht.machine import Machine, Omgeving
from inburgering.recht.tijdlijn import ONBEKEND, Antwoord
from inburgering.recht.wetten import Actie, Wetboek

REGELING = "verstrekkingsregels"
GEEN_WET = "geen"
WI2013, WI2021 = "Wi2013", "Wi2021"
_VAN_WET = {WI2013: "staat_in_de_tabel_van_2013", WI2021: "staat_in_de_tabel_van_2021"}
_POORTEN = {
    "heeft_een_andere_grond": "heeft_een_andere_grond",
    "nodig_voor_de_vaststelling": "nodig_voor_de_vaststelling",
    _VAN_WET[WI2021]: "mag_onder_2021",
    _VAN_WET[WI2013]: "mag_onder_2013",
}
"""Each part of the table, and the action that says whether it is open for this person."""
_VOORWAARDEN = ("valt_onder_een_wet", "taak_hoort_bij_de_wet", "college_van_de_persoon", "bijzonder_gegeven_mag")


@dataclass(frozen=True, slots=True)
class Betrokkene:
    """What the tables ask of a person on one day; None is unknown, `wet` "geen" is nobody's duty.

    `college` is the gemeente with the task: for an asylum permit that of the housing, never that of the reception.
    """

    wet: str | None = None
    categorie: str | None = None
    college: str | None = None


ONBEKENDE = Betrokkene()
"""A person of whom nothing was determined."""


@dataclass(frozen=True, slots=True)
class Stroom:
    """One row of the tables: who may give which gegevens to whom, by which article. No gegevens: every one."""

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

    def noemt(self, gegeven: str) -> bool:
        """Whether the row is about this gegeven."""
        return not self.gegevens or gegeven in self.gegevens


@dataclass(frozen=True, slots=True)
class Toets:
    """One answer of the tables: allowed or not, by which row and article, and why in one sentence."""

    toegestaan: bool
    antwoord: Antwoord
    gegeven: str
    stroom: str
    artikel: str
    doel: str
    reden: str
    jci: str


@dataclass(frozen=True, slots=True)
class Vraag:
    """Everything the tables look at for one gegeven; a college is named by its code in `ontvanger_college`."""

    verstrekker: str
    ontvanger: str
    gegeven: str
    betrokkene: Betrokkene = ONBEKENDE
    ontvanger_college: str = ""
    taak_van: str | None = None
    op_verzoek: bool = False
    doel: str = ""


def mag(
    verstrekker: str,
    ontvanger: str,
    *,
    gegeven: str,
    persoon: Betrokkene,
    datum: date,
    taak_van: str | None = None,
    op_verzoek: bool = False,
    doel: str = "",
) -> Toets:
    """Whether the law lets a gegeven of this person go from one party to another on a day, with article and reason.

    A party is a word of the tables (`minister`, `college`, `coa`, …); a gemeente is its code of four digits. The task
    is one of the person's own act, unless `taak_van` names the act for whose task it goes. What is unknown is refused,
    and the reason says what must be settled first.

    Source: Wi2021 art. 33-39; Bi2021 ch. 9; Bi2013 art. 6.2; AVG art. 15, 19, 33 and 34; Wet CBS art. 33.
    """
    return toets(
        Vraag(
            verstrekker=_woord(verstrekker),
            ontvanger=_woord(ontvanger),
            gegeven=gegeven,
            betrokkene=persoon,
            ontvanger_college=ontvanger if ontvanger.isdigit() else "",
            taak_van=taak_van or persoon.wet,
            op_verzoek=op_verzoek,
            doel=doel,
        ),
        datum=datum,
    )


def toets(vraag: Vraag, *, datum: date) -> Toets:
    """The answer to one question on one day."""
    return _toets(vraag, _tekst_op(datum))


def stromen(verstrekker: str, ontvanger: str, *, datum: date, wet: str = WI2021) -> tuple[Stroom, ...]:
    """The rows from one kind of party to another for tasks of an act, in the order of the tables."""
    rijen = _tussen(verstrekker, ontvanger, tekst_op=_tekst_op(datum))
    return tuple(s for s in rijen if _hoort_bij(s, wet))


def alle(*, datum: date) -> tuple[Stroom, ...]:
    """Every row of the tables in the texts of that day."""
    return _stromen(_tekst_op(datum))


def gegevens(*, datum: date) -> frozenset[str]:
    """Every word for a gegeven that some row names."""
    return frozenset().union(*(s.gegevens for s in alle(datum=datum)))


def partij(woord: str) -> str:
    """How a party is called in a sentence."""
    return str(_namen("PARTIJEN").get(woord, woord))


def _woord(partij_of_code: str) -> str:
    return "college" if len(partij_of_code) == 4 and partij_of_code.isdigit() else partij_of_code


# ── Asking ───────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=20_000)
def _toets(vraag: Vraag, tekst_op: str) -> Toets:
    vragen = _Vragen(vraag, tekst_op)
    antwoord = vragen.antwoord("mag")
    return vragen.toegestaan() if antwoord is Antwoord.JA else vragen.geweigerd(antwoord)


class _Vragen:
    """One question put to the machine, with its outcomes."""

    def __init__(self, vraag: Vraag, tekst_op: str) -> None:
        self.vraag, self.tekst_op = vraag, tekst_op
        self.machine = _machine(tekst_op)
        self.omgeving = Omgeving(_feiten(vraag))
        self.rijen = [
            s for s in _tussen(vraag.verstrekker, vraag.ontvanger, tekst_op=tekst_op) if s.noemt(vraag.gegeven)
        ]

    def antwoord(self, output: str) -> Antwoord:
        """The answer of one action, wherever it stands."""
        lijn = self.machine.reken(_plek(output, self.tekst_op).regeling, output, self.omgeving)
        antwoord: Antwoord = lijn.op(1)
        return antwoord

    def toegestaan(self) -> Toets:
        """The row that let it go."""
        open_ = {tabel for tabel, poort in _POORTEN.items() if self.antwoord(poort) is Antwoord.JA}
        rij = next(s for s in self.rijen if s.tabel in open_ and self.antwoord(s.naam) is Antwoord.JA)
        reden = f"{partij(self.vraag.verstrekker)} mag dit aan {partij(self.vraag.ontvanger)} geven: {rij.doel}"
        return self._maak(Antwoord.JA, rij.code, rij.artikel, doel=rij.doel, reden=reden, jci=rij.jci)

    def geweigerd(self, antwoord: Antwoord) -> Toets:
        """Why not: no row names it, or a condition beside the row fails or is unknown."""
        rijen = [s for s in self.rijen if _hoort_bij(s, self.vraag.taak_van)]
        if not rijen:
            return self._niet_in_de_tabel()
        bij_de_wet = any(s.tabel in _VAN_WET.values() for s in rijen)
        eigen = (v for s in rijen for v in s.voorwaarden)
        for output in (*(_VOORWAARDEN if bij_de_wet else ()), *eigen):
            uit = self.antwoord(output)
            if uit is not Antwoord.JA:
                actie = _plek(output, self.tekst_op)
                reden = _redenen()[output][uit.value]
                return self._maak(antwoord, rijen[0].code, _artikel(actie), reden=reden, jci=actie.grondslag.jci)
        reden = "De wet laat dit alleen toe voor een doel dat zij noemt."
        return self._maak(antwoord, rijen[0].code, rijen[0].artikel, reden=reden, jci=rijen[0].jci)

    def _niet_in_de_tabel(self) -> Toets:
        van, naar = self.vraag.verstrekker, self.vraag.ontvanger
        alle_ = [s for s in _tussen(van, naar, tekst_op=self.tekst_op) if _hoort_bij(s, self.vraag.taak_van)]
        rijen = [s for s in alle_ if s.tabel in _VAN_WET.values()] or alle_
        artikelen = samen(s.artikel for s in rijen) or "Wi2021 art. 33"
        wat = f"`{self.vraag.gegeven}` niet onder wat" if rijen else "geen gegevens die"
        reden = f"De wet noemt {wat} {partij(van)} aan {partij(naar)} mag geven."
        return self._maak(Antwoord.NEE, "", artikelen, reden=reden, jci=rijen[0].jci if rijen else "")

    def _maak(self, antwoord: Antwoord, stroom: str, artikel: str, *, reden: str, jci: str, doel: str = "") -> Toets:
        reden = reden[:1].upper() + reden[1:]
        return Toets(antwoord is Antwoord.JA, antwoord, self.vraag.gegeven, stroom, artikel, doel, reden, jci)


def samen(artikelen: Iterable[str]) -> str:
    """Articles as the ledger writes them, each once, in order."""
    return "; ".join(dict.fromkeys(deel for artikel in artikelen for deel in artikel.split("; ")))


def _hoort_bij(stroom: Stroom, taak_van: str | None) -> bool:
    """Whether a row can answer for a task of this act; the rows outside both acts always can."""
    return stroom.tabel not in _VAN_WET.values() or stroom.tabel == _VAN_WET.get(taak_van or WI2021, _VAN_WET[WI2021])


def _tussen(verstrekker: str, ontvanger: str, *, tekst_op: str) -> list[Stroom]:
    return [s for s in _stromen(tekst_op) if verstrekker in s.verstrekkers and ontvanger in s.ontvangers]


def _feiten(vraag: Vraag) -> Mapping[str, Any]:
    persoon = vraag.betrokkene
    return {
        "verstrekker": vraag.verstrekker,
        "ontvanger": vraag.ontvanger,
        "ontvanger_college": vraag.ontvanger_college,
        "gegeven": vraag.gegeven,
        "verstrekkingsdoel": vraag.doel,
        "op_verzoek": vraag.op_verzoek,
        "wet": persoon.wet or ONBEKEND,
        "taak_van": vraag.taak_van or ONBEKEND,
        "categorie": persoon.categorie or ONBEKEND,
        "college": persoon.college or ONBEKEND,
    }


# ── Reading the tables ───────────────────────────────────────────────────────────────────────────


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


def _tekst_op(datum: date) -> str:
    """The first day of the newest text in force on a day, so that days with the same texts share their answers."""
    return max((dag for dag in _overgangen() if dag <= datum.isoformat()), default=_overgangen()[0])


@cache
def _overgangen() -> tuple[str, ...]:
    boek, namen = _boek(), {t.id for t in _regelingen("9999-12-31")}
    return tuple(sorted({t.vanaf for naam in namen for t in boek.teksten[naam]}))


@cache
def _machine(tekst_op: str) -> Machine:
    return Machine(_boek(), tekst_op=tekst_op)


@cache
def _plekken(tekst_op: str) -> Mapping[str, Actie]:
    return {naam: actie for tekst in _regelingen(tekst_op) for naam, actie in tekst.acties.items()}


def _plek(output: str, tekst_op: str) -> Actie:
    return _plekken(tekst_op)[output]


@cache
def _stromen(tekst_op: str) -> tuple[Stroom, ...]:
    tabellen = {v.output: t for t in _POORTEN for v in verwijzingen(_plek(t, tekst_op).knoop)}
    return tuple(_stroom(tekst.acties[n], bron, tabel=tabellen[n]) for tekst, n, bron in _bronnen(tekst_op))


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


def _stroom(actie: Actie, bron: Mapping[str, str], *, tabel: str) -> Stroom:
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
    artikel = "; ".join(filter(None, (bron.get("mede", ""), _artikel(actie))))
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
    )


def _lijst(knoop: Knoop) -> tuple[str, frozenset[str]] | None:
    """The fact and the values of `EQUALS $fact value` or `IN $fact LIST`."""
    match knoop:
        case Bewerking(soort="EQUALS" | "IN", delen=(Naam(naam), Vast(waarde))):
            return naam, waarde if isinstance(waarde, frozenset) else frozenset({waarde})
        case _:
            return None


def _artikel(actie: Actie) -> str:
    """The article as the ledger writes it: `Bi2021 art. 9.1 lid 3`."""
    grond = actie.grondslag
    kort = _namen("AFKORTINGEN").get(grond.wet, grond.wet)
    artikel = grond.artikel.replace(", lid ", " lid ").replace(", onderdeel ", " onder ")
    hoofd, _, lid = artikel.partition(" lid ")
    return f"{kort} art. {hoofd}" + (f" {'lid' if lid[:1].isdigit() else 'onder'} {lid}" if lid else "")


@cache
def _namen(welke: str) -> Mapping[str, str]:
    return _uit_definities(_boek().tekst(REGELING, op="2022-01-01"), welke)


@cache
def _redenen() -> Mapping[str, Mapping[str, str]]:
    uit: dict[str, Mapping[str, str]] = {}
    for tekst in _regelingen("2022-01-01"):
        uit |= _uit_definities(tekst, "REDENEN")
    return uit
