"""The forms of what is open: the register of processing activities (AVG art. 30), and where statuslijsten are."""

from datetime import date
from typing import Annotated, Any

from msgspec import Meta, Struct

from inburgering.organisatie.activiteiten import Activiteit


class Verwerkingsactiviteit(Struct, rename="camel"):
    """Een verwerkingsactiviteit: waarom, op welke grond, van wie, voor wie, hoe lang."""

    activiteit_id: str
    uri: Annotated[str, Meta(description="Zo staat zij in het Logboek Dataverwerkingen.")]
    naam: str
    doel: str
    grondslagen: list[str]
    betrokkenen: list[str]
    gegevens: list[str]
    ontvangers: list[str]
    bewaartermijn: str
    verantwoordelijke: str
    versie: Annotated[int, Meta(ge=1)]
    geldig_vanaf: date
    geldig_tot: Annotated[date | None, Meta(description="Vanaf die dag geldt een latere versie.")] = None


class Verwerkingsactiviteiten(Struct, rename="camel"):
    """Het register: van elke activiteit de versie die nu geldt."""

    verwerkingsactiviteiten: list[Verwerkingsactiviteit]


class Statuslijsten(Struct):
    """Waar alle statuslijsten staan (IETF Token Status List, aggregatie)."""

    status_lists: list[str]


class Sleutels(Struct):
    """De openbare sleutels waarmee u een statuslijst controleert (RFC 7517)."""

    keys: list[dict[str, Any]]


def van_activiteit(a: Activiteit) -> Verwerkingsactiviteit:
    """The form of one activity."""
    return Verwerkingsactiviteit(
        activiteit_id=a.id,
        uri=a.uri,
        naam=a.naam,
        doel=a.doel,
        grondslagen=list(a.grondslagen),
        betrokkenen=list(a.betrokkenen),
        gegevens=list(a.gegevens),
        ontvangers=list(a.ontvangers),
        bewaartermijn=a.bewaartermijn,
        verantwoordelijke=a.verantwoordelijke,
        versie=a.versie,
        geldig_vanaf=a.geldig_vanaf,
        geldig_tot=a.geldig_tot,
    )
