"""Drains the outbox: claim some, ask the brake for each attempt, post, record; many posts at once, one database thread.

The brake is asked right before each post, not when a row is claimed. Nothing is removed: a worker that dies between
claim and record leaves a claim that runs out, after which another sends the same event with the same id. Whoever is
ready is replaced at once: an address that hangs costs the others nothing but its own few places.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import Error, connections

from inburgering.interfaces.webhook import berichten, buiten, waarschuwen
from inburgering.interfaces.webhook.databank import Databank
from inburgering.signaal import commands
from inburgering.signaal.rules.bezorging import Antwoordcode, Uitkomst
from inburgering.signaal.terms import BezorgOpdracht, ValidatieOpdracht

log = logging.getLogger(__name__)
SECONDEN = 10.0
TEGELIJK, HAPEREND, VOOR_STOPS, VRAGEN = 256, 64, 32, 32
"""On the way at once; of those, to addresses that failed last time; besides, for stops alone; and addresses asked."""
_KIJK = 0.1  # seconds between looks at the outbox while something is on the way
_KLOK = timedelta(minutes=1)  # between looks at what a wrong clock left behind


@dataclass(frozen=True, slots=True)
class Uitslag:
    """How many attempts a drain made, by how they ended."""

    bezorgd: int = 0
    mislukt: int = 0
    geweigerd: int = 0
    beeindigd: int = 0


def drain_once(*, now: datetime, jitter: Callable[[], float], seconden: float = SECONDEN) -> Uitslag:
    """Attempt once everything that is due at `now`, stops ahead of inhoud, and send mails; how the attempts ended."""
    begin = time.monotonic()

    def moment() -> datetime:
        return now + timedelta(seconds=time.monotonic() - begin)

    werker = Werker(moment=moment, jitter=jitter, seconden=seconden)
    asyncio.run(werker.werk(begonnen=now, doorgaan=lambda: False))
    waarschuwen.verstuur(now=moment())
    return Uitslag(**{u.value: werker.telling[u] for u in Uitkomst})


def blijf(
    *,
    klok: Callable[[], datetime],
    jitter: Callable[[], float],
    doorgaan: Callable[[], bool],
    rust: float = 1.0,
    seconden: float = SECONDEN,
) -> Uitslag:
    """Deliver until `doorgaan` says no; an outage of the database is waited out. How the attempts ended."""
    telling: Counter[Uitkomst] = Counter()
    while doorgaan():
        werker = Werker(moment=klok, jitter=jitter, seconden=seconden, rust=rust)
        try:
            asyncio.run(werker.werk(begonnen=None, doorgaan=doorgaan))
        except Error as fout:
            log.warning("webhook.wacht reden=%s", type(fout).__name__)
            connections.close_all()
            time.sleep(rust)
        telling += werker.telling
    return Uitslag(**{u.value: telling[u] for u in Uitkomst})


class Werker:
    """One process's share of the outbox."""

    def __init__(
        self, *, moment: Callable[[], datetime], jitter: Callable[[], float], seconden: float, rust: float = 1.0
    ) -> None:
        self._moment, self._jitter, self._seconden, self._rust = moment, jitter, seconden, rust
        self._onderweg: set[asyncio.Task[None]] = set()
        self.telling: Counter[Uitkomst] = Counter()

    async def werk(self, *, begonnen: datetime | None, doorgaan: Callable[[], bool]) -> None:
        """Deliver what is due (at `begonnen`, or at every look) until nothing is left and `doorgaan` says no.

        Raises:
            Error: the database is away; what was on the way is sent again, under the same id.
        """
        self._databank = Databank(
            moment=self._moment, jitter=self._jitter, speling=timedelta(seconds=self._seconden + 1)
        )
        grens = TEGELIJK + VOOR_STOPS + VRAGEN
        try:
            async with buiten.verbinding(
                seconden=self._seconden, tegelijk=grens, prive=settings.WEBHOOK_PRIVE
            ) as self._buiten:
                await self._lus(begonnen=begonnen, doorgaan=doorgaan)
        finally:
            for taak in self._onderweg:
                taak.cancel()
            await asyncio.gather(*self._onderweg, return_exceptions=True)
            await self._databank.sluit()

    async def _lus(self, *, begonnen: datetime | None, doorgaan: Callable[[], bool]) -> None:
        klok: datetime | None = None
        mails = asyncio.create_task(_verstuur_mails(self._moment)) if begonnen is None else None
        try:
            while begonnen is not None or doorgaan():
                if klok is None or not timedelta(0) <= self._moment() - klok < _KLOK:
                    klok = self._moment()
                    await self._databank.roep(commands.zet_klok_recht, now=klok)
                nieuw = await self._claim(begonnen)
                if not nieuw and not self._onderweg:
                    if begonnen is not None:
                        return
                    await asyncio.sleep(self._rust)
                else:
                    await self._wacht_op_ruimte()
        finally:
            if mails is not None:
                mails.cancel()

    async def _wacht_op_ruimte(self) -> None:
        """Until there is room for so many that claiming them together pays, or it is time to look anyway."""
        eind = time.monotonic() + _KIJK
        while len(self._onderweg) > TEGELIJK // 2 and (rest := eind - time.monotonic()) > 0:
            await asyncio.wait(self._onderweg, timeout=rest, return_when=asyncio.FIRST_COMPLETED)
        if self._onderweg:
            await asyncio.sleep(0)

    async def _claim(self, begonnen: datetime | None) -> int:
        """Start on what may start; how much that was."""
        now = self._moment()
        vragen = await self._databank.roep(commands.claim_validaties, VRAGEN, now=begonnen or now)
        vrij = TEGELIJK - len(self._onderweg)
        opdrachten = await self._databank.roep(
            commands.claim, max(vrij, VOOR_STOPS), now=now, begonnen=begonnen, haperend=HAPEREND, inhoud=vrij > 0
        )
        for opdracht in opdrachten:
            self._start(self._bezorg(opdracht))
        for vraag in vragen:
            self._start(self._valideer(vraag))
        return len(opdrachten) + len(vragen)

    def _start(self, werk: Coroutine[Any, Any, None]) -> None:
        taak = asyncio.create_task(werk)
        self._onderweg.add(taak)
        taak.add_done_callback(self._onderweg.discard)

    async def _bezorg(self, opdracht: BezorgOpdracht) -> None:
        """One attempt. When the database is away the claim runs out by itself, and somebody tries again."""
        try:
            antwoord = await self._post(opdracht) if await self._databank.mag(opdracht) else None
            self.telling[await self._databank.noteer(opdracht, antwoord)] += 1
        except Error as fout:
            log.warning("bezorging.losgelaten bezorging_id=%s reden=%s", opdracht.id, type(fout).__name__)

    async def _post(self, opdracht: BezorgOpdracht) -> Antwoordcode:
        now = self._moment()
        inhoud = berichten.body(opdracht, adres=settings.ADRES)
        return await self._buiten.post(
            opdracht.sink, inhoud, headers=berichten.headers(opdracht, inhoud, now=now), now=now
        )

    async def _valideer(self, vraag: ValidatieOpdracht) -> None:
        try:
            goed = await self._buiten.vraag(vraag.sink, oorsprong=settings.WEBHOOK_OORSPRONG)
            await self._databank.roep(commands.noteer_validatie, vraag, toegestaan=goed, now=self._moment())
        except Error as fout:
            log.warning("validatie.losgelaten abonnement_id=%s reden=%s", vraag.abonnement_id, type(fout).__name__)


async def _verstuur_mails(moment: Callable[[], datetime]) -> None:
    """Send mails in a thread of their own for as long as the worker runs: a slow mail server holds up nothing."""
    loop = asyncio.get_running_loop()
    draad = ThreadPoolExecutor(1, thread_name_prefix="webhook-mail")
    try:
        while True:
            try:
                await loop.run_in_executor(draad, waarschuwen.ronde, moment)
            except Error as fout:
                log.warning("mail.wacht reden=%s", type(fout).__name__)
            await asyncio.sleep(waarschuwen.RUST)
    finally:
        draad.shutdown(wait=False)
