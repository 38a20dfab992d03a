"""Asking the brake, and reading as a gemeente."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from inburgering.primitives.ids import Gemeentecode, StopId, VrijgaveId
from inburgering.spoor.queries.vast import Vast, Vraag
from inburgering.stop import models, rules
from inburgering.stop.errors import StopOnbekend, StopVanKracht, VrijgaveOnbekend
from inburgering.stop.queries.dekking import gedekte_vrijgaven
from inburgering.stop.queries.opvolging import (
    aandrang,
    antwoorden,
    bevestigingen,
    heeft_bevestigd,
    weigeringen,
    werking,
)
from inburgering.stop.terms import Bereik, Doorlaat, Kanaal, Keus, PoortStand, Richting, StopRij, VrijgaveRij

__all__ = [
    "LEVEND",
    "ONDER_POORT",
    "aandrang",
    "actieve_stops",
    "als_doorlaten",
    "antwoorden",
    "bekende_gemeenten",
    "bevestigingen",
    "doorlaat",
    "doorlaten",
    "doorlaten_per_gemeente",
    "eigen_verbinding",
    "eis_inkomend",
    "epoch",
    "gedekte_vrijgaven",
    "gemeenten_met_stop",
    "heeft_bevestigd",
    "lees_als_gemeente",
    "lees_onder_poort",
    "levend",
    "onder_poort",
    "soorten",
    "stand",
    "stop",
    "stops",
    "stops_voor",
    "vrijgave",
    "vrijgaven",
    "weer_als_app",
    "weigeringen",
    "werking",
]

# ── The poort ────────────────────────────────────────────────────────────────────────────────────

# One round trip per question; a room may ask it in a bigger statement of its own and give the rows to `als_doorlaten`.
# In another isolation than read committed the answer is NULL, so no: an older snapshot
# could show a poort from before the stop.
LEVEND = """
    SELECT v.id, p.epoch, CASE WHEN current_setting('transaction_isolation') = 'read committed'
        THEN get_bit(CASE WHEN %(g)s::text IS NULL THEN p.live_geheel ELSE p.live & g.live END, v.id) <> 0 END
    FROM stop_vrijgave v LEFT JOIN stop_poort p ON true LEFT JOIN stop_poortgemeente g ON g.gemeente = %(g)s::text
    WHERE v.id = ANY (%(vrijgaven)s::smallint[])"""


def doorlaat(vrijgave_id: VrijgaveId | int, *, kanaal: Kanaal, gemeente: str | None = None) -> Doorlaat:
    """Ask the brake for one attempt. Without gemeente (a person, CBS) a stop that is lifted in part still holds.

    Raises:
        StopVanKracht: a stop covers the vrijgave here, or the poort does not know the gemeente.
        VrijgaveOnbekend: there is no such vrijgave.
    """
    for nummer, epoch, levend in _vraag([vrijgave_id], gemeente):
        return rules.vraag_doorlaat(
            VrijgaveId(nummer), levend=levend, kanaal=kanaal, gemeente=_code(gemeente), epoch=epoch
        )
    raise VrijgaveOnbekend(veld=f"vrijgave {vrijgave_id}")


def doorlaten(
    vrijgave_ids: Iterable[int], *, kanaal: Kanaal, gemeente: str | None = None
) -> dict[VrijgaveId, Doorlaat]:
    """Ask the brake about many vrijgaven at once; those that are stopped or unknown are absent."""
    return als_doorlaten(_vraag(vrijgave_ids, gemeente), kanaal=kanaal, gemeente=gemeente)


def als_doorlaten(
    antwoorden: Iterable[tuple[int, int, bool | None]], *, kanaal: Kanaal, gemeente: str | None = None
) -> dict[VrijgaveId, Doorlaat]:
    """What the poort answered to `LEVEND`, by vrijgave; those that are stopped or unknown are absent."""
    code = _code(gemeente)
    return {
        VrijgaveId(nummer): rules.vraag_doorlaat(
            VrijgaveId(nummer), levend=leeft, kanaal=kanaal, gemeente=code, epoch=epoch
        )
        for nummer, epoch, leeft in antwoorden
        if leeft
    }


def doorlaten_per_gemeente(paren: Iterable[tuple[int, str]], *, kanaal: Kanaal) -> dict[tuple[int, str], Doorlaat]:
    """Ask the brake about many vrijgaven, each for a gemeente, at once; what is stopped or unknown is absent."""
    vraag = """
        SELECT x.v, x.g, p.epoch, CASE WHEN current_setting('transaction_isolation') = 'read committed'
            THEN get_bit(p.live & g.live, x.v) <> 0 END
        FROM unnest(%s::int[], %s::text[]) x (v, g)
        JOIN stop_vrijgave v ON v.id = x.v JOIN stop_poort p ON true JOIN stop_poortgemeente g ON g.gemeente = x.g"""
    lijst = sorted(set(paren))
    with connection.cursor() as cursor:
        cursor.execute(vraag, [[v for v, _ in lijst], [g for _, g in lijst]])
        return {
            (v, g): rules.vraag_doorlaat(
                VrijgaveId(v), levend=leeft, kanaal=kanaal, gemeente=Gemeentecode(g), epoch=epoch
            )
            for v, g, epoch, leeft in cursor.fetchall()
            if leeft
        }


def levend(vrijgave_ids: Iterable[int], *, gemeente: str | None = None) -> set[VrijgaveId]:
    """Those of the vrijgaven that are live: for everybody, or for one gemeente."""
    return {VrijgaveId(nummer) for nummer, _, leeft in _vraag(vrijgave_ids, gemeente) if leeft}


def gemeenten_met_stop(vrijgave_id: int, gemeenten: Iterable[str]) -> set[Gemeentecode]:
    """Those of the gemeenten for which the vrijgave is not live; one question for all of them."""
    codes = list(gemeenten)
    vraag = """
        SELECT c FROM unnest(%s::text[]) c
        LEFT JOIN stop_poort p ON true LEFT JOIN stop_poortgemeente g ON g.gemeente = c
        WHERE (current_setting('transaction_isolation') = 'read committed'
               AND get_bit(p.live & g.live, %s) <> 0) IS NOT TRUE"""
    with connection.cursor() as cursor:
        cursor.execute(vraag, [codes, vrijgave_id])
        return {Gemeentecode(rij[0]) for rij in cursor.fetchall()}


def stand() -> PoortStand:
    """The epoch and what is held now, among the vrijgaven that exist. No poort counts as everything held."""
    vraag = """
        SELECT p.epoch, v.id, get_bit(p.live_geheel, v.id) <> 0, p.live_geheel = 0::bit(4096),
               get_bit(p.live & coalesce((SELECT bit_and(g.live) FROM stop_poortgemeente g), p.live), v.id) <> 0
        FROM stop_vrijgave v RIGHT JOIN stop_poort p ON true"""
    with connection.cursor() as cursor:
        cursor.execute(vraag)
        rijen = cursor.fetchall()
    if not rijen:
        alle = frozenset(VrijgaveId(i) for i in models.Vrijgave.objects.values_list("pk", flat=True))
        return PoortStand(epoch=-1, gestopt=alle, gestopt_ergens=alle, alles=True)
    return PoortStand(
        epoch=rijen[0][0],
        gestopt=frozenset(VrijgaveId(r[1]) for r in rijen if r[1] is not None and not r[2]),
        gestopt_ergens=frozenset(VrijgaveId(r[1]) for r in rijen if r[1] is not None and not (r[2] and r[4])),
        alles=rijen[0][3],
    )


def epoch() -> int:
    """The stand of the poort as one number: every stop or opheffing adds one. Without a poort -1."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT epoch FROM stop_poort")
        rij = cursor.fetchone()
    return -1 if rij is None else int(rij[0])


def bekende_gemeenten(codes: Iterable[str]) -> set[str]:
    """Those of the gemeenten that have a row in the poort."""
    return set(models.PoortGemeente.objects.filter(pk__in=list(codes)).values_list("pk", flat=True))


def vrijgave(vrijgave_id: int) -> VrijgaveRij:
    """One vrijgave.

    Raises:
        VrijgaveOnbekend: there is no such vrijgave.
    """
    rijen = vrijgaven([vrijgave_id])
    if not rijen:
        raise VrijgaveOnbekend(veld=f"vrijgave {vrijgave_id}")
    return rijen[0]


def vrijgaven(ids: Sequence[int] | None = None) -> list[VrijgaveRij]:
    """Vrijgaven by number: these, or all."""
    rijen = models.Vrijgave.objects.order_by("pk")
    return [
        VrijgaveRij(
            VrijgaveId(r.pk), r.regelversie, r.soort, r.run, r.gemaakt_op, tuple(r.wetten), tuple(r.categorieen)
        )
        for r in (rijen if ids is None else rijen.filter(pk__in=ids))
    ]


def soorten() -> set[str]:
    """The kinds of the vrijgaven that were ever made."""
    return set(models.Vrijgave.objects.values_list("soort", flat=True).distinct())


def _vraag(vrijgave_ids: Iterable[int], gemeente: str | None) -> list[tuple[int, int, bool | None]]:
    with connection.cursor() as cursor:
        cursor.execute(LEVEND, {"g": gemeente, "vrijgaven": [int(i) for i in vrijgave_ids]})
        return [(nummer, epoch, leeft) for nummer, epoch, leeft in cursor.fetchall()]


def _code(gemeente: str | None) -> Gemeentecode | None:
    return Gemeentecode(gemeente) if gemeente else None


# ── Stops ────────────────────────────────────────────────────────────────────────────────────────


_STOPS = """
    SELECT s.id, s.alles, s.vrijgaven || array(SELECT a.vrijgave_id FROM stop_aanvulling a WHERE a.stop_id = s.id),
        s.gemeenten, s.richting, s.wetten, s.categorieen, s.soorten, s.vanaf, s.tot,
        s.reden, s.door, s.tweede, s.oefening, s.incident, s.op, s.herzie_op,
        (SELECT ms FROM stop_ontvangst o WHERE o.stop_id = s.id AND o.soort = 'vastgelegd'),
        (SELECT ms FROM stop_ontvangst o WHERE o.stop_id = s.id AND o.soort = 'leeggelopen'),
        stop_opgeheven_op(s)
    FROM stop_stop s"""


def stop(stop_id: StopId) -> StopRij:
    """One stop.

    Raises:
        StopOnbekend: there is no such stop.
    """
    rijen = _stops("WHERE s.id = %s", [stop_id])
    if not rijen:
        raise StopOnbekend(veld=f"stop {stop_id}")
    return rijen[0]


def stops() -> list[StopRij]:
    """Every stop ever set, newest first."""
    return _stops("ORDER BY s.op DESC, s.id DESC", [])


def actieve_stops(gemeente: str | None = None) -> list[StopRij]:
    """Stops of which something is still in force (for that gemeente), newest first."""
    vraag = "WHERE stop_geldt(s, %s) ORDER BY s.op DESC, s.id DESC"
    return _stops(vraag, [gemeente])


def stops_voor(gemeente: str) -> list[StopRij]:
    """Stops of which something is in force for what this gemeente has or gets, newest first."""
    return [s for s in actieve_stops(gemeente) if s.bereik.raakt_gemeenten]


def _stops(vraag: str, waarden: Sequence[Any]) -> list[StopRij]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_STOPS} {vraag}", waarden)
        return [_als_stop(rij) for rij in cursor.fetchall()]


def _als_stop(rij: Sequence[Any]) -> StopRij:
    keus = Keus(tuple(rij[5]), tuple(rij[6]), tuple(rij[7]), rij[8], rij[9])
    bereik = Bereik(
        alles=rij[1], vrijgaven=tuple(rij[2]), gemeenten=tuple(rij[3]), richting=Richting(rij[4]), keus=keus
    )
    return StopRij(StopId(rij[0]), bereik, *rij[10:])


def eis_inkomend(soort: str, *, gemeente: str | None = None) -> None:
    """Refuse to take in what a stop of what comes in holds: a delivery of a bron, or answers of a gemeente.

    Raises:
        StopVanKracht: such a stop is in force.
    """
    for rij in actieve_stops(gemeente):
        bereik = rij.bereik
        if bereik.richting is Richting.IN and (bereik.alles or soort in bereik.keus.soorten):
            raise StopVanKracht(
                f"Een stop houdt tegen wat binnenkomt: {soort}.",
                veld=f"stop {rij.id}",
                herstel="Wacht tot de stop is opgeheven en probeer het dan opnieuw; er gaat niets verloren.",
            )


# ── Reading as a gemeente ────────────────────────────────────────────────────────────────────────

_WORD = """
    SELECT set_config('role', %s, true), set_config('app.gemeente', %s, true),
        set_config('statement_timeout', %s, true), set_config('idle_in_transaction_session_timeout', %s, true)"""
_ONDER_POORT = """
    SELECT set_config('app.gemeente', %s, true), set_config('statement_timeout', %s, true),
        set_config('idle_in_transaction_session_timeout', %s, true)"""
_GEMEENTE = "inburgering_gemeente"
# With plans that are kept: what is sent in such a transaction is written for it.
ONDER_POORT = Vast(
    "onder_poort",
    """SELECT set_config('app.gemeente', %(gemeente)s, true), set_config('statement_timeout', %(tijd)s, true),
        set_config('idle_in_transaction_session_timeout', %(tijd)s, true),
        set_config('plan_cache_mode', 'force_generic_plan', true)""",
)


@contextmanager
def lees_als_gemeente(gemeente: Gemeentecode | str, *, seconden_max: int = 5) -> Iterator[None]:
    """A transaction in which the database itself shows only what is live for this gemeente.

    `seconden_max` bounds every statement and every pause, and so how long a stop takes to drain.
    """
    genest = connection.in_atomic_block
    with transaction.atomic():
        tijd = f"{seconden_max}s"
        _zet(_WORD, [_GEMEENTE, gemeente, tijd, tijd])
        yield
        if genest:
            _zet(_WORD, ["none", "", "0", "0"])


@contextmanager
def lees_onder_poort(gemeente: Gemeentecode | str, *, seconden_max: int = 5) -> Iterator[None]:
    """The same for the application itself, which sees whose the rows are: the poort holds for its role just as well."""
    genest = connection.in_atomic_block
    with transaction.atomic():
        tijd = f"{seconden_max}s"
        _zet(_ONDER_POORT, [gemeente, tijd, tijd])
        yield
        if genest:
            _zet(_ONDER_POORT, ["", "0", "0"])


def onder_poort(gemeente: Gemeentecode | str, *, seconden_max: int = 5) -> Vraag:
    """The same as the first statement of a transaction of fixed ones."""
    return ONDER_POORT, {"gemeente": gemeente, "tijd": f"{seconden_max}s"}


@contextmanager
def weer_als_app() -> Iterator[None]:
    """Inside `lees_als_gemeente`: be the application for a moment, to write the ledger in the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        rol = cursor.fetchone()[0]
    _zet("SELECT set_config('role', 'none', true)", [])
    yield
    _zet("SELECT set_config('role', %s, true)", [rol])


def _zet(vraag: str, waarden: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(vraag, waarden)


# ── A connection of its own ──────────────────────────────────────────────────────────────────────

_per_draad = threading.local()


def eigen_verbinding() -> BaseDatabaseWrapper:
    """A second connection of this thread, in autocommit: what it writes survives a rollback of the first."""
    naam = connection.settings_dict["NAME"]
    eigen: BaseDatabaseWrapper | None = getattr(_per_draad, "verbinding", None)
    if eigen is not None and _per_draad.naam != naam:
        eigen.close()
        eigen = None
    if eigen is None:
        eigen = connections.create_connection("default")
        _per_draad.verbinding, _per_draad.naam = eigen, naam
    eigen.close_if_unusable_or_obsolete()
    return eigen
