import json

import pytest
from typer.testing import CliRunner

from inburgering.interfaces.cli.main import app
from inburgering.interfaces.cli.opstart import werk_tabellen_bij
from leveringen import BSN, levering, persoon


@pytest.fixture
def roep(db):
    return lambda *woorden: CliRunner().invoke(app, ["lees", *map(str, woorden)])


def test_a_good_delivery_gives_one_json_document_and_status_nought(roep, tmp_path):
    pad = tmp_path / "ind.jsonl"
    pad.write_bytes(levering([persoon(0, verblijf=...), persoon(1)]))

    uitslag = roep("ind", pad, "--json")

    assert uitslag.exit_code == 0
    assert json.loads(uitslag.stdout) == {
        "bron": "ind",
        "gelezen": 2,
        "opgenomen": 2,
        "ongewijzigd": 0,
        "geweigerd": [],
        "ontbrekend": {"verblijf": 1},
        "meldingen": [],
    }
    assert roep("ind", pad).exit_code == 0


def test_a_refused_record_gives_status_one_and_says_where_and_how_to_mend(roep, tmp_path):
    pad = tmp_path / "ind.jsonl"
    pad.write_bytes(levering([persoon(0), persoon(1, geboortedatum="1990-02-31")]))

    uitslag = roep("ind", pad, "--json")

    assert uitslag.exit_code == 1
    (geweigerd,) = json.loads(uitslag.stdout)["geweigerd"]
    assert geweigerd["plaats"] == "regel 3"
    assert set(geweigerd) == {"plaats", "veld", "reden", "herstel"}
    assert "regel 3: geboortedatum" in uitslag.stderr
    assert BSN[1] not in uitslag.output


def test_a_wrong_call_gives_status_two_and_no_document(roep, tmp_path):
    leeg = tmp_path / "leeg.jsonl"
    leeg.touch()
    for woorden in (("belastingdienst", leeg), ("ind", leeg), ("ind", tmp_path / "weg"), ("ind",)):
        uitslag = roep(*woorden, "--json")
        assert (uitslag.exit_code, uitslag.stdout) == (2, "")
        assert uitslag.stderr


def test_a_gap_is_told(roep, tmp_path):
    for nummer in (1, 3):
        pad = tmp_path / f"{nummer}.jsonl"
        pad.write_bytes(levering([persoon(nummer)], nummer=nummer))
        uitslag = roep("ind", pad, "--json")
    assert uitslag.exit_code == 1
    assert uitslag.stderr.count("Levering 2 ontbreekt") == 1
    document = json.loads(uitslag.stdout)
    (melding,) = document["meldingen"]
    assert (melding["plaats"], melding["veld"]) == ("levering", "nummer")
    assert document["ontbrekend"] == {"verblijf": 1}


@pytest.mark.parametrize("veld", ["aantal", "controlegetal"])
def test_a_wrong_total_stands_in_the_document_and_gives_status_one(roep, tmp_path, veld):
    pad = tmp_path / "ind.jsonl"
    pad.write_bytes(levering([persoon(0), persoon(1)], **{veld: 7}))

    for _ in range(2):  # reading it again tells it again
        uitslag = roep("ind", pad, "--json")
        document = json.loads(uitslag.stdout)
        assert uitslag.exit_code == 1
        (melding,) = document["meldingen"]
        assert set(melding) == {"plaats", "veld", "reden", "herstel"}
        assert (melding["plaats"], melding["veld"]) == ("kop", veld)
        assert document["ontbrekend"] == {"geboortedatum": 2, "nationaliteiten": 2, "verblijf": 2}
        assert (document["gelezen"], document["geweigerd"]) == (2, [])


def test_a_delivery_of_another_source_gives_status_two(roep, tmp_path):
    pad = tmp_path / "ind.jsonl"
    pad.write_bytes(levering([persoon(0, naam=..., geboortedatum=..., nationaliteiten=..., verblijf=...)]))

    uitslag = roep("coa", pad, "--json")

    assert (uitslag.exit_code, uitslag.stdout) == (2, "")
    assert "leverancier" in uitslag.stderr


def test_a_database_that_is_up_to_date_is_left_alone(db, capfd):
    werk_tabellen_bij()
    assert "bijgewerkt" not in capfd.readouterr().err
