"""Publishing: bring lists up to date, hand out a signed one, and change keys without an outage."""

import threading
import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from inburgering.spoor import commands as spoor_commands
from inburgering.statuslijst import models, queries, rules
from inburgering.statuslijst.errors import LijstOnbekend
from inburgering.statuslijst.terms import SLEUTEL_VOORAF, TTL
from inburgering.stop import queries as stop_queries
from inburgering.toegang.rules import eis
from inburgering.toegang.terms import SYSTEEM, Actor, Handeling

_NA = timedelta(microseconds=1)  # a clock that steps back never hides what was published
_SLOT = 20220126  # advisory lock: one publisher at a time
_getekend: dict[str, tuple[int, datetime, str]] = {}
_getekend_slot = threading.Lock()


def werk_bij(lijsten: Sequence[str] | None = None, *, now: datetime) -> list[str]:
    """Publish every list (or these) whose content differs from what was published; the names of those that did.

    Run on a beat, and at once after a stop: what is published then is what the poort says now.
    """
    gewijzigd = []
    for lijst in queries.lijsten() if lijsten is None else lijsten:
        with transaction.atomic():
            _wacht_op_beurt()
            epoch = stop_queries.stand().epoch
            toestanden, aantal = queries.toestanden(lijst, dag=now.date())
            inhoud = rules.vul(toestanden, aantal=aantal)
            vorige = queries.laatste(lijst)
            if vorige is None or vorige.inhoud != inhoud:
                vanaf = now if vorige is None else max(now, vorige.vanaf + _NA)
                models.Uitgave.objects.create(lijst=lijst, vanaf=vanaf, epoch=epoch, inhoud=zlib.compress(inhoud, 6))
                gewijzigd.append(lijst)
    if not queries.sleutels():
        _maak_sleutel(now, door=SYSTEEM, now=now)
    return gewijzigd


def geef(lijst: str, *, now: datetime) -> str:
    """The signed token of a list as it stands now; one signature serves until the epoch moves or the beat is over.

    Raises:
        LijstOnbekend: no gemeente with that name ever got a signaal.
    """
    epoch = stop_queries.stand().epoch
    with _getekend_slot:
        bewaard = _getekend.get(_sleutel(lijst))
    if bewaard and bewaard[0] == epoch and bewaard[1] <= now < bewaard[1] + TTL:
        return bewaard[2]
    if lijst not in queries.lijsten():
        raise LijstOnbekend(veld="lijst", herstel="Neem het adres over uit het signaal.")
    werk_bij([lijst], now=now)
    uitgave = queries.laatste(lijst)
    assert uitgave is not None, "werk_bij publishes every list that has none"
    token = queries.teken(uitgave, iat=now, now=now)
    with _getekend_slot:
        _getekend[_sleutel(lijst)] = (epoch, now, token)
    return token


def geef_op(lijst: str, *, moment: datetime, now: datetime) -> str:
    """The signed token of a list as it was published at a moment in the past.

    Raises:
        LijstOnbekend: it did not exist then.
    """
    if moment >= now:
        return geef(lijst, now=now)
    uitgave = queries.op(lijst, moment=moment)
    return queries.teken(uitgave, iat=uitgave.vanaf, now=now)


def maak_sleutel(*, door: Actor, now: datetime) -> str:
    """Make and announce the next key; it signs a day later, so that every holder has it by then. Its name.

    Raises:
        GeenBevoegdheid: the actor may not.
    """
    eis(door, Handeling.TOEGANG_BEHEREN)
    return _maak_sleutel(now + SLEUTEL_VOORAF, door=door, now=now)


@transaction.atomic
def _maak_sleutel(vanaf: datetime, *, door: Actor, now: datetime) -> str:
    kenmerk = f"{vanaf:%Y%m%dT%H%M%S}"
    velden = {"tekent_vanaf": vanaf, "gemaakt_op": now, "door": door.id}
    _, nieuw = models.Sleutel.objects.get_or_create(kenmerk=kenmerk, defaults=velden)
    if nieuw:
        spoor_commands.schrijf_audit(
            door.id, "statuslijst.sleutel", object_soort="statuslijst", object_id=kenmerk, now=now
        )
    return kenmerk


def _wacht_op_beurt() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SLOT])


def _sleutel(lijst: str) -> str:
    return f"{connection.settings_dict['NAME']}/{lijst}"
