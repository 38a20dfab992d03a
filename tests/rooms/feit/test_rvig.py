"""The published RvIG test sets, whole: what is in them must come out of the database, or be listed."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from inburgering.feit import commands, queries
from inburgering.feit.terms import Soort

pytestmark = pytest.mark.rvig
EERST = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAARNA = EERST + timedelta(days=1)


@pytest.fixture
def api(gegevens):
    return gegevens / "brp" / "afgeleid" / "personen-api-vorm.json"


@pytest.fixture
def lijsten(gegevens):
    return gegevens / "brp" / "bron" / "20220502_Testset_persoonslijsten_proefomgeving_GBA-V.csv"


def test_every_person_of_the_api_set_is_read(db, api):
    verslag = commands.neem_op("brp", api, now=EERST)

    assert verslag.gelezen == 1176
    assert verslag.opgenomen + len(verslag.geweigerd()) == 1176
    assert len(queries.personen()) == 1176
    redenen = {(f.veld, "tabel 33" in f.reden, "11-proef" in f.reden) for f in verslag.geweigerd()}
    assert redenen == {("gemeenteVanInschrijving.code", True, False), ("burgerservicenummer", False, True)}
    assert len(verslag.geweigerd()) == 21

    assert queries.zoek(bsn="999999245") is None
    zonder_bsn = queries.zoek(anummer="3524151561")
    assert queries.feiten([zonder_bsn], moment=EERST)[zonder_bsn]["geboortedatum"] == "2011-06-01"

    raar = queries.zoek(bsn="999991449")
    wie = queries.persoonsgegevens(None, moment=EERST)
    assert wie[raar].achternaam == "<Onbekend> & </Onbemind>"
    assert sum(w.geheim for w in wie.values()) == 55
    assert sum(w.overleden for w in wie.values()) == 40

    bekend = queries.feiten(None, moment=EERST)
    assert sum(isinstance(f.get("geboortedatum"), dict) for f in bekend.values()) == 14
    titels = [f["verblijf"] for f in bekend.values() if "verblijf" in f]
    assert len(titels) == 26
    assert all(v["doel"] is None and v["bekendmaking"] is None for lijst in titels for v in lijst)
    assert not [i for f in bekend.values() for i in f.get("inschrijvingen", ()) if i["gemeente"] in {"1999", "1810"}]

    weer = commands.neem_op("brp", api, now=DAARNA)
    assert (weer.opgenomen, weer.ongewijzigd) == (0, verslag.opgenomen)


def test_the_same_persons_in_another_file_change_nothing(db, api, tmp_path):
    commands.neem_op("brp", api, now=EERST)
    anders = tmp_path / "anders.json"
    anders.write_text(json.dumps(json.loads(api.read_text())))

    verslag = commands.neem_op("brp", anders, now=DAARNA)

    assert (verslag.opgenomen, verslag.ongewijzigd) == (0, 1155)


def test_every_persoonslijst_is_read_with_its_history(db, lijsten):
    verslag = commands.neem_op("brp", lijsten, now=EERST)

    assert verslag.gelezen == 687
    assert verslag.opgenomen + len(verslag.geweigerd()) == 687
    bekend = queries.feiten(None, moment=EERST)
    assert sum(bool(f.get("verblijf")) for f in bekend.values()) > 40
    titels = [r for pk in bekend for r in queries.tijdlijn(pk, moment=EERST) if r.soort is Soort.VERBLIJF]
    assert sum(r.onjuist for r in titels) == 13  # two of the fifteen carry no title at all
    laat = [
        r
        for r in titels
        if r.geldig_vanaf and r.bron_geregistreerd_op and (r.bron_geregistreerd_op - r.geldig_vanaf).days > 31
    ]
    assert len(laat) > 40


def test_the_history_of_a_title_is_kept_and_what_was_incorrect_shows_only_on_the_time_line(db, lijsten):
    commands.neem_op("brp", lijsten, now=EERST)
    (pk,) = [
        pk
        for pk in queries.personen()
        if any(r.plaats.startswith("persoonslijst Lg01_322 ") for r in queries.tijdlijn(pk, moment=EERST))
    ]

    lijn = [r for r in queries.tijdlijn(pk, moment=EERST) if r.soort is Soort.VERBLIJF]
    assert [(r.waarde["titel"], r.onjuist) for r in lijn] == [("14", True), ("26", False), ("25", False)]
    assert lijn[0].bron_geregistreerd_op == date(1997, 6, 15)
    assert [v["grond"] for v in queries.feiten([pk], moment=EERST)[pk]["verblijf"]] == ["8c", "8b"]


def test_both_sets_together_refuse_whom_they_cannot_tell_apart(db, api, lijsten):
    commands.neem_op("brp", api, now=EERST)
    verslag = commands.neem_op("brp", lijsten, now=DAARNA)

    conflicten = [f for f in verslag.geweigerd() if "nummer" in f.veld.lower()]
    assert len(conflicten) == 8
    assert verslag.gelezen == verslag.opgenomen + verslag.ongewijzigd + len(verslag.geweigerd())
    known_before = queries.feiten(None, moment=EERST)
    assert len(queries.feiten(None, moment=DAARNA)) > 1176
    pk = queries.zoek(bsn="999999333")
    assert "verblijf" not in known_before[pk]
    assert [v["grond"] for v in queries.feiten([pk], moment=DAARNA)[pk]["verblijf"]] == ["8c", "8c", "8a"]


def test_the_present_of_the_api_does_not_wipe_out_the_history_of_the_lists(db, api, lijsten):
    commands.neem_op("brp", lijsten, now=EERST)
    pk = queries.zoek(bsn="999999333")
    commands.neem_op("brp", api, now=DAARNA)
    assert [v["grond"] for v in queries.feiten([pk], moment=DAARNA)[pk]["verblijf"]][:2] == ["8c", "8c"]
