"""The whole story: counted, closed, the same for the same seed, and right by the law itself."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from inburgering.interfaces.cli.verhaal import januari, tellen
from inburgering.recht import feiten as recht_feiten
from inburgering.recht import regelversies, scalar
from story.wereld import op

INBURGERING = str(Path(sys.executable).parent / "inburgering")
KANALEN = {"portaal", "api", "export", "webhook", "brief", "statistiek"}
SLEUTELS = {
    "feiten": {"gelezen", "geweigerd"},
    "vaststelling": {"regelversie", "plichtig", "wi2013", "wi2021", "onbekend"},
    "kennisgeving": {"verzonden"},
    "signaal": {"bezorgd", "gemeenten", "geopend", "doorgiften"},
    "datalek": {"bewustOp", "voorlopigKlaarOp", "binnen72uur", "betrokkenen", "ontvangers"},
    "herstel": {"onderzocht", "terecht", "tenOnrechte", "onbekend", "doorMensBeslist"},
    "brieven": {"uitleg", "correctie", "keuze"},
    "correctie": {"ingetrokken", "omgeleid", "nageleverd", "bevestigd", "naarRechtsopvolger"},
    "statistiek": {"aangehouden", "vervangen"},
}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The story as another program gets it."""
    opdracht = [INBURGERING, "verhaal", "januari-2022", "--personen", "60", "--zaad", "7", "--json"]
    klaar = subprocess.run(opdracht, capture_output=True, text=True, check=False)
    assert klaar.returncode == 0, klaar.stderr[-2000:]
    return json.loads(klaar.stdout)


@pytest.mark.slow
def test_the_document_has_the_keys_of_the_contract(document):
    for deel, sleutels in SLEUTELS.items():
        assert set(document[deel]) == sleutels, deel
    assert document["personen"] == document["feiten"]["gelezen"] == 60


@pytest.mark.slow
def test_everybody_and_everything_ends_somewhere(document):
    assert document["sluitend"] == {
        "personenZonderEindstand": 0,
        "signalenZonderEindstand": 0,
        "dubbelBezorgd": 0,
        "verstrekkingenZonderSpoor": 0,
        "spoorKlopt": True,
    }
    assert document["hervatting"]["achterstand"] == 0


@pytest.mark.slow
def test_every_kanaal_was_tried_under_the_stop_and_refused(document):
    geweigerd = document["stop"]["geweigerd"]
    assert set(geweigerd) == KANALEN
    assert all(aantal >= 1 for aantal in geweigerd.values()), geweigerd


@pytest.mark.slow
def test_what_was_readable_before_the_stop_is_not_after_it(document):
    assert document["stop"]["leesbaarVoor"] == document["signaal"]["bezorgd"] > 0
    assert document["stop"]["leesbaarNa"] == 0
    assert document["stop"]["gemeentenBevestigd"] == document["stop"]["gemeentenGevraagd"] > 0


@pytest.mark.slow
def test_the_counts_of_the_repair_add_up(document):
    herstel = document["herstel"]
    assert herstel["terecht"] + herstel["tenOnrechte"] + herstel["onbekend"] == herstel["onderzocht"]
    assert document["datalek"]["betrokkenen"] == herstel["onderzocht"]
    assert document["datalek"]["binnen72uur"] is True
    assert (
        document["correctie"]["bevestigd"] == document["correctie"]["ingetrokken"] + document["correctie"]["omgeleid"]
    )
    assert document["correctie"]["naarRechtsopvolger"] >= 1


@pytest.mark.slow
def test_who_was_wrongly_told_is_who_the_law_says(db):
    """The product found them by the ledger and two regelversies; here the law is asked once more, person by person."""
    list(januari.speel(60, 7))
    from inburgering.feit import queries as feiten
    from inburgering.herstel import queries as herstel

    incident = herstel.incidenten()[0]
    gevonden = {g.persoon_id: g for g in herstel.geraakten(incident.pk)}
    bekend = feiten.feiten(list(gevonden), moment=op(2, 7))
    oud, nieuw = regelversies.laad("kennisgeving"), regelversies.laad("bekendmaking")
    for persoon_id, geraakt in gevonden.items():
        uit = scalar.stel_vast(recht_feiten.lees(bekend[persoon_id]), nieuw, peildatum=op(2, 7).date())
        if geraakt.door_mens:
            assert uit.oordeel == "onbekend", "a person decides only what the facts cannot"
            continue
        if not bekend[persoon_id].get("kennisgevingen"):
            continue  # the letter still waited when the stop came, so no fact says that it was sent
        was = scalar.stel_vast(recht_feiten.lees(bekend[persoon_id]), oud, peildatum=op(2, 7).date())
        assert (geraakt.uitkomst == "ten-onrechte") == ((was.oordeel, was.wet) != (uit.oordeel, uit.wet))
    assert tellen.tel("januari-2022", personen=60, zaad=7)["herstel"]["onderzocht"] == len(gevonden)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_counts_down_to_the_smallest_story():
    opdracht = [INBURGERING, "verhaal", "januari-2022", "--personen", "20", "--zaad", "3", "--json"]
    eerste, tweede = (json.loads(subprocess.run(opdracht, capture_output=True, check=True).stdout) for _ in "ab")
    for document in (eerste, tweede):
        assert all(document["stop"]["geweigerd"].values()), document["stop"]["geweigerd"]
        del document["stop"]["vastgelegdMs"], document["stop"]["leeggelopenMs"]
    assert eerste == tweede


def test_an_unknown_story_is_a_wrong_call():
    klaar = subprocess.run([INBURGERING, "verhaal", "februari"], capture_output=True, text=True, check=False)
    assert klaar.returncode == 2
    assert "januari-2022" in klaar.stderr
