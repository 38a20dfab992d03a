"""Dates as the sources write them: ISO text when complete, else the partial date object of the BRP API."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any, TypeAlias

from inburgering.primitives.errors import OngeldigeInvoer

Datum: TypeAlias = str | dict[str, Any]
_MAANDEN = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
_HERSTEL = "Geef een bestaande dag als JJJJ-MM-DD, of een onvolledige datum zoals de BRP die schrijft."


def uit_lo3(tekst: str, veld: str) -> Datum:
    """The date in eight digits of a persoonslijst, where 00 means unknown.

    Raises:
        OngeldigeInvoer: not eight digits, or no such day.
    """
    if len(tekst) != 8 or not tekst.isascii() or not tekst.isdigit():
        raise OngeldigeInvoer("De datum heeft geen acht cijfers.", veld=veld, herstel="Schrijf JJJJMMDD.")
    jaar, maand, dag = int(tekst[:4]), int(tekst[4:6]), int(tekst[6:])
    if jaar == 0:
        return onbekend()
    if maand == 0:
        return {"type": "JaarDatum", "jaar": jaar, "langFormaat": str(jaar)}
    if maand <= 12 and dag == 0:
        lang = f"{_MAANDEN[maand - 1]} {jaar}"
        return {"type": "JaarMaandDatum", "jaar": jaar, "maand": maand, "langFormaat": lang}
    return iso(f"{tekst[:4]}-{tekst[4:6]}-{tekst[6:]}", veld)


def uit_api(waarde: Any, veld: str) -> Datum:
    """The date in an answer of the BRP API, or plain ISO text; a complete one becomes ISO text.

    Raises:
        OngeldigeInvoer: no known form, or no such day.
    """
    if isinstance(waarde, str):
        return iso(waarde, veld)
    if not isinstance(waarde, dict):
        raise OngeldigeInvoer("Dit is geen datum.", veld=veld, herstel=_HERSTEL)
    match waarde:
        case {"type": "Datum", "datum": str(tekst)}:
            return iso(tekst, veld)
        case {"type": "JaarMaandDatum", "jaar": int(jaar), "maand": int(maand)} if 0 < jaar < 10_000 and 0 < maand < 13:
            return uit_lo3(f"{jaar:04d}{maand:02d}00", veld)
        case {"type": "JaarDatum", "jaar": int(jaar)} if 0 < jaar < 10_000:
            return uit_lo3(f"{jaar:04d}0000", veld)
        case {"type": "DatumOnbekend"}:
            return onbekend()
        case _:
            raise OngeldigeInvoer("Deze datum bestaat niet.", veld=veld, herstel=_HERSTEL)


def iso(tekst: str, veld: str) -> str:
    """The text itself when it is a day written as JJJJ-MM-DD.

    Raises:
        OngeldigeInvoer: another form, or no such day.
    """
    try:
        dag = date.fromisoformat(tekst)
    except ValueError:
        dag = None
    if dag is None or dag.isoformat() != tekst:
        raise OngeldigeInvoer("Deze datum bestaat niet.", veld=veld, herstel=_HERSTEL)
    return tekst


def onbekend() -> dict[str, Any]:
    """The partial date of which nothing is known."""
    return {"type": "DatumOnbekend", "onbekend": True, "langFormaat": "onbekend"}


def precies(datum: Datum | None) -> date | None:
    """The day when it is completely known, else None."""
    return date.fromisoformat(datum) if isinstance(datum, str) else None


def vroegste(datum: Datum | None) -> date | None:
    """The first day that the date can be; None when nothing is known."""
    if datum is None or isinstance(datum, str):
        return precies(datum)
    jaar = datum.get("jaar")
    return date(jaar, datum.get("maand", 1), 1) if jaar else None


def laatste(datum: Datum | None) -> date | None:
    """The last day that the date can be; None when nothing is known."""
    if datum is None or isinstance(datum, str):
        return precies(datum)
    jaar, maand = datum.get("jaar"), datum.get("maand", 12)
    return date(jaar, maand, monthrange(jaar, maand)[1]) if jaar else None


def dag_ervoor(dag: date) -> date:
    """The day before."""
    return dag - timedelta(days=1)


def dag_erna(dag: date) -> date:
    """The day after."""
    return dag + timedelta(days=1)


def tekst(datum: Datum | None) -> str:
    """The date in Dutch words."""
    if datum is None:
        return "onbekend"
    if isinstance(datum, str):
        dag = date.fromisoformat(datum)
        return f"{dag.day} {_MAANDEN[dag.month - 1]} {dag.year}"
    return str(datum["langFormaat"])
