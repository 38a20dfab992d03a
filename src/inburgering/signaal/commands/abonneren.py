"""Abonnementen on webhook events: make, change, end, ask the address whether it wants them, and renew the secret.

No desk but the webhook desk speaks to the outside, so the question itself is asked by a worker. Until the address says
yes its events wait; they are not lost.
"""

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from inburgering.primitives.ids import nieuw_id
from inburgering.signaal.commands import geheimen
from inburgering.signaal.errors import AbonnementOnbekend, AbonnementOngeldig
from inburgering.signaal.models import Abonnement, Bestemming, Bezorging, Waarschuwing
from inburgering.signaal.rules import abonnement as abonnement_rules
from inburgering.signaal.rules import bestemming as bestemming_rules
from inburgering.signaal.rules.bezorging import CLAIM
from inburgering.signaal.terms import Stand, ValidatieOpdracht, Waarschuwingsoort
from inburgering.spoor import commands as spoor_commands
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import SYSTEEM, Actor, Handeling

OVERLAP = timedelta(hours=24)
_CLAIM_VALIDATIES = """UPDATE signaal_abonnement a SET valideren_op = %(tot)s, validaties = validaties + 1
    WHERE a.id IN (SELECT id FROM signaal_abonnement WHERE valideren_op <= %(now)s ORDER BY valideren_op
        LIMIT %(aantal)s FOR UPDATE SKIP LOCKED)
    RETURNING a.id, a.sink, a.validaties"""


def maak_abonnement(
    gemeente: str,
    sink: str,
    *,
    door: Actor,
    now: datetime,
    soorten: Sequence[str] | None = None,
    contact: str = "",
) -> tuple[UUID, str]:
    """Subscribe an address of a gemeente to events (all kinds by default); its id, and the secret for signatures.

    The address gets nothing until it said yes to the question of the worker. Addresses of this machine or of an inner
    network, and http, only where the setting `WEBHOOK_PRIVE` allows them: for development and tests.

    Raises:
        AbonnementOngeldig: no https address, a private address, an unknown kind, or an address that is subscribed.
        GeenBevoegdheid: the actor may not, or not for this gemeente.
    """
    toegang_rules.eis(door, Handeling.ABONNEMENT_BEHEREN, gemeente=gemeente)
    abonnement_rules.check_sink(sink, prive=settings.WEBHOOK_PRIVE)
    abonnement_rules.check_contact(contact)
    keuze = abonnement_rules.lees_soorten(soorten)
    _eis_nieuw_adres(gemeente, sink)
    geheim = _nieuw_geheim()
    with transaction.atomic():
        rij = Abonnement.objects.create(
            id=nieuw_id(now),
            gemeente=gemeente,
            sink=sink,
            geheim=geheimen.sluit_weg(geheim),
            soorten=keuze,
            contact=contact,
            aangemaakt_door=door.id,
            aangemaakt_op=now,
            valideren_op=now,
        )
        Bestemming.objects.create(abonnement=rij)
        _audit("gemaakt", rij.pk, door=door, now=now, bij={"gemeente": gemeente, "soorten": len(keuze)})
    return rij.pk, geheim


@transaction.atomic
def wijzig_abonnement(
    abonnement_id: UUID,
    *,
    door: Actor,
    now: datetime,
    sink: str | None = None,
    soorten: Sequence[str] | None = None,
    contact: str | None = None,
) -> None:
    """Change the address, the kinds or the contact; what is None stays. A new address is asked first, events wait.

    Raises:
        AbonnementOnbekend: there is no such living abonnement.
        AbonnementOngeldig: as `maak_abonnement`.
        GeenBevoegdheid: the actor may not, or not for this gemeente.
    """
    rij = _sluit(abonnement_id, door=door)
    velden: dict[str, Any] = {}
    if soorten is not None:
        velden["soorten"] = abonnement_rules.lees_soorten(soorten)
    if contact is not None:
        abonnement_rules.check_contact(contact)
        velden["contact"] = contact
    if sink is not None and sink != rij.sink:
        abonnement_rules.check_sink(sink, prive=settings.WEBHOOK_PRIVE)
        _eis_nieuw_adres(rij.gemeente, sink)
        velden |= {"sink": sink, "gevalideerd_op": None, "valideren_op": now, "validaties": 0, "per_minuut": None}
        Bestemming.objects.filter(pk=abonnement_id).update(
            reeks=0, ruimte=bestemming_rules.RUIMTE_BEGIN, open_tot=None, mislukt_sinds=None, tempo_op=None
        )
    if velden:
        Abonnement.objects.filter(pk=abonnement_id).update(**velden)
        _audit("gewijzigd", abonnement_id, door=door, now=now, bij={"velden": sorted(velden)})


@transaction.atomic
def beeindig_abonnement(abonnement_id: UUID, *, door: Actor, now: datetime, reden: str = "opgezegd") -> None:
    """End an abonnement; what waits for it lapses.

    Raises:
        AbonnementOnbekend: there is no such living abonnement.
        GeenBevoegdheid: the actor may not, or not for this gemeente.
    """
    _sluit(abonnement_id, door=door)
    beeindig(abonnement_id, reden=reden, door=door, now=now)


@transaction.atomic
def valideer_abonnement(abonnement_id: UUID, *, door: Actor, now: datetime) -> bool:
    """Let the worker ask the address again, now; False when it said yes already.

    Raises:
        AbonnementOnbekend: there is no such living abonnement.
        GeenBevoegdheid: the actor may not, or not for this gemeente.
    """
    rij = _sluit(abonnement_id, door=door)
    if rij.gevalideerd_op is not None:
        return False
    Abonnement.objects.filter(pk=abonnement_id).update(valideren_op=now, validaties=0)
    _audit("validatie-gevraagd", abonnement_id, door=door, now=now)
    return True


@transaction.atomic
def vernieuw_geheim(abonnement_id: UUID, *, door: Actor, now: datetime, overlap: timedelta = OVERLAP) -> str:
    """A new secret for signatures; until `overlap` has passed every event is signed with the old one too.

    Raises:
        AbonnementOnbekend: there is no such living abonnement.
        GeenBevoegdheid: the actor may not, or not for this gemeente.
    """
    rij = _sluit(abonnement_id, door=door)
    geheim = _nieuw_geheim()
    Abonnement.objects.filter(pk=abonnement_id).update(
        geheim=geheimen.sluit_weg(geheim), vorig_geheim=rij.geheim, vorig_tot=now + overlap
    )
    _audit("geheim-vernieuwd", abonnement_id, door=door, now=now)
    return geheim


def claim_validaties(aantal: int, *, now: datetime) -> list[ValidatieOpdracht]:
    """Claim at most `aantal` addresses to ask; a worker that dies loses nothing, another asks again."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM_VALIDATIES, {"now": now, "tot": now + CLAIM, "aantal": aantal})
        return [ValidatieOpdracht(*rij) for rij in cursor.fetchall()]


@transaction.atomic
def noteer_validatie(
    opdracht: ValidatieOpdracht, *, toegestaan: bool, now: datetime, per_minuut: int | None = None
) -> None:
    """Record what the address said, and how much a minute it lets us send (None: as much as we like).

    After the last question without a yes the abonnement ends and a mail waits.
    """
    rij = Abonnement.objects.select_for_update().filter(
        pk=opdracht.abonnement_id,
        sink=opdracht.sink,
        validaties=opdracht.poging,
        gevalideerd_op=None,
        beeindigd_op=None,
    )
    if not rij.exists():  # answered already, or another address by now
        return
    if toegestaan:
        rij.update(gevalideerd_op=now, valideren_op=None, per_minuut=per_minuut)
        _audit("gevalideerd", opdracht.abonnement_id, door=SYSTEEM, now=now, bij={"perMinuut": per_minuut})
        return
    opnieuw = bestemming_rules.volgende_validatie(opdracht.poging, now=now)
    if opnieuw is not None:
        rij.update(valideren_op=opnieuw)
        return
    beeindig(opdracht.abonnement_id, reden="niet-gevalideerd", door=SYSTEEM, now=now)
    waarschuw(opdracht.abonnement_id, Waarschuwingsoort.NIET_GEVALIDEERD, now=now)


def beeindig(abonnement_id: UUID, *, reden: str, door: Actor, now: datetime) -> int:
    """End an abonnement that has not ended, without asking who may; how many waiting events lapsed."""
    Bestemming.objects.select_for_update().filter(pk=abonnement_id).first()
    eindigt = Abonnement.objects.filter(pk=abonnement_id, beeindigd_op__isnull=True)
    if not eindigt.update(beeindigd_op=now, reden_einde=reden, valideren_op=None):
        return 0
    vervallen = Bezorging.objects.filter(abonnement_id=abonnement_id, stand__in=[Stand.WACHT, Stand.BEZIG])
    aantal = vervallen.update(stand=Stand.VERVALLEN, merk=None, merk_tot=None)
    _audit("beeindigd", abonnement_id, door=door, now=now, bij={"reden": reden, "vervallen": aantal})
    return aantal


def waarschuw(abonnement_id: UUID, soort: Waarschuwingsoort, *, now: datetime, aantal: int = 0) -> None:
    """Put one mail ready if the abonnement names a contact, in the caller's transaction; a worker sends it."""
    if not Abonnement.objects.filter(pk=abonnement_id).exclude(contact="").exists():
        return
    Waarschuwing.objects.create(
        id=nieuw_id(now), abonnement_id=abonnement_id, soort=soort, aantal=aantal, aangemaakt_op=now, volgende_op=now
    )


def _sluit(abonnement_id: UUID, *, door: Actor) -> Abonnement:
    """The living abonnement, locked, if the actor may manage it."""
    rij = Abonnement.objects.select_for_update().filter(pk=abonnement_id, beeindigd_op__isnull=True).first()
    if rij is None or not toegang_rules.mag(door, Handeling.ABONNEMENT_BEHEREN, gemeente=rij.gemeente):
        toegang_rules.eis(door, Handeling.ABONNEMENT_BEHEREN)
        raise AbonnementOnbekend(veld="abonnementId", herstel="Kies een abonnement uit de lijst.")
    return rij


def _eis_nieuw_adres(gemeente: str, sink: str) -> None:
    if Abonnement.objects.filter(gemeente=gemeente, sink=sink, beeindigd_op__isnull=True).exists():
        raise AbonnementOngeldig("Dit adres heeft al een abonnement.", veld="sink", herstel="Kies een ander adres.")


def _nieuw_geheim() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def _audit(wat: str, abonnement_id: UUID, *, door: Actor, now: datetime, bij: dict[str, Any] | None = None) -> None:
    spoor_commands.schrijf_audit(
        door.id, f"abonnement.{wat}", object_soort="abonnement", object_id=abonnement_id, now=now, bijzonderheden=bij
    )
