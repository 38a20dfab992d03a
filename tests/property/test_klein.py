"""The peers of the bench do the same job: row for row what the plain Python says, gaps included."""

import pyarrow as pa
import pytest
from bench.klein import gegevens, met_polars, met_regels, orakel


@pytest.fixture(scope="module")
def feiten() -> pa.Table:
    return gegevens.maak(20_000)


@pytest.fixture(scope="module")
def waarheid(feiten: pa.Table) -> pa.Table:
    return orakel.bereken(feiten)


def test_the_drawn_persons_have_every_oordeel_both_acts_and_gaps_in_every_fact(
    feiten: pa.Table, waarheid: pa.Table
) -> None:
    assert {0, 1, 2} == set(waarheid["oordeel"].to_pylist())
    assert {0, 1, None} == set(waarheid["wet"].to_pylist()) == set(waarheid["categorie"].to_pylist())
    assert all(feiten[naam].null_count > 0 for naam in feiten.column_names if naam != "id")


def test_the_rule_file_is_the_same_job_by_the_readable_engine(feiten: pa.Table, waarheid: pa.Table) -> None:
    voor = feiten.slice(0, 4000)
    assert [met_regels.een(p) for p in voor.to_pylist()] == waarheid.slice(0, 4000).to_pylist()


def test_polars_by_hand_gives_the_same_rows(feiten: pa.Table, waarheid: pa.Table) -> None:
    assert gegevens.verschil(waarheid, met_polars.bereken(feiten)) == []
    anders = waarheid.set_column(2, "ingangsdatum", waarheid["ingangsdatum"].cast(pa.int32()).cast(pa.date32()))
    assert gegevens.verschil(waarheid, anders) == []
    assert gegevens.verschil(waarheid, waarheid.set_column(1, "oordeel", feiten["grond"])) == ["oordeel"]


def test_the_rule_file_compiled_by_the_product_gives_the_same_rows(feiten: pa.Table, waarheid: pa.Table) -> None:
    assert gegevens.verschil(waarheid, met_regels.bereken(feiten)) == []
