"""The steps between worlds: the next combination, the facts back as given, and what two outcomes agree on."""

from typing import Any

from inburgering.recht.bulk.kernen.afgeleid import vak
from inburgering.recht.bulk.kernen.onbekend import AS_AANTAL
from inburgering.recht.bulk.kernen.plaatsen import (
    AS_BREED,
    K_BREED,
    N_NATIONALITEIT,
    N_RICHTLIJN,
    N_VERBLIJF,
    NIETS,
    ONBEKEND,
    P_VERBLIJF,
    U_EINDE,
    U_OORDEEL,
    U_REDEN,
    U_VERGELIJK,
    U_WAARSCHUWING,
    V_BREED,
)

Rij = Any


def herstel(P: Rij, eigen: Rij) -> None:
    """The facts as they were given, back in `P`; only what is filled in, or what a world can fill in."""
    for k in range(P_VERBLIJF + max(eigen[N_VERBLIJF], 1) * V_BREED):
        P[k] = eigen[k]
    for lijst in range(N_NATIONALITEIT, N_RICHTLIJN + 1):
        begin = vak(lijst, 0)
        for k in range(begin, begin + max(eigen[lijst], 1) * K_BREED):
            P[k] = eigen[k]


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
