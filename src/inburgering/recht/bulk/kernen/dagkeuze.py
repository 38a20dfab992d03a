"""What a missing date could be: the days on and around every day on which something changes (`recht.werelden`)."""

from typing import Any

from inburgering.recht.bulk.kernen.afgeleid import vak
from inburgering.recht.bulk.kernen.dagen import BEGIN, EINDE, tel_op
from inburgering.recht.bulk.kernen.gegeven import (
    ACHTTIEN,
    GEBOORTEJAREN,
    GROND_A,
    GROND_C,
    WETSDAGEN,
    ZESTIEN,
    datum_aow,
    vanaf,
)  # fmt: skip
from inburgering.recht.bulk.kernen.onbekend import (
    AS_NUMMER,
    AS_PLEK,
    AS_SOORT,
    S_BEKEND,
    S_EINDE,
    S_GEBOREN,
    S_LEERPLICHT,
    S_VERBLIJF,
)  # fmt: skip
from inburgering.recht.bulk.kernen.plaatsen import (
    AS_BREED,
    K_VANAF,
    KEUS_BREED,
    N_NATIONALITEIT,
    N_RICHTLIJN,
    N_VERBLIJF,
    P_GEBOREN,
    P_INGEBURGERD,
    P_INGEBURGERD_TOT,
    P_LEERPLICHT,
    P_ONTHEFFING,
    P_PIP,
    P_VERBLIJF,
    V_BEKEND,
    V_BESLUIT,
    V_BREED,
    V_EINDE,
    V_GROND,
    V_INGANG,
)  # fmt: skip

Rij = Any
KEUZEN_MAX, DAGEN_MAX = 8192, 40000
SMAL, LEVEN, JAAR = 800, 130, 368
RUIM = 20  # days by which so many average months can differ from that many months of the calendar, and some more
STAPPEN = (8858, 3937, 1750, 701, 301, 132, 57, 23, 10, 4, 1)


def reikwijdte(P: Rij, AS: Rij, assen: int, peildatum: int) -> tuple[int, int]:
    """The first and last day that matter to the choices of any axis; the last before the first when none has days."""
    laagst, hoogst = EINDE, BEGIN
    for a in range(assen):
        soort = AS[a * AS_BREED + AS_SOORT]
        if soort == S_VERBLIJF or soort == S_GEBOREN:
            return BEGIN, EINDE
        if soort <= S_EINDE:
            lo, hi = bereik(P, AS, a, peildatum)
            laagst, hoogst = min(laagst, lo - 1), max(hoogst, hi + 1)
    return laagst, hoogst


def grensdagen(P: Rij, TAB: Rij, peildatum: int, D: Rij, laagst: int, hoogst: int) -> int:
    """The number of days on which something changes, in order in `D`: in the law, in the facts, by age, a year off.

    Only those from `laagst` up to and with `hoogst`.
    """
    if hoogst < laagst:
        return 0
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
    n = uniek(D, n, max(BEGIN + 1, laagst - JAAR), min(EINDE - 1, hoogst + JAAR), False)
    return jaren_erbij(D, n, max(BEGIN + 1, laagst), min(EINDE - 1, hoogst))


def jaren_erbij(D: Rij, n: int, laagst: int, hoogst: int) -> int:
    """The number of days in order in `D`, after adding to the `n` that stand in order those a year off."""
    E = vanaf(D, n)
    i = j = k = uit = 0
    voor_, na = tel_op(D[0], -1, 0, 0), tel_op(D[0], 1, 0, 0)
    while i < n or j < n or k < n:
        dag = EINDE
        if i < n:
            dag = voor_
        if j < n:
            dag = min(dag, D[j])
        if k < n:
            dag = min(dag, na)
        while i < n and voor_ <= dag:
            i += 1
            voor_ = tel_op(D[i], -1, 0, 0) if i < n else EINDE
        if j < n and D[j] <= dag:
            j += 1
        while k < n and na <= dag:
            k += 1
            na = tel_op(D[k], 1, 0, 0) if k < n else EINDE
        if laagst <= dag <= hoogst:
            E[uit] = dag
            uit += 1
    for i in range(uit):
        D[i] = E[i]
    return uit


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
    binnen = 0
    for k in range(n):
        dag = D[k]
        D[binnen] = dag
        binnen += 1 if laagst <= dag <= hoogst else 0
    sorteer(D, binnen, bijna)
    uit = 0
    for k in range(binnen):
        if uit == 0 or D[k] != D[uit - 1]:
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
        for d in range(merk, merk + hi - lo + 1):
            D[d] = 0
    for jaar in GEBOORTEJAREN:
        for maand in range(12 if smal and jaar > ACHTTIEN else 1):
            grof = (12 * jaar + maand) * 30437 // 1000
            for j in range(eerste_vanaf(D, n, lo - RUIM + grof), n):
                if D[j] > hi + RUIM + grof:
                    break
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


def eerste_vanaf(D: Rij, n: int, dag: int) -> int:
    """The place of the first of `n` days in order that is not before `dag`."""
    lo, hi = 0, n
    while lo < hi:
        midden = (lo + hi) // 2
        if D[midden] < dag:
            lo = midden + 1
        else:
            hi = midden
    return lo


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
