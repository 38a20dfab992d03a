"""The pure middle of herstel: weighing, choosing, undoing, severity and the draft for the AP."""

from inburgering.herstel.rules.dossier import ingevuld_deel, ontbreekt, stel_antwoorden_op
from inburgering.herstel.rules.ernst import dpc_van, ernst
from inburgering.herstel.rules.keuze import eis_op_tijd, is_keuzegroep, wet_toegepast
from inburgering.herstel.rules.klok import ap_klok
from inburgering.herstel.rules.weging import (
    doorslag,
    eindstand,
    eis_beslissing,
    geldeffect,
    maatregel,
    ongedaan,
    over,
    telverschil,
    weeg,
)

__all__ = [
    "ap_klok",
    "doorslag",
    "dpc_van",
    "eindstand",
    "eis_beslissing",
    "eis_op_tijd",
    "ernst",
    "geldeffect",
    "ingevuld_deel",
    "is_keuzegroep",
    "maatregel",
    "ongedaan",
    "ontbreekt",
    "over",
    "stel_antwoorden_op",
    "telverschil",
    "weeg",
    "wet_toegepast",
]
