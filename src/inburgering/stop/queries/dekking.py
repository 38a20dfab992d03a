"""What a stop covers by number."""

from django.db import connection

from inburgering.primitives.ids import StopId, VrijgaveId


def gedekte_vrijgaven(stop_id: StopId) -> list[VrijgaveId]:
    """Every vrijgave that a stop covers, also what its keus picked."""
    vraag = """
        SELECT v.id FROM stop_stop s JOIN stop_vrijgave v ON get_bit(s.dekking | stop_aangevuld(s.id), v.id) <> 0
        WHERE s.id = %s ORDER BY v.id"""
    with connection.cursor() as cursor:
        cursor.execute(vraag, [stop_id])
        return [VrijgaveId(rij[0]) for rij in cursor.fetchall()]
