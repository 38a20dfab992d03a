"""Facts in plain words: what a path means, where it came from, and how its value reads."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from inburgering.interfaces.portal.onderdelen import dag_tekst
from inburgering.organisatie import gemeenten
from inburgering.primitives.errors import DomainError

_BRONNEN = {
    "verblijf": "IND",
    "richtlijn200438": "IND",
    "euLangdurigIngezetene": "IND",
    "huisvesting": "COA",
    "verblijfplaats": "COA",
    "kennisgevingen": "DUO",
    "onderwijs": "DUO",
    "ontheffing": "DUO",
    "ingeburgerd": "DUO",
    "pip": "gemeente",
}
_WOORDEN = {
    "bekendmaking": "verblijfsbesluit bekendgemaakt",
    "beschikkingsdatum": "besluit genomen",
    "ingangsdatum": "verblijf vanaf",
    "einddatum": "verblijf tot en met",
    "grond": "verblijfsgrond artikel",
    "doel": "verblijfsdoel",
    "referent": "referent",
    "tijdelijkBepaald": "tijdelijk verblijf",
    "soort": "soort",
    "geboortedatum": "geboren",
    "nationaliteiten": "nationaliteit",
    "code": "code",
    "inschrijvingen": "ingeschreven",
    "huisvesting": "gaat wonen in",
    "verblijfplaats": "verblijft in",
    "kennisgevingen": "kennisgeving",
    "gemeente": "gemeente",
    "vanaf": "vanaf",
    "tot": "tot",
    "datum": "datum",
    "wet": "wet",
    "verblijf": "verblijfsrecht",
    "leerplichtTot": "leerplicht tot",
    "jarenLeerplichtigInNederland": "jaren leerplichtig in Nederland",
    "onderwijs": "onderwijs",
    "diplomas": "diploma",
    "opleidingen": "opleiding",
    "behaaldOp": "behaald op",
    "geestelijkBedienaar": "geestelijk bedienaar",
    "euLangdurigIngezetene": "langdurig ingezetene in de EU",
    "richtlijn200438": "familie van een burger van de EU",
    "ontheffing": "ontheffing",
    "ingeburgerd": "ingeburgerd",
    "pip": "PIP",
    "eersteDagtekening": "datum van het eerste PIP",
}
_VERBLIJFSDOEL = {"asiel": "asiel", "gezinslid": "gezin", "studie": "studie", "kennismigrant": "kennismigrant"}


def zin(feiten: Mapping[str, Any]) -> str:
    """The facts behind one reden, as one line."""
    delen = [f"{naam(pad)}: {waarde(w)}" for pad, w in feiten.items()]
    tekst = "; ".join(dict.fromkeys(delen))
    return f"{tekst[0].upper()}{tekst[1:]}." if tekst else ""


def bron(feiten: Mapping[str, Any]) -> str:
    """Where these facts come from."""
    return ", ".join(dict.fromkeys(_BRONNEN.get(_kop(pad), "BRP") for pad in feiten))


def naam(pad: str) -> str:
    """A path of the contract as words: `verblijf[0].bekendmaking` is "verblijfsbesluit bekendgemaakt"."""
    laatste = re.split(r"[.\[]", re.sub(r"\[\d*\]$|\.\d+$", "", pad))[-1].rstrip("]")
    woord = _WOORDEN.get(laatste, laatste)
    kop = _kop(pad)
    kort = laatste in {"vanaf", "tot", "gemeente", "datum", "code", "soort", "wet"}
    return f"{_WOORDEN.get(kop, kop)} {woord}" if kort and kop != laatste else woord


def waarde(inhoud: Any) -> str:
    """A value as people write it."""
    if inhoud is None:
        return "niet bekend"
    if isinstance(inhoud, bool):
        return "ja" if inhoud else "nee"
    if isinstance(inhoud, Mapping):
        return ", ".join(f"{_WOORDEN.get(str(k), str(k))} {waarde(w)}" for k, w in inhoud.items() if w is not None)
    if isinstance(inhoud, list | tuple):
        return ", ".join(map(waarde, inhoud)) or "geen"
    return _tekst(str(inhoud))


def _tekst(inhoud: str) -> str:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", inhoud):
        return dag_tekst(date.fromisoformat(inhoud))
    if re.fullmatch(r"\d{4}", inhoud):
        return _gemeente(inhoud)
    if re.fullmatch(r"8[a-m]", inhoud):
        return f"8, onder {inhoud[1]}, Vw 2000"
    return _VERBLIJFSDOEL.get(inhoud, inhoud.replace("-", " "))


def _gemeente(code: str) -> str:
    """The name behind four digits; the digits themselves when no gemeente has them (a nationality, a year)."""
    try:
        return gemeenten.naam(code)
    except DomainError:
        return code


def _kop(pad: str) -> str:
    return re.split(r"[.\[]", pad)[0]
