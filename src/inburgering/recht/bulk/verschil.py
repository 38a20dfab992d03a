"""Two regelversies over a whole register: who changed, from what to what, and which conditions flipped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from inburgering.recht.bulk import uitvoer
from inburgering.recht.bulk.program import Program, program
from inburgering.recht.regelversies import Regelversie

KORT = ("oordeel", "wet", "ingangsdatum")


@dataclass(frozen=True, slots=True)
class Verschillen:
    """The changed persons: their rows, both outcomes, and for each the number of its group of flipped conditions."""

    gelezen: int
    rijen: Any
    oud: Any
    nieuw: Any
    groep: Any
    groepen: Sequence[tuple[str, ...]]


def vergelijk(
    beeld: Any, oud: Regelversie, nieuw: Regelversie, *, peildatum: date, draden: int | None = None
) -> Verschillen:
    """The persons of a batch whose oordeel, wet or ingangsdatum differs between two regelversies.

    A group is the set of named conditions (regeling.uitkomst) whose answer on the deciding day differs.
    """
    eerst = uitvoer.stel_vast(beeld, oud, peildatum=peildatum, draden=draden)
    daarna = uitvoer.stel_vast(beeld, nieuw, peildatum=peildatum, draden=draden)
    anders = np.zeros(beeld.num_rows, bool)
    for naam in KORT:
        anders |= _getallen(eerst.column(naam)) != _getallen(daarna.column(naam))
    rijen = np.flatnonzero(anders)
    geraakt = beeld.take(rijen)
    groep, groepen = _groepen(geraakt, program(oud), program(nieuw), peildatum)
    return Verschillen(beeld.num_rows, rijen, eerst.take(rijen), daarna.take(rijen), groep, groepen)


def _getallen(kolom: Any) -> Any:
    if hasattr(kolom, "indices"):
        kolom = kolom.indices
    return kolom.cast("int32").fill_null(-999_999).to_numpy(zero_copy_only=False)


def _groepen(beeld: Any, oud: Program, nieuw: Program, peildatum: date) -> tuple[Any, list[tuple[str, ...]]]:
    links, rechts = (uitvoer.patronen(beeld, klaar.regelversie, peildatum=peildatum) for klaar in (oud, nieuw))
    namen = sorted(set(oud.voorwaarden) | set(nieuw.voorwaarden))
    flip = np.zeros(beeld.num_rows, np.int64)
    for plek, vraag in enumerate(namen):
        een, ander = (_bits(p, k, vraag) for p, k in ((links, oud), (rechts, nieuw)))
        flip |= (een != ander).astype(np.int64) << plek
    maskers, groep = np.unique(flip, return_inverse=True)
    teksten = [tuple(".".join(n) for i, n in enumerate(namen) if int(masker) >> i & 1) for masker in maskers]
    return groep, teksten


def _bits(patroon: Any, klaar: Program, vraag: tuple[str, str]) -> Any:
    """Per person 0 nee, 1 ja, 2 onbekend; nee when the regelversie does not ask this."""
    if vraag not in klaar.voorwaarden:
        return np.zeros(patroon.shape[1], np.int64)
    plek = klaar.voorwaarden.index(vraag)
    return (patroon[0] >> plek & 1) + 2 * (patroon[1] >> plek & 1)
