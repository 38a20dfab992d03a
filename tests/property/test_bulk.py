"""The fast engine says of every invented person what the readable engine says, on every key."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from bulkpersonen import personen, plat
from inburgering.recht import feiten, regelversies, scalar
from inburgering.recht.bulk import motor, registerbeeld, terug
from inburgering.recht.errors import FeitOngeldig
from rechtpersonen import PEILDATUM, asiel, gezin, persoon

pytestmark = pytest.mark.timeout(1200)  # the first test compiles the rules: a minute of one core

REGELS = ("bekendmaking", "bekendmaking-b", "kennisgeving", "ingangsdatum")
PEILDATA = (PEILDATUM, date(2022, 1, 1), date(2021, 12, 31), date(2023, 3, 1))


def naast_elkaar(
    bronnen: list[dict[str, Any]], regel: str, peildatum: date
) -> tuple[list[tuple[dict[str, Any], dict[str, Any]]], motor.Telling]:
    """What each engine says of each person, and how the fast one counted."""
    regelversie, gelezen = regelversies.laad(regel), [feiten.lees(bron) for bron in bronnen]
    beeld = registerbeeld.van_feiten(gelezen)
    uit, telling = motor.stel_vast_en_tel(beeld, regelversie, peildatum=peildatum, draden=1)
    goed = [plat(scalar.stel_vast(een, regelversie, peildatum=peildatum)) for een in gelezen]
    return list(zip(goed, uit.to_pylist(), strict=True)), telling


def verschillen(paren: list[tuple[dict[str, Any], dict[str, Any]]]) -> list[Any]:
    return [
        (goed["persoonId"], {k: (w, snel[k]) for k, w in goed.items() if snel[k] != w})
        for goed, snel in paren
        if goed != snel
    ]


@pytest.mark.parametrize(("regel", "peildatum"), list(zip(REGELS, PEILDATA, strict=True)))
def test_both_engines_agree_on_persons_around_every_boundary(regel: str, peildatum: date) -> None:
    paren, telling = naast_elkaar(personen(1450, zaad=11, leeg=0.0008, deels=0.002), regel, peildatum)
    assert verschillen(paren) == []
    assert Counter(goed["oordeel"] for goed, _ in paren)["plichtig"] > 80
    assert telling.leesbare_motor == 0


@pytest.mark.parametrize(("regel", "peildatum"), list(zip(REGELS, PEILDATA, strict=True)))
def test_both_engines_agree_when_many_facts_are_missing(regel: str, peildatum: date) -> None:
    paren, telling = naast_elkaar(personen(60, zaad=12, leeg=0.02, deels=0.03), regel, peildatum)
    assert verschillen(paren) == []
    assert telling.open > 0 or regel == "kennisgeving"


def met_brief(een: dict[str, Any], geboren: dict[str, Any] | None, brief: str) -> dict[str, Any]:
    """The same person with a kennisgeving, of whom the date of birth and the end of school duty are not known."""
    onderwijs = {naam: w for naam, w in een["onderwijs"].items() if naam != "leerplichtTot"}
    return een | {"geboortedatum": geboren, "kennisgevingen": [{"datum": brief}], "onderwijs": onderwijs}


@pytest.mark.parametrize("peildatum", [PEILDATUM, date(2021, 12, 31)], ids=str)
def test_both_engines_agree_when_the_letter_decides_and_nobody_knows_how_old_the_person_is(peildatum: date) -> None:
    geboren = [None, *({"type": "JaarDatum", "langFormaat": "", "jaar": jaar} for jaar in (1985, 2006))]
    brieven = ("2021-11-30", "2022-01-14", "2012-11-01", "2024-05-01")
    bronnen = [
        met_brief(een, geboren[n % 3], brieven[n // 3 % 4])
        for n, een in enumerate(personen(24, zaad=21, leeg=0.02, deels=0.01))
    ]
    paren, telling = naast_elkaar(bronnen, "kennisgeving", peildatum)
    assert verschillen(paren) == []
    assert telling.leesbare_motor == 0
    assert {"plichtig", "onbekend"} <= {goed["oordeel"] for goed, _ in paren}


@pytest.mark.parametrize("regel", REGELS)
def test_the_examples_of_the_contract_come_out_as_expected(gegevens: Path, regel: str) -> None:
    map_ = gegevens.parent / "contract"
    bronnen = [json.loads(r) for r in (map_ / "voorbeelden.feiten.jsonl").read_text().splitlines()]
    verwacht = {r["persoonId"]: r["verwacht"] for r in map(json.loads, (map_ / "voorbeelden.verwacht.jsonl").open())}
    paren, _ = naast_elkaar(bronnen, regel, PEILDATUM)
    assert verschillen(paren) == []
    assert len(paren) == 24
    for _, snel in paren:
        wil = verwacht[snel["persoonId"]].get(regel, {})
        assert snel["oordeel"] == wil.get("oordeel", snel["oordeel"])
        assert snel["wet"] == wil.get("wet", snel["wet"])


def test_who_has_more_than_a_kernel_can_hold_is_decided_by_the_readable_engine_and_counted() -> None:
    lang = [gezin(f"20{jaar}-02-01", einddatum=f"20{jaar}-11-01") for jaar in range(13, 23)]
    paren, telling = naast_elkaar([persoon(*lang), persoon(asiel("2022-03-01"))], "bekendmaking", PEILDATUM)
    assert verschillen(paren) == []
    assert (telling.personen, telling.leesbare_motor) == (2, 1)


def test_a_row_goes_back_to_the_facts_it_was_made_of() -> None:
    bronnen = personen(150, zaad=13)
    boek = regelversies.laad("bekendmaking").machine.boek
    beeld = registerbeeld.van_feiten([feiten.lees(bron) for bron in bronnen])
    terug_ = [feiten.lees(terug.contract(rij, boek)) for rij in beeld.to_pylist()]
    assert registerbeeld.van_feiten(terug_).equals(beeld)


def _niets(waarde: Any) -> bool:
    return waarde is None or (isinstance(waarde, list) and all(deel is None for deel in waarde))


def test_columns_that_are_left_out_are_the_same_as_columns_of_nulls() -> None:
    gelezen = [feiten.lees(persoon(asiel("2022-03-01"))), feiten.lees(persoon(gezin("2021-03-01")))]
    beeld = registerbeeld.van_feiten(gelezen)
    leeg = [n for n in beeld.schema.names if all(_niets(waarde) for waarde in beeld.column(n).to_pylist())]
    smal = beeld.select([n for n in beeld.schema.names if n not in leeg])
    regelversie = regelversies.laad("bekendmaking")
    assert len(leeg) > 20
    uit = [motor.stel_vast(b, regelversie, peildatum=PEILDATUM).to_pylist() for b in (smal, beeld)]
    assert uit[0] == uit[1]


def test_a_slice_and_a_table_in_chunks_give_the_same_outcomes() -> None:
    beeld = registerbeeld.van_feiten([feiten.lees(b) for b in personen(90, zaad=14, leeg=0.001, deels=0.002)])
    regelversie = regelversies.laad("bekendmaking")
    heel = motor.stel_vast(beeld, regelversie, peildatum=PEILDATUM)
    assert (
        motor.stel_vast(beeld.slice(13, 40), regelversie, peildatum=PEILDATUM).to_pylist()
        == heel.slice(13, 40).to_pylist()
    )
    stukken = pa.Table.from_batches([beeld.slice(0, 31), beeld.slice(31)])
    assert motor.stel_vast(stukken, regelversie, peildatum=PEILDATUM).to_pylist() == heel.to_pylist()


def test_a_list_whose_fields_differ_in_length_is_refused_by_name() -> None:
    beeld = registerbeeld.van_feiten([feiten.lees(persoon(asiel("2022-03-01")))])
    plek = beeld.schema.get_field_index("verblijf_doel")
    krom = beeld.set_column(plek, "verblijf_doel", pa.array([[0, 0]], pa.list_(pa.int8())))
    with pytest.raises(FeitOngeldig) as fout:
        motor.stel_vast(krom, regelversies.laad("bekendmaking"), peildatum=PEILDATUM)
    assert fout.value.veld == "verblijf_doel"


def test_a_comparison_finds_the_same_persons_as_the_readable_engine_and_says_what_flipped() -> None:
    bronnen = personen(250, zaad=15, leeg=0, deels=0)
    gelezen = [feiten.lees(bron) for bron in bronnen]
    oud, nieuw = regelversies.laad("ingangsdatum"), regelversies.laad("bekendmaking")
    uit = motor.vergelijk(registerbeeld.van_feiten(gelezen), oud, nieuw, peildatum=PEILDATUM)

    def kort(een: feiten.Feiten, regelversie: regelversies.Regelversie) -> tuple[Any, ...]:
        uitkomst = scalar.stel_vast(een, regelversie, peildatum=PEILDATUM)
        return uitkomst.oordeel, uitkomst.wet, uitkomst.ingangsdatum

    anders = [i for i, een in enumerate(gelezen) if kort(een, oud) != kort(een, nieuw)]
    assert list(uit.rijen) == anders
    assert len(anders) > 20
    assert len(uit.groep) == len(anders)
    assert any("wet_inburgering.inburgeringsplichtig" in groep for groep in uit.groepen)


def test_the_mask_of_a_person_holds_the_conditions_that_the_reasons_name() -> None:
    bronnen = [
        persoon(asiel("2022-03-01")),
        persoon(gezin("2021-03-01")),
        persoon(asiel("2019-03-01"), nationaliteiten=[{"code": "0055"}]),
    ]
    regelversie = regelversies.laad("bekendmaking")
    gelezen = [feiten.lees(bron) for bron in bronnen]
    patroon = motor.patronen(registerbeeld.van_feiten(gelezen), regelversie, peildatum=PEILDATUM)
    namen = [output for _, output in motor.voorwaarden(regelversie)]
    regeling = [naam for naam, _ in motor.voorwaarden(regelversie)]
    for i, een in enumerate(gelezen):
        for reden in scalar.stel_vast(een, regelversie, peildatum=PEILDATUM).redenen:
            plekken = [
                n
                for n, o in enumerate(namen)
                if o == reden.output and reden.wet.lower() in regeling[n].replace("_", " ")
            ]
            for n in plekken[:1]:
                antwoord = "ja" if patroon[0][i] >> n & 1 else "onbekend" if patroon[1][i] >> n & 1 else "nee"
                assert antwoord == reden.antwoord, (reden.output, reden.wet)
