"""`inburgering stel-vast` and `vergelijk` as a user calls them: a process, files and streams."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from inburgering.interfaces.cli import recht
from inburgering.interfaces.cli.main import app
from inburgering.recht.errors import FeitOngeldig
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
    (b'{"persoonId": "X", "verblijf": [], "verblijf": null}', "verblijf: deze sleutel staat er meer dan eens"),
    (b'{"persoonId": "X", "pip": {"eersteDagtekening": null, "eersteDagtekening": null}}', "eersteDagtekening: deze"),
    (b'{"persoonId": "X", "een\\nander": 1}', "deze sleutel is onbekend"),
    (regels(persoon(vNummer="123")).strip(), "vNummer: een V-nummer is tekst van tien cijfers"),
    (regels(persoon(geboortedatum="2026-01-02")).strip(), "geboortedatum: deze dag ligt na de peildatum"),
    (
        regels(persoon(nationaliteiten=[{"code": "0336", "vanaf": "2020-01-02", "tot": "2020-01-02"}])).strip(),
        "nationaliteiten[0].tot: dit ligt niet na vanaf",
    ),
    (
        regels(persoon(asiel("2021-11-18", einddatum="2021-11-17"))).strip(),
        "verblijf[0].einddatum: dit ligt voor de ingangsdatum",
    ),
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
        ["vergelijk", "--feiten", "-", "--oud", "kennisgeving", "--nieuw", "bekendmaking", "--uit", "v.parquet"],
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


VERGELIJK = ["vergelijk", "--oud", "kennisgeving", "--nieuw", "bekendmaking", *OP]


@pytest.fixture
def bron(tmp_path: Path) -> Path:
    bron = tmp_path / "feiten.jsonl"
    bron.write_bytes(regels(*GOED))
    return bron


def eis_geweigerd(klaar: subprocess.CompletedProcess[bytes], *woorden: str) -> None:
    """One clear line, status two, nothing on standard output."""
    melding = klaar.stderr.decode()
    assert klaar.returncode == 2, melding
    assert "Traceback" not in melding
    assert all(woord in melding for woord in woorden), melding
    assert len(melding.splitlines()) == 1
    assert klaar.stdout == b""


@pytest.mark.parametrize("langs", ["zelf", "symlink", "hardlink", "omweg"])
@pytest.mark.parametrize("opdracht", [["stel-vast", *OP], VERGELIJK])
def test_what_is_read_is_never_written_over(bron: Path, langs: str, opdracht: list[str]) -> None:
    ander = bron.with_name("ander.jsonl")
    if langs == "symlink":
        ander.symlink_to(bron)
    if langs == "hardlink":
        ander.hardlink_to(bron)
    uit = {"zelf": bron, "omweg": bron.parent / ".." / bron.parent.name / bron.name}.get(langs, ander)
    eis_geweigerd(roep(*opdracht, "--feiten", str(bron), "--uit", str(uit)), "--uit", "--feiten", "andere naam")
    assert bron.read_bytes() == regels(*GOED)


def test_a_file_that_comes_in_or_goes_out_by_redirection_is_known_too(bron: Path) -> None:
    omgeving = os.environ | {"PYTHONPATH": SRC}
    with bron.open("rb") as invoer:
        klaar = subprocess.run(
            [*ROEP, "stel-vast", "--feiten", "-", "--uit", str(bron)],
            stdin=invoer, capture_output=True, check=False, env=omgeving,
        )  # fmt: skip
    eis_geweigerd(klaar, "hetzelfde bestand")
    with bron.open("ab") as uitvoer:
        terug = subprocess.run(
            [*ROEP, "stel-vast", "--feiten", str(bron)], stdout=uitvoer, check=False, env=omgeving, timeout=240
        )
    assert terug.returncode == 2
    assert bron.read_bytes() == regels(*GOED)


@pytest.mark.parametrize("uit", ["-", "verschil.json", "feiten.jsonl"])
def test_the_persons_do_not_go_where_something_else_is(bron: Path, uit: str) -> None:
    pad = uit if uit == "-" else str(bron.with_name(uit))
    klaar = roep(
        *VERGELIJK, "--feiten", str(bron), "--personen-uit", pad, *([] if uit == bron.name else ["--uit", pad])
    )
    eis_geweigerd(klaar, "--personen-uit", "hetzelfde bestand")
    assert bron.read_bytes() == regels(*GOED)
    assert list(bron.parent.iterdir()) == [bron]


def test_a_comparison_does_not_fit_in_parquet_and_the_help_does_not_say_so(bron: Path) -> None:
    uit = bron.with_name("v.parquet")
    eis_geweigerd(roep(*VERGELIJK, "--feiten", str(bron), "--uit", str(uit)), "JSON", "--personen-uit")
    assert not uit.exists()
    assert b".parquet kan ook" not in roep("vergelijk", "--help").stdout
    assert b".parquet kan ook" in roep("stel-vast", "--help").stdout


def test_a_bad_cell_in_parquet_is_one_refused_line(tmp_path: Path) -> None:
    pad = tmp_path / "feiten.parquet"
    datums = ['{"type": "JaarDatum", "jaar": 1990}', "{kapot", "1990-05-05"]
    rijen = [
        {"persoonId": f"{{{i}", "geboortedatum": d, "nationaliteiten": [], "verblijf": []} for i, d in enumerate(datums)
    ]
    pl.DataFrame(
        rijen, schema_overrides={s: pl.List(pl.Struct({"code": pl.String})) for s in ("nationaliteiten", "verblijf")}
    ).write_parquet(pad)
    klaar = roep("stel-vast", "--feiten", str(pad), *OP)
    assert [json.loads(r)["persoonId"] for r in klaar.stdout.splitlines()] == ["{0", "{2"]
    assert "regel 2: geboortedatum: in deze kolom: dit is geen geldige JSON" in klaar.stderr.decode()
    assert "Gelezen: 3. Beantwoord: 2. Geweigerd: 1." in klaar.stderr.decode()
    assert klaar.returncode == 1


ONBESCHRIJFBAAR = [("/dev/full", "schijf is vol"), ("{map}/weg/uit", "bestaat niet"), ("{map}", "dit is een map"),
                   ("{map}/feiten.jsonl/uit", "geen map")]  # fmt: skip


@pytest.mark.parametrize(("plek", "woord"), ONBESCHRIJFBAAR)
@pytest.mark.parametrize(
    "opdracht", [["stel-vast", *OP, "--uit"], [*VERGELIJK, "--uit"], [*VERGELIJK, "--personen-uit"]]
)
def test_a_place_that_cannot_be_written_is_said_in_one_line(
    bron: Path, opdracht: list[str], plek: str, woord: str
) -> None:
    uit = plek.format(map=bron.parent)
    klaar = roep(*opdracht, uit, "--feiten", str(bron))
    if opdracht[-1] == "--personen-uit" and uit == "/dev/full":  # the document was written before this was known
        klaar.stdout = b""
    eis_geweigerd(klaar, uit, woord)
    assert list(bron.parent.iterdir()) == [bron]


@pytest.mark.parametrize("opdracht", [["stel-vast", *OP], VERGELIJK])
def test_a_full_disk_behind_standard_output_is_said_in_one_line(bron: Path, opdracht: list[str]) -> None:
    with Path("/dev/full").open("wb") as vol:
        klaar = subprocess.run(
            [*ROEP, *opdracht, "--feiten", str(bron)],
            stdout=vol, stderr=subprocess.PIPE, check=False, env=os.environ | {"PYTHONPATH": SRC},
        )  # fmt: skip
    klaar.stdout = b""
    eis_geweigerd(klaar, "standaarduitvoer", "schijf is vol", "Maak ruimte vrij")


@pytest.mark.parametrize("aantal", [2, 300])
def test_a_reader_that_has_seen_enough_is_no_error(bron: Path, aantal: int) -> None:
    bron.write_bytes(regels(*(met_id(str(i), GOED[0]) for i in range(aantal))))
    lees, schrijf = os.pipe()
    os.close(lees)
    with os.fdopen(schrijf, "wb") as dicht:
        klaar = subprocess.run(
            [*ROEP, "stel-vast", *OP, "--feiten", str(bron)],
            stdout=dicht, stderr=subprocess.PIPE, check=False, env=os.environ | {"PYTHONPATH": SRC},
        )  # fmt: skip
    assert (klaar.stderr, klaar.returncode) == (b"", 0)


def test_a_run_that_breaks_off_leaves_the_old_file_as_it_was(bron: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uit = bron.with_name("uit.jsonl")
    uit.write_text("van gisteren")
    echt, keren = recht.scalar.stel_vast, iter([False, True])

    def valt_om(*woorden: Any, **namen: Any) -> Any:
        if next(keren):
            raise RuntimeError
        return echt(*woorden, **namen)

    monkeypatch.setattr(recht.scalar, "stel_vast", valt_om)
    klaar = CliRunner().invoke(app, ["stel-vast", "--feiten", str(bron), "--uit", str(uit)])
    assert isinstance(klaar.exception, RuntimeError)
    assert uit.read_text() == "van gisteren"
    assert sorted(bron.parent.iterdir()) == [bron, uit]


def test_a_new_file_keeps_the_rights_and_the_link_of_the_old(bron: Path) -> None:
    echt, link = bron.with_name("echt.jsonl"), bron.with_name("link.jsonl")
    echt.touch(mode=0o640)
    link.symlink_to(echt)
    assert roep("stel-vast", "--feiten", str(bron), *OP, "--uit", str(link)).returncode == 0
    assert link.is_symlink()
    assert (echt.stat().st_mode & 0o777, len(echt.read_bytes().splitlines())) == (0o640, 2)


@pytest.mark.parametrize("opdracht", [["stel-vast", *OP], VERGELIJK])
def test_a_person_who_cannot_be_answered_does_not_stop_the_others(
    bron: Path, monkeypatch: pytest.MonkeyPatch, opdracht: list[str]
) -> None:
    def weiger(een: Any, *woorden: Any, **namen: Any) -> Any:
        if een.persoon_id == "A":
            raise FeitOngeldig("dit gaat niet.", veld="verblijf")
        return echt(een, *woorden, **namen)

    echt = recht.scalar.stel_vast
    monkeypatch.setattr(recht.scalar, "stel_vast", weiger)
    monkeypatch.setattr(recht.recht_vergelijk, "stel_vast", weiger)
    klaar = CliRunner().invoke(app, [*opdracht, "--feiten", str(bron)])
    assert klaar.exit_code == 1
    assert "regel 1: verblijf: dit gaat niet." in klaar.stderr
    assert "Gelezen: 2. Beantwoord: 1. Geweigerd: 1." in klaar.stderr


def test_a_comparison_counts_the_lines_that_were_read_and_refused() -> None:
    klaar = roep(*VERGELIJK, "--feiten", "-", invoer=regels(GOED[0]) + b"[]\n{kapot\n" + regels(GOED[1]))
    document = json.loads(klaar.stdout)
    assert (document["gelezen"], document["geweigerd"]) == (4, 2)
    assert "Gelezen: 4. Beantwoord: 2. Geweigerd: 2." in klaar.stderr.decode()
