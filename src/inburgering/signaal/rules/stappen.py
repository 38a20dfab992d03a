"""Which step may follow which, and the checks on what people type."""

import re

from inburgering.signaal.errors import InhoudOngeldig, OvergangOnmogelijk, VerklaringOngeldig
from inburgering.signaal.terms import OVERGANGEN, Antwoord, Bewijs, Status

BEWIJS_MAX, DOCUMENT_MAX = 1000, 200
_NEGEN_CIJFERS = re.compile(r"\d[\d .]{7,}\d")
_SHA256 = re.compile(r"[0-9a-f]{64}")


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


def check_bewijs(bewijs: Bewijs) -> Bewijs:
    """The evidence as it is kept: trimmed, short enough, without long numbers, a document with its SHA-256.

    Raises:
        InhoudOngeldig: what is wrong, at which field.
    """
    tekst, document, sha256 = bewijs.tekst.strip(), bewijs.document.strip(), bewijs.sha256.strip().lower()
    for waarde, veld, hoogstens in ((tekst, "bewijs", BEWIJS_MAX), (document, "document", DOCUMENT_MAX)):
        if len(waarde) > hoogstens:
            raise InhoudOngeldig(f"Dit is langer dan {hoogstens} tekens.", veld=veld, herstel="Maak het korter.")
        if _NEGEN_CIJFERS.search(waarde):
            raise InhoudOngeldig(
                "In het bewijs staat een lang nummer.", veld=veld, herstel="Noem geen persoonsgegevens in het bewijs."
            )
    if bool(document) != bool(sha256):
        raise InhoudOngeldig(
            "Van een document horen de naam en het controlegetal bij elkaar.",
            veld="sha256" if document else "document",
            herstel="Geef allebei, of geen van beide.",
        )
    if sha256 and not _SHA256.fullmatch(sha256):
        raise InhoudOngeldig(
            "Het controlegetal is geen SHA-256.", veld="sha256", herstel="Geef 64 tekens uit 0-9 en a-f."
        )
    return Bewijs(tekst, document, sha256)
