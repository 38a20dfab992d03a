"""Who gives the command: a name and a password per person, and one turn in which every expected error has its end."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from inburgering.interfaces.cli.opstart import start_product
from inburgering.interfaces.cli.uitvoer import GEWEIGERD_DOOR_STOP, stop_met
from inburgering.primitives import clock
from inburgering.primitives.errors import DomainError
from inburgering.stop.errors import StopVanKracht

if TYPE_CHECKING:
    from inburgering.toegang.terms import Actor, Handeling

HIER = ZoneInfo("Europe/Amsterdam")
EERSTE, TWEEDE = "INBURGERING_WACHTWOORD", "INBURGERING_WACHTWOORD_TWEEDE"
Door = Annotated[str, typer.Option(help="Uw gebruikersnaam; uw wachtwoord wordt gevraagd.")]
Tweede = Annotated[str, typer.Option(help="Gebruikersnaam van de tweede persoon; ook dat wachtwoord wordt gevraagd.")]


@contextmanager
def beurt() -> Iterator[datetime]:
    """Open the product for one command at this moment; an expected error is one line, a refusal by a stop status 3."""
    start_product()
    from django.db import DataError

    try:
        yield clock.now()
    except StopVanKracht as fout:
        stop_met(fout.zin(), status=GEWEIGERD_DOOR_STOP)
    except DomainError as fout:
        stop_met(fout.zin())
    except (DataError, UnicodeEncodeError):
        stop_met(
            "Een waarde past niet: te lang, of met een teken dat niet te bewaren is. Schrijf het korter en gewoon."
        )


def meld_aan(naam: str, *, tweede: bool = False) -> "Actor":
    """The actor with this name, proven by a password; leaves with status 2 when they do not belong together."""
    from django.contrib.auth import authenticate

    from inburgering.toegang import queries

    woord = os.environ.get(TWEEDE if tweede else EERSTE) or _vraag(naam)
    gebruiker = authenticate(username=naam, password=woord)
    actor = queries.actor_van(gebruiker) if gebruiker else None
    if actor is None:
        stop_met(
            f"{'tweede' if tweede else 'door'}: Deze naam en dit wachtwoord horen niet bij elkaar. Probeer opnieuw."
        )
    return actor


def meld_samen_aan(door: str, tweede: str) -> "tuple[Actor, Actor]":
    """Two actors, each proven by a password of its own."""
    return meld_aan(door), meld_aan(tweede, tweede=True)


def bevoegde(naam: str, *handelingen: "Handeling") -> "Actor":
    """The actor with this name, when it may do at least one of these acts.

    Raises:
        GeenBevoegdheid: the role may not.
    """
    from inburgering.toegang import rules

    actor = meld_aan(naam)
    if not any(rules.mag(actor, handeling) for handeling in handelingen):
        rules.eis(actor, handelingen[0])
    return actor


def vandaag(now: datetime) -> date:
    """The day in the Netherlands."""
    return now.astimezone(HIER).date()


def _vraag(naam: str) -> str:
    if not sys.stdin.isatty():
        stop_met(f"Er is niemand om het wachtwoord van {naam} te vragen. Geef {EERSTE} (en {TWEEDE}) in de omgeving.")
    return str(typer.prompt(f"Wachtwoord van {naam}", hide_input=True, err=True))


def vraag_nieuw_wachtwoord() -> str:
    """A new password, asked twice and not shown."""
    if not sys.stdin.isatty():
        stop_met("Er is niemand om het nieuwe wachtwoord te vragen. Geef --wachtwoord-bestand.")
    return str(typer.prompt("Nieuw wachtwoord", hide_input=True, confirmation_prompt="Nog een keer", err=True))
