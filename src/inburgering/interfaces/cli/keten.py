"""`inburgering keten`: from what was read to a letter in the post and a signaal at the gemeente, step by step."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inburgering.interfaces.cli import wie
from inburgering.interfaces.cli.uitvoer import GEWEIGERD_DOOR_STOP, als_json, geef, meld, stop_met
from inburgering.stop.errors import StopVanKracht

if TYPE_CHECKING:
    from datetime import datetime

    from inburgering.toegang.terms import Actor

app = typer.Typer(no_args_is_help=True, help="De keten: stel vast, schrijf, druk af en geef signalen vrij.")
Levering = Annotated[
    list[int] | None,
    typer.Option("--personen-uit-levering", help="Alleen wie in deze levering staat; herhaalbaar. Zonder: iedereen."),
]
Peildatum = Annotated[
    date | None, typer.Option(parser=date.fromisoformat, help="Dag waarop de wet kijkt. Zonder: vandaag.")
]


@app.command("stel-vast")
def stel_vast(door: wie.Door, personen_uit_levering: Levering = None, peildatum: Peildatum = None) -> None:
    """Stel vast wat voor iedereen geldt, met de regelversie die in gebruik is."""
    with wie.beurt() as now:
        from inburgering.interfaces.cli import recepten

        actor = wie.meld_aan(door)
        uit = recepten.stel_vast(personen_uit_levering, peildatum=peildatum or wie.vandaag(now), door=actor, now=now)
    meld(f"Vastgesteld voor {uit['personen']} personen.")
    geef(uit)


@app.command()
def brieven(door: wie.Door) -> None:
    """Schrijf een kennisgeving aan wie plichtig is en er nog geen kreeg; de brieven gaan in de wachtrij."""
    with wie.beurt() as now:
        from inburgering.interfaces.cli import recepten

        uit = recepten.schrijf_brieven(door=wie.meld_aan(door), now=now)
    meld(f"{uit.brieven} brieven in de wachtrij, {uit.niet_gemaakt} niet gemaakt.")
    geef(als_json(uit))


@app.command("druk-af")
def druk_af(
    door: wie.Door, maximaal: Annotated[int | None, typer.Option(min=1, help="Hoogstens zoveel brieven.")] = None
) -> None:
    """Druk af wat wacht; wat een stop tegenhoudt blijft in de wachtrij, en dan is de status 3."""
    with wie.beurt() as now:
        uit = _druk(wie.meld_aan(door), now, maximaal=maximaal)
    meld(f"{uit['gedrukt']} brieven afgedrukt.")
    geef(uit)
    if uit["geweigerd"]:
        stop_met(f"Een stop hield {uit['geweigerd']} brieven tegen.", status=GEWEIGERD_DOOR_STOP)


@app.command("laat-vervallen")
def laat_vervallen(
    vrijgave: Annotated[int, typer.Argument(help="Nummer van de vrijgave.", metavar="VRIJGAVE")],
    reden: Annotated[str, typer.Option(help="Waarom deze brieven niet meer weg mogen.")],
    door: wie.Door,
) -> None:
    """Haal de brieven van een vrijgave die nog niet zijn afgedrukt voorgoed uit de wachtrij."""
    with wie.beurt() as now:
        from inburgering.kennisgeving import commands, queries

        actor = wie.meld_aan(door)
        ids = [brief.pk for brief in queries.wachtrij() if brief.vrijgave_id == vrijgave]
        aantal = commands.laat_vervallen(ids, reden=reden, door=actor, now=now)
    meld(f"{aantal} brieven vervallen.")
    geef({"vervallen": aantal})


@app.command()
def signalen(door: wie.Door) -> None:
    """Geef een signaal aan de gemeente van wie een brief kreeg over de Wi2021; onder een stop is de status 3."""
    with wie.beurt() as now:
        from inburgering.interfaces.cli import recepten

        uit = recepten.geef_signalen(door=wie.meld_aan(door), now=now)
    meld(f"{uit.signalen} signalen vrijgegeven, {uit.verhuisd} personen naar een andere gemeente.")
    geef(als_json(uit))


@app.command()
def draai(door: wie.Door, personen_uit_levering: Levering = None, peildatum: Peildatum = None) -> None:
    """Doe alle vier de stappen na elkaar: vaststellen, brieven schrijven, afdrukken, signalen vrijgeven.

    Ook gaat alsnog uit wat een stop tegenhield toen een termijn begon.
    """
    with wie.beurt() as now:
        from inburgering.interfaces.cli import recepten
        from inburgering.terugmelding import commands as terugmelding

        actor = wie.meld_aan(door)
        uit: dict[str, Any] = {
            "vaststelling": recepten.stel_vast(
                personen_uit_levering, peildatum=peildatum or wie.vandaag(now), door=actor, now=now
            ),
            "brieven": als_json(recepten.schrijf_brieven(door=actor, now=now)),
            "druk": _druk(actor, now),
            "signalen": None,
            "termijnen": 0,
        }
        try:
            uit["signalen"] = als_json(recepten.geef_signalen(door=actor, now=now))
            uit["termijnen"] = terugmelding.haal_termijnen_in(now=now)
        except StopVanKracht:
            geef(uit)
            raise
    meld("De keten is één keer rond.")
    geef(uit)
    if uit["druk"]["geweigerd"]:
        stop_met(f"Een stop hield {uit['druk']['geweigerd']} brieven tegen.", status=GEWEIGERD_DOOR_STOP)


@app.command()
def werkvoorraad() -> None:
    """Toon waar mensen over moeten beslissen, per soort ontbrekende gegevens, en welke brieven niet gemaakt zijn."""
    with wie.beurt():
        from inburgering.feit import queries as feit
        from inburgering.kennisgeving import queries as brieven_queries
        from inburgering.vaststelling import queries

        geef(
            {
                "groepen": [als_json(groep) for groep in queries.werkgroepen()],
                "brievenNietGemaakt": len(brieven_queries.niet_gemaakt()),
                "brievenInWachtrij": len(brieven_queries.wachtrij()),
                "blokkades": len(feit.blokkades()),
            }
        )


@app.command()
def vragen() -> None:
    """Toon welke vragen van gemeenten op antwoord wachten, hoe vaak elk per maand is gesteld, en wat stijgt."""
    with wie.beurt() as now:
        from inburgering.terugmelding import queries

        wachtend, dag = queries.wachtend(), wie.vandaag(now)
        alarmen = queries.alarmen(dag)
        te_laat = sum(1 for r in wachtend if r.uiterlijk is not None and r.uiterlijk < dag)
        geef(
            {
                "wachtend": [
                    {"nummer": r.id, "soort": r.titel, "gemeente": r.gemeente, "uiterlijk": str(r.uiterlijk)}
                    for r in wachtend
                ],
                "teLaat": te_laat,
                "perMaand": [als_json(t) for t in queries.tellingen()],
                "alarmen": [als_json(a) for a in alarmen],
            }
        )
    meld(f"{len(wachtend)} vragen wachten op antwoord, {te_laat} te laat, {len(alarmen)} alarmen.")


def _druk(door: "Actor", now: "datetime", *, maximaal: int | None = None) -> dict[str, int]:
    from inburgering.kennisgeving import commands

    druk = commands.druk_af(now=now, maximaal=maximaal, door=door)
    return {"gedrukt": len(druk.geprint), "geweigerd": len(druk.geweigerd)}
