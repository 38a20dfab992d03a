"""Urging gemeenten that have not confirmed a stop: a reminder after a day, a person who calls after three."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from inburgering.primitives.ids import Gemeentecode, StopId
from inburgering.spoor import commands as spoor
from inburgering.stop import models, queries, rules
from inburgering.stop.terms import Aandringen
from inburgering.toegang.terms import SYSTEEM

_NEDERLAND = ZoneInfo("Europe/Amsterdam")


@transaction.atomic
def dring_aan(*, now: datetime) -> dict[StopId, list[tuple[Gemeentecode, Aandringen]]]:
    """Record who is urged now, for every stop in force on what goes to them; the desk tells them. Twice is no harm.

    Not for a stop that nobody was told of: a step of narrowing another one. For a gemeente that is gone, who took over.
    """
    gedaan, dag = {}, now.astimezone(_NEDERLAND).date()
    stil = set(models.Stop.objects.filter(aankondigen=False).values_list("pk", flat=True))
    for stop in queries.actieve_stops():
        if not stop.bereik.raakt_gemeenten or stop.id in stil:
            continue
        al = frozenset((gemeente, soort) for gemeente, soort, _ in queries.aandrang(stop.id))
        nu = rules.dring_aan(queries.antwoorden(stop.id, dag=dag), gezet_op=stop.op, al=al, now=now)
        if nu:
            models.Aandrang.objects.bulk_create(
                [models.Aandrang(stop_id=stop.id, gemeente=g, soort=soort.value, op=now) for g, soort in nu],
                ignore_conflicts=True,
            )
            spoor.schrijf_audit(
                SYSTEEM.id,
                "stop.aangedrongen",
                object_soort="stop",
                object_id=stop.id,
                now=now,
                bijzonderheden={"gemeenten": [f"{g} {soort}" for g, soort in nu]},
            )
            gedaan[stop.id] = nu
    return gedaan
