"""The words of hervatting: cohorts, what must hold first, and who goes on which day."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Voorwaarde(StrEnum):
    """What must hold before a cohort may go; each is met by a person, on a moment."""

    REGEL = "regel-goedgekeurd"
    BRIEVEN = "brieven-klaar"
    GEMEENTEN = "gemeenten-ingelicht"
    COA = "coa-klaar"


class Weg(StrEnum):
    """How a person goes on: with the old signaal readable again, redirected, with a new one, or with a letter only."""

    HERSTELD = "hersteld"
    OMGELEID = "omgeleid"
    NIEUW = "nieuw"
    BRIEF = "brief"


@dataclass(frozen=True, slots=True)
class CohortVoorstel:
    """One cohort as it is planned: who, from which day, at most how many a day, and what must hold first."""

    naam: str
    op: date
    categorieen: tuple[str, ...] = ()
    persoon_ids: tuple[int, ...] = ()
    per_dag: int = 25
    voorwaarden: tuple[Voorwaarde, ...] = (Voorwaarde.REGEL, Voorwaarde.BRIEVEN, Voorwaarde.GEMEENTEN)
    wet: str = "Wi2021"


@dataclass(frozen=True, slots=True)
class Kandidaat:
    """One person who waits, with the gemeente that will receive and the deadline that presses."""

    persoon_id: int
    gemeente: str
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class Plek:
    """The day on which one person goes."""

    persoon_id: int
    gemeente: str
    dag: date


@dataclass(frozen=True, slots=True)
class Punt:
    """The expected number of waiting persons at the end of one week, with its band."""

    week: date
    laag: int
    verwacht: int
    hoog: int


@dataclass(frozen=True, slots=True)
class Losgelaten:
    """What one call let go, and what still waits."""

    cohort: str
    hersteld: int
    omgeleid: int
    nieuw: int
    brieven: int
    rest: int
    volgende_dag: date | None


@dataclass(frozen=True, slots=True)
class CohortStand:
    """One cohort as the screens and the account show it."""

    id: int
    code: str
    naam: str
    op: date
    personen: int
    losgelaten: int
    vervuld: tuple[tuple[Voorwaarde, datetime, str], ...]
    open: tuple[Voorwaarde, ...]
    vrijgave_id: int | None = None


@dataclass(frozen=True, slots=True)
class Voortgang:
    """How far the restart of an incident is."""

    cohorten: tuple[CohortStand, ...] = ()
    achterstand: int = 0
    termijn_overschreden: int = 0
    verwachting: tuple[Punt, ...] = field(default=())
    reeks: tuple[tuple[date, int], ...] = field(default=())
