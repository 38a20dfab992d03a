"""Determining and recording; deciding by hand; taking a regelversie into use."""

from inburgering.vaststelling.commands.regelversies import (
    bevestig_voorstel,
    neem_in_gebruik,
    stel_rapport_op,
    stel_voor,
    trek_in_regelversie,
    wijs_voorstel_af,
)
from inburgering.vaststelling.commands.vaststellen import beslis, stel_vast

__all__ = [
    "beslis",
    "bevestig_voorstel",
    "neem_in_gebruik",
    "stel_rapport_op",
    "stel_vast",
    "stel_voor",
    "trek_in_regelversie",
    "wijs_voorstel_af",
]
