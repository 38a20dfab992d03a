"""A page of signalen that a system had before, as the JSON of the API, written by PostgreSQL under the poort."""

import struct
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec

from inburgering.recht.verstrekkingsregels import Betrokkene
from inburgering.signaal.rules import catalogus
from inburgering.signaal.terms import Blad
from inburgering.spoor.queries.vast import Rij, Vast, Vraag
from inburgering.stop.terms import Kanaal
from inburgering.vaststelling import queries as vaststelling_queries

AANTAL_MAX = 500  # stands in the statement, so that a plan for any number of signalen is one for few
_MOMENT = "replace(({} AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'"
_OPEN = "i.inhoud IS NOT NULL AND s.status NOT IN ('bezorgd', 'ingetrokken', 'omgeleid') AND s.gebruik_tot > %(now)s"
# One row per page. `gewoon` is false when a signaal is shut, over, new to this actor or not opened yet: then the page
# is made row by row instead (`lees_met_wie`), which knows what to do.
BLAD = Vast(
    "blad",
    f"""
    SELECT count(*), coalesce(bool_and(r.gewoon), false), max(r.volgnummer),
        string_agg(r.stuk, ',' ORDER BY r.volgnummer), string_agg(r.wet, chr(10) ORDER BY r.volgnummer),
        array_agg(r.vrijgave_id::bigint ORDER BY r.volgnummer), array_agg(r.persoon_id ORDER BY r.volgnummer),
        array_agg(r.id ORDER BY r.volgnummer), array_agg(r.tot ORDER BY r.volgnummer)
    FROM (SELECT s.id, s.volgnummer, s.persoon_id, s.vrijgave_id, s.tot,
            {_OPEN} AND EXISTS (SELECT 1 FROM verstrekking_verstrekking g WHERE g.signaal_id = s.id
                                 AND g.kanaal = '{Kanaal.API.value}' AND g.actor = %(actor)s) AS gewoon,
            concat(s.soort, chr(9), s.catalogusversie, chr(9), betrokkene.oordeel, chr(9), betrokkene.wet, chr(9),
                betrokkene.categorie, chr(9), betrokkene.college, chr(9), toegepast.wet) AS wet,
            concat('{{"signaalId":"', s.id, '","volgnummer":', s.volgnummer, ',"soort":"', s.soort, '","onderwerp":',
                chr(1), s.soort, chr(9), s.catalogusversie, chr(1), ',"catalogusversie":"', s.catalogusversie,
                '","gemeente":"', s.gemeente, '","vrijgave":', s.vrijgave_id,
                ',"aangemaaktOp":"', {_MOMENT.format("s.aangemaakt_op")},
                '","status":"', s.status, '","gestopt":false,"ingetrokken":false,',
                '"statusverwijzing":{{"status_list":{{"idx":', s.volgnummer - 1, ',"uri":', %(adres)s::text,
                '}}}},"gebruikTot":"',
                CASE WHEN s.gebruik_tot < %(grens)s THEN {_MOMENT.format("s.gebruik_tot")} ELSE %(einde)s::text END,
                '","deadline":', coalesce(to_json(s.deadline)::text, 'null'),
                ',"corrigeert":', coalesce(to_json(s.corrigeert_id)::text, 'null'),
                ',"correctiesoort":', coalesce(to_json(nullif(s.correctiesoort, ''))::text, 'null'),
                ',"inhoud":', chr(1), i.inhoud::text, chr(1), ',"dicht":null,"redenDicht":""}}') AS stuk
        FROM (SELECT *, least(gebruik_tot, %(grens)s) AS tot
              FROM (SELECT * FROM signaal_signaal WHERE gemeente = %(gemeente)s AND volgnummer > %(sinds)s
                    ORDER BY volgnummer LIMIT {AANTAL_MAX}) hoogstens ORDER BY volgnummer LIMIT %(aantal)s) s
        LEFT JOIN signaal_inhoud i ON i.signaal_id = s.id AND i.gemeente = s.gemeente
        {vaststelling_queries.BETROKKENE}) r""",  # noqa: S608 - fixed text
    binair=True,
)


_MERK = b"\x01"  # around what is looked up or looked at here; JSON has no such character
_lees = msgspec.json.Decoder(list[dict[str, Any]]).decode


def vraag_blad(
    gemeente: str, *, sinds: int, aantal: int, actor: str, now: datetime, grens: datetime, adres: str
) -> Vraag:
    """Asks for the page, in a transaction that began with `stop.queries.ONDER_POORT`; `als_blad` reads the answer.

    `adres` is where the status list of the gemeente is found, `grens` until when it may be used at most.
    """
    waarden = {"gemeente": gemeente, "sinds": sinds, "aantal": aantal, "actor": actor, "now": now, "grens": grens}
    return BLAD, waarden | {"adres": _schrijf(adres), "einde": _schrijf(grens)[1:-1]}


def als_blad(rijen: Sequence[Rij]) -> Blad | None:
    """The page; None when a row of it needs more than being read again."""
    n, gewoon, laatste, stukken, wetten, vrijgaven, personen, ids, tot = rijen[0]
    if gewoon != b"\x01":
        return None
    delen = stukken.split(_MERK)
    delen[1::4] = map(_titel, delen[1::4])
    inhoud = _lees(b"[" + b",".join(delen[3::4]) + b"]")
    velden = [tuple(i) if None not in i.values() else tuple(v for v, w in i.items() if w is not None) for i in inhoud]
    wetvragen = set(zip(wetten.decode().split("\n"), velden, strict=True))
    return Blad(
        int.from_bytes(n),
        int.from_bytes(laatste),
        b"[" + b"".join(delen) + b"]",
        wetvragen,
        set(_getallen(vrijgaven)),
        _getallen(personen),
        ids,
        tot,
    )


def wetvragen(blad: Blad) -> Iterator[tuple[str, str, tuple[str, ...], Betrokkene]]:
    """What to ask the law about the page, each once: kind, version, the fields that are filled, and the person."""
    for wet, velden in blad.wetvragen:
        soort, versie, *rest = wet.split("\t")
        yield soort, versie, velden, vaststelling_queries.als_betrokkene(tuple(deel or None for deel in rest))


@lru_cache(maxsize=1024)
def _titel(soort: bytes) -> bytes:
    """The heading of a kind (code and version) as JSON; its code, when the catalogus does not know it."""
    code, _, versie = soort.decode().partition("\t")
    for c in catalogus.alle():
        if c.versie == versie and code in c.soorten:
            return msgspec.json.encode(c.soorten[code].titel)
    return msgspec.json.encode(code)


def _getallen(ruw: bytes) -> tuple[int, ...]:
    """The numbers in an array of bigint as PostgreSQL sends it: twenty bytes in front, and four before each."""
    return struct.unpack_from(">" + "4xq" * ((len(ruw) - 20) // 12), ruw, 20)


def _schrijf(waarde: str | datetime) -> str:
    return msgspec.json.encode(waarde).decode()
