"""Filters as addresses, and pages of a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

T = TypeVar("T")
PER_BLAD = 25


@dataclass(frozen=True, slots=True)
class Keuze:
    """One option of a select, or one tab: code, name and whether it is chosen."""

    code: str
    naam: str
    gekozen: bool = False


@dataclass(frozen=True, slots=True)
class Blad:
    """A link to one page of the list."""

    naam: str
    adres: str
    actief: bool


@dataclass(frozen=True, slots=True)
class Bladeren:
    """Where the reader is in the list, in words and as links."""

    zin: str
    bladen: tuple[Blad, ...]
    volgende: str


def adres(pad: str, vraag: Mapping[str, str], **anders: str) -> str:
    """The address of the same page with some filters changed; empty filters are left out."""
    alles = {naam: waarde for naam, waarde in (dict(vraag) | anders).items() if waarde}
    return f"{pad}?{urlencode(alles)}" if alles else pad


def verdeel(rijen: Sequence[T], *, pad: str, vraag: Mapping[str, str]) -> tuple[Sequence[T], Bladeren]:
    """The rows of the page that `vraag` asks for, and how to go on."""
    aantal = max(1, -(-len(rijen) // PER_BLAD))
    gevraagd = vraag.get("blad", "1")
    nummer = min(max(int(gevraagd), 1), aantal) if gevraagd.isdecimal() and len(gevraagd) < 9 else 1
    begin = (nummer - 1) * PER_BLAD
    deel = rijen[begin : begin + PER_BLAD]
    return deel, Bladeren(
        zin=f"{begin + 1} tot en met {begin + len(deel)} van {len(rijen)}",
        bladen=tuple(
            Blad(str(n), adres(pad, vraag, blad=str(n)), actief=n == nummer)
            for n in sorted({1, aantal, *range(max(1, nummer - 2), min(aantal, nummer + 2) + 1)})
        ),
        volgende=adres(pad, vraag, blad=str(nummer + 1)) if nummer < aantal else "",
    )
