"""One day, many lines: any outcome of the rules over columns of facts, three answers throughout."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from os import cpu_count
from typing import Any

import numpy as np

from inburgering.primitives.datums import iso
from inburgering.recht.boom import Bewerking, Knoop, Naam, Uitkomst, Vast, verwijzingen
from inburgering.recht.bulk import bouw
from inburgering.recht.bulk.schrijver import Schrijver, Tabellen, Waarde
from inburgering.recht.errors import FeitOngeldig
from inburgering.recht.machine import Machine
from inburgering.recht.wetten import Wetboek

Vraag = tuple[str, str]
Kolom = np.ndarray[Any, Any]
NEE, JA, ONBEKEND = 0, 1, 2
_DEEL = 65_536


@dataclass(frozen=True, slots=True)
class Punt:
    """A compiled set of outcomes; `kolommen` are the names of the columns it reads, in order."""

    functie: Any
    tabel: Kolom
    kolommen: tuple[str, ...]
    soorten: tuple[str, ...]


_KLAAR: dict[tuple[Any, ...], Punt] = {}


def bereken(
    boek_of_machine: Wetboek | Machine,
    uitkomsten: Sequence[Vraag],
    kolommen: Mapping[str, Kolom],
    *,
    dag: int,
    draden: int | None = None,
) -> dict[Vraag, Kolom]:
    """The outcomes for each line on one day: 0 nee, 1 ja, 2 onbekend; a date as two columns beside each other.

    A truth column is int8 (2 unknown), a code int32 (-1 unknown, -2 none), a date two int32 columns `naam__vroegst`
    and `naam__laatst`, a number float64 (NaN unknown).

    Raises:
        FeitOngeldig: a column that the rules ask for is not there.
    """
    machine = boek_of_machine
    if isinstance(machine, Wetboek):
        machine = Machine(machine, tekst_op=iso(dag))
    punt = vertaal(machine, uitkomsten, kolommen)
    invoer = [np.ascontiguousarray(kolommen[naam]) for naam in punt.kolommen]
    lengte = len(next(iter(kolommen.values()))) if kolommen else 0
    uit = [_lege(soort, lengte) for soort in punt.soorten]
    rijen = [rij for kolom in uit for rij in np.atleast_2d(kolom)]  # a date is two

    def deel(begin: int, eind: int) -> None:
        punt.functie(dag, punt.tabel, *(kolom[begin:eind] for kolom in (*invoer, *rijen)))

    _verdeel(deel, lengte, draden=draden or cpu_count() or 1)
    return {vraag: kolom.T for vraag, kolom in zip(uitkomsten, uit, strict=True)}


def _verdeel(deel: Any, lengte: int, *, draden: int) -> None:
    """Run the lines in parts that stay in the processor's own memory, on so many threads."""
    grenzen = [*range(0, lengte, _DEEL), lengte]
    if len(grenzen) < 3 or draden == 1:
        for begin, eind in pairwise(grenzen):
            deel(begin, eind)
        return
    deel(0, 1)  # compiled once, before the threads ask for it at the same time
    with ThreadPoolExecutor(draden) as pool:
        list(pool.map(deel, grenzen[:-1], grenzen[1:]))


def _lege(soort: str, lengte: int) -> Kolom:
    if soort == "datum":
        return np.empty((2, lengte), np.int32)
    return np.empty(lengte, np.int8)


def vertaal(machine: Machine, uitkomsten: Sequence[Vraag], kolommen: Mapping[str, Kolom]) -> Punt:
    """The compiled function for these outcomes and these columns; made once.

    Raises:
        FeitOngeldig: a column that the rules ask for is not there.
    """
    sleutel = (machine.boek.hash, machine.tekst_op, tuple(uitkomsten), tuple(sorted(kolommen)))
    if sleutel not in _KLAAR:
        _KLAAR[sleutel] = _vertaal(machine, uitkomsten, frozenset(kolommen))
    return _KLAAR[sleutel]


def _vertaal(machine: Machine, uitkomsten: Sequence[Vraag], kolommen: frozenset[str]) -> Punt:
    """One loop for each outcome, those that others need first: short loops are what a compiler can do by eight."""
    tabellen, namen, soorten = Tabellen(machine), list[str](), _soorten(machine, uitkomsten)
    klaar: dict[Vraag, Waarde] = {}
    gemaakt = [""] * len(uitkomsten)
    regels = ["alles = 1", "lengte = len(uit0)"]  # from zero, so that no index can be negative
    for i in sorted(range(len(uitkomsten)), key=lambda i: len(_onder(machine, uitkomsten[i]) & set(uitkomsten))):
        gelezen = _Kolommen(kolommen, soorten, namen)
        schrijver = Schrijver(
            machine, gelezen.zoek, voor="(1 if DAG < {x} else 0)", tabellen=tabellen,
            elders=lambda regeling, output: klaar.get((regeling, output)),
        )  # fmt: skip
        waarde = schrijver.actie(*uitkomsten[i])
        lus = [*gelezen.regels, *schrijver.regels, *_schrijf(i, waarde)]
        regels += ["for i in range(lengte):", *(f"    {regel}" for regel in lus)]
        gemaakt[i], klaar[uitkomsten[i]] = waarde.soort, _lees_terug(i, waarde)
    tabel = bouw.tabel(tabellen)
    invoer = [f"k{n}" for n in range(len(namen))]
    uitvoer = [f"uit{i}{e}" for i, soort in enumerate(gemaakt) for e in ("", "_laatst")[: 2 if soort == "datum" else 1]]
    parameters = ", ".join(["DAG", "TAB", *invoer, *uitvoer])
    hoofd = bouw.functie("punt", parameters, regels, "0", merk="@njit(nogil=True, cache=True)")
    module = bouw.laad([bouw.dagfuncties(), bouw.datumfuncties(tabellen, tabel), hoofd])
    return Punt(module.punt, tabel, tuple(namen), tuple(gemaakt))


def _onder(machine: Machine, vraag: Vraag) -> frozenset[Vraag]:
    """The outcomes that one outcome needs, at any depth."""
    direct = [(v.regeling, v.output) for v in verwijzingen(machine.actie(*vraag).knoop)]
    return frozenset(direct).union(*(_onder(machine, onder) for onder in direct))


def _schrijf(i: int, waarde: Waarde) -> list[str]:
    if waarde.soort == "datum":
        return [f"uit{i}[i] = {waarde.een}", f"uit{i}_laatst[i] = {waarde.ander}"]
    if waarde.soort == "waarheid":
        return [f"uit{i}[i] = 2 * ({waarde.ander}) - ({waarde.een})"]
    return [f"uit{i}[i] = {waarde.een}"]


def _lees_terug(i: int, waarde: Waarde) -> Waarde:
    if waarde.soort == "datum":
        return Waarde("datum", f"np.int64(uit{i}[i])", f"np.int64(uit{i}_laatst[i])")
    if waarde.soort == "waarheid":
        return Waarde("waarheid", f"(1 if uit{i}[i] == {JA} else 0)", f"(1 if uit{i}[i] != {NEE} else 0)")
    return Waarde(waarde.soort, f"np.int64(uit{i}[i])", naam=waarde.naam)


class _Kolommen:
    """Which columns the rules read in one loop, and the expressions of their values; `namen` is shared by all loops."""

    def __init__(self, kolommen: frozenset[str], soorten: Mapping[str, str], namen: list[str]) -> None:
        self.kolommen, self.soorten, self.namen = kolommen, soorten, namen
        self.gelezen: set[str] = set()
        self.regels: list[str] = []

    def zoek(self, naam: str) -> Waarde:
        """The expressions of one fact.

        Raises:
            FeitOngeldig: there is no such column.
        """
        if f"{naam}__vroegst" in self.kolommen:
            return Waarde("datum", self._lees(f"{naam}__vroegst"), self._lees(f"{naam}__laatst"))
        if naam not in self.kolommen:
            raise FeitOngeldig(
                "deze kolom ontbreekt.", veld=naam, herstel=f"Geef {naam}, of {naam}__vroegst en -laatst."
            )
        soort, cel = self.soorten.get(naam, "waarheid"), self._lees(naam)
        if soort != "waarheid":
            return Waarde(soort, cel, naam=naam)
        ja, misschien = f"{cel}_z", f"{cel}_m"
        self.regels += [f"{ja} = 1 if {cel} == 1 else 0", f"{misschien} = 1 if {cel} != 0 else 0"]
        return Waarde("waarheid", ja, misschien)

    def _lees(self, kolom: str) -> str:
        if kolom not in self.namen:
            self.namen.append(kolom)
        n = self.namen.index(kolom)
        if kolom not in self.gelezen:
            self.gelezen.add(kolom)
            self.regels.append(f"c{n} = np.{self._type(kolom)}(k{n}[i])")
        return f"c{n}"

    def _type(self, kolom: str) -> str:
        return "float64" if self.soorten.get(kolom) == "getal" else "int64"


def _soorten(machine: Machine, uitkomsten: Sequence[Vraag]) -> dict[str, str]:
    """Which facts are codes and which are numbers, by what the rules compare them with."""
    uit: dict[str, str] = {}
    for regeling, output in uitkomsten:
        uit.update(_vergeleken(machine, Uitkomst(regeling, output)))
    return uit


def _vergeleken(machine: Machine, knoop: Knoop) -> Iterator[tuple[str, str]]:
    if isinstance(knoop, Uitkomst):
        yield from _vergeleken(machine, machine.actie(knoop.regeling, knoop.output).knoop)
    if not isinstance(knoop, Bewerking):
        return
    een, *rest = knoop.delen
    if isinstance(een, Naam) and len(rest) == 1 and isinstance(rest[0], Vast):
        waarde = rest[0].waarde
        if isinstance(waarde, str | frozenset):
            yield een.naam, "code"
        elif isinstance(waarde, int | float) and not isinstance(waarde, bool):
            yield een.naam, "getal"
    for deel in knoop.delen:
        yield from _vergeleken(machine, deel)
