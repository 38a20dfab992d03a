"""The description of the API (OpenAPI 3.1, Dutch), generated from the table of operations and the forms."""

import re
from functools import lru_cache
from typing import Any

import msgspec

from inburgering.interfaces.api import problems, vormen
from inburgering.interfaces.api.operaties import OPERATIES, Operatie, Parameter

VERSIE = "1.0.0"
_VERWIJZING = "#/components/schemas/{name}"
_LABELS = {
    "signalen": "Signalen voor een gemeente.",
    "stops": "De rem: wat u nu niet mag gebruiken.",
    "catalogus": "Wat een signaal kan bevatten, en waarom dat mag.",
    "beschrijving": "Dit document.",
}
_FOUTEN = {
    400: "Het verzoek klopt niet.",
    401: "U bent niet aangemeld.",
    403: "U mag dit niet.",
    404: "Niet gevonden, of niet voor uw gemeente.",
    409: "Dit kan nu niet.",
}


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
            "description": "Signalen ophalen en bevestigen, stops lezen en bevestigen, verklaren wat u deed.",
            "contact": {
                "name": "Open Inburgering",
                "url": "https://openinburgering.example/contact",
                "email": "api@openinburgering.example",
            },
            "license": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/nl/"},
        },
        "servers": [{"url": "/v1", "description": "Deze installatie"}],
        "security": [{"sleutel": []}],
        "tags": [{"name": naam, "description": uitleg} for naam, uitleg in _LABELS.items()],
        "paths": paden,
        "components": {
            "schemas": _schemas(),
            "headers": _headers(),
            "securitySchemes": {
                "sleutel": {"type": "http", "scheme": "bearer", "description": "De sleutel van uw systeem."}
            },
        },
    }


def _operatie(o: Operatie) -> dict[str, Any]:
    fouten = (400, 401, 403, 404, 409) if not o.openbaar else ()
    antwoorden = {str(o.status): _antwoord("Gelukt.", o.uit)}
    antwoorden |= {str(code): _probleem(_FOUTEN[code]) for code in fouten}
    deel: dict[str, Any] = {
        "operationId": o.naam,
        "summary": o.titel,
        "description": o.uitleg,
        "tags": [o.label],
        "parameters": [
            *_padparameters(o.pad),
            *(_vraagparameter(p) for p in o.vraag),
            *([] if o.openbaar else _GEMEENTE),
        ],
        "responses": antwoorden,
    }
    if o.openbaar:
        deel |= {"security": [], "parameters": []}
    if o.invoer is not None:
        schema = {"$ref": _VERWIJZING.format(name=o.invoer.__name__)}
        deel["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return deel


_GEMEENTE = [
    {
        "name": "Gemeente",
        "in": "header",
        "required": False,
        "description": "Voor welke gemeente u werkt, als een mandaat dat toelaat. Zonder: uw eigen gemeente.",
        "schema": {"type": "string", "pattern": "^[0-9]{4}$"},
    }
]


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
                "headers": {"API-Version": {"$ref": "#/components/headers/ApiVersion"}},
                "content": {"application/json": {"schema": {"type": "object"}}},
            }
        },
    }


def _antwoord(uitleg: str, vorm: type) -> dict[str, Any]:
    return {
        "description": uitleg,
        "headers": {
            "API-Version": {"$ref": "#/components/headers/ApiVersion"},
            "Poort-Epoch": {"$ref": "#/components/headers/PoortEpoch"},
        },
        "content": {"application/json": {"schema": {"$ref": _VERWIJZING.format(name=vorm.__name__)}}},
    }


def _probleem(uitleg: str) -> dict[str, Any]:
    return {
        "description": uitleg,
        "headers": {"API-Version": {"$ref": "#/components/headers/ApiVersion"}},
        "content": {problems.INHOUDSOORT: {"schema": {"$ref": _VERWIJZING.format(name="Probleem")}}},
    }


def _padparameters(pad: str) -> list[dict[str, Any]]:
    return [
        {
            "name": naam,
            "in": "path",
            "required": True,
            "description": "Het nummer uit de lijst.",
            "schema": {"type": "string", "format": "uuid"},
        }
        for naam in re.findall(r"{(\w+)}", pad)
    ]


def _vraagparameter(p: Parameter) -> dict[str, Any]:
    return {
        "name": p.naam,
        "in": "query",
        "required": False,
        "description": p.uitleg,
        "schema": {"type": "integer", "minimum": p.minimum, "maximum": p.maximum, "default": p.standaard},
    }


def _schemas() -> dict[str, Any]:
    """One schema per form; the docstring of a form is its Dutch description."""
    soorten = {o.uit for o in OPERATIES} | {o.invoer for o in OPERATIES if o.invoer} | {vormen.Probleem}
    _, schemas = msgspec.json.schema_components(sorted(soorten, key=lambda s: s.__name__), ref_template=_VERWIJZING)
    return dict(sorted(schemas.items()))


def _headers() -> dict[str, Any]:
    return {
        "ApiVersion": {
            "description": "De volledige versie van deze API.",
            "schema": {"type": "string", "examples": [VERSIE]},
        },
        "PoortEpoch": {"description": "De stand van de poort bij dit antwoord.", "schema": {"type": "integer"}},
    }
