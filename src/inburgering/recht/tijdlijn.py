"""A question that has an answer on every day: ja, nee, or onbekend (Kleene), as two sets of periods."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from inburgering.primitives.periods import (
    ALTIJD,
    BEGIN,
    EINDE,
    NOOIT,
    Perioden,
    bevat,
    complement,
    doorsnede,
    periode,
    vereniging,
)


class Antwoord(StrEnum):
    """The three answers."""

    JA = "ja"
    NEE = "nee"
    ONBEKEND = "onbekend"


class Onbekend:
    """The value of a fact that nobody told us; there is one."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ONBEKEND"


ONBEKEND: Final = Onbekend()


class Tijdlijn:
    """On `zeker` the answer is ja, outside `mogelijk` it is nee, between them it is onbekend."""

    __slots__ = ("mogelijk", "zeker")

    def __init__(self, zeker: Perioden, mogelijk: Perioden | None = None) -> None:
        self.zeker = zeker
        self.mogelijk = zeker if mogelijk is None else mogelijk

    def op(self, dag: int) -> Antwoord:
        """The answer on one day."""
        if bevat(self.zeker, dag):
            return Antwoord.JA
        return Antwoord.ONBEKEND if self.mogelijk is not self.zeker and bevat(self.mogelijk, dag) else Antwoord.NEE

    @property
    def vast(self) -> bool:
        """Tell whether no day is onbekend."""
        return self.mogelijk is self.zeker

    def __repr__(self) -> str:
        return f"Tijdlijn({self.zeker}, {self.mogelijk})"


JA: Final = Tijdlijn(ALTIJD)
NEE: Final = Tijdlijn(NOOIT)
WEET_NIET: Final = Tijdlijn(NOOIT, ALTIJD)


def maak(zeker: Perioden, mogelijk: Perioden | None = None) -> Tijdlijn:
    """The timeline of two sets of days; always ja and always nee are the one JA and the one NEE."""
    if zeker == ALTIJD:
        return JA
    if mogelijk is None or mogelijk == zeker:
        return Tijdlijn(zeker) if zeker else NEE
    return Tijdlijn(zeker, mogelijk)


def van_antwoord(waarde: object) -> Tijdlijn:
    """The timeline of a truth value that does not change: True, False or ONBEKEND."""
    if waarde is ONBEKEND:
        return WEET_NIET
    return JA if waarde else NEE


def en(delen: Iterable[Tijdlijn]) -> Tijdlijn:
    """The days on which all hold."""
    lijst = []
    for deel in delen:
        if not deel.mogelijk:
            return NEE
        if deel is not JA:
            lijst.append(deel)
    if len(lijst) < 2:
        return lijst[0] if lijst else JA
    zeker = mogelijk = ALTIJD
    exact = True
    for deel in lijst:
        exact = exact and deel.mogelijk is deel.zeker
        zeker = doorsnede(zeker, deel.zeker)
        mogelijk = zeker if exact else doorsnede(mogelijk, deel.mogelijk)
        if not mogelijk:
            return NEE
    return maak(zeker, mogelijk)


def of(delen: Iterable[Tijdlijn]) -> Tijdlijn:
    """The days on which at least one holds."""
    lijst = [deel for deel in delen if deel.mogelijk]
    if len(lijst) < 2:
        return lijst[0] if lijst else NEE
    zeker = vereniging(deel.zeker for deel in lijst)
    if all(deel.mogelijk is deel.zeker for deel in lijst):
        return maak(zeker)
    return maak(zeker, vereniging(deel.mogelijk for deel in lijst))


def niet(deel: Tijdlijn) -> Tijdlijn:
    """The days on which it does not hold."""
    if deel.mogelijk is deel.zeker:
        return maak(complement(deel.zeker))
    return maak(complement(deel.mogelijk), complement(deel.zeker))


def vanaf(vroegst: int, laatst: int) -> Tijdlijn:
    """The days from a date on, for a date that lies between `vroegst` and `laatst`."""
    zeker = periode(laatst, EINDE)
    return maak(zeker) if vroegst == laatst else maak(zeker, periode(vroegst, EINDE))


def voor(vroegst: int, laatst: int) -> Tijdlijn:
    """The days before a date that lies between `vroegst` and `laatst`."""
    zeker = periode(BEGIN, vroegst)
    return maak(zeker) if vroegst == laatst else maak(zeker, periode(BEGIN, laatst))
