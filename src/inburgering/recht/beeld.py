"""The picture of one person: which days each act would make plichtig, before anything is decided."""

from dataclasses import dataclass, field

from inburgering.recht import afleiding
from inburgering.recht.feiten import Feiten, Verblijf
from inburgering.recht.machine import Machine, Omgeving
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.tijdlijn import JA, Tijdlijn, en, of
from inburgering.recht.tijdvakken import Tijdvak

OUDE_WET, NIEUWE_WET = "wet_inburgering", "wet_inburgering_2021"


@dataclass(slots=True)
class Beeld:
    """Everything computed about one person on the way to the decision; the reasons are read from it."""

    feiten: Feiten
    regelversie: Regelversie
    peildatum: int
    omgeving: Omgeving
    verblijven: list[tuple[Verblijf, Omgeving]]
    aanwezig: Tijdlijn
    plicht: dict[str, Tijdlijn] = field(default_factory=dict)
    tijdvak: Tijdvak | None = None
    gekozen: int | None = None
    onder_artikel_3: bool = False
    later_tijdvak: bool = False
    eerder: Tijdvak | None = None  # a duty that ended before the new act and no longer exists

    @property
    def machine(self) -> Machine:
        """The engine with the texts of the regelversie."""
        return self.regelversie.machine


def kijk(feiten: Feiten, regelversie: Regelversie, *, peildatum: int, omgeving: Omgeving | None = None) -> Beeld:
    """The days on which each act would make the person plichtig, unknown days included.

    `omgeving` is that of the same person, when only facts about verblijf and place differ.
    """
    omgeving = afleiding.persoon(feiten, regelversie.machine) if omgeving is None else omgeving
    beeld = Beeld(
        feiten=feiten,
        regelversie=regelversie,
        peildatum=peildatum,
        omgeving=omgeving,
        verblijven=afleiding.verblijven(feiten, omgeving, regelversie),
        aanwezig=afleiding.aanwezig(feiten) if regelversie.per_verblijf else JA,
    )
    for wet, (regeling, output) in regelversie.plicht.items():
        omgevingen = [o for _, o in beeld.verblijven] if regelversie.per_verblijf else [omgeving]
        delen = [beeld.machine.reken(regeling, output, o) for o in omgevingen]
        beeld.plicht[wet] = en((of(delen), beeld.aanwezig))
    return beeld
