"""Timelines as bits: the sorted days on which something changes, and one bit for each stretch between them."""

from typing import Any

from inburgering.recht.bulk.kernen.dagen import BEGIN, EINDE

Rij = Any  # an array of whole numbers
KORT, NA_ALLES = 16, 1 << 40  # more days than most persons have; the places after the last day hold one that is later


def leeg(B: Rij) -> int:
    """1, the number of days in `B` after taking all out but the first of all."""
    B[0] = BEGIN
    for j in range(1, KORT):
        B[j] = NA_ALLES
    return 1


def eerder(B: Rij, m: int, dag: int) -> int:
    """The number of days in `B` before `dag`; the first few are compared at once, without a branch."""
    i = 0
    for j in range(KORT):
        i += 1 if B[j] < dag else 0
    if i == KORT:
        while i < m and B[i] < dag:
            i += 1
    return i


def voeg(B: Rij, m: int, dag: int) -> int:
    """The number of days in `B` after putting one in its place; a day that is there is not put in again."""
    if dag <= BEGIN or dag >= EINDE or m >= 120:
        return m
    i = eerder(B, m, dag)
    if i < m and B[i] == dag:
        return m
    for j in range(m, i, -1):
        B[j] = B[j - 1]
    B[i] = dag
    return m + 1


def voor(B: Rij, m: int, dag: int) -> int:
    """The bits of the days before `dag`."""
    return (1 << eerder(B, m, dag)) - 1


def stuk(B: Rij, m: int, dag: int) -> int:
    """The number of the stretch that a day lies in."""
    return max(eerder(B, m, dag + 1), 1) - 1


def tussen(B: Rij, m: int, vanaf: int, tot: int) -> int:
    """The bits of the days from `vanaf` up to `tot`."""
    return voor(B, m, tot) & ~voor(B, m, vanaf)


def tot_waar(B: Rij, m: int, lijn: int, i: int) -> int:
    """The number of the first stretch from `i` on that is not in the timeline."""
    while i < m and (lijn >> i) & 1:
        i += 1
    return i
