"""Opening a cohort: determine by the right rule, choose a way for everybody, and spread them over the days."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from inburgering.feit import queries as feit_queries
from inburgering.herstel import commands as herstel_commands
from inburgering.herstel import queries as herstel_queries
from inburgering.herstel import rules as herstel_rules
from inburgering.herstel.terms import GeraaktRij, Over, Uitkomst
from inburgering.hervatting import models, rules
from inburgering.hervatting.commands.handen import PORTIE, Handen, dag_van, oude_signalen
from inburgering.hervatting.terms import Kandidaat, Weg
from inburgering.kennisgeving import queries as kennisgeving_queries
from inburgering.kennisgeving import terms as kennisgeving_terms
from inburgering.organisatie import gemeenten
from inburgering.recht import termijnen
from inburgering.signaal import queries as signaal_queries
from inburgering.toegang.terms import SYSTEEM
from inburgering.vaststelling import commands as vaststelling_commands
from inburgering.vaststelling import queries as vaststelling_queries


def open_cohort(cohort: models.Cohort, handen: Handen) -> models.Opening:
    """Make the vrijgaven of the cohort, determine everybody anew, and give each a day."""
    incident = herstel_queries.incident(cohort.plan.incident_id)
    run = f"{incident.code} {cohort.plan.versie}{cohort.code} {cohort.naam}"[:80]
    vrijgaven = [
        herstel_commands.open_vrijgave(
            incident.pk,
            soort,
            over=over_cohort(cohort, soort),
            door=handen.door,
            tweede=handen.tweede,
            now=handen.now,
            run=run,
        )
        for soort in ("signaal", "brief-kennisgeving")
    ]
    with transaction.atomic():
        opening = models.Opening.objects.create(
            cohort=cohort,
            op=handen.now,
            regelversie=incident.regelversie_nieuw,
            vrijgave_signaal=vrijgaven[0],
            vrijgave_brief=vrijgaven[1],
        )
        leden = _leden(cohort, incident.regelversie_nieuw, handen)
        models.Lid.objects.bulk_create(leden, batch_size=PORTIE)
        tekst = (
            f"Cohort {cohort.naam} losgelaten: {len(leden)} personen, per gemeente hoogstens {cohort.per_dag} per dag."
        )
        herstel_commands.noteer(
            incident.pk, "hervatting.losgelaten", tekst, door=handen.door, tweede=handen.tweede, now=handen.now
        )
    return opening


def over_cohort(cohort: models.Cohort, soort: str) -> Over:
    """What a vrijgave of a cohort is about: nobody of another wet or categorie goes under it.

    A signaal is about the Wi2021 besides.
    """
    wetten = {cohort.wet, "Wi2021"} if soort.startswith("signaal") else {cohort.wet}
    return Over(frozenset(wetten), frozenset(cohort.categorieen))


def _leden(cohort: models.Cohort, regelversie: str, handen: Handen) -> list[models.Lid]:
    """Everybody of the cohort with a way and a day; who is in another cohort already is not taken again."""
    incident_id = cohort.plan.incident_id
    bezet = set(models.Lid.objects.filter(incident_id=incident_id).values_list("persoon_id", flat=True))
    geraakt = {g.persoon_id: g for g in herstel_queries.geraakten(incident_id)}
    wachtend = [p for p in _wachtend(cohort, geraakt) if p not in bezet]
    stel_opnieuw_vast(
        [p for p in wachtend if p not in geraakt or not geraakt[p].door_mens], regelversie=regelversie, handen=handen
    )
    uitkomsten = {u.persoon_id: u for u in vaststelling_queries.uitkomsten(wachtend) if hoort_bij(cohort, u)}
    oud = oude_signalen(list(uitkomsten))
    wegen = _wegen(cohort, uitkomsten, geraakt=geraakt, oud=oud, dag=handen.vandaag)
    kandidaten = [
        Kandidaat(
            p,
            uitkomsten[p].college or (gemeenten.rechtsopvolger(oud[p].gemeente, handen.vandaag) if p in oud else ""),
            dag_van(uitkomsten[p].termijnen.get("pipUiterlijk")),
        )
        for p in wegen
    ]
    vrij = _feestdagen(handen.vandaag)
    plekken = rules.spreid(
        kandidaten, vanaf=handen.vandaag, per_dag=cohort.per_dag, werkdag=lambda dag: rules.is_werkdag(dag, vrij)
    )
    deadline = {k.persoon_id: k.deadline for k in kandidaten}
    return [
        models.Lid(
            cohort=cohort,
            incident_id=incident_id,
            persoon_id=plek.persoon_id,
            gemeente=plek.gemeente,
            dag=plek.dag,
            weg=wegen[plek.persoon_id],
            deadline=deadline[plek.persoon_id],
        )
        for plek in plekken
    ]


def _wachtend(cohort: models.Cohort, geraakt: dict[int, GeraaktRij]) -> list[int]:
    """Who may go: rightly told before, or never told at all."""
    alle = [int(p) for p in cohort.persoon_ids or feit_queries.personen()]
    terecht = {
        p
        for p, g in geraakt.items()
        if g.uitkomst is Uitkomst.TERECHT and (not cohort.categorieen or g.categorie in cohort.categorieen)
    }
    nieuw = [p for p in alle if p not in geraakt]
    verteld = {
        b.persoon_id for b in kennisgeving_queries.brieven(persoon_ids=nieuw, stand=kennisgeving_terms.Stand.GEDRUKT)
    }
    verteld |= {s.persoon_id for s in signaal_queries.van_personen(nieuw)}
    return [p for p in alle if p in terecht or (p not in geraakt and p not in verteld)]


def stel_opnieuw_vast(persoon_ids: Sequence[int], *, regelversie: str, handen: Handen) -> None:
    """Determine by the right rule, with today as the day of a letter for who has had none."""
    if not persoon_ids:
        return
    vaststelling_commands.stel_vast(
        persoon_ids,
        regelversie=regelversie,
        peildatum=handen.vandaag,
        door=SYSTEEM,
        now=handen.now,
        voorgenomen=_voorgenomen(persoon_ids, handen),
    )


def _voorgenomen(persoon_ids: Sequence[int], handen: Handen) -> dict[int, date]:
    feiten = feit_queries.feiten(persoon_ids, moment=handen.now)
    return {p: handen.vandaag for p in persoon_ids if not feiten[p].get("kennisgevingen")}


def hoort_bij(cohort: models.Cohort, u: Any) -> bool:
    """Tell whether an outcome belongs in the cohort: a duty, its act and its categorie."""
    if u.oordeel != "plichtig" or u.wet != cohort.wet:
        return False
    return not cohort.categorieen or u.categorie in cohort.categorieen


def _wegen(
    cohort: models.Cohort,
    uitkomsten: Mapping[int, Any],
    *,
    geraakt: Mapping[int, GeraaktRij],
    oud: Mapping[int, Any],
    dag: date,
) -> dict[int, Weg]:
    """Per person the way to go on; who has no gemeente yet, or whose duty is over, gets nothing new."""
    wegen = {}
    for p, u in uitkomsten.items():
        if p in oud:
            wegen[p] = _weg_terug(oud[p].gemeente, u, dag)
        elif u.einde is not None and u.einde <= dag:
            continue
        elif cohort.wet != "Wi2021":
            if p not in geraakt:
                wegen[p] = Weg.BRIEF
        elif u.college:
            wegen[p] = Weg.NIEUW
    return wegen


def _weg_terug(gemeente: str, u: Any, dag: date) -> Weg:
    """Readable again where it lies, or redirected when that gemeente has no task or is gone."""
    nu = gemeenten.rechtsopvolger(gemeente, dag)
    stap = herstel_rules.maatregel(
        Uitkomst.TERECHT,
        in_keuzegroep=False,
        categorie=u.categorie or "",
        gemeente=gemeente,
        college=u.college or nu,
    )
    gekozen = rules.weg(stap)
    assert gekozen is not None, "who was rightly told is restored or redirected"
    return gekozen


def _feestdagen(vandaag: date) -> frozenset[date]:
    """Public holidays of this year and the next."""
    jaren = {vandaag.year, (vandaag + timedelta(days=365)).year}
    return frozenset(dag for jaar in jaren for dag in termijnen.feestdagen(jaar))
