"""Writes the tree of an action as Python statements on whole numbers, for numba to compile.

A truth is two masks: the days on which it surely holds and the days on which it possibly holds, one bit for each
stretch of days (`alles` is every bit). With a single day there is one bit. A date is its first and last possible
day; a code is a number, -1 when unknown and -2 when there is none.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from inburgering.primitives.datums import Dagbereik
from inburgering.recht.boom import VERGELIJKINGEN, Bewerking, Knoop, Naam, Uitkomst, Vast, namen, verwijzingen
from inburgering.recht.bulk import codes
from inburgering.recht.errors import RegelOngeldig
from inburgering.recht.machine import Machine

CODE_BITS = 32


@dataclass(frozen=True, slots=True)
class Waarde:
    """What a tree gives, as one or two expressions."""

    soort: str
    een: Any
    ander: Any = ""
    naam: str = ""


DAG = Waarde("dag", "")
JA, NEE = Waarde("waarheid", "alles", "alles"), Waarde("waarheid", "0", "0")
Zoek = Callable[[str], Waarde]


@dataclass(slots=True)
class Tabellen:
    """The functions of the date of birth alone: tabulated for every day by the readable engine."""

    machine: Machine
    knopen: dict[str, Knoop] = field(default_factory=dict)

    def nummer(self, knoop: Knoop) -> int:
        """The row of a function; a new one when it was not asked for before."""
        self.knopen.setdefault(teken(knoop), knoop)
        return list(self.knopen).index(teken(knoop))


def teken(knoop: Knoop) -> str:
    """A text that is the same for the same tree; 1 and true differ."""
    if isinstance(knoop, Vast):
        waarde = knoop.waarde
        return repr(sorted(waarde)) if isinstance(waarde, frozenset) else f"{type(waarde).__name__}:{waarde!r}"
    if isinstance(knoop, Naam):
        return f"${knoop.naam}"
    if isinstance(knoop, Uitkomst):
        return f"{knoop.regeling}.{knoop.output}"
    return f"{knoop.soort}{knoop.eenheden}({', '.join(teken(deel) for deel in knoop.delen)})"


class Schrijver:
    """The statements of one function; `zoek` gives the expressions of a fact, `voor` those of the days before one.

    With `mogelijk` the days before a date are told in two ways, as stretches of which a date can be somewhere inside:
    `voor` those that surely lie before it, `mogelijk` those that possibly do.
    """

    def __init__(
        self,
        machine: Machine,
        zoek: Zoek,
        *,
        voor: str,
        mogelijk: str = "",
        tabellen: Tabellen | None = None,
        elders: Callable[[str, str], Waarde | None] = lambda _r, _o: None,
    ) -> None:
        self.machine, self.zoek, self.voor_, self.tabellen, self.elders = machine, zoek, voor, tabellen, elders
        self.mogelijk = mogelijk
        self.zoekt = voor.startswith("voor(")
        self.regels: list[str] = []
        self.bekend: dict[str, Waarde] = {}
        self.gezet: dict[str, str] = {}
        self.grenzen: dict[tuple[str, int], tuple[Knoop, int]] = {}

    def actie(self, regeling: str, output: str) -> Waarde:
        """The outcome of one action."""
        return self.waarde(Uitkomst(regeling, output))

    def waarde(self, knoop: Knoop) -> Waarde:
        """The expressions of one tree; what was written before is not written again."""
        sleutel = teken(knoop)
        if sleutel not in self.bekend:
            self.bekend[sleutel] = self._nieuw(knoop)
        return self.bekend[sleutel]

    def zet(self, uitdrukking: str) -> str:
        """The name of a variable with this value; a new one when nothing had it yet."""
        if uitdrukking in {"0", "alles"}:
            return uitdrukking
        if uitdrukking not in self.gezet:
            self.gezet[uitdrukking] = naam = f"v{len(self.regels)}"
            self.regels.append(f"{naam} = {uitdrukking}")
        return self.gezet[uitdrukking]

    def _nieuw(self, knoop: Knoop) -> Waarde:
        if isinstance(knoop, Vast):
            return _vast(knoop.waarde)
        if isinstance(knoop, Naam):
            return DAG if knoop.naam == "dag" else self.zoek(knoop.naam)
        buiten = self.elders(knoop.regeling, knoop.output) if isinstance(knoop, Uitkomst) else None
        if buiten is not None:
            return buiten
        if self.tabellen is not None and self._van_geboorte(knoop):
            geboren, rij = self.zoek("geboortedatum"), self.tabellen.nummer(knoop)
            paar = self.zet(f"datum_{rij}(TAB, {geboren.een}, {geboren.ander})")
            return Waarde("datum", f"{paar}[0]", f"{paar}[1]")
        if isinstance(knoop, Uitkomst):
            return self.waarde(self.machine.actie(knoop.regeling, knoop.output).knoop)
        return self._bewerking(knoop)

    def _van_geboorte(self, knoop: Knoop) -> bool:
        if isinstance(knoop, Uitkomst) and self.machine.actie(knoop.regeling, knoop.output).soort != "date":
            return False
        if isinstance(knoop, Bewerking) and knoop.soort != "DATE_ADD":
            return False
        diep = (self.machine.feitnamen(v.regeling, v.output) for v in verwijzingen(knoop))
        return set(namen(knoop)).union(*diep) == {"geboortedatum"}

    def _bewerking(self, knoop: Bewerking) -> Waarde:
        soort = knoop.soort
        if soort in VERGELIJKINGEN:
            return self._vergelijking(soort, *knoop.delen)
        if soort in {"AND", "OR"}:
            delen = [self.waarheid(deel) for deel in knoop.delen]
            teken_ = " & " if soort == "AND" else " | "
            paar = (self.zet(teken_.join(d.een for d in delen)), self.zet(teken_.join(d.ander for d in delen)))
            return Waarde("waarheid", *paar)
        if soort == "NOT":
            return self.niet(self.waarheid(knoop.delen[0]))
        if soort == "IN":
            return self._in(self.waarde(knoop.delen[0]), self.waarde(knoop.delen[1]))
        if soort == "DATE_ADD":
            return self._tel_op(knoop)
        if soort == "IF":
            return self._keuze(knoop)
        raise self._kan_niet(soort)

    def waarheid(self, knoop: Knoop) -> Waarde:
        """The masks of one tree.

        Raises:
            RegelOngeldig: the tree gives no truth.
        """
        waarde = self.waarde(knoop)
        if waarde.soort != "waarheid":
            raise self._kan_niet(f"{teken(knoop)} als voorwaarde")
        return waarde

    def niet(self, deel: Waarde) -> Waarde:
        """The masks of the opposite."""
        return Waarde("waarheid", self.zet(f"alles & ~{deel.ander}"), self.zet(f"alles & ~{deel.een}"))

    def _drie(self, ja: str, misschien: str) -> Waarde:
        een = self.zet(f"alles if {ja} else 0")
        return Waarde("waarheid", een, self.zet(f"alles if {misschien} else {een}"))

    def _voor(self, dag: Waarde, plus: int) -> tuple[str, str]:
        """The masks of the days before a date; once when it is known to the day and a mask costs a search."""
        dagen = [f"{d} + {plus}" if plus else d for d in (dag.een, dag.ander)]
        if self.mogelijk:
            return self.zet(self.voor_.format(x=dagen[0])), self.zet(self.mogelijk.format(x=dagen[1]))
        een, ander = (self.voor_.format(x=d) for d in dagen)
        naam = self.zet(een)
        if dag.een == dag.ander:
            return naam, naam
        return naam, self.zet(f"{naam} if {dag.een} == {dag.ander} else {ander}" if self.zoekt else ander)

    def _vergelijking(self, soort: str, links: Knoop, rechts: Knoop) -> Waarde:
        if soort == "EQUALS":
            return self._gelijk(links, rechts)
        if soort.startswith("GREATER"):
            links, rechts = rechts, links
        return self._orde(links, rechts, strikt=not soort.endswith("OR_EQUAL"))

    def _orde(self, links: Knoop, rechts: Knoop, *, strikt: bool) -> Waarde:
        een, ander = self.waarde(links), self.waarde(rechts)
        plus = 0 if een is DAG and strikt else 1 if een is DAG or strikt else 0
        if een is DAG and ander.soort == "datum":
            self.grenzen[teken(rechts), plus] = (rechts, plus)
            return Waarde("waarheid", *self._voor(ander, plus))
        if ander is DAG and een.soort == "datum":
            self.grenzen[teken(links), plus] = (links, plus)
            voor = self._voor(een, plus)
            return Waarde("waarheid", self.zet(f"alles & ~{voor[1]}"), self.zet(f"alles & ~{voor[0]}"))
        if een.soort == ander.soort == "datum":
            klein = "<" if strikt else "<="
            return self._drie(f"{een.ander} {klein} {ander.een}", f"{een.een} {klein} {ander.ander}")
        if een.soort == ander.soort == "getal":
            return self._getallen(een, ander, "<" if strikt else "<=")
        raise self._kan_niet(f"{teken(links)} naast {teken(rechts)}")

    def _gelijk(self, links: Knoop, rechts: Knoop) -> Waarde:
        een, ander = self.waarde(links), self.waarde(rechts)
        if een.soort == "waarheid" and ander.soort == "waarheid":
            return een if ander == JA else self.niet(een)
        if "datum" in {een.soort, ander.soort}:
            heen, terug = self._orde(links, rechts, strikt=False), self._orde(rechts, links, strikt=False)
            return Waarde("waarheid", self.zet(f"{heen.een} & {terug.een}"), self.zet(f"{heen.ander} & {terug.ander}"))
        if een.soort == "code" and ander.soort == "tekst":
            return self._in(een, Waarde("verzameling", frozenset({ander.een})))
        if een.soort == ander.soort == "code":
            vraag = f"{een.een} == {ander.een}"
            return self._drie(f"{vraag} and {een.een} != -1", f"{vraag} or {een.een} == -1 or {ander.een} == -1")
        if een.soort == ander.soort == "getal":
            return self._getallen(een, ander, "==")
        raise self._kan_niet(f"{teken(links)} is {teken(rechts)}")

    def _getallen(self, een: Waarde, ander: Waarde, teken_: str) -> Waarde:
        """The comparison of two numbers; a number that nobody knows is NaN, the one value that differs from itself."""
        vraag = f"{een.een} {teken_} {ander.een}"
        return self._drie(vraag, f"{vraag} or {een.een} != {een.een} or {ander.een} != {ander.een}")

    def _in(self, een: Waarde, lijst: Waarde) -> Waarde:
        if een.soort != "code" or lijst.soort != "verzameling":
            raise self._kan_niet("IN zonder code of lijst")
        gezocht = [codes.nummer(een.naam, code, self.machine.boek) for code in sorted(lijst.een)]
        nummers = [n for n in gezocht if n is not None]
        if not nummers:
            return self._drie("False", f"{een.een} == -1")
        woorden: dict[int, int] = {}
        for n in nummers:
            woorden[n // CODE_BITS] = woorden.get(n // CODE_BITS, 0) | 1 << n % CODE_BITS
        woord = " else ".join(f"{bits} if {een.een} >> 5 == {plaats}" for plaats, bits in woorden.items())
        treffer = f"((({woord} else 0) >> ({een.een} & 31)) & 1) != 0"  # below zero hits no word
        return self._drie(treffer, f"{een.een} == -1")

    def _tel_op(self, knoop: Bewerking) -> Waarde:
        begin = self.waarde(knoop.delen[0])
        aantal = dict.fromkeys(("years", "months", "weeks", "days"), "0")
        for eenheid, deel in zip(knoop.eenheden, knoop.delen[1:], strict=True):
            aantal[eenheid] = str(self.waarde(deel).een)
        rest = f"{aantal['years']}, {aantal['months']}, 7 * {aantal['weeks']} + {aantal['days']}"
        vroegst = self.zet(f"tel_op({begin.een}, {rest})")
        if begin.een == begin.ander:
            return Waarde("datum", vroegst, vroegst)
        laatst = f"{vroegst} if {begin.ander} == {begin.een} else tel_op({begin.ander}, {rest})"
        return Waarde("datum", vroegst, self.zet(laatst))

    def _keuze(self, knoop: Bewerking) -> Waarde:
        """The hull of every branch that is possible, until one that is sure."""
        *paren, anders = knoop.delen
        takken = [(self.waarheid(paren[i]), self.waarde(paren[i + 1])) for i in range(0, len(paren), 2)]
        rest = self.waarde(anders)
        if rest.soort == "datum":
            return self._keuze_datum([*takken, (JA, rest)])
        if rest.soort == "tekst":
            return self._keuze_tekst([*takken, (JA, rest)])
        raise self._kan_niet("IF over iets anders dan datums of teksten")

    def _keuze_datum(self, takken: list[tuple[Waarde, Waarde]]) -> Waarde:
        n = len(self.regels)
        lo, hi, door = f"lo{n}", f"hi{n}", f"door{n}"
        self.regels += [f"{lo} = {2**31}", f"{hi} = -1", f"{door} = True"]
        for voorwaarde, waarde in takken:
            self.regels += [
                f"if {door} and ({voorwaarde.ander}) != 0:",
                f"    {lo} = min({lo}, {waarde.een})",
                f"    {hi} = max({hi}, {waarde.ander})",
                f"    {door} = ({voorwaarde.een}) != alles",
            ]
        return Waarde("datum", lo, hi)

    def _keuze_tekst(self, takken: list[tuple[Waarde, Waarde]]) -> Waarde:
        n = len(self.regels)
        uit, door = f"uit{n}", f"door{n}"
        self.regels += [f"{uit} = -2", f"{door} = True"]
        for voorwaarde, waarde in takken:
            nummer = codes.WET.index(waarde.een)
            self.regels += [
                f"if {door} and ({voorwaarde.ander}) != 0:",
                f"    {uit} = {nummer} if {uit} == -2 or {uit} == {nummer} else -1",
                f"    {door} = ({voorwaarde.een}) != alles",
            ]
        return Waarde("code", uit, naam="wet")

    def _kan_niet(self, wat: str) -> RegelOngeldig:
        return RegelOngeldig(
            f"de snelle motor kan {wat} niet vertalen",
            veld="wet",
            herstel="Breid recht.bulk.schrijver uit of herschrijf de regel.",
        )


def _vast(waarde: Any) -> Waarde:
    if isinstance(waarde, bool):
        return JA if waarde else NEE
    if isinstance(waarde, Dagbereik):
        return Waarde("datum", str(waarde.vroegst), str(waarde.laatst))
    if isinstance(waarde, frozenset):
        return Waarde("verzameling", waarde)
    if isinstance(waarde, str):
        return Waarde("tekst", waarde)
    return Waarde("getal", repr(waarde))
