"""`inburgering stel-vast` and `vergelijk`: facts in, outcomes out; no database, no Django.

Data goes to standard output and nothing else does. A bad line is named with its number, its place, what is wrong
and how to mend it; every other line is answered.
"""

from contextlib import ExitStack
from datetime import date
from enum import StrEnum

import typer

from inburgering.interfaces.cli import feitenbron, rechtuit
from inburgering.interfaces.cli.feitenbron import Teller
from inburgering.interfaces.cli.rechtuit import Uitvoer
from inburgering.primitives import clock
from inburgering.primitives.datums import lees_iso
from inburgering.primitives.errors import DomainError, OngeldigeInvoer
from inburgering.recht import regelversies, scalar
from inburgering.recht import vergelijk as recht_vergelijk
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.register.verslag import Runverslag

FEITEN = typer.Option(..., "--feiten", help="JSON Lines of Parquet met een persoon per regel; - voor standaardinvoer.")
PEILDATUM = typer.Option(None, "--peildatum", help="De dag waarop gekeken wordt (jjjj-mm-dd); anders vandaag.")
UIT = typer.Option("-", "--uit", help="Waar de uitkomst komt: een bestand (.parquet kan ook), of - voor het scherm.")
UIT_DOCUMENT = typer.Option("-", "--uit", help="Waar de vergelijking komt: een JSON-bestand, of - voor het scherm.")
PERSONEN_UIT = typer.Option(None, "--personen-uit", help="Alle gewijzigde personen, als Parquet.")
REGEL = typer.Option(None, "--regel", help="De regelversie; anders de geldende wet.")
VERSLAG = typer.Option(None, "--verslag", help="Waar het verslag van de run komt: een JSON-bestand.")
REDENEN = typer.Option(
    False,  # noqa: FBT003 - typer wants the default first
    "--redenen",
    help="Bij bulk: ook de redenen, door scalar; dat is zo snel als scalar.",
)
MASTER = typer.Option(None, "--master", help="Bij spark: het adres van het cluster, zoals spark://host:7077.")
SPARK = typer.Option(None, "--spark", help="Bij spark: een instelling als naam=waarde; herhaalbaar.")


class Motor(StrEnum):
    """The engines that decide the same."""

    SCALAR = "scalar"
    BULK = "bulk"
    SPARK = "spark"


MOTOR = typer.Option(
    Motor.SCALAR,
    "--motor",
    help=(
        "scalar: een persoon tegelijk, met alle redenen. "
        "bulk: hele registers op deze machine, duizenden keren sneller, zonder redenen. "
        "spark: hetzelfde als bulk op een cluster, van Parquet (registerbeeld) naar een map met Parquet."
    ),
)
MOTOR_VERGELIJK = typer.Option(
    Motor.SCALAR,
    "--motor",
    help="scalar: een persoon tegelijk. bulk: hele registers; wat beslist alleen bij wie genoemd is.",
)


def stel_vast(
    feiten: str = FEITEN,
    regel: str | None = REGEL,
    peildatum: str | None = PEILDATUM,
    uit: str = UIT,
    motor: Motor = MOTOR,
    redenen: bool = REDENEN,
    verslag: str | None = VERSLAG,
    master: str | None = MASTER,
    spark: list[str] | None = SPARK,
) -> None:
    """Stel per persoon vast of en sinds wanneer de inburgeringsplicht geldt, en volgens welke wet."""
    regelversie, dag = _regelversie(regel), _peildatum(peildatum)
    rechtuit.eis_verschillend(feiten, ("--uit", uit), ("--verslag", verslag))
    if (master or spark) and motor is not Motor.SPARK:
        rechtuit.stop("--master en --spark horen bij --motor spark. Laat ze weg, of kies die motor.")
    if motor is Motor.SPARK:
        from inburgering.interfaces.cli import cluster

        klaar = cluster.stel_vast(feiten, uit, regelversie, dag, master=master, opties=spark or [])
    elif motor is Motor.BULK:
        from inburgering.interfaces.cli import bulk

        register = bulk.Register(feiten, dag, regelversie)
        with register.teller.telt():
            klaar = register.teller, bulk.stel_vast(register, uit, redenen=redenen)
    else:
        klaar = _een_voor_een(feiten, uit, regelversie, dag)
    raise typer.Exit(_sluit_af(*klaar, bestand=verslag))


def _een_voor_een(feiten: str, uit: str, regelversie: Regelversie, dag: date) -> tuple[Teller, Runverslag]:
    teller, verslag = Teller(), Runverslag()
    with teller.telt(), Uitvoer(uit, parquet=rechtuit.UITKOMST if _is_parquet(uit) else None) as uitvoer:
        for nummer, een in feitenbron.personen(feiten, teller, dag):
            with teller.vang(nummer):
                rij = scalar.stel_vast(een, regelversie, peildatum=dag).as_json()
                uitvoer.schrijf(rij)
                verslag.tel_een(rij["oordeel"], rij["ontbrekendeFeiten"])
                teller.beantwoord += 1
    return teller, verslag


def _sluit_af(teller: Teller, verslag: Runverslag, *, bestand: str | None) -> int:
    """Tell what the run came to, in full in `bestand`; the exit status."""
    for zin in verslag.zinnen():
        typer.echo(zin, err=True)
    if bestand is not None:
        with Uitvoer(bestand) as uitvoer:
            uitvoer.schrijf(verslag.as_json())
    return teller.sluit_af()


def vergelijk(
    feiten: str = FEITEN,
    oud: str = typer.Option(..., "--oud", help="De regelversie die gold."),
    nieuw: str = typer.Option(..., "--nieuw", help="De regelversie die ervoor in de plaats komt."),
    peildatum: str | None = PEILDATUM,
    personen: int = typer.Option(1000, "--personen", min=0, help="Hoeveel gewijzigde personen genoemd worden."),
    personen_uit: str | None = PERSONEN_UIT,
    uit: str = UIT_DOCUMENT,
    motor: Motor = MOTOR_VERGELIJK,
    redenen: bool = REDENEN,
) -> None:
    """Laat zien wat er verandert als de ene regelversie de andere vervangt."""
    van, naar, dag = _regelversie(oud), _regelversie(nieuw), _peildatum(peildatum)
    if _is_parquet(uit):
        rechtuit.stop(
            "--uit: een vergelijking is JSON en past niet in Parquet. Noem een .json, of gebruik --personen-uit."
        )
    if motor is Motor.SPARK:
        rechtuit.stop(
            "--motor: een vergelijking gaat met scalar of bulk; bulk doet tien miljoen personen op een machine."
        )
    rechtuit.eis_verschillend(feiten, ("--uit", uit), ("--personen-uit", personen_uit))
    telling = recht_vergelijk.Vergelijking(van.id, naar.id, dag, personen)
    with ExitStack() as open_:
        document = open_.enter_context(Uitvoer(uit))
        if motor is Motor.BULK:
            from inburgering.interfaces.cli import bulk

            lijst = open_.enter_context(Uitvoer(personen_uit)) if personen_uit else None
            register = bulk.Register(feiten, dag, naar)
            with register.teller.telt():
                bulk.vergelijk(register, van, telling, lijst, redenen=redenen)
            teller = register.teller
        else:
            lijst = open_.enter_context(Uitvoer(personen_uit, parquet=rechtuit.VERSCHIL)) if personen_uit else None
            teller = _vergelijk_een_voor_een(feiten, telling, van, naar, lijst=lijst)
        telling.tel_geweigerd(teller.geweigerd)
        document.schrijf(telling.as_json())
    raise typer.Exit(teller.sluit_af())


def _vergelijk_een_voor_een(
    feiten: str, telling: recht_vergelijk.Vergelijking, van: Regelversie, naar: Regelversie, *, lijst: Uitvoer | None
) -> Teller:
    teller = Teller()
    with teller.telt():
        for nummer, een in feitenbron.personen(feiten, teller, telling.peildatum):
            with teller.vang(nummer):
                verschil = recht_vergelijk.tel_persoon(telling, een, oud=van, nieuw=naar)
                teller.beantwoord += 1
                if lijst is not None and verschil is not None:
                    lijst.schrijf(verschil.as_json())
    return teller


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
