"""Facts in plain words: what a path means, where it came from, and how its value reads."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from inburgering.interfaces.portal.onderdelen import dag_tekst
from inburgering.organisatie import gemeenten, nationaliteiten
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
    "grond": "verblijfsgrond",
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
    "inburgeringsvereisteVoldaan": "inburgeringseis elders gehaald",
}
_AFGELEID = {
    "ingangsdatum": "begin van de plicht",
    "aow_datum": "AOW-leeftijd op",
    "einde": "einde van de plicht",
    "vrijgesteldTot": "vrijgesteld tot",
    "beginOnderbreking": "onderbroken vanaf",
    "eindeOnderbreking": "onderbroken tot",
    "dagenOnderbroken": "dagen onderbroken",
    "examenUiterlijk": "examens uiterlijk",
    "pvtUiterlijk": "participatieverklaring uiterlijk",
    "inburgeringUiterlijk": "inburgering uiterlijk",
}
_VERBLIJFSDOEL = {"asiel": "asiel", "gezinslid": "gezin", "studie": "studie", "kennismigrant": "kennismigrant"}


def zin(feiten: Mapping[str, Any], *, onbekend: bool = False) -> str:
    """The facts behind one reden, as one line. What nobody reported is only unknown when the answer is."""
    leeg = "niet bekend" if onbekend else "niet gemeld"
    delen = [f"{naam(pad)}: {leeg if w is None else _veld(_laatste(pad), w)}" for pad, w in feiten.items()]
    tekst = "; ".join(dict.fromkeys(delen))
    return f"{tekst[0].upper()}{tekst[1:]}." if tekst else ""


def bron(feiten: Mapping[str, Any]) -> str:
    """Where these facts come from."""
    return ", ".join(dict.fromkeys(_BRONNEN.get(_kop(pad), "BRP") for pad in feiten if _kop(pad) not in _AFGELEID))


def naam(pad: str) -> str:
    """A path of the contract as words: `verblijf[0].bekendmaking` is "verblijfsbesluit bekendgemaakt"."""
    kop, laatste = _kop(pad), _laatste(pad)
    if pad in _AFGELEID:
        return _AFGELEID[pad]
    woord = _WOORDEN.get(laatste, laatste)
    if (kop, laatste) == ("nationaliteiten", "code"):
        return "nationaliteit"
    kort = laatste in {"vanaf", "tot", "gemeente", "datum", "code", "soort", "wet"}
    return f"{_WOORDEN.get(kop, kop)} {woord}" if kort and kop != laatste else woord


def waarde(inhoud: Any) -> str:
    """A value as people write it."""
    if inhoud is None:
        return "niet bekend"
    if isinstance(inhoud, bool):
        return "ja" if inhoud else "nee"
    if isinstance(inhoud, Mapping):
        return ", ".join(_paar(str(k), w) for k, w in inhoud.items() if w is not None)
    if isinstance(inhoud, list | tuple):
        return ", ".join(map(waarde, inhoud)) or "geen"
    return _tekst(str(inhoud))


def _tekst(inhoud: str) -> str:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", inhoud):
        return dag_tekst(date.fromisoformat(inhoud))
    if re.fullmatch(r"8[a-m]", inhoud):
        return f"artikel 8, onder {inhoud[1]}, Vw 2000"
    return _VERBLIJFSDOEL.get(inhoud, inhoud.replace("-", " "))


def _paar(sleutel: str, inhoud: Any) -> str:
    if sleutel == "code":
        return nationaliteiten.naam(str(inhoud))
    return f"{_WOORDEN.get(sleutel, sleutel)} {_veld(sleutel, inhoud)}"


def _veld(sleutel: str, inhoud: Any) -> str:
    """A value whose meaning hangs on the field it stands in."""
    if sleutel == "code":
        return nationaliteiten.naam(str(inhoud))
    return _gemeente(str(inhoud)) if sleutel == "gemeente" else waarde(inhoud)


def _laatste(pad: str) -> str:
    return re.split(r"[.\[]", re.sub(r"\[\d*\]$|\.\d+$", "", pad))[-1].rstrip("]")


def _gemeente(code: str) -> str:
    """The name behind four digits; the digits themselves when no gemeente has them (a nationality, a year)."""
    try:
        return gemeenten.naam(code)
    except DomainError:
        return code


def _kop(pad: str) -> str:
    return re.split(r"[.\[]", pad)[0]
