"""The words of kennisgeving."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from inburgering.primitives.ids import BriefId, PersoonId


class Soort(StrEnum):
    """What a letter is for; each has its own text under `sjablonen/`."""

    KENNISGEVING = "kennisgeving"
    UITLEG = "uitleg"
    CORRECTIE = "correctie"
    KEUZE = "keuze"
    WIJZIGING = "wijziging"
    NIET_PLICHTIG = "niet-plichtig"
    INZAGE = "inzage"


class Fout(StrEnum):
    """Which mistake an explanation names."""

    VERKEERDE_WET = "verkeerde-wet"
    GEMISTE_KENNISGEVING = "gemiste-kennisgeving"
    VERKEERDE_GEMEENTE = "verkeerde-gemeente"


class Uitkomst(StrEnum):
    """What a correction says now holds."""

    WI2013 = "Wi2013"
    WI2021 = "Wi2021"
    GEEN_PLICHT = "geen-plicht"


class Stand(StrEnum):
    """Where a letter is."""

    KLAAR = "klaar"
    GEDRUKT = "gedrukt"
    VERVALLEN = "vervallen"
    RETOUR = "retour"


OVERGANGEN: Mapping[Stand, frozenset[Stand]] = {
    Stand.KLAAR: frozenset({Stand.GEDRUKT, Stand.VERVALLEN}),
    Stand.GEDRUKT: frozenset({Stand.RETOUR}),
    Stand.VERVALLEN: frozenset(),
    Stand.RETOUR: frozenset(),
}


class Gebeurtenissoort(StrEnum):
    """What happened to a letter."""

    KLAAR = "klaar"
    GEPRINT = "geprint"
    GEWEIGERD = "geweigerd"
    VERVALLEN = "vervallen"
    RETOUR = "retour"


class Hapering(StrEnum):
    """Why a letter was not made; a person looks."""

    ZONDER_ADRES = "zonder-adres"
    OVERLEDEN = "overleden"
    ONDRUKBAAR = "ondrukbaar-teken"


@dataclass(frozen=True, slots=True)
class Opdracht:
    """One letter to be made. With a vaststelling, what it says is filled in from there; `gegevens` goes before it."""

    persoon_id: PersoonId | int
    soort: Soort
    gegevens: Mapping[str, Any] = field(default_factory=dict)
    vaststelling_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Afzender:
    """Who writes. Invented: this is a demonstration."""

    naam: str = "Dienst Inburgering (demonstratie)"
    kort: str = "Dienst Inburgering"
    toevoeging: str = "demonstratie"
    telefoon: str = "050 000 00 00"
    retour: str = "Dienst Inburgering (demonstratie), Postbus 0000, 9700 AA Groningen"
    fg: str = "fg@dienst-inburgering.example"


@dataclass(frozen=True, slots=True)
class Druk:
    """What one attempt at the print queue did."""

    geprint: tuple[BriefId, ...]
    geweigerd: tuple[BriefId, ...]
