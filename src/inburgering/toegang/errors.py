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


class MandaatOngeldig(OngeldigeInvoer):
    """A mandate cannot be given or ended like this."""

    code, title = "mandaat-ongeldig", "Dit mandaat kan zo niet"


class MandaatOnbekend(NietGevonden):
    """There is no such mandate to end."""

    code, title = "mandaat-onbekend", "Dit mandaat is er niet"


class ClientOngeldig(OngeldigeInvoer):
    """A system cannot be registered like this: its number, its key or what it may do."""

    code, title = "client-ongeldig", "Dit systeem kan niet worden aangemeld"


class ClientOnbekend(NietGevonden):
    """There is no system or key of a system with that number."""

    code, title = "client-onbekend", "Dit systeem bestaat niet"


class AanmeldingMislukt(DomainError):
    """A system did not prove to be who it says; never said why."""

    code, title = "aanmelding-mislukt", "Aanmelden is niet gelukt"


class TokenOngeldig(DomainError):
    """A token is not ours, not for us, not valid now, or of a system that may not come in any more."""

    code, title = "token-ongeldig", "Dit token geldt niet"


class MachtigingOnbekend(OngeldigeInvoer):
    """A system asks for something it was never allowed."""

    code, title = "machtiging-onbekend", "Deze machtiging heeft uw systeem niet"


class MachtigingOntbreekt(DomainError):
    """The token does not let its bearer do this."""

    code, title = "machtiging-ontbreekt", "Uw token is hier niet voor bedoeld"


class TeVeelVerzoeken(DomainError):
    """Too many requests or failed logins in a short time."""

    code, title = "te-veel-verzoeken", "U vraagt te veel achter elkaar"

    def __init__(self, detail: str = "", *, wacht: int = 1, veld: str = "") -> None:
        super().__init__(detail, veld=veld, herstel=f"Wacht {wacht} seconden en probeer het opnieuw.")
        self.wacht = wacht


class HerhalingAnders(OngeldigeInvoer):
    """The same idempotency key with another request."""

    code, title = "herhaling-anders", "Deze sleutel hoort bij een ander verzoek"


class InloggenMislukt(DomainError):
    """Logging in through the organisation's own identity provider did not hold; the detail names what."""

    code, title = "inloggen-mislukt", "Inloggen is niet gelukt"

    def __init__(self, detail: str = "", *, veld: str = "", herstel: str = "") -> None:
        super().__init__(
            detail, veld=veld, herstel=herstel or "Begin opnieuw bij Inloggen. Blijft het misgaan? Vraag uw beheerder."
        )


class OrganisatieOnbereikbaar(DomainError):
    """The identity provider does not answer, or not as it should."""

    code, title = "organisatie-onbereikbaar", "Het inlogsysteem van uw organisatie antwoordt niet"


class InstellingOngeldig(OngeldigeInvoer):
    """A setting of this installation cannot be used as it is."""

    code, title = "instelling-ongeldig", "Een instelling van dit systeem klopt niet"
