"""The facts of the reduced job: eleven columns with gaps, seeded, and what each column of the outcome means.

The persons are drawn, not real; the job measures cost. Dates lie so that about half of the questions matter.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

PEILDATUM = date(2026, 1, 1)
EPOCH = date(1970, 1, 1).toordinal()
BLOK = 1_000_000
GRONDEN = tuple(f"8{onderdeel}" for onderdeel in "abcdefghijklm")
DOELEN = (
    "asiel", "gezinslid", "vermogend", "zelfstandige", "kennismigrant", "europese-blauwe-kaart", "seizoenarbeid",
    "overplaatsing-binnen-onderneming", "arbeid-in-loondienst", "grensoverschrijdende-dienstverlening", "onderzoek",
    "lerend-werken", "militair", "studie", "zoeken-en-verrichten-van-arbeid", "uitwisseling", "medische-behandeling",
    "tijdelijke-humanitaire-gronden", "afwachten-artikel-17-rwn", "niet-tijdelijke-humanitaire-gronden",
    "gemeenschapsrecht", "tijdelijke-bescherming", "overig",
)  # fmt: skip
NATIONALITEITEN = (336, 339, 263, 110, 1, 55, 64, 308, 104, 112)  # table 32; 1, 55, 64 and 308 are not plichtig

FEITEN = pa.schema([
    pa.field("id", pa.uint32(), nullable=False),
    ("grond", pa.uint8()),  # place in GRONDEN
    ("doel", pa.uint8()),  # place in DOELEN
    ("nationaliteit", pa.uint16()),  # code of table 32
    ("geboortedatum", pa.date32()),
    ("aanvang", pa.date32()),
    ("inschrijving", pa.date32()),
    ("bedienaar", pa.bool_()),
    ("familielid_eu", pa.bool_()),
    ("schooljaren", pa.uint8()),
    ("diploma", pa.bool_()),
    ("ontheffing", pa.bool_()),
])  # fmt: skip
UITKOMST = pa.schema([
    pa.field("id", pa.uint32(), nullable=False),
    ("oordeel", pa.uint8()),  # 0 niet-plichtig, 1 plichtig, 2 onbekend
    ("ingangsdatum", pa.date32()),  # the rest only for who is plichtig
    ("categorie", pa.uint8()),  # 0 asielstatushouder, 1 gezins- of overige migrant
    ("wet", pa.uint8()),  # 0 Wi2013, 1 Wi2021
    ("waar", pa.uint16()),  # bit n: question n is ja
    ("onbekend", pa.uint16()),  # bit n: question n is onbekend
])  # fmt: skip
VRAGEN = (
    "verblijfsrecht", "minstens_16", "aow_leeftijd_bereikt", "tijdelijk_doel", "geestelijk_bedienaar", "eu_burger",
    "familielid_eu_burger", "acht_jaar_school", "aangewezen_diploma", "ontheven", "oude_wet",
)  # fmt: skip
_ZONDER = {  # the part of each fact that is missing
    "grond": 0.005, "doel": 0.02, "nationaliteit": 0.01, "geboortedatum": 0.01, "aanvang": 0.02, "inschrijving": 0.03,
    "bedienaar": 0.005, "familielid_eu": 0.02, "schooljaren": 0.03, "diploma": 0.02, "ontheffing": 0.01,
}  # fmt: skip


def maak(aantal: int, *, zaad: int = 2022, vanaf: int = 0) -> pa.Table:
    """The facts of `aantal` persons; the same seed gives the same persons."""
    los = np.random.default_rng([zaad, vanaf])

    def dagen(begin: date, eind: date) -> Any:
        return los.integers(begin.toordinal() - EPOCH, eind.toordinal() - EPOCH, aantal, dtype=np.int32)

    kans = los.random
    kolommen: dict[str, Any] = {
        "grond": los.choice(np.array([0, 2, 4, 3, 6], np.uint8), aantal, p=[0.5, 0.35, 0.08, 0.05, 0.02]),
        "doel": los.integers(0, len(DOELEN), aantal, dtype=np.uint8),
        "nationaliteit": los.choice(np.array(NATIONALITEITEN, np.uint16), aantal),
        "geboortedatum": dagen(date(1938, 1, 1), date(2014, 1, 1)),
        "aanvang": dagen(date(2013, 1, 1), date(2026, 1, 1)),
        "inschrijving": dagen(date(2013, 1, 1), date(2026, 1, 1)),
        "bedienaar": kans(aantal) < 0.01,
        "familielid_eu": kans(aantal) < 0.05,
        "schooljaren": los.integers(0, 11, aantal, dtype=np.uint8),
        "diploma": kans(aantal) < 0.1,
        "ontheffing": kans(aantal) < 0.03,
    }
    arrays = [pa.array(np.arange(vanaf, vanaf + aantal, dtype=np.uint32))]
    for veld in FEITEN:
        if veld.name != "id":
            leeg = kans(aantal) < _ZONDER[veld.name]
            arrays.append(pa.array(kolommen[veld.name], mask=leeg).cast(veld.type))
    return pa.Table.from_arrays(arrays, schema=FEITEN)


def blokken(aantal: int, *, zaad: int = 2022) -> Iterator[pa.Table]:
    """The same persons in blocks of a million, so that ten million need no more memory than one."""
    for vanaf in range(0, aantal, BLOK):
        yield maak(min(BLOK, aantal - vanaf), zaad=zaad, vanaf=vanaf)


def schrijf(pad: Path, *, aantal: int, zaad: int = 2022) -> Path:
    """A Parquet file with the facts of `aantal` persons."""
    with pq.ParquetWriter(pad, FEITEN, compression="zstd") as uit:
        for tabel in blokken(aantal, zaad=zaad):
            uit.write_table(tabel, row_group_size=BLOK // 4)
    return pad


def verschil(een: pa.Table, ander: pa.Table) -> list[str]:
    """What differs between two outcomes, by column; empty when they are equal row by row."""
    een, ander = (t.select(UITKOMST.names).cast(UITKOMST).sort_by("id").combine_chunks() for t in (een, ander))
    if een.num_rows != ander.num_rows:
        return [f"rows: {een.num_rows} and {ander.num_rows}"]
    return [naam for naam in UITKOMST.names if not een[naam].equals(ander[naam])]
