"""The tile map: one square per gemeente, about where it lies."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from inburgering.herstel.terms import GemeenteStand, Stand
from inburgering.interfaces.portal.onderdelen import meervoud

_STAP, _ZIJDE = 26, 24
# How a gemeente stands, from what asks most attention to least: class, label, and the word in the sentence.
STANDEN = (
    ("ongelezen", "Niet geopend", "niet geopend"),
    ("gelezen", "Gelezen, niet bevestigd", "gelezen maar niet bevestigd"),
    ("bevestigd", "Bevestigd", "bevestigd"),
    ("verklaard", "Verklaring gegeven", "ook verklaard wat er met de gegevens gebeurde"),
    ("leeg", "Geen betrokken personen", "niet betrokken"),
)
LABEL = {soort: label for soort, label, _ in STANDEN}
_VOLGORDE = {soort: nummer for nummer, (soort, _, _) in enumerate(STANDEN)}
SOORT = {
    Stand.NIET_GEOPEND: "ongelezen",
    Stand.GELEZEN: "gelezen",
    Stand.BEVESTIGD: "bevestigd",
    Stand.VERKLAARD: "verklaard",
}


class Plek(Protocol):
    """What the map must know of a tile."""

    @property
    def code(self) -> str:
        """The gemeentecode."""

    @property
    def naam(self) -> str:
        """The name."""

    @property
    def provincie(self) -> str:
        """The province, for the borders."""

    @property
    def kolom(self) -> int:
        """The column, from the left."""

    @property
    def rij(self) -> int:
        """The row, from the top."""


@dataclass(frozen=True, slots=True)
class Tegel:
    """One square, ready to draw."""

    x: int
    y: int
    stand: str
    naam: str


@dataclass(frozen=True, slots=True)
class Legenda:
    """One line of the legend."""

    naam: str
    aantal: int
    tegel: Tegel


@dataclass(frozen=True, slots=True)
class Rij:
    """One gemeente in the table below the map."""

    naam: str
    provincie: str
    personen: int
    stand: str


@dataclass(frozen=True, slots=True)
class Kaart:
    """The whole map, its legend and the same numbers as a table."""

    kop: str
    zin: str
    breedte: str
    hoogte: str
    tegels: tuple[Tegel, ...]
    grenzen: str
    legenda: tuple[Legenda, ...]
    tabel_kop: str
    tabel: tuple[Rij, ...]


def maak(plekken: Sequence[Plek], standen: Sequence[GemeenteStand], *, opvolgers: Mapping[str, str]) -> Kaart:
    """The map; a gemeente without stand has nobody under the stop. One that is gone shows at its successor."""
    per_tegel: dict[str, GemeenteStand] = {}
    for g in standen:
        code = opvolgers.get(g.code, g.code)
        anders = per_tegel.get(code)
        if anders is None or _VOLGORDE[SOORT[g.stand]] < _VOLGORDE[SOORT[anders.stand]]:
            per_tegel[code] = g
    tegels = tuple(_tegel(p, per_tegel.get(p.code)) for p in plekken)
    telling = Counter(SOORT[g.stand] for g in standen)
    telling["leeg"] = sum(t.stand == "leeg" for t in tegels)
    betrokken = len(standen)
    return Kaart(
        kop=_kop(telling["ongelezen"] + telling["gelezen"], betrokken),
        zin=f"Tegelkaart van {len(tegels)} gemeenten. "
        + ", ".join(f"{telling[soort]} {woord}" for soort, _, woord in STANDEN)
        + ". De tabel hieronder bevat dezelfde gegevens.",
        breedte=str(max((t.x for t in tegels), default=0) + _ZIJDE),
        hoogte=str(max((t.y for t in tegels), default=0) + _ZIJDE),
        tegels=tegels,
        grenzen=_grenzen(plekken),
        legenda=tuple(Legenda(label, telling[soort], Tegel(0, 0, soort, label)) for soort, label, _ in STANDEN),
        tabel_kop=f"Toon {'de gemeente' if betrokken == 1 else f'alle {betrokken} gemeenten'} als tabel",
        tabel=tuple(
            Rij(g.naam, g.provincie, g.personen, LABEL[SOORT[g.stand]]) for g in sorted(standen, key=lambda g: g.naam)
        ),
    )


def _tegel(plek: Plek, stand: GemeenteStand | None) -> Tegel:
    soort = SOORT[stand.stand] if stand else "leeg"
    bijschrift = _bijschrift(plek.naam, soort, personen=stand.personen if stand else 0)
    return Tegel(x=plek.kolom * _STAP, y=plek.rij * _STAP, stand=soort, naam=bijschrift)


def _kop(wachtend: int, betrokken: int) -> str:
    """The title says the finding."""
    if not betrokken:
        return "Geen enkele gemeente heeft gegevens die onder deze stop vallen"
    if not wachtend:
        return f"Alle {meervoud(betrokken, 'betrokken gemeente heeft', 'betrokken gemeenten hebben')} de stop bevestigd"
    werkwoord = "heeft" if wachtend == 1 else "hebben"
    return f"{wachtend} van de {betrokken} gemeenten {werkwoord} de stop nog niet bevestigd"


def _bijschrift(naam: str, stand: str, *, personen: int) -> str:
    extra = f", {meervoud(personen, 'persoon', 'personen')}" if personen else ""
    return f"{naam}: {LABEL[stand].lower()}{extra}"


def _grenzen(plekken: Sequence[Plek]) -> str:
    """A line wherever two neighbours lie in different provinces."""
    op = {(p.kolom, p.rij): p.provincie for p in plekken}
    stukken = []
    for (kolom, rij), provincie in op.items():
        for dx, dy, streep in ((1, 0, "v"), (0, 1, "h")):
            buur = op.get((kolom + dx, rij + dy))
            if buur and buur != provincie:
                stukken.append(f"M{(kolom + dx) * _STAP - 1} {(rij + dy) * _STAP - 1}{streep}{_STAP}")
    return "".join(stukken)
