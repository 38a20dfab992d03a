"""Evidence outside the spoor: whoever changes, removes or adds a row of it past the triggers is found."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from django.db import connections, transaction
from django.test import override_settings

from inburgering.spoor import commands, queries
from inburgering.spoor.queries import afdrukken
from signaalbouw import ALMERE, DUO, LEIDER, NU, UTRECHT, geef, hef_op, klantmanager, later, maak_vrijgave, zet_stop

# How a value of each type becomes another one.
ANDERS = {
    "bigint": "coalesce({k}, 0) + 1000",
    "integer": "coalesce({k}, 0) + 1",
    "smallint": "coalesce({k}, 0) + 1",
    "double precision": "{k} + 1",
    "boolean": "NOT {k}",
    "uuid": "gen_random_uuid()",
    "date": "coalesce({k}, '2022-01-01') + 1",
    "timestamp with time zone": "coalesce({k}, '2022-01-01') + interval '1 microsecond'",
    "jsonb": """coalesce({k}, '{{}}') || '{{"x": 1}}'""",
    "xid8": "'1'::xid8",
    "bit": "~ {k}",
    "text": "coalesce({k}, '') || 'x'",
    "character varying": "'x' || left(coalesce({k}, ''), 2)",
}
KOLOMMEN = """
    SELECT a.attname, t.typname LIKE '\\_%%', split_part(format_type(a.atttypid, NULL), '[', 1)
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
     WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''"""


def als_baas(opdracht: str, *waarden: object) -> list[tuple]:
    with connections["beheer"].cursor() as cursor:
        cursor.execute(opdracht, waarden or None)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def als_superuser() -> Iterator[None]:
    """What an administrator of PostgreSQL can do, looked at by the check and then undone."""
    gewoon = connections["default"]
    with transaction.atomic(using="beheer"):
        als_baas("SET LOCAL ROLE NONE; SET LOCAL session_replication_role = replica")
        connections["default"] = connections["beheer"]
        try:
            yield
        finally:
            connections["default"] = gewoon
            transaction.set_rollback(True, using="beheer")


def zonder_regels(tabel: str) -> None:
    """A superuser is stopped by no CHECK and by no key either."""
    for (naam,) in als_baas(
        "SELECT conname FROM pg_constraint WHERE conrelid = to_regclass(%s) AND contype = 'c'", tabel
    ):
        als_baas(f'ALTER TABLE {tabel} DROP CONSTRAINT "{naam}"')


@pytest.fixture
def bewijs(db: str) -> None:
    """At least one row in every table of evidence, made by the product, and a zegel over all of it."""
    from inburgering.signaal import commands as signaal
    from inburgering.signaal.terms import Antwoord
    from inburgering.stop import commands as stop
    from inburgering.stop.terms import Bereik, Kanaal, Keus
    from inburgering.terugmelding import commands as terugmelding
    from inburgering.terugmelding.terms import Uitslag
    from inburgering.verstrekking import commands as verstrekking
    from inburgering.verstrekking import queries as ledger

    vrijgave, (een, twee) = geef(2)
    wie = klantmanager(ALMERE)
    signaal.haal_op(ALMERE, sinds=0, aantal=10, actor=wie, now=NU)
    signaal.haal_op(ALMERE, sinds=0, aantal=10, actor=wie, now=later(1))
    wortel = ledger.van_signalen([een])[0].pk
    doorgifte = verstrekking.registreer_doorgifte(
        wortel, "school", gegevens=["naam"], datum=NU.date(), door=wie, now=NU
    )
    nummer = terugmelding.meld(
        "N1", twee, {"waaromNiet": "verhuisd", "vermoedelijkeGemeente": UTRECHT}, door=wie, gemeente=ALMERE, now=NU
    )
    terugmelding.beantwoord(nummer, Uitslag.HOORT_BIJ_U, toelichting="", door=DUO, now=NU)
    verstrekking.pas_wet_toe({1: "Wi2013"}, grond="Kamerstukken II, 32824", door=DUO, now=NU)
    gezet = zet_stop(vrijgave, now=later(2))
    stop.loop_leeg(gezet, now=later(2))
    stop.noteer_weigering(Kanaal.API, vrijgave_id=vrijgave, gemeente=ALMERE, now=later(3))
    stop.bevestig(gezet, ALMERE, door=wie, now=later(4))
    signaal.verklaar(een, Antwoord.NIET_GEBRUIKT, toelichting="", door=wie, now=later(5))
    verstrekking.trek_doorgifte_terug(doorgifte, reden="stop", door=wie, now=later(6))
    stop.zorg_voor_gemeenten([UTRECHT])
    stop.dring_aan(now=later(60 * 30))
    keus = Bereik(alles=False, keus=Keus(soorten=("A1",)))
    stop.zet_stop(keus, "Verkeerde wet.", door=LEIDER, now=later(60 * 31))
    maak_vrijgave("2", now=later(60 * 32))
    hef_op(gezet, now=later(60 * 33))


def test_the_tables_of_evidence_have_rows_and_every_row_a_print(bewijs):
    leeg = [tabel for tabel in settings.BEWIJSTABELLEN if als_baas(f"SELECT count(*) FROM {tabel}") == [(0,)]]
    assert leeg == []
    assert queries.controleer().fouten == ()
    assert commands.verzegel(now=NU) == 1
    assert queries.controleer().fouten == ()


def test_every_change_of_every_column_of_evidence_is_found(bewijs):
    gemist, geprobeerd = [], 0
    for tabel in settings.BEWIJSTABELLEN:
        for kolom, is_rij, soort in als_baas(KOLOMMEN, tabel):
            with als_superuser():
                zonder_regels(tabel)
                een = ANDERS[soort].format(k=f"{kolom}[1]" if is_rij else kolom)
                nieuw = f"array_append({kolom}, ({een})::{soort})" if is_rij else een
                als_baas(f"UPDATE {tabel} SET {kolom} = {nieuw} WHERE id::text = (SELECT min(id::text) FROM {tabel})")
                if not afdrukken.oneffenheden():
                    gemist.append(f"{tabel}.{kolom}")
                geprobeerd += 1
    assert (gemist, geprobeerd > 110) == ([], True)


@pytest.mark.parametrize(
    ("wat", "opdracht"),
    [
        ("is weg", "DELETE FROM {t} WHERE id::text = (SELECT min(id::text) FROM {t})"),
        ("is weg", "TRUNCATE {t} CASCADE"),
        ("heeft geen afdruk", "CREATE TEMP TABLE nep ON COMMIT DROP AS SELECT * FROM {t} LIMIT 1; {id}; {terug}"),
        ("geen afdruk meer", "ALTER TABLE {t} DISABLE TRIGGER {t}_afdruk"),
        ("geen afdruk meer", "DROP TRIGGER {t}_afdruk ON {t}"),
    ],
)
def test_a_row_removed_or_slipped_in_and_a_trigger_that_is_off_are_found(bewijs, wat, opdracht):
    for tabel in settings.BEWIJSTABELLEN:
        soort = next(s for k, _, s in als_baas(KOLOMMEN, tabel) if k == "id")
        anders = f"UPDATE nep SET id = {ANDERS[soort].format(k='id')}"
        namen = ", ".join(k for k, _, _ in als_baas(KOLOMMEN, tabel))
        terug = f"INSERT INTO {tabel} ({namen}) OVERRIDING SYSTEM VALUE SELECT {namen} FROM nep"
        with als_superuser():
            for (index,) in als_baas(
                "SELECT conname FROM pg_constraint WHERE conrelid = to_regclass(%s) AND contype = 'u'", tabel
            ):
                als_baas(f'ALTER TABLE {tabel} DROP CONSTRAINT "{index}"')
            als_baas(opdracht.format(t=tabel, id=anders, terug=terug))
            gevonden = [fout for fout in afdrukken.oneffenheden() if fout.plaats.startswith(tabel)]
            assert [f for f in gevonden if wat in f.wat], tabel


def test_a_print_made_to_fit_does_not_fit_its_zegel_and_the_check_of_the_spoor_says_all_of_it(bewijs):
    commands.verzegel(now=NU)
    with als_superuser():
        als_baas("UPDATE verstrekking_verstrekking SET ontvanger = '0363' WHERE id = 1")
        (fout,) = queries.controleer().fouten
        assert str(fout) == "verstrekking_verstrekking 1: de rij is veranderd"
        als_baas("DELETE FROM spoor_afdruk WHERE tabel = 'verstrekking_verstrekking'")
        assert "de regel is weg" in {f.wat for f in queries.controleer().fouten}
    with als_superuser():
        als_baas("UPDATE spoor_afdruk SET waarden[1] = sha256('x') WHERE id = 1")
        gevonden = {f.wat for f in queries.controleer().fouten}
        assert {"de regel is veranderd", "de rij is veranderd"} <= gevonden
    assert queries.controleer().fouten == ()


def test_two_rows_that_are_swapped_and_a_row_that_is_put_back_as_new_are_found(bewijs):
    with als_superuser():
        als_baas(
            "UPDATE verstrekking_verstrekking a SET persoon_id = b.persoon_id, signaal_id = b.signaal_id"
            " FROM verstrekking_verstrekking b WHERE (a.id, b.id) IN ((1, 2), (2, 1))"
        )
        assert {f.plaats for f in afdrukken.oneffenheden()} == {
            "verstrekking_verstrekking 1", "verstrekking_verstrekking 2",
        }  # fmt: skip
    with als_superuser():
        als_baas("CREATE TEMP TABLE oud ON COMMIT DROP AS SELECT * FROM stop_bevestiging")
        als_baas("DELETE FROM stop_bevestiging; SET LOCAL session_replication_role = origin")
        als_baas("INSERT INTO stop_bevestiging SELECT * FROM oud")
        assert {f.wat for f in afdrukken.oneffenheden()} == {"de rij heeft meer dan een afdruk"}


def test_the_application_makes_no_print_and_a_session_of_its_own_timezone_makes_the_same(bewijs, app_dsn):
    with psycopg.connect(app_dsn, autocommit=True) as app:
        for opdracht in (
            "INSERT INTO spoor_afdruk (tabel, kolommen, rijen, waarden) VALUES ('x', '{a}', '{1}', '{x}')",
            "SELECT spoor_bewaak_bewijs('stop_stop')",
            "UPDATE spoor_afdruk SET tabel = 'x'",
            "DELETE FROM spoor_afdruk",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(opdracht)
        app.execute("SET timezone = 'Asia/Tokyo'; SET datestyle = 'German'; SET extra_float_digits = -10")
        app.execute(
            "INSERT INTO verstrekking_toegepastewet (persoon_id, wet, grond, door, op)"
            " VALUES (7, 'Wi2013', 'x', 'medewerker:1', now())"
        )
    assert afdrukken.oneffenheden() == []


def test_rows_that_were_there_before_a_table_was_guarded_get_their_print_and_a_later_column_leaves_old_prints_whole(db):
    with transaction.atomic(using="beheer"):
        als_baas("CREATE TABLE proef_bewijs (id bigint PRIMARY KEY, wat text, stand text)")
        als_baas("INSERT INTO proef_bewijs SELECT n, 'rij ' || n FROM generate_series(1, 2500) n")
        als_baas("SELECT spoor_bewaak_bewijs('proef_bewijs', '{stand}')")
        als_baas("ALTER TABLE proef_bewijs ADD COLUMN meer text NOT NULL DEFAULT 'oud'")
        als_baas("SELECT spoor_bewaak_bewijs('proef_bewijs', '{stand}')")
        als_baas("INSERT INTO proef_bewijs VALUES (3000, 'nieuw', '', 'meer')")
    assert als_baas("SELECT cardinality(rijen), kolommen FROM spoor_afdruk ORDER BY id") == [
        (1000, ["id", "wat"]), (1000, ["id", "wat"]), (500, ["id", "wat"]), (1, ["id", "wat", "meer"]),
    ]  # fmt: skip
    with override_settings(BEWIJSTABELLEN=("proef_bewijs",)):
        als_baas("UPDATE proef_bewijs SET stand = 'anders'")
        assert afdrukken.oneffenheden() == []
        als_baas("UPDATE proef_bewijs SET meer = 'x' WHERE id = 3000; UPDATE proef_bewijs SET wat = '' WHERE id = 2")
        assert [f.plaats for f in afdrukken.oneffenheden()] == ["proef_bewijs 2", "proef_bewijs 3000"]
        als_baas("ALTER TABLE proef_bewijs DROP COLUMN meer")
        assert "deze kolom is weg: meer" in {f.wat for f in afdrukken.oneffenheden()}
    with override_settings(BEWIJSTABELLEN=("niet_bewijs",)):
        assert "de tabel is weg" in {f.wat for f in afdrukken.oneffenheden()}
