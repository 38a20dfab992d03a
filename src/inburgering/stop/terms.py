"""The words of the brake."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inburgering.primitives.ids import Gemeentecode, StopId, VrijgaveId

VRIJGAVEN_MAX = 4096


class Kanaal(StrEnum):
    """The ways gegevens leave the product."""

    PORTAAL = "portaal"
    API = "api"
    EXPORT = "export"
    WEBHOOK = "webhook"
    BRIEF = "brief"
    STATISTIEK = "statistiek"


class Richting(StrEnum):
    """Whether a stop holds what leaves or what comes in."""

    UIT = "uit"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Bereik:
    """What a stop covers: everything or some vrijgaven; in every gemeente when `gemeenten` is empty."""

    alles: bool
    vrijgaven: tuple[int, ...] = ()
    gemeenten: tuple[str, ...] = ()
    richting: Richting = Richting.UIT


@dataclass(frozen=True, slots=True)
class PoortStand:
    """What the poort lets through at one moment. `levend`: bit i (counted from 0) tells about vrijgave i."""

    epoch: int
    levend: int
    levend_geheel: int


@dataclass(frozen=True, slots=True)
class Leegloop:
    """The two moments of a stop: committed, and no older snapshot left."""

    vastgelegd_ms: float
    leeggelopen_ms: float
    beeindigd: int = 0


@dataclass(frozen=True, slots=True)
class VrijgaveRij:
    """One vrijgave as it was made."""

    id: VrijgaveId
    regelversie: str
    soort: str
    run: str
    gemaakt_op: datetime


@dataclass(frozen=True, slots=True)
class StopRij:
    """One stop as it was set. `opgeheven_op` is set once nothing of its bereik is in force."""

    id: StopId
    bereik: Bereik
    reden: str
    door: str
    tweede: str | None
    oefening: bool
    incident: str
    op: datetime
    vastgelegd_ms: float | None = None
    leeggelopen_ms: float | None = None
    opgeheven_op: datetime | None = None


@dataclass(frozen=True, slots=True)
class Bevestiging:
    """How far one gemeente is with one stop."""

    gemeente: Gemeentecode
    gelezen_op: datetime | None
    bevestigd_op: datetime | None
    door: str | None
