"""What can go wrong with a bericht."""

from inburgering.primitives.errors import DomainError, NietGevonden


class BerichtOnvolledig(DomainError):
    """A bericht says what we know, what we do not know, what to do and when the next one comes."""

    code, title = "bericht-onvolledig", "Dit bericht is niet compleet"


class BerichtOnbekend(NietGevonden):
    """There is no bericht with that nummer."""

    code, title = "bericht-onbekend", "Dit bericht bestaat niet"
