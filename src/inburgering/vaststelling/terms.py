"""The words of vaststelling."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from inburgering.primitives.ids import Gemeentecode, PersoonId, VaststellingId


class Oordeel(StrEnum):
    """The answer of the law."""

    PLICHTIG = "plichtig"
    NIET_PLICHTIG = "niet-plichtig"
    ONBEKEND = "onbekend"


class Wet(StrEnum):
    """The two acts."""

    WI2013 = "Wi2013"
    WI2021 = "Wi2021"


class Categorie(StrEnum):
    """The two groups of Wi2021 art. 13 and 19."""

    ASIEL = "asielstatushouder"
    GEZIN = "gezins-of-overige-migrant"


class Registersoort(StrEnum):
    """What happened to a regelversie."""

    VOORGESTELD = "voorgesteld"
    AFGEWEZEN = "afgewezen"
    INGEVOERD = "ingevoerd"
    IN_GEBRUIK = "in-gebruik"
    INGETROKKEN = "ingetrokken"


class Werksoort(StrEnum):
    """Why a person must look."""

    ONBEKEND = "onbekend"
    ONVOLLEDIG = "onvolledig"  # there is a duty, but the act or its first day is unknown


@dataclass(frozen=True, slots=True)
class Inhoud:
    """What a vaststelling says, before it is recorded."""

    oordeel: Oordeel
    wet: Wet | None
    ingangsdatum: date | None
    einde: date | None
    einde_reden: str
    vrijgesteld_tot: date | None
    categorie: Categorie | None
    geestelijk_bedienaar: bool
    college: Gemeentecode | None
    termijnen: Mapping[str, str | None]
    waarschuwingen: tuple[str, ...]
    ontbrekend: tuple[str, ...]
    redenen: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One run over many persons. `aantallen` counts every oordeel and wet, and what was new or the same."""

    id: UUID
    aantallen: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Gebeurtenis:
    """One row of the register of regelversies."""

    regelversie: str
    soort: Registersoort
    op: datetime
    door: str
    tweede: str
    rapport_hash: str
    wet_hash: str
    reden: str
    gevallen: int = 0  # how many golden cases were run for it, all as written


@dataclass(frozen=True, slots=True)
class Besluit:
    """Who decided about a regelversie, with whom, and why."""

    door: str
    tweede: str
    reden: str


@dataclass(frozen=True, slots=True)
class Geldigheid:
    """A stretch of time in which one regelversie held, and the decision that made it hold; `tot` is None for now."""

    vanaf: datetime
    tot: datetime | None
    besluit: Gebeurtenis


@dataclass(frozen=True, slots=True)
class Werk:
    """One vaststelling that waits for a person."""

    vaststelling_id: VaststellingId
    persoon_id: PersoonId
    soort: Werksoort
    ontbrekend: tuple[str, ...]
    sinds: datetime
    gemeente: Gemeentecode | None


@dataclass(frozen=True, slots=True)
class Werkgroep:
    """Everything in the werkvoorraad that waits for the same facts."""

    ontbrekend: tuple[str, ...]
    aantal: int
    oudste: datetime


@dataclass(frozen=True, slots=True)
class Berekening:
    """What a regelversie says of one person, with the facts it looked at; not recorded."""

    persoon_id: PersoonId
    inhoud: Inhoud
    feiten: Mapping[str, Any]
    feiten_hash: str
