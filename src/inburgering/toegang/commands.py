"""Letting people and systems in."""

import secrets
from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from inburgering.primitives.ids import Gemeentecode
from inburgering.spoor import commands as spoor
from inburgering.toegang import queries, rules
from inburgering.toegang.errors import MedewerkerOngeldig
from inburgering.toegang.models import ApiClient, Mandaat, Medewerker
from inburgering.toegang.terms import SYSTEEM, Actor, Rol


def maak_medewerker(
    gebruikersnaam: str, naam: str, *, rol: Rol, gemeente: str | None, wachtwoord: str | None, now: datetime
) -> Actor:
    """Make a login for one person with one role; the actor. Without password nobody can log in with it here.

    Raises:
        MedewerkerOngeldig: role and gemeente do not go together, or the name is taken.
    """
    rules.eis_medewerker(rol, gemeente)
    try:
        with transaction.atomic():
            user = get_user_model().objects.create(
                username=gebruikersnaam, password=make_password(wachtwoord), date_joined=now
            )
            rij = Medewerker.objects.create(user=user, naam=naam, rol=rol.value, gemeente=gemeente, sinds=now)
            actor = queries.als_actor(rij)  # a trigger writes the audit line
    except IntegrityError as fout:
        raise MedewerkerOngeldig("Deze gebruikersnaam bestaat al.", veld="gebruikersnaam") from fout
    return actor


@transaction.atomic
def maak_client(naam: str, gemeente: str, *, now: datetime) -> str:
    """Make a key for a system of a gemeente; the token, which is shown this once and of which only a hash is kept."""
    rules.eis_gemeentecode(gemeente)
    sleutel, geheim = secrets.token_hex(8), secrets.token_urlsafe(32)
    ApiClient.objects.create(
        sleutel=sleutel, naam=naam, gemeente=gemeente, geheim_hash=rules.hash_van(geheim), sinds=now
    )
    _noteer("client.gemaakt", f"client:{sleutel}", now=now, gemeente=gemeente)
    return f"ib_{sleutel}_{geheim}"


@transaction.atomic
def trek_client_in(sleutel: str, *, door: Actor, now: datetime) -> bool:
    """End a key; whether it was in use."""
    geraakt = ApiClient.objects.filter(sleutel=sleutel, ingetrokken_op__isnull=True).update(ingetrokken_op=now)
    if geraakt:
        _noteer("client.ingetrokken", f"client:{sleutel}", now=now, door=door)
    return bool(geraakt)


@transaction.atomic
def geef_mandaat(
    gemeente: Gemeentecode, uitvoerder: Gemeentecode, *, vanaf: date, tot: date | None, door: Actor, now: datetime
) -> int:
    """Record that one gemeente does the work of another from `vanaf` until `tot`; its number."""
    rij = Mandaat.objects.create(gemeente=gemeente, uitvoerder=uitvoerder, vanaf=vanaf, tot=tot, vastgelegd_op=now)
    _noteer("mandaat.gegeven", f"mandaat:{rij.pk}", now=now, door=door, gemeente=gemeente, uitvoerder=uitvoerder)
    return int(rij.pk)


def _noteer(
    handeling: str, object_id: str, *, now: datetime, door: Actor = SYSTEEM, **bijzonderheden: str | None
) -> None:
    soort = object_id.partition(":")[0]
    spoor.schrijf_audit(
        door.id, handeling, object_soort=soort, object_id=object_id, now=now, bijzonderheden=bijzonderheden
    )
