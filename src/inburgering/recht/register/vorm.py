"""Facts in the shape of the contract, as columns, into the registerbeeld; rows that are not plain are read one by one.

Whether a value is good is asked of the code that reads one person (`feiten.lees`), once for each different value. A
row with anything else in it (a value that is wrong, a key that is unknown, a period that ends before it begins) goes
through `lees` as a whole, so that it is told of in the same words, or accepted after all.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from inburgering.primitives.errors import DomainError
from inburgering.recht.feiten import Feiten, lees
from inburgering.recht.register import blad
from inburgering.recht.register.blad import Datums, Vlaggen

Getallen = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Toets:
    """What facts are held against, besides their shape: the day looked at, the codes that exist, and how JSON reads."""

    controleer: Callable[[Feiten], None]
    bestaat_gemeente: Callable[[str], bool]
    bestaat_nationaliteit: Callable[[str], bool]
    ontleed: Callable[[str], Any]
    peildatum: int


@dataclass(slots=True)
class Deel:
    """One portion of persons: what can be answered, and what cannot, each with the number of its line."""

    beeld: pa.RecordBatch
    regels: npt.NDArray[np.int64]
    gelezen: int
    geweigerd: list[tuple[int, str]] = field(default_factory=list)


class Lijst:
    """One list of the contract, opened: its entries as columns, and which person each belongs to."""

    def __init__(self, kolom: pa.Array | None, *, rijen: int, bekend: frozenset[str]) -> None:
        self.fout = np.zeros(rijen, bool)
        soort = None if kolom is None else kolom.type
        if soort is None or not (pa.types.is_list(soort) or pa.types.is_large_list(soort)):
            self._leeg(kolom, rijen)
            return
        self.er = blad.er_is(kolom)
        self.lengten = pc.fill_null(pc.list_value_length(kolom), 0).to_numpy(zero_copy_only=False).astype(np.int64)
        inhoud = pc.list_flatten(kolom)
        self.eigenaar = np.repeat(np.arange(rijen), self.lengten)
        if not pa.types.is_struct(inhoud.type):
            self.velden, self.aantal = {}, len(inhoud)
            self.merk(np.ones(self.aantal, bool))
            return
        self.aantal = len(inhoud)
        self.velden = dict(zip((v.name for v in inhoud.type), inhoud.flatten(), strict=True))
        self.merk(~blad.er_is(inhoud))
        for naam in self.velden.keys() - bekend:
            self.merk(blad.er_is(self.velden[naam]))

    def _leeg(self, kolom: pa.Array | None, rijen: int) -> None:
        self.er, self.lengten = np.zeros(rijen, bool), np.zeros(rijen, np.int64)
        self.eigenaar, self.velden, self.aantal = np.zeros(0, np.int64), {}, 0
        if kolom is not None:
            self.fout |= blad.er_is(kolom)

    def merk(self, fout: Vlaggen) -> None:
        """Mark the persons of these entries."""
        if fout.any():
            self.fout[self.eigenaar[fout]] = True

    def kolom(self, naam: str) -> pa.Array:
        """One field of every entry; empty when the file does not have it."""
        return self.velden.get(naam, pa.nulls(self.aantal))

    def plaatsen(self) -> pa.Array:
        """Where each person's entries begin."""
        return pa.array(np.concatenate(([0], np.cumsum(self.lengten))).astype(np.int32))


def velden_van(kolom: pa.Array, *, bekend: frozenset[str]) -> tuple[dict[str, pa.Array], Vlaggen]:
    """The fields of an object, and where there is something else in it."""
    if not pa.types.is_struct(kolom.type):
        return {}, blad.er_is(kolom)
    velden = dict(zip((v.name for v in kolom.type), kolom.flatten(), strict=True))
    vreemd = np.zeros(len(kolom), bool)
    for naam in velden.keys() - bekend:
        vreemd |= blad.er_is(velden[naam])
    return velden, vreemd


def een_voor_een(
    ruwe: Iterable[dict[str, Any]], rijen: Getallen, uit_rij: Callable[[dict[str, Any]], object], toets: Toets
) -> Iterator[tuple[int, Feiten | str]]:
    """Each of these rows as the reader of one person sees it: facts, or the sentence that says what is wrong."""
    for rij, ruw in zip(rijen.tolist(), ruwe, strict=True):
        try:
            feiten = lees(uit_rij(ruw))
            toets.controleer(feiten)
        except DomainError as fout:
            yield rij, fout.zin()
        else:
            yield rij, feiten


def na(begin: Datums, einde: Datums) -> Vlaggen:
    """Where a period ends before it has begun, on any reading of the two days."""
    uit: Vlaggen = begin.er & einde.er & (einde.laatst <= begin.vroegst)
    return uit
