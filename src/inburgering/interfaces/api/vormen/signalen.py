"""The forms of signalen, correcties and verklaringen, and of the catalogue."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from inburgering.interfaces.api.vormen.gemeen import Gemeentecode, Pagina
from inburgering.signaal.rules import stappen
from inburgering.signaal.terms import Antwoord, Correctiesoort, Dicht, SignaalRij, Signaalsoort, Status, VerklaringRij
from inburgering.statuslijst import queries
from inburgering.verstrekking.terms import Partij


class Statusplek(Struct):
    """De plek van een signaal in een statuslijst."""

    idx: Annotated[int, Meta(ge=0)]
    uri: str


class Statusverwijzing(Struct):
    """Waar u zonder aanmelden kunt zien of u een kopie nog mag gebruiken (IETF Token Status List)."""

    status_list: Statusplek


class Signaal(Struct, rename="camel"):
    """Eén signaal. De envelop is altijd te zien; `inhoud` alleen als er geen stop is."""

    signaal_id: UUID
    volgnummer: Annotated[int, Meta(ge=1, description="Loopt per gemeente op zonder gaten.")]
    soort: Annotated[str, Meta(description="Code uit de catalogus, zie /signaalsoorten.")]
    onderwerp: str
    catalogusversie: str
    gemeente: Gemeentecode
    vrijgave: Annotated[int, Meta(ge=0, description="Nummer waaronder het vrijkwam; een stop noemt het.")]
    aangemaakt_op: datetime
    status: Status
    gestopt: Annotated[bool, Meta(description="Een stop houdt de inhoud dicht. Gebruik ook uw eigen kopie niet.")]
    ingetrokken: Annotated[bool, Meta(description="De inhoud is voorgoed weg. Lees de correctie.")]
    statusverwijzing: Statusverwijzing
    gebruik_tot: Annotated[
        datetime | None, Meta(description="Tot dan mag u de inhoud gebruiken zonder opnieuw te vragen.")
    ] = None
    deadline: date | None = None
    corrigeert: UUID | None = None
    correctiesoort: Correctiesoort | None = None
    inhoud: dict[str, Any] | None = None
    dicht: Annotated[Dicht | None, Meta(description="Waarom er geen inhoud is. Leeg: er is inhoud.")] = None
    reden_dicht: Annotated[str, Meta(description="Bij `verlopen` en `wet`: waarom, met het artikel.")] = ""


class Signalen(Pagina, rename="camel", kw_only=True):
    """Een deel van de signalen van een gemeente, op volgnummer."""

    gemeente: Gemeentecode
    signalen: list[Signaal]


class Correcties(Pagina, rename="camel", kw_only=True):
    """Een deel van de correcties voor een gemeente, op volgnummer."""

    gemeente: Gemeentecode
    correcties: list[Signaal]


class Document(Struct, rename="camel", forbid_unknown_fields=True):
    """Een document dat bij uw gemeente blijft, herkenbaar aan zijn controlegetal."""

    naam: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=stappen.DOCUMENT_MAX,
            description="Naam van het bestand, zonder naam van een persoon.",
        ),
    ]
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description="SHA-256 van het bestand, in kleine letters.")]


class VerklaringInvoer(Struct, rename="camel", forbid_unknown_fields=True):
    """Wat uw gemeente met een signaal heeft gedaan."""

    antwoord: Antwoord
    toelichting: Annotated[str, Meta(max_length=500, description="Zonder persoonsgegevens.")] = ""
    bewijs: Annotated[
        str,
        Meta(max_length=stappen.BEWIJS_MAX, description="Waaruit dit blijkt, in gewone taal. Zonder persoonsgegevens."),
    ] = ""
    document: Annotated[Document | None, Meta(description="Een document dat dit bewijst en dat bij u blijft.")] = None


class Verklaring(Struct, rename="camel"):
    """Een vastgelegde verklaring. Een latere gaat voor."""

    signaal_id: UUID
    gemeente: Gemeentecode
    antwoord: Antwoord
    verklaard_op: datetime


class VerklaringRegel(Struct, rename="camel"):
    """Een verklaring zoals zij is vastgelegd."""

    nummer: Annotated[int, Meta(ge=1, description="Loopt op; gebruik het als `sinds`.")]
    signaal_id: UUID
    antwoord: Antwoord
    toelichting: str
    verklaard_op: datetime
    bewijs: str = ""
    document: Document | None = None


class Verklaringen(Pagina, rename="camel", kw_only=True):
    """Een deel van wat uw gemeente verklaarde, in volgorde van vastleggen."""

    gemeente: Gemeentecode
    verklaringen: list[VerklaringRegel]


class Veld(Struct, rename="camel"):
    """Een veld: van wie het komt, wie het krijgt, op welk artikel dat mag en waarvoor."""

    naam: str
    titel: str
    verstrekker: Annotated[Partij, Meta(description="Van wie het komt, met het woord van de wet; DUO is `minister`.")]
    ontvanger: Annotated[Partij, Meta(description="Wie het krijgt: `college` is uw gemeente, `minister` is DUO.")]
    artikel: str
    doel: str
    vorm: str
    verplicht: bool
    waarden: list[str]


class Soort(Struct, rename="camel"):
    """Een soort signaal uit de catalogus."""

    code: str
    titel: str
    aanleiding: str
    wat_te_doen: str
    velden: list[Veld]


class Soorten(Struct, rename="camel"):
    """De catalogus van signalen die nu geldt."""

    versie: str
    soorten: list[Soort]


def van_rij(r: SignaalRij) -> Signaal:
    """The form of one row of the inbox."""
    return Signaal(
        signaal_id=r.id,
        volgnummer=r.volgnummer,
        soort=r.soort,
        onderwerp=r.titel,
        catalogusversie=r.catalogusversie,
        gemeente=r.gemeente,
        vrijgave=r.vrijgave_id,
        aangemaakt_op=r.aangemaakt_op,
        status=r.status,
        gestopt=r.gestopt,
        ingetrokken=r.ingetrokken,
        statusverwijzing=Statusverwijzing(Statusplek(**queries.verwijzing(r.gemeente, r.volgnummer)["status_list"])),
        gebruik_tot=r.gebruik_tot if r.inhoud is not None else None,
        deadline=r.deadline,
        corrigeert=r.corrigeert,
        correctiesoort=r.correctiesoort,
        inhoud=r.inhoud,
        dicht=r.dicht,
        reden_dicht=r.reden_dicht,
    )


def van_verklaring(nummer: int, r: VerklaringRij) -> VerklaringRegel:
    """The form of one verklaring; who typed it stays inside."""
    document = Document(r.bewijs.document, r.bewijs.sha256) if r.bewijs.document else None
    return VerklaringRegel(nummer, r.signaal_id, r.antwoord, r.toelichting, r.op, r.bewijs.tekst, document)


def van_soort(s: Signaalsoort) -> Soort:
    """The form of one kind in the catalogue."""
    return Soort(s.code, s.titel, s.aanleiding, s.wat_te_doen, velden_van(s))


def velden_van(s: Signaalsoort) -> list[Veld]:
    """The forms of the fields of one kind; who gives and who gets stands at each."""
    return [
        Veld(
            naam=v.naam,
            titel=v.titel,
            verstrekker=s.verstrekker,
            ontvanger=s.ontvanger,
            artikel=v.artikel,
            doel=v.doel,
            vorm=v.vorm,
            verplicht=v.verplicht,
            waarden=list(v.waarden),
        )
        for v in s.velden
    ]
