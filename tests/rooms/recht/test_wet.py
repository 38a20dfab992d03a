"""The rule files: the shape of the schema, the lints of the house, and what is refused at load."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from inburgering.recht import feiten, regelversies, scalar, termijnen, wetten
from inburgering.recht.errors import OnbekendeRegelversie, RegelOngeldig
from rechtpersonen import PEILDATUM, asiel, gezin, persoon, regulier

WET = wetten.wortel()
BESTANDEN = sorted(p for p in WET.rglob("*.yaml") if "gevallen" not in p.parts)


def inhoud(pad: Path) -> dict[str, Any]:
    return yaml.safe_load(pad.read_text(encoding="utf-8"))


@pytest.mark.parametrize("pad", BESTANDEN, ids=lambda p: str(p.relative_to(WET)))
def test_every_rule_file_fits_the_pinned_schema(pad: Path, gegevens: Path) -> None:
    import jsonschema

    schema = json.loads((gegevens / "regelrecht" / "schema-v0.5.6.json").read_text())
    fouten = [f"{f.json_path}: {f.message[:200]}" for f in jsonschema.Draft7Validator(schema).iter_errors(inhoud(pad))]
    assert not fouten, "\n".join(fouten)


@pytest.mark.parametrize("pad", BESTANDEN, ids=lambda p: str(p.relative_to(WET)))
def test_every_action_names_its_article_with_a_link_and_a_question(pad: Path) -> None:
    bron = inhoud(pad)
    assert pad.stem == bron["valid_from"]
    assert pad.parent.name == bron["$id"]
    for artikel in bron["articles"]:
        assert artikel["text"].endswith(".")
        assert artikel["url"].startswith("https://")
        for actie in artikel.get("machine_readable", {}).get("execution", {}).get("actions", []):
            grond = actie["legal_basis"]
            assert grond["explanation"].endswith(("?", ".")), actie["output"]
            assert grond["url"].startswith("https://")
            if "bwb_id" in bron:
                assert grond["juriconnect"].startswith(f"jci1.3:c:{bron['bwb_id']}&artikel={artikel['number']}")


def test_no_rule_has_a_null_a_bare_date_text_or_an_unused_definition() -> None:
    for pad in BESTANDEN:
        for artikel in inhoud(pad)["articles"]:
            leesbaar = artikel.get("machine_readable", {})
            acties = json.dumps(leesbaar.get("execution", {}).get("actions", []))
            assert "null" not in acties, f"{pad}: {artikel['number']}"
            gebruikt = set(re.findall(r'"\$([A-Z_0-9]+)"', acties))
            assert gebruikt <= set(leesbaar.get("definitions", {})), f"{pad}: {artikel['number']}"


def kopie(map_: Path) -> Path:
    shutil.copytree(WET, map_ / "wet")
    return map_ / "wet"


def wijzig(map_: Path, bestand: str, van: str, naar: str) -> None:
    pad = map_ / bestand
    tekst = pad.read_text(encoding="utf-8")
    assert van in tekst
    pad.write_text(tekst.replace(van, naar, 1), encoding="utf-8")


VIJFDE = """
$id: regelversies_eigen
name: Eigen regelversies
regulatory_layer: UITVOERINGSBELEID
publication_date: '2026-01-01'
valid_from: '2026-01-01'
url: https://example.org/
articles:
- number: beschikking
  text: Als bekendmaking, maar met de dag van de beschikking.
  url: https://example.org/
  machine_readable:
    definitions:
      REGELVERSIE:
        titel: De beschikking beslist
        status: ter-vergelijking
        beslist_per: verblijf
        aanvang_verblijf: beschikkingsdatum
        plicht:
          Wi2013: {regeling: wet_inburgering, output: inburgeringsplichtig}
          Wi2021: {regeling: wet_inburgering_2021, output: inburgeringsplichtig}
        wet: {regeling: wet_inburgering_2021, output: wet}
        tekst_op: '2022-01-01'
"""


def test_a_fifth_regelversie_is_a_file_and_nothing_else(tmp_path: Path) -> None:
    map_ = kopie(tmp_path)
    (map_ / "uitvoeringsbeleid" / "regelversies_eigen").mkdir()
    (map_ / "uitvoeringsbeleid" / "regelversies_eigen" / "2026-01-01.yaml").write_text(VIJFDE)
    vijfde = regelversies.laad("beschikking", map_=map_)
    lid = feiten.lees(persoon(gezin("2022-01-05", beschikkingsdatum="2021-12-20")))
    uit = scalar.stel_vast(lid, vijfde, peildatum=PEILDATUM)
    assert (uit.wet, uit.as_json()["ingangsdatum"]) == ("Wi2013", "2021-12-20")
    assert vijfde.hash != regelversies.laad("bekendmaking", map_=map_).hash


def test_an_unknown_regelversie_names_the_ones_there_are() -> None:
    with pytest.raises(OnbekendeRegelversie) as fout:
        regelversies.laad("bekendmakin")
    assert "bekendmaking-b" in fout.value.herstel


@pytest.mark.parametrize(
    ("van", "naar", "woord"),
    [
        ("operation: LESS_THAN_OR_EQUAL", "operation: BEFORE", "BEFORE"),
        ("value: $TURKS_ASIEL_VANAF", "value: $TURKS_SINDS", "TURKS_SINDS"),
        ("value: $dag", "value: null", "null"),
        ("output: aow_datum", "output: aow_dag", "aow_dag"),
        ("valid_from: '2022-01-01'", "valid_from: '2023-01-01'", "twee teksten"),
        ("articles:", "articles: [", "YAML"),
        ("value: $nederlandse_nationaliteit", "value: $valt_onder_artikel_3", "kring"),
    ],
)  # fmt: skip
def test_a_rule_file_with_a_mistake_is_refused_when_it_is_read(tmp_path: Path, van: str, naar: str, woord: str) -> None:
    map_ = kopie(tmp_path)
    wijzig(map_, "wet_inburgering_2021/2022-01-01.yaml", van, naar)
    with pytest.raises(RegelOngeldig) as fout:
        regelversies.laad("bekendmaking", map_=map_)
    assert woord in fout.value.zin()
    assert fout.value.herstel


OUD, NIEUW = "wet_inburgering/2021-12-31.yaml", "wet_inburgering_2021/2022-01-01.yaml"
BESLUIT, BESLUIT_2022 = "besluit_inburgering/2021-12-31.yaml", "besluit_inburgering_2021/2022-01-01.yaml"
BESLUIT_2023 = "besluit_inburgering_2021/2023-01-01.yaml"


def van_naar(bestand: str, naam: str, van: str, naar: str) -> tuple[str, str, str]:
    """The change of one definition in one file."""
    return bestand, f"{naam}:\n        value: {van}", f"{naam}:\n        value: {naar}"


GRENZEN = [
    van_naar(OUD, "LEEFTIJD_ONDERGRENS", "16", "17"),
    van_naar(OUD, "JAREN_LEERPLICHTIG", "8", "9"),
    van_naar(OUD, "TURKS_ASIEL_VANAF", "'2020-05-01'", "'2020-05-02'"),
    van_naar(OUD, "PVT_JAREN", "1", "2"),
    van_naar(OUD, "EXAMEN_JAREN", "3", "4"),
    (OUD, "value: -1", "value: 0"),
    (OUD, "GRONDEN: [8a, 8c]", "GRONDEN: [8a]"),
    van_naar(BESLUIT, "ONDERBREKING_JAREN", "1", "2"),
    (BESLUIT, "kennismigrant", "kennismigranten"),
    van_naar(NIEUW, "LEEFTIJD_ONDERGRENS", "16", "17"),
    van_naar(NIEUW, "TURKS_VANAF", "'2022-01-01'", "'2022-01-02'"),
    van_naar(NIEUW, "TERMIJN_JAREN", "3", "4"),
    van_naar(BESLUIT_2022, "PIP_WEKEN", "10", "9"),
    van_naar(BESLUIT_2023, "PIP_WEKEN", "10", "11"),
    (BESLUIT_2022, "kennismigrant", "kennismigranten"),
    van_naar("algemene_ouderdomswet/2025-01-01.yaml", "MAANDEN_2022", "7", "8"),
    van_naar("leerplichtwet_1969/2020-08-01.yaml", "KWALIFICATIEPLICHT_TOT_JAREN", "18", "19"),
    ("uitvoeringsbeleid/nationaliteiten/2022-01-01.yaml", "'0081'", "'0082'"),
]


KAAL = {"onderwijs": {"leerplichtTot": "2021-06-01"}}
TURK, ZWITSER = {"nationaliteiten": [{"code": "0339"}]}, {"nationaliteiten": [{"code": "0081"}]}
INGESCHREVEN = {"inschrijvingen": [{"gemeente": "0344", "vanaf": "2022-01-20"}]}
GOUD = [
    persoon(asiel("2018-03-01"), geboortedatum="2006-01-01", **KAAL),
    persoon(asiel("2021-12-01"), geboortedatum="2005-12-15", **KAAL),
    persoon(gezin("2021-03-01"), onderwijs={"jarenLeerplichtigInNederland": 8}),
    persoon(asiel("2020-05-01"), **TURK),
    persoon(gezin("2022-01-01"), **TURK),
    persoon(gezin("2022-03-01"), **ZWITSER),
    persoon(gezin("2021-03-01"), **INGESCHREVEN),
    persoon(asiel("2021-03-01")),
    persoon(asiel("2022-03-01")),
    persoon(gezin("2020-02-01", einddatum="2021-09-14"), gezin("2022-09-16")),
    persoon(regulier("2021-03-01", "kennismigrant")),
    persoon(regulier("2022-03-01", "kennismigrant")),
    persoon(asiel("2022-03-01"), geboortedatum="2006-02-15"),
    persoon(asiel("2022-03-01"), geboortedatum="1956-05-15"),
    persoon(asiel("2021-08-15"), geboortedatum="2003-06-01"),
    persoon(gezin("2022-01-03"), pip={"eersteDagtekening": "2022-05-10"}, **INGESCHREVEN),
    persoon(gezin("2022-01-03"), kennisgevingen=[{"datum": "2023-09-11"}], **INGESCHREVEN),
    persoon(gezin("2022-01-03"), kennisgevingen=[{"datum": "2022-09-11"}], **INGESCHREVEN),
]


def golden(map_: Path) -> list[Any]:
    """Outcomes that together feel every threshold."""
    regel = regelversies.laad("bekendmaking", map_=map_)
    uit = []
    for geval in GOUD:
        for dag in (PEILDATUM, PEILDATUM.replace(year=2021, month=12, day=31)):
            rij = scalar.stel_vast(feiten.lees(geval), regel, peildatum=dag).as_json()
            uit.append({sleutel: rij[sleutel] for sleutel in rij if sleutel != "redenen"})
    return uit


def test_the_golden_outcomes_do_not_depend_on_where_the_files_are(tmp_path: Path) -> None:
    assert golden(kopie(tmp_path)) == golden(WET)


@pytest.mark.parametrize(("bestand", "van", "naar"), GRENZEN)
def test_a_threshold_that_moves_changes_a_golden_outcome(tmp_path: Path, bestand: str, van: str, naar: str) -> None:
    map_ = kopie(tmp_path)
    wijzig(map_, bestand, van, naar)
    assert golden(map_) != golden(WET)


def test_the_holidays_come_from_the_rule_file() -> None:
    definities = wetten.laad(WET).tekst("algemene_termijnenwet", op="2022-01-01").definities
    assert {f"2022-{dag}" for dag in definities["VASTE_FEESTDAGEN"]} <= {
        d.isoformat() for d in termijnen.feestdagen(2022)
    }
