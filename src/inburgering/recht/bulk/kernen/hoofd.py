"""The loop over a stretch of the register: read a person, decide, write the outcome where Arrow will read it."""

from typing import Any

import numpy as np

from inburgering.recht.bulk.kernen.dagen import BEGIN
from inburgering.recht.bulk.kernen.gegeven import GROND_A, GROND_C, datum_zestien, lees_persoon, patroon, wijzer
from inburgering.recht.bulk.kernen.kijk import kijk, onbekend_verblijf
from inburgering.recht.bulk.kernen.lijnen import stuk
from inburgering.recht.bulk.kernen.onbekend import AS_BESLIST, AS_PAD, AS_SOORT, ASSEN_MAX
from inburgering.recht.bulk.kernen.plaatsen import (
    AFWEZIG,
    AS_BREED,
    G_LENGTE,
    GRENZEN_MAX,
    N_VERBLIJF,
    P_GEBOREN,
    P_PER_VERBLIJF,
    U_BEDIENAAR,
    U_CATEGORIE,
    U_COLLEGE,
    U_EINDE,
    U_EXAMEN,
    U_GEKOZEN,
    U_INBURGERING,
    U_INGANG,
    U_OORDEEL,
    U_PIP,
    U_PVT,
    U_REDEN,
    U_VRIJ,
    U_WAARSCHUWING,
    U_WET,
    W_AANVANG,
    W_BREED,
    W_GROND,
    W_TURKS,
)  # fmt: skip
from inburgering.recht.bulk.kernen.wereld import WB_LENGTE, los_op, werkblad

Rij = Any


def zet_bit(bits: Rij, i: int, waar: bool) -> None:
    """One bit of an Arrow bitmap, set when `waar`."""
    if waar:
        bits[i >> 3] |= 1 << (i & 7)


def schrijf(U: Rij, i: int, KLEIN: Rij, CODE: Rij, DAG: Rij, BITS: Rij) -> None:
    """One outcome in the columns; a bit says that a value is there."""
    KLEIN[0, i], KLEIN[1, i], KLEIN[2, i], KLEIN[3, i] = U[U_OORDEEL], U[U_WET], U[U_REDEN], U[U_CATEGORIE]
    zet_bit(BITS[0], i, U[U_WET] >= 0)
    zet_bit(BITS[1], i, U[U_EINDE] >= 0)
    zet_bit(BITS[2], i, U[U_CATEGORIE] >= 0)
    zet_bit(BITS[3], i, U[U_BEDIENAAR] == 1)
    CODE[0, i], CODE[1, i] = U[U_COLLEGE], U[U_WAARSCHUWING]
    zet_bit(BITS[4], i, U[U_COLLEGE] >= 0)
    k = 0
    for veld in (U_INGANG, U_EINDE, U_VRIJ, U_PIP, U_INBURGERING, U_EXAMEN, U_PVT):
        if U[veld] >= 0:
            DAG[k, i] = U[veld] - 719163
            zet_bit(BITS[5 + k], i, True)
        k += 1


def register(
    K: Rij, begin: int, eind: int, peildatum: int, WELK: Rij, NAT: Rij, DIP: Rij, TAB: Rij, VRIJ: Rij, KZ: Rij,
    KZN: Rij, KLEIN: Rij, CODE: Rij, DAG: Rij, BITS: Rij, STAND: Rij, MIST: Rij, PATROON: Rij
) -> int:  # fmt: skip
    """The number of missing facts written, after deciding the persons from `begin` up to `eind`.

    `STAND` says for each: 0 known, 1 open facts, 2 for the readable engine. `MIST` holds (row, fact) pairs.
    """
    blok, breuk = np.zeros(1536 + G_LENGTE + WB_LENGTE, np.int64), np.zeros(1, np.float64)
    P, A, W, B = wijzer(blok, 0), wijzer(blok, 544), wijzer(blok, 640), wijzer(blok, 896)
    G, V, R, U = wijzer(blok, 1536), wijzer(blok, 1280), wijzer(blok, 1288), wijzer(blok, 1312)
    F, X = wijzer(breuk, 0), werkblad(wijzer(blok, 1536 + G_LENGTE))
    adressen, nat, dip, tab = wijzer(K, 0), wijzer(NAT, 0), wijzer(DIP, 0), wijzer(TAB, 0)
    vrij, kz, kzn = wijzer(VRIJ, 0), wijzer(KZ, 0), wijzer(KZN, 0)
    for k in range(6):
        P[P_PER_VERBLIJF + k] = WELK[k]
    gemist = 0
    for i in range(begin, eind):
        if lees_persoon(adressen, i, P, F):
            STAND[i] = 2
            continue
        stand = los_op(P, F, A, W, B, G, V, R, nat, dip, tab, vrij, kz, kzn, peildatum, U, X)
        if stand == 2 or gemist + 64 > len(MIST):
            STAND[i] = 2
            continue
        STAND[i] = stand
        schrijf(U, i, KLEIN, CODE, DAG, BITS)
        if stand == 1:
            gemist = noteer(X, MIST, gemist, i)
        if PATROON.shape[1] > 0 and not lees_persoon(adressen, i, P, F):
            m = kijk(P, F, A, W, B, G, V, nat, dip, tab, False, False)
            zet_patroon(P, F, A, W, B, m, tab, peildatum, U, PATROON, i)
    return int(gemist + 0 * blok[0] + 0 * int(breuk[0]))  # the owners of the memory live until here


def toets(P: Rij, W: Rij, gekozen: int) -> int:
    """The verblijf whose conditions are shown: the one the duty rests on, else the last that can give one."""
    n = P[N_VERBLIJF]
    if n <= 0:
        onbekend_verblijf(W)
        W[0 * W_BREED + W_GROND] = -1 if n < 0 else AFWEZIG
        W[0 * W_BREED + W_TURKS] = W[0 * W_BREED + W_TURKS + 1] = 0
        return 0
    if 0 <= gekozen < n:
        return gekozen
    for i in range(n - 1, -1, -1):
        if W[i * W_BREED + W_GROND] == GROND_A or W[i * W_BREED + W_GROND] == GROND_C:
            return i
    return int(n - 1)


def zet_patroon(
    P: Rij, F: Rij, A: Rij, W: Rij, B: Rij, m: int, TAB: Rij, peildatum: int, U: Rij, PATROON: Rij, i: int
) -> None:
    """Which named conditions hold on the day that decides, and which are unknown, as two masks."""
    if m > GRENZEN_MAX:
        return
    g, dag = toets(P, W, U[U_GEKOZEN]), U[U_INGANG]
    if dag < 0:
        start = W[g * W_BREED + W_AANVANG] if W[g * W_BREED + W_AANVANG] > BEGIN else W[g * W_BREED + W_AANVANG + 1]
        dag = min(max(start, datum_zestien(TAB, P[P_GEBOREN])), peildatum)
    PATROON[0, i], PATROON[1, i] = patroon(P, F, A, W, g, TAB, stuk(B, m, dag), dag)


def noteer(X: Rij, MIST: Rij, gemist: int, i: int) -> int:
    """The number of missing facts written, after adding those of one person."""
    AS = X[0]
    for k in range(ASSEN_MAX):
        if AS[k * AS_BREED + AS_SOORT] == 0:
            break
        if AS[k * AS_BREED + AS_BESLIST] != 0:
            MIST[gemist, 0], MIST[gemist, 1] = i, AS[k * AS_BREED + AS_PAD]
            gemist += 1
    return gemist
