"""The invented logins of the demonstration. `inburgering demo` makes them; only a development portal shows them."""

from typing import NamedTuple


class Login(NamedTuple):
    """One invented person with a login."""

    gebruikersnaam: str
    naam: str
    rol: str
    gemeente: str | None
    uitleg: str


WACHTWOORD = "samen-inburgeren"
LOGINS = (
    Login("tilburg", "M. de Vries", "klantmanager", "0855", "klantmanager van Tilburg"),
    Login("amsterdam", "K. Jansen", "klantmanager", "0363", "klantmanager van Amsterdam"),
    Login("duo", "J. Bakker", "duo-medewerker", None, "medewerker van DUO"),
    Login("jurist", "S. Willems", "duo-jurist", None, "jurist van DUO"),
    Login("leider", "N. Haddad", "incidentleider", None, "incidentleider van DUO"),
    Login("privacy", "R. Öztürk", "privacy-officer", None, "privacy officer van DUO"),
)
