"""What can go wrong when gegevens leave or are passed on."""

from inburgering.primitives.errors import DomainError, NietGevonden, OngeldigeInvoer


class VerstrekkingNietToegestaan(DomainError):
    """The law names no ground on which this receiver may get this gegeven."""

    code, title = "verstrekking-niet-toegestaan", "Deze verstrekking mag niet van de wet"


class DoorlaatOntbreekt(DomainError):
    """Nobody asked the brake for this vrijgave, so nothing may be booked as given."""

    code, title = "doorlaat-ontbreekt", "De rem is niet gevraagd"


class VerstrekkingOnbekend(NietGevonden):
    """There is no verstrekking or doorgifte with this number."""

    code, title = "verstrekking-onbekend", "Deze verstrekking bestaat niet"


class DoorgifteOngeldig(OngeldigeInvoer):
    """A doorgifte that misses what makes it traceable."""

    code, title = "doorgifte-ongeldig", "Deze doorgifte klopt niet"
