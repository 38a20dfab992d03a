"""Everyone's facts as known at a moment, streamed from PostgreSQL as columns (ADBC) under the application's role.

One statement in one read-only transaction: what is read belongs together, however long reading takes.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pyarrow as pa
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from inburgering.feit import queries
from inburgering.feit.rules import samenstelling
from inburgering.feit.terms import Bron, Soort, Uitspraak

_BEKEND_OP = """
    SELECT p.id, f.bron, f.soort, f.waarde::text, f.geldig_vanaf, f.geldig_tot, f.bron_geregistreerd_op
    FROM feit_persoon p
    LEFT JOIN feit_feit f ON f.persoon_id = p.id
      AND f.soort = ANY({soorten})
      AND f.stand = 'geldt' AND NOT f.onjuist AND f.waarde IS NOT NULL
      AND f.geregistreerd_op <= {moment}
      AND NOT EXISTS (SELECT 1 FROM feit_feit v WHERE v.vervangt_id = f.id AND v.geregistreerd_op <= {moment})
    WHERE p.aangemaakt_op <= {moment}
    ORDER BY p.id, f.id
"""


@contextmanager
def kolommen(vraag: sql.Composable) -> Iterator[pa.RecordBatchReader]:
    """The rows of one statement as columns, a portion at a time, in a read-only transaction of its own."""
    import adbc_driver_postgresql.dbapi as adbc

    gegevens = {k: v for k, v in connection.get_connection_params().items() if k in _TOEGANG and v}
    with (
        adbc.connect(make_conninfo(**gegevens)) as verbinding,
        verbinding.cursor() as cursor,
    ):
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(vraag.as_string(None))
        yield cursor.fetch_record_batch()


_TOEGANG = frozenset({"host", "port", "dbname", "user", "password", "options", "sslmode", "sslrootcert", "sslcert"})


def feiten_van_allen(*, moment: datetime) -> Iterator[dict[str, Any]]:
    """Person by person, in the order of their numbers, the facts as known at `moment` in the shape of the contract.

    The same as `feiten` says of each, without holding more than a portion in memory.
    """
    geblokkeerd = queries.geblokkeerden(None, moment=moment)
    vraag = sql.SQL(_BEKEND_OP).format(
        soorten=sql.Literal([soort.value for soort in queries.VOOR_HET_RECHT]), moment=sql.Literal(moment)
    )
    with kolommen(vraag) as delen:
        for persoon_id, bekend in _per_persoon(delen):
            yield samenstelling.stel_samen(persoon_id, bekend, geblokkeerd=geblokkeerd.get(persoon_id, frozenset()))


def _per_persoon(delen: pa.RecordBatchReader) -> Iterator[tuple[int, list[tuple[Bron, Uitspraak]]]]:
    huidig: int | None = None
    bekend: list[tuple[Bron, Uitspraak]] = []
    for deel in delen:
        for pk, bron, soort, waarde, *periode in zip(*(kolom.to_pylist() for kolom in deel.columns), strict=True):
            if pk != huidig:
                if huidig is not None:
                    yield huidig, bekend
                huidig, bekend = pk, []
            if soort is not None:
                bekend.append((Bron(bron), Uitspraak(Soort(soort), json.loads(waarde), *periode)))
    if huidig is not None:
        yield huidig, bekend
