"""How far the restart is: cohorts, conditions, who waits, who was too late, and what is expected."""

from collections import Counter
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from inburgering.hervatting import models, rules
from inburgering.hervatting.errors import CohortOnbekend
from inburgering.hervatting.terms import CohortStand, Punt, Voortgang, Voorwaarde
from inburgering.signaal import queries as signaal_queries
from inburgering.stop import queries as stop_queries
from inburgering.vaststelling import queries as vaststelling_queries

HIER = ZoneInfo("Europe/Amsterdam")
_WEG = frozenset({"ingetrokken", "omgeleid"})
_WEKEN = 12


def plan(incident_id: UUID) -> models.Plan | None:
    """The newest plan of an incident."""
    return models.Plan.objects.filter(incident_id=incident_id).order_by("-versie").first()


def cohort(cohort_id: int) -> models.Cohort:
    """One cohort with its plan.

    Raises:
        CohortOnbekend: there is none with that id.
    """
    rij = models.Cohort.objects.select_related("plan").filter(pk=cohort_id).first()
    if rij is None:
        raise CohortOnbekend(veld="cohort", herstel="Kies een cohort uit het plan.")
    return rij


def cohorten(incident_id: UUID) -> list[CohortStand]:
    """The cohorts of the newest plan, in order, each with what holds and how many went."""
    nieuwste = plan(incident_id)
    if nieuwste is None:
        return []
    rijen = list(models.Cohort.objects.filter(plan=nieuwste).order_by("op", "code"))
    tel = {
        r["cohort_id"]: (r["personen"], r["gegaan"])
        for r in models.Lid.objects.filter(cohort__in=rijen)
        .values("cohort_id")
        .annotate(personen=Count("id"), gegaan=Count("id", filter=Q(pk__in=models.Gegaan.objects.values("lid_id"))))
    }
    vrijgave = dict(models.Opening.objects.filter(cohort__in=rijen).values_list("cohort_id", "vrijgave_signaal"))
    return [_stand(r, *tel.get(r.pk, (0, 0)), vrijgave.get(r.pk)) for r in rijen]


def vervuld(cohort_id: int) -> list[models.Vervulling]:
    """Which conditions of a cohort are met, by whom and when."""
    return list(models.Vervulling.objects.filter(cohort_id=cohort_id).order_by("op"))


def achterstand() -> int:
    """How many persons wait: a duty under Wi2021 and a gemeente by what holds now, and nothing usable there."""
    plichtig = [u.persoon_id for u in vaststelling_queries.uitkomsten() if _is_van_wi2021(u)]
    return len(set(plichtig) - bereikt(plichtig))


def bereikt(persoon_ids: list[int]) -> set[int]:
    """Of whom a gemeente holds a signaal that is usable now."""
    levend: dict[int, set[int]] = {}
    for s in signaal_queries.van_personen(persoon_ids):
        if s.correctiesoort not in {"intrekking", "omleiding"} and s.status not in _WEG:
            levend.setdefault(s.persoon_id, set()).add(s.vrijgave_id)
    open_ = stop_queries.levend(set().union(*levend.values()))
    return {persoon for persoon, vrijgaven in levend.items() if vrijgaven & open_}


def termijn_overschreden(incident_id: UUID) -> int:
    """How many persons went after the day on which their PIP had to be ready."""
    return models.Gegaan.objects.filter(lid__incident_id=incident_id, te_laat=True).count()


def voortgang(incident_id: UUID, now: datetime) -> Voortgang:
    """Everything the herstelkamer shows of the restart."""
    wachtend = achterstand()
    return Voortgang(
        cohorten=tuple(cohorten(incident_id)),
        achterstand=wachtend,
        termijn_overschreden=termijn_overschreden(incident_id),
        verwachting=tuple(verwachting(incident_id, now, wachtend=wachtend)),
        reeks=tuple(reeks(incident_id, now)),
    )


def verwachting(incident_id: UUID, now: datetime, *, wachtend: int) -> list[Punt]:
    """How many are expected to wait per week from now on: by the plan where there is one, else by the pace so far."""
    vandaag = now.astimezone(HIER).date()
    open_ = models.Lid.objects.filter(incident_id=incident_id).exclude(pk__in=models.Gegaan.objects.values("lid_id"))
    dagen = sorted(open_.values_list("dag", flat=True))
    weken = max(1, ((dagen[-1] - vandaag).days // 7 + 1) if dagen else _WEKEN)
    capaciteit = len(dagen) / weken if dagen else 0.0
    return rules.verwacht(
        wachtend, instroom=0.0, capaciteit=capaciteit, vanaf=vandaag, weken=min(weken + 1, 2 * _WEKEN)
    )


def reeks(incident_id: UUID, now: datetime) -> list[tuple[date, int]]:
    """Per day since the first cohort was opened: how many of those planned had not gone yet."""
    leden = models.Lid.objects.filter(incident_id=incident_id)
    totaal = leden.count()
    eerste = models.Opening.objects.filter(cohort__plan__incident_id=incident_id).order_by("op").first()
    if not totaal or eerste is None:
        return []
    momenten = models.Gegaan.objects.filter(lid__incident_id=incident_id).values_list("op", flat=True)
    per_dag = Counter(op.astimezone(HIER).date() for op in momenten)
    dag, eind, over, punten = eerste.op.astimezone(HIER).date(), now.astimezone(HIER).date(), totaal, []
    while dag <= eind:
        over -= per_dag[dag]
        punten.append((dag, over))
        dag += timedelta(days=1)
    return punten


def _is_van_wi2021(u: object) -> bool:
    return (
        getattr(u, "oordeel", "") == "plichtig"
        and getattr(u, "wet", "") == "Wi2021"
        and bool(getattr(u, "college", ""))
    )


def _stand(rij: models.Cohort, personen: int, gegaan: int, vrijgave: int | None) -> CohortStand:
    klaar = vervuld(rij.pk)
    namen = {v.voorwaarde for v in klaar}
    return CohortStand(
        id=rij.pk,
        code=rij.code,
        naam=rij.naam,
        op=rij.op,
        personen=personen,
        losgelaten=gegaan,
        vervuld=tuple((Voorwaarde(v.voorwaarde), v.op, v.door) for v in klaar),
        open=tuple(v for v in Voorwaarde if v in rij.voorwaarden and v not in namen),
        vrijgave_id=vrijgave,
    )
