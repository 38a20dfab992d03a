"""Letting people and systems in, and keeping count of how they come."""

from inburgering.toegang.commands.clienten import (
    maak_client,
    registreer_sleutel,
    trek_client_in,
    trek_sleutel_in,
)
from inburgering.toegang.commands.inloggen import beeindig_sessies, koppel_sessie, meld_aan
from inburgering.toegang.commands.mandaten import beeindig_mandaat, geef_mandaat
from inburgering.toegang.commands.meetekenen import geef_meetekencode, wie_tekent_mee
from inburgering.toegang.commands.mensen import maak_medewerker
from inburgering.toegang.commands.tokens import draai_tokensleutel, geef_token, meld_aan_met_bewijs, meld_aan_met_geheim
from inburgering.toegang.commands.verkeer import (
    bewaar_antwoord,
    eis_ruimte,
    laat_toe,
    noteer_mislukt,
    ruim_op,
    schep,
    vraag_eerder,
)

__all__ = [
    "beeindig_mandaat",
    "beeindig_sessies",
    "bewaar_antwoord",
    "draai_tokensleutel",
    "eis_ruimte",
    "geef_mandaat",
    "geef_meetekencode",
    "geef_token",
    "koppel_sessie",
    "laat_toe",
    "maak_client",
    "maak_medewerker",
    "meld_aan",
    "meld_aan_met_bewijs",
    "meld_aan_met_geheim",
    "noteer_mislukt",
    "registreer_sleutel",
    "ruim_op",
    "schep",
    "trek_client_in",
    "trek_sleutel_in",
    "vraag_eerder",
    "wie_tekent_mee",
]
