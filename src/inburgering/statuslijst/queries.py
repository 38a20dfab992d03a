"""Reading what was published, and putting a signature under it."""

import zlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from joserfc import jwt
from joserfc.jwk import ECKey

from inburgering.signaal import queries as signaal_queries
from inburgering.spoor import queries as spoor_queries
from inburgering.statuslijst import models, rules
from inburgering.statuslijst.errors import LijstOnbekend
from inburgering.statuslijst.terms import GELDIG, Toestand, Uitgave

_ORDE = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-5)


def adres(lijst: str) -> str:
    """Where a list is found: the `uri` in a signaal and the `sub` in the token."""
    return f"{settings.ADRES}/v1/statuslijsten/{lijst}"


def aggregatie_adres() -> str:
    """Where the list of lists is found."""
    return f"{settings.ADRES}/v1/statuslijsten"


def verwijzing(gemeente: str, volgnummer: int) -> dict[str, Any]:
    """What a signaal carries so that whoever holds a copy can ask: the list and the place in it."""
    return {"status_list": {"idx": volgnummer - 1, "uri": adres(gemeente)}}


def lijsten() -> Sequence[str]:
    """The name of every list there is: the gemeenten that ever got a signaal."""
    return signaal_queries.gemeenten_met_signalen()


def toestanden(gemeente: str, *, dag: date) -> tuple[dict[int, Toestand], int]:
    """The entries of one list that are not simply bruikbaar: by the poort, by the enveloppen, or by the law of a day.

    Second: how many entries there are.
    """
    rijen, aantal = signaal_queries.niet_bruikbaar(gemeente, dag=dag)
    soorten = {"ingetrokken": Toestand.INGETROKKEN, "vervangen": Toestand.VERVANGEN, "gestopt": Toestand.GESTOPT}
    return {volgnummer - 1: soorten[hoe] for volgnummer, hoe in rijen}, aantal


def laatste(lijst: str) -> Uitgave | None:
    """The list as it is published now."""
    rij = models.Uitgave.objects.filter(lijst=lijst).order_by("-vanaf").first()
    return None if rij is None else _uitgave(rij, tot=None)


def op(lijst: str, *, moment: datetime) -> Uitgave:
    """The list as it was published at a moment.

    Raises:
        LijstOnbekend: it did not exist then.
    """
    rijen = models.Uitgave.objects.filter(lijst=lijst)
    rij = rijen.filter(vanaf__lte=moment).order_by("-vanaf").first()
    if rij is None:
        raise LijstOnbekend(veld="lijst", herstel="Kies een later moment.")
    volgende = rijen.filter(vanaf__gt=rij.vanaf).order_by("vanaf").first()
    return _uitgave(rij, tot=None if volgende is None else volgende.vanaf)


def teken(uitgave: Uitgave, *, iat: datetime, now: datetime) -> str:
    """The Status List Token of a list, signed with the key of this moment.

    Raises:
        LijstOnbekend: no key has been made yet.
    """
    kenmerk = _tekent(sleutels(), now)
    exp = rules.einde(uitgave.vanaf, tot=uitgave.tot, now=now)
    claims = rules.claims(adres(uitgave.lijst), uitgave.inhoud, aggregatie=aggregatie_adres(), iat=iat, exp=exp)
    kop = {"alg": "ES256", "typ": "statuslist+jwt", "kid": kenmerk}
    return jwt.encode(kop, claims, _geheim(kenmerk))


def sleutels() -> list[tuple[str, datetime]]:
    """Every key with the moment from which it signs, oldest first."""
    return list(models.Sleutel.objects.order_by("tekent_vanaf").values_list("kenmerk", "tekent_vanaf"))


def jwks(*, now: datetime) -> dict[str, Any]:
    """The public keys: the one that signs, those announced, and those whose tokens may still be used."""
    alle = sleutels()
    tot = [*(vanaf for _, vanaf in alle[1:]), None]  # one too many while there is no key yet
    zichtbaar = [k for (k, _), eind in zip(alle, tot, strict=False) if eind is None or now < eind + GELDIG]
    return {"keys": [_openbaar(kenmerk) for kenmerk in zichtbaar]}


def _tekent(alle: Sequence[tuple[str, datetime]], now: datetime) -> str:
    """The key of this moment; the first one also for a clock that stepped back to before it."""
    if not alle:
        raise LijstOnbekend("Er is nog geen sleutel die tekent.", herstel="Geef eerst een lijst uit.")
    return next((kenmerk for kenmerk, vanaf in reversed(alle) if vanaf <= now), alle[0][0])


def _geheim(kenmerk: str) -> ECKey:
    """The signing key: a P-256 scalar from the 32 bytes kept outside the database."""
    getal = int.from_bytes(spoor_queries.sleutel(f"statuslijst-{kenmerk}")) % (_ORDE - 1) + 1
    pem = ec.derive_private_key(getal, ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return ECKey.import_key(pem)


def _openbaar(kenmerk: str) -> dict[str, Any]:
    velden = _geheim(kenmerk).as_dict(private=False)
    return {naam: velden[naam] for naam in ("kty", "crv", "x", "y")} | {"kid": kenmerk, "use": "sig", "alg": "ES256"}


def _uitgave(rij: models.Uitgave, *, tot: datetime | None) -> Uitgave:
    return Uitgave(rij.lijst, rij.vanaf, tot, rij.epoch, zlib.decompress(rij.inhoud))
