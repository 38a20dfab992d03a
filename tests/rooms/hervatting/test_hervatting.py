"""Letting go on a real database: in its turn, within the cap, once, and never under a stop."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from inburgering.herstel import commands as herstel
from inburgering.herstel import queries as hersteld
from inburgering.herstel.terms import Uitkomst
from inburgering.hervatting import commands, queries
from inburgering.hervatting.errors import CohortOnbekend, NogNietZover, VoorwaardeOpen
from inburgering.hervatting.terms import CohortVoorstel, Voorwaarde
from inburgering.kennisgeving import commands as kennisgeving
from inburgering.kennisgeving import queries as brieven
from inburgering.kennisgeving.terms import Soort as Briefsoort
from inburgering.kennisgeving.terms import Stand
from inburgering.signaal import queries as signalen
from inburgering.stop import commands as stop
from inburgering.stop import queries as stops
from inburgering.stop.errors import StopVanKracht
from inburgering.stop.terms import Bereik, Keus
from inburgering.toegang.errors import VierOgenNodig
from inburgering.verstrekking import queries as verstrekt
from story import wereld as w
from story.wereld import ASIEL, GEZIN, GOED, Wereld, op

pytestmark = pytest.mark.slow
DAG = date(2022, 3, 1)


@pytest.fixture
def wereld(db: str, tmp_path: Path) -> Wereld:
    """January, stopped and weighed."""
    wereld = w.maak(tmp_path, 30)
    w.stop_en_open(wereld)
    herstel.onderzoek(wereld.incident, now=op(2, 9))
    return wereld


def _samen(wereld: Wereld) -> dict:
    return {"door": wereld.duo["leider"], "tweede": wereld.duo["fg"]}


def _plan(wereld: Wereld, *cohorten: CohortVoorstel) -> list[int]:
    ids = commands.plan(wereld.incident, cohorten, now=op(2, 16), **_samen(wereld))
    for cohort in ids:
        for voorwaarde in Voorwaarde:
            commands.bevestig_voorwaarde(cohort, voorwaarde, door=wereld.duo["jurist"], now=op(2, 20))
    return ids


def _alles(per_dag: int = 50) -> CohortVoorstel:
    return CohortVoorstel("allen", DAG, (ASIEL, GEZIN), per_dag=per_dag)


def test_a_cohort_waits_for_its_day_its_conditions_and_two_people(wereld: Wereld) -> None:
    (cohort,) = commands.plan(wereld.incident, [_alles()], now=op(2, 16), **_samen(wereld))
    with pytest.raises(NogNietZover):
        commands.laat_los(cohort, now=op(2, 28), **_samen(wereld))
    with pytest.raises(VoorwaardeOpen):
        commands.laat_los(cohort, now=op(3, 1), **_samen(wereld))
    with pytest.raises(VierOgenNodig):
        commands.laat_los(cohort, door=wereld.duo["leider"], tweede=None, now=op(3, 1))
    with pytest.raises(CohortOnbekend):
        commands.laat_los(cohort + 1, now=op(3, 1), **_samen(wereld))
    assert queries.cohorten(wereld.incident)[0].losgelaten == 0


def test_who_was_rightly_told_gets_the_signaal_back_and_nothing_is_sent_again(wereld: Wereld) -> None:
    terecht = [g for g in hersteld.geraakten(wereld.incident) if g.uitkomst is Uitkomst.TERECHT and g.had_signaal]
    voor = Counter(s.persoon_id for s in signalen.van_personen([g.persoon_id for g in terecht]))
    boekingen = len(verstrekt.van_vrijgaven(wereld.vrijgaven))
    los = commands.laat_los(_plan(wereld, _alles())[0], now=op(3, 1), **_samen(wereld))
    assert los.hersteld + los.omgeleid == len(terecht)
    hersteld_ = [g.persoon_id for g in terecht if hersteld.eindstanden(wereld.incident)[g.persoon_id]]
    assert len(hersteld_) == len(terecht)
    na = Counter(
        s.persoon_id for s in signalen.van_personen(hersteld_) if s.status != "omgeleid" and not s.correctiesoort
    )
    assert na == voor
    assert len(verstrekt.van_vrijgaven(wereld.vrijgaven)) == boekingen


def test_who_was_never_told_gets_a_letter_and_the_gemeente_a_signaal_by_the_right_rule(wereld: Wereld) -> None:
    wacht = wereld.van_soort("wacht")
    commands.laat_los(_plan(wereld, _alles())[0], now=op(3, 1), **_samen(wereld))
    geschreven = brieven.brieven(persoon_ids=wacht, soort=Briefsoort.KENNISGEVING)
    assert sorted(b.persoon_id for b in geschreven) == sorted(wacht)
    assert {b.dagtekening for b in geschreven} == {DAG}
    nieuw = signalen.van_personen(wacht)
    assert sorted(s.persoon_id for s in nieuw) == sorted(wacht)
    assert {s.vrijgave_id for s in nieuw} == {queries.cohorten(wereld.incident)[0].vrijgave_id}
    assert queries.bereikt(wacht) == set(wacht)


def test_a_second_call_on_the_same_day_sends_nothing(wereld: Wereld) -> None:
    (cohort,) = _plan(wereld, _alles())
    commands.laat_los(cohort, now=op(3, 1, 10), **_samen(wereld))
    stand = (len(signalen.van_personen(_iedereen(wereld))), len(brieven.brieven()))
    los = commands.laat_los(cohort, now=op(3, 1, 11), **_samen(wereld))
    assert (los.hersteld, los.nieuw, los.omgeleid) == (0, 0, 0)
    assert (len(signalen.van_personen(_iedereen(wereld))), len(brieven.brieven())) == stand
    assert signalen.dubbel_bezorgd() == 0


def _iedereen(wereld: Wereld) -> list[int]:
    return list(wereld.persoon.values())


def test_no_gemeente_gets_more_a_day_than_the_plan_says_and_everybody_goes(wereld: Wereld) -> None:
    (cohort,) = _plan(wereld, _alles(per_dag=1))
    dag: date | None = DAG
    while dag is not None:
        voor = {s.pk for s in signalen.van_personen(_iedereen(wereld)) if queries.bereikt([s.persoon_id])}
        los = commands.laat_los(cohort, now=op(dag.month, dag.day), **_samen(wereld))
        na = [s for s in signalen.van_personen(_iedereen(wereld)) if queries.bereikt([s.persoon_id])]
        erbij = Counter(s.gemeente for s in na if s.pk not in voor and not s.correctiesoort)
        assert all(n == 1 for n in erbij.values())
        dag = los.volgende_dag
    assert los.rest == 0
    assert queries.achterstand() == 0


def test_a_person_goes_in_one_cohort_of_two(wereld: Wereld) -> None:
    gezin, allen = _plan(wereld, CohortVoorstel("gezin", DAG, (GEZIN,)), _alles())
    eerst = commands.laat_los(gezin, now=op(3, 1, 9), **_samen(wereld))
    rest = commands.laat_los(allen, now=op(3, 1, 10), **_samen(wereld))
    stand = queries.cohorten(wereld.incident)
    assert sum(c.personen for c in stand) == eerst.hersteld + eerst.nieuw + rest.hersteld + rest.nieuw + rest.omgeleid
    assert {c.personen for c in stand} != {0}


def test_a_new_stop_holds_the_cohort_and_nothing_is_lost_or_doubled_by_it(wereld: Wereld) -> None:
    (cohort,) = _plan(wereld, _alles(per_dag=1))
    los = commands.laat_los(cohort, now=op(3, 1), **_samen(wereld))
    vrijgave = queries.cohorten(wereld.incident)[0].vrijgave_id
    nieuw = stop.zet_stop(
        Bereik(alles=False, vrijgaven=(vrijgave,)), "Weer fout.", door=wereld.duo["leider"], now=op(3, 1, 12)
    )
    dag = los.volgende_dag
    rest = los.rest
    while dag is not None and los.nieuw == 0:
        try:
            los = commands.laat_los(cohort, now=op(dag.month, dag.day), **_samen(wereld))
        except StopVanKracht:
            break
        dag, rest = los.volgende_dag, los.rest
    stop.hef_op(nieuw, now=op(3, 20), **_samen(wereld))
    while dag is not None:
        los = commands.laat_los(cohort, now=op(dag.month, dag.day, 15), **_samen(wereld))
        dag = los.volgende_dag
    assert (los.rest, signalen.dubbel_bezorgd(), queries.achterstand()) == (0, 0, 0)
    assert rest >= 0
    assert len({b.persoon_id for b in brieven.brieven(soort=Briefsoort.KENNISGEVING)}) == len(
        brieven.brieven(soort=Briefsoort.KENNISGEVING)
    )


def test_no_letter_of_a_cohort_is_printed_under_a_stop_of_letters(wereld: Wereld) -> None:
    """Set after the letters were made, or before: they wait, and what is no letter goes on."""
    keus = Bereik(alles=False, keus=Keus(soorten=("brief",)))
    wacht = wereld.van_soort("wacht")
    commands.laat_los(_plan(wereld, _alles())[0], now=op(3, 1), **_samen(wereld))
    nummer = stop.zet_stop(keus, "Fout in de brief.", door=wereld.duo["leider"], now=op(3, 1, 12))
    kennisgeving.druk_af(now=op(3, 1, 15), door=wereld.duo["medewerker"])
    eigen = brieven.brieven(persoon_ids=wacht, soort=Briefsoort.KENNISGEVING)
    assert {b.stand for b in eigen} == {Stand.KLAAR}
    signaal, brief = (stops.vrijgaven([v.vrijgave_id])[0] for v in (signalen.van_personen(wacht)[0], eigen[0]))
    assert (signaal.id in stops.levend([signaal.id]), brief.id in stops.levend([brief.id])) == (True, False)
    assert (signaal.wetten, brief.wetten) == (("Wi2021",), ("Wi2021",))
    assert signaal.categorieen == brief.categorieen == tuple(sorted((ASIEL, GEZIN)))
    stop.hef_op(nummer, vrijgaven=[brief.id], now=op(3, 2), **_samen(wereld))
    kennisgeving.druk_af(now=op(3, 2, 15), door=wereld.duo["medewerker"])
    assert {b.stand for b in brieven.brieven(persoon_ids=wacht, soort=Briefsoort.KENNISGEVING)} == {Stand.GEDRUKT}


def test_a_signaal_that_was_given_back_is_held_by_a_stop_of_the_days_on_which_it_was_made(wereld: Wereld) -> None:
    commands.laat_los(_plan(wereld, _alles())[0], now=op(3, 1), **_samen(wereld))
    terug = [s for s in signalen.van_personen(_iedereen(wereld)) if s.vrijgave_id not in wereld.vrijgaven]
    januari = [s for s in terug if s.aangemaakt_op < op(2, 1)]
    assert januari
    assert stops.levend({s.vrijgave_id for s in januari}) != set()
    keus = Keus(vanaf=date(2022, 1, 1), tot=date(2022, 1, 31))
    stop.zet_stop(Bereik(alles=False, keus=keus), "Januari.", door=wereld.duo["leider"], now=op(3, 2))
    assert stops.levend({s.vrijgave_id for s in januari}) == set()


def test_who_was_too_late_before_it_went_is_counted(wereld: Wereld) -> None:
    (cohort,) = _plan(wereld, CohortVoorstel("laat", date(2022, 6, 1), (ASIEL, GEZIN)))
    commands.laat_los(cohort, now=op(6, 1), **_samen(wereld))
    voortgang = queries.voortgang(wereld.incident, op(6, 1))
    assert voortgang.termijn_overschreden > 0
    assert voortgang.reeks[-1][1] == 0
    assert voortgang.cohorten[0].personen == voortgang.cohorten[0].losgelaten


def test_the_letter_of_the_old_law_has_its_own_cohort_and_no_signaal(wereld: Wereld) -> None:
    oud = CohortVoorstel("Wi2013", date(2022, 5, 23), (ASIEL, GEZIN), wet="Wi2013")
    (cohort,) = _plan(wereld, oud)
    aantal = len(signalen.van_personen(_iedereen(wereld)))
    commands.laat_los(cohort, now=op(5, 23), **_samen(wereld))
    assert len(signalen.van_personen(_iedereen(wereld))) == aantal
    assert {b.wet for b in brieven.brieven(soort=Briefsoort.KENNISGEVING) if b.dagtekening.month == 5} <= {"Wi2013"}
    assert queries.plan(wereld.incident).versie == 1
    assert hersteld.incident(wereld.incident).regelversie_nieuw == GOED
