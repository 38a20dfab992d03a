"""`inburgering webhook`: how the addresses of gemeenten do, and bringing back what did not arrive."""

from typing import Annotated, Any
from uuid import UUID

import typer

from inburgering.interfaces.cli import wie
from inburgering.interfaces.cli.uitvoer import geef, meld
from inburgering.toegang.terms import Handeling

app = typer.Typer(no_args_is_help=True, help="Webhooks: abonnementen, wat niet aankwam, en opnieuw bezorgen.")
Abonnement = Annotated[UUID, typer.Argument(help="Nummer van het abonnement.", metavar="ABONNEMENT")]


@app.command()
def lijst(
    gemeente: Annotated[str | None, typer.Option(help="Alleen van deze gemeente (code).")] = None,
    ook_beeindigd: Annotated[bool, typer.Option("--ook-beeindigd", help="Ook wat is beëindigd.")] = False,
) -> None:
    """Toon elk abonnement: of het adres werkt, wat er wacht en wat is opgegeven."""
    with wie.beurt():
        from inburgering.signaal import queries

        rijen = queries.abonnementen(gemeente, ook_beeindigd=ook_beeindigd)
    geef([_rij(r) for r in rijen])


@app.command()
def dood(
    gemeente: Annotated[str | None, typer.Option(help="Alleen van deze gemeente (code).")] = None,
    maximaal: Annotated[int, typer.Option(help="Hoeveel hoogstens.", min=1, max=10_000)] = 100,
) -> None:
    """Toon de berichten die na alle pogingen zijn opgegeven."""
    with wie.beurt():
        from inburgering.signaal import queries

        rijen = queries.dode_bezorgingen(gemeente, maximaal=maximaal)
    geef(
        [
            {
                "bezorging": r.id,
                "abonnement": r.abonnement_id,
                "gemeente": r.gemeente,
                "soort": r.soort,
                "volgnummer": r.volgnummer,
                "sinds": r.aangemaakt_op,
                "laatstePoging": r.laatste_op,
                "laatsteStatus": r.laatste_status,
            }
            for r in rijen
        ]
    )


@app.command()
def opnieuw(
    abonnement: Abonnement,
    door: wie.Door,
    bezorging: Annotated[list[UUID] | None, typer.Option(help="Alleen dit bericht; mag vaker.")] = None,
) -> None:
    """Bezorg opnieuw wat is opgegeven: alles van een abonnement, of enkele berichten."""
    with wie.beurt() as now:
        from inburgering.signaal import commands

        actor = wie.bevoegde(door, Handeling.BEZORGING_HERSTELLEN)
        aantal = commands.probeer_opnieuw(abonnement, door=actor, now=now, bezorging_ids=bezorging)
    meld(f"{aantal} berichten gaan opnieuw.")
    geef({"abonnement": abonnement, "opnieuw": aantal})


@app.command()
def herhaal(
    abonnement: Abonnement,
    van: Annotated[int, typer.Option(help="Eerste volgnummer.", min=1)],
    tot: Annotated[int, typer.Option(help="Laatste volgnummer; dat telt mee.", min=1)],
    door: wie.Door,
) -> None:
    """Stuur een reeks volgnummers nog een keer, bijvoorbeeld wat een gemeente mist."""
    with wie.beurt() as now:
        from inburgering.signaal import commands

        actor = wie.bevoegde(door, Handeling.BEZORGING_HERSTELLEN)
        aantal = commands.herhaal(abonnement, van=van, tot=tot, door=actor, now=now)
    meld(f"{aantal} berichten gaan opnieuw.")
    geef({"abonnement": abonnement, "van": van, "tot": tot, "opnieuw": aantal})


@app.command()
def valideer(abonnement: Abonnement, door: wie.Door) -> None:
    """Vraag het adres opnieuw of het onze berichten wil ontvangen."""
    with wie.beurt() as now:
        from inburgering.signaal import commands

        actor = wie.bevoegde(door, Handeling.ABONNEMENT_BEHEREN)
        gevraagd = commands.valideer_abonnement(abonnement, door=actor, now=now)
    meld("De werker vraagt het nu." if gevraagd else "Dit adres gaf al toestemming.")
    geef({"abonnement": abonnement, "gevraagd": gevraagd})


@app.command()
def geheim(abonnement: Abonnement, door: wie.Door) -> None:
    """Maak een nieuw geheim; het oude blijft een dag geldig."""
    with wie.beurt() as now:
        from inburgering.signaal import commands

        actor = wie.bevoegde(door, Handeling.ABONNEMENT_BEHEREN)
        nieuw = commands.vernieuw_geheim(abonnement, door=actor, now=now)
    meld("Bewaar dit geheim nu. Een dag lang ondertekenen wij met beide.")
    geef({"abonnement": abonnement, "geheim": nieuw})


@app.command()
def herversleutel(door: wie.Door) -> None:
    """Sluit elk bewaard geheim weg onder de eerste sleutel van INBURGERING_WEBHOOK_SLEUTELS."""
    with wie.beurt() as now:
        from inburgering.signaal import commands

        actor = wie.bevoegde(door, Handeling.TOEGANG_BEHEREN)
        goed, kwijt = commands.sluit_opnieuw_weg(door=actor, now=now)
    meld(
        "Alles staat onder de eerste sleutel." if not kwijt else "Niet alles was te openen. Zet de oude sleutel terug."
    )
    geef({"herversleuteld": goed, "nietTeOpenen": kwijt})


@app.command()
def beeindig(abonnement: Abonnement, door: wie.Door) -> None:
    """Beëindig een abonnement; wat nog wacht, vervalt."""
    with wie.beurt() as now:
        from inburgering.signaal import commands

        actor = wie.bevoegde(door, Handeling.ABONNEMENT_BEHEREN)
        commands.beeindig_abonnement(abonnement, door=actor, now=now)
    geef({"abonnement": abonnement, "beeindigd": True})


def _rij(r: Any) -> dict[str, Any]:
    return {
        "abonnement": r.id,
        "gemeente": r.gemeente,
        "sink": r.sink,
        "stand": r.stand,
        "wachtend": r.wachtend,
        "dood": r.dood,
        "mislukt": r.mislukt_sinds,
        "gelukt": r.gelukt_op,
        "laatsteStatus": r.laatste_status,
        "rustTot": r.open_tot,
        "beeindigd": r.beeindigd_op,
        "reden": r.reden_einde,
    }
