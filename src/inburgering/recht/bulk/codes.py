"""The numbers that stand for codes in columns: ground, purpose, referent, nationality, diploma, act."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from inburgering.recht.feiten import DOELEN, GRONDEN, REFERENTEN
from inburgering.recht.wetten import Wetboek

ONBEKEND: Final = -1
AFWEZIG: Final = -2

GROND: Final[Mapping[str, int]] = {code: i for i, code in enumerate(sorted(GRONDEN))}
DOEL: Final[Mapping[str, int]] = {code: i for i, code in enumerate(DOELEN)}
REFERENT: Final[Mapping[str, int]] = {code: i for i, code in enumerate(REFERENTEN)}
WET: Final = ("Wi2013", "Wi2021")
OORDEEL: Final = ("niet-plichtig", "plichtig", "onbekend")
CATEGORIE: Final = ("asielstatushouder", "gezins-of-overige-migrant")


@cache
def diplomas_van(namen: frozenset[str]) -> Mapping[str, int]:
    """The numbers of the diplomas, in alphabetical order."""
    return {naam: i for i, naam in enumerate(sorted(namen))}


def diplomas(boek: Wetboek) -> Mapping[str, int]:
    """The numbers of the diplomas that the rule files name; every other diploma is unknown."""
    namen: set[str] = set()
    for tekst in boek.teksten["besluit_inburgering"]:
        namen |= tekst.definities.get("DIPLOMAS", frozenset()) | tekst.definities.get("ANDERE_DIPLOMAS", frozenset())
    return diplomas_van(frozenset(namen))


def tabel(naam: str, boek: Wetboek) -> Mapping[str, int] | None:
    """The numbers of one fact, by its name in the rule files; none when the code is a number itself."""
    vast = {"grond": GROND, "doel": DOEL, "referent_soort": REFERENT, "referent_doel": DOEL}
    if naam in vast:
        return vast[naam]
    return diplomas(boek) if naam == "diploma_soort" else None


def nummer(naam: str, code: str, boek: Wetboek) -> int | None:
    """The number of one code; none when no column can hold it."""
    bekend = tabel(naam, boek)
    if bekend is not None:
        return bekend.get(code)
    return int(code) if code.isdigit() else None
