"""The outbox of webhooks: claim, ask the brake, and record every attempt.

A row is claimed for a while, never taken away: a worker that dies loses nothing. The id of the row is the id the
other side sees at every attempt, so what arrives twice after a crash is recognised as one. Whoever claims or records
holds the row of the address (`Bestemming`), so that two workers together give one address no more than it may have.
"""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import astuple, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from inburgering.primitives.arrays import als_array
from inburgering.primitives.ids import nieuw_id
from inburgering.signaal.commands import abonneren, geheimen
from inburgering.signaal.models import Bestemming, Waarschuwing
from inburgering.signaal.rules import bestemming as bestemming_rules
from inburgering.signaal.rules import bezorging as bezorg_rules
from inburgering.signaal.rules.bestemming import RUIMTE_MAX, Toestand
from inburgering.signaal.rules.bezorging import Antwoordcode, Uitkomst
from inburgering.signaal.terms import Baan, BezorgOpdracht, Gebeurtenissoort, Stand, Waarschuwingsoort
from inburgering.stop import commands as stop_commands
from inburgering.stop import queries as stop_queries
from inburgering.stop.terms import Doorlaat, Kanaal
from inburgering.toegang.terms import SYSTEEM

log = logging.getLogger(__name__)
STOPS_TEGELIJK = 4
# Not waiting for the disk: when PostgreSQL itself dies an event goes again under its own id. None is lost by it.
_NIET_WACHTEN = "(SELECT set_config('synchronous_commit', 'off', true)) AS schijf (wacht_niet)"
_KORT = timedelta(seconds=2)  # how exactly the last success of an address is kept
# A claim that ran out is anybody's again. One that ends later than any claim can is of a clock that was wrong.
_VERLOPEN = """UPDATE signaal_bezorging SET stand = 'wacht', merk = NULL, merk_tot = NULL WHERE id IN (
    SELECT id FROM signaal_bezorging WHERE stand = 'bezig' AND (merk_tot <= %(now)s OR merk_tot > %(uiterst)s)
    FOR UPDATE SKIP LOCKED)"""
# The addresses for which something may go, held until the claim is written. Another worker skips them meanwhile.
_PLEKKEN = """SELECT t.abonnement_id, t.reeks, t.ruimte, t.open_tot IS NOT NULL AND t.open_tot > %(now)s AS rust,
        a.per_minuut, t.tempo_op, a.per_minuut IS NOT NULL AND EXISTS (SELECT 1 FROM signaal_bezorging b
            WHERE b.abonnement_id = t.abonnement_id AND b.stand = 'wacht' AND b.baan = 'stop'
              AND b.volgende_op <= %(begonnen)s)
    FROM signaal_bestemming t JOIN signaal_abonnement a ON a.id = t.abonnement_id
    WHERE a.beeindigd_op IS NULL AND a.gevalideerd_op IS NOT NULL AND (
        EXISTS (SELECT 1 FROM signaal_bezorging b WHERE b.abonnement_id = t.abonnement_id AND b.stand = 'wacht'
                  AND b.baan = 'stop' AND b.volgende_op <= %(begonnen)s)
        OR (%(inhoud)s AND (t.open_tot IS NULL OR t.open_tot <= %(now)s)
            AND EXISTS (SELECT 1 FROM signaal_bezorging b WHERE b.abonnement_id = t.abonnement_id AND b.stand = 'wacht'
                          AND b.baan = 'inhoud' AND b.volgende_op <= %(begonnen)s)))
    FOR UPDATE OF t SKIP LOCKED"""
# Per address: first its lane of stops, which never waits for inhoud; then as much inhoud as it has room for.
_CLAIM = f"""WITH mijn AS (
        SELECT x.id, x.signaal_id
        FROM unnest(%(plekken)s::uuid[], %(ruimten)s::int[], %(stops)s::int[], %(tempo)s::int[])
            AS p (id, ruimte, stops, tempo)
        CROSS JOIN LATERAL (
            (SELECT b.id, b.signaal_id, 0 AS rang, b.volgende_op FROM signaal_bezorging b
             WHERE b.abonnement_id = p.id AND b.baan = 'stop' AND b.stand = 'wacht' AND b.volgende_op <= %(begonnen)s
             ORDER BY b.volgende_op LIMIT greatest(p.stops - (SELECT count(*) FROM signaal_bezorging z
                WHERE z.abonnement_id = p.id AND z.stand = 'bezig' AND z.baan = 'stop'), 0))
            UNION ALL
            (SELECT b.id, b.signaal_id, 1, b.volgende_op FROM signaal_bezorging b
             WHERE b.abonnement_id = p.id AND b.baan = 'inhoud' AND b.stand = 'wacht' AND b.volgende_op <= %(begonnen)s
             ORDER BY b.volgende_op LIMIT least(p.tempo, greatest(p.ruimte - (SELECT count(*) FROM
                signaal_bezorging z WHERE z.abonnement_id = p.id AND z.stand = 'bezig' AND z.baan = 'inhoud'), 0)))
        ) x ORDER BY x.rang, x.volgende_op LIMIT %(aantal)s)
    UPDATE signaal_bezorging b SET stand = 'bezig', merk = %(merk)s, merk_tot = %(tot)s
    FROM mijn LEFT JOIN signaal_signaal s ON s.id = mijn.signaal_id, signaal_abonnement a, {_NIET_WACHTEN}
    WHERE b.id = mijn.id AND b.stand = 'wacht' AND a.id = b.abonnement_id
    RETURNING b.id, b.baan, b.soort, b.gemeente, a.sink,
        CASE WHEN a.vorig_tot > %(now)s THEN ARRAY[a.geheim, a.vorig_geheim] ELSE ARRAY[a.geheim] END, a.id,
        coalesce(b.signaal_id, b.stop_id), b.stop_id,
        coalesce(s.corrigeert_id, b.signaal_id, b.stop_id), s.volgnummer, b.vrijgave_id, b.pogingen, b.beurt,
        (b.aangemaakt_op AT TIME ZONE 'UTC')::text"""  # noqa: S608 - fixed text
# Still ours, long enough to send in, and still under the vrijgave that the brake was asked about.
_NOG_VAN_MIJ = """SELECT x.n - 1 FROM signaal_bezorging b
    JOIN unnest(%(ids)s::uuid[], %(merken)s::uuid[], %(vrijgaven)s::int[]) WITH ORDINALITY AS x (id, merk, vrijgave, n)
      ON x.id = b.id
    WHERE b.merk = x.merk AND b.stand = 'bezig' AND b.merk_tot > %(tot)s
      AND b.vrijgave_id IS NOT DISTINCT FROM x.vrijgave"""
_SLUIT = """SELECT abonnement_id, reeks, ruimte, open_tot, mislukt_sinds, gelukt_op, laatste_status, gewaarschuwd_op
    FROM signaal_bestemming WHERE abonnement_id = ANY (%(alle)s) AND (abonnement_id = ANY (%(anders)s) OR reeks > 0
        OR ruimte < %(ruimte)s OR gewaarschuwd_op IS NOT NULL OR gelukt_op IS NULL OR gelukt_op <= %(kort)s)
    ORDER BY abonnement_id FOR UPDATE"""
_NOTEER = f"""WITH x AS (SELECT * FROM unnest(%(ids)s::uuid[], %(merken)s::uuid[], %(standen)s::text[],
            %(volgende)s::timestamptz[], %(pogingen)s::int[]) AS x (id, merk, stand, volgende_op, pogingen))
    UPDATE signaal_bezorging b SET stand = x.stand, volgende_op = x.volgende_op, pogingen = x.pogingen, merk = NULL,
        merk_tot = NULL
    FROM x, {_NIET_WACHTEN} WHERE b.id = x.id AND b.merk = x.merk AND b.stand = 'bezig' RETURNING b.id"""  # noqa: S608 - fixed text
_POGINGEN = """INSERT INTO signaal_poging (bezorging_id, op, uitkomst, http_status, duur_ms, beurt)
    SELECT id, %(op)s::timestamptz, uitkomst, status, duur, beurt FROM unnest(%(ids)s::uuid[], %(uitkomsten)s::text[],
        %(statussen)s::int[], %(duur)s::int[], %(beurten)s::int[]) x (id, uitkomst, status, duur, beurt)"""
# An address that rests answers no to everything that is due for it: the rest moves on along the schedule unsent.
# Not what the brake holds: that does not count as an attempt.
_SCHUIF = """UPDATE signaal_bezorging b SET pogingen = b.pogingen + 1,
        stand = CASE WHEN b.pogingen >= %(laatste)s THEN 'dood' ELSE 'wacht' END,
        volgende_op = %(now)s + (%(pauzes)s::interval[])[least(b.pogingen + 1, %(laatste)s)]
    FROM stop_poort p, stop_poortgemeente g
    WHERE b.abonnement_id = %(abonnement)s AND b.baan = 'inhoud' AND b.stand = 'wacht' AND b.volgende_op <= %(now)s
      AND g.gemeente = b.gemeente AND get_bit(p.live & g.live, b.vrijgave_id) <> 0
    RETURNING b.stand"""
_BESTEMMINGEN = """UPDATE signaal_bestemming t SET reeks = x.reeks, ruimte = x.ruimte, open_tot = x.open_tot,
        mislukt_sinds = x.mislukt_sinds, gelukt_op = x.gelukt_op, laatste_status = x.laatste_status,
        gewaarschuwd_op = x.gewaarschuwd_op
    FROM unnest(%s::uuid[], %s::int[], %s::int[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::int[],
            %s::timestamptz[])
        AS x (id, reeks, ruimte, open_tot, mislukt_sinds, gelukt_op, laatste_status, gewaarschuwd_op)
    WHERE t.abonnement_id = x.id"""
_KLOK = (
    "UPDATE signaal_bezorging SET volgende_op = %(now)s WHERE stand = 'wacht' AND volgende_op > %(uiterst)s",
    "UPDATE signaal_bestemming SET open_tot = %(now)s WHERE open_tot > %(uiterst)s",
    "UPDATE signaal_bestemming SET tempo_op = %(now)s WHERE tempo_op > %(uiterst)s",
    "UPDATE signaal_abonnement SET valideren_op = %(now)s WHERE valideren_op > %(uiterst)s",
    "UPDATE signaal_waarschuwing SET volgende_op = %(now)s WHERE verzonden_op IS NULL AND volgende_op > %(uiterst)s",
)


def claim(
    aantal: int, *, now: datetime, begonnen: datetime | None = None, haperend: int | None = None, inhoud: bool = True
) -> list[BezorgOpdracht]:
    """Claim at most `aantal` events, stops first; nobody else gets them until the claim, which begins `now`, runs out.

    Only what was due at `begonnen` (by default `now`), so that a long drain does not meet its own postponed rows again.
    `haperend` bounds how many addresses that failed last time get inhoud, so that they never take all the room.
    Without `inhoud` only the lane of stops.
    """
    waarden: dict[str, Any] = {
        "now": now,
        "begonnen": begonnen or now,
        "uiterst": now + bezorg_rules.CLAIM + bezorg_rules.VERSCHIL,
    }
    waarden["inhoud"] = inhoud
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_VERLOPEN, waarden)
        cursor.execute(_PLEKKEN, waarden)
        rijen = cursor.fetchall()
        if not rijen:
            return []
        ruimten = _verdeel([rij[1:4] for rij in rijen], haperend=haperend if inhoud else 0, aantal=aantal)
        ruimten = ruimten if inhoud else [0] * len(ruimten)
        stops, tempo = _begrens([rij[4:] for rij in rijen], now=now)
        waarden |= {"plekken": als_array([rij[0] for rij in rijen]), "ruimten": als_array(ruimten)}
        waarden |= {"stops": als_array(stops), "tempo": als_array(tempo), "aantal": aantal}
        merk, tot = nieuw_id(now), now + bezorg_rules.CLAIM
        waarden |= {"merk": merk, "tot": tot}
        cursor.execute(_CLAIM, waarden)
        opdrachten = _getekend([_opdracht(rij, merk=merk, tot=tot) for rij in cursor.fetchall()])
        _vul_tempo(rijen, opdrachten, now=now)
    return sorted(opdrachten, key=lambda o: (o.baan != Baan.STOP, o.aangemaakt_op, o.id.int))


def vraag_remmen(
    opdrachten: Sequence[BezorgOpdracht], *, now: datetime, speling: timedelta
) -> dict[UUID, Doorlaat | None]:
    """Ask the brake for one attempt each: the proof that it is off, by id. News of a stop itself needs none: None.

    Absent is what may not go: the brake is on (that is noted), or the claim is not ours for `speling` more.
    """
    paren = {(o.vrijgave_id, o.gemeente) for o in opdrachten if o.vrijgave_id is not None}
    doorlaten = stop_queries.doorlaten_per_gemeente(paren, kanaal=Kanaal.WEBHOOK)
    uit: dict[UUID, Doorlaat | None] = {}
    geweigerd: list[tuple[int, str | None]] = []
    for o in _nog_van_mij(opdrachten, tot=now + speling):
        if o.vrijgave_id is None:
            uit[o.id] = None
        elif doorlaat := doorlaten.get((o.vrijgave_id, o.gemeente)):
            uit[o.id] = doorlaat
        else:
            geweigerd.append((o.vrijgave_id, o.gemeente))
    stop_commands.noteer_weigeringen(Kanaal.WEBHOOK, geweigerd, now=now)
    return uit


@transaction.atomic
def noteer_pogingen(
    pogingen: Sequence[tuple[BezorgOpdracht, Antwoordcode | None]], *, now: datetime, jitter: Callable[[], float]
) -> list[Uitkomst]:
    """Record attempts and what follows from them, for the events and for their addresses; None: the brake refused.

    A claim that was lost meanwhile changes nothing but the log.
    """
    toestanden = _sluit_bestemmingen(pogingen, now=now)
    regels = [_regel(o, antwoord, now=now, jitter=jitter) for o, antwoord in pogingen]
    gewijzigd = _schrijf(pogingen, regels, now=now)
    dood: dict[UUID, int] = {}
    beproefd: dict[UUID, bool] = {}
    for (o, antwoord), (uitkomst, stand, _) in zip(pogingen, regels, strict=True):
        voor = toestanden.get(o.abonnement_id)
        if antwoord is None or voor is None:
            continue
        toestanden[o.abonnement_id] = bestemming_rules.na(voor, antwoord, now=now, jitter=jitter)
        beproefd[o.abonnement_id] = uitkomst is not Uitkomst.BEZORGD
        if stand is Stand.DOOD and o.id in gewijzigd:
            dood[o.abonnement_id] = dood.get(o.abonnement_id, 0) + 1
        if uitkomst is Uitkomst.BEEINDIGD:
            _trek_terug(o.abonnement_id, now=now)
    for abonnement_id, mislukt in sorted(beproefd.items()):
        if mislukt and toestanden[abonnement_id].onderbroken:
            dood[abonnement_id] = dood.get(abonnement_id, 0) + _schuif(abonnement_id, now=now, jitter=jitter)
        toestanden[abonnement_id] = _waarschuw_eens(abonnement_id, toestanden[abonnement_id], dood, now=now)
    _schrijf_bestemmingen({a: toestanden[a] for a in beproefd})
    return [uitkomst for uitkomst, _, _ in regels]


def zet_klok_recht(*, now: datetime) -> int:
    """Bring back what a clock that ran ahead put further away than any wait of ours; how many rows."""
    waarden = {"now": now, "uiterst": now + bezorg_rules.WACHT_MAX + bezorg_rules.VERSCHIL}
    with transaction.atomic(), connection.cursor() as cursor:
        aantal = 0
        for vraag in _KLOK:
            cursor.execute(vraag, waarden)
            aantal += cursor.rowcount
    return aantal


def _getekend(opdrachten: list[BezorgOpdracht]) -> list[BezorgOpdracht]:
    """What can be signed. What cannot, as its key is gone from the settings, waits and holds up no other."""
    zonder = {o.abonnement_id for o in opdrachten if not o.geheimen}
    for abonnement_id in sorted(zonder):
        log.error("abonnement.geheim-onleesbaar abonnement_id=%s", abonnement_id)
    return [o for o in opdrachten if o.geheimen] if zonder else opdrachten


def _verdeel(rijen: Sequence[tuple[int, int, bool]], *, haperend: int | None, aantal: int) -> list[int]:
    """How much inhoud each address may have on the way: none while it rests, one when it may try again.

    No more than its share of `aantal`: when many fall silent in one moment, the others still have most of the room.
    """
    ruimten, over = [], len(rijen) if haperend is None else haperend
    deel = max(aantal // len(rijen), bestemming_rules.RUIMTE_BEGIN)
    for reeks, ruimte, rust in rijen:
        mag = 0 if rust else 1 if reeks >= bestemming_rules.DREMPEL else min(ruimte, deel)
        if mag and reeks:
            mag, over = (mag, over - 1) if over > 0 else (0, over)
        ruimten.append(mag)
    return ruimten


def _begrens(
    rijen: Sequence[tuple[int | None, datetime | None, bool]], *, now: datetime
) -> tuple[list[int], list[int]]:
    """How much news of stops, and how much inhoud, each address lets us send now; inhoud waits while a stop is due."""
    stops, tempo = [], []
    for per_minuut, tempo_op, stop_wacht in rijen:
        mag = RUIMTE_MAX if per_minuut is None else bestemming_rules.mag_nu(per_minuut, tempo_op, now=now)
        stops.append(min(STOPS_TEGELIJK, mag))
        tempo.append(0 if stop_wacht else mag)
    return stops, tempo


def _vul_tempo(rijen: Sequence[tuple[Any, ...]], opdrachten: Sequence[BezorgOpdracht], *, now: datetime) -> None:
    """Count what was claimed for the addresses that set a rate."""
    begrensd = {rij[0]: (rij[4], rij[5]) for rij in rijen if rij[4] is not None}
    geteld = Counter(o.abonnement_id for o in opdrachten if o.abonnement_id in begrensd)
    for abonnement_id, aantal in geteld.items():
        per_minuut, tempo_op = begrensd[abonnement_id]
        tot = bestemming_rules.na_claim(per_minuut, tempo_op, aantal=aantal, now=now)
        Bestemming.objects.filter(pk=abonnement_id).update(tempo_op=tot)


def _nog_van_mij(opdrachten: Sequence[BezorgOpdracht], *, tot: datetime) -> list[BezorgOpdracht]:
    waarden: dict[str, Any] = {
        "ids": als_array([o.id for o in opdrachten]),
        "merken": als_array([o.merk for o in opdrachten]),
        "vrijgaven": als_array([o.vrijgave_id for o in opdrachten]),
        "tot": tot,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NOG_VAN_MIJ, waarden)
        return [opdrachten[rij[0]] for rij in cursor.fetchall()]


def _sluit_bestemmingen(
    pogingen: Sequence[tuple[BezorgOpdracht, Antwoordcode | None]], *, now: datetime
) -> dict[UUID, Toestand]:
    """How these addresses do, locked until the transaction ends; always in the same order, so no deadlock.

    Not the ones that work as they did a moment ago: one more success changes nothing about them.
    """
    goed = {True: set[UUID](), False: set[UUID]()}
    for o, antwoord in pogingen:
        if antwoord is not None:
            goed[bezorg_rules.beoordeel(antwoord) is Uitkomst.BEZORGD].add(o.abonnement_id)
    waarden: dict[str, Any] = {
        "alle": als_array(goed[True] | goed[False]),
        "anders": als_array(goed[False]),
        "ruimte": bestemming_rules.RUIMTE_MAX,
        "kort": now - _KORT,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SLUIT, waarden)
        return {rij[0]: Toestand(*rij[1:]) for rij in cursor.fetchall()}


def _regel(
    o: BezorgOpdracht, antwoord: Antwoordcode | None, *, now: datetime, jitter: Callable[[], float]
) -> tuple[Uitkomst, Stand, datetime]:
    """How one attempt ended, where the event is after it, and when it is due again."""
    if antwoord is None:
        return Uitkomst.GEWEIGERD, Stand.WACHT, now + bezorg_rules.AANHOUDEN
    uitkomst = bezorg_rules.beoordeel(antwoord)
    if uitkomst is not Uitkomst.MISLUKT:
        return uitkomst, Stand.BEZORGD if uitkomst is Uitkomst.BEZORGD else Stand.VERVALLEN, now
    later = bezorg_rules.volgende(o.pogingen + 1, antwoord, now=now, jitter=jitter)
    return (uitkomst, Stand.WACHT, later) if later else (uitkomst, Stand.DOOD, now)


def _schrijf(
    pogingen: Sequence[tuple[BezorgOpdracht, Antwoordcode | None]],
    regels: Sequence[tuple[Uitkomst, Stand, datetime]],
    *,
    now: datetime,
) -> set[UUID]:
    """Write the events and the log; the events whose claim was still ours."""
    waarden: dict[str, Any] = {
        "ids": als_array([o.id for o, _ in pogingen]),
        "merken": als_array([o.merk for o, _ in pogingen]),
        "standen": als_array([stand for _, stand, _ in regels]),
        "volgende": als_array([op for _, _, op in regels]),
        "pogingen": als_array([o.pogingen + (antwoord is not None) for o, antwoord in pogingen]),
        "op": now,
        "uitkomsten": als_array([uitkomst for uitkomst, _, _ in regels]),
        "statussen": als_array([antwoord.http_status if antwoord else None for _, antwoord in pogingen]),
        "duur": als_array([antwoord.duur_ms if antwoord else 0 for _, antwoord in pogingen]),
        "beurten": als_array([o.beurt for o, _ in pogingen]),
    }
    with connection.cursor() as cursor:
        cursor.execute(_NOTEER, waarden)
        gewijzigd = {rij[0] for rij in cursor.fetchall()}
        cursor.execute(_POGINGEN, waarden)  # after it: the rows it refers to are held already
        return gewijzigd


def _schrijf_bestemmingen(toestanden: dict[UUID, Toestand]) -> None:
    if not toestanden:
        return
    rijen = [(nummer, *astuple(t)) for nummer, t in toestanden.items()]
    with connection.cursor() as cursor:
        cursor.execute(_BESTEMMINGEN, [list(kolom) for kolom in zip(*rijen, strict=True)])


def _schuif(abonnement_id: UUID, *, now: datetime, jitter: Callable[[], float]) -> int:
    """Move everything due for an address that rests one step along the schedule; how many were given up."""
    rek = 1 + bezorg_rules.SPREIDING * jitter()
    waarden: dict[str, Any] = {
        "abonnement": abonnement_id,
        "now": now,
        "laatste": len(bezorg_rules.SCHEMA),
        "pauzes": [stap * rek for stap in bezorg_rules.SCHEMA],
    }
    with connection.cursor() as cursor:
        cursor.execute(_SCHUIF, waarden)
        return sum(rij[0] == Stand.DOOD for rij in cursor.fetchall())


def _trek_terug(abonnement_id: UUID, *, now: datetime) -> None:
    """410: the address is gone for good. The abonnement ends, and its contact hears of it."""
    aantal = abonneren.beeindig(abonnement_id, reden="410", door=SYSTEEM, now=now)
    if aantal or not _al_gewaarschuwd(abonnement_id):
        abonneren.waarschuw(abonnement_id, Waarschuwingsoort.BEEINDIGD, now=now, aantal=aantal)


def _al_gewaarschuwd(abonnement_id: UUID) -> bool:
    return Waarschuwing.objects.filter(abonnement_id=abonnement_id, soort=Waarschuwingsoort.BEEINDIGD).exists()


def _waarschuw_eens(abonnement_id: UUID, toestand: Toestand, dood: dict[UUID, int], *, now: datetime) -> Toestand:
    """One mail for the first event that was given up since the address last worked; not one for each."""
    aantal = dood.get(abonnement_id, 0)
    if not aantal or toestand.gewaarschuwd_op:
        return toestand
    abonneren.waarschuw(abonnement_id, Waarschuwingsoort.DOOD, now=now, aantal=aantal)
    return replace(toestand, gewaarschuwd_op=now)


def _opdracht(rij: tuple[Any, ...], *, merk: UUID, tot: datetime) -> BezorgOpdracht:
    return BezorgOpdracht(
        id=rij[0],
        merk=merk,
        merk_tot=tot,
        baan=Baan(rij[1]),
        soort=Gebeurtenissoort(rij[2]),
        gemeente=rij[3],
        sink=rij[4],
        geheimen=tuple(g for bewaard in rij[5] if (g := geheimen.haal_tevoorschijn(bewaard)) is not None),
        abonnement_id=rij[6],
        bron_id=rij[7],
        stop_id=rij[8],
        onderwerp=str(rij[9]),
        volgnummer=rij[10],
        vrijgave_id=rij[11],
        pogingen=rij[12],
        beurt=rij[13],
        aangemaakt_op=datetime.fromisoformat(rij[14]).replace(tzinfo=UTC),
    )
