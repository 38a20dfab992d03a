"""The words of a statuslijst, as the IETF Token Status List names them, and how long a signed one may be used.

Source: draft-ietf-oauth-status-list; two bits per signaal, least significant bits first.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

BITS: Final = 2
TTL: Final = timedelta(seconds=60)
"""After this a holder should ask for a newer list."""
GELDIG: Final = timedelta(minutes=15)
"""After this a holder may use nothing: no heartbeat is a stop by itself."""
INHOUDSOORT: Final = "application/statuslist+jwt"
LENGTE_MIN: Final = 131_072
"""A list is never shorter, so that its length says little and new signalen do not change it."""
SLEUTEL_VOORAF: Final = timedelta(hours=24)
"""So long before it signs, a new key is published: who keeps the old set for a day is never surprised."""


class Toestand(IntEnum):
    """What a holder may do with a copy; the numbers are those of the standard."""

    BRUIKBAAR = 0
    INGETROKKEN = 1
    GESTOPT = 2
    VERVANGEN = 3


@dataclass(frozen=True, slots=True)
class Uitgave:
    """One list as it was published from a moment on, until the next one of the same name."""

    lijst: str
    vanaf: datetime
    tot: datetime | None
    epoch: int
    inhoud: bytes = field(repr=False)
