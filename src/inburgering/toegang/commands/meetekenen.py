"""Agreeing as the second person without a password: a code from the own screen, typed on the screen of the first."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from inburgering.toegang import queries
from inburgering.toegang.commands.noteren import noteer
from inburgering.toegang.models import Meetekencode
from inburgering.toegang.terms import Actor

CODE_DUUR = timedelta(minutes=5)
_TEKENS = "BCDFGHJKLMNPQRSTVWXZ23456789"  # nothing that looks like something else, and no words
_LENGTE = 10


@transaction.atomic
def geef_meetekencode(door: Actor, *, now: datetime) -> str:
    """A code with which somebody agrees to one act within five minutes; an earlier one ends."""
    medewerker = int(door.id.partition(":")[2])
    code = "".join(secrets.choice(_TEKENS) for _ in range(_LENGTE))
    Meetekencode.objects.filter(medewerker_id=medewerker).delete()
    Meetekencode.objects.create(code_hash=_hash(code), medewerker_id=medewerker, tot=now + CODE_DUUR)
    noteer("meetekencode.gegeven", door.id, now=now, door=door)
    return f"{code[:5]}-{code[5:]}"


@transaction.atomic
def wie_tekent_mee(code: str, *, now: datetime) -> Actor | None:
    """Who agreed with this code, once; None when it is not one, was used, or is too old."""
    rij = Meetekencode.objects.select_related("medewerker__user").filter(pk=_hash(code)).first()
    if rij is None or not Meetekencode.objects.filter(pk=rij.pk).delete()[0]:
        return None
    return queries.als_actor(rij.medewerker) if now < rij.tot and rij.medewerker.user.is_active else None


def _hash(code: str) -> bytes:
    return hashlib.sha256("".join(w for w in code.upper() if w in _TEKENS).encode()).digest()
