"""The forms of the API: what goes in and comes out. The OpenAPI description is generated from these."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from inburgering.signaal.terms import Antwoord, Correctiesoort, Dicht, SignaalRij, Signaalsoort, Status
from inburgering.stop.terms import StopRij

Gemeentecode = Annotated[str, Meta(pattern="^[0-9]{4}$", description="Code van de gemeente (landelijke tabel 33).")]


class Signaal(Struct, rename="camel"):
    """Eén signaal. De envelop is altijd te zien; `inhoud` alleen als er geen stop is."""

    signaal_id: UUID
    volgnummer: Annotated[int, Meta(ge=1, description="Loopt per gemeente op zonder gaten.")]
    soort: Annotated[str, Meta(description="Code uit de catalogus, zie /signaalsoorten.")]
    onderwerp: str
    catalogusversie: str
    gemeente: Gemeentecode
    aangemaakt_op: datetime
    status: Status
    gestopt: Annotated[bool, Meta(description="Een stop houdt de inhoud dicht. Gebruik ook uw eigen kopie niet.")]
    ingetrokken: Annotated[bool, Meta(description="De inhoud is voorgoed weg. Lees de correctie.")]
    gebruik_tot: Annotated[
        datetime | None, Meta(description="Tot dan mag u de inhoud gebruiken zonder opnieuw te vragen.")
    ] = None
    deadline: date | None = None
    corrigeert: UUID | None = None
    correctiesoort: Correctiesoort | None = None
    inhoud: dict[str, Any] | None = None
    dicht: Annotated[Dicht | None, Meta(description="Waarom er geen inhoud is. Leeg: er is inhoud.")] = None
    reden_dicht: Annotated[str, Meta(description="Bij `verlopen` en `wet`: waarom, met het artikel.")] = ""


class Signalen(Struct, rename="camel"):
    """Een deel van de signalen van een gemeente, op volgnummer."""

    gemeente: Gemeentecode
    signalen: list[Signaal]
    volgende: Annotated[int | None, Meta(description="Vraag verder met sinds= dit nummer. Leeg: u hebt alles.")]


class Bevestiging(Struct, rename="camel"):
    """Wat nu is vastgelegd."""

    id: UUID
    gemeente: Gemeentecode
    bevestigd_op: datetime


class VerklaringInvoer(Struct, rename="camel", forbid_unknown_fields=True):
    """Wat uw gemeente met een signaal heeft gedaan."""

    antwoord: Antwoord
    toelichting: Annotated[str, Meta(max_length=500, description="Zonder persoonsgegevens.")] = ""


class Verklaring(Struct, rename="camel"):
    """Een vastgelegde verklaring. Een latere gaat voor."""

    signaal_id: UUID
    gemeente: Gemeentecode
    antwoord: Antwoord
    verklaard_op: datetime


class Stop(Struct, rename="camel"):
    """Een stop die nu voor uw gemeente geldt."""

    stop_id: UUID
    alles: Annotated[bool, Meta(description="De stop geldt voor alle vrijgaven.")]
    vrijgaven: list[int]
    reden: str
    gezet_op: datetime
    oefening: bool
    opgeheven_op: datetime | None = None


class Stops(Struct, rename="camel"):
    """De stops die nu voor een gemeente gelden."""

    gemeente: Gemeentecode
    epoch: Annotated[int, Meta(description="Stand van de poort; elke stop of opheffing telt er een bij.")]
    stops: list[Stop]


class Veld(Struct, rename="camel"):
    """Een veld met het artikel waarop het mag en waarvoor."""

    naam: str
    titel: str
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


class Probleem(Struct, rename="camel"):
    """Een fout volgens RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    code: Annotated[str, Meta(description="Vaste code van de fout; bouw daarop.")]
    instance: str | None = None
    veld: str | None = None
    herstel: Annotated[str | None, Meta(description="Wat u kunt doen.")] = None


def van_rij(r: SignaalRij) -> Signaal:
    """The form of one row of the inbox."""
    return Signaal(
        signaal_id=r.id,
        volgnummer=r.volgnummer,
        soort=r.soort,
        onderwerp=r.titel,
        catalogusversie=r.catalogusversie,
        gemeente=r.gemeente,
        aangemaakt_op=r.aangemaakt_op,
        status=r.status,
        gestopt=r.gestopt,
        ingetrokken=r.ingetrokken,
        gebruik_tot=r.gebruik_tot if r.inhoud is not None else None,
        deadline=r.deadline,
        corrigeert=r.corrigeert,
        correctiesoort=r.correctiesoort,
        inhoud=r.inhoud,
        dicht=r.dicht,
        reden_dicht=r.reden_dicht,
    )


def van_stop(r: StopRij) -> Stop:
    """The form of one stop; who set it stays inside."""
    return Stop(
        stop_id=r.id,
        alles=r.bereik.alles,
        vrijgaven=list(r.bereik.vrijgaven),
        reden=r.reden,
        gezet_op=r.op,
        oefening=r.oefening,
        opgeheven_op=r.opgeheven_op,
    )


def van_soort(s: Signaalsoort) -> Soort:
    """The form of one kind in the catalogue."""
    velden = [Veld(v.naam, v.titel, v.artikel, v.doel, v.vorm, v.verplicht, list(v.waarden)) for v in s.velden]
    return Soort(s.code, s.titel, s.aanleiding, s.wat_te_doen, velden)
