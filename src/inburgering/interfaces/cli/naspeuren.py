"""`inburgering spoor`: seal the trail and check that nobody touched it."""

from typing import Annotated

import typer

from inburgering.interfaces.cli.opstart import start_product
from inburgering.interfaces.cli.uitvoer import MET_AFWIJZINGEN, geef, meld, stop_met
from inburgering.primitives import clock
from inburgering.primitives.errors import DomainError

app = typer.Typer(no_args_is_help=True, help="Het spoor: wie, wat, wanneer, waarom.")


@app.command()
def controleer(
    getuige: Annotated[
        list[str] | None,
        typer.Option(help="Een zegel dat iemand anders bewaart: nummer:schakel, zoals `verzegel` het gaf."),
    ] = None,
) -> None:
    """Reken het spoor en het grootboek na; status 1 als er iets is veranderd, verwijderd of verwisseld."""
    start_product()
    from inburgering.spoor import queries
    from inburgering.verstrekking import queries as verstrekking

    try:
        afwijkingen = [fout for zegel in getuige or () for fout in queries.wijkt_af(zegel)]
    except DomainError as fout:
        stop_met(fout.zin())
    uitkomst = queries.controleer()
    fouten = [*uitkomst.fouten, *verstrekking.controleer(), *afwijkingen]
    geef({"klopt": not fouten, "regels": uitkomst.regels, "zegels": uitkomst.zegels, "fouten": fouten})
    if fouten:
        meld("Het spoor klopt niet. Waarschuw de privacy officer en bewaar deze uitvoer.")
        raise SystemExit(MET_AFWIJZINGEN)


@app.command()
def verzegel() -> None:
    """Zet een zegel op alles wat nog niet verzegeld is."""
    start_product()
    from inburgering.spoor import commands, queries

    geef({"zegel": commands.verzegel(now=clock.now()), "getuige": queries.getuige()})
