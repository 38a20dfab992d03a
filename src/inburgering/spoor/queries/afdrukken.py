"""Are the rows that other rooms keep as evidence still what was sealed: every print computed anew, by PostgreSQL."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from inburgering.spoor.terms import Fout

# The text of a value is the same as when the print was made (migration 0007).
_ZOALS_TOEN = """
    SELECT set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, YMD', true),
        set_config('extra_float_digits', '1', true), set_config('bytea_output', 'hex', true),
        set_config('intervalstyle', 'postgres', true)"""
_VORMEN = "SELECT DISTINCT kolommen FROM spoor_afdruk WHERE tabel = %s ORDER BY kolommen"
_KOLOMMEN = """
    SELECT a.attname FROM pg_attribute a
     WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped"""
_BEWAAKT = """
    SELECT count(*) FROM pg_trigger t
     WHERE t.tgrelid = to_regclass(%(tabel)s) AND t.tgname = %(tabel)s || '_afdruk' AND t.tgenabled IN ('O', 'A')"""
_ANDERS = """
    SELECT d.sleutel, t.id IS NULL FROM (
        SELECT u.sleutel, u.waarde FROM spoor_afdruk a, unnest(a.rijen, a.waarden) AS u (sleutel, waarde)
         WHERE a.tabel = %s AND a.kolommen = %s::text[]) d
    LEFT JOIN {tabel} t ON t.id::text = d.sleutel
    WHERE t.id IS NULL OR d.waarde <> sha256(convert_to(ROW({rij})::text, 'UTF8')) ORDER BY 1"""
_HOE_VAAK = """
    SELECT t.id::text, d.sleutel IS NULL FROM {tabel} t
    LEFT JOIN (SELECT u.sleutel, count(*) AS keer FROM spoor_afdruk a, unnest(a.rijen) AS u (sleutel)
                WHERE a.tabel = %s GROUP BY u.sleutel) d ON d.sleutel = t.id::text
    WHERE d.sleutel IS NULL OR d.keer > 1 ORDER BY 1"""


def oneffenheden() -> list[Fout]:
    """Every row of evidence that was changed, removed or added past its print, by table.

    That a print itself is whole is told by its leaf, as of any line.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ZOALS_TOEN)
        return [fout for tabel in settings.BEWIJSTABELLEN for fout in _in_tabel(tabel)]


def _in_tabel(tabel: str) -> Iterator[Fout]:
    if not _vraag(_BEWAAKT, {"tabel": tabel})[0][0]:
        yield Fout(tabel, "van nieuwe rijen wordt geen afdruk meer gemaakt")
    kolommen = {naam for (naam,) in _vraag(_KOLOMMEN, [tabel])}
    if not kolommen:
        yield Fout(tabel, "de tabel is weg")
        return
    for (gedekt,) in _vraag(_VORMEN, [tabel]):
        if weg := [naam for naam in gedekt if naam not in kolommen]:
            yield Fout(tabel, f"deze kolom is weg: {', '.join(weg)}")
            continue
        for sleutel, ontbreekt in _vraag(_met(_ANDERS, tabel, gedekt), [tabel, gedekt]):
            yield Fout(f"{tabel} {sleutel}", "de rij is weg" if ontbreekt else "de rij is veranderd")
    for sleutel, zonder in _vraag(_met(_HOE_VAAK, tabel), [tabel]):
        yield Fout(f"{tabel} {sleutel}", "de rij heeft geen afdruk" if zonder else "de rij heeft meer dan een afdruk")


def _met(vraag: str, tabel: str, kolommen: Sequence[str] = ()) -> sql.Composed:
    rij = sql.Composed([sql.Identifier("t", naam) for naam in kolommen]).join(", ")
    return sql.SQL(vraag).format(tabel=sql.Identifier(tabel), rij=rij)


def _vraag(vraag: str | sql.Composed, waarden: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(vraag, waarden)
        return list(cursor.fetchall())
