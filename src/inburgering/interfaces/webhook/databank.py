"""What the worker says to the database: many questions and results in one round trip each.

Claiming has a thread and a connection of its own, so that who is on the way does not wait for who comes after.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar
from uuid import UUID

from django.db import Error, connections

from inburgering.signaal import commands
from inburgering.signaal.rules.bezorging import Antwoordcode, Uitkomst
from inburgering.signaal.terms import Baan, BezorgOpdracht
from inburgering.stop import queries as stop_queries

log = logging.getLogger(__name__)
T = TypeVar("T")
_NOG_EENS = 0.2  # seconds before a result is written again when the database was away
_BUNDEL, _SAMEN = 128, 0.005
"""So many together are worth a round trip; fewer go after so many seconds, and news of a stop at once."""
Poging = tuple[BezorgOpdracht, Antwoordcode | None]


class Databank:
    """The database as the event loop sees it. A question is answered from what is committed after it was put.

    What was asked and what happened is handed back many at a time: `mogen` gets who may go and who may not, `genoteerd`
    gets what is written (with how it ended) or lost (None: the database stayed away until the claim had run out), and
    `vergeefs` how many questions were not answered for that reason.
    """

    mogen: Callable[[list[BezorgOpdracht], set[UUID]], None]
    genoteerd: Callable[[list[Poging], Sequence[Uitkomst | None]], None]
    vergeefs: Callable[[int], None]

    def __init__(self, *, moment: Callable[[], datetime], jitter: Callable[[], float], speling: timedelta) -> None:
        self._moment, self._jitter, self._speling = moment, jitter, speling
        self._draad = ThreadPoolExecutor(1, thread_name_prefix="webhook-databank")
        self._claimdraad = ThreadPoolExecutor(1, thread_name_prefix="webhook-claims")
        self._genoeg = asyncio.Event()
        self._vragen: list[BezorgOpdracht] = []
        self._pogingen: list[Poging] = []
        self._bezig: asyncio.Task[None] | None = None

    async def roep(self, wat: Callable[..., T], *args: object, **rest: object) -> T:
        """What a command gives back, done in the thread that claims."""
        return await _in(self._claimdraad, wat, *args, **rest)

    def vraag(self, opdrachten: Sequence[BezorgOpdracht]) -> None:
        """Ask whether the brake is off for these attempts, and the claims still ours."""
        self._vragen.extend(opdrachten)
        self._wek(spoed=any(o.baan is Baan.STOP for o in opdrachten))

    def noteer(self, opdracht: BezorgOpdracht, antwoord: Antwoordcode | None) -> None:
        """Record one attempt."""
        self._pogingen.append((opdracht, antwoord))
        self._wek(spoed=opdracht.baan is Baan.STOP)

    async def sluit(self) -> None:
        """Give back the connections of the threads, and end them. What was not written is tried again by somebody."""
        if self._bezig is not None:
            self._bezig.cancel()
            await asyncio.gather(self._bezig, return_exceptions=True)
        for draad in (self._draad, self._claimdraad):
            await asyncio.get_running_loop().run_in_executor(draad, _sluit)
            draad.shutdown()

    def _wek(self, *, spoed: bool) -> None:
        if spoed or len(self._vragen) + len(self._pogingen) >= _BUNDEL:
            self._genoeg.set()
        if self._bezig is None or self._bezig.done():
            self._bezig = asyncio.get_running_loop().create_task(self._leeg())

    async def _leeg(self) -> None:
        """Write and ask until nothing waits; results first, so that a question is answered as late as possible."""
        while self._vragen or self._pogingen:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._genoeg.wait(), _SAMEN)
            self._genoeg.clear()
            pogingen, vragen = self._pogingen, self._vragen
            self._pogingen, self._vragen = [], []
            if pogingen:
                await self._schrijf(pogingen)
            if vragen:
                await self._leg_voor(vragen)

    async def _schrijf(self, pogingen: list[Poging]) -> None:
        uit = await self._probeer([o for o, _ in pogingen], commands.noteer_pogingen, pogingen, jitter=self._jitter)
        if isinstance(uit, set):
            self._pogingen += [p for p in pogingen if p[0].id not in uit]
            kwijt = [p for p in pogingen if p[0].id in uit]
            self.genoteerd(kwijt, [None] * len(kwijt))
        else:
            self.genoteerd(pogingen, uit)

    async def _leg_voor(self, vragen: list[BezorgOpdracht]) -> None:
        mogen = await self._probeer(vragen, commands.vraag_remmen, vragen, speling=self._speling)
        if not isinstance(mogen, set):
            self.mogen(vragen, set(mogen))
            return
        self._vragen += [o for o in vragen if o.id not in mogen]
        self.vergeefs(len(mogen))

    async def _probeer(
        self, opdrachten: list[BezorgOpdracht], wat: Callable[..., T], *args: object, **rest: object
    ) -> T | set[UUID]:
        """What the database says; when it did not answer, the ids that are not asked again.

        When it is away it is asked again until a claim has run out: then somebody else tries. An error of any other
        kind would come back, so then all are let go.
        """
        try:
            return await _in(self._draad, wat, *args, now=self._moment(), **rest)
        except Exception as fout:  # noqa: BLE001 - whatever it is, the places must come free
            weg = isinstance(fout, Error)
            kwijt = {o.id for o in opdrachten if not weg or self._moment() >= o.merk_tot}
            for nummer in kwijt:
                log.warning("bezorging.losgelaten bezorging_id=%s reden=%s", nummer, type(fout).__name__)
            await asyncio.sleep(_NOG_EENS)
            return kwijt


async def _in(draad: ThreadPoolExecutor, wat: Callable[..., T], *args: object, **rest: object) -> T:
    return await asyncio.get_running_loop().run_in_executor(draad, partial(_vers, wat, *args, **rest))


def _vers(wat: Callable[..., T], *args: object, **rest: object) -> T:
    """Do it; after an error of the database the next one starts on a fresh connection."""
    try:
        return wat(*args, **rest)
    except Error:
        _sluit()
        raise


def _sluit() -> None:
    stop_queries.eigen_verbinding().close()
    connections.close_all()
