"""`inburgering bericht`: one dated message for everybody, and showing it."""

from datetime import datetime
from typing import Annotated

import typer

from inburgering.interfaces.cli import wie
from inburgering.interfaces.cli.uitvoer import als_json, geef, meld

app = typer.Typer(no_args_is_help=True, help="Berichten voor iedereen: wat we weten, wat niet, en wat u moet doen.")


@app.command()
def plaats(
    weten: Annotated[list[str], typer.Option(help="Wat we weten, één zin; herhaalbaar.")],
    moet_doen: Annotated[list[str], typer.Option(help="Wat de lezer moet doen, één zin; herhaalbaar.")],
    volgende_op: Annotated[datetime, typer.Option(help="Wanneer het volgende bericht komt.")],
    door: wie.Door,
    niet_weten: Annotated[list[str] | None, typer.Option(help="Wat we nog niet weten; herhaalbaar.")] = None,
    titel: Annotated[str, typer.Option(help="Kop boven het bericht.")] = "Stand van zaken",
    incident: Annotated[str, typer.Option(help="Code van het incident.")] = "",
    verbetert: Annotated[int | None, typer.Option(help="Nummer van het bericht dat u verbetert.")] = None,
) -> None:
    """Plaats een bericht; een geplaatst bericht verandert nooit, u verbetert het met een nieuwe versie."""
    with wie.beurt() as now:
        from inburgering.bericht import commands

        rij = commands.plaats(
            weten,
            niet_weten or [],
            moet_doen,
            volgende_op=volgende_op if volgende_op.tzinfo else volgende_op.replace(tzinfo=wie.HIER),
            door=wie.meld_aan(door),
            now=now,
            titel=titel,
            incident=incident,
            verbetert=verbetert,
        )
    meld(f"Bericht {rij.nummer}, versie {rij.versie}, is geplaatst.")
    geef(als_json(rij))


@app.command()
def toon() -> None:
    """Toon alle berichten, het nieuwste eerst."""
    with wie.beurt() as now:
        from inburgering.bericht import queries

        geef([als_json(rij) for rij in queries.alle(now)])
