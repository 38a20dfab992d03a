"""Sets of half-open periods behave as sets of days."""

from hypothesis import given, settings
from hypothesis import strategies as st

from inburgering.primitives import periods
from inburgering.primitives.periods import ALTIJD, NOOIT, Perioden

losse = st.lists(st.tuples(st.integers(1, 30), st.integers(1, 12)), max_size=5)


def verzameling(paren: list[tuple[int, int]]) -> Perioden:
    return periods.vereniging([((vanaf, vanaf + lengte),) for vanaf, lengte in paren])


def dagen(perioden: Perioden) -> set[int]:
    return {dag for dag in range(1, 50) if periods.bevat(perioden, dag)}


@settings(max_examples=200, deadline=None)
@given(losse, losse)
def test_union_intersection_and_complement_are_those_of_sets_of_days(een: list, ander: list) -> None:
    a, b = verzameling(een), verzameling(ander)
    assert dagen(periods.vereniging([a, b])) == dagen(a) | dagen(b)
    assert dagen(periods.doorsnede(a, b)) == dagen(a) & dagen(b)
    assert dagen(periods.complement(a)) == set(range(1, 50)) - dagen(a)
    assert periods.complement(periods.complement(a)) == a


def test_periods_that_touch_become_one() -> None:
    assert periods.vereniging([((1, 3),), ((3, 5),)]) == ((1, 5),)


def test_always_and_never_are_each_others_complement() -> None:
    assert periods.complement(NOOIT) == ALTIJD
    assert periods.complement(ALTIJD) == NOOIT


def test_a_period_without_days_is_nothing() -> None:
    assert periods.periode(5, 5) == NOOIT
