"""The application's own role cannot loosen the lock or touch the evidence: PostgreSQL refuses."""

from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connections
from psycopg.errors import CheckViolation, ForeignKeyViolation, InsufficientPrivilege

from inburgering.spoor import queries as spoor
from inburgering.stop import commands, models, queries
from inburgering.stop.terms import Bereik
from inburgering.toegang.errors import GeenBevoegdheid
from inburgering.toegang.rules import MATRIX
from inburgering.toegang.terms import Actor, Handeling, Rol
from indienst import neem_in_dienst
from proef_stop import KLANTMANAGER, LEIDER, NU, TWEEDE, UTRECHT, vrijgaven, vul

BEWIJS = [
    "stop_vrijgave",
    "stop_stop",
    "stop_ontvangst",
    "stop_opheffing",
    "stop_lezing",
    "stop_bevestiging",
    "stop_weigering",
    "spoor_regel",
    "spoor_audit",
    "spoor_zegel",
    "spoor_blad",
    "spoor_open",
    "stop_verplaatsing",
    "proef_inhoud",
    "proef_brief",
    "stop_poort",
    "stop_poortgemeente",
]
SLOT = [
    "ALTER TABLE proef_inhoud DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE proef_inhoud NO FORCE ROW LEVEL SECURITY",
    "DROP POLICY poort_lees ON proef_inhoud",
    "ALTER POLICY poort_lees ON proef_inhoud USING (true)",
    "CREATE POLICY open ON proef_inhoud FOR SELECT USING (true)",
    "ALTER TABLE proef_inhoud OWNER TO inburgering_app",
    "DROP TABLE proef_inhoud",
    "ALTER TABLE stop_stop DISABLE TRIGGER ALL",
    "CREATE TRIGGER eigen AFTER INSERT ON stop_stop EXECUTE FUNCTION stop_zet_poort()",
    "CREATE OR REPLACE FUNCTION stop_live() RETURNS bit(4096) LANGUAGE sql AS 'SELECT ~ 0::bit(4096)'",
    "CREATE FUNCTION eigen() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE TABLE eigen (x int)",
    "CREATE TEMP TABLE eigen AS SELECT * FROM proef_inhoud",
    "SELECT * INTO TEMP eigen FROM proef_inhoud",
    "SET ROLE inburgering_eigenaar",
    "SET SESSION AUTHORIZATION postgres",
    "ALTER ROLE inburgering_app BYPASSRLS",
    "ALTER ROLE inburgering_app SUPERUSER",
    "GRANT inburgering_eigenaar TO inburgering_app",
    "SET session_replication_role = replica",
    "SELECT stop_live()",
    "SELECT bewaak('proef_brief')",
    "INSERT INTO stop_poort VALUES (false, 0, ~ 0::bit(4096), ~ 0::bit(4096))",
    "INSERT INTO stop_poortgemeente VALUES ('0999', ~ 0::bit(4096))",
    "INSERT INTO stop_verplaatsing VALUES (pg_current_xact_id())",
    "INSERT INTO spoor_open (soort, regel_id) VALUES ('regel', 1)",
]


def test_evidence_is_not_changed_removed_or_emptied(proef, sessie):
    for rol in ("inburgering_app", "inburgering_gemeente"):
        verbinding = sessie(gemeente=UTRECHT, rol=rol)
        for tabel in BEWIJS:
            kolommen = verbinding.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND attgenerated = ''"
                " AND NOT attisdropped",
                [tabel],
            ).fetchall()
            opdrachten = [f"UPDATE {tabel} SET {kolom} = DEFAULT" for (kolom,) in kolommen]
            for opdracht in (*opdrachten, f"DELETE FROM {tabel}", f"TRUNCATE {tabel} CASCADE"):
                with pytest.raises(InsufficientPrivilege):
                    verbinding.execute(opdracht)


def test_the_lock_is_not_loosened_by_the_application(proef, sessie):
    (v,) = vrijgaven(1)
    vul(v)
    commands.zet_stop(Bereik(alles=True), "fout", door=LEIDER, now=NU)
    for rol in ("inburgering_app", "inburgering_gemeente"):
        verbinding = sessie(gemeente=UTRECHT, rol=rol)
        for opdracht in SLOT:
            with pytest.raises(InsufficientPrivilege):
                verbinding.execute(opdracht)
        verbinding.execute("SET row_security = off")
        with pytest.raises(InsufficientPrivilege):
            verbinding.execute("SELECT * FROM proef_inhoud")


def test_rows_are_moved_only_to_a_stopped_vrijgave_and_only_in_a_guarded_table(proef, sessie):
    a, b = vrijgaven(2)
    vul(a)
    commands.zet_stop(Bereik(alles=False, vrijgaven=(a,)), "fout", door=LEIDER, now=NU)
    for tabel, naar in (("proef_inhoud", b), ("stop_stop", a), ("spoor_regel", a)):
        with pytest.raises(InsufficientPrivilege):
            sessie().execute("SELECT stop_verplaats(%s::regclass, 'id', '{}', %s::smallint)", [tabel, naar])
    with pytest.raises(InsufficientPrivilege):
        sessie(rol="inburgering_gemeente").execute("SELECT stop_verplaats('proef_inhoud', 'id', '{}', 0::smallint)")


def test_a_view_of_the_owner_shows_nothing_while_rows_are_moved(proef, sessie):
    (v,) = vrijgaven(1)
    vul(v)
    with connections["beheer"].cursor() as cursor:
        cursor.execute("CREATE VIEW proef_raam AS SELECT * FROM proef_inhoud")
    commands.zet_stop(Bereik(alles=True), "fout", door=LEIDER, now=NU)
    verbinding = sessie(gemeente=UTRECHT, auto=False)
    verbinding.execute("SELECT set_config('app.verplaatsen', 'ja', false)")
    verbinding.execute("SELECT stop_verplaats('proef_inhoud', 'id', '{}', %s::smallint)", [v])
    assert verbinding.execute("SELECT count(*) FROM proef_raam").fetchone() == (0,)


def test_a_stop_that_makes_no_sense_is_refused_by_the_database(db):
    goed = {"alles": True, "richting": "uit", "reden": "r", "door": LEIDER.id, "oefening": False, "op": NU}
    slecht = [
        ({"tweede": LEIDER.id}, CheckViolation),
        ({"reden": ""}, CheckViolation),
        ({"vrijgaven": [1]}, CheckViolation),
        ({"alles": False, "vrijgaven": []}, CheckViolation),
        ({"richting": "op"}, CheckViolation),
        ({"alles": False, "vrijgaven": [4096]}, psycopg.errors.ArraySubscriptError),
    ]
    for kolommen, fout in slecht:
        with pytest.raises(DatabaseError) as gevangen:
            models.Stop.objects.bulk_create([models.Stop(id=UUID(int=1), **{**goed, **kolommen})])
        assert isinstance(gevangen.value.__cause__, fout), kolommen


_MET_DE_HAND = (
    "INSERT INTO stop_opheffing (id, stop_id, vrijgaven, gemeenten, door, tweede, op)"
    " VALUES (gen_random_uuid(), %s, '{}', '{}', %s, %s, '2022-01-19 10:00Z')"
)


def test_by_hand_only_two_people_who_may_lift_a_stop(proef, sessie):
    jurist = Actor("medewerker:4", "Jurist", Rol.DUO_JURIST)
    weg = Actor("medewerker:5", "Uit dienst", Rol.INCIDENTLEIDER)
    neem_in_dienst(jurist)
    neem_in_dienst(weg, actief=False)
    stop = commands.zet_stop(Bereik(alles=True), "fout", door=LEIDER, now=NU)
    anderen = (
        "medewerker:77",
        "a",
        "",
        "systeem",
        "1",
        "medewerker:",
        "medewerker:01",
        jurist.id,
        weg.id,
        KLANTMANAGER.id,
    )
    for door, tweede in [*((LEIDER.id, x) for x in anderen), *((x, LEIDER.id) for x in anderen), ("a", "b")]:
        with pytest.raises(InsufficientPrivilege):
            sessie().execute(_MET_DE_HAND, [stop, door, tweede])
    assert queries.stand().alles
    assert [r["handeling"] for r in spoor.audit_van("stop", str(stop))] == ["stop.gezet"]


def test_a_stop_or_lifting_by_hand_leaves_the_same_audit_line(proef, sessie):
    stop = commands.zet_stop(Bereik(alles=True), "fout", door=LEIDER, now=NU)
    sessie().execute(_MET_DE_HAND, [stop, LEIDER.id, TWEEDE.id])
    sessie().execute(
        "INSERT INTO stop_stop (id, alles, vrijgaven, gemeenten, richting, reden, door, oefening, incident, op)"
        " VALUES (%s, true, '{}', '{}', 'uit', 'hand', %s, false, '', '2022-01-20 10:00Z')",
        [UUID(int=7), LEIDER.id],
    )
    opheffing, (gezet,) = spoor.audit_van("stop", str(stop))[1], spoor.audit_van("stop", str(UUID(int=7)))
    assert (opheffing["handeling"], opheffing["actor"], opheffing["moment"].day) == ("stop.opgeheven", LEIDER.id, 19)
    assert opheffing["bijzonderheden"] == {"vrijgaven": [], "gemeenten": [], "tweede": TWEEDE.id}
    assert (gezet["handeling"], gezet["moment"].day, gezet["bijzonderheden"]["reden"]) == ("stop.gezet", 20, "hand")


def test_a_stop_names_people_who_exist(db):
    niemand = Actor("medewerker:77", "Niemand", Rol.INCIDENTLEIDER)
    for door, tweede in ((niemand, None), (LEIDER, niemand)):
        with pytest.raises(GeenBevoegdheid):
            commands.zet_stop(Bereik(alles=True), "fout", door=door, tweede=tweede, now=NU)
    stop = commands.zet_stop(Bereik(alles=True), "fout", door=LEIDER, now=NU)
    with pytest.raises(GeenBevoegdheid):
        commands.hef_op(stop, door=LEIDER, tweede=niemand, now=NU)
    assert queries.stand().alles


def test_nobody_gets_another_role_by_hand_and_a_new_person_is_seen(db, sessie):
    with pytest.raises(InsufficientPrivilege):
        sessie().execute("UPDATE toegang_medewerker SET rol = 'privacy-officer', gemeente = NULL")
    neem_in_dienst(Actor("medewerker:9", "Verzonnen", Rol.INCIDENTLEIDER))
    assert [r["handeling"] for r in spoor.audit_van("medewerker", "medewerker:9")] == ["medewerker.gemaakt"]


def test_the_database_knows_the_same_roles_as_the_matrix(sessie, db):
    for handeling in (Handeling.STOP_ZETTEN, Handeling.STOP_OPHEFFEN):
        (rollen,) = sessie().execute("SELECT toegang_rollen(%s)", [handeling.value]).fetchone()
        assert set(rollen) == {rol.value for rol in MATRIX[handeling]}


def test_one_person_does_not_lift_by_hand_either(proef, sessie):
    stop = commands.zet_stop(Bereik(alles=True), "fout", door=LEIDER, now=NU)
    with pytest.raises(CheckViolation):
        sessie().execute(
            "INSERT INTO stop_opheffing (id, stop_id, vrijgaven, gemeenten, door, tweede, op)"
            " VALUES (gen_random_uuid(), %s, '{}', '{}', %s, %s, now())",
            [stop, LEIDER.id, LEIDER.id],
        )
    commands.hef_op(stop, door=LEIDER, tweede=TWEEDE, now=NU)


def test_content_of_a_vrijgave_that_does_not_exist_is_refused(proef, sessie):
    for nummer in (7, 4096, -1):
        with pytest.raises(ForeignKeyViolation):
            sessie().execute(
                "INSERT INTO proef_inhoud VALUES (gen_random_uuid(), %s, %s, now(), 'x')", [UTRECHT, nummer]
            )
