from datetime import date, timedelta

from inburgering.feit import commands, queries
from inburgering.feit.terms import Stand
from leveringen import ASIEL, BSN, NU, levering, persoon

MORGEN = NU + timedelta(days=1)


def test_a_record_of_the_ind_comes_out_in_the_shape_of_the_contract(lees):
    verslag = lees("ind", levering([persoon()]))

    assert verslag.as_json() == {
        "bron": "ind",
        "gelezen": 1,
        "opgenomen": 1,
        "ongewijzigd": 0,
        "geweigerd": [],
        "ontbrekend": {},
        "meldingen": [],
    }
    pk = queries.zoek(bsn=BSN[0])
    assert queries.feiten([pk], moment=NU) == {
        pk: {
            "persoonId": str(pk),
            "geboortedatum": "1990-03-14",
            "nationaliteiten": [{"code": "0336"}],
            "verblijf": [ASIEL],
        }
    }


def test_nothing_is_known_before_it_was_recorded(lees):
    lees("ind", levering([persoon()]))

    pk = queries.zoek(bsn=BSN[0])
    assert queries.feiten([pk], moment=NU - timedelta(seconds=1)) == {pk: {"persoonId": str(pk)}}


def test_reading_the_same_delivery_twice_changes_nothing(lees):
    inhoud = levering([persoon(0), persoon(1)])
    lees("ind", inhoud)
    regels = len(queries.tijdlijn(queries.zoek(bsn=BSN[0]), moment=MORGEN))

    verslag = lees("ind", inhoud, now=MORGEN)

    assert (verslag.gelezen, verslag.opgenomen, verslag.ongewijzigd) == (2, 0, 2)
    assert len(queries.tijdlijn(queries.zoek(bsn=BSN[0]), moment=MORGEN)) == regels
    assert len(queries.personen()) == 2


def test_a_later_delivery_appends_only_what_changed(lees):
    lees("ind", levering([persoon(0), persoon(1)]))
    pk = queries.zoek(bsn=BSN[0])
    eerst = len(queries.tijdlijn(pk, moment=NU))

    anders = ASIEL | {"bekendmaking": "2022-01-05"}
    verslag = lees("ind", levering([persoon(0, verblijf=[anders]), persoon(1)], nummer=2), now=MORGEN)

    assert (verslag.opgenomen, verslag.ongewijzigd) == (1, 1)
    assert queries.feiten([pk], moment=NU)[pk]["verblijf"] == [ASIEL]
    assert queries.feiten([pk], moment=MORGEN)[pk]["verblijf"] == [anders]
    lijn = queries.tijdlijn(pk, moment=MORGEN)
    assert len(lijn) == eerst + 1
    assert lijn[-1].vervangt in {r.feit_id for r in lijn if r.vervangen_door == lijn[-1].feit_id}


def test_what_the_source_no_longer_says_ends_but_stays_on_the_time_line(lees):
    tweede = {"grond": "8a", "doel": "studie", "bekendmaking": "2020-01-01"}
    lees("ind", levering([persoon(verblijf=[tweede, ASIEL])]))
    pk = queries.zoek(bsn=BSN[0])

    lees("ind", levering([persoon(verblijf=[])], nummer=2), now=MORGEN)

    assert queries.feiten([pk], moment=MORGEN)[pk]["verblijf"] == []
    assert len(queries.feiten([pk], moment=NU)[pk]["verblijf"]) == 2
    assert [r.waarde for r in queries.tijdlijn(pk, moment=MORGEN) if r.waarde is None] == [None]


def test_a_field_that_is_left_out_keeps_what_was_known_and_null_makes_it_unknown(lees):
    lees("ind", levering([persoon(0), persoon(1)]))
    lees("ind", levering([persoon(0, verblijf=...), persoon(1, verblijf=None)], nummer=2), now=MORGEN)

    eerste, tweede = queries.zoek(bsn=BSN[0]), queries.zoek(bsn=BSN[1])
    na = queries.feiten([eerste, tweede], moment=MORGEN)
    assert na[eerste]["verblijf"] == [ASIEL]
    assert "verblijf" not in na[tweede]


def test_a_number_learned_later_leads_to_the_same_person(lees):
    lees("ind", levering([persoon(burgerservicenummer=..., vNummer="1234567890")]))
    lees("ind", levering([persoon(vNummer="1234567890")], nummer=2), now=MORGEN)

    assert queries.zoek(bsn=BSN[0]) == queries.zoek(vnummer="1234567890")
    assert len(queries.personen()) == 1


def test_numbers_of_two_persons_in_one_record_are_refused(lees):
    lees("ind", levering([persoon(0), persoon(burgerservicenummer=..., vNummer="1234567890")]))

    verslag = lees("ind", levering([persoon(0, vNummer="1234567890"), persoon(2)], nummer=2), now=MORGEN)

    assert (verslag.gelezen, verslag.opgenomen) == (2, 1)
    assert [(f.plaats, f.veld) for f in verslag.geweigerd()] == [("regel 2", "burgerservicenummer, vNummer")]


def test_coa_gives_housing_and_place_of_stay(lees):
    record = {
        "burgerservicenummer": BSN[0],
        "huisvesting": {"gemeente": "0344", "vanaf": "2022-02-01"},
        "verblijfplaats": {
            "gemeente": "1930",
            "soort": "azc",
            "adresregels": ["Azc Hellevoet", "3220 AA Hellevoetsluis"],
        },
    }
    lees("coa", levering([record], leverancier="COA"))

    pk = queries.zoek(bsn=BSN[0])
    bekend = queries.feiten([pk], moment=NU)[pk]
    assert bekend["huisvesting"] == {"gemeente": "0344", "vanaf": "2022-02-01"}
    assert bekend["verblijfplaats"] == {"gemeente": "1930", "soort": "azc"}
    assert queries.persoonsgegevens([pk], moment=NU)[pk].adresregels == ("Azc Hellevoet", "3220 AA Hellevoetsluis")


def test_a_kennisgeving_is_a_fact_of_duo(lees):
    lees("ind", levering([persoon()]))
    pk = queries.zoek(bsn=BSN[0])

    commands.leg_kennisgeving_vast([(pk, date(2022, 1, 10), "Wi2021")], now=MORGEN)

    assert "kennisgevingen" not in queries.feiten([pk], moment=NU)[pk]
    assert queries.feiten([pk], moment=MORGEN)[pk]["kennisgevingen"] == [{"datum": "2022-01-10", "wet": "Wi2021"}]


def test_personal_data_come_with_a_bsn_that_hides_itself(lees):
    lees("ind", levering([persoon(naam={"voorvoegsel": "van", "geslachtsnaam": "Dam"}, taal="ti")]))

    pk = queries.zoek(bsn=BSN[0])
    wie = queries.persoonsgegevens([pk], moment=NU)[pk]
    assert (wie.naam, wie.geboortedatum_tekst, wie.taal) == ("van Dam", "14 maart 1990", "ti")
    assert wie.bsn.waarde == BSN[0]
    assert BSN[0] not in repr(wie)


# ── Numbers and totals ───────────────────────────────────────────────────────────────────────────


def test_a_gap_blocks_who_came_after_it_and_nobody_else_until_it_is_filled(lees):
    lees("ind", levering([persoon(0)], nummer=1))
    lees("ind", levering([persoon(1)], nummer=3))
    voor, na = queries.zoek(bsn=BSN[0]), queries.zoek(bsn=BSN[1])

    (blokkade,) = queries.blokkades()
    assert (blokkade.soort, blokkade.nummers) == ("hiaat", (2,))
    bekend = queries.feiten([voor, na], moment=NU)
    assert "verblijf" in bekend[voor]
    assert "verblijf" not in bekend[na]

    lees("ind", levering([persoon(2)], nummer=2), now=MORGEN)
    assert queries.blokkades() == []
    assert "verblijf" in queries.feiten([na], moment=MORGEN)[na]
    assert "verblijf" not in queries.feiten([na], moment=NU)[na]


def test_a_delivery_that_fills_a_gap_does_not_overrule_what_came_later(lees):
    later = ASIEL | {"einddatum": "2022-01-09"}
    lees("ind", levering([persoon(0)], nummer=1))
    lees("ind", levering([persoon(0, verblijf=[later])], nummer=3))
    lees("ind", levering([persoon(0, verblijf=[ASIEL | {"doel": "overig"}])], nummer=2), now=MORGEN)

    pk = queries.zoek(bsn=BSN[0])
    assert queries.feiten([pk], moment=MORGEN)[pk]["verblijf"] == [later]
    assert {r.stand for r in queries.tijdlijn(pk, moment=MORGEN)} == {Stand.GELDT, Stand.ACHTERHAALD}


def test_a_wrong_control_total_is_recorded_but_does_not_count_until_it_is_delivered_right(lees):
    lees("ind", levering([persoon(0), persoon(1)], nummer=1))
    anders = [persoon(0, verblijf=[])]

    verslag = lees("ind", levering(anders, nummer=2, controlegetal=7), now=MORGEN)

    pk, ander = queries.zoek(bsn=BSN[0]), queries.zoek(bsn=BSN[1])
    assert (verslag.gelezen, verslag.opgenomen) == (1, 1)
    assert [(m.plaats, m.veld) for m in verslag.meldingen] == [("kop", "controlegetal")]
    assert [b.soort for b in queries.blokkades()] == ["controle"]
    bekend = queries.feiten([pk, ander], moment=MORGEN)
    assert "verblijf" not in bekend[pk]
    assert bekend[ander]["verblijf"] == [ASIEL]

    overmorgen = MORGEN + timedelta(days=1)
    lees("ind", levering(anders, nummer=2), now=overmorgen)
    assert queries.blokkades() == []
    assert queries.feiten([pk], moment=overmorgen)[pk]["verblijf"] == []


def test_a_wrong_record_count_blocks_the_delivery(lees):
    lees("ind", levering([persoon(0)], aantal=2))
    assert [b.soort for b in queries.blokkades()] == ["controle"]
