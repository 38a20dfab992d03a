import csv
from datetime import date, timedelta

import pytest

from inburgering.organisatie import gemeenten, nationaliteiten, partijen, tegels, verblijfstitels


def test_weesp_is_itself_until_the_day_amsterdam_takes_over():
    assert gemeenten.rechtsopvolger("0457", date(2022, 3, 23)) == "0457"
    assert gemeenten.rechtsopvolger("0457", date(2022, 3, 24)) == "0363"


def test_a_chain_of_reorganisations_is_followed_to_the_end():
    assert gemeenten.rechtsopvolger("0004", date(1985, 1, 1)) == "0004"
    assert gemeenten.rechtsopvolger("0004", date(2000, 1, 1)) == "0053"
    assert gemeenten.rechtsopvolger("0004", date(2022, 1, 1)) == "1966"


def test_hellevoetsluis_becomes_voorne_aan_zee_in_2023():
    assert gemeenten.rechtsopvolger("0530", date(2023, 1, 1)) == "1992"
    assert gemeenten.naam("1992") == "Voorne aan Zee"


def test_a_code_is_judged_on_its_day():
    assert gemeenten.bestaat("0457", date(2022, 3, 23))
    assert not gemeenten.bestaat("0457", date(2022, 3, 24))
    assert not gemeenten.bestaat("1810", None)


def test_the_test_gemeente_of_rvig_does_not_exist():
    with pytest.raises(gemeenten.OnbekendeGemeente) as fout:
        gemeenten.rechtsopvolger("1810", date(2022, 1, 1))
    assert "1810" in fout.value.detail


def test_a_register_that_ended_has_no_rechtsopvolger():
    with pytest.raises(gemeenten.OnbekendeGemeente):
        gemeenten.rechtsopvolger("0998", date(2022, 1, 1))


@pytest.mark.parametrize(
    ("dag", "aantal"), [(date(2022, 1, 1), 345), (date(2022, 3, 24), 344), (date(2023, 1, 1), 342)]
)
def test_the_number_of_gemeenten_on_a_day(dag, aantal):
    lijst = gemeenten.gemeenten_op(dag)
    assert len(lijst) == aantal
    assert all(g.provincie for g in lijst)
    assert gemeenten.RNI not in {g.code for g in lijst}


def test_every_rechtsopvolger_of_a_gone_gemeente_exists_today():
    dag = date(2026, 1, 1)
    nu = {g.code for g in gemeenten.gemeenten_op(dag)}
    weg = [g.code for g in gemeenten.gemeenten_op(date(2021, 12, 31)) if g.code not in nu]
    assert len(weg) == 14
    assert {gemeenten.rechtsopvolger(code, dag) for code in weg} <= nu


def test_every_herindeling_of_2022_to_2026_routes_to_its_successor_on_its_day(gegevens):
    """Facts only: the published table says which code ended on which day, and into which it went."""
    with (gegevens / "gemeenten" / "gemeenten_herindeling_2022_2026.csv").open(encoding="utf-8") as bestand:
        rijen = list(csv.DictReader(bestand))
    assert len(rijen) >= 14
    for rij in rijen:
        oud, nieuw = rij["oude_code"].removeprefix("GM"), rij["nieuwe_code"].removeprefix("GM")
        dag = date.fromisoformat(rij["einddatum"])
        assert gemeenten.rechtsopvolger(oud, dag - timedelta(days=1)) == oud, rij
        assert gemeenten.rechtsopvolger(oud, dag) == nieuw, rij
        assert (gemeenten.naam(oud), gemeenten.naam(nieuw)) == (rij["oude_naam"], rij["nieuwe_naam"])


def test_who_took_over_answers_for_the_gemeenten_that_ended_since_then():
    sinds = date(2022, 1, 1)
    assert gemeenten.voorgangers("0363", date(2022, 3, 23), sinds=sinds) == []
    assert gemeenten.voorgangers("0363", date(2022, 3, 24), sinds=sinds) == ["0457"]
    assert gemeenten.voorgangers("1992", date(2023, 1, 1), sinds=sinds) == ["0501", "0530", "0614"]
    assert gemeenten.voorgangers("0439", date(2023, 1, 1), sinds=sinds) == [], "Beemster ended with the old act"


def test_nationalities_have_dates():
    assert nationaliteiten.bestaat("0001", date(1950, 1, 1))
    assert not nationaliteiten.bestaat("0028", date(1992, 12, 31))
    assert nationaliteiten.naam("0028") == "Tsjechische"
    assert not nationaliteiten.bestaat("9999", None)


@pytest.mark.parametrize(
    ("code", "grond"),
    [("21", "8a"), ("26", "8c"), ("25", "8b"), ("27", "8d"), ("40", "8e"), ("98", "geen"), ("17", None)],
)
def test_a_title_gives_the_ground_and_never_more(code, grond):
    assert verblijfstitels.grond(code) == grond


def test_no_two_tiles_share_a_place_and_every_gemeente_of_2023_has_one():
    plaatsen = [(t.kolom, t.rij) for t in tegels.alle()]
    assert len(set(plaatsen)) == len(plaatsen)
    assert {t.code for t in tegels.alle()} >= {g.code for g in gemeenten.gemeenten_op(date(2023, 1, 1))}


def test_every_oin_is_a_test_number_of_its_own():
    nummers = [partijen.oin(p) for p in partijen.Partij] + [partijen.oin(g.code) for g in gemeenten.alle()]
    assert len(set(nummers)) == len(nummers)
    assert all(len(n) == 20 and n.startswith("00000099") for n in nummers)
