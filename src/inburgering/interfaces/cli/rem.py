"""`inburgering stop`: set the brake, show it, lift it, and see who confirmed."""

from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from inburgering.interfaces.cli import wie
from inburgering.interfaces.cli.opstart import start_product
from inburgering.interfaces.cli.uitvoer import geef, meld, stop_met
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
        list[str] | None,
        typer.Option(help="Alleen brief, signaal, statistiek of momentopname; bij --inkomend de bron."),
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
        from inburgering.stop import commands, queries
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
        dekt = len(queries.stop(stop_id).bereik.vrijgaven)
    if keus and not inkomend:
        meld(_wat_gedekt(dekt))
    wat = "Er komt niets meer binnen" if inkomend else "Er gaat niets meer uit"
    meld(f"De stop is van kracht. {wat} van wat hij dekt.")
    geef({"stop": stop_id, "vastgelegdMs": leegloop.vastgelegd_ms, "leeggelopenMs": leegloop.leeggelopen_ms})


def _wat_gedekt(dekt: int) -> str:
    if dekt:
        return f"De stop dekt nu {dekt} {'vrijgave' if dekt == 1 else 'vrijgaven'}, en wat later past."
    return (
        "Let op: de stop houdt op dit moment niets tegen. Hij wacht op wat later wordt gemaakt en past. "
        "Had u iets anders verwacht? Zet dan meteen een bredere stop, bijvoorbeeld op alles."
    )


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
def apart(
    stop: Annotated[UUID, typer.Argument(help="Kenmerk van de stop die nu geldt.")],
    door: wie.Door,
    tweede: wie.Tweede,
    persoon: Annotated[
        list[int] | None, typer.Option(help="Nummer van de persoon, zoals het dossier het toont; herhaalbaar.")
    ] = None,
    personen: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Bestand met een nummer per regel.")
    ] = None,
) -> None:
    """Zet de signalen van deze personen apart onder een eigen stop; de rest van de stop kunt u dan opheffen.

    De eigen stop staat bij `stop toon` en heft u op zoals elke stop. Brieven gaan niet mee.
    """
    with wie.beurt() as now:
        from inburgering.signaal import commands as signaal
        from inburgering.stop import queries

        een, twee = wie.meld_samen_aan(door, tweede)
        wie_ = sorted({*(persoon or ()), *(_nummers(personen) if personen else ())})
        vrijgave, aantal = signaal.zet_personen_apart(StopId(stop), wie_, door=een, tweede=twee, now=now)
        eigen = next(s.id for s in queries.actieve_stops() if s.bereik.vrijgaven == (vrijgave,))
    meld(f"{aantal} signalen van {len(wie_)} personen staan apart. Brieven zijn niet verplaatst.")
    geef({"stop": eigen, "vrijgave": vrijgave, "personen": len(wie_), "signalen": aantal})


def _nummers(bestand: Path) -> list[int]:
    regels = [r.strip() for r in bestand.read_text(encoding="utf-8").splitlines()]
    for nummer, regel in enumerate(regels, start=1):
        if regel and not (regel.isascii() and regel.isdigit()):
            stop_met(f"personen: Regel {nummer} is geen nummer van een persoon. Schrijf op elke regel een nummer.")
    return [int(r) for r in regels if r]


@app.command()
def toon() -> None:
    """Toon welke stops van kracht zijn."""
    start_product()
    from inburgering.stop import queries

    geef([rij.as_json() for rij in queries.actieve_stops()])


@app.command()
def ontvangst(stop: Annotated[UUID, typer.Argument(help="Kenmerk van de stop.")]) -> None:
    """Toon welke gemeenten de stop lazen en bevestigden."""
    with wie.beurt() as now:
        from inburgering.stop import queries

        geef([rij.as_json() for rij in queries.antwoorden(StopId(stop), dag=wie.vandaag(now))])


@app.command()
def werking(stop: Annotated[UUID, typer.Argument(help="Kenmerk van de stop.")]) -> None:
    """Toon hoe ver de stop is: bezorgd, gelezen, bevestigd, verklaard, hoe snel, en wie is herinnerd."""
    with wie.beurt() as now:
        from inburgering.signaal import queries as signaal
        from inburgering.stop import queries

        nummer = StopId(stop)
        aandrang = [{"gemeente": g, "soort": s, "op": op} for g, s, op in queries.aandrang(nummer)]
        uit = queries.werking(nummer, dag=wie.vandaag(now)).as_json() | signaal.stopwerking(nummer).as_json()
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
