"""Runs the text of the third opinion: on DuckDB in this process, or on the PostgreSQL of the tests."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

_ARROW = {"INTEGER": pa.int32(), "BOOLEAN": pa.bool_(), "VARCHAR": pa.string(), "DOUBLE PRECISION": pa.float64()}
Tabel = tuple[Mapping[str, str], Sequence[Mapping[str, Any]]]


def duck(vraag: str, **tabellen: Tabel) -> list[tuple[Any, ...]]:
    """The rows of a query on DuckDB; each table is its columns with their kinds, and its rows."""
    with duckdb.connect() as bank:
        for naam, (kolommen, rijen) in tabellen.items():
            schema = pa.schema([(kolom, _ARROW[soort]) for kolom, soort in kolommen.items()])
            bank.register(naam, pa.Table.from_pylist(list(rijen), schema=schema))
        return bank.execute(vraag).fetchall()


def postgres(vraag: str, **tabellen: Tabel) -> list[tuple[Any, ...]]:
    """The same on PostgreSQL; tables go in as JSON, so that nothing need be made there."""
    from django.db import connection

    delen, waarden = [], []
    for naam, (kolommen, rijen) in tabellen.items():
        soorten = ", ".join(f"{kolom} {soort}" for kolom, soort in kolommen.items())
        delen.append(f"{naam} AS MATERIALIZED (SELECT * FROM jsonb_to_recordset(%s::jsonb) AS t({soorten}))")
        waarden.append(json.dumps(list(rijen)))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(delen)} SELECT * FROM ({vraag}) AS uitkomst", waarden)
        return cursor.fetchall()
