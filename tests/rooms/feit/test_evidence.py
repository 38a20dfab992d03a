from datetime import date

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from inburgering.feit import commands, models, queries
from inburgering.feit.errors import FeitNietVastTeLeggen
from inburgering.feit.terms import Soort
from leveringen import BSN, NU, levering, persoon


def test_the_application_can_add_and_never_change(db, app_dsn):
    tabellen = ["feit_feit", "feit_levering", "feit_persoon", "feit_sleutel", "feit_afwijzing"]
    opdrachten = ["DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET id = id"]
    with psycopg.connect(app_dsn, autocommit=True) as verbinding:
        for opdracht in (o.format(tabel) for tabel in tabellen for o in opdrachten):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                verbinding.execute(opdracht)


def test_a_fact_is_replaced_once(lees):
    lees("ind", levering([persoon()]))
    feit = models.Feit.objects.first()
    velden = {
        "persoon_id": feit.persoon_id,
        "soort": feit.soort,
        "bron": feit.bron,
        "geregistreerd_op": NU,
        "vervangt": feit,
    }
    models.Feit.objects.create(**velden)
    with pytest.raises(IntegrityError, match="vervangt"):
        models.Feit.objects.create(**velden)


def test_the_database_refuses_a_fact_that_cannot_be(lees):
    lees("ind", levering([persoon()]))
    goed = {"persoon_id": queries.personen()[0], "soort": "taal", "bron": "duo", "waarde": {}, "geregistreerd_op": NU}
    models.Feit.objects.create(**goed)
    for velden, regel in (
        ({"waarde": None}, "zegt_iets"),
        ({"soort": "schoenmaat"}, "soort"),
        ({"bron": "krant"}, "bron"),
        ({"geldig_vanaf": date(2022, 1, 2), "geldig_tot": date(2022, 1, 1)}, "periode"),
        ({"stand": "misschien"}, "stand"),
    ):
        with pytest.raises(IntegrityError, match=f"feit_feit_{regel}"), transaction.atomic():
            models.Feit.objects.create(**goed | velden)


def test_one_number_is_one_person_in_the_database_too(lees):
    lees("ind", levering([persoon(0), persoon(1)]))
    ander = queries.zoek(bsn=BSN[1])
    with pytest.raises(IntegrityError, match="sleutel_van_een_persoon"), transaction.atomic():
        models.Sleutel.objects.create(persoon_id=ander, soort="bsn", waarde=BSN[0], geregistreerd_op=NU)
    with pytest.raises(IntegrityError, match="een_per_soort"), transaction.atomic():
        models.Sleutel.objects.create(persoon_id=ander, soort="bsn", waarde=BSN[5], geregistreerd_op=NU)


def test_the_counts_of_a_delivery_close_in_the_database_too(db):
    with pytest.raises(IntegrityError, match="levering_sluit"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO feit_levering (bron, leverancier, sha256, ontvangen_op, controle, gelezen, opgenomen, "
            "ongewijzigd, geweigerd, ontbrekend) VALUES ('ind', '', 'x', now(), 'geen', 3, 1, 1, 0, '{}')"
        )


def test_duo_records_its_own_facts_and_no_others(lees):
    lees("ind", levering([persoon()]))
    pk = queries.zoek(bsn=BSN[0])
    commands.leg_feiten_vast([(pk, Soort.PIP, {"eersteDagtekening": "2022-05-01"})], now=NU)
    assert queries.feiten([pk], moment=NU)[pk]["pip"] == {"eersteDagtekening": "2022-05-01"}
    with pytest.raises(FeitNietVastTeLeggen):
        commands.leg_feiten_vast([(pk, Soort.VERBLIJF, {})], now=NU)
