"""Setting a letter: values into a PDF/UA file, with the templates and fonts of this package and nothing else."""

import json
import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

SJABLONEN = Path(__file__).parents[1] / "sjablonen"
_VEEL = 8  # fewer are done sooner than threads are started
_per_draad = threading.local()


class Ondrukbaar(Exception):
    """The fonts lack a character of this letter, so it cannot be read aloud or printed whole."""


def zet(waarden: Mapping[str, Any], *, dagtekening: date) -> bytes:
    """The letter as PDF/UA-1; the same values on the same date give the same bytes.

    Raises:
        Ondrukbaar: a character that no font of this package has.
    """
    try:
        bytes_ = _zetter().compile(
            format="pdf",
            sys_inputs={"brief": json.dumps(waarden, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=datetime.combine(dagtekening, time(12), tzinfo=UTC),
        )
    except typst.TypstError as fout:
        raise Ondrukbaar(str(waarden["kenmerk"])) from fout
    assert isinstance(bytes_, bytes), "one letter is one file"
    return bytes_


def zet_vele(werk: Sequence[Mapping[str, Any]], *, dagtekening: date) -> list[bytes | None]:
    """The letters in the same order, None where one cannot be printed; on all processors, as typst frees Python."""
    if len(werk) < _VEEL:
        return [_probeer(waarden, dagtekening) for waarden in werk]
    with ThreadPoolExecutor(os.cpu_count()) as pers:
        return list(pers.map(lambda waarden: _probeer(waarden, dagtekening), werk))


def _probeer(waarden: Mapping[str, Any], dagtekening: date) -> bytes | None:
    try:
        return zet(waarden, dagtekening=dagtekening)
    except Ondrukbaar:
        return None


def _zetter() -> typst.Compiler:
    """The one compiler of this thread: it keeps fonts and templates, so that only the letter itself is work."""
    zetter: typst.Compiler | None = getattr(_per_draad, "zetter", None)
    if zetter is None:
        zetter = _nieuwe_zetter()
        _per_draad.zetter = zetter
    return zetter


def _nieuwe_zetter() -> typst.Compiler:
    """A compiler that sees only this package: no fonts of the system or of typst, so the same letter everywhere."""
    return typst.Compiler(str(SJABLONEN / "brief.typ"), root=str(SJABLONEN), font_paths=_lettertypen())


def vergeet() -> None:
    """Let the next letter start from nothing, fonts included; for measuring what keeping them is worth."""
    _lettertypen.cache_clear()
    _per_draad.zetter = None


@cache
def _lettertypen() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(SJABLONEN / "lettertypen")]
    )
