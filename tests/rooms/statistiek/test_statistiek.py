"""A levering to CBS on a real database: held under a stop, counted, booked, replaced."""

import json
from pathlib import Path

import psycopg
import pytest

from inburgering.feit import queries as feiten
from inburgering.primitives.ids import nieuw_id
from inburgering.spoor import queries as spoor
from inburgering.statistiek import commands, queries
from inburgering.statistiek.errors import LeveringOnbekend, LeveringStandOngeldig
from inburgering.statistiek.terms import Soort, Stand
from inburgering.stop import commands as stop
from inburgering.stop import queries as stops
from inburgering.stop.errors import StopVanKracht
from inburgering.stop.terms import Bereik, Kanaal
from inburgering.vaststelling import commands as vaststelling
from inburgering.vaststelling import queries as vaststellingen
from inburgering.verstrekking import queries as verstrekt
from story import wereld as w
from story.wereld import FOUT, GOED, Wereld, op

pytestmark = pytest.mark.slow


@pytest.fixture
def wereld(db: str, tmp_path: Path) -> Wereld:
    """January, before anything was stopped."""
    return w.maak(tmp_path, 24)


def _vrijgave(regel: str = FOUT, run: str = "K1") -> int:
    return stop.maak_vrijgave(regel, "statistiek", run=run, now=op(1, 20))


def _stop(wereld: Wereld, vrijgaven: list[int]):
    bereik = Bereik(alles=False, vrijgaven=tuple(int(v) for v in vrijgaven))
    return stop.zet_stop(bereik, "Fout.", door=wereld.duo["leider"], now=op(1, 26))


def test_everybody_with_a_duty_counts_once_and_the_file_adds_up(wereld: Wereld) -> None:
    levering = commands.stel_samen("2022K1", vrijgave_id=_vrijgave(), now=op(2, 1))
    plichtig = [u for u in vaststellingen.uitkomsten() if u.oordeel == "plichtig" and u.wet == "Wi2021"]
    rij, bestand = queries.een(levering), queries.bestand(levering)
    manifest = json.loads(bestand.manifest)
    assert (rij.opgenomen, rij.aangehouden) == (len(plichtig), 0)
    assert (
        manifest["controletotalen"]["personen"]
        == sum(t.opgenomen for t in queries.tellingen(levering))
        == len(plichtig)
    )
    assert len(bestand.csv.decode().splitlines()) == 1 + len(plichtig)


def test_no_line_names_a_person(wereld: Wereld) -> None:
    tekst = queries.bestand(commands.stel_samen("2022K1", vrijgave_id=_vrijgave(), now=op(2, 1))).csv.decode()
    for mens in wereld.mensen:
        assert mens.bsn not in tekst
        assert mens.naam not in tekst
    codes = spoor.pseudoniemen([int(p) for p in feiten.personen()])
    assert sum(code in tekst for code in codes.values()) == len(tekst.splitlines()) - 1


def test_a_frozen_person_neither_vanishes_nor_stays(wereld: Wereld) -> None:
    voor = queries.een(commands.stel_samen("2022K1", vrijgave_id=_vrijgave(), now=op(1, 25)))
    _stop(wereld, wereld.vrijgaven)
    na = queries.een(commands.stel_samen("2022K1", vrijgave_id=_vrijgave(run="na"), now=op(2, 1)))
    assert na.aangehouden > 0
    assert na.opgenomen + na.aangehouden == voor.opgenomen
    manifest = json.loads(queries.bestand(na.id).manifest)
    assert manifest["aangehouden"]["personen"] == na.aangehouden


def test_delivering_books_everybody_who_is_in_it_and_happens_once(wereld: Wereld) -> None:
    levering = commands.stel_samen("2022K1", vrijgave_id=_vrijgave(), now=op(2, 1))
    geleverd = commands.lever(levering, now=op(2, 2), door=wereld.duo["medewerker"])
    geboekt = [v for v in verstrekt.van_vrijgaven([geleverd.vrijgave_id]) if v.ontvanger == "CBS"]
    assert geleverd.stand is Stand.GELEVERD
    assert len({v.persoon_id for v in geboekt}) == len(geboekt) == geleverd.opgenomen
    assert verstrekt.zonder_spoor() == 0
    with pytest.raises(LeveringStandOngeldig):
        commands.lever(levering, now=op(2, 3))


def test_under_a_stop_it_is_refused_noted_and_held_and_goes_after_the_lifting(wereld: Wereld) -> None:
    vrijgave = _vrijgave()
    levering = commands.stel_samen("2022K1", vrijgave_id=vrijgave, now=op(2, 1))
    stop_id = _stop(wereld, [vrijgave])
    for dag in (2, 3):
        assert commands.lever(levering, now=op(2, dag)).stand is Stand.AANGEHOUDEN
    assert stops.weigeringen(stop_id) == {Kanaal.STATISTIEK: 2}
    with pytest.raises(StopVanKracht):
        queries.bestand(levering)
    assert not verstrekt.van_vrijgaven([vrijgave])
    stop.hef_op(stop_id, door=wereld.duo["leider"], tweede=wereld.duo["fg"], now=op(2, 4))
    assert commands.lever(levering, now=op(2, 5)).stand is Stand.GELEVERD


def test_a_replacement_tells_cbs_per_person_and_per_cell_what_changed(wereld: Wereld) -> None:
    oud = commands.stel_samen("2022K1", vrijgave_id=_vrijgave(), now=op(2, 1))
    commands.lever(oud, now=op(2, 2))
    w.neem_in_gebruik(wereld, FOUT, GOED, op(2, 8))
    alle = [int(p) for p in feiten.personen()]
    vaststelling.stel_vast(
        alle, regelversie=GOED, peildatum=op(2, 9).date(), door=wereld.duo["medewerker"], now=op(2, 9)
    )
    nieuw = commands.vervang(oud, vrijgave_id=_vrijgave(GOED), now=op(2, 10))
    erratum, manifest = queries.errata(nieuw), json.loads(queries.bestand(nieuw).manifest)
    assert erratum
    verschil = sum(e.wordt - e.was for e in erratum)
    assert verschil == queries.een(nieuw).opgenomen - queries.een(oud).opgenomen
    assert manifest["vervangt"] == str(oud)
    assert manifest["controletotalen"]["vervallen"] >= len(wereld.van_soort("gezin-2021", "asiel-2021"))
    assert [s for s, _ in queries.een(oud).historie][-2:] == [Stand.ERRATUM, Stand.VERVANGEN]
    with pytest.raises(LeveringStandOngeldig):
        commands.vervang(oud, vrijgave_id=_vrijgave(GOED, "nog"), now=op(2, 11))


def test_a_levering_that_does_not_exist_cannot_be_delivered(db: str) -> None:
    with pytest.raises(LeveringOnbekend):
        commands.lever(nieuw_id(op(2, 1)), now=op(2, 1))


def test_the_lines_are_shut_by_the_database_and_evidence_cannot_change(wereld: Wereld, app_dsn: str) -> None:
    vrijgave = _vrijgave()
    levering = commands.stel_samen("2022-proef", vrijgave_id=vrijgave, now=op(2, 1), soort=Soort.PROEF)
    aantal = queries.een(levering).opgenomen
    tel = "SELECT count(*) FROM statistiek_regel WHERE vrijgave_id = %s"
    with psycopg.connect(app_dsn, autocommit=True) as los:
        assert los.execute(tel, [vrijgave]).fetchone()[0] == aantal > 0
        _stop(wereld, [vrijgave])
        assert los.execute(tel, [vrijgave]).fetchone()[0] == 0
        for daad in ("UPDATE statistiek_opname SET stand = 'vervallen'", "DELETE FROM statistiek_gebeurtenis"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                los.execute(daad)
