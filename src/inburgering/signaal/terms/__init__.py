"""The words of a signaal: kind, status, correctie, verklaring, and what goes in and comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from inburgering.primitives.ids import Gemeentecode, SignaalId
from inburgering.recht.verstrekkingsregels import Betrokkene
from inburgering.signaal.terms.bezorging import Baan as Baan
from inburgering.signaal.terms.bezorging import BestemmingRij as BestemmingRij
from inburgering.signaal.terms.bezorging import BezorgOpdracht as BezorgOpdracht
from inburgering.signaal.terms.bezorging import Bezorgstand as Bezorgstand
from inburgering.signaal.terms.bezorging import DodeRij as DodeRij
from inburgering.signaal.terms.bezorging import Gebeurtenissoort as Gebeurtenissoort
from inburgering.signaal.terms.bezorging import MailOpdracht as MailOpdracht
from inburgering.signaal.terms.bezorging import Stand as Stand
from inburgering.signaal.terms.bezorging import ValidatieOpdracht as ValidatieOpdracht
from inburgering.signaal.terms.bezorging import Waarschuwingsoort as Waarschuwingsoort
from inburgering.verstrekking.terms import Partij


class Status(StrEnum):
    """Where a signaal is in the hands of the gemeente."""

    BEZORGD = "bezorgd"
    GEOPEND = "geopend"
    BEVESTIGD = "bevestigd"
    IN_BEHANDELING = "in-behandeling"
    AFGEHANDELD = "afgehandeld"
    INGETROKKEN = "ingetrokken"
    OMGELEID = "omgeleid"


OVERGANGEN: Mapping[Status, frozenset[Status]] = {
    Status.BEZORGD: frozenset(
        {
            Status.GEOPEND,
            Status.BEVESTIGD,
            Status.IN_BEHANDELING,
            Status.AFGEHANDELD,
            Status.INGETROKKEN,
            Status.OMGELEID,
        }
    ),
    Status.GEOPEND: frozenset(
        {Status.BEVESTIGD, Status.IN_BEHANDELING, Status.AFGEHANDELD, Status.INGETROKKEN, Status.OMGELEID}
    ),
    Status.BEVESTIGD: frozenset({Status.IN_BEHANDELING, Status.AFGEHANDELD, Status.INGETROKKEN, Status.OMGELEID}),
    Status.IN_BEHANDELING: frozenset({Status.AFGEHANDELD, Status.INGETROKKEN, Status.OMGELEID}),
    Status.AFGEHANDELD: frozenset({Status.INGETROKKEN, Status.OMGELEID}),
    Status.INGETROKKEN: frozenset(),
    Status.OMGELEID: frozenset(),
}
"""From each status, where it may go. The migration repeats this as a trigger; a test compares the two."""


class Dicht(StrEnum):
    """Why the inhoud of a signaal cannot be read now."""

    STOP = "stop"
    INGETROKKEN = "ingetrokken"
    VERLOPEN = "verlopen"
    WET = "wet"


class Correctiesoort(StrEnum):
    """What a correctie does to the original."""

    INTREKKING = "intrekking"
    OMLEIDING = "omleiding"
    NALEVERING = "nalevering"


WEG = frozenset({Status.INGETROKKEN, Status.OMGELEID})
"""Where a signaal is gone for good."""
ZONDER_INHOUD = frozenset({Correctiesoort.INTREKKING, Correctiesoort.OMLEIDING})
"""The correcties that only close another signaal; a nalevering is a signaal like any other."""


class Antwoord(StrEnum):
    """What a gemeente can say it did with a signaal that was stopped or withdrawn."""

    NIET_GEBRUIKT = "niet-gebruikt"
    GEBRUIKT_ZONDER_BESLUIT = "gebruikt-zonder-besluit"
    GEBRUIKT_IN_BESLUIT = "gebruikt-in-besluit"
    GEWIST = "gewist"
    IN_ONDERZOEK = "in-onderzoek"
    NIET_GEVONDEN = "niet-gevonden"


class Lezing(NamedTuple):
    """That a signaal was read through one kanaal: first, last, how often."""

    kanaal: str
    eerst: datetime
    laatst: datetime
    keer: int


@dataclass(frozen=True, slots=True)
class Veld:
    """One field of a kind of signaal: the gegeven of the law it carries, its article, purpose and form."""

    naam: str
    titel: str
    gegeven: str
    artikel: str
    doel: str
    vorm: str
    verplicht: bool
    waarden: tuple[str, ...] = ()
    minimaal: int | None = None
    maximaal: int | None = None


@dataclass(frozen=True, slots=True)
class Signaalsoort:
    """One kind of signaal in the catalogue, or of terugmelding.

    `doel` is the purpose the law asks for, `op_verzoek` what DUO must have asked for, `antwoord_weken` the term in
    which DUO answers.
    """

    code: str
    naam: str
    titel: str
    aanleiding: str
    verstrekker: Partij
    ontvanger: Partij
    taak_van: str
    geldig_vanaf: date
    wat_te_doen: str
    velden: tuple[Veld, ...]
    doel: str = ""
    op_verzoek: str = ""
    over_persoon: bool = False
    antwoord_weken: int | None = None

    def veld(self, naam: str) -> Veld | None:
        """The field of that name, or None."""
        return next((v for v in self.velden if v.naam == naam), None)


@dataclass(frozen=True, slots=True)
class Catalogus:
    """One version of the catalogue: how long an answer may be used without asking again, and how long it is there."""

    versie: str
    geldig_vanaf: date
    gebruik_uren: int
    houdbaar_dagen: int
    soorten: Mapping[str, Signaalsoort]
    terugmeldingen: Mapping[str, Signaalsoort]


@dataclass(frozen=True, slots=True)
class Opdracht:
    """One signaal to make: about whom, for which gemeente, of which kind, with which inhoud."""

    persoon_id: int
    gemeente: str
    soort: str
    inhoud: Mapping[str, Any]
    deadline: date | None = None
    vaststelling_id: UUID | None = None
    corrigeert: UUID | None = None


@dataclass(frozen=True, slots=True)
class Omleiding:
    """One signaal that belongs with another gemeente: which, with which inhoud, and of which kind when it changes."""

    signaal_id: UUID
    naar: str
    inhoud: Mapping[str, Any]
    deadline: date | None = None
    vaststelling_id: UUID | None = None
    soort: str = ""


@dataclass(frozen=True, slots=True)
class Omgeleid:
    """What came of one omleiding: the correctie to the old gemeente and the signaal to the new one."""

    correctie: SignaalId
    nieuw: SignaalId


@dataclass(frozen=True, slots=True)
class SignaalRij:
    """One row of the inbox: the envelop always, the inhoud only while it may be read; `dicht` says why it may not."""

    id: SignaalId
    soort: str
    titel: str
    catalogusversie: str
    gemeente: Gemeentecode
    volgnummer: int
    vrijgave_id: int
    aangemaakt_op: datetime
    gebruik_tot: datetime
    deadline: date | None
    status: Status
    status_op: datetime
    corrigeert: SignaalId | None
    correctiesoort: Correctiesoort | None
    vaststelling_id: UUID | None
    inhoud: dict[str, Any] | None = field(repr=False)
    dicht: Dicht | None = None
    reden_dicht: str = ""

    @property
    def ingetrokken(self) -> bool:
        """Whether the inhoud is gone for good."""
        return self.status in WEG

    @property
    def gestopt(self) -> bool:
        """Whether a stop keeps the inhoud shut for now."""
        return self.inhoud is None and not self.ingetrokken and self.dicht in {None, Dicht.STOP}


class Gelezen(NamedTuple):
    """One row as it was read, whose it is, and whether this actor already got it through this kanaal."""

    rij: SignaalRij
    persoon_id: int
    betrokkene: Betrokkene
    geboekt: bool


class Blad(NamedTuple):
    """A page that was had before: its JSON, and what booking it takes; `ids` and `tot` as PostgreSQL sends them."""

    aantal: int
    laatste: int
    stukken: bytes
    wetvragen: set[tuple[str, tuple[str, ...]]]
    vrijgaven: set[int]
    personen: Sequence[int]
    ids: bytes
    tot: bytes


@dataclass(frozen=True, slots=True)
class Export:
    """What an export holds, and how many rows were kept out of it: by a stop, withdrawn, expired or by the law.

    With the last verklaring of the gemeente per signaal.
    """

    rijen: list[SignaalRij]
    weggelaten: int
    verklaringen: dict[UUID, "VerklaringRij"]


@dataclass(frozen=True, slots=True)
class Bewijs:
    """What a verklaring rests on: in words, and a document that stays with the gemeente, by its name and SHA-256."""

    tekst: str = ""
    document: str = ""
    sha256: str = ""

    def __bool__(self) -> bool:
        return bool(self.tekst or self.document)


@dataclass(frozen=True, slots=True)
class VerklaringRij:
    """One answer of a gemeente about one signaal."""

    signaal_id: SignaalId
    gemeente: Gemeentecode
    antwoord: Antwoord
    toelichting: str
    bewijs: Bewijs
    door: str
    op: datetime
