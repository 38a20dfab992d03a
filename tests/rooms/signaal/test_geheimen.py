"""The secrets of abonnementen: what is kept signs nothing, and a key is replaced without missing a message."""

import importlib

import pytest
from cryptography.fernet import Fernet
from django.db import IntegrityError, connection, connections

from ontvanger import luister
from signaalbouw import ALMERE, NU, TOEZICHT, geef, klantmanager, later, zeg_ja
from webhookhulp import abonneer, drain

OUD, NIEUW, ANDER = (Fernet.generate_key().decode() for _ in range(3))


@pytest.fixture
def ontvanger(db, settings_van):
    settings_van(WEBHOOK_SLEUTELS=(OUD,))
    with luister() as o:
        yield o


def bewaard() -> list[str]:
    from inburgering.signaal.models import Abonnement

    return [g for rij in Abonnement.objects.all() for g in (rij.geheim, rij.vorig_geheim) if g]


def tekent(ontvanger, *geheimen):
    from inburgering.interfaces.webhook.berichten import handtekening

    kop, body = ontvanger.ontvangen[-1]
    zelf = [handtekening(g, kop["webhook-id"], kop["webhook-timestamp"], inhoud=body) for g in geheimen]
    return kop["webhook-signature"].split(" ") == zelf


def test_the_database_holds_no_secret_and_everything_is_signed_with_it(ontvanger):
    from inburgering.signaal import commands

    nummer, geheim = abonneer(ontvanger.url)
    nieuw = commands.vernieuw_geheim(nummer, door=klantmanager(ALMERE), now=NU)
    assert not [g for g in bewaard() if "whsec" in g or geheim[6:] in g or nieuw[6:] in g]
    geef()
    drain()
    assert tekent(ontvanger, nieuw, geheim)


def test_a_key_is_replaced_without_missing_a_message(ontvanger, settings_van):
    from inburgering.signaal import commands
    from inburgering.spoor.models import Audit

    _, geheim = abonneer(ontvanger.url)
    settings_van(WEBHOOK_SLEUTELS=(NIEUW, OUD))
    geef()
    drain()
    assert tekent(ontvanger, geheim)
    assert commands.sluit_opnieuw_weg(door=TOEZICHT, now=NU) == (1, 0)
    settings_van(WEBHOOK_SLEUTELS=(NIEUW,))
    geef(vrijgave_id=None, now=later(1))
    drain(later(2))
    assert len(ontvanger.ids) == 2
    assert tekent(ontvanger, geheim)
    assert Audit.objects.filter(handeling="abonnement.geheimen-herversleuteld").count() == 1


def test_a_secret_that_no_key_opens_waits_and_holds_up_nobody_else(ontvanger, settings_van, caplog):
    from inburgering.signaal import commands, queries

    with luister() as kwijt:
        nummer, _ = abonneer(kwijt.url)
        settings_van(WEBHOOK_SLEUTELS=(NIEUW,))
        abonneer(ontvanger.url)
        zeg_ja()
        geef()
        assert drain().bezorgd == 1
        assert kwijt.ids == []
    assert f"geheim-onleesbaar abonnement_id={nummer}" in caplog.text
    assert "dood" not in queries.in_de_wacht()
    assert commands.sluit_opnieuw_weg(door=TOEZICHT, now=NU) == (1, 1)
    settings_van(WEBHOOK_SLEUTELS=(NIEUW, OUD))
    assert commands.sluit_opnieuw_weg(door=TOEZICHT, now=NU) == (2, 0)


def test_postgresql_keeps_no_secret_that_is_not_locked(ontvanger):
    abonneer(ontvanger.url)
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("UPDATE signaal_abonnement SET geheim = 'whsec_QUJD'")


def test_what_was_there_is_locked_by_the_migration_and_still_signs(ontvanger, settings_van):
    from django.apps import apps

    settings_van(WEBHOOK_SLEUTELS=(NIEUW, ANDER))
    migratie = importlib.import_module("inburgering.signaal.migrations.0010_geheimen")
    abonneer(ontvanger.url)
    with connections["beheer"].cursor() as cursor:
        cursor.execute("ALTER TABLE signaal_abonnement DROP CONSTRAINT abonnement_geheim_op_slot")
        cursor.execute("UPDATE signaal_abonnement SET geheim = 'whsec_QUJD'")
    with connections["beheer"].schema_editor() as editor:
        for _ in range(2):
            migratie.sluit_weg(apps, editor)
    assert "QUJD" not in "".join(bewaard())
    geef()
    drain()
    assert tekent(ontvanger, "whsec_QUJD")
