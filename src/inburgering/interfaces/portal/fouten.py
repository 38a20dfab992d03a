"""Every expected error has one status and one page: what happened, and the next step."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from inburgering.primitives.errors import DomainError, NietGevonden
from inburgering.signaal.errors import SignaalIngetrokken
from inburgering.stop.errors import StopVanKracht
from inburgering.toegang.errors import (
    GeenBevoegdheid,
    InloggenMislukt,
    InstellingOngeldig,
    OrganisatieOnbereikbaar,
    VierOgenNodig,
)

# The first kind that fits; anything else is a mistake in what was asked.
STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (NietGevonden, 404),
    (GeenBevoegdheid, 403),
    (VierOgenNodig, 403),
    (InloggenMislukt, 403),
    (OrganisatieOnbereikbaar, 503),
    (InstellingOngeldig, 500),
    (StopVanKracht, 451),
    (SignaalIngetrokken, 410),
)
STAP = {
    404: "Controleer het adres of ga terug naar het begin.",
    403: "Denkt u dat dit niet klopt? Vraag het aan uw beheerder.",
    451: "Gebruik de gegevens niet. Kijk in uw inbox wat u moet doen.",
}


def pagina(request: HttpRequest, fout: DomainError) -> HttpResponse:
    """The page of an expected error, with its own status."""
    status = next((nummer for soort, nummer in STATUS if isinstance(fout, soort)), 400)
    stap = fout.herstel or STAP.get(status, "Pas uw invoer aan en probeer het opnieuw.")
    return toon(request, status, titel=fout.title, tekst=fout.detail, stap=stap, code=fout.code)


def onverwacht(request: HttpRequest, code: str) -> HttpResponse:
    """The page of an unexpected error: no details, but a code to mention."""
    return toon(
        request,
        500,
        titel="Er ging iets mis",
        tekst="Wat u invulde, is misschien niet bewaard.",
        stap="Probeer het over een paar minuten opnieuw. Blijft het misgaan? Geef dan deze code door.",
        code=code,
    )


def geen_pagina(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django names it
    """The page for an address that does not exist."""
    return toon(
        request, 404, titel="Deze pagina bestaat niet", tekst="Het adres klopt niet, of de pagina is weg.",
        stap=STAP[404], code="niet-gevonden",
    )  # fmt: skip


def geen_toegang(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django names it
    """The page for who may not come in."""
    return toon(
        request, 403, titel="U mag deze pagina niet bekijken", tekst="Uw rol geeft geen toegang.",
        stap=STAP[403], code="geen-bevoegdheid",
    )  # fmt: skip


def verlopen_formulier(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django names it
    """The page for a form without a valid token."""
    return toon(
        request, 403, titel="Het formulier is verlopen",
        tekst="U was te lang niet actief, of uw browser weigert cookies.",
        stap="Ga terug, laad de pagina opnieuw en probeer het nog eens.", code="formulier-verlopen",
    )  # fmt: skip


def storing(request: HttpRequest) -> HttpResponse:
    """The page for an error outside every view."""
    return onverwacht(request, "0000")


def toon(request: HttpRequest, status: int, *, titel: str, tekst: str, stap: str, code: str) -> HttpResponse:
    """One page for all errors."""
    inhoud = {"titel": titel, "tekst": tekst, "stap": stap, "code": code, "gestopt": status == 451}
    return render(request, "portal/fout.html", inhoud, status=status)
