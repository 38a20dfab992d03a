"""The words of a bericht: for whom it is and what it says."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Lezer(StrEnum):
    """Who a bericht is written for; all of them read the same text."""

    SZW = "SZW"
    VNG = "VNG"
    DUO = "DUO"
    DIVOSA = "Divosa"
    COA = "COA"
    IND = "IND"
    CBS = "CBS"
    GEMEENTEN = "gemeenten"
    IEDEREEN = "iedereen"


IEDEREEN = tuple(Lezer)


@dataclass(frozen=True, slots=True)
class BerichtRij:
    """One version of one bericht, as everybody reads it."""

    nummer: int
    versie: int
    titel: str
    weten: tuple[str, ...]
    niet_weten: tuple[str, ...]
    moet_doen: tuple[str, ...]
    voor: tuple[str, ...]
    geplaatst_op: datetime
    volgende_op: datetime
    door: str
    incident: str = ""

    def is_te_laat(self, now: datetime) -> bool:
        """Tell whether the next bericht was promised before `now`."""
        return now >= self.volgende_op
