"""Who may act, and the acts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from inburgering.primitives.ids import Gemeentecode


class Rol(StrEnum):
    """What somebody is in the chain."""

    KLANTMANAGER = "klantmanager"
    DUO_MEDEWERKER = "duo-medewerker"
    DUO_JURIST = "duo-jurist"
    INCIDENTLEIDER = "incidentleider"
    PRIVACY_OFFICER = "privacy-officer"
    CBS = "cbs"
    SYSTEEM = "systeem"


class Handeling(StrEnum):
    """Every act that somebody may or may not do."""

    SIGNAAL_INZIEN = "signaal-inzien"
    SIGNAAL_BEHANDELEN = "signaal-behandelen"
    SIGNAAL_EXPORTEREN = "signaal-exporteren"
    SIGNAAL_VRIJGEVEN = "signaal-vrijgeven"
    VERKLAREN = "verklaren"
    TERUGMELDEN = "terugmelden"
    TERUGMELDING_BEANTWOORDEN = "terugmelding-beantwoorden"
    STOP_BEVESTIGEN = "stop-bevestigen"
    STOP_ZETTEN = "stop-zetten"
    STOP_OPHEFFEN = "stop-opheffen"
    STOP_INZIEN = "stop-inzien"
    FEIT_OPNEMEN = "feit-opnemen"
    DOSSIER_INZIEN = "dossier-inzien"
    VASTSTELLEN = "vaststellen"
    BESLISSEN = "beslissen"
    REGELVERSIE_VRIJGEVEN = "regelversie-vrijgeven"
    BRIEF_AANMAKEN = "brief-aanmaken"
    INZAGE_GEVEN = "inzage-geven"
    BRIEF_DRUKKEN = "brief-drukken"
    INCIDENT_LEIDEN = "incident-leiden"
    INCIDENT_INZIEN = "incident-inzien"
    GERAAKTE_BESLISSEN = "geraakte-beslissen"
    AP_MELDEN = "ap-melden"
    HERVATTEN = "hervatten"
    BERICHT_PLAATSEN = "bericht-plaatsen"
    STATISTIEK_LEVEREN = "statistiek-leveren"
    STATISTIEK_ONTVANGEN = "statistiek-ontvangen"
    DOORGIFTE_REGISTREREN = "doorgifte-registreren"
    SPOOR_INZIEN = "spoor-inzien"
    TOEGANG_BEHEREN = "toegang-beheren"
    ABONNEMENT_BEHEREN = "abonnement-beheren"
    BEZORGING_INZIEN = "bezorging-inzien"
    BEZORGING_HERSTELLEN = "bezorging-herstellen"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: a person, a system of a gemeente, or the product itself."""

    id: str
    naam: str
    rol: Rol
    gemeente: Gemeentecode | None = None

    @property
    def is_mens(self) -> bool:
        """Tell whether this is a person, whom no line of the Logboek Dataverwerkingen may name."""
        return self.id.startswith("medewerker:")


SYSTEEM = Actor("systeem", "Open Inburgering", Rol.SYSTEEM)


class Machtiging(StrEnum):
    """What a system of an afnemer may do at the API; on the wire an OAuth scope."""

    SIGNALEN_LEZEN = "signalen:lezen"
    SIGNALEN_BEVESTIGEN = "signalen:bevestigen"
    VERKLARINGEN_LEZEN = "verklaringen:lezen"
    VERKLARINGEN_SCHRIJVEN = "verklaringen:schrijven"
    CORRECTIES_LEZEN = "correcties:lezen"
    CORRECTIES_BEVESTIGEN = "correcties:bevestigen"
    DOORGIFTEN_LEZEN = "doorgiften:lezen"
    DOORGIFTEN_SCHRIJVEN = "doorgiften:schrijven"
    STOPS_LEZEN = "stops:lezen"
    STOPS_BEVESTIGEN = "stops:bevestigen"
    TERUGMELDINGEN_LEZEN = "terugmeldingen:lezen"
    TERUGMELDINGEN_SCHRIJVEN = "terugmeldingen:schrijven"
    ABONNEMENTEN_LEZEN = "abonnementen:lezen"
    ABONNEMENTEN_SCHRIJVEN = "abonnementen:schrijven"


MACHTIGINGEN = {
    Machtiging.SIGNALEN_LEZEN: "Signalen ophalen; elke inhoud telt als verstrekking.",
    Machtiging.SIGNALEN_BEVESTIGEN: "Ontvangst van signalen bevestigen.",
    Machtiging.VERKLARINGEN_LEZEN: "Teruglezen wat uw gemeente verklaarde.",
    Machtiging.VERKLARINGEN_SCHRIJVEN: "Verklaren wat uw gemeente met een signaal deed.",
    Machtiging.CORRECTIES_LEZEN: "Intrekkingen, omleidingen en naleveringen ophalen.",
    Machtiging.CORRECTIES_BEVESTIGEN: "Bevestigen dat een correctie is uitgevoerd.",
    Machtiging.DOORGIFTEN_LEZEN: "Teruglezen aan wie uw gemeente gegevens doorgaf.",
    Machtiging.DOORGIFTEN_SCHRIJVEN: "Vastleggen aan wie uw gemeente gegevens doorgaf.",
    Machtiging.STOPS_LEZEN: "Stops lezen; het lezen wordt vastgelegd.",
    Machtiging.STOPS_BEVESTIGEN: "Bevestigen dat uw gemeente de gestopte gegevens niet gebruikt.",
    Machtiging.TERUGMELDINGEN_LEZEN: "Teruglezen wat uw gemeente aan DUO meldde, met het antwoord.",
    Machtiging.TERUGMELDINGEN_SCHRIJVEN: "Aan DUO terugmelden, en een terugmelding intrekken.",
    Machtiging.ABONNEMENTEN_LEZEN: "Uw abonnementen op berichten bekijken.",
    Machtiging.ABONNEMENTEN_SCHRIJVEN: "Abonnementen maken, wijzigen, opzeggen en proberen.",
}
TOKEN_DUUR = timedelta(minutes=10)
BEWIJS_DUUR = timedelta(minutes=5)
HERHALING_DUUR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Client:
    """A system that may come in: for which gemeente, under which identification number, with what it may do."""

    id: str
    naam: str
    gemeente: Gemeentecode
    oin: str
    machtigingen: frozenset[Machtiging]

    @property
    def actor(self) -> Actor:
        """The one who acts in the trail: a system has the role of the gemeente's own people."""
        return Actor(f"client:{self.id}", self.naam, Rol.KLANTMANAGER, self.gemeente)


@dataclass(frozen=True, slots=True)
class ClientRij:
    """One system as it is registered, for who looks after them."""

    client: Client
    sinds: datetime
    ingetrokken_op: datetime | None
    met_geheim: bool
    sleutels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MandaatRij:
    """One gemeente works for another from `vanaf` until `tot`; both the same when it was ended before it began."""

    id: int
    gemeente: str
    uitvoerder: str
    vanaf: date
    tot: date | None


@dataclass(frozen=True, slots=True)
class NieuweClient:
    """A system just registered; the secret is shown this once, and absent when it signs with a key of its own."""

    id: str
    geheim: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Token:
    """A token just given, what it lets do, and for how many seconds."""

    waarde: str = field(repr=False)
    machtigingen: tuple[Machtiging, ...]
    seconden: int


@dataclass(frozen=True, slots=True)
class Aanspraak:
    """What a token says, once its signature holds: which system, under which key of ours, for which acts."""

    client_id: str
    kid: str
    machtigingen: frozenset[Machtiging]
    tot: datetime


@dataclass(frozen=True, slots=True)
class Tempo:
    """How fast one may come: so many at once, and so many a second after that."""

    piek: int
    per_seconde: float


@dataclass(frozen=True, slots=True)
class Ruimte:
    """What is left of a tempo: whole turns now, and the seconds until there is one more."""

    rest: int
    wacht: int


@dataclass(frozen=True, slots=True)
class Bewaard:
    """An answer that was given before, to be given again."""

    status: int
    antwoord: bytes = field(repr=False)
    locatie: str


@dataclass(frozen=True, slots=True)
class Inlogpersoon:
    """Who logged in at the own organisation, as it told us."""

    uitgever: str
    onderwerp: str = field(repr=False)
    naam: str = field(repr=False)
    rol: Rol
    gemeente: str | None
    sid: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Rolregels:
    """How what an organisation says about a person becomes a role and a gemeente of ours."""

    claim: str
    gemeente_claim: str
    rollen: Mapping[str, Rol]
    gemeenten: Mapping[str, Gemeentecode]


@dataclass(frozen=True, slots=True)
class Sessieregels:
    """How long somebody stays logged in: while something is done, and at the longest."""

    stil: timedelta
    hoogstens: timedelta
