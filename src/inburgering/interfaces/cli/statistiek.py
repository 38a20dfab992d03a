"""`inburgering statistiek`: put a delivery to CBS together, deliver it, replace it, and take the file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from inburgering.interfaces.cli import wie
from inburgering.interfaces.cli.uitvoer import GEWEIGERD_DOOR_STOP, als_json, geef, meld, stop_met
from inburgering.statistiek.terms import Soort, Stand
from inburgering.toegang.terms import Handeling

if TYPE_CHECKING:
    from datetime import datetime

app = typer.Typer(no_args_is_help=True, help="Leveringen aan het CBS: stel samen, lever, vervang.")
Levering = Annotated[UUID, typer.Argument(help="Kenmerk van de levering.", metavar="LEVERING")]


@app.command("stel-samen")
def stel_samen(
    periode: Annotated[str, typer.Argument(help="Jaar en kwartaal, als 2026K1.", metavar="PERIODE")],
    door: wie.Door,
    soort: Annotated[Soort, typer.Option(help="Proef of regulier; een vervanging maakt `vervang`.")] = Soort.REGULIER,
) -> None:
    """Stel een levering samen met wie nu meetelt; zij gaat nog niet weg."""
    with wie.beurt() as now:
        from inburgering.statistiek import commands, queries

        wie.bevoegde(door, Handeling.STATISTIEK_LEVEREN)
        if soort is Soort.VERVANGING:
            stop_met("soort: Een vervanging maakt u met: inburgering statistiek vervang.")
        nummer = commands.stel_samen(periode, vrijgave_id=_vrijgave(periode, now), now=now, soort=soort)
        rij = queries.een(nummer)
    meld(f"Samengesteld: {rij.opgenomen} opgenomen, {rij.aangehouden} aangehouden.")
    geef(als_json(rij))


@app.command()
def lever(levering: Levering, door: wie.Door) -> None:
    """Lever aan het CBS; onder een stop wordt de levering aangehouden en is de status 3."""
    with wie.beurt() as now:
        from inburgering.statistiek import commands

        rij = commands.lever(levering, now=now, door=wie.bevoegde(door, Handeling.STATISTIEK_LEVEREN))
    geef(als_json(rij))
    if rij.stand is Stand.AANGEHOUDEN:
        stop_met("Aangehouden: er is een stop van kracht.", status=GEWEIGERD_DOOR_STOP)
    meld("Geleverd.")


@app.command()
def vervang(levering: Levering, door: wie.Door) -> None:
    """Stel een vervanging samen voor een levering die niet klopte; daarna `lever`."""
    with wie.beurt() as now:
        from inburgering.statistiek import commands, queries

        wie.bevoegde(door, Handeling.STATISTIEK_LEVEREN)
        vrijgave = _vrijgave(queries.een(levering).periode, now)
        rij = queries.een(commands.vervang(levering, vrijgave_id=vrijgave, now=now))
    meld("De vervanging is samengesteld en gaat nog niet weg.")
    geef(als_json(rij))


@app.command()
def bestand(
    levering: Levering,
    door: wie.Door,
    map_: Annotated[Path, typer.Option("--map", help="Map waar de regels en het manifest komen.")] = Path(),
) -> None:
    """Schrijf het bestand van een levering met zijn manifest; onder een stop is de status 3."""
    with wie.beurt():
        from inburgering.statistiek import queries

        wie.bevoegde(door, Handeling.STATISTIEK_LEVEREN, Handeling.STATISTIEK_ONTVANGEN)
        gemaakt = queries.bestand(levering)
    try:
        (map_ / gemaakt.naam).write_bytes(gemaakt.csv)
        (map_ / f"{Path(gemaakt.naam).stem}.manifest.json").write_bytes(gemaakt.manifest)
    except OSError as fout:
        stop_met(f"map: {map_}: {fout.strerror}.")
    meld(f"Geschreven in {map_}.")
    geef({"bestand": gemaakt.naam, "sha256": gemaakt.sha256})


@app.command()
def toon() -> None:
    """Toon alle leveringen aan het CBS met hun stand."""
    with wie.beurt():
        from inburgering.statistiek import queries

        geef([als_json(rij) for rij in queries.alle()])


def _vrijgave(periode: str, now: "datetime") -> int:
    """A vrijgave of its own for every levering, so that a stop can hold just one."""
    from inburgering.stop import commands as stop
    from inburgering.vaststelling import queries as vaststelling

    run = f"{periode} {now:%Y-%m-%dT%H:%M:%S.%f}"
    return int(stop.maak_vrijgave(vaststelling.in_gebruik_op(now), "statistiek", run=run, now=now))
