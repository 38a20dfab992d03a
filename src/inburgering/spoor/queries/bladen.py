"""The leaf of a line: every column of it, read as it is now."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from django.db import connection

from inburgering.spoor import rules

REGEL = (
    "id", "trace_id", "span_id", "parent_span_id", "status", "name", "start_time", "end_time",
    "resource", "attributes", "zout",
)  # fmt: skip
AUDIT = ("id", "moment", "actor", "handeling", "object_soort", "object_id", "bijzonderheden", "zout")

GROEP = (
    "id", "trace_id", "parent_span_id", "status", "name", "start_time", "end_time", "resource", "attributes", "zout",
    "betrokkenen", "sleutels",
)  # fmt: skip
AFDRUK = ("id", "tabel", "kolommen", "rijen", "waarden", "zout")
SOORTEN = ("afdruk", "audit", "groep", "regel")

_JSON = frozenset({"resource", "attributes", "bijzonderheden"})
_LEES_REGEL = """SELECT id, trace_id, span_id, parent_span_id, status, name, start_time, end_time, resource, attributes,
    zout FROM spoor_regel WHERE id = ANY (%s) ORDER BY id"""
_LEES_AUDIT = """SELECT id, moment, actor, handeling, object_soort, object_id, bijzonderheden, zout
    FROM spoor_audit WHERE id = ANY (%s) ORDER BY id"""
_LEES_GROEP = """SELECT id, trace_id, parent_span_id, status, name, start_time, end_time, resource, attributes, zout,
    betrokkenen, sleutels FROM spoor_groep WHERE id = ANY (%s) ORDER BY id"""
_LEES_AFDRUK = """SELECT id, tabel, kolommen, rijen, waarden, zout FROM spoor_afdruk WHERE id = ANY (%s) ORDER BY id"""
_LEES = {
    "regel": (_LEES_REGEL, REGEL, 5000),
    "groep": (_LEES_GROEP, GROEP, 5000),
    "audit": (_LEES_AUDIT, AUDIT, 5000),
    "afdruk": (_LEES_AFDRUK, AFDRUK, 100),
}
_van_json = msgspec.json.decode


def lees_bladen(soort: str, regel_ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """Number and leaf of each of these lines that exists, by number."""
    return ((nummer, rules.blad(soort, velden)) for nummer, velden in lees_velden(soort, regel_ids))


def lees_velden(soort: str, regel_ids: Sequence[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number of each of these lines that exists and what its leaf covers, by number."""
    vraag, kolommen, blok = _LEES[soort]
    nummers = sorted(regel_ids)
    for begin in range(0, len(nummers), blok):
        with connection.cursor() as cursor:
            cursor.execute(vraag, [nummers[begin : begin + blok]])
            for rij in cursor.fetchall():
                velden = [_van_json(w) if k in _JSON else w for k, w in zip(kolommen, rij, strict=True)]
                yield rij[0], _gedekt(soort, dict(zip(kolommen, velden, strict=True)))


def _gedekt(soort: str, velden: dict[str, Any]) -> dict[str, Any]:
    """What the hash of a line covers: every column; of a group the persons as a root over the hash of each."""
    if soort != "groep":
        return velden
    wie, sleutels = bytes(velden.pop("betrokkenen")), velden.pop("sleutels")
    return velden | {"regels": rules.wortel(rules.groep_bladen(wie, sleutels, velden["zout"].bytes)).hex()}
