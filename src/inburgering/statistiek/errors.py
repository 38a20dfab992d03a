"""What can go wrong with a levering to CBS."""

from inburgering.primitives.errors import DomainError, NietGevonden


class LeveringOnbekend(NietGevonden):
    """There is no such levering."""

    code, title = "levering-onbekend", "Deze levering bestaat niet"


class LeveringStandOngeldig(DomainError):
    """What is asked does not fit the state the levering is in."""

    code, title = "levering-stand-ongeldig", "Dit kan niet in de stand van deze levering"


class PeriodeOngeldig(DomainError):
    """A period of the statistics is a year and a quarter."""

    code, title = "periode-ongeldig", "Deze periode bestaat niet"
