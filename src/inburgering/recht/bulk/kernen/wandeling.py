"""The steps between worlds: the next combination, the facts back as given, and what two outcomes agree on."""

from typing import Any

from inburgering.recht.bulk.kernen.onbekend import AS_AANTAL, AS_NUMMER, AS_SOORT, S_DOEL, S_REFERENT
from inburgering.recht.bulk.kernen.plaatsen import (
    AS_BREED,
    BEKEND,
    NIET_PLICHTIG,
    NIETS,
    ONBEKEND,
    P_VERBLIJF,
    U_BEDIENAAR,
    U_EINDE,
    U_LENGTE,
    U_OORDEEL,
    U_REDEN,
    U_VERGELIJK,
    U_WAARSCHUWING,
    V_BREED,
    V_DOEL,
    V_REF,
    V_REFDOEL,
    V_TIJDELIJK,
    W_KENNISGEVING_ZONDER_PLICHT,
)

Rij = Any
# the worksheet: axes, choices, days, facts as given, places in a walk, outcomes, the timelines of one world,
# and at which steps school duty made no difference
X_AS, X_KEUS, X_DAG, X_P, X_PLEK, X_U, X_A, X_LOS = 0, 1, 2, 3, 4, 5, 6, 7
L_NU, L_EERSTE, L_ANDER, L_HIER, L_PROEF = 0, 1, 2, 3, 4


def herstel(P: Rij, eigen: Rij, AS: Rij, assen: int) -> None:
    """The facts as they were given, back in `P`: those that a choice can leave alone; every other axis sets its own."""
    for a in range(assen):
        if AS[a * AS_BREED + AS_SOORT] == S_DOEL or AS[a * AS_BREED + AS_SOORT] == S_REFERENT:
            v = P_VERBLIJF + AS[a * AS_BREED + AS_NUMMER] * V_BREED
            for k in (V_DOEL, V_REF, V_REFDOEL, V_TIJDELIJK):
                P[v + k] = eigen[v + k]


def niet_plichtig(U: Rij, brief: bool) -> int:
    """0, with a proven niet-plichtig in `U`."""
    for k in range(U_LENGTE):
        U[k] = NIETS
    U[U_OORDEEL], U[U_BEDIENAAR], U[U_REDEN] = NIET_PLICHTIG, 0, 0
    U[U_WAARSCHUWING] = W_KENNISGEVING_ZONDER_PLICHT if brief else 0
    return BEKEND


def neem(naar: Rij, van: Rij, n: int) -> None:
    """The first so many numbers of one array in another."""
    for k in range(n):
        naar[k] = van[k]


def anders(een: Rij, ander: Rij) -> bool:
    """Whether two outcomes differ in more than their warnings."""
    for k in range(U_VERGELIJK):
        if een[k] != ander[k]:
            return True
    return False


def samen(uit: Rij, een: Rij) -> None:
    """What two possible outcomes agree on, in the first."""
    oordeel = uit[U_OORDEEL] if uit[U_OORDEEL] == een[U_OORDEEL] else ONBEKEND
    if uit[U_EINDE] != een[U_EINDE] or uit[U_REDEN] != een[U_REDEN]:
        uit[U_EINDE], uit[U_REDEN] = NIETS, NIETS
    for k in range(U_VERGELIJK):
        if uit[k] != een[k]:
            uit[k] = NIETS
    uit[U_OORDEEL] = oordeel
    uit[U_WAARSCHUWING] &= een[U_WAARSCHUWING]


def volgende(AS: Rij, assen: int, plek: Rij) -> bool:
    """Move to the next combination, the last axis first; false after the last one."""
    for a in range(assen - 1, -1, -1):
        plek[a] += 1
        if plek[a] < AS[a * AS_BREED + AS_AANTAL]:
            return True
        plek[a] = 0
    return False


def op_wandeling(AS: Rij, assen: int, plek: Rij, langste: int) -> bool:
    """Whether a combination was met on the walk in which every choice moves at once."""
    stap = plek[langste]
    for a in range(assen):
        if plek[a] != min(stap, AS[a * AS_BREED + AS_AANTAL] - 1):
            return False
    return True
