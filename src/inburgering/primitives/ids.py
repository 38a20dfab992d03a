"""Identifiers that carry their meaning, and a BSN that does not print itself."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import NewType
from uuid import UUID

from inburgering.primitives.errors import OngeldigeInvoer

PersoonId = NewType("PersoonId", int)
VrijgaveId = NewType("VrijgaveId", int)
SignaalId = NewType("SignaalId", UUID)
StopId = NewType("StopId", UUID)
BriefId = NewType("BriefId", UUID)
VaststellingId = NewType("VaststellingId", UUID)
IncidentId = NewType("IncidentId", UUID)
Gemeentecode = NewType("Gemeentecode", str)
RegelversieId = NewType("RegelversieId", str)

_GEWICHTEN = (9, 8, 7, 6, 5, 4, 3, 2, -1)


class BsnOngeldig(OngeldigeInvoer):
    """A number that cannot be a BSN."""

    code, title = "bsn-ongeldig", "Dit is geen geldig burgerservicenummer"


@dataclass(frozen=True, slots=True)
class Bsn:
    """A burgerservicenummer that passed the 11-proef; shows only its last four digits."""

    waarde: str

    def __post_init__(self) -> None:
        """Check the number.

        Raises:
            BsnOngeldig: not nine digits, or the weighted sum is no multiple of eleven.
        """
        if not voldoet_aan_elfproef(self.waarde):
            raise BsnOngeldig(veld="burgerservicenummer", herstel="Controleer of alle negen cijfers kloppen.")

    def __repr__(self) -> str:
        return f"Bsn({self})"

    def __str__(self) -> str:
        return "•••••" + self.waarde[-4:]


def voldoet_aan_elfproef(nummer: str) -> bool:
    """Tell whether nine digits pass the 11-proef (weights 9 to 2 and -1)."""
    if len(nummer) != 9 or not nummer.isascii() or not nummer.isdigit() or nummer == "000000000":
        return False
    return sum(int(c) * g for c, g in zip(nummer, _GEWICHTEN, strict=True)) % 11 == 0


def nieuw_id(now: datetime) -> UUID:
    """A fresh UUID version 7: sortable by `now`, the rest is chance."""
    ms = int(now.timestamp() * 1000) & 0xFFFF_FFFF_FFFF
    chance = secrets.randbits(74)
    return UUID(int=(ms << 80) | (0x7 << 76) | ((chance >> 62) << 64) | (0b10 << 62) | (chance & ((1 << 62) - 1)))
