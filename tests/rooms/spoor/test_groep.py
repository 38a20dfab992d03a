"""One row that holds a line for each person: read, sealed and proved like lines of their own."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connections, transaction

from inburgering.spoor import commands, queries, rules
from inburgering.spoor.errors import NietVerzegeld, VerwerkingOngeldig
from inburgering.spoor.models import Groep
from inburgering.spoor.terms import Trace, Verwerking

NU = datetime(2022, 1, 18, 9, 0, 0, 250000, tzinfo=UTC)
LEZING = Verwerking("signaal.ingezien.api", "verstrekken", None, NU, NU, attributen={"actor": "client:1"})


def _vul(*personen: int, verwerking: Verwerking = LEZING) -> Groep:
    commands.leg_groep_vast(verwerking, [queries.pseudoniem(p) for p in personen], now=NU)
    return Groep.objects.latest("pk")


def _als_eigenaar(opdracht: str) -> None:
    with connections["beheer"].cursor() as cursor:
        cursor.execute(opdracht)


def _zonder_span(regel: dict) -> dict:
    return {naam: waarde for naam, waarde in regel.items() if naam != "span_id"}


def test_a_line_in_a_group_reads_like_a_line_of_its_own(db):
    trace = Trace("a" * 32, "b" * 16)
    with commands.binnen(trace, {"dpl.core.foreign_operation.processor": "urn:nld:oin:1"}):
        _vul(1, 2, 3)
        los = Verwerking(**{n: getattr(LEZING, n) for n in LEZING.__slots__} | {"betrokkene": queries.pseudoniem(2)})
        commands.leg_vast([los], now=NU)
    een, ander = queries.verwerkingen_van(queries.pseudoniem(2))
    assert _zonder_span(een) == _zonder_span(ander)
    assert len(een["span_id"]) == 16
    assert een["span_id"] != ander["span_id"]
    assert len(queries.verwerkingen_van(queries.pseudoniem(3))) == 1
    assert queries.verwerkingen_van(queries.pseudoniem(4)) == []


def test_every_person_has_a_line_and_no_two_the_same_span(db):
    _vul(*range(1, 301))
    regels = queries.zoek_regels(activiteit=rules.activiteit_uri("verstrekken"))
    assert len({r["span_id"] for r in regels}) == 300
    assert {r["attributes"][rules.BETROKKENE] for r in regels} == {queries.pseudoniem(p) for p in range(1, 301)}
    assert queries.controleer().regels == 300


def test_groups_are_found_by_each_mark_and_by_none_that_they_lack(db):
    _vul(1, verwerking=Verwerking(**{n: getattr(LEZING, n) for n in LEZING.__slots__} | {"trace": Trace("c" * 32)}))
    eind = rules.milliseconden(NU)
    wel = {"trace_id": "c" * 32, "start_time": eind, "end_time": eind, "betrokkene": queries.pseudoniem(1)}
    niet = {"trace_id": "d" * 32, "start_time": eind + 1, "end_time": eind - 1, "betrokkene": queries.pseudoniem(2)}
    for naam, waarde in wel.items():
        assert len(queries.zoek_regels(**{naam: waarde})) == 1, naam
        assert queries.zoek_regels(**{naam: niet[naam]}) == [], naam


def test_the_lines_of_a_group_go_out_under_its_zegel(db):
    _vul(1, 2)
    zegel = commands.verzegel(now=NU)
    assert zegel is not None
    assert [r["attributes"][rules.BETROKKENE] for r in queries.regels_onder(zegel)] == [
        queries.pseudoniem(1),
        queries.pseudoniem(2),
    ]


AANRAKINGEN = {
    "trace_id": f"'{'0' * 32}'",
    "parent_span_id": f"'{'0' * 16}'",
    "status": "'Error'",
    "name": "'anders'",
    "start_time": "start_time - 1",
    "end_time": "end_time + 1",
    "resource": "'{}'",
    "attributes": "'{}'",
    "zout": "gen_random_uuid()",
    "id": "id + 1000",
    "betrokkenen": "sha256('x') || substr(betrokkenen, 33)",
    "sleutels": "ARRAY[1, sleutels[2]]",
}


def test_every_touch_of_a_group_is_found(db):
    _vul(1, 2)
    commands.verzegel(now=NU)
    assert queries.controleer().klopt
    gemist = []
    for kolom, waarde in AANRAKINGEN.items():
        with transaction.atomic(using="beheer"):
            _als_eigenaar(f"UPDATE spoor_groep SET {kolom} = {waarde}")
            gewoon, connections["default"] = connections["default"], connections["beheer"]
            if queries.controleer().klopt:
                gemist.append(kolom)
            connections["default"] = gewoon
            transaction.set_rollback(True, using="beheer")
    assert gemist == []
    _als_eigenaar("DELETE FROM spoor_groep")
    assert "de regel is weg" in {f.wat for f in queries.controleer().fouten}


def test_a_group_that_fell_out_of_the_queue_is_found_and_sealed(db):
    groep = _vul(1)
    _als_eigenaar("DELETE FROM spoor_open")
    assert [f.plaats for f in queries.controleer().fouten] == [f"groep {groep.pk}"]
    commands.verzegel(now=NU)
    assert queries.controleer().klopt


def test_one_person_of_a_group_is_proved_without_showing_the_others(db):
    groep = _vul(1, 2, 3)
    with pytest.raises(NietVerzegeld):
        queries.bewijs_in_groep(groep.pk, 0)
    commands.verzegel(now=NU)
    for plaats in range(3):
        binnen = queries.bewijs_in_groep(groep.pk, plaats)
        assert rules.bewijst(binnen)
        assert binnen.zegel == queries.bewijs("groep", groep.pk).zegel
    assert rules.bewijst(queries.bewijs("groep", groep.pk))
    with pytest.raises(NietVerzegeld):
        queries.bewijs_in_groep(groep.pk, 3)


def test_nobody_and_nonsense_are_no_group(db):
    commands.leg_groep_vast(LEZING, [], now=NU)
    verkeerd = Verwerking("", "verstrekken", None, NU, NU)
    with pytest.raises(VerwerkingOngeldig):
        commands.leg_groep_vast(verkeerd, [queries.pseudoniem(1)], now=NU)
    assert Groep.objects.count() == 0


def test_the_application_cannot_change_a_group_nor_write_one_that_does_not_fit(db, app_dsn):
    _vul(1)
    with psycopg.connect(app_dsn, autocommit=True) as verbinding:
        for opdracht in ("UPDATE spoor_groep SET name = 'x'", "DELETE FROM spoor_groep", "TRUNCATE spoor_groep"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                verbinding.execute(opdracht)
        for wie, sleutels in (("sha256('a')", "{1,2}"), ("''", "{}")):
            with pytest.raises(psycopg.errors.CheckViolation):
                verbinding.execute(
                    "INSERT INTO spoor_groep (trace_id, parent_span_id, status, name, start_time, end_time, resource,"
                    " attributes, betrokkenen, sleutels) SELECT trace_id, '', status, name, 1, 1, '{}', '{}',"
                    f" {wie}, '{sleutels}' FROM spoor_groep"
                )


def test_lines_of_groups_stand_in_the_order_of_time(db):
    later = Verwerking("later", "verstrekken", None, NU + timedelta(hours=1), NU + timedelta(hours=1))
    _vul(1, verwerking=later)
    _vul(1)
    assert [r["name"] for r in queries.verwerkingen_van(queries.pseudoniem(1))] == ["signaal.ingezien.api", "later"]
