"""What can be done in hervatting: plan, confirm a condition, let go."""

from inburgering.hervatting.commands.loslaten import laat_los
from inburgering.hervatting.commands.plannen import bevestig_voorwaarde, plan

__all__ = ["bevestig_voorwaarde", "laat_los", "plan"]
