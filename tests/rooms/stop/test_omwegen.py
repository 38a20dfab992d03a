"""Every known way round row security, tried one by one on the tables with real content, as hand-written SQL would."""

import os
import shutil
import subprocess
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from house import rights
from inburgering.interfaces.cli import databank
from signaalbouw import ALMERE, UTRECHT, geef, zet_stop

NAAM = "N. Tesfay"  # what stands in every inhoud of these tests
TABELLEN = ", ".join(f"'{t}'::regclass" for t in rights.CONTENT)
# Functions with the rights of the owner, and what each does with them. None gives back content.
MET_RECHT_VAN_EIGENAAR = {
    "signaal_sluit_inhoud": "withdrawal: shuts inhoud for good, gives back how many",
    "spoor_neem_uit_rij": "trail: takes sealed lines from the queue",
    "spoor_zet_open": "trail: puts new lines in the queue",
    "stop_dek": "stop: what picks a vrijgave covers it",
    "stop_dek_nieuwe": "stop: covers a new vrijgave when its category is stopped",
    "stop_eis_inkomend": "stop: refuses what comes in under a stop of that direction",
    "stop_eis_opheffers": "stop: two people who may lift",
    "stop_eis_zetter": "stop: somebody who may stop",
    "stop_erf": "quarantaine: the target takes over days and stops, so it can only close",
    "stop_kies_vrijgaven": "stop: turns a choice into vrijgaven",
    "stop_live": "poort: bits for all",
    "stop_live_geheel": "poort: bits for who is no gemeente",
    "stop_live_voor": "poort: bits for one gemeente",
    "stop_noteer_opheffing": "trail: the audit line of a lifting",
    "stop_noteer_stop": "trail: the audit line of a stop",
    "stop_open_poort": "poort: opens after a lifting",
    "stop_sluit_aangevuld": "poort: shuts after a vrijgave came under a stop",
    "stop_verplaats": "quarantaine: moves rows to a vrijgave that is stopped",
    "stop_verplaatst": "quarantaine: whether that happens in this transaction",
    "stop_verruim": "stop: what a vrijgave says of itself, only ever wider",
    "stop_zet_poort": "poort: shuts after a stop",
    "stop_zorg_voor_gemeenten": "poort: a row for a gemeente",
    "toegang_is_bevoegd": "access: yes or no for one medewerker and one act",
    "toegang_noteer_medewerker": "trail: the audit line of a new medewerker",
    "toegang_werk_bij": "access: name and role follow the organisation, with an audit line",
    **{f"{tabel}_afdruk": "trail: the hash of each new row of evidence" for tabel in settings.BEWIJSTABELLEN},
}


@pytest.fixture
def beheer(db):
    """The owner, as migrations are; it looks in the catalogue."""
    wrapper = connections["beheer"]
    wrapper.ensure_connection()
    yield wrapper.connection
    wrapper.close()


@pytest.fixture
def dicht(db):
    """Twenty signalen with the same name in them, of which ten are stopped and ten are of another gemeente."""
    vrijgave, _ = geef(10)
    geef(10, UTRECHT)
    zet_stop(vrijgave)
    return vrijgave


@pytest.fixture
def lezer(dicht, sessie):
    """A session of the product's own login that works for the gemeente whose content is stopped."""
    return sessie(gemeente=ALMERE)


def alles(verbinding, vraag: str) -> list:
    return verbinding.execute(vraag).fetchall()


def test_the_content_is_there_before_the_stop_or_these_tests_prove_nothing(db, sessie):
    geef(10)
    assert alles(
        sessie(gemeente=ALMERE), f"SELECT count(*) FROM signaal_inhoud WHERE inhoud::text LIKE '%{NAAM}%'"
    ) == [(10,)]


def test_the_owner_reads_no_content_because_security_is_forced(dicht, beheer):
    for tabel in rights.CONTENT:
        beheer.execute("SELECT set_config('app.gemeente', %s, false)", [ALMERE])
        assert alles(beheer, f"SELECT count(*) FROM {tabel}") == [(0,)], tabel


def test_a_superuser_is_out_of_reach_so_the_product_never_is_one(dicht, sessie):
    """What guards it: no process of the product has its login, and the application cannot become it."""
    with psycopg.connect(_als_superuser(dicht)) as baas:
        assert baas.execute("SELECT usesuper FROM pg_user WHERE usename = current_user").fetchone() == (True,)
        assert baas.execute("SELECT count(*) FROM signaal_inhoud").fetchone() == (20,)
        (naam,) = baas.execute("SELECT current_user").fetchone()
    for rol in (naam, "inburgering_eigenaar", "pg_read_all_data"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            sessie().execute(f'SET ROLE "{rol}"')
    for pad in ("INBURGERING_DB_APP",):
        with psycopg.connect(os.environ[pad]) as zelf:
            assert zelf.execute(
                "SELECT rolsuper OR rolbypassrls OR rolreplication FROM pg_roles WHERE rolname = session_user"
            ).fetchone() == (False,)


def _als_superuser(_: object) -> str:
    from urllib.parse import urlsplit, urlunsplit

    server = os.environ.get("DATABASE_URL") or databank.start()
    return urlunsplit(urlsplit(server)._replace(path=f"/{connections.settings['default']['NAME']}"))


def test_no_role_but_superusers_may_bypass_row_security(beheer):
    assert alles(beheer, "SELECT rolname FROM pg_roles WHERE rolbypassrls AND NOT rolsuper") == []


def test_no_role_of_the_product_is_in_a_group_that_reads_everything(beheer):
    groepen = ["pg_read_all_data", "pg_write_all_data", "pg_read_server_files", "pg_execute_server_program"]
    rollen = ["inburgering_app", "inburgering_gemeente", "inburgering_eigenaar"]
    gevonden = [
        (r, g) for r in rollen for g in groepen if alles(beheer, f"SELECT pg_has_role('{r}', '{g}', 'MEMBER')")[0][0]
    ]
    assert gevonden == []


def test_every_function_with_its_owners_rights_is_known_and_none_returns_content(beheer):
    rijen = alles(
        beheer,
        "SELECT proname, pg_get_functiondef(p.oid), prorettype::regtype::text"
        " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = 'public' AND prosecdef",
    )
    assert {naam for naam, *_ in rijen} == set(MET_RECHT_VAN_EIGENAAR)
    assert {naam for naam, tekst, _ in rijen if any(t in tekst for t in rights.CONTENT)} == {"signaal_sluit_inhoud"}
    soorten = {"bigint", "bit", "boolean", "smallint", "smallint[]", "trigger", "void"}
    assert [(naam, terug) for naam, _, terug in rijen if terug not in soorten] == []


def test_every_function_with_its_owners_rights_is_closed_to_who_was_not_named(beheer):
    open_ = alles(
        beheer,
        "SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public'"
        " AND prosecdef AND has_function_privilege('inburgering_gemeente', p.oid, 'EXECUTE') ORDER BY 1",
    )
    assert {naam for (naam,) in open_} <= {"stop_verplaatst", "spoor_zet_open", "spoor_neem_uit_rij"} | _triggers(
        beheer
    )


def _triggers(beheer) -> set[str]:
    """Functions that only a trigger can call."""
    rijen = alles(beheer, "SELECT proname FROM pg_proc WHERE prorettype = 'trigger'::regtype AND prosecdef")
    return {naam for (naam,) in rijen}


def test_no_view_has_its_owners_rights_and_no_copy_is_kept_in_a_materialised_view(beheer):
    assert alles(beheer, "SELECT matviewname FROM pg_matviews WHERE schemaname = 'public'") == []
    los = alles(
        beheer,
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'"
        " AND c.relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)",
    )
    assert los == []


def test_no_rule_rewrites_a_read_into_another(beheer):
    regels = alles(beheer, "SELECT tablename, rulename FROM pg_rules WHERE schemaname = 'public'")
    assert regels == []


def test_nothing_is_published_for_logical_replication_and_the_application_cannot_start_it(beheer, lezer):
    assert alles(beheer, "SELECT pubname FROM pg_publication") == []
    assert alles(beheer, "SELECT slot_name FROM pg_replication_slots WHERE slot_type = 'logical'") == []
    for opdracht in (
        "CREATE PUBLICATION lek FOR TABLE signaal_inhoud",
        "SELECT pg_create_logical_replication_slot('lek', 'pgoutput')",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            lezer.execute(opdracht)


def test_content_has_no_partition_or_child_that_could_be_read_by_itself(beheer):
    for tabel in rights.CONTENT:
        vraag = f"SELECT inhrelid::regclass FROM pg_inherits WHERE '{tabel}'::regclass IN (inhrelid, inhparent)"
        assert alles(beheer, vraag) == []


def test_a_dump_by_the_application_holds_no_content(dicht, app_dsn, tmp_path):
    """With row security on it has only what may be read; without (the default of pg_dump) it fails."""
    programma = _pg_dump()
    bestand = tmp_path / "dump.sql"
    basis = [programma, "-d", app_dsn, "-a", "-t", "signaal_inhoud"]
    uit = subprocess.run([*basis, "--enable-row-security", "-f", bestand], capture_output=True, text=True, check=False)
    assert uit.returncode == 0, uit.stderr
    assert "signaal_inhoud" in bestand.read_text()
    assert NAAM not in bestand.read_text()
    geweigerd = subprocess.run([*basis, "-f", tmp_path / "x"], capture_output=True, text=True, check=False)
    assert geweigerd.returncode != 0
    assert "row-level security" in geweigerd.stderr


def _pg_dump() -> str:
    """The pg_dump that belongs to the server, or the one of the system."""
    with psycopg.connect(_als_superuser(None)) as baas:
        (map_,) = baas.execute("SELECT setting FROM pg_config WHERE name = 'BINDIR'").fetchone()
    eigen = Path(map_) / "pg_dump"
    return str(eigen) if eigen.exists() else shutil.which("pg_dump") or str(eigen)


@pytest.mark.parametrize(
    "vraag",
    [
        "COPY signaal_inhoud TO STDOUT",
        "COPY (SELECT inhoud FROM signaal_inhoud) TO STDOUT",
        "COPY (SELECT i.inhoud FROM signaal_signaal s JOIN signaal_inhoud i ON i.signaal_id = s.id) TO STDOUT",
        "COPY (TABLE kennisgeving_briefinhoud) TO STDOUT",
        "COPY (TABLE statistiek_regel) TO STDOUT",
    ],
)
def test_copy_gives_no_row_under_a_stop(lezer, vraag):
    try:
        with lezer.cursor().copy(vraag) as stroom:
            gekregen = b"".join(stroom)
    except psycopg.errors.UndefinedColumn:
        pytest.fail(f"{vraag} asks for a column that does not exist")
    assert gekregen == b""


def test_copy_from_a_table_with_row_security_cannot_write_past_the_poort_either(lezer):
    with pytest.raises(psycopg.Error), lezer.cursor().copy("COPY signaal_inhoud TO PROGRAM 'cat'") as stroom:
        list(stroom)


def test_a_cursor_that_outlives_its_transaction_holds_nothing(db, sessie):
    vrijgave, _ = geef(10)
    lezer = sessie(gemeente=ALMERE)
    lezer.execute("DECLARE vast CURSOR WITH HOLD FOR SELECT inhoud FROM signaal_inhoud")
    zet_stop(vrijgave)
    assert alles(lezer, "FETCH ALL FROM vast") == []


def test_a_cursor_opened_before_the_stop_gives_only_what_its_statement_had_begun(db, sessie):
    """The one thing a stop cannot take back: a statement that runs. `loop_leeg` waits for it and then ends it."""
    vrijgave, _ = geef(10)
    lezer = sessie(gemeente=ALMERE, auto=False)
    lezer.execute("DECLARE gewoon CURSOR FOR SELECT inhoud FROM signaal_inhoud")
    zet_stop(vrijgave)
    assert alles(lezer, "SELECT count(*) FROM signaal_inhoud") == [(0,)]
    lezer.rollback()
    assert alles(lezer, "SELECT count(*) FROM signaal_inhoud") == [(0,)]


@pytest.mark.parametrize("plan", ["force_generic_plan", "force_custom_plan", "auto"])
def test_a_plan_kept_from_before_the_stop_asks_the_poort_again(db, sessie, plan):
    vrijgave, _ = geef(10)
    lezer = sessie(gemeente=ALMERE)
    lezer.execute(f"SET plan_cache_mode = {plan}")
    lezer.execute("PREPARE lees (text) AS SELECT count(*) FROM signaal_inhoud WHERE inhoud::text LIKE $1")
    for _ in range(7):
        assert alles(lezer, f"EXECUTE lees('%{NAAM}%')") == [(10,)]
    zet_stop(vrijgave)
    assert alles(lezer, f"EXECUTE lees('%{NAAM}%')") == [(0,)]


@pytest.mark.parametrize(
    "proef",
    [
        "SELECT 1 FROM signaal_inhoud WHERE (inhoud ->> 'naam')::int = 1",
        "SELECT 1 FROM signaal_inhoud WHERE 1 / (length(inhoud ->> 'naam') - 9) = 1",
        "SELECT 1 FROM signaal_inhoud WHERE (inhoud ->> 'naam')::date > '2000-01-01'",
        "SELECT 1 FROM signaal_inhoud WHERE xmlparse(content '<' || (inhoud ->> 'naam')) IS NOT NULL",
        "SELECT (inhoud ->> 'naam')::int FROM signaal_inhoud ORDER BY 1",
        "SELECT count(*) FILTER (WHERE (inhoud ->> 'naam')::int = 1) FROM signaal_inhoud",
    ],
)
def test_an_error_in_a_condition_never_sees_a_hidden_row(lezer, proef):
    """Nothing but leakproof operators may run before the policy; a cast that fails on a hidden name would tell it."""
    assert [rij for rij in alles(lezer, proef) if rij != (0,)] == []


def test_nobody_can_make_a_function_that_looks_before_the_policy(lezer, beheer):
    eigen = alles(
        beheer,
        "SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = 'public' AND proleakproof AND NOT EXISTS"
        " (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')",
    )
    assert eigen == []
    for waar in ("public", "pg_temp"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            lezer.execute(f"CREATE FUNCTION {waar}.gluur(text) RETURNS boolean LANGUAGE sql AS 'SELECT true' LEAKPROOF")


def test_a_foreign_key_tells_no_more_than_that_an_envelop_exists_which_the_envelop_tells_too(lezer, beheer):
    """A key is checked past row security, so nothing may point at content, and content only at what is in sight."""
    naar = alles(
        beheer,
        f"SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND confrelid IN ({TABELLEN})",
    )
    assert naar == []


def test_a_duplicate_key_tells_an_id_that_was_known_and_nothing_of_the_inhoud(lezer, dicht):
    (sleutel,) = alles(lezer, f"SELECT id FROM signaal_signaal WHERE vrijgave_id = {dicht} LIMIT 1")[0]
    kolommen = [
        k
        for (k,) in alles(
            lezer,
            "SELECT attname FROM pg_attribute WHERE attrelid = 'signaal_inhoud'::regclass AND attnum > 0"
            " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
        )
    ]
    waarden = {"gemeente": f"'{ALMERE}'", "vrijgave_id": str(dicht), "inhoud": "'{}'"}
    rij = ", ".join(waarden.get(k, f"'{sleutel}'") for k in kolommen)
    with pytest.raises(psycopg.Error) as fout:
        lezer.execute(f"INSERT INTO signaal_inhoud ({', '.join(kolommen)}) VALUES ({rij})")
    assert NAAM not in str(fout.value)


def test_explain_counts_no_more_for_the_reader_than_the_reader_sees(lezer):
    """EXPLAIN ANALYZE says how many rows a filter removed: a count, of the own gemeente at most, and never a value."""
    ((uitleg,),) = alles(lezer, "EXPLAIN (ANALYZE, VERBOSE, FORMAT JSON) SELECT inhoud FROM signaal_inhoud")
    plan = uitleg[0]["Plan"]
    assert plan["Actual Rows"] == 0
    assert NAAM not in str(uitleg)
    ((uitleg,),) = alles(
        lezer, f"EXPLAIN (ANALYZE, FORMAT JSON) SELECT 1 FROM signaal_inhoud WHERE inhoud ->> 'naam' = '{NAAM}'"
    )
    ((anders,),) = alles(
        lezer, "EXPLAIN (ANALYZE, FORMAT JSON) SELECT 1 FROM signaal_inhoud WHERE inhoud ->> 'naam' = 'Niemand'"
    )
    assert _weg(uitleg[0]["Plan"]) == _weg(anders[0]["Plan"])


def _weg(knoop: dict) -> list:
    eigen = [knoop.get("Rows Removed by Filter"), knoop["Actual Rows"]]
    return eigen + [w for kind in knoop.get("Plans", []) for w in _weg(kind)]


def test_what_the_planner_remembers_of_the_values_is_not_shown(lezer, beheer, dicht):
    """ANALYZE keeps common values; the view on them leaves out tables with row security."""
    with psycopg.connect(_als_superuser(None), autocommit=True) as baas:
        baas.execute("ANALYZE signaal_inhoud")
        assert baas.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'signaal_inhoud'").fetchone()[0] > 0
    for wie in (lezer, beheer):
        assert alles(wie, "SELECT attname FROM pg_stats WHERE tablename = 'signaal_inhoud'") == []
    for tabel in ("pg_statistic", "pg_statistic_ext_data"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            lezer.execute(f"SELECT * FROM {tabel}")


def test_nobody_reads_the_file_under_the_table(lezer):
    for opdracht in (
        "SELECT pg_read_file('postgresql.conf')",
        "SELECT pg_read_binary_file('base/1/1259')",
        "CREATE EXTENSION pageinspect",
        "CREATE EXTENSION dblink",
        "SELECT lo_import('/etc/passwd')",
    ):
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported)):
            lezer.execute(opdracht)


def test_a_trigger_or_a_default_on_another_table_cannot_carry_content_out(beheer):
    """A trigger of the owner on content would see each new row with the owner's rights."""
    rijen = alles(
        beheer,
        f"SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN ({TABELLEN})",
    )
    assert rijen == []


def test_listen_and_notify_carry_no_content(beheer):
    teksten = alles(
        beheer,
        "SELECT proname, prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = 'public'",
    )
    assert [naam for naam, tekst in teksten if "pg_notify" in tekst or "NOTIFY" in tekst.upper().split()] == []
