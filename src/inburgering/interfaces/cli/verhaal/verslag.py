"""The readable account: what happened in numbers, and what everybody has in hand now."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table


def toon(scherm: Console, uit: Mapping[str, Any]) -> None:
    """Print the account from the counted document."""
    scherm.print()
    scherm.print(_cijfers(uit))
    scherm.print(_in_handen(uit))
    scherm.print(_sluitend(uit))


def _cijfers(uit: Mapping[str, Any]) -> Table:
    tabel = Table(title=f"Wat er gebeurde met {uit['personen']} mensen", title_justify="left", show_header=False)
    tabel.add_column(style="bold")
    tabel.add_column(justify="right")
    tabel.add_column()
    rem, herstel, correctie = uit["stop"], uit["herstel"], uit["correctie"]
    for wat, aantal, toelichting in (
        (
            "Brieven verzonden",
            uit["kennisgeving"]["verzonden"],
            f"met regelversie '{uit['vaststelling']['regelversie']}'",
        ),
        ("Signalen bezorgd", uit["signaal"]["bezorgd"], f"aan {uit['signaal']['gemeenten']} gemeenten"),
        ("  geopend", uit["signaal"]["geopend"], f"en {uit['signaal']['doorgiften']} keer doorgegeven"),
        ("Leesbaar voor de stop", rem["leesbaarVoor"], "voor de databankrol van de gemeenten"),
        (
            "Leesbaar na de stop",
            rem["leesbaarNa"],
            f"{rem['vastgelegdMs']} ms later; leeg na {rem['leeggelopenMs']} ms",
        ),
        ("Pogingen geweigerd", sum(rem["geweigerd"].values()), _opsomming(rem["geweigerd"])),
        ("Stop bevestigd", rem["gemeentenBevestigd"], f"van {rem['gemeentenGevraagd']} gemeenten"),
        ("Terecht", herstel["terecht"], f"van {herstel['onderzocht']} onderzochte personen"),
        ("Ten onrechte", herstel["tenOnrechte"], f"{herstel['doorMensBeslist']} beslist door twee mensen"),
        (
            "Signalen ingetrokken",
            correctie["ingetrokken"],
            f"{correctie['naarRechtsopvolger']} naar een rechtsopvolger",
        ),
        ("Signalen omgeleid", correctie["omgeleid"], f"{correctie['nageleverd']} nageleverd"),
        (
            "Brieven met uitleg",
            uit["brieven"]["uitleg"],
            f"{uit['brieven']['correctie']} correctie, {uit['brieven']['keuze']} keuze",
        ),
    ):
        tabel.add_row(wat, str(aantal), toelichting)
    for cohort in uit["hervatting"]["cohorten"]:
        tabel.add_row(f"Cohort {cohort['naam']}", str(cohort["personen"]), f"vanaf {cohort['op']}")
    return tabel


def _opsomming(per_kanaal: Mapping[str, int]) -> str:
    return ", ".join(f"{kanaal} {aantal}" for kanaal, aantal in per_kanaal.items())


def _in_handen(uit: Mapping[str, Any]) -> Table:
    tabel = Table(title="Wat iedereen nu in handen heeft", title_justify="left")
    tabel.add_column("Wie", style="bold")
    tabel.add_column("Wat")
    correctie, brieven, lek = uit["correctie"], uit["brieven"], uit["datalek"]
    ingetrokken = f"{correctie['ingetrokken']} intrekkingen en {correctie['omgeleid']} omleidingen"
    post = f"{brieven['uitleg']} brieven met uitleg, {brieven['correctie']} met de juiste uitkomst"
    aangifte = f"een voorlopige aangifte van {lek['voorlopigKlaarOp'][:16]}"
    over = f"{lek['betrokkenen']} personen en {lek['ontvangers']} ontvangers"
    for wie, wat in (
        (
            "Gemeenten",
            f"{ingetrokken}, {correctie['bevestigd']} bevestigd; wat is ingetrokken blijft voor altijd dicht",
        ),
        ("Personen", f"{post}, {brieven['keuze']} met een keuze"),
        ("AP", f"{aangifte} over {over}; binnen 72 uur: {'ja' if lek['binnen72uur'] else 'nee'}"),
        ("CBS", f"{uit['statistiek']['vervangen']} vervangende levering voor wat is aangehouden"),
        ("DUO", "per persoon een eindstand, per verstrekking een regel, en een verzegeld spoor"),
    ):
        tabel.add_row(wie, wat)
    return tabel


def _sluitend(uit: Mapping[str, Any]) -> str:
    los = {naam: waarde for naam, waarde in uit["sluitend"].items() if waarde not in {0, True} or waarde is False}
    if not los:
        return "[green]Sluitend:[/green] niemand zonder eindstand, niets dubbel, niets zonder spoor; het spoor klopt."
    return f"[red]Niet sluitend:[/red] {los}"
