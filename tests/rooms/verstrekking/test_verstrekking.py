from datetime import UTC, date, datetime, timedelta

import pytest

from inburgering.recht.verstrekkingsregels import Betrokkene
from inburgering.stop.errors import StopVanKracht
from inburgering.verstrekking.errors import (
    DoorgifteOngeldig,
    DoorlaatOntbreekt,
    VerstrekkingNietToegestaan,
    VerstrekkingOnbekend,
)
from signaalbouw import ALMERE, AMSTERDAM, DUO, NU, UTRECHT, WEESP, klantmanager, later, maak_vrijgave, zet_stop

DAG = NU.date()


def regel(vrijgave, persoon=1, **anders):
    from inburgering.verstrekking.terms import Regel

    velden = {
        "persoon_id": persoon,
        "ontvanger": "persoon",
        "kanaal": "brief",
        "soort": "kennisgeving",
        "gegevens": ("naam", "plicht"),
        "vrijgave_id": vrijgave,
        "betrokkene": Betrokkene("Wi2021", "asielstatushouder", ALMERE),
        "doel": "kennisgeving",
    }
    return Regel(**(velden | anders))


def vraag(vrijgave, kanaal="brief"):
    from inburgering.stop import queries
    from inburgering.stop.terms import Kanaal

    return queries.doorlaat(vrijgave, kanaal=Kanaal(kanaal))


def boek(*regels, doorlaat=None):
    from inburgering.verstrekking import commands

    return commands.boek(regels, doorlaten=doorlaat or vraag(regels[0].vrijgave_id), actor=DUO, now=NU)


def test_booking_gives_every_row_its_own_line_in_the_spoor(db):
    from inburgering.spoor import queries as spoor
    from inburgering.verstrekking import queries

    v = maak_vrijgave()
    ids = boek(regel(v, 1), regel(v, 2))
    rijen = queries.van_vrijgaven([v])
    assert [r.pk for r in rijen] == ids
    assert len({r.verwerking_id for r in rijen}) == 2
    assert queries.zonder_spoor() == 0
    (lijn,) = spoor.verwerkingen_van(spoor.pseudoniem(2))
    assert lijn["name"] == "verstrekking.brief"


def test_the_spoor_line_does_not_hold_the_number_of_the_person(db):
    from inburgering.spoor import queries as spoor

    v = maak_vrijgave()
    boek(regel(v, 987654321))
    (lijn,) = spoor.verwerkingen_van(spoor.pseudoniem(987654321))
    assert "987654321" not in str(lijn)


def test_nothing_is_booked_without_a_doorlaat_for_that_vrijgave(db):
    from inburgering.verstrekking import queries

    v, w = maak_vrijgave("1"), maak_vrijgave("2")
    with pytest.raises(DoorlaatOntbreekt):
        boek(regel(v), doorlaat=vraag(w))
    with pytest.raises(DoorlaatOntbreekt):
        boek(regel(v), doorlaat=vraag(v, "statistiek"))
    assert queries.aantallen() == {"doorgifte": 0}


def test_under_a_stop_there_is_no_doorlaat_to_book_with(db):
    v = maak_vrijgave()
    zet_stop(v)
    with pytest.raises(StopVanKracht):
        boek(regel(v))


def test_what_the_law_does_not_let_go_is_refused_and_nothing_is_booked(db):
    from inburgering.verstrekking import queries

    v = maak_vrijgave()
    with pytest.raises(VerstrekkingNietToegestaan) as fout:
        boek(regel(v), regel(v, ontvanger=ALMERE, gegevens=("verblijfsdoel",)))
    assert (fout.value.veld, "9.1 lid 3" in fout.value.detail) == ("verblijfsdoel", True)
    assert queries.aantallen() == {"doorgifte": 0}


ASIEL = "asielstatushouder"


@pytest.mark.parametrize(
    ("betrokkene", "anders", "waarom"),
    [
        (Betrokkene("Wi2013", ASIEL, ALMERE), {"taak_van": "Wi2021"}, "een andere wet"),
        (Betrokkene("geen", None, ALMERE), {"taak_van": "Wi2021"}, "niet inburgeringsplichtig"),
        (Betrokkene(None, None, ALMERE), {"taak_van": "Wi2021"}, "niet onder welke wet"),
        (Betrokkene("Wi2021", ASIEL, UTRECHT), {}, "niet het college"),
        (Betrokkene("Wi2021", ASIEL, None), {}, "niet welk college"),
    ],
)
def test_a_row_about_the_wrong_person_is_refused_with_the_reason(db, betrokkene, anders, waarom):
    from inburgering.verstrekking import queries

    v = maak_vrijgave()
    goed = regel(v, ontvanger=ALMERE)
    with pytest.raises(VerstrekkingNietToegestaan, match=waarom):
        boek(goed, regel(v, 2, ontvanger=ALMERE, betrokkene=betrokkene, **anders))
    assert queries.aantallen() == {"doorgifte": 0}
    assert boek(goed)


def test_the_ledger_takes_its_ground_from_the_law(db):
    from inburgering.verstrekking import queries

    v = maak_vrijgave()
    boek(regel(v, 1), regel(v, 2, ontvanger=ALMERE, gegevens=("plicht", "naam")), regel(v, 3, doel="uitleg"))
    assert [r.grondslag for r in queries.van_vrijgaven([v])] == [
        "Awb art. 3:41",
        "Wi2021 art. 33 onder a; Bi2021 art. 9.1 lid 3; Wi2021 art. 36",
        "AVG art. 34 lid 1",
    ]


def test_a_gemeente_that_took_over_answers_for_the_persons_of_the_old_one(db):
    from inburgering.verstrekking import commands

    v, na = maak_vrijgave(), datetime(2022, 3, 25, 9, tzinfo=UTC)
    rij = regel(v, ontvanger=AMSTERDAM, betrokkene=Betrokkene("Wi2021", ASIEL, WEESP))
    with pytest.raises(VerstrekkingNietToegestaan, match="niet het college"):
        boek(rij)
    assert commands.boek([rij], doorlaten=vraag(v), actor=DUO, now=na)


def test_the_ledger_cannot_be_changed_or_emptied(db):
    from django.db import DatabaseError, connection, transaction

    boek(regel(maak_vrijgave()))
    for opdracht in ("UPDATE verstrekking_verstrekking SET ontvanger = 'x'", "DELETE FROM verstrekking_verstrekking"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as c:
            c.execute(opdracht)


def _geef_door(verstrekking, ontvanger="Taalschool Noord", gegevens=("naam", "leerroute"), datum=DAG, **anders):
    from inburgering.verstrekking import commands

    return commands.registreer_doorgifte(
        verstrekking,
        ontvanger,
        gegevens=gegevens,
        grondslag="Wi2021 art. 35 lid 3",
        datum=datum,
        door=klantmanager(ALMERE),
        now=later(60),
        **anders,
    )


def _aan_almere():
    v = maak_vrijgave()
    (pk,) = boek(
        regel(v, 7, ontvanger=ALMERE, kanaal="api", gegevens=("plicht",)),
        doorlaat=vraag(v, "api"),
    )
    return pk


def test_a_chain_of_doorgiften_is_found_from_the_person(db):
    from inburgering.verstrekking import commands, queries

    pk = _aan_almere()
    eerste = _geef_door(pk)
    tweede = _geef_door(pk, "Begeleiding Zuid", ouder_id=eerste)
    commands.trek_doorgifte_terug(eerste, reden="Verkeerde wet.", door=DUO, now=later(90))
    houders = queries.wie_heeft([7, 8])
    assert [(h.ontvanger, h.diepte, h.doorgifte_id, h.teruggeroepen) for h in houders] == [
        (ALMERE, 0, None, False),
        ("Taalschool Noord", 1, eerste, True),
        ("Begeleiding Zuid", 2, tweede, False),
    ]


def test_a_doorgifte_the_law_does_not_allow_is_recorded_as_such(db):
    from inburgering.verstrekking import queries

    pk = _aan_almere()
    _geef_door(pk)
    _geef_door(pk, "Bakker Bart")
    school, bakker = queries.doorgiften([pk])
    assert (school.toegestaan, school.grondslag) == (
        True,
        "Wi2021 art. 35 lid 3; Bi2021 art. 9.2 lid 3",
    )
    assert not bakker.toegestaan
    assert bakker.grondslag.startswith("geen: ")
    assert bakker.grondslag.endswith("(volgens de gever: Wi2021 art. 35 lid 3)")


def test_calling_back_twice_records_once(db):
    from inburgering.spoor import queries as spoor
    from inburgering.verstrekking import commands

    nummer = _geef_door(_aan_almere())
    for minuut in (1, 2):
        commands.trek_doorgifte_terug(nummer, reden="Fout.", door=DUO, now=later(90 + minuut))
    commands.bevestig_terugroep(nummer, toelichting="Gewist.", door=DUO, now=later(99))
    namen = [lijn["name"] for lijn in spoor.verwerkingen_van(spoor.pseudoniem(7))]
    assert namen == ["verstrekking.api", "doorgifte.geregistreerd", "doorgifte.gevraagd", "doorgifte.bevestigd"]


def _als_eigenaar(opdracht):
    from django.db import connections

    with connections["beheer"].cursor() as cursor:
        cursor.execute(opdracht)


def test_the_ledger_and_the_trail_miss_each_other(db, capsys, monkeypatch):
    from inburgering.interfaces.cli import naspeuren
    from inburgering.spoor import commands as spoor
    from inburgering.verstrekking import queries

    monkeypatch.setattr(naspeuren, "start_product", lambda: None)
    v = maak_vrijgave()
    een, twee = boek(regel(v, 1), regel(v, 2))
    lijnen = {rij.pk: rij.verwerking_id for rij in queries.van_vrijgaven([v])}
    assert queries.controleer() == []
    naspeuren.controleer()
    spoor.verzegel(now=NU)
    _als_eigenaar(f"DELETE FROM verstrekking_verstrekking WHERE id = {een}")
    assert [f.plaats for f in queries.controleer()] == [f"regel {lijnen[een]}"]
    _als_eigenaar(f"UPDATE spoor_regel SET name = 'weg' WHERE id = {lijnen[twee]}")
    assert {f.plaats for f in queries.controleer()} == {f"regel {lijnen[een]}", f"verstrekking {twee}"}
    capsys.readouterr()
    with pytest.raises(SystemExit) as einde:
        naspeuren.controleer()
    assert einde.value.code == 1
    assert f"verstrekking {twee}: heeft geen regel in het spoor" in capsys.readouterr().out


def test_the_check_compares_with_what_a_witness_kept(db, capsys, monkeypatch):
    from inburgering.interfaces.cli import naspeuren
    from inburgering.spoor import queries as spoor

    monkeypatch.setattr(naspeuren, "start_product", lambda: None)
    boek(regel(maak_vrijgave()))
    naspeuren.verzegel()
    assert spoor.getuige() in capsys.readouterr().out
    naspeuren.controleer(getuige=[spoor.getuige()])
    for getuige, status in (("2" + spoor.getuige()[1:], 1), ("onzin", 2)):
        with pytest.raises(SystemExit) as einde:
            naspeuren.controleer(getuige=[getuige])
        assert einde.value.code == status


def test_a_doorgifte_needs_a_root_a_receiver_and_gegevens(db):
    pk = _aan_almere()
    with pytest.raises(VerstrekkingOnbekend):
        _geef_door(pk + 1)
    with pytest.raises(VerstrekkingOnbekend):
        _geef_door(pk, ouder_id=99)
    with pytest.raises(DoorgifteOngeldig):
        _geef_door(pk, " ")
    with pytest.raises(DoorgifteOngeldig):
        _geef_door(pk, gegevens=())
    with pytest.raises(DoorgifteOngeldig) as onbekend:
        _geef_door(pk, gegevens=("naam", "schoenmaat"))
    assert "leerroute" in onbekend.value.herstel


@pytest.mark.parametrize("dag", [date(1, 1, 1), date(2000, 1, 1), NU.date() - timedelta(1), date(2030, 1, 1)])
def test_nothing_was_passed_on_before_it_came_or_after_today(db, dag):
    with pytest.raises(DoorgifteOngeldig, match="deze dag") as fout:
        _geef_door(_aan_almere(), datum=dag)
    assert fout.value.veld == "datum"


def test_nobody_passes_on_before_they_got_it_themselves(db):
    pk = _aan_almere()
    eerste = _geef_door(pk, datum=later(60).date())
    with pytest.raises(DoorgifteOngeldig):
        _geef_door(pk, "Begeleiding Zuid", ouder_id=eerste, datum=later(60).date() - timedelta(1))
