"""Who did it stands in the audit log, and no line of the Logboek Dataverwerkingen names an employee."""

import pytest
from django.db import connection

from inburgering.spoor import commands, queries, rules
from inburgering.spoor.terms import Trace, Verwerking
from inburgering.toegang.terms import Actor, Rol
from signaalbouw import ALMERE, DUO, NU, UTRECHT, geef, klantmanager, later

SYSTEEM_VAN_ALMERE = Actor("client:9", "Suite", Rol.KLANTMANAGER, ALMERE)


def regels(persoon: int) -> list[dict]:
    return queries.verwerkingen_van(queries.pseudoniem(persoon))


def daden_van(regel: dict) -> list[dict]:
    """The acts of which this line is part: same trace, and the span that the line hangs under."""
    return [
        d
        for d in queries.laatste_audit(100)
        if d["bijzonderheden"].get("trace_id") == regel["trace_id"]
        and d["bijzonderheden"].get("span_id") == regel.get("parent_span_id", "-")
    ]


def doe_alles() -> None:
    from inburgering.signaal import commands as signaal
    from inburgering.terugmelding import commands as terugmelding

    _, (een,) = geef()
    wie = klantmanager(ALMERE)
    for minuut in range(2):
        signaal.open_signaal(een, actor=wie, gemeente=ALMERE, now=later(minuut))
        signaal.exporteer(ALMERE, actor=wie, now=later(minuut))
    melding = {"waaromNiet": "verhuisd", "vermoedelijkeGemeente": UTRECHT}
    terugmelding.meld("N1", een, melding, door=wie, gemeente=ALMERE, now=later(3))


def test_no_line_names_an_employee_and_each_is_part_of_an_act_that_does(db):
    doe_alles()
    namen = {r["name"] for r in regels(1)}
    assert namen == {
        "verstrekking.portaal", "verstrekking.export", "signaal.ingezien.portaal", "terugmelding.ontvangen",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT attributes FROM spoor_regel UNION ALL SELECT attributes FROM spoor_groep) r"
            " WHERE r.attributes::text LIKE '%medewerker:%'"
        )
        assert cursor.fetchone() == (0,)
    for regel in regels(1):
        (daad,) = daden_van(regel)
        assert daad["actor"] == (DUO.id if regel["name"] == "verstrekking.portaal" else "medewerker:10")


def test_a_system_is_named_in_its_line_because_it_is_no_employee(db):
    from inburgering.signaal import commands as signaal

    geef()
    for minuut in range(2):
        signaal.haal_op(ALMERE, sinds=0, aantal=10, actor=SYSTEEM_VAN_ALMERE, now=later(minuut))
    (lezing,) = [r for r in regels(1) if r["name"] == "signaal.ingezien.api"]
    assert lezing["attributes"]["systeem"] == "client:9"


def test_an_act_within_the_trace_of_a_caller_hangs_under_the_span_of_the_caller(db):
    with (
        commands.binnen(Trace("a" * 32, "b" * 16), {"x": 1}),
        commands.daad("medewerker:1", "dossier.ingezien", object_soort="dossier", object_id="d", now=NU),
    ):
        commands.leg_vast([Verwerking("dossier.ingezien", "x", queries.pseudoniem(1), NU, NU)], now=NU)
    (regel,), (daad,) = regels(1), queries.audit_van("dossier", "d")
    assert (regel["trace_id"], regel["attributes"]["x"]) == ("a" * 32, 1)
    assert regel["parent_span_id"] == "b" * 16, "the caller finds the line under its own span"
    assert (daad["bijzonderheden"]["trace_id"], daad["bijzonderheden"]["span_id"]) == ("a" * 32, "b" * 16)


def test_an_act_that_fails_leaves_no_line_of_itself(db):
    with (
        pytest.raises(ValueError, match="mis"),
        commands.daad("medewerker:1", "x", object_soort="x", object_id="x", now=NU),
    ):
        raise ValueError("mis")
    assert queries.laatste_audit(10) == []


def test_a_line_of_before_keeps_its_employee_as_evidence_and_shows_it_to_nobody(db):
    oud = Verwerking(
        "dossier.ingezien", "x", queries.pseudoniem(1), NU, NU, attributen={rules.MEDEWERKER: "medewerker:7"}
    )
    commands.leg_vast([oud], now=NU)
    commands.leg_groep_vast(
        Verwerking("lezing", "x", None, NU, NU, attributen={rules.MEDEWERKER: "medewerker:7"}),
        [queries.pseudoniem(1)],
        now=NU,
    )
    zegel = commands.verzegel(now=NU)
    assert queries.controleer().klopt
    uit = [queries.regels_onder(zegel), regels(1), queries.zoek_regels(betrokkene=queries.pseudoniem(1))]
    assert [len(lijst) for lijst in uit] == [2, 2, 2]
    assert "medewerker:7" not in str([*uit, rules.als_otlp(uit[0])])
