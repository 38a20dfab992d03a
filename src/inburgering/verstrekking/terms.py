"""The words of disclosure: who gives which gegevens to whom, along which stroom of the law."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

ALLES = "*"
"""Stands for every gegeven: a person may know everything about herself."""


class Partij(StrEnum):
    """The kinds of sender and receiver that the law tells apart."""

    DUO = "duo"
    COLLEGE = "college"
    COA = "coa"
    JENV = "jenv"
    CURSUSINSTELLING = "cursusinstelling"
    BEGELEIDER = "begeleider"
    TOETSER = "toetser"
    OCW = "ocw"
    TOESLAGEN = "toeslagen"
    CBS = "cbs"
    AP = "ap"
    PERSOON = "persoon"
    ANDER = "ander"


@dataclass(frozen=True, slots=True)
class Stroom:
    """One row of the law's table: who may give which gegevens to whom, for what, by which article."""

    code: str
    verstrekker: Partij
    ontvanger: Partij
    gegevens: frozenset[str]
    artikel: str
    doel: str
    op_verzoek: bool = False


@dataclass(frozen=True, slots=True)
class Regel:
    """One verstrekking to be booked: whose gegevens, to whom, through which kanaal, on which ground."""

    persoon_id: int
    ontvanger: str
    kanaal: str
    soort: str
    gegevens: tuple[str, ...]
    grondslag: str
    vrijgave_id: int
    signaal_id: UUID | None = None
    brief_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Houder:
    """Someone who has gegevens of a person: straight from us (depth 0) or passed on."""

    persoon_id: int
    ontvanger: str
    diepte: int
    kanaal: str
    gegevens: tuple[str, ...]
    grondslag: str
    vrijgave_id: int
    verstrekking_id: int
    doorgifte_id: int | None
    teruggeroepen: bool


@dataclass(frozen=True, slots=True)
class DoorgifteRij:
    """One doorgifte of a gemeente, with the signaal it came from and how far its recall is."""

    id: int
    signaal_id: UUID | None
    ontvanger: str
    gegevens: tuple[str, ...]
    grondslag: str
    toegestaan: bool
    datum: date
    op: datetime
    ouder_id: int | None
    gevraagd_op: datetime | None
    bevestigd_op: datetime | None
