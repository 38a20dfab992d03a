"""The forms of terugmeldingen: what a gemeente tells DUO, and what DUO answers."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from inburgering.interfaces.api.vormen.gemeen import Gemeentecode, Pagina
from inburgering.interfaces.api.vormen.signalen import Veld, velden_van
from inburgering.signaal.terms import Signaalsoort
from inburgering.terugmelding.terms import Terugmeldingrij, Uitslag

Soortcode = Annotated[str, Meta(pattern="^[A-Z][0-9]{1,2}$", description="Code uit /terugmeldsoorten.")]
Veldnaam = Annotated[str, Meta(pattern="^[a-z][A-Za-z0-9]{0,39}$")]
Waarde = Annotated[str, Meta(max_length=500)] | int | bool | None
Nummer = Annotated[int, Meta(ge=1, le=2**53 - 1)]


class TerugmeldingInvoer(Struct, rename="camel", forbid_unknown_fields=True):
    """Wat u meldt, over welk signaal. Bij "ik mis iemand" is er geen signaal; de persoon staat dan in de velden."""

    soort: Soortcode
    velden: Annotated[dict[Veldnaam, Waarde], Meta(max_length=40, description="Zie /terugmeldsoorten.")] = {}
    signaal_id: UUID | None = None
    vervangt: Annotated[Nummer | None, Meta(description="De terugmelding die hiermee vervalt.")] = None


class Terugmeldantwoord(Struct, rename="camel"):
    """Wat DUO antwoordde."""

    uitslag: Uitslag
    toelichting: str
    beantwoord_op: datetime


class Terugmelding(Struct, rename="camel"):
    """Een vastgelegde terugmelding. Wat u invulde, sturen wij niet terug; wel welke velden het waren."""

    terugmelding_id: Nummer
    soort: str
    onderwerp: str
    gemeente: Gemeentecode
    ingevuld: list[str]
    grondslag: str
    vastgelegd_op: datetime
    geldt: Annotated[bool, Meta(description="Nee: vervangen of ingetrokken.")]
    signaal_id: UUID | None = None
    vervangt: int | None = None
    vervangen_door: int | None = None
    ingetrokken: bool = False
    antwoord_uiterlijk: date | None = None
    antwoord: Terugmeldantwoord | None = None


class Terugmeldingen(Pagina, rename="camel", kw_only=True):
    """Een deel van wat uw gemeente terugmeldde, in volgorde van vastleggen."""

    gemeente: Gemeentecode
    terugmeldingen: list[Terugmelding]


class IntrekkingInvoer(Struct, rename="camel", forbid_unknown_fields=True):
    """Waarom u de terugmelding intrekt."""

    reden: Annotated[str, Meta(min_length=1, max_length=500, description="Zonder persoonsgegevens.")]


class Terugmeldsoort(Struct, rename="camel"):
    """Een soort terugmelding uit de catalogus."""

    code: str
    titel: str
    aanleiding: str
    over_persoon: Annotated[bool, Meta(description="Ja: zonder signaal, met de persoon in de velden.")]
    velden: list[Veld]
    antwoord_weken: Annotated[int | None, Meta(description="Binnen zoveel weken antwoordt DUO.")] = None


class Terugmeldsoorten(Struct, rename="camel"):
    """De soorten terugmeldingen die nu gelden."""

    versie: str
    soorten: list[Terugmeldsoort]


def van_terugmelding(r: Terugmeldingrij) -> Terugmelding:
    """The form of one terugmelding; who typed it stays inside, and so does what was typed."""
    a = r.antwoord
    return Terugmelding(
        terugmelding_id=r.id,
        soort=r.soort,
        onderwerp=r.titel,
        gemeente=r.gemeente,
        ingevuld=sorted(r.velden),
        grondslag=r.grondslag,
        vastgelegd_op=r.op,
        geldt=r.geldt,
        signaal_id=r.signaal_id,
        vervangt=r.vervangt,
        vervangen_door=r.vervangen_door,
        ingetrokken=r.ingetrokken,
        antwoord_uiterlijk=r.uiterlijk,
        antwoord=None if a is None else Terugmeldantwoord(a.uitslag, a.toelichting, a.op),
    )


def van_terugmeldsoorten(versie: str, soorten: Mapping[str, Signaalsoort]) -> Terugmeldsoorten:
    """The form of the kinds there are."""
    return Terugmeldsoorten(versie, [_soort(s) for s in soorten.values()])


def _soort(s: Signaalsoort) -> Terugmeldsoort:
    return Terugmeldsoort(s.code, s.titel, s.aanleiding, s.over_persoon, velden_van(s), s.antwoord_weken)
