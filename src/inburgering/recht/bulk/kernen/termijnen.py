"""The terms of one duty (`recht.termijnen`): which text, from when, interruptions added, the Termijnenwet applied."""

from typing import Any

from inburgering.recht.bulk.kernen.afgeleid import ingeschreven_vanaf, vak
from inburgering.recht.bulk.kernen.dagen import EINDE
from inburgering.recht.bulk.kernen.gegeven import (
    GROND_A,
    VRIJ_BEGIN,
    VRIJ_EINDE,
    examen_dag,
    inburgering_dag,
    pip_dag,
    pvt_begin,
    pvt_dag,
    vanaf,
)
from inburgering.recht.bulk.kernen.plaatsen import (
    A_KENNISGEVING,
    K_CODE,
    K_VANAF,
    N_INSCHRIJVING,
    P_HUIS,
    P_PIP,
    R_GATEN,
    R_GATEN_TOT,
    R_VANAF,
    U_EXAMEN,
    U_INBURGERING,
    U_PIP,
    U_PVT,
    U_WAARSCHUWING,
    U_WET,
    W_BREED,
    W_GROND,
    W_PIP_VOOR_ONTSTAAN,
)  # fmt: skip

Rij = Any


def met_onderbreking(R: Rij, G: Rij, laatste: int, begin: int) -> int:
    """The last day of a term that began on `begin`, with the interruptions in it added; -1 when it is not running."""
    if laatste >= EINDE - 1 or begin >= EINDE:
        return -1
    dag = laatste
    for i in range(R[R_GATEN], R[R_GATEN_TOT]):
        if begin <= G[2 * i] <= dag:
            dag += G[2 * i + 1] - G[2 * i]
    return dag


def verschuif(VRIJ: Rij, dag: int) -> int:
    """The last day of a term: never a weekend or holiday; -9 for a day outside the table (Atw art. 1 lid 1)."""
    if dag < VRIJ_BEGIN or dag >= VRIJ_EINDE:
        return -9
    return int(VRIJ[dag - VRIJ_BEGIN])


def termijnen(P: Rij, A: Rij, W: Rij, g: int, R: Rij, G: Rij, TAB: Rij, VRIJ: Rij, peildatum: int, U: Rij) -> None:
    """Every term of the act of this duty, in `U`."""
    grond = W[g * W_BREED + W_GROND] if g >= 0 else GROND_A
    dag, huis = R[R_VANAF], P[P_HUIS]
    h0 = h1 = EINDE
    for i in range(P[N_INSCHRIJVING]):
        p = vak(N_INSCHRIJVING, i)
        if huis >= 0 and P[p + K_CODE] == huis and P[p + K_VANAF] < h0:
            h0, h1 = P[p + K_VANAF], P[p + K_VANAF + 1]
    ins = EINDE
    if P[N_INSCHRIJVING] > 0:
        ins = ingeschreven_vanaf(P, dag, vanaf(G, 160))
    k0, k1 = A[A_KENNISGEVING], A[A_KENNISGEVING + 1]
    p0, p1 = P[P_PIP], P[P_PIP + 1]
    if U[U_WET] == 1:
        laatste = pip_dag(min(k0, peildatum), TAB, grond, k0, k1, ins, ins, h0, h1, dag, p0, p1)
        if laatste < EINDE:
            U[U_PIP] = verschuif(VRIJ, laatste)
            if U[U_PIP] < dag:
                U[U_WAARSCHUWING] |= W_PIP_VOOR_ONTSTAAN
        inb = inburgering_dag(TAB, grond, k0, k1, ins, ins, h0, h1, dag, p0, p1)
        U[U_INBURGERING] = met_onderbreking(R, G, inb, p0)
    else:
        U[U_EXAMEN] = met_onderbreking(R, G, examen_dag(TAB, grond, k0, k1, ins, ins, h0, h1, dag, p0, p1), dag)
        begin = pvt_begin(TAB, grond, k0, k1, ins, ins, h0, h1, dag, p0, p1)
        U[U_PVT] = met_onderbreking(R, G, pvt_dag(TAB, grond, k0, k1, ins, ins, h0, h1, dag, p0, p1), begin)
