"""Setting a letter: values into a PDF/UA file, with the templates and fonts of this package and nothing else."""

import json
import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

SJABLONEN = Path(__file__).parents[1] / "sjablonen"
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


def _zetter() -> typst.Compiler:
    """The one compiler of this thread: it keeps fonts and templates parsed, which makes it some thirty times faster."""
    zetter: typst.Compiler | None = getattr(_per_draad, "zetter", None)
    if zetter is None:
        zetter = nieuwe_zetter()
        _per_draad.zetter = zetter
    return zetter


def nieuwe_zetter() -> typst.Compiler:
    """A compiler that sees only this package: no fonts of the system or of typst, so the same letter everywhere."""
    return typst.Compiler(str(SJABLONEN / "brief.typ"), root=str(SJABLONEN), font_paths=_lettertypen())


@cache
def _lettertypen() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(SJABLONEN / "lettertypen")]
    )
