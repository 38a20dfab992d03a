"""Which signalen of a gemeente a holder may not use now: what a statuslijst is made of. Read as the application."""

from django.db import connection

from inburgering.primitives.ids import Gemeentecode

_NIET = """
    SELECT s.volgnummer, CASE
        WHEN EXISTS (SELECT 1 FROM signaal_signaal c WHERE c.corrigeert_id = s.id AND c.gemeente = s.gemeente
                     AND c.correctiesoort = 'nalevering') THEN 'vervangen'
        WHEN s.status IN ('ingetrokken', 'omgeleid') THEN 'ingetrokken'
        ELSE 'gestopt' END
    FROM signaal_signaal s LEFT JOIN stop_poort p ON true LEFT JOIN stop_poortgemeente g ON g.gemeente = s.gemeente
    WHERE s.gemeente = %s AND (
        s.status IN ('ingetrokken', 'omgeleid') OR (get_bit(p.live & g.live, s.vrijgave_id) <> 0) IS NOT TRUE)"""


def gemeenten_met_signalen() -> list[Gemeentecode]:
    """The gemeenten that ever got a signaal, by code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gemeente FROM signaal_teller WHERE laatste > 0 ORDER BY gemeente")
        return [Gemeentecode(rij[0]) for rij in cursor.fetchall()]


def niet_bruikbaar(gemeente: str) -> tuple[list[tuple[int, str]], int]:
    """Volgnummer and reason (ingetrokken, vervangen, gestopt) of all that may not be used; and the last volgnummer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT laatste FROM signaal_teller WHERE gemeente = %s", [gemeente])
        rij = cursor.fetchone()
        cursor.execute(_NIET, [gemeente])
        return cursor.fetchall(), 0 if rij is None else int(rij[0])
