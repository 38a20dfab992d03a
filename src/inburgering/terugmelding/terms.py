"""The words of terugmelding: what was told back, what DUO answered, what it changed, and when numbers rise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

PIP, BOETE, OVERDRACHT = "R2", "R8", "R10"
NIET_MIJN_INWONER, IK_MIS_IEMAND = "N1", "N2"
OOK_VAN_VORIGE = frozenset({OVERDRACHT, NIET_MIJN_INWONER, IK_MIS_IEMAND})
"""What a gemeente may tell of who is not, or not any more, its own; the rest is for the college alone."""
VERZOEK = "G4"
"""The kind of signaal with which DUO asks for gegevens that the law gives on request only."""
LEERROUTE, TERMIJN_BEGONNEN = "R3", "A7"
"""What a gemeente tells of the leerroute, and the signaal in which DUO tells the term that a first PIP began."""


class Uitslag(StrEnum):
    """What DUO answers to "niet mijn inwoner" and "ik mis iemand"."""

    HOORT_BIJ_U = "hoort-bij-u"
    GAAT_NAAR_ANDER = "gaat-naar-andere-gemeente"
    SIGNAAL_VOLGT = "signaal-volgt"
    NIET_PLICHTIG = "niet-inburgeringsplichtig"
    NIET_GEVONDEN = "niet-gevonden"


@dataclass(frozen=True, slots=True)
class Antwoord:
    """The answer of DUO to one terugmelding."""

    uitslag: Uitslag
    toelichting: str
    op: datetime


@dataclass(frozen=True, slots=True)
class Terugmeldingrij:
    """One terugmelding as it stands: what was told, whether it still counts, and what DUO answered."""

    id: int
    soort: str
    titel: str
    gemeente: str
    persoon_id: int | None
    signaal_id: UUID | None
    velden: Mapping[str, Any] = field(repr=False)
    grondslag: str
    door: str
    op: datetime
    uiterlijk: date | None
    vervangt: int | None
    vervangen_door: int | None
    ingetrokken: bool
    reden: str
    antwoord: Antwoord | None

    @property
    def geldt(self) -> bool:
        """Whether no later terugmelding took its place and it was not taken back."""
        return self.vervangen_door is None and not self.ingetrokken

    @property
    def wacht(self) -> bool:
        """Whether DUO still has to answer."""
        return self.uiterlijk is not None and self.antwoord is None and self.geldt


@dataclass(frozen=True, slots=True)
class Termijn:
    """The inburgeringstermijn of a person as the PIP dates that were told back set it."""

    eerste_pip: date
    begin: date
    uiterlijk: date


@dataclass(frozen=True, slots=True)
class Telling:
    """How often a gemeente said this in a month; `gemeente` is empty for all together."""

    soort: str
    gemeente: str
    maand: str
    aantal: int


@dataclass(frozen=True, slots=True)
class Alarm:
    """A number that rose: what, where (empty: everywhere), in which month, from which mean to which number."""

    soort: str
    titel: str
    gemeente: str
    maand: str
    gewoonlijk: float
    aantal: int
