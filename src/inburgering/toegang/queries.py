"""Who is this, and for whom may they work."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from inburgering.primitives.ids import Gemeentecode
from inburgering.toegang import rules
from inburgering.toegang.errors import MedewerkerOnbekend
from inburgering.toegang.models import ApiClient, Mandaat, Medewerker
from inburgering.toegang.terms import Actor, Rol

_NIEMAND = bytes(32)


def actor_van(user: AbstractBaseUser | AnonymousUser) -> Actor | None:
    """The actor behind a login, or None when the login is no active medewerker."""
    if not user.is_authenticated or not user.is_active:
        return None
    rij = Medewerker.objects.filter(user_id=user.pk).first()
    return als_actor(rij) if rij else None


def actor_van_sleutel(token: str) -> Actor | None:
    """The actor behind the token of a system, or None; takes as long for a wrong name as for a wrong secret."""
    _, _, rest = token.partition("_")
    sleutel, _, geheim = rest.partition("_")
    rij = ApiClient.objects.filter(sleutel=sleutel, ingetrokken_op__isnull=True).first()
    klopt = rules.is_geheim(geheim, bytes(rij.geheim_hash) if rij else _NIEMAND)
    if rij is None or not klopt:
        return None
    return Actor(f"client:{rij.sleutel}", rij.naam, Rol.KLANTMANAGER, Gemeentecode(rij.gemeente))


def actor(actor_id: str) -> Actor | None:
    """The actor with this id, if it is a medewerker."""
    soort, _, nummer = actor_id.partition(":")
    rij = Medewerker.objects.filter(pk=int(nummer)).first() if soort == "medewerker" and nummer.isdigit() else None
    return als_actor(rij) if rij else None


def actor_van_naam(gebruikersnaam: str) -> Actor:
    """The actor with this login name.

    Raises:
        MedewerkerOnbekend: nobody active has that name.
    """
    rij = Medewerker.objects.filter(user__username=gebruikersnaam, user__is_active=True).first()
    if rij is None:
        raise MedewerkerOnbekend(f"Er is geen medewerker met de naam {gebruikersnaam}.", veld="gebruikersnaam")
    return als_actor(rij)


def medewerkers(rol: Rol | None = None) -> list[Actor]:
    """Everybody with a login, by name; of one role when given."""
    rijen = Medewerker.objects.order_by("naam", "pk")
    return [als_actor(rij) for rij in (rijen.filter(rol=rol.value) if rol else rijen)]


def gemeenten_van(actor: Actor, dag: date) -> list[Gemeentecode]:
    """The own gemeente first, then those that gave a mandate which holds on that day."""
    if actor.gemeente is None:
        return []
    geldig = Q(vanaf__lte=dag) & (Q(tot__isnull=True) | Q(tot__gt=dag))
    codes = (
        Mandaat.objects.filter(geldig, uitvoerder=actor.gemeente)
        .order_by("gemeente")
        .values_list("gemeente", flat=True)
    )
    return [actor.gemeente, *(Gemeentecode(c) for c in codes.distinct())]


def als_actor(rij: Medewerker) -> Actor:
    """The actor in a row."""
    return Actor(f"medewerker:{rij.pk}", rij.naam, Rol(rij.rol), Gemeentecode(rij.gemeente) if rij.gemeente else None)
