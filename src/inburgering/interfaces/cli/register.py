"""`inburgering register`: the register as columns, from the database or from a file, and back."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from inburgering.interfaces.cli import rechtuit, wie
from inburgering.interfaces.cli.rechtuit import Uitvoer
from inburgering.interfaces.cli.uitvoer import geef, meld
from inburgering.primitives import clock
from inburgering.primitives.errors import DomainError, OngeldigeInvoer
from inburgering.recht import regelversies

app = typer.Typer(
    no_args_is_help=True, help="Het register als kolommen: momentopname, omzetten en in het groot vaststellen."
)
Bestand = Annotated[str, typer.Option("--uit", help="Het Parquet-bestand dat gemaakt wordt.")]
Peildatum = Annotated[
    date | None, typer.Option(parser=date.fromisoformat, help="Dag waarop de wet kijkt. Zonder: vandaag.")
]


@app.command("momentopname")
def momentopname(
    uit: Bestand,
    door: wie.Door,
    op: Annotated[
        str | None, typer.Option(help="Wat toen bekend was, als 2026-01-01T09:00:00+01:00. Zonder: nu.")
    ] = None,
    doel: Annotated[str, typer.Option(help="Waarvoor, in een zin.")] = "Vaststellen in het groot.",
) -> None:
    """Schrijf van iedereen de feiten die op een moment bekend waren, als registerbeeld in Parquet.

    Onder een stop die iemand erin kan raken, komt er geen bestand.
    """
    with wie.beurt() as now:
        from inburgering.feit.queries import stroom
        from inburgering.recht.register import momentopname as opnames
        from inburgering.toegang.terms import Handeling
        from inburgering.vaststelling.commands import opnemen

        actor, moment = wie.bevoegde(door, Handeling.VASTSTELLEN), _moment(op, now)
        vrijgave = opnemen.begin_momentopname(doel=doel, door=actor, now=now)
        with Uitvoer(uit) as uitvoer, uitvoer.bewaakt():
            telling = opnames.schrijf(
                uitvoer.stroom,
                stroom.feiten_van_allen(moment=moment),
                moment=moment,
                boek=regelversies.standaard().machine.boek,
            )
            uitvoer.stroom.flush()
            kop = opnames.lees_kop(uitvoer.tijdelijk or Path(uit))
            assert kop is not None, "it was written just now"
            opnemen.leg_momentopname_vast(
                vrijgave,
                kop.sha256,
                moment=moment,
                personen=telling.personen,
                doel=doel,
                door=actor,
                now=clock.now(),
            )
    meld(f"{telling.personen} personen in {uit}; van {telling.onleesbaar} zijn de feiten niet te lezen.")
    geef(
        {
            "moment": moment.isoformat(),
            "personen": telling.personen,
            "onleesbaar": telling.onleesbaar,
            "sha256": kop.sha256,
        }
    )


@app.command("stel-vast")
def stel_vast(
    momentopname: Annotated[Path, typer.Option(help="Het bestand van `register momentopname`.")],
    door: wie.Door,
    peildatum: Peildatum = None,
    kennisgeving: Annotated[
        date | None,
        typer.Option(parser=date.fromisoformat, help="Voorgenomen kennisgeving voor wie er geen had. Zonder: vandaag."),
    ] = None,
) -> None:
    """Stel iedereen in een momentopname vast en leg alleen vast wie veranderde sinds de vorige vaststelling."""
    with wie.beurt() as now:
        from inburgering.interfaces.cli.bulk import toets_op
        from inburgering.vaststelling import queries
        from inburgering.vaststelling.commands.register import stel_register_vast

        dag = peildatum or wie.vandaag(now)
        run = stel_register_vast(
            momentopname,
            regelversie=queries.in_gebruik_op(now),
            peildatum=dag,
            toets=toets_op(dag),
            door=wie.meld_aan(door),
            now=now,
            voorgenomen=kennisgeving or wie.vandaag(now),
        )
    meld(f"{run.aantallen['gelezen']} personen vastgesteld; van {run.aantallen['nieuw']} is dat nieuw of anders.")
    geef({"run": run.id, **run.aantallen})


@app.command("zet-om")
def zet_om(
    feiten: Annotated[
        str, typer.Option(help="JSON Lines of Parquet met een persoon per regel; - voor standaardinvoer.")
    ],
    uit: Bestand,
    peildatum: Peildatum = None,
) -> None:
    """Keur feiten en schrijf ze als registerbeeld: klein, snel te lezen, en de vorm die een cluster leest."""
    from inburgering.interfaces.cli import bulk

    rechtuit.eis_verschillend(feiten, ("--uit", uit))
    if not uit.lower().endswith(".parquet"):
        rechtuit.stop("--uit: een registerbeeld is Parquet. Noem een bestand dat op .parquet eindigt.")
    register = bulk.Register(feiten, peildatum or clock.now().date(), regelversies.standaard())
    with register.teller.telt():
        bulk.zet_om(register, uit)
    raise typer.Exit(register.teller.sluit_af())


def _moment(tekst: str | None, now: datetime) -> datetime:
    """The moment that was asked for.

    Raises:
        DomainError: no moment, without a time zone, or in the future.
    """
    if tekst is None:
        return now
    try:
        moment = datetime.fromisoformat(tekst)
    except ValueError as fout:
        raise _geen_moment("dit is geen moment") from fout
    if moment.tzinfo is None:
        raise _geen_moment("de tijdzone ontbreekt")
    if moment > now:
        raise _geen_moment("dit moment moet nog komen")
    return moment


def _geen_moment(wat: str) -> DomainError:
    return OngeldigeInvoer(f"{wat}.", veld="--op", herstel="Schrijf bijvoorbeeld 2026-01-01T09:00:00+01:00.")
