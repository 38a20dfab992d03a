"""Runs the engine on changed facts, each change once and no more often than allowed, and finds from where to where.

A day on which an outcome turns is found by halving, and so is the day on which it turns again: what is said of a
stretch of days holds on both ends and on every day that was tried between them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from inburgering.primitives.datums import iso, lees_dag
from inburgering.primitives.errors import OngeldigeInvoer
from inburgering.recht import scalar, werelden
from inburgering.recht.errors import FeitOngeldig
from inburgering.recht.feiten import Feiten, eis_volgorde, lees
from inburgering.recht.redenen import zoek
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.scalar import Uitkomst

Uitslag = tuple[str, str | None]
RUNS_MAX, RUNS_MAX_ONBEKEND = 1500, 250


class Strook(NamedTuple):
    """Days on end with one outcome: the first that was found, and the last, or none when it does not turn again."""

    dag: int
    grens: int | None
    uit: Uitkomst


class Proever:
    """The outcomes of one person on changed facts."""

    def __init__(self, feiten: Feiten, regelversie: Regelversie, peildatum: date) -> None:
        self.feiten, self.regelversie, self.peildatum = feiten, regelversie, peildatum
        self.nu = scalar.stel_vast(feiten, regelversie, peildatum=peildatum)
        self.over = RUNS_MAX_ONBEKEND if feiten.onbekend else RUNS_MAX
        self.bekend: dict[str, Uitkomst | None] = {}

    def anders(self, wijziging: Mapping[str, Any]) -> Uitkomst | None:
        """The outcome of the changed facts, when it is known and another than now."""
        uit = self._reken(wijziging)
        if uit is None or uit.oordeel == "onbekend" or uitslag(uit) in {uitslag(self.nu), ("plichtig", None)}:
            return None
        return uit

    def lees(self, wijziging: Mapping[str, Any]) -> Feiten | None:
        """The changed facts; none when they contradict each other."""
        try:
            feiten = lees(werelden.vul_in(self.feiten.bron, [wijziging]))
            eis_volgorde(feiten)
        except (FeitOngeldig, OngeldigeInvoer):
            return None
        return feiten

    def dag(self, pad: str, dag: int) -> dict[str, Any]:
        """The change of one date; a decision is taken no later than it is made known (Awb art. 3:40)."""
        uit: dict[str, Any] = {pad: iso(dag)}
        if pad.endswith(".bekendmaking"):
            besluit = f"{pad.removesuffix('bekendmaking')}beschikkingsdatum"
            genomen = zoek(self.feiten.bron, besluit)
            if isinstance(genomen, str) and lees_dag(genomen).vroegst > dag:
                uit[besluit] = iso(dag)
        return uit

    def omslag(self, pad: str, nu: int, dagen: Sequence[int]) -> Strook | None:
        """The nearest days in one direction with another outcome; `dagen` run away from `nu`."""
        vorige = nu
        for nummer, dag in enumerate(dagen):
            if self.anders(self.dag(pad, dag)) is not None:
                eerste = _grensdag(vorige, dag, lambda d: self.anders(self.dag(pad, d)) is None)
                return self._strook(pad, eerste, [eerste, dag, *dagen[nummer + 1 :]])
            vorige = dag
        return None

    def stroken(self, pad: str, dagen: Sequence[int]) -> Iterator[tuple[int, Strook]]:
        """For a day that is not known: the days on end that settle the outcome, numbered; the first ends on its day."""
        reeks = [(dag, self._reken(self.dag(pad, dag))) for dag in dagen]
        groepen: list[list[tuple[int, Uitkomst | None]]] = []
        for dag, uit in reeks:
            if groepen and _zelfde(groepen[-1][-1][1], uit):
                groepen[-1].append((dag, uit))
            else:
                groepen.append([(dag, uit)])
        if len(groepen) < 2:
            return
        for nummer, groep in enumerate(groepen):
            eerste, laatste = groep[0][0], groep[-1][0]
            uit = self.anders(self.dag(pad, eerste))
            if uit is None:
                continue
            if nummer == 0:
                yield nummer, Strook(laatste, None, uit)
            else:
                yield nummer, Strook(eerste, None if nummer == len(groepen) - 1 else laatste, uit)

    def _strook(self, pad: str, eerste: int, dagen: Sequence[int]) -> Strook | None:
        """From the first day on as far as the outcome stays; open when it stays, or when no later day can be."""
        uit = self._reken(self.dag(pad, eerste))
        if uit is None:
            return None
        vorige = eerste
        for dag in dagen:
            wijziging = self.dag(pad, dag)
            ander = self._reken(wijziging)
            if ander is None and self.lees(wijziging) is None:
                return Strook(eerste, None, uit)
            if not _zelfde(uit, ander):
                return Strook(eerste, _grensdag(dag, vorige, lambda d: not self._is(pad, d, uit)), uit)
            vorige = dag
        return Strook(eerste, None, uit)

    def _is(self, pad: str, dag: int, uit: Uitkomst) -> bool:
        return _zelfde(uit, self._reken(self.dag(pad, dag)))

    def _reken(self, wijziging: Mapping[str, Any]) -> Uitkomst | None:
        sleutel = repr(sorted(wijziging.items(), key=lambda paar: paar[0]))
        if sleutel not in self.bekend:
            feiten = self.lees(wijziging) if self.over > 0 else None
            self.over -= feiten is not None
            uit = None if feiten is None else scalar.stel_vast(feiten, self.regelversie, peildatum=self.peildatum)
            self.bekend[sleutel] = uit
        return self.bekend[sleutel]


def uitslag(uit: Uitkomst) -> Uitslag:
    """What must differ before it is worth telling."""
    return uit.oordeel, uit.wet


def _zelfde(een: Uitkomst | None, ander: Uitkomst | None) -> bool:
    if een is None or ander is None:
        return een is ander
    return uitslag(een) == uitslag(ander)


def _grensdag(voor: int, na: int, nog_voor: Callable[[int], bool]) -> int:
    """The day nearest to `voor` that is no longer like it, between a day that is and a day that is not."""
    while abs(na - voor) > 1:
        midden = (voor + na) // 2
        if nog_voor(midden):
            voor = midden
        else:
            na = midden
    return na
