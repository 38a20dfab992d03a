"""What can be wrong with a request itself, before any room is asked."""

from dataclasses import dataclass

from inburgering.primitives.errors import DomainError, NietGevonden, OngeldigeInvoer


@dataclass(frozen=True, slots=True)
class Gebrek:
    """One thing wrong with a request: where, and what; never with what was written there."""

    veld: str
    detail: str


class NietAangemeld(DomainError):
    """The request has no token."""

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
    """The asker does not accept the form of the answer."""

    code, title = "antwoordvorm-onmogelijk", "Het antwoord heeft een andere vorm"


class VerzoekOngeldig(OngeldigeInvoer):
    """Parameters, headers or a body that do not fit the description; every mistake is named."""

    code, title = "verzoek-ongeldig", "Het verzoek klopt niet"

    def __init__(
        self, detail: str = "", *, veld: str = "", herstel: str = "", gebreken: tuple[Gebrek, ...] = ()
    ) -> None:
        super().__init__(detail, veld=veld, herstel=herstel)
        self.gebreken = gebreken or (Gebrek(veld, self.detail),)


class KetenkopOnverwacht(OngeldigeInvoer):
    """A header of the exchange network that does not come from its inway."""

    code, title = "ketenkop-onverwacht", "Deze kop neemt de dienst alleen aan van de eigen proxy"


class AanvraagOngeldig(OngeldigeInvoer):
    """A request for a token that OAuth does not know, or that signs in twice."""

    code, title = "aanvraag-ongeldig", "De aanvraag van een token klopt niet"


class SoortAanvraagOnmogelijk(OngeldigeInvoer):
    """A request for a token of a kind that is not given here."""

    code, title = "soort-aanvraag-onmogelijk", "Hier is alleen client_credentials mogelijk"
