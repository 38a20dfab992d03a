"""Which step may follow which, and the checks on what people type."""

import re
from urllib.parse import urlsplit

from inburgering.signaal.errors import AbonnementOngeldig, InhoudOngeldig, OvergangOnmogelijk, VerklaringOngeldig
from inburgering.signaal.terms import OVERGANGEN, Antwoord, Status

_NEGEN_CIJFERS = re.compile(r"\d[\d .]{7,}\d")
_SINK_MAX = 500


def ga_naar(van: Status, naar: Status) -> Status:
    """The new status.

    Raises:
        OvergangOnmogelijk: the table does not have this step.
    """
    if naar not in OVERGANGEN[van]:
        raise OvergangOnmogelijk(
            f"Een signaal dat {van} is, kan niet {naar} worden.", veld="status", herstel="Ververs het overzicht."
        )
    return naar


def lees_antwoord(tekst: str) -> Antwoord:
    """The answer in the closed vocabulary.

    Raises:
        VerklaringOngeldig: names the words there are.
    """
    try:
        return Antwoord(tekst)
    except ValueError:
        raise VerklaringOngeldig(veld="antwoord", herstel=f"Kies uit: {', '.join(Antwoord)}.") from None


def check_reden(reden: str) -> None:
    """Pass when a reason is there and cannot hold a burgerservicenummer.

    Raises:
        InhoudOngeldig: what is wrong with the text.
    """
    if not reden.strip():
        raise InhoudOngeldig("De reden ontbreekt.", veld="reden", herstel="Schrijf in een zin wat er fout ging.")
    if _NEGEN_CIJFERS.search(reden):
        raise InhoudOngeldig(
            "In de reden staat een lang nummer.", veld="reden", herstel="Noem geen persoonsgegevens in de reden."
        )


def check_sink(sink: str) -> None:
    """Pass when a webhook address is an http(s) address of a host, without user or password in it.

    Raises:
        AbonnementOngeldig: why the address cannot be used.
    """
    try:
        delen = urlsplit(sink)
        goed = delen.scheme in {"http", "https"} and bool(delen.hostname) and not delen.username and delen.port != 0
    except ValueError:
        goed = False
    if not goed or len(sink) > _SINK_MAX or any(c.isspace() for c in sink):
        raise AbonnementOngeldig(
            "Het adres is geen http- of https-adres.", veld="sink", herstel="Geef een volledig adres op."
        )
