"""`--motor spark`: the same compiled rules on a Spark cluster, from Parquet (registerbeeld) to a folder of Parquet."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import inburgering
from inburgering.interfaces.cli import rechtuit
from inburgering.interfaces.cli.bulk import toets_op
from inburgering.interfaces.cli.feitenbron import Teller
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.register import uitslag
from inburgering.recht.register.cluster import BESTAND, GEWEIGERD, RIJ, Taak
from inburgering.recht.register.verslag import Runverslag

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

HIER: Final = "local[*]"
_NOEM_MAX: Final = 1000
_INSTELLINGEN: Final = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "65536",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",  # an unknown date runs from 0001-01-01
    "spark.sql.parquet.int96RebaseModeInRead": "CORRECTED",
    "spark.ui.enabled": "false",
    "spark.log.level": "ERROR",
}


def stel_vast(
    feiten: str, uit: str, regelversie: Regelversie, dag: date, *, master: str | None, opties: list[str]
) -> tuple[Teller, Runverslag]:
    """The outcomes of everybody in `feiten`, in the folder `uit`; counts and the report of the run."""
    if rechtuit.SCHERM in {uit, feiten}:
        rechtuit.stop("--motor spark leest Parquet en schrijft een map met Parquet. Noem --feiten en --uit.")
    with _sessie(master or HIER, _als_paren(opties)) as spark:
        try:
            return _draai(spark, feiten, uit, Taak(regelversie.id, regelversie.hash, dag, toets_op))
        except _fouten() as fout:
            rechtuit.stop(f"Spark: {_eerste_zin(fout)} Verbeter de aanroep of kijk in de logboeken van het cluster.")


def _draai(spark: "SparkSession", feiten: str, uit: str, taak: Taak) -> tuple[Teller, Runverslag]:
    from pyspark.sql import Observation
    from pyspark.sql import functions as f

    bron = spark.read.parquet(feiten).select(
        "*", f.col("_metadata.file_name").alias(BESTAND), f.col("_metadata.row_index").alias(RIJ)
    )
    alles = _eenmalig(bron.mapInArrow(taak, _ddl()))
    gezien = Observation("geweigerd")
    plek = f.format_string("%s regel %d: %s", f.col(BESTAND), f.col(RIJ) + 1, f.col(GEWEIGERD))
    zinnen = f.slice(f.array_sort(f.collect_list(f.when(f.col(GEWEIGERD).isNotNull(), plek))), 1, _NOEM_MAX)
    telling = [f.count(f.lit(1)).alias("gelezen"), f.count(GEWEIGERD).alias("geweigerd"), zinnen.alias("zinnen")]
    goed = alles.observe(gezien, *telling).filter(f.col(GEWEIGERD).isNull()).drop(BESTAND, RIJ, GEWEIGERD)
    goed.write.mode("errorifexists").parquet(uit)
    teller = Teller(gelezen=gezien.get["gelezen"])
    for zin in gezien.get["zinnen"]:
        teller.meld(zin)
    teller.geweigerd = gezien.get["geweigerd"]
    teller.beantwoord = teller.gelezen - teller.geweigerd
    return teller, _verslag(spark.read.parquet(uit))


def _eenmalig(alles: "DataFrame") -> "DataFrame":
    """The same rows; who stands there more than once is refused but for the first, by file and row."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    goed = f.col(GEWEIGERD).isNull()
    volgorde = Window.partitionBy("persoonId", goed).orderBy(BESTAND, RIJ)
    zin = f.lit("persoonId: staat ook al eerder in het register. Geef elke persoon een regel.")
    nummer = f.row_number().over(volgorde)
    return (
        alles.withColumn("_nummer", nummer)
        .withColumn(GEWEIGERD, f.when(goed & (f.col("_nummer") > 1), zin).otherwise(f.col(GEWEIGERD)))
        .drop("_nummer")
    )


def _verslag(uitkomsten: "DataFrame") -> Runverslag:
    from pyspark.sql import functions as f

    paden = f.transform("ontbrekendeFeiten", lambda pad: f.regexp_replace(pad, r"\[[0-9]+\]", "[]"))
    soorten = f.array_sort(f.array_distinct(paden))
    verslag = Runverslag()
    for rij in uitkomsten.groupBy("oordeel", soorten.alias("soorten")).count().collect():
        verslag.tel_groep(rij["oordeel"], tuple(rij["soorten"]), rij["count"])
    return verslag


def _ddl() -> str:
    """The columns of an outcome as Spark writes them."""
    from pyspark.sql.pandas.types import from_arrow_schema

    velden = from_arrow_schema(uitslag.SCHEMA)
    extra = f"{BESTAND} string, {RIJ} bigint, {GEWEIGERD} string"
    return ", ".join(f"{v.name} {v.dataType.simpleString()}" for v in velden) + f", {extra}"


@contextmanager
def _sessie(master: str, instellingen: dict[str, str]) -> "Iterator[SparkSession]":
    """A session on the cluster; on this machine the workers get this Python and this product."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        rechtuit.stop("Spark is niet geïnstalleerd. Installeer open-inburgering[cluster] en Java 17.")
    bouwer = SparkSession.builder.appName("open-inburgering").master(master)
    for naam, waarde in (_INSTELLINGEN | _hier(master) | instellingen).items():
        bouwer = bouwer.config(naam, waarde)
    spark = bouwer.getOrCreate()
    try:
        yield spark
    finally:
        spark.stop()


def _hier(master: str) -> dict[str, str]:
    """What the workers need when they are on this machine: the same Python, and the product where it lies."""
    if not master.startswith("local"):
        return {}
    wortel = str(Path(inburgering.__file__).parents[1])
    pad = os.pathsep.join(
        dict.fromkeys([wortel, *(p for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p)])
    )
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    uit = {
        "spark.executorEnv.PYTHONPATH": pad,
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    for naam in ("INBURGERING_VAR", "INBURGERING_WET"):
        if waarde := os.environ.get(naam):
            uit[f"spark.executorEnv.{naam}"] = str(Path(waarde).resolve())
    return uit


def _als_paren(opties: list[str]) -> dict[str, str]:
    uit = {}
    for optie in opties:
        naam, teken, waarde = optie.partition("=")
        if not teken or not naam.startswith("spark."):
            rechtuit.stop(f"--spark {optie}: schrijf een instelling als spark.naam=waarde.")
        uit[naam] = waarde
    return uit


def _fouten() -> tuple[type[Exception], ...]:
    from pyspark.errors import PySparkException

    return (PySparkException,)


def _eerste_zin(fout: Any) -> str:
    """What Spark says in one line; of a worker its own last line, which names place and mend."""
    regels = [regel.strip() for regel in str(fout).splitlines() if regel.strip()]
    eigen = [regel for regel in regels if regel.startswith("inburgering.")]
    zin = (eigen or regels or ["onbekende fout"])[-1 if eigen else 0]
    return zin[:400].rstrip(".") + "."
