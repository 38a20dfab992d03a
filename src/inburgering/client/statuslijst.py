"""Asking of a copy whether it may still be used, also without a connection: whatever is not surely allowed is not.

A signaal names a list and a place in it. The list is signed, small, and the same for everybody; it is fetched anew
when it is older than its `ttl` and worthless after its `exp`. A service that stays away therefore stops the use.
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, import_key

SCHEEFSTAND = timedelta(minutes=1)
_MAX = 20_000_000  # bytes of a list; ten million signalen take less
_SOORT = "application/statuslist+jwt"


class StatuslijstOnbruikbaar(Exception):
    """No list that can be trusted now; the copy may not be used."""


class Toestand(IntEnum):
    """What may be done with a copy."""

    BRUIKBAAR = 0
    INGETROKKEN = 1
    GESTOPT = 2
    VERVANGEN = 3


@dataclass(frozen=True, slots=True)
class Lijst:
    """One list whose signature and claims were checked."""

    uri: str
    iat: datetime
    exp: datetime
    ttl: timedelta
    bits: int
    inhoud: bytes = field(repr=False)

    def waarde(self, plek: int) -> int:
        """The number at a place.

        Raises:
            StatuslijstOnbruikbaar: the list has no such place.
        """
        bits = self.bits
        if plek < 0 or plek * bits >= len(self.inhoud) * 8:
            raise StatuslijstOnbruikbaar("De lijst heeft deze plek niet.")
        return (self.inhoud[plek * bits >> 3] >> (plek * bits & 7)) & ((1 << bits) - 1)


Ophaler = Callable[[str], bytes]
_STUK = (OSError, ValueError, RecursionError, HTTPException, StatuslijstOnbruikbaar)
"""What a list raises that cannot be fetched, read or trusted."""


class Statuslijsten:
    """The lists one holder uses; kept in memory and, when a folder is given, on disk for a restart without network."""

    def __init__(self, sleuteladres: str, *, map_: Path | None = None, haal: Ophaler | None = None) -> None:
        self._sleuteladres, self._map = sleuteladres, map_
        self._haal = haal or _haal
        self._lijsten: dict[str, tuple[str, Lijst]] = {}
        self._sleutels: dict[str, Any] = {"keys": []}
        if map_ is not None:
            map_.mkdir(parents=True, exist_ok=True)
            self._sleutels = _lees_json(map_ / "sleutels.json") or self._sleutels

    def mag_gebruikt_worden(self, verwijzing: dict[str, Any] | None, *, now: datetime) -> bool:
        """Tell whether a copy with this reference may be used now; False whenever that cannot be known."""
        try:
            return self.toestand(verwijzing, now=now) is Toestand.BRUIKBAAR
        except StatuslijstOnbruikbaar:
            return False

    def toestand(self, verwijzing: dict[str, Any] | None, *, now: datetime) -> Toestand:
        """What the list says of the copy with this reference.

        Raises:
            StatuslijstOnbruikbaar: no reference, or no list that can be trusted at this moment.
        """
        try:
            deel = (verwijzing or {})["status_list"]
            uri, plek = str(deel["uri"]), int(deel["idx"])
        except (KeyError, TypeError, ValueError) as fout:
            raise StatuslijstOnbruikbaar("Het signaal verwijst niet naar een statuslijst.") from fout
        waarde = self.lijst(uri, now=now).waarde(plek)
        if waarde not in list(Toestand):
            raise StatuslijstOnbruikbaar("De lijst geeft deze plek een toestand die wij niet kennen.")
        return Toestand(waarde)

    def lijst(self, uri: str, *, now: datetime) -> Lijst:
        """A list to be trusted at this moment, fetched anew when it is older than its ttl.

        Raises:
            StatuslijstOnbruikbaar: it cannot be fetched or trusted, and the one at hand has run out.
        """
        bewaard = self._bewaard(uri, now=now)
        if bewaard is not None and bewaard.iat - SCHEEFSTAND <= now < bewaard.iat + bewaard.ttl:
            return bewaard
        try:
            return self._vernieuw(uri, bewaard, now=now)
        except _STUK as fout:
            if bewaard is not None and bewaard.iat - SCHEEFSTAND <= now < bewaard.exp:
                return bewaard
            raise StatuslijstOnbruikbaar("Er is geen geldige statuslijst. Gebruik de gegevens niet.") from fout

    def _vernieuw(self, uri: str, bewaard: Lijst | None, *, now: datetime) -> Lijst:
        token = self._haal(uri).decode("ascii")
        nieuw = self._lees(token, uri=uri, now=now)
        if bewaard is not None and nieuw.iat < bewaard.iat:
            raise StatuslijstOnbruikbaar("De dienst gaf een oudere lijst dan die van zonet.")
        self._lijsten[uri] = (token, nieuw)
        if self._map is not None:
            _schrijf(self._bestand(uri), token)
        return nieuw

    def _bewaard(self, uri: str, *, now: datetime) -> Lijst | None:
        if uri not in self._lijsten and self._map is not None:
            bestand = self._bestand(uri)
            try:
                token = bestand.read_text("ascii")
                self._lijsten[uri] = (token, self._lees(token, uri=uri, now=now))
            except _STUK:  # its keys may have to be fetched
                return None
        return self._lijsten[uri][1] if uri in self._lijsten else None

    def _lees(self, token: str, *, uri: str, now: datetime) -> Lijst:
        kenmerk = _kop(token).get("kid")
        if kenmerk not in {s.get("kid") for s in self._sleutels["keys"]}:
            self._haal_sleutels()
        return lees_token(token, uri=uri, sleutels=self._sleutels, now=now)

    def _haal_sleutels(self) -> None:
        gevonden = json.loads(self._haal(self._sleuteladres))
        if not isinstance(gevonden, dict) or not isinstance(gevonden.get("keys"), list):
            raise StatuslijstOnbruikbaar("De sleutels zijn niet te lezen.")
        self._sleutels = gevonden
        if self._map is not None:
            _schrijf(self._map / "sleutels.json", json.dumps(gevonden))

    def _bestand(self, uri: str) -> Path:
        assert self._map is not None
        return self._map / f"{hashlib.sha256(uri.encode()).hexdigest()[:32]}.jwt"


def lees_token(token: str, *, uri: str, sleutels: dict[str, Any], now: datetime) -> Lijst:
    """The list in a Status List Token, after every check of the standard.

    Raises:
        StatuslijstOnbruikbaar: signature, kind, address, time or content is not right.
    """
    try:
        bos = KeySet([import_key(s) for s in sleutels["keys"]])
        gelezen = jwt.decode(token, bos, algorithms=["ES256", "EdDSA", "Ed25519"])
        lijst = _uit_claims(gelezen.header, gelezen.claims, uri=uri)
    except (JoseError, ValueError, KeyError, TypeError, RecursionError, zlib.error) as fout:
        raise StatuslijstOnbruikbaar("De handtekening of de inhoud van de lijst klopt niet.") from fout
    if lijst.iat - SCHEEFSTAND > now or now >= lijst.exp:
        raise StatuslijstOnbruikbaar("De lijst geldt niet op dit moment.")
    return lijst


def _uit_claims(kop: dict[str, Any], claims: dict[str, Any], *, uri: str) -> Lijst:
    if kop.get("typ") != "statuslist+jwt" or claims["sub"] != uri:
        raise StatuslijstOnbruikbaar("Dit is een andere lijst dan die van het signaal.")
    bits = claims["status_list"]["bits"]
    if bits not in {1, 2, 4, 8}:
        raise StatuslijstOnbruikbaar("De lijst heeft een onbekend aantal bits.")
    lst = claims["status_list"]["lst"]
    uitpakker = zlib.decompressobj()
    inhoud = uitpakker.decompress(base64.urlsafe_b64decode(lst + "=" * (-len(lst) % 4)), _MAX)
    if uitpakker.unconsumed_tail or not uitpakker.eof:
        raise StatuslijstOnbruikbaar("De lijst is te groot of niet heel.")
    iat = datetime.fromtimestamp(claims["iat"], UTC)
    return Lijst(
        uri=uri,
        iat=iat,
        exp=datetime.fromtimestamp(claims["exp"], UTC),
        ttl=timedelta(seconds=claims.get("ttl", 0)),
        bits=bits,
        inhoud=inhoud,
    )


def _kop(token: str) -> dict[str, Any]:
    try:
        deel = token.split(".", 1)[0]
        kop = json.loads(base64.urlsafe_b64decode(deel + "=" * (-len(deel) % 4)))
    except (ValueError, RecursionError) as fout:
        raise StatuslijstOnbruikbaar("Dit is geen statuslijst.") from fout
    if not isinstance(kop, dict):
        raise StatuslijstOnbruikbaar("Dit is geen statuslijst.")
    return kop


def _haal(adres: str) -> bytes:
    if not adres.startswith(("https://", "http://")):
        raise StatuslijstOnbruikbaar("Het adres van de lijst is geen https-adres.")
    verzoek = Request(adres, headers={"Accept": f"{_SOORT}, application/json"})  # noqa: S310 - checked above
    with urlopen(verzoek, timeout=10) as antwoord:  # noqa: S310 - the same
        ruw: bytes = antwoord.read(_MAX + 1)
    if len(ruw) > _MAX:
        raise StatuslijstOnbruikbaar("Het antwoord is te groot.")
    return ruw


def _lees_json(bestand: Path) -> dict[str, Any] | None:
    try:
        gelezen = json.loads(bestand.read_text())
    except (OSError, ValueError):
        return None
    return gelezen if isinstance(gelezen, dict) and isinstance(gelezen.get("keys"), list) else None


def _schrijf(bestand: Path, tekst: str) -> None:
    """Whole or not at all: a power cut leaves the old list, never half a one."""
    half = bestand.with_suffix(".half")
    half.write_text(tekst)
    half.replace(bestand)
