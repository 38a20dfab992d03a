"""How one address is treated: how much at once, when it rests, and when one event may try whether it is back. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from inburgering.signaal.rules.bezorging import SPREIDING, Antwoordcode, Uitkomst, beoordeel, gevraagde_pauze

RUIMTE_BEGIN, RUIMTE_MAX = 2, 16
"""How many events one address may have on the way at once, over all workers: at first, and once it works."""
DREMPEL = 3
"""After so many failures in a row an address rests."""
PAUZES = tuple(timedelta(seconds=s) for s in (60, 300, 900, 1800))
"""How long it rests, each time longer. Always shorter than a single event would wait by itself (`bezorging.SCHEMA`)."""
VALIDATIES = tuple(timedelta(seconds=s) for s in (5, 30, 300, 1800, 7200, 18_000, 36_000))
"""How long to wait after each question that was not answered with yes; after the last the abonnement ends."""


@dataclass(frozen=True, slots=True)
class Toestand:
    """What is kept of one address."""

    reeks: int = 0
    ruimte: int = RUIMTE_BEGIN
    open_tot: datetime | None = None
    mislukt_sinds: datetime | None = None
    gelukt_op: datetime | None = None
    laatste_status: int | None = None
    gewaarschuwd_op: datetime | None = None

    @property
    def onderbroken(self) -> bool:
        """Whether only one event at a time tries, after each rest."""
        return self.reeks >= DREMPEL


def na(toestand: Toestand, antwoord: Antwoordcode, *, now: datetime, jitter: Callable[[], float]) -> Toestand:
    """The address after one answer: one success forgets every failure; each failure makes it wait longer."""
    if beoordeel(antwoord) is Uitkomst.BEZORGD:
        return replace(
            toestand,
            reeks=0,
            ruimte=min(toestand.ruimte * 2, RUIMTE_MAX),
            open_tot=None,
            mislukt_sinds=None,
            gelukt_op=now,
            laatste_status=antwoord.http_status,
            gewaarschuwd_op=None,
        )
    reeks = toestand.reeks + 1
    rust = gevraagde_pauze(antwoord)
    if reeks >= DREMPEL:
        stap = min(reeks - DREMPEL, len(PAUZES) - 1)
        rust = max(rust, PAUZES[stap] * (1 + SPREIDING * jitter()))
    return replace(
        toestand,
        reeks=reeks,
        ruimte=1,
        open_tot=now + rust if rust else toestand.open_tot,
        mislukt_sinds=toestand.mislukt_sinds or now,
        laatste_status=antwoord.http_status,
    )


def staat_toe(http_status: int | None, toegestaan: str, *, oorsprong: str) -> bool:
    """Whether the answer to the question (OPTIONS, CloudEvents webhook 1.0) says that we may send."""
    goed = http_status is not None and 200 <= http_status < 300
    return goed and toegestaan.strip().lower() in {oorsprong.lower(), "*"}


def lees_tempo(toegestaan: str, *, gevraagd: int) -> int | None:
    """How many events a minute an address lets us send; None is as many as we like.

    As it says (`WebHook-Allowed-Rate`); without an answer there is no limit; what cannot be read is what we asked for.
    """
    tekst = toegestaan.strip()
    if tekst in {"", "*"}:
        return None
    goed = tekst.isascii() and tekst.isdigit() and len(tekst) < 8 and int(tekst) > 0
    return int(tekst) if goed else gevraagd


def mag_nu(per_minuut: int, tempo_op: datetime | None, *, now: datetime) -> int:
    """How many events may be claimed for an address now, so that it gets no more than so many in any minute.

    `tempo_op` is until when what was claimed before fills its rate. Some may go at once, so that it is not asked for
    one at a time; what comes after them is slower by as much.
    """
    stap = _stap(per_minuut)
    vrij = now + _ineens(per_minuut) * stap - max(tempo_op or now, now)
    return max(0, vrij // stap)


def na_claim(per_minuut: int, tempo_op: datetime | None, *, aantal: int, now: datetime) -> datetime:
    """Until when its rate is filled, after so many were claimed."""
    return max(tempo_op or now, now) + aantal * _stap(per_minuut)


def _ineens(per_minuut: int) -> int:
    """How many may go at once: what five seconds are good for."""
    return max(1, per_minuut // 12)


def _stap(per_minuut: int) -> timedelta:
    return timedelta(minutes=1) / (per_minuut + 1 - _ineens(per_minuut))


def volgende_validatie(poging: int, *, now: datetime) -> datetime | None:
    """When to ask again after `poging` questions without a yes, or None when it was the last."""
    return now + VALIDATIES[poging - 1] if poging <= len(VALIDATIES) else None
