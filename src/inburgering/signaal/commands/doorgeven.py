"""What a gemeente gave on from a signaal, and whether the stop followed it there."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from inburgering.signaal import queries
from inburgering.signaal.rules import stappen
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling
from inburgering.verstrekking import commands as verstrekking_commands
from inburgering.verstrekking import queries as verstrekking_queries
from inburgering.verstrekking.errors import DoorgifteOngeldig


def geef_door(
    signaal_id: UUID,
    ontvanger: str,
    *,
    gegevens: Sequence[str],
    datum: date,
    door: Actor,
    now: datetime,
    grondslag: str = "",
    ouder_id: int | None = None,
) -> int:
    """Record that a gemeente gave gegevens of a signaal on; its number. Possible under a stop: it happened.

    Raises:
        SignaalOnbekend: it does not exist, or not for this gemeente.
        GeenBevoegdheid: the actor may not.
        InhoudOngeldig: the name of the receiver holds a long number.
        VerstrekkingOnbekend: the doorgifte before it is not one of this signaal.
        DoorgifteOngeldig: no receiver, no gegevens that the law knows, a day that cannot be, or a chain too long.
    """
    envelop = queries.envelop(signaal_id, gemeente=door.gemeente)
    toegang_rules.eis(door, Handeling.DOORGIFTE_REGISTREREN, gemeente=envelop.gemeente)
    stappen.check_reden(f"{ontvanger} {grondslag}")
    wortel = verstrekking_queries.eerste_van_signaal(signaal_id, envelop.gemeente)
    return verstrekking_commands.registreer_doorgifte(
        wortel,
        ontvanger.strip(),
        gegevens=gegevens,
        grondslag=grondslag.strip(),
        datum=datum,
        ouder_id=ouder_id,
        door=door,
        now=now,
    )


def roep_terug(doorgifte_id: int, *, bevestigd: bool, toelichting: str, door: Actor, now: datetime) -> None:
    """Record that the receiver of a doorgifte was asked to stop, or answered; a second time changes nothing.

    Raises:
        VerstrekkingOnbekend: no such doorgifte of this gemeente.
        GeenBevoegdheid: the actor may not.
        InhoudOngeldig: the explanation holds a long number.
        DoorgifteOngeldig: the receiver confirmed before it was asked.
    """
    assert door.gemeente is not None
    toegang_rules.eis(door, Handeling.DOORGIFTE_REGISTREREN, gemeente=door.gemeente)
    rij = verstrekking_queries.doorgifte_van(door.gemeente, doorgifte_id)
    if toelichting.strip():
        stappen.check_reden(toelichting)
    if not bevestigd and rij.bevestigd_op is not None and rij.gevraagd_op is None:
        raise DoorgifteOngeldig(
            "De ontvanger heeft al bevestigd.", veld="stap", herstel="Er hoeft niets meer te worden gevraagd."
        )
    if bevestigd:
        verstrekking_commands.bevestig_terugroep(doorgifte_id, toelichting=toelichting.strip(), door=door, now=now)
    else:
        verstrekking_commands.trek_doorgifte_terug(doorgifte_id, reden=toelichting.strip(), door=door, now=now)
