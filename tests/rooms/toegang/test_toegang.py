"""Letting people and systems in, and for whom they work."""

from datetime import UTC, date, datetime

import psycopg
import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser, User
from django.db import DatabaseError, transaction

from inburgering.primitives.ids import Gemeentecode
from inburgering.spoor import queries as spoor
from inburgering.toegang import commands, queries
from inburgering.toegang.errors import MandaatOnbekend, MandaatOngeldig, MedewerkerOnbekend, MedewerkerOngeldig
from inburgering.toegang.models import Mandaat, Medewerker
from inburgering.toegang.terms import SYSTEEM, Rol

NU = datetime(2022, 1, 3, 8, 0, tzinfo=UTC)
UTRECHT, LEIDEN, WEESP = Gemeentecode("0344"), Gemeentecode("0546"), Gemeentecode("0457")


def _klantmanager(naam: str = "karin", gemeente: str = UTRECHT):
    return commands.maak_medewerker(
        naam, naam.title(), rol=Rol.KLANTMANAGER, gemeente=gemeente, wachtwoord="een lang wachtwoord", now=NU
    )


def test_a_medewerker_logs_in_and_is_the_actor_that_was_made(db):
    actor = _klantmanager()
    user = authenticate(username="karin", password="een lang wachtwoord")
    assert queries.actor_van(user) == actor == queries.actor_van_naam("karin") == queries.actor(actor.id)
    assert (actor.rol, actor.gemeente) == (Rol.KLANTMANAGER, UTRECHT)
    assert authenticate(username="karin", password="iets anders") is None
    assert spoor.audit_van("medewerker", actor.id)[0]["handeling"] == "medewerker.gemaakt"


def test_who_is_no_active_medewerker_is_nobody(db):
    assert queries.actor_van(AnonymousUser()) is None
    assert queries.actor_van(User.objects.create(username="los", date_joined=NU)) is None
    _klantmanager()
    User.objects.filter(username="karin").update(is_active=False)
    assert queries.actor_van(User.objects.get(username="karin")) is None
    with pytest.raises(MedewerkerOnbekend):
        queries.actor_van_naam("karin")
    assert queries.actor("client:1") is None


def test_a_rol_and_gemeente_that_do_not_go_together_are_refused_here_and_by_the_database(db):
    user = User.objects.create(username="y", date_joined=NU)
    for rol, gemeente in [
        (Rol.KLANTMANAGER, None),
        (Rol.KLANTMANAGER, "344"),
        (Rol.KLANTMANAGER, "03x4"),
        (Rol.DUO_JURIST, "0344"),
        (Rol.SYSTEEM, None),
    ]:
        with pytest.raises(MedewerkerOngeldig):
            commands.maak_medewerker("x", "X", rol=rol, gemeente=gemeente, wachtwoord="een lang wachtwoord", now=NU)
        with pytest.raises(DatabaseError) as fout:
            Medewerker.objects.create(user=user, naam="Y", rol=rol.value, gemeente=gemeente, sinds=NU)
        assert isinstance(fout.value.__cause__, psycopg.errors.CheckViolation)


def test_a_login_name_is_given_once(db):
    _klantmanager()
    with pytest.raises(MedewerkerOngeldig):
        _klantmanager(gemeente=LEIDEN)
    assert [a.naam for a in queries.medewerkers(Rol.KLANTMANAGER)] == ["Karin"]


def test_a_mandaat_counts_from_its_first_day_until_its_last_day_excluded(db):
    actor = _klantmanager()
    commands.geef_mandaat(WEESP, UTRECHT, vanaf=date(2022, 1, 1), tot=date(2022, 3, 24), door=SYSTEEM, now=NU)
    commands.geef_mandaat(LEIDEN, UTRECHT, vanaf=date(2022, 2, 1), tot=None, door=SYSTEEM, now=NU)
    assert queries.gemeenten_van(actor, date(2021, 12, 31)) == [UTRECHT]
    assert queries.gemeenten_van(actor, date(2022, 1, 1)) == [UTRECHT, WEESP]
    assert queries.gemeenten_van(actor, date(2022, 3, 23)) == [UTRECHT, WEESP, LEIDEN]
    assert queries.gemeenten_van(actor, date(2022, 3, 24)) == [UTRECHT, LEIDEN]
    assert queries.gemeenten_van(SYSTEEM, date(2022, 3, 24)) == []


def test_amsterdam_works_for_weesp_from_the_day_it_took_over(db):
    actor = _klantmanager(gemeente="0363")
    assert queries.gemeenten_van(actor, date(2022, 3, 23)) == ["0363"]
    assert queries.gemeenten_van(actor, date(2022, 3, 24)) == ["0363", WEESP]
    assert not queries.mag_werken_voor(_klantmanager("ander", gemeente=UTRECHT), WEESP, date(2022, 3, 24))


@pytest.mark.parametrize(
    ("uitvoerder", "tot", "veld"),
    [(UTRECHT, None, "vanaf"), (LEIDEN, date(2022, 2, 1), "tot"), (WEESP, None, "uitvoerder")],
)
def test_an_impossible_mandaat_is_refused_with_what_to_do_and_by_the_database_itself(db, uitvoerder, tot, veld):
    commands.geef_mandaat(WEESP, UTRECHT, vanaf=date(2022, 1, 1), tot=date(2022, 3, 24), door=SYSTEEM, now=NU)
    with pytest.raises(MandaatOngeldig) as fout:
        commands.geef_mandaat(WEESP, uitvoerder, vanaf=date(2022, 2, 1), tot=tot, door=SYSTEEM, now=NU)
    assert fout.value.veld == veld
    rij = {"gemeente": WEESP, "uitvoerder": uitvoerder, "vanaf": date(2022, 2, 2), "tot": tot, "vastgelegd_op": NU}
    with pytest.raises(DatabaseError) as gevangen:
        Mandaat.objects.create(**rij)
    soort = psycopg.errors.ExclusionViolation if uitvoerder == UTRECHT else psycopg.errors.CheckViolation
    assert isinstance(gevangen.value.__cause__, soort)


def test_an_ended_mandaat_holds_until_that_day_and_another_may_follow(db):
    actor = _klantmanager()
    open_ = commands.geef_mandaat(LEIDEN, UTRECHT, vanaf=date(2021, 11, 1), tot=None, door=SYSTEEM, now=NU)
    assert _beeindig(date(2022, 2, 1)) == [open_]
    assert queries.gemeenten_van(actor, date(2022, 1, 31)) == [UTRECHT, LEIDEN]
    assert queries.gemeenten_van(actor, date(2022, 2, 1)) == [UTRECHT]
    assert spoor.audit_van("mandaat", f"mandaat:{open_}")[-1]["handeling"] == "mandaat.beeindigd"
    commands.geef_mandaat(LEIDEN, UTRECHT, vanaf=date(2022, 2, 1), tot=None, door=SYSTEEM, now=NU)
    assert queries.gemeenten_van(actor, date(2022, 2, 1)) == [UTRECHT, LEIDEN]
    assert [(m.vanaf, m.tot) for m in queries.mandaten()] == [
        (date(2021, 11, 1), date(2022, 2, 1)),
        (date(2022, 2, 1), None),
    ]


def test_a_mandaat_that_has_not_begun_can_be_taken_back(db):
    commands.geef_mandaat(LEIDEN, UTRECHT, vanaf=date(2022, 6, 1), tot=None, door=SYSTEEM, now=NU)
    _beeindig(NU.date())
    assert queries.gemeenten_van(_klantmanager(), date(2022, 6, 1)) == [UTRECHT]
    commands.geef_mandaat(LEIDEN, UTRECHT, vanaf=date(2022, 6, 1), tot=None, door=SYSTEEM, now=NU)


def test_what_is_past_or_not_there_is_not_ended_and_nothing_becomes_longer(db):
    with pytest.raises(MandaatOnbekend):
        _beeindig(date(2022, 2, 1))
    nummer = commands.geef_mandaat(LEIDEN, UTRECHT, vanaf=date(2021, 11, 1), tot=date(2022, 2, 1), door=SYSTEEM, now=NU)
    with pytest.raises(MandaatOngeldig):
        _beeindig(date(2022, 1, 2))
    with pytest.raises(MandaatOnbekend):
        _beeindig(date(2022, 2, 1))
    for later in (None, date(2022, 2, 2)):
        with pytest.raises(DatabaseError), transaction.atomic():
            Mandaat.objects.filter(pk=nummer).update(tot=later)


def _beeindig(tot: date) -> list[int]:
    return commands.beeindig_mandaat(LEIDEN, UTRECHT, tot=tot, door=SYSTEEM, now=NU)


def test_the_application_may_keep_sessions_and_passwords_but_not_make_itself_superuser(db, app_dsn):
    from django.contrib.sessions.backends.db import SessionStore

    sessie = SessionStore()
    sessie["a"] = 1
    sessie.save()
    sessie["a"] = 2
    sessie.save()
    sessie.delete()
    user = User.objects.create(username="y", date_joined=NU)
    user.set_password("een lang wachtwoord")
    user.save(update_fields=["password"])
    with psycopg.connect(app_dsn) as verbinding, pytest.raises(psycopg.errors.InsufficientPrivilege):
        verbinding.execute("UPDATE auth_user SET is_superuser = true")
