"""Deliveries for tests: right in everything, unless a test says otherwise."""

import json
from datetime import UTC, datetime

from inburgering.primitives.ids import voldoet_aan_elfproef

NU = datetime(2022, 1, 10, 9, tzinfo=UTC)
BSN = [f"{n:09d}" for n in range(999990000, 999990900) if voldoet_aan_elfproef(f"{n:09d}")]
ASIEL = {
    "grond": "8c",
    "doel": "asiel",
    "ingangsdatum": "2021-03-02",
    "bekendmaking": "2021-11-18",
    "einddatum": "2026-03-02",
}


def persoon(nummer=0, **velden):
    """One record of the IND that has nothing wrong with it; `...` leaves a field out."""
    record = {
        "burgerservicenummer": BSN[nummer],
        "naam": {"voornamen": "Sara", "geslachtsnaam": "Haile"},
        "geboortedatum": "1990-03-14",
        "nationaliteiten": [{"code": "0336"}],
        "verblijf": [ASIEL],
    }
    return {k: v for k, v in (record | velden).items() if v is not ...}


def kop(records, **anders):
    """The header that belongs to these records."""
    som = sum(int(r.get("burgerservicenummer") or r.get("vNummer") or 0) for r in records)
    recht = {"leverancier": "IND", "nummer": 1, "datum": "2022-01-10", "aantal": len(records), "controlegetal": som}
    return recht | anders


def levering(records, **velden):
    """The bytes of a delivery."""
    return "\n".join(json.dumps(r) for r in [kop(records, **velden), *records]).encode()
