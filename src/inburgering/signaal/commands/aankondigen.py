"""News of stops and liftings for subscribed gemeenten, each exactly once, whoever died in between.

A stop commits by itself: it must not wait for hundreds of events, nor fail with one. So what is news is derived from
the stops and liftings themselves, and the mark that it was told is written in one statement with the events. The desk
does that right after the stop; a worker does it for a desk that died.
"""

from datetime import datetime

from django.db import connection

_KOLOMMEN = """INSERT INTO signaal_bezorging (id, abonnement_id, baan, soort, gemeente, stop_id, aangemaakt_op, stand,
        volgende_op, pogingen)
    SELECT uuidv7(), a.id, 'stop', 'nl.openinburgering.signalen.'"""
_GEZET = f"""WITH nieuw AS (
        INSERT INTO signaal_aankondiging (stop_id, op) SELECT s.id, %(now)s FROM stop_stop s
        WHERE s.aankondigen AND NOT EXISTS (
            SELECT 1 FROM signaal_aankondiging k WHERE k.stop_id = s.id AND k.opheffing_id IS NULL)
        ON CONFLICT DO NOTHING RETURNING stop_id)
    {_KOLOMMEN} || 'stop-gezet', a.gemeente, s.id, %(now)s, 'wacht', %(now)s, 0
    FROM nieuw n JOIN stop_stop s ON s.id = n.stop_id
        JOIN signaal_abonnement a ON s.gemeenten = '{{}}' OR a.gemeente = ANY (s.gemeenten)
    WHERE a.beeindigd_op IS NULL
    ON CONFLICT DO NOTHING"""  # noqa: S608 - two constants
# A lifting of a part is news for whom nothing of the stop holds any more; whoever it still holds hears of it later.
_OPGEHEVEN = f"""WITH nieuw AS (
        INSERT INTO signaal_aankondiging (stop_id, opheffing_id, op) SELECT o.stop_id, o.id, %(now)s
        FROM stop_opheffing o JOIN stop_stop s ON s.id = o.stop_id
        WHERE s.aankondigen AND NOT EXISTS (
            SELECT 1 FROM signaal_aankondiging k WHERE k.stop_id = o.stop_id AND k.opheffing_id = o.id)
        ON CONFLICT DO NOTHING RETURNING stop_id)
    {_KOLOMMEN} || 'stop-opgeheven', a.gemeente, s.id, %(now)s, 'wacht', %(now)s, 0
    FROM stop_stop s JOIN signaal_abonnement a ON s.gemeenten = '{{}}' OR a.gemeente = ANY (s.gemeenten)
    WHERE s.id IN (SELECT stop_id FROM nieuw) AND a.beeindigd_op IS NULL AND NOT stop_geldt(s, a.gemeente)
    ON CONFLICT DO NOTHING"""  # noqa: S608 - two constants


def kondig_stops_aan(*, now: datetime) -> int:
    """Tell subscribed gemeenten every stop and lifting they have not heard of; how many events are new."""
    nieuw = 0
    with connection.cursor() as cursor:
        for vraag in (_GEZET, _OPGEHEVEN):
            cursor.execute(vraag, {"now": now})
            nieuw += cursor.rowcount
    return nieuw
