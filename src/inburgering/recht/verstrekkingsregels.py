"""Which data may go to whom: the law's tables of disclosure, asked like any other rule, with the article of the answer.

The tables are rule files: Besluit inburgering 2021 ch. 9, Wet inburgering 2021 art. 13 and 33-37, Besluit inburgering
art. 6.2 for the old act, and `verstrekkingsregels` that joins them. This module asks them and says why.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from inburgering.recht import verstrekkingstabellen as tabellen
from inburgering.recht.machine import Omgeving
from inburgering.recht.tijdlijn import ONBEKEND, Antwoord
from inburgering.recht.verstrekkingstabellen import VAN_WET, WI2021, Stroom

GEEN_WET = "geen"
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
    and the reason says what must be settled first. A row of a text that was not yet in force on the day does not count.

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
    return _toets(vraag, tabellen.tekst_van(datum))


def stromen(verstrekker: str, ontvanger: str, *, datum: date, wet: str = WI2021) -> tuple[Stroom, ...]:
    """The rows from one kind of party to another for tasks of an act, in the order of the tables."""
    rijen = _tussen(verstrekker, ontvanger, tekst_op=tabellen.tekst_van(datum))
    return tuple(s for s in rijen if _hoort_bij(s, wet))


def alle(*, datum: date) -> tuple[Stroom, ...]:
    """Every row of the tables in the texts of that day."""
    return tabellen.in_werking(tabellen.tekst_van(datum))


def gegevens(*, datum: date) -> frozenset[str]:
    """Every word for a gegeven that some row names."""
    return frozenset().union(*(s.gegevens for s in alle(datum=datum)))


def partij(woord: str) -> str:
    """How a party is called in a sentence."""
    return str(tabellen.namen("PARTIJEN").get(woord, woord))


def _woord(partij_of_code: str) -> str:
    return "college" if len(partij_of_code) == 4 and partij_of_code.isdigit() else partij_of_code


# ── Asking ───────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=20_000)
def _toets(vraag: Vraag, tekst_op: str) -> Toets:
    vragen = _Vragen(vraag, tekst_op)
    antwoord = vragen.antwoord("mag")
    rij = vragen.open_rij() if antwoord is Antwoord.JA else None
    if rij is not None:
        return vragen.toegestaan(rij)
    return vragen.geweigerd(Antwoord.NEE if antwoord is Antwoord.JA else antwoord)


class _Vragen:
    """One question put to the machine, with its outcomes."""

    def __init__(self, vraag: Vraag, tekst_op: str) -> None:
        self.vraag, self.tekst_op = vraag, tekst_op
        self.machine = tabellen.machine(tekst_op)
        self.omgeving = Omgeving(_feiten(vraag))
        self.rijen = [
            s for s in _tussen(vraag.verstrekker, vraag.ontvanger, tekst_op=tekst_op) if s.noemt(vraag.gegeven)
        ]

    def antwoord(self, output: str) -> Antwoord:
        """The answer of one action, wherever it stands."""
        lijn = self.machine.reken(tabellen.plek(output, self.tekst_op).regeling, output, self.omgeving)
        antwoord: Antwoord = lijn.op(1)
        return antwoord

    def open_rij(self) -> Stroom | None:
        """The row in force that lets it go; none when only a later text does."""
        open_ = {tabel for tabel, poort in tabellen.POORTEN.items() if self.antwoord(poort) is Antwoord.JA}
        return next((s for s in self.rijen if s.tabel in open_ and self.antwoord(s.naam) is Antwoord.JA), None)

    def toegestaan(self, rij: Stroom) -> Toets:
        """It may go by this row."""
        reden = f"{partij(self.vraag.verstrekker)} mag dit aan {partij(self.vraag.ontvanger)} geven: {rij.doel}"
        return self._maak(Antwoord.JA, rij.code, rij.artikel, doel=rij.doel, reden=reden, jci=rij.jci)

    def geweigerd(self, antwoord: Antwoord) -> Toets:
        """Why not: no row names it, or a condition beside the row fails or is unknown."""
        rijen = [s for s in self.rijen if _hoort_bij(s, self.vraag.taak_van)]
        if not rijen:
            return self._niet_in_de_tabel()
        bij_de_wet = any(s.tabel in VAN_WET.values() for s in rijen)
        algemeen = [(v, rijen[0], True) for v in (_VOORWAARDEN if bij_de_wet else ())]
        for output, rij, uit_de_actie in (*algemeen, *((v, s, False) for s in rijen for v in s.voorwaarden)):
            uit = self.antwoord(output)
            if uit is not Antwoord.JA:
                actie = tabellen.plek(output, self.tekst_op)
                grond = (tabellen.artikel_van(actie), actie.grondslag.jci) if uit_de_actie else (rij.artikel, rij.jci)
                reden = tabellen.redenen()[output][uit.value]
                return self._maak(antwoord, rij.code, grond[0], reden=reden, jci=grond[1])
        reden = "De wet laat dit alleen toe voor een doel dat zij noemt."
        return self._maak(antwoord, rijen[0].code, rijen[0].artikel, reden=reden, jci=rijen[0].jci)

    def _niet_in_de_tabel(self) -> Toets:
        van, naar = self.vraag.verstrekker, self.vraag.ontvanger
        later = _tussen(van, naar, tekst_op=self.tekst_op, ook_later=True)
        later = [
            s
            for s in later
            if s.tabel == VAN_WET[WI2021] and s.noemt(self.vraag.gegeven) and _hoort_bij(s, self.vraag.taak_van)
        ]
        if later:
            reden = "De artikelen die dit toelaten, golden op deze dag nog niet."
            return self._maak(Antwoord.NEE, "", samen(s.artikel for s in later), reden=reden, jci=later[0].jci)
        alle_ = [s for s in _tussen(van, naar, tekst_op=self.tekst_op) if _hoort_bij(s, self.vraag.taak_van)]
        rijen = [s for s in alle_ if s.tabel in VAN_WET.values()] or alle_
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
    return stroom.tabel not in VAN_WET.values() or stroom.tabel == VAN_WET.get(taak_van or WI2021, VAN_WET[WI2021])


def _tussen(verstrekker: str, ontvanger: str, *, tekst_op: str, ook_later: bool = False) -> list[Stroom]:
    rijen = tabellen.rijen(tekst_op) if ook_later else tabellen.in_werking(tekst_op)
    return [s for s in rijen if verstrekker in s.verstrekkers and ontvanger in s.ontvangers]


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
