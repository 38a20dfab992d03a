"""How far a stop has come: who read and confirmed it, who was urged, and how often the brake said no."""

from datetime import date, datetime
from statistics import median

from django.db import connection

from inburgering.primitives.ids import Gemeentecode, StopId
from inburgering.stop import models, rules
from inburgering.stop.errors import StopOnbekend
from inburgering.stop.terms import Aandringen, Bevestiging, Kanaal, Werking


def bevestigingen(stop_id: StopId) -> list[Bevestiging]:
    """How far every gemeente in the poort is with the stop, by code, whether it still exists or not.

    Gemeenten outside its bereik are absent.

    Raises:
        StopOnbekend: there is no such stop.
    """
    vraag = """
        SELECT g.gemeente, l.op, b.op, b.door FROM stop_stop s
        JOIN stop_poortgemeente g ON s.gemeenten = '{}' OR g.gemeente = ANY (s.gemeenten)
        LEFT JOIN LATERAL (SELECT op FROM stop_lezing x WHERE x.stop_id = s.id AND x.gemeente = g.gemeente
                           ORDER BY op, id LIMIT 1) l ON true
        LEFT JOIN LATERAL (SELECT op, door FROM stop_bevestiging x WHERE x.stop_id = s.id AND x.gemeente = g.gemeente
                           ORDER BY op, id LIMIT 1) b ON true
        WHERE s.id = %s ORDER BY g.gemeente"""
    with connection.cursor() as cursor:
        cursor.execute(vraag, [stop_id])
        rijen = [Bevestiging(Gemeentecode(g), gelezen, bevestigd, door) for g, gelezen, bevestigd, door in cursor]
    if not rijen:
        _gezet_op(stop_id)  # tells "nobody" from "no such stop"
    return rijen


def antwoorden(stop_id: StopId, *, dag: date) -> list[Bevestiging]:
    """How far every gemeente that must answer on `dag` is with the stop: for one that is gone its successor.

    Raises:
        StopOnbekend: there is no such stop.
    """
    return rules.wie_antwoordt(bevestigingen(stop_id), dag=dag)


def werking(stop_id: StopId, *, dag: date) -> Werking:
    """How far a stop has come: counts on `dag`, and the median of how soon gemeenten read and confirmed.

    Raises:
        StopOnbekend: there is no such stop.
    """
    gezet, wie = _gezet_op(stop_id), antwoorden(stop_id, dag=dag)
    lees = [(a.gelezen_op - gezet).total_seconds() / 60 for a in wie if a.gelezen_op]
    ja = [(a.bevestigd_op - gezet).total_seconds() / 60 for a in wie if a.bevestigd_op]
    aandrang = models.Aandrang.objects.filter(stop_id=stop_id)
    return Werking(
        gemeenten=len(wie),
        gelezen=len(lees),
        bevestigd=len(ja),
        herinnerd=aandrang.filter(soort=Aandringen.HERINNERING).count(),
        geescaleerd=aandrang.filter(soort=Aandringen.ESCALATIE).count(),
        gebruikers=models.Bevestiging.objects.filter(stop_id=stop_id).values("door").distinct().count(),
        mediaan_gelezen_minuten=round(median(lees), 1) if lees else None,
        mediaan_bevestigd_minuten=round(median(ja), 1) if ja else None,
    )


def aandrang(stop_id: StopId) -> list[tuple[Gemeentecode, Aandringen, datetime]]:
    """Who was urged, how and when, oldest first."""
    rijen = models.Aandrang.objects.filter(stop_id=stop_id).order_by("op", "gemeente")
    return [(Gemeentecode(r.gemeente), Aandringen(r.soort), r.op) for r in rijen]


def heeft_bevestigd(stop_id: StopId, door: str) -> bool:
    """Tell whether this user confirmed the stop herself."""
    return models.Bevestiging.objects.filter(stop_id=stop_id, door=door).exists()


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


def _gezet_op(stop_id: StopId) -> datetime:
    gezet: datetime | None = models.Stop.objects.filter(pk=stop_id).values_list("op", flat=True).first()
    if gezet is None:
        raise StopOnbekend(veld=f"stop {stop_id}")
    return gezet
