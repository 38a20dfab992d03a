import threading

import pytest

from inburgering.signaal.errors import InhoudOngeldig, OvergangOnmogelijk, SignaalOnbekend, VerklaringOngeldig
from inburgering.stop.errors import StopVanKracht
from inburgering.toegang.errors import GeenBevoegdheid
from signaalbouw import (
    ALMERE,
    DUO,
    NU,
    UTRECHT,
    geef,
    hef_op,
    inhoud,
    klantmanager,
    later,
    maak_vrijgave,
    opdracht,
    stel_vast,
    zet_stop,
)
from sterfte import maak_dood

KLANT = klantmanager(ALMERE)


def open_(signaal, *, actor=KLANT, gemeente=ALMERE, now=NU):
    from inburgering.signaal import commands

    return commands.open_signaal(signaal, actor=actor, gemeente=gemeente, now=now)


def test_opening_shows_the_inhoud_and_leaves_a_reading_in_the_spoor(db):
    from inburgering.signaal import queries
    from inburgering.spoor import queries as spoor

    _, (signaal,) = geef()
    assert open_(signaal) == inhoud()
    assert [g.soort for g in queries.gebeurtenissen(signaal)] == ["bezorgd", "geopend"]
    open_(signaal, now=later(1))
    assert [g.soort for g in queries.gebeurtenissen(signaal)] == ["bezorgd", "geopend"]
    namen = [lijn["name"] for lijn in spoor.verwerkingen_van(spoor.pseudoniem(1))]
    assert namen == ["verstrekking.portaal", "signaal.ingezien.portaal", "signaal.ingezien.portaal"]


def test_a_signaal_under_stop_never_opens_and_the_refusal_is_counted(db):
    from inburgering.stop import queries as stop
    from inburgering.stop.terms import Kanaal

    v, (signaal,) = geef()
    nummer = zet_stop(v)
    with pytest.raises(StopVanKracht):
        open_(signaal)
    assert stop.weigeringen(nummer) == {Kanaal.PORTAAL: 1}
    hef_op(nummer, now=later(1))
    assert open_(signaal, now=later(2)) == inhoud()


def test_a_klantmanager_of_another_gemeente_sees_nothing(db):
    _, (signaal,) = geef()
    with pytest.raises(GeenBevoegdheid):
        open_(signaal, actor=klantmanager(UTRECHT))
    with pytest.raises(SignaalOnbekend):
        open_(signaal, actor=klantmanager(UTRECHT), gemeente=UTRECHT)


def test_the_inbox_shows_the_envelop_under_a_stop_without_the_inhoud(db):
    from inburgering.signaal import queries

    v, _ = geef(2)
    zet_stop(v)
    rijen = queries.inbox(ALMERE)
    assert [(r.inhoud, r.gestopt, r.titel) for r in rijen] == [
        (None, True, "Inburgeringsplicht vastgesteld (asiel)")
    ] * 2
    assert queries.tellingen(ALMERE) == {"alle": 2, "nieuw": 2, "correcties": 0, "ingetrokken": 0, "gestopt": 2}


def test_the_inbox_filters_and_pages(db):
    from inburgering.signaal import queries
    from inburgering.signaal.terms import Status

    _, ids = geef(5)
    open_(ids[0])
    assert [r.volgnummer for r in queries.inbox(ALMERE, maximaal=2, vanaf=1)] == [4, 3]
    assert [r.id for r in queries.inbox(ALMERE, status=Status.GEOPEND)] == [ids[0]]
    assert queries.inbox(ALMERE, soort="G1") == []
    assert len(queries.inbox(ALMERE, volgorde="deadline")) == 5


def haal(sinds=0, aantal=100, *, actor=KLANT, now=NU):
    from inburgering.signaal import commands

    return commands.haal_op(ALMERE, sinds=sinds, aantal=aantal, actor=actor, now=now)


def _geboekt(vrijgave):
    from inburgering.verstrekking import queries

    return [r.kanaal for r in queries.van_vrijgaven([vrijgave])]


def test_fetching_books_once_per_actor_and_every_time_as_a_reading(db):
    from django.db import connection

    v, _ = geef(2)
    for minuut in range(3):
        assert [r.volgnummer for r in haal(now=later(minuut))] == [1, 2]
    haal(actor=klantmanager(ALMERE, 11))
    assert sorted(_geboekt(v)) == ["api"] * 4 + ["portaal"] * 2
    with connection.cursor() as c:
        c.execute("SELECT count(*), min(t - op) = interval '24 hours' FROM signaal_inzage, unnest(gebruik_tot) t")
        assert c.fetchone() == (8, True)


def test_fetching_goes_on_from_a_volgnummer(db):
    geef(3)
    assert [r.volgnummer for r in haal(sinds=1, aantal=1)] == [2]


def test_fetching_under_a_stop_gives_enveloppen_only_and_books_nothing(db):
    from inburgering.stop import queries as stop
    from inburgering.stop.terms import Kanaal

    v, _ = geef(2)
    w, _ = geef(1, vrijgave_id=maak_vrijgave("2"))
    nummer = zet_stop(v)
    rijen = haal()
    assert [(r.vrijgave_id, r.gestopt) for r in rijen] == [(v, True), (v, True), (w, False)]
    assert _geboekt(v) == ["portaal"] * 2
    assert stop.weigeringen(nummer) == {Kanaal.API: 1}


def test_an_export_leaves_stopped_rows_out_and_says_how_many(db):
    from inburgering.signaal import commands

    v, _ = geef(2)
    w, ids = geef(1, vrijgave_id=maak_vrijgave("2"))
    zet_stop(v)
    uit = commands.exporteer(ALMERE, actor=KLANT, now=NU)
    assert ([r.id for r in uit.rijen], uit.weggelaten) == (ids, 2)
    assert _geboekt(w) == ["portaal", "export"]
    assert _geboekt(v) == ["portaal"] * 2


def test_the_file_of_an_export_is_safe_to_open_in_a_spreadsheet(db):
    from inburgering.signaal import commands
    from inburgering.signaal.rules import export

    v = maak_vrijgave()
    boos = inhoud(naam='=HYPERLINK("http://kwaad")', adres='Straat; "1"\nAlmere', taal="-1+1")
    commands.geef_vrij([opdracht(1, inhoud=boos)], vrijgave_id=v, door=DUO, now=NU)
    tekst = export.als_csv(commands.exporteer(ALMERE, actor=KLANT, now=NU).rijen)
    assert tekst.startswith("\ufeffvolgnummer;soort;")
    assert "'=HYPERLINK" in tekst
    assert ";'-1+1" in tekst
    assert '"Straat; ""1""\nAlmere"' in tekst


def test_a_workbook_holds_text_and_says_what_was_left_out(db):
    import io
    import zipfile

    from inburgering.signaal import commands
    from inburgering.signaal.rules import export

    v = maak_vrijgave()
    boos = inhoud(naam='=HYPERLINK("http://kwaad")')
    commands.geef_vrij([opdracht(1, inhoud=boos)], vrijgave_id=v, door=DUO, now=NU)
    gelezen = commands.exporteer(ALMERE, actor=KLANT, now=NU)
    with zipfile.ZipFile(io.BytesIO(export.als_xlsx(gelezen.rijen, weggelaten=3))) as boek:
        teksten = boek.read("xl/sharedStrings.xml").decode()
        blad = boek.read("xl/worksheets/sheet1.xml").decode()
    assert "=HYPERLINK" in teksten
    assert "3 signalen: gestopt, ingetrokken of verlopen" in teksten
    assert "<f>" not in blad


def test_an_export_of_nothing_still_has_its_heading(db):
    from inburgering.signaal.rules import export

    assert export.als_csv([]).startswith("\ufeffvolgnummer;")


def test_somebody_of_duo_does_not_read_as_a_gemeente(db):
    _, (signaal,) = geef()
    with pytest.raises(GeenBevoegdheid):
        open_(signaal, actor=DUO)


def test_handling_goes_step_by_step_and_twice_is_once(db):
    from inburgering.signaal import commands, queries

    _, (signaal,) = geef()
    commands.bevestig_ontvangst(signaal, door=KLANT, now=NU)
    commands.bevestig_ontvangst(signaal, door=KLANT, now=later(1))
    commands.neem_in_behandeling(signaal, door=KLANT, now=later(2))
    commands.handel_af(signaal, door=KLANT, now=later(3))
    soorten = [g.soort for g in queries.gebeurtenissen(signaal)]
    assert soorten == ["bezorgd", "bevestigd", "in-behandeling", "afgehandeld"]
    with pytest.raises(OvergangOnmogelijk):
        commands.neem_in_behandeling(signaal, door=KLANT, now=later(4))


def test_nobody_works_with_a_signaal_under_stop_but_receipt_may_be_confirmed(db):
    from inburgering.signaal import commands

    v, (signaal,) = geef()
    zet_stop(v)
    with pytest.raises(StopVanKracht):
        commands.neem_in_behandeling(signaal, door=KLANT, now=NU)
    with pytest.raises(StopVanKracht):
        commands.handel_af(signaal, door=KLANT, now=NU)
    commands.bevestig_ontvangst(signaal, door=KLANT, now=NU)


def test_a_gemeente_handles_only_its_own(db):
    from inburgering.signaal import commands

    _, (signaal,) = geef()
    with pytest.raises(SignaalOnbekend):
        commands.bevestig_ontvangst(signaal, door=klantmanager(UTRECHT), now=NU)
    with pytest.raises(SignaalOnbekend):
        commands.verklaar(signaal, "gewist", toelichting="", door=klantmanager(UTRECHT), now=NU)


def test_a_later_verklaring_overrides_and_none_is_lost(db):
    from inburgering.signaal import commands, queries

    v, (signaal,) = geef()
    zet_stop(v)
    commands.verklaar(signaal, "in-onderzoek", toelichting="", door=KLANT, now=NU)
    commands.verklaar(signaal, "gewist", toelichting="Uit ons systeem.", door=KLANT, now=later(5))
    assert queries.verklaringen([signaal])[signaal].antwoord == "gewist"
    assert [r.antwoord for r in queries.verklaringen_van_gemeente(ALMERE)] == ["gewist", "in-onderzoek"]


def test_a_verklaring_outside_the_vocabulary_or_with_a_number_is_refused(db):
    from inburgering.signaal import commands

    _, (signaal,) = geef()
    with pytest.raises(VerklaringOngeldig):
        commands.verklaar(signaal, "misschien", toelichting="", door=KLANT, now=NU)
    with pytest.raises(InhoudOngeldig):
        commands.verklaar(signaal, "gewist", toelichting="999999990", door=KLANT, now=NU)


def test_no_reading_that_starts_after_the_stop_gets_inhoud(db):
    """Readers on connections of their own race with one stop; each remembers when it started."""
    import time

    from django.db import connection

    from inburgering.stop import queries as stop

    v, (signaal,) = geef()
    gezien, klaar = [], threading.Event()

    def lees() -> None:
        while not klaar.is_set():
            begin = time.perf_counter()
            try:
                open_(signaal)
                gezien.append(begin)
            except StopVanKracht:
                pass
        connection.close()
        stop.eigen_verbinding().close()

    draden = [threading.Thread(target=lees) for _ in range(3)]
    for d in draden:
        d.start()
    while len(gezien) < 5:
        time.sleep(0.01)
    zet_stop(v)
    terug = time.perf_counter()
    time.sleep(0.3)
    klaar.set()
    for d in draden:
        d.join()
    assert [b for b in gezien if b > terug] == []


def test_a_signaal_whose_time_is_over_is_not_shown_nor_exported_and_says_why(db):
    from inburgering.signaal import commands, queries
    from inburgering.signaal.errors import SignaalVerlopen

    _, (signaal,) = geef()
    wie = {"actor": klantmanager(ALMERE), "now": later(60 * 24 * 3653)}
    with pytest.raises(SignaalVerlopen) as fout:
        commands.open_signaal(signaal, gemeente=ALMERE, **wie)
    assert "stonden klaar tot" in fout.value.detail
    assert "meld dan bij DUO" in fout.value.herstel
    export = commands.exporteer(ALMERE, **wie)
    assert (export.rijen, export.weggelaten) == ([], 1)
    (rij,) = commands.haal_op(ALMERE, sinds=0, aantal=10, **wie)
    assert (rij.inhoud, rij.dicht, rij.gestopt) == (None, "verlopen", False)
    (rij,) = queries.inbox(ALMERE, op=wie["now"])
    assert (rij.inhoud, rij.dicht) == (None, "verlopen")


def test_what_was_read_may_never_be_used_longer_than_the_signaal_itself(db):
    from inburgering.signaal import commands

    geef()
    bijna = later(60 * 24 * 3653 - 60)
    (rij,) = commands.haal_op(ALMERE, sinds=0, aantal=10, actor=klantmanager(ALMERE), now=bijna)
    assert rij.inhoud is not None
    assert (rij.gebruik_tot - bijna).total_seconds() == 3600


@pytest.mark.parametrize(
    ("anders", "waarom"), [({"wet": "Wi2013"}, "andere wet"), ({"college": UTRECHT}, "niet het college")]
)
def test_a_person_who_is_determined_otherwise_since_is_shut_before_anybody_withdraws(db, anders, waarom):
    from inburgering.signaal import commands
    from inburgering.verstrekking import queries as boeken
    from inburgering.verstrekking.errors import VerstrekkingNietToegestaan

    v, (signaal,) = geef()
    stel_vast({1: anders.pop("college", ALMERE)}, **anders)
    wie = {"actor": klantmanager(ALMERE), "now": later(60)}
    with pytest.raises(VerstrekkingNietToegestaan, match=waarom):
        commands.open_signaal(signaal, gemeente=ALMERE, **wie)
    assert commands.exporteer(ALMERE, **wie).weggelaten == 1
    (rij,) = commands.haal_op(ALMERE, sinds=0, aantal=10, **wie)
    assert (rij.inhoud, rij.dicht) == (None, "wet")
    assert waarom in rij.reden_dicht
    assert [r.kanaal for r in boeken.van_vrijgaven([v])] == ["portaal"], "nothing left after the first time"


def test_a_page_read_again_is_the_same_page_and_is_written_down_the_same(db):
    import msgspec

    from inburgering.interfaces.api import vormen
    from inburgering.signaal import commands
    from inburgering.spoor import queries as spoor
    from inburgering.statuslijst import queries as statuslijst

    geef(3)
    eerst, adres = haal(), statuslijst.adres(ALMERE)
    vraag = {"sinds": 0, "aantal": 100, "actor": KLANT, "now": later(1), "adres": adres}
    assert commands.haal_blad_weer_op(ALMERE, **vraag) is not None
    blad, epoch = commands.haal_blad_weer_op(ALMERE, **vraag)
    gewoon = msgspec.json.decode(msgspec.json.encode([vormen.van_rij(r) for r in haal(now=later(1))]))
    assert (epoch, blad.aantal, blad.laatste) == (0, 3, eerst[-1].volgnummer)
    assert msgspec.json.decode(blad.stukken) == gewoon
    for persoon in (1, 2, 3):
        lijnen = spoor.verwerkingen_van(spoor.pseudoniem(persoon))
        assert [r["name"] for r in lijnen] == ["verstrekking.portaal", "verstrekking.api"] + [
            "signaal.ingezien.api"
        ] * 3
        assert len({r["span_id"] for r in lijnen}) == 5
        assert len({frozenset(r["attributes"]) for r in lijnen[2:]}) == 1


def _herlees(*, now):
    from inburgering.signaal import commands

    return commands.haal_blad_weer_op(ALMERE, sinds=0, aantal=100, actor=KLANT, now=now, adres="https://x")


def test_only_a_page_that_needs_nothing_more_is_read_again(db):
    v, ids = geef(2)
    assert _herlees(now=NU) is None, "nobody had it yet"
    haal()
    assert _herlees(now=later(1))
    assert _herlees(now=NU.replace(year=2040)) is None, "its time is over"
    nummer = zet_stop(v)
    assert _herlees(now=later(2)) is None
    assert [r.gestopt for r in haal(now=later(2))] == [True, True]
    hef_op(nummer, now=later(3))
    assert _herlees(now=later(4))
    stel_vast({1: UTRECHT})
    assert _herlees(now=later(5)) is None
    assert [bool(r.inhoud) for r in haal(now=later(5))] == [False, True]
    assert len(ids) == 2


def test_a_stop_between_reading_and_booking_leaves_nothing(db, monkeypatch):
    from django.db import connection

    from inburgering.signaal import queries

    v, _ = geef(2)
    haal()
    echt = queries.wetvragen

    def en_dan_een_stop(blad):
        in_draad(lambda: zet_stop(v))
        return echt(blad)

    monkeypatch.setattr(queries, "wetvragen", en_dan_een_stop)
    with connection.cursor() as c:
        c.execute("SELECT (SELECT count(*) FROM spoor_groep), (SELECT count(*) FROM signaal_inzage)")
        voor = c.fetchone()
        assert _herlees(now=later(1)) is None
        c.execute("SELECT (SELECT count(*) FROM spoor_groep), (SELECT count(*) FROM signaal_inzage)")
        assert c.fetchone() == voor


def test_when_postgresql_goes_between_reading_and_booking_nothing_is_answered_and_nothing_written(db, monkeypatch):
    from django.db import OperationalError, connection

    from inburgering.signaal import queries
    from inburgering.spoor import queries as spoor

    geef(2)
    haal()
    echt = queries.wetvragen

    def en_dan_is_het_weg(blad):
        nummer = connection.connection.info.backend_pid
        maak_dood(nummer)
        return echt(blad)

    voor = len(spoor.verwerkingen_van(spoor.pseudoniem(1)))
    monkeypatch.setattr(queries, "wetvragen", en_dan_is_het_weg)
    with pytest.raises(OperationalError):
        _herlees(now=later(1))
    monkeypatch.undo()
    assert len(spoor.verwerkingen_van(spoor.pseudoniem(1))) == voor
    assert _herlees(now=later(2))
    assert len(spoor.verwerkingen_van(spoor.pseudoniem(1))) == voor + 1


def in_draad(doe):
    from django.db import connections

    def veilig():
        try:
            doe()
        finally:
            connections.close_all()

    draad = threading.Thread(target=veilig)
    draad.start()
    draad.join()
