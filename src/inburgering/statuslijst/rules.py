"""Packing two bits per signaal, and the claims around it; no clock, no database."""

import base64
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inburgering.statuslijst.errors import LijstOnleesbaar
from inburgering.statuslijst.terms import BITS, GELDIG, LENGTE_MIN, TTL, Toestand

_NIVEAU = 6  # level 9 takes twenty times longer where many separate signalen are stopped, for a tenth less


def pak(toestanden: NDArray[np.uint8], *, bits: int = BITS) -> bytes:
    """The list as bytes: entry i in byte `i * bits // 8`, least significant bits first."""
    per_byte = 8 // bits
    aangevuld = np.zeros(-(-len(toestanden) // per_byte) * per_byte, dtype=np.uint8)
    aangevuld[: len(toestanden)] = toestanden
    uit = aangevuld[0::per_byte].copy()
    for plek in range(1, per_byte):
        uit |= aangevuld[plek::per_byte] << (plek * bits)
    return uit.tobytes()


def pak_uit(inhoud: bytes, *, bits: int = BITS) -> NDArray[np.uint8]:
    """The entries of a list, one number each."""
    per_byte, masker = 8 // bits, (1 << bits) - 1
    rauw = np.frombuffer(inhoud, dtype=np.uint8)
    uit = np.empty(len(rauw) * per_byte, dtype=np.uint8)
    for plek in range(per_byte):
        uit[plek::per_byte] = (rauw >> (plek * bits)) & masker
    return uit


def lengte(aantal: int) -> int:
    """How many entries a list of so many signalen has: a power of two, so that it grows seldom."""
    return max(LENGTE_MIN, 1 << max(0, aantal - 1).bit_length())


def vul(toestanden: Mapping[int, Toestand], *, aantal: int) -> bytes:
    """The packed list in which the entries named have their toestand and the rest is bruikbaar."""
    rij = np.zeros(lengte(aantal), dtype=np.uint8)
    if toestanden:
        rij[np.fromiter(toestanden.keys(), dtype=np.int64, count=len(toestanden))] = np.fromiter(
            toestanden.values(), dtype=np.uint8, count=len(toestanden)
        )
    return pak(rij)


def codeer(inhoud: bytes) -> str:
    """The list as it stands in a token: zlib, then base64url without padding."""
    return base64.urlsafe_b64encode(zlib.compress(inhoud, _NIVEAU)).rstrip(b"=").decode()


def decodeer(lst: str) -> bytes:
    """The bytes of a list.

    Raises:
        LijstOnleesbaar: no base64url, or no zlib.
    """
    try:
        return zlib.decompress(base64.urlsafe_b64decode(lst + "=" * (-len(lst) % 4)))
    except (ValueError, zlib.error) as fout:
        raise LijstOnleesbaar(veld="lst", herstel="Haal de lijst opnieuw op.") from fout


def claims(uri: str, inhoud: bytes, *, aggregatie: str, iat: datetime, exp: datetime) -> dict[str, Any]:
    """The claims of a Status List Token."""
    return {
        "sub": uri,
        "iat": int(iat.timestamp()),
        "exp": int(exp.timestamp()),
        "ttl": int(TTL.total_seconds()),
        "status_list": {"bits": BITS, "lst": codeer(inhoud), "aggregation_uri": aggregatie},
    }


def einde(vanaf: datetime, *, tot: datetime | None, now: datetime) -> datetime:
    """Until when a list as it was published may be used: until the next, or a quarter of an hour from now."""
    return now + GELDIG if tot is None else max(tot, vanaf)
