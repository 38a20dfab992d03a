"""The database is the last guard: what the application's own role cannot do, no mistake in our code can do."""

from collections.abc import Iterator

import psycopg
import pytest

from house import rights, source

APP, GEMEENTE, EIGENAAR = "inburgering_app", "inburgering_gemeente", "inburgering_eigenaar"
COLUMN_RIGHTS = """
SELECT c.relname, a.attname
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  AND has_column_privilege(%s, c.oid, a.attnum, %s)
"""
TABLE_RIGHTS = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm') AND has_table_privilege(%s, c.oid, %s)
"""


@pytest.fixture
def owner(db: str) -> Iterator[psycopg.Connection]:
    """A connection as the one who sets up, who can read the catalogue."""
    from django.db import connections

    wrapper = connections["beheer"]
    wrapper.ensure_connection()
    yield wrapper.connection
    wrapper.close()


def columns(owner: psycopg.Connection, role: str, right: str) -> dict[str, set[str]]:
    """Per table, the columns on which the role has the right."""
    found: dict[str, set[str]] = {}
    for table, column in owner.execute(COLUMN_RIGHTS, [role, right]).fetchall():
        found.setdefault(table, set()).add(column)
    return found


def tables(owner: psycopg.Connection, role: str, right: str) -> set[str]:
    """The tables and views on which the role has the right."""
    return {row[0] for row in owner.execute(TABLE_RIGHTS, [role, right]).fetchall()}


def test_the_application_updates_only_state_and_each_right_has_a_reason(owner: psycopg.Connection) -> None:
    found = []
    for table, given in columns(owner, APP, "UPDATE").items():
        allowed, _ = rights.UPDATE.get(table, (frozenset(), ""))
        extra = given - allowed if "*" not in allowed else set()
        if extra:
            found.append(
                f"{table}: the application may UPDATE {', '.join(sorted(extra))}; append a row instead, or add the "
                "column with its reason to tests/house/rights.py"
            )
    assert not found, "\n".join(sorted(found))


def test_the_application_deletes_only_where_a_reason_is_written(owner: psycopg.Connection) -> None:
    found = [
        f"{table}: the application may DELETE; append a withdrawing row, or give a reason in tests/house/rights.py"
        for table in sorted(tables(owner, APP, "DELETE") - set(rights.DELETE))
    ]
    assert not found, "\n".join(found)


def test_no_right_is_written_down_that_nobody_has(owner: psycopg.Connection) -> None:
    updates, deletes = columns(owner, APP, "UPDATE"), tables(owner, APP, "DELETE")
    stale = [f"rights.py: UPDATE on {t} is not granted; remove the line" for t in rights.UPDATE if t not in updates]
    stale += [
        f"rights.py: UPDATE on {t}.{c} is not granted; remove the column"
        for t, (allowed, _) in rights.UPDATE.items()
        for c in sorted(allowed - {"*"} - updates.get(t, set()))
        if t in updates
    ]
    stale += [f"rights.py: DELETE on {t} is not granted; remove the line" for t in rights.DELETE if t not in deletes]
    assert not stale, "\n".join(stale)


def test_every_right_has_a_reason_that_can_be_read() -> None:
    thin = [t for t, (_, reason) in rights.UPDATE.items() if len(reason.split()) < 4]
    thin += [t for t, reason in rights.DELETE.items() if len(reason.split()) < 4]
    assert not thin, f"rights.py: say in a sentence why for {', '.join(thin)}"


def test_no_role_of_the_application_may_empty_a_table_or_hang_a_trigger_on_it(owner: psycopg.Connection) -> None:
    found = [
        f"{table}: {role} may {right}; revoke it"
        for role in (APP, GEMEENTE)
        for right in ("TRUNCATE", "TRIGGER", "REFERENCES")
        for table in sorted(tables(owner, role, right))
    ]
    assert not found, "\n".join(found)


def test_a_gemeente_reads_and_never_writes(owner: psycopg.Connection) -> None:
    written = {(table, right) for right in ("INSERT", "UPDATE") for table in columns(owner, GEMEENTE, right)} | {
        (table, "DELETE") for table in tables(owner, GEMEENTE, "DELETE")
    }
    found = [f"{table}: {GEMEENTE} may {right}; revoke it" for table, right in sorted(written)]
    assert not found, "\n".join(found)


def test_content_is_behind_the_poort_for_its_owner_too(owner: psycopg.Connection) -> None:
    rows = {
        name: (on, forced)
        for name, on, forced in owner.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = ANY(%s)",
            [list(rights.CONTENT)],
        ).fetchall()
    }
    open_ = [
        f"{table}: row security is (on, forced) = {rows.get(table, 'no such table')}; call `bewaak…` in its migration"
        for table in rights.CONTENT
        if rows.get(table) != (True, True)
    ]
    assert not open_, "\n".join(open_)


def test_content_lets_the_application_read_and_add_and_nothing_else(owner: psycopg.Connection) -> None:
    rows = owner.execute(
        "SELECT tablename, policyname, cmd FROM pg_policies WHERE tablename = ANY(%s) AND roles && %s::name[]",
        [list(rights.CONTENT), [APP, GEMEENTE, "public"]],
    ).fetchall()
    given = {t: {cmd for table, _, cmd in rows if table == t} for t in rights.CONTENT}
    wide = [
        f"{table}: policy {name} is for {cmd}; only SELECT and INSERT"
        for table, name, cmd in rows
        if cmd not in {"SELECT", "INSERT"}
    ]
    blind = [f"{t}: no policy to read or to add; call `bewaak…`" for t, cmds in given.items() if len(cmds) < 2]
    assert not wide + blind, "\n".join(wide + blind)


def test_a_policy_for_reading_content_asks_the_poort(owner: psycopg.Connection) -> None:
    rows = owner.execute(
        "SELECT tablename, policyname, coalesce(qual, '') FROM pg_policies"
        " WHERE tablename = ANY(%s) AND cmd = 'SELECT' AND permissive = 'PERMISSIVE' AND roles && %s::name[]",
        [list(rights.CONTENT), [APP, GEMEENTE, "public"]],
    ).fetchall()
    open_ = [
        f"{table}: policy {name} does not ask `{word}`"
        for table, name, condition in rows
        for word in ("get_bit", "stop_poort", "transaction_isolation", "<> 0")
        if word not in condition
    ]
    assert {table for table, *_ in rows} == set(rights.CONTENT), f"content with a policy to read: {rows}"
    assert not open_, "\n".join(open_)


def test_the_application_owns_nothing_and_cannot_pass_the_guard(owner: psycopg.Connection) -> None:
    owned = owner.execute(
        "SELECT relname FROM pg_class JOIN pg_roles r ON r.oid = relowner WHERE r.rolname = ANY(%s)", [[APP, GEMEENTE]]
    ).fetchall()
    mighty = owner.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)"
        " AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)",
        [[APP, GEMEENTE, EIGENAAR]],
    ).fetchall()
    member = owner.execute("SELECT pg_has_role(%s, %s, 'MEMBER')", [APP, EIGENAAR]).fetchone()
    assert (owned, mighty, member) == ([], [], (False,)), "the application's role must own nothing and be nobody else"


def test_nobody_but_the_owner_makes_tables(owner: psycopg.Connection) -> None:
    makers = [
        r
        for r in (APP, GEMEENTE)
        if owner.execute("SELECT has_schema_privilege(%s, 'public', 'CREATE')", [r]).fetchone() == (True,)
    ]
    assert not makers, f"{makers} may CREATE in public; revoke it"


def test_a_function_with_its_owners_rights_fixes_its_search_path(owner: psycopg.Connection) -> None:
    loose = owner.execute(
        "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = 'public' AND p.prosecdef"
        " AND NOT coalesce(array_to_string(p.proconfig, ',') LIKE '%search_path=%', false)"
    ).fetchall()
    assert not loose, f"SECURITY DEFINER without SET search_path: {loose}; add it in the migration"


def test_no_view_reads_past_the_poort(owner: psycopg.Connection) -> None:
    leaky = owner.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND (c.relkind = 'm' OR (c.relkind = 'v'"
        " AND NOT coalesce(array_to_string(c.reloptions, ',') LIKE '%security_invoker=true%', false)))"
    ).fetchall()
    assert not leaky, f"views that read with their owner's rights: {leaky}; make them WITH (security_invoker=true)"


def test_every_table_belongs_to_a_room_or_to_django(owner: psycopg.Connection) -> None:
    names = [r[0] for r in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()]
    known = (*(f"{room}_" for room in source.rooms()), "auth_", "django_", "portal_")
    stray = [f"{t}: belongs to no room; name it <room>_<table>" for t in names if not t.startswith(known)]
    assert names
    assert not stray, "\n".join(stray)
