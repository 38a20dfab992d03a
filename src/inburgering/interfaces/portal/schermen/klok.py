"""The clock of AVG art. 33: 72 hours, in words and as a bar."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from inburgering.interfaces.portal.onderdelen import DAGEN, NEDERLAND, moment_tekst, weekdag_tekst

_BREEDTE, _TERMIJN = 720, timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Deel:
    """A number with its unit."""

    getal: int
    eenheid: str


@dataclass(frozen=True, slots=True)
class Merk:
    """One mark under the bar."""

    naam: str
    wanneer: str


@dataclass(frozen=True, slots=True)
class Klok:
    """The clock, ready to draw."""

    groot: tuple[Deel, ...]
    onder: str
    zin: str
    x: str
    streep: str
    merken: tuple[Merk, ...]
    stand: str


def maak(bewust_op: datetime, *, uiterlijk: datetime, ingediend_op: datetime | None, now: datetime) -> Klok:
    """The clock at `now`; once something was submitted it stands still at that moment."""
    op = ingediend_op or now
    over = uiterlijk - op
    deel = min(1.0, max(0.0, (op - bewust_op) / _TERMIJN))
    verstreken = _uren_minuten(min(op - bewust_op, _TERMIJN))
    return Klok(
        groot=_groot(abs(over)),
        onder=_onder(over, uiterlijk, ingediend=ingediend_op is not None),
        zin=f"Tijdbalk van 72 uur. {verstreken} verstreken.",
        x=f"{_BREEDTE * deel:.0f}",
        streep=f"{min(_BREEDTE * deel, _BREEDTE - 3):.0f}",
        merken=tuple(
            Merk("Ontdekt" if uren == 0 else f"{uren} uur", _kort(bewust_op + timedelta(hours=uren)))
            for uren in (0, 24, 48, 72)
        ),
        stand=f"Gemeld op {moment_tekst(ingediend_op)}." if ingediend_op else "Er is nog niets gemeld.",
    )


def in_woorden(uiterlijk: datetime, *, ingediend_op: datetime | None, now: datetime) -> str:
    """The clock in one line, for a list."""
    if ingediend_op:
        return f"Gemeld op {moment_tekst(ingediend_op)}"
    over = uiterlijk - now
    return f"{_uren_minuten(abs(over))} {'over' if over > timedelta() else 'te laat'}"


def _groot(duur: timedelta) -> tuple[Deel, ...]:
    minuten = int(duur.total_seconds()) // 60
    if minuten >= 72 * 60:
        dagen = minuten // (24 * 60)
        return (Deel(dagen, "dagen"), Deel(minuten // 60 % 24, "uur"))
    return (Deel(minuten // 60, "uur"), Deel(minuten % 60, "min"))


def _onder(over: timedelta, uiterlijk: datetime, *, ingediend: bool) -> str:
    wanneer = f"Uiterlijk {weekdag_tekst(uiterlijk)}"
    if over < timedelta():
        return f"te laat. {wanneer}"
    return f"{'over bij de melding' if ingediend else 'over'}. {wanneer}"


def _uren_minuten(duur: timedelta) -> str:
    minuten = int(duur.total_seconds()) // 60
    return f"{minuten // 60} uur en {minuten % 60} minuten"


def _kort(moment: datetime) -> str:
    hier = moment.astimezone(NEDERLAND)
    return f"{DAGEN[hier.weekday()][:2]} {hier:%H:%M}"
