"""Reading the log book from outside, by the draft extension "lezen" of Logboek Dataverwerkingen; off without a secret.

That extension is not fixed yet, and who may read is left free. So it stands apart from /v1, it answers only to whoever
holds the one secret of this installation, and each reading is itself an act in the audit log.
"""

import hmac
import json
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from inburgering.interfaces.api import ingang
from inburgering.interfaces.api.fouten import AdresOnbekend, MethodeOnmogelijk, NietAangemeld, VerzoekOngeldig
from inburgering.interfaces.api.gebreken import ONBEWAARBAAR
from inburgering.primitives import clock
from inburgering.primitives.errors import DomainError
from inburgering.spoor import commands, queries
from inburgering.toegang.errors import TokenOngeldig

_BODY_MAX = 10_000
ACTIVITEIT, BETROKKENE = "dpl.core.processing_activity_id", "dpl.core.data_subject_id"
Tekst = str | msgspec.UnsetType


class Vraag(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What is asked: at least one of the first three."""

    trace_id: Tekst = msgspec.UNSET
    activiteit: Tekst = msgspec.field(default=msgspec.UNSET, name=ACTIVITEIT)
    betrokkene: Tekst = msgspec.field(default=msgspec.UNSET, name=BETROKKENE)
    start_time: int | msgspec.UnsetType = msgspec.UNSET
    end_time: int | msgspec.UnsetType = msgspec.UNSET


@csrf_exempt
def lees(request: HttpRequest) -> HttpResponse:
    """The lines that were asked for, or the problem that says what to mend."""
    try:
        antwoord = _antwoord(request)
    except DomainError as fout:
        antwoord = ingang.van_fout(fout, pad=request.path)
    for naam, waarde in ingang.HEADERS.items():
        antwoord.headers[naam] = waarde
    return antwoord


def _antwoord(request: HttpRequest) -> HttpResponse:
    if not settings.LDV_LEZEN:
        raise AdresOnbekend(herstel="Dit logboek is van buiten niet te lezen.")
    if request.method != "POST":
        raise MethodeOnmogelijk(veld="POST")
    gegeven = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(gegeven.encode(), settings.LDV_LEZEN.encode()):
        soort, zegt = (TokenOngeldig, "klopt niet") if gegeven else (NietAangemeld, "ontbreekt")
        raise soort(f"Het geheim {zegt}.", veld="Authorization", herstel="Stuur het geheim als Bearer.")
    vraag = _vraag(request)
    rijen = queries.zoek_regels(**vraag)
    commands.schrijf_audit(
        "logboek-lezer",
        "spoor.gelezen",
        object_soort="spoor",
        object_id=len(rijen),
        now=clock.now(),
        bijzonderheden={"opVelden": sorted(naam for naam, waarde in vraag.items() if waarde is not None)},
    )
    uit = {"processingActivities": [_als_rij(rij) for rij in rijen]}
    return HttpResponse(json.dumps(uit), content_type="application/json")


def _vraag(request: HttpRequest) -> dict[str, Any]:
    ruw = request.body if int(request.headers.get("Content-Length") or 0) <= _BODY_MAX else b""
    try:
        vraag = msgspec.json.decode(ruw, type=Vraag)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fout:
        raise VerzoekOngeldig(
            "De JSON past niet bij de beschrijving.",
            veld="$",
            herstel=f"Stuur traceId, {ACTIVITEIT} of {BETROKKENE}, en zo nodig startTime en endTime (milliseconden).",
        ) from fout
    velden = {n: None if w is msgspec.UNSET else w for n, w in msgspec.structs.asdict(vraag).items()}
    if any(isinstance(w, str) and ONBEWAARBAAR.search(w) for w in velden.values()):
        raise VerzoekOngeldig(
            "In een kenmerk staat een teken dat niet te bewaren is.", veld="$", herstel="Haal het weg."
        )
    if not any(velden[n] for n in ("trace_id", "activiteit", "betrokkene")):
        raise VerzoekOngeldig(
            "Noem minstens een kenmerk.", veld="$", herstel=f"Stuur traceId, {ACTIVITEIT} of {BETROKKENE}."
        )
    return velden


def _als_rij(regel: dict[str, Any]) -> dict[str, Any]:
    """One line in the names of the extension."""
    namen = {"trace_id": "traceId", "span_id": "spanId", "parent_span_id": "parentSpanId"}
    namen |= {"start_time": "startTime", "end_time": "endTime"}
    return {namen.get(naam, naam): waarde for naam, waarde in regel.items()}
