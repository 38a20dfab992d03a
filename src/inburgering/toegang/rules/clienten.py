"""What a system must bring to be registered: a number that exists in form, a key that is strong, acts that exist."""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from inburgering.toegang.errors import ClientOngeldig
from inburgering.toegang.terms import Machtiging

# Prefix of eight: RSIN, KvK, SubOIN, Logius, abroad, and 99 for who tries things out (OIN-Stelsel 2.2).
OIN = re.compile(r"000000(?:01|03|04|06|08|99)[0-9]{12}")
_RSA_BITS_MIN = 2048
_SOORTEN: Mapping[str, type[ECKey | OKPKey | RSAKey]] = {"EC": ECKey, "OKP": OKPKey, "RSA": RSAKey}
_PRIVE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_KID = re.compile(r"[A-Za-z0-9._~-]{1,64}")


def eis_oin(oin: str) -> str:
    """The organisation's identification number, when it has the form of one.

    Raises:
        ClientOngeldig: no twenty digits, or a prefix that the OIN system does not have.
    """
    if not oin.isascii() or not OIN.fullmatch(oin):
        raise ClientOngeldig(
            "Een OIN heeft twintig cijfers en begint met een prefix uit het OIN-stelsel.",
            veld="oin",
            herstel="Zoek het nummer op in het OIN-register, of gebruik een test-OIN (begint met 00000099).",
        )
    return oin


def lees_machtigingen(woorden: Iterable[str]) -> frozenset[Machtiging]:
    """What a system may do.

    Raises:
        ClientOngeldig: a word that is no machtiging, or none at all.
    """
    try:
        gevonden = frozenset(Machtiging(w) for w in woorden)
    except ValueError:
        gevonden = frozenset()
    if not gevonden:
        raise ClientOngeldig(
            "Deze machtiging bestaat niet.", veld="machtiging", herstel=f"Kies uit: {', '.join(Machtiging)}."
        )
    return gevonden


def lees_jwks(document: Any) -> list[dict[str, str]]:
    """The public keys in a JWK Set or a single JWK, each with its `kid`.

    Raises:
        ClientOngeldig: no keys, a private or weak one, a kind we do not take, or no `kid`.
    """
    rijen = document.get("keys", [document]) if isinstance(document, dict) else document
    if not isinstance(rijen, list) or not rijen:
        raise ClientOngeldig("Er staat geen sleutel in.", veld="jwks", herstel="Geef een JWK Set (RFC 7517).")
    sleutels = [lees_jwk(rij) for rij in rijen]
    if len({s["kid"] for s in sleutels}) < len(sleutels):
        raise ClientOngeldig("Twee sleutels hebben dezelfde kid.", veld="kid")
    return sleutels


def lees_jwk(rij: Any) -> dict[str, str]:
    """One public key, reduced to what is needed to check a signature.

    Raises:
        ClientOngeldig: why it cannot be used.
    """
    if not isinstance(rij, dict) or rij.get("kty") not in _SOORTEN:
        raise ClientOngeldig("Dit soort sleutel nemen wij niet.", veld="kty", herstel="Neem EC, OKP of RSA.")
    if _PRIVE & set(rij):
        raise ClientOngeldig(
            "Dit is een geheime sleutel.",
            veld="jwks",
            herstel="Geef alleen de openbare helft, en vervang deze sleutel.",
        )
    if not isinstance(rij.get("kid"), str) or not _KID.fullmatch(rij["kid"]):
        raise ClientOngeldig("De sleutel heeft geen bruikbare kid.", veld="kid", herstel="Geef elke sleutel een naam.")
    try:
        sleutel = _SOORTEN[rij["kty"]].import_key({k: v for k, v in rij.items() if isinstance(v, str) and k != "use"})
    except (JoseError, ValueError, TypeError, KeyError, RecursionError) as fout:
        raise ClientOngeldig("Deze sleutel is niet te lezen.", veld="jwks") from fout
    if isinstance(sleutel, RSAKey) and sleutel.public_key.key_size < _RSA_BITS_MIN:
        raise ClientOngeldig(f"Een RSA-sleutel heeft ten minste {_RSA_BITS_MIN} bits.", veld="jwks")
    if isinstance(sleutel, ECKey | OKPKey) and rij.get("crv") not in {"P-256", "Ed25519"}:
        raise ClientOngeldig("Deze kromme nemen wij niet.", veld="crv", herstel="Neem P-256 of Ed25519.")
    return {
        k: str(v) for k, v in sleutel.as_dict(private=False).items() if k in {"kty", "crv", "x", "y", "n", "e", "kid"}
    }


def hash_van(geheim: str) -> bytes:
    """What is kept of a secret; it is 256 bits of chance, so one round of SHA-256 is enough."""
    return hashlib.sha256(geheim.encode()).digest()


def is_geheim(geheim: str, bewaard: bytes) -> bool:
    """Tell whether the secret is the one; takes the same time whatever differs."""
    return hmac.compare_digest(hash_van(geheim), bewaard)
