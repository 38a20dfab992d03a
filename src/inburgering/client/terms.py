"""What the client hands over: a signaal with its lease, a stop, and what can go wrong."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class NietBereikbaar(Exception):
    """The service gave no answer that can be read; nothing may be concluded from it."""


class GeweigerdDoorDienst(Exception):
    """The service said no, with a code to build on and a sentence for a person."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.status, self.code, self.detail = status, code, detail


@dataclass(frozen=True, slots=True)
class Signaal:
    """One signaal; `inhoud` is None while a stop holds it, and for good once it is withdrawn."""

    id: str
    volgnummer: int
    soort: str
    gestopt: bool
    ingetrokken: bool
    corrigeert: str | None
    gebruik_tot: datetime | None
    statusverwijzing: dict[str, Any] | None
    inhoud: dict[str, Any] | None = field(repr=False)

    @classmethod
    def uit_json(cls, rij: dict[str, Any]) -> "Signaal":
        """The signaal in an answer of the API."""
        tot = rij.get("gebruikTot")
        return cls(
            id=rij["signaalId"],
            volgnummer=rij["volgnummer"],
            soort=rij["soort"],
            gestopt=rij["gestopt"],
            ingetrokken=rij["ingetrokken"],
            corrigeert=rij.get("corrigeert"),
            gebruik_tot=datetime.fromisoformat(tot) if tot else None,
            statusverwijzing=rij.get("statusverwijzing"),
            inhoud=rij.get("inhoud"),
        )

    def mag_gebruikt_worden(self, now: datetime) -> bool:
        """Tell whether a copy may be used at this moment; whatever is not surely allowed is not.

        The lease is the answer to a service that cannot be reached: after `gebruik_tot` ask again before use.
        """
        vrij = not (self.gestopt or self.ingetrokken) and self.inhoud is not None
        return vrij and self.gebruik_tot is not None and now < self.gebruik_tot


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop that is in force for the gemeente."""

    id: str
    alles: bool
    reden: str
    gezet_op: datetime
    oefening: bool

    @classmethod
    def uit_json(cls, rij: dict[str, Any]) -> "Stop":
        """The stop in an answer of the API."""
        return cls(rij["stopId"], rij["alles"], rij["reden"], datetime.fromisoformat(rij["gezetOp"]), rij["oefening"])


@dataclass(frozen=True, slots=True)
class Doorgifte:
    """Gegevens of a signaal that went on to somebody else, and how far a stop has followed them."""

    id: int
    signaal_id: str | None
    ontvanger: str
    gegevens: tuple[str, ...]
    toegestaan: bool
    teruggeroepen_op: datetime | None
    bevestigd_op: datetime | None

    @classmethod
    def uit_json(cls, rij: dict[str, Any]) -> "Doorgifte":
        """The doorgifte in an answer of the API."""
        return cls(
            id=rij["doorgifteId"],
            signaal_id=rij.get("signaalId"),
            ontvanger=rij["ontvanger"],
            gegevens=tuple(rij["gegevens"]),
            toegestaan=rij["toegestaan"],
            teruggeroepen_op=_moment(rij.get("teruggeroepenOp")),
            bevestigd_op=_moment(rij.get("bevestigdOp")),
        )


@dataclass(frozen=True, slots=True)
class Gebeurtenis:
    """A webhook event that really came from the service: what happened and where to fetch it, never about whom."""

    id: str
    soort: str
    onderwerp: str
    volgnummer: int | None
    adres: str

    @property
    def stop(self) -> bool:
        """Whether it tells of a stop or of its end: those go first."""
        return ".stop-" in self.soort


def _moment(tekst: str | None) -> datetime | None:
    return datetime.fromisoformat(tekst) if tekst else None
