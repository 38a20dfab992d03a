"""What comes back after a stop: gemeenten that read and confirm it, and every no that the brake said."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from inburgering.primitives.ids import Gemeentecode, StopId
from inburgering.spoor import commands as spoor
from inburgering.stop import queries, rules
from inburgering.stop.terms import Kanaal
from inburgering.toegang import rules as toegang
from inburgering.toegang.terms import Actor, Handeling


def lees(stop_id: StopId, gemeente: Gemeentecode | str, *, door: Actor, now: datetime) -> None:
    """Record that the gemeente opened the stop; the first time counts."""
    toegang.eis(door, Handeling.STOP_INZIEN, gemeente=gemeente)
    _antwoord("stop.gelezen", stop_id, gemeente, door=door, now=now)


def bevestig(stop_id: StopId, gemeente: Gemeentecode | str, *, door: Actor, now: datetime) -> None:
    """Record that the gemeente stopped using what the stop covers; the first time counts, and it counts as reading."""
    toegang.eis(door, Handeling.STOP_BEVESTIGEN, gemeente=gemeente)
    _antwoord("stop.gelezen", stop_id, gemeente, door=door, now=now)
    _antwoord("stop.bevestigd", stop_id, gemeente, door=door, now=now)


_ANTWOORD = {
    "stop.gelezen": (
        "INSERT INTO stop_lezing (stop_id, gemeente, door, op) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"
    ),
    "stop.bevestigd": (
        "INSERT INTO stop_bevestiging (stop_id, gemeente, door, op) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"
    ),
}


@transaction.atomic
def _antwoord(handeling: str, stop_id: StopId, gemeente: str, *, door: Actor, now: datetime) -> None:
    rules.eis_geldt_voor(queries.stop(stop_id).bereik, gemeente)
    with connection.cursor() as cursor:
        cursor.execute(
            _ANTWOORD[handeling],
            [stop_id, gemeente, door.id, now],
        )
        nieuw = cursor.rowcount
    if nieuw:
        spoor.schrijf_audit(
            door.id,
            handeling,
            object_soort="stop",
            object_id=stop_id,
            now=now,
            bijzonderheden={"gemeente": gemeente},
        )


def noteer_weigering(kanaal: Kanaal, *, vrijgave_id: int, gemeente: str | None, now: datetime) -> None:
    """Record that the brake said no; on a connection of its own, so that it survives a rollback."""
    with queries.eigen_verbinding().cursor() as cursor:
        cursor.execute(
            "INSERT INTO stop_weigering (kanaal, vrijgave_id, gemeente, epoch, op)"
            " SELECT %s, %s, %s, coalesce((SELECT epoch FROM stop_poort), -1), %s",
            [kanaal.value, int(vrijgave_id), gemeente, now],
        )


def noteer_weigeringen(kanaal: Kanaal, geweigerd: Sequence[tuple[int, str | None]], *, now: datetime) -> None:
    """Record many refusals (vrijgave and gemeente) at once, as `noteer_weigering` does one."""
    if not geweigerd:
        return
    vrijgaven, gemeenten = zip(*geweigerd, strict=True)
    with queries.eigen_verbinding().cursor() as cursor:
        cursor.execute(
            "INSERT INTO stop_weigering (kanaal, vrijgave_id, gemeente, epoch, op)"
            " SELECT %s, v, g, coalesce((SELECT epoch FROM stop_poort), -1), %s"
            " FROM unnest(%s::smallint[], %s::text[]) x (v, g)",
            [kanaal.value, now, [int(v) for v in vrijgaven], list(gemeenten)],
        )
