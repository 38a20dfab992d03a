"""Make docs/reference/bevoegdheden.md from the table that the tests ask. Usage: python scripts/bevoegdheden.py."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BRON = ROOT / "tests" / "bevoegdheden.py"
DOEL = ROOT / "docs" / "reference" / "bevoegdheden.md"
KOP = """# Bevoegdheden

Gemaakt door `scripts/bevoegdheden.py` uit de tabel die de tests nalopen: elke cel is echt gevraagd over HTTP, van één
gemeente met een gewoon signaal en een signaal onder een stop. Een adres dat hier niet staat, bestaat niet. Een andere
methode geeft 405.

| antwoord | betekenis |
|---|---|
| mag | 200, 201, 202, 204 of 302: het lukt |
| mag, 4xx | mag het doen; een leeg formulier (400, 422) of de stand van zaken (404, 409) houdt het tegen |
| inloggen | eerst inloggen (302 naar de inlogpagina, of 401) |
| nee | 403: de rol, de machtiging of de gemeente mag dit niet |
| bestaat niet | 404: van een andere gemeente; wij zeggen niet of het bestaat |
| gestopt | 451: onder een stop |

Twee antwoorden met een streep: zonder stop, en onder een stop.

"""
MAG = range(200, 400)


def make() -> str:
    """The text of the page."""
    bron = _bron()
    wie = "".join(f"- **{naam}**: {uitleg}\n" for naam, uitleg in bron.WIE.items())
    portaal = _deel("Het portaal", bron.portaal(), bron.PORTAAL, "/inloggen")
    return KOP + wie + portaal + _deel("De API", bron.api(), bron.API, "")


def _deel(titel: str, rijen: list[Any], wie: tuple[str, ...], inlog: str) -> str:
    uit, groep = f"\n## {titel}\n", ""
    for rij in rijen:
        if rij.groep != groep:
            groep = rij.groep
            uit += f"\n### {groep}\n\n| | adres | {' | '.join(wie)} |\n|---|---|{'---|' * len(wie)}\n"
        cellen = " | ".join(_cel(rij, naam, inlog) for naam in wie)
        uit += f"| {rij.methode} | `{rij.pad}` | {cellen} |\n"
    return uit


def _cel(rij: Any, naam: str, inlog: str) -> str:
    # Who is not logged in is sent to the login page, except where nobody has to log in.
    besloten = bool(inlog) and rij.cellen["cbs"][0] == 403 and naam == "niemand"
    woorden = ["inloggen" if besloten else _woord(status, rij) for status in rij.cellen[naam]]
    return " / ".join(dict.fromkeys(woorden))


def _woord(status: int, rij: Any) -> str:
    vast = {401: "inloggen", 403: "nee", 451: "gestopt"}
    if status in vast:
        return vast[status]
    if status in MAG:
        return "mag"
    if status == 404 and {s for paar in rij.cellen.values() for s in paar} == {404}:
        return "alleen met OIDC"
    return "bestaat niet" if status == 404 and rij.cellen["eigen"][0] != 404 else f"mag, {status}"


def _bron() -> ModuleType:
    soort = importlib.util.spec_from_file_location("bevoegdheden_tabel", BRON)
    assert soort is not None
    assert soort.loader is not None
    module = importlib.util.module_from_spec(soort)
    sys.modules[soort.name] = module
    soort.loader.exec_module(module)
    return module


if __name__ == "__main__":
    DOEL.write_text(make(), encoding="utf-8")
