"""Regelversies by screen: what holds and held, compare, read the report, propose, confirm, turn down, withdraw."""

import json
from datetime import datetime, time

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inburgering.interfaces.portal import formulieren
from inburgering.interfaces.portal.formulieren import Formulier
from inburgering.interfaces.portal.onderdelen import NEDERLAND, Kruimel, moment_tekst
from inburgering.interfaces.portal.schermen import rapport as scherm_rapport
from inburgering.interfaces.portal.schermen import regelversies as scherm
from inburgering.interfaces.portal.schermen.stop import Bewijs
from inburgering.interfaces.portal.views.stops import tweede_persoon
from inburgering.interfaces.portal.wie import adres_van, voor
from inburgering.primitives import clock
from inburgering.primitives.errors import DomainError
from inburgering.recht import gevaltoets
from inburgering.recht import regelversies as recht
from inburgering.toegang import queries as toegang_queries
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling
from inburgering.vaststelling import commands, queries
from inburgering.vaststelling.errors import GeenRegelversie
from inburgering.vaststelling.terms import Geldigheid, Registersoort

_LEZEN, _BESLISSEN = Handeling.DOSSIER_INZIEN, Handeling.REGELVERSIE_VRIJGEVEN


@require_GET
@voor(_LEZEN)
def regelversies(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Every regelversie, and what held when; with a day in the address: what held then."""
    formulier = formulieren.OpMoment(request.GET if "dag" in request.GET else None)
    vraag = _gevraagd(formulier) if formulier.is_valid() else None
    inhoud = {"scherm": scherm.lijst(_register(clock.now()), vraag), "formulier": formulier}
    return render(request, "portal/regelversies.html", inhoud, status=422 if formulier.errors else 200)


def _gevraagd(formulier: Formulier) -> tuple[datetime, Geldigheid | None]:
    velden = formulier.cleaned_data
    moment = datetime.combine(velden["dag"], velden["tijd"] or time(), tzinfo=NEDERLAND)
    try:
        return moment, queries.geldigheid_op(moment)
    except GeenRegelversie:
        return moment, None


@require_GET
@voor(_LEZEN)
def regelversie(request: HttpRequest, actor: Actor, naam: str) -> HttpResponse:
    """One regelversie with its golden cases, run now, and its reports."""
    now = clock.now()
    een = recht.laad(naam)
    beeld = scherm.een(
        een,
        _register(now),
        queries.rapporten(naam),
        gevallen=gevaltoets.toets(een),
        vorige=_vorige() or "",
        mag=toegang_rules.mag(actor, _BESLISSEN),
        terug=reverse("portal:regelversies"),
    )
    return render(request, "portal/regelversie.html", {"scherm": beeld})


@require_POST
@voor(_BESLISSEN)
def vergelijk(_request: HttpRequest, actor: Actor, naam: str) -> HttpResponse:
    """Compute the report over the whole register against what holds now, and show it."""
    now = clock.now()
    dag = now.astimezone(NEDERLAND).date()
    kenmerk = commands.stel_rapport_op(_vorige(), recht.laad(naam).id, peildatum=dag, moment=now, door=actor, now=now)
    return HttpResponseRedirect(reverse("portal:rapport", args=[kenmerk]))


@require_GET
@voor(_LEZEN)
def rapport(request: HttpRequest, actor: Actor, kenmerk: str) -> HttpResponse:
    """One report, and where the decision stands."""
    return _toon(request, actor, kenmerk)


@require_GET
@voor(_LEZEN)
def rapport_json(_request: HttpRequest, _actor: Actor, kenmerk: str) -> HttpResponse:
    """The same report as JSON."""
    rij = queries.rapport(kenmerk)
    document = {"rapport": rij.hash, "wetHash": rij.wet_hash, "feitenOp": rij.moment.isoformat(), **rij.inhoud}
    antwoord = HttpResponse(json.dumps(document, ensure_ascii=False, indent=1), content_type="application/json")
    antwoord["Content-Disposition"] = f'attachment; filename="rapport-{rij.hash[:12]}.json"'
    return antwoord


@require_POST
@voor(_BESLISSEN)
def voorstel(request: HttpRequest, actor: Actor, kenmerk: str) -> HttpResponse:
    """Propose what the report is about."""
    rij, formulier = queries.rapport(kenmerk), formulieren.StelVoor(request.POST)
    if formulier.is_valid():
        reden = formulier.cleaned_data["reden"]
        try:
            commands.stel_voor(rij.nieuw, reden=reden, door=actor, now=clock.now(), rapport_hash=rij.hash)
        except DomainError as fout:
            formulier.weiger(fout)
        else:
            return HttpResponseRedirect(reverse("portal:rapport", args=[rij.hash]))
    return _toon(request, actor, kenmerk, formulier)


@require_POST
@voor(_BESLISSEN)
def bevestiging(request: HttpRequest, actor: Actor, kenmerk: str) -> HttpResponse:
    """Confirm as the second person; a receipt."""
    rij, formulier = queries.rapport(kenmerk), formulieren.BevestigVoorstel(request.POST)
    if formulier.is_valid():
        now = clock.now()
        try:
            commands.bevestig_voorstel(rij.nieuw, tweede=actor, now=now, rapport_hash=rij.hash)
        except DomainError as fout:
            formulier.weiger(fout)
        else:
            return _bewijs(request, rij.nieuw, "geldt nu", now=now)
    return _toon(request, actor, kenmerk, formulier)


@require_POST
@voor(_BESLISSEN)
def afwijzing(request: HttpRequest, actor: Actor, kenmerk: str) -> HttpResponse:
    """Turn the proposal down, or take back your own."""
    rij, formulier = queries.rapport(kenmerk), formulieren.WijsAf(request.POST)
    if formulier.is_valid():
        try:
            commands.wijs_voorstel_af(rij.nieuw, reden=formulier.cleaned_data["waarom"], door=actor, now=clock.now())
        except DomainError as fout:
            formulier.weiger(fout)
        else:
            return HttpResponseRedirect(reverse("portal:rapport", args=[rij.hash]))
    return _toon(request, actor, kenmerk, formulier)


@sensitive_post_parameters("wachtwoord")
@require_http_methods(["GET", "POST"])
@voor(_BESLISSEN)
def intrekken(request: HttpRequest, actor: Actor, naam: str) -> HttpResponse:
    """Withdraw a regelversie, together with a second person who logs in on the same form."""
    een = recht.laad(naam)
    formulier = formulieren.TrekIn(request.POST or None)
    tweede = tweede_persoon(request, actor, formulier, handeling=_BESLISSEN)
    if tweede is not None:
        now = clock.now()
        try:
            commands.trek_in_regelversie(
                naam, reden=formulier.cleaned_data["reden"], door=actor, tweede=tweede, now=now
            )
        except DomainError as fout:
            formulier.weiger(fout)
        else:
            return _bewijs(request, naam, "is ingetrokken", now=now)
    beeld = {
        "titel": f"Trek in: {een.titel}",
        "zinnen": (
            "Vanaf nu wordt met deze versie niets meer vastgesteld. Dat kunt u niet ongedaan maken.",
            "Wat zij vaststelde blijft staan. Moet er ook iets stoppen? Roep dan een stop uit.",
            "Een tweede persoon met dezelfde bevoegdheid logt hieronder in.",
        ),
        "gegevens": (("Regelversie", een.id),),
        "knop": "Ja, trek deze versie in",
        "terug": reverse("portal:regelversie", args=[naam]),
        "kruimels": (Kruimel("Regelversies", reverse("portal:regelversies")), Kruimel("Trek in")),
    }
    inhoud = {"scherm": beeld, "formulier": formulier}
    return render(request, "portal/formulier.html", inhoud, status=422 if formulier.errors else 200)


# ── Parts ────────────────────────────────────────────────────────────────────────────────────────


def _toon(request: HttpRequest, actor: Actor, kenmerk: str, formulier: Formulier | None = None) -> HttpResponse:
    now = clock.now()
    rij = queries.rapport(kenmerk)
    register = _register(now)
    terug, een = reverse("portal:regelversies"), reverse("portal:regelversie", args=[rij.nieuw])
    beeld = scherm_rapport.maak(
        rij,
        _stand(rij, register, actor),
        register.titels,
        naam=_naam,
        dossier=lambda nummer: reverse("portal:dossier", args=[int(nummer)]),
        pad=reverse("portal:rapport", args=[rij.hash]),
        vraag=adres_van(request),
        kruimels=(Kruimel("Regelversies", terug), Kruimel(register.titels.get(rij.nieuw, rij.nieuw), een),
                  Kruimel(f"Rapport {rij.hash[:12]}")),
    )  # fmt: skip
    inhoud = {
        "scherm": beeld,
        "formulier": formulier,
        "voorstel": _of(formulier, formulieren.StelVoor),
        "bevestiging": _of(formulier, formulieren.BevestigVoorstel),
        "afwijzing": _of(formulier, formulieren.WijsAf),
    }
    return render(request, "portal/rapport.html", inhoud, status=422 if formulier else 200)


def _of(formulier: Formulier | None, soort: type[Formulier]) -> Formulier:
    return formulier if isinstance(formulier, soort) else soort()


def _stand(rij: scherm.Effectrapport, register: scherm.Register, actor: Actor) -> scherm_rapport.Stand:
    """Where the decision about this report stands."""
    wet = next((r for r in register.alle if r.id == rij.nieuw), None)
    besluit = next(
        (g for g in register.gebeurtenissen if g.soort is Registersoort.IN_GEBRUIK and g.rapport_hash == rij.hash), None
    )
    voorstel = register.voorstellen.get(rij.nieuw)
    uitslag = gevaltoets.Uitslag(0, ()) if wet is None else gevaltoets.toets(wet)
    return scherm_rapport.Stand(
        voorstel=voorstel if voorstel is not None and voorstel.rapport_hash == rij.hash else None,
        besluit=besluit,
        verouderd=_verouderd(rij, wet.hash if wet else "", voorstel_elders=voorstel is not None),
        gevallen=scherm.gevallen_van(uitslag),
        actor=actor.id,
        mag=toegang_rules.mag(actor, _BESLISSEN),
    )


def _verouderd(rij: scherm.Effectrapport, wet_hash: str, *, voorstel_elders: bool) -> str:
    geldt = _vorige()
    if rij.wet_hash != wet_hash:
        return "De regelbestanden zijn veranderd na dit rapport. Maak een nieuw rapport."
    if geldt is not None and rij.oud != geldt:
        return "Er geldt nu een andere versie dan waarmee dit rapport vergelijkt. Maak een nieuw rapport."
    return "" if not voorstel_elders else _elders(rij)


def _elders(rij: scherm.Effectrapport) -> str:
    """Why nothing new can be proposed: a proposal waits on another report."""
    voorstel = queries.open_voorstellen(clock.now()).get(rij.nieuw)
    if voorstel is None or voorstel.rapport_hash == rij.hash:
        return ""
    return f"Er wacht al een voorstel op een ander rapport ({voorstel.rapport_hash[:12]})."


def _vorige() -> str | None:
    """What a new report compares with: what holds now, or held last."""
    vakken = queries.tijdvakken()
    return vakken[-1].besluit.regelversie if vakken else None


def _register(now: datetime) -> scherm.Register:
    return scherm.Register(
        alle=recht.alle(),
        gebeurtenissen=queries.register(),
        vakken=queries.tijdvakken(),
        stapel=queries.alle_in_gebruik(now),
        voorstellen=queries.open_voorstellen(now),
        naam=_naam,
        adres=lambda naam: reverse("portal:regelversie", args=[naam]),
        rapport=lambda kenmerk: reverse("portal:rapport", args=[kenmerk]),
    )


def _naam(actor_id: str) -> str:
    gevonden = toegang_queries.actor(actor_id)
    return gevonden.naam if gevonden else "iemand die hier niet meer werkt"


def _bewijs(request: HttpRequest, naam: str, wat: str, *, now: datetime) -> HttpResponse:
    besluit = queries.register()[-1]
    titel = recht.laad(naam).titel
    bewijs = Bewijs(
        titel=f"{titel} {wat}",
        zinnen=(f"Dit is vastgelegd op {moment_tekst(now)}, met beide namen en de reden.",),
        gegevens=(
            ("Regelversie", naam),
            ("Besloten door", scherm.wie(besluit.door, besluit.tweede, _naam)),
            ("Waarom", besluit.reden),
            *((("Rapport", besluit.rapport_hash[:12]),) if besluit.rapport_hash else ()),
        ),
        vervolg="Nieuwe vaststellingen volgen wat nu geldt. Wat al is vastgesteld, verandert niet vanzelf.",
        terug=reverse("portal:regelversies"),
        terug_naam="Naar de regelversies",
        kruimels=(Kruimel("Regelversies", reverse("portal:regelversies")), Kruimel("Bewijs")),
    )
    return render(request, "portal/bewijs.html", {"scherm": bewijs})
