"""The command `inburgering`."""

import typer

from inburgering.interfaces.cli import (
    bericht,
    dienst,
    grootboek,
    incident,
    keten,
    naspeuren,
    regelversie,
    register,
    rem,
    statistiek,
    statuslijsten,
    systemen,
    vertel,
    webhook,
)
from inburgering.interfaces.cli.lees import lees
from inburgering.interfaces.cli.recht import stel_vast, vergelijk
from inburgering.interfaces.cli.uitleg import uitleg

app = typer.Typer(
    no_args_is_help=True, help="Open Inburgering: van feit tot signaal, met een rem.", pretty_exceptions_enable=False
)


@app.callback()
def hoofd() -> None:
    """Start here."""


app.command("stel-vast")(stel_vast)
app.command("vergelijk")(vergelijk)
app.command("uitleg")(uitleg)
app.command("lees")(lees)
app.command("verhaal")(vertel.verhaal)
app.command("demo")(vertel.demo)
app.command("serve")(dienst.serve)
app.command("worker")(dienst.worker)
app.command("stop-databank")(dienst.stop_databank)
app.add_typer(rem.app, name="stop")
naspeuren.app.command("wie-heeft")(grootboek.wie_heeft)
naspeuren.app.command("vrijgave")(grootboek.vrijgave)
naspeuren.app.command("bewijs")(grootboek.bewijs)
naspeuren.app.command("toets-bewijs")(grootboek.toets_bewijs)
app.add_typer(naspeuren.app, name="spoor")
app.add_typer(systemen.app, name="beheer")  # the commands of `beheer`, and those for systems
app.add_typer(regelversie.app, name="regelversie")
app.add_typer(keten.app, name="keten")
app.add_typer(register.app, name="register")
app.add_typer(incident.app, name="incident")
app.add_typer(statistiek.app, name="statistiek")
app.add_typer(statuslijsten.app, name="statuslijst")
app.add_typer(bericht.app, name="bericht")
app.add_typer(webhook.app, name="webhook")
