"""What the rule files fill in: every name here is replaced by what `program` writes from the trees of the actions."""

from typing import Any

Rij = Any

ZESTIEN, ACHTTIEN, DIPLOMAS = 16, 18, 26
KAN = GRENS = OUDSTE = WETSDAG_LAATST = VRIJ_BEGIN = VRIJ_EINDE = 0
GROND_A, GROND_C, DOEL_GEZINSLID, DOEL_OVERIG, REF_BEPAALDE_TIJD = 0, 2, 1, 22, 5
DOEL_ASIEL, DOEL_NIET_TIJDELIJK, DOEL_STUDIE, BEWAARD = 0, 19, 13, -9
WETSDAGEN: tuple[int, ...] = ()
GRONDKEUZE = NATIONALITEITKEUZE = (0, 0, 0, 0)
DIPLOMAKEUZE = (0, 0)
REFDOELKEUZE = (0, 0)
GEBOORTEJAREN = (16, 18, 65, 66, 67)


def vanaf(rij: Rij, plek: int) -> Rij:
    """The same array from a place on; an address in the compiled program."""
    return rij[plek:]


def wijzer(rij: Rij, plek: int) -> Rij:
    """As `vanaf`, for an array that was made by numpy; its owner must outlive it."""
    return rij[plek:]


def _geen(*_: Any) -> Any:
    raise NotImplementedError


datum_leerplicht = datum_zestien = datum_aow = grenzen_persoon = grenzen_verblijf = _geen
grof_verblijf = kenmerken_verblijf = lijnen_persoon = lijnen_verblijf = wet_van = overbrugt = _geen
waarom_oud = waarom_nieuw = pip_dag = inburgering_dag = examen_dag = pvt_begin = pvt_dag = _geen
overig = overig_misschien = open_acties = vrijgesteld = vrijgesteld_misschien = lees_persoon = patroon = _geen
