"""Rows of the registerbeeld as facts, so that the engine for one person can read and explain them."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import pyarrow as pa

from inburgering.recht.bulk import terug
from inburgering.recht.feiten import Feiten, lees
from inburgering.recht.wetten import Wetboek

_BRONLIJSTEN: Final = frozenset({"verblijf", "nationaliteiten"})  # empty is known: none


def naar_contract(beeld: pa.RecordBatch, rijen: Sequence[int], boek: Wetboek) -> Iterator[dict[str, Any]]:
    """The facts of these rows in the shape of the contract, one person after the other."""
    for rij in beeld.take(pa.array(rijen, pa.int64())).to_pylist():
        yield _gemeld(terug.contract(rij, boek))


def _gemeld(een: dict[str, Any]) -> dict[str, Any]:
    """Without what nobody reported: a registerbeeld cannot tell an empty list from none, where both mean none."""
    uit = {naam: waarde for naam, waarde in een.items() if waarde or (naam in _BRONLIJSTEN and waarde is not None)}
    if onderwijs := {naam: waarde for naam, waarde in een.get("onderwijs", {}).items() if waarde}:
        return uit | {"onderwijs": onderwijs}
    uit.pop("onderwijs", None)
    return uit


def naar_feiten(beeld: pa.RecordBatch, rijen: Sequence[int], boek: Wetboek) -> list[Feiten]:
    """The same, as the engine for one person reads them."""
    return [lees(een) for een in naar_contract(beeld, rijen, boek)]
