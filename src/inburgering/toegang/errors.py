"""Who may not do what."""

from inburgering.primitives.errors import DomainError, NietGevonden, OngeldigeInvoer


class GeenBevoegdheid(DomainError):
    """The actor may not do this, or not for this gemeente."""

    code, title = "geen-bevoegdheid", "U mag dit niet doen"


class VierOgenNodig(DomainError):
    """The act needs a second, different person who may do it too."""

    code, title = "vier-ogen-nodig", "Hier is een tweede persoon voor nodig"


class MedewerkerOngeldig(OngeldigeInvoer):
    """Role, gemeente, name or password do not go together."""

    code, title = "medewerker-ongeldig", "Deze medewerker kan niet worden gemaakt"


class MedewerkerOnbekend(NietGevonden):
    """There is no medewerker with that name."""

    code, title = "medewerker-onbekend", "Deze medewerker bestaat niet"
