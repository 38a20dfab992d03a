"""The print queue: every letter asks the brake, leaves once, and is booked in the ledger in the same transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from inburgering.feit import commands as feit_commands
from inburgering.kennisgeving import models
from inburgering.kennisgeving.terms import Druk, Gebeurtenissoort, Soort, Stand
from inburgering.primitives.ids import BriefId, VrijgaveId
from inburgering.stop import commands as stop_commands
from inburgering.stop import queries as stop_queries
from inburgering.stop.terms import Doorlaat, Kanaal
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import SYSTEEM, Actor, Handeling
from inburgering.verstrekking import commands as verstrekking_commands
from inburgering.verstrekking.terms import Regel

_PORTIE = 500
_GEGEVENS = {
    Soort.UITLEG: ("naam", "adres", "verstrekking"),
    Soort.KEUZE: ("naam", "adres", "plicht", "keuze"),
    Soort.INZAGE: ("naam", "adres", "verstrekking"),
}
_GEGEVENS_ANDERS = ("naam", "adres", "plicht")


def druk_af(*, now: datetime, maximaal: int | None = None, door: Actor = SYSTEEM) -> Druk:
    """Print what waits and may go, the oldest first; what a stop holds stays in the queue and counts as refused.

    Two printers at the same time take different letters; a letter leaves the queue once.

    Raises:
        GeenBevoegdheid: the actor may not print.
    """
    toegang_rules.eis(door, Handeling.BRIEF_DRUKKEN)
    geprint: list[BriefId] = []
    geweigerd: list[models.Brief] = []
    na: models.Brief | None = None
    while maximaal is None or len(geprint) < maximaal:
        with transaction.atomic():
            rijen = _neem(na, _PORTIE if maximaal is None else min(_PORTIE, maximaal - len(geprint)))
            klaar, niet = _druk(rijen, door=door, now=now)
        if not rijen:
            break
        na = rijen[-1]
        geprint += klaar
        geweigerd += niet
        stop_commands.noteer_weigeringen(Kanaal.BRIEF, [(brief.vrijgave_id, None) for brief in niet], now=now)
    return Druk(tuple(geprint), tuple(BriefId(brief.pk) for brief in geweigerd))


def _neem(na: models.Brief | None, aantal: int) -> list[models.Brief]:
    """The next letters of the queue, locked; those that another printer holds are passed over."""
    rijen = models.Brief.objects.select_for_update(of=("self",), skip_locked=True).filter(stand=Stand.KLAAR.value)
    if na is not None:
        zelfde = Q(gemaakt_op=na.gemaakt_op)
        verder = Q(persoon_id__gt=na.persoon_id) | Q(persoon_id=na.persoon_id, id__gt=na.pk)
        rijen = rijen.filter(Q(gemaakt_op__gt=na.gemaakt_op) | (zelfde & verder))
    return list(rijen.order_by("gemaakt_op", "persoon_id", "id")[:aantal])


def _druk(rijen: Sequence[models.Brief], *, door: Actor, now: datetime) -> tuple[list[BriefId], list[models.Brief]]:
    """Print those whose vrijgave is live and whose content the database shows; the others are refused."""
    doorlaten = stop_queries.doorlaten({rij.vrijgave_id for rij in rijen}, kanaal=Kanaal.BRIEF)
    leesbaar = set(models.BriefInhoud.objects.filter(pk__in=[rij.pk for rij in rijen]).values_list("pk", flat=True))
    goed = [rij for rij in rijen if rij.vrijgave_id in doorlaten and rij.pk in leesbaar]
    weg = {rij.pk for rij in goed}
    niet = [rij for rij in rijen if rij.pk not in weg]
    with transaction.atomic():
        _laat_gaan(goed, doorlaten, door=door, now=now)
        # A stop may have been committed while we wrote: then nothing of this portion left.
        gestopt = {rij.vrijgave_id for rij in goed} - stop_queries.levend({rij.vrijgave_id for rij in goed})
        if gestopt:
            transaction.set_rollback(True)
            niet, weg = [*niet, *(rij for rij in goed if rij.vrijgave_id in gestopt)], set()
    _noteer(niet, Gebeurtenissoort.GEWEIGERD, door=door, now=now)
    return [BriefId(pk) for pk in (rij.pk for rij in goed) if pk in weg], niet


def _laat_gaan(
    brieven: Sequence[models.Brief], doorlaten: dict[VrijgaveId, Doorlaat], *, door: Actor, now: datetime
) -> None:
    _noteer(brieven, Gebeurtenissoort.GEPRINT, door=door, now=now)
    models.Brief.objects.filter(pk__in=[b.pk for b in brieven]).update(stand=Stand.GEDRUKT.value)
    verstrekking_commands.boek(
        [_regel(b) for b in brieven], doorlaten={int(v): d for v, d in doorlaten.items()}, actor=door, now=now
    )
    feit_commands.leg_kennisgeving_vast(
        [(b.persoon_id, b.dagtekening, b.wet) for b in brieven if b.soort == Soort.KENNISGEVING], now=now
    )


def _noteer(brieven: Sequence[models.Brief], soort: Gebeurtenissoort, *, door: Actor, now: datetime) -> None:
    models.BriefGebeurtenis.objects.bulk_create(
        models.BriefGebeurtenis(brief_id=brief.pk, soort=soort.value, door=door.id, op=now) for brief in brieven
    )


def _regel(brief: models.Brief) -> Regel:
    soort = Soort(brief.soort)
    return Regel(
        persoon_id=brief.persoon_id,
        ontvanger="persoon",
        kanaal=Kanaal.BRIEF.value,
        soort=f"brief-{brief.soort}",
        gegevens=_GEGEVENS.get(soort, _GEGEVENS_ANDERS),
        doel=soort.value,
        vrijgave_id=brief.vrijgave_id,
        brief_id=UUID(str(brief.pk)),
    )
