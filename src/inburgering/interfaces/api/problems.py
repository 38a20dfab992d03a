"""The one mapping from expected errors to HTTP: a status per code (or per family), as RFC 9457 problem details."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from inburgering.interfaces.api.fouten import VerzoekOngeldig
from inburgering.primitives.errors import DomainError

INHOUDSOORT = "application/problem+json"
ONVERWACHT = "onverwacht"

# A code that is not here has the status of its family: `niet-gevonden` or `ongeldige-invoer`.
STATUS: Mapping[str, int] = MappingProxyType(
    {
        # families
        "ongeldige-invoer": 400,
        "niet-gevonden": 404,
        # the desk itself
        "niet-aangemeld": 401,
        "token-ongeldig": 401,
        "aanmelding-mislukt": 401,
        "te-veel-verzoeken": 429,
        "methode-onmogelijk": 405,
        "antwoordvorm-onmogelijk": 406,
        "vorm-onbekend": 415,
        # nobody may
        "geen-bevoegdheid": 403,
        "inloggen-mislukt": 403,
        "organisatie-onbereikbaar": 503,
        "machtiging-ontbreekt": 403,
        "vier-ogen-nodig": 403,
        "verstrekking-niet-toegestaan": 403,
        "doorlaat-ontbreekt": 403,
        # not now: the thing is in another state
        "stop-van-kracht": 409,
        "stop-al-opgeheven": 409,
        "overgang-onmogelijk": 409,
        "terugmelding-niet-mogelijk": 409,
        "signaal-ingetrokken": 410,
        "signaal-verlopen": 410,
        "quarantaine-open": 409,
        "niet-verzegeld": 409,
        "brief-al-gedrukt": 409,
        "levering-stand-ongeldig": 409,
        "effectrapport-ontbreekt": 409,
        "effectrapport-verouderd": 409,
        "regelversie-gevallen-niet-goed": 409,
        "geen-regelversie": 409,
        "regelversie-niet-in-gebruik": 409,
        "onderzoek-ontbreekt": 409,
        "keuze-termijn-voorbij": 409,
        "dossier-ontbreekt": 409,
        "dossier-onvolledig": 409,
        "voorwaarde-open": 409,
        "nog-niet-zover": 409,
        # what was given does not fit
        "bericht-onvolledig": 400,
        "geraakte-beslissing-ongeldig": 400,
        "periode-ongeldig": 400,
        "plan-ongeldig": 400,
        "regel-ongeldig": 400,
        "catalogus-ongeldig": 503,
        # the product itself cannot
        "vrijgaven-op": 503,
        "niet-leeggelopen": 503,
        "sleutel-onbruikbaar": 503,
    }
)


def status_van(fout: DomainError) -> int:
    """The HTTP status of an error: its own, or else that of the nearest family."""
    for soort in type(fout).__mro__:
        status = STATUS.get(vars(soort).get("code", ""))
        if status is not None:
            return status
    return 400


def als_probleem(fout: DomainError, *, pad: str) -> dict[str, Any]:
    """The problem details of an error; never with personal data, because an error never has them."""
    status = status_van(fout)
    probleem: dict[str, Any] = {
        "type": f"urn:nl:openinburgering:fout:{fout.code}",
        "title": fout.title,
        "status": status,
        "detail": fout.detail,
        "instance": pad,
        "code": fout.code,
    }
    if fout.veld:
        probleem["veld"] = fout.veld
    if fout.herstel:
        probleem["herstel"] = fout.herstel
    if isinstance(fout, VerzoekOngeldig):
        probleem["gebreken"] = [{"veld": g.veld, "detail": g.detail} for g in fout.gebreken]
    return probleem


def onverwacht(*, pad: str) -> dict[str, Any]:
    """The problem details of what nobody expected: nothing from inside."""
    return {
        "type": f"urn:nl:openinburgering:fout:{ONVERWACHT}",
        "title": "Er ging iets mis",
        "status": 500,
        "detail": "Dit ligt aan ons. Wat u stuurde, is misschien niet verwerkt.",
        "instance": pad,
        "code": ONVERWACHT,
    }
