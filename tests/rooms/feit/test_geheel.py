"""What is said of a delivery as a whole, how what was refused comes in after all, and the trail it leaves."""

import json
from datetime import timedelta

import pytest

from inburgering.feit import queries
from inburgering.feit.errors import LeveringAndersDanEerder, LeveringOngeldig
from inburgering.spoor import queries as spoor
from leveringen import ASIEL, BSN, NU, kop, levering, persoon

MORGEN = NU + timedelta(days=1)
OVERMORGEN = NU + timedelta(days=2)
HUISVESTING = {"burgerservicenummer": BSN[0], "huisvesting": {"gemeente": "0344", "vanaf": "2022-02-01"}}


def plekken(verslag):
    return [(m.plaats, m.veld) for m in verslag.meldingen]


# ── Totals ───────────────────────────────────────────────────────────────────────────────────────


def test_both_totals_can_be_wrong_and_both_are_told_without_the_sum(lees):
    verslag = lees("ind", levering([persoon(0)], aantal=2, controlegetal=7))

    assert plekken(verslag) == [("kop", "aantal"), ("kop", "controlegetal")]
    assert str(int(BSN[0])) not in str(verslag.meldingen)


@pytest.mark.parametrize(("te_veel", "blokkades"), [(0, []), (-1, ["controle"])])
def test_a_hidden_key_leaves_the_total_open_unless_the_keys_that_show_are_too_much(lees, te_veel, blokkades):
    hoofd = kop([persoon(0)], aantal=2)
    hoofd["controlegetal"] += te_veel
    regels = [json.dumps(hoofd), json.dumps(persoon(0)), '{"burgerservicenu']

    verslag = lees("ind", "\n".join(regels).encode())

    (melding,) = verslag.meldingen
    assert melding.veld == "controlegetal"
    assert ("niet na te gaan" in melding.reden) is not blokkades
    assert [b.soort for b in queries.blokkades()] == blokkades


def test_what_is_held_counts_as_missing_and_what_was_known_before_does_not(lees):
    lees("ind", levering([persoon(0)]))

    verslag = lees("ind", levering([persoon(0), persoon(1)], nummer=2, controlegetal=7), now=MORGEN)

    assert verslag.ontbrekend == {"geboortedatum": 1, "nationaliteiten": 1, "verblijf": 2}
    bekend = queries.feiten(None, moment=MORGEN)
    assert [set(feiten) - {"persoonId"} for feiten in bekend.values()] == [{"geboortedatum", "nationaliteiten"}, set()]


def test_housing_that_is_held_counts_as_missing(lees):
    lees("coa", levering([HUISVESTING], leverancier="COA"))
    anders = [HUISVESTING | {"huisvesting": {"gemeente": "0363"}}]
    verslag = lees("coa", levering(anders, leverancier="COA", nummer=2, controlegetal=7), now=MORGEN)
    assert verslag.ontbrekend == {"huisvesting": 1, "verblijfplaats": 1}


# ── Numbers ──────────────────────────────────────────────────────────────────────────────────────


def test_a_gap_is_told_until_it_is_closed(lees):
    lees("ind", levering([persoon(0)], nummer=1))
    derde = levering([persoon(1)], nummer=3)

    verslag = lees("ind", derde)
    assert plekken(verslag) == [("levering", "nummer")]
    assert verslag.ontbrekend == {"verblijf": 1}
    assert plekken(lees("ind", derde, now=MORGEN)) == [("levering", "nummer")]

    assert plekken(lees("ind", levering([persoon(2)], nummer=2), now=MORGEN)) == []
    assert plekken(lees("ind", derde, now=MORGEN)) == []


def test_a_number_that_must_be_a_mistake_is_refused(lees):
    lees("ind", levering([persoon(0)], nummer=1))
    with pytest.raises(LeveringOngeldig, match="meer dan 1000"):
        lees("ind", levering([persoon(1)], nummer=2_000_000_000))


# ── Mending ──────────────────────────────────────────────────────────────────────────────────────


def test_a_refused_record_comes_in_with_a_new_number_as_the_mend_says(lees):
    eerste = lees("ind", levering([persoon(0), persoon(1, geboortedatum="1990-02-31")]))
    assert [f.herstel.endswith("in een nieuwe levering met een nieuw nummer.") for f in eerste.geweigerd()] == [True]

    with pytest.raises(LeveringAndersDanEerder, match="andere inhoud") as fout:
        lees("ind", levering([persoon(0), persoon(1)]), now=MORGEN)
    assert "nieuw nummer" in fout.value.herstel

    verslag = lees("ind", levering([persoon(1)], nummer=2), now=MORGEN)
    assert (verslag.opgenomen, verslag.geweigerd(), verslag.meldingen) == (1, [], [])
    pk = queries.zoek(bsn=BSN[1])
    assert queries.feiten([pk], moment=MORGEN)[pk]["geboortedatum"] == "1990-03-14"


def test_a_record_in_a_delivery_with_a_wrong_total_is_mended_under_the_same_number(lees):
    fout = [persoon(0), persoon(1, geboortedatum="1990-02-31")]
    eerste = lees("ind", levering(fout, controlegetal=7))
    assert [f.herstel.endswith("met hetzelfde nummer en de juiste kop.") for f in eerste.geweigerd()] == [True]
    lees("ind", levering([persoon(0, verblijf=[])], nummer=2), now=MORGEN)

    verslag = lees("ind", levering([persoon(0), persoon(1)]), now=OVERMORGEN)

    assert (verslag.gelezen, verslag.geweigerd(), verslag.meldingen) == (2, [], [])
    assert queries.blokkades() == []
    eerst, dan = queries.zoek(bsn=BSN[0]), queries.zoek(bsn=BSN[1])
    bekend = queries.feiten([eerst, dan], moment=OVERMORGEN)
    assert (bekend[eerst]["verblijf"], bekend[dan]["verblijf"]) == ([], [ASIEL])


# ── Whose delivery ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("bron", "naam"), [("coa", "IND"), ("ind", "COA"), ("ind", "Indra"), ("brp", "IND")])
def test_a_supplier_of_another_source_is_refused_and_nothing_is_kept(lees, bron, naam):
    hoofd = kop([HUISVESTING], leverancier=naam)
    brp = hoofd | {"personen": [{"burgerservicenummer": BSN[0]}]}
    inhoud = json.dumps(brp).encode() if bron == "brp" else levering([HUISVESTING], leverancier=naam)
    with pytest.raises(LeveringOngeldig) as fout:
        lees(bron, inhoud)
    assert fout.value.veld == "leverancier"
    assert queries.personen() == []


@pytest.mark.parametrize("naam", ["IND", "ind", "IND (verzonnen)", "IND-Zwolle"])
def test_the_name_of_the_supplier_starts_with_its_source(lees, naam):
    assert lees("ind", levering([persoon(0)], leverancier=naam)).opgenomen == 1


# ── Birth after the delivery ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("datum", ["2022-01-11", {"type": "JaarMaandDatum", "jaar": 2022, "maand": 2}])
def test_a_birth_after_the_delivery_is_left_out_with_the_reason(lees, datum):
    verslag = lees("ind", levering([persoon(0, geboortedatum=datum), persoon(1, geboortedatum="2022-01-10")]))

    (fout,) = verslag.geweigerd()
    assert (fout.plaats, fout.veld) == ("regel 2", "geboortedatum")
    assert "na de dag van de levering" in fout.reden
    assert (verslag.gelezen, verslag.opgenomen, verslag.ontbrekend) == (2, 1, {"geboortedatum": 1})
    pk = queries.zoek(bsn=BSN[0])
    bekend = queries.feiten([pk], moment=NU)[pk]
    assert "geboortedatum" not in bekend
    assert bekend["verblijf"] == [ASIEL]


def test_a_birth_that_falls_away_is_unknown_and_a_refused_record_leaves_what_was_known(lees):
    lees("ind", levering([persoon(0), persoon(1)]))
    lees("ind", levering([persoon(0, geboortedatum="2022-01-11"), persoon(1, taal=7)], nummer=2), now=MORGEN)

    vervallen, geweigerd = queries.zoek(bsn=BSN[0]), queries.zoek(bsn=BSN[1])
    bekend = queries.feiten([vervallen, geweigerd], moment=MORGEN)
    assert ["geboortedatum" in bekend[pk] for pk in (vervallen, geweigerd)] == [False, True]


def test_a_birth_after_today_is_left_out_of_the_brp_without_header_too(lees):
    datum = {"type": "Datum", "datum": "2022-01-11", "langFormaat": "11 januari 2022"}
    verslag = lees("brp", json.dumps([{"burgerservicenummer": BSN[0], "geboorte": {"datum": datum}}]).encode())
    assert [f.veld for f in verslag.geweigerd()] == ["geboortedatum"]
    assert verslag.geweigerd()[0].herstel.endswith("Lees daarna het verbeterde bestand.")


# ── The trail ────────────────────────────────────────────────────────────────────────────────────


def test_everyone_taken_up_leaves_a_line_and_the_delivery_an_act(lees):
    inhoud = levering([persoon(0), persoon(1), persoon(burgerservicenummer="999999245")])
    verslag = lees("ind", inhoud)
    lees("ind", inhoud, now=MORGEN)  # nothing is taken up the second time

    for bsn in BSN[:2]:
        (lijn,) = spoor.verwerkingen_van(spoor.pseudoniem(queries.zoek(bsn=bsn)))
        assert lijn["name"] == "feiten opnemen"
        assert lijn["attributes"]["dpl.core.processing_activity_id"].endswith("lees-levering")
        assert bsn not in str(lijn)
    (audit,) = spoor.audit_van("levering", str(verslag.levering_id))
    assert (audit["actor"], audit["handeling"]) == ("systeem", "levering.gelezen")
    assert audit["bijzonderheden"]["gelezen"] == 3
    assert spoor.controleer().regels == 3


def test_a_delivery_that_is_refused_leaves_no_trail(lees):
    with pytest.raises(LeveringOngeldig):
        lees("brp", json.dumps([{"burgerservicenummer": BSN[0]}]).encode() + b"]")
    assert spoor.controleer().regels == 0
