"""The connections to the outside: asking an address whether it wants our events, and posting them.

An address that somebody typed is not trusted. Its name is looked up, what comes back is checked, and the connection
goes to the very address that was checked: a name that points elsewhere a moment later changes nothing. Nothing is
followed, nothing is read but the status and two headers, and everything has an end.
"""

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from inburgering.signaal.rules import abonnement as abonnement_rules
from inburgering.signaal.rules import bestemming as bestemming_rules
from inburgering.signaal.rules.bezorging import Antwoordcode

_NAMEN_TEGELIJK = 32  # slow name servers of some must not keep the others waiting
_FOUTEN = (aiohttp.ClientError, TimeoutError, OSError, ValueError)


class Bewaakt(AbstractResolver):
    """Looks names up as always, but gives back only addresses on the open internet."""

    def __init__(self) -> None:
        self._zoeker = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of the host that may be connected to."""
        gevonden = await self._zoeker.resolve(host, port, family)
        openbaar = [g for g in gevonden if abonnement_rules.is_openbaar(ip_address(g["host"].partition("%")[0]))]
        if not openbaar:
            raise OSError("geen openbaar adres")
        return openbaar

    async def close(self) -> None:
        """Let go of what looks up."""
        await self._zoeker.close()


@dataclass(frozen=True, slots=True)
class Toestemming:
    """What an address said: whether we may send, and how much a minute (None: as much as we like)."""

    goed: bool
    per_minuut: int | None = None


class Buiten:
    """A session to the outside; `prive` also lets it reach this machine and inner networks."""

    def __init__(self, sessie: aiohttp.ClientSession, *, prive: bool) -> None:
        self._sessie, self._prive = sessie, prive

    async def post(self, sink: str, inhoud: bytes, *, headers: dict[str, str], now: datetime) -> Antwoordcode:
        """What came back from one POST; no status when nothing came in time, or the address may not be tried."""
        begin = time.monotonic()
        status, wacht = None, None
        if self._mag(sink):
            with contextlib.suppress(*_FOUTEN):
                async with self._sessie.post(
                    _adres(sink), data=inhoud, headers=headers, allow_redirects=False
                ) as antwoord:
                    status, wacht = antwoord.status, _wacht(antwoord.headers.get("Retry-After", ""), now=now)
        return Antwoordcode(status, wacht, int((time.monotonic() - begin) * 1000))

    async def vraag(self, sink: str, *, oorsprong: str, per_minuut: int) -> Toestemming:
        """Whether the address says that `oorsprong` may send it events, and how many (CloudEvents webhook 1.0, 4)."""
        headers = {
            "WebHook-Request-Origin": oorsprong,
            "WebHook-Request-Rate": str(per_minuut),
            "User-Agent": "open-inburgering",
        }
        if self._mag(sink):
            with contextlib.suppress(*_FOUTEN):
                async with self._sessie.options(sink, headers=headers, allow_redirects=False) as antwoord:
                    toegestaan = antwoord.headers.get("WebHook-Allowed-Origin", "")
                    goed = bestemming_rules.staat_toe(antwoord.status, toegestaan, oorsprong=oorsprong)
                    tempo = antwoord.headers.get("WebHook-Allowed-Rate", "")
                    return Toestemming(goed, bestemming_rules.lees_tempo(tempo, gevraagd=per_minuut))
        return Toestemming(goed=False)

    def _mag(self, sink: str) -> bool:
        """Literal addresses are not looked up, so they are checked here; the setting may have changed since."""
        return self._prive or (
            urlsplit(sink).scheme == "https" and abonnement_rules.mag_host(urlsplit(sink).hostname or "")
        )


@lru_cache(maxsize=4096)
def _adres(sink: str) -> URL:
    """The address, taken apart once: a drain goes to the same few hundred again and again."""
    return URL(sink)


@contextlib.asynccontextmanager
async def verbinding(*, seconden: float, tegelijk: int, prive: bool) -> AsyncIterator[Buiten]:
    """A session in which every attempt ends within `seconden`. No cookies, no proxy, no redirects."""
    asyncio.get_running_loop().set_default_executor(
        ThreadPoolExecutor(_NAMEN_TEGELIJK, thread_name_prefix="webhook-namen")
    )
    connector = aiohttp.TCPConnector(
        limit=tegelijk, resolver=aiohttp.ThreadedResolver() if prive else Bewaakt(), ttl_dns_cache=60
    )
    async with aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=seconden, sock_connect=seconden),
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
        skip_auto_headers=("Accept", "Accept-Encoding"),
    ) as sessie:
        yield Buiten(sessie, prive=prive)


def _wacht(tekst: str, *, now: datetime) -> int | None:
    """The seconds in a Retry-After: a number, or the moment it names; None when it says neither."""
    if not tekst:
        return None
    if tekst.isascii() and tekst.isdigit() and len(tekst) < 10:
        return int(tekst)
    try:
        moment = parsedate_to_datetime(tekst)
    except (TypeError, ValueError):
        return None
    return max(int((moment - now).total_seconds()), 0) if moment.tzinfo else None
