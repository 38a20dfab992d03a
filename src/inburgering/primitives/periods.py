"""Half-open periods on day numbers, and sets of them: `vanaf <= dag < tot`.

A day is the proleptic Gregorian ordinal of `datetime.date`, so that comparing and adding stay cheap.
A set is a sorted tuple of periods that neither overlap nor touch.
"""

from collections.abc import Iterable
from datetime import date

Periode = tuple[int, int]
Perioden = tuple[Periode, ...]

BEGIN = 1
EINDE = date.max.toordinal() + 1
ALTIJD: Perioden = ((BEGIN, EINDE),)
NOOIT: Perioden = ()


def periode(vanaf: int, tot: int) -> Perioden:
    """The set of days from `vanaf` up to `tot`; empty when there are none."""
    return ((vanaf, tot),) if vanaf < tot else NOOIT


def vereniging(delen: Iterable[Perioden]) -> Perioden:
    """The days that are in at least one of the sets."""
    alle = sorted(p for deel in delen for p in deel)
    uit: list[Periode] = []
    for vanaf, tot in alle:
        if uit and vanaf <= uit[-1][1]:
            uit[-1] = (uit[-1][0], max(uit[-1][1], tot))
        else:
            uit.append((vanaf, tot))
    return tuple(uit)


def doorsnede(een: Perioden, ander: Perioden) -> Perioden:
    """The days that are in both sets."""
    if een is ALTIJD or not ander:
        return ander
    if ander is ALTIJD or not een:
        return een
    uit: list[Periode] = []
    for vanaf, tot in een:
        for begin, einde in ander:
            if begin < tot and vanaf < einde:
                uit.append((max(vanaf, begin), min(tot, einde)))
    return tuple(uit)


def complement(perioden: Perioden) -> Perioden:
    """The days that are not in the set."""
    uit: list[Periode] = []
    begin = BEGIN
    for vanaf, tot in perioden:
        if begin < vanaf:
            uit.append((begin, vanaf))
        begin = tot
    if begin < EINDE:
        uit.append((begin, EINDE))
    return tuple(uit)


def bevat(perioden: Perioden, dag: int) -> bool:
    """Tell whether the day is in the set."""
    for vanaf, tot in perioden:  # noqa: SIM110 - asked forty times per person, and `any` makes a generator each time
        if vanaf <= dag < tot:
            return True
    return False
