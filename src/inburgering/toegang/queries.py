"""Who is this, and for whom may they work."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from inburgering.organisatie import gemeenten
from inburgering.primitives.ids import Gemeentecode
from inburgering.spoor import queries as spoor_queries
from inburgering.toegang.errors import ClientOnbekend, MedewerkerOnbekend
from inburgering.toegang.models import ApiClient, ClientSleutel, Mandaat, Medewerker, Tokensleutel
from inburgering.toegang.rules import tokens
from inburgering.toegang.terms import TOKEN_DUUR, Actor, Client, ClientRij, Machtiging, MandaatRij, Rol

_BEGIN_WI2021 = date(2022, 1, 1)


def actor_van(user: AbstractBaseUser | AnonymousUser) -> Actor | None:
    """The actor behind a login, or None when the login is no active medewerker."""
    if not user.is_authenticated or not user.is_active:
        return None
    rij = Medewerker.objects.filter(user_id=user.pk).first()
    return als_actor(rij) if rij else None


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
    """The own gemeente first, then those it took over since the Wi2021, then those with a mandate that holds that day.

    What lies at a gemeente that is gone is answered for by who took over.
    """
    if actor.gemeente is None:
        return []
    over = gemeenten.voorgangers(actor.gemeente, dag, sinds=_BEGIN_WI2021)
    geldig = Q(vanaf__lte=dag) & (Q(tot__isnull=True) | Q(tot__gt=dag))
    codes = (
        Mandaat.objects.filter(geldig, uitvoerder=actor.gemeente)
        .order_by("gemeente")
        .values_list("gemeente", flat=True)
    )
    return [actor.gemeente, *over, *(Gemeentecode(c) for c in codes.distinct() if c not in over)]


def mandaten() -> list[MandaatRij]:
    """Every mandate that was ever given, by gemeente."""
    rijen = Mandaat.objects.order_by("gemeente", "vanaf", "pk")
    return [MandaatRij(r.pk, r.gemeente, r.uitvoerder, r.vanaf, r.tot) for r in rijen]


def als_actor(rij: Medewerker) -> Actor:
    """The actor in a row."""
    return Actor(f"medewerker:{rij.pk}", rij.naam, Rol(rij.rol), Gemeentecode(rij.gemeente) if rij.gemeente else None)


def mag_werken_voor(actor: Actor, gemeente: str, dag: date) -> bool:
    """Tell whether this is the own gemeente, or one that gave a mandate which holds on that day."""
    return gemeente == actor.gemeente or gemeente in gemeenten_van(actor, dag)


# ── Systems ──────────────────────────────────────────────────────────────────────────────────────


def client(client_id: str) -> Client:
    """One system that may come in.

    Raises:
        ClientOnbekend: it does not exist, or was withdrawn.
    """
    rij = ApiClient.objects.filter(sleutel=client_id, ingetrokken_op__isnull=True).first()
    if rij is None:
        raise ClientOnbekend(veld="client", herstel="Kijk in `inburgering beheer clienten`.")
    return als_client(rij)


def clienten() -> list[ClientRij]:
    """Every system that ever could come in, by name."""
    sleutels: dict[int, list[str]] = {}
    levend = ClientSleutel.objects.filter(ingetrokken_op__isnull=True).order_by("sinds", "pk")
    for client_pk, kid in levend.values_list("client_id", "kid"):
        sleutels.setdefault(client_pk, []).append(kid)
    return [
        ClientRij(als_client(r), r.sinds, r.ingetrokken_op, r.geheim_hash is not None, tuple(sleutels.get(r.pk, ())))
        for r in ApiClient.objects.order_by("naam", "pk")
    ]


def als_client(rij: ApiClient) -> Client:
    """The system in a row."""
    machtigingen = frozenset(Machtiging(m) for m in rij.machtigingen)
    return Client(rij.sleutel, rij.naam, Gemeentecode(rij.gemeente), rij.oin, machtigingen)


def sleutels_van(client_pk: int) -> list[Mapping[str, str]]:
    """The public keys with which a system may sign in now."""
    rijen = ClientSleutel.objects.filter(client_id=client_pk, ingetrokken_op__isnull=True).order_by("-sinds", "-pk")
    return list(rijen.values_list("jwk", flat=True))


# ── Our own keys ─────────────────────────────────────────────────────────────────────────────────


def jwks(now: datetime) -> list[dict[str, str]]:
    """Our public keys with which a token can be checked now, newest first."""
    return [tokens.als_jwk(rij.kid, bytes(rij.openbaar)) for rij in geldige_tokensleutels(now)]


def geldige_tokensleutels(now: datetime) -> Sequence[Tokensleutel]:
    """The key that signs, and those before it for as long as a token lives; newest first."""
    rijen = list(Tokensleutel.objects.filter(ingetrokken_op__isnull=True).order_by("-sinds", "-kid"))
    grens = now - TOKEN_DUUR
    return [rij for rij, vorige in zip(rijen, [None, *rijen], strict=False) if vorige is None or vorige.sinds > grens]


@lru_cache(maxsize=64)
def _openbaar(kid: str) -> bytes:
    return bytes(Tokensleutel.objects.get(pk=kid).openbaar)


def openbare_tokensleutel(kid: str) -> bytes | None:
    """The public half of a key of ours, remembered by this process; whether it holds is asked at every request."""
    try:
        return _openbaar(kid)
    except Tokensleutel.DoesNotExist:
        return None


def zaad(kid: str) -> bytes:
    """The private half of a key of ours."""
    return tokens.zaad(kid, spoor_queries.sleutel("token"))
