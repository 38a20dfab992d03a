"""Drains the outbox: claim some, ask the brake for each attempt, post, record; many at once, few round trips.

The brake is asked right before each post, not when a row is claimed. Nothing is removed: a worker that dies between
claim and record leaves a claim that runs out, after which another sends the same event with the same id. Whoever is
ready is replaced at once: an address that hangs costs the others nothing but its own few places.
"""

import asyncio
import contextlib
import gc
import logging
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import Error

from inburgering.interfaces.webhook import berichten, buiten, waarschuwen
from inburgering.interfaces.webhook.databank import Databank, Poging
from inburgering.signaal import commands
from inburgering.signaal.rules.bezorging import Antwoordcode, Uitkomst
from inburgering.signaal.terms import Baan, BezorgOpdracht, ValidatieOpdracht

log = logging.getLogger(__name__)
SECONDEN = 10.0
TEGELIJK, HAPEREND, VOOR_STOPS, VRAGEN = 512, 128, 32, 32
"""On the way at once; of those, to addresses that failed last time; besides, for stops alone; and addresses asked."""
VOORRAAD = 3 * TEGELIJK
"""Claimed ahead, as claiming together pays. Even if every address hangs, all have begun before a claim runs out."""
_VUILNIS = (50_000, 20, 20)
"""Looks for garbage less often: what goes round in a POST is let go of soon enough, and looking takes a quarter."""
_KIJK = 0.1  # seconds between looks at the outbox while something is on the way
_VRAAG = 1.0  # seconds between looks at addresses that must be asked
_KLOK = timedelta(minutes=1)  # between looks at what a wrong clock left behind
_WISSEL = 0.0005
"""Seconds after which the thread of the database gets its turn: with ten times that it waits longer than it works."""


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
    with _ingesteld():
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
    werker = Werker(moment=klok, jitter=jitter, seconden=seconden, rust=rust)
    with _ingesteld():
        asyncio.run(werker.werk(begonnen=None, doorgaan=doorgaan))
    return Uitslag(**{u.value: werker.telling[u] for u in Uitkomst})


class Werker:
    """One process's share of the outbox.

    An answer frees the place at once: its record waits for company, not the next event. Twice as many results as there
    are places may wait, then no more is sent: when the database is away little is repeated.
    """

    def __init__(
        self, *, moment: Callable[[], datetime], jitter: Callable[[], float], seconden: float, rust: float = 1.0
    ) -> None:
        self._moment, self._jitter, self._seconden, self._rust = moment, jitter, seconden, rust
        self._onderweg: set[asyncio.Task[None]] = set()
        self._bezet = self._te_noteren = self._drempel = 0
        self._voorraad: deque[BezorgOpdracht] = deque()
        self._ruimte = asyncio.Event()
        self._gevraagd = float("-inf")
        self.telling: Counter[Uitkomst] = Counter()

    async def werk(self, *, begonnen: datetime | None, doorgaan: Callable[[], bool]) -> None:
        """Deliver what is due (at `begonnen`, or at every look) until nothing is left and `doorgaan` says no.

        Raises:
            Error: the database is away and one round was asked for; what was on the way goes again, under its own id.
        """
        self._databank = Databank(
            moment=self._moment, jitter=self._jitter, speling=timedelta(seconds=self._seconden + 1)
        )
        self._databank.mogen, self._databank.genoteerd = self._mogen, self._genoteerd
        self._databank.vergeefs = self._maak_vrij
        grens = TEGELIJK + VOOR_STOPS + VRAGEN
        try:
            async with buiten.verbinding(
                seconden=self._seconden, tegelijk=grens, prive=settings.WEBHOOK_PRIVE
            ) as self._buiten:
                await self._lus(begonnen=begonnen, doorgaan=doorgaan)
        finally:
            self._voorraad.clear()
            for taak in self._onderweg:
                taak.cancel()
            await asyncio.gather(*self._onderweg, return_exceptions=True)
            await self._databank.sluit()

    async def _lus(self, *, begonnen: datetime | None, doorgaan: Callable[[], bool]) -> None:
        klok: datetime | None = None
        mails = asyncio.create_task(_verstuur_mails(self._moment)) if begonnen is None else None
        try:
            while begonnen is not None or doorgaan():
                was_leeg = self._rustig()  # asked before the claim: what ends meanwhile may have made room
                try:
                    if klok is None or not timedelta(0) <= self._moment() - klok < _KLOK:
                        klok = self._moment()
                        await self._databank.roep(commands.zet_klok_recht, now=klok)
                    nieuw = await self._claim(begonnen)
                except Error as fout:
                    if begonnen is not None:
                        raise
                    log.warning("webhook.wacht reden=%s", type(fout).__name__)
                    nieuw, was_leeg = 0, True  # what is on the way goes on; its results are written once they can be
                if nieuw or not was_leeg:
                    await self._wacht_op_ruimte()
                elif begonnen is not None:
                    return
                else:
                    await asyncio.sleep(self._rust)
        finally:
            if mails is not None:
                mails.cancel()

    async def _wacht_op_ruimte(self) -> None:
        """Until claiming again pays, or it is time to look anyway."""
        self._drempel = min(self._gaande(), VOORRAAD) // 2
        self._ruimte.clear()
        if not self._rustig():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ruimte.wait(), _KIJK)

    def _gaande(self) -> int:
        return self._bezet + self._te_noteren + len(self._voorraad)

    def _rustig(self) -> bool:
        return not self._bezet and not self._te_noteren

    async def _claim(self, begonnen: datetime | None) -> int:
        """Start on what may start; how much that was. Stops go at once, also when every place is taken."""
        now = self._moment()
        vragen: list[ValidatieOpdracht] = []
        if time.monotonic() - self._gevraagd >= _VRAAG or not self._bezet:
            self._gevraagd = time.monotonic()
            await self._databank.roep(commands.kondig_stops_aan, now=begonnen or now)
            vragen = await self._databank.roep(commands.claim_validaties, VRAGEN, now=begonnen or now)
        vrij = VOORRAAD - self._gaande()
        opdrachten = await self._databank.roep(
            commands.claim,
            max(vrij, VOOR_STOPS),
            now=now,
            begonnen=begonnen,
            haperend=HAPEREND,
            inhoud=vrij >= VOORRAAD // 4,
        )
        for opdracht in opdrachten:
            if opdracht.baan is not Baan.STOP:
                self._voorraad.append(opdracht)
        if stops := [o for o in opdrachten if o.baan is Baan.STOP]:
            self._vraag(stops)
        for vraag in vragen:
            self._bezet += 1
            self._start(self._valideer(vraag))
        self._vul()
        return len(opdrachten) + len(vragen)

    def _vul(self) -> None:
        """Fill the free places from what was claimed ahead: ask the brake for each."""
        aantal = min(TEGELIJK - self._bezet, 2 * TEGELIJK - self._te_noteren, len(self._voorraad))
        if aantal > 0:
            self._vraag([self._voorraad.popleft() for _ in range(aantal)])

    def _vraag(self, opdrachten: list[BezorgOpdracht]) -> None:
        self._bezet += len(opdrachten)
        self._databank.vraag(opdrachten)

    def _mogen(self, opdrachten: list[BezorgOpdracht], mogen: set[UUID]) -> None:
        """The brake answered: post at once what may go, record what may not."""
        for opdracht in opdrachten:
            if opdracht.id in mogen:
                self._start(self._verstuur(opdracht))
            else:
                self._noteer(opdracht, None)

    def _noteer(self, opdracht: BezorgOpdracht, antwoord: Antwoordcode | None) -> None:
        """Have it recorded; the place is free."""
        self._te_noteren += 1
        self._databank.noteer(opdracht, antwoord)
        self._maak_vrij(1)

    def _genoteerd(self, pogingen: Sequence[Poging], uitkomsten: Sequence[Uitkomst | None]) -> None:
        """Written, or let go of."""
        self.telling.update(u for u in uitkomsten if u is not None)
        self._te_noteren -= len(pogingen)
        self._maak_vrij(0)

    def _maak_vrij(self, plekken: int) -> None:
        """Places are free: whoever was claimed ahead takes them."""
        self._bezet -= plekken
        self._vul()
        if self._gaande() <= self._drempel:
            self._ruimte.set()

    def _start(self, werk: Coroutine[Any, Any, None]) -> None:
        taak = asyncio.create_task(werk)
        self._onderweg.add(taak)
        taak.add_done_callback(self._onderweg.discard)

    async def _verstuur(self, opdracht: BezorgOpdracht) -> None:
        """One attempt, which the brake let through a moment ago; it counts as under way until it is recorded."""
        now = self._moment()
        try:
            inhoud = berichten.body(opdracht, adres=settings.ADRES)
            headers = berichten.headers(opdracht, inhoud, now=now)
            antwoord = await self._buiten.post(opdracht.sink, inhoud, headers=headers, now=now)
        except Exception:
            self._maak_vrij(1)  # its claim runs out by itself, and somebody tries again
            raise
        self._noteer(opdracht, antwoord)

    async def _valideer(self, vraag: ValidatieOpdracht) -> None:
        try:
            zei = await self._buiten.vraag(
                vraag.sink, oorsprong=settings.WEBHOOK_OORSPRONG, per_minuut=settings.WEBHOOK_PER_MINUUT
            )
            await self._databank.roep(
                commands.noteer_validatie,
                vraag,
                toegestaan=zei.goed,
                per_minuut=zei.per_minuut,
                now=self._moment(),
            )
        except Error as fout:
            log.warning("validatie.losgelaten abonnement_id=%s reden=%s", vraag.abonnement_id, type(fout).__name__)
        finally:
            self._maak_vrij(1)


@contextlib.contextmanager
def _ingesteld() -> Iterator[None]:
    """Collect garbage less often, and let the two threads take turns sooner, until the work is done."""
    grenzen, wissel = gc.get_threshold(), sys.getswitchinterval()
    gc.freeze()
    gc.set_threshold(*_VUILNIS)
    sys.setswitchinterval(_WISSEL)
    try:
        yield
    finally:
        sys.setswitchinterval(wissel)
        gc.set_threshold(*grenzen)
        gc.unfreeze()


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
