"""The fast engine for a register: a batch of persons in, a batch of outcomes out, the same as `recht.scalar` gives."""

from inburgering.recht.bulk.uitvoer import (
    UITKOMST,
    WAARSCHUWINGEN,
    Telling,
    patronen,
    stel_vast,
    stel_vast_en_tel,
    voorwaarden,
)
from inburgering.recht.bulk.verschil import Verschillen, vergelijk

__all__ = [
    "UITKOMST", "WAARSCHUWINGEN", "Telling", "Verschillen", "patronen", "stel_vast", "stel_vast_en_tel", "vergelijk",
    "voorwaarden",
]  # fmt: skip
