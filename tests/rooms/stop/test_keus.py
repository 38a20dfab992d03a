"""A stop that picks by what vrijgaven hold: those that are there, those that come, and never too few."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection, connections

from inburgering.spoor import queries as spoor
from inburgering.stop import commands, queries
from inburgering.stop.errors import BereikOngeldig, StopVanKracht
from inburgering.stop.terms import DEUREN, Aandringen, Bereik, Keus, Richting
from proef_stop import ASSEN, KLANTMANAGER, LEIDEN, LEIDER, NU, TWEEDE, UTRECHT, aantal, vul

ASIEL, GEZIN = "asielstatushouder", "gezins-of-overige-migrant"


def _vrijgave(run, *, soort="signaal", now=NU, **wat):
    return commands.maak_vrijgave("bekendmaking", soort, run=run, now=now, **wat)


def _stop(gemeenten=(), *, richting=Richting.UIT, **keus):
    bereik = Bereik(alles=False, gemeenten=gemeenten, richting=richting, keus=Keus(**keus))
    return commands.zet_stop(bereik, "fout in de wet", door=LEIDER, now=NU)


def _hef_op(stop, **deel):
    commands.hef_op(stop, door=LEIDER, tweede=TWEEDE, now=NU, **deel)


def test_a_stop_of_a_categorie_holds_its_vrijgaven_and_those_that_do_not_say(db):
    asiel, gezin = _vrijgave("a", categorieen=[ASIEL]), _vrijgave("g", categorieen=[GEZIN])
    beide, onbekend = _vrijgave("b", categorieen=[ASIEL, GEZIN]), _vrijgave("o")
    stop = _stop(categorieen=(ASIEL,))
    assert queries.levend([asiel, gezin, beide, onbekend]) == {gezin}
    assert set(queries.stop(stop).bereik.vrijgaven) == {asiel, beide, onbekend}


def test_what_is_made_later_is_stopped_from_birth_until_the_stop_is_lifted(proef, sessie):
    stop = _stop(wetten=("Wi2021",))
    nieuw, ander = _vrijgave("n", wetten=["Wi2021"]), _vrijgave("x", wetten=["Wi2013"])
    vul(nieuw)
    assert queries.levend([nieuw, ander]) == {ander}
    assert aantal(sessie(gemeente=UTRECHT)) == 0
    assert queries.stop(stop).bereik.vrijgaven == (nieuw,)
    _hef_op(stop)
    later = _vrijgave("l", wetten=["Wi2021"])
    assert queries.levend([nieuw, ander, later]) == {nieuw, ander, later}
    assert aantal(sessie(gemeente=UTRECHT)) == 10


def test_a_keus_counts_every_field_that_is_given(db):
    goed = _vrijgave("1", soort="brief", wetten=["Wi2021"], categorieen=[ASIEL])
    soort = _vrijgave("2", soort="signaal", wetten=["Wi2021"], categorieen=[ASIEL])
    wet = _vrijgave("3", soort="brief", wetten=["Wi2013"], categorieen=[ASIEL])
    _stop(wetten=("Wi2021",), categorieen=(ASIEL,), soorten=("brief",))
    assert queries.levend([goed, soort, wet]) == {soort, wet}


@pytest.mark.parametrize(("dagen", "gestopt"), [(-1, False), (0, True), (2, True), (3, False)])
def test_a_period_holds_both_its_days(db, dagen, gestopt):
    dag = NU.date()
    v = _vrijgave("p", now=NU + timedelta(days=dagen))
    _stop(vanaf=dag, tot=dag + timedelta(days=2))
    assert (queries.levend([v]) == set()) is gestopt


def test_statistics_stop_alone(db):
    cijfers, signaal = _vrijgave("c", soort="statistiek"), _vrijgave("s")
    _stop(soorten=("statistiek",))
    assert queries.levend([cijfers, signaal]) == {signaal}
    assert queries.levend([_vrijgave("later", soort="statistiek")]) == set()


def test_a_soort_holds_its_own_kinds_too(db):
    from inburgering.interfaces.portal.schermen.stop import bereik_van

    brieven = [_vrijgave(s, soort=s) for s in ("brief", "brief-keuze", "kennisgeving")]
    signalen = [_vrijgave(s, soort=s) for s in ("signaal", "signaal-hersteld", "correctie")]
    commands.zet_stop(bereik_van("brieven"), "fout", door=LEIDER, now=NU)
    assert queries.levend([*brieven, *signalen]) == set(signalen)
    commands.zet_stop(bereik_van("signalen"), "fout", door=LEIDER, now=NU)
    assert queries.levend([*brieven, *signalen]) == set()


# Every kind of vrijgave that the product makes, by what leaves under it: `grep -rn maak_vrijgave src`.
KINDS = {
    "brief": ("brief", "brief-kennisgeving", "kennisgeving", "brief-uitleg", "brief-correctie", "brief-niet-plichtig"),
    "signaal": (
        "signaal", "signaal-hersteld", "signaal-na-keuze", "signaal-nagekomen", "signaal-omgeleid", "signaal-termijn",
        "correctie",
    ),
    "statistiek": ("statistiek",),
    "momentopname": ("momentopname",),
}  # fmt: skip


@pytest.mark.parametrize("deur", KINDS)
def test_a_stop_of_a_door_holds_all_that_leaves_by_it_and_what_is_of_no_known_kind(db, deur):
    eerder = {s: _vrijgave("eerder", soort=s) for soorten in KINDS.values() for s in soorten}
    onbekend = [_vrijgave("eerder", soort=s) for s in ("A1", "stop:0198", "brieven")]
    _stop(soorten=(deur,))
    later = {s: _vrijgave("later", soort=s) for soorten in KINDS.values() for s in soorten}
    onbekend += [_vrijgave("later", soort="nieuw")]
    assert queries.levend(onbekend) == set()
    for wanneer in (eerder, later):
        levend = queries.levend(wanneer.values())
        assert {s for s, v in wanneer.items() if v not in levend} == set(KINDS[deur])


def test_the_database_and_the_code_name_the_same_doors(db):
    with connection.cursor() as cursor:
        for woord, deur in DEUREN.items():
            cursor.execute("SELECT stop_deur(%s), stop_deur(%s)", [woord, f"{woord}-iets"])
            assert cursor.fetchone() == (deur, deur)
        cursor.execute("SELECT stop_deur('quarantaine')")
        assert cursor.fetchone() == (None,)


def test_a_vrijgave_that_is_used_again_also_holds_what_is_new(db):
    """A stop of the other categorie, set before or after, must find it."""
    dag = NU.date() + timedelta(days=9)
    voor = _stop(categorieen=(GEZIN,))
    v = _vrijgave("elke week", wetten=["Wi2021"], categorieen=[ASIEL])
    assert queries.levend([v]) == {v}
    assert _vrijgave("elke week", wetten=["Wi2021"], categorieen=[GEZIN], now=NU + timedelta(days=9)) == v
    assert queries.levend([v]) == set()
    assert queries.vrijgave(v).categorieen == (ASIEL, GEZIN)
    _hef_op(voor)
    _stop(vanaf=dag, tot=dag)
    assert queries.levend([v]) == set()
    _vrijgave("elke week")
    assert (queries.vrijgave(v).wetten, queries.vrijgave(v).categorieen) == ((), ())


def test_what_is_added_on_a_later_day_is_held_by_a_stop_of_that_day(db):
    v = _vrijgave("cohort")
    dag = NU.date() + timedelta(days=3)
    _stop(vanaf=dag)
    assert queries.levend([v]) == {v}
    commands.schrijf_bij(v, now=NU + timedelta(days=3))
    assert queries.levend([v]) == set()


def test_what_is_moved_stays_under_a_stop_of_its_period_and_of_its_old_vrijgave(db):
    oud, maart = _vrijgave("januari"), NU + timedelta(days=60)
    genoemd = commands.zet_stop(Bereik(alles=False, vrijgaven=(oud,)), "fout", door=LEIDER, now=NU)
    nieuw = _vrijgave("maart", soort="signaal-hersteld", now=maart)
    commands.erf(nieuw, [oud])
    assert queries.levend([nieuw]) == set()
    _hef_op(genoemd, vrijgaven=[nieuw])
    assert queries.levend([oud, nieuw]) == {nieuw}
    assert queries.actieve_stops(), "the old vrijgave is still held"
    _hef_op(genoemd)
    assert queries.actieve_stops() == []
    _stop(vanaf=NU.date(), tot=NU.date())
    assert queries.levend([oud, nieuw]) == set()


def test_a_keus_in_some_gemeenten_leaves_the_others(db):
    commands.zorg_voor_gemeenten([UTRECHT, LEIDEN])
    v = _vrijgave("a", categorieen=[ASIEL])
    _stop((UTRECHT,), categorieen=(ASIEL,))
    later = _vrijgave("b", categorieen=[ASIEL])
    for nummer in (v, later):
        assert queries.levend([nummer], gemeente=UTRECHT) == set()
        assert queries.levend([nummer], gemeente=LEIDEN) == {nummer}


def test_a_part_of_a_keus_can_be_lifted_and_what_comes_later_stays_stopped(db):
    a, b = _vrijgave("a", categorieen=[ASIEL]), _vrijgave("b", categorieen=[ASIEL])
    stop = _stop(categorieen=(ASIEL,))
    _hef_op(stop, vrijgaven=[a])
    assert queries.levend([a, b, _vrijgave("c", categorieen=[ASIEL])]) == {a}
    assert queries.actieve_stops()


def test_no_vrijgave_slips_past_a_stop_that_is_set_at_the_same_moment(db):
    def maak(nummer):
        try:
            return _vrijgave(f"run {nummer}", categorieen=[ASIEL])
        finally:
            connections.close_all()
            queries.eigen_verbinding().close()

    with ThreadPoolExecutor(4) as pool:
        werk = [pool.submit(maak, n) for n in range(40)]
        _stop(categorieen=(ASIEL,))
        nummers = [w.result() for w in werk]
    assert len(set(nummers)) == 40
    assert queries.levend(nummers) == set()


def test_a_run_that_is_not_done_never_makes_a_stop_wait(db):
    from django.db import transaction

    with transaction.atomic():
        _vrijgave("lang", categorieen=[ASIEL])
        with ThreadPoolExecutor(1) as pool:
            pool.submit(lambda: (_stop(categorieen=(ASIEL,)), connections.close_all())).result(timeout=60)


@pytest.mark.parametrize(
    ("bereik", "veld"),
    [
        (Bereik(alles=True, keus=Keus(wetten=("Wi2021",))), "vrijgaven"),
        (Bereik(alles=False, vrijgaven=(1,), keus=Keus(wetten=("Wi2021",))), "vrijgaven"),
        (Bereik(alles=False), "vrijgaven"),
        (Bereik(alles=False, keus=Keus(vanaf=date(2022, 2, 1), tot=date(2022, 1, 1))), "tot"),
        (Bereik(alles=False, richting=Richting.IN, keus=Keus(wetten=("Wi2021",))), "richting"),
    ],
)
def test_a_keus_that_makes_no_sense_is_refused_with_the_field(db, bereik, veld):
    with pytest.raises(BereikOngeldig) as fout:
        commands.zet_stop(bereik, "fout", door=LEIDER, now=NU)
    assert fout.value.veld == veld


# ── What comes in ────────────────────────────────────────────────────────────────────────────────


def test_a_stop_of_what_comes_in_holds_only_that(db):
    v = _vrijgave("a")
    stop = _stop(richting=Richting.IN, soorten=("ind",))
    assert queries.levend([v]) == {v}
    queries.eis_inkomend("brp")
    with pytest.raises(StopVanKracht):
        queries.eis_inkomend("ind")
    _hef_op(stop)
    queries.eis_inkomend("ind")


def test_the_database_refuses_a_delivery_under_a_stop_of_what_comes_in(db):
    _stop(richting=Richting.IN, soorten=("ind",))
    rij = (
        "INSERT INTO feit_levering (bron, leverancier, sha256, ontvangen_op, controle, gelezen, opgenomen, ongewijzigd,"
    )
    rij += " geweigerd, ontbrekend) VALUES (%s, '', repeat('a', 64), now(), 'geen', 0, 0, 0, 0, '[]')"
    with pytest.raises(Exception, match="houdt tegen wat binnenkomt"), connection.cursor() as cursor:
        cursor.execute(rij, ["ind"])
    with connection.cursor() as cursor:
        cursor.execute(rij, ["brp"])


# ── How far it has come ──────────────────────────────────────────────────────────────────────────


def test_who_does_not_confirm_is_reminded_after_a_day_and_called_after_three(db):
    commands.zorg_voor_gemeenten([UTRECHT, LEIDEN, ASSEN])
    v = _vrijgave("a")
    stop = commands.zet_stop(Bereik(alles=False, vrijgaven=(v,)), "fout", door=LEIDER, now=NU)
    commands.bevestig(stop, UTRECHT, door=KLANTMANAGER, now=NU + timedelta(minutes=30))
    assert commands.dring_aan(now=NU + timedelta(hours=23)) == {}
    dag = commands.dring_aan(now=NU + timedelta(hours=24))
    assert dag == {stop: [(ASSEN, Aandringen.HERINNERING), (LEIDEN, Aandringen.HERINNERING)]}
    assert commands.dring_aan(now=NU + timedelta(hours=25)) == {}
    drie = commands.dring_aan(now=NU + timedelta(hours=72))
    assert {soort for _, soort in drie[stop]} == {Aandringen.ESCALATIE}
    werking = queries.werking(stop, dag=NU.date())
    assert (werking.gemeenten, werking.bevestigd, werking.herinnerd, werking.geescaleerd) == (3, 1, 2, 2)
    assert werking.mediaan_bevestigd_minuten == 30
    assert [a["handeling"] for a in spoor.audit_van("stop", str(stop))].count("stop.aangedrongen") == 2


def test_every_user_confirms_for_herself_and_the_first_counts_for_the_gemeente(db):
    from inburgering.toegang.terms import Actor, Rol
    from indienst import neem_in_dienst

    commands.zorg_voor_gemeenten([UTRECHT])
    collega = Actor("medewerker:77", "C. Collega", Rol.KLANTMANAGER, KLANTMANAGER.gemeente)
    neem_in_dienst(collega)
    stop = commands.zet_stop(Bereik(alles=True), "fout", door=LEIDER, now=NU)
    commands.bevestig(stop, UTRECHT, door=KLANTMANAGER, now=NU + timedelta(minutes=10))
    commands.bevestig(stop, UTRECHT, door=collega, now=NU + timedelta(minutes=90))
    (rij,) = [b for b in queries.bevestigingen(stop) if b.gemeente == UTRECHT]
    assert (rij.door, rij.bevestigd_op) == (KLANTMANAGER.id, NU + timedelta(minutes=10))
    assert queries.werking(stop, dag=NU.date()).gebruikers == 2
    assert queries.heeft_bevestigd(stop, collega.id)
    assert not queries.heeft_bevestigd(stop, "medewerker:78")


def test_nobody_edits_what_a_keus_added(db, app_dsn):
    with psycopg.connect(app_dsn, autocommit=True) as verbinding:
        for zin in (
            "DELETE FROM stop_aanvulling",
            "DELETE FROM stop_aandrang",
            "UPDATE stop_vrijgave SET wetten = '{}'",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                verbinding.execute(zin)
