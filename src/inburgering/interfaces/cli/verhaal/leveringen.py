"""Writes the deliveries of BRP, IND and COA about invented people, in the documented formats."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from inburgering.interfaces.cli.verhaal.personen import Mens
from inburgering.organisatie import gemeenten


def schrijf(map_: Path, mensen: Sequence[Mens], *, nummer: int, datum: date) -> dict[str, Path]:
    """One delivery of each of the three sources about these people; the files by source."""
    asiel = [m for m in mensen if m.huisvesting]
    coa = [_coa(m, m.huisvesting) for m in asiel]
    return {
        "ind": _schrijf(map_ / f"ind-{nummer}.jsonl", "IND", nummer, datum=datum, records=[_ind(m) for m in mensen]),
        "brp": _schrijf_brp(map_ / f"brp-{nummer}.json", [_brp(m) for m in mensen], nummer=nummer, datum=datum),
        "coa": _schrijf(map_ / f"coa-{nummer}.jsonl", "COA", nummer, datum=datum, records=coa),
    }


def schrijf_omkoppeling(map_: Path, mensen: Sequence[Mens], *, nummer: int, datum: date) -> Path:
    """A delivery of COA alone: who was linked to another gemeente."""
    omgekoppeld = [_coa(m, m.latere_huisvesting) for m in mensen if m.latere_huisvesting]
    return _schrijf(map_ / f"coa-{nummer}.jsonl", "COA", nummer, datum=datum, records=omgekoppeld)


def _schrijf(plek: Path, leverancier: str, nummer: int, *, datum: date, records: Sequence[dict[str, Any]]) -> Path:
    regels = [_kop(leverancier, nummer, datum=datum, records=records), *records]
    plek.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in regels), encoding="utf-8")
    return plek


def _schrijf_brp(plek: Path, records: Sequence[dict[str, Any]], *, nummer: int, datum: date) -> Path:
    kop = _kop("RvIG (verzonnen)", nummer, datum=datum, records=records)
    plek.write_text(json.dumps(kop | {"personen": list(records)}, ensure_ascii=False), encoding="utf-8")
    return plek


def _kop(leverancier: str, nummer: int, *, datum: date, records: Iterable[dict[str, Any]]) -> dict[str, Any]:
    sleutels = [int(r["burgerservicenummer"]) for r in records]
    return {
        "leverancier": leverancier,
        "nummer": nummer,
        "datum": datum.isoformat(),
        "aantal": len(sleutels),
        "controlegetal": sum(sleutels),
    }


def _ind(m: Mens) -> dict[str, Any]:
    voornaam, _, achternaam = m.naam.partition(" ")
    return {
        "burgerservicenummer": m.bsn,
        "vNummer": m.v_nummer,
        "naam": {"voornamen": voornaam, "geslachtsnaam": achternaam},
        "nationaliteiten": [{"code": m.nationaliteit}],
        "verblijf": m.verblijf,
    }


def _brp(m: Mens) -> dict[str, Any]:
    voornaam, _, achternaam = m.naam.partition(" ")
    straat, _, nummer = m.adres[0].rpartition(" ")
    return {
        "burgerservicenummer": m.bsn,
        "naam": {"voornamen": voornaam, "geslachtsnaam": achternaam},
        "geboorte": {"datum": _datum(m.geboortedatum)},
        "nationaliteiten": [{"type": "Nationaliteit", "nationaliteit": {"code": m.nationaliteit}}],
        "gemeenteVanInschrijving": {"code": m.gemeente},
        "datumInschrijvingInGemeente": _datum(m.inschrijving or "2022-01-01"),
        "verblijfplaats": {
            "type": "Adres",
            "verblijfadres": {
                "korteStraatnaam": straat,
                "huisnummer": int(nummer),
                "postcode": m.adres[1],
                "woonplaats": gemeenten.naam(m.gemeente),
            },
        },
    }


def _datum(tekst: str) -> dict[str, Any]:
    if len(tekst) == 4:
        return {"type": "JaarDatum", "jaar": int(tekst), "langFormaat": tekst}
    dag = date.fromisoformat(tekst)
    return {"type": "Datum", "datum": tekst, "langFormaat": f"{dag.day}-{dag.month}-{dag.year}"}


def _coa(m: Mens, gemeente: str | None) -> dict[str, Any]:
    return {
        "burgerservicenummer": m.bsn,
        "vNummer": m.v_nummer,
        "huisvesting": {"gemeente": gemeente},
        "verblijfplaats": {"gemeente": m.gemeente, "soort": "azc"},
    }
