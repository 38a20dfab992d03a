"""Reading a webhook event: only when its signature and its moment are right (Standard Webhooks, CloudEvents)."""

import base64
import binascii
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from inburgering.client.terms import Gebeurtenis

RUIMTE = timedelta(minutes=5)


class WebhookOnecht(Exception):
    """The event cannot be trusted: answer 400 and do nothing with it."""


def lees_webhook(headers: Mapping[str, str], body: bytes, *, geheimen: Iterable[str], now: datetime) -> Gebeurtenis:
    """The event in a request to the address of the abonnement. The same id may come twice: do nothing the second time.

    `geheimen` holds the secret of the abonnement, and the one before while it is being renewed.

    Raises:
        WebhookOnecht: a signature with another secret, an old or future moment, or no event at all.
    """
    koppen = {naam.lower(): waarde for naam, waarde in headers.items()}
    try:
        nummer, moment, tekens = (koppen[f"webhook-{n}"] for n in ("id", "timestamp", "signature"))
        gestuurd = datetime.fromtimestamp(int(moment), UTC)
        sleutels = [base64.b64decode(g.removeprefix("whsec_"), validate=True) for g in geheimen]
    except (KeyError, ValueError, OverflowError, OSError, binascii.Error) as fout:
        raise WebhookOnecht("De kop van het bericht is niet volledig.") from fout
    verwacht = [_teken(sleutel, f"{nummer}.{moment}.".encode() + body) for sleutel in sleutels]
    if not any(hmac.compare_digest(v, t) for v in verwacht for t in tekens.split()):
        raise WebhookOnecht("De handtekening klopt niet.")
    if abs(now - gestuurd) > RUIMTE:
        raise WebhookOnecht("Het bericht is te oud, of de klok loopt niet gelijk.")
    return _gebeurtenis(nummer, body)


def _teken(sleutel: bytes, inhoud: bytes) -> str:
    return "v1," + base64.b64encode(hmac.digest(sleutel, inhoud, "sha256")).decode()


def _gebeurtenis(nummer: str, body: bytes) -> Gebeurtenis:
    try:
        rij = json.loads(body)
        volgnummer = rij.get("sequence")
        return Gebeurtenis(
            id=nummer,
            soort=rij["type"],
            onderwerp=rij["subject"],
            volgnummer=None if volgnummer is None else int(volgnummer),
            adres=rij["dataref"],
        )
    except (ValueError, KeyError, TypeError, AttributeError) as fout:
        raise WebhookOnecht("Het bericht is geen gebeurtenis.") from fout
