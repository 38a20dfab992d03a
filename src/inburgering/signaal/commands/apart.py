"""Putting the signalen of some persons apart under a stop, so that the rest of it can be lifted."""

from collections.abc import Sequence
from datetime import datetime

from inburgering.primitives.ids import StopId, VrijgaveId
from inburgering.signaal import queries
from inburgering.signaal.commands.corrigeren import zet_in_quarantaine
from inburgering.signaal.models import Signaal
from inburgering.signaal.terms import Status
from inburgering.stop import commands as stop_commands
from inburgering.stop import queries as stop_queries
from inburgering.stop.errors import BereikOngeldig
from inburgering.stop.terms import Bereik, Richting
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling

_WEG = frozenset({Status.INGETROKKEN, Status.OMGELEID})


def zet_personen_apart(
    stop_id: StopId, persoon_ids: Sequence[int], *, door: Actor, tweede: Actor | None, now: datetime
) -> tuple[VrijgaveId, int]:
    """Move the signalen of these persons that the stop holds to a quarantaine; its vrijgave, and how many moved.

    The quarantaine has a stop of its own, which two people lift as any other. Letters are not moved.

    Raises:
        VierOgenNodig: no second, different person.
        BereikOngeldig: the stop holds no signaal of one of these persons.
    """
    toegang_rules.eis_vier_ogen(door, tweede, Handeling.STOP_ZETTEN)
    bereik = stop_queries.stop(stop_id).bereik
    rijen = _onder(bereik, [s for s in queries.van_personen(persoon_ids) if s.status not in _WEG])
    if zonder := sorted(set(persoon_ids) - {s.persoon_id for s in rijen}):
        raise BereikOngeldig(
            f"De stop houdt geen signaal tegen van deze personen: {', '.join(map(str, zonder))}.",
            veld="persoon",
            herstel="Laat deze nummers weg, of zet eerst een stop die hun signalen dekt.",
        )
    if not rijen:
        raise BereikOngeldig("Er is geen persoon genoemd.", veld="persoon", herstel="Noem minstens één persoon.")
    vrijgave = stop_commands.maak_quarantaine(stop_id, run=now.isoformat(), door=door, tweede=tweede, now=now)
    return vrijgave, zet_in_quarantaine([s.pk for s in rijen], vrijgave_id=vrijgave, door=door, now=now)


def _onder(bereik: Bereik, rijen: Sequence[Signaal]) -> list[Signaal]:
    """Those in the bereik that are stopped right now; what was lifted already is not put back."""
    if bereik.richting is Richting.IN:
        return []
    erin = [
        s
        for s in rijen
        if (bereik.alles or s.vrijgave_id in bereik.vrijgaven)
        and (not bereik.gemeenten or s.gemeente in bereik.gemeenten)
    ]
    levend = {
        g: stop_queries.levend({s.vrijgave_id for s in erin if s.gemeente == g}, gemeente=g)
        for g in {s.gemeente for s in erin}
    }
    return [s for s in erin if s.vrijgave_id not in levend[s.gemeente]]
