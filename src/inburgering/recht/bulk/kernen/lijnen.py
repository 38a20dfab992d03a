"""Timelines as bits: the sorted days on which something changes, and one bit for each stretch between them."""

from typing import Any

from inburgering.recht.bulk.kernen.dagen import BEGIN, EINDE

Rij = Any  # an array of whole numbers
# More days than most persons have, and than anybody can have; the places after the last day hold one that is later.
KORT, LANG, NA_ALLES = 16, 64, 1 << 40


def orden(C: Rij, k: int, B: Rij) -> int:
    """The number of days in `B`: the first of all, and each of the first `k` in `C` once, in order.

    A day's place is the number of days before it, so nothing is moved and nothing is guessed.
    """
    if k >= KORT:
        return orden_lang(C, k, B)
    for j in range(k, KORT):
        C[j] = NA_ALLES
    B[0] = BEGIN
    for j in range(1, KORT):
        B[j] = 0
    for i in range(k):
        dag, plek = C[i], 1
        for j in range(KORT):
            plek += 1 if C[j] < dag else 0
        B[plek] = dag
    m = 1
    for j in range(1, k + 1):
        dag = B[j]
        B[m] = dag
        m += 1 if dag != 0 else 0
    for j in range(m, LANG):
        B[j] = NA_ALLES
    return m


def orden_lang(C: Rij, k: int, B: Rij) -> int:
    """As `orden`, one day after the other."""
    B[0] = BEGIN
    for j in range(1, LANG):
        B[j] = NA_ALLES
    m = 1
    for j in range(k):
        m = voeg(B, m, C[j])
    return m


def bij(C: Rij, k: int, dag: int) -> int:
    """The number of days in `C` after adding one on which something can change."""
    C[k] = dag
    return k + 1 if BEGIN < dag < EINDE else k


def eerder(B: Rij, m: int, dag: int) -> int:
    """The number of days in `B` before `dag`; the first few are compared at once, without a branch."""
    i = 0
    for j in range(KORT):
        i += 1 if B[j] < dag else 0
    if i == KORT:
        for j in range(KORT, LANG):
            i += 1 if B[j] < dag else 0
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


def voor_zeker(B: Rij, dag: int) -> int:
    """The bits of three stretches that end on or before `dag`."""
    return (1 if B[1] <= dag else 0) | (2 if B[2] <= dag else 0) | (4 if B[3] <= dag else 0)


def voor_mogelijk(B: Rij, dag: int) -> int:
    """The bits of three stretches that begin before `dag`."""
    return (1 if B[0] < dag else 0) | (2 if B[1] < dag else 0) | (4 if B[2] < dag else 0)
