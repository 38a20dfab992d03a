"""When a webhook is tried again, and what an answer of the address means. Pure; chance is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SCHEMA = tuple(timedelta(seconds=s) for s in (5, 30, 300, 1800, 7200, 18_000, 36_000, 36_000))
"""How long to wait after each failed attempt: 5 s to 10 h; after the last the bezorging is dead and kept."""
SPREIDING = 0.2
"""How much longer chance may make a wait, so that not everybody comes back at the same moment."""
WACHT_MAX = SCHEMA[-1] * (1 + SPREIDING)
"""No wait is longer. A row that says otherwise was written by a clock that was wrong."""
AANHOUDEN = timedelta(seconds=15)
"""How long a bezorging that the brake refused rests; it does not count as an attempt."""
CLAIM = timedelta(seconds=60)
"""How long a claim holds: longer than any attempt, so that only a dead worker loses it."""

VERSCHIL = timedelta(seconds=60)
"""How far the clocks of two workers may differ before one takes the other for wrong."""


class Uitkomst(StrEnum):
    """How one attempt ended."""

    BEZORGD = "bezorgd"
    MISLUKT = "mislukt"
    GEWEIGERD = "geweigerd"
    BEEINDIGD = "beeindigd"


@dataclass(frozen=True, slots=True)
class Antwoordcode:
    """What came back: the HTTP status (None: no answer) and the seconds the other side asks to wait."""

    http_status: int | None
    wacht_seconden: int | None = None
    duur_ms: int = 0


def beoordeel(antwoord: Antwoordcode) -> Uitkomst:
    """What the answer of an address means: 2xx is delivered, 410 ends the abonnement, all else fails."""
    if antwoord.http_status is not None and 200 <= antwoord.http_status < 300:
        return Uitkomst.BEZORGD
    return Uitkomst.BEEINDIGD if antwoord.http_status == 410 else Uitkomst.MISLUKT


def volgende(pogingen: int, antwoord: Antwoordcode, *, now: datetime, jitter: Callable[[], float]) -> datetime | None:
    """When to try again after `pogingen` attempts, or None when it was the last; `jitter` gives 0 up to 1."""
    if pogingen > len(SCHEMA):
        return None
    pauze = SCHEMA[pogingen - 1] * (1 + SPREIDING * jitter())
    return now + max(pauze, gevraagde_pauze(antwoord))


def gevraagde_pauze(antwoord: Antwoordcode) -> timedelta:
    """How long the other side asks us to stay away (429 and 503); never longer than the longest wait of our own."""
    if antwoord.http_status not in {429, 503} or antwoord.wacht_seconden is None:
        return timedelta(0)
    return min(timedelta(seconds=max(antwoord.wacht_seconden, 0)), SCHEMA[-1])
