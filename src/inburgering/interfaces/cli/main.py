"""The command `inburgering`."""

import typer

from inburgering.interfaces.cli.lees import lees

app = typer.Typer(
    no_args_is_help=True, help="Open Inburgering: van feit tot signaal, met een rem.", pretty_exceptions_enable=False
)


@app.callback()
def hoofd() -> None:
    """Start here."""


app.command()(lees)
