"""The line chart of who waits: drawn twice, for a wide and for a narrow screen; the numbers stand in a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inburgering.interfaces.portal.onderdelen import KORT, dag_tekst

_TREDEN = 4


@dataclass(frozen=True, slots=True)
class Punt:
    """How many wait on one day; expected, with a band around it, when the day has not come yet."""

    dag: date
    aantal: int
    verwacht: bool = False
    laag: int = 0
    hoog: int = 0


@dataclass(frozen=True, slots=True)
class Start:
    """A cohort starts on this day."""

    dag: date
    naam: str


@dataclass(frozen=True, slots=True)
class Tekst:
    """A text at a place."""

    x: str
    y: str
    naam: str
    anker: str = "middle"


@dataclass(frozen=True, slots=True)
class Streep:
    """A line across, with its number."""

    klasse: str
    y: str
    tekst_y: str
    naam: str


@dataclass(frozen=True, slots=True)
class Nu:
    """The point of today."""

    x: str
    y: str
    tekst_x: str
    tekst_y: str
    anker: str
    naam: str


@dataclass(frozen=True, slots=True)
class Vel:
    """One drawing."""

    klasse: str
    breedte: str
    hoogte: str
    tekengrootte: str
    links: str
    rechts: str
    as_x: str
    boven: str
    onder: str
    raster: tuple[Streep, ...]
    band: str
    vast: str
    verwacht: str
    dagen: tuple[Tekst, ...]
    starts: tuple[Tekst, ...]
    nu: Nu | None


@dataclass(frozen=True, slots=True)
class Tabelrij:
    """The same in the table."""

    dag: str
    laag: str
    aantal: str
    hoog: str


@dataclass(frozen=True, slots=True)
class Lijn:
    """The chart with its title, sentence, drawings and table."""

    kop: str
    onder: str
    zin: str
    vellen: tuple[Vel, ...]
    tabel: tuple[Tabelrij, ...]


@dataclass(frozen=True, slots=True)
class _Maat:
    breedte: int
    hoogte: int
    links: int
    rechts: int
    boven: int
    onder: int
    tekengrootte: int
    dagen: int


_BREED = _Maat(760, 330, 56, 26, 34, 34, 14, 6)
_SMAL = _Maat(340, 290, 48, 14, 34, 30, 13, 3)


def maak(kop: str, punten: Sequence[Punt], *, starts: Sequence[Start]) -> Lijn:
    """The chart of `punten`, which stand in the order of their days."""
    hoogste = max(punten, key=_top, default=None)
    zin = f"Lijndiagram. {kop}." + (
        f" Hoogste stand: {_nl(_top(hoogste))} op {dag_tekst(hoogste.dag)}." if hoogste else ""
    )
    return Lijn(
        kop=kop,
        onder="Aantal personen dat wacht. Gestippeld is de verwachting, de band is laag tot hoog.",
        zin=zin,
        vellen=(_vel(punten, starts, maat=_BREED, klasse="only-w"), _vel(punten, starts, maat=_SMAL, klasse="only-n")),
        tabel=tuple(
            Tabelrij(dag_tekst(p.dag), _nl(p.laag if p.verwacht else p.aantal), _nl(p.aantal), _nl(_top(p)))
            for p in punten
        ),
    )


def _vel(punten: Sequence[Punt], starts: Sequence[Start], *, maat: _Maat, klasse: str) -> Vel:
    schaal = _Schaal(punten, maat)
    al = [p for p in punten if not p.verwacht]
    straks = ([al[-1]] if al else []) + [p for p in punten if p.verwacht]
    return Vel(
        klasse=klasse,
        breedte=str(maat.breedte),
        hoogte=str(maat.hoogte),
        tekengrootte=str(maat.tekengrootte),
        links=str(maat.links),
        rechts=str(maat.breedte - maat.rechts),
        as_x=str(maat.links - 8),
        boven=str(maat.boven - 8),
        onder=schaal.y(0),
        raster=tuple(schaal.streep(i) for i in range(_TREDEN + 1)),
        band=schaal.band(straks) if len(straks) > 1 else "",
        vast=schaal.pad(al),
        verwacht=schaal.pad(straks) if len(straks) > 1 else "",
        dagen=schaal.dagen(),
        starts=tuple(Tekst(schaal.x(s.dag), "19", s.naam) for s in starts),
        nu=schaal.nu(al[-1]) if al else None,
    )


class _Schaal:
    """From days and numbers to places on the drawing."""

    def __init__(self, punten: Sequence[Punt], maat: _Maat) -> None:
        self.maat = maat
        self.eerste = min((p.dag for p in punten), default=date.min)
        self.laatste = max((p.dag for p in punten), default=date.min)
        self.tree = _mooie_tree(max((_top(p) for p in punten), default=0))

    def x(self, dag: date) -> str:
        return f"{self._x(dag):.1f}"

    def _x(self, dag: date) -> float:
        duur = (self.laatste - self.eerste).days or 1
        ruimte = self.maat.breedte - self.maat.links - self.maat.rechts
        return self.maat.links + ruimte * (dag - self.eerste).days / duur

    def y(self, aantal: int) -> str:
        return f"{self._y(aantal):.1f}"

    def _y(self, aantal: int) -> float:
        hoogte = self.maat.hoogte - self.maat.boven - self.maat.onder
        return self.maat.boven + hoogte * (1 - aantal / (self.tree * _TREDEN))

    def streep(self, trede: int) -> Streep:
        y = self._y(trede * self.tree)
        return Streep("l-raster" if trede else "l-as", f"{y:.1f}", f"{y + 5:.1f}", _nl(trede * self.tree))

    def pad(self, punten: Sequence[Punt]) -> str:
        return "M" + "L".join(f"{self.x(p.dag)} {self.y(p.aantal)}" for p in punten) if punten else ""

    def band(self, punten: Sequence[Punt]) -> str:
        boven = [f"{self.x(p.dag)} {self.y(_top(p))}" for p in punten]
        onder = [f"{self.x(p.dag)} {self.y(p.laag if p.verwacht else p.aantal)}" for p in reversed(punten)]
        return f"M{'L'.join(boven + onder)}Z"

    def dagen(self) -> tuple[Tekst, ...]:
        aantal = min(self.maat.dagen, (self.laatste - self.eerste).days + 1)
        y = str(self.maat.hoogte - self.maat.onder + 20)
        uit = []
        for i in range(aantal):
            dag = self.eerste + (self.laatste - self.eerste) * i // max(aantal - 1, 1)
            anker = "start" if i == 0 else "end" if i == aantal - 1 else "middle"
            uit.append(Tekst(self.x(dag), y, f"{dag.day} {KORT[dag.month - 1]}", anker))
        return tuple(uit)

    def nu(self, punt: Punt) -> Nu:
        x, y = self._x(punt.dag), self._y(punt.aantal)
        links = x > self.maat.breedte * 0.6
        # The label stays inside the drawing and above the line.
        tekst_y = max(y - 12, self.maat.boven + 10)
        return Nu(
            f"{x:.1f}", f"{y:.1f}", f"{x + (-12 if links else 12):.1f}", f"{tekst_y:.1f}", "end" if links else "start",
            f"Nu: {_nl(punt.aantal)}",
        )  # fmt: skip


def _top(punt: Punt) -> int:
    return max(punt.aantal, punt.hoog)


def _mooie_tree(hoogste: int) -> int:
    """The smallest round step that puts `hoogste` inside the drawing."""
    nodig = max(1, -(-hoogste // _TREDEN))
    macht = 1
    while True:
        for cijfer in (1, 2, 5):
            if cijfer * macht >= nodig:
                return cijfer * macht
        macht *= 10


def _nl(aantal: int) -> str:
    return f"{aantal:,}".replace(",", ".")
