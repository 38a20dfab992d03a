"""`inburgering uitleg`: why an outcome is so and what would change it, for one person of a file or of the database."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from inburgering.interfaces.cli import rechtuit, wie
from inburgering.interfaces.cli.feitenbron import Teller, personen
from inburgering.interfaces.cli.recht import PEILDATUM, REGEL, _peildatum, _regelversie
from inburgering.interfaces.cli.uitvoer import geef, stop_met
from inburgering.recht import toelichting as recht_toelichting
from inburgering.recht.redenering import Herkomst
from inburgering.recht.toelichting import Toelichting

if TYPE_CHECKING:
    from datetime import datetime


class Vorm(StrEnum):
    """For whom the explanation is."""

    DUO = "duo"
    PERSOON = "persoon"
    JSON = "json"


def uitleg(
    persoon: Annotated[
        str, typer.Argument(help="De persoonId uit het bestand, of een dossiernummer (D-000012).", metavar="PERSOON")
    ],
    feiten: Annotated[
        str | None, typer.Option("--feiten", help="JSON Lines of Parquet. Zonder: wat in de databank bekend is.")
    ] = None,
    vorm: Annotated[
        Vorm, typer.Option("--vorm", help="duo: volledig. persoon: in gewone taal. json: de redenering als boom.")
    ] = Vorm.DUO,
    regel: str | None = REGEL,
    peildatum: str | None = PEILDATUM,
    tegenproeven: Annotated[
        int, typer.Option("--tegenproeven", min=0, max=50, help="Hoeveel veranderingen u hoogstens wilt zien.")
    ] = 5,
    door: Annotated[str, typer.Option("--door", help="Uw gebruikersnaam; nodig voor de databank.")] = "",
) -> None:
    """Leg de uitkomst van een persoon uit: de redenen met artikel, feit en bron, en wat de uitkomst zou veranderen."""
    if feiten is None:
        _toon(_uit_databank(persoon, door, regel=regel, dag=peildatum, tegenproeven=tegenproeven), vorm)
        return
    van, dag = _regelversie(regel), _peildatum(peildatum)
    teller = Teller()
    for nummer, een in personen(feiten, teller, dag):
        if een.persoon_id == persoon:
            bron = {"": Herkomst("het bestand" if feiten == rechtuit.SCHERM else feiten, plaats=f"regel {nummer}")}
            _toon(recht_toelichting.maak(een, van, peildatum=dag, herkomst=bron, tegenproeven=tegenproeven), vorm)
            return
    rechtuit.stop(f"{persoon}: deze persoonId staat niet in {feiten}. Controleer de schrijfwijze.")


def _uit_databank(persoon: str, door: str, *, regel: str | None, dag: str | None, tegenproeven: int) -> Toelichting:
    """The explanation on the facts as known now; that somebody looked is recorded."""
    if not door:
        stop_met("--door ontbreekt. Geef uw gebruikersnaam, of noem een bestand met --feiten.")
    with wie.beurt() as now:
        from inburgering.toegang import rules
        from inburgering.toegang.terms import Handeling
        from inburgering.vaststelling import queries

        actor = wie.meld_aan(door)
        rules.eis(actor, Handeling.DOSSIER_INZIEN)
        nummer = _nummer(persoon, now)
        peildatum: date = wie.vandaag(now) if dag is None else _peildatum(dag)
        _leg_vast(actor.id, nummer, now)
        return queries.toelichting_van(
            nummer,
            regelversie=regel or queries.in_gebruik_op(now),
            peildatum=peildatum,
            moment=now,
            tegenproeven=tegenproeven,
        )


def _nummer(persoon: str, now: "datetime") -> int:
    from inburgering.feit import queries

    cijfers = persoon.upper().removeprefix("D-")
    nummer = int(cijfers) if cijfers.isascii() and cijfers.isdigit() and len(cijfers) < 16 else 0
    if not nummer or not queries.tijdlijn(nummer, moment=now):
        stop_met(f"{persoon}: dit dossier bestaat niet. Schrijf een dossiernummer, bijvoorbeeld D-000012.")
    return nummer


def _leg_vast(actor_id: str, nummer: int, now: "datetime") -> None:
    from django.db import transaction

    from inburgering.spoor import commands, queries
    from inburgering.spoor.terms import Verwerking

    code = queries.pseudoniem(nummer)
    with (
        transaction.atomic(),
        commands.daad(actor_id, "dossier.ingezien", object_soort="dossier", object_id=code, now=now),
    ):
        commands.leg_vast([Verwerking("dossier.ingezien", "dossier-behandelen", code, now, now)], now=now)


def _toon(gevonden: Toelichting, vorm: Vorm) -> None:
    if vorm is Vorm.JSON:
        geef(gevonden.als_json())
    elif vorm is Vorm.DUO:
        typer.echo(gevonden.voor_duo(), nl=False)
    else:
        typer.echo("\n".join(gevonden.voor_persoon()))
