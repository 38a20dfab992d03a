"""The trail in the database: written, sealed, and every touch found."""

import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from inburgering.spoor import commands, queries, rules
from inburgering.spoor.errors import GetuigeOnleesbaar, NietVerzegeld, SleutelOnbruikbaar, VerwerkingOngeldig
from inburgering.spoor.terms import Bewijs, Trace, Verwerking

NU = datetime(2022, 1, 18, 9, 0, 0, 250000, tzinfo=UTC)


def _verwerking(persoon: int = 1, **meer) -> Verwerking:
    return Verwerking(
        **{
            "naam": "Signaal verstrekt",
            "activiteit": "signaal-verstrekken",
            "betrokkene": queries.pseudoniem(persoon),
            "begin": NU,
            "einde": NU + timedelta(milliseconds=5),
        }
        | meer
    )


def _vul(aantal: int = 5) -> list[int]:
    ids = commands.leg_vast([_verwerking(p) for p in range(aantal)], now=NU)
    commands.schrijf_audit("medewerker:1", "stop.gezet", object_soort="stop", object_id="s", now=NU)
    return ids


def _als_eigenaar(opdracht: str, *waarden: object) -> None:
    with connections["beheer"].cursor() as cursor:
        cursor.execute(opdracht, waarden or None)


# ── Lines ────────────────────────────────────────────────────────────────────────────────────────


def test_a_line_has_the_exact_field_names_of_ldv(db):
    commands.leg_vast([_verwerking(7, trace=Trace("a" * 32, "b" * 16), attributen={"brief": 3})], now=NU)
    (regel,) = queries.verwerkingen_van(queries.pseudoniem(7))
    assert len(regel.pop("span_id")) == 16
    assert regel == {
        "trace_id": "a" * 32,
        "parent_span_id": "b" * 16,
        "status": "Ok",
        "name": "Signaal verstrekt",
        "start_time": 1642496400250,
        "end_time": 1642496400255,
        "resource": {"attributes": {"service.name": "open-inburgering", "logged_at": 1642496400250}},
        "attributes": {
            "brief": 3,
            "dpl.core.processing_activity_id": "urn:nl:openinburgering:verwerkingsactiviteit:signaal-verstrekken",
            "dpl.core.data_subject_id": queries.pseudoniem(7),
            "dpl.core.data_subject_id_type": "urn:nl:openinburgering:pseudoniem:hmac-sha-256",
        },
    }


def test_lines_come_back_in_the_order_they_were_given_and_only_of_the_asked_person(db):
    ids = commands.leg_vast([_verwerking(p % 3, naam=f"regel {p}") for p in range(9)], now=NU)
    assert ids == sorted(ids)
    assert [r["name"] for r in queries.verwerkingen_van(queries.pseudoniem(1))] == ["regel 1", "regel 4", "regel 7"]
    assert commands.leg_vast([], now=NU) == []


def test_the_number_of_the_person_is_nowhere_in_the_trail(db):
    commands.leg_vast([_verwerking(987654321)], now=NU)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM spoor_regel r WHERE r::text LIKE '%987654321%'")
        assert cursor.fetchone() == (0,)


def test_lines_live_and_die_with_the_transaction_of_the_processing(db):
    with transaction.atomic():
        _vul()
        transaction.set_rollback(True)
    assert (queries.controleer().regels, commands.verzegel(now=NU)) == (0, None)


def test_one_bad_processing_and_none_is_written(db):
    with pytest.raises(VerwerkingOngeldig):
        commands.leg_vast([_verwerking(1), _verwerking(2, status="Goed")], now=NU)
    assert queries.controleer().regels == 0


def test_thousands_of_lines_go_in_one_statement(db):
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as gemeten:
        assert len(commands.leg_vast([_verwerking(p) for p in range(3000)], now=NU)) == 3000
    assert len(gemeten) == 1


# ── Seals ────────────────────────────────────────────────────────────────────────────────────────


def test_a_sealed_trail_is_whole_and_a_second_seal_covers_only_what_is_new(db):
    _vul()
    assert commands.verzegel(now=NU) == 1
    assert commands.verzegel(now=NU) is None
    _vul(2)
    assert queries.controleer().open == 3
    assert commands.verzegel(now=NU + timedelta(days=1)) == 2
    uitkomst = queries.controleer()
    assert (uitkomst.klopt, uitkomst.fouten) == (True, ())
    assert (uitkomst.regels, uitkomst.zegels, uitkomst.open) == (9, 2, 0)
    laatste = queries.laatste_zegel()
    assert laatste is not None
    assert (laatste["nummer"], laatste["aantal"], len(laatste["handtekening"])) == (2, 3, 128)


def test_every_line_can_be_proved_without_showing_another(db):
    ids = _vul(7)
    with pytest.raises(NietVerzegeld):
        queries.bewijs("regel", ids[0])
    commands.verzegel(now=NU)
    for nummer in ids:
        bewijs = queries.bewijs("regel", nummer)
        assert rules.bewijst(bewijs)
        assert not rules.bewijst(Bewijs(**{**_velden(bewijs), "blad": bytes(32)}))
    _als_eigenaar("UPDATE spoor_regel SET name = 'anders' WHERE id = %s", ids[3])
    assert not rules.bewijst(queries.bewijs("regel", ids[3]))
    assert rules.bewijst(queries.bewijs("regel", ids[4]))


def _velden(bewijs: Bewijs) -> dict[str, object]:
    return {naam: getattr(bewijs, naam) for naam in Bewijs.__slots__}


AANRAKINGEN = {
    **{
        f"column {kolom} of a line": f"UPDATE spoor_regel SET {kolom} = {waarde} WHERE id = 2"
        for kolom, waarde in {
            "id": "id + 1000",
            "trace_id": f"'{'0' * 32}'",
            "span_id": f"'{'0' * 16}'",
            "parent_span_id": f"'{'0' * 16}'",
            "status": "'Error'",
            "name": "name || ' '",
            "start_time": "start_time - 1",
            "end_time": "end_time + 1",
            "resource": "'{}'",
            "attributes": "attributes - 'dpl.core.data_subject_id'",
            "zout": "gen_random_uuid()",
        }.items()
    },
    **{
        f"column {kolom} of an act": f"UPDATE spoor_audit SET {kolom} = {waarde}"
        for kolom, waarde in {
            "id": "id + 1000",
            "moment": "moment + interval '1 microsecond'",
            "actor": "'medewerker:2'",
            "handeling": "'niets'",
            "object_soort": "'x'",
            "object_id": "'x'",
            "bijzonderheden": "'{\"x\": 1}'",
            "zout": "gen_random_uuid()",
        }.items()
    },
    "a line removed": "DELETE FROM spoor_regel WHERE id = (SELECT max(id) FROM spoor_regel)",
    "the first line removed": "DELETE FROM spoor_regel WHERE id = (SELECT min(id) FROM spoor_regel)",
    "an act removed": "DELETE FROM spoor_audit",
    "a line and its leaf removed": (
        "DELETE FROM spoor_blad WHERE regel_id = 2 AND soort = 'regel'; DELETE FROM spoor_regel WHERE id = 2"
    ),
    "two lines swapped": (
        "UPDATE spoor_regel a SET name = b.name, attributes = b.attributes, zout = b.zout, span_id = b.span_id,"
        " trace_id = b.trace_id FROM spoor_regel b WHERE (a.id, b.id) IN ((1, 2), (2, 1))"
    ),
    "two leaves swapped": (
        "UPDATE spoor_blad SET plaats = 101 WHERE plaats = 1; UPDATE spoor_blad SET plaats = 1 WHERE plaats = 2;"
        "UPDATE spoor_blad SET plaats = 2 WHERE plaats = 101"
    ),
    "a line slipped in past the queue": (
        "INSERT INTO spoor_regel SELECT 99, trace_id, span_id, parent_span_id, status, name, start_time, end_time,"
        " resource, attributes FROM spoor_regel LIMIT 1; DELETE FROM spoor_open"
    ),
    "a zegel removed": "DELETE FROM spoor_blad WHERE zegel_id = 1; DELETE FROM spoor_zegel WHERE nummer = 1",
    "the last zegel removed": "DELETE FROM spoor_blad WHERE zegel_id = 2; DELETE FROM spoor_zegel WHERE nummer = 2",
    "the moment of a zegel": "UPDATE spoor_zegel SET op = op - interval '1 day' WHERE nummer = 1",
    "the count of a zegel": "UPDATE spoor_zegel SET aantal = aantal + 1 WHERE nummer = 2",
    "the root of a zegel": "UPDATE spoor_zegel SET wortel = sha256('x') WHERE nummer = 1",
    "the link of a zegel": "UPDATE spoor_zegel SET schakel = sha256('x') WHERE nummer = 2",
    "the signature of a zegel": "UPDATE spoor_zegel SET handtekening = sha512('x') WHERE nummer = 2",
    "what comes before a zegel": "UPDATE spoor_zegel SET vorige = sha256('x') WHERE nummer = 2",
}


def test_every_touch_of_the_trail_is_found(db):
    _vul()
    commands.verzegel(now=NU)
    _vul()
    commands.verzegel(now=NU)
    assert queries.controleer().klopt
    gemist = []
    for naam, aanraking in AANRAKINGEN.items():
        with transaction.atomic(using="beheer"):
            _als_eigenaar(aanraking)
            with _kijk_met_de_ogen_van_beheer():
                if queries.controleer().klopt:
                    gemist.append(naam)
            transaction.set_rollback(True, using="beheer")
    assert gemist == []
    assert queries.controleer().klopt


class _kijk_met_de_ogen_van_beheer:  # noqa: N801 - reads as a sentence where it is used
    """Let the check look at the uncommitted change, so that thirty changes need no thirty databases."""

    def __enter__(self) -> None:
        self.gewoon = connections["default"]
        connections["default"] = connections["beheer"]

    def __exit__(self, *_: object) -> None:
        connections["default"] = self.gewoon


def test_a_rewritten_trail_with_new_seals_lacks_the_signature(db, monkeypatch):
    _vul()
    commands.verzegel(now=NU)
    _als_eigenaar("DELETE FROM spoor_blad; DELETE FROM spoor_zegel; UPDATE spoor_regel SET name = 'herschreven'")
    _als_eigenaar("INSERT INTO spoor_open (soort, regel_id) SELECT 'regel', id FROM spoor_regel")
    _als_eigenaar("INSERT INTO spoor_open (soort, regel_id) SELECT 'audit', id FROM spoor_audit")
    echt = queries.sleutel
    monkeypatch.setattr(queries, "sleutel", lambda naam: b"x" * 32 if naam == "spoor-zegel" else echt(naam))
    commands.verzegel(now=NU)
    monkeypatch.undo()
    assert "de handtekening klopt niet" in {fout.wat for fout in queries.controleer().fouten}


def test_a_line_still_under_way_is_left_for_the_next_seal_and_not_lost(db, app_dsn):
    _vul(2)
    with psycopg.connect(app_dsn) as ander:
        ander.execute(
            "INSERT INTO spoor_audit (moment, actor, handeling, object_soort, object_id, bijzonderheden)"
            " VALUES (now(), 'a', 'traag', 'x', 'x', '{}')"
        )
        _vul(1)
        assert commands.verzegel(now=NU) == 1
        assert queries.controleer().klopt
        ander.commit()
    assert queries.controleer().open == 1
    assert commands.verzegel(now=NU) == 2
    uitkomst = queries.controleer()
    assert (uitkomst.klopt, uitkomst.open, uitkomst.regels) == (True, 0, 6)


def test_writers_and_sealers_at_once_leave_a_whole_trail_with_every_line_in_one_seal(db):
    klaar = threading.Event()

    def schrijf(nummer: int) -> None:
        try:
            for beurt in range(15):
                with transaction.atomic():
                    _vul(3)
                    if beurt % 5 == 4:
                        transaction.set_rollback(True)
        finally:
            connections.close_all()

    def verzegel(_: int) -> int:
        try:
            gemaakt = 0
            while not klaar.is_set():
                gemaakt += commands.verzegel(now=NU) is not None
            return gemaakt
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        sealers = [pool.submit(verzegel, n) for n in range(2)]
        for writer in [pool.submit(schrijf, n) for n in range(3)]:
            writer.result()
        klaar.set()
        gemaakt = sum(s.result() for s in sealers)
    laatste = commands.verzegel(now=NU) is not None
    uitkomst = queries.controleer()
    assert (uitkomst.klopt, uitkomst.fouten) == (True, ())
    assert (uitkomst.regels, uitkomst.open) == (3 * 12 * 4, 0)
    assert uitkomst.zegels == gemaakt + laatste > 2


def test_no_line_leaves_the_queue_without_its_leaf(db, app_dsn):
    _vul(2)
    with psycopg.connect(app_dsn, autocommit=True) as verbinding:
        with pytest.raises(psycopg.errors.UndefinedFunction):
            verbinding.execute("SELECT spoor_neem_open()")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            verbinding.execute("SELECT spoor_neem_uit_rij()")
        assert commands.verzegel(now=NU) == 1
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            verbinding.execute("INSERT INTO spoor_blad VALUES ('regel', 99, 99, 'x', 1)")
    assert queries.controleer().klopt


def test_a_line_that_fell_out_of_the_queue_is_found_then_sealed_and_named(db):
    ids = _vul(2)
    _als_eigenaar("DELETE FROM spoor_open")
    assert not queries.controleer().klopt
    assert commands.verzegel(now=NU) == 1
    assert (queries.controleer().fouten, queries.controleer().open) == ((), 0)
    (daad,) = queries.audit_van("spoor", "3")
    assert daad["handeling"] == "spoor.buiten-de-rij"
    assert {f"regel {nummer}" for nummer in ids} < set(daad["bijzonderheden"]["regels"])


def test_a_witness_sees_that_the_newest_zegel_is_gone_or_another_which_nobody_else_can(db):
    _vul(2)
    commands.verzegel(now=NU)
    eerste = queries.getuige()
    ids = _vul(2)
    commands.verzegel(now=NU)
    bewaard = queries.getuige()
    assert queries.wijkt_af(eerste) == queries.wijkt_af(bewaard) == queries.wijkt_af(f" {bewaard.upper()} ") == []
    _als_eigenaar(
        "DELETE FROM spoor_regel r USING spoor_blad b WHERE b.zegel_id = 2 AND b.soort = 'regel' AND b.regel_id = r.id;"
        "DELETE FROM spoor_audit r USING spoor_blad b WHERE b.zegel_id = 2 AND b.soort = 'audit' AND b.regel_id = r.id;"
        "DELETE FROM spoor_blad WHERE zegel_id = 2; DELETE FROM spoor_zegel WHERE nummer = 2"
    )
    assert queries.controleer().klopt, "a shorter chain is a whole chain: only a witness knows"
    assert queries.wijkt_af(eerste) == []
    assert [f.plaats for f in queries.wijkt_af(bewaard)] == ["zegel 2"]
    assert _vul(2) != ids
    commands.verzegel(now=NU)
    assert [f.wat for f in queries.wijkt_af(bewaard)] == ["de getuige heeft een ander zegel met dit nummer"]


@pytest.mark.parametrize("tekst", ["", "2", "2:ab", "x:" + "0" * 64, "-1:" + "0" * 64, "1:" + "g" * 64])
def test_what_no_witness_wrote_is_refused(tekst):
    with pytest.raises(GetuigeOnleesbaar):
        rules.lees_getuige(tekst)


# ── Keys ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_key_is_made_once_and_readable_by_the_owner_only(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "VAR", tmp_path)
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: queries.sleutel("proef"), range(32)))) == 1
    (bestand,) = tmp_path.iterdir()
    assert stat.S_IMODE(bestand.stat().st_mode) == 0o600


def test_a_damaged_key_is_named_and_never_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "VAR", tmp_path)
    for inhoud in ("", "geen hex", "ab" * 31):
        plek = Path(tmp_path) / f"proef{len(inhoud)}.sleutel"
        plek.write_text(inhoud)
        with pytest.raises(SleutelOnbruikbaar):
            queries.sleutel(plek.stem)
        assert plek.read_text() == inhoud
