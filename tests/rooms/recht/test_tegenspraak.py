"""Facts that cannot all be true give onbekend and never a crash."""

from datetime import date

import pytest

from inburgering.recht import feiten, regelversies, scalar

JAAR = {"type": "JaarDatum", "jaar": 2026, "langFormaat": "2026"}
UIT_DE_TOEKOMST = {
    "persoonId": "toekomst",
    "geboortedatum": "2030-01-01",
    "nationaliteiten": [{"code": "0336"}],
    "verblijf": [
        {
            "grond": "8a",
            "doel": "gezinslid",
            "bekendmaking": "2027-01-01",
            "ingangsdatum": JAAR,
            "beschikkingsdatum": JAAR,
        }
    ],
    "kennisgevingen": [{"datum": "2022-01-10"}],
}


@pytest.mark.parametrize("regel", ["bekendmaking", "bekendmaking-b", "ingangsdatum", "kennisgeving"])
def test_who_is_born_after_the_peildatum_stops_nobody_elses_answer(regel):
    uit = scalar.stel_vast(feiten.lees(UIT_DE_TOEKOMST), regelversies.laad(regel), peildatum=date(2026, 1, 1))
    assert uit.oordeel in {"niet-plichtig", "onbekend"}
