"""Takes deliveries in and records DUO's own facts."""

from inburgering.feit.commands.eigen import leg_feiten_vast, leg_kennisgeving_vast, zet_eerste_pip
from inburgering.feit.commands.opname import neem_op

__all__ = ["leg_feiten_vast", "leg_kennisgeving_vast", "neem_op", "zet_eerste_pip"]
