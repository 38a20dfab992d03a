"""One column of the contract as arrays: every different value is read once, by the same code that reads one person.

A value that this code refuses marks its row; the row is then read by itself, and told of in the usual words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from inburgering.primitives.datums import Dagbereik, lees_dag
from inburgering.primitives.errors import DomainError

Dagen = npt.NDArray[np.int32]
Vlaggen = npt.NDArray[np.bool_]
GEEN: Final = 2  # a truth value that was not given
NUL_DAG: Final = date(1970, 1, 1).toordinal()  # the day that Arrow counts from
_EERSTE, _LAATSTE = date.min.toordinal() - NUL_DAG, date.max.toordinal() - NUL_DAG

T = TypeVar("T")


@dataclass(slots=True)
class Datums:
    """Dates as intervals of day ordinals; where `er` is False nothing was given."""

    vroegst: Dagen
    laatst: Dagen
    er: Vlaggen
    fout: Vlaggen


def is_tekst(soort: pa.DataType) -> bool:
    """Tell whether a column holds text."""
    if pa.types.is_dictionary(soort):
        return is_tekst(soort.value_type)
    return bool(pa.types.is_string(soort) or pa.types.is_large_string(soort) or pa.types.is_string_view(soort))


def datums(kolom: pa.Array, ontleed: Callable[[str], Any]) -> Datums:
    """The dates in a column: text (ISO, or a BRP date as JSON), real dates, or BRP date objects."""
    soort = kolom.type
    if pa.types.is_date(soort) or pa.types.is_timestamp(soort):
        return _echte(kolom)
    if is_tekst(soort):
        return _van_waarden(*_uniek(kolom), lambda tekst: lees_dag(ontleed(tekst) if tekst[:1] == "{" else tekst))
    if pa.types.is_struct(soort):
        return _van_waarden(*_uniek_object(kolom), lees_dag)
    return _niets(kolom)


def waarden(kolom: pa.Array, lees: Callable[[str], int], *, leeg: int) -> tuple[npt.NDArray[Any], Vlaggen, Vlaggen]:
    """Text as numbers: what `lees` makes of each value; `leeg` where nothing was given; what was given; what is wrong.

    `lees` raises `DomainError` or `KeyError` for a value that does not exist.
    """
    if not is_tekst(kolom.type):
        return np.full(len(kolom), leeg), np.zeros(len(kolom), bool), _is_er(kolom)
    nummers, uniek = _uniek(kolom)
    tabel, goed = _proef(uniek, lees, anders=leeg)
    er = nummers >= 0
    return np.where(er, _kies(tabel, nummers), leeg), er, er & ~_kies(goed, nummers)


def waarheden(kolom: pa.Array) -> tuple[npt.NDArray[np.int8], Vlaggen]:
    """Truth values as 0, 1, and `GEEN` where nothing was given; what is wrong."""
    if not pa.types.is_boolean(kolom.type):
        return np.full(len(kolom), GEEN, np.int8), _is_er(kolom)
    return pc.fill_null(kolom.cast(pa.int8()), GEEN).to_numpy(zero_copy_only=False), np.zeros(len(kolom), bool)


def getallen(kolom: pa.Array, *, tot: float) -> tuple[npt.NDArray[np.float64], Vlaggen]:
    """Numbers from 0 to `tot`, 0 where nothing was given; what is wrong."""
    if not (pa.types.is_integer(kolom.type) or pa.types.is_floating(kolom.type)):
        return np.zeros(len(kolom)), _is_er(kolom)
    getal = pc.fill_null(kolom.cast(pa.float64()), 0.0).to_numpy(zero_copy_only=False)
    return getal, ~((getal >= 0) & (getal <= tot))


def er_is(kolom: pa.Array) -> Vlaggen:
    """Where a column has a value."""
    return _is_er(kolom)


def _is_er(kolom: pa.Array) -> Vlaggen:
    uit: Vlaggen = kolom.is_valid().to_numpy(zero_copy_only=False)
    return uit


def _niets(kolom: pa.Array) -> Datums:
    """A column of another kind: good where it is empty."""
    leeg = np.zeros(len(kolom), np.int32)
    return Datums(leeg, leeg, np.zeros(len(kolom), bool), _is_er(kolom))


def _echte(kolom: pa.Array) -> Datums:
    er = _is_er(kolom)
    if pa.types.is_timestamp(kolom.type) or pa.types.is_date64(kolom.type):
        kolom = kolom.cast(pa.timestamp("us")).cast(pa.date32(), safe=False)
    dag = pc.fill_null(kolom.cast(pa.int32()), 0).to_numpy(zero_copy_only=False)
    fout = (dag < _EERSTE) | (dag > _LAATSTE)
    return Datums(dag + NUL_DAG, dag + NUL_DAG, er, fout)


def _van_waarden(nummers: Dagen, uniek: list[Any], lees: Callable[[Any], Dagbereik]) -> Datums:
    bereiken, goed = _proef(uniek, lambda waarde: _paar(lees(waarde)), anders=(0, 0))
    paren = np.asarray(bereiken, np.int32).reshape(-1, 2)
    er = nummers >= 0
    return Datums(_kies(paren[:, 0], nummers), _kies(paren[:, 1], nummers), er, er & ~_kies(goed, nummers))


def _paar(bereik: Dagbereik) -> tuple[int, int]:
    return bereik.vroegst, bereik.laatst


def _proef(uniek: list[Any], lees: Callable[[Any], T], *, anders: T) -> tuple[npt.NDArray[Any], Vlaggen]:
    uit, goed = [], np.ones(len(uniek), bool)
    for i, waarde in enumerate(uniek):
        try:
            uit.append(lees(waarde))
        except (DomainError, KeyError):
            uit.append(anders)
            goed[i] = False
    return np.asarray(uit), goed


def _kies(tabel: npt.NDArray[Any], nummers: Dagen) -> npt.NDArray[Any]:
    """The value of each number; the first one of an empty table is zero, and stands where nothing was given."""
    if not len(tabel):
        return np.zeros(len(nummers), tabel.dtype)
    return tabel[np.maximum(nummers, 0)]


def _uniek(kolom: pa.Array) -> tuple[Dagen, list[Any]]:
    """Per row the number of its value, -1 for none; and the different values."""
    gecodeerd = kolom if pa.types.is_dictionary(kolom.type) else kolom.dictionary_encode()
    nummers = pc.fill_null(gecodeerd.indices.cast(pa.int32()), -1).to_numpy(zero_copy_only=False)
    return nummers, gecodeerd.dictionary.to_pylist()


def _uniek_object(kolom: pa.StructArray) -> tuple[Dagen, list[Any]]:
    """The same for objects: those with the same values in every field are one."""
    er = _is_er(kolom)
    if not er.any():
        return np.full(len(kolom), -1, np.int32), []
    sleutels = [pc.fill_null(deel.cast(pa.string()), "\x00") for deel in kolom.flatten()]
    nummers, _ = _uniek(pc.binary_join_element_wise(*sleutels, "\x01"))
    eerste = np.unique(nummers, return_index=True)[1]
    gelezen = [zonder_leeg(kolom[int(i)].as_py()) or {} for i in eerste]
    return np.where(er, nummers, -1).astype(np.int32), gelezen


def zonder_leeg(waarde: Any) -> Any:
    """An object without the keys that have no value; dates as text."""
    if isinstance(waarde, dict):
        return {sleutel: zonder_leeg(deel) for sleutel, deel in waarde.items() if deel is not None}
    return waarde.isoformat()[:10] if isinstance(waarde, date) else waarde
