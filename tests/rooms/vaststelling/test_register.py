"""From PostgreSQL to a momentopname and back: the same facts, and only who changed is recorded."""

from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from inburgering.interfaces.cli.bulk import toets_op
from inburgering.recht import wetten
from inburgering.recht.register import momentopname
from inburgering.toegang.errors import GeenBevoegdheid
from keten import DAG, GEZIN, KLANTMANAGER, MEDEWERKER, NU, mensen, neem_in_gebruik
from leveringen import ASIEL, persoon

BOEK = wetten.laad(wetten.wortel())
LATER = NU + timedelta(days=3)
STUDIE = GEZIN | {"doel": "studie"}


@pytest.fixture
def room(db):
    from inburgering.vaststelling import commands, queries

    neem_in_gebruik("bekendmaking", "kennisgeving")
    return commands, queries


@pytest.fixture
def opname(tmp_path):
    """A function that writes a momentopname of what was known at a moment."""

    def maak(moment=NU, naam="opname.parquet") -> Path:
        from inburgering.feit.queries import stroom

        with (tmp_path / naam).open("wb") as bestand:
            momentopname.schrijf(bestand, stroom.feiten_van_allen(moment=moment), moment=moment, boek=BOEK)
        return tmp_path / naam

    return maak


def draai(bestand, *, regelversie="bekendmaking", now=LATER, **anders):
    from inburgering.vaststelling.commands.register import stel_register_vast

    keuze = {"peildatum": DAG, "toets": toets_op(DAG), "door": MEDEWERKER, "now": now} | anders
    return stel_register_vast(bestand, regelversie=regelversie, **keuze)


def test_the_facts_of_everybody_come_out_as_columns_say_them(room, opname):
    from inburgering.feit import queries
    from inburgering.feit.queries import stroom

    mensen(persoon(0), persoon(1, verblijf=[GEZIN]), persoon(2, verblijf=[STUDIE, ASIEL]))
    assert list(stroom.feiten_van_allen(moment=NU)) == list(queries.feiten(None, moment=NU).values())
    tabel = pq.read_table(opname())
    assert tabel["persoonId"].to_pylist() == [str(pk) for pk in queries.personen()]
    assert momentopname.lees_kop(opname()).moment == NU


def test_a_momentopname_holds_what_was_known_then_and_not_what_was_learnt_later(room, opname):
    mensen()
    mensen(persoon(0, verblijf=[ASIEL | {"bekendmaking": "2022-01-04"}]), now=LATER, nummer=2)
    toen, nu = (pq.read_table(opname(m))["verblijf_bekendmaking_vroegst"].to_pylist() for m in (NU, LATER))
    assert (toen, nu) == ([[date(2021, 11, 18)]], [[date(2022, 1, 4)]])
    assert pq.read_table(opname(NU - timedelta(days=1))).num_rows == 0


def test_reading_by_columns_is_done_with_the_rights_of_the_application(room):
    from psycopg import sql

    from inburgering.feit.queries import stroom

    with stroom.kolommen(sql.SQL("SELECT current_user::text, current_setting('transaction_read_only')")) as delen:
        assert list(delen.read_all().to_pylist()[0].values()) == ["inburgering_app", "on"]


def test_the_first_run_records_everybody_with_reasons_and_a_line_in_the_trail(room, opname):
    from inburgering.spoor.models import Regel
    from inburgering.vaststelling.models import Run

    wie = mensen(persoon(0), persoon(1, verblijf=[STUDIE]))
    bestand = opname()
    run = draai(bestand)
    gevonden = {v.persoon_id: v for v in room[1].uitkomsten()}
    assert [(gevonden[pk].oordeel, gevonden[pk].wet) for pk in wie] == [("plichtig", "Wi2013"), ("niet-plichtig", None)]
    assert all(room[1].een(v.pk).redenen for v in gevonden.values())
    assert run.aantallen == {
        "gelezen": 2, "nieuw": 2, "ongewijzigd": 0, "metDeHand": 0, "plichtig": 1, "niet-plichtig": 1,
    }  # fmt: skip
    vast = Run.objects.get(pk=run.id)
    assert (vast.momentopname, vast.feiten_moment) == (momentopname.lees_kop(bestand).sha256, NU)
    assert Regel.objects.filter(name="vaststelling.vastgelegd").count() == 2


def test_a_second_run_records_nothing_when_nothing_changed(room, opname):
    mensen(persoon(0), persoon(1, verblijf=[GEZIN]))
    draai(opname(), voorgenomen=DAG)
    opnieuw = draai(opname(), now=LATER + timedelta(days=1), voorgenomen=DAG + timedelta(days=1))
    assert (opnieuw.aantallen["nieuw"], opnieuw.aantallen["ongewijzigd"]) == (0, 2)
    assert len(room[1].uitkomsten()) == 2


def test_what_the_engine_for_one_person_recorded_is_the_same_to_the_engine_by_columns(room, opname):
    wie = mensen(*[persoon(i, verblijf=[v]) for i, v in enumerate((ASIEL, GEZIN, STUDIE))])
    room[0].stel_vast(
        wie, regelversie="bekendmaking", peildatum=DAG, door=MEDEWERKER, now=NU, voorgenomen=dict.fromkeys(wie, DAG)
    )
    run = draai(opname(), voorgenomen=DAG)
    assert (run.aantallen["nieuw"], run.aantallen["ongewijzigd"]) == (0, 3)


def test_only_who_changed_is_recorded_and_supersedes(room, opname):
    een, ander = mensen(persoon(0), persoon(1, verblijf=[GEZIN]))
    draai(opname())
    mensen(persoon(0, verblijf=[ASIEL | {"bekendmaking": "2022-01-04"}]), now=LATER, nummer=2)
    run = draai(opname(LATER), now=LATER + timedelta(days=1))
    assert run.aantallen["nieuw"] == 1
    assert [len(room[1].geschiedenis(pk)) for pk in (een, ander)] == [2, 1]
    eerst, nieuw = room[1].geschiedenis(een)
    assert (eerst.wet, nieuw.wet, nieuw.vervangt_id) == ("Wi2013", "Wi2021", eerst.pk)


def test_what_a_person_decided_stays(room, opname):
    [wie] = mensen(persoon(0, verblijf=[STUDIE]))
    draai(opname())
    [eerst] = room[1].uitkomsten()
    room[0].beslis(
        eerst.pk, oordeel="plichtig", wet="Wi2021", ingangsdatum=DAG, reden="na gesprek met de IND", door=MEDEWERKER,
        now=LATER,
    )  # fmt: skip
    run = draai(opname(), now=LATER + timedelta(days=1))
    assert (run.aantallen["nieuw"], run.aantallen["metDeHand"]) == (0, 1)
    assert room[1].uitkomsten([wie])[0].met_de_hand


def test_a_file_that_says_something_else_than_the_register_records_nothing(room, opname, tmp_path):
    from inburgering.vaststelling.errors import MomentopnameOngeldig
    from inburgering.vaststelling.models import Run

    mensen(persoon(0))
    bestand = opname()
    tabel = pq.read_table(bestand)
    anders = opname(NU - timedelta(days=1), "leeg.parquet")
    assert draai(anders).aantallen["gelezen"] == 0
    vals = pq.read_table(bestand).set_column(
        tabel.schema.get_field_index("verblijf_bekendmaking_vroegst"),
        tabel.schema.field("verblijf_bekendmaking_vroegst"),
        [[[date(2022, 3, 1)]]],
    )
    pq.write_table(vals, bestand)
    with pytest.raises(MomentopnameOngeldig, match="niet hetzelfde"):
        draai(bestand)
    assert (Run.objects.count(), room[1].uitkomsten()) == (1, [])


def test_a_file_without_a_moment_or_from_the_future_is_no_momentopname(room, opname, tmp_path):
    from inburgering.vaststelling.errors import MomentopnameOngeldig

    mensen()
    tabel = pq.read_table(opname())
    pq.write_table(tabel.replace_schema_metadata(None), tmp_path / "zonder.parquet")
    (tmp_path / "kapot.parquet").write_bytes(b"PAR1 kapot")
    for bestand in (tmp_path / "zonder.parquet", tmp_path / "kapot.parquet", opname(LATER + timedelta(days=9))):
        with pytest.raises(MomentopnameOngeldig, match="geen momentopname"):
            draai(bestand)


def test_who_may_not_determine_may_not_do_it_by_columns_either(room, opname):
    mensen()
    with pytest.raises(GeenBevoegdheid):
        draai(opname(), door=KLANTMANAGER)
