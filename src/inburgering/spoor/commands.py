"""Writing the trail and sealing it."""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection, transaction

from inburgering.primitives.arrays import als_array
from inburgering.spoor import queries, rules
from inburgering.spoor.models import Uitvoer, Zegel
from inburgering.spoor.queries import bladen
from inburgering.spoor.terms import Trace, Verwerking

BRON = {"service.name": "open-inburgering"}
_schrijver = msgspec.json.Encoder()
_NAMEN_MAX = 1000  # of lines found outside the queue; the number of all of them is in the act too
_SLOT = 20220102  # advisory lock: one sealer at a time

_REGELS = """
    INSERT INTO spoor_regel
        (trace_id, span_id, parent_span_id, status, name, start_time, end_time, resource, attributes)
    SELECT t, s, p, st, n, b, e, %s::jsonb, a::jsonb FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[],
        %s::text[], %s::bigint[], %s::bigint[], %s::text[]) AS x (t, s, p, st, n, b, e, a)
    RETURNING id"""
# A room may do this in a bigger statement of its own, with the values of `groep_waarden`.
GROEP = """
    INSERT INTO spoor_groep
        (trace_id, parent_span_id, status, name, start_time, end_time, resource, attributes, betrokkenen, sleutels)
    SELECT %(spoor_trace)s, %(spoor_ouder)s, %(spoor_status)s, %(spoor_naam)s, %(spoor_begin)s::bigint,
        %(spoor_einde)s::bigint, %(spoor_bron)s::jsonb, %(spoor_attributen)s::jsonb, %(spoor_wie)s::bytea,
        %(spoor_sleutels)s::bigint[]"""
# What has no leaf: what waits in the queue, and what got in or out past the queue.
_ZONDER_BLAD = """
    SELECT a.soort, a.id, o.regel_id IS NOT NULL FROM (SELECT 'regel' AS soort, id FROM spoor_regel
                                                       UNION ALL SELECT 'groep', id FROM spoor_groep
                                                       UNION ALL SELECT 'afdruk', id FROM spoor_afdruk
                                                       UNION ALL SELECT 'audit', id FROM spoor_audit) a
    LEFT JOIN spoor_blad b ON b.soort = a.soort AND b.regel_id = a.id
    LEFT JOIN spoor_open o ON o.soort = a.soort AND o.regel_id = a.id
    WHERE b.regel_id IS NULL"""
_BLADEN = """
    INSERT INTO spoor_blad (soort, regel_id, zegel_id, plaats, waarde)
    SELECT s, r, %s, p - 1, w FROM unnest(%s::text[], %s::bigint[], %s::bytea[]) WITH ORDINALITY AS x (s, r, w, p)"""


_samenhang: ContextVar[tuple[Trace, Mapping[str, Any]] | None] = ContextVar("samenhang", default=None)


@contextmanager
def binnen(trace: Trace, attributen: Mapping[str, Any]) -> Iterator[None]:
    """Every line and act written meanwhile hangs in this trace and says who called (LDV: `foreign_operation`)."""
    merk = _samenhang.set((trace, attributen))
    try:
        yield
    finally:
        _samenhang.reset(merk)


def leg_vast(verwerkingen: Sequence[Verwerking], *, now: datetime) -> list[int]:
    """Write one line per processing, in the caller's transaction; their numbers, in the same order.

    Raises:
        VerwerkingOngeldig: a processing that cannot be a line; then none is written.
    """
    if not verwerkingen:
        return []
    if samenhang := _samenhang.get():
        verwerkingen = [_in_samenhang(v, *samenhang) for v in verwerkingen]
    for verwerking in verwerkingen:
        rules.eis_verwerking(verwerking)
    kolommen = zip(*(_kolommen(v) for v in verwerkingen), strict=True)
    bron = json.dumps({**BRON, "logged_at": rules.milliseconden(now)})
    with connection.cursor() as cursor:
        cursor.execute(_REGELS, [bron, *map(list, kolommen)])
        return [rij[0] for rij in cursor.fetchall()]


@contextmanager
def daad(
    actor_id: str,
    handeling: str,
    *,
    object_soort: str,
    object_id: object,
    now: datetime,
    bijzonderheden: Mapping[str, Any] | None = None,
) -> Iterator[None]:
    """Lines written meanwhile are part of this act: it names the actor, which they may not, and they point at it.

    Each line is a child of the span that the act has, in the same trace; within a call that is the span of the caller.
    So who did it is found from any line, in the audit log and nowhere else (LDV leaves the employee out; BIO2 8.15.01
    asks for the actor).
    """
    trace, attributen = _samenhang.get() or (Trace(secrets.token_hex(16)), {})
    eigen = trace.parent_span_id or secrets.token_hex(8)
    with binnen(Trace(trace.trace_id, eigen), attributen):
        yield
        schrijf_audit(
            actor_id,
            handeling,
            object_soort=object_soort,
            object_id=object_id,
            now=now,
            bijzonderheden={"span_id": eigen, **(bijzonderheden or {})},
        )


def leg_groep_vast(verwerking: Verwerking, betrokkenen: Sequence[str], *, now: datetime) -> None:
    """Write the lines of one processing of all these persons as one row, in the caller's transaction.

    `verwerking` names nobody. There is still one line per person: every reader of the trail gets them written out.

    Raises:
        VerwerkingOngeldig: a processing that cannot be a line; then none is written.
    """
    if betrokkenen:
        with connection.cursor() as cursor:
            cursor.execute(GROEP, groep_waarden(verwerking, betrokkenen, now=now))


def groep_waarden(verwerking: Verwerking, betrokkenen: Sequence[str], *, now: datetime) -> dict[str, str | int | bytes]:
    """What `GROEP` writes.

    Raises:
        VerwerkingOngeldig: a processing that cannot be a line.
    """
    if samenhang := _samenhang.get():
        verwerking = _in_samenhang(verwerking, *samenhang)
    rules.eis_verwerking(verwerking)
    trace, _, ouder, status, naam, begin, einde, attributen = _kolommen(verwerking)
    wie = bytes.fromhex("".join(betrokkenen))
    return {
        "spoor_trace": trace,
        "spoor_ouder": ouder,
        "spoor_status": status,
        "spoor_naam": naam,
        "spoor_begin": begin,
        "spoor_einde": einde,
        "spoor_bron": _als_json({**BRON, "logged_at": rules.milliseconden(now)}),
        "spoor_attributen": attributen,
        "spoor_wie": wie,
        "spoor_sleutels": als_array(rules.groep_sleutels(wie)),
    }


def _in_samenhang(verwerking: Verwerking, trace: Trace, attributen: Mapping[str, Any]) -> Verwerking:
    return replace(verwerking, trace=verwerking.trace or trace, attributen={**attributen, **verwerking.attributen})


def _als_json(waarde: Mapping[str, Any]) -> str:
    return _schrijver.encode(waarde).decode()


def _kolommen(verwerking: Verwerking) -> tuple[str | int, ...]:
    trace = verwerking.trace
    return (
        trace.trace_id if trace else secrets.token_hex(16),
        secrets.token_hex(8),
        trace.parent_span_id if trace else "",
        str(verwerking.status),
        verwerking.naam,
        rules.milliseconden(verwerking.begin),
        rules.milliseconden(verwerking.einde),
        _als_json(rules.attributen(verwerking)),
    )


def schrijf_audit(
    actor_id: str,
    handeling: str,
    *,
    object_soort: str,
    object_id: object,
    now: datetime,
    bijzonderheden: Mapping[str, Any] | None = None,
) -> int:
    """Write who did what to which thing, in the caller's transaction; the number of the line."""
    samenhang = _samenhang.get()
    extra = {"trace_id": samenhang[0].trace_id, **samenhang[1]} if samenhang else {}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO spoor_audit (moment, actor, handeling, object_soort, object_id, bijzonderheden)"
            " VALUES (%s, %s, %s, %s, %s, %s::jsonb) RETURNING id",
            [now, actor_id, handeling, object_soort, str(object_id), json.dumps({**extra, **(bijzonderheden or {})})],
        )
        return int(cursor.fetchone()[0])


@transaction.atomic
def verzegel(*, now: datetime) -> int | None:
    """Seal every committed line that has no zegel yet; the number of the zegel, or None when there was nothing.

    Race-safe: sealers wait for one another before they look, and the queue shows only committed lines. A line under
    way in another transaction stays in the queue for the next zegel; ids need not be without gaps or in order.
    A line that is not in the queue and has no leaf is sealed as well, and an act under the same zegel names it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SLOT])
    wachtend = _zonder_blad()
    if buiten := [f"{soort} {nummer}" for soort, nummer, in_rij in wachtend if not in_rij]:
        schrijf_audit(
            "systeem",
            "spoor.buiten-de-rij",
            object_soort="spoor",
            object_id=len(buiten),
            now=now,
            bijzonderheden={"regels": buiten[:_NAMEN_MAX]},
        )
        wachtend = _zonder_blad()
    if not wachtend:
        return None
    regels = [
        (soort, nummer, blad)
        for soort in bladen.SOORTEN
        for nummer, blad in bladen.lees_bladen(soort, [n for s, n, _ in wachtend if s == soort])
    ]
    zegel = _maak_zegel([blad for _, _, blad in regels], now=now)
    with connection.cursor() as cursor:
        cursor.execute(_BLADEN, [zegel.nummer, *map(list, zip(*regels, strict=True))])
    return zegel.nummer


def noteer_uitvoer(zegel: int, bestemming: str, *, aantal: int, now: datetime) -> None:
    """Record that a log book outside took the lines under a zegel; a second time is no harm."""
    Uitvoer.objects.bulk_create(
        [Uitvoer(zegel_id=zegel, bestemming=bestemming, aantal=aantal, op=now)], ignore_conflicts=True
    )


def _zonder_blad() -> list[tuple[str, int, bool]]:
    """Kind and number of every line without a leaf, and whether it waits in the queue."""
    with connection.cursor() as cursor:
        cursor.execute(_ZONDER_BLAD)
        return [(soort, nummer, in_rij) for soort, nummer, in_rij in cursor.fetchall()]


def _maak_zegel(bladen: Sequence[bytes], *, now: datetime) -> Zegel:
    laatste = Zegel.objects.order_by("-nummer").first()
    nummer, vorige = (laatste.nummer + 1, bytes(laatste.schakel)) if laatste else (1, rules.LEEG)
    wortel = rules.wortel(bladen)
    schakel = rules.schakel(nummer, aantal=len(bladen), top=wortel, vorige=vorige, op=now)
    geheim = queries.sleutel("spoor-zegel")
    return Zegel.objects.create(
        nummer=nummer,
        aantal=len(bladen),
        wortel=wortel,
        vorige=vorige,
        schakel=schakel,
        handtekening=rules.onderteken(schakel, geheim),
        sleutel=rules.kenmerk(rules.openbaar(geheim)),
        op=now,
    )
