"""The reduced job in plain Python, one person at a time, with None for what nobody knows: the truth for the others."""

from calendar import monthrange
from datetime import date
from typing import Any

import pyarrow as pa
from bench.klein.gegevens import DOELEN, GRONDEN, PEILDATUM, UITKOMST

TIJDELIJK = frozenset({
    "kennismigrant", "europese-blauwe-kaart", "seizoenarbeid", "overplaatsing-binnen-onderneming",
    "arbeid-in-loondienst", "grensoverschrijdende-dienstverlening", "onderzoek", "lerend-werken", "studie",
    "zoeken-en-verrichten-van-arbeid", "uitwisseling", "medische-behandeling", "tijdelijke-humanitaire-gronden",
})  # fmt: skip
EU_EER_CH_NL = frozenset({
    1, 2, 27, 28, 42, 43, 44, 45, 46, 52, 53, 54, 55, 56, 57, 59, 61, 62, 63, 64, 66, 67, 68, 70, 71, 72, 73, 74, 77,
    80, 81, 308,
})  # fmt: skip
GROND_MET_VERGUNNING = frozenset({"8a", "8c"})
LEEFTIJD, SCHOOLJAREN, NIEUWE_WET = 16, 8, date(2022, 1, 1)
AOW = (  # years, months, and the year before which that age is reached
    (65, 0, 2013), (65, 1, 2014), (65, 2, 2015), (65, 3, 2016), (65, 6, 2017), (65, 9, 2018), (66, 0, 2019),
    (66, 4, 2022), (66, 7, 2023), (66, 10, 2024), (67, 0, 2028), (67, 3, 9999),
)  # fmt: skip


def plus(dag: date, jaren: int, maanden: int = 0) -> date:
    """The day after so many years and months, or the last day of that month."""
    jaar, rest = divmod(dag.year * 12 + dag.month - 1 + 12 * jaren + maanden, 12)
    return date(jaar, rest + 1, min(dag.day, monthrange(jaar, rest + 1)[1]))


def aow_datum(geboren: date) -> date:
    """The day on which someone reaches AOW age."""
    return next(d for j, m, tot in AOW if (d := plus(geboren, j, m)).year < tot)


def _niet(waarde: bool | None) -> bool | None:
    return None if waarde is None else not waarde


def _alle(*delen: bool | None) -> bool | None:
    if False in delen:
        return False
    return None if None in delen else True


def een(p: dict[str, Any]) -> dict[str, Any]:
    """The outcome of one person."""
    geboren, grond, doel = p["geboortedatum"], p["grond"], p["doel"]
    datums = (p["aanvang"], p["inschrijving"], None if geboren is None else plus(geboren, LEEFTIJD))
    begin = None if None in datums else max(datums)
    vragen = (
        None if grond is None else GRONDEN[grond] in GROND_MET_VERGUNNING,
        None if geboren is None else plus(geboren, LEEFTIJD) <= PEILDATUM,
        None if geboren is None else aow_datum(geboren) <= PEILDATUM,
        None if doel is None else DOELEN[doel] in TIJDELIJK,
        p["bedienaar"],
        None if p["nationaliteit"] is None else p["nationaliteit"] in EU_EER_CH_NL,
        p["familielid_eu"],
        None if p["schooljaren"] is None else p["schooljaren"] >= SCHOOLJAREN,
        p["diploma"],
        p["ontheffing"],
        None if begin is None else begin < NIEUWE_WET,
    )
    verblijf, zestien, aow, tijdelijk, bedienaar, *uitgezonderd, oude_wet = vragen
    blijvend = _niet(_alle(tijdelijk, _niet(bedienaar)))
    plicht = _alle(verblijf, zestien, _niet(aow), blijvend, *(_niet(u) for u in uitgezonderd))
    return {
        "id": p["id"],
        "oordeel": 2 if plicht is None else int(plicht),
        "ingangsdatum": begin if plicht else None,
        "categorie": int(GRONDEN[grond] != "8c") if plicht else None,
        "wet": int(not oude_wet) if plicht and oude_wet is not None else None,
        "waar": sum(1 << n for n, vraag in enumerate(vragen) if vraag),
        "onbekend": sum(1 << n for n, vraag in enumerate(vragen) if vraag is None),
    }


def bereken(tabel: pa.Table) -> pa.Table:
    """The outcome of every person."""
    return pa.Table.from_pylist([een(p) for p in tabel.to_pylist()], schema=UITKOMST)
