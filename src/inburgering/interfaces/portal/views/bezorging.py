"""How webhooks arrive, for DUO and for each gemeente; and sending again what did not."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from inburgering.interfaces.portal import formulieren
from inburgering.interfaces.portal.schermen import bezorging as scherm_bezorging
from inburgering.interfaces.portal.wie import adres_van, namens, voor
from inburgering.primitives import clock
from inburgering.primitives.errors import DomainError
from inburgering.signaal import commands as signaal_commands
from inburgering.signaal import queries as signaal_queries
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling


@require_http_methods(["GET", "POST"])
@voor(Handeling.BEZORGING_INZIEN)
def bezorging(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every address with its state and what was given up; a POST repeats a row of numbers."""
    codes = _codes(actor)
    rijen = signaal_queries.abonnementen(codes, ook_beeindigd=True)
    keuzes = [(str(r.id), scherm_bezorging.naam(r)) for r in rijen if r.beeindigd_op is None]
    formulier = formulieren.Herhaal(request.POST or None, keuzes=keuzes)
    if formulier.is_valid():
        velden = formulier.cleaned_data
        try:
            aantal = signaal_commands.herhaal(
                UUID(velden["abonnement"]),
                van=velden["van"],
                tot=velden["tot"],
                door=_voor_abonnement(actor, UUID(velden["abonnement"])),
                now=clock.now(),
            )
        except DomainError as fout:
            formulier.weiger(fout)
        else:
            return _klaar(aantal)
    scherm = scherm_bezorging.maak(
        rijen,
        signaal_queries.dode_bezorgingen(codes, maximaal=scherm_bezorging.DODEN_MAX),
        actie=lambda nummer: reverse("portal:bezorging_opnieuw", args=[nummer]),
        mag_herstellen=toegang_rules.mag(actor, Handeling.BEZORGING_HERSTELLEN),
        gedaan=scherm_bezorging.gedaan(adres_van(request).get("opnieuw", "")),
    )
    inhoud = {"scherm": scherm, "formulier": formulier}
    return render(request, "portal/bezorging.html", inhoud, status=422 if formulier.errors else 200)


@require_POST
@voor(Handeling.BEZORGING_HERSTELLEN)
def opnieuw(request: HttpRequest, actor: Actor, abonnement_id: UUID) -> HttpResponse:
    """Send again what was given up: one event when it is named, all of an abonnement otherwise."""
    keuze = formulieren.EenBezorging(request.POST)
    ids = [keuze.cleaned_data["bezorging"]] if keuze.is_valid() and keuze.cleaned_data["bezorging"] else None
    aantal = signaal_commands.probeer_opnieuw(
        abonnement_id, bezorging_ids=ids, door=_voor_abonnement(actor, abonnement_id), now=clock.now()
    )
    return _klaar(aantal)


def _codes(actor: Actor) -> list[str] | None:
    """The gemeenten this actor works for; None is all of them, for DUO."""
    return namens(actor, "")[1] if actor.gemeente else None


def _voor_abonnement(actor: Actor, abonnement_id: UUID) -> Actor:
    """The actor at work for the gemeente of the abonnement, its own or under a mandate."""
    rij = signaal_queries.abonnement(abonnement_id, gemeente=_codes(actor))
    return namens(actor, rij.gemeente)[0] if actor.gemeente else actor


def _klaar(aantal: int) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('portal:bezorging')}?opnieuw={aantal}")
