"""One thread for the database, which takes together what waits: many questions and results in one round trip each."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from django.db import Error, connections

from inburgering.signaal import commands
from inburgering.signaal.rules.bezorging import Antwoordcode, Uitkomst
from inburgering.signaal.terms import BezorgOpdracht
from inburgering.stop import queries as stop_queries

T = TypeVar("T")
U = TypeVar("U")
_NOG_EENS = 0.2  # seconds before a result is written again when the database was away
Poging = tuple[BezorgOpdracht, Antwoordcode | None]


class Databank:
    """The database as the event loop sees it. A question is answered from what is committed after it was put."""

    def __init__(self, *, moment: Callable[[], datetime], jitter: Callable[[], float], speling: timedelta) -> None:
        self._moment, self._jitter, self._speling = moment, jitter, speling
        self._draad = ThreadPoolExecutor(1, thread_name_prefix="webhook-databank")
        self._vragen: list[tuple[BezorgOpdracht, asyncio.Future[bool]]] = []
        self._pogingen: list[tuple[Poging, asyncio.Future[Uitkomst]]] = []
        self._bezig: asyncio.Task[None] | None = None

    async def roep(self, wat: Callable[..., T], *args: object, **rest: object) -> T:
        """What a command gives back, done in the thread of the database."""
        return await asyncio.get_running_loop().run_in_executor(self._draad, partial(_vers, wat, *args, **rest))

    async def mag(self, opdracht: BezorgOpdracht) -> bool:
        """Whether the brake is off for this attempt, and the claim still ours."""
        return await self._tot_de_claim_afloopt(self._vragen, opdracht, opdracht)

    async def noteer(self, opdracht: BezorgOpdracht, antwoord: Antwoordcode | None) -> Uitkomst:
        """Record one attempt."""
        return await self._tot_de_claim_afloopt(self._pogingen, (opdracht, antwoord), opdracht)

    async def _tot_de_claim_afloopt(
        self, rij: list[tuple[T, asyncio.Future[U]]], wat: T, opdracht: BezorgOpdracht
    ) -> U:
        """What the database says to this; when it is away, asked again until the claim has run out."""
        while True:
            wens: asyncio.Future[U] = asyncio.get_running_loop().create_future()
            rij.append((wat, wens))
            self._wek()
            try:
                return await wens
            except Error:
                if self._moment() >= opdracht.merk_tot:
                    raise
                await asyncio.sleep(_NOG_EENS)

    async def sluit(self) -> None:
        """Give back the connections of the thread, and end it."""
        await asyncio.get_running_loop().run_in_executor(self._draad, _sluit)
        self._draad.shutdown()

    def _wek(self) -> None:
        if self._bezig is None or self._bezig.done():
            self._bezig = asyncio.get_running_loop().create_task(self._leeg())

    async def _leeg(self) -> None:
        """Write and ask until nothing waits; results first, so that a question is answered as late as possible."""
        while self._vragen or self._pogingen:
            await asyncio.sleep(0)  # whoever is ready joins this round
            pogingen, vragen = self._pogingen.copy(), self._vragen.copy()
            self._pogingen.clear()
            self._vragen.clear()
            if pogingen:
                await self._geef(self._noteer, pogingen)
            if vragen:
                await self._geef(self._vraag, vragen)

    async def _geef(self, wat: Callable[[list[T]], list[U]], rijen: list[tuple[T, asyncio.Future[U]]]) -> None:
        try:
            uit = await self.roep(wat, [rij for rij, _ in rijen])
        except Exception as fout:  # noqa: BLE001 - whoever waits gets it, whatever it is
            for _, wens in rijen:
                if not wens.done():
                    wens.set_exception(fout)
            return
        for (_, wens), een in zip(rijen, uit, strict=True):
            if not wens.done():
                wens.set_result(een)

    def _vraag(self, opdrachten: list[BezorgOpdracht]) -> list[bool]:
        mogen = commands.vraag_remmen(opdrachten, now=self._moment(), speling=self._speling)
        return [o.id in mogen for o in opdrachten]

    def _noteer(self, pogingen: list[Poging]) -> list[Uitkomst]:
        return commands.noteer_pogingen(pogingen, now=self._moment(), jitter=self._jitter)


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
