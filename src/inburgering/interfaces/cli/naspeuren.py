"""`inburgering spoor`: seal the trail and check that nobody touched it."""

import typer

from inburgering.interfaces.cli.opstart import start_product
from inburgering.interfaces.cli.uitvoer import MET_AFWIJZINGEN, geef, meld
from inburgering.primitives import clock

app = typer.Typer(no_args_is_help=True, help="Het spoor: wie, wat, wanneer, waarom.")


@app.command()
def controleer() -> None:
    """Reken het hele spoor na; status 1 als er iets is veranderd, verwijderd of verwisseld."""
    start_product()
    from inburgering.spoor import queries

    uitkomst = queries.controleer()
    geef({"klopt": uitkomst.klopt, "regels": uitkomst.regels, "zegels": uitkomst.zegels, "fouten": uitkomst.fouten})
    if not uitkomst.klopt:
        meld("Het spoor klopt niet. Waarschuw de privacy officer en bewaar deze uitvoer.")
        raise SystemExit(MET_AFWIJZINGEN)


@app.command()
def verzegel() -> None:
    """Zet een zegel op alles wat nog niet verzegeld is."""
    start_product()
    from inburgering.spoor import commands

    geef({"zegel": commands.verzegel(now=clock.now())})
