"""One person from facts to outcome: at once when nothing that matters is missing, else by trying what it could be.

The order in which worlds are tried, and what counts as a fact that would settle the outcome, are those of
`recht.scalar`: first a walk in which every choice moves at once, then every combination.
"""

from typing import Any

from inburgering.recht.bulk.kernen.beslis import beslis
from inburgering.recht.bulk.kernen.dagkeuze import DAGEN_MAX, KEUZEN_MAX, grensdagen, reikwijdte
from inburgering.recht.bulk.kernen.gegeven import GRENS, overig_misschien, vanaf
from inburgering.recht.bulk.kernen.grof import mogelijk
from inburgering.recht.bulk.kernen.keuze import keuzen
from inburgering.recht.bulk.kernen.kijk import kijk
from inburgering.recht.bulk.kernen.lijnen import stuk, voor
from inburgering.recht.bulk.kernen.onbekend import (
    AS_AANTAL,
    AS_BESLIST,
    AS_EERSTE,
    AS_PAD,
    AS_SOORT,
    ASSEN_MAX,
    PAD,
    PAD_HUIS,
    PAD_INSCHRIJVING,
    PAD_LEERPLICHT,
    PAD_TIJDELIJK,
    PAD_VERBLIJF,
    S_GEBOREN,
    S_LEERPLICHT,
    onbekenden,
    open_referenten,
    uitgemaakt,
    zet_as,
)  # fmt: skip
from inburgering.recht.bulk.kernen.plaatsen import (
    A_BEDIENAAR,
    A_KENNISGEVING,
    A_LENGTE,
    A_PLICHT_NIEUW,
    A_PLICHT_OUD,
    ANDERE_MOTOR,
    AS_BREED,
    BEKEND,
    GRENZEN_MAX,
    KEUS_BREED,
    LIJST_MAX,
    N_VERBLIJF,
    NIETS,
    ONBEKEND,
    OPEN,
    P_GROF,
    P_LEERPLICHT,
    P_LENGTE,
    P_NIEUW_OP_GRENS,
    PLICHTIG,
    U_BEDIENAAR,
    U_LENGTE,
    U_OORDEEL,
    U_PIP,
    U_REDEN,
    U_WAARSCHUWING,
    U_WET,
    W_BREED,
    W_EINDE,
    W_VOORT_OUD_MISSCHIEN,
)  # fmt: skip
from inburgering.recht.bulk.kernen.school import (
    ANDERS,
    MISLUKT,
    STAPPEN_MAX,
    ZELFDE,
    begin_school,
    los_van_leerplicht,
    met_school,
    wereld,
)
from inburgering.recht.bulk.kernen.stil import nieuwe_plicht_vast, stille_geboorte
from inburgering.recht.bulk.kernen.wandeling import (
    L_ANDER,
    L_EERSTE,
    L_HIER,
    L_PROEF,
    X_AS,
    X_DAG,
    X_KEUS,
    X_P,
    X_PLEK,
    X_U,
    anders,
    neem,
    niet_plichtig,
    op_wandeling,
    samen,
    volgende,
)  # fmt: skip

Rij = Any
WERELDEN_MAX, WISSELS_MAX = 4000, 40
B_EERSTE, B_ANDER, B_SAMEN, B_HIER, B_PROEF = 0, 1, 2, 3, 4
WB_KEUS = AS_BREED * ASSEN_MAX
WB_DAG = WB_KEUS + KEUS_BREED * (KEUZEN_MAX + 64)
WB_P = WB_DAG + DAGEN_MAX
WB_PLEK = WB_P + P_LENGTE
WB_U = WB_PLEK + 5 * ASSEN_MAX
WB_A = WB_U + 5 * U_LENGTE
WB_LOS = WB_A + A_LENGTE + 4 * LIJST_MAX
WB_LENGTE = WB_LOS + STAPPEN_MAX + 2


def werkblad(blok: Rij) -> Any:
    """The arrays that trying worlds writes in, one after the other in a block."""
    return (
        blok,
        vanaf(blok, WB_KEUS),
        vanaf(blok, WB_DAG),
        vanaf(blok, WB_P),
        vanaf(blok, WB_PLEK),
        vanaf(blok, WB_U),
        vanaf(blok, WB_A),
        vanaf(blok, WB_LOS),
    )


def los_op(
    P: Rij, F: Rij, A: Rij, W: Rij, B: Rij, G: Rij, V: Rij, R: Rij, NAT: Rij, DIP: Rij, TAB: Rij, VRIJ: Rij, KZ: Rij,
    KZN: Rij, peildatum: int, U: Rij, X: Rij
) -> int:  # fmt: skip
    """0 with the outcome in `U`; 1 when facts that matter are missing, marked in the worksheet; 2 when too large."""
    open_referenten(P)
    if not mogelijk(P, F, A, W, B, NAT, TAB, peildatum):
        return niet_plichtig(U, A[A_KENNISGEVING] <= peildatum)
    m = kijk(P, F, A, W, B, G, V, NAT, DIP, TAB, False, False)
    if m > GRENZEN_MAX:
        return ANDERE_MOTOR
    AS, n = X[X_AS], P[N_VERBLIJF]
    assen = onbekenden(P, AS)
    vast = True
    if n > 0 and (P[P_LEERPLICHT] < 0 or (assen == 1 and AS[0 * AS_BREED + AS_SOORT] == S_GEBOREN)):
        vast = uitgemaakt(A, W, B, m, n, peildatum)
    if n > 0 and P[P_LEERPLICHT] < 0 and not vast:
        assen = zet_as(AS, assen, S_LEERPLICHT, P_LEERPLICHT, 0, PAD_LEERPLICHT * PAD)
    if assen == 1 and n > 0 and vast and AS[0 * AS_BREED + AS_SOORT] == S_GEBOREN:
        assen = 0
    if assen == 0:
        beslis(P, A, W, B, m, R, G, TAB, VRIJ, peildatum, U)
        return ANDERE_MOTOR if U[U_PIP] == -9 else BEKEND
    if assen > ASSEN_MAX:
        return ANDERE_MOTOR
    return probeer(P, F, A, W, B, G, V, R, NAT, DIP, TAB, VRIJ, KZ, KZN, peildatum, U, X, assen, m)


def nieuwe_wet_telt_niet(P: Rij, A: Rij, W: Rij, B: Rij, m: int, n: int, peildatum: int) -> bool:
    """Whether no duty can count: what the old act gave ended before the new one, which gives none (art. 54 lid 1)."""
    if peildatum < GRENS or not P[P_NIEUW_OP_GRENS]:
        return False
    na = ((1 << m) - 1) & ~((1 << stuk(B, m, GRENS - 1)) - 1)
    if A[A_PLICHT_OUD + 1] & na:
        return False
    voort = 0
    for i in range(n):
        if W[i * W_BREED + W_VOORT_OUD_MISSCHIEN] != 0:
            voort |= voor(B, m, W[i * W_BREED + W_EINDE + 1])
    if voort & overig_misschien(A) & na:
        return False
    tussen = voor(B, m, peildatum + 1) & ~((1 << stuk(B, m, GRENS)) - 1)
    return not A[A_PLICHT_NIEUW + 1] & tussen


def open_soorten(AS: Rij, assen: int) -> tuple[bool, bool]:
    """Whether facts about verblijf are missing, and about inschrijvingen."""
    verblijf = inschrijving = False
    for a in range(assen):
        pad = AS[a * AS_BREED + AS_PAD] // PAD
        verblijf = verblijf or PAD_VERBLIJF <= pad <= PAD_TIJDELIJK
        inschrijving = inschrijving or PAD_INSCHRIJVING <= pad < PAD_HUIS
    return verblijf, inschrijving


def probeer(
    P: Rij, F: Rij, A: Rij, W: Rij, B: Rij, G: Rij, V: Rij, R: Rij, NAT: Rij, DIP: Rij, TAB: Rij, VRIJ: Rij, KZ: Rij,
    KZN: Rij, peildatum: int, U: Rij, X: Rij, assen: int, m: int
) -> int:  # fmt: skip
    """As `los_op`, for someone of whom facts are missing."""
    AS = X[X_AS]
    bedienaar = (A[A_BEDIENAAR] >> stuk(B, m, peildatum)) & 1
    brief = A[A_KENNISGEVING] <= peildatum
    verblijf, inschrijving = open_soorten(AS, assen)
    if verblijf or inschrijving:
        m = kijk(P, F, A, W, B, G, V, NAT, DIP, TAB, verblijf, True)
        if m > GRENZEN_MAX:
            return ANDERE_MOTOR
    if not (A[A_PLICHT_OUD + 1] | A[A_PLICHT_NIEUW + 1]) & voor(B, m, peildatum + 1):
        return niet_plichtig(U, brief)
    n = P[N_VERBLIJF]
    telt_niet = nieuwe_wet_telt_niet(P, A, W, B, m, 1 if n < 0 else n, peildatum)
    if telt_niet and n < 0:
        return niet_plichtig(U, brief)
    aantal, c = 1.0, 0
    leeg = False
    van, tot = reikwijdte(P, AS, assen, peildatum)
    dagen = grensdagen(P, TAB, peildatum, X[X_DAG], van, tot)
    for a in range(assen):
        AS[a * AS_BREED + AS_EERSTE] = c
        c = keuzen(P, AS, a, peildatum, X[X_DAG], dagen, KZ, KZN, X[X_KEUS], c)
        if c >= KEUZEN_MAX:
            return ANDERE_MOTOR
        AS[a * AS_BREED + AS_AANTAL] = c - AS[a * AS_BREED + AS_EERSTE]
        aantal *= AS[a * AS_BREED + AS_AANTAL]
        leeg = leeg or AS[a * AS_BREED + AS_AANTAL] == 0
    if telt_niet and aantal > WERELDEN_MAX:
        return niet_plichtig(U, brief)
    for a in range(assen, ASSEN_MAX):
        AS[a * AS_BREED + AS_SOORT] = 0
    if leeg:
        onbekend(U, bedienaar)
        for a in range(assen):
            AS[a * AS_BREED + AS_BESLIST] = 1 if AS[a * AS_BREED + AS_AANTAL] == 0 else 0
        return OPEN
    neem(X[X_P], P, P_LENGTE)
    vast = nieuwe_plicht_vast(P, A, B, m, AS, assen, peildatum)
    heel, stappen = aantal <= WERELDEN_MAX, AS[langste_as(AS, assen) * AS_BREED + AS_AANTAL]
    if AS[0 * AS_BREED + AS_AANTAL] > 1 and stille_geboorte(P, A, B, m, AS, assen, peildatum):
        AS[0 * AS_BREED + AS_AANTAL] = 1
    else:
        heel, stappen = True, 0
    return werelden(P, F, A, W, B, G, V, R, NAT, DIP, TAB, VRIJ, peildatum, U, X, assen, bedienaar, heel, stappen, vast)


def onbekend(U: Rij, bedienaar: int) -> None:
    """An outcome of which nothing is known."""
    for k in range(U_LENGTE):
        U[k] = NIETS
    U[U_OORDEEL], U[U_BEDIENAAR], U[U_REDEN], U[U_WAARSCHUWING] = ONBEKEND, bedienaar, 0, 0


def werelden(
    P: Rij, F: Rij, A: Rij, W: Rij, B: Rij, G: Rij, V: Rij, R: Rij, NAT: Rij, DIP: Rij, TAB: Rij, VRIJ: Rij,
    peildatum: int, U: Rij, X: Rij, assen: int, bedienaar: int, heel: bool, langer: int, vast: bool
) -> int:  # fmt: skip
    """1 (0 when nothing is missed) with the outcome on which every world agrees in `U`; 2 when a world is too large.

    `langer` is how many steps the walk has with a first axis of which one choice is tried for all, 0 when there is no
    such axis; `heel` whether all of it may be tried, counted as if it were; `vast` whether duty and act stand fast.
    """
    AS, lijst, uit = X[X_AS], X[X_PLEK], X[X_U]
    plek, eerste, ander = lijst, vanaf(lijst, L_EERSTE * ASSEN_MAX), vanaf(lijst, L_ANDER * ASSEN_MAX)
    u_eerste, u_ander = uit, vanaf(uit, B_ANDER * U_LENGTE)
    u_samen, u = vanaf(uit, B_SAMEN * U_LENGTE), vanaf(uit, B_PROEF * U_LENGTE)
    langste = langste_as(AS, assen)
    stappen, volledig, gevonden, aantal, stap = AS[langste * AS_BREED + AS_AANTAL], heel, False, 0, 0
    school = AS[(assen - 1) * AS_BREED + AS_SOORT] == S_LEERPLICHT
    begin_school(X)
    P[P_GROF] = 1
    zet_stap(AS, assen, plek, 0)
    while True:
        if stap < stappen:
            zet_stap(AS, assen, plek, stap)
            stap += 1
        else:
            if stap == stappen:
                zet_stap(AS, assen, plek, 0)
                stap, aantal = stap + 1, (langer - 1 if langer > 0 else aantal)
            elif not volgende(AS, assen, plek):
                break
            if op_wandeling(AS, assen, plek, langste):
                aantal += 1 if langer > 0 else 0
                continue
        if aantal >= WERELDEN_MAX:
            volledig = False
            break
        stand = ANDERS
        if school:
            stand = met_school(P, F, A, W, B, G, V, R, NAT, DIP, TAB, VRIJ, peildatum, X, assen, plek, u)
        elif not wereld(P, F, A, W, B, G, V, R, NAT, DIP, TAB, VRIJ, peildatum, X, assen, plek, u):
            stand = MISLUKT
        if stand == MISLUKT:
            return ANDERE_MOTOR
        if stand == ZELFDE:
            aantal += 1
            continue
        aantal += 1
        if aantal == 1:
            bewaar(eerste, u_eerste, plek, u, assen)
            neem(u_samen, u, U_LENGTE)
            continue
        if not gevonden and anders(u, u_eerste):
            gevonden = True
            bewaar(ander, u_ander, plek, u, assen)
        samen(u_samen, u)
        if u[U_OORDEEL] != u_eerste[U_OORDEEL]:
            break
    vat_samen(AS, assen, u_samen, bedienaar, volledig, vast, U)
    if not gevonden:
        return BEKEND if volledig else OPEN
    return beslissend(P, F, A, W, B, G, V, R, NAT, DIP, TAB, VRIJ, peildatum, X, assen)


def zet_stap(AS: Rij, assen: int, plek: Rij, stap: int) -> None:
    """The place of the walk after so many steps: every choice moves at once, until its last."""
    for a in range(assen):
        plek[a] = min(stap, AS[a * AS_BREED + AS_AANTAL] - 1)


def bewaar(plek_in: Rij, u_in: Rij, plek: Rij, u: Rij, assen: int) -> None:
    """Keep a world: where it lies and what came out."""
    neem(plek_in, plek, assen)
    neem(u_in, u, U_LENGTE)


def langste_as(AS: Rij, assen: int) -> int:
    """The axis with the most choices; the first of them."""
    langste = 0
    for a in range(assen):
        if AS[a * AS_BREED + AS_AANTAL] > AS[langste * AS_BREED + AS_AANTAL]:
            langste = a
    return langste


def vat_samen(AS: Rij, assen: int, samen_: Rij, bedienaar: int, volledig: bool, vast: bool, U: Rij) -> None:
    """What the worlds agree on, in `U`; when they could not all be tried and none differed, only what stands fast."""
    neem(U, samen_, U_LENGTE)
    if not volledig and U[U_OORDEEL] != ONBEKEND:
        onbekend(U, bedienaar)
        if vast:
            U[U_OORDEEL], U[U_WET] = PLICHTIG, 1
    if U[U_BEDIENAAR] < 0:
        U[U_BEDIENAAR] = bedienaar
    for a in range(assen):
        AS[a * AS_BREED + AS_BESLIST] = 0 if volledig else 1


def beslissend(
    P: Rij, F: Rij, A: Rij, W: Rij, B: Rij, G: Rij, V: Rij, R: Rij, NAT: Rij, DIP: Rij, TAB: Rij, VRIJ: Rij,
    peildatum: int, X: Rij, assen: int
) -> int:  # fmt: skip
    """1, with the missing facts marked that change the outcome by themselves; 2 when a world is too large."""
    AS, hier, proef = X[X_AS], vanaf(X[X_PLEK], L_HIER * ASSEN_MAX), vanaf(X[X_PLEK], L_PROEF * ASSEN_MAX)
    u_hier, u = vanaf(X[X_U], B_HIER * U_LENGTE), vanaf(X[X_U], B_PROEF * U_LENGTE)
    neem(hier, vanaf(X[X_PLEK], L_EERSTE * ASSEN_MAX), assen)
    neem(u_hier, vanaf(X[X_U], B_EERSTE * U_LENGTE), U_LENGTE)
    for a in range(assen):
        AS[a * AS_BREED + AS_BESLIST] = 0
    for a in range(assen):
        doel = X[X_PLEK][L_ANDER * ASSEN_MAX + a]
        if hier[a] != doel:
            hier[a] = doel
            if not wereld(P, F, A, W, B, G, V, R, NAT, DIP, TAB, VRIJ, peildatum, X, assen, hier, u):
                return ANDERE_MOTOR
            if anders(u, u_hier):
                AS[a * AS_BREED + AS_BESLIST] = 1
            neem(u_hier, u, U_LENGTE)
    for a in range(assen):
        for basis in range(L_EERSTE, L_ANDER + 1):
            keuze = 0
            if AS[a * AS_BREED + AS_BESLIST] == 0 and AS[a * AS_BREED + AS_SOORT] == S_LEERPLICHT and a == assen - 1:
                plekken = vanaf(X[X_PLEK], basis * ASSEN_MAX)
                if los_van_leerplicht(P, F, A, W, B, G, V, R, NAT, DIP, TAB, VRIJ, peildatum, X, assen, plekken, u):
                    continue
            while AS[a * AS_BREED + AS_BESLIST] == 0 and keuze < min(AS[a * AS_BREED + AS_AANTAL], WISSELS_MAX):
                neem(proef, vanaf(X[X_PLEK], basis * ASSEN_MAX), assen)
                proef[a] = keuze
                if not wereld(P, F, A, W, B, G, V, R, NAT, DIP, TAB, VRIJ, peildatum, X, assen, proef, u):
                    return ANDERE_MOTOR
                if anders(u, vanaf(X[X_U], (basis - 1) * U_LENGTE)):
                    AS[a * AS_BREED + AS_BESLIST] = 1
                keuze += 1
    return OPEN
