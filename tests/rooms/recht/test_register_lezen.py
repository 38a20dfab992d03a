"""Facts of a register as columns: the same as read one by one, and every bad row named by line, field and mend."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from inburgering.interfaces.cli import feitenbron
from inburgering.interfaces.cli.bulk import toets_op
from inburgering.recht import feiten as recht_feiten
from inburgering.recht import wetten
from inburgering.recht.bulk import codes, registerbeeld
from inburgering.recht.errors import FeitOngeldig
from inburgering.recht.feiten import Feiten
from inburgering.recht.register import lezen, terug
from inburgering.recht.register.lezen import Bron, Rijlezer
from rechtpersonen import asiel, persoon
from registerpersonen import als_tekst, schrijf_parquet, trek, zonder_leeg

DAG = date(2026, 1, 1)
BOEK = wetten.laad(wetten.wortel())
AANTAL = 1500


def bron(pad: Path) -> Bron:
    return Bron(lambda: pad, Rijlezer(toets_op(DAG), BOEK, feitenbron.uit_rij))


def alles(pad: Path) -> list[lezen.Deel]:
    van = bron(pad)
    return [van.lees(portie) for portie in van.porties()]


def kern(f: Feiten) -> dict[str, Any]:
    """What the law reads of a person; not how it was written."""
    velden = {veld: getattr(f, veld) for veld in f.__slots__ if veld not in {"bron", "onbekend", "verblijfplaats"}}
    velden["kennisgevingen"] = [v.vanaf for v in f.kennisgevingen]
    velden["diplomas"] = [(v.vanaf, v.code if v.code in codes.diplomas(BOEK) else None) for v in f.diplomas]
    velden["huisvesting"] = f.huisvesting and f.huisvesting.code
    velden["ontheffing"] = f.ontheffing and (f.ontheffing.vanaf, f.ontheffing.vrijstellend)
    return velden


def goede(personen: list[dict[str, Any]]) -> list[Feiten]:
    uit = []
    for een in personen:
        try:
            gelezen = recht_feiten.lees(zonder_leeg(een))
            feitenbron.controleer(gelezen, DAG)
        except FeitOngeldig:
            continue
        uit.append(gelezen)
    return uit


def terug_gelezen(deel: lezen.Deel) -> list[Feiten]:
    rijen = range(deel.beeld.num_rows)
    return [recht_feiten.lees(r) for r in terug.naar_contract(deel.beeld, rijen, BOEK)]


@pytest.mark.parametrize("deels", [als_tekst, None])
def test_columns_say_what_the_reader_of_one_person_says(tmp_path: Path, deels: Any) -> None:
    personen = [trek(i, deels=deels or (lambda d: d.get("datum"))) for i in range(AANTAL)]
    verwacht = goede([_ontleed(p) for p in personen])
    delen = alles(schrijf_parquet(tmp_path / "f.parquet", personen, row_group_size=400))
    gelezen = [f for deel in delen for f in terug_gelezen(deel)]
    assert len(gelezen) > AANTAL * 0.9
    for een, ander in zip(gelezen, verwacht, strict=True):
        assert kern(een) == kern(ander)


def _ontleed(waarde: Any) -> Any:
    """Dates that were written as JSON text, as objects."""
    if isinstance(waarde, dict):
        return {k: _ontleed(v) for k, v in waarde.items()}
    if isinstance(waarde, list):
        return [_ontleed(v) for v in waarde]
    return json.loads(waarde) if isinstance(waarde, str) and waarde.startswith("{") else waarde


def test_dates_may_be_objects_or_real_dates(tmp_path: Path) -> None:
    objecten = [
        {"persoonId": "A", "geboortedatum": {"type": "Datum", "datum": "1990-05-05"}},
        {"persoonId": "B", "geboortedatum": {"type": "JaarDatum", "jaar": 1990}},
        {"persoonId": "C", "geboortedatum": {"type": "Jaar", "jaar": 1990}},
    ]
    [deel] = alles(schrijf_parquet(tmp_path / "o.parquet", objecten))
    assert deel.beeld["geboren_laatst"].to_pylist() == [None, date(1990, 12, 31)]
    [(regel, zin)] = deel.geweigerd
    assert (regel, zin.split(":")[0]) == (3, "geboortedatum")
    echte = [{"persoonId": "A", "geboortedatum": date(1990, 5, 5)}, {"persoonId": "B", "geboortedatum": None}]
    [deel] = alles(schrijf_parquet(tmp_path / "d.parquet", echte))
    assert deel.beeld["geboren_vroegst"].to_pylist() == [date(1990, 5, 5), None]


SLECHT: list[tuple[dict[str, Any], str]] = [
    ({"gebortedatum": "1990-01-01"}, "gebortedatum: deze sleutel is onbekend"),
    ({"geboortedatum": "1990-02-30"}, "geboortedatum: deze dag bestaat niet"),
    ({"geboortedatum": "2026-01-02"}, "geboortedatum: deze dag ligt na de peildatum"),
    ({"burgerservicenummer": "123456789"}, "burgerservicenummer: dit nummer voldoet niet aan de 11-proef"),
    ({"vNummer": "123"}, "vNummer: een V-nummer is tekst van tien cijfers"),
    ({"huisvesting": {"gemeente": "9998"}}, "huisvesting.gemeente: deze gemeentecode bestaat niet"),
    ({"huisvesting": {"gemeente": "0344", "plaats": "x"}}, "huisvesting.plaats: deze sleutel is onbekend"),
    ({"verblijfplaats": {"gemeente": "34"}}, "verblijfplaats.gemeente: een gemeentecode heeft vier cijfers"),
    ({"nationaliteiten": [{"code": "0998"}]}, "nationaliteiten[0].code: deze nationaliteitscode bestaat niet"),
    ({"nationaliteiten": [{"code": "0336", "vanaf": "2020-01-02", "tot": "2020-01-02"}]}, "nationaliteiten[0].tot"),
    ({"nationaliteiten": [None]}, "nationaliteiten[0]: verwacht een object"),
    ({"verblijf": [asiel("2021-11-18", einddatum="2021-11-17")]}, "verblijf[0].einddatum: dit ligt voor"),
    ({"verblijf": [asiel("2021-11-18", doel="werk")]}, "verblijf[0].doel: deze waarde is onbekend"),
    ({"verblijf": [asiel("2021-11-18", grond="9z")]}, "verblijf[0].grond: deze waarde is onbekend"),
    ({"verblijf": [asiel("2021-11-18", referent={"soort": "oom"})]}, "verblijf[0].referent.soort"),
    ({"verblijf": [asiel("18-11-2021")]}, "verblijf[0].ingangsdatum: de datum is niet als jjjj-mm-dd geschreven"),
    ({"kennisgevingen": [{"datum": "2022-01-01", "wet": "Wi1998"}]}, "kennisgevingen[0].wet: dit is geen wet"),
    ({"onderwijs": {"jarenLeerplichtigInNederland": 151.0}}, "onderwijs.jarenLeerplichtigInNederland: verwacht"),
    ({"onderwijs": {"diplomas": [{"soort": 3}]}}, "onderwijs.diplomas[0].soort: verwacht tekst"),
    ({"pip": {"datum": "2022-01-01"}}, "pip.datum: deze sleutel is onbekend"),
    ({"ontheffing": "ja"}, "ontheffing: verwacht een object"),
    ({"geestelijkBedienaar": "ja"}, "geestelijkBedienaar: verwacht een lijst"),
    ({"persoonId": None}, "persoonId: dit is verplicht"),
    ({"persoonId": ""}, "persoonId: dit is verplicht"),
]


@pytest.mark.parametrize(("slecht", "zin"), SLECHT, ids=[zin for _, zin in SLECHT])
def test_a_bad_row_is_named_by_line_field_and_mend_and_the_others_stay(
    tmp_path: Path, slecht: dict[str, Any], zin: str
) -> None:
    goed = {"verblijf": [asiel("2021-11-18")], "geboortedatum": "1990-05-05"}
    rijen = [{"persoonId": "A", **goed}, {"persoonId": "B", **goed, **slecht}, {"persoonId": "C", **goed}]
    [deel] = alles(schrijf_parquet(tmp_path / "f.parquet", rijen))
    [(regel, gezegd)] = deel.geweigerd
    assert (regel, deel.gelezen, deel.regels.tolist()) == (2, 3, [1, 3])
    assert gezegd.startswith(zin), gezegd
    assert gezegd.endswith(".")
    assert deel.beeld["persoonId"].to_pylist() == ["A", "C"]


def beeld_van(*personen: dict[str, Any]) -> pa.RecordBatch:
    return registerbeeld.van_feiten([recht_feiten.lees(p) for p in personen], boek=BOEK)


def schrijf_beeld(pad: Path, beeld: pa.RecordBatch) -> Path:
    pq.write_table(pa.Table.from_batches([beeld]), pad)
    return pad


def vervang(beeld: pa.RecordBatch, kolom: str, waarden: list[Any]) -> pa.RecordBatch:
    plek = beeld.schema.get_field_index(kolom)
    return beeld.set_column(plek, beeld.schema.field(plek), pa.array(waarden, beeld.schema.field(plek).type))


def test_the_registerbeeld_comes_back_as_it_went(tmp_path: Path) -> None:
    feiten = goede([_ontleed(trek(i, deels=als_tekst)) for i in range(400)])
    beeld = registerbeeld.van_feiten(feiten, boek=BOEK)
    [deel] = alles(schrijf_beeld(tmp_path / "b.parquet", beeld))
    assert deel.beeld.equals(beeld)
    assert deel.geweigerd == []


KAPOT: list[tuple[str, Any, str]] = [
    ("persoonId", None, "persoonId: dit is verplicht"),
    ("verblijf_grond", [], "verblijf: de kolommen van deze lijst zijn niet even lang"),
    ("verblijf_doel", [0, 1], "verblijf: de kolommen van deze lijst zijn niet even lang"),
    ("verblijf_doel", [99], "verblijf_doel: dit nummer bestaat niet"),
    ("verblijf_grond", [-3], "verblijf_grond: dit nummer bestaat niet"),
    ("verblijf_bekendmaking_laatst", [date(2020, 1, 1)], "verblijf_bekendmaking: eerste en laatste dag"),
    ("geboren_laatst", date(1980, 1, 1), "geboren: eerste en laatste dag"),
    ("geboren_vroegst", date(2026, 1, 2), "geboortedatum: deze dag ligt na de peildatum"),
    ("verblijf_einddatum_vroegst", [date(2019, 1, 1)], "verblijf[0].einddatum: dit ligt voor de ingangsdatum"),
    ("nationaliteiten_code", [998], "nationaliteiten[0].code: deze nationaliteitscode bestaat niet"),
    ("huisvesting_gemeente", 9998, "huisvesting.gemeente: deze gemeentecode bestaat niet"),
    ("jaren_leerplichtig", float("nan"), "jaren_leerplichtig: verwacht een aantal jaren"),
    ("eu_ltr", 7, "eu_ltr: dit nummer bestaat niet"),
]


@pytest.mark.parametrize(("kolom", "waarde", "zin"), KAPOT, ids=[f"{k} {w}" for k, w, _ in KAPOT])
def test_a_registerbeeld_that_the_engine_cannot_trust_is_refused_by_row(
    tmp_path: Path, kolom: str, waarde: Any, zin: str
) -> None:
    beeld = beeld_van(*(persoon(asiel("2021-11-18")) | {"persoonId": naam} for naam in "ABC"))
    waarden = beeld[kolom].to_pylist()
    beeld = vervang(beeld, kolom, [waarden[0], waarde, waarden[2]])
    [deel] = alles(schrijf_beeld(tmp_path / "b.parquet", beeld))
    [(regel, gezegd)] = deel.geweigerd
    assert (regel, deel.gelezen, deel.regels.tolist()) == (2, 3, [1, 3])
    assert gezegd.startswith(zin), gezegd


def test_a_column_that_does_not_belong_in_a_registerbeeld_stops_the_call(tmp_path: Path) -> None:
    beeld = beeld_van(persoon(asiel("2021-11-18"))).append_column("extra", pa.array([1]))
    with pytest.raises(FeitOngeldig, match="hoort niet in een registerbeeld"):
        bron(schrijf_beeld(tmp_path / "b.parquet", beeld))
    anders = pa.RecordBatch.from_pydict({"persoonId": ["A"], "geboren_vroegst": ["gisteren"]})
    with pytest.raises(FeitOngeldig, match="past niet in"):
        alles(schrijf_beeld(tmp_path / "c.parquet", anders))


@pytest.mark.parametrize("groep", [7, 100, 1_000_000])
def test_portions_join_in_the_order_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, groep: int) -> None:
    monkeypatch.setattr(lezen, "PORTIE", 60)
    monkeypatch.setattr(lezen, "_GROEP_MAX", 120)
    personen = [persoon(asiel("2021-11-18")) | {"persoonId": f"P{i}"} for i in range(250)]
    delen = alles(schrijf_parquet(tmp_path / "f.parquet", personen, row_group_size=groep))
    assert np.concatenate([d.regels for d in delen]).tolist() == list(range(1, 251))
    assert [i for d in delen for i in d.beeld["persoonId"].to_pylist()] == [f"P{i}" for i in range(250)]
    assert max(d.gelezen for d in delen) <= 120
