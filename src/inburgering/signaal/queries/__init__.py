"""Asking about signalen: the inbox of a gemeente, one envelop, counts, the outbox."""

from inburgering.signaal.queries.blad import AANTAL_MAX, BLAD, als_blad, vraag_blad, wetvragen
from inburgering.signaal.queries.bruikbaar import gemeenten_met_signalen, niet_bruikbaar
from inburgering.signaal.queries.enveloppen import (
    envelop,
    gebeurtenissen,
    levende_van_personen,
    openstaand,
    van_personen,
    van_vrijgaven,
    verklaringen,
    verklaringen_na,
    verklaringen_van_gemeente,
    zonder_eindstand,
)
from inburgering.signaal.queries.inbox import inbox, lees_met_wie, lees_rijen, sluit_verlopen, tellingen
from inburgering.signaal.queries.lezingen import lezingen
from inburgering.signaal.queries.outbox import (
    abonnement,
    abonnementen,
    bezorgingen,
    dode_bezorgingen,
    dubbel_bezorgd,
    in_de_wacht,
    waarschuwingen,
)
from inburgering.signaal.queries.stopwerking import stopwerking

__all__ = [
    "AANTAL_MAX",
    "BLAD",
    "abonnement",
    "abonnementen",
    "als_blad",
    "bezorgingen",
    "dode_bezorgingen",
    "dubbel_bezorgd",
    "envelop",
    "gebeurtenissen",
    "gemeenten_met_signalen",
    "in_de_wacht",
    "inbox",
    "lees_met_wie",
    "lees_rijen",
    "levende_van_personen",
    "lezingen",
    "niet_bruikbaar",
    "openstaand",
    "sluit_verlopen",
    "stopwerking",
    "tellingen",
    "van_personen",
    "van_vrijgaven",
    "verklaringen",
    "verklaringen_na",
    "verklaringen_van_gemeente",
    "vraag_blad",
    "waarschuwingen",
    "wetvragen",
    "zonder_eindstand",
]
