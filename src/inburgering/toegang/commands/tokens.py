"""Signing in and giving tokens; the keys under which they are signed."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from inburgering.toegang import queries
from inburgering.toegang.commands.noteren import noteer
from inburgering.toegang.errors import AanmeldingMislukt, MachtigingOnbekend
from inburgering.toegang.models import ApiClient, GebruiktBewijs, Tokensleutel
from inburgering.toegang.rules import clienten, tokens
from inburgering.toegang.terms import BEWIJS_DUUR, TOKEN_DUUR, Actor, Client, Machtiging, Token

_SLOT = 20_220_104  # advisory lock: one process at a time makes a key
_NIEMAND = bytes(32)


def meld_aan_met_geheim(client_id: str, geheim: str) -> Client:
    """The system that has this secret; takes as long for a wrong number as for a wrong secret.

    Raises:
        AanmeldingMislukt: nobody has.
    """
    rij = ApiClient.objects.filter(sleutel=client_id, ingetrokken_op__isnull=True).first()
    bewaard = bytes(rij.geheim_hash) if rij and rij.geheim_hash is not None else _NIEMAND
    klopt = clienten.is_geheim(geheim, bewaard)
    if rij is None or not klopt:
        raise AanmeldingMislukt("Het systeem is onbekend of het geheim klopt niet.")
    return queries.als_client(rij)


def meld_aan_met_bewijs(bewijs: str, *, adres: str, now: datetime) -> Client:
    """The system that signed this with a key of its own, for the address where it came in; a proof works once.

    Raises:
        AanmeldingMislukt: not signed by whom it says, not for us, too old, too long, or used before.
    """
    client_id = tokens.wie_zegt_te_zijn(bewijs)
    rij = ApiClient.objects.filter(sleutel=client_id, ingetrokken_op__isnull=True).first()
    sleutels = queries.sleutels_van(rij.pk) if rij else []
    jti = tokens.lees_bewijs(bewijs, sleutels, client_id=client_id, adres=adres, now=now)
    assert rij is not None, "no key, no proof"
    try:
        with transaction.atomic():
            GebruiktBewijs.objects.create(client=rij, jti=jti, tot=now + 2 * BEWIJS_DUUR)
    except IntegrityError:
        raise AanmeldingMislukt("Dit bewijs is al gebruikt.", herstel="Geef elk bewijs een nieuwe jti.") from None
    return queries.als_client(rij)


@transaction.atomic
def geef_token(client: Client, gevraagd: Iterable[str] | None, *, uitgever: str, now: datetime) -> Token:
    """A token for a system that signed in: for what it asked, or for all it may.

    Raises:
        MachtigingOnbekend: it asks for more than it may.
    """
    woorden = sorted(client.machtigingen if gevraagd is None else set(gevraagd))
    if not woorden or not set(woorden) <= client.machtigingen:
        raise MachtigingOnbekend(veld="scope", herstel=f"Uw systeem mag: {' '.join(sorted(client.machtigingen))}.")
    machtigingen = tuple(Machtiging(w) for w in woorden)
    kid, jti = _tekenaar(now), secrets.token_urlsafe(16)
    waarde = tokens.maak_token(
        client, machtigingen, kid=kid, zaad_=queries.zaad(kid), uitgever=uitgever, jti=jti, now=now
    )
    noteer("token.gegeven", f"client:{client.id}", now=now, door=client.actor, jti=jti, machtigingen=list(machtigingen))
    return Token(waarde, machtigingen, int(TOKEN_DUUR.total_seconds()))


@transaction.atomic
def draai_tokensleutel(*, door: Actor, now: datetime, per_direct: bool = False) -> str:
    """Sign with a new key from now on; tokens under the old one run out by themselves, or at once with `per_direct`."""
    _wacht_op_beurt()
    oud = list(Tokensleutel.objects.filter(ingetrokken_op__isnull=True).values_list("pk", flat=True))
    if per_direct:
        Tokensleutel.objects.filter(pk__in=oud).update(ingetrokken_op=now)
    kid = _maak_sleutel(now)
    noteer(
        "tokensleutel.gedraaid",
        f"tokensleutel:{kid}",
        now=now,
        door=door,
        ingetrokken=sorted(oud) if per_direct else [],
    )
    return kid


def _tekenaar(now: datetime) -> str:
    """The key that signs: the newest whose secret we have; made when there is none yet, or the secret was replaced."""
    kid = _bruikbaar(now)
    if kid is None:
        _wacht_op_beurt()
        kid = _bruikbaar(now) or _maak_sleutel(now)
    return kid


def _bruikbaar(now: datetime) -> str | None:
    for rij in queries.geldige_tokensleutels(now)[:1]:
        if tokens.openbaar(queries.zaad(rij.kid)) == bytes(rij.openbaar):
            return rij.kid
    return None


def _maak_sleutel(now: datetime) -> str:
    kid = secrets.token_hex(8)
    Tokensleutel.objects.create(pk=kid, openbaar=tokens.openbaar(queries.zaad(kid)), sinds=now)
    return kid


def _wacht_op_beurt() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SLOT])
