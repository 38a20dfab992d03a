"""A page of signalen that a system had before, as the JSON of the API, written by PostgreSQL under the poort."""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
from django.db import connection

from inburgering.primitives.arrays import als_array
from inburgering.recht.verstrekkingsregels import Betrokkene
from inburgering.signaal.rules import catalogus
from inburgering.signaal.terms import Blad
from inburgering.stop.terms import Kanaal
from inburgering.vaststelling import queries as vaststelling_queries

_MOMENT = "replace(({} AT TIME ZONE 'UTC')::text, ' ', 'T'), 'Z'"
_OPEN = "i.inhoud IS NOT NULL AND s.status NOT IN ('bezorgd', 'ingetrokken', 'omgeleid') AND s.gebruik_tot > %(now)s"
# One row per page. `gewoon` is false when a signaal is shut, over, new to this actor or not opened yet: then the page
# is made row by row instead (`lees_met_wie`), which knows what to do.
_BLAD = f"""
    SELECT count(*), coalesce(bool_and(r.gewoon), false), max(r.volgnummer),
        string_agg(r.stuk, ',' ORDER BY r.volgnummer), string_agg(r.wet, chr(10) ORDER BY r.volgnummer),
        array_agg(r.vrijgave_id ORDER BY r.volgnummer),
        array_agg(r.persoon_id ORDER BY r.volgnummer), array_agg(r.id ORDER BY r.volgnummer)::text,
        array_agg(r.tot ORDER BY r.volgnummer)::text
    FROM (SELECT s.id, s.volgnummer, s.persoon_id, s.vrijgave_id, s.tot,
            {_OPEN} AND EXISTS (SELECT 1 FROM verstrekking_verstrekking g WHERE g.signaal_id = s.id
                                 AND g.kanaal = %(kanaal)s AND g.actor = %(actor)s) AS gewoon,
            concat(s.soort, chr(9), s.catalogusversie, chr(9), betrokkene.oordeel, chr(9), betrokkene.wet, chr(9),
                betrokkene.categorie, chr(9), betrokkene.college, chr(9), toegepast.wet) AS wet,
            concat('{{"signaalId":"', s.id, '","volgnummer":', s.volgnummer, ',"soort":"', s.soort, '","onderwerp":',
                coalesce(t.titel, to_json(s.soort)::text), ',"catalogusversie":"', s.catalogusversie,
                '","gemeente":"', s.gemeente, '","aangemaaktOp":"', {_MOMENT.format("s.aangemaakt_op")},
                '","status":"', s.status, '","gestopt":false,"ingetrokken":false,',
                '"statusverwijzing":{{"status_list":{{"idx":', s.volgnummer - 1, ',"uri":', %(adres)s::text,
                '}}}},"gebruikTot":"', {_MOMENT.format("s.tot")},
                '","deadline":', coalesce(to_json(s.deadline)::text, 'null'),
                ',"corrigeert":', coalesce(to_json(s.corrigeert_id)::text, 'null'),
                ',"correctiesoort":', coalesce(to_json(nullif(s.correctiesoort, ''))::text, 'null'),
                ',"inhoud":', i.inhoud::text, ',"dicht":null,"redenDicht":""}}') AS stuk
        FROM (SELECT *, least(gebruik_tot, %(grens)s) AS tot FROM signaal_signaal
               WHERE gemeente = %(gemeente)s AND volgnummer > %(sinds)s ORDER BY volgnummer LIMIT %(aantal)s) s
        LEFT JOIN signaal_inhoud i ON i.signaal_id = s.id AND i.gemeente = s.gemeente
        LEFT JOIN unnest(%(soorten)s::text[], %(versies)s::text[], %(titels)s::text[]) t (soort, versie, titel)
               ON t.soort = s.soort AND t.versie = s.catalogusversie
        {vaststelling_queries.BETROKKENE}) r"""  # noqa: S608 - fixed text


class _Stuk(msgspec.Struct):
    inhoud: dict[str, Any]


def lees_blad(
    gemeente: str, *, sinds: int, aantal: int, actor: str, now: datetime, grens: datetime, adres: str
) -> Blad | None:
    """The page, inside the caller's `lees_onder_poort`; None when a row of it needs more than being read again.

    `adres` is where the status list of the gemeente is found, `grens` until when it may be used at most.
    """
    soorten, versies, titels = _titels()
    waarden: dict[str, Any] = {"gemeente": gemeente, "sinds": sinds, "aantal": aantal, "actor": actor, "now": now}
    waarden |= {"grens": grens, "kanaal": Kanaal.API.value, "adres": _schrijf(adres)}
    waarden |= {"soorten": soorten, "versies": versies, "titels": titels}
    with connection.cursor() as cursor:
        cursor.execute(_BLAD, waarden)
        n, gewoon, laatste, stukken, wetten, vrijgaven, personen, ids, tot = cursor.fetchone()
    if not gewoon:
        return None
    ruw = b"[" + stukken.encode() + b"]"
    return Blad(n, laatste, ruw, wetten.split("\n"), set(vrijgaven), personen, ids, tot)


def wetvragen(blad: Blad) -> Iterator[tuple[str, str, tuple[str, ...], Betrokkene]]:
    """What to ask the law about the page, each once: kind, version, the fields that are filled, and the person."""
    stukken = msgspec.json.decode(blad.stukken, type=list[_Stuk])
    namen = [tuple(n for n, w in s.inhoud.items() if w is not None) if None in s.inhoud.values() else tuple(s.inhoud)
             for s in stukken]  # fmt: skip
    for wet, velden in set(zip(blad.wetten, namen, strict=True)):
        soort, versie, *rest = wet.split("\t")
        yield soort, versie, velden, vaststelling_queries.als_betrokkene(tuple(deel or None for deel in rest))


@lru_cache(maxsize=1)
def _titels() -> tuple[str, str, str]:
    """Code, version and heading (as JSON) of every kind in every version, each as an array of PostgreSQL."""
    drie = [(s.code, c.versie, _schrijf(s.titel)) for c in catalogus.alle() for s in c.soorten.values()]
    soorten, versies, titels = zip(*drie, strict=True)
    return als_array(soorten), als_array(versies), als_array(titels)


def _schrijf(tekst: str) -> str:
    return msgspec.json.encode(tekst).decode()
