"""Compare the peers of the reduced job: first that their rows are equal, then how fast they are.

    python -m bench.klein [--personen 1000000] [--beurten 5] [--json]

A ratio is the time of the peer divided by the time of the compiled rules: above 1, the rules are faster. Times are the
best of some turns that are taken in rotation, so that a busy machine bothers all alike.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from bench.klein import gegevens, met_openfisca, met_polars, met_regels, orakel

MOTOREN = {"regels": met_regels, "polars": met_polars, "openfisca": met_openfisca}
GELIJK = 100_000


def gelijk(aantal: int = GELIJK) -> dict[str, list[str]]:
    """The columns in which each peer differs from the plain Python; empty lists when all is well."""
    tabel = gegevens.maak(aantal)
    waarheid = orakel.bereken(tabel)
    return {naam: gegevens.verschil(waarheid, motor.bereken(tabel)) for naam, motor in MOTOREN.items()}


def beste(taken: dict[str, Callable[[], object]], *, beurten: int) -> dict[str, dict[str, float]]:
    """The best wall and processor seconds of each task, taken in rotation."""
    uit = {naam: {"s": float("inf"), "cpu": float("inf")} for naam in taken}
    for _ in range(beurten + 1):
        for naam, taak in taken.items():
            wand, cpu = time.perf_counter(), time.process_time()
            taak()
            wand, cpu = time.perf_counter() - wand, time.process_time() - cpu
            uit[naam] = {"s": min(uit[naam]["s"], wand), "cpu": min(uit[naam]["cpu"], cpu)}
    return uit


def meet(personen: int, *, beurten: int, map_: Path) -> dict[str, Any]:
    """Times and ratios, in memory and from Parquet to Parquet."""
    invoer = gegevens.schrijf(map_ / "feiten.parquet", aantal=personen)
    tabel = pq.read_table(invoer).combine_chunks()
    metingen = {
        "geheugen": beste({n: lambda m=m: m.bereken(tabel) for n, m in MOTOREN.items()}, beurten=beurten),
        "parquet": beste(
            {n: lambda m=m, n=n: m.stroom(invoer, map_ / f"{n}.parquet") for n, m in MOTOREN.items()}, beurten=beurten
        ),
    }
    uitkomsten = {n: pq.read_table(map_ / f"{n}.parquet") for n in MOTOREN}
    verhouding = {
        f"{waar}_tegen_{peer}": round(meting[peer]["s"] / meting["regels"]["s"], 3)
        for waar, meting in metingen.items()
        for peer in ("polars", "openfisca")
    }
    return {
        "personen": personen,
        "gelijk": not any(gegevens.verschil(uitkomsten["polars"], u) for u in uitkomsten.values()),
        "verhoudingen": verhouding,
        "metingen": metingen,
    }


def main() -> int:
    vraag = argparse.ArgumentParser(prog="python -m bench.klein", description=__doc__.splitlines()[0])
    vraag.add_argument("--personen", type=int, default=1_000_000)
    vraag.add_argument("--beurten", type=int, default=5)
    vraag.add_argument("--json", action="store_true")
    keuze = vraag.parse_args()
    fouten = {naam: anders for naam, anders in gelijk().items() if anders}
    if fouten:
        print(f"rows differ, so nothing is timed: {fouten}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as map_:
        uit = meet(keuze.personen, beurten=keuze.beurten, map_=Path(map_))
    if keuze.json:
        print(json.dumps(uit, indent=2))
        return 0
    print(f"{GELIJK} rows equal to the plain Python in every peer; {keuze.personen} persons, best of {keuze.beurten}")
    for naam, waarde in uit["verhoudingen"].items():
        print(f"{naam:28} {waarde:8.2f}")
    for waar, meting in uit["metingen"].items():
        for naam, tijd in meting.items():
            snelheid = keuze.personen / tijd["s"] / 1e6
            print(f"{waar:10} {naam:10} {tijd['s']:8.3f} s {tijd['cpu']:8.3f} cpu {snelheid:8.2f} M persons/s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
