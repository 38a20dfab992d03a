"""What a run came to: how many outcomes stay open, and which missing facts would decide most of them."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

_PLAATS: Final = r"\[[0-9]+\]"
_TOON_MAX: Final = 5


@dataclass(slots=True)
class Runverslag:
    """Counts while the outcomes go by.

    `personen` counts of how many persons a fact is among the missing ones; `alleen` of how many nothing else is: they
    are decided as soon as that fact is known. The places in a list are one: `verblijf[].bekendmaking`.
    """

    personen: int = 0
    oordelen: Counter[str] = field(default_factory=Counter)
    open: int = 0
    per_feit: Counter[str] = field(default_factory=Counter)
    alleen: Counter[str] = field(default_factory=Counter)
    samen: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def tel(self, oordeel: Any, ontbrekend: Any) -> None:
        """Count one portion of Arrow columns: the oordelen, and per person the paths of the facts that would decide."""
        import pyarrow.compute as pc

        self.personen += len(oordeel)
        for rij in pc.value_counts(oordeel).to_pylist():
            self.oordelen[rij["values"]] += rij["counts"]
        open_ = ontbrekend.filter(pc.greater(pc.list_value_length(ontbrekend), 0))
        self.open += len(open_)
        for paden, aantal in _groepen(open_).items():
            self.tel_open(paden, aantal)

    def tel_open(self, paden: tuple[str, ...], aantal: int) -> None:
        """Count persons who miss these kinds of facts and no others."""
        self.per_feit.update(dict.fromkeys(paden, aantal))
        self.samen[paden] += aantal
        if len(paden) == 1:
            self.alleen[paden[0]] += aantal

    def tel_groep(self, oordeel: str, paden: tuple[str, ...], aantal: int) -> None:
        """Count persons with the same oordeel who miss the same kinds of facts."""
        self.personen += aantal
        self.oordelen[oordeel] += aantal
        if paden:
            self.open += aantal
            self.tel_open(paden, aantal)

    def tel_een(self, oordeel: str, ontbrekend: Sequence[str]) -> None:
        """Count one person."""
        self.tel_groep(oordeel, tuple(sorted({re.sub(_PLAATS, "[]", pad) for pad in ontbrekend})), 1)

    def as_json(self) -> dict[str, Any]:
        """The report as one document."""
        feiten = [
            {"feit": pad, "personen": self.per_feit[pad], "beslistAlleen": self.alleen[pad]} for pad in self._volgorde()
        ]
        samen = [
            {"feiten": list(paden), "personen": aantal} for paden, aantal in self.samen.most_common() if len(paden) > 1
        ]
        return {
            "personen": self.personen,
            "oordelen": dict(sorted(self.oordelen.items())),
            "open": self.open,
            "beslistAlsEenFeitBekendIs": self.alleen.total(),
            "feiten": feiten,
            "samen": samen[:20],
        }

    def zinnen(self) -> list[str]:
        """The report in a few lines of text."""
        telling = ", ".join(f"{oordeel} {aantal}" for oordeel, aantal in sorted(self.oordelen.items()))
        uit = [f"Uitkomsten: {telling or 'geen'}."]
        if not self.open:
            return uit
        deel = 100 * self.open / self.personen
        uit.append(f"Van {self.open} personen ({deel:.1f} %) staat de uitkomst nog niet vast. Wat daarvoor ontbreekt:")
        uit += [
            f"  {pad}: ontbreekt bij {self.per_feit[pad]}; met alleen dit feit zijn er {self.alleen[pad]} beslist."
            for pad in self._volgorde()[:_TOON_MAX]
        ]
        if len(self.per_feit) > _TOON_MAX:
            uit.append(f"  en nog {len(self.per_feit) - _TOON_MAX} feiten; met --verslag BESTAND staan ze er allemaal.")
        return uit

    def _volgorde(self) -> list[str]:
        return sorted(self.per_feit, key=lambda pad: (-self.alleen[pad], -self.per_feit[pad], pad))


def _groepen(ontbrekend: Any) -> Mapping[tuple[str, ...], int]:
    """How many persons miss the same kinds of facts; each kind is a bit, so that a person is one number."""
    import numpy as np
    import pyarrow.compute as pc

    if not len(ontbrekend):
        return {}
    rij = pc.list_parent_indices(ontbrekend).to_numpy()
    pad = pc.list_flatten(ontbrekend).dictionary_encode()
    soorten = [re.sub(_PLAATS, "[]", tekst) for tekst in pad.dictionary.to_pylist()]
    namen = sorted(set(soorten))
    soort = np.array([namen.index(naam) for naam in soorten])[pad.indices.to_numpy()]
    zet = np.zeros((len(ontbrekend), len(namen)), bool)
    zet[rij, soort] = True
    maskers, aantallen = np.unique(np.packbits(zet, axis=1), axis=0, return_counts=True)
    bits = np.unpackbits(maskers, axis=1, count=len(namen)).astype(bool)
    paren = zip(bits, aantallen.tolist(), strict=True)
    return {tuple(naam for naam, er in zip(namen, wie, strict=True) if er): aantal for wie, aantal in paren}
