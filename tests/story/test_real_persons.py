"""The published RvIG persons, from the two files through the database to the law."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from inburgering.feit import commands, queries
from inburgering.recht import feiten as recht_feiten
from inburgering.recht import regelversies, scalar

pytestmark = [pytest.mark.rvig, pytest.mark.slow]
NU = datetime(2026, 11, 23, 9, tzinfo=UTC)
PEILDATUM = date(2026, 1, 1)


@pytest.fixture
def personen(db, gegevens):
    """Everyone in both sets, as known after reading them."""
    for pad in (
        "afgeleid/personen-api-vorm.json",
        "bron/20220502_Testset_persoonslijsten_proefomgeving_GBA-V.csv",
    ):
        commands.neem_op("brp", gegevens / "brp" / pad, now=NU)
    return queries.feiten(None, moment=NU)


def test_the_law_answers_for_every_real_person_and_guesses_for_none(personen):
    feiten = {pk: recht_feiten.lees(f) for pk, f in personen.items()}
    assert len(feiten) == len(queries.personen()) > 1176

    vreemdelingen = {pk for pk, f in personen.items() if f.get("verblijf")}
    regelversie = regelversies.laad("bekendmaking")
    uitkomsten = {pk: scalar.stel_vast(f, regelversie, peildatum=PEILDATUM) for pk, f in feiten.items()}

    oordelen = Counter(u.oordeel for u in uitkomsten.values())
    assert oordelen.total() == len(personen)
    assert oordelen["plichtig"] == 0, "the BRP never gives a doel, so it can never be sure that someone has the duty"
    assert all(u.ontbrekende_feiten for u in uitkomsten.values() if u.oordeel == "onbekend")

    tijdelijk = [pk for pk in vreemdelingen if {"8a", "8c"} & {v["grond"] for v in personen[pk]["verblijf"]}]
    van_hen = Counter(uitkomsten[pk].oordeel for pk in tijdelijk)
    assert len(tijdelijk) > 20
    assert van_hen["onbekend"] > 0
    assert van_hen["niet-plichtig"] > 0
