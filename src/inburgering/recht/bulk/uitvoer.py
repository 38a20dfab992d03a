"""A batch of persons through the kernels: the columns of outcomes, filled over threads, as Arrow reads them.

Who has more lists or days than a kernel can hold is decided by the readable engine; `Telling` says how many.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from os import cpu_count
from typing import Any, Final

import numpy as np
import pyarrow as pa

from inburgering.recht import feiten, scalar
from inburgering.recht.bulk import codes, terug
from inburgering.recht.bulk.invoer import Adressen
from inburgering.recht.bulk.kernen.onbekend import PAD
from inburgering.recht.bulk.program import REDENEN, Program, program
from inburgering.recht.bulk.registerbeeld import EPOCH
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.scalar import Uitkomst

DEEL: Final = 32_768
WAARSCHUWINGEN: Final = (
    "huisvesting-niet-gemeld", "ingangsdatum-na-bekendmaking", "kennisgeving-zonder-plicht", "nieuwe-plicht-na-einde",
    "onderbreking-overbrugd", "ontstaan-voor-2013", "pip-termijn-voor-ontstaan", "plicht-geeindigd-voor-nieuwe-wet",
    "vrijstelling-zonder-einddatum",
)  # fmt: skip
PADEN: Final = (
    "geboortedatum", "nationaliteiten", "verblijf", "verblijf[{}].grond", "verblijf[{}].doel",
    "verblijf[{}].ingangsdatum", "verblijf[{}].beschikkingsdatum", "verblijf[{}].bekendmaking",
    "verblijf[{}].einddatum", "verblijf[{}].referent.soort", "verblijf[{}].referent.doel",
    "verblijf[{}].tijdelijkBepaald", "nationaliteiten[{}].code", "nationaliteiten[{}].vanaf",
    "nationaliteiten[{}].tot", "inschrijvingen[{}].gemeente", "inschrijvingen[{}].vanaf", "inschrijvingen[{}].tot",
    "huisvesting.gemeente", "kennisgevingen[{}].datum", "onderwijs.leerplichtTot", "onderwijs.opleidingen[{}].vanaf",
    "onderwijs.opleidingen[{}].tot", "onderwijs.opleidingen[{}].aansluitendOpLeerplicht",
    "onderwijs.opleidingen[{}].leidtTotVrijstellendDiploma", "onderwijs.diplomas[{}].soort",
    "onderwijs.diplomas[{}].behaaldOp", "geestelijkBedienaar[{}].vanaf", "geestelijkBedienaar[{}].tot",
    "euLangdurigIngezetene.inburgeringsvereisteVoldaan", "richtlijn200438[{}].vanaf", "richtlijn200438[{}].tot",
    "ontheffing.vanaf", "ingeburgerd.vanaf", "ingeburgerd.tot", "pip.eersteDagtekening",
)  # fmt: skip
_PAD_TEKST: Final = pa.array([pad.format(i) for pad in PADEN for i in range(PAD)], pa.string())
_WAARSCHUWING_TEKST: Final = pa.array(WAARSCHUWINGEN, pa.string())

_DATUMS: Final = (
    "ingangsdatum", "eindeDatum", "vrijgesteldTot", "pipUiterlijk", "inburgeringUiterlijk", "examenUiterlijk",
    "pvtUiterlijk",
)  # fmt: skip
_GEMEENTEN: Final = pa.array([f"{n:04d}" for n in range(10_000)])
_TEKST8, _TEKST16 = pa.dictionary(pa.int8(), pa.string()), pa.dictionary(pa.int16(), pa.string())
UITKOMST: Final = pa.schema([
    ("persoonId", pa.string()),
    ("oordeel", _TEKST8),
    ("wet", _TEKST8),
    *((naam, pa.date32()) for naam in _DATUMS[:2]),
    ("eindeReden", _TEKST8),
    (_DATUMS[2], pa.date32()),
    ("categorie", _TEKST8),
    ("geestelijkBedienaar", pa.bool_()),
    ("college", _TEKST16),
    *((naam, pa.date32()) for naam in _DATUMS[3:]),
    ("waarschuwingen", pa.list_(pa.string())),
    ("ontbrekendeFeiten", pa.list_(pa.string())),
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Telling:
    """How the persons of a batch were decided."""

    personen: int
    open: int
    leesbare_motor: int


def stel_vast(beeld: Any, regelversie: Regelversie, *, peildatum: date, draden: int | None = None) -> Any:
    """The outcomes of the persons in a batch (or table) of the layout `registerbeeld`, in the same order."""
    return stel_vast_en_tel(beeld, regelversie, peildatum=peildatum, draden=draden)[0]


def stel_vast_en_tel(
    beeld: Any, regelversie: Regelversie, *, peildatum: date, draden: int | None = None
) -> tuple[Any, Telling]:
    """The outcomes, and how many persons were open or went to the readable engine."""
    klaar = program(regelversie)
    werk = _Werk(beeld, klaar, peildatum)
    werk.bereken(draden or cpu_count() or 1)
    anders = np.flatnonzero(werk.stand == 2)
    for rij in anders:
        werk.neem_over(int(rij), _leesbaar(beeld, int(rij), klaar.regelversie, peildatum))
    telling = Telling(len(werk.stand), int(np.count_nonzero(werk.stand == 1)), len(anders))
    return werk.uitkomst(), telling


def patronen(beeld: Any, regelversie: Regelversie, *, peildatum: date, draden: int | None = None) -> Any:
    """Two rows of masks, one number per person: which named conditions hold on the deciding day, which are unknown.

    Bit n is condition n of `voorwaarden(regelversie)`.
    """
    werk = _Werk(beeld, program(regelversie), peildatum, patroon=True)
    werk.bereken(draden or cpu_count() or 1)
    return werk.patroon


def voorwaarden(regelversie: Regelversie) -> tuple[tuple[str, str], ...]:
    """The named conditions (regeling, uitkomst) in the order of their bits."""
    return program(regelversie).voorwaarden


def _leesbaar(beeld: Any, rij: int, regelversie: Regelversie, peildatum: date) -> Uitkomst:
    bron = terug.contract(beeld.slice(rij, 1).to_pylist()[0], regelversie.machine.boek)
    return scalar.stel_vast(feiten.lees(bron), regelversie, peildatum=peildatum)


class _Werk:
    """The columns of one batch of outcomes while the kernels fill them."""

    def __init__(self, beeld: Any, klaar: Program, peildatum: date, *, patroon: bool = False) -> None:
        self.beeld, self.klaar, self.peildatum = beeld, klaar, peildatum.toordinal()
        n = beeld.num_rows
        self.klein = np.zeros((4, n), np.int8)
        self.code = np.zeros((2, n), np.int16)
        self.dag = np.empty((7, n), np.int32)
        self.bits = np.zeros((12, (n + 7) // 8), np.uint8)
        self.stand = np.zeros(n, np.int8)
        self.patroon = np.zeros((2, n if patroon else 0), np.int64)
        self.mist: list[Any] = []
        self.extra: dict[int, list[str]] = {}

    def bereken(self, draden: int) -> None:
        """Fill the columns, in stretches over the threads."""
        adressen = Adressen(self.beeld)
        n = len(self.stand)
        self._deel(adressen, 0, 0)  # compiled before the threads ask for it at the same time
        grenzen = [*range(0, n, DEEL), n]
        if draden == 1 or n <= DEEL:
            self.mist = [self._deel(adressen, a, b) for a, b in pairwise(grenzen)]
            return
        with ThreadPoolExecutor(draden) as pool:
            self.mist = list(pool.map(lambda paar: self._deel(adressen, *paar), pairwise(grenzen)))

    def _deel(self, adressen: Adressen, begin: int, eind: int) -> Any:
        mist = np.empty((256 + 4 * (eind - begin), 2), np.int32)
        tabellen = self.klaar.tabellen
        kolommen = (self.klein, self.code, self.dag, self.bits, self.stand, mist, self.patroon)
        aantal = self.klaar.functie(adressen.getallen, begin, eind, self.peildatum, *tabellen, *kolommen)
        return mist[:aantal]

    def neem_over(self, rij: int, uit: Uitkomst) -> None:
        """Put the outcome of the readable engine in a row."""
        einde_dag, reden = uit.einde or (None, "")
        self.klein[:, rij] = (
            codes.OORDEEL.index(uit.oordeel),
            self._index(0, rij, codes.WET, uit.wet),
            REDENEN.index(reden),
            self._index(2, rij, codes.CATEGORIE, uit.categorie),
        )
        self._bit(3, rij, uit.geestelijk_bedienaar)
        self._bit(4, rij, uit.college is not None)
        masker = sum(1 << WAARSCHUWINGEN.index(w) for w in uit.waarschuwingen)
        self.code[:, rij] = (int(uit.college or 0), masker)
        for k, dag in enumerate((uit.ingangsdatum, einde_dag, uit.vrijgesteld_tot, *uit.termijnen.values())):
            self._bit(5 + k, rij, dag is not None)
            self.dag[k, rij] = 0 if dag is None else dag.toordinal() - EPOCH
        self._bit(1, rij, einde_dag is not None)
        self.extra[rij] = list(uit.ontbrekende_feiten)

    def _index(self, bit: int, rij: int, namen: tuple[str, ...], naam: str | None) -> int:
        self._bit(bit, rij, naam is not None)
        return -1 if naam is None else namen.index(naam)

    def _bit(self, welk: int, rij: int, waar: bool) -> None:
        masker = np.uint8(1 << (rij & 7))
        if waar:
            self.bits[welk, rij >> 3] |= masker

    # ── Arrow ────────────────────────────────────────────────────────────────────────────────────

    def uitkomst(self) -> Any:
        """The outcomes as a RecordBatch."""
        dagen = {naam: self._rij(pa.date32(), self.dag[k], 5 + k) for k, naam in enumerate(_DATUMS)}
        kolommen = {
            "persoonId": _een_stuk(self.beeld.column("persoonId")),
            "oordeel": self._tekst(self.klein[0], None, pa.array(codes.OORDEEL)),
            "wet": self._tekst(self.klein[1], 0, pa.array(codes.WET)),
            "eindeReden": self._tekst(self.klein[2], 1, pa.array(REDENEN)),
            "categorie": self._tekst(self.klein[3], 2, pa.array(codes.CATEGORIE)),
            "geestelijkBedienaar": pa.Array.from_buffers(
                pa.bool_(), len(self.stand), [None, pa.py_buffer(self.bits[3])]
            ),
            "college": self._tekst(self.code[0], 4, _GEMEENTEN),
            "waarschuwingen": self._waarschuwingen(),
            "ontbrekendeFeiten": self._ontbrekend(),
            **dagen,
        }
        return pa.RecordBatch.from_arrays([kolommen[naam] for naam in UITKOMST.names], schema=UITKOMST)

    def _rij(self, soort: Any, waarden: Any, bit: int | None) -> Any:
        geldig = None if bit is None else pa.py_buffer(self.bits[bit])
        return pa.Array.from_buffers(soort, len(waarden), [geldig, pa.py_buffer(waarden)])

    def _tekst(self, waarden: Any, bit: int | None, namen: Any) -> Any:
        soort = pa.int8() if waarden.dtype == np.int8 else pa.int16()
        return pa.DictionaryArray.from_arrays(self._rij(soort, waarden, bit), namen, safe=False)

    def _waarschuwingen(self) -> Any:
        maskers = self.code[1].view(np.uint16)
        rijen = np.flatnonzero(maskers)
        zet = (maskers[rijen, None] >> np.arange(len(WAARSCHUWINGEN), dtype=np.uint16)) & 1
        return _lijst(np.bitwise_count(maskers).astype(np.int32), np.nonzero(zet)[1], _WAARSCHUWING_TEKST)

    def _ontbrekend(self) -> Any:
        paren = np.concatenate(self.mist) if self.mist else np.empty((0, 2), np.int32)
        rijen, nummers, teksten = paren[:, 0], paren[:, 1], _PAD_TEKST
        if self.extra:
            meer = [(rij, pad) for rij, paden in self.extra.items() for pad in paden]
            rijen = np.concatenate([rijen, np.array([r for r, _ in meer], np.int32)])
            nummers = np.concatenate([nummers, np.arange(len(meer), dtype=np.int32) + len(teksten)])
            teksten = pa.concat_arrays([teksten, pa.array([t for _, t in meer], pa.string())])
            volgorde = np.argsort(rijen, kind="stable")
            rijen, nummers = rijen[volgorde], nummers[volgorde]
        return _lijst(np.bincount(rijen, minlength=len(self.stand)).astype(np.int32), nummers, teksten)


def _een_stuk(kolom: Any) -> Any:
    return kolom.combine_chunks() if isinstance(kolom, pa.ChunkedArray) else kolom


def _lijst(aantallen: Any, nummers: Any, teksten: Any) -> Any:
    """Per person a list of texts, of which the numbers are given one after the other."""
    plekken = np.zeros(len(aantallen) + 1, np.int32)
    np.cumsum(aantallen, out=plekken[1:])
    return pa.ListArray.from_arrays(pa.array(plekken), teksten.take(pa.array(nummers)))
