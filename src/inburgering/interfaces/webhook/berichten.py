"""What goes over the line: a CloudEvent without personal data (CloudEvents-NL 1.1), signed per Standard Webhooks."""

import base64
import binascii
import hmac
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

import msgspec

from inburgering.organisatie import partijen
from inburgering.signaal.terms import BezorgOpdracht

INHOUDSOORT = "application/cloudevents+json; charset=utf-8"
BRON = f"urn:nld:oin:{partijen.oin(partijen.Partij.DUO)}:systeem:open-inburgering"


class _Gegevens(msgspec.Struct):
    gemeente: str


class _Bericht(msgspec.Struct, kw_only=True):
    specversion: str = "1.0"
    id: UUID
    source: str = BRON
    type: str
    subject: str
    time: str
    datacontenttype: str = "application/json"
    dataref: str
    data: _Gegevens
    sequence: str | msgspec.UnsetType = msgspec.UNSET


_schrijver = msgspec.json.Encoder()


def body(opdracht: BezorgOpdracht, *, adres: str = "") -> bytes:
    """The event as structured JSON: that something happened and where to fetch it; never about whom."""
    pad = "signalen" if opdracht.stop_id is None else "stops"
    return _schrijver.encode(
        _Bericht(
            id=opdracht.id,
            type=opdracht.soort,
            subject=opdracht.onderwerp,
            time=_tijd(opdracht.aangemaakt_op),
            dataref=f"{adres}/v1/{pad}/{opdracht.bron_id}",
            data=_Gegevens(opdracht.gemeente),
            sequence=msgspec.UNSET if opdracht.volgnummer is None else f"{opdracht.volgnummer:010d}",
        )
    )


def headers(opdracht: BezorgOpdracht, inhoud: bytes, *, now: datetime) -> dict[str, str]:
    """The headers of one attempt; the id stays the same at every attempt, so that a repetition is recognised.

    While a secret is being renewed there are two signatures, one with each, and one of them is enough.
    """
    nummer, moment = str(opdracht.id), str(int(now.timestamp()))
    tekens = (handtekening(g, nummer, moment, inhoud=inhoud) for g in opdracht.geheimen)
    return {
        "Content-Type": INHOUDSOORT,
        "User-Agent": "open-inburgering",
        "webhook-id": nummer,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(tekens),
    }


def handtekening(geheim: str, bericht_id: str, moment: str, *, inhoud: bytes) -> str:
    """The signature of Standard Webhooks: HMAC-SHA256 over id, moment and body."""
    som = hmac.digest(_sleutel(geheim), f"{bericht_id}.{moment}.".encode() + inhoud, "sha256")
    return "v1," + binascii.b2a_base64(som, newline=False).decode()


@lru_cache(maxsize=1024)
def _sleutel(geheim: str) -> bytes:
    return base64.b64decode(geheim.removeprefix("whsec_"))


def _tijd(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
