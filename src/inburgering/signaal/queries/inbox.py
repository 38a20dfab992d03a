"""What a gemeente may read, read as the gemeente: the database itself leaves out what is stopped."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from inburgering.primitives.ids import Gemeentecode, SignaalId
from inburgering.signaal.rules import catalogus
from inburgering.signaal.terms import Correctiesoort, Dicht, Gelezen, SignaalRij, Status
from inburgering.stop import queries as stop_queries
from inburgering.vaststelling import queries as vaststelling_queries

# Only columns that the role of the gemeente has; the inhoud is NULL when row-level security hides it.
_KOLOMMEN = """s.id, s.soort, s.catalogusversie, s.gemeente, s.volgnummer, s.vrijgave_id, s.aangemaakt_op,
    s.gebruik_tot, s.deadline, s.status, s.status_op, s.corrigeert_id, s.correctiesoort, s.vaststelling_id"""
_LEES = f"""SELECT {_KOLOMMEN}, i.inhoud FROM signaal_signaal s
    LEFT JOIN signaal_inhoud i ON i.signaal_id = s.id AND i.gemeente = s.gemeente WHERE s.gemeente = %(gemeente)s"""  # noqa: S608 - fixed text
# The same as the application reads it, under the same policy of the poort: with whose they are, what was determined of
# that person, and whether this actor already got them through this kanaal.
_LEES_MET_WIE = f"""SELECT {_KOLOMMEN}, i.inhoud::text, s.persoon_id, {vaststelling_queries.BETROKKENE_KOLOMMEN},
        EXISTS (SELECT 1 FROM verstrekking_verstrekking g
                 WHERE g.signaal_id = s.id AND g.kanaal = %(kanaal)s AND g.actor = %(actor)s)
    FROM (SELECT * FROM signaal_signaal s WHERE s.gemeente = %(gemeente)s {{welke}}
           ORDER BY s.volgnummer LIMIT %(maximaal)s) s
    LEFT JOIN signaal_inhoud i ON i.signaal_id = s.id AND i.gemeente = s.gemeente
    {vaststelling_queries.BETROKKENE} ORDER BY s.volgnummer"""  # noqa: S608 - fixed text
_VOLGORDE = {
    "nieuwste": "s.volgnummer DESC",
    "volgnummer": "s.volgnummer",
    "deadline": "s.deadline NULLS LAST, s.volgnummer",
}
_TEL = """SELECT count(*), count(*) FILTER (WHERE s.status = 'bezorgd'),
    count(*) FILTER (WHERE s.correctiesoort <> '' AND s.status NOT IN ('bevestigd', 'afgehandeld')),
    count(*) FILTER (WHERE s.status IN ('ingetrokken', 'omgeleid')),
    count(*) FILTER (WHERE i.signaal_id IS NULL AND s.status NOT IN ('ingetrokken', 'omgeleid'))
    FROM signaal_signaal s LEFT JOIN signaal_inhoud i ON i.signaal_id = s.id AND i.gemeente = s.gemeente
    WHERE s.gemeente = %(gemeente)s"""


def inbox(
    gemeente: str,
    *,
    status: Status | None = None,
    soort: str = "",
    correcties: bool = False,
    volgorde: str = "nieuwste",
    vanaf: int = 0,
    maximaal: int = 50,
    op: datetime | None = None,
) -> list[SignaalRij]:
    """The signalen of a gemeente; `inhoud` is None where a stop or a withdrawal keeps it shut.

    With `op` also where the time of a signaal was over at that moment.
    """
    delen, waarden = [], {"gemeente": gemeente, "vanaf": max(vanaf, 0), "maximaal": maximaal}
    if status:
        delen.append("s.status = %(status)s")
        waarden["status"] = status.value
    if soort:
        delen.append("s.soort = %(soort)s")
        waarden["soort"] = soort
    if correcties:
        delen.append("s.correctiesoort <> ''")
    met = "".join(f" AND {deel}" for deel in delen)
    staart = f"{met} ORDER BY {_VOLGORDE[volgorde]} LIMIT %(maximaal)s OFFSET %(vanaf)s"
    with stop_queries.lees_als_gemeente(Gemeentecode(gemeente)):
        rijen = _lees(staart, waarden)
    return rijen if op is None else [sluit_verlopen(rij, op) for rij in rijen]


def sluit_verlopen(rij: SignaalRij, op: datetime) -> SignaalRij:
    """The row, without its inhoud when its time was over at that moment."""
    if rij.dicht is not None or rij.gebruik_tot > op:
        return rij
    return replace(rij, inhoud=None, dicht=Dicht.VERLOPEN, reden_dicht=catalogus.waarom_verlopen(rij.gebruik_tot))


def lees_rijen(
    gemeente: str,
    *,
    ids: Sequence[UUID] | None = None,
    sinds: int = 0,
    maximaal: int | None = None,
    alleen_correcties: bool = False,
) -> list[SignaalRij]:
    """Rows by id or since a volgnummer, inside the caller's `lees_als_gemeente`."""
    waarden = {"gemeente": gemeente, "sinds": sinds, "maximaal": maximaal, "ids": list(ids or ())}
    welke = _welke(ids=ids, alleen_correcties=alleen_correcties)
    return _lees(f"{welke} ORDER BY s.volgnummer LIMIT %(maximaal)s", waarden)


def lees_met_wie(
    gemeente: str,
    *,
    kanaal: str,
    actor: str,
    ids: Sequence[UUID] | None = None,
    sinds: int = 0,
    maximaal: int | None = None,
    alleen_correcties: bool = False,
) -> list[Gelezen]:
    """The same rows with the person each is about, inside the caller's `lees_onder_poort`."""
    waarden: dict[str, Any] = {"gemeente": gemeente, "sinds": sinds, "maximaal": maximaal, "kanaal": kanaal}
    waarden["actor"] = actor
    if ids is not None:
        waarden["ids"] = list(ids)
    welke = _welke(ids=ids, alleen_correcties=alleen_correcties)
    with connection.cursor() as cursor:
        cursor.execute(_LEES_MET_WIE.format(welke=welke), waarden)
        return [
            Gelezen(_rij(r), r[15], vaststelling_queries.als_betrokkene(r[16:21]), r[21]) for r in cursor.fetchall()
        ]


def _welke(*, ids: Sequence[UUID] | None, alleen_correcties: bool) -> str:
    welke = " AND s.id = ANY (%(ids)s)" if ids is not None else " AND s.volgnummer > %(sinds)s"
    return welke + (" AND s.correctiesoort <> ''" if alleen_correcties else "")


def tellingen(gemeente: str) -> dict[str, int]:
    """How many signalen a gemeente has: all, new, corrections to confirm, withdrawn, and shut by a stop."""
    with stop_queries.lees_als_gemeente(Gemeentecode(gemeente)), connection.cursor() as cursor:
        cursor.execute(_TEL, {"gemeente": gemeente})
        rij = cursor.fetchone()
    return dict(zip(("alle", "nieuw", "correcties", "ingetrokken", "gestopt"), rij, strict=True))


def _lees(staart: str, waarden: dict[str, Any]) -> list[SignaalRij]:
    with connection.cursor() as cursor:
        cursor.execute(_LEES + staart, waarden)
        return [_rij(r) for r in cursor.fetchall()]


def _rij(r: tuple[Any, ...]) -> SignaalRij:
    inhoud = json.loads(r[14]) if isinstance(r[14], str) else r[14]
    rij = SignaalRij(
        id=SignaalId(r[0]),
        soort=r[1],
        titel=catalogus.titel(r[1], r[2]),
        catalogusversie=r[2],
        gemeente=Gemeentecode(r[3]),
        volgnummer=r[4],
        vrijgave_id=r[5],
        aangemaakt_op=r[6],
        gebruik_tot=r[7],
        deadline=r[8],
        status=Status(r[9]),
        status_op=r[10],
        corrigeert=SignaalId(r[11]) if r[11] else None,
        correctiesoort=Correctiesoort(r[12]) if r[12] else None,
        vaststelling_id=r[13],
        inhoud=inhoud,
    )
    if rij.ingetrokken:
        return replace(rij, dicht=Dicht.INGETROKKEN)
    return rij if inhoud is not None else replace(rij, dicht=Dicht.STOP)
