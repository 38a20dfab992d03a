"""What can go wrong with letters, and how to mend it."""

from inburgering.primitives.errors import DomainError, NietGevonden, OngeldigeInvoer


class BriefOnbekend(NietGevonden):
    """There is no such letter."""

    code, title = "brief-onbekend", "Deze brief bestaat niet"


class BriefOnmogelijk(OngeldigeInvoer):
    """The gegevens for a letter are missing, too many or contradict its kind."""

    code, title = "brief-onmogelijk", "Deze brief kan niet worden gemaakt"


class BriefAlGedrukt(DomainError):
    """What lies in somebody's letter box cannot be called back."""

    code, title = "brief-al-gedrukt", "Deze brief is al gedrukt"
