"""When a webhook is tried again, and what an answer of the receiver means. Pure; chance is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SCHEMA = tuple(timedelta(seconds=s) for s in (5, 30, 300, 1800, 7200, 18_000, 36_000, 36_000))
"""How long to wait after each failed attempt: 5 s to 10 h; after the last the bezorging is dead and kept."""
AANHOUDEN = timedelta(seconds=15)
"""How long a bezorging that the brake refused rests; it does not count as an attempt."""
CLAIM = timedelta(seconds=60)
"""How long a claim holds: longer than any attempt, so that only a dead worker loses it."""


class Uitkomst(StrEnum):
    """How one attempt ended."""

    BEZORGD = "bezorgd"
    MISLUKT = "mislukt"
    GEWEIGERD = "geweigerd"
    BEEINDIGD = "beeindigd"


@dataclass(frozen=True, slots=True)
class Antwoordcode:
    """What came back: the HTTP status (None: no answer) and the seconds the receiver asks to wait."""

    http_status: int | None
    wacht_seconden: int | None = None
    duur_ms: int = 0


def beoordeel(antwoord: Antwoordcode) -> Uitkomst:
    """What the answer of a receiver means: 2xx is delivered, 410 ends the abonnement, all else fails."""
    if antwoord.http_status is not None and 200 <= antwoord.http_status < 300:
        return Uitkomst.BEZORGD
    return Uitkomst.BEEINDIGD if antwoord.http_status == 410 else Uitkomst.MISLUKT


def volgende(pogingen: int, antwoord: Antwoordcode, *, now: datetime, jitter: Callable[[], float]) -> datetime | None:
    """When to try again after `pogingen` attempts, or None when it was the last; `jitter` gives 0 up to 1."""
    if pogingen > len(SCHEMA):
        return None
    pauze = SCHEMA[pogingen - 1] * (1 + 0.2 * jitter())
    if antwoord.http_status == 429 and antwoord.wacht_seconden is not None:
        pauze = max(pauze, min(timedelta(seconds=antwoord.wacht_seconden), SCHEMA[-1]))
    return now + pauze
