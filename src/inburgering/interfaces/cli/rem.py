"""`inburgering stop`: set the brake, show it, lift it, and see who confirmed."""

from datetime import datetime
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
    gemeente: Annotated[list[str] | None, typer.Option(help="Alleen in deze gemeente; herhaalbaar.")] = None,
    wet: Annotated[list[str] | None, typer.Option(help="Alleen wat over deze wet gaat: Wi2013 of Wi2021.")] = None,
    categorie: Annotated[
        list[str] | None, typer.Option(help="Alleen asielstatushouder of gezins-of-overige-migrant.")
    ] = None,
    soort: Annotated[
        list[str] | None, typer.Option(help="Alleen deze soort: brief, signaal, statistiek …; bij --inkomend de bron.")
    ] = None,
    vanaf: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Gemaakt vanaf deze dag.")] = None,
    tot: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Gemaakt tot en met deze dag.")] = None,
    inkomend: Annotated[bool, typer.Option("--inkomend", help="Houd tegen wat binnenkomt.")] = False,
    herzie: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Dag waarop u opnieuw kijkt of de stop nog nodig is.")
    ] = None,
    oefening: Annotated[bool, typer.Option("--oefening", help="De echte weg, gemerkt als oefening.")] = False,
) -> None:
    """Zet een stop: na de bevestiging gaat niets meer de deur uit.

    Met --wet, --categorie, --soort, --vanaf of --tot kiest de stop zelf, ook wat later wordt gemaakt. Waar onbekend
    is wat erin zit, stopt hij ook dat.
    """
    with wie.beurt() as now:
        from inburgering.signaal import commands as signaal
        from inburgering.stop import commands
        from inburgering.stop.terms import Bereik, Keus, Richting
        from inburgering.toegang import rules

        een, twee = wie.meld_samen_aan(door, tweede)
        rules.eis_vier_ogen(een, twee, Handeling.STOP_ZETTEN)
        keus = Keus(
            wetten=tuple(wet or ()), categorieen=tuple(categorie or ()), soorten=tuple(soort or ()),
            vanaf=vanaf.date() if vanaf else None, tot=tot.date() if tot else None,
        )  # fmt: skip
        bereik = Bereik(
            alles=not vrijgave and not keus,
            vrijgaven=tuple(vrijgave or ()),
            gemeenten=tuple(gemeente or ()),
            richting=Richting.IN if inkomend else Richting.UIT,
            keus=keus,
        )
        dag = herzie.date() if herzie else None
        stop_id = commands.zet_stop(bereik, reden, door=een, tweede=twee, now=now, oefening=oefening, herzie_op=dag)
        meld(f"De stop {stop_id} ligt vast.")
        signaal.kondig_stops_aan(now=clock.now())
        leegloop = commands.loop_leeg(stop_id, now=clock.now())
    wat = "Er komt niets meer binnen" if inkomend else "Er gaat niets meer uit"
    meld(f"De stop is van kracht. {wat} van wat hij dekt.")
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
        signaal.kondig_stops_aan(now=now)
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


@app.command()
def werking(stop: Annotated[UUID, typer.Argument(help="Kenmerk van de stop.")]) -> None:
    """Toon hoe ver de stop is: bezorgd, gelezen, bevestigd, verklaard, hoe snel, en wie is herinnerd."""
    with wie.beurt():
        from inburgering.signaal import queries as signaal
        from inburgering.stop import queries

        nummer = StopId(stop)
        aandrang = [{"gemeente": g, "soort": s, "op": op} for g, s, op in queries.aandrang(nummer)]
        uit = queries.werking(nummer).as_json() | signaal.stopwerking(nummer).as_json()
        geef(uit | {"weigeringen": queries.weigeringen(nummer), "aandrang": aandrang})


@app.command()
def herinner() -> None:
    """Herinner gemeenten die na een dag niet bevestigden; na drie dagen komen ze op de bellijst."""
    with wie.beurt() as now:
        from inburgering.signaal import commands as signaal
        from inburgering.stop import commands

        gedaan = commands.dring_aan(now=now)
        gemaild = signaal.zet_herinneringen_klaar(now=now)
    meld(f"{gemaild} mails staan klaar; de werker verstuurt ze.")
    geef(
        [
            {"stop": str(s), "gemeenten": [{"gemeente": g, "soort": soort} for g, soort in wie_]}
            for s, wie_ in gedaan.items()
        ]
    )
