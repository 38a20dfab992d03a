"""The lock in the database: what a session of the product can read, whatever it tries."""

import psycopg
import pytest
from django.db import connection, connections, transaction
from psycopg import IsolationLevel

from inburgering.stop import commands, queries
from inburgering.stop.terms import Bereik
from proef_stop import LEIDEN, LEIDER, NU, TWEEDE, UTRECHT, aantal, vrijgaven, vul

ROLLEN = ["inburgering_app", "inburgering_gemeente"]
NIVEAUS = [IsolationLevel.READ_COMMITTED, IsolationLevel.REPEATABLE_READ, IsolationLevel.SERIALIZABLE]


def _stop(*nummers: int, gemeenten: tuple[str, ...] = ()) -> None:
    bereik = Bereik(alles=not nummers, vrijgaven=nummers, gemeenten=gemeenten)
    commands.zet_stop(bereik, "fout in de wet", door=LEIDER, now=NU)


@pytest.mark.parametrize("rol", ROLLEN)
def test_a_gemeente_reads_its_own_live_content_and_nothing_else(proef, sessie, rol):
    v, w = vrijgaven(2)
    vul(v)
    vul(w)
    lezer = sessie(gemeente=UTRECHT, rol=rol)
    assert aantal(lezer) == 20
    assert aantal(lezer, f"SELECT count(*) FROM proef_inhoud WHERE gemeente <> '{UTRECHT}'") == 0
    _stop(v)
    assert aantal(lezer) == 10
    assert aantal(lezer, f"SELECT count(*) FROM proef_inhoud WHERE vrijgave_id = {v}") == 0


@pytest.mark.parametrize("alles", [True, False])
def test_no_read_that_starts_after_the_stop_returns_stopped_content(proef, sessie, alles):
    (v,) = vrijgaven(1)
    vul(v)
    soorten = [{"gemeente": UTRECHT, "rol": rol, "niveau": niveau} for rol in ROLLEN for niveau in NIVEAUS]
    al_open = [sessie(**soort, auto=False) for soort in soorten]
    gezien = {lezer.isolation_level: aantal(lezer) for lezer in al_open}
    assert gezien == {NIVEAUS[0]: 10, NIVEAUS[1]: 0, NIVEAUS[2]: 0}
    _stop(*(() if alles else (v,)))
    assert [aantal(lezer) for lezer in al_open] == [0] * 6
    assert [aantal(sessie(**soort, auto=False)) for soort in soorten] == [0] * 6


def test_a_session_with_an_older_snapshot_reads_nothing_even_before_a_stop(proef, sessie):
    (v,) = vrijgaven(1)
    vul(v)
    for niveau in NIVEAUS[1:]:
        assert aantal(sessie(gemeente=UTRECHT, niveau=niveau, auto=False)) == 0


def test_without_a_known_gemeente_nothing_is_read(proef, sessie):
    (v,) = vrijgaven(1)
    vul(v)
    for gemeente in (None, "", "0000", "344", "03440", "%"):
        assert aantal(sessie(gemeente=gemeente)) == 0, gemeente


def test_after_a_local_setting_ended_the_pooled_session_reads_nothing_and_does_not_fail(proef, sessie):
    (v,) = vrijgaven(1)
    vul(v)
    lezer = sessie()
    with lezer.transaction():
        lezer.execute("SELECT set_config('app.gemeente', %s, true)", [UTRECHT])
        assert aantal(lezer) == 10
    assert lezer.execute("SELECT current_setting('app.gemeente')").fetchone() == ("",)
    assert aantal(lezer) == 0


def test_a_gemeente_without_a_row_in_the_poort_reads_nothing(proef, sessie):
    (v,) = vrijgaven(1)
    vul(v, gemeenten=("0518",))
    assert aantal(sessie(gemeente="0518")) == 0
    commands.zorg_voor_gemeenten(["0518"])
    assert aantal(sessie(gemeente="0518")) == 10


def test_an_emptied_poort_lets_nothing_through(proef, sessie):
    (v,) = vrijgaven(1)
    vul(v)
    with connections["beheer"].cursor() as cursor:
        cursor.execute("DELETE FROM stop_poort")
    assert aantal(sessie(gemeente=UTRECHT)) == 0
    assert aantal(sessie(), "SELECT count(*) FROM proef_brief") == 0
    assert queries.levend([v]) == queries.levend([v], gemeente=UTRECHT) == set()
    assert queries.stand().alles


def test_letters_and_statistics_need_no_gemeente_but_ask_the_same_poort(proef, sessie):
    v, w = vrijgaven(2)
    vul(v)
    vul(w)
    lezer = sessie()
    assert aantal(lezer, "SELECT count(*) FROM proef_brief") == 6
    _stop(v)
    assert aantal(lezer, "SELECT count(*) FROM proef_brief") == 3
    assert aantal(sessie(niveau=IsolationLevel.REPEATABLE_READ, auto=False), "SELECT count(*) FROM proef_brief") == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        aantal(sessie(gemeente=UTRECHT, rol="inburgering_gemeente"), "SELECT count(*) FROM proef_brief")


def test_the_owner_of_the_table_is_bound_as_well(proef):
    (v,) = vrijgaven(1)
    vul(v)
    with connections["beheer"].cursor() as cursor:
        cursor.execute("SELECT set_config('app.gemeente', %s, false)", [UTRECHT])
        for tabel in ("proef_inhoud", "proef_brief"):
            cursor.execute(f"SELECT count(*) FROM {tabel}")
            assert cursor.fetchone()[0] == 0


def test_a_view_and_a_function_of_the_owner_give_no_way_round(proef, sessie):
    (v,) = vrijgaven(1)
    vul(v)
    with connections["beheer"].cursor() as cursor:
        cursor.execute("CREATE VIEW proef_raam AS SELECT * FROM proef_inhoud")
        cursor.execute("CREATE VIEW proef_raam_eigen WITH (security_invoker = true) AS SELECT * FROM proef_inhoud")
        cursor.execute(
            "CREATE FUNCTION proef_tel() RETURNS bigint LANGUAGE sql SECURITY DEFINER"
            " AS 'SELECT count(*) FROM proef_inhoud'"
        )
        cursor.execute("CREATE MATERIALIZED VIEW proef_kopie AS SELECT * FROM proef_inhoud")
    lezer = sessie(gemeente=UTRECHT)
    assert aantal(lezer, "SELECT count(*) FROM proef_raam") == 0
    assert aantal(lezer, "SELECT proef_tel()") == 0
    assert aantal(lezer, "SELECT count(*) FROM proef_kopie") == 0
    assert aantal(lezer, "SELECT count(*) FROM proef_raam_eigen") == 10
    _stop(v)
    assert aantal(lezer, "SELECT count(*) FROM proef_raam_eigen") == 0


def test_a_prepared_statement_made_before_the_stop_gives_nothing_after_it(proef, sessie):
    (v,) = vrijgaven(1)
    vul(v)
    for stand in ("force_generic_plan", "force_custom_plan", "auto"):
        lezer = sessie(gemeente=UTRECHT)
        lezer.execute(f"SET plan_cache_mode = {stand}")
        lezer.execute("PREPARE lees (text) AS SELECT count(*) FROM proef_inhoud WHERE gemeente = $1")
        assert [aantal(lezer, f"EXECUTE lees('{UTRECHT}')") for _ in range(7)] == [10] * 7
        stop = commands.zet_stop(Bereik(alles=True), "proef", door=LEIDER, now=NU)
        assert aantal(lezer, f"EXECUTE lees('{UTRECHT}')") == 0
        _hef_op(stop)


def _hef_op(stop) -> None:
    commands.hef_op(stop, door=LEIDER, tweede=TWEEDE, now=NU)


def test_copy_returning_and_joins_ask_the_poort_too(proef, sessie):
    (v,) = vrijgaven(1)
    vul(v)
    lezer = sessie(gemeente=UTRECHT)
    wegen = [
        "COPY proef_inhoud TO STDOUT",
        "COPY (SELECT * FROM proef_inhoud) TO STDOUT",
        "COPY (SELECT i.* FROM stop_vrijgave v JOIN proef_inhoud i ON i.vrijgave_id = v.id) TO STDOUT",
        "COPY (SELECT (SELECT max(tekst) FROM proef_inhoud) WHERE EXISTS (SELECT FROM proef_inhoud)) TO STDOUT",
        "COPY (WITH RECURSIVE r AS (SELECT * FROM proef_inhoud) SELECT * FROM r) TO STDOUT",
        "COPY (SELECT xmin, ctid FROM proef_inhoud) TO STDOUT",
    ]
    assert all(_kopieer(lezer, weg) for weg in wegen)
    _stop(v)
    assert not any(_kopieer(lezer, weg) for weg in wegen)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        lezer.execute(
            "INSERT INTO proef_inhoud VALUES (gen_random_uuid(), %s, %s, now(), 'x') RETURNING tekst", [LEIDEN, v]
        )


def _kopieer(lezer: psycopg.Connection, vraag: str) -> bytes:
    with lezer.cursor().copy(vraag) as stroom:
        return b"".join(stroom)


def test_a_duplicate_key_does_not_tell_what_is_stopped(proef, sessie):
    (v,) = vrijgaven(1)
    vul(v, per_gemeente=1, gemeenten=(UTRECHT,))
    with sessie(gemeente=UTRECHT).cursor() as cursor:
        sleutel = cursor.execute("SELECT id FROM proef_inhoud").fetchone()[0]
    _stop(v)
    with pytest.raises(psycopg.errors.UniqueViolation) as fout:
        sessie().execute("INSERT INTO proef_inhoud VALUES (%s, %s, %s, now(), 'x')", [sleutel, UTRECHT, v])
    assert "inhoud 0" not in str(fout.value)


def test_a_holdable_cursor_never_holds_content(proef, sessie):
    (v,) = vrijgaven(1)
    vul(v)
    lezer = sessie(gemeente=UTRECHT)
    lezer.execute("DECLARE vast CURSOR WITH HOLD FOR SELECT * FROM proef_inhoud")
    assert lezer.execute("FETCH ALL FROM vast").fetchall() == []
    assert aantal(lezer) == 0
    lezer.execute("CLOSE vast")
    assert aantal(lezer) == 10
    with lezer.transaction():
        lezer.execute("DECLARE vast CURSOR WITH HOLD FOR SELECT * FROM proef_inhoud")
        assert lezer.execute("FETCH 1 FROM vast").fetchall() == []
    assert lezer.execute("FETCH ALL FROM vast").fetchall() == []
    assert aantal(lezer, "SELECT count(*) FROM proef_brief") == 0


def test_the_gemeente_role_sees_no_other_table_of_the_product(proef, sessie):
    lezer = sessie(gemeente=UTRECHT, rol="inburgering_gemeente")
    zichtbaar = lezer.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'"
        " AND c.relkind IN ('r', 'v', 'm', 'p') AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1"
    ).fetchall()
    eigen = {naam for (naam,) in zichtbaar if naam.startswith(("proef_", "stop_"))}
    assert eigen == {"proef_envelop", "proef_inhoud", "stop_poort", "stop_poortgemeente"}


def test_an_envelop_stays_visible_to_its_own_gemeente_under_a_stop_of_everything(proef, sessie):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO proef_envelop SELECT gen_random_uuid(), g, 'nieuw' FROM unnest(ARRAY[%s, %s]) g RETURNING id",
            [UTRECHT, LEIDEN],
        )
    _stop()
    vraag = "SELECT count(*) FROM proef_envelop"
    assert aantal(sessie(gemeente=UTRECHT, rol="inburgering_gemeente"), vraag) == 1
    assert aantal(sessie(gemeente="", rol="inburgering_gemeente"), vraag) == 0
    assert aantal(sessie(), vraag) == 2


def test_the_plan_reads_the_poort_once_and_finds_content_by_index(proef, sessie):
    (v,) = vrijgaven(1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO proef_inhoud SELECT gen_random_uuid(), lpad((i %% 342)::text, 4, '0'), %s,"
            " now() - i * interval '1 second', 'x' FROM generate_series(1, 34200) i",
            [v],
        )
    with connections["beheer"].cursor() as cursor:
        cursor.execute("ANALYZE proef_inhoud")
    commands.zorg_voor_gemeenten(["0100"])
    for rol in ROLLEN:
        for plan in ("force_generic_plan", "force_custom_plan"):
            lezer = sessie(gemeente="0100", rol=rol)
            lezer.execute(f"SET plan_cache_mode = {plan}")
            lezer.execute("PREPARE nieuwste AS SELECT * FROM proef_inhoud ORDER BY aangemaakt DESC LIMIT 50")
            uitleg = lezer.execute("EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE nieuwste").fetchone()[0]
            _eis_plan(list(_knopen(uitleg[0]["Plan"])))
            assert aantal(lezer) == 100


def _eis_plan(knopen: list[dict]) -> None:
    (over_inhoud,) = [k for k in knopen if k.get("Relation Name") == "proef_inhoud"]
    assert (over_inhoud["Node Type"], over_inhoud["Index Name"]) == ("Index Scan", "proef_inhoud_nieuwste")
    assert "get_bit" in over_inhoud["Filter"]
    assert "<> 0" in over_inhoud["Filter"]
    assert not any(k["Node Type"] == "Sort" for k in knopen)
    poort = [k for k in knopen if k.get("Relation Name") in {"stop_poort", "stop_poortgemeente"}]
    assert [k["Actual Loops"] for k in poort] == [1, 1]


def _knopen(knoop):
    yield knoop
    for kind in knoop.get("Plans", []):
        yield from _knopen(kind)


def test_reading_as_a_gemeente_uses_the_lock_and_leaves_no_trace(proef):
    v, w = vrijgaven(2)
    vul(v)
    vul(w)
    _stop(v)
    with queries.lees_als_gemeente(UTRECHT), connection.cursor() as cursor:
        cursor.execute("SELECT current_user, count(*), current_setting('statement_timeout') FROM proef_inhoud")
        assert cursor.fetchone() == ("inburgering_gemeente", 10, "5s")
        with queries.weer_als_app():
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("inburgering_app",)
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("inburgering_gemeente",)
    assert _wie() == ("inburgering_app", "", "0")


def test_reading_as_a_gemeente_inside_another_transaction_ends_where_it_began(proef):
    with transaction.atomic():
        with queries.lees_als_gemeente(UTRECHT):
            assert _wie()[:2] == ("inburgering_gemeente", UTRECHT)
        assert _wie() == ("inburgering_app", "", "0")
        with pytest.raises(ZeroDivisionError), queries.lees_als_gemeente(UTRECHT):
            raise ZeroDivisionError
        assert _wie() == ("inburgering_app", "", "0")


def _wie() -> tuple[str, str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, current_setting('app.gemeente', true), current_setting('statement_timeout')"
        )
        rol, gemeente, tijd = cursor.fetchone()
    return rol, gemeente or "", tijd
