"""Setting and lifting: what is live follows from the stops in force, and from nothing else."""

from uuid import UUID

import pytest
from django.db import connection, transaction

from inburgering.spoor import queries as spoor
from inburgering.stop import commands, queries
from inburgering.stop.errors import (
    BereikOngeldig,
    StopAlOpgeheven,
    StopOnbekend,
    StopVanKracht,
    VrijgavenOp,
    VrijgaveOnbekend,
)
from inburgering.stop.terms import Bereik, Doorlaat, Kanaal, Richting
from inburgering.toegang.errors import GeenBevoegdheid, VierOgenNodig
from inburgering.toegang.terms import SYSTEEM, Actor, Rol
from proef_stop import ASSEN, KLANTMANAGER, LEIDEN, LEIDER, NU, TWEEDE, UTRECHT, aantal, vrijgaven, vul


def _stop(*nummers: int, gemeenten: tuple[str, ...] = (), **meer):
    bereik = Bereik(alles=not nummers, vrijgaven=nummers, gemeenten=gemeenten)
    return commands.zet_stop(bereik, "fout in de wet", door=LEIDER, now=NU, **meer)


def _hef_op(stop, **deel) -> None:
    commands.hef_op(stop, door=LEIDER, tweede=TWEEDE, now=NU, **deel)


def _epoch() -> int:
    return queries.stand().epoch


# ── Vrijgaven ────────────────────────────────────────────────────────────────────────────────────


def test_a_vrijgave_gets_the_next_number_and_the_same_run_gets_the_same_vrijgave(db):
    eerste = commands.maak_vrijgave("wi2021@1", "start", run="a", now=NU)
    assert commands.maak_vrijgave("wi2021@1", "start", run="a", now=NU) == eerste
    assert commands.maak_vrijgave("wi2021@1", "start", run="b", now=NU) == eerste + 1
    assert queries.levend([eerste, eerste + 1]) == {eerste, eerste + 1}


def test_a_vrijgave_outlives_a_rollback_of_the_run_that_made_it(db):
    with transaction.atomic():
        eerst = commands.maak_vrijgave("wi2021@1", "start", run="a", now=NU)
        transaction.set_rollback(True)
    assert commands.maak_vrijgave("wi2021@1", "start", run="a", now=NU) == eerst
    assert commands.maak_vrijgave("wi2021@1", "start", run="b", now=NU) == eerst + 1


def test_when_the_numbers_are_used_up_the_error_says_so_and_the_transaction_lives_on(db):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('stop_vrijgave_nummer') FROM generate_series(0, 4094)")
        with pytest.raises(VrijgavenOp):
            commands.maak_vrijgave("wi2021@1", "start", run="a", now=NU)
        assert queries.vrijgaven([0]) == []


def test_a_vrijgave_born_under_a_stop_of_everything_is_born_stopped(proef, sessie):
    stop = _stop()
    (v,) = vrijgaven(1)
    vul(v)
    assert queries.levend([v]) == set()
    assert aantal(sessie(gemeente=UTRECHT)) == 0
    _hef_op(stop)
    assert queries.levend([v]) == {v}
    assert aantal(sessie(gemeente=UTRECHT)) == 10


def test_a_vrijgave_born_under_a_stop_of_another_vrijgave_is_live(db):
    (v,) = vrijgaven(1)
    _stop(v)
    assert queries.levend(vrijgaven(2)) == {v + 1}


# ── Doorlaat ─────────────────────────────────────────────────────────────────────────────────────


def test_every_kanaal_is_refused_under_a_stop_and_let_through_after_it(proef):
    (v,) = vrijgaven(1)
    assert [queries.doorlaat(v, kanaal=kanaal).kanaal for kanaal in Kanaal] == list(Kanaal)
    stop = _stop(v)
    for kanaal in Kanaal:
        for gemeente in (None, UTRECHT):
            with pytest.raises(StopVanKracht):
                queries.doorlaat(v, kanaal=kanaal, gemeente=gemeente)
    _hef_op(stop)
    assert {queries.doorlaat(v, kanaal=kanaal, gemeente=UTRECHT).epoch for kanaal in Kanaal} == {2}


def test_nobody_but_the_brake_makes_a_doorlaat(db):
    with pytest.raises(AssertionError):
        Doorlaat(0, Kanaal.API, None, 0, object())


def test_the_brake_answers_no_for_what_it_does_not_know(proef):
    (v,) = vrijgaven(1)
    with pytest.raises(VrijgaveOnbekend):
        queries.doorlaat(99, kanaal=Kanaal.API)
    with pytest.raises(StopVanKracht):
        queries.doorlaat(v, kanaal=Kanaal.API, gemeente="0518")
    assert queries.doorlaten([v, 99], kanaal=Kanaal.API).keys() == {v}
    assert queries.gemeenten_met_stop(v, [UTRECHT, "0518"]) == {"0518"}


def test_in_a_transaction_with_an_older_snapshot_the_brake_answers_no(proef):
    (v,) = vrijgaven(1)
    for niveau in ("REPEATABLE READ", "SERIALIZABLE"):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {niveau}")
            assert queries.levend([v]) == set()
            assert queries.gemeenten_met_stop(v, [UTRECHT]) == {UTRECHT}
            with pytest.raises(StopVanKracht):
                queries.doorlaat(v, kanaal=Kanaal.BRIEF)


def test_a_doorlaat_asked_in_a_running_transaction_sees_a_stop_committed_meanwhile(proef, sessie):
    (v,) = vrijgaven(1)
    with transaction.atomic():
        assert queries.doorlaat(v, kanaal=Kanaal.BRIEF)
        sessie().execute(
            "INSERT INTO stop_stop (id, alles, vrijgaven, gemeenten, richting, reden, door, oefening, incident, op)"
            " VALUES (gen_random_uuid(), true, '{}', '{}', 'uit', 'met de hand', 'medewerker:1', false, '', now())"
        )
        with pytest.raises(StopVanKracht):
            queries.doorlaat(v, kanaal=Kanaal.BRIEF)


# ── Overlapping and lifting ──────────────────────────────────────────────────────────────────────


def test_lifting_one_of_two_stops_leaves_what_the_other_covers(proef):
    a, b, c = vrijgaven(3)
    eerste, tweede = _stop(a, b), _stop(b, c)
    _hef_op(eerste)
    assert queries.levend([a, b, c]) == {a}
    _hef_op(tweede)
    assert queries.levend([a, b, c]) == {a, b, c}


def test_lifting_a_stop_of_everything_wakes_nothing_that_another_stop_holds(proef):
    a, b = vrijgaven(2)
    _stop(a)
    alles = _stop()
    assert queries.stand().alles
    _hef_op(alles)
    assert queries.levend([a, b]) == {b}
    assert queries.levend([a, b], gemeente=UTRECHT) == {b}
    assert not queries.stand().alles


def test_part_of_a_stop_of_everything_can_be_lifted_by_vrijgave(proef):
    a, b = vrijgaven(2)
    alles = _stop()
    _hef_op(alles, vrijgaven=[b])
    assert queries.levend([a, b]) == {b}
    assert [s.id for s in queries.actieve_stops()] == [alles]
    assert queries.levend(vrijgaven(3)) == {b}, "a vrijgave born now is still under the stop of everything"
    _hef_op(alles)
    assert queries.levend(vrijgaven(3)) == {a, b, b + 1}
    assert queries.actieve_stops() == []


def test_a_stop_can_be_lifted_gemeente_by_gemeente(proef, sessie):
    (v,) = vrijgaven(1)
    vul(v, gemeenten=(UTRECHT, LEIDEN, ASSEN))
    stop = _stop(v)
    _hef_op(stop, gemeenten=[UTRECHT])
    assert [aantal(sessie(gemeente=g)) for g in (UTRECHT, LEIDEN, ASSEN)] == [10, 0, 0]
    assert queries.levend([v]) == set(), "for who is no gemeente the stop still holds"
    assert queries.gemeenten_met_stop(v, [UTRECHT, LEIDEN, ASSEN]) == {LEIDEN, ASSEN}
    commands.zorg_voor_gemeenten(["0518"])
    assert queries.levend([v], gemeente="0518") == set(), "a gemeente that comes later is not let through"
    assert queries.actieve_stops(UTRECHT) == []
    assert [s.id for s in queries.actieve_stops(LEIDEN)] == [stop]
    _hef_op(stop, gemeenten=[LEIDEN])
    assert [aantal(sessie(gemeente=g)) for g in (UTRECHT, LEIDEN, ASSEN)] == [10, 10, 0]
    _hef_op(stop)
    assert queries.levend([v]) == queries.levend([v], gemeente="0518") == {v}


def test_a_new_stop_closes_again_where_an_older_one_was_lifted(proef):
    (v,) = vrijgaven(1)
    eerste = _stop(v)
    _hef_op(eerste, gemeenten=[UTRECHT])
    tweede = _stop(v)
    assert queries.levend([v], gemeente=UTRECHT) == set()
    _hef_op(tweede)
    assert queries.levend([v], gemeente=UTRECHT) == {v}
    assert queries.levend([v], gemeente=LEIDEN) == set()


def test_a_stop_in_one_gemeente_leaves_the_others_alone(proef, sessie):
    (v,) = vrijgaven(1)
    vul(v)
    stop = _stop(gemeenten=(UTRECHT, "0518"))
    assert [aantal(sessie(gemeente=g)) for g in (UTRECHT, LEIDEN)] == [0, 10]
    assert queries.levend([v]) == {v}
    assert queries.levend([v], gemeente="0518") == set()
    assert v in queries.stand().gestopt_ergens
    assert v not in queries.stand().gestopt
    _hef_op(stop)
    assert [aantal(sessie(gemeente=g)) for g in (UTRECHT, LEIDEN)] == [10, 10]


def test_a_stop_of_what_comes_in_holds_back_nothing_that_goes_out(proef):
    (v,) = vrijgaven(1)
    stop = commands.zet_stop(Bereik(alles=True, richting=Richting.IN), "bron klopt niet", door=LEIDER, now=NU)
    assert queries.levend([v]) == {v}
    assert [s.bereik.richting for s in queries.actieve_stops()] == [Richting.IN]
    _hef_op(stop)
    assert queries.actieve_stops() == []


def test_setting_and_lifting_each_raise_the_epoch_by_one(proef):
    begin = _epoch()
    stop = _stop()
    assert _epoch() == begin + 1
    _hef_op(stop)
    assert _epoch() == begin + 2


# ── Who, why, where ──────────────────────────────────────────────────────────────────────────────


def test_a_stop_is_in_the_trail_with_who_and_why(db):
    (v,) = vrijgaven(1)
    stop = _stop(v, tweede=TWEEDE, oefening=True, incident="januari")
    _hef_op(stop)
    gezet, opgeheven = spoor.audit_van("stop", str(stop))
    assert (gezet["actor"], gezet["handeling"]) == (LEIDER.id, "stop.gezet")
    assert gezet["bijzonderheden"]["reden"] == "fout in de wet"
    assert gezet["bijzonderheden"]["vrijgaven"] == [v]
    assert (opgeheven["handeling"], opgeheven["bijzonderheden"]["tweede"]) == ("stop.opgeheven", TWEEDE.id)
    rij = queries.stop(stop)
    assert (rij.oefening, rij.incident, rij.tweede, rij.opgeheven_op) == (True, "januari", TWEEDE.id, NU)
    assert rij.as_json()["vrijgaven"] == [v]
    assert rij.vastgelegd_ms is not None
    assert rij.leeggelopen_ms is None


def test_an_impossible_bereik_is_refused_and_nothing_is_stopped(proef):
    vrijgaven(1)
    onmogelijk = [
        (Bereik(alles=True, vrijgaven=(0,)), "vrijgaven"),
        (Bereik(alles=False), "vrijgaven"),
        (Bereik(alles=False, vrijgaven=(4096,)), "vrijgaven"),
        (Bereik(alles=False, vrijgaven=(-1,)), "vrijgaven"),
        (Bereik(alles=False, vrijgaven=(7,)), "vrijgaven"),
        (Bereik(alles=True, gemeenten=("344",)), "gemeenten"),
    ]
    for bereik, veld in onmogelijk:
        with pytest.raises(BereikOngeldig) as fout:
            commands.zet_stop(bereik, "reden", door=LEIDER, now=NU)
        assert fout.value.veld == veld
    assert queries.stops() == []


def test_a_stop_needs_a_reason_and_somebody_who_may(db):
    with pytest.raises(BereikOngeldig):
        commands.zet_stop(Bereik(alles=True), "  ", door=LEIDER, now=NU)
    for wie in (KLANTMANAGER, SYSTEEM):
        with pytest.raises(GeenBevoegdheid):
            commands.zet_stop(Bereik(alles=True), "reden", door=wie, now=NU)


def test_a_stop_refuses_to_hide_in_a_longer_transaction(db):
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        _stop()


def test_nobody_lifts_a_stop_alone(db):
    stop = _stop()
    for tweede in (None, LEIDER, SYSTEEM, Actor(LEIDER.id, "Zelfde mens, andere rol", Rol.PRIVACY_OFFICER)):
        with pytest.raises(VierOgenNodig):
            commands.hef_op(stop, door=LEIDER, tweede=tweede, now=NU)
    assert queries.stand().alles


def test_both_who_lift_must_be_allowed_to(db):
    stop = _stop()
    for door, tweede in ((LEIDER, KLANTMANAGER), (KLANTMANAGER, LEIDER)):
        with pytest.raises(GeenBevoegdheid):
            commands.hef_op(stop, door=door, tweede=tweede, now=NU)
    assert queries.stand().alles


def test_lifting_an_empty_part_or_a_part_outside_the_stop_is_refused(proef):
    a, b = vrijgaven(2)
    stop = _stop(a, gemeenten=(UTRECHT,))
    for deel in ({"vrijgaven": []}, {"gemeenten": []}, {"vrijgaven": [b]}, {"gemeenten": [LEIDEN]}):
        with pytest.raises(BereikOngeldig):
            _hef_op(stop, **deel)
    assert queries.levend([a], gemeente=UTRECHT) == set()


def test_an_unknown_stop_is_named_as_such(db):
    with pytest.raises(StopOnbekend):
        _hef_op(UUID(int=1))


def test_a_stop_is_not_set_twice_by_one_person(db):
    with pytest.raises(VierOgenNodig) as fout:
        _stop(tweede=LEIDER)
    assert fout.value.herstel
    assert queries.stops() == []


def test_a_gemeente_that_does_not_take_part_is_not_lifted_for(proef):
    stop = _stop()
    with pytest.raises(BereikOngeldig) as fout:
        _hef_op(stop, gemeenten=(UTRECHT, "9999"))
    assert (fout.value.veld, "9999" in str(fout.value.detail), bool(fout.value.herstel)) == ("gemeenten", True, True)
    assert len(queries.actieve_stops(UTRECHT)) == 1


def test_what_is_wholly_lifted_is_not_lifted_again(proef):
    stop = _stop()
    _hef_op(stop, gemeenten=(UTRECHT,))
    _hef_op(stop)
    for deel in ({}, {"gemeenten": (UTRECHT,)}):
        with pytest.raises(StopAlOpgeheven) as fout:
            _hef_op(stop, **deel)
        assert fout.value.herstel


def test_the_answers_to_a_stop_that_does_not_exist_are_not_an_empty_list(db):
    with pytest.raises(StopOnbekend):
        queries.bevestigingen(UUID(int=1))


# ── Answers of gemeenten, refusals ───────────────────────────────────────────────────────────────


def test_a_gemeente_reads_and_confirms_once(proef):
    stop = _stop()
    commands.lees(stop, UTRECHT, door=KLANTMANAGER, now=NU)
    assert {b.gemeente: (b.gelezen_op, b.bevestigd_op) for b in queries.bevestigingen(stop)} == {
        UTRECHT: (NU, None),
        LEIDEN: (None, None),
        ASSEN: (None, None),
    }
    for _ in range(2):
        commands.bevestig(stop, UTRECHT, door=KLANTMANAGER, now=NU)
    eigen = next(b for b in queries.bevestigingen(stop) if b.gemeente == UTRECHT)
    assert (eigen.bevestigd_op, eigen.door) == (NU, KLANTMANAGER.id)
    assert [r["handeling"] for r in spoor.audit_van("stop", str(stop))] == [
        "stop.gezet",
        "stop.gelezen",
        "stop.bevestigd",
    ]


def test_a_gemeente_answers_for_itself_and_only_to_a_stop_that_concerns_it(proef):
    stop = _stop(gemeenten=(LEIDEN,))
    with pytest.raises(GeenBevoegdheid):
        commands.bevestig(stop, LEIDEN, door=KLANTMANAGER, now=NU)
    with pytest.raises(BereikOngeldig):
        commands.bevestig(stop, UTRECHT, door=KLANTMANAGER, now=NU)
    assert [b.gemeente for b in queries.bevestigingen(stop)] == [LEIDEN]


def test_a_refusal_survives_the_rollback_of_what_was_refused(proef):
    a, b = vrijgaven(2)
    stop = _stop(a)
    with transaction.atomic():
        commands.noteer_weigering(Kanaal.EXPORT, vrijgave_id=a, gemeente=UTRECHT, now=NU)
        transaction.set_rollback(True)
    commands.noteer_weigeringen(Kanaal.BRIEF, [(a, None), (a, UTRECHT), (b, None)], now=NU)
    assert queries.weigeringen(stop) == {Kanaal.EXPORT: 1, Kanaal.BRIEF: 2}
    assert queries.weigeringen() == {Kanaal.EXPORT: 1, Kanaal.BRIEF: 3}


# ── Quarantine ───────────────────────────────────────────────────────────────────────────────────


def test_rows_moved_to_quarantine_stay_stopped_when_the_rest_is_lifted(proef, sessie):
    (v,) = vrijgaven(1)
    vul(v)
    with sessie(gemeente=UTRECHT).cursor() as cursor:
        ids = [rij[0] for rij in cursor.execute("SELECT id FROM proef_inhoud LIMIT 4").fetchall()]
    stop = _stop(v)
    quarantaine = commands.maak_quarantaine(stop, run="1", door=LEIDER, now=NU)
    with connection.cursor() as cursor:
        cursor.execute("SELECT stop_verplaats('proef_inhoud', 'id', %s, %s::smallint)", [ids, quarantaine])
        assert cursor.fetchone() == (4,)
    assert aantal(sessie(gemeente=UTRECHT)) == 0
    _hef_op(stop)
    assert aantal(sessie(gemeente=UTRECHT)) == 6
    _hef_op(next(s.id for s in queries.actieve_stops()))
    assert aantal(sessie(gemeente=UTRECHT)) == 10
