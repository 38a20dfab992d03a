"""A rule file with a mistake is refused when it is read, with file, line, article and mend."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inburgering.interfaces.cli.main import app
from inburgering.recht import codes, controle, regelversies, wetten
from inburgering.recht.errors import RegelOngeldig

GOED = """\
$id: proef
name: Proef
regulatory_layer: UITVOERINGSBELEID
publication_date: '2022-01-01'
valid_from: '2022-01-01'
url: https://example.org/
articles:
- number: '1'
  text: Wie oud genoeg is en een goede grond heeft, hoort erbij.
  url: https://example.org/
  machine_readable:
    definitions:
      GRONDEN: [8a, 8c]
      LEEFTIJD:
        value: 16
        type: number
        type_spec:
          unit: years
    execution:
      parameters:
      - name: geboortedatum
        type: date
      - name: dag
        type: date
      - name: grond
        type: string
      output:
      - name: oud_genoeg
        type: boolean
      - name: goede_grond
        type: boolean
      - name: hoort_erbij
        type: boolean
      actions:
      - output: oud_genoeg
        value:
          operation: LESS_THAN_OR_EQUAL
          subject:
            operation: DATE_ADD
            date: $geboortedatum
            years: $LEEFTIJD
          value: $dag
        legal_basis: {law: Proef, article: '1', url: 'https://example.org/', explanation: 'Oud genoeg?'}
      - output: goede_grond
        value:
          operation: IN
          subject: $grond
          value: $GRONDEN
        legal_basis: {law: Proef, article: '1', url: 'https://example.org/', explanation: 'Goede grond?'}
      - output: hoort_erbij
        value:
          operation: AND
          conditions: [$oud_genoeg, $goede_grond]
        legal_basis: {law: Proef, article: '1', url: 'https://example.org/', explanation: 'Hoort erbij?'}
"""
PROEF = "proef/2022-01-01.yaml"
VOORBIJ_DEFINITIES = "    execution:\n      parameters:\n"


def schrijf(map_: Path, tekst: str, plaats: str = PROEF) -> Path:
    pad = map_ / plaats
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_text(tekst, encoding="utf-8")
    return map_


def regel_van(tekst: str, stuk: str) -> int:
    return tekst[: tekst.index(stuk)].count("\n") + 1


def test_a_right_file_has_no_faults(tmp_path: Path) -> None:
    assert controle.controleer(schrijf(tmp_path, GOED)) == []


def test_the_rule_files_of_the_product_have_no_faults() -> None:
    assert controle.controleer(wetten.wortel()) == []


# what is changed, into what, the part that the line must point at, a word of the fault, a word of the mend
KAPOT = {
    "unknown operation": ("operation: IN", "operation: BEFORE", "operation: BEFORE", "BEFORE is onbekend", "Gebruik"),
    "age as a number": ("operation: DATE_ADD", "operation: AGE", "operation: AGE", "AGE is onbekend", "DATE_ADD"),
    "missing word": (
        "          subject: $grond\n",
        "",
        "        value:\n          operation: IN",
        "IN heeft",
        "subject",
    ),
    "missing definition": ("$GRONDEN", "$GROND", "value: $GROND", "$GROND is nergens gegeven", "definitions"),
    "undeclared fact": (
        "date: $geboortedatum",
        "date: $geboren",
        "date: $geboren",
        "$geboren is nergens",
        "parameters",
    ),
    "null": ("value: $dag", "value: null", "value: null", "null", "Noem het feit"),
    "number in a rule": ("years: $LEEFTIJD", "years: 16", "years: 16", "getal 16", "definitions"),
    "list in a rule": ("value: $GRONDEN", "value: [8a]", "value: [8a]", "lijst van codes", "definitions"),
    "unquoted date": ("value: $dag", "value: 2022-01-01", "value: 2022-01-01", "geen waarde", "aanhalingstekens"),
    "date with a code": (
        "value: $dag",
        "value: $grond",
        "operation: LESS_THAN_OR_EQUAL",
        "vergelijkt een datum met",
        "gelijke",
    ),
    "code as a date": ("date: $geboortedatum", "date: $grond", "date: $grond", "vraagt een datum", "Pas"),
    "truth of a date": (
        "[$oud_genoeg, $goede_grond]",
        "[$oud_genoeg, $dag]",
        "conditions: [$oud_genoeg, $dag]",
        "ja of nee",
        "Pas",
    ),
    "order of codes": (
        "operation: IN\n          subject: $grond\n          value: $GRONDEN",
        "operation: LESS_THAN\n          subject: $grond\n          value: 8a",
        "operation: LESS_THAN\n          subject: $grond",
        "geen eerder of later",
        "EQUALS",
    ),
    "code set of a code": ("value: $GRONDEN", "value: $grond", "value: $grond", "lijst van codes", "definitie"),
    "code that does not exist": ("[8a, 8c]", "[8a, 8z]", "value: $GRONDEN", "8z is geen code", "Verbeter"),
    "unit": ("          years: $LEEFTIJD", "          weeks: $LEEFTIJD", "weeks: $LEEFTIJD", "in years", "eenheid"),
    "other type than declared": (
        "- name: hoort_erbij\n        type: boolean",
        "- name: hoort_erbij\n        type: date",
        "value:\n          operation: AND",
        "hoort_erbij heet een datum",
        "Verbeter",
    ),
    "unused parameter": (
        "        type: string\n",
        "        type: string\n      - name: doel\n        type: string\n",
        "- name: doel",
        "doel wordt niet gebruikt",
        "Haal het weg",
    ),
    "output that no action gives": (
        "        type: boolean\n      actions",
        "        type: boolean\n      - name: meer\n        type: date\n      actions",
        "- name: meer",
        "geen actie geeft meer",
        "Schrijf de actie",
    ),
    "action that is not declared": (
        "      - name: hoort_erbij\n        type: boolean\n",
        "",
        "- output: hoort_erbij",
        "staat niet bij output",
        "Zet naam",
    ),
    "action twice": (
        "- output: hoort_erbij",
        "- output: goede_grond",
        "output: goede_grond\n        value:\n          operation: AND",
        "staat er twee keer",
        "eigen naam",
    ),
    "circle": (
        "[$oud_genoeg, $goede_grond]",
        "[$oud_genoeg, $hoort_erbij]",
        "value:\n          operation: AND",
        "in een kring",
        "Breek",
    ),
    "no question": (
        "explanation: 'Oud genoeg?'",
        "explanation: Oud genoeg",
        "explanation: Oud genoeg",
        "geen vraag",
        "vraagteken",
    ),
    "no ground": (
        "        legal_basis: {law: Proef, article: '1', url: 'https://example.org/', explanation: 'Goede grond?'}\n",
        "",
        "- output: goede_grond",
        "legal_basis|grondslag",
        "artikel",
    ),
    "silent default": (
        "value:\n          operation: AND\n          conditions: [$oud_genoeg, $goede_grond]",
        (
            "value:\n          operation: IF\n          cases:\n"
            "          - when: $oud_genoeg\n            then: $goede_grond\n          default: false"
        ),
        "value:\n          operation: IF",
        "beslist hier over ja of nee",
        "AND",
    ),
    "definition of another type": ("value: 16", "value: zestien", "LEEFTIJD:", "LEEFTIJD heet number", "type"),
    "code twice": ("[8a, 8c]", "[8a, 8a]", "GRONDEN:", "twee keer", "een staan"),
    "half a year": ("value: 16\n", "value: 16.5\n", "value: 16.5", "16.5; dat is geen heel getal", "kleinere eenheid"),
    "age below zero": (
        "value: 16\n",
        "value: -16\n",
        "value: -16",
        "-16 (years); dat kan niet",
        "van 0 tot en met 150",
    ),
    "age of a mountain": ("value: 16\n", "value: 99999\n", "value: 99999", "99999 (years)", "van 0 tot en met 150"),
    "years without a unit": (
        "      LEEFTIJD:\n        value: 16\n        type: number\n        type_spec:\n          unit: years\n",
        "      LEEFTIJD: -16\n",
        "years: $LEEFTIJD",
        "-16 (years); dat kan niet",
        "van 0",
    ),
    "half a number without a unit": (
        "      LEEFTIJD:\n        value: 16\n        type: number\n        type_spec:\n          unit: years\n",
        "      LEEFTIJD: 16.5\n",
        "LEEFTIJD: 16.5",
        "geen heel getal",
        "kleinere eenheid",
    ),
    "definition that is a list": ("value: 16\n", "value: [16]\n", "LEEFTIJD:", "maar is iets los", "type"),
    "number among codes": ("[8a, 8c]", "[8a, 3]", "GRONDEN:", "staat 3 tussen codes", "aanhalingstekens"),
    "yes and no among codes": ("[8a, 8c]", "[8a, no]", "GRONDEN:", "geen code", "Verbeter"),
    "numbers as codes": ("[8a, 8c]", "[8, 9]", "value: $GRONDEN", "een lijst van getallen", "definitie"),
    "unknown unit": ("unit: years", "unit: year", "unit: year", "de eenheid year bestaat niet", "years"),
    "number of an act": (
        "{law: Proef, article: '1', url: 'https://example.org/', explanation: 'Oud genoeg?'}",
        ("{law: Proef, bwb_id: BWBR00, article: '1', url: 'https://example.org/', explanation: 'Oud genoeg?'}"),
        "legal_basis: {law: Proef, bwb_id",
        "bwb_id BWBR00",
        "BWBR0044770",
    ),
    "lid as a number": (
        "{law: Proef, article: '1', url: 'https://example.org/', explanation: 'Oud genoeg?'}",
        "{law: Proef, article: '1', paragraph: 1, url: 'https://example.org/', explanation: 'Oud genoeg?'}",
        "legal_basis: {law: Proef, article: '1', paragraph",
        "het lid is geen tekst",
        "aanhalingstekens",
    ),
    "no sentence": ("hoort erbij.", "hoort erbij", "text: Wie", "geen zin", "punt"),
}


@pytest.mark.parametrize(("van", "naar", "wijst_naar", "detail", "herstel"), KAPOT.values(), ids=KAPOT)
def test_a_mistake_is_named_with_file_line_article_and_mend(
    tmp_path: Path, van: str, naar: str, wijst_naar: str, detail: str, herstel: str
) -> None:
    assert van in GOED
    kapot = GOED.replace(van, naar, 1)
    schrijf(tmp_path, kapot)
    gevonden = [g for g in controle.controleer(tmp_path) if any(stuk in g.detail for stuk in detail.split("|"))]
    assert gevonden, [g.zin() for g in controle.controleer(tmp_path)]
    gebrek = gevonden[0]
    assert (gebrek.bestand, gebrek.artikel) == (PROEF, "1")
    assert gebrek.regel == regel_van(kapot, wijst_naar)
    assert herstel in gebrek.herstel
    with pytest.raises(RegelOngeldig) as fout:
        wetten.laad(tmp_path)
    assert f"{PROEF}, regel" in fout.value.zin()
    assert "artikel 1" in fout.value.zin()
    assert fout.value.herstel


def test_a_boolean_fact_must_be_a_question_of_its_own(tmp_path: Path) -> None:
    kapot = GOED.replace("- name: grond\n        type: string", "- name: grond\n        type: boolean").replace(
        "[$oud_genoeg, $goede_grond]", "[$oud_genoeg, $grond]"
    )
    gebreken = controle.controleer(schrijf(tmp_path, kapot))
    assert any("geen eigen vraag" in g.detail and g.regel == regel_van(kapot, "conditions:") for g in gebreken)


@pytest.mark.parametrize(
    ("van", "naar", "regel", "woord"),
    [
        ("articles:", "articles: [", "- number: '1'", "geen YAML"),
        ("name: Proef\n", "name: Proef\nname: Toets\n", "name: Toets", "name staat er twee keer"),
        ("valid_from: '2022-01-01'", "valid_from: '2022-13-01'", "valid_from", "geen dag"),
        ("valid_from: '2022-01-01'", "valid_from: 2022-01-01", "valid_from", "geen tekst"),
        ("name: Proef\n", "", "$id", "name ontbreekt"),
        ("UITVOERINGSBELEID", "FOO", "regulatory_layer", "de laag FOO bestaat niet"),
        ("UITVOERINGSBELEID", "WET", "regulatory_layer", "bij de laag WET hoort bwb_id"),
        ("name: Proef\n", "name: Proef\nbwb_id: BWBR00\n", "bwb_id", "bwb_id BWBR00 heeft niet de goede vorm"),
        ("name: Proef\n", "name: Proef\nbwb_id: 44770\n", "bwb_id", "bwb_id 44770 heeft niet de goede vorm"),
        ("publication_date: '2022-01-01'", "publication_date: '2022'", "publication_date", "geen dag"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_line(
    tmp_path: Path, van: str, naar: str, regel: str, woord: str
) -> None:
    kapot = GOED.replace(van, naar, 1)
    gebrek = next(g for g in controle.controleer(schrijf(tmp_path, kapot)) if woord in g.detail)
    assert (gebrek.bestand, gebrek.regel) == (PROEF, regel_van(kapot, regel))
    assert gebrek.herstel


def test_two_texts_from_one_day_are_refused(tmp_path: Path) -> None:
    schrijf(schrijf(tmp_path, GOED), GOED, "proef/nog-eens.yaml")
    (gebrek,) = controle.controleer(tmp_path)
    assert "twee teksten van proef vanaf 2022-01-01" in gebrek.detail
    assert gebrek.regel == regel_van(GOED, "valid_from")


def test_a_text_that_lapses_after_the_next_one_began_is_refused(tmp_path: Path) -> None:
    later = GOED.replace("valid_from: '2022-01-01'", "valid_from: '2023-01-01'")
    eerder = GOED.replace("valid_from: '2022-01-01'", "valid_from: '2022-01-01'\nvalid_to: '2023-01-01'")
    schrijf(schrijf(tmp_path, eerder), later, "proef/2023-01-01.yaml")
    (gebrek,) = controle.controleer(tmp_path)
    assert "op 2023-01-01 gelden twee teksten" in gebrek.detail
    assert (gebrek.bestand, gebrek.regel) == (PROEF, regel_van(eerder, "valid_to"))
    goed = eerder.replace("valid_to: '2023-01-01'", "valid_to: '2022-12-31'")
    assert controle.controleer(schrijf(tmp_path, goed)) == []


INVOER = """\
      input:
      - name: aow_datum
        type: date
        source:
          regulation: aow
          output: aow_dag
      output:
"""


@pytest.mark.parametrize(
    ("regeling", "output", "soort", "woord"),
    [
        ("aow", "oud_genoeg", "date", "de regeling aow bestaat niet"),
        ("ander", "aow_dag", "date", "ander heeft geen uitkomst aow_dag"),
        ("ander", "oud_genoeg", "date", "aow_datum heet een datum, maar oud_genoeg is ja of nee"),
        ("ander@2021-01-01", "oud_genoeg", "boolean", "de regeling ander@2021-01-01 bestaat niet"),
    ],
)
def test_a_name_in_another_file_must_be_there_and_of_the_same_type(
    tmp_path: Path, regeling: str, output: str, soort: str, woord: str
) -> None:
    invoer = INVOER.replace("aow\n", f"{regeling}\n").replace("aow_dag", output).replace("type: date", f"type: {soort}")
    met = GOED.replace("      output:\n", invoer, 1).replace("value: $dag", "value: $aow_datum", 1)
    met = met.replace("      - name: dag\n        type: date\n", "")
    schrijf(schrijf(tmp_path, met), GOED.replace("$id: proef", "$id: ander"), "ander/2022-01-01.yaml")
    gebrek = next(g for g in controle.controleer(tmp_path) if woord in g.detail)
    assert (gebrek.bestand, gebrek.artikel, gebrek.regel) == (PROEF, "1", regel_van(met, "source:"))


def test_a_circle_over_two_files_is_found(tmp_path: Path) -> None:
    def met(id_: str, ander: str) -> str:
        invoer = INVOER.replace("aow_datum", "van_ander").replace("type: date", "type: boolean")
        invoer = invoer.replace("regulation: aow", f"regulation: {ander}").replace("aow_dag", "hoort_erbij")
        tekst = GOED.replace("$id: proef", f"$id: {id_}").replace("      output:\n", invoer, 1)
        return tekst.replace("[$oud_genoeg, $goede_grond]", "[$oud_genoeg, $goede_grond, $van_ander]")

    schrijf(schrijf(tmp_path, met("een", "twee"), "een/2022-01-01.yaml"), met("twee", "een"), "twee/2022-01-01.yaml")
    gebreken = [g for g in controle.controleer(tmp_path) if "kring" in g.detail]
    assert len(gebreken) == 1
    assert gebreken[0].regel == regel_van(met("een", "twee"), "value:\n          operation: AND")


def test_a_regelversie_that_names_an_unknown_outcome_is_refused(tmp_path: Path) -> None:
    tekst = (wetten.wortel() / "uitvoeringsbeleid/regelversies/2022-01-01.yaml").read_text(encoding="utf-8")
    for pad in wetten.bestanden(wetten.wortel()):
        schrijf(tmp_path, pad.read_text(encoding="utf-8"), str(pad.relative_to(wetten.wortel())))
    kapot = tekst.replace("output: inburgeringsplichtig", "output: plichtig", 1)
    schrijf(tmp_path, kapot, "uitvoeringsbeleid/regelversies/2022-01-01.yaml")
    (gebrek,) = controle.controleer(tmp_path)
    assert "wet_inburgering heeft geen uitkomst plichtig" in gebrek.detail
    assert gebrek.artikel == "bekendmaking"
    with pytest.raises(RegelOngeldig):
        regelversies.laad("bekendmaking", map_=tmp_path)


def test_what_changes_an_answer_is_told_before_what_is_merely_unused(tmp_path: Path) -> None:
    kapot = GOED.replace(
        "        type: string\n", "        type: string\n      - name: doel\n        type: string\n", 1
    )
    schrijf(tmp_path, kapot.replace("[$oud_genoeg, $goede_grond]", "[$oud_genoeg, $hoort_erbij]"))
    assert "wordt niet gebruikt" in controle.controleer(tmp_path)[0].detail
    with pytest.raises(RegelOngeldig) as fout:
        wetten.laad(tmp_path)
    assert "in een kring" in fout.value.detail
    assert fout.value.herstel.endswith("Er is nog 1 gebrek; `inburgering regelversie controleer` noemt ze alle.")


def test_the_command_lists_every_fault_of_every_file_at_once(tmp_path: Path) -> None:
    twee = GOED.replace("$GRONDEN", "$GROND").replace("value: $dag", "value: null")
    schrijf(schrijf(tmp_path, twee), GOED.replace("articles:", "articles: ["), "ander/2022-01-01.yaml")
    uit = CliRunner().invoke(app, ["regelversie", "controleer", str(tmp_path)])
    assert uit.exit_code == 1
    gebreken = json.loads(uit.stdout)["gebreken"]
    assert {g["bestand"] for g in gebreken} == {PROEF, "ander/2022-01-01.yaml"}
    assert len(gebreken) >= 3
    assert f"{PROEF}, regel {regel_van(twee, 'value: null')}, artikel 1" in uit.stderr


def test_the_command_says_so_when_nothing_is_wrong() -> None:
    uit = CliRunner().invoke(app, ["regelversie", "controleer"])
    assert (uit.exit_code, json.loads(uit.stdout)["gebreken"]) == (0, [])


def test_the_command_reckons_the_cases_beside_the_law_too(tmp_path: Path) -> None:
    geval = {"regeling": "proef", "gevallen": [{"geval": "Fout", "vraag": "goede_grond", "gegeven": {"grond": "8e"}}]}
    geval["gevallen"][0]["antwoord"] = "ja"  # type: ignore[index] # a list of cases
    schrijf(schrijf(tmp_path, GOED), json.dumps(geval), "proef/gevallen/een.yaml")
    uit = CliRunner().invoke(app, ["regelversie", "controleer", str(tmp_path)])
    assert uit.exit_code == 1
    assert "Fout (tekst 2022-01-01, {'grond': '8e'}): verwacht ja, gekregen nee" in uit.stderr


@pytest.mark.parametrize("pad", ["leeg", "er-niet"])
def test_the_command_asks_for_a_folder_with_rule_files(tmp_path: Path, pad: str) -> None:
    (tmp_path / "leeg").mkdir()
    uit = CliRunner().invoke(app, ["regelversie", "controleer", str(tmp_path / pad)])
    assert uit.exit_code == 2
    assert "map" in uit.stderr


def test_the_grounds_that_the_contract_asks_a_bekendmaking_of_are_those_of_both_acts() -> None:
    boek = wetten.laad(wetten.wortel())
    for wet in ("wet_inburgering", "wet_inburgering_2021"):
        assert boek.tekst(wet, op="2022-01-01").definities["GRONDEN"] == codes.MET_BEKENDMAKING
