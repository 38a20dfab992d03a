"""What the brake says."""

from inburgering.primitives.errors import DomainError, NietGevonden, OngeldigeInvoer


class StopVanKracht(DomainError):
    """The vrijgave is under an active stop, so nothing of it may leave."""

    code, title = "stop-van-kracht", "Verstrekking is stopgezet"


class BereikOngeldig(OngeldigeInvoer):
    """A bereik that covers nothing, too much, or something that does not exist."""

    code, title = "bereik-ongeldig", "Dit bereik van een stop klopt niet"


class VrijgaveOnbekend(NietGevonden):
    """There is no such vrijgave."""

    code, title = "vrijgave-onbekend", "Deze vrijgave bestaat niet"


class StopOnbekend(NietGevonden):
    """There is no such stop."""

    code, title = "stop-onbekend", "Deze stop bestaat niet"


class VrijgavenOp(DomainError):
    """All 4,096 numbers are used; numbers are never used again."""

    code, title = "vrijgaven-op", "Er zijn geen vrijgavenummers meer"


class NietLeeggelopen(DomainError):
    """Sessions from before the stop are still there and cannot be ended."""

    code, title = "niet-leeggelopen", "De stop is nog niet leeggelopen"


class StopAlOpgeheven(DomainError):
    """Nothing of the stop is in force, so there is nothing to lift."""

    code, title = "stop-al-opgeheven", "Deze stop is al helemaal opgeheven"
