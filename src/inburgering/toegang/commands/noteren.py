"""The audit line of an act of letting in."""

from datetime import datetime

from inburgering.spoor import commands as spoor
from inburgering.toegang.terms import SYSTEEM, Actor


def noteer(
    handeling: str, object_id: str, *, now: datetime, door: Actor = SYSTEEM, **bijzonderheden: str | list[str] | None
) -> None:
    """Write who did what to which thing; the kind of thing stands before the colon of its number."""
    soort = object_id.partition(":")[0]
    spoor.schrijf_audit(
        door.id, handeling, object_soort=soort, object_id=object_id, now=now, bijzonderheden=bijzonderheden
    )
