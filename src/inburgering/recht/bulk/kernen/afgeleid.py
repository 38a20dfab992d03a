"""Facts turned into days, periods and timelines: what `recht.afleiding` does, for one person in scratch arrays.

Sources: Vw 2000 art. 8, Wi2013 art. 3 and Wi2021 art. 3 (`verkrijgt`), Besluit inburgering art. 2.1 and 2.2,
Leerplichtwet art. 3 and 4a.
"""

from typing import Any

from inburgering.recht.bulk.kernen.dagen import BEGIN, EINDE
from inburgering.recht.bulk.kernen.gegeven import DOEL_GEZINSLID, DOEL_OVERIG, GROND_A, GROND_C, REF_BEPAALDE_TIJD
from inburgering.recht.bulk.kernen.lijnen import bij, stuk, tussen
from inburgering.recht.bulk.kernen.plaatsen import (
    A_BEDIENAAR,
    A_DIPLOMA,
    A_EU,
    A_KENNISGEVING,
    A_LTR,
    A_NEDERLANDER,
    A_RICHTLIJN,
    A_STUDIE,
    A_TURKS,
    A_VERVOLG,
    AFWEZIG,
    K_AANSLUITEND,
    K_BREED,
    K_CODE,
    K_TOT,
    K_VANAF,
    K_VRIJSTELLEND,
    LIJST_MAX,
    N_BEDIENAAR,
    N_DIPLOMA,
    N_INSCHRIJVING,
    N_KENNISGEVING,
    N_NATIONALITEIT,
    N_OPLEIDING,
    N_RICHTLIJN,
    NATIES,
    P_AANVANG,
    P_INGEBURGERD,
    P_INGEBURGERD_TOT,
    P_LTR,
    P_VAK,
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
    W_AANVANG,
    W_BEKEND,
    W_BREED,
    W_DOEL,
    W_EINDE,
    W_GROND,
    W_INGANG,
    W_REF,
    W_REFDOEL,
    W_TIJDELIJK,
    W_TURKS,
    W_VERKREGEN,
)  # fmt: skip

Rij = Any


def vak(lijst: int, i: int) -> int:
    """Where the i-th entry of a list stands."""
    return P_VAK + ((lijst - 1) * LIJST_MAX + i) * K_BREED


def lees_verblijf(P: Rij, W: Rij, i: int) -> None:
    """One verblijf as the contract reads it: what is missing is unknown or none by the ground and the purpose."""
    v = P_VERBLIJF + i * V_BREED
    grond, doel, ref, refdoel = P[v + V_GROND], P[v + V_DOEL], P[v + V_REF], P[v + V_REFDOEL]
    if ref == AFWEZIG:
        if doel < 0 or doel == DOEL_GEZINSLID:
            ref, refdoel = -1, -1
        else:
            refdoel = AFWEZIG
    elif ref != REF_BEPAALDE_TIJD and refdoel == AFWEZIG:
        refdoel = -1 if ref == -1 else AFWEZIG
    elif refdoel == AFWEZIG:
        refdoel = -1
    tijdelijk = P[v + V_TIJDELIJK]
    if tijdelijk < 0:
        tijdelijk = -1 if doel == DOEL_OVERIG else 0
    (
        W[i * W_BREED + W_GROND],
        W[i * W_BREED + W_DOEL],
        W[i * W_BREED + W_REF],
        W[i * W_BREED + W_REFDOEL],
        W[i * W_BREED + W_TIJDELIJK],
    ) = grond, doel, ref, refdoel, tijdelijk
    for k in range(2):
        W[i * W_BREED + W_EINDE + k] = P[v + V_EINDE + k]
        W[i * W_BREED + W_INGANG + k] = P[v + V_INGANG + k]
        W[i * W_BREED + W_BEKEND + k] = P[v + V_BEKEND + k]
        W[i * W_BREED + W_AANVANG + k] = P[v + P[P_AANVANG] + k]
    if P[v + V_BEKEND] < 0 and (grond == GROND_A or grond == GROND_C or grond == -1):
        W[i * W_BREED + W_BEKEND], W[i * W_BREED + W_BEKEND + 1] = BEGIN, EINDE - 1
    if P[v + P[P_AANVANG]] < 0:
        W[i * W_BREED + W_AANVANG], W[i * W_BREED + W_AANVANG + 1] = BEGIN, EINDE - 1
    W[i * W_BREED + W_VERKREGEN], W[i * W_BREED + W_VERKREGEN + 1] = (
        W[i * W_BREED + W_AANVANG],
        W[i * W_BREED + W_AANVANG + 1],
    )


def verkregen(W: Rij, n: int, V: Rij) -> None:
    """When each verblijf was acquired: an extension that follows on directly keeps the day of the first."""
    for i in range(n):
        j = i
        while j > 0 and W[V[j - 1] * W_BREED + W_AANVANG] > W[i * W_BREED + W_AANVANG]:
            V[j] = V[j - 1]
            j -= 1
        V[j] = i
    for plaats in range(1, n):
        i = V[plaats]
        if W[i * W_BREED + W_GROND] == -1:
            continue
        start = W[i * W_BREED + W_INGANG] if W[i * W_BREED + W_INGANG] >= 0 else W[i * W_BREED + W_AANVANG]
        for eerder in range(plaats - 1, -1, -1):
            j = V[eerder]
            if (
                W[i * W_BREED + W_GROND] == W[j * W_BREED + W_GROND]
                and W[i * W_BREED + W_DOEL] == W[j * W_BREED + W_DOEL]
                and W[i * W_BREED + W_REF] == W[j * W_BREED + W_REF]
                and W[i * W_BREED + W_REFDOEL] == W[j * W_BREED + W_REFDOEL]
                and start <= W[j * W_BREED + W_EINDE + 1]
            ):
                W[i * W_BREED + W_VERKREGEN], W[i * W_BREED + W_VERKREGEN + 1] = (
                    W[j * W_BREED + W_VERKREGEN],
                    W[j * W_BREED + W_VERKREGEN + 1],
                )
                break


def vertrokken(P: Rij, W: Rij, n: int, G: Rij) -> int:
    """The number of periods in which the person had left the basisregistratie without a newer decision; kept in `G`.

    Source: Besluit inburgering art. 2.2 lid 2 a, Besluit inburgering 2021 art. 2.1.
    """
    k = 0
    for i in range(P[N_INSCHRIJVING]):
        p = vak(N_INSCHRIJVING, i)
        vanaf, tot = P[p + K_VANAF], P[p + K_TOT + 1]
        if vanaf < tot:
            j = k
            while j > 0 and (G[2 * j - 2] > vanaf or (G[2 * j - 2] == vanaf and G[2 * j - 1] > tot)):
                G[2 * j], G[2 * j + 1] = G[2 * j - 2], G[2 * j - 1]
                j -= 1
            G[2 * j], G[2 * j + 1] = vanaf, tot
            k += 1
    ketens = 0
    for i in range(k):
        if ketens > 0 and G[2 * i] <= G[2 * ketens - 1]:
            G[2 * ketens - 1] = max(G[2 * ketens - 1], G[2 * i + 1])
        else:
            G[2 * ketens], G[2 * ketens + 1] = G[2 * i], G[2 * i + 1]
            ketens += 1
    uit = 0
    for i in range(ketens):
        tot = G[2 * i + 1]
        if tot < EINDE:
            terug = G[2 * i + 2] if i + 1 < ketens else EINDE
            for j in range(n):
                besluit = W[j * W_BREED + W_BEKEND + 1]
                if tot <= besluit < terug and (
                    W[j * W_BREED + W_GROND] == GROND_A or W[j * W_BREED + W_GROND] == GROND_C
                ):
                    terug = besluit
            if tot < terug:
                G[2 * uit], G[2 * uit + 1] = tot, terug
                uit += 1
    return uit


def eerste_kennisgeving(P: Rij, A: Rij) -> None:
    """The earliest kennisgeving, by its last possible day."""
    A[A_KENNISGEVING] = A[A_KENNISGEVING + 1] = EINDE
    for i in range(P[N_KENNISGEVING]):
        p = vak(N_KENNISGEVING, i) + K_VANAF
        laatst = A[A_KENNISGEVING + 1]
        if i == 0 or P[p + 1] < laatst or (P[p + 1] == laatst and P[p] < A[A_KENNISGEVING]):
            A[A_KENNISGEVING], A[A_KENNISGEVING + 1] = P[p], P[p + 1]


def grens_vak(P: Rij, p: int, C: Rij, k: int) -> int:
    """The days on which one entry begins and ends, added to `C`."""
    for plek in range(p + K_VANAF, p + K_VANAF + 4, 2):
        k = bij(C, k, P[plek])
        if P[plek + 1] != P[plek]:
            k = bij(C, k, P[plek + 1])
    return k


def grenzen_feiten(P: Rij, NAT: Rij, C: Rij, k: int) -> int:
    """The days on which the lists of facts change something, added to `C`."""
    for i in range(P[N_NATIONALITEIT]):
        p = vak(N_NATIONALITEIT, i)
        code = P[p + K_CODE]
        if (
            NAT[0 * NATIES + max(code, 0)] != 0
            or NAT[1 * NATIES + max(code, 0)] != 0
            or NAT[2 * NATIES + max(code, 0)] != 0
        ):
            k = grens_vak(P, p, C, k)
    for lijst in range(N_OPLEIDING, N_RICHTLIJN + 1):
        for i in range(P[lijst]):
            k = grens_vak(P, vak(lijst, i), C, k)
    if P[P_INGEBURGERD] >= 0:
        for j in range(2):
            k = bij(C, k, P[P_INGEBURGERD + j])
            k = bij(C, k, P[P_INGEBURGERD_TOT + j])
    return k


def loopt(P: Rij, p: int, B: Rij, m: int) -> tuple[int, int]:
    """The bits on which one entry surely and possibly holds."""
    vanaf, laatst, tot, tot_laatst = P[p + K_VANAF], P[p + K_VANAF + 1], P[p + K_TOT], P[p + K_TOT + 1]
    if laatst <= BEGIN and tot >= EINDE:
        return (1 << m) - 1, (1 << m) - 1
    zeker = tussen(B, m, laatst, tot)
    if vanaf == laatst and tot == tot_laatst:
        return zeker, zeker
    return zeker, tussen(B, m, vanaf, tot_laatst)


def lijnen_nationaliteit(P: Rij, NAT: Rij, A: Rij, B: Rij, m: int, alles: int) -> None:
    """The timelines of being Dutch, of the EU, EEA or Switzerland, and Turkish."""
    n = P[N_NATIONALITEIT]
    for k in range(3):
        plek = A_NEDERLANDER if k == 0 else A_EU if k == 1 else A_TURKS
        A[plek], A[plek + 1] = 0, (alles if n < 0 else 0)
        for i in range(n):
            p = vak(N_NATIONALITEIT, i)
            is_het = NAT[k * NATIES + max(P[p + K_CODE], 0)]
            if is_het != 0:
                zeker, mogelijk = loopt(P, p, B, m)
                A[plek] |= zeker if is_het == 1 else 0
                A[plek + 1] |= mogelijk


def lijnen_feiten(P: Rij, DIP: Rij, A: Rij, B: Rij, m: int, alles: int) -> None:
    """The timelines of study, diploma, bedienaar and the rights that come from elsewhere."""
    for k in range(A_RICHTLIJN, A_LTR + 2):
        A[k] = 0
    for i in range(P[N_OPLEIDING]):
        p = vak(N_OPLEIDING, i)
        zeker, mogelijk = loopt(P, p, B, m)
        zeker = zeker if P[p + K_VRIJSTELLEND] == 1 else 0
        mogelijk = mogelijk if P[p + K_VRIJSTELLEND] != 0 else 0
        A[A_STUDIE] |= zeker
        A[A_STUDIE + 1] |= mogelijk
        A[A_VERVOLG] |= zeker if P[p + K_AANSLUITEND] == 1 else 0
        A[A_VERVOLG + 1] |= mogelijk if P[p + K_AANSLUITEND] != 0 else 0
    for i in range(P[N_DIPLOMA]):
        p = vak(N_DIPLOMA, i)
        is_het = DIP[P[p + K_CODE] & 255]
        if is_het != 0:
            zeker, mogelijk = loopt(P, p, B, m)
            A[A_DIPLOMA] |= zeker if is_het == 1 else 0
            A[A_DIPLOMA + 1] |= mogelijk
    if P[P_INGEBURGERD] >= 0:
        A[A_DIPLOMA] |= tussen(B, m, P[P_INGEBURGERD + 1], P[P_INGEBURGERD_TOT])
        A[A_DIPLOMA + 1] |= tussen(B, m, P[P_INGEBURGERD], P[P_INGEBURGERD_TOT + 1])
    for i in range(P[N_BEDIENAAR]):
        zeker, mogelijk = loopt(P, vak(N_BEDIENAAR, i), B, m)
        A[A_BEDIENAAR] |= zeker
        A[A_BEDIENAAR + 1] |= mogelijk
    for i in range(P[N_RICHTLIJN]):
        zeker, mogelijk = loopt(P, vak(N_RICHTLIJN, i), B, m)
        A[A_RICHTLIJN] |= zeker
        A[A_RICHTLIJN + 1] |= mogelijk
    A[A_LTR] = alles if P[P_LTR] == 1 else 0
    A[A_LTR + 1] = alles if P[P_LTR] != 0 else 0


def turks_bij(A: Rij, W: Rij, i: int, B: Rij, m: int, alles: int) -> None:
    """Whether the person was Turkish on the day that a verblijf was acquired, as two masks."""
    zeker, mogelijk = A[A_TURKS], A[A_TURKS + 1]
    if mogelijk == 0 or zeker == alles:
        W[i * W_BREED + W_TURKS], W[i * W_BREED + W_TURKS + 1] = zeker, mogelijk
    elif W[i * W_BREED + W_VERKREGEN] != W[i * W_BREED + W_VERKREGEN + 1]:
        W[i * W_BREED + W_TURKS], W[i * W_BREED + W_TURKS + 1] = 0, alles
    else:
        s = stuk(B, m, W[i * W_BREED + W_VERKREGEN])
        W[i * W_BREED + W_TURKS] = alles if (zeker >> s) & 1 else 0
        W[i * W_BREED + W_TURKS + 1] = alles if (mogelijk >> s) & 1 else 0


def ingeschreven_vanaf(P: Rij, ontstaan: int, G: Rij) -> int:
    """The first day of the registration that holds when the duty arose, or the first after it; EINDE when none."""
    k = 0
    for i in range(P[N_INSCHRIJVING]):
        p = vak(N_INSCHRIJVING, i)
        vanaf, tot = P[p + K_VANAF], P[p + K_TOT]
        if vanaf < tot:
            j = k
            while j > 0 and (G[2 * j - 2] > vanaf or (G[2 * j - 2] == vanaf and G[2 * j - 1] > tot)):
                G[2 * j], G[2 * j + 1] = G[2 * j - 2], G[2 * j - 1]
                j -= 1
            G[2 * j], G[2 * j + 1] = vanaf, tot
            k += 1
    if k == 0:
        return EINDE
    begin, eind = G[0], G[1]
    for i in range(1, k):
        if G[2 * i] <= eind:
            eind = max(eind, G[2 * i + 1])
        elif eind > ontstaan:
            break
        else:
            begin, eind = G[2 * i], G[2 * i + 1]
    return int(begin)
