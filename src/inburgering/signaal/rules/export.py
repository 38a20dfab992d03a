"""The file of an export: CSV or XLSX that a Dutch spreadsheet opens, and in which no cell becomes a formula. Pure."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import xlsxwriter

from inburgering.signaal.rules import catalogus
from inburgering.signaal.terms import SignaalRij, VerklaringRij

_VAST = ("volgnummer", "soort", "onderwerp", "ontvangen", "status", "uiterlijk")
_VERKLAARD = ("verklaring", "verklaard op", "bewijs", "document", "sha256")
_GEEN: Mapping[UUID, VerklaringRij] = {}
_GEVAARLIJK = ("=", "+", "-", "@", "\t", "\r")


def als_csv(rijen: Sequence[SignaalRij], *, verklaringen: Mapping[UUID, VerklaringRij] = _GEEN) -> str:
    """UTF-8 text with byte order mark and `;`; one column for each field that any row has, in catalogue order.

    What the gemeente declared last, and on what evidence, follows when it declared anything.
    """
    uit = io.StringIO(newline="")
    pen = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    kop, *regels = _tabel(rijen, verklaringen)
    pen.writerow(kop)
    pen.writerows([veilig(w) for w in regel] for regel in regels)
    return "\ufeff" + uit.getvalue()


def als_xlsx(
    rijen: Sequence[SignaalRij], *, weggelaten: int, verklaringen: Mapping[UUID, VerklaringRij] = _GEEN
) -> bytes:
    """A workbook with the same columns, all of it text, and a second sheet that says how much was left out and why."""
    uit = io.BytesIO()
    with xlsxwriter.Workbook(uit, {"in_memory": True}) as boek:
        vet = boek.add_format({"bold": True})
        blad = boek.add_worksheet("Signalen")
        for nummer, regel in enumerate(_tabel(rijen, verklaringen)):
            for kolom, waarde in enumerate(regel):
                blad.write_string(nummer, kolom, _tekst(waarde), None if nummer else vet)
        blad.freeze_panes(1, 0)
        blad.set_column(0, max(0, len(_VAST) - 1), 18)
        uitleg = boek.add_worksheet("Niet in dit bestand")
        uitleg.write_string(
            0, 0, f"{weggelaten} signalen: gestopt, ingetrokken of verlopen. Gebruik ook uw kopie niet."
        )
    return uit.getvalue()


def _tabel(rijen: Sequence[SignaalRij], verklaringen: Mapping[UUID, VerklaringRij]) -> list[list[Any]]:
    """The heading and a line for each row."""
    velden, verklaard = _velden(rijen), _VERKLAARD if verklaringen else ()
    tabel: list[list[Any]] = [[*_VAST, *velden, *verklaard]]
    for r in rijen:
        vast = [r.volgnummer, r.soort, r.titel, f"{r.aangemaakt_op:%Y-%m-%d %H:%M}", r.status, r.deadline or ""]
        laatste = _verklaring(verklaringen.get(r.id)) if verklaard else []
        tabel.append([*vast, *((r.inhoud or {}).get(v) for v in velden), *laatste])
    return tabel


def _verklaring(v: VerklaringRij | None) -> list[Any]:
    if v is None:
        return [""] * len(_VERKLAARD)
    return [v.antwoord.value, f"{v.op:%Y-%m-%d %H:%M}", v.bewijs.tekst, v.bewijs.document, v.bewijs.sha256]


def veilig(waarde: Any) -> str:
    """The value as text that a spreadsheet does not calculate."""
    tekst = _tekst(waarde)
    return f"'{tekst}" if tekst.startswith(_GEVAARLIJK) else tekst


def _tekst(waarde: Any) -> str:
    if waarde is None:
        return ""
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    return str(waarde)


def _velden(rijen: Sequence[SignaalRij]) -> list[str]:
    aanwezig = {naam for r in rijen for naam, waarde in (r.inhoud or {}).items() if waarde is not None}
    volgorde = dict.fromkeys(v.naam for c in catalogus.alle() for s in c.soorten.values() for v in s.velden)
    return [naam for naam in volgorde if naam in aanwezig]
