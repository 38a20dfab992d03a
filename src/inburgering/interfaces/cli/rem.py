"""`inburgering stop`: set the brake, show it, lift it, and see who confirmed."""

from typing import Annotated
from uuid import UUID

import typer

from inburgering.interfaces.cli import wie
from inburgering.interfaces.cli.opstart import start_product
from inburgering.interfaces.cli.uitvoer import geef, meld
from inburgering.primitives import clock
from inburgering.primitives.ids import StopId
from inburgering.toegang.terms import Handeling

app = typer.Typer(no_args_is_help=True, help="De rem: zet, hef op, toon, en zie wie bevestigde.")


@app.command()
def zet(
    reden: Annotated[str, typer.Option(help="Waarom, in gewone taal voor medewerkers van gemeenten.")],
    door: wie.Door,
    tweede: wie.Tweede,
    vrijgave: Annotated[
        list[int] | None, typer.Option(help="Alleen deze vrijgave; herhaalbaar. Zonder: alles.")
    ] = None,
    oefening: Annotated[bool, typer.Option("--oefening", help="De echte weg, gemerkt als oefening.")] = False,
) -> None:
    """Zet een stop: na de bevestiging gaat niets meer de deur uit."""
    with wie.beurt() as now:
        from inburgering.signaal import commands as signaal
        from inburgering.stop import commands
        from inburgering.stop.terms import Bereik
        from inburgering.toegang import rules

        een, twee = wie.meld_samen_aan(door, tweede)
        rules.eis_vier_ogen(een, twee, Handeling.STOP_ZETTEN)
        bereik = Bereik(alles=not vrijgave, vrijgaven=tuple(vrijgave or ()))
        stop_id = commands.zet_stop(bereik, reden, door=een, tweede=twee, now=now, oefening=oefening)
        meld(f"De stop {stop_id} ligt vast.")
        leegloop = commands.loop_leeg(stop_id, now=clock.now())
        signaal.kondig_stop_aan(stop_id, now=clock.now())
    meld("De stop is van kracht. Er gaat niets meer uit.")
    geef({"stop": stop_id, "vastgelegdMs": leegloop.vastgelegd_ms, "leeggelopenMs": leegloop.leeggelopen_ms})


@app.command("hef-op")
def hef_op(
    stop: Annotated[UUID, typer.Argument(help="Kenmerk van de stop.")],
    door: wie.Door,
    tweede: wie.Tweede,
    vrijgave: Annotated[list[int] | None, typer.Option(help="Alleen deze vrijgave; herhaalbaar.")] = None,
    gemeente: Annotated[list[str] | None, typer.Option(help="Alleen voor deze gemeente; herhaalbaar.")] = None,
) -> None:
    """Hef een stop op, geheel of voor een deel."""
    with wie.beurt() as now:
        from inburgering.signaal import commands as signaal
        from inburgering.stop import commands

        een, twee = wie.meld_samen_aan(door, tweede)
        commands.hef_op(StopId(stop), vrijgaven=vrijgave, gemeenten=gemeente, door=een, tweede=twee, now=now)
        if not vrijgave:
            signaal.kondig_opheffing_aan(StopId(stop), now=now, gemeenten=gemeente)
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
