"""The reduced job from its rule file: the product's own generator compiles `wet/` to one loop over the columns."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from bench.klein.gegevens import DOELEN, EPOCH, GRONDEN, PEILDATUM, UITKOMST, VRAGEN
from numba import njit

from inburgering.primitives.datums import DAG_ONBEKEND, Dagbereik
from inburgering.recht import wetten
from inburgering.recht.bulk import punt
from inburgering.recht.machine import Machine, Omgeving
from inburgering.recht.tijdlijn import ONBEKEND

WET = Path(__file__).parent / "wet"
REGELING = "klein_inburgering"


@cache
def machine() -> Machine:
    """The readable engine with the rule file of this job."""
    return Machine(wetten.laad(WET), tekst_op=PEILDATUM.isoformat())


def een(p: Mapping[str, Any]) -> dict[str, Any]:
    """The outcome of one person by the readable engine: says whether the rule file is the same job."""
    feiten: dict[str, Any] = {}
    for naam, waarde in p.items():
        if isinstance(waarde, date):
            feiten[naam] = Dagbereik(waarde.toordinal(), waarde.toordinal())
        else:
            feiten[naam] = ONBEKEND if waarde is None else waarde
    for naam in ("geboortedatum", "aanvang", "inschrijving"):
        feiten[naam] = DAG_ONBEKEND if p[naam] is None else feiten[naam]
    for naam, codes in (("grond", GRONDEN), ("doel", DOELEN)):
        feiten[naam] = ONBEKEND if p[naam] is None else codes[p[naam]]
    feiten["nationaliteit"] = ONBEKEND if p["nationaliteit"] is None else f"{p['nationaliteit']:04}"
    omgeving, dag = Omgeving(feiten), PEILDATUM.toordinal()

    def vraag(naam: str) -> str:
        return machine().reken(REGELING, naam, omgeving).op(dag).value

    begin: Dagbereik = machine().reken(REGELING, "ingangsdatum", omgeving)
    oordeel, antwoorden = vraag("inburgeringsplichtig"), [vraag(naam) for naam in VRAGEN]
    ja = oordeel == "ja"
    return {
        "id": p["id"],
        "oordeel": {"nee": 0, "ja": 1, "onbekend": 2}[oordeel],
        "ingangsdatum": date.fromordinal(begin.vroegst) if ja and begin.bekend else None,
        "categorie": int(vraag("asielstatushouder") != "ja") if ja else None,
        "wet": int(antwoorden[-1] != "ja") if ja and antwoorden[-1] != "onbekend" else None,
        "waar": sum(1 << n for n, a in enumerate(antwoorden) if a == "ja"),
        "onbekend": sum(1 << n for n, a in enumerate(antwoorden) if a == "onbekend"),
    }


# ── by column ────────────────────────────────────────────────────────────────────────────────────

_UITKOMSTEN = [
    (REGELING, n) for n in ("inburgeringsplichtig", "ingangsdatum", "asielstatushouder", "zestien_op", *VRAGEN)
]
_DEEL = 65_536
_DRADEN = 2
_LEEG, _LAATSTE = -(2**31), DAG_ONBEKEND.laatst


def _kolommen(deel: pa.RecordBatch) -> dict[str, Any]:
    """The columns of facts as the generator reads them: dates as first and last ordinal, unknown codes -1."""
    uit: dict[str, Any] = {}
    for naam in ("geboortedatum", "aanvang", "inschrijving"):
        einden = (f"{naam}__vroegst", f"{naam}__laatst")
        uit |= zip(einden, _einden(deel[naam].cast(pa.int32()).fill_null(_LEEG).to_numpy()), strict=True)
    for naam, soort in (("grond", np.int8), ("doel", np.int8), ("nationaliteit", np.int16)):
        kolom = deel[naam]
        uit[naam] = kolom.fill_null(2**kolom.type.bit_width - 1).to_numpy().view(soort)
    for naam in ("bedienaar", "familielid_eu", "diploma", "ontheffing"):
        uit[naam] = deel[naam].cast(pa.int8()).fill_null(punt.ONBEKEND).to_numpy()
    uit["schooljaren"] = deel["schooljaren"].cast(pa.float32()).fill_null(np.nan).to_numpy()
    return uit


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator] # numba has no types
def _einden(dagen: Any) -> Any:
    """The first and last ordinal that each day since 1970 can be."""
    vroegst, laatst = np.empty_like(dagen), np.empty_like(dagen)
    for i in range(len(dagen)):
        vroegst[i] = dagen[i] + EPOCH if dagen[i] != _LEEG else 1
        laatst[i] = dagen[i] + EPOCH if dagen[i] != _LEEG else _LAATSTE
    return vroegst, laatst


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator] # numba has no types
def _pak_in(vragen: Any, waar: Any, onbekend: Any) -> None:
    """The answers to the questions as two masks, one bit each."""
    for n in range(len(vragen)):
        vraag, ja, twijfel = vragen[n], np.uint16(1 << n), np.uint16(1 << n)
        for i in range(len(waar)):
            waar[i] |= ja if vraag[i] == 1 else np.uint16(0)
            onbekend[i] |= twijfel if vraag[i] == 2 else np.uint16(0)


def _als(voorwaarde: Any, waarden: Any) -> pa.Array:
    """The values where the condition holds, and nothing elsewhere."""
    return pc.if_else(pa.array(voorwaarde), pa.array(waarden), None)


def _blok(deel: pa.RecordBatch) -> pa.RecordBatch:
    uit = punt.bereken(machine(), _UITKOMSTEN, _kolommen(deel), dag=PEILDATUM.toordinal(), draden=1)
    oordeel, ingang, asiel, _, *vragen = uit.values()
    waar, onbekend = (np.zeros(len(oordeel), np.uint16) for _ in range(2))
    _pak_in(tuple(vragen), waar, onbekend)
    ja, oude_wet, (vroegst, laatst) = oordeel == punt.JA, vragen[-1], ingang.T
    kolommen = [
        deel["id"],
        pa.array(oordeel.view(np.uint8)),
        _als(ja & (vroegst == laatst), vroegst - np.int32(EPOCH)).view(pa.date32()),
        _als(ja, (asiel != punt.JA).view(np.uint8)),
        _als(ja & (oude_wet != punt.ONBEKEND), (oude_wet != punt.JA).view(np.uint8)),
        pa.array(waar),
        pa.array(onbekend),
    ]
    return pa.RecordBatch.from_arrays(kolommen, schema=UITKOMST)


def bereken(tabel: pa.Table) -> pa.Table:
    """The outcome of every person, in memory."""
    with ThreadPoolExecutor(_DRADEN) as pool:
        return pa.Table.from_batches(pool.map(_blok, tabel.to_batches(max_chunksize=_DEEL)), schema=UITKOMST)


def stroom(invoer: Path, uitvoer: Path) -> None:
    """From Parquet to Parquet."""
    frame = pl.read_parquet(invoer)
    pl.from_arrow(bereken(frame.to_arrow(compat_level=pl.CompatLevel.oldest()))).write_parquet(
        uitvoer, compression="zstd"
    )
