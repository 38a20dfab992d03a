"""The secrets of abonnementen, locked where they are kept: a copy of the database signs nothing.

Fernet (AES with HMAC) under the keys in the settings. The first key locks, every key opens, so that a key is replaced
without a moment in which nothing can be sent.
"""

from datetime import datetime
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

from inburgering.signaal.models import Abonnement
from inburgering.spoor import commands as spoor_commands
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling


def sluit_weg(geheim: str) -> str:
    """The secret as it is kept."""
    return _slot(settings.WEBHOOK_SLEUTELS).encrypt(geheim.encode()).decode()


def haal_tevoorschijn(bewaard: str) -> str | None:
    """The secret itself; None when none of the keys opens it."""
    try:
        return _open(bewaard, settings.WEBHOOK_SLEUTELS)
    except InvalidToken:
        return None


@transaction.atomic
def sluit_opnieuw_weg(*, door: Actor, now: datetime) -> tuple[int, int]:
    """Lock every secret under the first key: how many are, and how many no key opened and stay as they were.

    Raises:
        GeenBevoegdheid: the actor may not.
    """
    toegang_rules.eis(door, Handeling.TOEGANG_BEHEREN)
    goed = kwijt = 0
    for rij in Abonnement.objects.select_for_update().order_by("pk"):
        velden = {naam: haal_tevoorschijn(oud) for naam in ("geheim", "vorig_geheim") if (oud := getattr(rij, naam))}
        nieuw = {naam: sluit_weg(geheim) for naam, geheim in velden.items() if geheim is not None}
        kwijt += len(nieuw) < len(velden)
        goed += len(nieuw) == len(velden)
        if nieuw:
            Abonnement.objects.filter(pk=rij.pk).update(**nieuw)
    spoor_commands.schrijf_audit(
        door.id,
        "abonnement.geheimen-herversleuteld",
        object_soort="abonnement",
        object_id=None,
        now=now,
        bijzonderheden={"aantal": goed, "kwijt": kwijt},
    )
    return goed, kwijt


@lru_cache(maxsize=4)
def _slot(sleutels: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(s) for s in sleutels])


@lru_cache(maxsize=4096)
def _open(bewaard: str, sleutels: tuple[str, ...]) -> str:
    """Opening costs as much as signing; a drain asks for the same few hundred again and again."""
    return _slot(sleutels).decrypt(bewaard.encode()).decode()
