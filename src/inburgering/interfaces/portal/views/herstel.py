"""The herstelkamer: the list of stops and incidents, and one incident."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from inburgering.herstel import queries as herstel_queries
from inburgering.hervatting import queries as hervatting_queries
from inburgering.interfaces.portal.onderdelen import NEDERLAND
from inburgering.interfaces.portal.schermen import herstel as scherm_herstel
from inburgering.interfaces.portal.schermen import terug as scherm_terug
from inburgering.interfaces.portal.wie import voor
from inburgering.organisatie import gemeenten, tegels
from inburgering.primitives import clock
from inburgering.primitives.errors import NietGevonden
from inburgering.stop import queries as stop_queries
from inburgering.terugmelding import queries as terugmelding_queries
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling


@require_GET
@voor(Handeling.INCIDENT_INZIEN)
def herstel(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every stop in force and every incident."""
    now = clock.now()
    vandaag = now.astimezone(NEDERLAND).date()
    scherm = scherm_herstel.lijst(
        [
            scherm_herstel.Incident(
                i.code, i.titel, herstel_queries.klok(i.pk, now), reverse("portal:herstelkamer", args=[i.code])
            )
            for i in herstel_queries.incidenten()
        ],
        [
            (s, stop_queries.werking(s.id, dag=vandaag), reverse("portal:stop_opheffen", args=[s.id]))
            for s in stop_queries.actieve_stops()
        ],
        mag_stoppen=toegang_rules.mag(actor, Handeling.STOP_ZETTEN),
        mag_opheffen=toegang_rules.mag(actor, Handeling.STOP_OPHEFFEN),
        now=now,
    )
    alarmen = scherm_terug.alarmregels(terugmelding_queries.alarmen(vandaag))
    return render(request, "portal/herstel.html", {"scherm": scherm, "alarmen": alarmen})


@require_GET
@voor(Handeling.INCIDENT_INZIEN)
def herstelkamer(request: HttpRequest, _actor: Actor, code: str) -> HttpResponse:
    """One incident."""
    incident = next((i for i in herstel_queries.incidenten() if i.code == code), None)
    if incident is None:
        raise NietGevonden("Dit incident bestaat niet.", veld="incident")
    now = clock.now()
    vandaag = now.astimezone(NEDERLAND).date()
    overzicht = herstel_queries.overzicht(incident.pk, now)
    scherm = scherm_herstel.maak(
        overzicht,
        hervatting_queries.voortgang(incident.pk, now),
        plekken=tegels.alle(),
        opvolgers={g.code: gemeenten.rechtsopvolger(g.code, vandaag) for g in overzicht.gemeenten},
        terug=reverse("portal:herstel"),
        now=now,
    )
    return render(request, "portal/herstelkamer.html", {"scherm": scherm})
