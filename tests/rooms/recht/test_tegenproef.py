"""What would change an outcome, and how it is told: for DUO, for the person, and as a tree."""

import json
import re

import pytest

from inburgering.recht import feiten, regelversies, tegenproef, toelichting
from inburgering.recht.redenering import Herkomst, herkomst_van
from inburgering.recht.tegenproef import Richting
from inburgering.recht.toelichting import Toelichting
from rechtpersonen import PEILDATUM, asiel, beslis, gezin, persoon, regulier, zonder

MENSEN = {
    "asiel": persoon(asiel("2021-11-18")),
    "gezin": persoon(gezin("2022-03-01")),
    "studie": persoon(regulier("2021-06-01", "studie")),
    "turks": persoon(gezin("2021-10-05"), nationaliteiten=[{"code": "0339"}]),
    "diploma": persoon(gezin("2021-12-05"), onderwijs={"diplomas": [{"soort": "havo", "behaaldOp": "2020-01-01"}]}),
    "scholier": persoon(asiel("2021-11-18"), geboortedatum="2008-01-01", onderwijs={"leerplichtTot": "2026-01-01"}),
    "familie": persoon(asiel("2021-11-18"), richtlijn200438=[{"vanaf": "2020-01-01"}]),
    "elders": persoon(gezin("2022-03-01"), euLangdurigIngezetene={"inburgeringsvereisteVoldaan": True}),
    "vertrokken": persoon(gezin("2020-03-01", einddatum="2020-09-01")),
    "overig": persoon(regulier("2022-03-01", "overig", tijdelijkBepaald=True)),
    "geen": persoon(),
    "zonder-dag": persoon(gezin(None)),
    "zonder-doel": zonder(persoon(regulier("2022-03-01", "studie")), "verblijf", 0, "doel"),
}


def leg_uit(naam: str, *, regel: str = "bekendmaking", aantal: int = 50) -> Toelichting:
    bron = {"": Herkomst("bestand", plaats="regel 1"), "verblijf[0]": Herkomst("IND", "levering 3", "2022-01-04")}
    wet = regelversies.laad(regel)
    lezen = feiten.lees(MENSEN[naam])
    return toelichting.maak(lezen, wet, peildatum=PEILDATUM, herkomst=bron, tegenproeven=aantal)


PLICHT = "was de persoon inburgeringsplichtig, volgens de Wet inburgering"
BIJ_STUDENT = "voor gezin bij iemand met een tijdelijk verblijf die hier voor studie is"
GEEN = "was de persoon niet inburgeringsplichtig"


@pytest.mark.parametrize(
    ("wie", "als", "dan"),
    [
        ("asiel", "het verblijfsbesluit op of na 1 januari 2022 bekend was gemaakt", "gold de Wet inburgering 2021"),
        ("gezin", "het verblijfsbesluit van 1 januari 2013 tot en met 31 december 2021 bekend was gemaakt",
         "gold de Wet inburgering (2013)"),
        ("studie", "de persoon hier was voor gezin bij een Nederlander", f"{PLICHT} (2013)"),
        ("turks", "het verblijfsbesluit op of na 1 januari 2022 bekend was gemaakt", f"{PLICHT} 2021"),
        ("diploma", "de persoon dit diploma niet had", f"{PLICHT} (2013)"),
        ("scholier", "de leer- of kwalificatieplicht tot 2 januari 2026 of langer duurde", GEEN),
        ("familie", "de persoon hier niet verbleef als familielid van een EU-burger", f"{PLICHT} (2013)"),
        ("elders", "de persoon niet in een ander EU-land was ingeburgerd", f"{PLICHT} 2021"),
        ("overig", "de IND het verblijf niet tijdelijk had genoemd", f"{PLICHT} 2021"),
        ("geen", "de persoon op 1 januari 2026 een asielvergunning had gekregen", f"{PLICHT} 2021"),
        ("zonder-dag", "blijkt dat het verblijfsbesluit op of na 1 januari 2022 bekend was gemaakt",
         "geldt de Wet inburgering 2021"),
        ("zonder-doel", f"blijkt dat de persoon hier was {BIJ_STUDENT}", "is de persoon niet inburgeringsplichtig"),
    ],
)  # fmt: skip
def test_what_would_change_an_outcome_is_said_in_plain_dutch(wie: str, als: str, dan: str) -> None:
    uitleg = leg_uit(wie)
    assert f"Als {als}, dan {dan}." in [uitleg.zin(proef) for proef in uitleg.tegenproeven]


@pytest.mark.parametrize("wie", MENSEN)
def test_every_sentence_reads_well_for_both_readers(wie: str) -> None:
    uitleg = leg_uit(wie)
    for proef in uitleg.tegenproeven:
        for zin in (uitleg.zin(proef), uitleg.zin(proef, aan_persoon=True)):
            assert zin.startswith("Als ")
            assert zin.endswith(".")
            assert not re.search(r"[{}\[\]]|None|True|False|\d{4}-\d{2}-\d{2}|dit feit|een ander feit", zin), zin
        a2 = uitleg.zin(proef, aan_persoon=True)
        assert "persoon" not in a2
        assert len(a2.split()) <= 32


@pytest.mark.parametrize("wie", MENSEN)
def test_every_change_really_gives_what_it_says(wie: str) -> None:
    for proef in leg_uit(wie).tegenproeven:
        anders = beslis(dict(tegenproef.pas_toe(feiten.lees(MENSEN[wie]), proef).bron))
        assert (anders.oordeel, anders.wet, anders.ingangsdatum) == (proef.oordeel, proef.wet, proef.ingangsdatum)


def test_the_plainest_change_comes_first_and_no_more_are_given_than_asked() -> None:
    eerste = leg_uit("asiel", aantal=1).tegenproeven
    assert [(p.pad, p.richting) for p in eerste] == [("verblijf[0].bekendmaking", Richting.VANAF)]
    assert leg_uit("asiel", aantal=0).tegenproeven == ()


def test_under_the_error_of_2022_it_is_the_brief_that_would_change_the_outcome() -> None:
    MENSEN["brief"] = persoon(asiel("2021-11-18"), kennisgevingen=[{"datum": "2022-01-10"}])
    proef = leg_uit("brief", regel="kennisgeving").tegenproeven[0]
    del MENSEN["brief"]
    assert (proef.pad, proef.naar, proef.wet) == ("kennisgevingen[0].datum", "2021-12-31", "Wi2013")


def test_a_decision_is_not_made_known_before_it_was_taken() -> None:
    bron = persoon(gezin("2022-03-01", beschikkingsdatum="2022-02-20"))
    proef = tegenproef.zoek_tegenproeven(feiten.lees(bron), regelversies.standaard(), peildatum=PEILDATUM)[0]
    assert proef.wijziging == {
        "verblijf[0].bekendmaking": "2021-12-31",
        "verblijf[0].beschikkingsdatum": "2021-12-31",
    }


# ── The three forms ──────────────────────────────────────────────────────────────────────────────


def test_a_fact_takes_the_source_of_the_smallest_part_that_has_one() -> None:
    bron = {"": Herkomst("a"), "verblijf[0]": Herkomst("b"), "verblijf[1]": Herkomst("c")}
    gevonden = [herkomst_van(pad, bron) for pad in ("verblijf[0].referent.soort", "verblijf[10].doel", "geboortedatum")]
    assert [h and h.bron for h in gevonden] == ["b", "a", "a"]


def test_the_full_form_gives_each_fact_its_source_and_date() -> None:
    tekst = leg_uit("asiel").voor_duo()
    assert "verblijf[0].bekendmaking = 2021-11-18  [IND, levering 3, bekend sinds 4 januari 2022]" in tekst
    assert "geboortedatum = 1990-05-05  [bestand, regel 1]" in tekst
    assert tekst.index("artikel 3, lid 4") < tekst.index("artikel 5, lid 1, onderdeel a") < tekst.index("artikel 54")


@pytest.mark.parametrize("wie", MENSEN)
def test_the_form_for_the_person_is_short(wie: str) -> None:
    zinnen = leg_uit(wie).voor_persoon()
    assert 1 < len(zinnen) <= 16
    assert all("persoon" not in zin for zin in zinnen)
    assert len(zinnen) == len(set(zinnen))


KNOOP = {"toets", "vraag", "antwoord", "dag", "beslist", "grondslag", "feiten", "onder"}


@pytest.mark.parametrize("wie", MENSEN)
def test_the_tree_keeps_the_shape_that_is_promised(wie: str) -> None:
    uit = json.loads(json.dumps(leg_uit(wie).als_json()))
    assert uit.keys() == {"vorm", "wetHash", "uitkomst", "zin", "redenering", "tegenproeven"}
    assert uit["vorm"] == toelichting.VORM
    for proef in uit["tegenproeven"]:
        assert proef.keys() == {"feit", "richting", "van", "naar", "grens", "wijziging", "dan", "zin"}
    assert uit["redenering"]
    for knoop in plat(uit["redenering"]):
        assert knoop.keys() == KNOOP
        assert knoop["antwoord"] in {"ja", "nee", "onbekend"}
        assert knoop["grondslag"].keys() == {"wet", "artikel", "jci"}
        assert all(feit.keys() <= {"feit", "waarde", "herkomst"} for feit in knoop["feiten"])


def plat(knopen):
    for knoop in knopen:
        yield knoop
        yield from plat(knoop["onder"])


def test_the_tree_asks_what_the_list_of_reasons_asks() -> None:
    for wie in MENSEN:
        lijst = {(r.output, r.wet, r.antwoord) for r in leg_uit(wie).uitkomst.redenen}
        boom = {(k["toets"], k["grondslag"]["wet"], k["antwoord"]) for k in plat(leg_uit(wie).als_json()["redenering"])}
        assert lijst <= boom, wie


def test_the_way_to_what_keeps_a_duty_away_is_marked() -> None:
    weg = [k["toets"] for k in plat(leg_uit("studie").als_json()["redenering"]) if k["beslist"]]
    assert weg == ["inburgeringsplichtig", "valt_onder_artikel_3", "anders_dan_tijdelijk", "tijdelijk_doel",
                   "doel_in_de_lijst"]  # fmt: skip
    assert not any(k["beslist"] for k in plat(leg_uit("asiel").als_json()["redenering"]))
