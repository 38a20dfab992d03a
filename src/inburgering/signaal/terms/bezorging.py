"""The words of delivering by webhook: lanes, stands, what is on the way, and how an address does."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from inburgering.primitives.ids import Gemeentecode


class Baan(StrEnum):
    """The lane of a webhook event: stops, liftings and correcties go ahead of all inhoud, and never wait for it."""

    STOP = "stop"
    INHOUD = "inhoud"


class Stand(StrEnum):
    """Where a bezorging is: waiting, claimed by a worker, done, given up and kept, or no longer needed."""

    WACHT = "wacht"
    BEZIG = "bezig"
    BEZORGD = "bezorgd"
    DOOD = "dood"
    VERVALLEN = "vervallen"


class Gebeurtenissoort(StrEnum):
    """The events a subscriber hears of; past tense, reverse domain name (CloudEvents-NL 1.1)."""

    SIGNAAL_BEZORGD = "nl.openinburgering.signalen.signaal-bezorgd"
    SIGNAAL_INGETROKKEN = "nl.openinburgering.signalen.signaal-ingetrokken"
    STOP_GEZET = "nl.openinburgering.signalen.stop-gezet"
    STOP_OPGEHEVEN = "nl.openinburgering.signalen.stop-opgeheven"


class Waarschuwingsoort(StrEnum):
    """Why the contact of an abonnement gets a mail; a stop that was not confirmed is the only one about a stop."""

    DOOD = "dood"
    BEEINDIGD = "beeindigd"
    NIET_GEVALIDEERD = "niet-gevalideerd"
    STOP_OPEN = "stop-open"


class Bezorgstand(StrEnum):
    """How an abonnement does, in one word for people."""

    WERKT = "werkt"
    WACHT_OP_VALIDATIE = "wacht-op-validatie"
    HAPERT = "hapert"
    ONDERBROKEN = "onderbroken"
    BEEINDIGD = "beeindigd"


@dataclass(frozen=True, slots=True)
class BezorgOpdracht:
    """One claimed webhook event: everything a worker needs to send it, and the mark of its claim."""

    id: UUID
    merk: UUID
    merk_tot: datetime
    baan: Baan
    soort: Gebeurtenissoort
    gemeente: str
    sink: str
    geheimen: tuple[str, ...] = field(repr=False)
    abonnement_id: UUID
    bron_id: UUID
    stop_id: UUID | None
    onderwerp: str
    volgnummer: int | None
    vrijgave_id: int | None
    pogingen: int
    beurt: int
    aangemaakt_op: datetime


@dataclass(frozen=True, slots=True)
class ValidatieOpdracht:
    """One address that must still say that it wants our events."""

    abonnement_id: UUID
    sink: str
    poging: int


@dataclass(frozen=True, slots=True)
class MailOpdracht:
    """One claimed mail to the contact of an abonnement: everything it may say."""

    id: UUID
    soort: Waarschuwingsoort
    abonnement_id: UUID
    gemeente: Gemeentecode
    host: str
    contact: str = field(repr=False)
    aantal: int
    poging: int
    stop_id: UUID | None = None
    oefening: bool = False


@dataclass(frozen=True, slots=True)
class BestemmingRij:
    """One abonnement with how its address does: for people and for the API. Without the secret."""

    id: UUID
    gemeente: Gemeentecode
    sink: str
    soorten: tuple[str, ...]
    contact: str
    aangemaakt_op: datetime
    gevalideerd_op: datetime | None
    beeindigd_op: datetime | None
    reden_einde: str
    twee_geheimen_tot: datetime | None
    stand: Bezorgstand
    open_tot: datetime | None
    mislukt_sinds: datetime | None
    gelukt_op: datetime | None
    laatste_status: int | None
    per_minuut: int | None
    wachtend: int
    dood: int


@dataclass(frozen=True, slots=True)
class DodeRij:
    """One event that was given up: what, for whom, since when, and what came back last."""

    id: UUID
    abonnement_id: UUID
    gemeente: Gemeentecode
    soort: Gebeurtenissoort
    onderwerp: str
    volgnummer: int | None
    aangemaakt_op: datetime
    pogingen: int
    laatste_op: datetime | None
    laatste_status: int | None
