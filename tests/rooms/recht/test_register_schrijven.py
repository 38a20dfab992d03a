"""Outcomes in Parquet: written as numbers with lists of texts, read as the texts of the contract."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from bench import bevolking

from inburgering.recht import regelversies
from inburgering.recht.bulk import motor
from inburgering.recht.register import uitslag
from inburgering.recht.register.schrijven import Bladen

DAG = date(2026, 1, 1)


@pytest.fixture(scope="module")
def uitkomsten() -> list[pa.RecordBatch]:
    wet = regelversies.standaard()
    beelden = [bevolking.portie(begin, 1500, zaad=7) for begin in (0, 1500)]
    uit = [motor.stel_vast(beeld, wet, peildatum=DAG, draden=1) for beeld in beelden]
    return [uit[0], uit[0].slice(0, 0), uit[1].filter(pa.array([rij % 3 > 0 for rij in range(1500)]))]


def schrijf(pad: Path, delen: list[pa.RecordBatch]) -> pa.Table:
    with pad.open("wb") as stroom, Bladen(stroom, uitslag.SCHEMA) as bladen:
        for deel in delen:
            bladen.schrijf(deel)
    return pq.read_table(pad)


def test_outcomes_written_as_numbers_read_as_the_texts_they_stand_for(
    tmp_path: Path, uitkomsten: list[pa.RecordBatch]
) -> None:
    wet = regelversies.standaard()
    voluit = pa.Table.from_batches([uitslag.als_rijen(uit, wet, DAG) for uit in uitkomsten])
    assert set(voluit["oordeel"].to_pylist()) == {"plichtig", "niet-plichtig", "onbekend"}
    gelezen = schrijf(tmp_path / "kort.parquet", [uitslag.als_codes(uit, wet, DAG) for uit in uitkomsten])
    assert gelezen.schema.equals(uitslag.SCHEMA)
    assert gelezen.to_pylist() == voluit.to_pylist()
    assert gelezen.equals(schrijf(tmp_path / "lang.parquet", voluit.to_batches()))


def test_texts_that_come_back_are_in_a_list_and_keys_are_not(tmp_path: Path, uitkomsten: list[pa.RecordBatch]) -> None:
    wet, pad = regelversies.standaard(), tmp_path / "kort.parquet"
    schrijf(pad, [uitslag.als_codes(uitkomsten[0], wet, DAG)])
    groep = pq.ParquetFile(pad).metadata.row_group(0)
    lijst = {groep.column(k).path_in_schema: groep.column(k).has_dictionary_page for k in range(groep.num_columns)}
    assert lijst.pop("persoonId") is False
    del lijst["geestelijkBedienaar"]  # a bit needs no list
    assert len(lijst) == 16
    assert all(lijst.values()), lijst


def test_a_file_without_rows_has_its_columns(tmp_path: Path) -> None:
    assert schrijf(tmp_path / "leeg.parquet", []).schema.equals(uitslag.SCHEMA)
