"""Reads the packaged tables; a line that starts with # is a note about origin and licence."""

import csv
from datetime import date
from functools import cache
from importlib.resources import files


@cache
def rijen(naam: str) -> tuple[dict[str, str], ...]:
    """All rows of a packaged table, as text."""
    tekst = (files("inburgering.organisatie") / "gegevens" / naam).read_text(encoding="utf-8")
    return tuple(csv.DictReader(regel for regel in tekst.splitlines() if not regel.startswith("#")))


def dag(tekst: str) -> date | None:
    """The date in a cell; None when it is empty."""
    return date.fromisoformat(tekst) if tekst else None


def geldt(op: date | None, *, vanaf: date | None, tot: date | None) -> bool:
    """Tell whether `op` lies in [vanaf, tot); without `op`: whether it was ever so."""
    return op is None or ((vanaf is None or vanaf <= op) and (tot is None or op < tot))
