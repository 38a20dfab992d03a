"""What can go wrong when determining, and how to mend it."""

from inburgering.primitives.errors import DomainError, NietGevonden, OngeldigeInvoer


class VaststellingOnbekend(NietGevonden):
    """There is no such vaststelling."""

    code, title = "vaststelling-onbekend", "Deze vaststelling bestaat niet"


class GeenRegelversie(DomainError):
    """No regelversie was in use at that moment."""

    code, title = "geen-regelversie", "Er is geen regelversie in gebruik"


class RegelversieNietInGebruik(DomainError):
    """Only a regelversie that two persons took into use may determine."""

    code, title = "regelversie-niet-in-gebruik", "Deze regelversie is niet in gebruik"


class RapportOntbreekt(DomainError):
    """Without a report of its effect over the register a regelversie does not go into use."""

    code, title = "effectrapport-ontbreekt", "Er is geen effectrapport voor deze regelversie"


class RapportVerouderd(DomainError):
    """The report compares with a regelversie that no longer holds."""

    code, title = "effectrapport-verouderd", "Dit effectrapport is verouderd"


class GevallenNietGroen(DomainError):
    """A regelversie of which a golden case comes out otherwise does not go into use."""

    code, title = "regelversie-gevallen-niet-goed", "Niet alle gevallen van deze regelversie kloppen"


class VoorstelOntbreekt(NietGevonden):
    """There is no open proposal for this regelversie."""

    code, title = "regelversie-voorstel-ontbreekt", "Er is geen voorstel voor deze regelversie"


class BeslissingOngeldig(OngeldigeInvoer):
    """A decision by hand that leaves something open, or decides something that is decided already."""

    code, title = "vaststelling-beslissing-ongeldig", "Deze beslissing kan niet"


class MomentopnameOngeldig(OngeldigeInvoer):
    """A file that is no momentopname of this register, or that says something else than the register."""

    code, title = "momentopname-ongeldig", "Deze momentopname klopt niet"
