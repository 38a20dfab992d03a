"""Opening an incident, writing its log, and the vrijgaven that repair itself needs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from inburgering.herstel import models, queries
from inburgering.herstel.terms import ONBEKEND, Over
from inburgering.primitives.ids import IncidentId, StopId, VrijgaveId, nieuw_id
from inburgering.signaal import commands as signaal_commands
from inburgering.spoor import commands as spoor_commands
from inburgering.stop import commands as stop_commands
from inburgering.stop import queries as stop_queries
from inburgering.stop.terms import Richting
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling


@transaction.atomic
def open_incident(  # noqa: PLR0913 - an incident is what went wrong, since when, by which rule, under which stop
    titel: str,
    *,
    bewust_op: datetime,
    regelversie_oud: str,
    regelversie_nieuw: str,
    stop_id: StopId | UUID | None,
    door: Actor,
    now: datetime,
    ontdekt_door: str = "",
    code: str = "",
) -> IncidentId:
    """The id of a new incident; the AP clock runs from `bewust_op`.

    Raises:
        GeenBevoegdheid: the role may not.
    """
    toegang_rules.eis(door, Handeling.INCIDENT_LEIDEN)
    rij = models.Incident.objects.create(
        id=nieuw_id(now),
        code=code or queries.volgende_code(now),
        titel=titel,
        bewust_op=bewust_op,
        ontdekt_door=ontdekt_door,
        regelversie_oud=regelversie_oud,
        regelversie_nieuw=regelversie_nieuw,
        stop_id=stop_id,
        leiding=door.naam,
        geopend_op=now,
    )
    noteer(rij.pk, "incident.geopend", "Incident geopend. De termijn van 72 uur loopt.", door=door, now=now)
    return IncidentId(rij.pk)


def noteer(
    incident_id: UUID, soort: str, tekst: str, *, door: Actor, now: datetime, tweede: Actor | None = None
) -> None:
    """Add one line to the log of the incident, and one to the audit."""
    models.Logregel.objects.create(
        incident_id=incident_id, op=now, soort=soort, tekst=tekst, door=door.naam, tweede=tweede.naam if tweede else ""
    )
    spoor_commands.schrijf_audit(
        door.id,
        soort,
        object_soort="incident",
        object_id=incident_id,
        now=now,
        bijzonderheden={"tweede": tweede.id} if tweede else None,
    )


def open_vrijgave(
    incident_id: UUID,
    soort: str,
    *,
    over: Over = ONBEKEND,
    door: Actor,
    tweede: Actor | None,
    now: datetime,
    run: str = "",
) -> VrijgaveId:
    """A live vrijgave for one step of the repair; where a stop covers it, two people lift just this one.

    Raises:
        VierOgenNodig: a stop covers it and there is no second person.
    """
    incident = queries.incident(incident_id)
    vrijgave = _maak(incident, soort, run=run, over=over, now=now)
    _hef_op(vrijgave, door=door, tweede=tweede, now=now)
    return vrijgave


def _maak(incident: models.Incident, soort: str, *, run: str = "", over: Over, now: datetime) -> VrijgaveId:
    return stop_commands.maak_vrijgave(
        incident.regelversie_nieuw,
        soort,
        run=run or _run(incident, now),
        now=now,
        wetten=over.wetten,
        categorieen=over.categorieen,
    )


def maak_leesbaar(
    incident_id: UUID,
    signaal_ids: Sequence[UUID],
    *,
    soort: str,
    over: Over = ONBEKEND,
    door: Actor,
    tweede: Actor | None,
    now: datetime,
) -> VrijgaveId | None:
    """Make these stopped signalen readable again, without sending them again; the vrijgave they are under now.

    They move to a vrijgave that is stopped itself, and then two people lift only that one: at no moment is more open.

    Raises:
        VierOgenNodig: there is no second person.
    """
    toegang_rules.eis_vier_ogen(door, tweede, Handeling.STOP_OPHEFFEN)
    if not signaal_ids:
        return None
    incident = queries.incident(incident_id)
    vrijgave = _maak(incident, soort, over=over, now=now)
    if stop_queries.levend([vrijgave]):
        reden = f"Tussenstop van {incident.code}: signalen worden verplaatst."
        stop_commands.sluit_vrijgave(vrijgave, reden, door=door, tweede=tweede, now=now, incident=incident.code)
    signaal_commands.zet_in_quarantaine(signaal_ids, vrijgave_id=vrijgave, door=door, now=now)
    _hef_op(vrijgave, door=door, tweede=tweede, now=now)
    return vrijgave


def _hef_op(vrijgave: VrijgaveId, *, door: Actor, tweede: Actor | None, now: datetime) -> None:
    """Lift every stop that covers this one vrijgave, for this vrijgave only."""
    if stop_queries.levend([vrijgave]):
        return
    for stop in stop_queries.actieve_stops():
        bereik = stop.bereik
        if bereik.richting is Richting.UIT and (bereik.alles or vrijgave in bereik.vrijgaven):
            stop_commands.hef_op(stop.id, vrijgaven=[vrijgave], door=door, tweede=tweede, now=now)


def _run(incident: models.Incident, now: datetime) -> str:
    """A name for a step of this incident that no other moment has."""
    return f"{incident.code} {now:%Y-%m-%dT%H:%M:%S.%f}"
