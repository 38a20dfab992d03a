"""Every ratio that the engine must reach, measured in one run on the same data; each part in a process of its own.

    python bench/motor.py [--json] [--personen 1000000] [--groot 10000000] [--beurten 3]

A quick look: --personen 20000 --groot 100000 --beurten 1. Start-up (imports, loading compiled rules) is outside every
time, for each peer alike: a process warms up on a small file first. Times are wall times, best of the turns.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from itertools import pairwise
from pathlib import Path

WORTEL = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(WORTEL), str(WORTEL / "src")]
DAG = date(2026, 1, 1)
_GENOEG = 2.0  # seconds
TRAPPEN = (10_000, 100_000, 1_000_000, 10_000_000)


# ── in a process of its own ──────────────────────────────────────────────────────────────────────


def volledig(bron, uit, *, beurten, klein):
    """The full determination, Parquet to Parquet, as `stel-vast --motor bulk` does it."""
    from inburgering.interfaces.cli import bulk
    from inburgering.recht import regelversies

    wet = regelversies.standaard()

    def draai(welk):
        bulk.stel_vast(bulk.Register(welk, DAG, wet), uit, redenen=False)

    return _beste(draai, bron, klein, beurten)


def vergelijking(bron, _uit, *, beurten, klein):
    """Two regelversies compared, as `vergelijk --motor bulk` does it; the first thousand persons are named."""
    from inburgering.interfaces.cli import bulk
    from inburgering.recht import regelversies
    from inburgering.recht.vergelijk import Vergelijking

    oud, nieuw = regelversies.laad("kennisgeving"), regelversies.laad("bekendmaking")

    def draai(welk):
        telling = Vergelijking(oud.id, nieuw.id, DAG, 1000)
        bulk.vergelijk(bulk.Register(welk, DAG, nieuw), oud, telling, None, redenen=False)

    return _beste(draai, bron, klein, beurten)


def lezen_en_kern(bron, _uit, *, beurten, klein):
    """Reading the same Parquet and one pass of the kernel over it, by the same two threads; nothing is kept."""
    import pyarrow.parquet as pq

    from inburgering.recht import regelversies
    from inburgering.recht.bulk import motor
    from inburgering.recht.register import loop

    wet = regelversies.laad("bekendmaking")

    def draai(welk):
        bestand = pq.ParquetFile(welk)

        def groep(nummer):
            deel = pq.ParquetFile(welk, metadata=bestand.metadata).read_row_group(nummer, use_threads=False)
            motor.stel_vast(deel.combine_chunks().to_batches()[0], wet, peildatum=DAG, draden=1)

        for _ in loop.in_volgorde(range(bestand.num_row_groups), groep):
            pass

    return _beste(draai, bron, klein, beurten)


def peer(naam):
    """One peer of the reduced job (bench/klein), Parquet to Parquet."""

    def draai_peer(bron, uit, *, beurten, klein):
        import importlib

        module = importlib.import_module(f"bench.klein.{naam}")
        return _beste(lambda welk: module.stroom(Path(welk), Path(uit)), bron, klein, beurten)

    return draai_peer


def scalar(bron, _uit, *, beurten, klein):  # noqa: ARG001 - every part is called alike
    """The readable engine with every reason, on one core: seconds per person of one in a hundred."""
    import pyarrow.parquet as pq

    from inburgering.recht import regelversies
    from inburgering.recht import scalar as motor
    from inburgering.recht.register import terug

    wet = regelversies.standaard()
    deel = pq.ParquetFile(bron).read_row_group(0).combine_chunks().to_batches()[0]
    mensen = terug.naar_feiten(deel, range(0, min(len(deel), 6000), 2), wet.machine.boek)

    def draai(wie):
        for een in wie:
            motor.stel_vast(een, wet, peildatum=DAG).as_json()

    return _beste(draai, mensen, mensen[:50], beurten) | {"personen": len(mensen)}


DELEN = {
    "volledig": volledig,
    "vergelijking": vergelijking,
    "lezen_en_kern": lezen_en_kern,
    "scalar": scalar,
    "regels": peer("met_regels"),
    "polars": peer("met_polars"),
    "openfisca": peer("met_openfisca"),
}


def _beste(draai, bron, klein, beurten):
    """The best wall time and the processor time of that turn, after a turn on little; and the peak of memory.

    What takes a tenth of a second gets more turns, until they have taken `_GENOEG`: one hiccup is then no ratio.
    Arrow keeps its memory between portions in every part alike: giving it back costs as much as reading.
    """
    from inburgering.recht.register import loop

    loop.houd_geheugen()
    draai(klein)
    uit = {"s": float("inf"), "cpu": 0.0}
    gedaan, samen = 0, 0.0
    while gedaan < beurten or samen < _GENOEG:
        wand, cpu = time.perf_counter(), time.process_time()
        draai(bron)
        wand, cpu = time.perf_counter() - wand, time.process_time() - cpu
        gedaan, samen = gedaan + 1, samen + wand
        if wand < uit["s"]:
            uit = {"s": wand, "cpu": cpu}
    return uit | {"mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


# ── the run ──────────────────────────────────────────────────────────────────────────────────────


def meet(deel, bron, klein, map_, *, beurten):
    """What one part takes, in a process of its own."""
    woorden = [sys.executable, __file__, "--deel", deel, str(bron), str(klein), str(map_ / f"{deel}.parquet")]
    omgeving = os.environ | {"PYTHONPATH": os.pathsep.join([*sys.path[:2], os.environ.get("PYTHONPATH", "")])}
    klaar = subprocess.run(
        [*woorden, "--beurten", str(beurten)],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=omgeving,
    )
    return json.loads(klaar.stdout.splitlines()[-1])


def lijn(bronnen, map_, klein, *, beurten):
    """The cost of one person more, between each two sizes: the slope, so that what a run costs at all falls away."""
    tijden = {n: meet("volledig", pad, klein, map_, beurten=beurten) for n, pad in bronnen.items()}
    maten = sorted(tijden)
    # Between the two smallest sizes the differences are milliseconds, so the slope starts where it can be measured.
    helling = {f"{a}-{b}": (tijden[b]["s"] - tijden[a]["s"]) / (b - a) * 1e6 for a, b in pairwise(maten)}
    return {
        "us_per_persoon": {n: t["s"] / n * 1e6 for n, t in tijden.items()},
        "helling_us": helling,
        "mb": {n: t["mb"] for n, t in tijden.items()},
        "_tijden": tijden,
    }


def alles(personen, groot, beurten, map_):
    """All parts; the ratios, and what they were made of."""
    from bench import bevolking
    from bench.klein import gegevens

    maten = sorted({n for n in (*TRAPPEN, personen, groot) if n <= groot})
    bronnen = {n: bevolking.maak(n, map_ / f"beeld-{n}.parquet") for n in maten}
    klein = bronnen[maten[0]]
    reeks = lijn(bronnen, map_, klein, beurten=beurten)
    tijden = reeks.pop("_tijden")
    feiten = gegevens.schrijf(map_ / "klein.parquet", aantal=personen)
    feitjes = gegevens.schrijf(map_ / "kleinst.parquet", aantal=1000)
    m = {"volledig": tijden[personen]}
    for deel in ("openfisca", "regels", "polars"):
        m[deel] = meet(deel, feiten, feitjes, map_, beurten=beurten)
    for deel in ("lezen_en_kern", "vergelijking"):
        m[deel] = meet(deel, bronnen[groot], klein, map_, beurten=beurten)
    m["scalar"] = meet("scalar", klein, klein, map_, beurten=beurten)
    per_seconde = m["scalar"]["personen"] / m["scalar"]["cpu"]
    lange = [h for paar, h in reeks["helling_us"].items() if int(paar.split("-")[1]) >= 1_000_000]
    hellingen = lange if len(lange) > 1 else list(reeks["helling_us"].values())  # one slope has nothing to differ from
    # Every slope beside the one between the largest two sizes.
    afwijking = max(abs(h / hellingen[-1] - 1) for h in hellingen)
    return {
        "personen": personen,
        "groot": groot,
        "beurten": beurten,
        "verhoudingen": [
            _rij("volledig tegen OpenFisca (klein)", m["openfisca"]["s"] / m["volledig"]["s"], 3, hoger=True),
            _rij("geheugen volledig, MB", m["volledig"]["mb"], 1536),
            _rij("klein uit YAML tegen Polars met de hand", m["polars"]["s"] / m["regels"]["s"], 0.9, hoger=True),
            _rij("vergelijken tegen lezen en kern", m["vergelijking"]["s"] / m["lezen_en_kern"]["s"], 3),
            _rij("geheugen vergelijken, MB", m["vergelijking"]["mb"], 4096),
            _rij("scalar met redenen, personen per seconde per kern", per_seconde, 2000, hoger=True),
            _rij("afwijking van de rechte lijn", afwijking, 0.2),
        ],
        "lijn": reeks,
        "metingen": m,
    }


def _rij(wat, waarde, doel, *, hoger=False):
    return {
        "wat": wat,
        "waarde": round(waarde, 3),
        "doel": doel,
        "richting": "minstens" if hoger else "hoogstens",
        "gehaald": bool(waarde >= doel if hoger else waarde <= doel),
    }


def main():
    vraag = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    vraag.add_argument("--json", action="store_true")
    vraag.add_argument("--personen", type=int, default=1_000_000)
    vraag.add_argument("--groot", type=int, default=10_000_000)
    vraag.add_argument("--beurten", type=int, default=3)
    vraag.add_argument("--deel", nargs=4, metavar=("DEEL", "BRON", "KLEIN", "UIT"), help=argparse.SUPPRESS)
    keuze = vraag.parse_args()
    if keuze.deel:
        deel, bron, klein, uit = keuze.deel
        print(json.dumps(DELEN[deel](bron, uit, beurten=keuze.beurten, klein=klein)))
        return
    with tempfile.TemporaryDirectory(prefix="motor-") as map_:
        uit = alles(keuze.personen, max(keuze.groot, keuze.personen), keuze.beurten, Path(map_))
    if keuze.json:
        print(json.dumps(uit, indent=1))
        return
    for rij in uit["verhoudingen"]:
        print(f"{'✓' if rij['gehaald'] else '✗'} {rij['wat']}: {rij['waarde']} ({rij['richting']} {rij['doel']})")


if __name__ == "__main__":
    main()
