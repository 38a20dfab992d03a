"""Parquet in portions: the contract's nested columns or the registerbeeld, never more of it than fits in memory."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from inburgering.recht.bulk import codes, registerbeeld
from inburgering.recht.feiten import Feiten
from inburgering.recht.register import contract, keuring, terug
from inburgering.recht.register.vorm import Deel, Toets, een_voor_een
from inburgering.recht.wetten import Wetboek

PORTIE: Final = 131_072
_GROEP_MAX: Final = 2 * PORTIE
Portie = tuple[int, Callable[[], pa.RecordBatch]]


@dataclass(slots=True)
class Rijlezer:
    """Turns the rows of a file into a registerbeeld; rows that are not plain are read one by one."""

    toets: Toets
    boek: Wetboek
    uit_rij: Callable[[dict[str, Any]], object] = dict
    diplomas: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.diplomas = codes.diplomas(self.boek)

    def van_contract(self, ruw: pa.RecordBatch) -> Deel:
        """Rows with the columns of the contract."""
        beeld, verdacht = contract.naar_beeld(ruw, self.toets, diplomas=self.diplomas)
        rijen = np.flatnonzero(verdacht)
        gelezen = list(een_voor_een(ruw.take(pa.array(rijen)).to_pylist(), rijen, self.uit_rij, self.toets))
        return self._samen(beeld, verdacht, gelezen)

    def van_beeld(self, ruw: pa.RecordBatch) -> Deel:
        """Rows of a registerbeeld, tested before the engine sees them."""
        beeld = keuring.pas(ruw)
        fouten = keuring.bouwfouten(beeld, diplomas=len(self.diplomas))
        goed = np.ones(len(beeld), bool)
        goed[list(fouten)] = False
        echt = np.flatnonzero(goed)
        if fouten:
            beeld = beeld.filter(pa.array(goed))
        verdacht = keuring.verdacht(beeld, self.toets)
        rijen = np.flatnonzero(verdacht)
        ruwe = list(terug.naar_contract(beeld, rijen.tolist(), self.boek)) if len(rijen) else []
        deel = self._samen(beeld, verdacht, list(een_voor_een(ruwe, rijen, lambda rij: rij, self.toets)))
        deel.gelezen = len(ruw)
        deel.regels = echt[deel.regels - 1] + 1
        deel.geweigerd = sorted(
            [(int(echt[rij - 1]) + 1, zin) for rij, zin in deel.geweigerd]
            + [(rij + 1, zin) for rij, zin in fouten.items()]
        )
        return deel

    def _samen(
        self, beeld: pa.RecordBatch, verdacht: np.ndarray[Any, Any], gelezen: list[tuple[int, Feiten | str]]
    ) -> Deel:
        """The plain rows with those that were read one by one, in the order of the file."""
        regels = np.flatnonzero(~verdacht).astype(np.int64)
        if gelezen:
            goed = [(rij, feiten) for rij, feiten in gelezen if isinstance(feiten, Feiten)]
            delen = [beeld.filter(pa.array(~verdacht))]
            if goed:
                delen.append(registerbeeld.van_feiten([feiten for _, feiten in goed], boek=self.boek))
                regels = np.concatenate((regels, np.array([rij for rij, _ in goed], np.int64)))
            volgorde = np.argsort(regels, kind="stable")
            beeld = _een(pa.Table.from_batches(delen)).take(pa.array(volgorde))
            regels = regels[volgorde]
        fouten = [(rij + 1, zin) for rij, zin in gelezen if isinstance(zin, str)]
        return Deel(beeld, regels + 1, len(verdacht), fouten)


@dataclass(slots=True)
class Bron:
    """A Parquet file of facts. `open_` gives it anew, so that more threads can read at once."""

    open_: Callable[[], Any]
    rijlezer: Rijlezer
    kop: Any = None
    is_beeld: bool = False

    def __post_init__(self) -> None:
        with pq.ParquetFile(self.open_()) as bestand:
            self.kop = bestand.metadata
            namen = bestand.schema_arrow.names
        self.is_beeld = keuring.is_beeld(namen)
        if self.is_beeld:
            keuring.pas(_leeg(bestand.schema_arrow))

    @property
    def personen(self) -> int:
        """How many rows there are."""
        return int(self.kop.num_rows)

    def porties(self) -> Iterator[Portie]:
        """Where each portion begins, and how to read it; in order."""
        groepen = [self.kop.row_group(i).num_rows for i in range(self.kop.num_row_groups)]
        if max(groepen, default=0) > _GROEP_MAX:
            yield from self._op_rij()
            return
        samen: list[int] = []
        begin = rijen = 0
        for i, aantal in enumerate(groepen):
            if samen and rijen + aantal > PORTIE:
                yield begin, self._lezer(samen)
                begin, samen, rijen = begin + rijen, [], 0
            samen.append(i)
            rijen += aantal
        if samen:
            yield begin, self._lezer(samen)

    def _lezer(self, groepen: list[int]) -> Callable[[], pa.RecordBatch]:
        kolommen = _gevuld(self.kop, groepen) if self.is_beeld else None

        def lees_groepen() -> pa.RecordBatch:
            with pq.ParquetFile(self.open_(), metadata=self.kop) as bestand:
                return _een(bestand.read_row_groups(groepen, columns=kolommen, use_threads=False))

        return lees_groepen

    def _op_rij(self) -> Iterator[Portie]:
        """A file with large row groups is read by one thread from front to back."""
        begin = 0
        with pq.ParquetFile(self.open_(), metadata=self.kop) as bestand:
            for deel in bestand.iter_batches(PORTIE, use_threads=False):
                yield begin, partial(_zelf, deel)
                begin += len(deel)

    def lees(self, portie: Portie) -> Deel:
        """The facts of one portion as a registerbeeld, and what was refused in it."""
        begin, haal = portie
        ruw = haal()
        maak = self.rijlezer.van_beeld if self.is_beeld else self.rijlezer.van_contract
        deel = maak(ruw)
        deel.regels += begin
        deel.geweigerd = [(rij + begin, zin) for rij, zin in deel.geweigerd]
        return deel


def _gevuld(kop: Any, groepen: list[int]) -> list[str]:
    """The columns of a registerbeeld without those that hold nothing but nulls: the same as left out."""
    eerste = kop.row_group(groepen[0])
    uit = []
    for k in range(eerste.num_columns):
        naam = eerste.column(k).path_in_schema
        delen = [kop.row_group(groep).column(k) for groep in groepen]
        leeg = all(
            d.statistics is not None and d.statistics.has_null_count and d.statistics.null_count == d.num_values
            for d in delen
        )
        if not (leeg and naam.partition(".")[0].endswith("_laatst")):
            uit.append(naam)
    return uit


def _zelf(deel: pa.RecordBatch) -> pa.RecordBatch:
    return deel


def leeg() -> pa.RecordBatch:
    """A registerbeeld with nobody in it."""
    return _leeg(registerbeeld.SCHEMA)


def van_feiten(personen: Iterator[tuple[int, Feiten]], boek: Wetboek, *, portie: int = 20_000) -> Iterator[Deel]:
    """Persons who were read one by one, in portions; what was refused was told where they were read."""
    samen: list[tuple[int, Feiten]] = []
    for een in personen:
        samen.append(een)
        if len(samen) == portie:
            yield _deel(samen, boek)
            samen = []
    if samen:
        yield _deel(samen, boek)


def _deel(samen: list[tuple[int, Feiten]], boek: Wetboek) -> Deel:
    regels = np.array([regel for regel, _ in samen], np.int64)
    return Deel(registerbeeld.van_feiten((feiten for _, feiten in samen), boek=boek), regels, 0)


def _een(tabel: pa.Table) -> pa.RecordBatch:
    delen = tabel.combine_chunks().to_batches()
    return delen[0] if delen else _leeg(tabel.schema)


def _leeg(schema: pa.Schema) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array([], v.type) for v in schema], schema=schema)
