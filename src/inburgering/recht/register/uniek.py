"""Whether a key was seen before, for more keys than fit in a set of Python: two hashes a key, in numbers.

As long as every key comes after the one before it there is nothing to look up, so the keys are only kept, and hashed
when one comes that does not. Two different keys are taken for the same with a chance of one in 10^24 for ten million
keys.
"""

from typing import Final

import numba as nb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

_BEGIN: Final = 1 << 16
_LADING: Final = 0.5
Getallen = npt.NDArray[np.uint64]
Regels = npt.NDArray[np.int64]


class Sleutels:
    """The keys that went by, each with the line on which it stood first."""

    def __init__(self) -> None:
        self._een = np.zeros(_BEGIN, np.uint64)
        self._ander = np.zeros(_BEGIN, np.uint64)
        self._regel = np.zeros(_BEGIN, np.int64)
        self._aantal = 0
        self._op_volgorde: list[tuple[pa.Array, Regels]] = []
        self._laatste = ""

    def neem_op(self, sleutels: pa.Array, regels: Regels) -> Regels:
        """Per key the line on which it stood before, or 0 when this is the first time."""
        if not self._aantal and self._stijgt(sleutels):
            self._op_volgorde.append((sleutels, regels))
            return np.zeros(len(sleutels), np.int64)
        for eerdere, hun_regels in self._op_volgorde:
            self._zet(eerdere, hun_regels)
        self._op_volgorde.clear()
        return self._zet(sleutels, regels)

    def _stijgt(self, sleutels: pa.Array) -> bool:
        """Whether each of these keys comes after the one before it, and the first after all that were kept."""
        if not len(sleutels):
            return True
        if sleutels.type != pa.string() or sleutels[0].as_py() <= self._laatste:
            return False
        _, plaatsen, inhoud = sleutels.buffers()
        begin = np.frombuffer(plaatsen, np.int32)[sleutels.offset : sleutels.offset + len(sleutels) + 1]
        if not _rijst(begin, np.frombuffer(inhoud, np.uint8)):
            return False
        self._laatste = sleutels[-1].as_py()
        return True

    def _zet(self, sleutels: pa.Array, regels: Regels) -> Regels:
        een, ander = _hash(sleutels)
        self._ruimte(len(een))
        eerder = np.zeros(len(een), np.int64)
        self._aantal += _zet(een, ander, regels, self._een, self._ander, self._regel, eerder)
        return eerder

    def _ruimte(self, erbij: int) -> None:
        nodig = len(self._een)
        while (self._aantal + erbij) > nodig * _LADING:
            nodig *= 2
        if nodig > len(self._een):
            oud = self._een, self._ander, self._regel
            self._een, self._ander = np.zeros(nodig, np.uint64), np.zeros(nodig, np.uint64)
            self._regel = np.zeros(nodig, np.int64)
            vol = oud[2] > 0
            eerder = np.zeros(int(vol.sum()), np.int64)
            _zet(oud[0][vol], oud[1][vol], oud[2][vol], self._een, self._ander, self._regel, eerder)


def _hash(sleutels: pa.Array) -> tuple[Getallen, Getallen]:
    tekst = sleutels.cast(pa.large_string())
    _, plaatsen, inhoud = tekst.buffers()
    begin = np.frombuffer(plaatsen, np.int64)[tekst.offset : tekst.offset + len(tekst) + 1]
    tekens = np.zeros(0, np.uint8) if inhoud is None else np.frombuffer(inhoud, np.uint8)
    return _reken(begin, tekens)


@nb.njit(nogil=True, cache=True)  # type: ignore[untyped-decorator,unused-ignore] # numba has no types
def _rijst(begin: npt.NDArray[np.int32], tekens: npt.NDArray[np.uint8]) -> bool:
    for i in range(1, len(begin) - 1):
        een, ander, eind = begin[i - 1], begin[i], begin[i + 1]
        while een < begin[i] and ander < eind and tekens[een] == tekens[ander]:
            een += 1
            ander += 1
        if ander == eind or (een < begin[i] and tekens[een] > tekens[ander]):
            return False
    return True


@nb.njit(nogil=True, cache=True)  # type: ignore[untyped-decorator,unused-ignore] # numba has no types
def _reken(begin: Regels, tekens: npt.NDArray[np.uint8]) -> tuple[Getallen, Getallen]:
    een = np.empty(len(begin) - 1, np.uint64)
    ander = np.empty(len(begin) - 1, np.uint64)
    for i in range(len(begin) - 1):
        a, b = np.uint64(0xCBF29CE484222325), np.uint64(0x9E3779B97F4A7C15)
        for j in range(begin[i], begin[i + 1]):
            a = (a ^ np.uint64(tekens[j])) * np.uint64(0x100000001B3)
            b = (b + np.uint64(tekens[j]) + np.uint64(1)) * np.uint64(0xFF51AFD7ED558CCD)
            b ^= b >> np.uint64(29)
        een[i], ander[i] = a ^ (a >> np.uint64(32)), b
    return een, ander


@nb.njit(nogil=True, cache=True)  # type: ignore[untyped-decorator,unused-ignore] # numba has no types
def _zet(  # noqa: PLR0917 - a kernel takes its columns one by one
    een: Getallen,
    ander: Getallen,
    regels: Regels,
    in_een: Getallen,
    in_ander: Getallen,
    in_regel: Regels,
    eerder: Regels,
) -> int:
    nieuw = 0
    laatste = np.uint64(len(in_een) - 1)
    for i in range(len(een)):
        plek = (een[i] ^ (ander[i] >> np.uint64(7))) & laatste
        while in_regel[plek] and (in_een[plek] != een[i] or in_ander[plek] != ander[i]):
            plek = (plek + np.uint64(1)) & laatste
        if in_regel[plek]:
            eerder[i] = in_regel[plek]
        else:
            in_een[plek], in_ander[plek], in_regel[plek] = een[i], ander[i], regels[i]
            nieuw += 1
    return nieuw
