import pytest

from inburgering.primitives.ids import nieuw_id
from inburgering.signaal.errors import (
    InhoudOngeldig,
    OvergangOnmogelijk,
    QuarantaineOpen,
    SignaalIngetrokken,
    SignaalOnbekend,
)
from inburgering.stop.errors import StopVanKracht
from signaalbouw import (
    ALMERE,
    AMSTERDAM,
    DUO,
    LEIDER,
    NU,
    TOEZICHT,
    UTRECHT,
    WEESP,
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

KLANT = klantmanager(ALMERE)
REDEN = "Deze persoon valt onder de oude wet."


def trek_in(*ids, vrijgave=None, now=None):
    from inburgering.signaal import commands

    v = maak_vrijgave("herstel") if vrijgave is None else vrijgave
    return commands.trek_in(ids, reden=REDEN, vrijgave_id=v, door=LEIDER, now=now or later(60))


def _leest_gemeente(gemeente=ALMERE):
    """What the database role of the gemeente itself can read of the content table."""
    from django.db import connection

    from inburgering.stop import queries as stop

    with stop.lees_als_gemeente(gemeente), connection.cursor() as c:
        c.execute("SELECT inhoud::text FROM signaal_inhoud ORDER BY signaal_id")
        return [r[0] for r in c.fetchall()]


def test_a_withdrawal_carries_the_id_of_the_original_and_no_personal_data(db):
    from inburgering.signaal import queries
    from inburgering.verstrekking import queries as ledger

    _, (oud,) = geef()
    (correctie,) = trek_in(oud)
    rij = next(r for r in queries.inbox(ALMERE) if r.id == correctie)
    assert rij.inhoud == {"corrigeert": str(oud), "correctiesoort": "intrekking", "reden": REDEN}
    assert rij.corrigeert == oud
    (regel,) = ledger.van_signalen([correctie])
    assert regel.gegevens == ["signaalverwijzing"]


def test_the_inhoud_of_a_withdrawn_signaal_is_gone_also_after_lifting(db):
    from inburgering.signaal import commands, queries

    v, (oud, blijft) = geef(2)
    nummer = zet_stop(v)
    trek_in(oud)
    hef_op(nummer, now=later(90))
    rijen = {r.id: r for r in queries.inbox(ALMERE)}
    assert rijen[oud].inhoud is None
    assert rijen[oud].ingetrokken
    assert rijen[blijft].inhoud == inhoud()
    assert not any("Tesfay" in tekst and str(oud) in tekst for tekst in _leest_gemeente())
    with pytest.raises(SignaalIngetrokken):
        commands.open_signaal(oud, actor=KLANT, gemeente=ALMERE, now=later(91))


def test_no_stop_or_lifting_ever_opens_what_was_withdrawn(db):
    _, (oud,) = geef()
    trek_in(oud)
    nummer = zet_stop()
    hef_op(nummer, now=later(90))
    teksten = _leest_gemeente()
    assert len(teksten) == 1
    assert "intrekking" in teksten[0]


def test_withdrawing_goes_to_who_answers_for_the_old_gemeente_today(db):
    from inburgering.signaal import commands, queries

    v = maak_vrijgave()
    (oud,) = commands.geef_vrij([opdracht(1, WEESP)], vrijgave_id=v, door=DUO, now=NU)
    trek_in(oud, now=NU.replace(month=3, day=25))
    (rij,) = queries.inbox(AMSTERDAM)
    assert rij.corrigeert == oud
    assert queries.envelop(oud).gemeente == WEESP


def test_withdrawing_twice_sends_one_correctie(db):
    from inburgering.signaal import queries

    _, (oud,) = geef()
    assert trek_in(oud) == trek_in(oud, now=later(70))
    assert len(queries.inbox(ALMERE)) == 2


def test_a_withdrawn_vaststelling_can_be_given_again(db):
    from inburgering.signaal import commands, queries

    v, een = maak_vrijgave(), opdracht(1)
    (oud,) = commands.geef_vrij([een], vrijgave_id=v, door=DUO, now=NU)
    trek_in(oud)
    (nieuw,) = commands.geef_vrij([een], vrijgave_id=maak_vrijgave("3"), door=DUO, now=later(99))
    assert nieuw != oud
    assert next(r for r in queries.inbox(ALMERE) if r.id == nieuw).inhoud == inhoud()


def test_withdrawing_needs_a_reason_a_signaal_and_an_open_vrijgave(db):
    from inburgering.signaal import commands, queries

    v, (oud,) = geef()
    dicht = maak_vrijgave("herstel")
    with pytest.raises(InhoudOngeldig):
        commands.trek_in([oud], reden=" ", vrijgave_id=v, door=LEIDER, now=NU)
    with pytest.raises(SignaalOnbekend):
        trek_in(nieuw_id(NU))
    zet_stop(dicht)
    with pytest.raises(StopVanKracht):
        trek_in(oud, vrijgave=dicht)
    assert queries.envelop(oud).status == "bezorgd"


def test_a_correctie_is_confirmed_once_by_its_own_gemeente(db):
    from inburgering.signaal import commands, queries

    _, (oud,) = geef()
    (correctie,) = trek_in(oud)
    assert queries.openstaand() == {ALMERE: 1}
    assert queries.zonder_eindstand() == 1
    with pytest.raises(SignaalOnbekend):
        commands.bevestig_correctie(correctie, door=klantmanager(UTRECHT), now=later(61))
    for minuut in (62, 63):
        commands.bevestig_correctie(correctie, door=KLANT, now=later(minuut))
    assert [g.soort for g in queries.gebeurtenissen(correctie)] == ["bezorgd", "bevestigd"]
    assert queries.openstaand() == {}
    assert queries.zonder_eindstand() == 0


def test_a_plain_signaal_asks_for_no_confirmation_of_a_correctie(db):
    from inburgering.signaal import commands

    _, (oud,) = geef()
    with pytest.raises(OvergangOnmogelijk):
        commands.bevestig_correctie(oud, door=KLANT, now=NU)


def test_a_correctie_is_not_itself_corrected(db):
    _, (oud,) = geef()
    (correctie,) = trek_in(oud)
    with pytest.raises(OvergangOnmogelijk):
        trek_in(correctie)


def test_redirecting_takes_it_from_the_one_and_gives_it_to_the_other(db):
    from inburgering.signaal import commands, queries
    from inburgering.signaal.terms import Omleiding

    _, (oud,) = geef()
    stel_vast({1: UTRECHT})
    (paar,) = commands.leid_om(
        [Omleiding(oud, UTRECHT, inhoud())],
        reden="Dit was de gemeente van de opvang.",
        vrijgave_id=maak_vrijgave("herstel"),
        door=LEIDER,
        now=later(60),
    )
    almere = {r.id: r for r in queries.inbox(ALMERE)}
    assert almere[oud].ingetrokken
    assert almere[paar.correctie].correctiesoort == "omleiding"
    (rij,) = queries.inbox(UTRECHT)
    assert (rij.id, rij.inhoud, rij.soort) == (paar.nieuw, inhoud(), "A1")
    assert queries.gebeurtenissen(oud)[-1].toelichting == str(paar.nieuw)


def test_supplying_late_is_marked_as_such(db):
    from inburgering.signaal import commands, queries

    v = maak_vrijgave("herstel")
    commands.lever_na([opdracht(1)], vrijgave_id=v, door=LEIDER, now=later(60))
    (rij,) = queries.inbox(ALMERE)
    assert (rij.correctiesoort, rij.inhoud) == ("nalevering", inhoud())
    assert queries.zonder_eindstand() == 0


def test_stop_wide_narrow_later(db):
    """Everything stops; the wrong ones are put apart; the rest is lifted and readable, the wrong ones are not."""
    from inburgering.signaal import commands, queries
    from inburgering.stop import commands as stop

    v, (fout, goed) = geef(2)
    nummer = zet_stop(v)
    apart = stop.maak_quarantaine(nummer, run="1", door=LEIDER, now=later(1))
    assert commands.zet_in_quarantaine([fout], vrijgave_id=apart, now=later(2)) == 1
    hef_op(nummer, now=later(3))
    rijen = {r.id: r for r in queries.inbox(ALMERE)}
    assert rijen[goed].inhoud == inhoud()
    assert rijen[fout].gestopt
    assert len(_leest_gemeente()) == 1


def test_a_stop_of_january_holds_what_was_made_then_wherever_it_lies_now(db):
    from datetime import timedelta

    from inburgering.signaal import commands, queries
    from inburgering.stop import commands as stop
    from inburgering.stop import queries as stop_queries
    from inburgering.stop.terms import Bereik, Keus

    v, (oud,) = geef()
    zet_stop(v)
    maart = NU + timedelta(days=60)
    apart = stop.maak_vrijgave("bekendmaking", "signaal-hersteld", run="maart", now=maart)
    stop.sluit_vrijgave(apart, "tussenstop", door=LEIDER, now=maart)
    commands.zet_in_quarantaine([oud], vrijgave_id=apart, now=maart)
    for rij in stop_queries.actieve_stops():
        hef_op(rij.id, now=maart)
    (rij,) = queries.inbox(ALMERE)
    assert not rij.gestopt
    januari = Bereik(alles=False, keus=Keus(vanaf=NU.date(), tot=NU.date() + timedelta(days=13)))
    stop.zet_stop(januari, "fout", door=LEIDER, now=maart)
    (rij,) = queries.inbox(ALMERE)
    assert rij.gestopt
    assert _leest_gemeente() == []


def test_a_move_that_forgets_the_days_is_refused_by_the_database(db):
    from datetime import timedelta

    import psycopg
    from django.db import DatabaseError, connection

    from inburgering.stop import commands as stop

    v, (oud,) = geef()
    zet_stop(v)
    apart = stop.maak_vrijgave("bekendmaking", "signaal-hersteld", run="maart", now=NU + timedelta(days=60))
    stop.sluit_vrijgave(apart, "tussenstop", door=LEIDER, now=NU)
    with pytest.raises(DatabaseError, match="draagt niet de dagen") as fout, connection.cursor() as c:
        c.execute("SELECT stop_verplaats('signaal_inhoud', 'signaal_id', %s, %s::smallint)", [[oud], apart])
    assert isinstance(fout.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_two_people_put_a_person_apart_and_the_rest_is_lifted(db):
    from inburgering.signaal import commands, queries
    from inburgering.stop import queries as stop_queries
    from inburgering.stop.errors import BereikOngeldig
    from inburgering.toegang.errors import VierOgenNodig

    v, (fout, goed) = geef(2)
    (wie,) = {s.persoon_id for s in queries.van_vrijgaven([v]) if s.pk == fout}
    nummer = zet_stop(v)
    with pytest.raises(VierOgenNodig):
        commands.zet_personen_apart(nummer, [wie], door=LEIDER, tweede=None, now=later(1))
    with pytest.raises(BereikOngeldig, match="424242"):
        commands.zet_personen_apart(nummer, [wie, 424242], door=LEIDER, tweede=TOEZICHT, now=later(1))
    apart, aantal = commands.zet_personen_apart(nummer, [wie], door=LEIDER, tweede=TOEZICHT, now=later(1))
    assert aantal == 1
    hef_op(nummer, now=later(2))
    assert {r.id: r.gestopt for r in queries.inbox(ALMERE)} == {fout: True, goed: False}
    (eigen,) = stop_queries.actieve_stops()
    assert eigen.bereik.vrijgaven == (apart,)
    hef_op(eigen.id, now=later(3))
    assert not any(r.gestopt for r in queries.inbox(ALMERE))


def test_quarantaine_never_opens_anything(db):
    from inburgering.signaal import commands

    v, ids = geef(2)
    zet_stop(v)
    with pytest.raises(QuarantaineOpen):
        commands.zet_in_quarantaine(ids, vrijgave_id=maak_vrijgave("open"), now=NU)
    assert _leest_gemeente() == []


def test_quarantaine_does_not_bring_back_what_was_withdrawn(db):
    from inburgering.signaal import commands
    from inburgering.stop import commands as stop

    v, (oud,) = geef()
    nummer = zet_stop(v)
    trek_in(oud)
    apart = stop.maak_quarantaine(nummer, run="1", door=LEIDER, now=later(1))
    assert commands.zet_in_quarantaine([oud], vrijgave_id=apart, now=later(2)) == 0


def test_the_closing_function_closes_only_what_is_withdrawn(db):
    from django.db import connection

    _, (signaal,) = geef()
    with connection.cursor() as c:
        c.execute("SELECT signaal_sluit_inhoud(%s)", [[signaal]])
        assert c.fetchone() == (0,)
    assert len(_leest_gemeente()) == 1


def test_withdrawn_inhoud_cannot_be_moved_back_by_hand(db):
    """Not even to a vrijgave that is lifted afterwards by two people."""
    from django.db import connection

    from inburgering.stop import commands as stop
    from inburgering.stop import queries as stop_queries

    v, (oud,) = geef()
    nummer = zet_stop(v)
    trek_in(oud)
    apart = stop.maak_quarantaine(nummer, run="x", door=LEIDER, now=later(70))
    with connection.cursor() as c:
        c.execute("SELECT stop_verplaats('signaal_inhoud', 'signaal_id', %s, %s::smallint)", [[oud], apart])
        assert c.fetchone() == (0,)
    for rij in stop_queries.actieve_stops():
        hef_op(rij.id, now=later(80))
    assert not any("Tesfay" in t for t in _leest_gemeente())
