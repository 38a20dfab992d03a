"""What a stop covers by number, and how often the brake said no to it."""

from django.db import connection

from inburgering.primitives.ids import StopId, VrijgaveId
from inburgering.stop.terms import Kanaal


def gedekte_vrijgaven(stop_id: StopId) -> list[VrijgaveId]:
    """Every vrijgave that a stop covers, also what its keus picked."""
    vraag = """
        SELECT v.id FROM stop_stop s JOIN stop_vrijgave v ON get_bit(s.dekking | stop_aangevuld(s.id), v.id) <> 0
        WHERE s.id = %s ORDER BY v.id"""
    with connection.cursor() as cursor:
        cursor.execute(vraag, [stop_id])
        return [VrijgaveId(rij[0]) for rij in cursor.fetchall()]


def weigeringen(stop_id: StopId | None = None) -> dict[Kanaal, int]:
    """How often the brake said no, per refused kanaal; for one stop: of what it covers, while it was in force."""
    vraag = """
        SELECT w.kanaal, count(*) FROM stop_weigering w
        WHERE %(id)s::uuid IS NULL OR EXISTS (
            SELECT 1 FROM stop_stop s WHERE s.id = %(id)s AND w.op >= s.op
              AND get_bit(s.dekking | stop_aangevuld(s.id), w.vrijgave_id) <> 0
              AND (s.gemeenten = '{}' OR w.gemeente = ANY (s.gemeenten))
              AND w.op < coalesce(stop_opgeheven_op(s), 'infinity'))
        GROUP BY w.kanaal ORDER BY w.kanaal"""
    with connection.cursor() as cursor:
        cursor.execute(vraag, {"id": stop_id})
        return {Kanaal(kanaal): aantal for kanaal, aantal in cursor.fetchall()}
