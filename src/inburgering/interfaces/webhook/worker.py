"""Drains the outbox: claim some, ask the brake for each attempt, post, record; many posts at once, one database thread.

The brake is asked right before each post, not when a row is claimed. Nothing is removed: a worker that dies between
claim and record leaves a claim that runs out, after which another sends the same event with the same id.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp
from django.conf import settings
from django.db import connections

from inburgering.interfaces.webhook import berichten
from inburgering.signaal import commands
from inburgering.signaal.rules.bezorging import CLAIM, Antwoordcode, Uitkomst
from inburgering.signaal.terms import BezorgOpdracht
from inburgering.stop import queries as stop_queries
from inburgering.stop.errors import StopVanKracht

TEGELIJK = 50
SECONDEN = 10.0
# Claimed at once: no more than can be posted before the claim runs out, even if every receiver hangs.
AANTAL = TEGELIJK * int((CLAIM.total_seconds() - SECONDEN) // SECONDEN)


@dataclass(frozen=True, slots=True)
class Uitslag:
    """How many attempts a drain made, by how they ended."""

    bezorgd: int = 0
    mislukt: int = 0
    geweigerd: int = 0
    beeindigd: int = 0


def drain_once(*, now: datetime, jitter: Callable[[], float], seconden: float = SECONDEN) -> Uitslag:
    """Attempt once everything that is due at `now`, stops ahead of inhoud; how the attempts ended."""
    begin = time.monotonic()

    def moment() -> datetime:
        return now + timedelta(seconds=time.monotonic() - begin)

    uitkomsten: list[Uitkomst] = []
    while opdrachten := commands.claim(AANTAL, now=moment(), begonnen=now):
        uitkomsten += asyncio.run(_ronde(opdrachten, moment=moment, jitter=jitter, seconden=seconden))
    return Uitslag(**{u.value: uitkomsten.count(u) for u in Uitkomst})


async def _ronde(
    opdrachten: Sequence[BezorgOpdracht],
    *,
    moment: Callable[[], datetime],
    jitter: Callable[[], float],
    seconden: float,
) -> list[Uitkomst]:
    """Attempt these, some at once, in their order; how each ended."""
    slot, grens = asyncio.Semaphore(TEGELIJK), aiohttp.ClientTimeout(total=seconden)
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1, thread_name_prefix="webhook-databank") as databank:
        try:
            async with aiohttp.ClientSession(timeout=grens, cookie_jar=aiohttp.DummyCookieJar()) as sessie:

                async def bezorg(opdracht: BezorgOpdracht) -> Uitkomst:
                    async with slot:
                        mag = await loop.run_in_executor(databank, _mag, opdracht, moment())
                        antwoord = await _post(sessie, opdracht, now=moment()) if mag else None
                        return await loop.run_in_executor(databank, _noteer, opdracht, antwoord, moment(), jitter)

                return await asyncio.gather(*(bezorg(o) for o in opdrachten))
        finally:
            await loop.run_in_executor(databank, _sluit)


async def _post(sessie: aiohttp.ClientSession, opdracht: BezorgOpdracht, *, now: datetime) -> Antwoordcode:
    """One POST to the address of the abonnement; redirects are not followed and the answer's body is not read."""
    inhoud = berichten.body(opdracht, adres=getattr(settings, "API_ADRES", ""))
    begin = time.monotonic()
    status, wacht = None, None
    try:
        async with sessie.post(
            opdracht.sink, data=inhoud, headers=berichten.headers(opdracht, inhoud, now=now), allow_redirects=False
        ) as antwoord:
            status, wacht = antwoord.status, _wacht(antwoord.headers.get("Retry-After", ""))
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        status = None
    return Antwoordcode(status, wacht, int((time.monotonic() - begin) * 1000))


def _wacht(tekst: str) -> int | None:
    return int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) < 10 else None


def _mag(opdracht: BezorgOpdracht, now: datetime) -> bool:
    """Ask the brake for this attempt."""
    try:
        commands.vraag_rem(opdracht, now=now)
    except StopVanKracht:
        return False
    return True


def _noteer(
    opdracht: BezorgOpdracht, antwoord: Antwoordcode | None, now: datetime, jitter: Callable[[], float]
) -> Uitkomst:
    return commands.noteer_poging(opdracht, antwoord, now=now, jitter=jitter)


def _sluit() -> None:
    """Give back the connections of this thread."""
    stop_queries.eigen_verbinding().close()
    connections.close_all()
