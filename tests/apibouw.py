"""Builders that the tests of the API share: a system with a token, its keys, and the proofs it signs."""

import base64
import json
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey

from inburgering.primitives import clock
from signaalbouw import ALMERE, NU

BEWIJS_SOORT = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
BASIS = "http://127.0.0.1:8000"
_MAAK = {
    "ES256": lambda kid: ECKey.generate_key("P-256", {"kid": kid}),
    "Ed25519": lambda kid: OKPKey.generate_key("Ed25519", {"kid": kid}),
    "EdDSA": lambda kid: OKPKey.generate_key("Ed25519", {"kid": kid}),
    "RS256": lambda kid: RSAKey.generate_key(2048, {"kid": kid}),
    "PS256": lambda kid: RSAKey.generate_key(2048, {"kid": kid}),
}


def systeem(gemeente: str = ALMERE, machtigingen: Iterable[str] | None = None, **anders: Any) -> Any:
    """A system of a gemeente with a secret; it may everything unless told."""
    from inburgering.toegang import commands
    from inburgering.toegang.terms import Machtiging

    keuze = list(Machtiging) if machtigingen is None else list(machtigingen)
    return commands.maak_client("Pakket van een gemeente", gemeente, machtigingen=keuze, now=NU, **anders)


def token(nieuw: Any, machtigingen: Iterable[str] | None = None, *, uitgever: str = BASIS, now: datetime | None = None):
    """A token for a system, without the desk."""
    from inburgering.toegang import commands, queries

    client = queries.client(nieuw.id)
    return commands.geef_token(client, machtigingen, uitgever=uitgever, now=now or clock.now()).waarde


def aangemeld(nieuw: Any, machtigingen: Iterable[str] | None = None) -> Client:
    """A caller of the API with a token of this system."""
    kop = {"Authorization": f"Bearer {token(nieuw, machtigingen)}"}
    return Client(headers=kop, raise_request_exception=False)


def sleutel(alg: str = "ES256", kid: str = "een") -> Any:
    """A key of a system that goes with this algorithm."""
    return _MAAK[alg](kid)


def openbaar(*sleutels: Any) -> list[dict[str, str]]:
    """Their public halves."""
    return [s.as_dict(private=False) for s in sleutels]


def bewijs(client_id: str, met: Any, *, alg: str = "ES256", now: datetime | None = None, **anders: Any) -> str:
    """What a system signs to come in; a claim that is None is left out."""
    moment = now or clock.now()
    gezegd: dict[str, Any] = {
        "iss": client_id,
        "sub": client_id,
        "aud": f"{BASIS}/oauth/token",
        "exp": int((moment + timedelta(minutes=4)).timestamp()),
        "iat": int(moment.timestamp()),
        "jti": secrets.token_hex(12),
    }
    gezegd = {k: v for k, v in (gezegd | anders).items() if v is not None}
    kop = {"alg": "Ed25519" if alg == "EdDSA" else alg, "kid": met.kid}
    getekend = jws.serialize_compact(kop, json.dumps(gezegd).encode(), met, algorithms=[kop["alg"]])
    if alg != "EdDSA":
        return getekend
    # The old name of the same signature; the library signs it only with a warning, so it is written by hand.
    return teken(met, {"alg": "EdDSA", "kid": met.kid}, gezegd)


def teken(met: Any, kop: dict[str, Any], gezegd: dict[str, Any]) -> str:
    """A token signed with Ed25519 under any heading."""
    deel = f"{b64(json.dumps(kop).encode())}.{b64(json.dumps(gezegd).encode())}"
    return f"{deel}.{b64(met.private_key.sign(deel.encode()))}"


def b64(ruw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(ruw).rstrip(b"=").decode()


def vraag_token(
    client_id: str = "", geheim: str = "", *, adres: str = "10.0.0.1", kop: dict[str, str] | None = None, **velden: Any
):
    """The answer of the token desk."""
    formulier = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": geheim} | velden
    body = "&".join(f"{k}={_kwoot(v)}" for k, v in formulier.items() if v)
    return Client(REMOTE_ADDR=adres, headers=kop or {}, raise_request_exception=False).post(
        "/oauth/token", data=body, content_type="application/x-www-form-urlencoded"
    )


def met_bewijs(getekend: str, **velden: Any):
    """The answer of the token desk to a signed proof."""
    return vraag_token(client_assertion=getekend, client_assertion_type=BEWIJS_SOORT, **velden)


def _kwoot(waarde: str) -> str:
    from urllib.parse import quote

    return quote(waarde, safe="")
