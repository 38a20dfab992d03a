"""Invented persons with every key of the contract, drawn by number; and the same persons as a Parquet file."""

import json
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from inburgering.recht.feiten import DOELEN, GRONDEN, REFERENTEN

_GEMEENTEN = ("0344", "0363", "0518", "0599", "0855", "1783")
_NATIONALITEITEN = ("0336", "0110", "0339", "0001", "0055", "0499", "0000")
_DIPLOMAS = ("inburgeringsdiploma", "staatsexamen-nt2", "vmbo", "zelfbedacht")


def trek(  # noqa: C901 - one small drawer for each fact
    zaad: int, *, deels: Callable[[dict[str, Any]], Any] = dict
) -> dict[str, Any]:
    """One person; `deels` writes a date that is known in part."""
    r = random.Random(zaad)

    def dag(van: int = 2013, tot: int = 2025, *, mist: float = 0.05, half: float = 0.06) -> Any:
        if r.random() < mist:
            return None
        d = date(van, 1, 1) + timedelta(days=r.randrange((tot - van + 1) * 365))
        if r.random() > half:
            return d.isoformat()
        vormen = [
            {"type": "JaarDatum", "jaar": d.year, "langFormaat": "een jaar"},
            {"type": "JaarMaandDatum", "jaar": d.year, "maand": d.month},
            {"type": "DatumOnbekend", "onbekend": True},
            {"type": "Datum", "datum": d.isoformat()},
        ]
        return deels(r.choice(vormen))

    def vak(**meer: Any) -> dict[str, Any]:
        return {"vanaf": dag(2013, 2018), "tot": dag(2019, 2024, mist=0.6), **meer}

    def soms(kans: float, waarde: Callable[[], Any]) -> Any:
        return waarde() if r.random() < kans else None

    def kies(uit: Sequence[str], *, mist: float = 0.04) -> str | None:
        return None if r.random() < mist else r.choice(sorted(uit))

    def verblijf() -> dict[str, Any]:
        doel = kies((*DOELEN, *["gezinslid"] * 8))
        uit = {"grond": kies((*GRONDEN, *["8a", "8c"] * 9)), "doel": doel, "bekendmaking": dag()}
        uit |= {"ingangsdatum": dag(2013, 2019), "beschikkingsdatum": soms(0.5, dag)}
        uit["einddatum"] = dag(2020, 2028, mist=0.5)
        if doel == "gezinslid" or r.random() < 0.05:
            uit["referent"] = {"soort": kies(REFERENTEN), "doel": soms(0.3, lambda: r.choice(DOELEN))}
        uit["tijdelijkBepaald"] = soms(0.2, lambda: r.random() < 0.5)
        return uit

    def lijst(maak: Callable[[], dict[str, Any]], hoogst: int) -> list[dict[str, Any]]:
        return [maak() for _ in range(r.randint(0, hoogst))]

    return {
        "persoonId": f"P{zaad}",
        "burgerservicenummer": soms(0.2, lambda: "999990019"),
        "vNummer": soms(0.2, lambda: "0123456789"),
        "geboortedatum": dag(1945, 2009),
        "nationaliteiten": soms(0.95, lambda: lijst(lambda: vak(code=kies(_NATIONALITEITEN)), 2)),
        "verblijf": soms(0.95, lambda: lijst(verblijf, 4)),
        "inschrijvingen": soms(0.9, lambda: lijst(lambda: vak(gemeente=kies(_GEMEENTEN)), 3)),
        "huisvesting": soms(0.3, lambda: {"gemeente": kies(_GEMEENTEN), "vanaf": dag()}),
        "verblijfplaats": soms(0.2, lambda: {"gemeente": kies(_GEMEENTEN), "soort": "azc"}),
        "kennisgevingen": soms(0.5, lambda: lijst(lambda: {"datum": dag(), "wet": kies(("Wi2013", "Wi2021"))}, 2)),
        "onderwijs": soms(
            0.4,
            lambda: {
                "leerplichtTot": dag(2018, 2028, mist=0.4),
                "jarenLeerplichtigInNederland": soms(0.5, lambda: float(r.randint(0, 12))),
                "opleidingen": lijst(
                    lambda: vak(
                        aansluitendOpLeerplicht=soms(0.9, lambda: r.random() < 0.5),
                        leidtTotVrijstellendDiploma=soms(0.9, lambda: r.random() < 0.5),
                    ),
                    2,
                ),
                "diplomas": lijst(lambda: {"soort": kies(_DIPLOMAS), "behaaldOp": dag()}, 2),
            },
        ),
        "geestelijkBedienaar": soms(0.1, lambda: lijst(vak, 2)),
        "euLangdurigIngezetene": soms(
            0.1,
            lambda: {
                "lidstaat": r.choice(["DE", "NL", "Duitsland"]),
                "inburgeringsvereisteVoldaan": soms(0.8, lambda: r.random() < 0.5),
            },
        ),
        "richtlijn200438": soms(0.1, lambda: lijst(vak, 2)),
        "ontheffing": soms(0.1, lambda: vak(gedeeltelijk=r.random() < 0.5)),
        "ingeburgerd": soms(0.2, vak),
        "pip": soms(0.2, lambda: {"eersteDagtekening": dag()}),
    }


def zonder_leeg(waarde: Any) -> Any:
    """The same without keys that have no value, as JSON would leave them out."""
    if isinstance(waarde, dict):
        return {k: zonder_leeg(v) for k, v in waarde.items() if v is not None}
    return [zonder_leeg(v) for v in waarde] if isinstance(waarde, list) else waarde


def als_tekst(deel: dict[str, Any]) -> str:
    """A partial date as JSON text, for a column of text."""
    return json.dumps(deel)


def schrijf_parquet(pad: Path, rijen: Sequence[dict[str, Any]], **anders: Any) -> Path:
    """The persons as nested Parquet with the keys of the contract."""
    import polars as pl

    b = pl.DataFrame(list(rijen), infer_schema_length=None).to_arrow()
    pq.write_table(pa.table(b), pad, **anders)
    return pad
