"""What forms share: codes, links between pages, a confirmation, and the form of an error."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct, field

Gemeentecode = Annotated[str, Meta(pattern="^[0-9]{4}$", description="Code van de gemeente (landelijke tabel 33).")]
Volgende = Annotated[int | None, Meta(description="Vraag verder met sinds= dit nummer. Leeg: u hebt alles.")]


class Verwijzing(Struct):
    """Een adres."""

    href: str


class Bladwijzers(Struct, rename={"zelf": "self"}):
    """Waar u nu bent, en waar het verder gaat."""

    zelf: Verwijzing
    volgende: Verwijzing | None = None


class Pagina(Struct, rename="camel", kw_only=True):
    """Een deel van een lijst, op volgorde."""

    volgende: Volgende = None
    links: Bladwijzers = field(name="_links")


class Bevestiging(Struct, rename="camel"):
    """Wat nu is vastgelegd."""

    id: UUID
    gemeente: Gemeentecode
    bevestigd_op: datetime


class Gebrek(Struct, rename="camel"):
    """Eén ding dat niet klopt."""

    veld: str
    detail: str


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
    gebreken: Annotated[list[Gebrek] | None, Meta(description="Alles wat er niet klopt, in één keer.")] = None


def bladwijzers(pad: str, vraag: Mapping[str, Any], *, volgende: int | None) -> Bladwijzers:
    """The links of one page of a list."""
    return Bladwijzers(
        Verwijzing(_adres(pad, vraag)),
        Verwijzing(_adres(pad, {**vraag, "sinds": volgende})) if volgende is not None else None,
    )


def _adres(pad: str, vraag: Mapping[str, Any]) -> str:
    return f"/v1{pad}?" + "&".join(f"{naam}={waarde}" for naam, waarde in vraag.items())
