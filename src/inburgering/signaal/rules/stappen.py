"""Which step may follow which, and the checks on what people type."""

import re

from inburgering.signaal.errors import InhoudOngeldig, OvergangOnmogelijk, VerklaringOngeldig
from inburgering.signaal.terms import OVERGANGEN, Antwoord, Status

_NEGEN_CIJFERS = re.compile(r"\d[\d .]{7,}\d")


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
