"""Making a plan and meeting its conditions."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from inburgering.herstel import commands as herstel_commands
from inburgering.hervatting import models, queries, rules
from inburgering.hervatting.terms import CohortVoorstel, Voorwaarde
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling

_CODES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@transaction.atomic
def plan(
    incident_id: UUID, cohorten: Sequence[CohortVoorstel], *, door: Actor, tweede: Actor | None, now: datetime
) -> list[int]:
    """The ids of the cohorts of a new plan, agreed by two people, in the order given.

    Raises:
        VierOgenNodig: no second, different person.
        PlanOngeldig: it cannot be carried out.
    """
    toegang_rules.eis_vier_ogen(door, tweede, Handeling.HERVATTEN)
    assert tweede is not None, "four eyes were asked for"
    rules.eis_plan(cohorten)
    vorige = queries.plan(incident_id)
    rij = models.Plan.objects.create(
        incident_id=incident_id,
        versie=vorige.versie + 1 if vorige else 1,
        gemaakt_op=now,
        door=door.id,
        tweede=tweede.id,
    )
    ids = [_cohort(rij, code, voorstel) for code, voorstel in zip(_CODES, cohorten, strict=False)]
    namen = ", ".join(f"{c.naam} vanaf {c.op:%d-%m-%Y}" for c in cohorten)
    herstel_commands.noteer(
        incident_id, "hervatting.gepland", f"Plan {rij.versie}: {namen}.", door=door, tweede=tweede, now=now
    )
    return ids


@transaction.atomic
def bevestig_voorwaarde(
    cohort_id: int, voorwaarde: Voorwaarde, *, door: Actor, now: datetime, toelichting: str = ""
) -> None:
    """Record that a condition of a cohort is met; the first time counts.

    Raises:
        CohortOnbekend: there is none with that id.
    """
    toegang_rules.eis(door, Handeling.INCIDENT_INZIEN)
    cohort = queries.cohort(cohort_id)
    _, nieuw = models.Vervulling.objects.get_or_create(
        cohort=cohort,
        voorwaarde=Voorwaarde(voorwaarde).value,
        defaults={"op": now, "door": door.id, "toelichting": toelichting},
    )
    if nieuw:
        tekst = f"Cohort {cohort.naam}: {voorwaarde}."
        herstel_commands.noteer(cohort.plan.incident_id, "hervatting.voorwaarde", tekst, door=door, now=now)


def _cohort(rij: models.Plan, code: str, voorstel: CohortVoorstel) -> int:
    return models.Cohort.objects.create(
        plan=rij,
        code=code,
        naam=voorstel.naam,
        op=voorstel.op,
        categorieen=list(voorstel.categorieen),
        persoon_ids=list(voorstel.persoon_ids),
        wet=voorstel.wet,
        per_dag=voorstel.per_dag,
        voorwaarden=[v.value for v in voorstel.voorwaarden],
    ).pk
