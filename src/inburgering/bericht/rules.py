"""What makes a bericht complete; pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from inburgering.bericht.errors import BerichtOnvolledig
from inburgering.bericht.terms import BerichtRij


def zinnen(tekst: str | Iterable[str]) -> tuple[str, ...]:
    """The sentences of a text, one per line or one per item, without empty ones."""
    regels = tekst.splitlines() if isinstance(tekst, str) else tekst
    return tuple(schoon for regel in regels if (schoon := regel.strip()))


def eis_compleet(weten: Sequence[str], moet_doen: Sequence[str], *, volgende_op: datetime, now: datetime) -> None:
    """Refuse a bericht that leaves the reader without news, without an act, or without a next moment.

    Raises:
        BerichtOnvolledig: which part is missing.
    """
    for veld, inhoud in (("weten", weten), ("moet_doen", moet_doen)):
        if not inhoud:
            raise BerichtOnvolledig(
                f"Het deel '{veld}' is leeg.",
                veld=veld,
                herstel="Schrijf ten minste één zin, ook als er niets verandert.",
            )
    if volgende_op <= now:
        raise BerichtOnvolledig(
            "Het volgende bericht ligt niet in de toekomst.", veld="volgende_op", herstel="Noem een later moment."
        )


def nieuwste_versies(rijen: Iterable[BerichtRij]) -> list[BerichtRij]:
    """Per nummer the highest version, newest bericht first."""
    per_nummer: dict[int, BerichtRij] = {}
    for rij in rijen:
        vorige = per_nummer.get(rij.nummer)
        if vorige is None or rij.versie > vorige.versie:
            per_nummer[rij.nummer] = rij
    return sorted(per_nummer.values(), key=lambda r: r.nummer, reverse=True)
