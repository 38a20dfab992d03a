"""What everybody may see, without logging in."""

from datetime import timedelta

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from inburgering.bericht import queries as bericht_queries
from inburgering.interfaces.portal.schermen import status as scherm_status
from inburgering.interfaces.portal.teksten import PRIVACY, TOEGANKELIJKHEID
from inburgering.primitives import clock
from inburgering.stop import queries as stop_queries


@require_GET
def status(request: HttpRequest) -> HttpResponse:
    """What works, what is stopped, and the berichten."""
    now = clock.now()
    scherm = scherm_status.maak(stop_queries.actieve_stops(), bericht_queries.alle(now)[:10], now=now)
    return render(request, "portal/status.html", {"scherm": scherm})


@require_GET
def toegankelijkheid(request: HttpRequest) -> HttpResponse:
    """How accessible the portal is, and where to report a problem."""
    return render(request, "portal/tekst.html", {"scherm": TOEGANKELIJKHEID})


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about whom, and why."""
    return render(request, "portal/tekst.html", {"scherm": PRIVACY})


@require_GET
def gezond(_request: HttpRequest) -> HttpResponse:
    """`ok` when the database answers; for who watches the machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_GET
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116); valid for half a year from the moment it is read."""
    tot = (clock.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    regels = (
        "Contact: https://github.com/open-inburgering/open-inburgering/security/advisories/new",
        f"Expires: {tot}",
        "Preferred-Languages: nl, en",
        f"Canonical: {request.build_absolute_uri()}",
    )
    return HttpResponse("\n".join(regels) + "\n", content_type="text/plain; charset=utf-8")
