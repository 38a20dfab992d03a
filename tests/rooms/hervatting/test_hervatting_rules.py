"""A cohort waits for its day and for every condition; a plan that cannot work is refused."""

from datetime import date

import pytest

from inburgering.herstel.terms import Maatregel
from inburgering.hervatting import rules
from inburgering.hervatting.errors import NogNietZover, PlanOngeldig, VoorwaardeOpen
from inburgering.hervatting.terms import CohortVoorstel, Punt, Voorwaarde, Weg

DAG = date(2022, 3, 1)


@pytest.mark.parametrize("open_", list(Voorwaarde))
def test_one_open_condition_holds_the_cohort(open_: Voorwaarde) -> None:
    vervuld = [v for v in Voorwaarde if v is not open_]
    with pytest.raises(VoorwaardeOpen, match=open_):
        rules.eis_klaar(list(Voorwaarde), vervuld, op=DAG, vandaag=DAG)
    rules.eis_klaar(vervuld, vervuld, op=DAG, vandaag=DAG)


def test_a_cohort_does_not_go_before_its_day() -> None:
    with pytest.raises(NogNietZover):
        rules.eis_klaar([], [], op=DAG, vandaag=date(2022, 2, 28))


@pytest.mark.parametrize(
    "cohorten",
    [
        [],
        [CohortVoorstel("a", DAG)],
        [CohortVoorstel("a", DAG, categorieen=("x",)), CohortVoorstel("a", DAG, categorieen=("y",))],
        [CohortVoorstel("a", DAG, persoon_ids=(1,)), CohortVoorstel("b", DAG, persoon_ids=(1,))],
        [CohortVoorstel("a", DAG, categorieen=("x",), per_dag=0)],
    ],
)
def test_a_plan_that_cannot_be_carried_out_is_refused(cohorten: list[CohortVoorstel]) -> None:
    with pytest.raises(PlanOngeldig):
        rules.eis_plan(cohorten)


def test_who_was_wrongly_told_does_not_go_on() -> None:
    assert [rules.weg(m) for m in Maatregel] == [None, None, Weg.HERSTELD, Weg.OMGELEID, None]
    assert rules.weg(None) is Weg.NIEUW


def test_the_week_in_which_the_waiting_ends() -> None:
    punten = rules.verwacht(100, instroom=0, capaciteit=60, vanaf=DAG, weken=3)
    assert rules.weg_in_week(punten) == date(2022, 3, 15)
    assert rules.weg_in_week([Punt(DAG, 1, 1, 1)]) is None
