"""What would change an outcome holds for every person: made true, it gives what was said; one day less does not."""

import runpy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inburgering.recht import feiten, regelversies, tegenproef, toelichting
from inburgering.recht.tegenproef import Richting
from rechtpersonen import PEILDATUM, beslis

_ANDER = runpy.run_path(str(Path(__file__).with_name("test_recht.py")))  # the same invented persons as there
WEG, personen, weggelaten = _ANDER["WEG"], _ANDER["personen"], _ANDER["weggelaten"]
MATIG = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
REGELS = st.sampled_from([r.id for r in regelversies.alle()])


def proeven(bron: dict[str, Any], regel: str) -> tuple[tegenproef.Tegenproef, ...]:
    wet = regelversies.laad(regel)
    return tegenproef.zoek_tegenproeven(feiten.lees(bron), wet, peildatum=PEILDATUM, maximaal=50)


@MATIG
@given(personen(), REGELS)
def test_applying_a_change_really_gives_the_stated_outcome(persoon: dict[str, Any], regel: str) -> None:
    nu = beslis(persoon, regel=regel)
    for proef in proeven(persoon, regel):
        anders = beslis(dict(tegenproef.pas_toe(feiten.lees(persoon), proef).bron), regel=regel)
        assert (anders.oordeel, anders.wet, anders.ingangsdatum) == (proef.oordeel, proef.wet, proef.ingangsdatum)
        assert (anders.oordeel, anders.wet) != (nu.oordeel, nu.wet)


@MATIG
@given(personen(), st.lists(st.sampled_from(WEG), min_size=1, max_size=2, unique=True))
def test_what_would_settle_an_unknown_outcome_really_does(
    persoon: dict[str, Any], paden: list[tuple[str | int, ...]]
) -> None:
    zonder = weggelaten(persoon, paden)
    for proef in proeven(zonder, "bekendmaking"):
        anders = beslis(dict(tegenproef.pas_toe(feiten.lees(zonder), proef).bron))
        assert (anders.oordeel, anders.wet) == (proef.oordeel, proef.wet)
        assert anders.oordeel != "onbekend"


@MATIG
@given(personen())
def test_a_date_is_moved_no_further_than_needed(persoon: dict[str, Any]) -> None:
    nu = beslis(persoon)
    if nu.oordeel == "onbekend":
        return
    for proef in proeven(persoon, "bekendmaking"):
        if proef.richting not in {Richting.VANAF, Richting.UITERLIJK} or len(proef.wijziging) > 1:
            continue
        terug = timedelta(days=-1 if proef.richting is Richting.VANAF else 1)
        bijna = (date.fromisoformat(proef.naar) + terug).isoformat()
        if bijna == proef.van:
            continue
        een_minder = tegenproef.Tegenproef(
            proef.pad, proef.soort, proef.richting, proef.van, bijna, {proef.pad: bijna},
            proef.oordeel, proef.wet, None,
        )  # fmt: skip
        uit = beslis(dict(tegenproef.pas_toe(feiten.lees(persoon), een_minder).bron))
        assert (uit.oordeel, uit.wet) != (proef.oordeel, proef.wet) or uit.oordeel == "onbekend"


@MATIG
@given(personen(), REGELS)
def test_everybody_gets_an_explanation_in_three_forms(persoon: dict[str, Any], regel: str) -> None:
    uitleg = toelichting.maak(feiten.lees(persoon), regelversies.laad(regel), peildatum=PEILDATUM)
    assert uitleg.voor_duo().count("\n") > 3
    assert uitleg.voor_persoon()[0].startswith(("U ", "Wij "))
    assert uitleg.als_json()["redenering"]
