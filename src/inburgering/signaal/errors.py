"""What can go wrong with a signaal."""

from inburgering.primitives.errors import DomainError, NietGevonden, OngeldigeInvoer


class SignaalOnbekend(NietGevonden):
    """There is no such signaal, or not for this gemeente."""

    code, title = "signaal-onbekend", "Dit signaal bestaat niet"


class SoortOnbekend(OngeldigeInvoer):
    """The catalogue has no such kind."""

    code, title = "signaalsoort-onbekend", "Deze soort signaal bestaat niet"


class CatalogusOngeldig(DomainError):
    """A file of the catalogue that cannot be used; `veld` names the file and the place in it."""

    code, title = "catalogus-ongeldig", "De catalogus van signalen klopt niet"


class InhoudOngeldig(OngeldigeInvoer):
    """The inhoud does not fit the catalogue."""

    code, title = "inhoud-ongeldig", "De inhoud van het signaal klopt niet"


class OvergangOnmogelijk(DomainError):
    """A signaal cannot go from this status to that one."""

    code, title = "overgang-onmogelijk", "Deze stap kan nu niet"


class SignaalIngetrokken(DomainError):
    """The signaal was withdrawn; its inhoud is gone for good."""

    code, title = "signaal-ingetrokken", "Dit signaal is ingetrokken"


class SignaalVerlopen(DomainError):
    """The inhoud was there for a fixed time, and that time is over."""

    code, title = "signaal-verlopen", "Dit signaal is verlopen"


class VerklaringOngeldig(OngeldigeInvoer):
    """An answer outside the closed vocabulary."""

    code, title = "verklaring-ongeldig", "Deze verklaring kennen wij niet"


class AbonnementOngeldig(OngeldigeInvoer):
    """A webhook address that cannot be used."""

    code, title = "abonnement-ongeldig", "Dit abonnement klopt niet"


class AbonnementOnbekend(NietGevonden):
    """There is no such abonnement, or not for this gemeente, or it has ended."""

    code, title = "abonnement-onbekend", "Dit abonnement bestaat niet"


class BezorgingOnbekend(NietGevonden):
    """There is no such event that was given up, or not for this gemeente."""

    code, title = "bezorging-onbekend", "Deze bezorging bestaat niet"


class QuarantaineOpen(DomainError):
    """Rows can only be put apart in a vrijgave that is stopped."""

    code, title = "quarantaine-open", "Deze vrijgave is niet gestopt"
