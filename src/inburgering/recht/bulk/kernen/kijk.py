"""The picture of one person: which days each act would make plichtig, surely and possibly (`recht.beeld`)."""

from typing import Any

from inburgering.recht.bulk.kernen.afgeleid import (
    eerste_kennisgeving,
    grenzen_feiten,
    lees_verblijf,
    lijnen_feiten,
    lijnen_nationaliteit,
    turks_bij,
    verkregen,
    vertrokken,
)  # fmt: skip
from inburgering.recht.bulk.kernen.dagen import BEGIN, EINDE
from inburgering.recht.bulk.kernen.gegeven import (
    KAN,
    datum_leerplicht,
    grenzen_persoon,
    grenzen_verblijf,
    kenmerken_verblijf,
    lijnen_persoon,
    lijnen_verblijf,
    vanaf,
)  # fmt: skip
from inburgering.recht.bulk.kernen.lijnen import bij, orden, tussen
from inburgering.recht.bulk.kernen.plaatsen import (
    A_AANWEZIG,
    A_LEERPLICHT,
    A_PLICHT_NIEUW,
    A_PLICHT_OUD,
    A_VERBLIJVEN,
    A_VOORT_NIEUW,
    A_VOORT_OUD,
    A_WEG,
    G_DAGEN,
    GRENZEN_MAX,
    N_INSCHRIJVING,
    N_VERBLIJF,
    P_GEBOREN,
    P_LEERPLICHT,
    P_PER_VERBLIJF,
    W_AANVANG,
    W_BEKEND,
    W_BREED,
    W_EINDE,
    W_GROND,
    W_INGANG,
    W_PLICHT_NIEUW,
    W_PLICHT_OUD,
    W_VERKREGEN,
    W_VOORT_NIEUW,
    W_VOORT_OUD,
    W_VOORT_OUD_MISSCHIEN,
)  # fmt: skip

Rij = Any


def onbekend_verblijf(W: Rij) -> None:
    """One verblijf of which nothing is known, for who has no list of them."""
    for k in range(W_BREED):
        W[0 * W_BREED + k] = -1
    W[0 * W_BREED + W_AANVANG], W[0 * W_BREED + W_AANVANG + 1] = BEGIN, EINDE - 1
    W[0 * W_BREED + W_VERKREGEN], W[0 * W_BREED + W_VERKREGEN + 1] = BEGIN, EINDE - 1
    W[0 * W_BREED + W_EINDE], W[0 * W_BREED + W_EINDE + 1] = BEGIN, EINDE


def verblijven(P: Rij, W: Rij, V: Rij, ruim: bool) -> int:
    """The number of verblijven read into `W`; wide: acquired on their own day or on that of any earlier one."""
    n = P[N_VERBLIJF]
    if n < 0:
        if not ruim:
            return 0
        onbekend_verblijf(W)
        return 1
    for i in range(n):
        lees_verblijf(P, W, i)
    if not ruim:
        verkregen(W, n, V)
        return int(n)
    eerste = EINDE
    for i in range(n):
        eerste = min(eerste, W[i * W_BREED + W_AANVANG])
    for i in range(n):
        W[i * W_BREED + W_VERKREGEN] = eerste
    return int(n)


def kan(P: Rij, grond: int) -> bool:
    """Whether a verblijf on this ground can make plichtig or fall under article 3, whatever the rest is."""
    return grond < 0 or not P[P_PER_VERBLIJF] or (KAN >> grond) & 1 != 0


def voortzetting_begin(W: Rij, i: int) -> int:
    """The first day on which a verblijf can continue a duty."""
    if W[i * W_BREED + W_INGANG] >= 0:
        return int(W[i * W_BREED + W_INGANG])
    return int(W[i * W_BREED + W_BEKEND]) if W[i * W_BREED + W_BEKEND] >= 0 else int(W[i * W_BREED + W_EINDE])


def grenzen(P: Rij, A: Rij, W: Rij, B: Rij, G: Rij, NAT: Rij, TAB: Rij, n: int, weg: int) -> int:
    """The number of days on which something changes, put in `B` in order."""
    C = vanaf(G, G_DAGEN)
    k = grenzen_persoon(P, A, TAB, C, 0)
    k = grenzen_feiten(P, NAT, C, k)
    for i in range(2 * weg):
        k = bij(C, k, G[i])
    for i in range(n):
        if kan(P, W[i * W_BREED + W_GROND]):
            k = grenzen_verblijf(P, A, W, i, TAB, C, k)
        if W[i * W_BREED + W_VOORT_OUD_MISSCHIEN] != 0 or W[i * W_BREED + W_VOORT_NIEUW] != 0:
            k = bij(C, k, voortzetting_begin(W, i))
            k = bij(C, k, W[i * W_BREED + W_EINDE])
            if W[i * W_BREED + W_EINDE + 1] != W[i * W_BREED + W_EINDE]:
                k = bij(C, k, W[i * W_BREED + W_EINDE + 1])
    return int(orden(C, k, B))


def kijk(
    P: Rij, F: Rij, A: Rij, W: Rij, B: Rij, G: Rij, V: Rij, NAT: Rij, DIP: Rij, TAB: Rij, ruim: bool, blijft: bool
) -> int:
    """The number of stretches of days, with every timeline filled in; more than GRENZEN_MAX is too many.

    `ruim` reads the verblijven as wide as they can be; `blijft` takes the person for present on every day.
    """
    m = kijk_dagen(P, A, W, B, G, V, NAT, TAB, ruim, blijft)
    if m <= GRENZEN_MAX:
        kijk_lijnen(P, F, A, W, B, G, NAT, DIP, TAB, m)
    return m


def kijk_dagen(P: Rij, A: Rij, W: Rij, B: Rij, G: Rij, V: Rij, NAT: Rij, TAB: Rij, ruim: bool, blijft: bool) -> int:
    """The number of days on which something changes, in `B`; the verblijven in `W`, the absences in `G`."""
    n = verblijven(P, W, V, ruim)
    A[A_LEERPLICHT], A[A_LEERPLICHT + 1] = P[P_LEERPLICHT], P[P_LEERPLICHT + 1]
    if P[P_LEERPLICHT] < 0:
        A[A_LEERPLICHT], A[A_LEERPLICHT + 1] = BEGIN, datum_leerplicht(TAB, P[P_GEBOREN + 1])
    eerste_kennisgeving(P, A)
    for i in range(n):
        kenmerken_verblijf(P, A, W, i, TAB)
    weg = 0
    if P[P_PER_VERBLIJF] and not blijft and P[N_INSCHRIJVING] > 0:
        weg = vertrokken(P, W, n, G)
    A[A_VERBLIJVEN], A[A_WEG] = n, weg
    return grenzen(P, A, W, B, G, NAT, TAB, n, weg)


def kijk_lijnen(P: Rij, F: Rij, A: Rij, W: Rij, B: Rij, G: Rij, NAT: Rij, DIP: Rij, TAB: Rij, m: int) -> None:
    """Every timeline over the days in `B`."""
    alles = (1 << m) - 1
    A[A_AANWEZIG] = alles
    for i in range(A[A_WEG]):
        A[A_AANWEZIG] &= ~tussen(B, m, G[2 * i], G[2 * i + 1])
    lijnen_nationaliteit(P, NAT, A, B, m, alles)
    lijnen_feiten(P, DIP, A, B, m, alles)
    kijk_plicht(P, F, A, W, B, TAB, m)


def kijk_plicht(P: Rij, F: Rij, A: Rij, W: Rij, B: Rij, TAB: Rij, m: int) -> None:
    """The timelines of the person, of each verblijf, and of the duty under each act over all of them."""
    alles, n = (1 << m) - 1, A[A_VERBLIJVEN]
    lijnen_persoon(P, F, A, TAB, B, m, alles)
    A[A_VOORT_OUD] = A[A_VOORT_NIEUW] = 0
    per_verblijf = P[P_PER_VERBLIJF] != 0
    if per_verblijf:
        for k in range(4):
            A[A_PLICHT_OUD + k] = 0
    for i in range(n):
        turks_bij(A, W, i, B, m, alles)
        if kan(P, W[i * W_BREED + W_GROND]):
            lijnen_verblijf(P, F, A, W, i, TAB, B, m, alles)
        else:
            for k in range(W_PLICHT_OUD, W_VOORT_OUD):
                W[i * W_BREED + k] = 0
        if per_verblijf and W[i * W_BREED + W_VOORT_OUD] != 0:
            A[A_VOORT_OUD] |= tussen(B, m, voortzetting_begin(W, i), W[i * W_BREED + W_EINDE])
        if per_verblijf and W[i * W_BREED + W_VOORT_NIEUW] != 0:
            A[A_VOORT_NIEUW] |= tussen(B, m, voortzetting_begin(W, i), W[i * W_BREED + W_EINDE])
        if per_verblijf:
            for k in range(2):
                A[A_PLICHT_OUD + k] |= W[i * W_BREED + W_PLICHT_OUD + k]
                A[A_PLICHT_NIEUW + k] |= W[i * W_BREED + W_PLICHT_NIEUW + k]
    if per_verblijf:
        for k in range(4):
            A[A_PLICHT_OUD + k] &= A[A_AANWEZIG]
