"""The words of the trail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """How a processing ended, in the words of LDV: only an internal failure is an error."""

    UNSET = "Unset"
    OK = "Ok"
    ERROR = "Error"


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a processing hangs in a W3C trace: 32 and 16 hexadecimal digits."""

    trace_id: str
    parent_span_id: str = ""


@dataclass(frozen=True, slots=True)
class Verwerking:
    """One processing of at most one person. `betrokkene` is a pseudonym, never a number of a person."""

    naam: str
    activiteit: str
    betrokkene: str | None
    begin: datetime
    einde: datetime
    status: str = Status.OK
    attributen: Mapping[str, Any] = field(default_factory=dict)
    trace: Trace | None = None


@dataclass(frozen=True, slots=True)
class Fout:
    """One thing wrong with the trail: where, and what."""

    plaats: str
    wat: str

    def __str__(self) -> str:
        return f"{self.plaats}: {self.wat}"


@dataclass(frozen=True, slots=True)
class Controle:
    """The outcome of checking the whole trail. `open` lines are whole but not sealed yet."""

    klopt: bool
    fouten: tuple[Fout, ...]
    regels: int
    zegels: int
    open: int = 0


@dataclass(frozen=True, slots=True)
class Bewijs:
    """That one line is under one signed root, without showing any other line."""

    zegel: int
    plaats: int
    aantal: int
    blad: bytes
    pad: tuple[bytes, ...]
    wortel: bytes
