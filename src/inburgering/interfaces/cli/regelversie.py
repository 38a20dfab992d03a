"""`inburgering regelversie`: which reading of the law is in use, what another would change, and changing it."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from inburgering.interfaces.cli import wie
from inburgering.interfaces.cli.uitvoer import KLAAR, MET_AFWIJZINGEN, als_json, geef, meld, stop_met
from inburgering.recht.errors import RegelOngeldig

app = typer.Typer(no_args_is_help=True, help="Regelversies: toon, vergelijk over het register, neem in gebruik.")
Naam = Annotated[str, typer.Argument(help="Naam van de regelversie.", metavar="REGELVERSIE")]


@app.command()
def toon() -> None:
    """Toon alle regelversies, welke in gebruik zijn, en wat er met ze gebeurde."""
    with wie.beurt() as now:
        from inburgering.recht import regelversies
        from inburgering.vaststelling import queries

        stapel = queries.alle_in_gebruik(now)
        geef(
            {
                "inGebruik": stapel[-1] if stapel else None,
                "regelversies": [
                    {"id": r.id, "titel": r.titel, "status": r.status, "hash": r.hash, "inGebruik": r.id in stapel}
                    for r in regelversies.alle()
                ],
                "register": [als_json(g) for g in queries.register()],
            }
        )


@app.command()
def rapport(
    nieuw: Naam,
    door: wie.Door,
    oud: Annotated[str, typer.Option(help="Waarmee u vergelijkt. Zonder: wat nu in gebruik is.")] = "",
    peildatum: Annotated[
        date | None, typer.Option(parser=date.fromisoformat, help="Dag waarop de wet kijkt. Zonder: vandaag.")
    ] = None,
) -> None:
    """Reken uit wat een regelversie over het hele register verandert, en bewaar dat onder een kenmerk."""
    with wie.beurt() as now:
        from inburgering.vaststelling import commands, queries

        stapel = queries.alle_in_gebruik(now)
        vorige = oud or (stapel[-1] if stapel else None)
        dag = peildatum or wie.vandaag(now)
        actor = wie.meld_aan(door)
        kenmerk = commands.stel_rapport_op(vorige, nieuw, peildatum=dag, moment=now, door=actor, now=now)
        gevonden = queries.effect(vorige, nieuw, peildatum=dag, moment=now)
    meld(f"{gevonden['gelezen']} personen gelezen, {gevonden['gewijzigd']} anders, {gevonden['onbekend']} onbekend.")
    geef({"rapport": kenmerk, **{naam: waarde for naam, waarde in gevonden.items() if naam != "personen"}})


@app.command()
def controleer(
    map_: Annotated[
        Path | None, typer.Argument(metavar="[MAP]", help="Map met regelbestanden. Zonder: die van het product.")
    ] = None,
) -> None:
    """Controleer de regelbestanden in een map en toon alles wat niet klopt, met bestand, regel, artikel en herstel.

    Zijn de bestanden goed, dan rekent dit ook de gevallen na die ernaast liggen (gevallen/*.yaml).
    """
    from inburgering.recht import bronnen, controle, gevallen, wetten

    waar = map_ or wetten.wortel()
    if not waar.is_dir():
        stop_met(f"{waar}: deze map bestaat niet. Noem de map waarin de regelbestanden staan.")
    aantal = len(bronnen.bestanden(waar))
    if not aantal:
        stop_met(f"{waar}: hier staan geen regelbestanden. Noem een map met bestanden die op .yaml eindigen.")
    gebreken = controle.controleer(waar)
    for gebrek in gebreken:
        meld(gebrek.zin())
    alle, anders = [], []
    if not gebreken:
        try:
            alle = gevallen.lees(waar)
            anders = gevallen.toets_alle(alle, wetten.laad(waar))
        except RegelOngeldig as fout:
            anders = [fout.zin()]
    for zin in anders:
        meld(zin)
    meld(f"Bestanden: {aantal}. Gebreken: {len(gebreken)}. Gevallen: {len(alle)}. Anders dan verwacht: {len(anders)}.")
    document = {"map": str(waar), "bestanden": aantal, "gebreken": [als_json(g) for g in gebreken]}
    geef({**document, "gevallen": len(alle), "anders": anders})
    raise typer.Exit(MET_AFWIJZINGEN if gebreken or anders else KLAAR)


@app.command("neem-in-gebruik")
def neem_in_gebruik(
    nieuw: Naam,
    rapport: Annotated[str, typer.Option(help="Kenmerk van het rapport dat u beiden las.")],
    door: wie.Door,
    tweede: wie.Tweede,
) -> None:
    """Neem een regelversie in gebruik, met twee personen die het rapport lazen."""
    with wie.beurt() as now:
        from inburgering.vaststelling import commands

        een, twee = wie.meld_samen_aan(door, tweede)
        commands.neem_in_gebruik(nieuw, door=een, tweede=twee, now=now, rapport_hash=rapport)
    meld(f"Regelversie {nieuw} is in gebruik.")
    geef({"inGebruik": nieuw, "sinds": now})


@app.command("trek-in")
def trek_in(
    naam: Naam,
    reden: Annotated[str, typer.Option(help="Waarom deze versie weg moet.")],
    door: wie.Door,
    tweede: wie.Tweede,
) -> None:
    """Trek een regelversie in, met twee personen; wat zij vaststelde blijft staan."""
    with wie.beurt() as now:
        from inburgering.vaststelling import commands

        een, twee = wie.meld_samen_aan(door, tweede)
        commands.trek_in_regelversie(naam, reden=reden, door=een, tweede=twee, now=now)
    meld(f"Regelversie {naam} is ingetrokken.")
    geef({"ingetrokken": naam, "sinds": now})
