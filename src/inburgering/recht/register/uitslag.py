"""Outcomes of a whole register in the shape of the contract (contract/feiten.md section 3): rows, JSON Lines, numbers.

Every engine writes the same columns with the same types: dates as text, as JSON has them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from inburgering.recht.bulk import codes
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.register.blad import NUL_DAG

TERMIJNEN: Final = ("pipUiterlijk", "inburgeringUiterlijk", "examenUiterlijk", "pvtUiterlijk")
LEEG: Final = -1
_TEKST: Final = pa.string()
_EINDE: Final = pa.struct([("datum", _TEKST), ("reden", _TEKST)])
_TERMIJN: Final = pa.struct([(naam, _TEKST) for naam in TERMIJNEN])
_LIJST: Final = pa.list_(_TEKST)
_PAREN: Final = pa.list_(pa.struct([("pad", _TEKST), ("waarde", _TEKST)]))
_REDENEN: Final = pa.list_(
    pa.struct([*((naam, _TEKST) for naam in ("artikel", "jci", "vraag", "antwoord")), ("feiten", _PAREN)])
)
SCHEMA: Final = pa.schema([
    ("persoonId", _TEKST), ("regelversie", _TEKST), ("peildatum", _TEKST), ("oordeel", _TEKST), ("wet", _TEKST),
    ("ingangsdatum", _TEKST), ("einde", _EINDE), ("vrijgesteldTot", _TEKST), ("categorie", _TEKST),
    ("geestelijkBedienaar", pa.bool_()), ("college", _TEKST), ("termijnen", _TERMIJN), ("waarschuwingen", _LIJST),
    ("ontbrekendeFeiten", _LIJST),
])  # fmt: skip
Nummers = npt.NDArray[Any]


def schema(*, redenen: bool) -> pa.Schema:
    """The columns of a file of outcomes, with or without the reasons."""
    return SCHEMA.append(pa.field("redenen", _REDENEN)) if redenen else SCHEMA


@dataclass(frozen=True, slots=True)
class Getallen:
    """The part of outcomes that is counted and compared, as numbers; `LEEG` is none, days are ordinals."""

    oordeel: Nummers
    wet: Nummers
    ingang: Nummers
    college: Nummers
    categorie: Nummers


def getallen(uitkomst: pa.RecordBatch) -> Getallen:
    """The outcomes as numbers."""
    return Getallen(
        oordeel=_nummers(uitkomst.column("oordeel"), codes.OORDEEL),
        wet=_nummers(uitkomst.column("wet"), codes.WET),
        ingang=_dagnummers(uitkomst.column("ingangsdatum")),
        college=_college(uitkomst.column("college")),
        categorie=_nummers(uitkomst.column("categorie"), codes.CATEGORIE),
    )


def open_vragen(uitkomst: pa.RecordBatch) -> tuple[pa.Array, pa.Array]:
    """The oordelen, and the paths of the facts that would decide."""
    return uitkomst.column("oordeel"), uitkomst.column("ontbrekendeFeiten")


def als_rijen(uitkomst: pa.RecordBatch, regelversie: Regelversie, peildatum: date) -> pa.RecordBatch:
    """The outcomes with the columns of the contract."""
    kort = als_codes(uitkomst, regelversie, peildatum)
    return pa.RecordBatch.from_arrays([_voluit(kolom) for kolom in kort.columns], schema=SCHEMA)


def als_codes(uitkomst: pa.RecordBatch, regelversie: Regelversie, peildatum: date) -> pa.RecordBatch:
    """The same rows with each text that comes back as a number and a list of texts: what Parquet keeps of them.

    A file written from these columns reads as one written from `als_rijen`.
    """
    n = len(uitkomst)
    kolommen = [
        uitkomst.column("persoonId"),
        _overal(regelversie.id, n),
        _overal(peildatum.isoformat(), n),
        *(uitkomst.column(naam) for naam in ("oordeel", "wet")),
        _dag(uitkomst.column("ingangsdatum")),
        _samen([_dag(uitkomst.column("eindeDatum")), uitkomst.column("eindeReden")], _EINDE),
        _dag(uitkomst.column("vrijgesteldTot")),
        *(uitkomst.column(naam) for naam in ("categorie", "geestelijkBedienaar")),
        _gebruikt(uitkomst.column("college")),
        _samen([_dag(uitkomst.column(naam)) for naam in TERMIJNEN], _TERMIJN),
        *(uitkomst.column(naam) for naam in ("waarschuwingen", "ontbrekendeFeiten")),
    ]
    return pa.RecordBatch.from_arrays(kolommen, names=SCHEMA.names)


def met_redenen(rijen: pa.RecordBatch, redenen: Sequence[Sequence[dict[str, Any]]]) -> pa.RecordBatch:
    """The same rows with the reasons of each person."""
    kolom = pa.array([[_reden(reden) for reden in van_een] for van_een in redenen], _REDENEN)
    return pa.RecordBatch.from_arrays([*rijen.columns, kolom], schema=schema(redenen=True))


def als_json_regels(rijen: pa.RecordBatch, redenen: Sequence[Sequence[dict[str, Any]]] | None = None) -> bytes:
    """The rows as JSON Lines, with the reasons of each person when they are given."""
    if redenen is None:
        import polars as pl

        tabel = pl.from_arrow(rijen)
        assert isinstance(tabel, pl.DataFrame)
        return tabel.write_ndjson().encode()
    paren = zip(rijen.to_pylist(), redenen, strict=True)
    return b"".join(msgspec.json.encode(rij | {"redenen": van_een}) + b"\n" for rij, van_een in paren)


def namen(nummers: Nummers, tabel: Sequence[str]) -> pa.Array:
    """Numbers as the names they stand for."""
    soort = pa.array(np.maximum(nummers, 0).astype(np.int8), mask=nummers == LEEG)
    return pa.DictionaryArray.from_arrays(soort, pa.array(tabel, _TEKST)).cast(_TEKST)


def dagen(nummers: Nummers) -> pa.Array:
    """Day ordinals as ISO dates; each different day is written once."""
    er = nummers != LEEG
    if not er.any():
        return pa.nulls(len(nummers), _TEKST)
    laagst = int(nummers[er].min())
    gezien = np.zeros(int(nummers.max()) - laagst + 1, bool)
    plek = np.where(er, nummers - laagst, 0)
    gezien[plek[er]] = True
    welke = np.flatnonzero(gezien)
    nieuw = np.zeros(len(gezien), np.int32)
    nieuw[welke] = np.arange(len(welke))
    teksten = pa.array(np.datetime_as_string((welke + laagst - NUL_DAG).astype("M8[D]")), _TEKST)
    return pa.DictionaryArray.from_arrays(pa.array(nieuw[plek], mask=~er), teksten).cast(_TEKST)


# ── columns of the engine ────────────────────────────────────────────────────────────────────────


def _nummers(kolom: pa.Array, tabel: Sequence[str]) -> Nummers:
    """A code as its place in the table, however the engine wrote it."""
    if pa.types.is_integer(kolom.type):
        return np.asarray(pc.fill_null(kolom, LEEG))
    gecodeerd = kolom if pa.types.is_dictionary(kolom.type) else kolom.dictionary_encode()
    plaats = np.array([*(tabel.index(naam) for naam in gecodeerd.dictionary.to_pylist()), LEEG], np.int8)
    return np.asarray(plaats[np.asarray(pc.fill_null(gecodeerd.indices.cast(pa.int32()), -1))])


def _dagnummers(kolom: pa.Array) -> Nummers:
    return np.asarray(pc.fill_null(kolom.cast(pa.int32()), LEEG - NUL_DAG)) + NUL_DAG


def _college(kolom: pa.Array) -> Nummers:
    if pa.types.is_integer(kolom.type):
        return np.asarray(pc.fill_null(kolom, LEEG))
    gecodeerd = kolom if pa.types.is_dictionary(kolom.type) else kolom.dictionary_encode()
    plaats = np.append(np.asarray(gecodeerd.dictionary.cast(pa.int16())), np.int16(LEEG))
    return np.asarray(plaats[np.asarray(pc.fill_null(gecodeerd.indices.cast(pa.int32()), -1))])


def _vier(nummers: Nummers) -> pa.Array:
    codes_ = np.unique(nummers[nummers != LEEG])
    plek = np.searchsorted(codes_, np.maximum(nummers, 0)).clip(0, max(len(codes_) - 1, 0))
    if not len(codes_):
        return pa.nulls(len(nummers), _TEKST)
    teksten = pa.array([f"{code:04}" for code in codes_.tolist()], _TEKST)
    return pa.DictionaryArray.from_arrays(pa.array(plek, pa.int32(), mask=nummers == LEEG), teksten).cast(_TEKST)


def _overal(tekst: str, aantal: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(np.zeros(aantal, np.int8), pa.array([tekst], _TEKST))


def _dag(kolom: pa.Array) -> pa.Array:
    """Days as the number of a text, counted from the first of them."""
    grenzen = pc.min_max(kolom.cast(pa.int32()))
    if not grenzen["min"].is_valid:
        return pa.DictionaryArray.from_arrays(pa.nulls(len(kolom), pa.int32()), pa.array([], _TEKST))
    laagst, hoogst = grenzen["min"].as_py(), grenzen["max"].as_py()
    nummers = pc.subtract(kolom.cast(pa.int32()), pa.scalar(laagst, pa.int32()))
    return pa.DictionaryArray.from_arrays(nummers, _dagteksten(laagst, hoogst), safe=False)


@lru_cache(maxsize=64)
def _dagteksten(laagst: int, hoogst: int) -> pa.Array:
    return pa.array(np.datetime_as_string(np.arange(laagst, hoogst + 1).astype("M8[D]")), _TEKST)


def _gebruikt(kolom: pa.Array) -> pa.Array:
    """A column of codes whose list holds only the texts that are used."""
    if not pa.types.is_dictionary(kolom.type):
        return kolom
    welke = np.unique(kolom.indices.drop_null().to_numpy())
    plek = np.zeros(len(kolom.dictionary), np.int16)
    plek[welke] = np.arange(len(welke))
    nummers = pa.array(plek).take(kolom.indices)
    return pa.DictionaryArray.from_arrays(nummers, kolom.dictionary.take(pa.array(welke)))


def _samen(delen: list[pa.Array], soort: pa.StructType) -> pa.Array:
    """One object of these fields; for the end of the duty none where its day is none."""
    weg = delen[0].is_null() if soort is _EINDE else None
    return pa.StructArray.from_arrays(delen, names=[veld.name for veld in soort], mask=weg)


def _voluit(kolom: pa.Array) -> pa.Array:
    """The same column with its texts written out."""
    if pa.types.is_struct(kolom.type):
        delen = [_voluit(deel) for deel in kolom.flatten()]
        weg = kolom.is_null() if kolom.null_count else None
        return pa.StructArray.from_arrays(delen, names=[veld.name for veld in kolom.type], mask=weg)
    if pa.types.is_dictionary(kolom.type):
        return kolom.cast(_TEKST)
    return kolom.cast(_LIJST) if pa.types.is_list(kolom.type) else kolom


def paren(feiten: Mapping[str, Any]) -> list[dict[str, str | None]]:
    """Facts as pairs of path and JSON text, because Parquet wants the same columns in every row."""
    return [{"pad": pad, "waarde": _als_tekst(waarde)} for pad, waarde in feiten.items()]


def _reden(reden: dict[str, Any]) -> dict[str, Any]:
    return {naam: reden[naam] for naam in ("artikel", "jci", "vraag", "antwoord")} | {"feiten": paren(reden["feiten"])}


def _als_tekst(waarde: Any) -> str | None:
    return waarde if waarde is None or isinstance(waarde, str) else msgspec.json.encode(waarde).decode()
