"""Who is at the door: the token, the tempo, the gemeente, and what the exchange network says about the call."""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from joserfc import jws
from joserfc.errors import JoseError

from inburgering.interfaces.api.fouten import KetenkopOnverwacht, NietAangemeld, VerzoekOngeldig
from inburgering.interfaces.api.operaties import Operatie
from inburgering.primitives.ids import Gemeentecode
from inburgering.spoor.terms import Trace
from inburgering.toegang import commands, queries
from inburgering.toegang.errors import GeenBevoegdheid, MachtigingOntbreekt
from inburgering.toegang.rules import herkomst, tokens
from inburgering.toegang.terms import Actor, Client, Ruimte, Tempo

KETENKOPPEN = ("Fsc-Authorization", "Fsc-Grant-Hash", "Fsc-Transaction-Id")
_TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}")
_KENMERK = re.compile(r"[A-Za-z0-9$_.:+/=-]{1,200}")
_GEMEENTE = re.compile(r"[0-9]{4}", re.ASCII)
_OIN = re.compile(r"[0-9]{20}")


def uitgever() -> str:
    """The address under which the world knows us; it stands in every token, whichever way it was asked for."""
    return str(settings.ADRES)


def tempo() -> Tempo:
    """How fast one system may come, as set."""
    return Tempo(settings.API_PIEK, settings.API_PER_MINUUT / 60)


def laat_binnen(request: HttpRequest, *, now: datetime) -> tuple[Client, Ruimte]:
    """The system behind the token, and what it may still ask.

    Raises:
        NietAangemeld: there is no token.
        TokenOngeldig: it is not valid, or the system was shut out.
        TeVeelVerzoeken: too fast.
    """
    soort, _, token = request.headers.get("Authorization", "").partition(" ")
    if soort.lower() != "bearer" or not token.strip():
        raise NietAangemeld(
            "Het token ontbreekt.", veld="Authorization", herstel="Stuur `Authorization: Bearer …`; zie /oauth/token."
        )
    aanspraak = tokens.lees_token(token.strip(), queries.openbare_tokensleutel, uitgever=uitgever(), now=now)
    return commands.laat_toe(aanspraak, tempo=tempo(), now=now)


def kies_gemeente(request: HttpRequest, client: Client, operatie: Operatie, *, now: datetime) -> Actor:
    """The one who acts: the system, for its own gemeente or for one that gave a mandate.

    Raises:
        MachtigingOntbreekt: the token is not for this operation.
        VerzoekOngeldig: no gemeentecode.
        GeenBevoegdheid: not for that gemeente.
    """
    if operatie.machtiging not in client.machtigingen:
        raise MachtigingOntbreekt(
            f"Hiervoor is de machtiging {operatie.machtiging} nodig.",
            veld="Authorization",
            herstel="Vraag een token met deze scope, of laat uw systeem ervoor machtigen.",
        )
    actor = client.actor
    gemeente = request.headers.get("Gemeente", client.gemeente)
    if not _GEMEENTE.fullmatch(gemeente):
        raise VerzoekOngeldig("Een gemeentecode heeft vier cijfers.", veld="Gemeente")
    if not queries.mag_werken_voor(actor, gemeente, now.date()):
        raise GeenBevoegdheid("Uw systeem mag niet voor deze gemeente werken.", veld="Gemeente")
    return actor if gemeente == actor.gemeente else replace(actor, gemeente=Gemeentecode(gemeente))


def samenhang(request: HttpRequest, client: Client) -> tuple[Trace, Mapping[str, Any]]:
    """In which trace this call hangs and who called, for every line that it leaves in the trail.

    Raises:
        KetenkopOnverwacht: somebody else than our own proxy says what only the exchange network may say.
        GeenBevoegdheid: the network knows the caller under another number than we do.
    """
    ouder = _TRACEPARENT.fullmatch(request.headers.get("traceparent", ""))
    trace = Trace(ouder[1], ouder[2]) if ouder else Trace(secrets.token_hex(16))
    wie: dict[str, Any] = {"dpl.core.foreign_operation.processor": f"urn:nld:oin:{client.oin}"}
    gezegd = {naam: request.headers[naam] for naam in KETENKOPPEN if naam in request.headers}
    if not gezegd:
        return trace, wie
    if not van_eigen_proxy(request):
        raise KetenkopOnverwacht(veld=min(gezegd), herstel="Laat deze kop weg, of roep ons aan door de inway.")
    return trace, wie | _uit_keten(gezegd, client)


def van_eigen_proxy(request: HttpRequest) -> bool:
    """Tell whether the connection itself comes from an address that was set as our proxy."""
    return herkomst.van_proxy(request.META.get("REMOTE_ADDR", ""), settings.EIGEN_PROXY)


def afzender(request: HttpRequest) -> str:
    """Where a request comes from: the connection, or what our own proxy says about it."""
    return herkomst.afzender(request.META, settings.EIGEN_PROXY)


def plaats(request: HttpRequest) -> str:
    """Who counts as one place for failures to sign in: the peer that our own inway names, else the address.

    An inway carries the calls of many; without the peer they would all shut each other out.
    """
    adres = afzender(request)
    if "Fsc-Authorization" not in request.headers or not van_eigen_proxy(request):
        return adres
    return f"{adres} {_peer(request.headers['Fsc-Authorization'])}"


def _uit_keten(gezegd: Mapping[str, str], client: Client) -> dict[str, Any]:
    """What the inway said, in the names of the trail; what has no form of its own is refused."""
    uit = {}
    for kop, naam in (("Fsc-Transaction-Id", "fsc.transaction_id"), ("Fsc-Grant-Hash", "fsc.grant_hash")):
        if kop in gezegd:
            if not _KENMERK.fullmatch(gezegd[kop]):
                raise KetenkopOnverwacht("Deze kop heeft niet de goede vorm.", veld=kop)
            uit[naam] = gezegd[kop]
    if "Fsc-Authorization" in gezegd:
        peer = _peer(gezegd["Fsc-Authorization"])
        if peer != client.oin:
            raise GeenBevoegdheid("De inway noemt een ander OIN dan dat van uw systeem.", veld="Fsc-Authorization")
        uit["fsc.peer_id"] = peer
    return uit


def _peer(token: str) -> str:
    """The caller in the token of the network; the inway checked its signature, so it is only read here."""
    try:
        gezegd = jws.extract_compact(token.removeprefix("Bearer ").encode()).payload
        oin = str(json.loads(gezegd)["sub"])
    except (JoseError, ValueError, KeyError, TypeError, RecursionError):
        oin = ""
    if not _OIN.fullmatch(oin):
        raise KetenkopOnverwacht("Dit token van het netwerk is niet te lezen.", veld="Fsc-Authorization")
    return oin
