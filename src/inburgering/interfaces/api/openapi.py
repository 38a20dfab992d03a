"""The description of the API (OpenAPI 3.1, Dutch), generated from the table of operations and the forms."""

import re
from functools import lru_cache
from typing import Any

import msgspec

from inburgering.interfaces.api import problems, vormen
from inburgering.interfaces.api.operaties import LABELS, OPERATIES, Operatie, Parameter, padvorm
from inburgering.toegang.terms import MACHTIGINGEN

VERSIE = "1.3.0"
SCHEMA = "oauth"
_VERWIJZING = "#/components/schemas/{name}"
_FOUTEN = {
    400: "Het verzoek klopt niet; `gebreken` noemt alles wat er niet klopt.",
    401: "Het token ontbreekt of geldt niet.",
    403: "Uw token of uw gemeente mag dit niet.",
    404: "Niet gevonden, of niet voor uw gemeente.",
    406: "Het antwoord heeft een andere vorm dan u aanneemt.",
    409: "Dit kan nu niet: een stop geldt, of de stap past niet bij de stand.",
    410: "Ingetrokken; de inhoud is voorgoed weg.",
    415: "De body is geen JSON.",
    429: "U vraagt te veel achter elkaar.",
    500: "Dit ligt aan ons.",
}
_OPENBAAR = (400, 404, 406, 500)
_BESLOTEN = (400, 401, 403, 404, 406, 409, 429, 500)


@lru_cache(maxsize=1)
def beschrijving() -> dict[str, Any]:
    """The whole document."""
    paden: dict[str, Any] = {}
    for o in OPERATIES:
        paden.setdefault(o.pad, {})[o.methode.lower()] = _operatie(o)
    paden["/openapi.json"] = {"get": _eigen()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Open Inburgering: signalen voor gemeenten",
            "version": VERSIE,
            "description": "Signalen ophalen en bevestigen, stops lezen en bevestigen, verklaren wat u deed, vastleggen"
            " aan wie u gegevens doorgaf. Onder een stop komt de envelop zonder inhoud (`gestopt`).",
            "contact": {
                "name": "Open Inburgering",
                "url": "https://openinburgering.example/contact",
                "email": "api@openinburgering.example",
            },
            "license": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/nl/"},
        },
        "servers": [{"url": "/v1", "description": "Deze installatie"}],
        "security": [{SCHEMA: []}],
        "tags": [{"name": naam, "description": uitleg} for naam, uitleg in LABELS.items()],
        "paths": paden,
        "components": {"schemas": _schemas(), "headers": _headers(), "securitySchemes": {SCHEMA: _aanmelden()}},
    }


def _aanmelden() -> dict[str, Any]:
    return {
        "type": "oauth2",
        "description": "OAuth 2.0 client credentials, met een geheim of met private_key_jwt (RFC 7523). Het token gaat"
        " mee als `Authorization: Bearer …` en is tien minuten geldig.",
        "flows": {
            "clientCredentials": {
                "tokenUrl": "/oauth/token",
                "scopes": {machtiging.value: uitleg for machtiging, uitleg in MACHTIGINGEN.items()},
            }
        },
    }


def _operatie(o: Operatie) -> dict[str, Any]:
    deel: dict[str, Any] = {
        "operationId": o.naam,
        "summary": o.titel,
        "description": o.uitleg,
        "tags": [o.label],
        "security": [] if o.openbaar else [{SCHEMA: [str(o.machtiging)]}],
        "parameters": _parameters(o),
        "responses": _antwoorden(o),
    }
    if o.invoer is not None:
        schema = {"$ref": _VERWIJZING.format(name=o.invoer.__name__)}
        soort = "application/merge-patch+json" if o.methode == "PATCH" else "application/json"
        deel["requestBody"] = {"required": True, "content": {soort: {"schema": schema}}}
    return deel


def _parameters(o: Operatie) -> list[dict[str, Any]]:
    return [
        *_padparameters(o.pad),
        *(_vraagparameter(p) for p in o.vraag),
        *([] if o.openbaar else [_GEMEENTE]),
        *([_HERHALEN] if o.herhaalbaar else []),
    ]


def _antwoorden(o: Operatie) -> dict[str, Any]:
    fouten = [*(_OPENBAAR if o.openbaar else _BESLOTEN), *([415] if o.invoer or o.herhaalbaar else [])]
    antwoorden = {str(o.status): _antwoord(o)}
    return antwoorden | {str(code): _probleem(code) for code in sorted(fouten)}


_GEMEENTE = {
    "name": "Gemeente",
    "in": "header",
    "required": False,
    "description": "Voor welke gemeente u werkt, als een mandaat dat toelaat. Zonder: uw eigen gemeente.",
    "schema": {"type": "string", "pattern": "^[0-9]{4}$"},
}
_HERHALEN = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Een sleutel die u zelf kiest, voor elk nieuw verzoek een andere. Stuurt u hetzelfde verzoek nog"
    " eens met dezelfde sleutel, dan krijgt u hetzelfde antwoord en gebeurt het één keer. Wij onthouden hem een dag.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9._:-]{8,64}$"},
}


def _eigen() -> dict[str, Any]:
    return {
        "operationId": "haalBeschrijving",
        "summary": "Deze beschrijving ophalen",
        "description": "Geeft dit document, ook zonder aanmelden.",
        "tags": ["beschrijving"],
        "security": [],
        "responses": {
            "200": {
                "description": "Gelukt.",
                "headers": {"API-Version": _kop("ApiVersion")},
                "content": {"application/json": {"schema": {"type": "object"}}},
            }
        },
    }


def _antwoord(o: Operatie) -> dict[str, Any]:
    koppen = {"API-Version": _kop("ApiVersion")}
    if not o.openbaar:
        koppen |= {naam: _kop(kop) for naam, kop in _BIJ_TOKEN.items()}
    if o.locatie is not None:
        koppen["Location"] = _kop("Location")
    antwoord = {"description": "Gelukt.", "headers": koppen}
    if o.uit is not None:
        vorm = {"type": "string"} if o.uit is str else {"$ref": _VERWIJZING.format(name=o.uit.__name__)}
        antwoord["content"] = {o.inhoudsoort: {"schema": vorm}}
    return antwoord


_BIJ_TOKEN = {"Poort-Epoch": "PoortEpoch", "RateLimit": "RateLimit", "RateLimit-Policy": "RateLimitPolicy"}


def _probleem(code: int) -> dict[str, Any]:
    koppen = {"API-Version": _kop("ApiVersion")} | ({"Retry-After": _kop("RetryAfter")} if code == 429 else {})
    return {
        "description": _FOUTEN[code],
        "headers": koppen,
        "content": {problems.INHOUDSOORT: {"schema": {"$ref": _VERWIJZING.format(name="Probleem")}}},
    }


def _padparameters(pad: str) -> list[dict[str, Any]]:
    return [
        {
            "name": naam,
            "in": "path",
            "required": True,
            "description": padvorm(naam).uitleg,
            "schema": dict(padvorm(naam).schema),
        }
        for naam in re.findall(r"{(\w+)}", pad)
    ]


def _vraagparameter(p: Parameter) -> dict[str, Any]:
    return {
        "name": p.naam,
        "in": "query",
        "required": False,
        "description": p.uitleg,
        "schema": {"type": "integer", "minimum": p.minimum, "maximum": p.maximum}
        | ({} if p.standaard is None else {"default": p.standaard}),
    }


def _schemas() -> dict[str, Any]:
    """One schema per form; the docstring of a form is its Dutch description."""
    soorten = {vorm for o in OPERATIES for vorm in (o.uit, o.invoer) if vorm not in {None, str}} | {vormen.Probleem}
    _, schemas = msgspec.json.schema_components(sorted(soorten, key=lambda s: s.__name__), ref_template=_VERWIJZING)
    return dict(sorted(schemas.items()))


def _kop(naam: str) -> dict[str, str]:
    return {"$ref": f"#/components/headers/{naam}"}


def _headers() -> dict[str, Any]:
    return {
        "ApiVersion": {
            "description": "De volledige versie van deze API.",
            "schema": {"type": "string", "examples": [VERSIE]},
        },
        "Location": {"description": "Waar het nieuwe staat.", "schema": {"type": "string", "format": "uri-reference"}},
        "PoortEpoch": {"description": "De stand van de poort bij dit antwoord.", "schema": {"type": "integer"}},
        "RateLimit": {
            "description": "Hoeveel verzoeken u nu nog kunt doen (r), en over hoeveel seconden er een bij komt (t).",
            "schema": {"type": "string"},
        },
        "RateLimitPolicy": {
            "description": "Hoeveel verzoeken er ineens kunnen (q), en in hoeveel seconden dat weer vol is (w).",
            "schema": {"type": "string"},
        },
        "RetryAfter": {"description": "Seconden om te wachten.", "schema": {"type": "integer", "minimum": 1}},
    }
