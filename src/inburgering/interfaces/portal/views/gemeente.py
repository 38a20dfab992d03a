"""The desk of a gemeente: inbox, download, one signaal and what is done with it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inburgering.interfaces.portal import formulieren
from inburgering.interfaces.portal.onderdelen import NEDERLAND
from inburgering.interfaces.portal.schermen import bladeren
from inburgering.interfaces.portal.schermen import inbox as scherm_inbox
from inburgering.interfaces.portal.schermen import signaal as scherm_signaal
from inburgering.interfaces.portal.schermen import terug as scherm_terug
from inburgering.interfaces.portal.views import terug
from inburgering.interfaces.portal.wie import adres_van, namens, voor
from inburgering.organisatie import gemeenten
from inburgering.primitives import clock
from inburgering.primitives.errors import DomainError
from inburgering.signaal import commands as signaal_commands
from inburgering.signaal import queries as signaal_queries
from inburgering.signaal.errors import InhoudOngeldig, SignaalIngetrokken, SignaalOnbekend, SignaalVerlopen
from inburgering.signaal.rules import catalogus
from inburgering.signaal.rules.export import als_csv, als_xlsx
from inburgering.signaal.terms import Correctiesoort, SignaalRij
from inburgering.spoor import commands as spoor_commands
from inburgering.stop import commands as stop_commands
from inburgering.stop import queries as stop_queries
from inburgering.stop.errors import StopVanKracht
from inburgering.stop.terms import Bevestiging, StopRij
from inburgering.terugmelding.terms import NIET_MIJN_INWONER
from inburgering.toegang.terms import Actor, Handeling
from inburgering.verstrekking import commands as verstrekking_commands
from inburgering.verstrekking import queries as verstrekking_queries
from inburgering.verstrekking.errors import VerstrekkingNietToegestaan

_RIJEN_MAX = 10_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@voor(Handeling.SIGNAAL_INZIEN)
def inbox(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The inbox; that the gemeente saw a stop is recorded."""
    vraag = adres_van(request)
    wie, codes = namens(actor, vraag.get("gemeente", ""))
    return render(request, "portal/inbox.html", {"scherm": _inbox(wie, codes, vraag=vraag)})


def _inbox(wie: Actor, codes: list[str], *, vraag: Mapping[str, str]) -> scherm_inbox.Inbox:
    gemeente, now = str(wie.gemeente), clock.now()
    bron = scherm_inbox.Bron(
        gemeente=gemeente,
        naam=gemeenten.naam(gemeente),
        gemeenten=[(c, gemeenten.naam(c)) for c in codes],
        rijen=signaal_queries.inbox(gemeente, volgorde="deadline", maximaal=_RIJEN_MAX, op=now),
        stops=_stops(wie),
        wat_te_doen={code: s.wat_te_doen for c in catalogus.alle() for code, s in c.soorten.items()},
        pad=reverse("portal:inbox"),
        adres_signaal=lambda rij: _adres("portal:signaal", rij.id, wie, codes=codes),
        adres_stop=lambda stop: _adres("portal:stop_bevestig", stop.id, wie, codes=codes),
        download=bladeren.adres(reverse("portal:inbox_csv"), {"gemeente": gemeente if len(codes) > 1 else ""}),
        download_xlsx=bladeren.adres(reverse("portal:inbox_xlsx"), {"gemeente": gemeente if len(codes) > 1 else ""}),
        now=now,
    )
    return scherm_inbox.maak(bron, vraag)


def _stops(wie: Actor) -> list[tuple[StopRij, Bevestiging | None]]:
    """The stops in force here, each with how far this gemeente is; seeing one counts as reading it."""
    gevonden = []
    for stop in stop_queries.stops_voor(str(wie.gemeente)):
        eigen = bevestiging_van(stop, str(wie.gemeente))
        if eigen is None or eigen.gelezen_op is None:
            stop_commands.lees(stop.id, str(wie.gemeente), door=wie, now=clock.now())
            eigen = bevestiging_van(stop, str(wie.gemeente))
        gevonden.append((stop, eigen))
    return gevonden


def bevestiging_van(stop: StopRij, gemeente: str) -> Bevestiging | None:
    """How far one gemeente is with one stop."""
    return next((b for b in stop_queries.bevestigingen(stop.id) if b.gemeente == gemeente), None)


def _adres(naam: str, sleutel: UUID, wie: Actor, *, codes: list[str]) -> str:
    """The address of a thing; at work under a mandate the gemeente goes along."""
    return bladeren.adres(
        reverse(naam, args=[sleutel]), {"gemeente": str(wie.gemeente) if wie.gemeente != codes[0] else ""}
    )


@require_POST
@voor(Handeling.SIGNAAL_EXPORTEREN)
def inbox_csv(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everything readable as CSV; every row is booked, and the name of the file says how much was left out."""
    return _download(request, actor, soort="csv")


@require_POST
@voor(Handeling.SIGNAAL_EXPORTEREN)
def inbox_xlsx(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The same as a workbook."""
    return _download(request, actor, soort="xlsx")


def _download(request: HttpRequest, actor: Actor, *, soort: str) -> HttpResponse:
    wie, _ = namens(actor, adres_van(request).get("gemeente", ""))
    now = clock.now()
    export = signaal_commands.exporteer(str(wie.gemeente), actor=wie, now=now)
    zonder = f"-zonder-{export.weggelaten}-gestopt-ingetrokken-of-verlopen" if export.weggelaten else ""
    naam = f"inbox-{wie.gemeente}-{now.astimezone(NEDERLAND):%Y%m%d-%H%M}{zonder}.{soort}"
    if soort == "xlsx":
        antwoord = HttpResponse(
            als_xlsx(export.rijen, weggelaten=export.weggelaten, verklaringen=export.verklaringen), content_type=_XLSX
        )
    else:
        antwoord = HttpResponse(
            als_csv(export.rijen, verklaringen=export.verklaringen), content_type="text/csv; charset=utf-8"
        )
    antwoord["Content-Disposition"] = f'attachment; filename="{naam}"'
    return antwoord


@require_GET
@voor(Handeling.SIGNAAL_INZIEN)
def signaal(request: HttpRequest, actor: Actor, signaal_id: UUID) -> HttpResponse:
    """Open one signaal; the reading is recorded, and a stop keeps it shut."""
    return toon_signaal(request, actor, signaal_id)


def toon_signaal(
    request: HttpRequest,
    actor: Actor,
    signaal_id: UUID,
    *,
    verklaring: formulieren.Verklaring | None = None,
    doorgifte: formulieren.Doorgifte | None = None,
    bsn: formulieren.ToonBsn | None = None,
) -> HttpResponse:
    """The page of a signaal, with the forms as they were filled in."""
    wie, codes = namens(actor, adres_van(request).get("gemeente", ""))
    gemeente, now = str(wie.gemeente), clock.now()
    rij, dicht = _rij(signaal_id, gemeente), None
    try:
        inhoud = signaal_commands.open_signaal(signaal_id, actor=wie, gemeente=gemeente, now=now)
        status, sjabloon = 200, "portal/signaal.html"
        rij = replace(_rij(signaal_id, gemeente), inhoud=inhoud)
    except StopVanKracht:
        status, sjabloon = 451, "portal/signaal_gestopt.html"
    except SignaalIngetrokken:
        status, sjabloon = 410, "portal/signaal_ingetrokken.html"
    except (SignaalVerlopen, VerstrekkingNietToegestaan) as fout:
        dicht, status, sjabloon = fout, 410 if isinstance(fout, SignaalVerlopen) else 403, "portal/signaal_dicht.html"
    kind = catalogus.soort(catalogus.geldig_op(rij.aangemaakt_op.date()), rij.soort)
    scherm = scherm_signaal.maak(
        rij,
        kind,
        gebeurtenissen=signaal_queries.gebeurtenissen(signaal_id),
        verklaring=signaal_queries.verklaringen([signaal_id]).get(signaal_id),
        doorgiften=_doorgiften(signaal_id),
        terug=bladeren.adres(reverse("portal:inbox"), {"gemeente": gemeente if gemeente != codes[0] else ""}),
        now=now,
        bsn_voluit=bsn is not None and not bsn.errors,
    )
    formulier_v = verklaring or formulieren.Verklaring(keuzes=_antwoorden())
    formulier_d = doorgifte or formulieren.Doorgifte()
    formulier_b = bsn or formulieren.ToonBsn()
    fouten = [f for f in (formulier_v, formulier_d, formulier_b) if f.errors]
    inhoud_pagina = {
        "scherm": scherm,
        "verklaring": formulier_v,
        "doorgifte": formulier_d,
        "bsn": formulier_b,
        "fouten": fouten,
        "dicht": dicht,
        "terug": _paneel(rij, wie, codes) if status == 200 else None,
        "niet_mijn_inwoner": terug.adres("portal:terug_op_signaal", rij.id, NIET_MIJN_INWONER, wie=wie, codes=codes),
        "adres": {
            naam: _adres(f"portal:signaal_{naam}", signaal_id, wie, codes=codes)
            for naam in ("behandeling", "correctie", "verklaring", "doorgifte", "bsn")
        },
        "stops": [
            _adres("portal:stop_bevestig", stop.id, wie, codes=codes)
            for stop in stop_queries.stops_voor(gemeente)
            if not ((b := bevestiging_van(stop, gemeente)) and b.bevestigd_op)
        ],
    }
    return render(request, sjabloon, inhoud_pagina, status=422 if fouten else status)


def _paneel(rij: SignaalRij, wie: Actor, codes: list[str]) -> scherm_terug.Paneel | None:
    """What can be told back on this signaal; on a correctie nothing but its confirmation."""
    if rij.correctiesoort in {Correctiesoort.INTREKKING, Correctiesoort.OMLEIDING}:
        return None
    persoon_id = signaal_queries.envelop(rij.id, gemeente=rij.gemeente).persoon_id
    return terug.paneel(rij.id, persoon_id, wie=wie, codes=codes)


def _rij(signaal_id: UUID, gemeente: str) -> SignaalRij:
    """The row as the gemeente may see it now.

    Raises:
        SignaalOnbekend: it does not exist, or not for this gemeente.
    """
    with stop_queries.lees_als_gemeente(gemeente):
        rijen = signaal_queries.lees_rijen(gemeente, ids=[signaal_id])
    if not rijen:
        raise SignaalOnbekend(veld="signaal", herstel="Kies een signaal uit uw inbox.")
    return rijen[0]


def _doorgiften(signaal_id: UUID) -> list[Any]:
    boekingen = [v.pk for v in verstrekking_queries.van_signalen([signaal_id])]
    return verstrekking_queries.doorgiften(boekingen) if boekingen else []


def _antwoorden() -> list[tuple[str, str]]:
    return [(str(code), zin) for code, zin in scherm_signaal.ANTWOORDEN.items()]


@require_POST
@voor(Handeling.SIGNAAL_INZIEN)
def signaal_bsn(request: HttpRequest, actor: Actor, signaal_id: UUID) -> HttpResponse:
    """The same signaal with the whole BSN, for a reason that is kept."""
    formulier = formulieren.ToonBsn(request.POST)
    if formulier.is_valid():
        spoor_commands.schrijf_audit(
            actor.id,
            "bsn.getoond",
            object_soort="signaal",
            object_id=signaal_id,
            now=clock.now(),
            bijzonderheden={"reden": formulier.cleaned_data["reden"]},
        )
    return toon_signaal(request, actor, signaal_id, bsn=formulier)


@require_POST
@voor(Handeling.SIGNAAL_BEHANDELEN)
def behandeling(request: HttpRequest, actor: Actor, signaal_id: UUID) -> HttpResponse:
    """Take a signaal in hand."""
    wie, codes = namens(actor, adres_van(request).get("gemeente", ""))
    signaal_commands.neem_in_behandeling(signaal_id, door=wie, now=clock.now())
    return HttpResponseRedirect(_adres("portal:signaal", signaal_id, wie, codes=codes))


@require_POST
@voor(Handeling.SIGNAAL_BEHANDELEN)
def correctie(request: HttpRequest, actor: Actor, signaal_id: UUID) -> HttpResponse:
    """Confirm that a correctie was carried out."""
    wie, codes = namens(actor, adres_van(request).get("gemeente", ""))
    signaal_commands.bevestig_correctie(signaal_id, door=wie, now=clock.now())
    return HttpResponseRedirect(_adres("portal:signaal", signaal_id, wie, codes=codes))


@require_http_methods(["POST"])
@voor(Handeling.VERKLAREN)
def verklaring(request: HttpRequest, actor: Actor, signaal_id: UUID) -> HttpResponse:
    """Record what the gemeente says it did with the gegevens; possible under a stop too."""
    wie, codes = namens(actor, adres_van(request).get("gemeente", ""))
    formulier = formulieren.Verklaring(request.POST, request.FILES, keuzes=_antwoorden())
    if not formulier.is_valid():
        return toon_signaal(request, actor, signaal_id, verklaring=formulier)
    velden = formulier.cleaned_data
    try:
        signaal_commands.verklaar(
            signaal_id,
            velden["antwoord"],
            toelichting=velden["toelichting"],
            bewijs=formulier.bewijs_met_document(),
            door=wie,
            now=clock.now(),
        )
    except InhoudOngeldig as fout:
        formulier.weiger(fout)
        return toon_signaal(request, actor, signaal_id, verklaring=formulier)
    return HttpResponseRedirect(_adres("portal:signaal", signaal_id, wie, codes=codes))


@require_http_methods(["POST"])
@voor(Handeling.DOORGIFTE_REGISTREREN)
def doorgifte(request: HttpRequest, actor: Actor, signaal_id: UUID) -> HttpResponse:
    """Record with whom the gemeente shared the gegevens; possible under a stop too."""
    wie, codes = namens(actor, adres_van(request).get("gemeente", ""))
    _rij(signaal_id, str(wie.gemeente))
    formulier = formulieren.Doorgifte(request.POST)
    if not formulier.is_valid():
        return toon_signaal(request, actor, signaal_id, doorgifte=formulier)
    velden = formulier.cleaned_data
    try:
        verstrekking_commands.registreer_doorgifte(
            verstrekking_queries.van_signalen([signaal_id])[0].pk,
            velden["ontvanger"],
            gegevens=velden["gegevens"].split(),
            datum=velden["datum"],
            door=wie,
            now=clock.now(),
        )
    except DomainError as fout:
        formulier.weiger(fout)
        return toon_signaal(request, actor, signaal_id, doorgifte=formulier)
    return HttpResponseRedirect(_adres("portal:signaal", signaal_id, wie, codes=codes))
