"""The same rules on a cluster of two worker processes on this machine: the same rows."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from bench import bevolking

ROEP = [sys.executable, "-c", "from inburgering.interfaces.cli.main import app; app()"]
WORTEL = Path(__file__).parents[3]
OP = ["--peildatum", "2026-01-01"]
CLUSTER = ["--motor", "spark", "--master", "local-cluster[2,1,1024]"]


def roep(*woorden: str) -> subprocess.CompletedProcess[bytes]:
    pad = os.pathsep.join([str(WORTEL / "src"), *os.environ.get("PYTHONPATH", "").split(os.pathsep)])
    return subprocess.run(
        [*ROEP, *woorden], capture_output=True, check=False, env=os.environ | {"PYTHONPATH": pad, "COLUMNS": "200"}
    )


@pytest.mark.cluster
def test_a_cluster_gives_the_same_rows_and_refuses_the_same_persons(tmp_path: Path) -> None:
    bron = tmp_path / "beeld"
    bron.mkdir()
    for deel in range(2):  # two files, so that both workers have work
        personen = bevolking.portie(deel * 1000, 1000, zaad=1)
        if deel:
            sleutels = personen["persoonId"].to_pylist()
            sleutels[5], sleutels[7] = "P0000000003", None  # once more, and without a key
            personen = personen.set_column(0, "persoonId", pa.array(sleutels))
        pq.write_table(pa.Table.from_batches([personen]), bron / f"deel-{deel}.parquet")
    alles = tmp_path / "alles.parquet"
    pq.write_table(pq.read_table(bron), alles)
    bulk = roep("stel-vast", "--motor", "bulk", "--feiten", str(alles), *OP, "--uit", str(tmp_path / "bulk.parquet"))
    verslag = tmp_path / "verslag.json"
    cluster = roep(
        "stel-vast", *CLUSTER, "--feiten", str(bron), *OP, "--uit", str(tmp_path / "uit"), "--verslag", str(verslag)
    )
    gezegd = cluster.stderr.decode()
    assert (bulk.returncode, cluster.returncode) == (1, 1), gezegd
    assert "Gelezen: 2000. Beantwoord: 1998. Geweigerd: 2." in gezegd
    assert "deel-1.parquet regel 6: persoonId: staat ook al eerder in het register." in gezegd
    assert "deel-1.parquet regel 8: persoonId: dit is verplicht" in gezegd
    een, ander = (pq.read_table(tmp_path / naam).sort_by("persoonId") for naam in ("bulk.parquet", "uit"))
    assert ander.num_rows == 1998
    assert ander.to_pylist() == een.to_pylist()
    assert json.loads(verslag.read_text())["personen"] == 1998


@pytest.mark.parametrize(
    ("woorden", "zin"),
    [
        (["--motor", "spark", "--feiten", "-"], "Noem --feiten en --uit"),
        (["--motor", "bulk", "--feiten", "x", "--master", "local"], "horen bij --motor spark"),
        (["--motor", "spark", "--feiten", "x", "--uit", "y", "--spark", "geheugen=4g"], "spark.naam=waarde"),
    ],
)
def test_a_wrong_call_says_so_before_a_cluster_is_asked(woorden: list[str], zin: str) -> None:
    klaar = roep("stel-vast", *woorden)
    assert (klaar.returncode, zin in klaar.stderr.decode()) == (2, True), klaar.stderr
