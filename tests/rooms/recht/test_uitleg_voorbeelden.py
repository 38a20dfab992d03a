"""The explanation of every example of the contract: it never fails, whatever is missing, and says nothing untrue."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inburgering.recht import feiten, regelversies, scalar, tegenproef, toelichting, werelden
from inburgering.recht.errors import FeitOngeldig
from inburgering.recht.feiten import Feiten
from inburgering.recht.redenen import zoek
from inburgering.recht.tegenproef import Richting, Tegenproef
from inburgering.recht.toelichting import Toelichting
from rechtpersonen import PEILDATUM, gezin, persoon


def leg_uit(bron: dict[str, Any], *, regel: str = "bekendmaking", aantal: int = 50) -> Toelichting:
    return toelichting.maak(feiten.lees(bron), regelversies.laad(regel), peildatum=PEILDATUM, tegenproeven=aantal)


def voorbeelden(gegevens: Path) -> list[dict[str, Any]]:
    map_ = gegevens.parent / "contract"
    return [json.loads(regel) for regel in (map_ / "voorbeelden.feiten.jsonl").read_text().splitlines()]


def test_of_someone_of_whom_nothing_is_known_it_says_what_is_missing() -> None:
    uitleg = leg_uit({"persoonId": "N"})
    assert uitleg.uitkomst.oordeel == "onbekend"
    assert "Wij missen: de geboortedatum, de nationaliteit, het verblijfsrecht." in uitleg.voor_persoon()[0]
    assert all(zin.startswith("Als blijkt dat ") for zin in map(uitleg.zin, uitleg.tegenproeven))


@pytest.mark.parametrize("regel", [r.id for r in regelversies.alle()])
def test_an_example_with_any_one_fact_removed_is_still_explained(gegevens: Path, regel: str) -> None:
    alle = voorbeelden(gegevens)
    assert len(alle) == 24
    for bron in alle if regel == "bekendmaking" else alle[::6]:
        for weg in bron.keys() - {"persoonId"}:
            uitleg = leg_uit({naam: feit for naam, feit in bron.items() if naam != weg}, regel=regel, aantal=5)
            assert uitleg.voor_duo().count("\n") > 3, (bron["persoonId"], weg)
            assert uitleg.voor_persoon()[0].startswith(("U ", "Wij ")), (bron["persoonId"], weg)
            assert uitleg.als_json()["redenering"], (bron["persoonId"], weg)


# ── What would change it ─────────────────────────────────────────────────────────────────────────

OUDST, LATER = date(1910, 1, 1), date(2070, 1, 1)
DAGEN = {Richting.VANAF, Richting.UITERLIJK}


def op_dag(bron: dict[str, Any], pad: str, dag: date) -> Feiten | None:
    """The facts with one date moved; a decision is taken no later than it is made known. None: they contradict."""
    wijziging: dict[str, Any] = {pad: dag.isoformat()}
    besluit = pad.replace("bekendmaking", "beschikkingsdatum")
    if besluit != pad and (genomen := zoek(bron, besluit)) and genomen > dag.isoformat():
        wijziging[besluit] = dag.isoformat()
    try:
        gelezen = feiten.lees(werelden.vul_in(bron, [wijziging]))
        feiten.eis_volgorde(gelezen)
    except FeitOngeldig:
        return None
    return gelezen


def beweerde_dagen(proef: Tegenproef) -> list[date]:
    """Both ends of the days that a sentence names, and points between; a date of an event is not after today."""
    begin = date.fromisoformat(proef.naar)
    if proef.grens is not None:
        eind = date.fromisoformat(proef.grens)
    elif proef.richting is Richting.UITERLIJK:
        eind = OUDST
    else:
        eind = LATER if proef.pad.endswith(("einddatum", "ot")) else PEILDATUM
    return [begin + (eind - begin) * deel // 8 for deel in range(9)]


@pytest.mark.parametrize("regel", [r.id for r in regelversies.alle()])
def test_what_would_change_an_example_is_so_on_both_ends_and_between(gegevens: Path, regel: str) -> None:
    getoetst = 0
    for bron in voorbeelden(gegevens):
        for proef in leg_uit(bron, regel=regel).tegenproeven:
            dagen = beweerde_dagen(proef) if proef.richting in DAGEN else []
            werelden_ = [wereld for dag in dagen if (wereld := op_dag(bron, proef.pad, dag)) is not None]
            for wereld in werelden_ or [tegenproef.pas_toe(feiten.lees(bron), proef)]:
                uit = scalar.stel_vast(wereld, regelversies.laad(regel), peildatum=PEILDATUM)
                assert (uit.oordeel, uit.wet) == (proef.oordeel, proef.wet), (bron["persoonId"], proef, wereld.bron)
                getoetst += 1
    assert getoetst > 100


@pytest.mark.parametrize(
    ("wie", "zin"),
    [
        ("P20", "Als het verblijfsbesluit van 1 mei 2020 tot en met 31 december 2021 bekend was gemaakt, dan was de"),
        (
            "P12",
            "Als de persoon hier was voor gezin bij een Nederlander (het verblijf vanaf 1 september 2019), dan gold",
        ),
        ("P11", "Als de opleiding tot 2 januari 2026 of langer duurde, dan was de persoon niet inburgeringsplichtig."),
    ],
)
def test_a_sentence_names_the_far_end_and_which_verblijf_it_is_about(gegevens: Path, wie: str, zin: str) -> None:
    bron = next(een for een in voorbeelden(gegevens) if een["persoonId"] == wie)
    uitleg = leg_uit(bron)
    assert any(uitleg.zin(proef).startswith(zin) for proef in uitleg.tegenproeven)


def test_of_more_than_one_verblijf_each_sentence_says_which(gegevens: Path) -> None:
    for bron in voorbeelden(gegevens):
        uitleg = leg_uit(bron)
        over = [proef for proef in uitleg.tegenproeven if proef.pad.startswith("verblijf[")]
        for proef in over if len(bron["verblijf"]) > 1 else []:
            assert "(het verblijf vanaf " in uitleg.zin(proef)
            assert "(uw verblijf vanaf " in uitleg.zin(proef, aan_persoon=True)


def test_two_verblijven_of_the_same_day_are_told_apart_by_number() -> None:
    zelfde = persoon(gezin("2022-03-01"), gezin("2022-03-01"))
    zinnen = [leg_uit(zelfde).zin(proef) for proef in leg_uit(zelfde).tegenproeven]
    assert not any("vanaf 1 maart 2022" in zin for zin in zinnen)


DATUMS = (
    "verblijf[0].bekendmaking", "verblijf[0].ingangsdatum", "verblijf[0].beschikkingsdatum",
    "verblijf[0].einddatum", "geboortedatum", "nationaliteiten[0].vanaf", "nationaliteiten[0].tot",
    "inschrijvingen[0].vanaf", "inschrijvingen[0].tot", "huisvesting.vanaf", "kennisgevingen[0].datum",
    "onderwijs.leerplichtTot", "onderwijs.opleidingen[0].vanaf", "onderwijs.opleidingen[0].tot",
    "onderwijs.diplomas[0].behaaldOp", "geestelijkBedienaar[0].vanaf", "geestelijkBedienaar[0].tot",
    "richtlijn200438[0].vanaf", "richtlijn200438[0].tot", "ontheffing.vanaf", "ontheffing.tot",
    "ingeburgerd.vanaf", "ingeburgerd.tot", "pip.eersteDagtekening",
)  # fmt: skip
WAARDEN: dict[str, Any] = {
    "verblijf[0].grond": "8d", "verblijf[0].doel": "studie", "verblijf[0].referent.soort": "unieburger",
    "verblijf[0].referent.doel": "studie", "verblijf[0].tijdelijkBepaald": True, "nationaliteiten[0].code": "0336",
    "nationaliteiten": [{"code": "0027"}], "inschrijvingen[0].gemeente": "0344", "huisvesting.gemeente": "0344",
    "verblijfplaats.gemeente": "0344", "verblijfplaats.soort": "azc", "kennisgevingen[0].wet": "Wi2013",
    "onderwijs.opleidingen[0].aansluitendOpLeerplicht": True, "onderwijs.diplomas[0].soort": "overig",
    "onderwijs.opleidingen[0].leidtTotVrijstellendDiploma": False, "euLangdurigIngezetene.lidstaat": "AT",
    "euLangdurigIngezetene.inburgeringsvereisteVoldaan": True, "ontheffing.gedeeltelijk": True,
    "ingeburgerd.gedeeltelijk": True,
}  # fmt: skip
LIJSTEN = (
    "verblijf", "kennisgevingen", "onderwijs.diplomas", "onderwijs.opleidingen",
    "onderwijs.jarenLeerplichtigInNederland", "geestelijkBedienaar", "richtlijn200438", "euLangdurigIngezetene",
)  # fmt: skip


def veranderingen() -> Iterator[tuple[str, Richting, Any, str | None]]:
    for pad in DATUMS:
        yield pad, Richting.VANAF, "2022-05-01", None
        yield pad, Richting.UITERLIJK, "2022-05-01", None
        yield pad, Richting.VANAF, "2022-05-01", "2023-06-01"
        yield pad, Richting.UITERLIJK, "2022-05-01", "2022-05-01"
    for pad, waarde in WAARDEN.items():
        yield pad, Richting.WAARDE, waarde, None
    for pad in LIJSTEN:
        nieuw = [{"grond": "8c", "bekendmaking": "2022-05-01"}] if pad == "verblijf" else None
        yield pad, Richting.MET, nieuw, None
        yield pad, Richting.ZONDER, None, None


RUW = re.compile(r"ander feit|dit feit|een feit|[\[\]{}_]|[a-z][A-Z]|\d{4}-\d\d|None|True|False|\b0\d{3}\b")


def test_there_are_words_for_every_fact_of_the_contract() -> None:
    uitleg = leg_uit(persoon(gezin("2022-03-01"), gezin("2023-03-01")), aantal=0)
    for pad, richting, naar, grens in veranderingen():
        soort = tegenproef.soort_van(pad)
        soort = "nationaliteit.overig" if soort == "nationaliteit" else soort
        proef = Tegenproef(pad, soort, richting, None, naar, {pad: naar}, "plichtig", "Wi2021", None, grens)
        for zin in (uitleg.zin(proef), uitleg.zin(proef, aan_persoon=True)):
            assert not re.search(
                r"ander feit|dit feit|een feit|[\[\]{}_]|[a-z][A-Z]|\d{4}-\d\d|None|True|False", zin
            ), zin
            assert not re.search(r"\b0\d{3}\b", zin), zin


def test_a_stretch_of_days_names_both_ends_and_a_single_day_only_itself() -> None:
    uitleg = leg_uit(persoon(gezin("2022-03-01")), aantal=0)

    def zin(richting: Richting, grens: str | None) -> str:
        naar = "2022-05-01"
        soort = "geboortedatum"
        return uitleg.zin(
            Tegenproef(soort, soort, richting, None, naar, {soort: naar}, "plichtig", "Wi2013", None, grens)
        )

    assert "op of na 1 mei 2022 was" in zin(Richting.VANAF, None)
    assert "van 1 mei 2022 tot en met 1 juni 2023 was" in zin(Richting.VANAF, "2023-06-01")
    assert "van 1 juni 2013 tot en met 1 mei 2022 was" in zin(Richting.UITERLIJK, "2013-06-01")
    assert "persoon op 1 mei 2022 was" in zin(Richting.VANAF, "2022-05-01")
