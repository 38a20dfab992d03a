"""The readable engine: walks the tree of an action over the facts of one person and gives a timeline or a value.

Every action is turned into nested functions once per regelversie; what does not depend on a verblijf is computed
once per person, what depends on the date of birth or on codes alone once per date and once for those codes.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any, Final

from inburgering.primitives.datums import Dagbereik, tel_op
from inburgering.recht.boom import VERGELIJKINGEN, Bewerking, Knoop, Naam, Uitkomst, Vast, namen, verwijzingen
from inburgering.recht.errors import RegelOngeldig
from inburgering.recht.tijdlijn import JA, NEE, ONBEKEND, WEET_NIET, Tijdlijn, en, niet, of, van_antwoord, vanaf, voor
from inburgering.recht.wetten import Actie, Wetboek

DAG: Final = object()
VERBLIJFSFEITEN = frozenset({
    "grond", "doel", "referent_soort", "referent_doel", "tijdelijk_vastgesteld", "aanvang_verblijf", "einde_verblijf",
    "verkregen_op", "turks_bij_verkrijging",
})  # fmt: skip
CODES = frozenset({"grond", "doel", "referent_soort", "referent_doel", "tijdelijk_vastgesteld"})


class Omgeving:
    """The facts of one person, and of one verblijf of that person, with what was already computed of them."""

    __slots__ = ("feiten", "persoonlijk", "uitkomsten")

    def __init__(self, feiten: Mapping[str, Any], persoonlijk: dict[Any, Any] | None = None) -> None:
        self.feiten = feiten
        self.uitkomsten: dict[Any, Any] = {}
        self.persoonlijk: dict[Any, Any] = {} if persoonlijk is None else persoonlijk

    def met(self, **verblijf: Any) -> "Omgeving":
        """The same person with the facts of one verblijf; shares what depends on the person alone."""
        return Omgeving({**self.feiten, **verblijf}, self.persoonlijk)


Functie = Callable[[Omgeving], Any]


@dataclass(frozen=True, slots=True)
class Stap:
    """One question on the way to an outcome: the action, the facts it asks for, the dates it works with."""

    actie: Actie
    feiten: tuple[str, ...]
    datums: tuple[tuple[str, str], ...]


class Machine:
    """The actions of one set of texts, ready to run."""

    def __init__(self, boek: Wetboek, *, tekst_op: str) -> None:
        self.boek = boek
        self.tekst_op = tekst_op
        self._functies: dict[tuple[str, str], Functie] = {}
        self._namen: dict[tuple[str, str], frozenset[str]] = {}
        self._acties: dict[tuple[str, str], Actie] = {}
        self._codes: dict[tuple[str, str, object], Any] = {}
        self.volgordes: dict[tuple[str, str], tuple[Stap, ...]] = {}

    def actie(self, regeling: str, output: str) -> Actie:
        """The action behind a name.

        Raises:
            RegelOngeldig: the regeling has no such outcome.
        """
        sleutel = (regeling, output)
        if sleutel not in self._acties:
            acties = self.boek.tekst(regeling, op=self.tekst_op).acties
            if output not in acties:
                raise RegelOngeldig(f"er is geen uitkomst {output}", veld=regeling, herstel="Verbeter de naam.")
            self._acties[sleutel] = acties[output]
        return self._acties[sleutel]

    def reken(self, regeling: str, output: str, omgeving: Omgeving) -> Any:
        """The outcome of one action: a timeline, a day interval, or a plain value."""
        functie = self._functies.get((regeling, output)) or self._maak(regeling, output)
        return functie(omgeving)

    def reken_code(self, regeling: str, output: str, *, feit: str, code: object) -> Any:
        """The outcome of an action that hangs on one code alone; computed once for each code."""
        sleutel = (regeling, output, code)
        if sleutel not in self._codes:
            self._codes[sleutel] = self.reken(regeling, output, Omgeving({feit: code}))
        return self._codes[sleutel]

    @cached_property
    def wetsdagen(self) -> tuple[int, ...]:
        """The days that the rule files name: where a text or a condition turns."""
        teksten = (tekst for versies in self.boek.teksten.values() for tekst in versies)
        alle = (waarde for tekst in teksten for waarde in tekst.definities.values())
        return tuple({waarde.vroegst: None for waarde in alle if isinstance(waarde, Dagbereik)})

    def waarde(self, knoop: Knoop, omgeving: Omgeving) -> Any:
        """The value of one tree, for who tabulates a part of an action."""
        return self._functie(knoop)(omgeving)

    def functie(self, knoop: Knoop) -> Functie:
        """One tree ready to run, for who asks it of many."""
        return self._functie(knoop)

    def volgorde(self, regeling: str, output: str) -> tuple[Stap, ...]:
        """The questions behind an outcome in the order of the law, each once; the other act's outcome counts as one."""
        sleutel = (regeling, output)
        if sleutel not in self.volgordes:
            uit: dict[tuple[str, str], Actie] = {}
            self._verzamel(self.actie(regeling, output), uit=uit)
            self.volgordes[sleutel] = tuple(self.stap(actie) for actie in uit.values() if actie.soort == "boolean")
        return self.volgordes[sleutel]

    def _verzamel(self, actie: Actie, *, uit: dict[tuple[str, str], Actie]) -> None:
        for v in verwijzingen(actie.knoop):
            if (v.regeling, v.output) not in uit:
                onder = self.actie(v.regeling, v.output)
                if v.output != "inburgeringsplichtig":
                    self._verzamel(onder, uit=uit)
                uit[v.regeling, v.output] = onder
        uit[actie.regeling, actie.output] = actie

    def stap(self, actie: Actie) -> Stap:
        """The question that an action asks, with its facts and dates."""
        feiten, datums = list(namen(actie.knoop)), []
        for v in verwijzingen(actie.knoop):
            onder = self.actie(v.regeling, v.output)
            if onder.soort == "date":
                datums.append((v.regeling, v.output))
            if onder.soort == "date" or v.output == "leerplichtig":
                feiten += namen(onder.knoop)
        return Stap(actie, tuple(dict.fromkeys(naam for naam in feiten if naam != "dag")), tuple(datums))

    def feitnamen(self, regeling: str, output: str) -> frozenset[str]:
        """The facts that an action depends on, at any depth."""
        sleutel = (regeling, output)
        if sleutel not in self._namen:
            knoop = self.actie(regeling, output).knoop
            diep = (self.feitnamen(v.regeling, v.output) for v in verwijzingen(knoop))
            self._namen[sleutel] = frozenset(namen(knoop)).union(*diep)
        return self._namen[sleutel]

    def _maak(self, regeling: str, output: str) -> Functie:
        sleutel = (regeling, output)
        binnen = self._functie(self.actie(regeling, output).knoop)
        feiten = self.feitnamen(regeling, output) - {"dag"}
        if feiten == {"geboortedatum"} or (feiten and feiten <= CODES):
            functie = _per_waarden(tuple(sorted(feiten)), binnen)
        elif feiten & VERBLIJFSFEITEN:
            functie = _per_verblijf(f"{regeling}.{output}", binnen)
        else:
            functie = _per_persoon(f"{regeling}.{output}", binnen)
        self._functies[sleutel] = functie
        return functie

    def _functie(self, knoop: Knoop) -> Functie:
        if isinstance(knoop, Vast):
            waarde = van_antwoord(knoop.waarde) if isinstance(knoop.waarde, bool) else knoop.waarde
            return lambda _: waarde
        if isinstance(knoop, Naam):
            return _feit(knoop.naam)
        if isinstance(knoop, Uitkomst):
            return self._functies.get((knoop.regeling, knoop.output)) or self._maak(knoop.regeling, knoop.output)
        return _bewerking(knoop, [self._functie(deel) for deel in knoop.delen])


def _feit(naam: str) -> Functie:
    if naam == "dag":
        return lambda _: DAG

    def zoek(omgeving: Omgeving) -> Any:
        waarde = omgeving.feiten[naam]
        return van_antwoord(waarde) if isinstance(waarde, bool) else waarde

    return zoek


def _per_waarden(namen: tuple[str, ...], binnen: Functie) -> Functie:
    """Computed once for the same values of these facts, whoever has them."""
    waarden = itemgetter(*namen)
    bekend: dict[Any, Any] = {}

    def functie(omgeving: Omgeving) -> Any:
        sleutel = waarden(omgeving.feiten)
        uitkomst = bekend.get(sleutel)
        if uitkomst is None:
            uitkomst = bekend[sleutel] = binnen(omgeving)
        return uitkomst

    return functie


def _per_verblijf(sleutel: str, binnen: Functie) -> Functie:
    def functie(omgeving: Omgeving) -> Any:
        uitkomst = omgeving.uitkomsten.get(sleutel)
        if uitkomst is None:
            uitkomst = omgeving.uitkomsten[sleutel] = binnen(omgeving)
        return uitkomst

    return functie


def _per_persoon(sleutel: str, binnen: Functie) -> Functie:
    def functie(omgeving: Omgeving) -> Any:
        uitkomst = omgeving.persoonlijk.get(sleutel)
        if uitkomst is None:
            uitkomst = omgeving.persoonlijk[sleutel] = binnen(omgeving)
        return uitkomst

    return functie


def _bewerking(knoop: Bewerking, delen: list[Functie]) -> Functie:
    een, ander = delen[0], delen[-1]
    if knoop.soort in VERGELIJKINGEN:
        vergelijk = _VERGELIJK[knoop.soort]
        return lambda o: vergelijk(een(o), ander(o))
    functies: dict[str, Functie] = {
        "AND": lambda o: _alle(delen, o),
        "OR": lambda o: _een_van(delen, o),
        "NOT": lambda o: niet(een(o)),
        "IF": lambda o: _keuze(delen, o),
        "DATE_ADD": lambda o: _tel_op(een(o), knoop.eenheden, [deel(o) for deel in delen[1:]]),
        "IN": lambda o: _in(een(o), ander(o)),
    }
    return functies[knoop.soort]


def _alle(delen: list[Functie], omgeving: Omgeving) -> Tijdlijn:
    lijnen: list[Tijdlijn] = []
    for deel in delen:
        lijn: Tijdlijn = deel(omgeving)
        if lijn is NEE:
            return NEE
        if lijn is not JA:
            lijnen.append(lijn)
    return en(lijnen)


def _een_van(delen: list[Functie], omgeving: Omgeving) -> Tijdlijn:
    lijnen: list[Tijdlijn] = []
    for deel in delen:
        lijn: Tijdlijn = deel(omgeving)
        if lijn is JA:
            return JA
        if lijn is not NEE:
            lijnen.append(lijn)
    return of(lijnen)


def _keuze(delen: list[Functie], omgeving: Omgeving) -> Any:
    mogelijk: list[Any] = []
    for i in range(0, len(delen) - 1, 2):
        voorwaarde = delen[i](omgeving)
        if voorwaarde is NEE:
            continue
        mogelijk.append(delen[i + 1](omgeving))
        if voorwaarde is JA:
            break
    else:
        mogelijk.append(delen[-1](omgeving))
    return mogelijk[0] if len(mogelijk) == 1 else _omhulsel(mogelijk)


def _omhulsel(waarden: Iterable[Any]) -> Any:
    alle = list(waarden)
    if all(isinstance(w, Dagbereik) for w in alle):
        return Dagbereik(min(w.vroegst for w in alle), max(w.laatst for w in alle))
    return alle[0] if all(w == alle[0] for w in alle) else ONBEKEND


def _tel_op(begin: Dagbereik, eenheden: tuple[str, ...], aantallen: list[int]) -> Dagbereik:
    aantal = dict(zip(eenheden, aantallen, strict=True))
    dagen = aantal.get("days", 0) + 7 * aantal.get("weeks", 0)
    jaren, maanden = aantal.get("years", 0), aantal.get("months", 0)
    vroegst = tel_op(begin.vroegst, jaren=jaren, maanden=maanden, dagen=dagen)
    if begin.vroegst == begin.laatst:
        return Dagbereik(vroegst, vroegst)
    return Dagbereik(vroegst, tel_op(begin.laatst, jaren=jaren, maanden=maanden, dagen=dagen))


def _in(waarde: Any, lijst: frozenset[Any]) -> Tijdlijn:
    if waarde is ONBEKEND:
        return WEET_NIET
    return JA if waarde in lijst else NEE


def _is(een: Any, ander: Any) -> Tijdlijn:
    if isinstance(een, Tijdlijn):
        return een if ander is JA else niet(een)
    if een is ONBEKEND or ander is ONBEKEND:
        return WEET_NIET
    if isinstance(een, Dagbereik) and isinstance(ander, Dagbereik):
        return en((_hoogstens(een, ander), _hoogstens(ander, een)))
    return JA if een == ander else NEE


def _hoogstens(een: Any, ander: Any) -> Tijdlijn:
    if een is DAG:
        return voor(ander.vroegst + 1, ander.laatst + 1)
    if ander is DAG:
        return vanaf(een.vroegst, een.laatst)
    return _orde(een, ander, strikt=False)


def _minder(een: Any, ander: Any) -> Tijdlijn:
    if een is DAG:
        return voor(ander.vroegst, ander.laatst)
    if ander is DAG:
        return vanaf(een.vroegst + 1, een.laatst + 1)
    return _orde(een, ander, strikt=True)


def _orde(een: Any, ander: Any, *, strikt: bool) -> Tijdlijn:
    if een is ONBEKEND or ander is ONBEKEND:
        return WEET_NIET
    if not isinstance(een, Dagbereik):
        return JA if (een < ander if strikt else een <= ander) else NEE
    if een.laatst < ander.vroegst or (not strikt and een.laatst <= ander.vroegst):
        return JA
    if een.vroegst > ander.laatst or (strikt and een.vroegst >= ander.laatst):
        return NEE
    return WEET_NIET


_VERGELIJK: dict[str, Callable[[Any, Any], Tijdlijn]] = {
    "EQUALS": _is,
    "LESS_THAN_OR_EQUAL": _hoogstens,
    "LESS_THAN": _minder,
    "GREATER_THAN_OR_EQUAL": lambda een, ander: _hoogstens(ander, een),
    "GREATER_THAN": lambda een, ander: _minder(ander, een),
}
