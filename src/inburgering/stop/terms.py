"""The words of the brake."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

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


MERK = object()  # only stop.rules puts this on a Doorlaat (house/brake)


@dataclass(frozen=True, slots=True)
class Doorlaat:
    """Proof that the brake was asked for this vrijgave and kanaal and was off, under this epoch of the poort.

    Only `stop.rules` makes one; get it from `stop.queries.doorlaat`, once per attempt, and do not keep it.
    """

    vrijgave_id: VrijgaveId
    kanaal: Kanaal
    gemeente: Gemeentecode | None
    epoch: int
    merk: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        assert self.merk is MERK, "only stop.rules makes a Doorlaat"


@dataclass(frozen=True, slots=True)
class PoortStand:
    """What the poort holds at one moment: every vrijgave that exists and is not live for everybody."""

    epoch: int
    gestopt: frozenset[VrijgaveId]
    gestopt_ergens: frozenset[VrijgaveId]
    alles: bool


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

    def as_json(self) -> dict[str, Any]:
        """The stop with Dutch names, for people and programs."""
        return {
            "stop": str(self.id),
            "alles": self.bereik.alles,
            "vrijgaven": list(self.bereik.vrijgaven),
            "gemeenten": list(self.bereik.gemeenten),
            "richting": self.bereik.richting.value,
            "reden": self.reden,
            "door": self.door,
            "tweede": self.tweede,
            "oefening": self.oefening,
            "incident": self.incident,
            "op": self.op.isoformat(),
            "vastgelegdMs": self.vastgelegd_ms,
            "leeggelopenMs": self.leeggelopen_ms,
            "opgehevenOp": self.opgeheven_op.isoformat() if self.opgeheven_op else None,
        }


@dataclass(frozen=True, slots=True)
class Bevestiging:
    """How far one gemeente is with one stop."""

    gemeente: Gemeentecode
    gelezen_op: datetime | None
    bevestigd_op: datetime | None
    door: str | None

    def as_json(self) -> dict[str, Any]:
        """The answer with Dutch names, for people and programs."""
        return {
            "gemeente": self.gemeente,
            "gelezenOp": self.gelezen_op.isoformat() if self.gelezen_op else None,
            "bevestigdOp": self.bevestigd_op.isoformat() if self.bevestigd_op else None,
            "door": self.door,
        }
