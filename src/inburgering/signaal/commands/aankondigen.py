"""News of stops and liftings for subscribed gemeenten, and mails about what they left open; each exactly once.

A stop commits by itself: it must not wait for hundreds of events, nor fail with one. So what is news is derived from
the stops and liftings themselves, and the mark that it was told is written in one statement with the events. The desk
does that right after the stop; a worker does it for a desk that died.
"""

from datetime import datetime

from django.db import connection

from inburgering.stop.terms import NIET_AAN_GEMEENTEN

_SOORTEN = ", ".join(f"'{soort}'" for soort in sorted(NIET_AAN_GEMEENTEN))
# As `Bereik.raakt_gemeenten` says: what comes in, letters and statistics are no news for who holds a signaal.
_RAAKT = f"s.richting = 'uit' AND NOT (s.soorten <> '{{}}' AND s.soorten <@ ARRAY[{_SOORTEN}]::varchar[])"
_KOLOMMEN = """INSERT INTO signaal_bezorging (id, abonnement_id, baan, soort, gemeente, stop_id, aangemaakt_op, stand,
        volgende_op, pogingen)
    SELECT uuidv7(), a.id, 'stop', 'nl.openinburgering.signalen.'"""
_GEZET = f"""WITH nieuw AS (
        INSERT INTO signaal_aankondiging (stop_id, op) SELECT s.id, %(now)s FROM stop_stop s
        WHERE s.aankondigen AND {_RAAKT} AND NOT EXISTS (
            SELECT 1 FROM signaal_aankondiging k WHERE k.stop_id = s.id AND k.opheffing_id IS NULL)
        ON CONFLICT DO NOTHING RETURNING stop_id)
    {_KOLOMMEN} || 'stop-gezet', a.gemeente, s.id, %(now)s, 'wacht', %(now)s, 0
    FROM nieuw n JOIN stop_stop s ON s.id = n.stop_id
        JOIN signaal_abonnement a ON s.gemeenten = '{{}}' OR a.gemeente = ANY (s.gemeenten)
    WHERE a.beeindigd_op IS NULL
    ON CONFLICT DO NOTHING"""  # noqa: S608 - fixed text
# A lifting of a part is news for whom nothing of the stop holds any more; whoever it still holds hears of it later.
# Whoever heard of a stop that is no news for it now, hears of its end all the same.
_OPGEHEVEN = f"""WITH nieuw AS (
        INSERT INTO signaal_aankondiging (stop_id, opheffing_id, op) SELECT o.stop_id, o.id, %(now)s
        FROM stop_opheffing o JOIN stop_stop s ON s.id = o.stop_id
        WHERE s.aankondigen AND ({_RAAKT} OR EXISTS (
            SELECT 1 FROM signaal_aankondiging k WHERE k.stop_id = s.id AND k.opheffing_id IS NULL)) AND NOT EXISTS (
            SELECT 1 FROM signaal_aankondiging k WHERE k.stop_id = o.stop_id AND k.opheffing_id = o.id)
        ON CONFLICT DO NOTHING RETURNING stop_id)
    {_KOLOMMEN} || 'stop-opgeheven', a.gemeente, s.id, %(now)s, 'wacht', %(now)s, 0
    FROM stop_stop s JOIN signaal_abonnement a ON s.gemeenten = '{{}}' OR a.gemeente = ANY (s.gemeenten)
    WHERE s.id IN (SELECT stop_id FROM nieuw) AND a.beeindigd_op IS NULL AND NOT stop_geldt(s, a.gemeente)
    ON CONFLICT DO NOTHING"""  # noqa: S608 - fixed text
# One mail per address a gemeente gave, however many abonnementen name it. Whoever confirmed meanwhile gets none, nor
# does anybody once the stop does not hold him any more.
_HERINNERINGEN = """INSERT INTO signaal_waarschuwing (id, abonnement_id, soort, stop_id, aantal, aangemaakt_op,
        pogingen, volgende_op)
    SELECT uuidv7(), a.id, 'stop-open', s.id, 0, %(now)s, 0, %(now)s
    FROM stop_aandrang d JOIN stop_stop s ON s.id = d.stop_id
    CROSS JOIN LATERAL (SELECT DISTINCT ON (lower(contact)) id FROM signaal_abonnement
        WHERE gemeente = d.gemeente AND beeindigd_op IS NULL AND contact <> '' ORDER BY lower(contact), id) a
    WHERE d.soort = 'herinnering' AND stop_geldt(s, d.gemeente)
      AND NOT EXISTS (SELECT 1 FROM stop_bevestiging b WHERE b.stop_id = s.id AND b.gemeente = d.gemeente)
      AND NOT EXISTS (SELECT 1 FROM signaal_waarschuwing w JOIN signaal_abonnement x ON x.id = w.abonnement_id
                      WHERE w.stop_id = s.id AND x.gemeente = d.gemeente)
    ON CONFLICT DO NOTHING"""


def kondig_stops_aan(*, now: datetime) -> int:
    """Tell subscribed gemeenten every stop and lifting they have not heard of; how many events are new."""
    nieuw = 0
    with connection.cursor() as cursor:
        for vraag in (_GEZET, _OPGEHEVEN):
            cursor.execute(vraag, {"now": now})
            nieuw += cursor.rowcount
    return nieuw


def zet_herinneringen_klaar(*, now: datetime) -> int:
    """Put a mail ready for every gemeente that was reminded of a stop and named a contact; how many are new."""
    with connection.cursor() as cursor:
        cursor.execute(_HERINNERINGEN, {"now": now})
        return int(cursor.rowcount)
