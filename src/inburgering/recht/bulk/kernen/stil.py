"""Missing facts that tell nothing: who has a duty as a person, whatever the verblijven are, is asked less.

Where a regelversie decides by person and the duty is known, the end of it and the interruptions are not looked for, so
the decision reads few of the timelines. What changes the others need not be tried.
"""

from typing import Any

from inburgering.recht.bulk.kernen.gegeven import GRENS, vrijgesteld, vrijgesteld_misschien, wet_van
from inburgering.recht.bulk.kernen.lijnen import stuk, tot_waar, voor
from inburgering.recht.bulk.kernen.onbekend import AS_SOORT, S_GEBOREN, S_LEERPLICHT
from inburgering.recht.bulk.kernen.plaatsen import (
    A_PLICHT_NIEUW,
    A_PLICHT_OUD,
    AS_BREED,
    P_GEBOORTE_TELT,
    P_LEERPLICHT,
    P_LEZING,
    P_PER_VERBLIJF,
)

Rij = Any


def loopt_door(lijn: int, nu: int) -> bool:
    """Whether a timeline holds from its first day up to and with the last stretch of `nu`."""
    binnen = lijn & nu
    return binnen != 0 and (binnen | (binnen - 1)) == nu


def vaste_plicht(P: Rij, A: Rij, B: Rij, m: int, peildatum: int) -> bool:
    """Whether the same duty of the person runs on the peildatum in every world."""
    if P[P_PER_VERBLIJF]:
        return False
    if A[A_PLICHT_OUD] != A[A_PLICHT_OUD + 1] or A[A_PLICHT_NIEUW] != A[A_PLICHT_NIEUW + 1]:
        return False
    nu = (2 << stuk(B, m, peildatum)) - 1
    return loopt_door(A[A_PLICHT_OUD], nu) and loopt_door(A[A_PLICHT_NIEUW], nu)


def open_vrijstelling(A: Rij, B: Rij, m: int, peildatum: int) -> bool:
    """Whether a vrijstelling on or after the peildatum hangs on what is missing."""
    return bool((vrijgesteld(A) ^ vrijgesteld_misschien(A)) >> stuk(B, m, peildatum) != 0)


def onder_oude_wet(P: Rij, A: Rij, B: Rij, m: int) -> bool:
    """Whether a duty that is known falls under the old act in every world, so that no vrijstelling is read."""
    dag = B[tot_waar(B, m, ~A[A_PLICHT_OUD], 0)]
    return bool(dag < GRENS and wet_van(P[P_LEZING], dag, 0) == 0 and wet_van(P[P_LEZING], dag, 1) == 0)


def nieuwe_plicht_vast(P: Rij, A: Rij, B: Rij, m: int, AS: Rij, assen: int, peildatum: int) -> bool:
    """Whether a duty under the new act alone holds on the peildatum, when only the age and its school duty are open."""
    for a in range(assen):
        if AS[a * AS_BREED + AS_SOORT] != S_GEBOREN and AS[a * AS_BREED + AS_SOORT] != S_LEERPLICHT:
            return False
    if peildatum < GRENS or not (A[A_PLICHT_NIEUW] >> stuk(B, m, peildatum)) & 1:
        return False
    if A[A_PLICHT_OUD + 1] & voor(B, m, GRENS):
        return False
    return bool(wet_van(P[P_LEZING], GRENS, 0) == 1 and wet_van(P[P_LEZING], GRENS, 1) == 1)


def stille_geboorte(P: Rij, A: Rij, B: Rij, m: int, AS: Rij, assen: int, peildatum: int) -> bool:
    """Whether the first axis is a date of birth of which every choice gives the same outcome."""
    if P[P_GEBOORTE_TELT] or AS[0 * AS_BREED + AS_SOORT] != S_GEBOREN:
        return False
    if not vaste_plicht(P, A, B, m, peildatum):
        return False
    door_leeftijd = P[P_LEERPLICHT] < 0 and AS[(assen - 1) * AS_BREED + AS_SOORT] != S_LEERPLICHT
    return not door_leeftijd or onder_oude_wet(P, A, B, m)
