"""What a missing fact could be: a few values that together give every outcome the rules can give (`recht.werelden`)."""

from typing import Any

from inburgering.recht.bulk.kernen.afgeleid import vak
from inburgering.recht.bulk.kernen.dagen import BEGIN, EINDE
from inburgering.recht.bulk.kernen.dagkeuze import KEUZEN_MAX, datums
from inburgering.recht.bulk.kernen.gegeven import (
    BEWAARD,
    DIPLOMAKEUZE,
    DOEL_ASIEL,
    DOEL_NIET_TIJDELIJK,
    GROND_A,
    GROND_C,
    GRONDKEUZE,
    NATIONALITEITKEUZE,
    REF_BEPAALDE_TIJD,
    REFDOELKEUZE,
)  # fmt: skip
from inburgering.recht.bulk.kernen.onbekend import (
    AS_EERSTE,
    AS_NUMMER,
    AS_PLEK,
    AS_SOORT,
    S_DIPLOMA,
    S_DOEL,
    S_EINDE,
    S_GEMEENTE,
    S_GROND,
    S_NATIONALITEITEN,
    S_REFDOEL,
    S_REFERENT,
    S_VERBLIJF,
    S_WAARHEID,
)  # fmt: skip
from inburgering.recht.bulk.kernen.plaatsen import (
    AFWEZIG,
    AS_BREED,
    K_CODE,
    K_TOT,
    K_VANAF,
    KEUS_BREED,
    KZ_BREED,
    N_INSCHRIJVING,
    N_NATIONALITEIT,
    N_VERBLIJF,
    P_AANVANG,
    P_HUIS,
    P_VERBLIJF,
    V_BEKEND,
    V_BREED,
    V_DOEL,
    V_EINDE,
    V_GROND,
    V_INGANG,
    V_REF,
    V_REFDOEL,
    V_TIJDELIJK,
)  # fmt: skip

Rij = Any


def verblijfskeuzen(D: Rij, n: int, C: Rij, c: int) -> int:
    """The number of choices after adding none, and one verblijf of each kind on each day."""
    if c + 2 * n + 8 > KEUZEN_MAX:
        return KEUZEN_MAX
    C[c * KEUS_BREED + 0], C[c * KEUS_BREED + 1] = -1, 0
    c += 1
    for k in range(n - 1, -1, -1):
        for welk in range(2):
            C[c * KEUS_BREED + 0], C[c * KEUS_BREED + 1] = D[k], welk
            c += 1
    return c


def gemeenten(P: Rij, C: Rij, c: int) -> int:
    """The number of choices after adding two gemeenten that nobody lives in and those among the facts."""
    C[c * KEUS_BREED + 0], C[(c + 1) * KEUS_BREED + 0] = 0, 1
    begin = c = c + 2
    for i in range(P[N_INSCHRIJVING] + 1):
        code = P[vak(N_INSCHRIJVING, i) + K_CODE] if i < P[N_INSCHRIJVING] else P[P_HUIS]
        nieuw = code >= 0
        for b in range(begin, c):
            if C[b * KEUS_BREED + 0] == code:
                nieuw = False
        if nieuw:
            j = c
            while j > begin and C[(j - 1) * KEUS_BREED + 0] > code:
                C[j * KEUS_BREED + 0] = C[(j - 1) * KEUS_BREED + 0]
                j -= 1
            C[j * KEUS_BREED + 0] = code
            c += 1
    return c


def doelen(P: Rij, AS: Rij, a: int, KZ: Rij, KZN: Rij, C: Rij, c: int) -> int:
    """The number of choices after adding one for each way in which the rules treat purpose and referent."""
    v = P_VERBLIJF + AS[a * AS_BREED + AS_NUMMER] * V_BREED
    open_ = 0
    zonder = P[v + V_REFDOEL] == AFWEZIG and P[v + V_REF] == REF_BEPAALDE_TIJD
    if P[v + V_REF] != AFWEZIG and (P[v + V_REFDOEL] == -1 or zonder):
        open_ = 1
    lijst = (0 if AS[a * AS_BREED + AS_SOORT] == S_DOEL else 2) + open_
    gezien0 = gezien1 = 0
    for k in range(KZN[lijst], KZN[lijst + 1]):
        elders = False
        if KZ[k * KZ_BREED + 0] != BEWAARD:
            for i in range(P[N_VERBLIJF]):
                if i != AS[a * AS_BREED + AS_NUMMER] and P[P_VERBLIJF + i * V_BREED + V_DOEL] == KZ[k * KZ_BREED + 0]:
                    elders = True
        bit = 1 << KZ[k * KZ_BREED + 4]
        if (gezien1 if elders else gezien0) & bit:
            continue
        if elders:
            gezien1 |= bit
        else:
            gezien0 |= bit
        for j in range(4):
            C[c * KEUS_BREED + j] = KZ[k * KZ_BREED + j]
        c += 1
    return c


def keuzen(P: Rij, AS: Rij, a: int, peildatum: int, D: Rij, n: int, KZ: Rij, KZN: Rij, C: Rij, c: int) -> int:
    """The number of choices after adding those of one axis."""
    soort = AS[a * AS_BREED + AS_SOORT]
    if soort == S_VERBLIJF:
        return verblijfskeuzen(D, n, C, c)
    if soort <= S_EINDE:
        return datums(P, AS, a, peildatum, D, n, C, c)
    if c + 64 > KEUZEN_MAX:
        return KEUZEN_MAX
    if soort == S_GEMEENTE:
        return gemeenten(P, C, c)
    if soort == S_DOEL or soort == S_REFERENT:
        return doelen(P, AS, a, KZ, KZN, C, c)
    if soort == S_WAARHEID:
        C[c * KEUS_BREED + 0], C[(c + 1) * KEUS_BREED + 0] = 1, 0
        return c + 2
    if soort == S_REFDOEL:
        for doel in REFDOELKEUZE:
            C[c * KEUS_BREED + 0] = doel
            c += 1
        return c
    reeks = GRONDKEUZE if soort == S_GROND else NATIONALITEITKEUZE
    if soort == S_DIPLOMA:
        C[c * KEUS_BREED + 0], C[(c + 1) * KEUS_BREED + 0] = DIPLOMAKEUZE
        return c + 2
    for code in reeks:
        C[c * KEUS_BREED + 0] = code
        c += 1
    return c


def pas_toe(P: Rij, AS: Rij, a: int, C: Rij, keus: int) -> None:
    """The facts of one world, changed along one axis."""
    soort, plek, waarde = (
        AS[a * AS_BREED + AS_SOORT],
        AS[a * AS_BREED + AS_PLEK],
        C[(AS[a * AS_BREED + AS_EERSTE] + keus) * KEUS_BREED + 0],
    )
    if soort <= S_EINDE:
        P[plek] = P[plek + 1] = waarde + (1 if soort == S_EINDE else 0)
    elif soort == S_VERBLIJF:
        P[N_VERBLIJF] = 0 if waarde < 0 else 1
        asiel = C[(AS[a * AS_BREED + AS_EERSTE] + keus) * KEUS_BREED + 1] == 0
        v = P_VERBLIJF
        for k in range(V_INGANG, V_EINDE):
            P[v + k] = -1
        P[v + V_GROND], P[v + V_DOEL] = (GROND_C, DOEL_ASIEL) if asiel else (GROND_A, DOEL_NIET_TIJDELIJK)
        P[v + V_EINDE] = P[v + V_EINDE + 1] = EINDE
        P[v + V_REF] = P[v + V_REFDOEL] = P[v + V_TIJDELIJK] = AFWEZIG
        P[v + V_BEKEND] = P[v + V_BEKEND + 1] = P[v + P[P_AANVANG]] = P[v + P[P_AANVANG] + 1] = waarde
    elif soort == S_NATIONALITEITEN:
        p = vak(N_NATIONALITEIT, 0)
        P[N_NATIONALITEIT] = 1
        P[p + K_CODE], P[p + K_VANAF], P[p + K_VANAF + 1] = waarde, BEGIN, BEGIN
        P[p + K_TOT] = P[p + K_TOT + 1] = EINDE
    elif soort == S_DOEL or soort == S_REFERENT:
        v, c = P_VERBLIJF + AS[a * AS_BREED + AS_NUMMER] * V_BREED, AS[a * AS_BREED + AS_EERSTE] + keus
        P[v + V_DOEL] = P[v + V_DOEL] if waarde == BEWAARD else waarde
        P[v + V_REF] = P[v + V_REF] if C[c * KEUS_BREED + 1] == BEWAARD else C[c * KEUS_BREED + 1]
        P[v + V_REFDOEL] = P[v + V_REFDOEL] if C[c * KEUS_BREED + 2] == BEWAARD else C[c * KEUS_BREED + 2]
        P[v + V_TIJDELIJK] = P[v + V_TIJDELIJK] if C[c * KEUS_BREED + 3] == BEWAARD else C[c * KEUS_BREED + 3]
    else:
        P[plek] = waarde
