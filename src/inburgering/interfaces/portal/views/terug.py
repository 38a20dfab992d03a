"""The desk for what gemeenten tell back, and for what DUO answers."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from inburgering.interfaces.portal import terugformulier
from inburgering.interfaces.portal.onderdelen import NEDERLAND, Kruimel
from inburgering.interfaces.portal.schermen import bladeren
from inburgering.interfaces.portal.schermen import terug as scherm_terug
from inburgering.interfaces.portal.wie import adres_van, namens, voor
from inburgering.primitives import clock
from inburgering.primitives.errors import DomainError
from inburgering.signaal import queries as signaal_queries
from inburgering.signaal.rules import catalogus
from inburgering.signaal.terms import Signaalsoort
from inburgering.spoor import commands as spoor_commands
from inburgering.terugmelding import commands, queries
from inburgering.terugmelding.terms import IK_MIS_IEMAND, Terugmeldingrij, Uitslag
from inburgering.toegang.terms import Actor, Handeling


def soorten() -> dict[str, Signaalsoort]:
    """What can be told back today."""
    return dict(catalogus.geldig_op(clock.now().astimezone(NEDERLAND).date()).terugmeldingen)


def adres(naam: str, *args: object, wie: Actor, codes: list[str]) -> str:
    """The address of a page; at work under a mandate the gemeente goes along."""
    return bladeren.adres(reverse(naam, args=args), {"gemeente": str(wie.gemeente) if wie.gemeente != codes[0] else ""})


def paneel(signaal_id: UUID, persoon_id: int, *, wie: Actor, codes: list[str]) -> scherm_terug.Paneel:
    """The panel at a signaal."""
    return scherm_terug.paneel(
        soorten(),
        [r for r in queries.van_signaal(signaal_id) if r.gemeente == wie.gemeente],
        queries.termijn(persoon_id, moment=clock.now()),
        adres=lambda soort: adres("portal:terug_op_signaal", signaal_id, soort, wie=wie, codes=codes),
        bewijs=lambda r: adres("portal:terugmelding", r.id, wie=wie, codes=codes),
    )


@require_GET
@voor(Handeling.TERUGMELDEN)
def lijst(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everything this gemeente told back."""
    wie, codes = namens(actor, adres_van(request).get("gemeente", ""))
    scherm = scherm_terug.lijst(
        str(wie.gemeente),
        queries.van_gemeente(str(wie.gemeente), aantal=1000),
        bewijs=lambda r: adres("portal:terugmelding", r.id, wie=wie, codes=codes),
        soorten=soorten(),
        mis_iemand=adres("portal:terug_nieuw", IK_MIS_IEMAND, wie=wie, codes=codes),
    )
    return render(request, "portal/terugmeldingen.html", {"scherm": scherm})


@require_http_methods(["GET", "POST"])
@voor(Handeling.TERUGMELDEN)
def op_signaal(request: HttpRequest, actor: Actor, signaal_id: UUID, soort: str) -> HttpResponse:
    """Tell something back on a signaal."""
    wie, _ = namens(actor, adres_van(request).get("gemeente", ""))
    signaal_queries.envelop(signaal_id, gemeente=wie.gemeente)
    return _vul_in(request, actor, soort, over=signaal_id)


@require_http_methods(["GET", "POST"])
@voor(Handeling.TERUGMELDEN)
def nieuw(request: HttpRequest, actor: Actor, soort: str) -> HttpResponse:
    """Tell something about a person of whom there is no signaal."""
    return _vul_in(request, actor, soort, over=None)


@require_http_methods(["GET", "POST"])
@voor(Handeling.TERUGMELDEN)
def wijzig(request: HttpRequest, actor: Actor, nummer: int) -> HttpResponse:
    """Put right what was told before; the old one stays readable."""
    wie, _ = namens(actor, adres_van(request).get("gemeente", ""))
    oud = queries.een(nummer, gemeente=wie.gemeente)
    return _vul_in(request, actor, oud.soort, over=oud.signaal_id, oud=oud)


def _vul_in(
    request: HttpRequest, actor: Actor, soort: str, *, over: UUID | None, oud: Terugmeldingrij | None = None
) -> HttpResponse:
    """The form of one kind; recorded when it is right, with the mistakes when it is not."""
    wie, codes = namens(actor, adres_van(request).get("gemeente", ""))
    now = clock.now()
    vandaag = now.astimezone(NEDERLAND).date()
    kind = catalogus.terugmelding(soort, dag=vandaag)
    begin = terugformulier.beginwaarden(kind, oud.velden) if oud else None
    formulier = terugformulier.Terugmelden(request.POST or None, kind=kind, vandaag=vandaag, initial=begin)
    if formulier.is_valid():
        try:
            nummer = commands.meld(
                soort,
                over,
                formulier.velden(),
                door=wie,
                gemeente=str(wie.gemeente),
                now=now,
                vervangt=oud.id if oud else None,
            )
        except DomainError as fout:
            formulier.weiger(fout)
        else:
            return HttpResponseRedirect(adres("portal:terugmelding", nummer, wie=wie, codes=codes))
    scherm = _scherm(kind, over, oud=oud, wie=wie, codes=codes)
    inhoud = {"scherm": scherm, "formulier": formulier}
    return render(request, "portal/formulier.html", inhoud, status=422 if formulier.errors else 200)


def _scherm(
    kind: Signaalsoort, over: UUID | None, *, oud: Terugmeldingrij | None, wie: Actor, codes: list[str]
) -> dict[str, Any]:
    naam, args = ("portal:signaal", [over]) if over else ("portal:terugmeldingen", [])
    terug = adres(naam, *args, wie=wie, codes=codes)
    titel = f"Wijzig: {kind.titel}" if oud else kind.titel
    return {
        "titel": titel,
        "zinnen": (kind.aanleiding, kind.wat_te_doen),
        "gegevens": (),
        "knop": "Leg de wijziging vast" if oud else "Meld dit aan DUO",
        "terug": terug,
        "kruimels": (Kruimel("Signaal" if over else "Terugmeldingen", terug), Kruimel(titel)),
    }


@require_GET
@voor(Handeling.TERUGMELDEN)
def terugmelding(request: HttpRequest, actor: Actor, nummer: int) -> HttpResponse:
    """One terugmelding: the proof, its effect, and the answer."""
    wie, codes = namens(actor, adres_van(request).get("gemeente", ""))
    rij = queries.een(nummer, gemeente=wie.gemeente)
    alle = adres("portal:terugmeldingen", wie=wie, codes=codes)
    over = adres("portal:signaal", rij.signaal_id, wie=wie, codes=codes) if rij.signaal_id else alle
    mag_termijn = rij.persoon_id is not None and rij.signaal_id is not None
    scherm = scherm_terug.bewijs(
        rij,
        soorten().get(rij.soort),
        queries.termijn(rij.persoon_id, moment=clock.now()) if mag_termijn and rij.persoon_id else None,
        adressen={
            "terug": over,
            "wijzig": adres("portal:terug_wijzig", nummer, wie=wie, codes=codes),
            "trek_in": adres("portal:terug_intrekken", nummer, wie=wie, codes=codes),
        },
        kruimels=(Kruimel("Terugmeldingen", alle), Kruimel(f"T-{nummer:06d}")),
    )
    return render(request, "portal/terugmelding.html", {"scherm": scherm})


@require_http_methods(["GET", "POST"])
@voor(Handeling.TERUGMELDEN)
def trek_in(request: HttpRequest, actor: Actor, nummer: int) -> HttpResponse:
    """Take back what was told by mistake."""
    wie, codes = namens(actor, adres_van(request).get("gemeente", ""))
    rij = queries.een(nummer, gemeente=wie.gemeente)
    terug = adres("portal:terugmelding", nummer, wie=wie, codes=codes)
    formulier = terugformulier.Intrekken(request.POST or None)
    if formulier.is_valid():
        try:
            nieuw_nummer = commands.trek_in(
                nummer, reden=formulier.cleaned_data["reden"], door=wie, gemeente=str(wie.gemeente), now=clock.now()
            )
        except DomainError as fout:
            formulier.weiger(fout)
        else:
            return HttpResponseRedirect(adres("portal:terugmelding", nieuw_nummer, wie=wie, codes=codes))
    scherm = {
        "titel": f"Trek in: {rij.titel}",
        "zinnen": ("DUO gebruikt deze terugmelding dan niet meer. Wat erdoor veranderde, wordt teruggedraaid.",),
        "gegevens": scherm_terug.waarden(rij, soorten().get(rij.soort), voluit=True),
        "knop": "Trek de terugmelding in",
        "terug": terug,
        "kruimels": (Kruimel(f"T-{nummer:06d}", terug), Kruimel("Intrekken")),
    }
    inhoud = {"scherm": scherm, "formulier": formulier}
    return render(request, "portal/formulier.html", inhoud, status=422 if formulier.errors else 200)


# ── DUO ──────────────────────────────────────────────────────────────────────────────────────────


@require_GET
@voor(Handeling.TERUGMELDING_BEANTWOORDEN)
def vragen(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """What gemeenten ask, and which numbers rose."""
    now = clock.now()
    scherm = scherm_terug.vragen(
        queries.wachtend(),
        queries.alarmen(now.astimezone(NEDERLAND).date()),
        adres=lambda r: reverse("portal:vraag", args=[r.id]),
        soorten=soorten(),
        now=now,
    )
    return render(request, "portal/vragen.html", {"scherm": scherm})


@require_http_methods(["GET", "POST"])
@voor(Handeling.TERUGMELDING_BEANTWOORDEN)
def vraag(request: HttpRequest, actor: Actor, nummer: int) -> HttpResponse:
    """Answer one question; that it was opened is recorded."""
    rij = queries.een(nummer)
    formulier = terugformulier.Beantwoorden(request.POST or None)
    if formulier.is_valid():
        velden = formulier.cleaned_data
        try:
            commands.beantwoord(
                nummer, Uitslag(velden["uitslag"]), toelichting=velden["toelichting"], door=actor, now=clock.now()
            )
        except DomainError as fout:
            formulier.weiger(fout)
        else:
            return HttpResponseRedirect(reverse("portal:vragen"))
    spoor_commands.schrijf_audit(
        actor.id, "terugmelding.ingezien", object_soort="terugmelding", object_id=str(nummer), now=clock.now()
    )
    dossier = ("Dossier", f"D-{rij.persoon_id:06d}" if rij.persoon_id else "Niet gevonden in ons register")
    regel = scherm_terug.regel(rij, adres="", kind=None)
    gegevens = scherm_terug.waarden(rij, soorten().get(rij.soort), voluit=True)
    scherm = {
        "titel": f"Beantwoord: {rij.titel}",
        "zinnen": ("De gemeente leest uw antwoord bij haar terugmelding.",),
        "gegevens": (("Gemeente", regel.gemeente), ("Gemeld op", regel.wanneer), dossier, *gegevens),
        "knop": "Stuur het antwoord",
        "terug": reverse("portal:vragen"),
        "kruimels": (Kruimel("Vragen van gemeenten", reverse("portal:vragen")), Kruimel(f"T-{nummer:06d}")),
    }
    inhoud = {"scherm": scherm, "formulier": formulier}
    return render(request, "portal/formulier.html", inhoud, status=422 if formulier.errors else 200)
