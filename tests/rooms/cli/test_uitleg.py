"""`inburgering uitleg` and the group `regelversie`: why, what would change it, what holds when."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inburgering.interfaces.cli.main import app
from keten import JURIST, LEIDER, NU, mensen, neem_in_gebruik
from rechtpersonen import asiel, gezin, persoon

VANDAAG = ("--peildatum", "2026-01-01")


@pytest.fixture
def bestand(tmp_path: Path) -> Path:
    plek = tmp_path / "personen.jsonl"
    personen = [persoon(asiel("2021-11-18")) | {"persoonId": "A"}, persoon(gezin(None)) | {"persoonId": "B"}]
    plek.write_text("\n".join(json.dumps(p) for p in personen))
    return plek


def roep(*woorden: str, status: int = 0, env: dict[str, str] | None = None):
    uitslag = CliRunner().invoke(app, woorden, env=env)
    assert uitslag.exit_code == status, (uitslag.output, uitslag.exception)
    return uitslag


def test_the_full_explanation_names_article_link_fact_source_and_what_would_change_it(bestand):
    tekst = roep("uitleg", "A", "--feiten", str(bestand), *VANDAAG).stdout
    assert "Wet inburgering, artikel 3, lid 4" in tekst
    assert "https://wetten.overheid.nl/jci1.3:c:BWBR0020611&artikel=3&lid=4" in tekst
    assert f"verblijf[0].bekendmaking = 2021-11-18  [{bestand}, regel 1]" in tekst
    assert (
        "Als het verblijfsbesluit op of na 1 januari 2022 bekend was gemaakt, dan gold de Wet inburgering 2021."
        in tekst
    )
    assert "verblijf[0].bekendmaking: 2021-11-18 -> 2022-01-01" in tekst


def test_the_explanation_to_the_person_is_short_and_says_u(bestand):
    zinnen = roep("uitleg", "A", "--feiten", str(bestand), "--vorm", "persoon", *VANDAAG).stdout.splitlines()
    assert zinnen[0].startswith("U moet inburgeren vanaf 18 november 2021")
    assert any(z == "Als de IND u op of na 1 januari 2022 liet weten dat u mag blijven, dan gold voor u de nieuwe wet."
               for z in zinnen)  # fmt: skip
    assert not any("persoon" in zin or "verblijf[0]" in zin for zin in zinnen)


def test_for_an_unknown_outcome_it_says_what_would_settle_it(bestand):
    tekst = roep("uitleg", "B", "--feiten", str(bestand), *VANDAAG).stdout
    strook = "van 1 januari 2013 tot en met 31 december 2021"
    assert f"Als blijkt dat het verblijfsbesluit {strook} bekend was gemaakt, dan geldt de Wet" in tekst
    assert "Als blijkt dat het verblijfsbesluit op of na 1 januari 2022 bekend was gemaakt, dan geldt de Wet" in tekst


def test_a_person_who_is_not_in_the_file_is_said_so(bestand):
    assert "staat niet in" in roep("uitleg", "C", "--feiten", str(bestand), status=2).stderr
    assert "--door ontbreekt" in roep("uitleg", "12", status=2).stderr


# ── From the database ────────────────────────────────────────────────────────────────────────────

WOORD = "lang-genoeg-voor-deze-toets"


@pytest.fixture
def databank(db):
    """People with a login, one regelversie in use, and one person of whom the IND told."""
    from inburgering.toegang import commands

    for naam, actor in (("jurist", JURIST), ("leider", LEIDER)):
        commands.maak_medewerker(naam, actor.naam, rol=actor.rol, gemeente=None, wachtwoord=WOORD, now=NU)
    neem_in_gebruik("kennisgeving")
    return mensen()[0]


def met(*woorden: str, status: int = 0):
    return roep(*woorden, status=status, env={"INBURGERING_WACHTWOORD": WOORD, "INBURGERING_WACHTWOORD_TWEEDE": WOORD})


def test_from_the_database_every_fact_has_its_delivery_and_since_when_it_is_known(databank):
    from inburgering.spoor import queries

    dossier = ("uitleg", f"D-{databank:06d}", "--door", "jurist", "--regel", "bekendmaking", "--vorm", "json", *VANDAAG)
    uit = json.loads(met(*dossier).stdout)
    assert uit["vorm"] == "open-inburgering/uitleg/1"
    bronnen = [f["herkomst"] for f in feiten_in(uit["redenering"]) if "herkomst" in f]
    assert {b["bron"] for b in bronnen} >= {"IND"}
    assert all(b["bekendSinds"] and b["levering"].startswith("levering 1") for b in bronnen if b["bron"] == "IND")
    gezien = queries.audit_van("dossier", queries.pseudoniem(databank))
    assert [r["handeling"] for r in gezien] == ["dossier.ingezien"]


def feiten_in(knopen):
    for knoop in knopen:
        yield from knoop["feiten"]
        yield from feiten_in(knoop["onder"])


def test_a_dossier_that_does_not_exist_is_said_so(databank):
    for wie in ("D-999999", "iemand"):
        assert "dit dossier bestaat niet" in met("uitleg", wie, "--door", "jurist", status=2).stderr


def test_a_proposal_by_command_is_confirmed_by_another_and_can_be_asked_back(databank):
    rapport = json.loads(met("regelversie", "rapport", "bekendmaking", "--door", "jurist").stdout)
    kort = rapport["rapport"][:12]
    assert sum(r["aantal"] for r in rapport["perToets"]) == rapport["gewijzigd"]
    heel = json.loads(met("regelversie", "toon-rapport", kort, "--door", "leider").stdout)
    assert heel["rapport"] == rapport["rapport"]
    assert len(heel["personen"]) == rapport["gewijzigd"]
    voor = ("regelversie", "stel-voor", "bekendmaking", "--rapport", kort, "--reden", "De brief beslist niet.")
    met(*voor, "--door", "jurist")
    assert "Twee verschillende mensen" in met(
        "regelversie", "bevestig", "bekendmaking", "--rapport", kort, "--door", "jurist", status=2
    ).stderr  # fmt: skip
    met("regelversie", "bevestig", "bekendmaking", "--rapport", kort, "--door", "leider")
    geldt = json.loads(met("regelversie", "geldig").stdout)
    assert (geldt["geldt"], geldt["besluit"]["reden"]) == ("bekendmaking", "De brief beslist niet.")
    toen = json.loads(met("regelversie", "geldig", "--op", NU.isoformat()).stdout)
    assert toen["geldt"] == "kennisgeving"
    assert "geen regelversie in gebruik" in met("regelversie", "geldig", "--op", "2013-01-01", status=2).stderr
    assert "is geen moment" in met("regelversie", "geldig", "--op", "gisteren", status=2).stderr


def test_a_proposal_can_be_turned_down_by_command(databank):
    rapport = json.loads(met("regelversie", "rapport", "bekendmaking", "--door", "jurist").stdout)["rapport"]
    met(
        "regelversie", "stel-voor", "bekendmaking", "--rapport", rapport, "--reden", "Zo hoort het.", "--door", "jurist"
    )
    assert [v["door"] for v in json.loads(met("regelversie", "toon").stdout)["voorstellen"]]
    met("regelversie", "wijs-af", "bekendmaking", "--reden", "Eerst nalezen.", "--door", "leider")
    assert json.loads(met("regelversie", "toon").stdout)["voorstellen"] == []


def test_the_golden_cases_can_be_run_at_any_time():
    uit = json.loads(roep("regelversie", "gevallen", "bekendmaking").stdout)
    assert uit["goed"] == uit["aantal"] >= 24
    assert "Deze regelversie bestaat niet" in roep("regelversie", "gevallen", "bestaat-niet", status=2).stderr.replace(
        "deze", "Deze"
    )
