"""What can be done in herstel, in the order of the story."""

from inburgering.herstel.commands.brieven import schrijf_correctiebrieven, schrijf_keuzebrieven, schrijf_uitleg
from inburgering.herstel.commands.correctie import corrigeer, leg_afhandeling_vast, rond_ongedaan_af, trek_in
from inburgering.herstel.commands.dossier import meld_voorlopig, stel_ap_dossier_op
from inburgering.herstel.commands.incident import maak_leesbaar, noteer, open_incident, open_vrijgave
from inburgering.herstel.commands.keuze import bied_keuze_aan, leg_keuze_vast, pas_standaardkeuze_toe
from inburgering.herstel.commands.onderzoeken import beslis, onderzoek

__all__ = [
    "beslis",
    "bied_keuze_aan",
    "corrigeer",
    "leg_afhandeling_vast",
    "leg_keuze_vast",
    "maak_leesbaar",
    "meld_voorlopig",
    "noteer",
    "onderzoek",
    "open_incident",
    "open_vrijgave",
    "pas_standaardkeuze_toe",
    "rond_ongedaan_af",
    "schrijf_correctiebrieven",
    "schrijf_keuzebrieven",
    "schrijf_uitleg",
    "stel_ap_dossier_op",
    "trek_in",
]
