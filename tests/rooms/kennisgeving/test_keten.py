"""From vaststelling to the mat: queued, printed once, held by a stop, booked in the ledger, told to the law."""

import io
import threading
from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection, connections

from keten import ADRES, DAG, JURIST, KLANTMANAGER, LEIDER, MEDEWERKER, NU, TWEEDE, mensen, neem_in_gebruik, vrijgave
from leveringen import ASIEL, persoon


@pytest.fixture
def room(db):
    from inburgering.kennisgeving import commands, queries

    neem_in_gebruik("bekendmaking")
    return commands, queries


def opdrachten(ids, soort="kennisgeving"):
    from inburgering.kennisgeving.terms import Opdracht, Soort
    from inburgering.vaststelling import commands, queries

    commands.stel_vast(ids, regelversie="bekendmaking", peildatum=DAG, door=MEDEWERKER, now=NU)
    return [
        Opdracht(u.persoon_id, Soort(soort), {"brief_datum": DAG} if soort != "kennisgeving" else {}, u.pk)
        for u in queries.uitkomsten(ids)
    ]


def schrijf(room, ids, onder, soort="kennisgeving", now=NU):
    return room[0].schrijf(opdrachten(ids, soort), vrijgave_id=onder, dagtekening=DAG, door=MEDEWERKER, now=now)


def drie():
    return mensen(*[persoon(i, adresregels=ADRES) for i in range(3)])


def zet_stop(*vrijgaven):
    from inburgering.stop import commands
    from inburgering.stop.terms import Bereik
    from indienst import neem_in_dienst

    neem_in_dienst(LEIDER, TWEEDE)
    return commands.zet_stop(Bereik(alles=False, vrijgaven=vrijgaven), "Verkeerde wet.", door=LEIDER, now=NU)


def test_a_letter_waits_is_printed_and_known_as_kennisgeving(room):
    from inburgering.feit import queries as feit

    ids, onder = drie(), vrijgave()
    brieven = schrijf(room, ids, onder)
    assert [b.pk for b in room[1].wachtrij()] == sorted(brieven)
    druk = room[0].druk_af(now=NU)
    assert set(druk.geprint) == set(brieven)
    assert room[1].wachtrij() == []
    for feiten in feit.feiten(ids, moment=NU).values():
        assert feiten["kennisgevingen"] == [{"datum": "2022-01-10", "wet": "Wi2013"}]


def test_every_printed_letter_is_one_row_of_the_ledger(room):
    from inburgering.verstrekking import queries as verstrekking

    ids, onder = drie(), vrijgave()
    schrijf(room, ids, onder)
    room[0].druk_af(now=NU)
    houders = verstrekking.wie_heeft(ids)
    assert sorted(h.persoon_id for h in houders) == sorted(ids)
    assert {(h.ontvanger, h.kanaal, h.grondslag) for h in houders} == {("persoon", "brief", "Awb art. 3:41")}
    assert verstrekking.zonder_spoor() == 0


def test_the_letter_says_what_the_vaststelling_says(room):
    import io

    import pypdf

    [wie] = mensen(persoon(0, adresregels=ADRES))
    [brief] = schrijf(room, [wie], vrijgave())
    tekst = " ".join(pypdf.PdfReader(io.BytesIO(room[1].pdf(brief))).pages[0].extract_text().split())
    tekst = "".join(t for t in tekst if t not in "\u2066\u2068\u2069")
    assert "18 november 2021" in tekst
    assert "Sara Haile Voorbeeldstraat 12 5038 AA Tilburg" in tekst


def test_a_letter_goes_to_the_address_known_now(room):
    from inburgering.kennisgeving.models import BriefInhoud

    [wie] = mensen(persoon(0, adresregels=ADRES))
    later = NU + timedelta(days=1)
    mensen(persoon(0, adresregels=["Nieuwe Weg 1", "1381 AA Weesp"]), now=later, nummer=2)
    [brief] = schrijf(room, [wie], vrijgave(), now=later)
    assert BriefInhoud.objects.get(pk=brief).adres["regels"] == ["Nieuwe Weg 1", "1381 AA Weesp"]


def test_without_an_address_no_letter_is_made_and_a_person_sees_it(room):
    [wie] = mensen(persoon(0, adresregels=...))
    assert schrijf(room, [wie], vrijgave()) == []
    [geval] = room[1].niet_gemaakt()
    assert (geval.persoon_id, geval.hapering) == (wie, "zonder-adres")


def test_once_the_address_is_known_the_letter_is_made_and_the_case_closed(room):
    [wie] = mensen(persoon(0, adresregels=...))
    onder = vrijgave()
    schrijf(room, [wie], onder)
    later = NU + timedelta(days=1)
    mensen(persoon(0, adresregels=ADRES), now=later, nummer=2)
    assert len(schrijf(room, [wie], onder, now=later)) == 1
    assert room[1].niet_gemaakt() == []


def test_one_letter_that_cannot_be_printed_does_not_stop_the_others(room):
    wie = mensen(persoon(0, naam={"geslachtsnaam": "王"}, adresregels=ADRES), persoon(1, adresregels=ADRES))
    assert len(schrijf(room, wie, vrijgave())) == 1
    assert [n.hapering for n in room[1].niet_gemaakt()] == ["ondrukbaar-teken"]


def test_the_same_opdracht_gives_the_same_letter(room):
    ids, onder = drie(), vrijgave()
    assert schrijf(room, ids, onder) == schrijf(room, ids, onder)
    assert len(room[1].wachtrij()) == 3


def test_what_is_onbekend_gets_no_kennisgeving(room):
    from inburgering.kennisgeving.errors import BriefOnmogelijk

    [wie] = mensen(persoon(0, verblijf=[{k: v for k, v in ASIEL.items() if k != "bekendmaking"}], adresregels=ADRES))
    with pytest.raises(BriefOnmogelijk):
        schrijf(room, [wie], vrijgave())
    assert room[1].wachtrij() == []


# ── The brake ────────────────────────────────────────────────────────────────────────────────────


def test_a_stop_keeps_letters_back_and_lifting_prints_each_once(room):
    from inburgering.stop import commands as stop
    from inburgering.stop import queries as stop_queries

    ids, onder = drie(), vrijgave()
    brieven = schrijf(room, ids, onder)
    stop_id = zet_stop(onder)
    druk = room[0].druk_af(now=NU)
    assert (druk.geprint, set(druk.geweigerd)) == ((), set(brieven))
    assert stop_queries.weigeringen(stop_id) == {"brief": 3}
    assert len(room[1].wachtrij()) == 3
    stop.hef_op(stop_id, door=LEIDER, tweede=TWEEDE, now=NU)
    assert set(room[0].druk_af(now=NU).geprint) == set(brieven)
    assert room[0].druk_af(now=NU).geprint == ()
    for brief in brieven:
        assert [g.soort for g in room[1].gebeurtenissen(brief)] == ["klaar", "geweigerd", "geprint"]


def test_a_stop_of_one_vrijgave_lets_the_others_go(room):
    ids = drie()
    fout, goed = vrijgave(), vrijgave(run="2")
    schrijf(room, ids, fout)
    vrij = schrijf(room, ids, goed, soort="correctie")
    zet_stop(fout)
    druk = room[0].druk_af(now=NU)
    assert set(druk.geprint) == set(vrij)
    assert len(druk.geweigerd) == 3


def test_a_stopped_letter_cannot_be_read_by_anybody(room, app_dsn):
    from inburgering.stop.errors import StopVanKracht

    ids, onder = drie(), vrijgave()
    [brief, *_] = schrijf(room, ids, onder)
    assert room[1].pdf(brief).startswith(b"%PDF")
    zet_stop(onder)
    with pytest.raises(StopVanKracht):
        room[1].pdf(brief)
    with psycopg.connect(app_dsn) as verbinding:
        assert verbinding.execute("SELECT count(*) FROM kennisgeving_briefinhoud").fetchone() == (0,)
        assert verbinding.execute("SELECT count(*) FROM kennisgeving_brief").fetchone() == (3,)


def test_an_older_snapshot_reads_no_letter_at_all(room, app_dsn):
    schrijf(room, drie(), vrijgave())
    with psycopg.connect(app_dsn) as verbinding:
        verbinding.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        assert verbinding.execute("SELECT count(*) FROM kennisgeving_briefinhoud").fetchone() == (0,)


def test_two_printers_at_once_print_every_letter_once(room):
    ids, onder = mensen(*[persoon(i, adresregels=ADRES) for i in range(30)]), vrijgave()
    brieven = schrijf(room, ids, onder)
    gedrukt, hek = [], threading.Barrier(3)

    def drukker():
        hek.wait()
        try:
            for _ in range(12):
                gedrukt.extend(room[0].druk_af(now=NU, maximaal=3).geprint)
        finally:
            connections.close_all()

    draden = [threading.Thread(target=drukker) for _ in range(3)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sorted(gedrukt) == sorted(brieven)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kennisgeving_briefgebeurtenis WHERE soort = 'geprint'")
        assert cursor.fetchone() == (30,)


def test_a_stop_between_the_question_and_the_print_lets_nothing_go(room, monkeypatch):
    """The stop is committed while the ledger is being written: the portion is undone and stays in the queue."""
    from inburgering.kennisgeving.commands import drukken
    from inburgering.verstrekking import queries as verstrekking

    ids, onder = drie(), vrijgave()
    schrijf(room, ids, onder)
    echt = drukken._laat_gaan

    def traag(*args, **kwargs):
        echt(*args, **kwargs)
        draad = threading.Thread(target=lambda: (zet_stop(onder), connections.close_all()))
        draad.start()
        draad.join()

    monkeypatch.setattr(drukken, "_laat_gaan", traag)
    druk = room[0].druk_af(now=NU)
    assert (druk.geprint, len(druk.geweigerd)) == ((), 3)
    assert verstrekking.wie_heeft(ids) == []
    assert len(room[1].wachtrij()) == 3


# ── Out of the queue, back from the post, and nothing else ───────────────────────────────────────


def test_a_letter_that_no_longer_holds_is_never_printed(room):
    ids, onder = drie(), vrijgave()
    [eerste, *rest] = schrijf(room, ids, onder)
    room[0].laat_vervallen([eerste], reden="Verkeerde wet.", door=LEIDER, now=NU)
    assert set(room[0].druk_af(now=NU).geprint) == set(rest)
    assert room[1].aantallen() == {("kennisgeving", "gedrukt"): 2, ("kennisgeving", "vervallen"): 1}


def test_a_printed_letter_cannot_be_called_back(room):
    from inburgering.kennisgeving.errors import BriefAlGedrukt

    [brief, *_] = schrijf(room, drie(), vrijgave())
    room[0].druk_af(now=NU)
    with pytest.raises(BriefAlGedrukt):
        room[0].laat_vervallen([brief], reden="Te laat.", door=LEIDER, now=NU)
    room[0].meld_retour(brief, reden="Onbekend op dit adres.", door=MEDEWERKER, now=NU)
    assert room[1].een(brief).stand == "retour"


@pytest.mark.parametrize(
    "werk",
    [
        "UPDATE kennisgeving_briefinhoud SET pdf = ''",
        "UPDATE kennisgeving_brief SET persoon_id = 0",
        "DELETE FROM kennisgeving_brief",
        "UPDATE kennisgeving_briefgebeurtenis SET soort = 'klaar'",
    ],
)
def test_a_letter_cannot_be_changed_or_removed(room, app_dsn, werk):
    schrijf(room, drie(), vrijgave())
    with psycopg.connect(app_dsn) as verbinding, pytest.raises(psycopg.errors.InsufficientPrivilege):
        verbinding.execute(werk)


def test_every_pair_of_standen_is_allowed_or_refused_as_the_table_says(room, app_dsn):
    """The trigger of migration 0002 says the same as `terms.OVERGANGEN`."""
    import itertools

    from inburgering.kennisgeving.terms import OVERGANGEN, Stand

    paden = {
        Stand.KLAAR: (),
        Stand.GEDRUKT: ("gedrukt",),
        Stand.VERVALLEN: ("vervallen",),
        Stand.RETOUR: ("gedrukt", "retour"),
    }
    [brief, *_] = schrijf(room, drie(), vrijgave())
    vraag = "UPDATE kennisgeving_brief SET stand = %s WHERE id = %s"
    with psycopg.connect(app_dsn) as verbinding:
        for van, naar in itertools.product(Stand, Stand):
            for stap in paden[van]:
                verbinding.execute(vraag, [stap, brief])
            try:
                verbinding.execute(vraag, [naar.value, brief])
                mocht = True
            except psycopg.errors.CheckViolation:
                mocht = False
            verbinding.rollback()
            assert mocht == (naar in OVERGANGEN[van]), (van, naar)


def test_a_klantmanager_neither_writes_nor_prints(room):
    from inburgering.toegang.errors import GeenBevoegdheid

    with pytest.raises(GeenBevoegdheid):
        room[0].schrijf([], vrijgave_id=0, dagtekening=DAG, door=KLANTMANAGER, now=NU)
    with pytest.raises(GeenBevoegdheid):
        room[0].druk_af(now=NU, door=KLANTMANAGER)


def test_the_correction_for_who_has_no_duty_says_so(room):
    import io

    import pypdf

    from inburgering.vaststelling import commands, queries

    [wie] = mensen(persoon(0, verblijf=[ASIEL | {"bekendmaking": "2021-11-18"}], adresregels=ADRES))
    opdrachten([wie])
    [oud] = queries.uitkomsten([wie])
    commands.beslis(
        oud.pk, oordeel="niet-plichtig", wet=None, ingangsdatum=None, reden="Diploma gezien.", door=JURIST, now=NU
    )
    from inburgering.kennisgeving.terms import Opdracht, Soort

    [nu] = queries.uitkomsten([wie])
    [brief] = room[0].schrijf(
        [Opdracht(wie, Soort.CORRECTIE, {"brief_datum": date(2022, 1, 10)}, nu.pk)],
        vrijgave_id=vrijgave(), dagtekening=DAG, door=MEDEWERKER, now=NU,
    )  # fmt: skip
    assert "U hoeft niet in te burgeren" in pypdf.PdfReader(io.BytesIO(room[1].pdf(brief))).metadata.title


def test_the_letter_says_what_decided_in_the_sentences_of_the_law_engine(room):
    import pypdf

    from inburgering.vaststelling import queries as uitkomsten

    ids = mensen()
    brief = schrijf(room, ids, vrijgave())[0]
    uitkomst = uitkomsten.uitkomsten(ids)[0]
    zinnen = uitkomsten.waarom([uitkomst])[uitkomst.pk]
    assert zinnen == [
        "De IND liet u op 18 november 2021 weten dat u hier mag blijven.",
        "Uw plicht begon voor 1 januari 2022. Daarom geldt voor u de oude wet.",
    ]
    bladen = pypdf.PdfReader(io.BytesIO(room[1].pdf(brief))).pages
    tekst = " ".join("".join(t for t in bladen[0].extract_text() if t not in "\u2066\u2068\u2069").split())
    assert len(bladen) == 1
    assert all(zin in tekst for zin in zinnen)
