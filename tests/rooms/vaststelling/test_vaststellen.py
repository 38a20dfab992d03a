"""Determining over the register: recorded once, superseding, never a default for what is unknown."""

from datetime import date, timedelta

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from keten import ADRES, DAG, GEZIN, JURIST, KLANTMANAGER, LEIDER, MEDEWERKER, NU, mensen, neem_in_gebruik
from leveringen import ASIEL, persoon


@pytest.fixture
def room(db):
    from inburgering.vaststelling import commands, queries

    neem_in_gebruik("bekendmaking", "kennisgeving")
    return commands, queries


def stel_vast(room, ids, regelversie="bekendmaking", **anders):
    return room[0].stel_vast(
        ids, **({"regelversie": regelversie, "peildatum": DAG, "door": MEDEWERKER, "now": NU} | anders)
    )


def test_an_asylum_permit_of_2021_gives_the_old_act_with_reasons(room):
    [wie] = mensen()
    run = stel_vast(room, [wie])
    [uitkomst] = room[1].uitkomsten()
    assert (uitkomst.oordeel, uitkomst.wet, uitkomst.ingangsdatum) == ("plichtig", "Wi2013", date(2021, 11, 18))
    assert uitkomst.run_id == run.id
    assert run.aantallen == {"nieuw": 1, "plichtig": 1, "wi2013": 1}
    assert any("54" in reden["artikel"] for reden in room[1].een(uitkomst.pk).redenen)


def test_the_same_facts_give_no_second_vaststelling(room):
    [wie] = mensen()
    stel_vast(room, [wie])
    run = stel_vast(room, [wie], now=NU + timedelta(days=1))
    assert run.aantallen == {"ongewijzigd": 1, "plichtig": 1, "wi2013": 1}
    assert len(room[1].geschiedenis(wie)) == 1


def test_another_regelversie_supersedes_and_the_older_one_stays(room):
    [wie] = mensen()
    stel_vast(room, [wie], "kennisgeving", voorgenomen={wie: DAG})
    stel_vast(room, [wie], now=NU + timedelta(days=3))
    oud, nieuw = room[1].geschiedenis(wie)
    assert (oud.wet, nieuw.wet) == ("Wi2021", "Wi2013")
    assert nieuw.vervangt_id == oud.pk
    assert [v.pk for v in room[1].uitkomsten()] == [nieuw.pk]


def test_an_intended_kennisgeving_is_among_the_facts_and_recorded(room):
    [wie] = mensen()
    stel_vast(room, [wie], "kennisgeving")
    zonder = room[1].uitkomsten()[0]
    stel_vast(room, [wie], "kennisgeving", voorgenomen={wie: DAG})
    met = room[1].uitkomsten()[0]
    assert (zonder.oordeel, zonder.voorgenomen) == ("niet-plichtig", None)
    assert (met.oordeel, met.ingangsdatum, met.voorgenomen) == ("plichtig", DAG, DAG)


def test_facts_learnt_later_do_not_change_what_was_known_then(room):
    [wie] = mensen()
    later = NU + timedelta(days=2)
    mensen(persoon(0, verblijf=[ASIEL | {"bekendmaking": "2022-01-04"}]), now=later, nummer=2)
    stel_vast(room, [wie], now=later, moment=NU)
    assert room[1].uitkomsten()[0].wet == "Wi2013"
    stel_vast(room, [wie], now=later)
    assert room[1].uitkomsten()[0].wet == "Wi2021"


def test_a_missing_fact_gives_onbekend_with_its_name_and_no_act(room):
    [wie] = mensen(persoon(0, verblijf=[{k: v for k, v in ASIEL.items() if k != "bekendmaking"}]))
    stel_vast(room, [wie])
    [uitkomst] = room[1].uitkomsten()
    assert (uitkomst.oordeel, uitkomst.wet, uitkomst.ingangsdatum) == ("onbekend", None, None)
    assert any("bekendmaking" in feit for feit in uitkomst.ontbrekend)


def test_every_person_leaves_one_line_in_the_trail(room):
    from inburgering.spoor import queries as spoor

    wie = mensen(persoon(0), persoon(1, verblijf=[GEZIN]))
    stel_vast(room, wie)
    for een in wie:
        namen = [regel["name"] for regel in spoor.verwerkingen_van(spoor.pseudoniem(een))]
        assert namen.count("vaststelling.vastgelegd") == 1


def test_a_regelversie_that_nobody_took_into_use_may_not_determine(room):
    from inburgering.vaststelling.errors import RegelversieNietInGebruik

    with pytest.raises(RegelversieNietInGebruik):
        stel_vast(room, mensen(), "ingangsdatum")


def test_a_klantmanager_may_not_determine(room):
    from inburgering.toegang.errors import GeenBevoegdheid

    with pytest.raises(GeenBevoegdheid):
        stel_vast(room, mensen(), door=KLANTMANAGER)


def test_the_college_is_the_gemeente_that_took_over(room):
    from inburgering.vaststelling import rules

    inhoud = rules.lees_uitkomst(
        {"oordeel": "plichtig", "wet": "Wi2021", "college": "0457"}, peildatum=date(2022, 3, 24)
    )
    voor = rules.lees_uitkomst({"oordeel": "plichtig", "wet": "Wi2021", "college": "0457"}, peildatum=date(2022, 3, 23))
    assert (voor.college, inhoud.college) == ("0457", "0363")


def test_a_college_that_never_existed_is_not_passed_on(room):
    from inburgering.vaststelling import rules

    inhoud = rules.lees_uitkomst({"oordeel": "plichtig", "college": "0000"}, peildatum=DAG)
    assert inhoud.college is None
    assert rules.GEMEENTE_ONBEKEND in inhoud.waarschuwingen


def test_unreadable_facts_wait_for_a_person(room):
    from inburgering.recht.regelversies import laad
    from inburgering.vaststelling import queries

    inhoud = queries._stel_vast({"persoonId": "1", "tikfout": 1}, laad("bekendmaking"), DAG)
    assert (inhoud.oordeel, inhoud.wet) == ("onbekend", None)
    assert inhoud.ontbrekend


# ── The database is the last guard ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("anders", "regel"),
    [
        ({"oordeel": "onbekend", "ontbrekend": "{x}"}, "onbekend_zonder_standaard"),
        ({"oordeel": "onbekend", "wet": None, "ingangsdatum": None}, "onbekend_noemt_feiten"),
        ({"oordeel": "niet-plichtig"}, "onbekend_zonder_standaard"),
        ({"wet": None}, "plichtig_volledig"),
        ({"ingangsdatum": None}, "plichtig_volledig"),
        ({"wet": "Wi2007"}, "vaststelling_wet"),
        ({"oordeel": "misschien"}, "vaststelling_o"),
        ({"college": "36"}, "vaststelling_college"),
        ({"einde": "2021-11-18"}, "einde_na_begin"),
        ({"beslist_door": "iemand"}, "met_de_hand"),
        ({"met_de_hand": True}, "met_de_hand"),
        ({"vervangt_id": None}, "een_eerste"),
        ({"persoon_id": 999999}, "zelfde_persoon|persoon_bestaat"),
    ],
)
def test_the_database_refuses_what_cannot_be(room, anders, regel):
    [wie] = mensen()
    stel_vast(room, [wie])
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM vaststelling_vaststelling")
        namen = [k.name for k in cursor.description]
        rij = dict(zip(namen, cursor.fetchone(), strict=True))
    rij |= {"vervangt_id": rij["id"], "id": "01900000-0000-7000-8000-000000000001"} | anders
    vraag = f"INSERT INTO vaststelling_vaststelling ({', '.join(rij)}) VALUES ({', '.join(['%s'] * len(rij))})"
    with pytest.raises(IntegrityError, match=regel), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(vraag, list(rij.values()))


@pytest.mark.parametrize(
    "werk", ["UPDATE vaststelling_vaststelling SET oordeel = oordeel", "DELETE FROM vaststelling_run"]
)
def test_nothing_determined_can_be_changed_or_removed(room, app_dsn, werk):
    with psycopg.connect(app_dsn) as verbinding, pytest.raises(psycopg.errors.InsufficientPrivilege):
        verbinding.execute(werk)


# ── The register of regelversies ─────────────────────────────────────────────────────────────────


def test_no_regelversie_goes_into_use_without_a_report_about_it(db):
    from inburgering.vaststelling import commands, queries
    from inburgering.vaststelling.errors import GeenRegelversie, RapportOntbreekt

    ander = commands.stel_rapport_op(None, "kennisgeving", peildatum=DAG, moment=NU, door=JURIST, now=NU)
    with pytest.raises(RapportOntbreekt):
        commands.neem_in_gebruik("bekendmaking", door=JURIST, tweede=LEIDER, now=NU, rapport_hash=ander)
    with pytest.raises(GeenRegelversie):
        queries.in_gebruik_op(NU)


@pytest.mark.parametrize("tweede", [None, JURIST])
def test_no_regelversie_goes_into_use_by_one_person(db, tweede):
    from inburgering.toegang.errors import VierOgenNodig
    from inburgering.vaststelling import commands

    rapport = commands.stel_rapport_op(None, "bekendmaking", peildatum=DAG, moment=NU, door=JURIST, now=NU)
    with pytest.raises(VierOgenNodig):
        commands.neem_in_gebruik("bekendmaking", door=JURIST, tweede=tweede, now=NU, rapport_hash=rapport)


def test_the_database_wants_two_people_and_a_report(db, app_dsn):
    vraag = (
        "INSERT INTO vaststelling_regelversiegebeurtenis (regelversie, soort, wet_hash, door, tweede, reden, op)"
        " VALUES ('bekendmaking', 'in-gebruik', 'x', 'a', 'a', '', now())"
    )
    with psycopg.connect(app_dsn) as verbinding, pytest.raises(psycopg.errors.CheckViolation):
        verbinding.execute(vraag)


def test_what_was_in_use_then_can_be_asked_back(room):
    commands, queries = room
    later = NU + timedelta(days=10)
    commands.trek_in_regelversie("kennisgeving", reden="De verkeerde datum.", door=JURIST, tweede=LEIDER, now=later)
    assert queries.in_gebruik_op(NU) == "kennisgeving"
    assert queries.in_gebruik_op(later) == "bekendmaking"
    assert [g.soort for g in queries.register() if g.regelversie == "kennisgeving"] == [
        "ingevoerd",
        "in-gebruik",
        "ingetrokken",
    ]


def test_the_report_tells_whom_the_right_rule_moves_to_the_old_act(room):
    from inburgering.feit import commands as feit

    wie = mensen(persoon(0), persoon(1, verblijf=[GEZIN]))
    feit.leg_kennisgeving_vast([(w, DAG, "Wi2021") for w in wie], now=NU)
    effect = room[1].effect("kennisgeving", "bekendmaking", peildatum=DAG, moment=NU)
    assert (effect["gelezen"], effect["gewijzigd"], effect["onbekend"]) == (2, 2, 0)
    assert {(s["van"]["wet"], s["naar"]["wet"], s["alleenIngangsdatum"], s["aantal"]) for s in effect["perSoort"]} == {
        ("Wi2021", "Wi2013", False, 1),
        ("Wi2021", "Wi2021", True, 1),
    }
    assert {p["persoonId"] for p in effect["personen"]} == {str(w) for w in wie}


# ── What waits for a person ──────────────────────────────────────────────────────────────────────


ONBEKEND = {k: v for k, v in ASIEL.items() if k != "bekendmaking"}


def test_what_is_onbekend_waits_until_a_person_decides(room):
    commands, queries = room
    wie = mensen(persoon(0, verblijf=[ONBEKEND], adresregels=ADRES), persoon(1))
    stel_vast(room, wie)
    [werk] = queries.werkvoorraad()
    assert werk.persoon_id == wie[0]
    nieuw = commands.beslis(
        werk.vaststelling_id,
        oordeel="plichtig",
        wet="Wi2013",
        ingangsdatum=date(2021, 11, 18),
        reden="De IND bevestigde de datum per telefoon.",
        door=JURIST,
        now=NU,
    )
    assert queries.werkvoorraad() == []
    rij = queries.een(nieuw)
    assert (rij.met_de_hand, rij.beslist_door, rij.vervangt_id) == (True, JURIST.id, werk.vaststelling_id)


def test_a_new_run_on_the_same_facts_leaves_the_decision_of_a_person(room):
    commands, queries = room
    [wie] = mensen(persoon(0, verblijf=[ONBEKEND]))
    stel_vast(room, [wie])
    [werk] = queries.werkvoorraad()
    besluit = commands.beslis(
        werk.vaststelling_id, oordeel="niet-plichtig", wet=None, ingangsdatum=None,
        reden="Heeft al een diploma, gezien.", door=JURIST, now=NU,
    )  # fmt: skip
    stel_vast(room, [wie], now=NU + timedelta(days=1))
    assert [v.pk for v in queries.uitkomsten()] == [besluit]


def test_a_decision_is_taken_once(room):
    from inburgering.vaststelling.errors import BeslissingOngeldig

    [wie] = mensen(persoon(0, verblijf=[ONBEKEND]))
    stel_vast(room, [wie])
    [werk] = room[1].werkvoorraad()
    besluit = {"oordeel": "niet-plichtig", "wet": None, "ingangsdatum": None, "reden": "Gezien op kantoor."}
    room[0].beslis(werk.vaststelling_id, **besluit, door=JURIST, now=NU)
    with pytest.raises(BeslissingOngeldig):
        room[0].beslis(werk.vaststelling_id, **besluit, door=JURIST, now=NU)


@pytest.mark.parametrize(
    "besluit",
    [
        {"oordeel": "onbekend", "wet": None, "ingangsdatum": None, "reden": "Ik weet het ook niet."},
        {"oordeel": "plichtig", "wet": "Wi2013", "ingangsdatum": None, "reden": "Wel de wet, niet de dag."},
        {"oordeel": "plichtig", "wet": None, "ingangsdatum": DAG, "reden": "Wel de dag, niet de wet."},
        {"oordeel": "niet-plichtig", "wet": "Wi2013", "ingangsdatum": None, "reden": "Toch een wet erbij."},
        {"oordeel": "niet-plichtig", "wet": None, "ingangsdatum": None, "reden": " "},
    ],
)
def test_a_decision_leaves_nothing_open(room, besluit):
    from inburgering.vaststelling.errors import BeslissingOngeldig

    [wie] = mensen(persoon(0, verblijf=[ONBEKEND]))
    stel_vast(room, [wie])
    [werk] = room[1].werkvoorraad()
    with pytest.raises(BeslissingOngeldig):
        room[0].beslis(werk.vaststelling_id, **besluit, door=JURIST, now=NU)


def test_the_product_itself_never_decides_what_is_unknown(room):
    from inburgering.toegang.errors import GeenBevoegdheid
    from inburgering.toegang.terms import SYSTEEM

    [wie] = mensen(persoon(0, verblijf=[ONBEKEND]))
    stel_vast(room, [wie])
    [werk] = room[1].werkvoorraad()
    with pytest.raises(GeenBevoegdheid):
        room[0].beslis(
            werk.vaststelling_id, oordeel="niet-plichtig", wet=None, ingangsdatum=None,
            reden="Zo gaat het sneller.", door=SYSTEEM, now=NU,
        )  # fmt: skip


def test_the_same_missing_facts_stand_together(room):
    wie = mensen(
        persoon(0, verblijf=[ONBEKEND]), persoon(1, geboortedatum=...), persoon(2, verblijf=[ONBEKEND])
    )  # fmt: skip
    stel_vast(room, wie)
    groepen = room[1].werkgroepen()
    volgorde = [werk.ontbrekend for werk in room[1].werkvoorraad()]
    assert [g.aantal for g in groepen] == [2, 1]
    assert len(volgorde) == 3
    assert volgorde.index(groepen[0].ontbrekend) + 1 == max(
        i for i, o in enumerate(volgorde) if o == groepen[0].ontbrekend
    )


def test_a_wrong_control_total_makes_unknown_and_names_the_source(room):
    import io

    from inburgering.feit import commands as feit
    from leveringen import levering

    [wie] = mensen()
    feit.neem_op("ind", io.BytesIO(levering([persoon(0)], nummer=2, controlegetal=1)), now=NU)
    stel_vast(room, [wie])
    [uitkomst] = room[1].uitkomsten()
    assert uitkomst.oordeel == "onbekend"
    assert "bron-geblokkeerd-ind" in uitkomst.waarschuwingen
    assert [w.persoon_id for w in room[1].werkvoorraad()] == [wie]
