"""The plan of each hot query, on enough rows that the planner chooses: by index, and without reading a table through.

The statements are caught on their way from the product's own functions; nothing is copied here.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import psycopg
import pytest
from django.db import connection, connections

NU = datetime(2022, 1, 26, 12, tzinfo=UTC)
GEMEENTE, PERSOON = "0100", 4242
GROOT = {
    "signaal_signaal", "signaal_inhoud", "signaal_bezorging", "verstrekking_verstrekking", "verstrekking_doorgifte",
    "kennisgeving_brief", "spoor_regel", "spoor_audit",
}  # fmt: skip
# 171,000 enveloppen with inhoud over 342 gemeenten and 20 vrijgaven, each given out once and delivered once; a tenth
# passed on; 1,000 letters wait of 120,000; the trail has a line for each verstrekking.
VUL = """
SET session_replication_role = replica;
INSERT INTO stop_vrijgave (id, regelversie, soort, run, gemaakt_op)
    SELECT v, 'bekendmaking', 'A1', v::text, '2022-01-01' FROM generate_series(0, 19) v;
INSERT INTO stop_poortgemeente SELECT lpad(g::text, 4, '0'), ~ 0::bit(4096) FROM generate_series(1, 342) g;
INSERT INTO signaal_teller SELECT lpad(g::text, 4, '0'), 500 FROM generate_series(1, 342) g;
INSERT INTO signaal_signaal (id, soort, catalogusversie, gemeente, volgnummer, vrijgave_id, persoon_id, aangemaakt_op,
        gebruik_tot, deadline, correctiesoort, status, status_op)
    SELECT gen_random_uuid(), 'A1', '2022-01-01', lpad((1 + n % 342)::text, 4, '0'), 1 + n / 342, n % 20, n,
        timestamptz '2022-01-01' + n * interval '1 second', timestamptz '2023-01-01' + n * interval '1 second',
        date '2022-03-01' + n % 90, '', CASE WHEN n % 50 = 0 THEN 'geopend' ELSE 'bezorgd' END, '2022-01-10'
    FROM generate_series(0, 170999) n;
INSERT INTO signaal_inhoud (signaal_id, gemeente, vrijgave_id, inhoud)
    SELECT id, gemeente, vrijgave_id, jsonb_build_object('naam', 'Verzonnen ' || persoon_id, 'wet', 'Wi2021')
    FROM signaal_signaal;
INSERT INTO signaal_abonnement (id, gemeente, sink, geheim, soorten, aangemaakt_door, aangemaakt_op, reden_einde,
        contact,
        gevalideerd_op, validaties, vorig_geheim)
    SELECT gen_random_uuid(), lpad(g::text, 4, '0'), 'https://a.example/' || g, 'gAAAA', '{}', 'x', '2022-01-01', '',
        '', '2022-01-01', 1, '' FROM generate_series(1, 342) g;
INSERT INTO signaal_bestemming (abonnement_id, reeks, ruimte) SELECT id, 0, 4 FROM signaal_abonnement;
INSERT INTO signaal_bezorging (id, baan, soort, gemeente, vrijgave_id, aangemaakt_op, stand, volgende_op, pogingen,
        abonnement_id, signaal_id)
    SELECT gen_random_uuid(), 'inhoud', 'nl.openinburgering.signalen.signaal-bezorgd', s.gemeente, s.vrijgave_id,
        s.aangemaakt_op,
        CASE WHEN s.volgnummer > 480 THEN 'wacht' ELSE 'bezorgd' END, s.aangemaakt_op, 1, a.id, s.id
    FROM signaal_signaal s JOIN signaal_abonnement a USING (gemeente);
INSERT INTO verstrekking_verstrekking (persoon_id, ontvanger, kanaal, soort, gegevens, grondslag, vrijgave_id,
        signaal_id,
        actor, op, verwerking_id)
    SELECT persoon_id, gemeente, 'portaal', soort, '{naam,wet}', 'Wi2021 art. 35', vrijgave_id, id, 'systeem',
        status_op,
        persoon_id FROM signaal_signaal;
INSERT INTO verstrekking_doorgifte (diepte, persoon_id, vrijgave_id, ontvanger, gegevens, grondslag, toegestaan,
        datum, door,
        op, verstrekking_id)
    SELECT 1, persoon_id, vrijgave_id, 'School', '{naam}', 'Wi2021 art. 35', true, '2022-01-20', 'x', op, id
    FROM verstrekking_verstrekking, generate_series(1, 2) WHERE persoon_id % 3 = 0;
INSERT INTO kennisgeving_brief (id, persoon_id, soort, vrijgave_id, dagtekening, taal, kenmerk, wet, sha256,
        gemaakt_op, stand)
    SELECT gen_random_uuid(), n, 'kennisgeving', n % 20, '2022-01-10', 'nl', 'K' || n, 'Wi2021', 'x',
        timestamptz '2022-01-01' + n * interval '1 second', CASE WHEN n % 120 = 0 THEN 'klaar' ELSE 'gedrukt' END
    FROM generate_series(0, 119999) n;
INSERT INTO spoor_regel (trace_id, span_id, parent_span_id, status, name, start_time, end_time, resource, attributes)
    SELECT md5(n::text), left(md5(n::text), 16), '', 'Ok', 'signaal.inzien', n, n, '{}',
        jsonb_build_object('dpl.core.data_subject_id', 'p' || n / 3) FROM generate_series(0, 170999) n;
INSERT INTO spoor_audit (moment, actor, handeling, object_soort, object_id, bijzonderheden)
    SELECT '2022-01-10', 'x', 'dossier.ingezien', 'dossier', 'p' || n / 3, '{}' FROM generate_series(0, 119999) n;
RESET session_replication_role;
VACUUM ANALYZE;
"""


@pytest.fixture(scope="module")
def vol(db_module) -> Iterator[str]:
    """A filled database; filled by who may skip the checks of each row."""
    from inburgering.interfaces.cli import databank
    from inburgering.signaal.commands.geheimen import sluit_weg

    server = os.environ.get("DATABASE_URL") or databank.start()
    with psycopg.connect(urlunsplit(urlsplit(server)._replace(path=f"/{db_module}")), autocommit=True) as baas:
        for opdracht in VUL.split(";\n"):
            if opdracht.strip():
                baas.execute(opdracht)
        baas.execute("UPDATE signaal_abonnement SET geheim = %s", [sluit_weg("whsec_QUJD")])
    yield db_module
    connections.close_all()


@dataclass(frozen=True)
class Knoop:
    """One step of a plan."""

    soort: str
    tabel: str
    index: str
    rijen: float


@contextmanager
def plannen() -> Iterator[list[list[Knoop]]]:
    """The plan of every statement that runs meanwhile, made for the same role, settings and values."""
    gevonden: list[list[Knoop]] = []

    def leg_uit(voer_uit, sql, waarden, many, context):
        if sql.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE")) and any(t in sql for t in GROOT):
            voer_uit(f"EXPLAIN (FORMAT JSON) {sql}", waarden, many, context)
            (ruw,) = context["cursor"].fetchone()
            gevonden.append(list(_knopen((json.loads(ruw) if isinstance(ruw, str) else ruw)[0]["Plan"])))
        return voer_uit(sql, waarden, many, context)

    with connection.execute_wrapper(leg_uit):
        yield gevonden


def _knopen(knoop: dict) -> Iterator[Knoop]:
    yield Knoop(
        knoop["Node Type"], knoop.get("Relation Name", ""), knoop.get("Index Name", ""), knoop.get("Plan Rows", 0)
    )
    for kind in knoop.get("Plans", []):
        yield from _knopen(kind)


def inbox_nieuwste() -> None:
    from inburgering.signaal import queries

    assert len(queries.inbox(GEMEENTE, maximaal=50)) == 50


def inbox_op_deadline() -> None:
    from inburgering.signaal import queries

    rijen = queries.inbox(GEMEENTE, volgorde="deadline", maximaal=50)
    assert [r.deadline for r in rijen] == sorted(r.deadline for r in rijen)
    assert len(rijen) == 50


def inbox_na_nummer() -> None:
    from inburgering.signaal import queries
    from inburgering.stop import queries as stop

    with stop.lees_als_gemeente(GEMEENTE):
        assert len(queries.lees_rijen(GEMEENTE, sinds=100, maximaal=50)) == 50


def een_signaal() -> None:
    from inburgering.signaal import queries
    from inburgering.stop import queries as stop

    een = queries.inbox(GEMEENTE, maximaal=1)[0].id
    with stop.lees_als_gemeente(GEMEENTE):
        assert len(queries.lees_rijen(GEMEENTE, ids=[UUID(str(een))])) == 1


def statuslijst() -> None:
    from inburgering.signaal import queries

    dicht, aantal = queries.niet_bruikbaar(GEMEENTE, dag=NU.date())
    assert (len(dicht), aantal) == (500, 500), "nobody was determined here, so of nobody the law says yes"


def claim() -> None:
    from inburgering.signaal import commands

    assert len(commands.claim(50, now=NU + timedelta(days=1))) == 50


def wie_heeft_een() -> None:
    from inburgering.verstrekking import queries

    assert len(queries.wie_heeft([PERSOON - PERSOON % 3])) == 3


def wie_heeft_velen() -> None:
    from inburgering.verstrekking import queries

    assert len(queries.wie_heeft(range(10_000))) > 10_000


def van_signalen() -> None:
    from inburgering.signaal import queries as signalen
    from inburgering.verstrekking import queries

    assert len(queries.van_signalen([s.id for s in signalen.inbox(GEMEENTE, maximaal=50)])) == 50


def spoor_van_persoon() -> None:
    from inburgering.spoor import queries

    assert len(queries.verwerkingen_van("p77")) == 3


def audit_van_dossier() -> None:
    from inburgering.spoor import queries

    assert len(queries.audit_van("dossier", "p77")) == 3


def brieven_aan_de_beurt() -> None:
    from inburgering.kennisgeving import queries

    assert len(queries.wachtrij(aantal=50)) == 50


def brieven_van_persoon() -> None:
    from inburgering.kennisgeving import queries

    assert len(queries.brieven_van(PERSOON)) == 1


def signalen_van_persoon() -> None:
    from inburgering.signaal import queries

    assert len(queries.van_personen([PERSOON])) == 1


@dataclass(frozen=True)
class Heet:
    """A query, the indexes it must use, and whether a sort may stand above a few rows that were found by index.

    Of `een_van` it must use one: for the rows of one gemeente in any order each is as good as the other.
    """

    doe: Callable[[], None]
    indexen: frozenset[str] = frozenset()
    sorteert: bool = False
    een_van: frozenset[str] = frozenset()


HEET = {
    h.doe.__name__: h
    for h in (
        Heet(inbox_nieuwste, frozenset({"signaal_volgnummer", "signaal_inhoud_pkey"})),
        Heet(inbox_op_deadline, frozenset({"signaal_deadline", "signaal_inhoud_pkey"})),
        Heet(inbox_na_nummer, frozenset({"signaal_volgnummer", "signaal_inhoud_pkey"})),
        Heet(een_signaal, frozenset({"signaal_signaal_pkey", "signaal_inhoud_pkey"}), sorteert=True),
        Heet(statuslijst, een_van=frozenset({"signaal_volgnummer", "signaal_deadline"}), sorteert=True),
        Heet(claim, frozenset({"bezorging_wacht", "bezorging_bezig", "signaal_bezorging_pkey"}), sorteert=True),
        Heet(wie_heeft_een, frozenset({"verstrekking_persoon", "doorgifte_persoon"}), sorteert=True),
        Heet(wie_heeft_velen, frozenset({"verstrekking_persoon", "doorgifte_persoon"}), sorteert=True),
        Heet(van_signalen, frozenset({"verstrekking_signaal"}), sorteert=True),
        Heet(spoor_van_persoon, frozenset({"spoor_regel_betrokkene"}), sorteert=True),
        Heet(audit_van_dossier, frozenset({"spoor_audit_object"}), sorteert=True),
        Heet(brieven_aan_de_beurt, frozenset({"kennisgeving_rij"})),
        Heet(brieven_van_persoon, frozenset({"kennisgeving_persoon"}), sorteert=True),
        Heet(signalen_van_persoon, frozenset({"signaal_persoon"}), sorteert=True),
    )
}


@pytest.mark.parametrize("naam", HEET)
def test_a_hot_query_finds_its_rows_by_index_and_reads_no_table_through(naam, vol):
    heet = HEET[naam]
    with plannen() as gevonden:
        heet.doe()
    assert gevonden, "no statement was caught: this would prove nothing"
    knopen = [k for plan in gevonden for k in plan]
    door = [k for k in knopen if k.soort in {"Seq Scan", "Parallel Seq Scan"} and k.tabel in GROOT]
    assert door == []
    gebruikt = {k.index for k in knopen}
    assert heet.indexen <= gebruikt, gebruikt
    assert heet.indexen or heet.een_van & gebruikt, gebruikt
    if not heet.sorteert:
        assert [k for k in knopen if k.soort in {"Sort", "Incremental Sort"}] == []


def test_the_one_plan_of_a_page_that_is_read_again_is_good_for_every_gemeente(vol):
    """The plan that PostgreSQL makes without looking at the values: it must find all by index, few rows at a time."""
    from inburgering.signaal import queries
    from inburgering.signaal.commands import herlezen
    from inburgering.stop import queries as stop

    with stop.lees_onder_poort(GEMEENTE), connection.cursor() as cursor:
        plannen_ = []
        for opdracht in (queries.BLAD, herlezen.BOEK):
            cursor.execute("EXPLAIN (GENERIC_PLAN, FORMAT JSON) " + opdracht.sql.decode())
            (ruw,) = cursor.fetchone()
            plannen_.append(list(_knopen((json.loads(ruw) if isinstance(ruw, str) else ruw)[0]["Plan"])))
    blad, boek = plannen_
    assert [k for k in blad + boek if k.soort.endswith("Seq Scan") and k.tabel in GROOT] == []
    assert {"signaal_volgnummer", "signaal_inhoud_pkey", "verstrekking_signaal"} <= {k.index for k in blad}
    assert {k.soort for k in blad} & {"Hash Join", "Merge Join", "Sort", "Incremental Sort"} == set()


def test_the_inbox_reads_the_poort_once_and_not_per_row(vol):
    """Asked with ANALYZE: how often each step really ran."""
    from inburgering.stop import queries as stop

    vraag = (
        "EXPLAIN (ANALYZE, FORMAT JSON) SELECT s.id, i.inhoud FROM signaal_signaal s LEFT JOIN signaal_inhoud i"
        " ON i.signaal_id = s.id AND i.gemeente = s.gemeente WHERE s.gemeente = %s ORDER BY s.volgnummer DESC LIMIT 50"
    )
    with stop.lees_als_gemeente(GEMEENTE), connection.cursor() as cursor:
        cursor.execute(vraag, [GEMEENTE])
        (ruw,) = cursor.fetchone()
    plan = (json.loads(ruw) if isinstance(ruw, str) else ruw)[0]["Plan"]
    poort = [k for k in _ruw(plan) if k.get("Relation Name", "").startswith("stop_poort")]
    assert poort
    assert {k["Actual Loops"] for k in poort} == {1}
    inhoud = [k for k in _ruw(plan) if k.get("Relation Name") == "signaal_inhoud"]
    assert [k["Actual Loops"] for k in inhoud] == [50]
    assert "<> 0" in str(inhoud)


def _ruw(knoop: dict) -> Iterator[dict]:
    yield knoop
    for kind in knoop.get("Plans", []):
        yield from _ruw(kind)


def test_asking_the_brake_reads_only_tables_that_stay_small(vol):
    """The poort is one row, a gemeente one row, the vrijgaven at most 4096: it never meets a table that grows."""
    from inburgering.stop import queries
    from inburgering.stop.terms import Kanaal

    gezien: list[str] = []

    def onthoud(voer_uit, sql, waarden, many, context):
        gezien.append(sql)
        return voer_uit(sql, waarden, many, context)

    with connection.execute_wrapper(onthoud):
        queries.doorlaat(3, kanaal=Kanaal.API, gemeente=GEMEENTE)
        queries.levend(range(20), gemeente=GEMEENTE)
    tabellen = {w.strip("(),") for sql in gezien for w in sql.split() if w.startswith(("stop_", "signaal_", "spoor_"))}
    assert len(gezien) == 2
    assert {t.partition(".")[0] for t in tabellen} == {"stop_vrijgave", "stop_poort", "stop_poortgemeente"}


def test_the_whole_ledger_of_a_vrijgave_is_found_by_its_number(vol):
    """A twentieth of the table: an index may lose from reading through, so here it is asked with that switched off."""
    from inburgering.verstrekking import queries

    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
    try:
        with plannen() as gevonden:
            assert len(queries.van_vrijgaven([3])) == 8550
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET enable_seqscan")
    assert "verstrekking_vrijgave" in {k.index for plan in gevonden for k in plan}
