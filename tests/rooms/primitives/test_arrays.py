from datetime import UTC, datetime
from uuid import UUID

import pytest

from inburgering.primitives.arrays import als_array

_MOMENT = datetime(2022, 1, 18, 9, 0, 0, 250000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("soort", "waarden"),
    [
        ("bigint[]", [1, None, -(2**62)]),
        ("uuid[]", [UUID(int=7), None, UUID(int=2**128 - 1)]),
        ("timestamptz[]", [_MOMENT, None]),
        ("text[]", ["null", "a,b", 'een "naam"', "\\", "{}", "", None, "Zaïd"]),
        ("bool[]", [True, False]),
        ("int[]", []),
    ],
)
def test_postgresql_reads_back_what_was_written(db, soort, waarden):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT %s::{soort}", [als_array(waarden)])
        assert cursor.fetchone()[0] == waarden
