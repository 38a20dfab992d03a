"""`inburgering stel-vast` and `vergelijk`: facts in, outcomes out; no database, no Django.

Data goes to standard output and nothing else does. A bad line is named with its number, its place, what is wrong
and how to mend it; every other line is answered.
"""

from contextlib import ExitStack
from datetime import date

import typer

from inburgering.interfaces.cli import feitenbron, rechtuit
from inburgering.interfaces.cli.rechtuit import Uitvoer
from inburgering.primitives import clock
from inburgering.primitives.datums import lees_iso
from inburgering.primitives.errors import DomainError, OngeldigeInvoer
from inburgering.recht import regelversies, scalar
from inburgering.recht import vergelijk as recht_vergelijk
from inburgering.recht.regelversies import Regelversie

FEITEN = typer.Option(..., "--feiten", help="JSON Lines of Parquet met een persoon per regel; - voor standaardinvoer.")
PEILDATUM = typer.Option(None, "--peildatum", help="De dag waarop gekeken wordt (jjjj-mm-dd); anders vandaag.")
UIT = typer.Option("-", "--uit", help="Waar de uitkomst komt: een bestand (.parquet kan ook), of - voor het scherm.")
UIT_DOCUMENT = typer.Option("-", "--uit", help="Waar de vergelijking komt: een JSON-bestand, of - voor het scherm.")
PERSONEN_UIT = typer.Option(None, "--personen-uit", help="Alle gewijzigde personen, als Parquet.")
REGEL = typer.Option(None, "--regel", help="De regelversie; anders de geldende wet.")


def stel_vast(
    feiten: str = FEITEN, regel: str | None = REGEL, peildatum: str | None = PEILDATUM, uit: str = UIT
) -> None:
    """Stel per persoon vast of en sinds wanneer de inburgeringsplicht geldt, en volgens welke wet."""
    regelversie, dag = _regelversie(regel), _peildatum(peildatum)
    rechtuit.eis_verschillend(feiten, ("--uit", uit))
    teller = feitenbron.Teller()
    with Uitvoer(uit, parquet=rechtuit.UITKOMST if _is_parquet(uit) else None) as uitvoer:
        for nummer, een in feitenbron.personen(feiten, teller, dag):
            with teller.vang(nummer):
                rij = scalar.stel_vast(een, regelversie, peildatum=dag).as_json()
                uitvoer.schrijf(rij)
                teller.beantwoord += 1
    raise typer.Exit(teller.sluit_af())


def vergelijk(
    feiten: str = FEITEN,
    oud: str = typer.Option(..., "--oud", help="De regelversie die gold."),
    nieuw: str = typer.Option(..., "--nieuw", help="De regelversie die ervoor in de plaats komt."),
    peildatum: str | None = PEILDATUM,
    personen: int = typer.Option(1000, "--personen", min=0, help="Hoeveel gewijzigde personen genoemd worden."),
    personen_uit: str | None = PERSONEN_UIT,
    uit: str = UIT_DOCUMENT,
) -> None:
    """Laat zien wat er verandert als de ene regelversie de andere vervangt."""
    van, naar, dag = _regelversie(oud), _regelversie(nieuw), _peildatum(peildatum)
    if _is_parquet(uit):
        rechtuit.stop(
            "--uit: een vergelijking is JSON en past niet in Parquet. Noem een .json, of gebruik --personen-uit."
        )
    rechtuit.eis_verschillend(feiten, ("--uit", uit), ("--personen-uit", personen_uit))
    teller = feitenbron.Teller()
    telling = recht_vergelijk.Vergelijking(van.id, naar.id, dag, personen)
    with ExitStack() as open_:
        document = open_.enter_context(Uitvoer(uit))
        lijst = open_.enter_context(Uitvoer(personen_uit, parquet=rechtuit.VERSCHIL)) if personen_uit else None
        for nummer, een in feitenbron.personen(feiten, teller, dag):
            with teller.vang(nummer):
                verschil = recht_vergelijk.tel_persoon(telling, een, oud=van, nieuw=naar)
                teller.beantwoord += 1
                if lijst is not None and verschil is not None:
                    lijst.schrijf(verschil.as_json())
        telling.tel_geweigerd(teller.geweigerd)
        document.schrijf(telling.as_json())
    raise typer.Exit(teller.sluit_af())


# ── what was asked ───────────────────────────────────────────────────────────────────────────────


def _regelversie(id_: str | None) -> Regelversie:
    try:
        return regelversies.standaard() if id_ is None else regelversies.laad(id_)
    except DomainError as fout:
        rechtuit.stop(fout.zin())


def _peildatum(tekst: str | None) -> date:
    if tekst is None:
        return clock.now().date()
    try:
        return lees_iso(tekst)
    except OngeldigeInvoer as fout:
        rechtuit.stop(f"--peildatum: {fout.zin()}")


def _is_parquet(naam: str) -> bool:
    return naam.lower().endswith(".parquet")
