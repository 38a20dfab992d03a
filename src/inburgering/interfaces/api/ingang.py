"""The door of the API: finds the operation, lets in who has a token, and gives every answer its headers.

Any mistake of the asker becomes problem details; nothing from inside ever shows.
"""

import hashlib
import logging
import re
from typing import Any

import msgspec
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from inburgering.interfaces.api import aanmelden, lezen, openapi, problems
from inburgering.interfaces.api.fouten import AdresOnbekend, MethodeOnmogelijk
from inburgering.interfaces.api.lezen import Gelezen
from inburgering.interfaces.api.operaties import NIEMAND, OPERATIES, POORT_EPOCH, Operatie, Verzoek
from inburgering.primitives import clock
from inburgering.primitives.errors import DomainError
from inburgering.spoor import commands as spoor_commands
from inburgering.stop import queries as stop_queries
from inburgering.toegang import commands as toegang_commands
from inburgering.toegang.errors import MachtigingOntbreekt, TeVeelVerzoeken, TokenOngeldig
from inburgering.toegang.terms import Bewaard, Ruimte

log = logging.getLogger(__name__)
HEADERS = {
    "API-Version": openapi.VERSIE,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# What RFC 6750 calls what is wrong with a token; who sends none hears only that one is needed.
_UITDAGING = {TokenOngeldig: ', error="invalid_token"', MachtigingOntbreekt: ', error="insufficient_scope"'}
_ROUTES = [(o, re.compile("^" + re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", o.pad) + "$")) for o in OPERATIES]
_VAST = {(o.methode, o.pad): o for o in OPERATIES if "{" not in o.pad}
_schrijver = msgspec.json.Encoder()


@csrf_exempt
def ingang(request: HttpRequest, pad: str = "") -> HttpResponse:
    """The answer to any request under /v1."""
    try:
        antwoord = _antwoord(request, "/" + pad)
    except DomainError as fout:
        antwoord = van_fout(fout, pad=request.path)
    except Exception:  # the outermost edge: whatever it was, nothing from inside may show
        log.exception("verzoek.mislukt methode=%s", request.method)
        antwoord = _probleem(problems.onverwacht(pad=request.path))
    for naam, waarde in HEADERS.items():
        antwoord.headers[naam] = waarde
    if request.method == "HEAD":
        antwoord.headers["Content-Length"] = str(len(antwoord.content))
        antwoord.content = b""
    return antwoord


def van_fout(fout: DomainError, *, pad: str) -> HttpResponse:
    """The problem details of an expected error, with the headers that belong to its status."""
    antwoord = _probleem(problems.als_probleem(fout, pad=pad))
    if antwoord.status_code == 401 or isinstance(fout, MachtigingOntbreekt):
        antwoord.headers["WWW-Authenticate"] = 'Bearer realm="api"' + _UITDAGING.get(type(fout), "")
    if isinstance(fout, MethodeOnmogelijk):
        antwoord.headers["Allow"] = fout.veld
    if isinstance(fout, TeVeelVerzoeken):
        _zeg_ruimte(antwoord, Ruimte(0, fout.wacht))
        antwoord.headers["Retry-After"] = str(fout.wacht)
    return antwoord


def _antwoord(request: HttpRequest, pad: str) -> HttpResponse:
    if pad == "/openapi.json":
        return _beschrijving(request)
    operatie, delen = _vind(request.method or "", pad)
    lezen.eis_antwoordvorm(request, operatie)
    if operatie.openbaar:
        return _openbaar(request, operatie, delen)
    now = clock.now()
    client, ruimte = aanmelden.laat_binnen(request, now=now)
    koppen: dict[str, str] = {}
    try:
        actor = aanmelden.kies_gemeente(request, client, operatie, now=now)
        trace, wie = aanmelden.samenhang(request, client)
        gelezen = lezen.lees(request, operatie, delen)
        verzoek = Verzoek(
            actor,
            str(actor.gemeente),
            now,
            pad=gelezen.pad,
            vraag=gelezen.vraag,
            body=gelezen.body,
            client=client,
            koppen=koppen,
        )
        with spoor_commands.binnen(trace, wie):
            bewaard = _eenmaal(operatie, verzoek, gelezen, pad=pad)
        antwoord = _uit(bewaard)
    except DomainError as fout:
        antwoord = van_fout(fout, pad=request.path)
    antwoord.headers[POORT_EPOCH] = koppen.get(POORT_EPOCH) or str(stop_queries.epoch())
    _zeg_ruimte(antwoord, ruimte)
    return antwoord


def _openbaar(request: HttpRequest, operatie: Operatie, delen: dict[str, str]) -> HttpResponse:
    gelezen = lezen.lees(request, operatie, delen)
    uit = operatie.doe(Verzoek(NIEMAND, "", clock.now(), pad=gelezen.pad, vraag=gelezen.vraag))
    ruw = uit.encode() if isinstance(uit, str) else _schrijver.encode(uit)
    antwoord = HttpResponse(ruw, status=operatie.status, content_type=operatie.inhoudsoort)
    antwoord.headers["Access-Control-Allow-Origin"] = "*"
    return antwoord


def _eenmaal(operatie: Operatie, verzoek: Verzoek, gelezen: Gelezen, *, pad: str) -> Bewaard:
    """The answer; under an Idempotency-Key the one that was given before, when there is one."""
    if not gelezen.herhaalsleutel:
        return _doe(operatie, verzoek)
    assert verzoek.client is not None
    wie, sleutel = verzoek.client.id, gelezen.herhaalsleutel
    inhoud = b"\n".join([operatie.methode.encode(), pad.encode(), verzoek.gemeente.encode(), gelezen.ruw])
    with transaction.atomic():
        eerder = toegang_commands.vraag_eerder(wie, sleutel, inhoud=inhoud, now=verzoek.now)
        if eerder is not None:
            return eerder
        nieuw = _doe(operatie, verzoek)
        toegang_commands.bewaar_antwoord(wie, sleutel, nieuw, inhoud=inhoud, now=verzoek.now)
        return nieuw


def _doe(operatie: Operatie, verzoek: Verzoek) -> Bewaard:
    uit = operatie.doe(verzoek)
    return Bewaard(
        status=operatie.status,
        antwoord=b"" if operatie.uit is None else _schrijver.encode(uit),
        locatie=operatie.locatie(uit) if operatie.locatie else "",
    )


def _uit(bewaard: Bewaard) -> HttpResponse:
    antwoord = HttpResponse(bewaard.antwoord, status=bewaard.status, content_type="application/json")
    if bewaard.status == 204:
        del antwoord.headers["Content-Type"]
    else:
        antwoord.headers["Content-Length"] = str(len(bewaard.antwoord))  # or the server sends it in pieces
        antwoord.headers["ETag"] = f'"{hashlib.sha256(bewaard.antwoord).hexdigest()[:32]}"'
    if bewaard.locatie:
        antwoord.headers["Location"] = bewaard.locatie
    return antwoord


def _zeg_ruimte(antwoord: HttpResponse, ruimte: Ruimte) -> None:
    """How much the asker may still ask (RateLimit header fields of the IETF draft)."""
    tempo = aanmelden.tempo()
    venster = max(1, round(tempo.piek / tempo.per_seconde))
    antwoord.headers["RateLimit-Policy"] = f'"systeem";q={tempo.piek};w={venster}'
    antwoord.headers["RateLimit"] = f'"systeem";r={ruimte.rest};t={ruimte.wacht}'


def _beschrijving(request: HttpRequest) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        raise MethodeOnmogelijk(veld="GET, HEAD")
    antwoord = _json(openapi.beschrijving(), status=200)
    antwoord.headers["Access-Control-Allow-Origin"] = "*"
    return antwoord


def _vind(methode: str, pad: str) -> tuple[Operatie, dict[str, str]]:
    """The operation for this method and address; HEAD is a GET of which only the headers go out.

    Raises:
        AdresOnbekend: no operation has this address; a slash at the end makes another address.
        MethodeOnmogelijk: the address has other methods.
    """
    methode = "GET" if methode == "HEAD" else methode
    if vast := _VAST.get((methode, pad)):
        return vast, {}
    hier = [(o, m.groupdict()) for o, patroon in _ROUTES if (m := patroon.fullmatch(pad))]
    if not hier:
        raise AdresOnbekend(herstel="Kijk in /v1/openapi.json. Zet geen / aan het eind.")
    for operatie, delen in hier:
        if operatie.methode == methode:
            return operatie, delen
    kan = {o.methode for o, _ in hier}
    raise MethodeOnmogelijk(veld=", ".join(sorted(kan | ({"HEAD"} if "GET" in kan else set()))))


def _json(waarde: object, *, status: int) -> HttpResponse:
    return HttpResponse(_schrijver.encode(waarde), status=status, content_type="application/json")


def _probleem(probleem: dict[str, Any]) -> HttpResponse:
    return HttpResponse(_schrijver.encode(probleem), status=probleem["status"], content_type=problems.INHOUDSOORT)
