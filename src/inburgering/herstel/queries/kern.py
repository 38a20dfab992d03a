"""The incident, its log, its newest onderzoek, and who was touched."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from inburgering.herstel import models, rules
from inburgering.herstel.errors import IncidentOnbekend, OnderzoekOntbreekt
from inburgering.herstel.terms import ONBEKEND, Aard, Eindstand, GeraaktRij, Handeling, LogRij, Over, Uitkomst
from inburgering.primitives.ids import IncidentId, StopId
from inburgering.stop import queries as stop_queries

_WET_VAN_SIGNALEN = "Wi2021"


def incident(incident_id: IncidentId | UUID) -> models.Incident:
    """One incident.

    Raises:
        IncidentOnbekend: there is none with that id.
    """
    rij = models.Incident.objects.filter(pk=incident_id).first()
    if rij is None:
        raise IncidentOnbekend(veld="incident", herstel="Kies een incident uit de lijst.")
    return rij


def incidenten() -> list[models.Incident]:
    """Every incident, newest first: with its submissions, the register of AVG art. 33 lid 5."""
    return list(models.Incident.objects.order_by("-geopend_op"))


def log(incident_id: IncidentId | UUID, *, aantal: int | None = None) -> list[LogRij]:
    """What happened in the incident, newest first."""
    rijen = models.Logregel.objects.filter(incident_id=incident_id).order_by("-op", "-id")
    return [LogRij(r.op, r.soort, r.tekst, r.door, r.tweede) for r in rijen[:aantal]]


def vrijgaven(incident_id: IncidentId | UUID) -> list[int]:
    """The vrijgaven the incident is about: what its stop names, or every vrijgave of the wrong regelversie."""
    rij = incident(incident_id)
    bereik = stop_queries.stop(StopId(rij.stop_id)).bereik if rij.stop_id else None
    if bereik is not None and not bereik.alles:
        return sorted(bereik.vrijgaven)
    return [int(v.id) for v in stop_queries.vrijgaven() if v.regelversie == rij.regelversie_oud]


def laatste_onderzoek(incident_id: IncidentId | UUID) -> models.Onderzoek | None:
    """The newest onderzoek, or None before the first."""
    return models.Onderzoek.objects.filter(incident_id=incident_id).order_by("-nummer").first()


def eis_onderzoek(incident_id: IncidentId | UUID) -> models.Onderzoek:
    """The newest onderzoek.

    Raises:
        OnderzoekOntbreekt: there is none yet.
    """
    gevonden = laatste_onderzoek(incident_id)
    if gevonden is None:
        raise OnderzoekOntbreekt(veld="incident", herstel="Laat eerst uitrekenen wie er geraakt zijn.")
    return gevonden


def geraakten(incident_id: IncidentId | UUID, *, persoon_ids: Iterable[int] | None = None) -> list[GeraaktRij]:
    """Everybody in the newest onderzoek, with the newest decision by hand laid over it; by person."""
    onderzoek = laatste_onderzoek(incident_id)
    if onderzoek is None:
        return []
    rijen = models.Geraakt.objects.filter(onderzoek=onderzoek).defer("feiten", "ontbreekt").order_by("persoon_id")
    if persoon_ids is not None:
        rijen = rijen.filter(persoon_id__in=list(persoon_ids))
    besloten = _besloten(incident_id)
    return [_rij(r, besloten.get(r.persoon_id)) for r in rijen]


def over_signalen(incident_id: IncidentId | UUID, persoon_ids: Iterable[int]) -> Over:
    """What signalen about these persons are about; anything, as soon as one of them is not in the newest onderzoek."""
    wie = set(persoon_ids)
    rijen = geraakten(incident_id, persoon_ids=wie)
    if {r.persoon_id for r in rijen} != wie:
        return ONBEKEND
    gevonden = rules.over(rijen)
    return replace(gevonden, wetten=gevonden.wetten | {_WET_VAN_SIGNALEN}) if gevonden.wetten else gevonden


def open_vragen(incident_id: IncidentId | UUID) -> list[models.Geraakt]:
    """Who still waits for a decision by a person, with the facts that are missing; the same ones together."""
    onderzoek = laatste_onderzoek(incident_id)
    besloten = set(_besloten(incident_id))
    rijen = models.Geraakt.objects.filter(onderzoek=onderzoek, uitkomst=Uitkomst.ONBEKEND)
    return [r for r in rijen.order_by("ontbreekt", "persoon_id") if r.persoon_id not in besloten]


def gedaan(incident_id: IncidentId | UUID) -> dict[int, frozenset[Handeling]]:
    """Per touched person what was done."""
    per_persoon: dict[int, set[Handeling]] = {}
    rijen = models.Afhandeling.objects.filter(incident_id=incident_id).values_list("persoon_id", "soort")
    for persoon_id, soort in rijen:
        per_persoon.setdefault(persoon_id, set()).add(Handeling(soort))
    return {persoon: frozenset(wat) for persoon, wat in per_persoon.items()}


def toegepast(incident_id: IncidentId | UUID) -> dict[int, str]:
    """Per person who was offered a choice: the act that is applied since."""
    rijen = models.Toepassing.objects.filter(keuze__incident_id=incident_id).order_by("id")
    return dict(rijen.values_list("keuze__persoon_id", "wet_toegepast"))


def eindstanden(incident_id: IncidentId | UUID) -> dict[int, Eindstand | None]:
    """Per touched person where it ended, or None."""
    wat, wet = gedaan(incident_id), toegepast(incident_id)
    return {
        g.persoon_id: rules.eindstand(
            g.uitkomst,
            wat.get(g.persoon_id, frozenset()),
            in_keuzegroep=g.in_keuzegroep,
            toegepast=wet.get(g.persoon_id),
            had_brief=g.had_brief,
        )
        for g in geraakten(incident_id)
    }


def zonder_eindstand(incident_id: IncidentId | UUID | None = None) -> int:
    """How many touched persons still wait for something; of one incident or of all."""
    ids: Sequence[UUID] = [incident_id] if incident_id else [i.pk for i in incidenten()]
    return sum(1 for i in ids for eind in eindstanden(i).values() if eind is None)


def houders(incident_id: IncidentId | UUID, persoon_ids: Iterable[int] | None = None) -> list[models.Ontvanger]:
    """Who held gegevens when the newest onderzoek was made; persons themselves are not holders."""
    rijen = models.Ontvanger.objects.filter(onderzoek=eis_onderzoek(incident_id)).exclude(ontvanger="persoon")
    if persoon_ids is not None:
        rijen = rijen.filter(persoon_id__in=list(persoon_ids))
    return list(rijen.order_by("persoon_id", "op", "id"))


def briefdagen(incident_id: IncidentId | UUID, *, persoon_ids: Iterable[int] | None = None) -> dict[int, date]:
    """Per touched person the day of the wrong letter."""
    rijen = models.Geraakt.objects.filter(onderzoek=eis_onderzoek(incident_id))
    if persoon_ids is not None:
        rijen = rijen.filter(persoon_id__in=list(persoon_ids))
    return {persoon: dag for persoon, dag in rijen.values_list("persoon_id", "brief_op") if dag}


def volgende_code(now: datetime) -> str:
    """The next free code of the year."""
    jaar = f"INC-{now:%Y}-"
    laatste = models.Incident.objects.filter(code__startswith=jaar).order_by("-code").values_list("code", flat=True)
    hoogste = int(laatste[0].removeprefix(jaar)) if laatste else 0
    return f"{jaar}{hoogste + 1:03d}"


def _besloten(incident_id: IncidentId | UUID) -> dict[int, models.Beslissing]:
    rijen = models.Beslissing.objects.filter(incident_id=incident_id).order_by("id")
    return {r.persoon_id: r for r in rijen}


def _rij(rij: models.Geraakt, besloten: models.Beslissing | None) -> GeraaktRij:
    bron = besloten or rij
    return GeraaktRij(
        id=rij.pk,
        persoon_id=rij.persoon_id,
        uitkomst=Uitkomst(bron.uitkomst),
        aard=Aard(bron.aard),
        categorie=rij.categorie,
        college=rij.college,
        wet_oud=rij.wet_oud,
        wet_statutair=bron.wet_statutair,
        vaststelling_oud=rij.vaststelling_oud,
        vaststelling_nieuw=besloten.vaststelling_id if besloten else rij.vaststelling_nieuw,
        artikel=rij.artikel,
        door_mens=besloten is not None,
        in_keuzegroep=bron.in_keuzegroep,
        had_brief=rij.brief_op is not None,
        had_signaal=rij.had_signaal,
    )
