"""Bringing back webhook events: what was given up, and what a gemeente misses in its row of numbers."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.db import connection, transaction

from inburgering.primitives.ids import Gemeentecode
from inburgering.signaal.errors import AbonnementOnbekend, AbonnementOngeldig, BezorgingOnbekend
from inburgering.signaal.models import Abonnement, Bestemming, Waarschuwing
from inburgering.signaal.terms import MailOpdracht, Waarschuwingsoort
from inburgering.spoor import commands as spoor_commands
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling

_OPNIEUW = """UPDATE signaal_bezorging SET stand = 'wacht', pogingen = 0, beurt = beurt + 1, volgende_op = %(now)s
    WHERE abonnement_id = %(abonnement)s AND stand = 'dood'
      AND (%(ids)s::uuid[] IS NULL OR id = ANY (%(ids)s::uuid[]))"""
# What is there goes again under its own id, so that who has it knows it; what is not there, because the abonnement is
# younger or wanted other kinds, is made. Not what was withdrawn: its withdrawal has a number of its own.
_HERHAAL = """INSERT INTO signaal_bezorging (id, abonnement_id, baan, soort, gemeente, signaal_id, vrijgave_id,
        aangemaakt_op, stand, volgende_op, pogingen)
    SELECT uuidv7(), a.id, CASE WHEN k.weg THEN 'stop' ELSE 'inhoud' END,
        'nl.openinburgering.signalen.' || CASE WHEN k.weg THEN 'signaal-ingetrokken' ELSE 'signaal-bezorgd' END,
        s.gemeente, s.id, s.vrijgave_id, %(now)s, 'wacht', %(now)s, 0
    FROM signaal_abonnement a JOIN signaal_signaal s ON s.gemeente = a.gemeente
    CROSS JOIN LATERAL (SELECT s.correctiesoort IN ('intrekking', 'omleiding') AS weg) k
    WHERE a.id = %(abonnement)s AND s.volgnummer BETWEEN %(van)s AND %(tot)s
      AND s.status NOT IN ('ingetrokken', 'omgeleid')
    ON CONFLICT (signaal_id, abonnement_id, soort) WHERE signaal_id IS NOT NULL DO UPDATE
        SET stand = 'wacht', pogingen = 0, beurt = signaal_bezorging.beurt + 1, volgende_op = excluded.volgende_op
        WHERE signaal_bezorging.stand IN ('bezorgd', 'dood')"""
_CLAIM_MAIL = """UPDATE signaal_waarschuwing w SET volgende_op = %(tot)s, pogingen = pogingen + 1
    FROM signaal_abonnement a
    WHERE a.id = w.abonnement_id AND w.id IN (SELECT id FROM signaal_waarschuwing
        WHERE verzonden_op IS NULL AND volgende_op <= %(now)s ORDER BY volgende_op LIMIT %(aantal)s
        FOR UPDATE SKIP LOCKED)
    RETURNING w.id, w.soort, a.id, a.gemeente, a.sink, a.contact, w.aantal, w.pogingen,
        w.stop_id, coalesce((SELECT s.oefening FROM stop_stop s WHERE s.id = w.stop_id), false)"""
HERHAAL_MAX = 10_000


@transaction.atomic
def probeer_opnieuw(
    abonnement_id: UUID, *, door: Actor, now: datetime, bezorging_ids: Sequence[UUID] | None = None
) -> int:
    """Try again what was given up for an abonnement (all of it, or these), from the first step; how many events.

    Raises:
        AbonnementOnbekend: there is no such living abonnement.
        BezorgingOnbekend: none of the named events was given up.
        GeenBevoegdheid: the actor may not, or not for this gemeente.
    """
    _eis(abonnement_id, door=door)
    ids = None if bezorging_ids is None else list(bezorging_ids)
    with connection.cursor() as cursor:
        cursor.execute(_OPNIEUW, {"abonnement": abonnement_id, "now": now, "ids": ids})
        aantal = int(cursor.rowcount)
    if ids and not aantal:
        raise BezorgingOnbekend(veld="bezorgingId", herstel="Ververs de pagina; misschien is het al onderweg.")
    _laat_proberen(abonnement_id)
    _audit("opnieuw-bezorgd", abonnement_id, door=door, now=now, bij={"aantal": aantal})
    return aantal


@transaction.atomic
def herhaal(abonnement_id: UUID, *, van: int, tot: int, door: Actor, now: datetime) -> int:
    """Send the events of the numbers `van` up to and including `tot` again, or for the first time; how many.

    What was delivered keeps its id: who has it already recognises it. What is withdrawn or under way is left alone.

    Raises:
        AbonnementOnbekend: there is no such living abonnement.
        AbonnementOngeldig: no row of numbers, or more than ten thousand at once.
        GeenBevoegdheid: the actor may not, or not for this gemeente.
    """
    if not 1 <= van <= tot < 2**31 or tot - van >= HERHAAL_MAX:
        raise AbonnementOngeldig(
            "Deze reeks volgnummers kan niet.", veld="van", herstel=f"Kies van ≤ tot, hoogstens {HERHAAL_MAX} tegelijk."
        )
    _eis(abonnement_id, door=door)
    with connection.cursor() as cursor:
        cursor.execute(_HERHAAL, {"abonnement": abonnement_id, "van": van, "tot": tot, "now": now})
        aantal = int(cursor.rowcount)
    _laat_proberen(abonnement_id)
    _audit("herhaald", abonnement_id, door=door, now=now, bij={"van": van, "tot": tot, "aantal": aantal})
    return aantal


def claim_waarschuwingen(aantal: int, *, now: datetime, tot: datetime) -> list[MailOpdracht]:
    """Claim mails that are due, until `tot`; what is not recorded as sent by then is anybody's again."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM_MAIL, {"now": now, "tot": tot, "aantal": aantal})
        return [
            MailOpdracht(
                id=r[0],
                soort=Waarschuwingsoort(r[1]),
                abonnement_id=r[2],
                gemeente=Gemeentecode(r[3]),
                host=urlsplit(r[4]).hostname or "",
                contact=r[5],
                aantal=r[6],
                poging=r[7],
                stop_id=r[8],
                oefening=r[9],
            )
            for r in cursor.fetchall()
        ]


def noteer_waarschuwing(waarschuwing_id: UUID, *, verzonden: bool, now: datetime, opnieuw: datetime) -> None:
    """Record that a mail was sent, or when to try again."""
    rij = Waarschuwing.objects.filter(pk=waarschuwing_id, verzonden_op__isnull=True)
    if verzonden:
        rij.update(verzonden_op=now)
    else:
        rij.update(volgende_op=opnieuw)


def _eis(abonnement_id: UUID, *, door: Actor) -> None:
    """Hold the address, so that no worker claims or records meanwhile; refuse who may not."""
    Bestemming.objects.select_for_update().filter(pk=abonnement_id).first()
    rij = Abonnement.objects.filter(pk=abonnement_id, beeindigd_op__isnull=True).first()
    if rij is None or not toegang_rules.mag(door, Handeling.BEZORGING_HERSTELLEN, gemeente=rij.gemeente):
        toegang_rules.eis(door, Handeling.BEZORGING_HERSTELLEN)
        raise AbonnementOnbekend(veld="abonnementId", herstel="Kies een abonnement uit de lijst.")


def _laat_proberen(abonnement_id: UUID) -> None:
    """End the rest of the address: somebody says that it works again. One event goes first to see."""
    Bestemming.objects.filter(pk=abonnement_id).update(open_tot=None, gewaarschuwd_op=None)


def _audit(wat: str, abonnement_id: UUID, *, door: Actor, now: datetime, bij: dict[str, int]) -> None:
    spoor_commands.schrijf_audit(
        door.id, f"abonnement.{wat}", object_soort="abonnement", object_id=abonnement_id, now=now, bijzonderheden=bij
    )
