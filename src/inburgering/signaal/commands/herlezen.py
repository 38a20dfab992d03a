"""Reading a page again that was had before: the same questions and the same records, in two statements."""

from datetime import datetime, timedelta

from inburgering.primitives.arrays import als_array
from inburgering.primitives.ids import VrijgaveId
from inburgering.signaal import queries
from inburgering.signaal.commands import lezen
from inburgering.signaal.rules import catalogus
from inburgering.signaal.terms import Blad
from inburgering.spoor import commands as spoor_commands
from inburgering.spoor import queries as spoor_queries
from inburgering.spoor.queries.vast import Transactie, Vast, transactie
from inburgering.stop import queries as stop_queries
from inburgering.stop.terms import Doorlaat, Kanaal
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling

_ALLES_LEEFT = "FROM (SELECT 1 FROM poort HAVING count(*) = %(n)s AND bool_and(levend)) ja"
BOEK = Vast(
    "boek_blad",
    f"""
    WITH poort (nummer, epoch, levend) AS MATERIALIZED ({stop_queries.LEVEND}),
        groep AS ({spoor_commands.GROEP} {_ALLES_LEEFT}), inzage AS ({lezen.INZAGE} {_ALLES_LEEFT})
    SELECT nummer, epoch, levend FROM poort""",  # noqa: S608 - fixed text
)


def haal_blad_weer_op(
    gemeente: str, *, sinds: int, aantal: int, actor: Actor, now: datetime, adres: str
) -> tuple[Blad, int] | None:
    """A page that this actor had before, as JSON, and the epoch of the poort when it was asked; booked like any other.

    None when a row of it needs more (it is new, not opened yet, shut, over, or the law says no): then `haal_op` reads
    it. Both ask the brake, the law and the poort the same; here the rows never become objects.
    """
    toegang_rules.eis(actor, Handeling.SIGNAAL_INZIEN, gemeente=gemeente)
    grens = now + timedelta(hours=catalogus.geldig_op(now.date()).gebruik_uren)
    vraag = queries.vraag_blad(
        gemeente,
        sinds=sinds,
        aantal=min(max(aantal, 1), queries.AANTAL_MAX),
        actor=actor.id,
        now=now,
        grens=grens,
        adres=adres,
    )
    with transactie(stop_queries.ONDER_POORT, queries.BLAD, BOEK) as deze:
        _, rijen = deze.begin(stop_queries.onder_poort(gemeente), vraag)
        blad = queries.als_blad(rijen)
        dag = now.date()
        if blad is None or any(
            lezen.weigering(soort, versie, namen, gemeente, persoon=persoon, dag=dag)
            for soort, versie, namen, persoon in queries.wetvragen(blad)
        ):
            return None
        doorlaten = _boek(deze, blad, gemeente, actor=actor, now=now)
    if len(doorlaten) < len(blad.vrijgaven):
        return None
    return blad, next(iter(doorlaten.values())).epoch


def _boek(deze: Transactie, blad: Blad, gemeente: str, *, actor: Actor, now: datetime) -> dict[VrijgaveId, Doorlaat]:
    """Ask the brake, write the reading down when it lets all of it through, and commit: one statement, one wait."""
    codes = spoor_queries.pseudoniemen(blad.personen)
    regel = lezen.verwerking(Kanaal.API, actor, now=now)
    waarden = lezen.inzage_waarden(blad.ids, blad.tot, kanaal=Kanaal.API, actor=actor, now=now)
    waarden |= spoor_commands.groep_waarden(regel, [codes[p] for p in blad.personen], now=now)
    waarden |= {"g": gemeente, "vrijgaven": als_array(sorted(blad.vrijgaven)), "n": len(blad.vrijgaven)}
    antwoorden = (
        (int(nummer or 0), int(epoch or -1), levend == b"t") for nummer, epoch, levend in deze.besluit(BOEK, waarden)
    )
    return stop_queries.als_doorlaten(antwoorden, kanaal=Kanaal.API, gemeente=gemeente)
