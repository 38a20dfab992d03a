"""A regelversie goes into use by report, golden cases and two people; what held when can be asked back."""

from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from indienst import neem_in_dienst
from keten import DAG, JURIST, LEIDER, MEDEWERKER, NU, mensen, neem_in_gebruik

REDEN = "De dag van de brief beslist niet."


@pytest.fixture
def room(db):
    from inburgering.vaststelling import commands, queries

    neem_in_dienst(JURIST, LEIDER, MEDEWERKER)
    return commands, queries


def rapport(commands, nieuw, oud=None, now=NU):
    return commands.stel_rapport_op(oud, nieuw, peildatum=DAG, moment=now, door=JURIST, now=now)


def test_the_golden_cases_are_run_and_their_result_is_kept(room):
    from inburgering.recht import gevaltoets, regelversies

    _, queries = room
    neem_in_gebruik("bekendmaking")
    besluit = next(g for g in queries.register() if g.soort == "in-gebruik")
    assert besluit.gevallen == gevaltoets.toets(regelversies.laad("bekendmaking")).aantal >= 24


def test_one_golden_case_that_comes_out_otherwise_stops_the_decision(room, monkeypatch):
    from inburgering.recht import gevaltoets
    from inburgering.vaststelling.errors import GeenRegelversie, GevallenNietGroen

    commands, queries = room
    kenmerk = rapport(commands, "bekendmaking")
    afwijking = gevaltoets.Afwijking("Asiel in 2021", "x.yaml", "wet", "Wi2013", "Wi2021")
    monkeypatch.setattr(gevaltoets, "toets", lambda _: gevaltoets.Uitslag(24, (afwijking,)))
    for doe in (
        lambda: commands.neem_in_gebruik("bekendmaking", door=JURIST, tweede=LEIDER, now=NU, rapport_hash=kenmerk),
        lambda: commands.stel_voor("bekendmaking", reden=REDEN, door=JURIST, now=NU, rapport_hash=kenmerk),
    ):
        with pytest.raises(GevallenNietGroen, match="Asiel in 2021"):
            doe()
    with pytest.raises(GeenRegelversie):
        queries.in_gebruik_op(NU)


def test_a_regelversie_without_golden_cases_does_not_go_into_use(room, monkeypatch):
    from inburgering.recht import gevaltoets
    from inburgering.vaststelling.errors import GevallenNietGroen

    commands, _ = room
    kenmerk = rapport(commands, "bekendmaking")
    monkeypatch.setattr(gevaltoets, "toets", lambda _: gevaltoets.Uitslag(0, ()))
    with pytest.raises(GevallenNietGroen, match="horen geen gevallen"):
        commands.neem_in_gebruik("bekendmaking", door=JURIST, tweede=LEIDER, now=NU, rapport_hash=kenmerk)


def test_a_report_that_compares_with_what_no_longer_holds_is_refused(room):
    from inburgering.vaststelling.errors import RapportVerouderd

    commands, _ = room
    kenmerk = rapport(commands, "bekendmaking")
    neem_in_gebruik("kennisgeving")
    with pytest.raises(RapportVerouderd, match="kennisgeving"):
        commands.neem_in_gebruik("bekendmaking", door=JURIST, tweede=LEIDER, now=NU, rapport_hash=kenmerk)


def test_after_a_withdrawal_the_report_still_compares_with_what_held_last(room):
    commands, queries = room
    neem_in_gebruik("kennisgeving")
    kenmerk = rapport(commands, "bekendmaking", "kennisgeving")
    later = NU + timedelta(hours=1)
    commands.trek_in_regelversie("kennisgeving", reden=REDEN, door=JURIST, tweede=LEIDER, now=later)
    commands.neem_in_gebruik("bekendmaking", door=JURIST, tweede=LEIDER, now=later, rapport_hash=kenmerk, reden=REDEN)
    assert queries.in_gebruik_op(later) == "bekendmaking"


def test_a_report_that_was_changed_after_it_was_made_is_no_report(room, db):
    from django.db import connections

    from inburgering.vaststelling.errors import RapportOntbreekt

    commands, _ = room
    kenmerk = rapport(commands, "bekendmaking")
    with connections["beheer"].cursor() as cursor:
        cursor.execute("UPDATE vaststelling_effectrapport SET inhoud = jsonb_set(inhoud, '{gewijzigd}', '99')")
    with pytest.raises(RapportOntbreekt):
        commands.neem_in_gebruik("bekendmaking", door=JURIST, tweede=LEIDER, now=NU, rapport_hash=kenmerk)


def test_one_proposes_and_another_confirms(room):
    from inburgering.toegang.errors import VierOgenNodig
    from inburgering.vaststelling.errors import VoorstelOntbreekt

    commands, queries = room
    kenmerk = rapport(commands, "bekendmaking")
    commands.stel_voor("bekendmaking", reden=REDEN, door=JURIST, now=NU, rapport_hash=kenmerk)
    assert queries.open_voorstellen(NU)["bekendmaking"].reden == REDEN
    with pytest.raises(VierOgenNodig):
        commands.bevestig_voorstel("bekendmaking", tweede=JURIST, now=NU, rapport_hash=kenmerk)
    with pytest.raises(VoorstelOntbreekt):
        commands.bevestig_voorstel("bekendmaking", tweede=LEIDER, now=NU, rapport_hash="een-ander")
    later = NU + timedelta(hours=2)
    commands.bevestig_voorstel("bekendmaking", tweede=LEIDER, now=later, rapport_hash=kenmerk)
    besluit = queries.geldigheid_op(later).besluit
    assert (besluit.door, besluit.tweede, besluit.reden) == (JURIST.id, LEIDER.id, REDEN)
    assert besluit.rapport_hash == kenmerk
    with pytest.raises(VoorstelOntbreekt):
        commands.bevestig_voorstel("bekendmaking", tweede=LEIDER, now=later, rapport_hash=kenmerk)


def test_who_may_not_decide_may_neither_propose_nor_confirm(room):
    from inburgering.toegang.errors import GeenBevoegdheid

    commands, queries = room
    kenmerk = rapport(commands, "bekendmaking")
    with pytest.raises(GeenBevoegdheid):
        commands.stel_voor("bekendmaking", reden=REDEN, door=MEDEWERKER, now=NU, rapport_hash=kenmerk)
    commands.stel_voor("bekendmaking", reden=REDEN, door=JURIST, now=NU, rapport_hash=kenmerk)
    with pytest.raises(GeenBevoegdheid):
        commands.bevestig_voorstel("bekendmaking", tweede=MEDEWERKER, now=NU, rapport_hash=kenmerk)
    assert queries.alle_in_gebruik(NU) == []


def test_a_proposal_that_is_turned_down_is_gone_with_its_reason(room):
    from inburgering.vaststelling.errors import BeslissingOngeldig

    commands, queries = room
    kenmerk = rapport(commands, "bekendmaking")
    commands.stel_voor("bekendmaking", reden=REDEN, door=JURIST, now=NU, rapport_hash=kenmerk)
    with pytest.raises(BeslissingOngeldig):
        commands.wijs_voorstel_af("bekendmaking", reden=" ", door=LEIDER, now=NU)
    commands.wijs_voorstel_af("bekendmaking", reden="Te veel onbekend.", door=LEIDER, now=NU)
    assert queries.open_voorstellen(NU) == {}
    assert queries.register()[-1].reden == "Te veel onbekend."


def test_what_held_at_any_moment_can_be_asked_back_with_who_decided_and_why(room):
    from inburgering.vaststelling.errors import GeenRegelversie

    commands, queries = room
    een, twee, drie, vier = (NU + timedelta(days=n) for n in (1, 2, 3, 4))
    neem_in_gebruik("kennisgeving", now=een)
    neem_in_gebruik("bekendmaking", now=twee)
    commands.trek_in_regelversie("bekendmaking", reden="Rekenfout.", door=JURIST, tweede=LEIDER, now=drie)
    commands.trek_in_regelversie("kennisgeving", reden=REDEN, door=JURIST, tweede=LEIDER, now=vier)
    vakken = [(v.besluit.regelversie, v.vanaf, v.tot) for v in queries.tijdvakken()]
    assert vakken == [("kennisgeving", een, twee), ("bekendmaking", twee, drie), ("kennisgeving", drie, vier)]
    assert queries.geldigheid_op(drie - timedelta(seconds=1)).besluit.regelversie == "bekendmaking"
    assert queries.geldigheid_op(drie).besluit.regelversie == "kennisgeving"
    for moment in (NU, vier):
        with pytest.raises(GeenRegelversie):
            queries.geldigheid_op(moment)


def test_the_database_wants_the_golden_cases_and_keeps_only_green_ones(db, app_dsn):
    rij = (
        "INSERT INTO vaststelling_effectrapport VALUES ('h', '', 'b', 'x', now(), now(), 0, 0, 0, '{}', 'a', now());"
        "INSERT INTO vaststelling_regelversiegebeurtenis"
        " (regelversie, soort, wet_hash, door, tweede, reden, op, rapport_id)"
        " VALUES ('b', 'in-gebruik', 'x', 'a', 'b', '', now(), 'h')"
    )
    rood = (
        "INSERT INTO vaststelling_gevallenuitslag (regelversie, wet_hash, aantal, goed, op)"
        " VALUES ('b', 'x', 24, 23, now())"
    )
    for vraag, regel in ((rij, "vaststelling_register_gevallen"), (rood, "vaststelling_gevallen_goed")):
        with psycopg.connect(app_dsn) as verbinding, pytest.raises(psycopg.errors.CheckViolation, match=regel):
            verbinding.execute(vraag)


def test_the_report_counts_which_test_flipped_and_keeps_the_document_of_the_contract(room):
    commands, queries = room
    mensen()
    neem_in_gebruik("kennisgeving")
    inhoud = queries.rapport(rapport(commands, "bekendmaking", "kennisgeving")).inhoud
    assert sum(rij["aantal"] for rij in inhoud["perToets"]) == inhoud["gewijzigd"] > 0
    assert all(rij["toets"] and rij["artikel"] and rij["vraag"] for rij in inhoud["perToets"])


def test_a_report_is_found_by_the_first_characters_of_its_name(room):
    from inburgering.vaststelling.errors import RapportOntbreekt

    commands, queries = room
    kenmerk = rapport(commands, "bekendmaking")
    assert queries.rapport(kenmerk[:12]).hash == kenmerk
    assert [r.hash for r in queries.rapporten("bekendmaking")] == [kenmerk]
    for onbekend in ("0" * 64, kenmerk[:3]):
        with pytest.raises(RapportOntbreekt):
            queries.rapport(onbekend)


def test_a_golden_case_file_that_holds_no_cases_is_refused_by_name(tmp_path: Path):
    from inburgering.recht import gevaltoets
    from inburgering.recht.errors import RegelOngeldig

    (tmp_path / "gevallen").mkdir()
    (tmp_path / "gevallen" / "leeg.yaml").write_text("peildatum: '2026-01-01'\n")
    with pytest.raises(RegelOngeldig, match="gevallen") as fout:
        gevaltoets.gevallen(map_=tmp_path)
    assert fout.value.veld == "gevallen/leeg.yaml"
