"""What can go wrong with what a gemeente tells back."""

from inburgering.primitives.errors import DomainError, NietGevonden, OngeldigeInvoer


class TerugmeldingOnbekend(NietGevonden):
    """There is no such terugmelding, or not of this gemeente."""

    code, title = "terugmelding-onbekend", "Deze terugmelding bestaat niet"


class TerugmeldingOngeldig(OngeldigeInvoer):
    """A field that misses or cannot be right."""

    code, title = "terugmelding-ongeldig", "Deze terugmelding klopt niet"


class TerugmeldingNietMogelijk(DomainError):
    """The signaal or the earlier terugmelding is past that step."""

    code, title = "terugmelding-niet-mogelijk", "Dit kunt u nu niet melden"
