"""Making, reading, handling, correcting and delivering signalen."""

from inburgering.signaal.commands.aankondigen import kondig_stops_aan, zet_herinneringen_klaar
from inburgering.signaal.commands.abonneren import (
    beeindig_abonnement,
    claim_validaties,
    maak_abonnement,
    noteer_validatie,
    valideer_abonnement,
    vernieuw_geheim,
    wijzig_abonnement,
)
from inburgering.signaal.commands.apart import zet_personen_apart
from inburgering.signaal.commands.behandelen import (
    bevestig_correctie,
    bevestig_ontvangst,
    handel_af,
    neem_in_behandeling,
    verklaar,
)
from inburgering.signaal.commands.bezorgen import (
    claim,
    noteer_pogingen,
    vraag_remmen,
    zet_klok_recht,
)
from inburgering.signaal.commands.corrigeren import leid_om, lever_na, trek_in, zet_in_quarantaine
from inburgering.signaal.commands.doorgeven import geef_door, roep_terug
from inburgering.signaal.commands.geheimen import sluit_opnieuw_weg
from inburgering.signaal.commands.herhalen import (
    claim_waarschuwingen,
    herhaal,
    noteer_waarschuwing,
    probeer_opnieuw,
)
from inburgering.signaal.commands.herlezen import haal_blad_weer_op
from inburgering.signaal.commands.lezen import exporteer, haal_op, haal_op_een, open_signaal
from inburgering.signaal.commands.vrijgeven import geef_vrij

__all__ = [
    "beeindig_abonnement",
    "bevestig_correctie",
    "bevestig_ontvangst",
    "claim",
    "claim_validaties",
    "claim_waarschuwingen",
    "exporteer",
    "geef_door",
    "geef_vrij",
    "haal_blad_weer_op",
    "haal_op",
    "haal_op_een",
    "handel_af",
    "herhaal",
    "kondig_stops_aan",
    "leid_om",
    "lever_na",
    "maak_abonnement",
    "neem_in_behandeling",
    "noteer_pogingen",
    "noteer_validatie",
    "noteer_waarschuwing",
    "open_signaal",
    "probeer_opnieuw",
    "roep_terug",
    "sluit_opnieuw_weg",
    "trek_in",
    "valideer_abonnement",
    "verklaar",
    "vernieuw_geheim",
    "vraag_remmen",
    "wijzig_abonnement",
    "zet_herinneringen_klaar",
    "zet_in_quarantaine",
    "zet_klok_recht",
    "zet_personen_apart",
]
