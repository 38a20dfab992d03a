"""Login by OpenID Connect (NL GOV profile): to the provider and back, with code, PKCE, state and nonce."""

import secrets
import tomllib
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from inburgering.interfaces.portal import achterkant
from inburgering.toegang.errors import InloggenMislukt, InstellingOngeldig, OrganisatieOnbereikbaar
from inburgering.toegang.rules import oidc
from inburgering.toegang.terms import Inlogpersoon, Rolregels

BEWIJS_SOORT = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
TERUG = "/inloggen/terug"
_BEWAAR = timedelta(hours=1)  # how long what the provider says about itself is remembered
_NIET_VAKER = timedelta(seconds=30)  # an unknown key makes us look again, but a flood of them does not
_OPEN = timedelta(minutes=10)  # how long somebody may take at the provider
_TEGELIJK = 5  # how many login pages of one browser may be open


@dataclass(slots=True)
class Aanbieder:
    """The identity provider, as it describes itself, with its keys of this moment."""

    uitgever: str
    beschrijving: Mapping[str, Any] = field(default_factory=dict)
    gelezen_op: datetime | None = None
    sleutels: tuple[Mapping[str, Any], ...] = ()
    sleutels_op: datetime | None = None
    slot: Lock = field(default_factory=Lock, repr=False)

    def adres(self, naam: str, *, now: datetime) -> str:
        """An address from its description; read anew after an hour.

        Raises:
            OrganisatieOnbereikbaar: no answer, another name than it was set with, or something missing.
        """
        with self.slot:
            if self.gelezen_op is None or not timedelta(0) <= now - self.gelezen_op < _BEWAAR:
                gelezen = achterkant.haal(
                    f"{self.uitgever.rstrip('/')}/.well-known/openid-configuration", onveilig=settings.OIDC_ONVEILIG
                )
                _keur(gelezen, self.uitgever)
                self.beschrijving, self.gelezen_op = gelezen, now
            return str(self.beschrijving.get(naam) or "")

    def sleutels_voor(self, kid: str, *, now: datetime) -> tuple[Mapping[str, Any], ...]:
        """Its keys; looked up anew when this number is not among them, for a provider may turn its keys at any time.

        Raises:
            OrganisatieOnbereikbaar: no answer.
        """
        adres = self.adres("jwks_uri", now=now)
        with self.slot:
            bekend = any(s.get("kid") == kid for s in self.sleutels)
            vers = self.sleutels_op is not None and timedelta(0) <= now - self.sleutels_op < _BEWAAR
            net = self.sleutels_op is not None and timedelta(0) <= now - self.sleutels_op < _NIET_VAKER
            if not net and not (bekend and vers):
                gelezen = achterkant.haal(adres, onveilig=settings.OIDC_ONVEILIG).get("keys")
                self.sleutels = tuple(s for s in gelezen if isinstance(s, dict)) if isinstance(gelezen, list) else ()
                self.sleutels_op = now
            return self.sleutels


def staat_aan() -> bool:
    """Whether people log in at their own organisation here."""
    return bool(settings.OIDC_UITGEVER)


def naar_aanbieder(sessie: MutableMapping[str, Any], verder: str, *, now: datetime) -> str:
    """Where the browser goes to log in; what must come back is kept in its session, each time once."""
    state, nonce, geheim = (secrets.token_urlsafe(32) for _ in range(3))
    adres = aanbieder().adres("authorization_endpoint", now=now)
    open_ = dict(list(_nog_open(sessie, now).items())[-(_TEGELIJK - 1) :])
    open_[state] = {"nonce": nonce, "geheim": geheim, "verder": verder, "op": now.timestamp()}
    sessie["oidc"] = open_
    vraag = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT,
        "redirect_uri": settings.ADRES + TERUG,
        "scope": "openid",
        "state": state,
        "nonce": nonce,
        "code_challenge": oidc.uitdaging(geheim),
        "code_challenge_method": "S256",
        "acr_values": " ".join(settings.OIDC_NIVEAUS),
    }
    return f"{adres}{'&' if urlsplit(adres).query else '?'}{urlencode(vraag)}"


def van_aanbieder(
    sessie: MutableMapping[str, Any], antwoord: Mapping[str, str], *, now: datetime
) -> tuple[Inlogpersoon, str]:
    """Who logged in at the provider, and where that person was heading.

    Raises:
        InloggenMislukt: the answer is not to a question of this browser, or something in it does not hold.
        GeenBevoegdheid: no role of ours.
        OrganisatieOnbereikbaar: the provider does not answer.
    """
    open_ = _nog_open(sessie, now)
    bewaard = open_.pop(antwoord.get("state", ""), None)
    sessie["oidc"] = open_  # whatever follows: this state does not work again
    if bewaard is None:
        raise InloggenMislukt("Dit antwoord hoort niet bij een inlog die u hier begon, of het duurde te lang (state).")
    uitgever = aanbieder().uitgever
    if antwoord.get("iss", uitgever) != uitgever or (_noemt_zich(now) and "iss" not in antwoord):
        raise InloggenMislukt("Het antwoord komt van een ander inlogsysteem (iss).", veld="iss")
    if antwoord.get("error") or not antwoord.get("code"):
        raise InloggenMislukt("U hebt het inloggen bij uw organisatie niet afgemaakt.", veld="code")
    gezegd = _ruil(antwoord["code"], bewaard, now=now)
    return oidc.lees_persoon(gezegd, rolregels()), str(bewaard["verder"])


def uitlogadres(*, now: datetime) -> str:
    """Where a person can log out at the own organisation too; empty when that is not known."""
    try:
        adres = aanbieder().adres("end_session_endpoint", now=now)
    except OrganisatieOnbereikbaar:
        return ""
    if not adres:
        return ""
    return f"{adres}?{urlencode({'client_id': settings.OIDC_CLIENT, 'post_logout_redirect_uri': settings.ADRES + '/'})}"


def herkomst() -> str:
    """The origin of the provider, which may show our logout in a frame."""
    delen = urlsplit(aanbieder().uitgever)
    return f"{delen.scheme}://{delen.netloc}"


def aanbieder() -> Aanbieder:
    """The provider that was set; what it says is remembered by this process."""
    return _aanbieder(settings.OIDC_UITGEVER)


def rolregels() -> Rolregels:
    """How claims become roles: the file that was set, or the same words as ours.

    Raises:
        InstellingOngeldig: the file cannot be read.
    """
    return _rolregels(settings.OIDC_ROLLEN)


@lru_cache(maxsize=4)
def _aanbieder(uitgever: str) -> Aanbieder:
    return Aanbieder(uitgever)


@lru_cache(maxsize=4)
def _rolregels(bestand: str) -> Rolregels:
    try:
        gelezen = tomllib.loads(Path(bestand).read_text(encoding="utf-8")) if bestand else {}
    except (OSError, ValueError):
        raise InstellingOngeldig("Het bestand is er niet of is geen TOML.", veld="INBURGERING_OIDC_ROLLEN") from None
    return oidc.lees_rolregels(gelezen)


@lru_cache(maxsize=4)
def _sleutel(bestand: str) -> tuple[Any, str]:
    try:
        return oidc.lees_sleutel(Path(bestand).read_bytes())
    except OSError:
        raise InstellingOngeldig("Het bestand is er niet.", veld="INBURGERING_OIDC_SLEUTEL") from None


def _nog_open(sessie: MutableMapping[str, Any], now: datetime) -> dict[str, dict[str, Any]]:
    alle: dict[str, dict[str, Any]] = sessie.get("oidc") or {}
    return {k: v for k, v in alle.items() if v["op"] > (now - _OPEN).timestamp()}


def _noemt_zich(now: datetime) -> bool:
    aanbieder().adres("issuer", now=now)
    return aanbieder().beschrijving.get("authorization_response_iss_parameter_supported") is True


def _ruil(code: str, bewaard: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """What the ID token says that the provider gives for the code, once everything about it holds."""
    wie = aanbieder()
    adres = wie.adres("token_endpoint", now=now)
    sleutel, kid = _sleutel(settings.OIDC_SLEUTEL)
    bewijs = oidc.maak_bewijs(
        settings.OIDC_CLIENT, sleutel, kid=kid, adres=adres, jti=secrets.token_urlsafe(16), now=now
    )
    formulier = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": settings.ADRES + TERUG,
        "client_id": settings.OIDC_CLIENT,
        "code_verifier": bewaard["geheim"],
        "client_assertion_type": BEWIJS_SOORT,
        "client_assertion": bewijs,
    }
    token = achterkant.stuur(adres, formulier, onveilig=settings.OIDC_ONVEILIG).get("id_token")
    if not isinstance(token, str):
        raise InloggenMislukt("Het inlogsysteem gaf geen bericht over wie u bent (id_token).", veld="id_token")
    return oidc.lees_id_token(
        token,
        wie.sleutels_voor(oidc.kid_van(token), now=now),
        uitgever=wie.uitgever,
        client_id=settings.OIDC_CLIENT,
        nonce=bewaard["nonce"],
        niveaus=settings.OIDC_NIVEAUS,
        now=now,
    )


def _keur(gelezen: Mapping[str, Any], uitgever: str) -> None:
    """Refuse a provider that is not the one that was set, or cannot do what the profile asks.

    Raises:
        OrganisatieOnbereikbaar: always with the setting to look at.
    """
    nodig = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    methoden = gelezen.get("code_challenge_methods_supported", ["S256"])
    algs = gelezen.get("id_token_signing_alg_values_supported", list(oidc.ALGS))
    goed = (
        gelezen.get("issuer") == uitgever
        and all(isinstance(gelezen.get(n), str) for n in nodig)
        and "S256" in methoden
        and any(a in oidc.ALGS for a in algs)
    )
    if not goed:
        raise OrganisatieOnbereikbaar(
            "Het inlogsysteem noemt zich anders dan ingesteld, of kan geen S256 of geen PS256, ES256 of RS256.",
            veld="INBURGERING_OIDC",
        )
