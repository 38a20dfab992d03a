"""What a missing fact could be: a few values that together give every outcome the rules can give (`recht.werelden`)."""

from typing import Any

from inburgering.recht.bulk.kernen.afgeleid import vak
from inburgering.recht.bulk.kernen.dagen import BEGIN, EINDE, tel_op
from inburgering.recht.bulk.kernen.gegeven import (
    ACHTTIEN,
    BEWAARD,
    DIPLOMAKEUZE,
    DOEL_ASIEL,
    DOEL_NIET_TIJDELIJK,
    GEBOORTEJAREN,
    GROND_A,
    GROND_C,
    GRONDKEUZE,
    NATIONALITEITKEUZE,
    REF_BEPAALDE_TIJD,
    REFDOELKEUZE,
    WETSDAGEN,
    ZESTIEN,
    datum_aow,
    vanaf,
)  # fmt: skip
from inburgering.recht.bulk.kernen.onbekend import (
    AS_EERSTE,
    AS_NUMMER,
    AS_PLEK,
    AS_SOORT,
    S_BEKEND,
    S_DIPLOMA,
    S_DOEL,
    S_EINDE,
    S_GEBOREN,
    S_GEMEENTE,
    S_GROND,
    S_LEERPLICHT,
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
    N_RICHTLIJN,
    N_VERBLIJF,
    P_AANVANG,
    P_GEBOREN,
    P_HUIS,
    P_INGEBURGERD,
    P_INGEBURGERD_TOT,
    P_LEERPLICHT,
    P_ONTHEFFING,
    P_PIP,
    P_VERBLIJF,
    V_BEKEND,
    V_BESLUIT,
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
KEUZEN_MAX, DAGEN_MAX = 8192, 40000
SMAL, LEVEN = 800, 130
RUIM = 20  # days by which so many average months can differ from that many months of the calendar, and some more
STAPPEN = (8858, 3937, 1750, 701, 301, 132, 57, 23, 10, 4, 1)


def grensdagen(P: Rij, TAB: Rij, peildatum: int, D: Rij) -> int:
    """The number of days on which something changes, sorted in `D`: in the law, in the facts, and by age."""
    n = 0
    for dag in WETSDAGEN:
        D[n] = dag
        n += 1
    D[n], D[n + 1] = peildatum, peildatum + 1
    n = van_feiten(P, D, n + 2)
    lo, hi = P[P_GEBOREN], P[P_GEBOREN + 1]
    if hi - lo < SMAL:
        for bron in (lo, hi):
            D[n], D[n + 1] = tel_op(bron, ZESTIEN, 0, 0), tel_op(bron, ACHTTIEN, 0, 0)
            n += 2
        D[n], D[n + 1] = datum_aow(TAB, lo, hi)
        n += 2
    for k in range(n):
        D[n + 2 * k], D[n + 2 * k + 1] = tel_op(D[k], -1, 0, 0), tel_op(D[k], 1, 0, 0)
    return uniek(D, 3 * n, BEGIN + 1, EINDE - 1, False)


def sorteer(D: Rij, n: int, bijna: bool) -> None:
    """The first so many numbers in order, in place (Shell); `bijna` when most stand in order already."""
    for stap in STAPPEN:
        if bijna and stap > 1:
            continue
        for i in range(stap, n):
            dag, j = D[i], i
            while j >= stap and D[j - stap] > dag:
                D[j] = D[j - stap]
                j -= stap
            D[j] = dag


def uniek(D: Rij, n: int, laagst: int, hoogst: int, bijna: bool) -> int:
    """The number of days left, after sorting and dropping doubles and what lies outside."""
    sorteer(D, n, bijna)
    uit = 0
    for k in range(n):
        if laagst <= D[k] <= hoogst and (uit == 0 or D[k] != D[uit - 1]):
            D[uit] = D[k]
            uit += 1
    return uit


def van_feiten(P: Rij, D: Rij, n: int) -> int:
    """The number of days in `D`, after adding the begins and ends among the facts."""
    for lijst in range(N_NATIONALITEIT, N_RICHTLIJN + 1):
        for i in range(P[lijst]):
            for k in range(4):
                D[n] = P[vak(lijst, i) + K_VANAF + k]
                n += 1
    for i in range(P[N_VERBLIJF]):
        v = P_VERBLIJF + i * V_BREED
        for k in range(V_INGANG, V_EINDE + 2):
            D[n] = P[v + k]
            n += 1
        if P[v + V_BEKEND] < 0 and (P[v + V_GROND] == GROND_A or P[v + V_GROND] == GROND_C or P[v + V_GROND] < 0):
            D[n] = EINDE - 1
            n += 1
    for k in range(2):
        D[n], D[n + 1], D[n + 2] = P[P_LEERPLICHT + k], P[P_PIP + k], P[P_ONTHEFFING + k]
        n += 3
        if P[P_INGEBURGERD] >= 0:
            D[n], D[n + 1] = P[P_INGEBURGERD + k], P[P_INGEBURGERD_TOT + k]
            n += 2
    return n


def bereik(P: Rij, AS: Rij, a: int, peildatum: int) -> tuple[int, int]:
    """The days that a missing date can be."""
    laagst, hoogst = tel_op(peildatum, -LEVEN, 0, 0), min(peildatum + 1, EINDE - 1)
    soort, plek = AS[a * AS_BREED + AS_SOORT], AS[a * AS_BREED + AS_PLEK]
    if soort == S_LEERPLICHT:
        eind = min(tel_op(P[P_GEBOREN + 1], ACHTTIEN, 0, 0), tel_op(peildatum, ACHTTIEN, 0, 0))
        return max(laagst, tel_op(P[P_GEBOREN], ZESTIEN, 0, 0)), max(laagst, eind)
    if soort == S_BEKEND:
        besluit = P[P_VERBLIJF + AS[a * AS_BREED + AS_NUMMER] * V_BREED + V_BESLUIT]
        if besluit >= 0:
            laagst = besluit
        return laagst, max(hoogst, laagst)
    lo, hi = P[plek], P[plek + 1]
    return max(laagst, lo), max(laagst, min(hi, max(hoogst, lo)))


def datums(P: Rij, AS: Rij, a: int, peildatum: int, D: Rij, n: int, C: Rij, c: int) -> int:
    """The number of choices after adding the days to try for one missing date, the most different first."""
    lo, hi = bereik(P, AS, a, peildatum)
    if lo > hi:
        return c
    k = n
    if AS[a * AS_BREED + AS_SOORT] == S_GEBOREN:
        k = geboortedagen(D, n, lo, hi)
    else:
        for j in range(n):
            for d in range(-1, 2):
                if lo <= D[j] + d <= hi:
                    D[k] = D[j] + d
                    k += 1
    D[k], D[k + 1] = lo, hi
    E = vanaf(D, n)
    aantal = uniek(E, k + 2 - n, lo, hi, AS[a * AS_BREED + AS_SOORT] != S_GEBOREN or hi - lo < SMAL)
    return verspreid(E, aantal, C, c)


def geboortedagen(D: Rij, n: int, lo: int, hi: int) -> int:
    """The end of `D` after adding the days of birth on which an age is reached on a day that counts."""
    smal = hi - lo < SMAL
    rand, k, merk = (3 if smal else 1), n, DAGEN_MAX - SMAL - 16
    if smal:
        for d in range(merk, DAGEN_MAX):
            D[d] = 0
    for j in range(n):
        for jaar in GEBOORTEJAREN:
            for maand in range(12 if smal and jaar > ACHTTIEN else 1):
                grof = D[j] - (12 * jaar + maand) * 30437 // 1000
                if grof < lo - RUIM or grof > hi + RUIM:
                    continue
                midden = tel_op(D[j], -jaar, -maand, 0)
                if lo - rand <= midden <= hi + rand:
                    for d in range(midden - rand, midden + rand + 1):
                        if smal and lo <= d <= hi:
                            D[merk + d - lo] = 1
                        elif not smal:
                            D[k] = d
                            k += 1
    if smal:
        for d in range(lo, hi + 1):
            if D[merk + d - lo] == 1 or (d - lo) % 15 == 0:
                D[k] = d
                k += 1
    return k


def verspreid(E: Rij, n: int, C: Rij, c: int) -> int:
    """The number of choices, the ends first, then the middle, then the rest: differences show early."""
    if c + n + 8 > KEUZEN_MAX:
        return KEUZEN_MAX
    if n < 4:
        for k in range(n - 1, -1, -1):
            C[c * KEUS_BREED + 0] = E[k]
            c += 1
        return c
    midden = n // 2
    eerst = (n - 1, 0, midden, midden // 2, midden + midden // 2)
    begin = c
    for k in eerst:
        nieuw = True
        for b in range(begin, c):
            if C[b * KEUS_BREED + 0] == E[k]:
                nieuw = False
        if nieuw:
            C[c * KEUS_BREED + 0] = E[k]
            c += 1
    for k in range(n):
        if k not in eerst:
            C[c * KEUS_BREED + 0] = E[k]
            c += 1
    return c


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
