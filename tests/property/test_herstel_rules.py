"""Laws of weighing, choosing, undoing and spreading that hold for every input."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inburgering.herstel import rules as herstel
from inburgering.herstel.terms import (
    Aard,
    Categorie,
    Eindstand,
    Handeling,
    Inzet,
    Kern,
    Maatregel,
    OngedaanSoort,
    Uitkomst,
)
from inburgering.hervatting import rules as hervatting
from inburgering.hervatting.errors import PlanOngeldig
from inburgering.hervatting.terms import Kandidaat

WETTEN = st.sampled_from(["Wi2013", "Wi2021"])
DATUMS = st.dates(date(2018, 1, 1), date(2023, 12, 31))
PLICHTIG = st.builds(lambda w, d: Kern("plichtig", w, d), WETTEN, DATUMS)
KERNEN = st.one_of(PLICHTIG, st.just(Kern("niet-plichtig", None)), st.just(Kern("onbekend", None)))
HANDELINGEN = st.frozensets(st.sampled_from(list(Handeling)))


@given(oud=PLICHTIG, nieuw=KERNEN)
def test_ten_onrechte_is_another_act_or_no_duty_and_nothing_else(oud: Kern, nieuw: Kern) -> None:
    uitkomst, aard = herstel.weeg(oud, nieuw)
    ander = nieuw.oordeel == "niet-plichtig" or (nieuw.oordeel == "plichtig" and nieuw.wet != oud.wet)
    assert (uitkomst is Uitkomst.TEN_ONRECHTE) == ander
    assert (aard in {Aard.ANDERE_WET, Aard.GEEN_PLICHT}) == ander


@given(kern=KERNEN, ander=PLICHTIG)
def test_unknown_never_turns_into_an_answer(kern: Kern, ander: Kern) -> None:
    uitkomst, _ = herstel.weeg(ander, kern)
    assert (uitkomst is Uitkomst.ONBEKEND) == (kern.oordeel == "onbekend")


@given(
    uitkomst=st.sampled_from(list(Uitkomst)),
    gedaan=HANDELINGEN,
    erbij=st.sampled_from(list(Handeling)),
    keuze=st.booleans(),
    toegepast=st.sampled_from([None, "Wi2013", "Wi2021"]),
)
def test_doing_more_never_takes_an_end_state_away(uitkomst, gedaan, erbij, keuze, toegepast) -> None:
    voor = herstel.eindstand(uitkomst, gedaan, in_keuzegroep=keuze, toegepast=toegepast)
    na = herstel.eindstand(uitkomst, gedaan | {erbij}, in_keuzegroep=keuze, toegepast=toegepast)
    assert voor is None or na == voor
    assert uitkomst is not Uitkomst.ONBEKEND or na is None


@given(gedaan=HANDELINGEN, toegepast=st.sampled_from([None, "Wi2013", "Wi2021"]))
def test_who_may_choose_has_no_end_state_before_the_choice_is_applied(gedaan, toegepast) -> None:
    eind = herstel.eindstand(Uitkomst.TEN_ONRECHTE, gedaan, in_keuzegroep=True, toegepast=toegepast)
    assert toegepast is not None or eind is None
    assert eind is not Eindstand.HERSTELD_DOOR_KEUZE or toegepast == "Wi2021"


@given(
    uitkomst=st.sampled_from(list(Uitkomst)),
    keuze=st.booleans(),
    categorie=st.sampled_from(list(Categorie)),
    gemeente=st.sampled_from(["0363", "0599"]),
    college=st.sampled_from(["0363", "0599", ""]),
)
def test_only_what_was_right_becomes_readable_again(uitkomst, keuze, categorie, gemeente, college) -> None:
    stap = herstel.maatregel(uitkomst, in_keuzegroep=keuze, categorie=categorie, gemeente=gemeente, college=college)
    assert (stap in {Maatregel.HERSTELLEN, Maatregel.OMLEIDEN}) == (uitkomst is Uitkomst.TERECHT)
    assert (stap is Maatregel.BEVRIEZEN) == (
        uitkomst is Uitkomst.TEN_ONRECHTE and keuze and categorie is Categorie.ASIEL
    )


@given(
    aard=st.sampled_from([Aard.ANDERE_WET, Aard.GEEN_PLICHT]),
    ontving=st.booleans(),
    boete=st.sampled_from([None, True, False]),
    pip=st.none() | DATUMS,
)
def test_what_nobody_told_us_is_asked_and_not_assumed_away(aard, ontving, boete, pip) -> None:
    inzet = Inzet(ontving_signaal=ontving, boete_bekend=boete, pip_dagtekening=pip)
    soorten = [t.soort for t in herstel.ongedaan(Uitkomst.TEN_ONRECHTE, aard, inzet)]
    assert (OngedaanSoort.BOETE in soorten) == (boete is not False)
    assert (OngedaanSoort.PIP_KLOK in soorten) == ontving
    assert (OngedaanSoort.TERMIJN in soorten) == (pip is not None)
    assert len(set(soorten)) == len(soorten)
    assert herstel.ongedaan(Uitkomst.TERECHT, Aard.GELIJK, inzet) == []


@given(oud=st.lists(st.sampled_from("abcd")), nieuw=st.lists(st.sampled_from("abcd")))
def test_the_count_effect_adds_up_to_the_difference(oud: list[str], nieuw: list[str]) -> None:
    verschil = herstel.telverschil(oud, nieuw)
    assert sum(wordt - was for was, wordt in verschil.values()) == len(nieuw) - len(oud)
    assert all(was != wordt for was, wordt in verschil.values())


KANDIDATEN = st.lists(
    st.builds(
        Kandidaat,
        persoon_id=st.integers(1, 10_000),
        gemeente=st.sampled_from(["0363", "0599", "0344"]),
        deadline=st.none() | DATUMS,
    ),
    unique_by=lambda k: k.persoon_id,
    max_size=120,
)


@given(kandidaten=KANDIDATEN, per_dag=st.integers(1, 9), vanaf=DATUMS)
def test_spreading_sends_everybody_once_and_never_above_the_cap(kandidaten, per_dag, vanaf) -> None:
    plekken = hervatting.spreid(kandidaten, vanaf=vanaf, per_dag=per_dag)
    assert sorted(p.persoon_id for p in plekken) == sorted(k.persoon_id for k in kandidaten)
    drukte = Counter((p.gemeente, p.dag) for p in plekken)
    assert all(aantal <= per_dag for aantal in drukte.values())
    assert all(p.dag >= vanaf and hervatting.is_werkdag(p.dag) for p in plekken)


@given(kandidaten=KANDIDATEN, per_dag=st.integers(1, 9))
def test_who_has_the_nearest_deadline_never_goes_later(kandidaten, per_dag) -> None:
    dag = {p.persoon_id: p.dag for p in hervatting.spreid(kandidaten, vanaf=date(2022, 3, 1), per_dag=per_dag)}
    for een in kandidaten:
        for ander in kandidaten:
            if een.gemeente == ander.gemeente and (een.deadline or date.max) < (ander.deadline or date.max):
                assert dag[een.persoon_id] <= dag[ander.persoon_id]


@given(kandidaten=KANDIDATEN, per_dag=st.integers(1, 9))
def test_no_working_day_is_left_unused_while_somebody_waits(kandidaten, per_dag) -> None:
    plekken = hervatting.spreid(kandidaten, vanaf=date(2022, 3, 1), per_dag=per_dag)
    drukte = Counter((p.gemeente, p.dag) for p in plekken)
    for (gemeente, dag), aantal in drukte.items():
        later = any(g == gemeente and d > dag for g, d in drukte)
        assert aantal == per_dag or not later


def test_a_cap_of_nobody_is_refused() -> None:
    with pytest.raises(PlanOngeldig):
        hervatting.spreid([], vanaf=date(2022, 3, 1), per_dag=0)


@given(
    stand=st.integers(0, 5000),
    instroom=st.floats(0, 500),
    capaciteit=st.floats(0, 500),
    weken=st.integers(0, 30),
    onzeker=st.floats(0, 1),
)
def test_the_forecast_lies_inside_its_band_and_never_below_nought(stand, instroom, capaciteit, weken, onzeker) -> None:
    punten = hervatting.verwacht(
        stand, instroom=instroom, capaciteit=capaciteit, vanaf=date(2022, 3, 1), weken=weken, onzekerheid=onzeker
    )
    assert [p.week for p in punten] == [date(2022, 3, 1) + timedelta(weeks=w) for w in range(weken + 1)]
    assert all(0 <= p.laag <= p.verwacht <= p.hoog for p in punten)
    assert punten[0].verwacht == stand
