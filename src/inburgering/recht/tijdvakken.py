"""From the days on which the duty holds to one duty: where it began, what interrupted it, when it ended.

Source: art. 54 lid 1 Wi2021 (which act stays in force for whom), Besluit inburgering art. 2.2 and Besluit
inburgering 2021 art. 2.1 (continuation, interruption of at most a year).
"""

from collections.abc import Callable
from dataclasses import dataclass

from inburgering.primitives.periods import Periode, Perioden, complement, doorsnede, periode

Overbrugt = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Tijdvak:
    """One unbroken duty, interruptions that do not count included."""

    vanaf: int
    tot: int
    onderbrekingen: Perioden = ()


def tijdvakken(
    plicht: Perioden, *, voortzetting: Perioden, overig: Perioden, tot_en_met: int, overbrugt: Overbrugt
) -> list[Tijdvak]:
    """The duties that began on or before `tot_en_met`, from old to new."""
    uit: list[Tijdvak] = []
    for vanaf, tot in plicht:
        if vanaf > tot_en_met:
            break
        vak = Tijdvak(vanaf, _verleng(tot, voortzetting))
        if uit and vak.vanaf <= uit[-1].tot:
            uit[-1] = Tijdvak(uit[-1].vanaf, max(uit[-1].tot, vak.tot), uit[-1].onderbrekingen)
        elif uit and _telt_niet(uit[-1].tot, vak.vanaf, overig=overig, overbrugt=overbrugt):
            gat: Periode = (uit[-1].tot, vak.vanaf)
            uit[-1] = Tijdvak(uit[-1].vanaf, vak.tot, (*uit[-1].onderbrekingen, gat))
        else:
            uit.append(vak)
    return uit


def _verleng(tot: int, voortzetting: Perioden) -> int:
    for vanaf, einde in voortzetting:
        if vanaf <= tot < einde:
            return einde
    return tot


def _telt_niet(vanaf: int, tot: int, *, overig: Perioden, overbrugt: Overbrugt) -> bool:
    """Tell whether only the stay was interrupted, and for no more than a year."""
    anders_gestopt = doorsnede(periode(vanaf, tot), complement(overig))
    return not anders_gestopt and overbrugt(vanaf, tot)
