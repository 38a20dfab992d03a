"""A momentopname leaves the database, so it asks the brake, and who made it and what for is written down."""

from datetime import datetime

from django.db import transaction

from inburgering.primitives.errors import OngeldigeInvoer
from inburgering.primitives.ids import VrijgaveId
from inburgering.spoor import commands as spoor_commands
from inburgering.stop import commands as stop_commands
from inburgering.stop import queries as stop_queries
from inburgering.stop.errors import StopVanKracht
from inburgering.stop.terms import Kanaal
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling

SOORT = "momentopname"


def begin_momentopname(*, doel: str, door: Actor, now: datetime) -> VrijgaveId:
    """Ask the brake whether everybody's facts may go into a file; the vrijgave it falls under.

    One vrijgave a month, which says of nobody's wet or categorie what it is: so every stop on what leaves that could
    concern somebody holds it. Two people can lift a stop for this vrijgave alone.

    Raises:
        GeenBevoegdheid: the actor may not determine.
        OngeldigeInvoer: no purpose.
        StopVanKracht: a stop holds it; the refusal is noted.
    """
    toegang_rules.eis(door, Handeling.VASTSTELLEN)
    if not doel.strip():
        raise OngeldigeInvoer("Het doel ontbreekt.", veld="--doel", herstel="Schrijf in een zin waarvoor.")
    vrijgave = stop_commands.maak_vrijgave("register", SOORT, run=f"{now:%Y-%m}", now=now)
    _vraag(vrijgave, now=now)
    return vrijgave


@transaction.atomic
def leg_momentopname_vast(
    vrijgave_id: VrijgaveId, sha256: str, *, moment: datetime, personen: int, doel: str, door: Actor, now: datetime
) -> None:
    """Ask once more, before the file gets its name, and write down that it is there.

    Raises:
        StopVanKracht: a stop came while it was written.
    """
    _vraag(vrijgave_id, now=now)
    spoor_commands.schrijf_audit(
        door.id,
        "register-momentopname",
        object_soort="momentopname",
        object_id=sha256,
        now=now,
        bijzonderheden={
            "moment": moment.isoformat(),
            "personen": personen,
            "doel": doel.strip()[:200],
            "vrijgave": int(vrijgave_id),
        },
    )


def _vraag(vrijgave_id: VrijgaveId, *, now: datetime) -> None:
    try:
        stop_queries.doorlaat(vrijgave_id, kanaal=Kanaal.EXPORT)
    except StopVanKracht:
        stop_commands.noteer_weigering(Kanaal.EXPORT, vrijgave_id=vrijgave_id, gemeente=None, now=now)
        raise StopVanKracht(
            "Een stop houdt de momentopname tegen. Er is geen bestand gemaakt.",
            veld=f"vrijgave {vrijgave_id}",
            herstel=f"Wacht tot hij is opgeheven, of hef hem met zijn tweeën op voor vrijgave {vrijgave_id} alleen.",
        ) from None
