"""The second person at the form of the first: by password, or by a code where people log in at their organisation."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest

from inburgering.interfaces.portal import oidc
from inburgering.toegang import commands, queries
from inburgering.toegang.errors import TeVeelVerzoeken
from inburgering.toegang.terms import Actor, Tempo

_MISLUKT = Tempo(5, 1 / 60)


def wie(request: HttpRequest, actor: Actor, velden: Mapping[str, Any], *, now: datetime) -> Actor | None:
    """The second person; None for a wrong proof, or after too many wrong ones by who is logged in."""
    emmer = f"inloggen:tweede-{hashlib.sha256(actor.id.encode()).hexdigest()[:32]}"
    try:
        commands.eis_ruimte(emmer, tempo=_MISLUKT, now=now)
    except TeVeelVerzoeken:
        return None
    if oidc.staat_aan():
        tweede = commands.wie_tekent_mee(velden["wachtwoord"], now=now)
    else:
        gebruiker = authenticate(request, username=velden["tweede"], password=velden["wachtwoord"])
        tweede = queries.actor_van(gebruiker) if gebruiker else None
    if tweede is None:
        commands.schep(emmer, tempo=_MISLUKT, now=now)
        commands.noteer_mislukt(emmer, now=now)
    return tweede


def klopt_niet() -> str:
    """What is wrong, in a sentence that helps whoever made a typing mistake and nobody who guesses."""
    if oidc.staat_aan():
        return "Deze code klopt niet, is gebruikt of is te oud. Vraag de tweede persoon om een nieuwe."
    return "De gebruikersnaam of het wachtwoord van de tweede persoon klopt niet. Na vijf fouten wacht u een minuut."
