"""OpenID Connect by the NL GOV profile: what we ask, what we sign, and what we accept from the identity provider."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from inburgering.primitives.errors import DomainError
from inburgering.toegang import rules
from inburgering.toegang.errors import GeenBevoegdheid, InloggenMislukt, InstellingOngeldig
from inburgering.toegang.terms import BEWIJS_DUUR, Inlogpersoon, Rol, Rolregels

# Which algorithm goes with which kind of key; what is not here does not exist, `none` and HMAC least of all.
ALGS: Mapping[str, type[ECKey | RSAKey]] = {"PS256": RSAKey, "ES256": ECKey, "RS256": RSAKey}
_ONLEESBAAR = (JoseError, ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError, RecursionError)
_SPELING = timedelta(seconds=30)  # how far two clocks may be apart
_OUD = timedelta(minutes=10)  # an ID token is used at once; an older one was kept by somebody
_TOKEN_MAX, _SUB_MAX, _NAAM_MAX, _RSA_BITS = 16_384, 255, 120, 2048
_SUB = re.compile(r"[\x21-\x7e]{1,255}")
_OIN = re.compile(r"[0-9]{20}")


def uitdaging(geheim: str) -> str:
    """The challenge (PKCE, S256) that belongs to a secret of ours."""
    return _b64(hashlib.sha256(geheim.encode()).digest())


def maak_bewijs(client_id: str, sleutel: ECKey | RSAKey, *, kid: str, adres: str, jti: str, now: datetime) -> str:
    """What we sign to be known at the token address (private_key_jwt, RFC 7523)."""
    aanspraken = {
        "iss": client_id,
        "sub": client_id,
        "aud": adres,
        "jti": jti,
        "iat": int(now.timestamp()),
        "exp": int((now + BEWIJS_DUUR).timestamp()),
    }
    alg = "ES256" if isinstance(sleutel, ECKey) else "PS256"
    return jws.serialize_compact(
        {"alg": alg, "kid": kid, "typ": "JWT"}, json.dumps(aanspraken).encode(), sleutel, algorithms=[alg]
    )


def lees_sleutel(pem: bytes) -> tuple[ECKey | RSAKey, str]:
    """Our private key, and the number under which its public half is known: the thumbprint (RFC 7638).

    Raises:
        InstellingOngeldig: no private key, of another kind, or too small.
    """
    for soort in (ECKey, RSAKey):
        try:
            sleutel = soort.import_key(pem)
        except _ONLEESBAAR:
            continue
        openbaar = sleutel.as_dict(private=False)
        if sleutel.is_private and _is_sterk(openbaar):
            return sleutel, sleutel.thumbprint()
    raise InstellingOngeldig(
        "De sleutel is geen private RSA-sleutel (2048 bits of meer) of EC-sleutel op P-256.",
        veld="INBURGERING_OIDC_SLEUTEL",
        herstel="Maak er een met `openssl ecparam -name prime256v1 -genkey -noout`.",
    )


def kid_van(token: str) -> str:
    """The number of the key that signed, from a heading with an algorithm on our list.

    Raises:
        InloggenMislukt: it cannot be read, or has another algorithm or no number.
    """
    try:
        kop = _kop(token)
        _eis(kop["alg"] in ALGS and isinstance(kop["kid"], str))
    except _ONLEESBAAR:
        raise _geen("handtekening") from None
    return str(kop["kid"])


def lees_id_token(
    token: str,
    sleutels: Sequence[Mapping[str, Any]],
    *,
    uitgever: str,
    client_id: str,
    nonce: str,
    niveaus: Sequence[str],
    now: datetime,
) -> dict[str, Any]:
    """What the provider says about who logged in, once everything about the token holds.

    Raises:
        InloggenMislukt: the detail names the one thing that does not hold, and nothing about the person.
    """
    try:
        gezegd = _ondertekend(token, sleutels)
    except _ONLEESBAAR:
        raise _geen("handtekening") from None
    proeven = (
        ("iss", lambda: gezegd["iss"] == uitgever),
        ("aud", lambda: _is_voor_ons(gezegd, client_id)),
        ("exp", lambda: now < _moment(gezegd["exp"]) + _SPELING),
        ("iat", lambda: now - _OUD <= _moment(gezegd["iat"]) <= now + _SPELING),
        ("nbf", lambda: _moment(gezegd.get("nbf", 0)) <= now + _SPELING),
        ("nonce", lambda: bool(nonce) and gezegd["nonce"] == nonce),
        ("acr", lambda: gezegd["acr"] in niveaus),
        ("sub", lambda: bool(_SUB.fullmatch(gezegd["sub"]))),
    )
    for naam, klopt in proeven:
        try:
            goed = klopt()
        except _ONLEESBAAR:
            goed = False
        if not goed:
            raise _geen(naam)
    return gezegd


def lees_persoon(gezegd: Mapping[str, Any], regels: Rolregels) -> Inlogpersoon:
    """Who logged in, with exactly one role and, for a klantmanager, one gemeente.

    Raises:
        GeenBevoegdheid: no role of ours, more than one, or a gemeente that does not go with it.
    """
    gevonden = {regels.rollen[w] for w in _woorden(gezegd.get(regels.claim)) if w in regels.rollen}
    if len(gevonden) != 1:
        hoeveel = "geen rol" if not gevonden else "meer dan één rol"
        raise GeenBevoegdheid(f"Uw organisatie geeft ons {hoeveel} voor u door.", herstel=_VRAAG)
    rol = gevonden.pop()
    gemeente = _gemeente(gezegd, regels) if rol is Rol.KLANTMANAGER else None
    sid = gezegd.get("sid")
    return Inlogpersoon(
        uitgever=str(gezegd["iss"]),
        onderwerp=str(gezegd["sub"]),
        naam=_naam(gezegd),
        rol=rol,
        gemeente=gemeente,
        sid=sid if isinstance(sid, str) and len(sid) <= _SUB_MAX else "",
    )


def lees_rolregels(bestand: Mapping[str, Any]) -> Rolregels:
    """How claims become roles, from the file of settings.

    Raises:
        InstellingOngeldig: an unknown field, role or gemeentecode.
    """
    try:
        _eis(set(bestand) <= {"claim", "gemeente_claim", "rollen", "gemeenten"})
        rollen = {str(k): Rol(v) for k, v in dict(bestand.get("rollen", _ZELFDE)).items()}
        _eis(bool(rollen) and Rol.SYSTEEM not in rollen.values())
        gemeenten = {str(k): rules.eis_gemeentecode(v) for k, v in dict(bestand.get("gemeenten", {})).items()}
    except (*_ONLEESBAAR, DomainError):
        raise InstellingOngeldig(
            "De rolregels kloppen niet.",
            veld="INBURGERING_OIDC_ROLLEN",
            herstel="Zie docs/how-to/inloggen-met-oidc.md; elke rol en elke gemeentecode moet bestaan.",
        ) from None
    claim, gemeente = str(bestand.get("claim", "rol")), str(bestand.get("gemeente_claim", "gemeente"))
    return Rolregels(claim, gemeente, rollen, gemeenten)


_VRAAG = "Vraag uw beheerder u precies één rol te geven in het systeem van uw organisatie."
_ZELFDE = {rol.value: rol.value for rol in Rol if rol is not Rol.SYSTEEM}


def _ondertekend(token: str, sleutels: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    kop = _kop(token)
    alg = str(kop["alg"])
    soort = ALGS[alg]
    passend = [s for s in sleutels if s.get("kid") == kop["kid"] and s.get("kty") == soort.key_type and _is_sterk(s)]
    _eis(len(passend) == 1 and passend[0].get("use", "sig") == "sig" and passend[0].get("alg", alg) == alg)
    sleutel = soort.import_key(dict(passend[0]))
    gelezen = jws.deserialize_compact(token, sleutel, algorithms=[alg])
    return dict(json.loads(gelezen.payload or b""))


def _is_sterk(jwk: Mapping[str, Any]) -> bool:
    """Whether a key is large enough for the profile: RSA of 2048 bits, or the curve of ES256."""
    if jwk.get("kty") == "EC":
        return jwk.get("crv") == "P-256"
    return int.from_bytes(_van_b64(str(jwk["n"]))).bit_length() >= _RSA_BITS


def _is_voor_ons(gezegd: Mapping[str, Any], client_id: str) -> bool:
    aud = gezegd["aud"]
    lijst = [aud] if isinstance(aud, str) else list(aud)
    azp = gezegd.get("azp", client_id if len(lijst) == 1 else None)
    return client_id in lijst and azp == client_id


def _woorden(waarde: object) -> list[str]:
    """A claim as words: one text, or a list of texts."""
    if isinstance(waarde, str):
        return [waarde]
    return [w for w in waarde if isinstance(w, str)] if isinstance(waarde, list) else []


def _gemeente(gezegd: Mapping[str, Any], regels: Rolregels) -> str:
    woorden = _woorden(gezegd.get(regels.gemeente_claim))
    codes = {regels.gemeenten.get(w) or _code(w) for w in woorden} - {""}
    if len(codes) != 1:
        raise GeenBevoegdheid("Uw organisatie geeft niet precies één gemeente voor u door.", herstel=_VRAAG)
    return codes.pop()


def _code(woord: str) -> str:
    """A code of four digits as it is; anything else is nothing, unless the rules name it."""
    return woord if re.fullmatch(r"[0-9]{4}", woord, re.ASCII) else ""


def _naam(gezegd: Mapping[str, Any]) -> str:
    naam = gezegd.get("name") or " ".join(str(gezegd.get(k) or "") for k in ("given_name", "family_name"))
    return re.sub(r"\s+", " ", str(naam)).strip()[:_NAAM_MAX] or "Medewerker"


def _kop(token: str) -> dict[str, Any]:
    _eis(len(token) <= _TOKEN_MAX and token.isascii())
    return dict(jws.extract_compact(token.encode()).protected)


def _moment(seconden: object) -> datetime:
    if isinstance(seconden, bool) or not isinstance(seconden, int | float):
        raise TypeError("no moment")
    return datetime.fromtimestamp(seconden, tz=UTC)


def _b64(ruw: bytes) -> str:
    return base64.urlsafe_b64encode(ruw).rstrip(b"=").decode()


def _van_b64(tekst: str) -> bytes:
    return base64.urlsafe_b64decode(tekst + "=" * (-len(tekst) % 4))


def _geen(wat: str) -> InloggenMislukt:
    return InloggenMislukt(f"Het bericht van uw organisatie klopt niet ({wat}).", veld=wat)


def _eis(goed: bool) -> None:
    if not goed:
        raise ValueError
