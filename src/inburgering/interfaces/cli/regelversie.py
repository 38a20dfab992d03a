"""`inburgering regelversie`: which reading of the law is in use, what another would change, and changing it."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from inburgering.interfaces.cli import wie
from inburgering.interfaces.cli.uitvoer import KLAAR, MET_AFWIJZINGEN, als_json, geef, meld, stop_met
from inburgering.recht.errors import RegelOngeldig

app = typer.Typer(no_args_is_help=True, help="Regelversies: toon, vergelijk over het register, neem in gebruik.")
Naam = Annotated[str, typer.Argument(help="Naam van de regelversie.", metavar="REGELVERSIE")]
Rapport = Annotated[str, typer.Option(help="Kenmerk van het rapport dat u beiden las.")]
Reden = Annotated[str, typer.Option(help="Waarom.")]


@app.command()
def toon() -> None:
    """Toon alle regelversies, welke in gebruik zijn, en wat er met ze gebeurde."""
    with wie.beurt() as now:
        from inburgering.recht import regelversies
        from inburgering.vaststelling import queries

        stapel = queries.alle_in_gebruik(now)
        geef(
            {
                "inGebruik": stapel[-1] if stapel else None,
                "regelversies": [
                    {"id": r.id, "titel": r.titel, "status": r.status, "hash": r.hash, "inGebruik": r.id in stapel}
                    for r in regelversies.alle()
                ],
                "voorstellen": [als_json(g) for g in queries.open_voorstellen(now).values()],
                "register": [als_json(g) for g in queries.register()],
            }
        )


@app.command()
def rapport(
    nieuw: Naam,
    door: wie.Door,
    oud: Annotated[str, typer.Option(help="Waarmee u vergelijkt. Zonder: wat nu geldt of het laatst gold.")] = "",
    peildatum: Annotated[
        date | None, typer.Option(parser=date.fromisoformat, help="Dag waarop de wet kijkt. Zonder: vandaag.")
    ] = None,
) -> None:
    """Reken uit wat een regelversie over het hele register verandert, en bewaar dat onder een kenmerk."""
    with wie.beurt() as now:
        from inburgering.vaststelling import commands, queries, rules

        vorige = oud or rules.laatst_geldend(g for g in queries.register() if g.op <= now)
        dag = peildatum or wie.vandaag(now)
        actor = wie.meld_aan(door)
        kenmerk = commands.stel_rapport_op(vorige, nieuw, peildatum=dag, moment=now, door=actor, now=now)
        gevonden = queries.rapport(kenmerk).inhoud
    meld(f"{gevonden['gelezen']} personen gelezen, {gevonden['gewijzigd']} anders, {gevonden['onbekend']} onbekend.")
    geef({"rapport": kenmerk, **{naam: waarde for naam, waarde in gevonden.items() if naam != "personen"}})


@app.command()
def controleer(
    map_: Annotated[
        Path | None, typer.Argument(metavar="[MAP]", help="Map met regelbestanden. Zonder: die van het product.")
    ] = None,
) -> None:
    """Controleer de regelbestanden in een map en toon alles wat niet klopt, met bestand, regel, artikel en herstel.

    Zijn de bestanden goed, dan rekent dit ook de gevallen na die ernaast liggen (gevallen/*.yaml).
    """
    from inburgering.recht import bronnen, controle, gevallen, wetten

    waar = map_ or wetten.wortel()
    if not waar.is_dir():
        stop_met(f"{waar}: deze map bestaat niet. Noem de map waarin de regelbestanden staan.")
    aantal = len(bronnen.bestanden(waar))
    if not aantal:
        stop_met(f"{waar}: hier staan geen regelbestanden. Noem een map met bestanden die op .yaml eindigen.")
    gebreken = controle.controleer(waar)
    for gebrek in gebreken:
        meld(gebrek.zin())
    alle, anders = [], []
    if not gebreken:
        try:
            alle = gevallen.lees(waar)
            anders = gevallen.toets_alle(alle, wetten.laad(waar))
        except RegelOngeldig as fout:
            anders = [fout.zin()]
    for zin in anders:
        meld(zin)
    meld(f"Bestanden: {aantal}. Gebreken: {len(gebreken)}. Gevallen: {len(alle)}. Anders dan verwacht: {len(anders)}.")
    document = {"map": str(waar), "bestanden": aantal, "gebreken": [als_json(g) for g in gebreken]}
    geef({**document, "gevallen": len(alle), "anders": anders})
    raise typer.Exit(MET_AFWIJZINGEN if gebreken or anders else KLAAR)


@app.command("toon-rapport")
def toon_rapport(
    kenmerk: Annotated[str, typer.Argument(help="Kenmerk van het rapport, of de eerste tekens ervan.")],
    door: wie.Door,
) -> None:
    """Toon een bewaard rapport helemaal, met de personen die veranderen."""
    with wie.beurt():
        from inburgering.toegang.terms import Handeling
        from inburgering.vaststelling import queries

        wie.bevoegde(door, Handeling.REGELVERSIE_VRIJGEVEN, Handeling.DOSSIER_INZIEN)
        rij = queries.rapport(kenmerk)
        geef({"rapport": rij.hash, "wetHash": rij.wet_hash, "feitenOp": rij.moment, "door": rij.door, **rij.inhoud})


@app.command()
def gevallen(naam: Naam) -> None:
    """Reken alle gevallen van een regelversie nu na; status 1 als er een anders uitkomt."""
    from inburgering.primitives.errors import DomainError
    from inburgering.recht import gevaltoets, regelversies

    try:
        uitslag = gevaltoets.toets(regelversies.laad(naam))
    except DomainError as fout:
        stop_met(fout.zin())
    geef({"aantal": uitslag.aantal, "goed": uitslag.goed, "afwijkingen": [a.as_json() for a in uitslag.afwijkingen]})
    if not uitslag.groen:
        meld(f"{uitslag.aantal - uitslag.goed} van {uitslag.aantal} gevallen komen anders uit.")
        raise SystemExit(MET_AFWIJZINGEN)
    meld(f"Alle {uitslag.aantal} gevallen kloppen.")


@app.command()
def geldig(
    op: Annotated[str, typer.Option(help="Een moment (jjjj-mm-dd of jjjj-mm-ddTuu:mm). Zonder: nu.")] = "",
) -> None:
    """Zeg welke regelversie op een moment gold, sinds en tot wanneer, en wie dat besliste en waarom."""
    with wie.beurt() as now:
        from inburgering.vaststelling import queries

        moment = _moment(op) if op else now
        vak = queries.geldigheid_op(moment)
        if len(op) == len("2022-01-10"):
            for later in (v for v in queries.tijdvakken() if moment < v.vanaf < moment + timedelta(days=1)):
                om = f"{later.vanaf.astimezone(wie.HIER):%H:%M}"
                meld(f"Let op: die dag om {om} ging {later.besluit.regelversie} gelden.")
        tot = "en geldt nog" if vak.tot is None else f"en gold tot {vak.tot.astimezone(wie.HIER):%Y-%m-%d %H:%M}"
        meld(f"{vak.besluit.regelversie}: sinds {vak.vanaf.astimezone(wie.HIER):%Y-%m-%d %H:%M} {tot}.")
        geef({"op": moment, "geldt": vak.besluit.regelversie, "vanaf": vak.vanaf, "tot": vak.tot,
              "besluit": als_json(vak.besluit)})  # fmt: skip


@app.command("stel-voor")
def stel_voor(nieuw: Naam, rapport: Rapport, reden: Reden, door: wie.Door) -> None:
    """Stel voor om een regelversie in gebruik te nemen; iemand anders bevestigt dat."""
    with wie.beurt() as now:
        from inburgering.vaststelling import commands, queries

        kenmerk = queries.rapport(rapport).hash
        commands.stel_voor(nieuw, reden=reden, door=wie.meld_aan(door), now=now, rapport_hash=kenmerk)
    meld(f"Regelversie {nieuw} is voorgesteld. Een collega kan dit bevestigen.")
    geef({"voorgesteld": nieuw, "rapport": kenmerk, "op": now})


@app.command()
def bevestig(nieuw: Naam, rapport: Rapport, door: wie.Door) -> None:
    """Bevestig als tweede persoon een voorstel; de regelversie geldt vanaf nu."""
    with wie.beurt() as now:
        from inburgering.vaststelling import commands, queries

        kenmerk = queries.rapport(rapport).hash
        commands.bevestig_voorstel(nieuw, tweede=wie.meld_aan(door), now=now, rapport_hash=kenmerk)
    meld(f"Regelversie {nieuw} is in gebruik.")
    geef({"inGebruik": nieuw, "sinds": now})


@app.command("wijs-af")
def wijs_af(nieuw: Naam, reden: Reden, door: wie.Door) -> None:
    """Wijs een voorstel af, of trek uw eigen voorstel terug."""
    with wie.beurt() as now:
        from inburgering.vaststelling import commands

        commands.wijs_voorstel_af(nieuw, reden=reden, door=wie.meld_aan(door), now=now)
    meld(f"Het voorstel voor {nieuw} is afgewezen.")
    geef({"afgewezen": nieuw, "op": now})


@app.command("neem-in-gebruik")
def neem_in_gebruik(
    nieuw: Naam,
    rapport: Rapport,
    door: wie.Door,
    tweede: wie.Tweede,
    reden: Annotated[str, typer.Option(help="Waarom deze versie moet gelden.")] = "",
) -> None:
    """Neem een regelversie in gebruik, met twee personen die het rapport lazen; alle gevallen worden nagerekend."""
    with wie.beurt() as now:
        from inburgering.vaststelling import commands, queries

        een, twee = wie.meld_samen_aan(door, tweede)
        kenmerk = queries.rapport(rapport).hash
        commands.neem_in_gebruik(nieuw, door=een, tweede=twee, now=now, rapport_hash=kenmerk, reden=reden)
    meld(f"Regelversie {nieuw} is in gebruik.")
    geef({"inGebruik": nieuw, "sinds": now})


@app.command("trek-in")
def trek_in(
    naam: Naam,
    reden: Annotated[str, typer.Option(help="Waarom deze versie weg moet.")],
    door: wie.Door,
    tweede: wie.Tweede,
) -> None:
    """Trek een regelversie in, met twee personen; wat zij vaststelde blijft staan."""
    with wie.beurt() as now:
        from inburgering.vaststelling import commands

        een, twee = wie.meld_samen_aan(door, tweede)
        commands.trek_in_regelversie(naam, reden=reden, door=een, tweede=twee, now=now)
    meld(f"Regelversie {naam} is ingetrokken.")
    geef({"ingetrokken": naam, "sinds": now})


def _moment(tekst: str) -> datetime:
    """A moment in the Netherlands; a day alone is its first moment."""
    try:
        moment = datetime.fromisoformat(tekst)
    except ValueError:
        stop_met(f"--op: {tekst} is geen moment. Schrijf bijvoorbeeld 2022-01-10 of 2022-01-10T14:30.")
    return moment if moment.tzinfo else moment.replace(tzinfo=wie.HIER)
