"""`--motor bulk` as a user calls it: the same answers as scalar, every bad line named, and a report of the run."""

import json
import time
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from bench import bevolking
from typer.testing import CliRunner, Result

from inburgering.interfaces.cli import bulk, feitenbron, rechtuit
from inburgering.interfaces.cli.main import app
from inburgering.recht.register import lezen, loop, uniek
from inburgering.recht.register.verslag import Runverslag
from rechtpersonen import asiel, gezin, persoon, regulier
from registerpersonen import schrijf_parquet, zonder_leeg

OP = ["--peildatum", "2026-01-01"]
BULK = ["--motor", "bulk"]
SPARK = ["vergelijk", "--motor", "spark", "--feiten", "x"]
BRIEF = {"kennisgevingen": [{"datum": "2022-01-10"}]}
PERSONEN = [
    persoon(asiel("2021-11-18"), **BRIEF) | {"persoonId": "A"},
    persoon(gezin("2022-01-03")) | {"persoonId": "B"},
    persoon(regulier("2021-11-18", "studie"), **BRIEF) | {"persoonId": "C"},
    persoon(asiel(None)) | {"persoonId": "D"},
    persoon(geboortedatum=None) | {"persoonId": "E"},
    {"persoonId": "F", "geboortedatum": "1990-05-05"},
]


def roep(*woorden: str) -> Result:
    return CliRunner().invoke(app, list(woorden))


def schrijf(pad: Path, personen: list[dict[str, Any]]) -> str:
    pad.write_text("".join(json.dumps(p) + "\n" for p in personen), encoding="utf-8")
    return str(pad)


def lees(pad: Path) -> list[dict[str, Any]]:
    return [json.loads(regel) for regel in pad.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def feiten(tmp_path: Path) -> str:
    return schrijf(tmp_path / "feiten.jsonl", PERSONEN)


def zonder(rijen: list[dict[str, Any]], sleutel: str) -> list[dict[str, Any]]:
    return [{k: w for k, w in rij.items() if k != sleutel} for rij in rijen]


@pytest.mark.parametrize("redenen", [False, True])
def test_bulk_answers_what_scalar_answers_in_json_lines(tmp_path: Path, feiten: str, redenen: bool) -> None:
    een, ander = tmp_path / "scalar.jsonl", tmp_path / "bulk.jsonl"
    assert roep("stel-vast", "--feiten", feiten, *OP, "--uit", str(een)).exit_code == 0
    extra = ["--redenen"] if redenen else []
    assert roep("stel-vast", *BULK, "--feiten", feiten, *OP, "--uit", str(ander), *extra).exit_code == 0
    assert lees(ander) == (lees(een) if redenen else zonder(lees(een), "redenen"))


def test_all_three_forms_of_facts_give_the_same_parquet_with_the_columns_of_scalar(tmp_path: Path, feiten: str) -> None:
    contract = schrijf_parquet(tmp_path / "contract.parquet", [zonder_leeg(p) for p in PERSONEN])
    beeld = tmp_path / "beeld.parquet"
    assert roep("register", "zet-om", "--feiten", feiten, "--uit", str(beeld)).exit_code == 0
    gelezen = []
    for nummer, bron in enumerate((feiten, str(contract), str(beeld))):
        uit = tmp_path / f"{nummer}.parquet"
        klaar = roep("stel-vast", *BULK, "--feiten", bron, *OP, "--uit", str(uit), "--redenen")
        assert klaar.exit_code == 0, klaar.stderr
        gelezen.append(pl.read_parquet(uit))
    scalar = tmp_path / "scalar.parquet"
    roep("stel-vast", "--feiten", feiten, *OP, "--uit", str(scalar))
    anders = pl.read_parquet(scalar)
    assert gelezen[0].schema == anders.schema
    for tabel in gelezen:
        assert zonder(tabel.to_dicts(), "redenen") == zonder(anders.to_dicts(), "redenen")
    assert gelezen[0]["redenen"].to_list() == anders["redenen"].to_list()


def test_a_comparison_says_the_same_as_scalar_and_names_everyone_in_parquet(tmp_path: Path, feiten: str) -> None:
    woorden = ["vergelijk", "--feiten", feiten, *OP, "--oud", "kennisgeving", "--nieuw", "bekendmaking"]
    een = json.loads(roep(*woorden).stdout)
    alle = tmp_path / "alle.parquet"
    ander = json.loads(roep(*woorden, *BULK, "--personen-uit", str(alle)).stdout)
    for sleutel, waarde in een.items():
        if isinstance(waarde, list):
            assert sorted(waarde, key=json.dumps) == sorted(ander[sleutel], key=json.dumps), sleutel
        else:
            assert ander[sleutel] == waarde, sleutel
    rijen = pl.read_parquet(alle).to_dicts()
    assert rijen == zonder(een["personen"], "doorslaggevend")
    minder = json.loads(roep(*woorden, *BULK, "--personen", "1", "--personen-uit", str(alle), "--redenen").stdout)
    assert (len(minder["personen"]), minder["personenWeggelaten"]) == (1, een["gewijzigd"] - 1)
    beslist = pl.read_parquet(alle)["doorslaggevend"].to_list()
    assert [b["artikel"] for b in beslist] == [p["doorslaggevend"]["artikel"] for p in een["personen"]]


def test_a_key_that_comes_back_in_a_later_portion_is_refused_by_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lezen, "PORTIE", 4)
    rijen = [persoon(asiel("2021-11-18")) | {"persoonId": i} for i in "ABCDEAFB"]
    rijen[3]["geboortedatum"] = "1990-02-30"
    bron = schrijf_parquet(tmp_path / "f.parquet", rijen, row_group_size=2)
    klaar = roep("stel-vast", *BULK, "--feiten", str(bron), *OP)
    assert [json.loads(r)["persoonId"] for r in klaar.stdout.splitlines()] == list("ABCEF")
    fouten = [regel.split(". ")[0] for regel in klaar.stderr.splitlines() if regel.startswith("regel ")]
    assert fouten == [
        "regel 4: geboortedatum: deze dag bestaat niet",
        "regel 6: persoonId: staat ook al op regel 1",
        "regel 8: persoonId: staat ook al op regel 2",
    ]
    assert "Gelezen: 8. Beantwoord: 5. Geweigerd: 3." in klaar.stderr
    assert klaar.exit_code == 1


def test_a_bad_line_of_json_is_refused_in_the_words_of_scalar(tmp_path: Path) -> None:
    bron = tmp_path / "f.jsonl"
    goed = json.dumps(PERSONEN[0])
    bron.write_text(f'{goed}\n{{kapot\n{{"persoonId": "X", "gebortedatum": "1990-01-01"}}\n{goed}\n')
    een, ander = (roep("stel-vast", "--feiten", str(bron), *OP, *motor) for motor in ([], BULK))
    assert ander.stderr == een.stderr
    assert (ander.exit_code, len(ander.stdout.splitlines())) == (1, 1)


@pytest.mark.parametrize("vorm", ["regels", "parquet"])
def test_standard_input_is_read_once_and_answers_what_a_file_answers(tmp_path: Path, feiten: str, vorm: str) -> None:
    if vorm == "parquet":
        feiten = str(schrijf_parquet(tmp_path / "contract.parquet", [zonder_leeg(p) for p in PERSONEN]))
    invoer = Path(feiten).read_bytes()
    for opdracht in (["stel-vast"], ["vergelijk", "--oud", "kennisgeving", "--nieuw", "bekendmaking"]):
        woorden = [*opdracht, *BULK, *OP, "--feiten"]
        klaar = CliRunner().invoke(app, [*woorden, "-"], input=invoer)
        assert (klaar.exit_code, klaar.stdout) == (0, roep(*woorden, feiten).stdout), klaar.stderr


def test_a_registerbeeld_is_for_the_fast_engine_and_the_other_says_so(tmp_path: Path, feiten: str) -> None:
    beeld = tmp_path / "beeld.parquet"
    assert roep("register", "zet-om", "--feiten", feiten, "--uit", str(beeld)).exit_code == 0
    klaar = roep("stel-vast", "--feiten", str(beeld), *OP)
    assert (klaar.exit_code, klaar.stdout) == (2, "")
    assert klaar.stderr == f"{beeld}: dit is een registerbeeld. Voeg --motor bulk toe, of noem de feiten zelf.\n"


@pytest.mark.parametrize("motor", [[], BULK])
@pytest.mark.parametrize(
    ("naam", "inhoud", "zin"),
    [
        ("f.parquet", b'{"persoonId": "A"}\n', "geen Parquet-bestand"),
        ("f.parquet", b"", "geen Parquet-bestand"),
        ("F.PARQUET", b"\x1f\x8b\x08\x00", "uitpakken"),
        ("f.jsonl.gz", b"\x1f\x8b\x08\x00", "uitpakken"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_a_wrong_call(
    tmp_path: Path, motor: list[str], naam: str, inhoud: bytes, zin: str
) -> None:
    bron = tmp_path / naam
    bron.write_bytes(inhoud)
    klaar = roep("stel-vast", *motor, "--feiten", str(bron), *OP)
    assert (klaar.exit_code, klaar.stdout) == (2, "")
    assert (str(bron) in klaar.stderr, zin in klaar.stderr) == (True, True), klaar.stderr


@pytest.mark.parametrize("opdracht", [["stel-vast"], ["vergelijk", "--oud", "kennisgeving", "--nieuw", "bekendmaking"]])
@pytest.mark.parametrize("motor", [[], BULK])
def test_who_breaks_off_hears_how_far_it_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opdracht: list[str], motor: list[str]
) -> None:
    def breek_af(feiten: Any, dag: Any) -> None:
        if feiten.persoon_id == "C":
            raise KeyboardInterrupt

    monkeypatch.setattr(feitenbron, "controleer", breek_af)
    bron, uit = schrijf(tmp_path / "feiten.jsonl", PERSONEN), tmp_path / "uit.jsonl"
    klaar = roep(*opdracht, *motor, "--feiten", bron, *OP, "--uit", str(uit))
    assert (klaar.exit_code, uit.exists()) == (130, False)
    assert f"Gelezen: 3. Beantwoord: {0 if motor else 2}. Geweigerd: 0." in klaar.stderr


@pytest.mark.parametrize("motor", [[], BULK])
def test_the_report_says_which_missing_facts_would_decide(tmp_path: Path, feiten: str, motor: list[str]) -> None:
    verslag = tmp_path / "verslag.json"
    klaar = roep("stel-vast", *motor, "--feiten", feiten, *OP, "--verslag", str(verslag))
    document = json.loads(verslag.read_text())
    assert (document["personen"], document["open"]) == (6, 2)
    per_feit = {rij["feit"]: (rij["personen"], rij["beslistAlleen"]) for rij in document["feiten"]}
    assert per_feit["verblijf[].bekendmaking"] == (1, 1)
    assert "Van 2 personen (33.3 %) staat de uitkomst nog niet vast" in klaar.stderr
    assert "verblijf[].bekendmaking: ontbreekt bij 1; met alleen dit feit zijn er 1 beslist." in klaar.stderr


def test_the_places_in_a_list_are_one_kind_of_fact() -> None:
    verslag = Runverslag()
    verslag.tel_een("onbekend", ["verblijf[1].doel", "verblijf[0].doel"])
    verslag.tel_een("onbekend", ["verblijf[0].doel", "geboortedatum"])
    verslag.tel_een("plichtig", [])
    assert verslag.as_json() == {
        "personen": 3,
        "oordelen": {"onbekend": 2, "plichtig": 1},
        "open": 2,
        "beslistAlsEenFeitBekendIs": 1,
        "feiten": [
            {"feit": "verblijf[].doel", "personen": 2, "beslistAlleen": 1},
            {"feit": "geboortedatum", "personen": 1, "beslistAlleen": 0},
        ],
        "samen": [{"feiten": ["geboortedatum", "verblijf[].doel"], "personen": 1}],
    }


@pytest.mark.parametrize(
    ("woorden", "zin"),
    [
        (["stel-vast", *BULK, "--feiten", "/bestaat/niet.parquet"], "niet te lezen"),
        (
            ["vergelijk", "--motor", "spark", "--feiten", "x", "--oud", "kennisgeving", "--nieuw", "bekendmaking"],
            "bulk",
        ),
        (["register", "zet-om", "--feiten", "x", "--uit", "y.jsonl"], "Parquet"),
    ],
)
def test_a_wrong_call_says_so_with_status_two(woorden: list[str], zin: str) -> None:
    klaar = roep(*woorden)
    assert (klaar.exit_code, zin in klaar.stderr) == (2, True), klaar.stderr


def test_parquet_that_is_broken_says_so_and_leaves_nothing_behind(tmp_path: Path) -> None:
    kapot = tmp_path / "kapot.parquet"
    kapot.write_bytes(b"PAR1 maar dan kapot")
    klaar = roep("stel-vast", *BULK, "--feiten", str(kapot), "--uit", str(tmp_path / "uit.parquet"))
    assert (klaar.exit_code, "niet te lezen" in klaar.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == [kapot]


def test_the_invented_register_is_the_same_for_the_same_seed_and_has_what_it_says() -> None:
    een, zelfde, ander = (bevolking.portie(0, 5000, zaad=z) for z in (1, 1, 2))
    assert een.equals(zelfde)
    assert not een.equals(ander)
    lengten = [len(v) for v in een["verblijf_grond"].to_pylist() if v is not None]
    assert 0.5 < lengten.count(1) / 5000 < 0.6
    assert set(lengten) == {1, 2, 3, 4}
    half = sum(v is not None for v in een["geboren_laatst"].to_pylist()) / 5000
    assert 0.02 < half < 0.04


def test_portions_come_in_order_and_an_error_in_one_stops_all() -> None:
    assert list(loop.in_volgorde(iter(range(50)), lambda n: n * n)) == [n * n for n in range(50)]

    def stuk(n: int) -> int:
        if n == 3:
            raise ValueError
        return n

    gezien = []
    with pytest.raises(ValueError):  # noqa: PT011 - the error of this test
        gezien.extend(loop.in_volgorde(range(100), stuk))
    assert gezien == [0, 1, 2]
    assert list(loop.in_volgorde(range(0), stuk)) == []


def test_only_a_few_portions_are_under_way_at_once() -> None:
    gelezen: list[int] = []

    def bron() -> Any:
        for n in range(100):
            gelezen.append(n)
            yield n

    stroom = loop.in_volgorde(bron(), lambda n: n)
    for _ in range(10):
        next(stroom)
    assert len(gelezen) <= 10 + loop.WERKERS + 2


def test_keys_are_remembered_by_the_line_on_which_they_stood_first() -> None:
    import numpy as np
    import pyarrow as pa

    gezien = uniek.Sleutels()
    namen = [f"P{i}" for i in range(100_000)]
    assert not gezien.neem_op(pa.array(namen), np.arange(1, 100_001)).any()
    weer = gezien.neem_op(pa.array(["P99999", "nieuw", "P0", "nieuw"]), np.arange(100_001, 100_005))
    assert weer.tolist() == [100_000, 0, 1, 100_002]


def test_keys_in_any_order_are_found_again_whatever_the_portions() -> None:
    import random

    import numpy as np
    import pyarrow as pa

    los = random.Random(2022)
    for _ in range(200):
        namen = sorted({f"{los.choice('abé')}{los.randrange(60)}" for _ in range(los.randrange(1, 60))})
        for _ in range(los.choice((0, 0, 1, 3))):
            namen.insert(los.randrange(len(namen) + 1), los.choice(namen))
        eerst: dict[str, int] = {}
        goed = [0 if eerst.setdefault(naam, regel) == regel else eerst[naam] for regel, naam in enumerate(namen, 1)]
        gezien, uit = uniek.Sleutels(), list[int]()
        while len(uit) < len(namen):
            van, tot = len(uit), len(uit) + los.randrange(1, 20)
            regels = np.arange(van + 1, min(tot, len(namen)) + 1)
            uit += gezien.neem_op(pa.array(["", *namen])[van + 1 : tot + 1], regels).tolist()
        assert uit == goed


def test_what_facts_are_held_against_is_the_same_for_every_engine() -> None:
    from datetime import date

    toets = bulk.toets_op(date(2026, 1, 1))
    assert (toets.bestaat_gemeente("0344"), toets.bestaat_gemeente("9998")) == (True, False)


def test_what_takes_long_is_told_and_what_is_quick_is_not(capfd) -> None:
    with rechtuit.meld_na(30, "te vroeg"):
        pass
    assert capfd.readouterr() == ("", "")
    gezegd, tot = "", time.monotonic() + 20
    with rechtuit.meld_na(0, "… even geduld"):
        while not gezegd and time.monotonic() < tot:
            gezegd = capfd.readouterr().err
    assert gezegd == "… even geduld\n"
