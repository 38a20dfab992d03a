"""What an operation is: one row of the table from which routes, checks and description come."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from inburgering.interfaces.api.fouten import VerzoekOngeldig
from inburgering.toegang.terms import SYSTEEM, Actor, Client, Machtiging

POORT_EPOCH = "Poort-Epoch"
GETAL_MAX = 2**31 - 1
NUMMER_MAX = 10**15 - 1


@dataclass(frozen=True, slots=True)
class Verzoek:
    """A request that has been let in: who asks, for which gemeente, with what."""

    actor: Actor
    gemeente: str
    now: datetime
    pad: Mapping[str, Any] = field(default_factory=dict)
    vraag: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    client: Client | None = None
    koppen: dict[str, str] = field(default_factory=dict)
    """What the operation itself says in the headers of its answer."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number in the query: its default, its bounds and what it means."""

    naam: str
    standaard: int | None
    minimum: int
    maximum: int
    uitleg: str

    def lees(self, tekst: str | None) -> int | None:
        """The number; its default when it is not there.

        Raises:
            VerzoekOngeldig: no whole number within the bounds.
        """
        if tekst is None:
            return self.standaard
        if not tekst.isascii() or not tekst.isdigit() or not self.minimum <= int(tekst[:17]) <= self.maximum:
            raise VerzoekOngeldig(f"Geef een heel getal van {self.minimum} tot en met {self.maximum}.", veld=self.naam)
        return int(tekst)


@dataclass(frozen=True, slots=True)
class Padvorm:
    """One variable part of an address: how it is read, and how the description says it."""

    schema: Mapping[str, Any]
    patroon: re.Pattern[str]
    maak: Callable[[str], Any]
    uitleg: str

    def lees(self, naam: str, tekst: str) -> Any:
        """The value.

        Raises:
            VerzoekOngeldig: it has another form.
        """
        if not self.patroon.fullmatch(tekst):
            raise VerzoekOngeldig(
                f"{self.uitleg} Dit is het niet.", veld=naam, herstel="Neem het nummer over uit de lijst."
            )
        return self.maak(tekst)


_UUID = Padvorm(
    {"type": "string", "format": "uuid"},
    re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    UUID,
    "Een nummer uit de lijst, als UUID.",
)
_GETAL = Padvorm(
    {"type": "integer", "minimum": 1, "maximum": NUMMER_MAX},
    re.compile(r"[1-9][0-9]{0,14}", re.ASCII),
    int,
    "Een nummer uit de lijst, een heel getal.",
)
PADVORMEN: Mapping[str, Padvorm] = {
    "doorgifteId": _GETAL,
    "terugmeldingId": _GETAL,
    "lijst": Padvorm(
        {"type": "string", "pattern": "^[0-9]{4}$"},
        re.compile(r"[0-9]{4}", re.ASCII),
        str,
        "De naam van een lijst, vier cijfers.",
    ),
    "activiteitId": Padvorm(
        {"type": "string", "pattern": "^[a-z][a-z0-9-]{0,59}$"},
        re.compile(r"[a-z][a-z0-9-]{0,59}", re.ASCII),
        str,
        "De naam van een verwerkingsactiviteit.",
    ),
}


def padvorm(naam: str) -> Padvorm:
    """How this part of an address is read; a UUID unless the table says otherwise."""
    return PADVORMEN.get(naam, _UUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operatie:
    """One method on one address, and which machtiging it takes; without one it is open to everybody."""

    methode: str
    pad: str
    naam: str
    titel: str
    uitleg: str
    doe: Callable[[Verzoek], Any]
    uit: type | None
    label: str
    machtiging: Machtiging | None
    invoer: type | None = None
    vraag: tuple[Parameter, ...] = ()
    status: int = 200
    locatie: Callable[[Any], str] | None = None
    inhoudsoort: str = "application/json"

    @property
    def openbaar(self) -> bool:
        """Whether anybody may do this."""
        return self.machtiging is None

    @property
    def herhaalbaar(self) -> bool:
        """Whether an Idempotency-Key makes it happen once."""
        return self.methode == "POST"


def bladeren(wat: str) -> tuple[Parameter, ...]:
    """The parameters of a list that is read on from where one was."""
    return (
        Parameter("sinds", 0, 0, GETAL_MAX, f"Alleen {wat} met een hoger nummer."),
        Parameter("aantal", 50, 1, 500, f"Hoogstens zoveel {wat}."),
    )


NIEMAND = Actor(SYSTEEM.id, SYSTEEM.naam, SYSTEEM.rol)
