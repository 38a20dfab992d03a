"""Whether a duty is out of the question whatever the missing facts are: Kleene's answer, before anything is tried.

Every bound here is wide: what is not known counts as possible. So a no is proven, and a yes says nothing.
"""

from collections.abc import Collection

from inburgering.primitives.datums import DAG_ONBEKEND, Dagbereik
from inburgering.primitives.periods import BEGIN, EINDE, Perioden, doorsnede, periode, vereniging
from inburgering.recht import afleiding
from inburgering.recht.beeld import NIEUWE_WET, OUDE_WET, Beeld
from inburgering.recht.feiten import Verblijf
from inburgering.recht.machine import Omgeving
from inburgering.recht.tijdlijn import JA, NEE, ONBEKEND, WEET_NIET, Tijdlijn, en, of

_ELK_VERBLIJF = Verblijf(
    pad="verblijf",
    grond=ONBEKEND,
    doel=ONBEKEND,
    ingangsdatum=DAG_ONBEKEND,
    beschikkingsdatum=DAG_ONBEKEND,
    bekendmaking=DAG_ONBEKEND,
    einde=Dagbereik(BEGIN, EINDE),
    referent_soort=ONBEKEND,
    referent_doel=ONBEKEND,
    tijdelijk_vastgesteld=ONBEKEND,
)


class Ruim:
    """The widest picture of a person: on which days each act can make plichtig, for any value of the missing facts."""

    def __init__(self, beeld: Beeld, onbekend: Collection[str]) -> None:
        self.beeld = beeld
        open_ = {pad.partition(".")[0].partition("[")[0] for pad in onbekend}
        self.aanwezig = JA if open_ & {"verblijf", "inschrijvingen"} else beeld.aanwezig
        self.verblijven = _verblijven(beeld) if "verblijf" in open_ else beeld.verblijven
        self.plicht = {wet: self._plicht(*bron) for wet, bron in beeld.regelversie.plicht.items()}

    def _plicht(self, regeling: str, output: str) -> Perioden:
        machine, per_verblijf = self.beeld.machine, self.beeld.regelversie.per_verblijf
        omgevingen = [o for _, o in self.verblijven] if per_verblijf else [self.beeld.omgeving]
        lijn: Tijdlijn = en((of([machine.reken(regeling, output, o) for o in omgevingen]), self.aanwezig))
        return lijn.mogelijk

    def nooit(self) -> bool:
        """Tell whether there can be no duty on any day up to the peildatum."""
        return not any(vanaf <= self.beeld.peildatum for p in self.plicht.values() for vanaf, _ in p)

    def telt_niet(self) -> bool:
        """Tell whether no duty can count: what the old act gave ended before the new one, which gives none.

        Source: Wi2021 art. 54 lid 1, as `kern` decides it.
        """
        beeld = self.beeld
        grens: Dagbereik = beeld.machine.boek.tekst(NIEUWE_WET, op=beeld.machine.tekst_op).definities[
            "INWERKINGTREDING"
        ]
        dag = grens.vroegst
        if beeld.peildatum < dag or not self._nieuwe_wet_op(grens):
            return False
        na = periode(dag - 1, EINDE)
        if doorsnede(self.plicht["Wi2013"], na) or doorsnede(self._voortzetting(), na):
            return False
        return not doorsnede(self.plicht["Wi2021"], periode(dag, beeld.peildatum + 1))

    def _nieuwe_wet_op(self, dag: Dagbereik) -> bool:
        omgeving = Omgeving({"ingangsdatum_plicht": dag, "onder_artikel_3_op_laatste_dag": WEET_NIET})
        return bool(self.beeld.machine.reken(*self.beeld.regelversie.wet, omgeving) == "Wi2021")

    def _voortzetting(self) -> Perioden:
        """The days on which another residence right can continue a duty under the old act (Besluit art. 2.2)."""
        machine, delen = self.beeld.machine, []
        for verblijf, omgeving in self.verblijven:
            if machine.reken("besluit_inburgering", "voortzetting", omgeving) is not NEE:
                delen.append(periode(BEGIN, verblijf.einde.laatst))
        overig: Tijdlijn = machine.reken(OUDE_WET, "overige_voorwaarden", self.beeld.omgeving)
        return doorsnede(vereniging(delen), overig.mogelijk)


def _verblijven(beeld: Beeld) -> list[tuple[Verblijf, Omgeving]]:
    """Each verblijf with what it can be: acquired on its own day, or on that of any earlier one that it follows."""
    alle = beeld.feiten.verblijf
    if alle is None:
        alle = (_ELK_VERBLIJF,)
    eigen = [afleiding.aanvang(v, beeld.regelversie.aanvang_verblijf) for v in alle]
    eerste = min((dag.vroegst for dag in eigen), default=BEGIN)
    verkregen = [Dagbereik(eerste, dag.laatst) for dag in eigen]
    return afleiding.verblijven(beeld.feiten, beeld.omgeving, beeld.regelversie, alle=alle, verkregen=verkregen)
