"""What a gemeente does with a signaal: confirm, take up, finish, and declare how it was used."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from inburgering.signaal import queries
from inburgering.signaal.commands import schrijven
from inburgering.signaal.errors import OvergangOnmogelijk
from inburgering.signaal.models import Signaal, Verklaring
from inburgering.signaal.rules import stappen
from inburgering.signaal.terms import Antwoord, Bewijs, Correctiesoort, Status
from inburgering.spoor import commands as spoor_commands
from inburgering.stop import commands as stop_commands
from inburgering.stop import queries as stop_queries
from inburgering.stop.errors import StopVanKracht
from inburgering.stop.terms import Kanaal
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling

_GEEN_BEWIJS = Bewijs()
_TE_BEVESTIGEN = (Correctiesoort.INTREKKING, Correctiesoort.OMLEIDING)


@transaction.atomic
def bevestig_ontvangst(signaal_id: UUID, *, door: Actor, now: datetime) -> None:
    """Record that the gemeente has the signaal; a second time changes nothing.

    Raises:
        SignaalOnbekend: it does not exist, or not for this gemeente.
        OvergangOnmogelijk: it is past that step, or withdrawn.
    """
    _zet(signaal_id, Status.BEVESTIGD, door=door, now=now)


def neem_in_behandeling(signaal_id: UUID, *, door: Actor, now: datetime) -> None:
    """Record that the gemeente works on it.

    Raises:
        SignaalOnbekend: it does not exist, or not for this gemeente.
        OvergangOnmogelijk: it is past that step, or withdrawn.
        StopVanKracht: nobody may work with it now.
    """
    _eis_geen_stop(signaal_id, door=door, now=now)
    with transaction.atomic():
        _zet(signaal_id, Status.IN_BEHANDELING, door=door, now=now)


def handel_af(signaal_id: UUID, *, door: Actor, now: datetime) -> None:
    """Record that the gemeente is done with it.

    Raises:
        SignaalOnbekend: it does not exist, or not for this gemeente.
        OvergangOnmogelijk: it is withdrawn.
        StopVanKracht: nobody may work with it now.
    """
    _eis_geen_stop(signaal_id, door=door, now=now)
    with transaction.atomic():
        _zet(signaal_id, Status.AFGEHANDELD, door=door, now=now)


@transaction.atomic
def bevestig_correctie(signaal_id: UUID, *, door: Actor, now: datetime) -> None:
    """Record that the gemeente did what the correctie asks; a second time changes nothing.

    Raises:
        SignaalOnbekend: it does not exist, or not for this gemeente.
        OvergangOnmogelijk: this signaal asks for no such confirmation.
    """
    rij = queries.envelop(signaal_id, gemeente=door.gemeente)
    if rij.correctiesoort not in _TE_BEVESTIGEN:
        raise OvergangOnmogelijk("Dit signaal is geen intrekking of omleiding.", veld="signaalId")
    _zet(signaal_id, Status.BEVESTIGD, door=door, now=now)
    spoor_commands.schrijf_audit(door.id, "correctie.bevestigd", object_soort="signaal", object_id=signaal_id, now=now)


@transaction.atomic
def verklaar(
    signaal_id: UUID,
    antwoord: str,
    *,
    toelichting: str,
    bewijs: Bewijs = _GEEN_BEWIJS,
    door: Actor,
    now: datetime,
) -> Antwoord:
    """Add the answer of the gemeente about one signaal; a later answer overrides an earlier one, none is lost.

    The evidence stays with the gemeente: here is only what it is, and the SHA-256 it can be recognised by.

    Raises:
        VerklaringOngeldig: the answer is not in the vocabulary.
        InhoudOngeldig: the explanation or the evidence holds a long number, or the evidence is not whole.
        SignaalOnbekend: it does not exist, or not for this gemeente.
    """
    woord = stappen.lees_antwoord(antwoord)
    if toelichting.strip():
        stappen.check_reden(toelichting)
    bewijs = stappen.check_bewijs(bewijs)
    rij = queries.envelop(signaal_id, gemeente=door.gemeente)
    toegang_rules.eis(door, Handeling.VERKLAREN, gemeente=rij.gemeente)
    Verklaring.objects.create(
        signaal_id=signaal_id,
        gemeente=rij.gemeente,
        antwoord=woord,
        toelichting=toelichting.strip()[:500],
        bewijs=bewijs.tekst,
        document=bewijs.document,
        sha256=bewijs.sha256,
        door=door.id,
        op=now,
    )
    spoor_commands.schrijf_audit(
        door.id,
        "signaal.verklaard",
        object_soort="signaal",
        object_id=signaal_id,
        now=now,
        bijzonderheden={"antwoord": woord.value, "bewijs": bool(bewijs), "sha256": bewijs.sha256},
    )
    return woord


def _zet(signaal_id: UUID, naar: Status, *, door: Actor, now: datetime) -> None:
    """Take one step in the table of steps, under the lock of the row; the same step again is no step."""
    toegang_rules.eis(door, Handeling.SIGNAAL_BEHANDELEN, gemeente=door.gemeente)
    queries.envelop(signaal_id, gemeente=door.gemeente)
    rij = Signaal.objects.select_for_update(of=("self",)).get(pk=signaal_id)
    if rij.status == naar:
        return
    stappen.ga_naar(Status(rij.status), naar)
    Signaal.objects.filter(pk=signaal_id).update(status=naar, status_op=now)
    schrijven.noteer([signaal_id], naar, door=door, now=now)


def _eis_geen_stop(signaal_id: UUID, *, door: Actor, now: datetime) -> None:
    rij = queries.envelop(signaal_id, gemeente=door.gemeente)
    try:
        stop_queries.doorlaat(rij.vrijgave_id, kanaal=Kanaal.PORTAAL, gemeente=rij.gemeente)
    except StopVanKracht:
        stop_commands.noteer_weigering(Kanaal.PORTAAL, vrijgave_id=rij.vrijgave_id, gemeente=rij.gemeente, now=now)
        raise
