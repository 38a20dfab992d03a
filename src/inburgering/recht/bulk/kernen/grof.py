"""A look at one person without timelines: whether any verblijf could make plichtig, on the widest reading of each fact.

Time is three stretches for each verblijf: before it, during it and after it, up to the peildatum. What a person has at
any time may hold on every day. So a nee here is a nee of the whole engine, and most of a register stops here.
"""

from typing import Any

from inburgering.recht.bulk.kernen.afgeleid import eerste_kennisgeving, lees_verblijf, vak
from inburgering.recht.bulk.kernen.dagen import BEGIN, EINDE
from inburgering.recht.bulk.kernen.gegeven import datum_leerplicht, grof_verblijf
from inburgering.recht.bulk.kernen.kijk import kan
from inburgering.recht.bulk.kernen.plaatsen import (
    A_BEDIENAAR,
    A_DIPLOMA,
    A_EU,
    A_LEERPLICHT,
    A_LTR,
    A_NEDERLANDER,
    A_RICHTLIJN,
    A_STUDIE,
    A_TURKS,
    A_VERVOLG,
    K_CODE,
    K_TOT,
    K_VANAF,
    N_BEDIENAAR,
    N_DIPLOMA,
    N_NATIONALITEIT,
    N_OPLEIDING,
    N_RICHTLIJN,
    N_VERBLIJF,
    NATIES,
    P_GEBOREN,
    P_INGEBURGERD,
    P_LEERPLICHT,
    P_LTR,
    P_PER_VERBLIJF,
    P_VERBLIJF,
    V_BREED,
    V_GROND,
    W_AANVANG,
    W_BREED,
    W_EINDE,
    W_TURKS,
    W_VERKREGEN,
)  # fmt: skip

Rij = Any
HEEL = 7  # the bits of the three stretches


def mogelijk(P: Rij, F: Rij, A: Rij, W: Rij, B: Rij, NAT: Rij, TAB: Rij, peildatum: int) -> bool:
    """Whether a duty on or before the peildatum cannot be excluded at a glance; the first kennisgeving in `A`."""
    eerste_kennisgeving(P, A)
    n = P[N_VERBLIJF]
    if n < 0 or not P[P_PER_VERBLIJF]:
        return True
    kunnen = 0
    for i in range(n):
        kunnen |= 1 if kan(P, P[P_VERBLIJF + i * V_BREED + V_GROND]) else 0
    if not kunnen:
        return False
    eerste, deels = EINDE, False
    for i in range(n):
        lees_verblijf(P, W, i)
        eerste = min(eerste, W[i * W_BREED + W_AANVANG])
        deels = deels or W[i * W_BREED + W_AANVANG] != W[i * W_BREED + W_AANVANG + 1]
    grove_lijnen(P, A, NAT, TAB)
    for i in range(n):
        if not kan(P, P[P_VERBLIJF + i * V_BREED + V_GROND]):
            continue
        W[i * W_BREED + W_VERKREGEN] = eerste
        W[i * W_BREED + W_VERKREGEN + 1] = EINDE - 1 if deels else W[i * W_BREED + W_AANVANG + 1]
        W[i * W_BREED + W_TURKS], W[i * W_BREED + W_TURKS + 1] = A[A_TURKS], A[A_TURKS + 1]
        B[0], B[3] = BEGIN, peildatum + 1
        B[1] = min(W[i * W_BREED + W_AANVANG], B[3])
        B[2] = min(max(W[i * W_BREED + W_EINDE + 1], B[1]), B[3])
        echt = (1 if B[0] < B[1] else 0) | (2 if B[1] < B[2] else 0) | (4 if B[2] < B[3] else 0)
        if grof_verblijf(P, F, A, W, i, TAB, B, HEEL) & echt:
            return True
    return False


def grove_lijnen(P: Rij, A: Rij, NAT: Rij, TAB: Rij) -> None:
    """Per timeline of the person whether it surely holds on every day, and whether it possibly holds on any."""
    A[A_LEERPLICHT], A[A_LEERPLICHT + 1] = P[P_LEERPLICHT], P[P_LEERPLICHT + 1]
    if P[P_LEERPLICHT] < 0:
        A[A_LEERPLICHT], A[A_LEERPLICHT + 1] = BEGIN, datum_leerplicht(TAB, P[P_GEBOREN + 1])
    n = P[N_NATIONALITEIT]
    for k in range(3):
        plek = A_NEDERLANDER if k == 0 else A_EU if k == 1 else A_TURKS
        A[plek], A[plek + 1] = 0, (HEEL if n < 0 else 0)
        for i in range(n):
            p = vak(N_NATIONALITEIT, i)
            is_het = NAT[k * NATIES + max(P[p + K_CODE], 0)]
            altijd = P[p + K_VANAF + 1] <= BEGIN and P[p + K_TOT] >= EINDE
            A[plek] |= HEEL if is_het == 1 and altijd else 0
            A[plek + 1] |= HEEL if is_het != 0 else 0
    for plek in (A_RICHTLIJN, A_VERVOLG, A_STUDIE, A_DIPLOMA, A_BEDIENAAR):
        A[plek] = 0
    A[A_RICHTLIJN + 1] = HEEL if P[N_RICHTLIJN] > 0 else 0
    A[A_VERVOLG + 1] = A[A_STUDIE + 1] = HEEL if P[N_OPLEIDING] > 0 else 0
    A[A_DIPLOMA + 1] = HEEL if P[N_DIPLOMA] > 0 or P[P_INGEBURGERD] >= 0 else 0
    A[A_BEDIENAAR + 1] = HEEL if P[N_BEDIENAAR] > 0 else 0
    A[A_LTR] = HEEL if P[P_LTR] == 1 else 0
    A[A_LTR + 1] = HEEL if P[P_LTR] != 0 else 0
