"""The forms of stops."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from inburgering.interfaces.api.vormen.gemeen import Gemeentecode
from inburgering.stop.terms import StopRij


class Stop(Struct, rename="camel"):
    """Een stop die nu voor uw gemeente geldt."""

    stop_id: UUID
    alles: Annotated[bool, Meta(description="De stop geldt voor alle vrijgaven.")]
    vrijgaven: list[int]
    reden: str
    gezet_op: datetime
    oefening: bool
    opgeheven_op: datetime | None = None


class Stops(Struct, rename="camel"):
    """De stops die nu voor een gemeente gelden."""

    gemeente: Gemeentecode
    epoch: Annotated[int, Meta(description="Stand van de poort; elke stop of opheffing telt er een bij.")]
    stops: list[Stop]


def van_stop(r: StopRij) -> Stop:
    """The form of one stop; who set it stays inside."""
    return Stop(
        stop_id=r.id,
        alles=r.bereik.alles,
        vrijgaven=list(r.bereik.vrijgaven),
        reden=r.reden,
        gezet_op=r.op,
        oefening=r.oefening,
        opgeheven_op=r.opgeheven_op,
    )
