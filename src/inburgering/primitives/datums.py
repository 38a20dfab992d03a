"""Dates that may be known in part, as closed intervals of days; and date arithmetic as the law counts."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from inburgering.primitives.errors import OngeldigeInvoer
from inburgering.primitives.periods import BEGIN, EINDE

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_VORMEN = {
    "Datum": {"type", "langFormaat", "datum"},
    "JaarMaandDatum": {"type", "langFormaat", "jaar", "maand"},
    "JaarDatum": {"type", "langFormaat", "jaar"},
    "DatumOnbekend": {"type", "langFormaat", "onbekend"},
}


class DatumOngeldig(OngeldigeInvoer):
    """A value that is no date."""

    code, title = "datum-ongeldig", "Dit is geen geldige datum"


@dataclass(frozen=True, slots=True)
class Dagbereik:
    """The days that a date can be, first and last included (day ordinals); equal when the date is known."""

    vroegst: int
    laatst: int

    @property
    def bekend(self) -> bool:
        """Tell whether the date is known to the day."""
        return self.vroegst == self.laatst


DAG_ONBEKEND = Dagbereik(BEGIN, EINDE - 1)
NOOIT_MEER = Dagbereik(EINDE, EINDE)


def dag(datum: date) -> Dagbereik:
    """The interval of one known date."""
    nummer = datum.toordinal()
    return Dagbereik(nummer, nummer)


def lees_dag(waarde: object) -> Dagbereik:
    """The days that an ISO date or a BRP partial date object stands for.

    Raises:
        DatumOngeldig: no date of the calendar, or an object of another shape.
    """
    if isinstance(waarde, str):
        return _van_iso(waarde)
    if isinstance(waarde, dict):
        return _lees_brp(waarde)
    raise DatumOngeldig(f"verwacht een datum, kreeg {type(waarde).__name__}.", herstel="Schrijf jjjj-mm-dd.")


@lru_cache(maxsize=65_536)
def _van_iso(tekst: str) -> Dagbereik:
    return dag(lees_iso(tekst))


def lees_iso(tekst: str) -> date:
    """The date written as jjjj-mm-dd.

    Raises:
        DatumOngeldig: another way of writing, or a day that does not exist.
    """
    if not _ISO.match(tekst):
        raise DatumOngeldig("de datum is niet als jjjj-mm-dd geschreven.", herstel="Schrijf bijvoorbeeld 2022-01-31.")
    try:
        return date.fromisoformat(tekst)
    except ValueError as fout:
        raise DatumOngeldig("deze dag bestaat niet.", herstel="Controleer dag en maand.") from fout


def _lees_brp(waarde: dict[str, object]) -> Dagbereik:
    soort = waarde.get("type")
    if not isinstance(soort, str) or soort not in _VORMEN:
        raise DatumOngeldig("het type van de datum is onbekend.", herstel=f"Kies uit {', '.join(_VORMEN)}.")
    vreemd = sorted(sleutel for sleutel, deel in waarde.items() if deel is not None and sleutel not in _VORMEN[soort])
    if vreemd:
        raise DatumOngeldig(f"sleutel {vreemd[0]!r} hoort niet bij {soort}.", herstel="Verwijder de sleutel.")
    if soort == "Datum":
        tekst = waarde.get("datum")
        if not isinstance(tekst, str):
            raise DatumOngeldig("bij type Datum hoort een datum.", herstel="Schrijf jjjj-mm-dd.")
        return dag(lees_iso(tekst))
    if soort == "DatumOnbekend":
        return DAG_ONBEKEND
    return _jaar_maand(waarde, met_maand=soort == "JaarMaandDatum")


def _jaar_maand(waarde: dict[str, object], *, met_maand: bool) -> Dagbereik:
    jaar, maand = waarde.get("jaar"), waarde.get("maand") if met_maand else None
    if type(jaar) is not int or not 1 <= jaar <= 9999:
        raise DatumOngeldig("het jaar is geen getal van 1 tot 9999.", herstel="Schrijf bijvoorbeeld 1990.")
    if not met_maand:
        return Dagbereik(date(jaar, 1, 1).toordinal(), date(jaar, 12, 31).toordinal())
    if type(maand) is not int or not 1 <= maand <= 12:
        raise DatumOngeldig("de maand is geen getal van 1 tot 12.", herstel="Schrijf bijvoorbeeld 5.")
    return Dagbereik(date(jaar, maand, 1).toordinal(), date(jaar, maand, monthrange(jaar, maand)[1]).toordinal())


def tel_op(nummer: int, *, jaren: int = 0, maanden: int = 0, dagen: int = 0) -> int:
    """The day after adding years and months (clamped to the month's last day), then days.

    Days before the calendar or after its end stay at its ends.
    """
    if nummer >= EINDE or nummer <= BEGIN:
        return nummer
    if jaren or maanden:
        datum = date.fromordinal(nummer)
        maand = datum.year * 12 + datum.month - 1 + jaren * 12 + maanden
        jaar, rest = divmod(maand, 12)
        if jaar < 1:
            return BEGIN
        if jaar > 9999:
            return EINDE
        nummer = date(jaar, rest + 1, min(datum.day, monthrange(jaar, rest + 1)[1])).toordinal()
    return max(BEGIN, min(EINDE, nummer + dagen))


@lru_cache(maxsize=65_536)
def iso(nummer: int) -> str:
    """The day written as jjjj-mm-dd."""
    return date.fromordinal(nummer).isoformat()
