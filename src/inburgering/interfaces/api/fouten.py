"""What can be wrong with a request itself, before any room is asked."""

from inburgering.primitives.errors import DomainError, NietGevonden, OngeldigeInvoer


class NietAangemeld(DomainError):
    """The request has no key, or one that is not valid."""

    code, title = "niet-aangemeld", "U bent niet aangemeld"


class AdresOnbekend(NietGevonden):
    """The API has no such address."""

    code, title = "adres-onbekend", "Dit adres bestaat niet"


class MethodeOnmogelijk(DomainError):
    """The address exists, but not for this method."""

    code, title = "methode-onmogelijk", "Deze methode kan hier niet"


class VormOnbekend(DomainError):
    """The body is not JSON according to its own heading."""

    code, title = "vorm-onbekend", "Stuur JSON"


class AntwoordvormOnmogelijk(DomainError):
    """The asker accepts no JSON."""

    code, title = "antwoordvorm-onmogelijk", "Het antwoord is altijd JSON"


class VerzoekOngeldig(OngeldigeInvoer):
    """A parameter or a body that does not fit the description."""

    code, title = "verzoek-ongeldig", "Het verzoek klopt niet"
