"""Who opened what was given: the readings of a signaal, as they were booked."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from inburgering.signaal.terms import Lezing

_LEZINGEN = """
    SELECT x.id, i.kanaal, min(i.op), max(i.op), count(*) FROM unnest(%s::uuid[]) AS x (id)
      JOIN signaal_inzage i ON i.signalen @> ARRAY[x.id] GROUP BY x.id, i.kanaal ORDER BY x.id, i.kanaal"""


def lezingen(signaal_ids: Sequence[UUID]) -> dict[UUID, list[Lezing]]:
    """When each of these signalen was read first and last, and how often, per kanaal; absent when nobody did."""
    uit: dict[UUID, list[Lezing]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LEZINGEN, [list(signaal_ids)])
        for signaal_id, *rest in cursor.fetchall():
            uit.setdefault(signaal_id, []).append(Lezing(*rest))
    return uit
