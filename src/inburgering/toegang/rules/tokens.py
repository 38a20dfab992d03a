"""Signed tokens: what we sign, what we accept from ourselves, and what we accept from a system that signs in."""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws
from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry
from joserfc.util import urlsafe_b64encode

from inburgering.toegang.errors import AanmeldingMislukt, TokenOngeldig
from inburgering.toegang.terms import BEWIJS_DUUR, TOKEN_DUUR, Aanspraak, Client, Machtiging

ALG = "Ed25519"
SOORT = "at+jwt"
# Which algorithm goes with which kind of key; what is not here does not exist, `none` and HMAC least of all.
BEWIJS_ALGS: Mapping[str, type[ECKey | OKPKey | RSAKey]] = {
    "RS256": RSAKey,
    "PS256": RSAKey,
    "ES256": ECKey,
    "EdDSA": OKPKey,
    "Ed25519": OKPKey,
}
_SPELING = timedelta(seconds=30)  # how far two clocks may be apart
_JTI_MAX = 128
_ONLEESBAAR = (JoseError, ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError, RecursionError)
_TOKEN_MAX = 4096
_NUMMER = re.compile(r"[!-~]+")


class _Register(JWSRegistry):
    """Knows the old name EdDSA, which most systems still write, without a warning at every request."""

    def get_alg(self, name: str) -> Any:
        """The algorithm, when it is on our list.

        Raises:
            UnsupportedAlgorithmError: it is not.
        """
        if name not in BEWIJS_ALGS:
            raise UnsupportedAlgorithmError("not on the list")
        return self.algorithms[name]


_REGISTER = _Register(algorithms=list(BEWIJS_ALGS))


def zaad(kid: str, geheim: bytes) -> bytes:
    """The private half of our key `kid`: 32 bytes of Ed25519, made from the one secret that is kept."""
    return hmac.new(geheim, f"token:{kid}".encode(), hashlib.sha256).digest()


def openbaar(zaad_: bytes) -> bytes:
    """The public half."""
    return Ed25519PrivateKey.from_private_bytes(zaad_).public_key().public_bytes_raw()


def als_jwk(kid: str, openbaar_: bytes) -> dict[str, str]:
    """The public half as a JWK for who wants to check a token."""
    x = urlsafe_b64encode(openbaar_).decode()
    return {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": kid, "use": "sig", "alg": ALG}


def maak_token(
    client: Client,
    machtigingen: Sequence[Machtiging],
    *,
    kid: str,
    zaad_: bytes,
    uitgever: str,
    jti: str,
    now: datetime,
) -> str:
    """A token for one system (RFC 9068): short, for this API only, with its OIN and what it lets do."""
    aanspraken = {
        "iss": uitgever,
        "aud": publiek(uitgever),
        "sub": client.id,
        "client_id": client.id,
        "client_oin": client.oin,
        "scope": " ".join(machtigingen),
        "iat": int(now.timestamp()),
        "exp": int((now + TOKEN_DUUR).timestamp()),
        "jti": jti,
    }
    x = urlsafe_b64encode(openbaar(zaad_)).decode()
    d = urlsafe_b64encode(zaad_).decode()
    sleutel = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": x, "d": d})
    kop = {"alg": ALG, "typ": SOORT, "kid": kid}
    return jws.serialize_compact(kop, json.dumps(aanspraken).encode(), sleutel, algorithms=[ALG])


def publiek(uitgever: str) -> str:
    """For whom our tokens are: this API."""
    return f"{uitgever}/v1"


def lees_token(token: str, sleutel_van: Callable[[str], bytes | None], *, uitgever: str, now: datetime) -> Aanspraak:
    """What a token says, once everything about it holds; which system still may come in is asked elsewhere.

    Raises:
        TokenOngeldig: always with the same words, whatever was wrong.
    """
    try:
        return _aanspraak(token, sleutel_van, uitgever=uitgever, now=now)
    except _ONLEESBAAR:
        raise TokenOngeldig(
            "Het token is verlopen, niet van ons of niet voor deze dienst.",
            veld="Authorization",
            herstel="Haal een nieuw token bij /oauth/token.",
        ) from None


def lees_bewijs(
    bewijs: str, sleutels: Sequence[Mapping[str, str]], *, client_id: str, adres: str, now: datetime
) -> str:
    """The `jti` of what a system signed to come in (RFC 7523), once everything about it holds.

    Raises:
        AanmeldingMislukt: always with the same words, whatever was wrong.
    """
    try:
        return _jti(bewijs, sleutels, client_id=client_id, adres=adres, now=now)
    except _ONLEESBAAR:
        raise AanmeldingMislukt(
            "Het systeem is onbekend of het bewijs klopt niet.",
            herstel="Controleer sleutel, aud, exp (hoogstens vijf minuten) en jti (elke keer anders).",
        ) from None


def wie_zegt_te_zijn(bewijs: str) -> str:
    """The number that an unproved signature claims; empty when it cannot be read."""
    try:
        gezegd = json.loads(jws.extract_compact(bewijs.encode()).payload)
        return nummer if _NUMMER.fullmatch(nummer := str(gezegd["sub"])[:64]) else ""
    except (JoseError, ValueError, KeyError, TypeError, RecursionError):
        return ""


def _aanspraak(token: str, sleutel_van: Callable[[str], bytes | None], *, uitgever: str, now: datetime) -> Aanspraak:
    kid = _kid(token)
    openbaar_ = sleutel_van(kid)
    _eis(openbaar_ is not None)
    gezegd = _gecontroleerd(token, openbaar_ or b"")
    tot, begin = _moment(gezegd["exp"]), _moment(gezegd["iat"])
    _eis(gezegd["iss"] == uitgever and gezegd["aud"] == publiek(uitgever))
    _eis(gezegd["sub"] == gezegd["client_id"])
    _eis(begin <= now + _SPELING and now < tot <= begin + TOKEN_DUUR)
    return Aanspraak(str(gezegd["sub"]), kid, machtigingen(gezegd["scope"]), tot)


@lru_cache(maxsize=256)
def machtigingen(namen: str) -> frozenset[Machtiging]:
    """The machtigingen that are named, with spaces between them, as in a token."""
    return frozenset(Machtiging(naam) for naam in namen.split())


def _jti(bewijs: str, sleutels: Sequence[Mapping[str, str]], *, client_id: str, adres: str, now: datetime) -> str:
    kop = _kop(bewijs)
    alg = str(kop["alg"])
    soort = BEWIJS_ALGS[alg]
    passend = [s for s in sleutels if soort.key_type == s["kty"] and kop.get("kid", s["kid"]) == s["kid"]]
    gezegd = _eerste_die_klopt(bewijs, [soort.import_key(dict(s)) for s in passend], alg=alg)
    tot, vanaf = _moment(gezegd["exp"]), _moment(gezegd.get("nbf", gezegd.get("iat", 0)))
    _eis(gezegd["iss"] == gezegd["sub"] == client_id and gezegd["aud"] in (adres, [adres]))
    _eis(vanaf <= now + _SPELING and now < tot <= now + BEWIJS_DUUR + _SPELING)
    jti = gezegd["jti"]
    _eis(isinstance(jti, str) and 0 < len(jti) <= _JTI_MAX and jti.isprintable())
    return str(jti)


@lru_cache(maxsize=2048)
def _gecontroleerd(token: str, openbaar_: bytes) -> dict[str, Any]:
    """What stands in a token that this key signed; a signature is looked at once, its times every time."""
    x = urlsafe_b64encode(openbaar_).decode()
    sleutel = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": x})
    gelezen = jws.deserialize_compact(token, sleutel, algorithms=[ALG])
    _eis(gelezen.headers().get("typ") == SOORT)
    return dict(json.loads(gelezen.payload or b""))


def _eerste_die_klopt(bewijs: str, sleutels: Sequence[ECKey | OKPKey | RSAKey], *, alg: str) -> dict[str, Any]:
    for sleutel in sleutels:
        try:
            gelezen = jws.deserialize_compact(bewijs, sleutel, algorithms=[alg], registry=_REGISTER)
        except JoseError:
            continue
        return dict(json.loads(gelezen.payload or b""))
    raise ValueError("signature")


@lru_cache(maxsize=2048)
def _kid(token: str) -> str:
    kop = _kop(token)
    _eis(kop.get("alg") == ALG)
    kid = str(kop["kid"])
    _eis(_NUMMER.fullmatch(kid) is not None)
    return kid


def _kop(token: str) -> dict[str, Any]:
    _eis(len(token) <= _TOKEN_MAX and token.isascii())
    return dict(jws.extract_compact(token.encode()).protected)


def _moment(seconden: object) -> datetime:
    if isinstance(seconden, bool) or not isinstance(seconden, int | float):
        raise TypeError("no moment")
    return datetime.fromtimestamp(seconden, tz=UTC)


def _eis(goed: bool) -> None:
    if not goed:
        raise ValueError
