"""Logging in through the own organisation: the person made or brought up to date, and sessions that end together."""

import hashlib
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from inburgering.toegang import rules
from inburgering.toegang.commands.mensen import maak_medewerker
from inburgering.toegang.commands.noteren import noteer
from inburgering.toegang.errors import GeenBevoegdheid, MedewerkerOngeldig
from inburgering.toegang.models import Identiteit, Inlogsessie, Medewerker
from inburgering.toegang.terms import Inlogpersoon


@transaction.atomic
def meld_aan(persoon: Inlogpersoon, *, now: datetime) -> User:
    """The login of this person: made at the first time, brought up to date at every next one. It never has a password.

    The same human stays the same medewerker when the role changes, so that nobody becomes two pairs of eyes.

    Raises:
        GeenBevoegdheid: the account was closed here, or role and gemeente do not go together.
    """
    try:
        rules.eis_medewerker(persoon.rol, persoon.gemeente)
    except MedewerkerOngeldig as fout:
        raise GeenBevoegdheid(fout.detail, herstel="Laat uw rol aanpassen in uw organisatie.") from fout
    _wacht_op_beurt(persoon)
    rij = Identiteit.objects.filter(uitgever=persoon.uitgever, onderwerp=persoon.onderwerp).first()
    wie = Medewerker.objects.select_related("user").get(pk=rij.medewerker_id) if rij else _maak(persoon, now)
    if not wie.user.is_active:
        raise GeenBevoegdheid("Uw toegang is hier gesloten.", herstel="Vraag de privacy officer van DUO waarom.")
    if (wie.naam, wie.rol, wie.gemeente) != (persoon.naam, persoon.rol.value, persoon.gemeente):
        _werk_bij(wie.pk, persoon, now)
    noteer("medewerker.ingelogd", f"medewerker:{wie.pk}", now=now, uitgever=persoon.uitgever)
    return wie.user


def koppel_sessie(sessie: str, persoon: Inlogpersoon, *, now: datetime) -> None:
    """Remember on which session at the provider ours hangs; what is older than two days is forgotten."""
    Inlogsessie.objects.filter(sinds__lt=now - timedelta(days=2)).delete()
    if persoon.sid:
        Inlogsessie.objects.create(sessie=sessie, uitgever=persoon.uitgever, sid=persoon.sid, sinds=now)


@transaction.atomic
def beeindig_sessies(uitgever: str, sid: str, *, now: datetime) -> int:
    """End our sessions that hang on this session at the provider; how many."""
    rijen = Inlogsessie.objects.filter(uitgever=uitgever, sid=sid)
    sleutels = list(rijen.values_list("pk", flat=True)) if sid else []
    if not sleutels:
        return 0
    weg, _ = Session.objects.filter(pk__in=sleutels).delete()
    rijen.delete()
    noteer("sessie.beeindigd", f"sessie:{hashlib.sha256(sid.encode()).hexdigest()[:16]}", now=now)
    return weg


def _maak(persoon: Inlogpersoon, now: datetime) -> Medewerker:
    naam = "oidc-" + hashlib.sha256(f"{persoon.uitgever}|{persoon.onderwerp}".encode()).hexdigest()[:32]
    actor = maak_medewerker(naam, persoon.naam, rol=persoon.rol, gemeente=persoon.gemeente, wachtwoord=None, now=now)
    wie = Medewerker.objects.select_related("user").get(pk=int(actor.id.partition(":")[2]))
    Identiteit.objects.create(uitgever=persoon.uitgever, onderwerp=persoon.onderwerp, medewerker=wie, sinds=now)
    return wie


def _werk_bij(medewerker: int, persoon: Inlogpersoon, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT toegang_werk_bij(%s, %s, %s, %s, %s)",
            [medewerker, persoon.naam, persoon.rol.value, persoon.gemeente, now],
        )


def _wacht_op_beurt(persoon: Inlogpersoon) -> None:
    wie = f"oidc:{persoon.uitgever}|{persoon.onderwerp}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [wie])
