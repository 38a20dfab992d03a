"""The token desk: OAuth 2.0 client credentials with a secret or a signed proof, our public keys, and where all that is.

Answers here have the form of OAuth (RFC 6749), because every OAuth library expects it.
"""

import base64
import binascii
import hashlib
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus

import msgspec
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.csrf import csrf_exempt

from inburgering.interfaces.api import aanmelden, lezen, problems
from inburgering.interfaces.api.fouten import AanvraagOngeldig, SoortAanvraagOnmogelijk
from inburgering.primitives import clock
from inburgering.primitives.errors import DomainError
from inburgering.toegang import commands, queries
from inburgering.toegang.errors import AanmeldingMislukt, MachtigingOnbekend, TeVeelVerzoeken
from inburgering.toegang.rules import tokens
from inburgering.toegang.terms import Client, Machtiging, Tempo

log = logging.getLogger(__name__)
BEWIJS_SOORT = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
PAD = "/oauth/token"
# How often a secret may be wrong: of one system from one place ten times in a row and then once every half minute, and
# from all places a thousand times and then once a second. A place that is full adds nothing to the second.
MISLUKT = Tempo(10, 1 / 30)
MISLUKT_OVERAL = Tempo(1000, 1.0)
# How many proofs that do not hold are written down of one place; they shut nobody out, for a signature is not guessed.
ONECHT = Tempo(100, 1.0)
_CODES: Mapping[type[DomainError], str] = {
    AanmeldingMislukt: "invalid_client",
    MachtigingOnbekend: "invalid_scope",
    SoortAanvraagOnmogelijk: "unsupported_grant_type",
    TeVeelVerzoeken: "temporarily_unavailable",
}
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@csrf_exempt
def token(request: HttpRequest) -> HttpResponse:
    """A token for who signs in, or the OAuth error that says what to mend."""
    if request.method != "POST":
        antwoord = _json({"error": "invalid_request", "error_description": "Gebruik POST."}, status=405)
        antwoord.headers["Allow"] = "POST"
        return antwoord
    try:
        return _json(_geef(request, clock.now()), status=200)
    except DomainError as fout:
        return _weiger(fout)
    except Exception:  # the outermost edge: whatever it was, nothing from inside may show
        log.exception("token.mislukt")
        return _json({"error": "server_error", "error_description": "Dit ligt aan ons."}, status=500)


def sleutels(_request: HttpRequest) -> HttpResponse:
    """Our public keys (JWK Set), for who wants to check a token."""
    antwoord = _json({"keys": queries.jwks(clock.now())}, status=200)
    antwoord.headers["Access-Control-Allow-Origin"] = "*"
    return antwoord


def wegwijzer(_request: HttpRequest) -> HttpResponse:
    """Where everything is and what is possible (RFC 8414)."""
    basis = aanmelden.uitgever()
    methoden = ["client_secret_basic", "client_secret_post", "private_key_jwt"]
    antwoord = _json(
        {
            "issuer": basis,
            "token_endpoint": basis + PAD,
            "jwks_uri": f"{basis}/oauth/jwks.json",
            "grant_types_supported": ["client_credentials"],
            "response_types_supported": [],
            "scopes_supported": [m.value for m in Machtiging],
            "token_endpoint_auth_methods_supported": methoden,
            "token_endpoint_auth_signing_alg_values_supported": list(tokens.BEWIJS_ALGS),
        },
        status=200,
    )
    antwoord.headers["Access-Control-Allow-Origin"] = "*"
    return antwoord


def _geef(request: HttpRequest, now: datetime) -> dict[str, Any]:
    velden = _velden(request)
    if velden.get("grant_type") != "client_credentials":
        raise SoortAanvraagOnmogelijk(veld="grant_type", herstel="Stuur grant_type=client_credentials.")
    client = _meld_aan(request, velden, now)
    gevraagd = velden["scope"].split() if velden.get("scope") else None
    gegeven = commands.geef_token(client, gevraagd, uitgever=aanmelden.uitgever(), now=now)
    return {
        "access_token": gegeven.waarde,
        "token_type": "Bearer",
        "expires_in": gegeven.seconden,
        "scope": " ".join(gegeven.machtigingen),
    }


def _velden(request: HttpRequest) -> dict[str, str]:
    """The fields of the form, each once.

    Raises:
        AanvraagOngeldig: another form, too long, a field twice, or a character that no field has.
    """
    if (request.content_type or "").lower() != "application/x-www-form-urlencoded":
        raise AanvraagOngeldig("Stuur een formulier.", veld="Content-Type")
    try:
        ruw = request.body
        formulier = QueryDict(ruw.decode("ascii"))
    except (SuspiciousOperation, UnicodeDecodeError) as fout:
        raise AanvraagOngeldig("Het formulier is te groot of geen ASCII.") from fout
    if len(ruw) > lezen.BODY_MAX:
        raise AanvraagOngeldig("Het formulier is te groot of geen ASCII.")
    if mis := [naam for naam, waarde in formulier.items() if "\0" in naam + str(waarde)]:
        raise AanvraagOngeldig(
            "In dit veld staat een teken dat niet kan.", veld=mis[0] if mis[0].isidentifier() else "?"
        )
    if any(len(formulier.getlist(naam)) > 1 for naam in formulier):
        raise AanvraagOngeldig("Een veld staat er twee keer in.")
    return {naam: str(formulier[naam]) for naam in formulier}


def _meld_aan(request: HttpRequest, velden: Mapping[str, str], now: datetime) -> Client:
    """Who signs in, in exactly one way; who fails too often waits, and also with the right answer.

    Raises:
        AanvraagOngeldig: no way to sign in, or two.
        AanmeldingMislukt: it is not who it says.
        TeVeelVerzoeken: too many failures from there.
    """
    client_id, geheim, bewijs = _gegevens(request, velden)
    plaats = aanmelden.plaats(request)
    if bewijs:
        return _met_bewijs(bewijs, plaats, now=now)
    emmers = ((_emmer(client_id, plaats), MISLUKT), (_emmer(client_id), MISLUKT_OVERAL))
    for emmer, tempo in emmers:
        commands.eis_ruimte(emmer, tempo=tempo, now=now)
    try:
        return commands.meld_aan_met_geheim(client_id, geheim)
    except AanmeldingMislukt:
        for emmer, tempo in emmers:
            commands.schep(emmer, tempo=tempo, now=now)
        commands.noteer_mislukt(emmers[0][0], now=now)
        raise


def _met_bewijs(bewijs: str, plaats: str, *, now: datetime) -> Client:
    """Who signed; whoever sends a proof that does not hold keeps nobody else out with it.

    Raises:
        AanmeldingMislukt: it does not hold.
    """
    try:
        return commands.meld_aan_met_bewijs(bewijs, adres=aanmelden.uitgever() + PAD, now=now)
    except AanmeldingMislukt:
        emmer = _emmer("bewijs", plaats)
        if commands.schep(emmer, tempo=ONECHT, now=now):
            commands.noteer_mislukt(emmer, now=now)
        raise


def _gegevens(request: HttpRequest, velden: Mapping[str, str]) -> tuple[str, str, str]:
    """Number, secret and proof; the one that is not used is empty."""
    basic = _basic(request.headers.get("Authorization", ""))
    manieren = (basic is not None) + ("client_secret" in velden) + ("client_assertion" in velden)
    if manieren != 1:
        raise AanvraagOngeldig("Meld u op precies één manier aan.", herstel="Met een geheim, of met client_assertion.")
    if "client_assertion" in velden:
        if velden.get("client_assertion_type") != BEWIJS_SOORT:
            raise AanvraagOngeldig("Dit soort bewijs kennen wij niet.", veld="client_assertion_type")
        client_id = tokens.wie_zegt_te_zijn(velden["client_assertion"])
        if velden.get("client_id", client_id) != client_id:
            raise AanmeldingMislukt("client_id en bewijs horen niet bij elkaar.")
        return client_id, "", velden["client_assertion"]
    client_id, geheim = basic or (velden.get("client_id", ""), velden["client_secret"])
    if "\0" in client_id:
        raise AanmeldingMislukt("Het systeem is onbekend of het geheim klopt niet.")
    return client_id[:64], geheim, ""


def _basic(kop: str) -> tuple[str, str] | None:
    soort, _, rest = kop.partition(" ")
    if soort.lower() != "basic":
        return None
    try:
        client_id, _, geheim = base64.b64decode(rest.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote_plus(client_id), unquote_plus(geheim)


def _emmer(*van: str) -> str:
    """The bucket of who fails: of a system in one place, or of a system everywhere."""
    return f"aanmelden:{hashlib.sha256('|'.join(van).encode()).hexdigest()[:32]}"


def _weiger(fout: DomainError) -> HttpResponse:
    antwoord = _json(
        {"error": _CODES.get(type(fout), "invalid_request"), "error_description": fout.zin()},
        status=problems.status_van(fout),
    )
    if antwoord.status_code == 401:
        antwoord.headers["WWW-Authenticate"] = 'Basic realm="oauth"'
    if isinstance(fout, TeVeelVerzoeken):
        antwoord.headers["Retry-After"] = str(fout.wacht)
    return antwoord


def _json(waarde: object, *, status: int) -> HttpResponse:
    antwoord = HttpResponse(msgspec.json.encode(waarde), status=status, content_type="application/json")
    for naam, inhoud in _HEADERS.items():
        antwoord.headers[naam] = inhoud
    return antwoord
