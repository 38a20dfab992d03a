"""The words of the brake."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from inburgering.primitives.ids import Gemeentecode, StopId, VrijgaveId

VRIJGAVEN_MAX = 4096
WETTEN = ("Wi2013", "Wi2021")
CATEGORIEEN = ("asielstatushouder", "gezins-of-overige-migrant")
BRONNEN = ("ind", "brp", "coa", "terugmelding")
"""What a stop of what comes in can name."""
DEUREN: Mapping[str, str] = MappingProxyType(
    {
        "brief": "brief",
        "kennisgeving": "brief",
        "signaal": "signaal",
        "correctie": "signaal",
        "statistiek": "statistiek",
        "momentopname": "momentopname",
    }
)
"""By which door a kind of vrijgave leaves, by the first word of its name; what is not here leaves by every door.

`stop_deur` in the database says the same: a stop of a soort holds all that leaves by that door.
"""
SOORTEN = tuple(dict.fromkeys(DEUREN.values()))


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
class Keus:
    """Which vrijgaven a stop picks by what they hold, also those that are made later; empty picks none.

    A vrijgave whose wet or categorie is not known counts as holding each: too much is stopped, never too little.
    `soorten` are the doors of `SOORTEN`, each with all that leaves by it, or one kind of vrijgave by its name. The days
    are those on which what a vrijgave holds was made, in the Netherlands, both included. For a stop of what comes in,
    `soorten` are the bronnen and the kinds of answers of gemeenten.
    """

    wetten: tuple[str, ...] = ()
    categorieen: tuple[str, ...] = ()
    soorten: tuple[str, ...] = ()
    vanaf: date | None = None
    tot: date | None = None

    def __bool__(self) -> bool:
        return bool(self.wetten or self.categorieen or self.soorten or self.vanaf or self.tot)

    def zin(self) -> str:
        """The choice in words, for people."""
        delen = [*self.wetten, *self.categorieen, *self.soorten]
        if self.vanaf:
            delen.append(f"vanaf {self.vanaf:%d-%m-%Y}")
        if self.tot:
            delen.append(f"tot en met {self.tot:%d-%m-%Y}")
        return ", ".join(delen)


NIET_AAN_GEMEENTEN = frozenset({"brief", "kennisgeving", "statistiek"})
"""The kinds of vrijgaven under which nothing goes to a gemeente."""


@dataclass(frozen=True, slots=True)
class Bereik:
    """What a stop covers: everything, some vrijgaven, or a keus; in every gemeente when `gemeenten` is empty."""

    alles: bool
    vrijgaven: tuple[int, ...] = ()
    gemeenten: tuple[str, ...] = ()
    richting: Richting = Richting.UIT
    keus: Keus = Keus()

    @property
    def raakt_gemeenten(self) -> bool:
        """Whether it can hold what a gemeente has or gets; when in doubt it does."""
        soorten = frozenset(self.keus.soorten)
        return self.richting is Richting.UIT and not (soorten and soorten <= NIET_AAN_GEMEENTEN)


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
    wetten: tuple[str, ...] = ()
    categorieen: tuple[str, ...] = ()


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
    herzie_op: date | None = None
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
            "keus": self.bereik.keus.zin(),
            "richting": self.bereik.richting.value,
            "reden": self.reden,
            "door": self.door,
            "tweede": self.tweede,
            "oefening": self.oefening,
            "incident": self.incident,
            "op": self.op.isoformat(),
            "herzieOp": self.herzie_op.isoformat() if self.herzie_op else None,
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


class Aandringen(StrEnum):
    """How a gemeente that does not answer is urged: once more, then a person of DUO calls."""

    HERINNERING = "herinnering"
    ESCALATIE = "escalatie"


@dataclass(frozen=True, slots=True)
class Werking:
    """How far a stop has come, as numbers: gemeenten it concerns, and how many saw and confirmed it, and how soon."""

    gemeenten: int
    gelezen: int
    bevestigd: int
    herinnerd: int
    geescaleerd: int
    gebruikers: int
    mediaan_gelezen_minuten: float | None
    mediaan_bevestigd_minuten: float | None

    def as_json(self) -> dict[str, Any]:
        """The numbers with Dutch names, for people and programs."""
        return {
            "gemeenten": self.gemeenten,
            "gelezen": self.gelezen,
            "bevestigd": self.bevestigd,
            "herinnerd": self.herinnerd,
            "geescaleerd": self.geescaleerd,
            "gebruikersDieBevestigden": self.gebruikers,
            "mediaanGelezenMinuten": self.mediaan_gelezen_minuten,
            "mediaanBevestigdMinuten": self.mediaan_bevestigd_minuten,
        }
