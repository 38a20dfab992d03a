"""The forms of stops."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from inburgering.interfaces.api.vormen.gemeen import Gemeentecode
from inburgering.stop.terms import StopRij


class Stopkeus(Struct, rename="camel"):
    """Waarop een stop kiest. Een lege lijst of een lege dag sluit niets uit."""

    wetten: list[str]
    categorieen: list[str]
    soorten: list[str]
    vanaf: Annotated[date | None, Meta(description="Vrijgegeven vanaf deze dag.")] = None
    tot: Annotated[date | None, Meta(description="Vrijgegeven tot en met deze dag.")] = None


class Stop(Struct, rename="camel"):
    """Een stop die nu geldt voor wat uw gemeente heeft of krijgt."""

    stop_id: UUID
    alles: Annotated[bool, Meta(description="De stop geldt voor alle vrijgaven.")]
    vrijgaven: Annotated[
        list[int],
        Meta(description="Nummers van vrijgaven; bij een signaal staat het nummer in `vrijgave`. Leeg bij `alles`."),
    ]
    reden: str
    gezet_op: datetime
    oefening: bool
    opgeheven_op: datetime | None = None
    keus: Annotated[
        Stopkeus | None, Meta(description="Waarop de stop kiest, ook bij wat later komt. Leeg: hij kiest niet.")
    ] = None
    herzie_op: Annotated[date | None, Meta(description="Dag waarop wij opnieuw kijken of de stop nodig is.")] = None


class Stops(Struct, rename="camel"):
    """De stops die nu voor een gemeente gelden."""

    gemeente: Gemeentecode
    epoch: Annotated[int, Meta(description="Stand van de poort; elke stop of opheffing telt er een bij.")]
    stops: list[Stop]


def van_stop(r: StopRij, *, vrijgaven: Sequence[int]) -> Stop:
    """The form of one stop with the vrijgaven it covers; who set it stays inside."""
    k = r.bereik.keus
    return Stop(
        stop_id=r.id,
        alles=r.bereik.alles,
        vrijgaven=[int(v) for v in vrijgaven],
        reden=r.reden,
        gezet_op=r.op,
        oefening=r.oefening,
        opgeheven_op=r.opgeheven_op,
        keus=Stopkeus(list(k.wetten), list(k.categorieen), list(k.soorten), k.vanaf, k.tot) if k else None,
        herzie_op=r.herzie_op,
    )
