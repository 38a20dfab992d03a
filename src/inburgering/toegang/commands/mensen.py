"""Letting people in."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from inburgering.toegang import queries, rules
from inburgering.toegang.errors import MedewerkerOngeldig
from inburgering.toegang.models import Medewerker
from inburgering.toegang.terms import Actor, Rol


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
