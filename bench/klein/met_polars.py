"""The reduced job as someone would write it by hand in Polars: dates tabulated once, Kleene's `&` and `|`, masks.

The two dates that hang on the date of birth are filled once for every day of 140 years, with the oracle's own code,
and gathered. That makes it 9 times as fast as 12 `when` branches.
"""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import polars as pl
import pyarrow as pa
from bench.klein import orakel
from bench.klein.gegevens import DOELEN, GRONDEN, PEILDATUM, UITKOMST

EERSTE, LAATSTE = date(1900, 1, 1), date(2039, 12, 31)


@cache
def tabellen() -> tuple[pl.Series, pl.Series]:
    """The 16th birthday and the AOW date for every day of birth."""
    dagen = [EERSTE + timedelta(n) for n in range((LAATSTE - EERSTE).days + 1)]
    return (
        pl.Series("zestien", [orakel.plus(d, orakel.LEEFTIJD) for d in dagen], pl.Date),
        pl.Series("aow", [orakel.aow_datum(d) for d in dagen], pl.Date),
    )


def opdracht(feiten: pl.LazyFrame) -> pl.LazyFrame:
    """The query: facts in, outcome out."""
    zestien, aow = tabellen()
    vergund = [n for n, g in enumerate(GRONDEN) if g in orakel.GROND_MET_VERGUNNING]
    tijdelijk = [n for n, d in enumerate(DOELEN) if d in orakel.TIJDELIJK]
    plek = (pl.col("geboortedatum").to_physical() - (EERSTE - date(1970, 1, 1)).days).cast(pl.UInt32)
    dag = pl.lit(PEILDATUM)
    met_datums = feiten.with_columns(
        pl.lit(zestien).gather(plek).alias("zestien"),
        pl.lit(aow).gather(plek).alias("aow"),
    )
    vragen = {
        "v0": pl.col("grond").is_in(vergund),
        "v1": pl.col("zestien") <= dag,
        "v2": pl.col("aow") <= dag,
        "v3": pl.col("doel").is_in(tijdelijk),
        "v4": pl.col("bedienaar"),
        "v5": pl.col("nationaliteit").is_in(list(orakel.EU_EER_CH_NL)),
        "v6": pl.col("familielid_eu"),
        "v7": pl.col("schooljaren") >= orakel.SCHOOLJAREN,
        "v8": pl.col("diploma"),
        "v9": pl.col("ontheffing"),
        "v10": pl.col("begin") < pl.lit(orakel.NIEUWE_WET),
    }
    # `max_horizontal` would skip what is missing, and decide on the other two.
    drie = [pl.col("aanvang"), pl.col("inschrijving"), pl.col("zestien")]
    begin = pl.when(pl.all_horizontal(d.is_not_null() for d in drie)).then(pl.max_horizontal(drie))
    v = {naam: pl.col(naam) for naam in vragen}
    plicht = v["v0"] & v["v1"] & ~v["v2"] & (~v["v3"] | v["v4"]) & ~v["v5"] & ~v["v6"] & ~v["v7"] & ~v["v8"] & ~v["v9"]
    getoetst = (
        met_datums.with_columns(begin.alias("begin"))
        .with_columns(**vragen)
        .with_columns(plicht.alias("plicht"), plicht.fill_null(value=False).alias("ja"))
    )
    ja = pl.col("ja")

    def masker(bits: list[pl.Expr], naam: str) -> pl.Expr:
        return pl.sum_horizontal(bit.cast(pl.UInt16) * (1 << n) for n, bit in enumerate(bits)).alias(naam)

    return getoetst.select(
        "id",
        pl.col("plicht").cast(pl.UInt8).fill_null(2).alias("oordeel"),
        pl.when(ja).then("begin").alias("ingangsdatum"),
        pl.when(ja).then((pl.col("grond") != GRONDEN.index("8c")).cast(pl.UInt8)).alias("categorie"),
        pl.when(ja).then((~v["v10"]).cast(pl.UInt8)).alias("wet"),
        masker([vraag.fill_null(value=False) for vraag in v.values()], "waar"),
        masker([vraag.is_null() for vraag in v.values()], "onbekend"),
    )


def bereken(tabel: pa.Table) -> pa.Table:
    """The outcome of every person, in memory."""
    frame = pl.from_arrow(tabel)
    assert isinstance(frame, pl.DataFrame)
    return opdracht(frame.lazy()).collect(engine="streaming").to_arrow().cast(UITKOMST)


def stroom(invoer: Path, uitvoer: Path) -> None:
    """From Parquet to Parquet."""
    opdracht(pl.scan_parquet(invoer)).sink_parquet(uitvoer, compression="zstd")
