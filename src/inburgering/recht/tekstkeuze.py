"""Which dated text of a regeling decided for one verblijf, where a rule chooses its text by a day.

Such a rule is an OR of parts that each hold a text (`regeling@dag`) and a condition on a day. Once the condition of one
part is met, the other texts have no say, and an explanation leaves them out.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from inburgering.recht.boom import VERGELIJKINGEN, Bewerking, Knoop, Uitkomst, verwijzingen
from inburgering.recht.machine import Functie, Machine, Omgeving, Stap
from inburgering.recht.tijdlijn import JA

Sleutel = tuple[str, str]
Keuze = tuple[Knoop, Uitkomst]
GEEN: frozenset[str] = frozenset()


def zonder_stem(machine: Machine, sleutel: Sleutel, omgeving: Omgeving) -> frozenset[str]:
    """The dated texts behind an outcome that had no say for these facts; none as long as the day is not known."""
    uit = GEEN
    for voorwaarden in _voorwaarden(machine, sleutel):
        geldt = {tekst for tekst, functie in voorwaarden.items() if functie(omgeving) is JA}
        if geldt:
            uit |= voorwaarden.keys() - geldt
    return uit


def gekozen(machine: Machine, sleutel: Sleutel, omgeving: Omgeving) -> Uitkomst | None:
    """The outcome of the text that an action itself chose; none when it chooses no text, or not yet."""
    keuzen = _van_knoop(machine.actie(*sleutel).knoop)
    return next((naar for voorwaarde, naar in keuzen.values() if machine.waarde(voorwaarde, omgeving) is JA), None)


@lru_cache(maxsize=512)
def stappen(machine: Machine, sleutel: Sleutel, weg: frozenset[str]) -> tuple[Stap, ...]:
    """The questions behind an outcome without those of some texts; who chooses a text links to the chosen one."""
    alle = machine.volgorde(*sleutel)
    if not weg:
        return alle
    return tuple(_met_link(machine, stap, weg) for stap in alle if stap.actie.regeling not in weg)


def _met_link(machine: Machine, stap: Stap, weg: frozenset[str]) -> Stap:
    keuzen = _van_knoop(stap.actie.knoop)
    over = [naar for tekst, (_, naar) in keuzen.items() if tekst not in weg]
    if len(over) != 1:
        return stap
    jci = machine.actie(over[0].regeling, over[0].output).grondslag.jci
    return replace(stap, actie=replace(stap.actie, grondslag=replace(stap.actie.grondslag, jci=jci)))


@lru_cache(maxsize=256)
def _voorwaarden(machine: Machine, sleutel: Sleutel) -> tuple[dict[str, Functie], ...]:
    """For each rule behind an outcome that chooses a text: per text the condition, ready to run."""
    alle = (_van_knoop(stap.actie.knoop) for stap in machine.volgorde(*sleutel))
    return tuple({t: machine.functie(v) for t, (v, _) in keuzen.items()} for keuzen in alle if keuzen)


def _van_knoop(knoop: Knoop) -> dict[str, Keuze]:
    """Per dated text the condition under which a rule takes it; empty for a rule that takes none."""
    if not isinstance(knoop, Bewerking) or knoop.soort != "OR":
        return {}
    return {naar.regeling: (voorwaarde, naar) for deel in knoop.delen for voorwaarde, naar in _paar(deel)}


def _paar(deel: Knoop) -> Iterator[Keuze]:
    if not isinstance(deel, Bewerking) or deel.soort != "AND" or len(deel.delen) != 2:
        return
    for naar, voorwaarde in (deel.delen, deel.delen[::-1]):
        is_tekst = isinstance(naar, Uitkomst) and "@" in naar.regeling
        is_dag = isinstance(voorwaarde, Bewerking) and voorwaarde.soort in VERGELIJKINGEN
        if is_tekst and is_dag and not verwijzingen(voorwaarde):
            assert isinstance(naar, Uitkomst)
            yield voorwaarde, naar
