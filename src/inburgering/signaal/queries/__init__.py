"""Asking about signalen: the inbox of a gemeente, one envelop, counts, the outbox."""

from inburgering.signaal.queries.bruikbaar import gemeenten_met_signalen, niet_bruikbaar
from inburgering.signaal.queries.enveloppen import (
    envelop,
    gebeurtenissen,
    openstaand,
    van_personen,
    van_vrijgaven,
    verklaringen,
    verklaringen_van_gemeente,
    zonder_eindstand,
)
from inburgering.signaal.queries.inbox import inbox, lees_rijen, tellingen
from inburgering.signaal.queries.outbox import abonnementen, bezorgingen, dubbel_bezorgd, in_de_wacht

__all__ = [
    "abonnementen",
    "bezorgingen",
    "dubbel_bezorgd",
    "envelop",
    "gebeurtenissen",
    "gemeenten_met_signalen",
    "in_de_wacht",
    "inbox",
    "lees_rijen",
    "niet_bruikbaar",
    "openstaand",
    "tellingen",
    "van_personen",
    "van_vrijgaven",
    "verklaringen",
    "verklaringen_van_gemeente",
    "zonder_eindstand",
]
