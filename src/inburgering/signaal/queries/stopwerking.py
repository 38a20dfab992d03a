"""How far a stop has come: which messages about it were delivered, and what was declared about what it covers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from inburgering.primitives.ids import StopId
from inburgering.signaal.terms import Gebeurtenissoort

_BERICHTEN = "SELECT stand, count(*) FROM signaal_bezorging WHERE stop_id = %s AND soort = %s GROUP BY stand ORDER BY 1"
# The first good attempt per gemeente; opening the stop reaches a gemeente as well.
_BEZORGD = """
    WITH eerste AS (
        SELECT b.gemeente, min(p.op) AS op FROM signaal_bezorging b JOIN signaal_poging p ON p.bezorging_id = b.id
         WHERE b.stop_id = %(stop)s AND b.soort = %(soort)s AND p.uitkomst = 'bezorgd' GROUP BY b.gemeente)
    SELECT (SELECT count(*) FROM (SELECT gemeente FROM eerste
                                  UNION SELECT gemeente FROM stop_lezing WHERE stop_id = %(stop)s) x),
           (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM e.op - s.op) / 60)
              FROM eerste e, stop_stop s WHERE s.id = %(stop)s)"""
# By the ledger, which keeps the vrijgave under which a signaal was given; the last verklaring since the stop counts.
_VERKLAARD = """
    SELECT w.antwoord, count(*) FROM (
        SELECT DISTINCT v.signaal_id, v.ontvanger FROM stop_stop s JOIN verstrekking_verstrekking v
            ON v.signaal_id IS NOT NULL AND v.op <= s.op
           AND get_bit(s.dekking | stop_aangevuld(s.id), v.vrijgave_id) <> 0
           AND (s.gemeenten = '{}' OR v.ontvanger = ANY (s.gemeenten))
         WHERE s.id = %(stop)s) g
    LEFT JOIN LATERAL (SELECT k.antwoord FROM signaal_verklaring k, stop_stop s
                        WHERE k.signaal_id = g.signaal_id AND s.id = %(stop)s AND k.op >= s.op
                        ORDER BY k.op DESC, k.id DESC LIMIT 1) w ON true
    GROUP BY w.antwoord ORDER BY w.antwoord"""


@dataclass(frozen=True, slots=True)
class Stopwerking:
    """How far a stop has come with systems and signalen: messages delivered, and what gemeenten declared since.

    `gemeenten_bereikt` got a message delivered, or opened the stop themselves (by screen or API).
    """

    berichten: Mapping[str, int]
    gemeenten_bereikt: int
    mediaan_bezorgd_minuten: float | None
    signalen: int
    verklaard: int
    verklaringen: Mapping[str, int]

    def as_json(self) -> dict[str, Any]:
        """The numbers with Dutch names, for people and programs."""
        return {
            "berichten": dict(self.berichten),
            "gemeentenBereikt": self.gemeenten_bereikt,
            "mediaanBezorgdMinuten": self.mediaan_bezorgd_minuten,
            "signalenOnderDeStop": self.signalen,
            "signalenVerklaard": self.verklaard,
            "verklaringen": dict(self.verklaringen),
        }


def stopwerking(stop_id: StopId) -> Stopwerking:
    """How far this stop has come with systems and signalen, as numbers."""
    waarden: dict[str, Any] = {"stop": stop_id, "soort": Gebeurtenissoort.STOP_GEZET.value}
    with connection.cursor() as cursor:
        cursor.execute(_BERICHTEN, [waarden["stop"], waarden["soort"]])
        berichten = dict(cursor.fetchall())
        cursor.execute(_BEZORGD, waarden)
        bereikt, mediaan = cursor.fetchone()
        cursor.execute(_VERKLAARD, waarden)
        aantallen = dict(cursor.fetchall())
    zonder = aantallen.pop(None, 0)
    return Stopwerking(
        berichten=berichten,
        gemeenten_bereikt=bereikt,
        mediaan_bezorgd_minuten=None if mediaan is None else round(float(mediaan), 1),
        signalen=zonder + sum(aantallen.values()),
        verklaard=sum(aantallen.values()),
        verklaringen=aantallen,
    )
