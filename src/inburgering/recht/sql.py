"""A third opinion: the rules as SQL text, read from the same trees as the two engines but run by a database.

Nothing is run here. The text works on DuckDB and PostgreSQL alike and has Kleene's logic in both: an unknown truth
or code is NULL, a date is two columns (first and last possible day, never NULL), and a fact that is known to be none
is the empty text. Where a database would decide in silence the text does not let it:

- `CASE WHEN NULL … ELSE` takes the ELSE, so an IF asks `WHEN c`, `WHEN NOT c`, and says NULL between them;
- `greatest` and `least` skip NULL, so they only see days, and a branch that cannot be reached is NULL on purpose.
"""

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inburgering.primitives.datums import Dagbereik
from inburgering.primitives.periods import BEGIN, EINDE
from inburgering.recht.boom import VERGELIJKINGEN, Bewerking, Knoop, Naam, Uitkomst, Vast
from inburgering.recht.errors import RegelOngeldig
from inburgering.recht.machine import Machine

Doel = tuple[str, str]
DAG = "dag"
_NUL = "DATE '0001-01-01'"
_TEGENGESTELD = {"GREATER_THAN": "LESS_THAN", "GREATER_THAN_OR_EQUAL": "LESS_THAN_OR_EQUAL"}
_TEKENS = {"EQUALS": "=", "LESS_THAN": "<", "LESS_THAN_OR_EQUAL": "<="}
_SOORTEN = {"boolean": "BOOLEAN", "string": "VARCHAR", "number": "DOUBLE PRECISION", "amount": "DOUBLE PRECISION"}


@dataclass(frozen=True, slots=True)
class _Deel:
    """A piece of SQL: one text, or two for the first and last day of a date; `laag` is where its columns exist."""

    laag: int
    tekst: tuple[str, ...]

    @property
    def is_datum(self) -> bool:
        """Tell whether this is a date."""
        return len(self.tekst) == 2


def dag(nummer: int) -> str:
    """A day as SQL, from its ordinal."""
    return f"({_NUL} + {nummer - 1})"


def nummer(tekst: str) -> str:
    """The ordinal of a day in SQL, as a number."""
    return f"CAST({tekst} - {_NUL} + 1 AS INTEGER)"


def feiten(machine: Machine, doelen: Sequence[Doel]) -> dict[str, str]:
    """The columns that the source must have and their SQL kinds; days as ordinals, a date as two."""
    soort_van = soorten(machine)
    uit: dict[str, str] = {}
    for naam in sorted(frozenset[str]().union(*(machine.feitnamen(*doel) for doel in doelen))):
        if soort_van[naam] == "date":
            uit |= dict.fromkeys((naam,) if naam == DAG else (f"{naam}_vroegst", f"{naam}_laatst"), "INTEGER")
        else:
            uit[naam] = _SOORTEN[soort_van[naam]]
    return uit


def rij(waarden: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of facts in the shape that the text expects; None here is a fact that is known to be none."""
    uit: dict[str, Any] = {}
    for naam, waarde in waarden.items():
        if isinstance(waarde, Dagbereik):
            uit[f"{naam}_vroegst"], uit[f"{naam}_laatst"] = waarde.vroegst, waarde.laatst
        else:
            uit[naam] = "" if waarde is None else waarde
    return uit


class Vertaling:
    """The actions behind some outcomes as a row of steps, each a common table expression on the one before."""

    def __init__(self, machine: Machine, doelen: Sequence[Doel]) -> None:
        self.machine = machine
        self.soorten = soorten(machine)
        self.lagen: list[dict[str, str]] = []
        self.kolommen: dict[Doel, _Deel] = {}
        self.doelen = {doel: self._uitkomst(*doel) for doel in doelen}

    def stappen(self, *, bron: str, naam: str, sleutels: Sequence[str]) -> str:
        """The text of the steps, for behind WITH; the last one is called `naam` and has the keys and the outcomes.

        A truth or a text is a column `regeling__output`; a date is an ordinal in `…_vroegst` and `…_laatst`.
        """
        basis = dict.fromkeys(sleutels, "") | feiten(self.machine, list(self.doelen))
        velden = [f"{dag_van(naam)} AS {naam}" if soort == "INTEGER" else naam for naam, soort in basis.items()]
        tekst = [_stap(f"{naam}_0", ", ".join(velden), bron)]
        for laag, kolommen in enumerate(self.lagen, start=1):
            lijst = ", ".join(f"{uitdrukking} AS {kolom}" for kolom, uitdrukking in kolommen.items())
            tekst.append(_stap(f"{naam}_{laag}", f"*, {lijst}", f"{naam}_{laag - 1}"))
        uit = list(sleutels)
        for doel, deel in self.doelen.items():
            kolom = kolomnaam(*doel)
            if deel.is_datum:
                uit += [f"{nummer(deel.tekst[0])} AS {kolom}_vroegst", f"{nummer(deel.tekst[1])} AS {kolom}_laatst"]
            else:
                uit.append(f"{deel.tekst[0]} AS {kolom}")
        return ",\n".join([*tekst, _stap(naam, ", ".join(uit), f"{naam}_{len(self.lagen)}")])

    # ── one node ─────────────────────────────────────────────────────────────────────────────────

    def _uitkomst(self, regeling: str, output: str) -> _Deel:
        sleutel = (regeling, output)
        if sleutel not in self.kolommen:
            deel = self._knoop(self.machine.actie(regeling, output).knoop)
            self.kolommen[sleutel] = self._bewaar(deel, f"a{len(self.kolommen)}_{output}"[:50])
        return self.kolommen[sleutel]

    def _bewaar(self, deel: _Deel, kolom: str) -> _Deel:
        """The same piece as columns of a new step."""
        while len(self.lagen) <= deel.laag:
            self.lagen.append({})
        namen = (f"{kolom}_v", f"{kolom}_l") if deel.is_datum else (kolom,)
        self.lagen[deel.laag].update(zip(namen, deel.tekst, strict=True))
        return _Deel(deel.laag + 1, namen)

    def _hulp(self, knoop: Knoop) -> _Deel:
        deel = self._knoop(knoop)
        return self._bewaar(deel, f"h{sum(map(len, self.lagen))}") if isinstance(knoop, Bewerking) else deel

    def _knoop(self, knoop: Knoop) -> _Deel:
        if isinstance(knoop, Vast):
            return _Deel(0, _vast(knoop.waarde))
        if isinstance(knoop, Naam):
            if self.soorten[knoop.naam] != "date":
                return _Deel(0, (knoop.naam,))
            einden = (DAG, DAG) if knoop.naam == DAG else (f"{knoop.naam}_vroegst", f"{knoop.naam}_laatst")
            return _Deel(0, einden)
        if isinstance(knoop, Uitkomst):
            return self._uitkomst(knoop.regeling, knoop.output)
        return self._bewerking(knoop)

    def _bewerking(self, knoop: Bewerking) -> _Deel:
        if knoop.soort == "IF":
            return _als([self._hulp(deel) for deel in knoop.delen])
        if knoop.soort == "IN":
            return _in(self._knoop(knoop.delen[0]), knoop.delen[1])
        delen = [self._knoop(deel) for deel in knoop.delen]
        laag = max((deel.laag for deel in delen), default=0)
        if knoop.soort in {"AND", "OR"}:
            leeg = "TRUE" if knoop.soort == "AND" else "FALSE"
            return _Deel(laag, (f"({f' {knoop.soort} '.join(d.tekst[0] for d in delen) or leeg})",))
        if knoop.soort == "NOT":
            return _Deel(laag, (f"(NOT {delen[0].tekst[0]})",))
        if knoop.soort == "DATE_ADD":
            return _Deel(laag, _tel_op(delen[0], knoop))
        if knoop.soort in VERGELIJKINGEN:
            return _Deel(laag, (_vergelijk(knoop.soort, delen[0], delen[1]),))
        raise RegelOngeldig(f"{knoop.soort} heeft geen SQL", veld=knoop.soort, herstel="Voeg de bewerking toe in sql.")


def kolomnaam(regeling: str, output: str) -> str:
    """The column of an outcome: at most 54 signs, a longer name ends in a sum, because PostgreSQL cuts at 63."""
    naam = re.sub("[^a-z0-9_]", "_", f"{regeling}__{output}")
    return naam if len(naam) <= 54 else f"{naam[:45]}_{zlib.crc32(naam.encode()):08x}"


def dag_van(kolom: str) -> str:
    """The day in SQL for an ordinal in a column."""
    return f"({_NUL} + ({kolom} - 1))"


def _stap(naam: str, velden: str, bron: str) -> str:
    # Kept as it is: a planner that merges the steps would write each expression out again in every later one.
    return f"{naam} AS MATERIALIZED (SELECT {velden} FROM {bron})"  # noqa: S608 - names come from rule files, never from a person


def soorten(machine: Machine) -> dict[str, str]:
    """The kind of every fact, as the rule files declare it."""
    uit: dict[str, str] = {}
    for teksten in machine.boek.teksten.values():
        for tekst in teksten:
            for artikel in tekst.artikelen:
                uitvoering = artikel.get("machine_readable", {}).get("execution", {})
                for p in uitvoering.get("parameters", ()):
                    if uit.setdefault(p["name"], p["type"]) != p["type"]:
                        raise RegelOngeldig(
                            f"{p['name']} is hier {p['type']} en elders {uit[p['name']]}",
                            veld=f"{tekst.id}, artikel {artikel['number']}",
                            herstel="Geef het feit overal dezelfde soort.",
                        )
    return uit


def _vast(waarde: Any) -> tuple[str, ...]:
    if isinstance(waarde, bool):
        return ("TRUE" if waarde else "FALSE",)
    if isinstance(waarde, Dagbereik):
        return dag(waarde.vroegst), dag(waarde.laatst)
    return (str(waarde),) if isinstance(waarde, int | float) else (_tekst(str(waarde)),)


def _tekst(waarde: str) -> str:
    return "'" + waarde.replace("'", "''") + "'"


def _in(onderwerp: _Deel, lijst: Knoop) -> _Deel:
    if not isinstance(lijst, Vast) or not isinstance(lijst.waarde, frozenset) or onderwerp.is_datum:
        raise RegelOngeldig("IN vraagt een code en een vaste lijst", veld="IN", herstel="Geef de lijst een naam.")
    codes = ", ".join(sorted(_vast(code)[0] for code in lijst.waarde))
    kolom = onderwerp.tekst[0]
    return _Deel(
        onderwerp.laag, (f"({kolom} IN ({codes}))" if codes else f"(CASE WHEN {kolom} = {kolom} THEN FALSE END)",)
    )


def _vergelijk(soort: str, een: _Deel, ander: _Deel) -> str:
    if soort in _TEGENGESTELD:
        return _vergelijk(_TEGENGESTELD[soort], ander, een)
    if een.is_datum != ander.is_datum:
        raise RegelOngeldig("een datum is alleen met een datum te vergelijken", veld=soort, herstel="Pas de regel aan.")
    if not een.is_datum:
        return f"({een.tekst[0]} {_TEKENS[soort]} {ander.tekst[0]})"
    if soort == "EQUALS":
        heen, terug = (_vergelijk("LESS_THAN_OR_EQUAL", *paar) for paar in ((een, ander), (ander, een)))
        return f"({heen} AND {terug})"
    teken, keer = ("<", ">=") if soort == "LESS_THAN" else ("<=", ">")
    ja, nee = f"{een.tekst[1]} {teken} {ander.tekst[0]}", f"{een.tekst[0]} {keer} {ander.tekst[1]}"
    return f"(CASE WHEN {ja} THEN TRUE WHEN {nee} THEN FALSE END)"


def _als(delen: list[_Deel]) -> _Deel:
    """The first branch whose condition holds; when a condition is unknown, all that can be reached together."""
    *paren, anders = delen
    wanneer = [deel.tekst[0] for deel in paren[::2]]
    takken = [*paren[1::2], anders]
    laag = max(deel.laag for deel in delen)
    bereikbaar = [
        " AND ".join([*(f"{c} IS NOT TRUE" for c in wanneer[:n]), *(f"{c} IS NOT FALSE" for c in wanneer[n : n + 1])])
        for n in range(len(takken))
    ]
    if anders.is_datum:
        return _Deel(laag, (_uiterste("least", bereikbaar, takken, 0), _uiterste("greatest", bereikbaar, takken, 1)))
    uit = takken[-1].tekst[0]
    for c, tak in zip(reversed(wanneer), reversed(takken[:-1]), strict=True):
        dan = tak.tekst[0]
        uit = f"CASE WHEN {c} THEN {dan} WHEN NOT {c} THEN {uit} WHEN {dan} = {uit} THEN {dan} END"
    return _Deel(laag, (f"({uit})",))


def _uiterste(functie: str, bereikbaar: list[str], takken: list[_Deel], einde: int) -> str:
    """The first or last day of the branches that can be reached; the others are NULL, which the function skips."""
    delen = (f"CASE WHEN {b} THEN {tak.tekst[einde]} END" for b, tak in zip(bereikbaar, takken, strict=True))
    return f"{functie}({', '.join(delen)})"


def _tel_op(begin: _Deel, knoop: Bewerking) -> tuple[str, ...]:
    aantallen = [deel.waarde if isinstance(deel, Vast) else None for deel in knoop.delen[1:]]
    if not begin.is_datum or not all(type(aantal) is int for aantal in aantallen):
        raise RegelOngeldig("DATE_ADD vraagt een datum en vaste getallen", veld="DATE_ADD", herstel="Pas de regel aan.")
    duur = " ".join(f"{aantal} {eenheid}" for eenheid, aantal in zip(knoop.eenheden, aantallen, strict=True))
    eerste, laatste = dag(BEGIN), dag(EINDE)
    return tuple(
        f"(CASE WHEN {x} <= {eerste} OR {x} >= {laatste} THEN {x} ELSE"
        f" greatest({eerste}, least({laatste}, CAST({x} + INTERVAL '{duur}' AS DATE))) END)"
        for x in begin.tekst
    )
