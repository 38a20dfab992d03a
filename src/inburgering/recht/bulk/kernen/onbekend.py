"""Which facts of one person are missing: the axes along which worlds differ (`werelden.onbekenden`)."""

from typing import Any

from inburgering.recht.bulk.kernen.afgeleid import vak
from inburgering.recht.bulk.kernen.gegeven import (
    DIPLOMAS,
    DOEL_GEZINSLID,
    DOEL_OVERIG,
    GROND_A,
    GROND_C,
    REF_BEPAALDE_TIJD,
    WETSDAG_LAATST,
    vrijgesteld,
    vrijgesteld_misschien,
)  # fmt: skip
from inburgering.recht.bulk.kernen.lijnen import stuk, voor
from inburgering.recht.bulk.kernen.plaatsen import (
    A_PLICHT_NIEUW,
    A_PLICHT_OUD,
    AFWEZIG,
    AS_BREED,
    K_AANSLUITEND,
    K_CODE,
    K_TOT,
    K_VANAF,
    K_VRIJSTELLEND,
    N_BEDIENAAR,
    N_DIPLOMA,
    N_INSCHRIJVING,
    N_KENNISGEVING,
    N_NATIONALITEIT,
    N_OPLEIDING,
    N_RICHTLIJN,
    N_VERBLIJF,
    P_AANVANG,
    P_GEBOREN,
    P_HUIS,
    P_INGEBURGERD,
    P_INGEBURGERD_TOT,
    P_LEERPLICHT,
    P_LTR,
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
    W_BREED,
    W_VALT_OUD,
)  # fmt: skip

Rij = Any
ASSEN_MAX = 24
# one axis: kind, place in P, number of the verblijf, path, whether it decides, first choice, number of choices
AS_SOORT, AS_PLEK, AS_NUMMER, AS_PAD, AS_BESLIST, AS_EERSTE, AS_AANTAL = 0, 1, 2, 3, 4, 5, 6
S_DATUM, S_BEKEND, S_LEERPLICHT, S_GEBOREN, S_EINDE, S_NATIONALITEIT, S_NATIONALITEITEN, S_VERBLIJF = (
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
)
S_WAARHEID, S_GROND, S_DIPLOMA, S_REFDOEL, S_GEMEENTE, S_DOEL, S_REFERENT = 9, 10, 11, 12, 13, 14, 15
# paths; the entry of the list is added
PAD = 16
PAD_GEBOREN, PAD_NATIONALITEITEN, PAD_VERBLIJF, PAD_GROND, PAD_DOEL, PAD_INGANG, PAD_BESLUIT, PAD_BEKEND = (
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
)
PAD_EINDE, PAD_REF, PAD_REFDOEL, PAD_TIJDELIJK, PAD_NATIONALITEIT, PAD_INSCHRIJVING, PAD_HUIS = 8, 9, 10, 11, 12, 15, 18
PAD_KENNISGEVING, PAD_LEERPLICHT, PAD_OPLEIDING, PAD_DIPLOMA, PAD_BEDIENAAR, PAD_LTR, PAD_RICHTLIJN = (
    19,
    20,
    21,
    25,
    27,
    29,
    30,
)
PAD_ONTHEFFING, PAD_INGEBURGERD, PAD_PIP = 32, 33, 35


def zet_as(AS: Rij, n: int, soort: int, plek: int, nummer: int, pad: int) -> int:
    """The number of axes after adding one."""
    if n < ASSEN_MAX:
        (
            AS[n * AS_BREED + AS_SOORT],
            AS[n * AS_BREED + AS_PLEK],
            AS[n * AS_BREED + AS_NUMMER],
            AS[n * AS_BREED + AS_PAD],
            AS[n * AS_BREED + AS_BESLIST],
        ) = (
            soort,
            plek,
            nummer,
            pad,
            0,
        )
    return n + 1


def as_datum(P: Rij, AS: Rij, n: int, plek: int, soort: int, pad: int, nummer: int) -> int:
    """One more axis when a date that was given is not known to the day."""
    if P[plek] >= 0 and P[plek] != P[plek + 1]:
        return zet_as(AS, n, soort, plek, nummer, pad * PAD + nummer)
    return n


def open_referenten(P: Rij) -> None:
    """Forget a purpose of a referent that does not say whether the referent stays for a while."""
    for i in range(P[N_VERBLIJF]):
        v = P_VERBLIJF + i * V_BREED
        if P[v + V_REF] == REF_BEPAALDE_TIJD and (
            P[v + V_REFDOEL] == DOEL_GEZINSLID or P[v + V_REFDOEL] == DOEL_OVERIG
        ):
            P[v + V_REFDOEL] = -1


def van_verblijf(P: Rij, AS: Rij, n: int, i: int) -> int:
    """The missing facts of one verblijf."""
    v = P_VERBLIJF + i * V_BREED
    grond, doel, ref, refdoel = P[v + V_GROND], P[v + V_DOEL], P[v + V_REF], P[v + V_REFDOEL]
    telt = grond == GROND_A or grond == GROND_C or grond < 0
    if grond < 0:
        n = zet_as(AS, n, S_GROND, v + V_GROND, i, PAD_GROND * PAD + i)
    if doel < 0:
        n = zet_as(AS, n, S_DOEL, v + V_DOEL, i, PAD_DOEL * PAD + i)
    n = as_datum(P, AS, n, v + V_INGANG, S_DATUM, PAD_INGANG, i)
    n = as_datum(P, AS, n, v + V_BESLUIT, S_DATUM, PAD_BESLUIT, i)
    if P[v + V_BEKEND] < 0 and telt:
        n = zet_as(AS, n, S_BEKEND, v + V_BEKEND, i, PAD_BEKEND * PAD + i)
    n = as_datum(P, AS, n, v + V_BEKEND, S_DATUM, PAD_BEKEND, i)
    n = as_datum(P, AS, n, v + V_EINDE, S_EINDE, PAD_EINDE, i)
    if ref == -1 or (ref == AFWEZIG and doel == DOEL_GEZINSLID):
        n = zet_as(AS, n, S_REFERENT, v + V_REF, i, PAD_REF * PAD + i)
    if ref != AFWEZIG and (refdoel == -1 or (refdoel == AFWEZIG and ref == REF_BEPAALDE_TIJD)):
        n = zet_as(AS, n, S_REFDOEL, v + V_REFDOEL, i, PAD_REFDOEL * PAD + i)
    if P[v + V_TIJDELIJK] < 0 and doel == DOEL_OVERIG:
        n = zet_as(AS, n, S_WAARHEID, v + V_TIJDELIJK, i, PAD_TIJDELIJK * PAD + i)
    return n


def van_vakken(P: Rij, AS: Rij, n: int, lijst: int, pad: int, code: int) -> int:
    """The missing facts of one list: the code first, then begin and end."""
    for i in range(P[lijst]):
        p = vak(lijst, i)
        if code != 0 and P[p + K_CODE] < 0:
            n = zet_as(AS, n, code, p + K_CODE, i, pad * PAD + i)
        eerste = pad + 1 if code != 0 else pad
        n = as_datum(P, AS, n, p + K_VANAF, S_DATUM, eerste, i)
        n = as_datum(P, AS, n, p + K_TOT, S_DATUM, eerste + 1, i)
        if lijst == N_OPLEIDING:
            if P[p + K_AANSLUITEND] < 0:
                n = zet_as(AS, n, S_WAARHEID, p + K_AANSLUITEND, i, (pad + 2) * PAD + i)
            if P[p + K_VRIJSTELLEND] < 0:
                n = zet_as(AS, n, S_WAARHEID, p + K_VRIJSTELLEND, i, (pad + 3) * PAD + i)
    return n


def onbekenden(P: Rij, AS: Rij) -> int:
    """The number of missing facts, in the order in which they are read; leerplicht is looked at later."""
    n = as_datum(P, AS, 0, P_GEBOREN, S_GEBOREN, PAD_GEBOREN, 0)
    if P[N_NATIONALITEIT] < 0:
        n = zet_as(AS, n, S_NATIONALITEITEN, 0, 0, PAD_NATIONALITEITEN * PAD)
    n = van_vakken(P, AS, n, N_NATIONALITEIT, PAD_NATIONALITEIT, S_NATIONALITEIT)
    if P[N_VERBLIJF] < 0:
        n = zet_as(AS, n, S_VERBLIJF, 0, 0, PAD_VERBLIJF * PAD)
    for i in range(P[N_VERBLIJF]):
        n = van_verblijf(P, AS, n, i)
    n = van_vakken(P, AS, n, N_INSCHRIJVING, PAD_INSCHRIJVING, S_GEMEENTE)
    if P[P_HUIS] == -1:
        n = zet_as(AS, n, S_GEMEENTE, P_HUIS, 0, PAD_HUIS * PAD)
    n = van_vakken(P, AS, n, N_KENNISGEVING, PAD_KENNISGEVING, 0)
    n = as_datum(P, AS, n, P_LEERPLICHT, S_DATUM, PAD_LEERPLICHT, 0)
    n = van_vakken(P, AS, n, N_OPLEIDING, PAD_OPLEIDING, 0)
    for i in range(P[N_DIPLOMA]):
        n = as_datum(P, AS, n, vak(N_DIPLOMA, i) + K_VANAF, S_DATUM, PAD_DIPLOMA + 1, i)
    n = van_vakken(P, AS, n, N_BEDIENAAR, PAD_BEDIENAAR, 0)
    if P[P_LTR] < 0:
        n = zet_as(AS, n, S_WAARHEID, P_LTR, 0, PAD_LTR * PAD)
    n = van_vakken(P, AS, n, N_RICHTLIJN, PAD_RICHTLIJN, 0)
    n = as_datum(P, AS, n, P_ONTHEFFING, S_DATUM, PAD_ONTHEFFING, 0)
    n = as_datum(P, AS, n, P_INGEBURGERD, S_DATUM, PAD_INGEBURGERD, 0)
    if P[P_INGEBURGERD] >= 0:
        n = as_datum(P, AS, n, P_INGEBURGERD_TOT, S_DATUM, PAD_INGEBURGERD + 1, 0)
    n = as_datum(P, AS, n, P_PIP, S_DATUM, PAD_PIP, 0)
    return van_regelversie(P, AS, n)


def van_regelversie(P: Rij, AS: Rij, n: int) -> int:
    """The missing facts that only this regelversie asks for, and the diplomas that no rule names."""
    aanvang = P[P_AANVANG]
    if aanvang != V_BEKEND:
        for i in range(P[N_VERBLIJF]):
            v = P_VERBLIJF + i * V_BREED
            grond = P[v + V_GROND]
            if P[v + aanvang] < 0 and (grond == GROND_A or grond == GROND_C or grond < 0):
                pad = PAD_INGANG if aanvang == V_INGANG else PAD_BESLUIT
                n = zet_as(AS, n, S_BEKEND, v + aanvang, i, pad * PAD + i)
    for i in range(P[N_DIPLOMA]):
        p = vak(N_DIPLOMA, i) + K_CODE
        if P[p] < 0 or P[p] >= DIPLOMAS:
            n = zet_as(AS, n, S_DIPLOMA, p, i, PAD_DIPLOMA * PAD + i)
    return n


def uitgemaakt(A: Rij, W: Rij, B: Rij, m: int, n: int, peildatum: int) -> bool:
    """Whether duty and vrijstelling are the same on every day that counts, whatever the missing facts are."""
    telt = voor(B, m, max(peildatum, WETSDAG_LAATST) + 1)
    open_ = (A[A_PLICHT_OUD] ^ A[A_PLICHT_OUD + 1]) | (A[A_PLICHT_NIEUW] ^ A[A_PLICHT_NIEUW + 1])
    for i in range(n):
        open_ |= W[i * W_BREED + W_VALT_OUD] ^ W[i * W_BREED + W_VALT_OUD + 1]
    if open_ & telt:
        return False
    s = stuk(B, m, peildatum)
    vast = (vrijgesteld(A) >> s) & 1 == (vrijgesteld_misschien(A) >> s) & 1
    return bool(A[A_PLICHT_NIEUW + 1] == 0 or vast)
