"""The door of the API: finds the operation, lets in who has a key, and gives every answer its headers.

Any mistake of the asker becomes problem details; nothing from inside ever shows.
"""

import hashlib
import logging
import re
from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from inburgering.interfaces.api import openapi, problems
from inburgering.interfaces.api.fouten import (
    AdresOnbekend,
    AntwoordvormOnmogelijk,
    MethodeOnmogelijk,
    NietAangemeld,
    VerzoekOngeldig,
    VormOnbekend,
)
from inburgering.interfaces.api.operaties import NIEMAND, OPERATIES, Operatie, Verzoek
from inburgering.primitives import clock
from inburgering.primitives.errors import DomainError
from inburgering.primitives.ids import Gemeentecode
from inburgering.stop import queries as stop_queries
from inburgering.toegang import queries as toegang_queries
from inburgering.toegang.errors import GeenBevoegdheid
from inburgering.toegang.terms import Actor

log = logging.getLogger(__name__)
BODY_MAX = 100_000
HEADERS = {
    "API-Version": openapi.VERSIE,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_ROUTES = [(o, re.compile("^" + re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", o.pad) + "$")) for o in OPERATIES]
_schrijver = msgspec.json.Encoder()


@csrf_exempt
def ingang(request: HttpRequest, pad: str = "") -> HttpResponse:
    """The answer to any request under /v1."""
    try:
        antwoord = _antwoord(request, "/" + pad)
    except DomainError as fout:
        antwoord = _probleem(problems.als_probleem(fout, pad=request.path))
        if isinstance(fout, NietAangemeld):
            antwoord.headers["WWW-Authenticate"] = "Bearer"
        if isinstance(fout, MethodeOnmogelijk):
            antwoord.headers["Allow"] = fout.veld
    except Exception:  # the outermost edge: whatever it was, nothing from inside may show
        log.exception("verzoek.mislukt methode=%s", request.method)
        antwoord = _probleem(problems.onverwacht(pad=request.path))
    for naam, waarde in HEADERS.items():
        antwoord.headers[naam] = waarde
    return antwoord


def _antwoord(request: HttpRequest, pad: str) -> HttpResponse:
    if pad == "/openapi.json":
        return _beschrijving(request)
    operatie, delen = _vind(request.method or "", pad)
    _eis_json_antwoord(request)
    uit = operatie.doe(_verzoek(request, operatie, delen))
    antwoord = _json(uit, status=operatie.status)
    antwoord.headers["Poort-Epoch"] = str(stop_queries.stand().epoch)
    antwoord.headers["ETag"] = f'"{hashlib.sha256(antwoord.content).hexdigest()[:32]}"'
    return antwoord


def _beschrijving(request: HttpRequest) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        raise MethodeOnmogelijk(veld="GET, HEAD")
    antwoord = _json(openapi.beschrijving(), status=200)
    antwoord.headers["Access-Control-Allow-Origin"] = "*"
    return antwoord


def _vind(methode: str, pad: str) -> tuple[Operatie, dict[str, str]]:
    """The operation for this method and address.

    Raises:
        AdresOnbekend: no operation has this address; a slash at the end makes another address.
        MethodeOnmogelijk: the address has other methods.
    """
    hier = [(o, m.groupdict()) for o, patroon in _ROUTES if (m := patroon.fullmatch(pad))]
    if not hier:
        raise AdresOnbekend(herstel="Kijk in /v1/openapi.json. Zet geen / aan het eind.")
    for operatie, delen in hier:
        if operatie.methode == methode:
            return operatie, delen
    raise MethodeOnmogelijk(veld=", ".join(sorted({o.methode for o, _ in hier})))


def _verzoek(request: HttpRequest, operatie: Operatie, delen: dict[str, str]) -> Verzoek:
    now = clock.now()
    if operatie.openbaar:
        return Verzoek(NIEMAND, "", now)
    actor = _meld_aan(request)
    gemeente = request.headers.get("Gemeente") or actor.gemeente or ""
    if gemeente not in toegang_queries.gemeenten_van(actor, now.date()):
        raise GeenBevoegdheid("Uw sleutel geldt niet voor deze gemeente.", veld="Gemeente")
    return Verzoek(
        actor=replace(actor, gemeente=Gemeentecode(gemeente)),
        gemeente=gemeente,
        now=now,
        pad={naam: _lees_id(naam, waarde) for naam, waarde in delen.items()},
        vraag=_lees_vraag(request, operatie),
        body=_lees_body(request, operatie),
    )


def _meld_aan(request: HttpRequest) -> Actor:
    soort, _, token = request.headers.get("Authorization", "").partition(" ")
    actor = toegang_queries.actor_van_sleutel(token.strip()) if soort.lower() == "bearer" and token.isascii() else None
    if actor is None:
        raise NietAangemeld(
            "De sleutel ontbreekt of klopt niet.", veld="Authorization", herstel="Stuur `Authorization: Bearer …`."
        )
    return actor


def _lees_id(naam: str, waarde: str) -> UUID:
    try:
        return UUID(waarde) if len(waarde) == 36 else _weiger(naam)
    except ValueError:
        return _weiger(naam)


def _weiger(naam: str) -> UUID:
    raise VerzoekOngeldig("Dit is geen UUID.", veld=naam, herstel="Neem het nummer over uit de lijst.")


def _lees_vraag(request: HttpRequest, operatie: Operatie) -> dict[str, int]:
    bekend = {p.naam: p for p in operatie.vraag}
    for naam in request.GET:
        if naam not in bekend:
            raise VerzoekOngeldig("Deze parameter bestaat niet.", veld=naam[:40])
    return {naam: p.lees(request.GET.get(naam)) for naam, p in bekend.items()}


def _lees_body(request: HttpRequest, operatie: Operatie) -> Any:
    """The body in its form; an operation without form takes an empty body or an empty object."""
    if operatie.methode == "GET":
        return None
    ruw = _ruw(request)
    if operatie.invoer is None and ruw.strip() in {b"", b"{}"}:
        return None
    if ruw and (request.content_type or "").lower() != "application/json":
        raise VormOnbekend(veld="Content-Type", herstel="Stuur application/json.")
    try:
        return msgspec.json.decode(ruw, type=operatie.invoer or _Leeg)
    except (msgspec.DecodeError, UnicodeDecodeError) as fout:
        plaats = re.search(r"\$[\w.\[\]]*", str(fout))
        raise VerzoekOngeldig("De JSON past niet bij de beschrijving.", veld=plaats[0] if plaats else "$") from fout


class _Leeg(msgspec.Struct, forbid_unknown_fields=True):
    """An object without anything in it."""


def _ruw(request: HttpRequest) -> bytes:
    try:
        ruw = request.body
    except RequestDataTooBig:
        ruw = b" " * (BODY_MAX + 1)
    if len(ruw) > BODY_MAX:
        raise VerzoekOngeldig(f"De body is groter dan {BODY_MAX} bytes.", veld="$")
    return ruw


def _eis_json_antwoord(request: HttpRequest) -> None:
    accept = request.headers.get("Accept", "")
    if accept and not re.search(r"\*/\*|application/(\*|json|problem\+json)", accept):
        raise AntwoordvormOnmogelijk(veld="Accept")


def _json(waarde: object, *, status: int) -> HttpResponse:
    return HttpResponse(_schrijver.encode(waarde), status=status, content_type="application/json")


def _probleem(probleem: dict[str, Any]) -> HttpResponse:
    return HttpResponse(_schrijver.encode(probleem), status=probleem["status"], content_type=problems.INHOUDSOORT)
