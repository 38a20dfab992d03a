"""The small building blocks of every screen, as plain values; a template only writes them down."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

NEDERLAND = ZoneInfo("Europe/Amsterdam")
MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
KORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
DAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


@dataclass(frozen=True, slots=True)
class Etiket:
    """A status label: colour class, icon and word."""

    soort: str
    icoon: str
    tekst: str


@dataclass(frozen=True, slots=True)
class Kruimel:
    """One step of the path above a page; the last has no address."""

    naam: str
    adres: str = ""


@dataclass(frozen=True, slots=True)
class Tijdstap:
    """One event on a timeline."""

    wanneer: str
    iso: str
    kop: str
    tekst: str = ""
    soort: str = ""
    icoon: str = "database"
    etiket: Etiket | None = None
    vervallen: bool = False
    meer_kop: str = ""
    meer: str = ""


@dataclass(frozen=True, slots=True)
class Stuk:
    """One coloured piece of a bar, in thousandths of its width."""

    klasse: str
    x: str
    breedte: str


@dataclass(frozen=True, slots=True)
class Balk:
    """A bar with a name, its value in words, and a sentence for who cannot see it."""

    naam: str
    waarde: str
    zin: str
    stukken: tuple[Stuk, ...]
    toelichting: str = ""


def balk(naam: str, delen: tuple[tuple[str, int], ...], totaal: int, *, waarde: str, toelichting: str = "") -> Balk:
    """A bar of which each part takes its share of `totaal`."""
    stukken, x = [], 0.0
    for klasse, aantal in delen:
        breedte = 1000 * aantal / totaal if totaal else 0.0
        stukken.append(Stuk(klasse=klasse, x=f"{x:.1f}", breedte=f"{breedte:.1f}"))
        x += breedte
    return Balk(naam=naam, waarde=waarde, zin=f"{naam}: {waarde}", stukken=tuple(stukken), toelichting=toelichting)


def dag_tekst(dag: date) -> str:
    """`2022-01-13` as `13 januari 2022`."""
    return f"{dag.day} {MAANDEN[dag.month - 1]} {dag.year}"


def moment_tekst(moment: datetime) -> str:
    """A moment as people in the Netherlands read it: `13 januari 2022, 14:05`."""
    hier = moment.astimezone(NEDERLAND)
    return f"{dag_tekst(hier.date())}, {hier:%H:%M}"


def weekdag_tekst(moment: datetime) -> str:
    """The same with the name of the day in front."""
    return f"{DAGEN[moment.astimezone(NEDERLAND).weekday()]} {moment_tekst(moment)}"


def resterend(dag: date, vandaag: date) -> str:
    """How far away a deadline is, in words."""
    verschil = (dag - vandaag).days
    if verschil < 0:
        return f"{-verschil} {'dag' if verschil == -1 else 'dagen'} te laat"
    return ("vandaag", "morgen")[verschil] if verschil < 2 else f"nog {verschil} dagen"


def meervoud(aantal: int, een: str, meer: str) -> str:
    """`1 persoon`, `14 personen`."""
    getal = f"{aantal:,}".replace(",", ".")
    return f"{getal} {een if aantal == 1 else meer}"
