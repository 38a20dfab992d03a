"""Making, reading, handling, correcting and delivering signalen."""

from inburgering.signaal.commands.behandelen import (
    bevestig_correctie,
    bevestig_ontvangst,
    handel_af,
    neem_in_behandeling,
    verklaar,
)
from inburgering.signaal.commands.bezorgen import (
    abonneer,
    beeindig_abonnement,
    claim,
    kondig_opheffing_aan,
    kondig_stop_aan,
    noteer_poging,
    vraag_rem,
)
from inburgering.signaal.commands.corrigeren import leid_om, lever_na, trek_in, zet_in_quarantaine
from inburgering.signaal.commands.doorgeven import geef_door, roep_terug
from inburgering.signaal.commands.lezen import exporteer, haal_op, haal_op_een, open_signaal
from inburgering.signaal.commands.vrijgeven import geef_vrij

__all__ = [
    "abonneer",
    "beeindig_abonnement",
    "bevestig_correctie",
    "bevestig_ontvangst",
    "claim",
    "exporteer",
    "geef_door",
    "geef_vrij",
    "haal_op",
    "haal_op_een",
    "handel_af",
    "kondig_opheffing_aan",
    "kondig_stop_aan",
    "leid_om",
    "lever_na",
    "neem_in_behandeling",
    "noteer_poging",
    "open_signaal",
    "roep_terug",
    "trek_in",
    "verklaar",
    "vraag_rem",
    "zet_in_quarantaine",
]
