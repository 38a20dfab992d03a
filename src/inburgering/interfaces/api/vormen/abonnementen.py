"""The forms of abonnementen: where a gemeente hears that there is something, and how that address does."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from inburgering.interfaces.api.vormen.gemeen import Gemeentecode
from inburgering.signaal.terms import BestemmingRij, Bezorgstand, DodeRij, Gebeurtenissoort

Sink = Annotated[
    str, Meta(max_length=500, description="Een https-adres dat van buiten te bereiken is, zonder naam of wachtwoord.")
]
Contact = Annotated[
    str, Meta(max_length=254, description="E-mailadres van een afdeling, voor als bezorgen niet lukt. Leeg: niemand.")
]
Keuze = Annotated[list[Gebeurtenissoort], Meta(min_length=1, max_length=20)]


class AbonnementInvoer(Struct, rename="camel", forbid_unknown_fields=True):
    """Welk adres wat wil horen."""

    sink: Sink
    soorten: Annotated[Keuze | None, Meta(description="Leeg: alles.")] = None
    contact: Contact = ""


class AbonnementWijziging(Struct, rename="camel", forbid_unknown_fields=True):
    """Wat er anders wordt; wat er niet staat, blijft."""

    sink: Sink | UnsetType = UNSET
    soorten: Keuze | UnsetType = UNSET
    contact: Contact | UnsetType = UNSET


class Abonnement(Struct, rename="camel"):
    """Een abonnement, en hoe het met het adres gaat."""

    abonnement_id: UUID
    gemeente: Gemeentecode
    sink: str
    soorten: list[str]
    contact: str
    stand: Bezorgstand
    aangemaakt_op: datetime
    wachtend: Annotated[int, Meta(ge=0, description="Berichten die nog onderweg zijn.")]
    opgegeven: Annotated[int, Meta(ge=0, description="Berichten die niet aankwamen; zie dode-bezorgingen.")]
    gevalideerd_op: Annotated[datetime | None, Meta(description="Toen zei het adres ja.")] = None
    beeindigd_op: datetime | None = None
    reden_einde: str = ""
    twee_geheimen_tot: Annotated[datetime | None, Meta(description="Tot dan tekenen wij ook met het vorige.")] = None
    gelukt_op: datetime | None = None
    mislukt_sinds: datetime | None = None
    laatste_status: Annotated[int | None, Meta(description="HTTP-status van het laatste antwoord.")] = None
    per_minuut: Annotated[
        int | None, Meta(description="Zoveel berichten per minuut neemt het adres aan. Leeg: het stelde geen grens.")
    ] = None


class NieuwAbonnement(Struct, rename="camel"):
    """Een nieuw abonnement met het geheim waarmee wij berichten ondertekenen. Het wordt één keer getoond."""

    abonnement: Abonnement
    geheim: str


class Abonnementen(Struct, rename="camel"):
    """De abonnementen van een gemeente."""

    gemeente: Gemeentecode
    abonnementen: list[Abonnement]


class Geheim(Struct, rename="camel"):
    """Het nieuwe geheim. Een dag lang tekenen wij met allebei."""

    abonnement_id: UUID
    geheim: str


class Validatie(Struct, rename="camel"):
    """Of het adres opnieuw wordt gevraagd. Zo niet, dan zei het al ja."""

    abonnement_id: UUID
    gevraagd: bool


class DodeBezorging(Struct, rename="camel"):
    """Een bericht dat na alle pogingen niet aankwam."""

    bezorging_id: UUID
    soort: str
    onderwerp: str
    aangemaakt_op: datetime
    pogingen: int
    volgnummer: int | None = None
    laatste_poging_op: datetime | None = None
    laatste_status: int | None = None


class DodeBezorgingen(Struct, rename="camel"):
    """Wat is opgegeven, het oudste eerst; hoogstens honderd."""

    abonnement_id: UUID
    dode_bezorgingen: list[DodeBezorging]


class HerhalingInvoer(Struct, rename="camel", forbid_unknown_fields=True):
    """Welke berichten opnieuw: een reeks volgnummers, of zonder reeks alles wat is opgegeven."""

    van: Annotated[int, Meta(ge=1, le=2**31 - 1)] | None = None
    tot: Annotated[int, Meta(ge=1, le=2**31 - 1)] | None = None


class Aantal(Struct, rename="camel"):
    """Hoeveel berichten opnieuw op weg gaan."""

    abonnement_id: UUID
    aantal: Annotated[int, Meta(ge=0)]


def van_abonnement(r: BestemmingRij) -> Abonnement:
    """The form of one abonnement, without its secret."""
    return Abonnement(
        abonnement_id=r.id,
        gemeente=r.gemeente,
        sink=r.sink,
        soorten=list(r.soorten),
        contact=r.contact,
        stand=r.stand,
        aangemaakt_op=r.aangemaakt_op,
        wachtend=r.wachtend,
        opgegeven=r.dood,
        gevalideerd_op=r.gevalideerd_op,
        beeindigd_op=r.beeindigd_op,
        reden_einde=r.reden_einde,
        twee_geheimen_tot=r.twee_geheimen_tot,
        gelukt_op=r.gelukt_op,
        mislukt_sinds=r.mislukt_sinds,
        laatste_status=r.laatste_status,
        per_minuut=r.per_minuut,
    )


def van_dode(r: DodeRij) -> DodeBezorging:
    """The form of one event that was given up."""
    return DodeBezorging(
        bezorging_id=r.id,
        soort=r.soort,
        onderwerp=r.onderwerp,
        aangemaakt_op=r.aangemaakt_op,
        pogingen=r.pogingen,
        volgnummer=r.volgnummer,
        laatste_poging_op=r.laatste_op,
        laatste_status=r.laatste_status,
    )
