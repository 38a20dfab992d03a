"""Reading a page again that was had before: the same questions and the same records, in two statements."""

from datetime import datetime, timedelta

from django.db import connection

from inburgering.primitives.ids import VrijgaveId
from inburgering.signaal import queries
from inburgering.signaal.commands import lezen
from inburgering.signaal.rules import catalogus
from inburgering.signaal.terms import Blad
from inburgering.spoor import commands as spoor_commands
from inburgering.spoor import queries as spoor_queries
from inburgering.stop import queries as stop_queries
from inburgering.stop.terms import Doorlaat, Kanaal
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling

_ALLES_LEEFT = "FROM (SELECT 1 FROM poort HAVING count(*) = %(n)s AND bool_and(levend)) ja"
_BOEK = f"""
    WITH poort (nummer, epoch, levend) AS MATERIALIZED ({stop_queries.LEVEND}),
        groep AS ({spoor_commands.GROEP} {_ALLES_LEEFT}), inzage AS ({lezen.INZAGE} {_ALLES_LEEFT})
    SELECT nummer, epoch, levend FROM poort"""  # noqa: S608 - fixed text


def haal_blad_weer_op(
    gemeente: str, *, sinds: int, aantal: int, actor: Actor, now: datetime, adres: str
) -> tuple[Blad, int] | None:
    """A page that this actor had before, as JSON, and the epoch of the poort when it was asked; booked like any other.

    None when a row of it needs more (it is new, not opened yet, shut, over, or the law says no): then `haal_op` reads
    it. Both ask the brake, the law and the poort the same; here the rows never become objects.
    """
    toegang_rules.eis(actor, Handeling.SIGNAAL_INZIEN, gemeente=gemeente)
    grens = now + timedelta(hours=catalogus.geldig_op(now.date()).gebruik_uren)
    with stop_queries.lees_onder_poort(gemeente):
        blad = queries.lees_blad(
            gemeente,
            sinds=sinds,
            aantal=min(max(aantal, 1), lezen.AANTAL_MAX),
            actor=actor.id,
            now=now,
            grens=grens,
            adres=adres,
        )
        dag = now.date()
        if blad is None or any(
            lezen.weigering(soort, versie, namen, gemeente, persoon=persoon, dag=dag)
            for soort, versie, namen, persoon in queries.wetvragen(blad)
        ):
            return None
        doorlaten = _boek(blad, gemeente, actor=actor, now=now)
        if len(doorlaten) < len(blad.vrijgaven):
            return None
    return blad, next(iter(doorlaten.values())).epoch


def _boek(blad: Blad, gemeente: str, *, actor: Actor, now: datetime) -> dict[VrijgaveId, Doorlaat]:
    """Ask the brake, and write the reading down when it lets all of it through: one statement."""
    codes = spoor_queries.pseudoniemen(blad.personen)
    regel = lezen.verwerking(Kanaal.API, actor, now=now)
    waarden = lezen.inzage_waarden(blad.ids, blad.tot, kanaal=Kanaal.API, actor=actor, now=now)
    waarden |= spoor_commands.groep_waarden(regel, [codes[p] for p in blad.personen], now=now)
    waarden |= {"g": gemeente, "vrijgaven": sorted(blad.vrijgaven), "n": len(blad.vrijgaven)}
    with connection.cursor() as cursor:
        cursor.execute(_BOEK, waarden)
        return stop_queries.als_doorlaten(cursor.fetchall(), kanaal=Kanaal.API, gemeente=gemeente)
