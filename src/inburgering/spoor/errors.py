"""What can go wrong with the trail."""

from inburgering.primitives.errors import DomainError, OngeldigeInvoer


class VerwerkingOngeldig(OngeldigeInvoer):
    """A processing that cannot be a line of the trail."""

    code, title = "verwerking-ongeldig", "Deze verwerking past niet in het spoor"


class SleutelOnbruikbaar(DomainError):
    """The key of seals or pseudonyms cannot be read or made."""

    code, title = "sleutel-onbruikbaar", "De sleutel van het spoor is niet te lezen"


class NietVerzegeld(DomainError):
    """A proof was asked of a line that no zegel covers yet."""

    code, title = "niet-verzegeld", "Deze regel is nog niet verzegeld"


class GetuigeOnleesbaar(OngeldigeInvoer):
    """What a witness kept of a zegel is not a number and a link."""

    code, title = "getuige-onleesbaar", "Dit is geen zegel van een getuige"


class BewijsOnleesbaar(OngeldigeInvoer):
    """A document or key that should prove a line has not the form of one."""

    code, title = "bewijs-onleesbaar", "Dit is geen bewijs van een regel"
