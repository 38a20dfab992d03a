"""Leaves, roots, seals and pseudonyms: values into values.

The tree is that of RFC 6962 section 2.1: a leaf is SHA-256 of 0x00 and the line, a node SHA-256 of 0x01 and its two
children, and a list splits at the largest power of two below its length. So no leaf can be passed off as a node.
"""

import hashlib
import hmac
import struct
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from inburgering.primitives.ids import PersoonId
from inburgering.spoor.errors import BewijsOnleesbaar, GetuigeOnleesbaar, VerwerkingOngeldig
from inburgering.spoor.terms import Bewijs, Status, Verwerking

LEEG = bytes(32)
BETROKKENE = "dpl.core.data_subject_id"
MEDEWERKER = "actor"
"""What lines of before ADR 0040 hold and what leaves with none: who did it stands in the audit log."""
_BETROKKENE_SOORT = "urn:nl:openinburgering:pseudoniem:hmac-sha-256"
_ACTIVITEIT = "dpl.core.processing_activity_id"
_ACTIVITEIT_WORTEL = "urn:nl:openinburgering:verwerkingsactiviteit:"
_SLEUTEL_CIJFERS = 15
_HEX = frozenset("0123456789abcdef")
_SCHRIJVER = msgspec.json.Encoder(order="sorted")


@lru_cache(maxsize=65_536)
def pseudoniem(persoon_id: PersoonId | int, sleutel: bytes) -> str:
    """The same code for the same person, which nobody without the key can turn back."""
    return hmac.digest(sleutel, f"persoon:{int(persoon_id)}".encode(), "sha256").hex()


def milliseconden(moment: datetime) -> int:
    """Milliseconds since 1970, as LDV counts."""
    return int(moment.timestamp() * 1000)


def attributen(verwerking: Verwerking) -> dict[str, Any]:
    """The attributes of LDV: own ones first, then the fixed names, which win."""
    vast: dict[str, Any] = {_ACTIVITEIT: activiteit_uri(verwerking.activiteit)}
    if verwerking.betrokkene is not None:
        vast |= {BETROKKENE: verwerking.betrokkene, f"{BETROKKENE}_type": _BETROKKENE_SOORT}
    return {**verwerking.attributen, **vast}


def is_pseudoniem(tekst: str) -> bool:
    """Tell whether this has the form of a pseudonym."""
    return _is_hex(tekst, 64)


def groep_sleutel(betrokkene: str) -> int:
    """The number under which a group finds a person: the first 60 bits of the pseudonym."""
    return int(betrokkene[:_SLEUTEL_CIJFERS], 16)


def groep_sleutels(betrokkenen: bytes) -> list[int]:
    """That number for each of many pseudonyms, which are 32 bytes each."""
    eerste = struct.unpack(">" + "Q24x" * (len(betrokkenen) // 32), betrokkenen)
    return [bits >> 4 for bits in eerste]


def groep_regels(rij: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The lines for which a group stands, one per person, in the columns of a line."""
    alles, zout = bytes(rij["betrokkenen"]), rij["zout"].bytes
    gelijk = ("trace_id", "parent_span_id", "status", "name", "start_time", "end_time", "resource")
    return [
        {naam: rij[naam] for naam in gelijk}
        | {
            "span_id": _eigen_zout(zout, plaats).hex()[:16],
            "attributes": {
                **rij["attributes"],
                BETROKKENE: alles[plaats * 32 : plaats * 32 + 32].hex(),
                f"{BETROKKENE}_type": _BETROKKENE_SOORT,
            },
        }
        for plaats in range(len(alles) // 32)
    ]


def groep_bladen(betrokkenen: bytes, sleutels: Sequence[int], zout: bytes) -> list[bytes]:
    """The hash of each person in a group, each with salt of its own, so that one can be shown without the others."""
    stukken = [betrokkenen[plaats : plaats + 32] for plaats in range(0, len(betrokkenen), 32)]
    if [groep_sleutel(stuk.hex()) for stuk in stukken] != list(sleutels):
        stukken.append(b"found under other numbers than its own")
    return [hashlib.sha256(b"\x00" + _eigen_zout(zout, plaats) + stuk).digest() for plaats, stuk in enumerate(stukken)]


def _eigen_zout(zout: bytes, plaats: int) -> bytes:
    return hashlib.sha256(zout + plaats.to_bytes(4, "big")).digest()


def activiteit_uri(activiteit: str) -> str:
    """The URI of a processing activity; a name gets the product's own URN."""
    return activiteit if ":" in activiteit else _ACTIVITEIT_WORTEL + activiteit


def eis_verwerking(verwerking: Verwerking) -> None:
    """Refuse what cannot be a line.

    Raises:
        VerwerkingOngeldig: no name or activity, an unknown status, an end before the begin, or no real trace.
    """
    if not verwerking.naam or not verwerking.activiteit:
        raise VerwerkingOngeldig("Naam en activiteit zijn verplicht.", veld="naam")
    if verwerking.status not in set(Status):
        raise VerwerkingOngeldig(f"Status is Unset, Ok of Error, niet {verwerking.status}.", veld="status")
    if verwerking.einde < verwerking.begin:
        raise VerwerkingOngeldig("Het einde ligt voor het begin.", veld="einde")
    if verwerking.trace and not (
        _is_hex(verwerking.trace.trace_id, 32) and _is_hex(verwerking.trace.parent_span_id or "0" * 16, 16)
    ):
        raise VerwerkingOngeldig("Een trace heeft 32 en 16 hexadecimale cijfers.", veld="trace")


def _is_hex(tekst: str, lengte: int) -> bool:
    return len(tekst) == lengte and set(tekst) <= _HEX


def blad(soort: str, velden: Mapping[str, Any]) -> bytes:
    """The hash of one line, over every column of it; `zout` is one of them.

    JSON with sorted keys, moments in UTC: the same line gives the same hash everywhere.
    """
    return hashlib.sha256(b"\x00" + blad_tekst(soort, velden)).digest()


def blad_tekst(soort: str, velden: Mapping[str, Any]) -> bytes:
    """What the hash of a line is taken over."""
    return _SCHRIJVER.encode([soort, velden])


def knoop(links: bytes, rechts: bytes) -> bytes:
    """The hash of two children."""
    return hashlib.sha256(b"\x01" + links + rechts).digest()


def wortel(bladen: Sequence[bytes]) -> bytes:
    """The root over the leaves in this order; an odd one is carried up unpaired, which is RFC 6962's split."""
    laag = list(bladen)
    if not laag:
        return hashlib.sha256(b"").digest()
    while len(laag) > 1:
        paren = [knoop(laag[i], laag[i + 1]) for i in range(0, len(laag) - 1, 2)]
        laag = paren + laag[len(paren) * 2 :]
    return laag[0]


def pad(bladen: Sequence[bytes], plaats: int) -> tuple[bytes, ...]:
    """The neighbours from the leaf at `plaats` up to the root."""
    laag, stappen = list(bladen), []
    while len(laag) > 1:
        buur = plaats ^ 1
        if buur < len(laag):
            stappen.append(laag[buur])
        paren = [knoop(laag[i], laag[i + 1]) for i in range(0, len(laag) - 1, 2)]
        laag, plaats = paren + laag[len(paren) * 2 :], plaats // 2
    return tuple(stappen)


def bewijst(bewijs: Bewijs) -> bool:
    """Tell whether the leaf is at its place under the root."""
    waarde, plaats, breedte, rest = bewijs.blad, bewijs.plaats, bewijs.aantal, list(bewijs.pad)
    if not 0 <= plaats < breedte:
        return False
    while breedte > 1:
        if plaats ^ 1 < breedte:
            if not rest:
                return False
            buur = rest.pop(0)
            waarde = knoop(buur, waarde) if plaats % 2 else knoop(waarde, buur)
        plaats, breedte = plaats // 2, (breedte + 1) // 2
    return not rest and hmac.compare_digest(waarde, bewijs.wortel)


def schakel(nummer: int, *, aantal: int, top: bytes, vorige: bytes, op: datetime) -> bytes:
    """The hash that a zegel signs and the next zegel refers to."""
    kop = f"{nummer}:{aantal}:{op.timestamp():.6f}:".encode()
    return hashlib.sha256(b"\x02" + kop + top + vorige).digest()


def als_getuige(nummer: int, schakel_hex: str) -> str:
    """How a witness outside writes a zegel down."""
    return f"{nummer}:{schakel_hex}"


def lees_getuige(tekst: str) -> tuple[int, bytes]:
    """Number and link of what a witness wrote down.

    Raises:
        GetuigeOnleesbaar: that is no number and 64 hexadecimal digits.
    """
    nummer, _, waarde = tekst.strip().lower().partition(":")
    if not (nummer.isascii() and nummer.isdigit() and len(nummer) < 19 and _is_hex(waarde, 64)):
        raise GetuigeOnleesbaar(
            "Een getuige is een nummer, een dubbele punt en 64 hexadecimale cijfers.",
            veld="getuige",
            herstel="Neem de regel over die `inburgering spoor verzegel` toen gaf.",
        )
    return int(nummer), bytes.fromhex(waarde)


def onderteken(waarde: bytes, sleutel: bytes) -> bytes:
    """The Ed25519 signature by the private key of 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(sleutel).sign(waarde)


def openbaar(sleutel: bytes) -> bytes:
    """The public half of the private key."""
    return Ed25519PrivateKey.from_private_bytes(sleutel).public_key().public_bytes_raw()


def is_ondertekend(waarde: bytes, handtekening: bytes, *, sleutel: bytes) -> bool:
    """Tell whether the public key's owner signed the value."""
    try:
        Ed25519PublicKey.from_public_bytes(sleutel).verify(handtekening, waarde)
    except InvalidSignature:
        return False
    return True


def kenmerk(sleutel: bytes) -> str:
    """The short name of a public key."""
    return hashlib.sha256(sleutel).hexdigest()[:16]


# ── A proof to hand over ─────────────────────────────────────────────────────────────────────────


def als_bewijsstuk(
    tekst: bytes, bewijs: Bewijs, *, vorige: bytes, op: datetime, handtekening: bytes, sleutel: bytes
) -> dict[str, Any]:
    """A proof as a document: the line as it was hashed, its way up, and the signed zegel. It shows no other line."""
    return {
        "regel": tekst.decode(),
        "plaats": bewijs.plaats,
        "pad": [stap.hex() for stap in bewijs.pad],
        "zegel": {
            "nummer": bewijs.zegel,
            "aantal": bewijs.aantal,
            "wortel": bewijs.wortel.hex(),
            "vorige": vorige.hex(),
            "op": op.isoformat(),
            "handtekening": handtekening.hex(),
            "sleutel": sleutel.hex(),
        },
    }


def als_lid(code: str, zout: bytes, bewijs: Bewijs) -> dict[str, Any]:
    """That one pseudonym is in a group, without the others: for the document of that group."""
    return {
        "betrokkene": code,
        "zout": _eigen_zout(zout, bewijs.plaats).hex(),
        "plaats": bewijs.plaats,
        "aantal": bewijs.aantal,
        "pad": [stap.hex() for stap in bewijs.pad],
    }


def toets_bewijsstuk(document: Mapping[str, Any], *, sleutel: bytes | None = None) -> list[str]:
    """What does not fit in a document of `als_bewijsstuk`; empty when it proves its line. Without a key: its own.

    Raises:
        BewijsOnleesbaar: it has not the form of such a document.
    """
    try:
        return list(_gebreken(document, sleutel))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as fout:
        raise BewijsOnleesbaar(
            "Dit bestand is geen bewijs.", veld="bestand", herstel="Maak het opnieuw met `inburgering spoor bewijs`."
        ) from fout


def _gebreken(document: Mapping[str, Any], sleutel: bytes | None) -> Iterator[str]:
    zegel, tekst = document["zegel"], document["regel"].encode()
    top, vorige = bytes.fromhex(zegel["wortel"]), bytes.fromhex(zegel["vorige"])
    if not _bewijst(hashlib.sha256(b"\x00" + tekst).digest(), document, zegel["aantal"], top):
        yield "de regel hoort niet bij dit zegel"
    waarde = schakel_van(zegel, top=top, vorige=vorige)
    if not is_ondertekend(waarde, bytes.fromhex(zegel["handtekening"]), sleutel=sleutel or _eigen_sleutel(zegel)):
        yield "de handtekening van het zegel klopt niet"
    if lid := document.get("persoon"):
        blad_van_lid = bytes.fromhex(lid["zout"]) + bytes.fromhex(lid["betrokkene"])
        groep = bytes.fromhex(msgspec.json.decode(tekst)[1]["regels"])
        if not _bewijst(hashlib.sha256(b"\x00" + blad_van_lid).digest(), lid, lid["aantal"], groep):
            yield "de persoon hoort niet bij deze groep"


def schakel_van(zegel: Mapping[str, Any], *, top: bytes, vorige: bytes) -> bytes:
    """The link of the zegel in a document, computed anew."""
    op = datetime.fromisoformat(zegel["op"])
    return schakel(zegel["nummer"], aantal=zegel["aantal"], top=top, vorige=vorige, op=op)


def getuige_van(document: Mapping[str, Any]) -> str:
    """The zegel of a document as a witness keeps it."""
    zegel = document["zegel"]
    top, vorige = bytes.fromhex(zegel["wortel"]), bytes.fromhex(zegel["vorige"])
    return als_getuige(zegel["nummer"], schakel_van(zegel, top=top, vorige=vorige).hex())


def lees_sleutel(tekst: str) -> bytes:
    """A public key written as 64 hexadecimal digits.

    Raises:
        BewijsOnleesbaar: that is none.
    """
    schoon = tekst.strip().lower()
    if not _is_hex(schoon, 64):
        raise BewijsOnleesbaar(
            "Een sleutel heeft 64 hexadecimale cijfers.", veld="sleutel", herstel="Vraag DUO ernaar."
        )
    return bytes.fromhex(schoon)


def _eigen_sleutel(zegel: Mapping[str, Any]) -> bytes:
    return bytes.fromhex(zegel["sleutel"])


def _bewijst(blad_: bytes, weg: Mapping[str, Any], aantal: int, top: bytes) -> bool:
    stappen = tuple(bytes.fromhex(stap) for stap in weg["pad"])
    return bewijst(Bewijs(zegel=0, plaats=weg["plaats"], aantal=aantal, blad=blad_, pad=stappen, wortel=top))


# ── Out, in the form of OpenTelemetry ────────────────────────────────────────────────────────────

_OTLP_STATUS = {Status.UNSET: 0, Status.OK: 1, Status.ERROR: 2}
_NANO = 1_000_000


def als_otlp(regels: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Lines of LDV as one ExportTraceServiceRequest in JSON: ids in hexadecimal, times in nanoseconds as text.

    Source: Logboek Dataverwerkingen 1.0 (its mapping on OpenTelemetry); OTLP/HTTP with JSON encoding.
    """
    per_bron: dict[str, list[Mapping[str, Any]]] = {}
    for regel in regels:
        per_bron.setdefault(msgspec.json.encode(regel["resource"]["attributes"], order="sorted").decode(), []).append(
            regel
        )
    return {
        "resourceSpans": [
            {
                "resource": {"attributes": _otlp_attributen(groep[0]["resource"]["attributes"])},
                "scopeSpans": [{"scope": {"name": "logboek-dataverwerkingen"}, "spans": [_span(r) for r in groep]}],
            }
            for groep in per_bron.values()
        ]
    }


def _span(regel: Mapping[str, Any]) -> dict[str, Any]:
    ouder = {"parentSpanId": regel["parent_span_id"]} if regel.get("parent_span_id") else {}
    return ouder | {
        "traceId": regel["trace_id"],
        "spanId": regel["span_id"],
        "name": regel["name"],
        "kind": 1,
        "startTimeUnixNano": str(regel["start_time"] * _NANO),
        "endTimeUnixNano": str(regel["end_time"] * _NANO),
        "attributes": _otlp_attributen(regel["attributes"]),
        "status": {"code": _OTLP_STATUS[Status(regel["status"])]},
    }


def _otlp_attributen(attributen: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"key": naam, "value": _otlp_waarde(waarde)} for naam, waarde in sorted(attributen.items())]


def _otlp_waarde(waarde: Any) -> dict[str, Any]:
    if isinstance(waarde, bool):
        return {"boolValue": waarde}
    if isinstance(waarde, int):
        return {"intValue": str(waarde)}
    if isinstance(waarde, float):
        return {"doubleValue": waarde}
    if isinstance(waarde, list | tuple):
        return {"arrayValue": {"values": [_otlp_waarde(w) for w in waarde]}}
    if isinstance(waarde, Mapping):
        return {"kvlistValue": {"values": _otlp_attributen(waarde)}}
    return {"stringValue": "" if waarde is None else str(waarde)}
