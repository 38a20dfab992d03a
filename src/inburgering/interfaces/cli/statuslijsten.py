"""`inburgering statuslijst`: publish the lists on a beat, show one, and change keys."""

import time
from typing import Annotated

import typer

from inburgering.interfaces.cli import wie
from inburgering.interfaces.cli.opstart import start_product
from inburgering.interfaces.cli.uitvoer import geef, meld
from inburgering.primitives import clock

app = typer.Typer(no_args_is_help=True, help="De statuslijsten: uitgeven, tonen, en van sleutel wisselen.")


@app.command("geef-uit")
def geef_uit(
    elke: Annotated[int, typer.Option(help="Herhaal elke zoveel seconden, tot Ctrl-C. 0: één keer.", min=0)] = 0,
) -> None:
    """Geef elke lijst uit waarvan de inhoud is veranderd. Na een stop gebeurt dit ook vanzelf zodra iemand vraagt."""
    start_product()
    from inburgering.statuslijst import commands

    while True:
        gewijzigd = commands.werk_bij(now=clock.now())
        geef({"uitgegeven": gewijzigd})
        if not elke:
            return
        try:
            time.sleep(elke)
        except KeyboardInterrupt:
            meld("Gestopt. Een houder vraagt na een minuut opnieuw, en gebruikt na een kwartier niets meer.")
            return


@app.command()
def toon(lijst: Annotated[str, typer.Argument(help="Code van de gemeente.")]) -> None:
    """Toon hoeveel signalen bruikbaar, gestopt, ingetrokken of vervangen zijn."""
    with wie.beurt() as now:
        from inburgering.statuslijst import commands, queries
        from inburgering.statuslijst.terms import Toestand

        commands.geef(lijst, now=now)
        toestanden, aantal = queries.toestanden(lijst, dag=now.date())
        soorten = list(toestanden.values())
        telling = {t.name.lower(): soorten.count(t) for t in Toestand if t is not Toestand.BRUIKBAAR}
        geef({"lijst": queries.adres(lijst), "bruikbaar": aantal - len(soorten), **telling})


@app.command("nieuwe-sleutel")
def nieuwe_sleutel(door: wie.Door) -> None:
    """Maak de volgende sleutel. Hij is meteen bekend en tekent over een dag; niemand merkt de wissel."""
    with wie.beurt() as now:
        from inburgering.statuslijst import commands
        from inburgering.toegang.terms import Handeling

        kenmerk = commands.maak_sleutel(door=wie.bevoegde(door, Handeling.TOEGANG_BEHEREN), now=now)
    geef({"sleutel": kenmerk})
