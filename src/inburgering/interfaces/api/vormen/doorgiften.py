"""The forms of doorgiften: to whom a gemeente gave gegevens on, and whether the stop followed them there."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from inburgering.interfaces.api.vormen.gemeen import Gemeentecode, Pagina
from inburgering.verstrekking.terms import DoorgifteRij

Gegeven = Annotated[
    str,
    Meta(
        pattern="^[a-z][a-z0-9-]{1,39}$",
        description="Een gegeven dat de wet kent, als `naam`. Een onbekend woord is een fout; die noemt alle bekende.",
    ),
]


class DoorgifteInvoer(Struct, rename="camel", forbid_unknown_fields=True):
    """Aan wie u welke gegevens uit een signaal doorgaf, en waarom dat mocht."""

    signaal_id: UUID
    ontvanger: Annotated[str, Meta(min_length=1, max_length=80, description="De organisatie; nooit een persoon.")]
    gegevens: Annotated[list[Gegeven], Meta(min_length=1, max_length=40)]
    datum: Annotated[date, Meta(description="Niet voor het signaal en niet na vandaag.")]
    grondslag: Annotated[
        str,
        Meta(
            max_length=200, description="Het artikel, volgens u. Mag het van de wet, dan geldt het artikel van de wet."
        ),
    ] = ""
    ouder_id: Annotated[
        Annotated[int, Meta(ge=1, le=2**53 - 1)] | None, Meta(description="De doorgifte waar deze uit volgt.")
    ] = None


class Doorgifte(Struct, rename="camel"):
    """Een vastgelegde doorgifte. `toegestaan` zegt of de wet deze stroom kent; vastgelegd wordt zij altijd."""

    doorgifte_id: Annotated[int, Meta(ge=1)]
    signaal_id: UUID | None
    ontvanger: str
    gegevens: list[str]
    grondslag: Annotated[str, Meta(description="Begint met `geen:` als de wet dit niet toelaat.")]
    toegestaan: bool
    datum: date
    vastgelegd_op: datetime
    ouder_id: int | None = None
    teruggeroepen_op: Annotated[datetime | None, Meta(description="Toen vroeg u de ontvanger te stoppen.")] = None
    bevestigd_op: Annotated[datetime | None, Meta(description="Toen antwoordde de ontvanger.")] = None


class Doorgiften(Pagina, rename="camel", kw_only=True):
    """Een deel van de doorgiften van een gemeente, in volgorde van vastleggen."""

    gemeente: Gemeentecode
    doorgiften: list[Doorgifte]


class Terugroepstap(StrEnum):
    """Hoe ver u bent met terugroepen."""

    GEVRAAGD = "gevraagd"
    BEVESTIGD = "bevestigd"


class TerugroepInvoer(Struct, rename="camel", forbid_unknown_fields=True):
    """Dat u de ontvanger vroeg te stoppen, of dat die antwoordde."""

    stap: Terugroepstap
    toelichting: Annotated[str, Meta(max_length=500, description="Zonder persoonsgegevens.")] = ""


class Terugroeping(Struct, rename="camel"):
    """Een vastgelegde stap in het terugroepen."""

    doorgifte_id: int
    stap: Terugroepstap
    vastgelegd_op: datetime


def van_doorgifte(r: DoorgifteRij) -> Doorgifte:
    """The form of one doorgifte."""
    return Doorgifte(
        doorgifte_id=r.id,
        signaal_id=r.signaal_id,
        ontvanger=r.ontvanger,
        gegevens=list(r.gegevens),
        grondslag=r.grondslag,
        toegestaan=r.toegestaan,
        datum=r.datum,
        vastgelegd_op=r.op,
        ouder_id=r.ouder_id,
        teruggeroepen_op=r.gevraagd_op,
        bevestigd_op=r.bevestigd_op,
    )
