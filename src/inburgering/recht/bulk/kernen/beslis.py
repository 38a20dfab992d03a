"""The decision about one person from the timelines: duty, act, onset, end, category, college (`recht.kern`)."""

from typing import Any

from inburgering.recht.bulk.kernen.afgeleid import vak
from inburgering.recht.bulk.kernen.dagen import EINDE
from inburgering.recht.bulk.kernen.gegeven import (
    GRENS,
    GROND_A,
    GROND_C,
    OUDSTE,
    overbrugt,
    overig,
    vrijgesteld,
    waarom_nieuw,
    waarom_oud,
    wet_van,
)  # fmt: skip
from inburgering.recht.bulk.kernen.lijnen import stuk, tot_waar, voor
from inburgering.recht.bulk.kernen.plaatsen import (
    A_AANWEZIG,
    A_BEDIENAAR,
    A_KENNISGEVING,
    A_PLICHT_NIEUW,
    A_PLICHT_OUD,
    A_VOORT_NIEUW,
    A_VOORT_OUD,
    K_CODE,
    K_TOT,
    K_VANAF,
    N_INSCHRIJVING,
    NIET_PLICHTIG,
    NIETS,
    ONBEKEND,
    P_HUIS,
    P_INGEBURGERD,
    P_INGEBURGERD_DEEL,
    P_LEZING,
    P_ONTHEFFING,
    P_ONTHEFFING_DEEL,
    P_PER_VERBLIJF,
    PLICHTIG,
    R_AANTAL,
    R_GATEN,
    R_GATEN_TOT,
    R_TOT,
    R_VANAF,
    R_VOOR,
    R_VOOR_LAATSTE,
    U_BEDIENAAR,
    U_CATEGORIE,
    U_COLLEGE,
    U_EINDE,
    U_GEKOZEN,
    U_INGANG,
    U_LENGTE,
    U_OORDEEL,
    U_REDEN,
    U_VRIJ,
    U_WAARSCHUWING,
    U_WET,
    W_ASIEL_NIEUW,
    W_ASIEL_OUD,
    W_BEKEND,
    W_BREED,
    W_GEEINDIGD_VOOR_NIEUWE_WET,
    W_GROND,
    W_HUIS,
    W_HUISVESTING_NIET_GEMELD,
    W_INGANG,
    W_INGANG_NA_BEKENDMAKING,
    W_KENNISGEVING_ZONDER_PLICHT,
    W_NIEUWE_PLICHT_NA_EINDE,
    W_ONDERBREKING_OVERBRUGD,
    W_ONTSTAAN_VOOR_2013,
    W_VALT_NIEUW,
    W_VALT_OUD,
    W_VRIJSTELLING_ZONDER_EINDE,
)  # fmt: skip
from inburgering.recht.bulk.kernen.termijnen import termijnen

Rij = Any


def overbrugbaar(B: Rij, m: int, overig_: int, welk: int, van: int, tot: int, eind: int, begin: int) -> bool:
    """Whether only the stay was interrupted, and for no more than a year."""
    bits = ((1 << tot) - 1) & ~((1 << van) - 1)
    return welk >= 0 and (overig_ & bits) == bits and overbrugt(welk, eind, begin)


def tijdvakken(
    B: Rij,
    m: int,
    plicht: int,
    voort: int,
    overig_: int,
    welk: int,
    vanaf: int,
    tot_en_met: int,
    R: Rij,
    G: Rij,
    g: int,
) -> None:
    """The last duty that began on or before `tot_en_met`, and the last that began before the new act, in `R`."""
    R[R_AANTAL] = R[R_VOOR] = R[R_VOOR_LAATSTE] = 0
    i, n, vak_j = 0, 0, 0
    while i < m:
        if not (plicht >> i) & 1:
            i += 1
            continue
        j = tot_waar(B, m, plicht, i)
        start, i = i, j
        begin, eind = max(B[start], vanaf), B[j] if j < m else EINDE
        if eind <= vanaf:
            continue
        if begin > tot_en_met:
            break
        if j < m and (voort >> j) & 1:
            j = tot_waar(B, m, voort, j)
            eind = B[j] if j < m else EINDE
        if n > 0 and begin <= R[R_TOT]:
            if eind > R[R_TOT]:
                R[R_TOT], vak_j = eind, j
        elif n > 0 and overbrugbaar(B, m, overig_, welk, vak_j, start, R[R_TOT], begin):
            G[2 * g], G[2 * g + 1] = R[R_TOT], begin
            g += 1
            R[R_GATEN_TOT], R[R_TOT], vak_j = g, eind, j
        else:
            onthoud(R, n)
            n += 1
            R[R_VANAF], R[R_TOT], R[R_GATEN], R[R_GATEN_TOT], vak_j = begin, eind, g, g, j
    R[R_AANTAL] = n
    R[R_VOOR_LAATSTE] = onthoud(R, n)


def onthoud(R: Rij, n: int) -> int:
    """1 when the duty at hand began before the new act; then it is kept."""
    if n == 0 or R[R_VANAF] >= GRENS:
        return 0
    R[R_VOOR] = 1
    for k in range(4):
        R[R_VOOR + 1 + k] = R[R_VANAF + k]
    return 1


def neem_voor(R: Rij) -> None:
    """Take the last duty from before the new act for the one that counts."""
    for k in range(4):
        R[R_VANAF + k] = R[R_VOOR + 1 + k]


def kies(P: Rij, A: Rij, W: Rij, B: Rij, m: int, n: int, R: Rij, G: Rij, peildatum: int, U: Rij) -> int:
    """The act of the duty that counts, its tijdvak in `R`; NIETS when none counts.

    Source: Wi2021 art. 54 lid 1, by the reading of the regelversie.
    """
    overig_ = overig(A, 0)
    tijdvakken(
        B,
        m,
        A[A_PLICHT_OUD],
        A[A_VOORT_OUD] & overig_ & A[A_AANWEZIG],
        overig_,
        P[P_PER_VERBLIJF] - 1,
        0,
        peildatum,
        R,
        G,
        0,
    )
    valt = 0
    for i in range(n):
        valt |= W[i * W_BREED + W_VALT_OUD]
    onder3 = (valt & A[A_AANWEZIG]) >> stuk(B, m, GRENS - 1) & 1
    if R[R_VOOR] != 0 and R[R_VOOR + 2] >= GRENS:
        if R[R_VOOR_LAATSTE] == 0:
            U[U_WAARSCHUWING] |= W_NIEUWE_PLICHT_NA_EINDE
        neem_voor(R)
        return int(wet_van(P[P_LEZING], R[R_VANAF], onder3))
    if wet_van(P[P_LEZING], GRENS, onder3) == 0:
        return 0 if R[R_AANTAL] > 0 else NIETS
    voor_, vanaf, tot, g0, g1 = R[R_VOOR], R[R_VOOR + 1], R[R_VOOR + 2], R[R_VOOR + 3], R[R_VOOR + 4]
    overig_ = overig(A, 1)
    voort = A[A_VOORT_NIEUW] & overig_ & A[A_AANWEZIG]
    tijdvakken(B, m, A[A_PLICHT_NIEUW], voort, overig_, 2 * P[P_PER_VERBLIJF] - 1, GRENS, peildatum, R, G, 40)
    if voor_ != 0:
        U[U_GEKOZEN] = -2  # eerder geeindigd
    if R[R_AANTAL] == 0:
        if voor_ == 0 or peildatum >= GRENS:
            return NIETS
        R[R_VANAF], R[R_TOT], R[R_GATEN], R[R_GATEN_TOT] = vanaf, tot, g0, g1
    return int(wet_van(P[P_LEZING], R[R_VANAF], onder3))


def gekozen(P: Rij, W: Rij, B: Rij, m: int, n: int, dag: int, wet: int) -> int:
    """The verblijf that the duty rests on: one that counts on the first day, asylum before the rest."""
    s, lijn, uit = stuk(B, m, dag), (W_VALT_OUD if wet == 0 else W_VALT_NIEUW), NIETS
    for i in range(n):
        if (W[i * W_BREED + lijn] >> s) & 1 and (
            uit == NIETS or (W[i * W_BREED + W_GROND] == GROND_C and W[uit * W_BREED + W_GROND] != GROND_C)
        ):
            uit = i
    if uit == NIETS and not P[P_PER_VERBLIJF]:
        for i in range(n - 1, -1, -1):
            if (W[i * W_BREED + W_GROND] == GROND_C and (uit == NIETS or W[uit * W_BREED + W_GROND] != GROND_C)) or (
                W[i * W_BREED + W_GROND] == GROND_A and uit == NIETS
            ):
                uit = i
    return int(uit)


def einde(P: Rij, A: Rij, B: Rij, m: int, R: Rij, peildatum: int, wet: int, U: Rij) -> None:
    """The first day without the duty and why, when that day is not after the peildatum."""
    dag, reden = R[R_TOT], 0
    onth = ing = EINDE + 1
    if P[P_ONTHEFFING] >= 0 and P[P_ONTHEFFING_DEEL] != 1 and P[P_ONTHEFFING] >= R[R_VANAF]:
        onth = P[P_ONTHEFFING]
    if P[P_INGEBURGERD] >= 0 and P[P_INGEBURGERD_DEEL] != 1 and P[P_INGEBURGERD] >= R[R_VANAF]:
        ing = P[P_INGEBURGERD]
    if min(onth, ing) <= dag:
        if dag <= min(onth, ing):
            reden = 3 if onth == dag else 4
        else:
            dag = min(onth, ing)
            reden = 4 if ing == dag else 3
    if dag > peildatum:
        return
    if reden == 0:
        s = stuk(B, m, dag)
        if not (A[A_AANWEZIG] >> s) & 1:
            reden = 1
        else:
            reden = waarom_oud(A, s) if wet == 0 else waarom_nieuw(A, s)
    U[U_EINDE], U[U_REDEN] = dag, reden


def vrijstelling(A: Rij, B: Rij, m: int, peildatum: int, U: Rij) -> None:
    """The day that a vrijstelling ends, and a warning when no end is known (Wi2021 art. 4)."""
    lijn, s = vrijgesteld(A), stuk(B, m, peildatum)
    if (lijn >> s) & 1:
        j = tot_waar(B, m, lijn, s)
        if j < m:
            U[U_VRIJ] = B[j]
        else:
            U[U_WAARSCHUWING] |= W_VRIJSTELLING_ZONDER_EINDE


def college(P: Rij, is_8c: bool, peildatum: int) -> int:
    """The gemeente with the task: where the person lives; for 8c where the person is housed, until a later move."""
    woont, sinds, code = NIETS, -1, P[P_HUIS]
    gehuisvest = EINDE
    for i in range(P[N_INSCHRIJVING]):
        p = vak(N_INSCHRIJVING, i)
        vanaf = P[p + K_VANAF]
        if vanaf <= peildatum < P[p + K_TOT] and vanaf > sinds:
            woont, sinds = P[p + K_CODE], vanaf
        if code >= 0 and P[p + K_CODE] == code:
            gehuisvest = min(gehuisvest, vanaf)
    if not is_8c:
        return int(max(woont, NIETS))
    if code == -2:
        return NIETS
    if sinds > gehuisvest:
        return int(max(woont, NIETS))
    return int(max(code, NIETS))


def beslis(P: Rij, A: Rij, W: Rij, B: Rij, m: int, R: Rij, G: Rij, TAB: Rij, VRIJ: Rij, peildatum: int, U: Rij) -> None:
    """The outcome in `U`, for facts that are complete."""
    for k in range(U_LENGTE):
        U[k] = NIETS
    U[U_OORDEEL] = NIET_PLICHTIG
    U[U_BEDIENAAR] = U[U_WAARSCHUWING] = U[U_REDEN] = 0
    n = max(P[0], 0)
    nu = voor(B, m, peildatum + 1)
    wet = NIETS
    if (A[A_PLICHT_OUD] | A[A_PLICHT_NIEUW]) & nu:
        wet = kies(P, A, W, B, m, n, R, G, peildatum, U)
    eerder, U[U_GEKOZEN] = U[U_GEKOZEN] == -2, NIETS
    if wet == NIETS:
        U[U_WAARSCHUWING] = W_KENNISGEVING_ZONDER_PLICHT if A[A_KENNISGEVING] <= peildatum else 0
        if eerder:
            U[U_WAARSCHUWING] |= W_GEEINDIGD_VOOR_NIEUWE_WET
        return
    dag = R[R_VANAF]
    if dag < OUDSTE:
        U[U_OORDEEL], U[U_WAARSCHUWING] = ONBEKEND, W_ONTSTAAN_VOOR_2013
        return
    U[U_OORDEEL], U[U_WET], U[U_INGANG] = PLICHTIG, wet, dag
    g = gekozen(P, W, B, m, n, dag, wet)
    U[U_GEKOZEN] = g
    einde(P, A, B, m, R, peildatum, wet, U)
    bedienaar = A[A_BEDIENAAR]
    U[U_BEDIENAAR] = (bedienaar >> stuk(B, m, dag) | bedienaar >> stuk(B, m, peildatum)) & 1
    is_8c = False
    if g >= 0:
        U[U_CATEGORIE] = 0 if W[g * W_BREED + (W_ASIEL_OUD if wet == 0 else W_ASIEL_NIEUW)] != 0 else 1
        is_8c = W[g * W_BREED + W_HUIS] != 0
        if (
            W[g * W_BREED + W_INGANG] >= 0
            and W[g * W_BREED + W_BEKEND] >= 0
            and W[g * W_BREED + W_INGANG] > W[g * W_BREED + W_BEKEND + 1]
        ):
            U[U_WAARSCHUWING] |= W_INGANG_NA_BEKENDMAKING
        if is_8c and P[P_HUIS] == -2:
            U[U_WAARSCHUWING] |= W_HUISVESTING_NIET_GEMELD
    if R[R_GATEN_TOT] > R[R_GATEN] and dag < GRENS:
        U[U_WAARSCHUWING] |= W_ONDERBREKING_OVERBRUGD
    U[U_COLLEGE] = college(P, is_8c, peildatum)
    if wet == 1:
        vrijstelling(A, B, m, peildatum, U)
    termijnen(P, A, W, g, R, G, TAB, VRIJ, peildatum, U)
