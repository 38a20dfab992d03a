"""Statements with a name: what goes together, what is undone, and what happens when PostgreSQL is gone for a moment."""

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from inburgering.spoor.queries import vast
from sterfte import maak_dood

LEES = vast.Vast("toets_lees", "SELECT count(*), %(iets)s::text, %(niets)s::int, %(ruw)s::bytea FROM toegang_emmer")
SCHRIJF = vast.Vast(
    "toets_schrijf",
    "INSERT INTO toegang_emmer (naam, rest, op) VALUES (%(naam)s, 1, now()) RETURNING naam, pg_backend_pid()",
)
KAN_NIET = vast.Vast("toets_kan_niet", "SELECT 1 / %(deler)s::int")
BEWIJS = vast.Vast(
    "toets_bewijs", "INSERT INTO toegang_gebruiktbewijs (client_id, jti, tot) VALUES (%(client)s, 'x', now())"
)
WIE = vast.Vast("toets_wie", "SELECT pg_backend_pid()")
NIETS = {"iets": "één", "niets": None, "ruw": b"\x00\xff"}


def pid():
    ((nummer,),) = vast.vraag(WIE, {})
    return int(nummer)


def backend():
    return connection.connection.info.backend_pid


def in_twee_delen(eerst, daarna, *, tussen=lambda: None):
    with vast.transactie(eerst[0], daarna[0]) as deze:
        deze.begin(eerst)
        tussen()
        return deze.besluit(*daarna)


def emmers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM toegang_emmer")
        return cursor.fetchone()[0]


def test_a_value_arrives_as_it_was_sent(db):
    assert vast.vraag(LEES, NIETS) == [(b"0", "één".encode(), None, b"\\x00ff")]


def test_who_asks_on_a_connection_that_died_gets_the_answer_on_a_new_one(db):
    oud = pid()
    maak_dood(oud)
    assert pid() != oud
    maak_dood(pid())
    assert vast.vraag(SCHRIJF, {"naam": "a"})[0][0] == b"a"
    assert emmers() == 1


def test_django_finds_the_new_connection_too_and_asks_nothing_first(db):
    maak_dood(pid())
    nieuw = pid()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() == (nieuw,)
    assert connection.health_check_done


def test_a_transaction_that_begins_on_a_dead_connection_begins_on_a_new_one(db):
    maak_dood(pid())
    with vast.transactie(LEES, SCHRIJF) as deze:
        (rijen,) = deze.begin((LEES, NIETS))
        assert rijen[0][0] == b"0"
        assert deze.besluit(SCHRIJF, {"naam": "a"})[0][0] == b"a"
    assert emmers() == 1


def test_a_connection_that_dies_within_a_transaction_is_an_error_and_nothing_is_kept(db):
    pid()
    with pytest.raises(OperationalError):
        in_twee_delen((LEES, NIETS), (SCHRIJF, {"naam": "a"}), tussen=lambda: maak_dood(backend()))
    assert emmers() == 0


def test_what_was_not_brought_to_its_end_is_undone(db):
    with vast.transactie(SCHRIJF) as deze:
        assert deze.begin((SCHRIJF, {"naam": "a"}))[0][0][0] == b"a"
    assert emmers() == 0
    with pytest.raises(KeyError):
        in_twee_delen((SCHRIJF, {"naam": "a"}), (SCHRIJF, {}))
    assert emmers() == 0
    assert pid() == backend()


def test_a_statement_that_fails_undoes_what_went_before_it_and_says_why(db):
    eerst = pid()
    with pytest.raises(DatabaseError, match="division by zero"):
        in_twee_delen((SCHRIJF, {"naam": "a"}), (KAN_NIET, {"deler": 0}))
    with pytest.raises(DatabaseError, match="division by zero"):
        in_twee_delen((KAN_NIET, {"deler": 0}), (SCHRIJF, {"naam": "a"}))
    assert emmers() == 0
    assert pid() == eerst, "the connection is whole"


def test_what_postgresql_refuses_at_the_commit_itself_is_no_answer(db):
    with pytest.raises(IntegrityError):
        in_twee_delen((LEES, NIETS), (BEWIJS, {"client": 4711}))
    assert vast.vraag(LEES, NIETS)[0][0] == b"0"


def test_it_is_not_for_inside_another_transaction(db):
    with transaction.atomic():
        with pytest.raises(AssertionError):
            vast.vraag(WIE, {})
        with pytest.raises(AssertionError), vast.transactie(WIE):
            pass


def test_the_settings_of_a_transaction_end_with_it(db):
    from inburgering.stop import queries as stop

    namen = ("app.gemeente", "statement_timeout", "idle_in_transaction_session_timeout", "plan_cache_mode")
    gezet = vast.Vast("toets_gezet", "SELECT " + ", ".join(f"current_setting('{n}', true)" for n in namen))
    with vast.transactie(stop.ONDER_POORT, gezet) as deze:
        _, (binnen,) = deze.begin(stop.onder_poort("0034"), (gezet, {}))
    assert binnen == (b"0034", b"5s", b"5s", b"force_generic_plan")
    assert vast.vraag(gezet, {}) == [(b"", b"0", b"0", b"auto")]
