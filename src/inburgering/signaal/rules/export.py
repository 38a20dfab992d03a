"""The file of an export: CSV that a Dutch spreadsheet opens, and in which no cell becomes a formula. Pure."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from inburgering.signaal.rules import catalogus
from inburgering.signaal.terms import SignaalRij

_VAST = ("volgnummer", "soort", "onderwerp", "ontvangen", "status", "uiterlijk")
_GEVAARLIJK = ("=", "+", "-", "@", "\t", "\r")


def als_csv(rijen: Sequence[SignaalRij]) -> str:
    """UTF-8 text with byte order mark and `;`; one column for each field that any row has, in catalogue order."""
    velden = _velden(rijen)
    uit = io.StringIO(newline="")
    pen = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    pen.writerow([*_VAST, *velden])
    for r in rijen:
        vast = [r.volgnummer, r.soort, r.titel, f"{r.aangemaakt_op:%Y-%m-%d %H:%M}", r.status, r.deadline or ""]
        pen.writerow([veilig(w) for w in (*vast, *((r.inhoud or {}).get(v) for v in velden))])
    return "\ufeff" + uit.getvalue()


def veilig(waarde: Any) -> str:
    """The value as text that a spreadsheet does not calculate."""
    if waarde is None:
        return ""
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    tekst = str(waarde)
    return f"'{tekst}" if tekst.startswith(_GEVAARLIJK) else tekst


def _velden(rijen: Sequence[SignaalRij]) -> list[str]:
    aanwezig = {naam for r in rijen for naam, waarde in (r.inhoud or {}).items() if waarde is not None}
    volgorde = dict.fromkeys(v.naam for c in catalogus.alle() for s in c.soorten.values() for v in s.velden)
    return [naam for naam in volgorde if naam in aanwezig]
