"""`inburgering stop`: set the brake, show it, lift it, and see who confirmed."""

from typing import Annotated
from uuid import UUID

import typer

from inburgering.interfaces.cli.opstart import start_product
from inburgering.interfaces.cli.uitvoer import geef, meld, stop_met
from inburgering.primitives import clock
from inburgering.primitives.errors import DomainError
from inburgering.primitives.ids import StopId

app = typer.Typer(no_args_is_help=True, help="De rem: zet, hef op, toon, en zie wie bevestigde.")


@app.command()
def zet(
    reden: Annotated[str, typer.Option(help="Waarom, in gewone taal voor medewerkers van gemeenten.")],
    door: Annotated[str, typer.Option(help="Gebruikersnaam van wie de stop zet.")],
    tweede: Annotated[str, typer.Option(help="Gebruikersnaam van de tweede persoon.")],
    vrijgave: Annotated[
        list[int] | None, typer.Option(help="Alleen deze vrijgave; herhaalbaar. Zonder: alles.")
    ] = None,
    oefening: Annotated[bool, typer.Option("--oefening", help="De echte weg, gemerkt als oefening.")] = False,
) -> None:
    """Zet een stop: na de bevestiging gaat niets meer de deur uit."""
    start_product()
    from inburgering.stop import commands
    from inburgering.stop.terms import Bereik
    from inburgering.toegang import queries as toegang

    bereik = Bereik(alles=not vrijgave, vrijgaven=tuple(vrijgave or ()))
    try:
        wie, met = toegang.actor_van_naam(door), toegang.actor_van_naam(tweede)
        stop_id = commands.zet_stop(bereik, reden, door=wie, tweede=met, now=clock.now(), oefening=oefening)
        leegloop = commands.loop_leeg(stop_id, now=clock.now())
    except DomainError as fout:
        stop_met(fout.zin())
    meld("De stop is van kracht. Er gaat niets meer uit.")
    geef({"stop": stop_id, "vastgelegdMs": leegloop.vastgelegd_ms, "leeggelopenMs": leegloop.leeggelopen_ms})


@app.command("hef-op")
def hef_op(
    stop: Annotated[UUID, typer.Argument(help="Kenmerk van de stop.")],
    door: Annotated[str, typer.Option(help="Gebruikersnaam van wie opheft.")],
    tweede: Annotated[str, typer.Option(help="Gebruikersnaam van de tweede persoon.")],
    vrijgave: Annotated[list[int] | None, typer.Option(help="Alleen deze vrijgave; herhaalbaar.")] = None,
    gemeente: Annotated[list[str] | None, typer.Option(help="Alleen voor deze gemeente; herhaalbaar.")] = None,
) -> None:
    """Hef een stop op, geheel of voor een deel."""
    start_product()
    from inburgering.stop import commands
    from inburgering.toegang import queries as toegang

    try:
        commands.hef_op(
            StopId(stop),
            vrijgaven=vrijgave,
            gemeenten=gemeente,
            door=toegang.actor_van_naam(door),
            tweede=toegang.actor_van_naam(tweede),
            now=clock.now(),
        )
    except DomainError as fout:
        stop_met(fout.zin())
    meld("Opgeheven.")


@app.command()
def toon() -> None:
    """Toon welke stops van kracht zijn."""
    start_product()
    from inburgering.stop import queries

    geef([rij.as_json() for rij in queries.actieve_stops()])


@app.command()
def ontvangst(stop: Annotated[UUID, typer.Argument(help="Kenmerk van de stop.")]) -> None:
    """Toon welke gemeenten de stop lazen en bevestigden."""
    start_product()
    from inburgering.stop import queries

    geef([rij.as_json() for rij in queries.bevestigingen(StopId(stop))])
