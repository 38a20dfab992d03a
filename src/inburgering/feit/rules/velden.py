"""Checks on single values; each names the field, the reason and the mend, and never the value of a person."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from inburgering.feit.rules import datums
from inburgering.feit.terms import Fout, Sleutelsoort
from inburgering.primitives.errors import OngeldigeInvoer
from inburgering.primitives.ids import voldoet_aan_elfproef

Lezer: TypeAlias = Callable[[Any, str], Any]
TEKST_MAX = 2_000


def tekst(waarde: Any, veld: str) -> str:
    """A text that is not empty and not longer than 2,000 characters."""
    if not isinstance(waarde, str) or not waarde.strip() or len(waarde) > TEKST_MAX or "\x00" in waarde:
        raise OngeldigeInvoer(
            "Dit is geen tekst, is leeg of is te lang.", veld=veld, herstel=f"Geef 1 tot {TEKST_MAX} tekens."
        )
    return waarde


def waar(waarde: Any, veld: str) -> bool:
    """True or false."""
    if not isinstance(waarde, bool):
        raise OngeldigeInvoer("Dit is geen true of false.", veld=veld, herstel="Schrijf true of false.")
    return waarde


def getal(waarde: Any, veld: str) -> int:
    """A whole number of nought or more that fits the database."""
    if not isinstance(waarde, int) or isinstance(waarde, bool) or not 0 <= waarde < 2**63:
        raise OngeldigeInvoer(
            "Dit is geen geheel getal.", veld=veld, herstel="Schrijf het getal zonder aanhalingstekens."
        )
    return waarde


def dag(waarde: Any, veld: str) -> str:
    """A complete date as ISO text."""
    if not isinstance(waarde, str):
        raise OngeldigeInvoer("Dit is geen datum.", veld=veld, herstel="Schrijf de dag als JJJJ-MM-DD.")
    return datums.iso(waarde, veld)


def code4(waarde: Any, veld: str) -> str:
    """A code of four digits."""
    if not isinstance(waarde, str) or len(waarde) != 4 or not waarde.isascii() or not waarde.isdigit():
        raise OngeldigeInvoer("Dit is geen code van vier cijfers.", veld=veld, herstel='Schrijf bijvoorbeeld "0363".')
    return waarde


def een_van(*woorden: str) -> Lezer:
    """A reader that takes one of these words."""

    def lees(waarde: Any, veld: str) -> str:
        if waarde not in woorden:
            raise OngeldigeInvoer(
                "Dit woord is hier niet bekend.", veld=veld, herstel=f"Kies uit: {', '.join(woorden)}."
            )
        return str(waarde)

    return lees


def lijst(lezer: Lezer) -> Lezer:
    """A reader that takes a list of what `lezer` takes."""

    def lees(waarde: Any, veld: str) -> list[Any]:
        if not isinstance(waarde, list):
            raise OngeldigeInvoer("Dit is geen lijst.", veld=veld, herstel="Zet de waarden tussen [ en ].")
        return [lezer(deel, f"{veld}[{i}]") for i, deel in enumerate(waarde)]

    return lees


def groep(velden: Mapping[str, Lezer], *, verplicht: tuple[str, ...] = ()) -> Lezer:
    """A reader that takes an object with these keys and no others; null stays null: unknown."""

    def lees(waarde: Any, veld: str) -> dict[str, Any]:
        if not isinstance(waarde, dict):
            raise OngeldigeInvoer("Dit is geen object.", veld=veld, herstel="Zet de velden tussen { en }.")
        voor = f"{veld}." if veld else ""
        for sleutel in waarde:
            if sleutel not in velden:
                raise OngeldigeInvoer(
                    "Dit veld is niet bekend.",
                    veld=f"{voor}{str(sleutel)[:60]}",
                    herstel=f"Bekende velden: {', '.join(velden)}.",
                )
        for sleutel in verplicht:
            if waarde.get(sleutel) is None:
                raise OngeldigeInvoer("Dit veld ontbreekt.", veld=f"{voor}{sleutel}", herstel="Vul het veld in.")
        return {
            sleutel: None if inhoud is None else velden[sleutel](inhoud, f"{voor}{sleutel}")
            for sleutel, inhoud in waarde.items()
        }

    return lees


def nummers(
    gegeven: Mapping[Sleutelsoort, tuple[Any, str]], plaats: str
) -> tuple[dict[Sleutelsoort, str], tuple[Fout, ...]]:
    """The numbers that are right, and what is wrong with the others; `gegeven` holds value and field name.

    A wrong number is listed and left out. The record stands when another number says who it is.
    """
    goed: dict[Sleutelsoort, str] = {}
    fouten: list[Fout] = []
    for soort, (waarde, veld) in gegeven.items():
        if waarde in (None, ""):
            continue
        if isinstance(waarde, str) and _VORM[soort](waarde):
            goed[soort] = waarde
        else:
            fouten.append(Fout(plaats, veld, _REDEN[soort], "Laat de bron het nummer nakijken."))
    return goed, tuple(fouten)


_VORM: Mapping[Sleutelsoort, Callable[[str], bool]] = {
    Sleutelsoort.BSN: voldoet_aan_elfproef,
    Sleutelsoort.VNUMMER: lambda nummer: len(nummer) == 10 and nummer.isascii() and nummer.isdigit(),
    Sleutelsoort.ANUMMER: lambda nummer: len(nummer) == 10 and nummer.isascii() and nummer.isdigit(),
}
_REDEN: Mapping[Sleutelsoort, str] = {
    Sleutelsoort.BSN: "Het burgerservicenummer voldoet niet aan de 11-proef.",
    Sleutelsoort.VNUMMER: "Het V-nummer heeft geen tien cijfers.",
    Sleutelsoort.ANUMMER: "Het A-nummer heeft geen tien cijfers.",
}
