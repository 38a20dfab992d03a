"""`inburgering stel-vast` and `vergelijk` as a user calls them: a process, files and streams."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from rechtpersonen import asiel, gezin, persoon, regulier

ROEP = [sys.executable, "-c", "from inburgering.interfaces.cli.main import app; app()"]
OP = ["--peildatum", "2026-01-01"]
SRC = str(Path(__file__).parents[3] / "src")


def roep(*woorden: str, invoer: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    omgeving = os.environ | {"PYTHONPATH": SRC, "COLUMNS": "200"}
    return subprocess.run([*ROEP, *woorden], input=invoer, capture_output=True, check=False, env=omgeving)


def regels(*personen: Any) -> bytes:
    return b"".join(json.dumps(p).encode() + b"\n" for p in personen)


def met_id(id_: str, bron: dict) -> dict:
    return bron | {"persoonId": id_}


GOED = [met_id("A", persoon(asiel("2021-11-18"))), met_id("B", persoon(gezin("2022-01-03")))]


def test_every_line_is_answered_on_standard_output_and_nothing_else_is_there() -> None:
    klaar = roep("stel-vast", "--feiten", "-", *OP, invoer=regels(*GOED))
    uit = [json.loads(regel) for regel in klaar.stdout.splitlines()]
    assert [(u["persoonId"], u["wet"]) for u in uit] == [("A", "Wi2013"), ("B", "Wi2021")]
    assert klaar.returncode == 0
    assert "Gelezen: 2. Beantwoord: 2. Geweigerd: 0." in klaar.stderr.decode()


SLECHT = [
    (b'{"persoonId": "X"', "geen geldige JSON"),
    ('{"persoonId": "René"}'.encode("latin-1"), "Latin-1"),
    (b"[1, 2]", "verwacht een object"),
    (b"[" * 50_000, "geen geldige JSON"),
    (regels(persoon(gebortedatum="1990-01-01")).strip(), "gebortedatum"),
    (regels(persoon(geboortedatum="1990-02-30")).strip(), "deze dag bestaat niet"),
    (regels(persoon(burgerservicenummer="123456789")).strip(), "11-proef"),
    (regels(persoon(huisvesting={"gemeente": "9998"})).strip(), "gemeentecode bestaat niet"),
    (regels(persoon(nationaliteiten=[{"code": "0998"}])).strip(), "nationaliteitscode bestaat niet"),
    (regels(GOED[0]).strip(), "staat ook al op regel 1"),
]


@pytest.mark.parametrize(("slecht", "woord"), SLECHT)
def test_a_bad_line_is_named_with_number_reason_and_mend_and_the_rest_goes_on(slecht: bytes, woord: str) -> None:
    invoer = regels(GOED[0]) + slecht + b"\n" + regels(GOED[1])
    klaar = roep("stel-vast", "--feiten", "-", *OP, invoer=invoer)
    melding = next(r for r in klaar.stderr.decode().splitlines() if r.startswith("regel "))
    assert melding.startswith("regel 2: ")
    assert woord in melding
    assert melding.rstrip().endswith(".")
    assert len(klaar.stdout.splitlines()) == 2
    assert klaar.returncode == 1
    assert "Gelezen: 3. Beantwoord: 2. Geweigerd: 1." in klaar.stderr.decode()


def test_a_hundred_megabytes_in_one_line_are_refused_by_size(tmp_path: Path) -> None:
    groot = tmp_path / "groot.jsonl"
    with groot.open("wb") as bestand:
        bestand.write(regels(GOED[0]) + b'{"persoonId": "')
        for _ in range(100):
            bestand.write(b"x" * 1024**2)
        bestand.write(b'"}\n' + regels(GOED[1]))
    klaar = roep("stel-vast", "--feiten", str(groot), *OP)
    assert "regel 2: deze regel is 100 MB groot" in klaar.stderr.decode()
    assert (len(klaar.stdout.splitlines()), klaar.returncode) == (2, 1)


def test_a_byte_order_mark_and_empty_lines_are_accepted() -> None:
    klaar = roep(
        "stel-vast", "--feiten", "-", *OP, invoer=b"\xef\xbb\xbf" + regels(GOED[0]) + b"\n\n" + regels(GOED[1])
    )
    assert (len(klaar.stdout.splitlines()), klaar.returncode) == (2, 0)


def test_an_empty_file_is_fine() -> None:
    klaar = roep("stel-vast", "--feiten", "-", *OP)
    assert (klaar.stdout, klaar.returncode) == (b"", 0)


@pytest.mark.parametrize(
    "woorden",
    [
        ["stel-vast"],
        ["stel-vast", "--feiten", "/bestaat/niet.jsonl"],
        ["stel-vast", "--feiten", "-", "--regel", "bekendmakin"],
        ["stel-vast", "--feiten", "-", "--peildatum", "2026-02-30"],
        ["stel-vast", "--feiten", "-", "--uit", "/bestaat/niet/uit.jsonl"],
        ["vergelijk", "--feiten", "-", "--oud", "kennisgeving"],
        ["vergelijk", "--feiten", "-", "--oud", "kennisgeving", "--nieuw", "x"],
    ],
)
def test_a_wrong_call_says_so_with_status_two(woorden: list[str]) -> None:
    klaar = roep(*woorden)
    assert klaar.returncode == 2
    assert klaar.stderr.strip()
    assert b"Traceback" not in klaar.stderr


def test_without_a_peildatum_the_day_is_today() -> None:
    klaar = roep("stel-vast", "--feiten", "-", invoer=regels(GOED[0]))
    assert len(json.loads(klaar.stdout)["peildatum"]) == 10


def test_parquet_in_and_out_says_the_same_as_json_lines(tmp_path: Path) -> None:
    bron, uit = tmp_path / "feiten.parquet", tmp_path / "uit.parquet"
    pl.DataFrame(GOED, infer_schema_length=None).write_parquet(bron)
    assert roep("stel-vast", "--feiten", str(bron), *OP, "--uit", str(uit)).returncode == 0
    tabel = pl.read_parquet(uit)
    als_regels = roep("stel-vast", "--feiten", "-", *OP, invoer=regels(*GOED)).stdout.splitlines()
    voor_scherm = [json.loads(r) for r in als_regels]
    for rij, scherm in zip(tabel.to_dicts(), voor_scherm, strict=True):
        assert {s: rij[s] for s in rij if s != "redenen"} == {s: scherm[s] for s in scherm if s != "redenen"}
        assert [r["vraag"] for r in rij["redenen"]] == [r["vraag"] for r in scherm["redenen"]]


def test_parquet_without_a_json_line_is_no_parquet() -> None:
    klaar = roep("stel-vast", "--feiten", "-", *OP, invoer=b"PAR1 maar dan kapot")
    assert klaar.returncode == 2
    assert b"Traceback" not in klaar.stderr


def test_a_comparison_is_one_document_and_all_persons_go_to_parquet(tmp_path: Path) -> None:
    brief = {"kennisgevingen": [{"datum": "2022-01-10"}]}
    personen = [met_id(str(i), persoon(asiel("2021-11-18"), **brief)) for i in range(3)]
    personen.append(met_id("s", persoon(regulier("2021-11-18", "studie"), **brief)))
    alle = tmp_path / "alle.parquet"
    klaar = roep(
        "vergelijk", "--feiten", "-", "--oud", "kennisgeving", "--nieuw", "bekendmaking", *OP, "--personen", "1",
        "--personen-uit", str(alle), invoer=regels(*personen),
    )  # fmt: skip
    document = json.loads(klaar.stdout)
    assert (document["gewijzigd"], len(document["personen"]), document["personenWeggelaten"]) == (4, 1, 3)
    assert pl.read_parquet(alle)["persoonId"].to_list() == ["0", "1", "2", "s"]
    assert klaar.returncode == 0


def test_the_command_starts_without_django() -> None:
    zonder = (
        "import sys, inburgering.interfaces.cli.recht; sys.exit('django' in sys.modules or 'polars' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", zonder], check=False, env=os.environ | {"PYTHONPATH": SRC}).returncode
        == 0
    )
