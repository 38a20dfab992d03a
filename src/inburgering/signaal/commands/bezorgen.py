"""The outbox of webhooks: subscribe, announce stops, claim, ask the brake, and record every attempt.

A row is claimed for a while, never taken away: a worker that dies loses nothing. The id of the row is the id the
receiver sees at every attempt, so what arrives twice after a crash is recognised as one.
"""

import base64
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from inburgering.primitives.ids import StopId, nieuw_id
from inburgering.signaal.errors import AbonnementOngeldig
from inburgering.signaal.models import Abonnement, Bezorging, Poging
from inburgering.signaal.rules import bezorging as bezorg_rules
from inburgering.signaal.rules import stappen
from inburgering.signaal.rules.bezorging import Antwoordcode, Uitkomst
from inburgering.signaal.terms import Baan, BezorgOpdracht, Gebeurtenissoort, Stand
from inburgering.spoor import commands as spoor_commands
from inburgering.stop import commands as stop_commands
from inburgering.stop import queries as stop_queries
from inburgering.stop.errors import StopVanKracht
from inburgering.stop.terms import Doorlaat, Kanaal
from inburgering.toegang.terms import Actor

_STOP_OUTBOX = """INSERT INTO signaal_bezorging (id, abonnement_id, baan, soort, gemeente, stop_id, aangemaakt_op,
        stand, volgende_op, pogingen)
    SELECT uuidv7(), a.id, 'stop', %(soort)s, a.gemeente, %(stop)s, %(now)s, 'wacht', %(now)s, 0
    FROM signaal_abonnement a
    WHERE a.beeindigd_op IS NULL AND (%(gemeenten)s::text[] = '{}' OR a.gemeente = ANY (%(gemeenten)s::text[]))
    ON CONFLICT DO NOTHING"""
# Stops first, then what waits longest; a claim that ran out is anybody's again. Rows another worker holds are skipped.
_CLAIM = """WITH mijn AS (
        SELECT id FROM signaal_bezorging
        WHERE (stand = 'wacht' AND volgende_op <= %(now)s) OR (stand = 'bezig' AND merk_tot <= %(now)s)
        ORDER BY baan DESC, volgende_op LIMIT %(aantal)s FOR UPDATE SKIP LOCKED)
    UPDATE signaal_bezorging b SET stand = 'bezig', merk = %(merk)s, merk_tot = %(tot)s
    FROM mijn, signaal_abonnement a
    WHERE b.id = mijn.id AND a.id = b.abonnement_id
    RETURNING b.id, b.merk, b.baan, b.soort, b.gemeente, a.sink, a.geheim, a.id, coalesce(b.signaal_id, b.stop_id),
        (SELECT s.corrigeert_id FROM signaal_signaal s WHERE s.id = b.signaal_id),
        (SELECT s.volgnummer FROM signaal_signaal s WHERE s.id = b.signaal_id), b.vrijgave_id, b.pogingen,
        b.aangemaakt_op"""


def abonneer(
    gemeente: str, sink: str, *, door: Actor, now: datetime, soorten: Sequence[str] | None = None
) -> tuple[UUID, str]:
    """Subscribe an address of a gemeente to events (all kinds by default); its id, and the secret for signatures.

    Raises:
        AbonnementOngeldig: no http(s) address, an unknown kind, or an address that is subscribed already.
    """
    stappen.check_sink(sink)
    keuze = list(soorten) if soorten else [g.value for g in Gebeurtenissoort]
    if not set(keuze) <= set(Gebeurtenissoort):
        raise AbonnementOngeldig("Een soort gebeurtenis bestaat niet.", veld="soorten")
    if Abonnement.objects.filter(gemeente=gemeente, sink=sink, beeindigd_op__isnull=True).exists():
        raise AbonnementOngeldig("Dit adres heeft al een abonnement.", veld="sink")
    geheim = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    with transaction.atomic():
        rij = Abonnement.objects.create(
            id=nieuw_id(now),
            gemeente=gemeente,
            sink=sink,
            geheim=geheim,
            soorten=keuze,
            aangemaakt_door=door.id,
            aangemaakt_op=now,
        )
        spoor_commands.schrijf_audit(
            door.id, "abonnement.gemaakt", object_soort="abonnement", object_id=rij.pk, now=now
        )
    return rij.pk, geheim


@transaction.atomic
def beeindig_abonnement(abonnement_id: UUID, *, door: Actor, now: datetime, reden: str = "opgezegd") -> None:
    """End an abonnement; what waits for it lapses."""
    _beeindig(abonnement_id, reden=reden, now=now)
    spoor_commands.schrijf_audit(
        door.id, "abonnement.beeindigd", object_soort="abonnement", object_id=abonnement_id, now=now
    )


def kondig_stop_aan(stop_id: StopId, *, now: datetime) -> int:
    """Tell every subscribed gemeente in the bereik of a stop about it, ahead of all inhoud; how many events are new."""
    return _kondig_aan(stop_id, Gebeurtenissoort.STOP_GEZET, stop_queries.stop(stop_id).bereik.gemeenten, now=now)


def kondig_opheffing_aan(stop_id: StopId, *, now: datetime, gemeenten: Sequence[str] | None = None) -> int:
    """Tell subscribed gemeenten that a stop is lifted for them; how many events are new."""
    bereik = stop_queries.stop(stop_id).bereik.gemeenten
    return _kondig_aan(stop_id, Gebeurtenissoort.STOP_OPGEHEVEN, tuple(gemeenten or bereik), now=now)


def claim(aantal: int, *, now: datetime, begonnen: datetime | None = None) -> list[BezorgOpdracht]:
    """Claim at most `aantal` events, stops first; nobody else gets them until the claim, which begins `now`, runs out.

    Only what was due at `begonnen` (by default `now`), so that a long drain does not meet its own postponed rows again.
    """
    waarden: dict[str, Any] = {
        "now": begonnen or now,
        "aantal": aantal,
        "merk": nieuw_id(now),
        "tot": now + bezorg_rules.CLAIM,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM, waarden)
        opdrachten = [_opdracht(rij) for rij in cursor.fetchall()]
    return sorted(opdrachten, key=lambda o: (o.baan != Baan.STOP, o.aangemaakt_op, o.id))


def vraag_rem(opdracht: BezorgOpdracht, *, now: datetime) -> Doorlaat | None:
    """Ask the brake for one attempt: the proof that it is off. News of a stop itself needs none and gets None.

    Raises:
        StopVanKracht: the brake is on; the refusal is noted.
    """
    if opdracht.baan is Baan.STOP:
        return None
    assert opdracht.vrijgave_id is not None
    try:
        return stop_queries.doorlaat(opdracht.vrijgave_id, kanaal=Kanaal.WEBHOOK, gemeente=opdracht.gemeente)
    except StopVanKracht:
        stop_commands.noteer_weigering(
            Kanaal.WEBHOOK, vrijgave_id=opdracht.vrijgave_id, gemeente=opdracht.gemeente, now=now
        )
        raise


@transaction.atomic
def noteer_poging(
    opdracht: BezorgOpdracht, antwoord: Antwoordcode | None, *, now: datetime, jitter: Callable[[], float]
) -> Uitkomst:
    """Record one attempt and what follows from it; `antwoord` None: the brake refused it.

    A claim that was lost meanwhile changes nothing but the log.
    """
    uitkomst = Uitkomst.GEWEIGERD if antwoord is None else bezorg_rules.beoordeel(antwoord)
    pogingen = opdracht.pogingen + (antwoord is not None)
    opnieuw = now + bezorg_rules.AANHOUDEN
    if antwoord is not None and uitkomst is Uitkomst.MISLUKT:
        later = bezorg_rules.volgende(pogingen, antwoord, now=now, jitter=jitter)
        stand, opnieuw = (Stand.WACHT, later) if later else (Stand.DOOD, now)
    else:
        stand = _NA[uitkomst]
    mijn = Bezorging.objects.filter(pk=opdracht.id, merk=opdracht.merk, stand=Stand.BEZIG)
    mijn.update(stand=stand, volgende_op=opnieuw, pogingen=pogingen, merk=None, merk_tot=None)
    Poging.objects.create(
        bezorging_id=opdracht.id,
        op=now,
        uitkomst=uitkomst,
        http_status=antwoord.http_status if antwoord else None,
        duur_ms=antwoord.duur_ms if antwoord else 0,
    )
    if uitkomst is Uitkomst.BEEINDIGD:
        _beeindig(opdracht.abonnement_id, reden="410", now=now)
    return uitkomst


_NA = {
    Uitkomst.BEZORGD: Stand.BEZORGD,
    Uitkomst.GEWEIGERD: Stand.WACHT,
    Uitkomst.BEEINDIGD: Stand.VERVALLEN,
}


def _kondig_aan(stop_id: StopId, soort: Gebeurtenissoort, gemeenten: Sequence[str], *, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_STOP_OUTBOX, {"soort": soort.value, "stop": stop_id, "now": now, "gemeenten": list(gemeenten)})
        return int(cursor.rowcount)


def _beeindig(abonnement_id: UUID, *, reden: str, now: datetime) -> None:
    Abonnement.objects.filter(pk=abonnement_id, beeindigd_op__isnull=True).update(beeindigd_op=now, reden_einde=reden)
    Bezorging.objects.filter(abonnement_id=abonnement_id, stand__in=[Stand.WACHT, Stand.BEZIG]).update(
        stand=Stand.VERVALLEN, merk=None, merk_tot=None
    )


def _opdracht(rij: tuple[Any, ...]) -> BezorgOpdracht:
    return BezorgOpdracht(
        id=rij[0],
        merk=rij[1],
        baan=Baan(rij[2]),
        soort=Gebeurtenissoort(rij[3]),
        gemeente=rij[4],
        sink=rij[5],
        geheim=rij[6],
        abonnement_id=rij[7],
        bron_id=rij[8],
        onderwerp=str(rij[9] or rij[8]),
        volgnummer=rij[10],
        vrijgave_id=rij[11],
        pogingen=rij[12],
        aangemaakt_op=rij[13],
    )
