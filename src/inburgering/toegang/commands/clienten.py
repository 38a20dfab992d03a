"""Registering the systems of afnemers, and their keys."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from inburgering.organisatie import partijen
from inburgering.toegang import rules
from inburgering.toegang.commands.noteren import noteer
from inburgering.toegang.errors import ClientOnbekend, ClientOngeldig
from inburgering.toegang.models import ApiClient, ClientSleutel
from inburgering.toegang.rules import clienten
from inburgering.toegang.terms import SYSTEEM, Actor, Machtiging, NieuweClient

_NAAM_MAX = 120


@transaction.atomic
def maak_client(
    naam: str,
    gemeente: str,
    *,
    now: datetime,
    oin: str | None = None,
    machtigingen: Iterable[str] = tuple(Machtiging),
    jwks: Sequence[Mapping[str, str]] = (),
    door: Actor = SYSTEEM,
) -> NieuweClient:
    """Register a system of a gemeente; its number, and the secret when it brings no key of its own.

    Without `oin` it gets the gemeente's number for trying things out.

    Raises:
        MedewerkerOngeldig: no gemeentecode.
        ClientOngeldig: a number, machtiging or key that cannot be.
    """
    code = rules.eis_gemeentecode(gemeente)
    if not naam.strip() or len(naam) > _NAAM_MAX:
        raise ClientOngeldig(f"Geef een naam van hoogstens {_NAAM_MAX} tekens.", veld="naam")
    client_id, geheim = secrets.token_hex(8), None if jwks else secrets.token_urlsafe(32)
    mag = clienten.lees_machtigingen(machtigingen)
    rij = ApiClient.objects.create(
        sleutel=client_id,
        naam=naam,
        gemeente=code,
        oin=clienten.eis_oin(oin or partijen.oin(code)),
        machtigingen=sorted(mag),
        geheim_hash=clienten.hash_van(geheim) if geheim else None,
        sinds=now,
    )
    noteer(
        "client.gemaakt",
        f"client:{client_id}",
        now=now,
        door=door,
        gemeente=code,
        oin=rij.oin,
        machtigingen=sorted(mag),
    )
    for jwk in jwks:
        _bewaar_sleutel(rij, jwk, door=door, now=now)
    return NieuweClient(client_id, geheim)


@transaction.atomic
def registreer_sleutel(client_id: str, jwk: Mapping[str, str], *, door: Actor, now: datetime) -> None:
    """Let a system sign in with one more key; the old one works until it is withdrawn.

    Raises:
        ClientOnbekend: no such system.
        ClientOngeldig: the system has a key of this name.
    """
    rij = ApiClient.objects.filter(sleutel=client_id, ingetrokken_op__isnull=True).first()
    if rij is None:
        raise ClientOnbekend(veld="client", herstel="Kijk in `inburgering beheer clienten`.")
    _bewaar_sleutel(rij, jwk, door=door, now=now)


@transaction.atomic
def trek_sleutel_in(client_id: str, kid: str, *, door: Actor, now: datetime) -> bool:
    """End one key of a system; whether it was in use."""
    rijen = ClientSleutel.objects.filter(client__sleutel=client_id, kid=kid, ingetrokken_op__isnull=True)
    geraakt = ClientSleutel.objects.filter(pk__in=list(rijen.values_list("pk", flat=True))).update(ingetrokken_op=now)
    if geraakt:
        noteer("client.sleutel-ingetrokken", f"client:{client_id}", now=now, door=door, kid=kid)
    return bool(geraakt)


@transaction.atomic
def trek_client_in(client_id: str, *, door: Actor, now: datetime) -> bool:
    """Shut a system out, from its next request on, whatever tokens it has; whether it was in."""
    geraakt = ApiClient.objects.filter(sleutel=client_id, ingetrokken_op__isnull=True).update(ingetrokken_op=now)
    if geraakt:
        noteer("client.ingetrokken", f"client:{client_id}", now=now, door=door)
    return bool(geraakt)


def _bewaar_sleutel(rij: ApiClient, jwk: Mapping[str, str], *, door: Actor, now: datetime) -> None:
    schoon = clienten.lees_jwk(dict(jwk))
    try:
        with transaction.atomic():
            ClientSleutel.objects.create(client=rij, kid=schoon["kid"], jwk=schoon, sinds=now)
    except IntegrityError as fout:
        raise ClientOngeldig("Dit systeem heeft al een sleutel met deze kid.", veld="kid") from fout
    noteer("client.sleutel-gemaakt", f"client:{rij.sleutel}", now=now, door=door, kid=schoon["kid"])
