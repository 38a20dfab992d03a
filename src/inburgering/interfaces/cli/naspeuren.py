"""`inburgering spoor`: seal the trail and check that nobody touched it."""

from pathlib import Path
from typing import Annotated

import typer

from inburgering.interfaces.cli import wie
from inburgering.interfaces.cli.opstart import start_product
from inburgering.interfaces.cli.uitvoer import MET_AFWIJZINGEN, geef, meld, stop_met
from inburgering.primitives import clock
from inburgering.primitives.errors import DomainError
from inburgering.toegang.terms import Handeling

app = typer.Typer(no_args_is_help=True, help="Het spoor: wie, wat, wanneer, waarom.")


@app.command()
def controleer(
    getuige: Annotated[
        list[str] | None,
        typer.Option(help="Een zegel dat iemand anders bewaart: nummer:schakel, zoals `verzegel` het gaf."),
    ] = None,
) -> None:
    """Reken spoor, grootboek en ander bewijs na; status 1 als iets is veranderd, weg, toegevoegd of verwisseld."""
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


@app.command()
def inzage(
    persoon: Annotated[int, typer.Argument(help="Nummer van de persoon in dit systeem, zoals het dossier het toont.")],
    door: wie.Door,
) -> None:
    """Schrijf de persoon wie welke gegevens kreeg (AVG artikel 15). De brief gaat in de wachtrij."""
    with wie.beurt() as now:
        from inburgering.feit import queries as feit
        from inburgering.kennisgeving import commands
        from inburgering.kennisgeving.commands import inzage as overzicht
        from inburgering.stop import commands as stop

        actor = wie.bevoegde(door, Handeling.INZAGE_GEVEN)
        if not feit.bestaat(persoon):
            stop_met("persoon: Dit nummer is van niemand. Neem het over uit het dossier.")
        dag = wie.vandaag(now)
        vrijgave = stop.maak_vrijgave("avg-15", "brief", run=f"inzage {dag}", now=now)
        ids = commands.schrijf(
            [overzicht.opdracht(persoon)], vrijgave_id=int(vrijgave), dagtekening=dag, door=actor, now=now
        )
    if not ids:
        stop_met("persoon: Er is geen adres om naar te schrijven. Geef het overzicht aan de balie.")
    geef({"brief": ids[0]})


@app.command()
def exporteer(
    naar: Annotated[Path | None, typer.Option(help="Schrijf naar dit bestand, een verzoek per regel.")] = None,
    adres: Annotated[str, typer.Option(help="Stuur naar dit logboek (OTLP over HTTP); anders INBURGERING_OTLP.")] = "",
) -> None:
    """Geef de verzegelde regels van het Logboek Dataverwerkingen in de vorm van OpenTelemetry."""
    with wie.beurt() as now:
        from django.conf import settings
        from django.utils.module_loading import import_string

        if naar is not None:
            geef({"regels": _naar_bestand(naar), "bestand": str(naar)})
            return
        bestemming = adres or settings.OTLP
        if not bestemming:
            stop_met("adres: Geef --adres of --naar, of zet INBURGERING_OTLP.")
        geef({"regels": import_string(settings.LOGBOEK_UITVOER)(bestemming, now=now), "adres": bestemming})


def _naar_bestand(bestand: Path) -> int:
    """Write one request per zegel; how many lines. The file appears whole or not at all."""
    import msgspec

    from inburgering.spoor import queries, rules

    half, aantal = bestand.with_name(bestand.name + ".half"), 0
    try:
        with half.open("wb") as uit:
            for zegel in queries.zegels():
                regels = queries.regels_onder(zegel)
                if regels:
                    uit.write(msgspec.json.encode(rules.als_otlp(regels)) + b"\n")
                    aantal += len(regels)
        half.replace(bestand)
    except OSError as fout:
        stop_met(f"naar: Hier kan niets worden geschreven ({fout.strerror}). Kies een ander bestand.")
    return aantal
