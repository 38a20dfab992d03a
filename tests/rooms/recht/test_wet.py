"""The rule files: the shape of the schema, the lints of the house, and what is refused at load."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from inburgering.recht import feiten, regelversies, scalar, termijnen, wetten
from inburgering.recht.controle.vorm import EENHEDEN, LAGEN, PATRONEN
from inburgering.recht.errors import OnbekendeRegelversie
from rechtpersonen import PEILDATUM, gezin, persoon

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


def test_every_layer_number_and_unit_of_the_schema_is_known_and_no_other(gegevens: Path) -> None:
    schema = json.loads((gegevens / "regelrecht" / "schema-v0.5.6.json").read_text())
    assert set(LAGEN) == set(schema["properties"]["regulatory_layer"]["enum"])
    for eis in schema["allOf"]:
        laag = eis["if"]["properties"]["regulatory_layer"]
        for een in laag.get("enum", [laag.get("const")]):
            assert list(LAGEN[een]) == eis["then"]["required"]
    velden = schema["properties"] | schema["definitions"]["legalBasis"]["properties"]
    for sleutel, (patroon, voorbeeld) in PATRONEN.items():
        assert f"^{patroon.pattern}$" == velden[sleutel]["pattern"]
        assert patroon.fullmatch(voorbeeld)
    eenheden = schema["definitions"]["baseField"]["properties"]["type_spec"]["properties"]["unit"]["enum"]
    assert set(EENHEDEN) == set(eenheden)


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


def test_the_holidays_come_from_the_rule_file() -> None:
    definities = wetten.laad(WET).tekst("algemene_termijnenwet", op="2022-01-01").definities
    assert {f"2022-{dag}" for dag in definities["VASTE_FEESTDAGEN"]} <= {
        d.isoformat() for d in termijnen.feestdagen(2022)
    }
