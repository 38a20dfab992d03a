"""What can go wrong in herstel."""

from inburgering.primitives.errors import DomainError, NietGevonden


class IncidentOnbekend(NietGevonden):
    """There is no such incident."""

    code, title = "incident-onbekend", "Dit incident bestaat niet"


class GeraaktOnbekend(NietGevonden):
    """There is no such touched person in the newest onderzoek."""

    code, title = "geraakt-onbekend", "Deze persoon staat niet in het onderzoek"


class OnderzoekOntbreekt(DomainError):
    """What is asked needs an onderzoek first."""

    code, title = "onderzoek-ontbreekt", "Er is nog geen onderzoek"


class BeslissingOngeldig(DomainError):
    """A decision by hand must say what is true and why."""

    code, title = "geraakte-beslissing-ongeldig", "Deze beslissing is niet compleet"


class KeuzeTermijnVoorbij(DomainError):
    """The term in which a person could choose has ended."""

    code, title = "keuze-termijn-voorbij", "De termijn om te kiezen is voorbij"


class KeuzeOnbekend(NietGevonden):
    """No choice was offered to this person."""

    code, title = "keuze-onbekend", "Deze persoon heeft geen keuze gekregen"


class DossierOntbreekt(DomainError):
    """A submission to the AP needs a draft."""

    code, title = "dossier-ontbreekt", "Er is nog geen concept voor de AP"


class DossierOnvolledig(DomainError):
    """A draft that lacks what even a first submission needs."""

    code, title = "dossier-onvolledig", "Het concept voor de AP mist antwoorden"
