"""School duty, the innermost of what can be missing: all its ends at once, or one after the other over the same days.

What follows from it lies in a few timelines, so the rest of the picture of a person is made once.
"""

from typing import Any

from inburgering.recht.bulk.kernen.beslis import beslis
from inburgering.recht.bulk.kernen.gegeven import open_acties, vanaf
from inburgering.recht.bulk.kernen.grof import mogelijk
from inburgering.recht.bulk.kernen.keuze import pas_toe
from inburgering.recht.bulk.kernen.kijk import kijk, kijk_dagen, kijk_lijnen, kijk_plicht
from inburgering.recht.bulk.kernen.lijnen import voeg
from inburgering.recht.bulk.kernen.onbekend import AS_AANTAL, AS_EERSTE, ASSEN_MAX
from inburgering.recht.bulk.kernen.plaatsen import (
    A_AANWEZIG,
    A_KENNISGEVING,
    A_LEERPLICHT,
    A_LENGTE,
    A_PLICHT_NIEUW,
    A_PLICHT_OUD,
    AS_BREED,
    BEKEND,
    GRENZEN_MAX,
    KEUS_BREED,
    N_VERBLIJF,
    NIET_PLICHTIG,
    NIETS,
    P_GROF,
    P_LEERPLICHT,
    U_OORDEEL,
    U_PIP,
    U_WET,
    W_BREED,
    W_VALT_NIEUW,
    W_VALT_OUD,
)  # fmt: skip
from inburgering.recht.bulk.kernen.stil import open_vrijstelling, vaste_plicht
from inburgering.recht.bulk.kernen.wandeling import (
    L_HIER,
    X_A,
    X_AS,
    X_KEUS,
    X_LOS,
    X_P,
    X_PLEK,
    herstel,
    neem,
    niet_plichtig,
)

Rij = Any
ZELFDE, ANDERS, MISLUKT = 0, 1, 2
STAPPEN_MAX = 512
S_LOS, S_DAGEN = STAPPEN_MAX, STAPPEN_MAX + 1  # after the steps: whether no end matters here, the number of stretches


def wereld(
    P: Rij, F: Rij, A: Rij, W: Rij, B: Rij, G: Rij, V: Rij, R: Rij, NAT: Rij, DIP: Rij, TAB: Rij, VRIJ: Rij,
    peildatum: int, X: Rij, assen: int, plek: Rij, U: Rij
) -> bool:  # fmt: skip
    """Whether the world at this place could be decided; its outcome in `U`."""
    herstel(P, X[X_P], X[X_AS], assen)
    for a in range(assen):
        pas_toe(P, X[X_AS], a, X[X_KEUS], plek[a])
    if P[P_GROF] and not mogelijk(P, F, A, W, B, NAT, TAB, peildatum):
        return niet_plichtig(U, A[A_KENNISGEVING] <= peildatum) == BEKEND
    m = kijk(P, F, A, W, B, G, V, NAT, DIP, TAB, False, False)
    if m > GRENZEN_MAX:
        return False
    beslis(P, A, W, B, m, R, G, TAB, VRIJ, peildatum, U)
    P[P_GROF] = 1 if U[U_OORDEEL] == NIET_PLICHTIG else 0
    return bool(U[U_PIP] != -9)


def los_van_leerplicht(
    P: Rij, F: Rij, A: Rij, W: Rij, B: Rij, G: Rij, V: Rij, R: Rij, NAT: Rij, DIP: Rij, TAB: Rij, VRIJ: Rij,
    peildatum: int, X: Rij, assen: int, plek: Rij, U: Rij
) -> bool:  # fmt: skip
    """Whether every end of school duty, the last axis, gives the same outcome in the world at this place; it is in `U`.

    So it is when nothing that school duty can change lies on or after the first day of a possible duty; in a duty that
    is known, when no vrijstelling from the new act can change.
    """
    AS, C, a = X[X_AS], X[X_KEUS], assen - 1
    herstel(P, X[X_P], AS, a)
    for b in range(a):
        pas_toe(P, AS, b, C, plek[b])
    laagst = hoogst = C[AS[a * AS_BREED + AS_EERSTE] * KEUS_BREED]
    for keus in range(1, AS[a * AS_BREED + AS_AANTAL]):
        dag = C[(AS[a * AS_BREED + AS_EERSTE] + keus) * KEUS_BREED + 0]
        laagst, hoogst = min(laagst, dag), max(hoogst, dag)
    P[P_LEERPLICHT], P[P_LEERPLICHT + 1] = laagst, hoogst
    if P[P_GROF] and not mogelijk(P, F, A, W, B, NAT, TAB, peildatum):
        return niet_plichtig(U, A[A_KENNISGEVING] <= peildatum) == BEKEND
    m = kijk(P, F, A, W, B, G, V, NAT, DIP, TAB, False, False)
    if m > GRENZEN_MAX:
        return False
    for i in range(P[N_VERBLIJF]):
        if (
            W[i * W_BREED + W_VALT_OUD] != W[i * W_BREED + W_VALT_OUD + 1]
            or W[i * W_BREED + W_VALT_NIEUW] != W[i * W_BREED + W_VALT_NIEUW + 1]
        ):
            return False
    vast = vaste_plicht(P, A, B, m, peildatum)
    tot = open_acties(A) | (A[A_PLICHT_OUD] ^ A[A_PLICHT_OUD + 1]) | (A[A_PLICHT_NIEUW] ^ A[A_PLICHT_NIEUW + 1])
    for k in (1, 2, 4, 8, 16, 32):
        tot |= tot >> k
    if not vast and (A[A_PLICHT_OUD + 1] | A[A_PLICHT_NIEUW + 1]) & tot:
        return False
    beslis(P, A, W, B, m, R, G, TAB, VRIJ, peildatum, U)
    if vast and U[U_WET] == 1 and open_vrijstelling(A, B, m, peildatum):
        return False
    P[P_GROF] = 1 if U[U_OORDEEL] == NIET_PLICHTIG else 0
    return bool(U[U_PIP] != -9)


def verlegd(buiten: Rij, plek: Rij, n: int) -> bool:
    """Whether the outer axes of this world are not those of the last time this was asked; they are kept."""
    uit = buiten[0] == NIETS
    for a in range(n):
        uit = uit or buiten[a] != plek[a]
        buiten[a] = plek[a]
    buiten[0] = plek[0] if n > 0 else 0
    return bool(uit)


def staptal(AS: Rij, n: int, plek: Rij) -> int:
    """The step of the walk at which the outer axes of this world stood as they do; NIETS when they never did."""
    stap, tot = 0, 0
    for a in range(n):
        if AS[a * AS_BREED + AS_AANTAL] > tot:
            stap, tot = plek[a], AS[a * AS_BREED + AS_AANTAL]
    for a in range(n):
        if plek[a] != min(stap, AS[a * AS_BREED + AS_AANTAL] - 1):
            return NIETS
    return int(stap) if stap < STAPPEN_MAX else NIETS


def opgesteld(
    P: Rij, F: Rij, A: Rij, W: Rij, B: Rij, G: Rij, V: Rij, NAT: Rij, DIP: Rij, TAB: Rij, X: Rij, assen: int, plek: Rij
) -> int:  # fmt: skip
    """The number of stretches, with the timelines of the world at this place over every end of school duty.

    NIETS when those are too many.
    """
    AS, C, a = X[X_AS], X[X_KEUS], assen - 1
    herstel(P, X[X_P], AS, a)
    for b in range(a):
        pas_toe(P, AS, b, C, plek[b])
    pas_toe(P, AS, a, C, 0)
    m = kijk_dagen(P, A, W, B, G, V, NAT, TAB, False, False)
    for keus in range(AS[a * AS_BREED + AS_AANTAL]):
        m = voeg(B, m, C[(AS[a * AS_BREED + AS_EERSTE] + keus) * KEUS_BREED])
    if m > GRENZEN_MAX:
        return NIETS
    kijk_lijnen(P, F, A, W, B, G, NAT, DIP, TAB, m)
    X[X_A][0] = NIETS
    return int(m)


def schoolwereld(
    P: Rij, F: Rij, A: Rij, W: Rij, B: Rij, G: Rij, R: Rij, TAB: Rij, VRIJ: Rij, peildatum: int, X: Rij, m: int,
    dag: int, U: Rij
) -> int:  # fmt: skip
    """ZELFDE when the outcome is that of the end before this one; else ANDERS, with it in `U`; MISLUKT when too large.

    It is the same when nothing differs on or after the first day of a possible duty.
    """
    oud = X[X_A]
    P[P_LEERPLICHT] = P[P_LEERPLICHT + 1] = A[A_LEERPLICHT] = A[A_LEERPLICHT + 1] = dag
    kijk_plicht(P, F, A, W, B, TAB, m)
    zelfde = oud[0] != NIETS
    if zelfde:
        verschil = 0
        for k in range(A_AANWEZIG, A_LENGTE):
            verschil |= A[k] ^ oud[k]
        for k in (1, 2, 4, 8, 16, 32):
            verschil |= verschil >> k
        plicht = A[A_PLICHT_OUD + 1] | A[A_PLICHT_NIEUW + 1] | oud[A_PLICHT_OUD + 1] | oud[A_PLICHT_NIEUW + 1]
        zelfde = plicht & verschil == 0
        for i in range(P[N_VERBLIJF]):
            for k in range(4):
                zelfde = zelfde and W[i * W_BREED + W_VALT_OUD + k] == oud[A_LENGTE + 4 * i + k]
    if zelfde:
        return ZELFDE
    neem(oud, A, A_LENGTE)
    for i in range(P[N_VERBLIJF]):
        for k in range(4):
            oud[A_LENGTE + 4 * i + k] = W[i * W_BREED + W_VALT_OUD + k]
    beslis(P, A, W, B, m, R, G, TAB, VRIJ, peildatum, U)
    return ANDERS if U[U_PIP] != -9 else MISLUKT


def begin_school(X: Rij) -> None:
    """Forget what was kept of the worlds of another person."""
    for k in range(STAPPEN_MAX + 2):
        X[X_LOS][k] = 0
    X[X_PLEK][L_HIER * ASSEN_MAX] = NIETS


def met_school(
    P: Rij, F: Rij, A: Rij, W: Rij, B: Rij, G: Rij, V: Rij, R: Rij, NAT: Rij, DIP: Rij, TAB: Rij, VRIJ: Rij,
    peildatum: int, X: Rij, assen: int, plek: Rij, U: Rij
) -> int:  # fmt: skip
    """As `schoolwereld`, for the world at this place, of which the last axis is school duty."""
    AS, stand = X[X_AS], X[X_LOS]
    if verlegd(vanaf(X[X_PLEK], L_HIER * ASSEN_MAX), plek, assen - 1):
        stand[S_DAGEN], hier = 0, staptal(AS, assen - 1, plek)
        if hier != NIETS and stand[hier] == 1:
            stand[S_LOS] = 1
            return ZELFDE  # as on the walk
        los = los_van_leerplicht(P, F, A, W, B, G, V, R, NAT, DIP, TAB, VRIJ, peildatum, X, assen, plek, U)
        stand[S_LOS] = 1 if los else 0
        if hier != NIETS:
            stand[hier] = stand[S_LOS]
        if los:
            return ANDERS
        return ANDERS if wereld(P, F, A, W, B, G, V, R, NAT, DIP, TAB, VRIJ, peildatum, X, assen, plek, U) else MISLUKT
    if stand[S_LOS] == 1:
        return ZELFDE
    if stand[S_DAGEN] == 0:
        stand[S_DAGEN] = opgesteld(P, F, A, W, B, G, V, NAT, DIP, TAB, X, assen, plek)
    if stand[S_DAGEN] < 0:
        return ANDERS if wereld(P, F, A, W, B, G, V, R, NAT, DIP, TAB, VRIJ, peildatum, X, assen, plek, U) else MISLUKT
    dag = X[X_KEUS][(AS[(assen - 1) * AS_BREED + AS_EERSTE] + plek[assen - 1]) * KEUS_BREED]
    return schoolwereld(P, F, A, W, B, G, R, TAB, VRIJ, peildatum, X, stand[S_DAGEN], dag, U)
