"""Which test decided: the named action whose answer makes an outcome what it is, found by walking the law itself.

Nothing is listed by hand. A rule is a tree of named actions; an answer is explained by the parts that make it so:
what fails under AND, what holds under OR, and what changed on the day itself when all of them hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from inburgering.recht import redenen, tekstkeuze
from inburgering.recht.beeld import Beeld
from inburgering.recht.boom import Bewerking, Knoop, Uitkomst, Vast
from inburgering.recht.feiten import Verblijf
from inburgering.recht.machine import Machine, Omgeving
from inburgering.recht.redenen import Reden
from inburgering.recht.tijdlijn import Antwoord, Tijdlijn

Sleutel = tuple[str, str]
_TEGEN = {Antwoord.JA: Antwoord.NEE, Antwoord.NEE: Antwoord.JA, Antwoord.ONBEKEND: Antwoord.ONBEKEND}


@dataclass(frozen=True, slots=True)
class Plek:
    """Where a question is asked: for one verblijf (or none), on one day."""

    beeld: Beeld
    verblijf: Verblijf | None
    omgeving: Omgeving
    dag: int

    @property
    def machine(self) -> Machine:
        """The engine with the texts of the regelversie."""
        return self.beeld.machine

    def antwoord(self, sleutel: Sleutel, *, eerder: int = 0) -> Antwoord:
        """The answer of a named action on the day, or so many days earlier."""
        lijn = self.machine.reken(*sleutel, self.omgeving)
        return lijn.op(self.dag - eerder) if isinstance(lijn, Tijdlijn) else Antwoord.ONBEKEND


def faalt(beeld: Beeld, *, dag: int | None = None, wil: Antwoord = Antwoord.NEE) -> Reden | None:
    """The test that keeps the duty away (or open) on a day; without a day: on the day the reasons are about.

    Of several verblijven the one that comes nearest to a duty is asked.
    """
    keuzen: list[tuple[int, int, tuple[Sleutel, ...], Plek]] = []
    for nummer, plek in enumerate(_plekken(beeld, dag)):
        wortel = beeld.regelversie.plicht[redenen.wet_op(beeld, plek.dag)]
        if plek.antwoord(wortel) is wil:
            keuzen.append((_hoe_ver(plek, wortel), nummer, tuple(pad(plek, wortel, wil)), plek))
    if not keuzen:
        return None
    _, _, stappen, plek = min(keuzen, key=lambda keuze: keuze[:2])
    return _reden(plek, stappen)


def begint(beeld: Beeld, *, dag: int, wet: str) -> Reden | None:
    """The test that was the last to be met: its answer became ja on the first day of the duty."""
    wortel = beeld.regelversie.plicht[wet]
    for plek in _plekken(beeld, dag):
        if plek.antwoord(wortel) is Antwoord.JA:
            return _reden(plek, tuple(pad(plek, wortel, Antwoord.JA)))
    return None


def pad(plek: Plek, sleutel: Sleutel, wil: Antwoord) -> Iterator[Sleutel]:
    """The named actions from the outcome down to the one that makes it `wil`."""
    yield sleutel
    tekst = tekstkeuze.gekozen(plek.machine, sleutel, plek.omgeving)
    onder = _daal(plek, tekst or plek.machine.actie(*sleutel).knoop, wil)
    if onder is not None:
        yield from pad(plek, *onder)


# ── the walk ─────────────────────────────────────────────────────────────────────────────────────


def _plekken(beeld: Beeld, dag: int | None) -> list[Plek]:
    if not beeld.regelversie.per_verblijf:
        return [Plek(beeld, None, beeld.omgeving, beeld.peildatum if dag is None else dag)]
    if dag is None:
        return [Plek(beeld, v, o, d) for v, o, d in redenen.te_toetsen(beeld, None)]
    return [Plek(beeld, v, o, dag) for v, o in beeld.verblijven]


def _daal(plek: Plek, knoop: Knoop, wil: Antwoord) -> tuple[Sleutel, Antwoord] | None:
    """The next named action under a node, and what it must answer for the node to be `wil`; none at a leaf."""
    if isinstance(knoop, Uitkomst):
        sleutel = (knoop.regeling, knoop.output)
        return (sleutel, wil) if plek.machine.actie(*sleutel).soort == "boolean" else None
    if not isinstance(knoop, Bewerking):
        return None
    if knoop.soort == "NOT":
        return _daal(plek, knoop.delen[0], _TEGEN[wil])
    if knoop.soort in {"AND", "OR"}:
        deel = _deel(plek, knoop, wil)
        return None if deel is None else _daal(plek, deel, wil)
    if knoop.soort == "EQUALS" and isinstance(knoop.delen[1], Vast) and isinstance(knoop.delen[1].waarde, bool):
        return _daal(plek, knoop.delen[0], wil if knoop.delen[1].waarde else _TEGEN[wil])
    return None


def _deel(plek: Plek, knoop: Bewerking, wil: Antwoord) -> Knoop | None:
    """The part that explains: one that answers `wil` by itself, best one that did not the day before.

    When all had to hold, none stands out but the last: rules put what is special after what is common.
    """
    zo = [deel for deel in knoop.delen if waar(plek, deel) is wil]
    if knoop.soort == "AND" and wil is Antwoord.JA:
        zo.reverse()
    anders = [deel for deel in zo if waar(plek, deel, eerder=1) is not wil]
    return next(iter((*anders, *zo)), None)


def waar(plek: Plek, knoop: Knoop, *, eerder: int = 0) -> Antwoord | None:
    """The answer of a node of named actions on the day; none for a comparison of facts."""
    if isinstance(knoop, Uitkomst):
        return plek.antwoord((knoop.regeling, knoop.output), eerder=eerder)
    if not isinstance(knoop, Bewerking):
        return None
    delen = [waar(plek, deel, eerder=eerder) for deel in knoop.delen]
    if knoop.soort == "NOT":
        return None if delen[0] is None else _TEGEN[delen[0]]
    if knoop.soort not in {"AND", "OR"} or None in delen:
        return None
    sterk = Antwoord.NEE if knoop.soort == "AND" else Antwoord.JA
    if sterk in delen:
        return sterk
    return Antwoord.ONBEKEND if Antwoord.ONBEKEND in delen else _TEGEN[sterk]


def _hoe_ver(plek: Plek, sleutel: Sleutel) -> int:
    """How many conditions of an AND (through named ANDs) are not met."""
    return sum(1 for deel in _voorwaarden(plek, plek.machine.actie(*sleutel).knoop) if waar(plek, deel) != "ja")


def _voorwaarden(plek: Plek, knoop: Knoop) -> Iterator[Knoop]:
    onder = plek.machine.actie(knoop.regeling, knoop.output).knoop if isinstance(knoop, Uitkomst) else knoop
    if isinstance(onder, Bewerking) and onder.soort == "AND":
        for deel in onder.delen:
            yield from _voorwaarden(plek, deel)
    else:
        yield knoop


def _reden(plek: Plek, stappen: tuple[Sleutel, ...]) -> Reden:
    """The reason in the act itself, with the facts of the deepest step that has any."""
    wortel = stappen[0]
    eigen = [sleutel for sleutel in stappen if sleutel[0] == wortel[0]]
    actie = plek.machine.actie(*eigen[-1])
    feiten = next((f for stap in reversed(stappen) if (f := _feiten(plek, stap))), {})
    return redenen.maak_reden(actie, plek.antwoord(eigen[-1]), feiten, dag=plek.dag)


def _feiten(plek: Plek, sleutel: Sleutel) -> dict[str, object]:
    stap = plek.machine.stap(plek.machine.actie(*sleutel))
    return redenen.feiten_van(plek.beeld, stap, plek.verblijf, plek.omgeving)
