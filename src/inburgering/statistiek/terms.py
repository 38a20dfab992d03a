"""The words of statistiek."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Soort(StrEnum):
    """Why a levering is made."""

    PROEF = "proef"
    REGULIER = "regulier"
    VERVANGING = "vervanging"


class Stand(StrEnum):
    """What happened to a levering; each is one event, the last one is its state."""

    SAMENGESTELD = "samengesteld"
    AANGEHOUDEN = "aangehouden"
    GELEVERD = "geleverd"
    ERRATUM = "erratum"
    VERVANGEN = "vervangen"


class Opnamestand(StrEnum):
    """Where one person stands in one levering: in it, held, or no longer in it."""

    OPGENOMEN = "opgenomen"
    AANGEHOUDEN = "aangehouden"
    VERVALLEN = "vervallen"


class Mutatie(StrEnum):
    """How a line differs from the levering that it replaces."""

    GELIJK = ""
    NIEUW = "nieuw"
    GEWIJZIGD = "gewijzigd"
    VERVALLEN = "vervallen"


@dataclass(frozen=True, slots=True)
class Plaats:
    """The cell of the statistics a person counts in."""

    gemeente: str
    categorie: str
    wet: str


@dataclass(frozen=True, slots=True)
class Telling:
    """One cell of a levering: how many are in it, how many are held back."""

    plaats: Plaats
    opgenomen: int
    aangehouden: int


@dataclass(frozen=True, slots=True)
class ErratumRegel:
    """One cell that changed between a levering and its replacement."""

    plaats: Plaats
    was: int
    wordt: int


@dataclass(frozen=True, slots=True)
class Bestand:
    """What CBS receives: the lines and a manifest with control totals."""

    naam: str
    csv: bytes
    manifest: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class LeveringRij:
    """One levering as the screens and the account show it."""

    id: UUID
    periode: str
    soort: Soort
    vrijgave_id: int
    vervangt: UUID | None
    samengesteld_op: datetime
    stand: Stand
    stand_op: datetime
    opgenomen: int
    aangehouden: int
    reden: str = ""
    historie: tuple[tuple[Stand, datetime], ...] = field(default=())
