"""The words of disclosure: who gives which gegevens to whom."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from inburgering.recht.verstrekkingsregels import ONBEKENDE, Betrokkene


class Partij(StrEnum):
    """The kinds of sender and receiver that the law tells apart; DUO acts for the minister."""

    DUO = "minister"
    COLLEGE = "college"
    COA = "coa"
    JENV = "jenv"
    CURSUSINSTELLING = "cursusinstelling"
    BEGELEIDER = "begeleider"
    TOETSER = "toetser"
    OCW = "ocw"
    CVTE = "cvte"
    WAARDERING = "waardering"
    BELASTINGDIENST = "belastingdienst"
    TOESLAGEN = "toeslagen"
    CBS = "cbs"
    AP = "ap"
    PERSOON = "persoon"
    ANDER = "ander"


@dataclass(frozen=True, slots=True)
class Regel:
    """One verstrekking to be booked: whose gegevens, to whom, through which kanaal; the law gives the ground.

    `betrokkene` is what was determined of the person, `taak_van` the act for whose task it goes, `doel` what for,
    `verstrekker` whose gegevens DUO hands on.
    """

    persoon_id: int
    ontvanger: str
    kanaal: str
    soort: str
    gegevens: tuple[str, ...]
    vrijgave_id: int
    signaal_id: UUID | None = None
    brief_id: UUID | None = None
    betrokkene: Betrokkene = ONBEKENDE
    taak_van: str | None = None
    doel: str = ""
    verstrekker: Partij = Partij.DUO


class Houder(NamedTuple):
    """Someone who has gegevens of a person: straight from us (depth 0) or passed on. A tuple, as there are many."""

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


class Verder(NamedTuple):
    """One step in which a receiver passed gegevens on, under the verstrekking it began with; how far its recall is."""

    id: int
    verstrekking_id: int
    ouder_id: int | None
    ontvanger: str
    gegevens: tuple[str, ...]
    grondslag: str
    toegestaan: bool
    datum: date
    gevraagd_op: datetime | None
    bevestigd_op: datetime | None
