"""Cuts a file into records without ever holding more than one of them; nothing is interpreted here."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from inburgering.feit.errors import LeveringOngeldig
from inburgering.primitives.errors import OngeldigeInvoer

RECORD_MAX = 1_048_576
_HAP = 262_144
_TEKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[{}\[\]]|"', re.DOTALL)
_TE_LANG = f"Dit record is langer dan {RECORD_MAX} bytes."


@dataclass(frozen=True, slots=True)
class Ruw:
    """One record as it stands in the file; without `inhoud` it was too long to hold."""

    plaats: str
    inhoud: bytes | None


def regels(bestand: BinaryIO) -> Iterator[Ruw]:
    """Every line that is not blank, with its number."""
    nummer = 0
    while regel := bestand.readline(RECORD_MAX + 1):
        nummer += 1
        if len(regel) > RECORD_MAX and not regel.endswith(b"\n"):
            while (rest := bestand.readline(_HAP)) and not rest.endswith(b"\n"):
                pass
            yield Ruw(f"regel {nummer}", None)
        elif kaal := regel.removeprefix(b"\xef\xbb\xbf").strip():
            yield Ruw(f"regel {nummer}", kaal)


def lijsten(gang: Iterator[Ruw]) -> Iterator[Ruw]:
    """The lines of a CSV joined per persoonslijst: a line with an empty first cell belongs to the one above it."""
    plaats, heel = "", True
    regelset: list[bytes] = []
    for ruw in gang:
        if ruw.inhoud is None or not regelset or not ruw.inhoud.startswith(b";"):
            if regelset:
                yield Ruw(plaats, b"\n".join(regelset) if heel else None)
            naam = (ruw.inhoud or b"?").split(b";", 1)[0][:40].decode(errors="replace")
            plaats, regelset, heel = f"persoonslijst {naam} ({ruw.plaats})", [], ruw.inhoud is not None
        regelset.append(ruw.inhoud or b"")
    if regelset:
        yield Ruw(plaats, b"\n".join(regelset) if heel else None)


def cellen(ruw: Ruw) -> list[list[str]]:
    """The cells of the lines of a CSV record.

    Raises:
        OngeldigeInvoer: too long, not UTF-8, or with quotation marks that do not match.
    """
    if ruw.inhoud is None:
        raise OngeldigeInvoer(_TE_LANG, veld="record", herstel="Controleer de regeleinden.")
    try:
        return list(csv.reader(decodeer(ruw.inhoud).split("\n"), delimiter=";", strict=True))
    except csv.Error:
        raise OngeldigeInvoer(
            "De aanhalingstekens kloppen niet.", veld="record", herstel="Sluit elk aanhalingsteken."
        ) from None


def objecten(bestand: BinaryIO) -> Iterator[Ruw]:
    """Every element of the JSON array that starts at the present position, with its number; stops behind the array.

    Raises:
        LeveringOngeldig: the array is not closed, or an element is so long that its end cannot be found.
    """
    buffer, nummer, diepte, vorig, plek = b"", 0, 0, 0, 0
    while True:
        for teken in _haken(buffer, plek):
            plek, stap = teken.end(), _STAP[teken[0]]
            diepte += stap
            los = diepte == 0 or (diepte == 2 and stap == 1)  # what stands between elements belongs to none
            if los and (stuk := buffer[vorig : teken.start()].strip(_TUSSEN)):
                nummer += 1
                yield Ruw(f"persoon {nummer}", stuk)
            if diepte == 1 and stap == -1:
                nummer += 1
                yield Ruw(f"persoon {nummer}", buffer[vorig:plek])
            if diepte <= 1 or los:
                vorig = teken.start() if los else plek
            if diepte == 0:
                bestand.seek(bestand.tell() - len(buffer) + plek)
                return
        buffer, plek, vorig = buffer[vorig:], plek - vorig, 0
        hap = bestand.read(_HAP)
        if not hap or len(buffer) > RECORD_MAX + _HAP:
            raise LeveringOngeldig(
                _TE_LANG if hap else "Het bestand houdt op midden in de lijst.",
                veld=f"persoon {nummer + 1}",
                herstel="Lever een volledig bestand met één object per persoon.",
            )
        buffer += hap


_TUSSEN = b" \t\r\n,"
_STAP = {b"{": 1, b"[": 1, b"}": -1, b"]": -1}


def _haken(buffer: bytes, plek: int) -> Iterator[re.Match[bytes]]:
    """The brackets outside strings; stops at a string that is not complete yet."""
    for teken in _TEKEN.finditer(buffer, plek):
        if teken[0] == b'"':
            return
        if teken[0] in _STAP:
            yield teken


def ontleed(ruw: Ruw) -> Any:
    """The JSON value of a record.

    Raises:
        OngeldigeInvoer: too long, not UTF-8, not JSON, or with a key twice.
    """
    if ruw.inhoud is None:
        raise OngeldigeInvoer(_TE_LANG, veld="record", herstel="Splits het record of haal weg wat er niet in hoort.")
    tekst = decodeer(ruw.inhoud)
    try:
        waarde = json.loads(tekst, object_pairs_hook=_zonder_dubbele, parse_constant=_geen_getal)
        if "\\u" in tekst:
            json.dumps(waarde, ensure_ascii=False).encode()
    except OngeldigeInvoer:
        raise
    except (ValueError, RecursionError) as fout:
        kolom = f" (teken {fout.pos + 1})" if isinstance(fout, json.JSONDecodeError) else ""
        raise OngeldigeInvoer(
            f"Dit is geen geldige JSON{kolom}.", veld="record", herstel="Herstel het record."
        ) from None
    if "\\u0000" in tekst:
        raise OngeldigeInvoer("Er staat een nulteken in de tekst.", veld="record", herstel="Haal \\u0000 weg.")
    return waarde


def decodeer(inhoud: bytes) -> str:
    """The text of UTF-8 bytes.

    Raises:
        OngeldigeInvoer: another encoding.
    """
    try:
        return inhoud.decode()
    except UnicodeDecodeError as fout:
        raise OngeldigeInvoer(
            f"Byte {fout.start + 1} is geen UTF-8; dit lijkt Latin-1 of Windows-1252.",
            veld="tekens",
            herstel="Zet de tekst om naar UTF-8.",
        ) from None


def _zonder_dubbele(paren: list[tuple[str, Any]]) -> dict[str, Any]:
    waarde = dict(paren)
    if len(waarde) != len(paren):
        raise OngeldigeInvoer(
            "Een veld staat er twee keer.", veld="record", herstel="Laat elk veld één keer voorkomen."
        )
    return waarde


def _geen_getal(_: str) -> None:
    raise OngeldigeInvoer("NaN en Infinity zijn geen JSON.", veld="record", herstel="Gebruik null voor onbekend.")
