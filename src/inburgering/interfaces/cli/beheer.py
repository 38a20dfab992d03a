"""`inburgering beheer`: let people and systems in."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inburgering.interfaces.cli import wie
from inburgering.interfaces.cli.uitvoer import als_json, geef, meld, stop_met
from inburgering.toegang.terms import SYSTEEM, Handeling, Rol

if TYPE_CHECKING:
    from inburgering.toegang.terms import Actor

app = typer.Typer(no_args_is_help=True, help="Toegang: medewerkers, systemen, abonnementen en mandaten.")
Gemeente = Annotated[str, typer.Argument(help="Gemeentecode van vier cijfers.", metavar="GEMEENTE")]

Uitvoerder = Annotated[str, typer.Argument(help="Code van de gemeente die het werk doet.", metavar="UITVOERDER")]


@app.command()
def medewerker(
    gebruikersnaam: Annotated[str, typer.Argument(help="Waarmee deze persoon inlogt.", metavar="NAAM")],
    rol: Annotated[Rol, typer.Option(help="Wat deze persoon in de keten is.")],
    naam: Annotated[str, typer.Option(help="Hoe deze persoon heet. Zonder: de gebruikersnaam.")] = "",
    gemeente: Annotated[str | None, typer.Option(help="Gemeentecode; alleen bij een klantmanager.")] = None,
    wachtwoord_bestand: Annotated[
        Path | None, typer.Option(help="Bestand met het wachtwoord. Zonder: er wordt twee keer om gevraagd.")
    ] = None,
    door: Annotated[
        str, typer.Option(help="Gebruikersnaam van de privacy officer. Niet nodig zolang er geen is.")
    ] = "",
) -> None:
    """Maak een medewerker met een rol en een wachtwoord."""
    with wie.beurt() as now:
        from django.db import transaction

        from inburgering.spoor import commands as spoor
        from inburgering.stop import commands as stop
        from inburgering.toegang import commands

        beheerder = beheerder_van(door)
        if gemeente:
            eis_bestaande(gemeente, wie.vandaag(now))
        woord = _nieuw_wachtwoord(wachtwoord_bestand)
        with transaction.atomic():
            actor = commands.maak_medewerker(
                gebruikersnaam, naam or gebruikersnaam, rol=rol, gemeente=gemeente, wachtwoord=woord, now=now
            )
            spoor.schrijf_audit(
                beheerder.id, "medewerker.toegelaten", object_soort="medewerker", object_id=actor.id, now=now
            )
        if gemeente:
            stop.zorg_voor_gemeenten([gemeente])
    meld(f"{gebruikersnaam} kan inloggen als {rol}.")
    geef({"id": actor.id, "gebruikersnaam": gebruikersnaam, "rol": rol.value, "gemeente": gemeente})


@app.command()
def medewerkers() -> None:
    """Toon wie er kunnen inloggen, met hun rol."""
    with wie.beurt():
        from inburgering.toegang import queries

        geef([{"id": a.id, "naam": a.naam, "rol": a.rol.value, "gemeente": a.gemeente} for a in queries.medewerkers()])


@app.command()
def abonneer(
    gemeente: Gemeente,
    sink: Annotated[str, typer.Argument(help="Adres (https) dat berichten aanneemt.", metavar="SINK")],
    door: wie.Door,
    contact: Annotated[str, typer.Option(help="E-mailadres voor als bezorgen blijvend mislukt.")] = "",
) -> None:
    """Abonneer een adres van een gemeente op berichten per webhook; een werker vraagt het eerst om toestemming."""
    with wie.beurt() as now:
        from inburgering.signaal import commands

        beheerder = beheerder_van(door)
        eis_bestaande(gemeente, wie.vandaag(now))
        nummer, geheim = commands.maak_abonnement(gemeente, sink, door=beheerder, now=now, contact=contact)
    meld("Bewaar dit geheim nu. De ontvanger rekent er de ondertekening mee na.")
    geef({"abonnement": nummer, "gemeente": gemeente, "geheim": geheim})


@app.command()
def mandaat(
    gemeente: Gemeente,
    uitvoerder: Uitvoerder,
    vanaf: Annotated[date, typer.Option(parser=date.fromisoformat, help="Eerste dag, als 2026-01-31.")],
    door: wie.Door,
    tot: Annotated[
        date | None, typer.Option(parser=date.fromisoformat, help="Tot deze dag; die dag telt niet mee.")
    ] = None,
) -> None:
    """Leg vast dat een gemeente het werk van een andere doet."""
    with wie.beurt() as now:
        from inburgering.primitives.ids import Gemeentecode
        from inburgering.toegang import commands

        beheerder = beheerder_van(door)
        for code in (gemeente, uitvoerder):
            eis_bestaande(code, wie.vandaag(now))
        nummer = commands.geef_mandaat(
            Gemeentecode(gemeente), Gemeentecode(uitvoerder), vanaf=vanaf, tot=tot, door=beheerder, now=now
        )
    meld(f"Gemeente {uitvoerder} doet het werk van {gemeente} vanaf {vanaf:%d-%m-%Y}.")
    geef({"mandaat": nummer})


@app.command("mandaat-einde")
def mandaat_einde(
    gemeente: Gemeente,
    uitvoerder: Uitvoerder,
    tot: Annotated[date, typer.Option(parser=date.fromisoformat, help="Tot deze dag; die dag telt niet mee.")],
    door: wie.Door,
) -> None:
    """Beëindig het mandaat waarmee een gemeente het werk van een andere doet."""
    with wie.beurt() as now:
        from inburgering.primitives.ids import Gemeentecode
        from inburgering.toegang import commands

        beheerder = beheerder_van(door)
        nummers = commands.beeindig_mandaat(
            Gemeentecode(gemeente), Gemeentecode(uitvoerder), tot=tot, door=beheerder, now=now
        )
    meld(f"Gemeente {uitvoerder} werkt vanaf {tot:%d-%m-%Y} niet meer voor {gemeente}.")
    geef({"mandaten": nummers, "tot": tot})


@app.command()
def mandaten() -> None:
    """Toon welke gemeente voor welke andere werkt, en van wanneer tot wanneer."""
    with wie.beurt():
        from inburgering.toegang import queries

        geef([als_json(rij) for rij in queries.mandaten()])


def beheerder_van(door: str) -> "Actor":
    """Who may let others in: the privacy officer; or nobody in particular as long as there is none."""
    from inburgering.toegang import queries

    if door:
        return wie.bevoegde(door, Handeling.TOEGANG_BEHEREN)
    if queries.medewerkers(Rol.PRIVACY_OFFICER):
        stop_met("door: Er is een privacy officer. Alleen die laat anderen toe. Geef --door met die gebruikersnaam.")
    return SYSTEEM


def eis_bestaande(gemeente: str, dag: date) -> None:
    """Leave when nobody works at that gemeente today."""
    from inburgering.organisatie import gemeenten

    nu = gemeenten.rechtsopvolger(gemeente, dag)
    if nu != gemeente:
        stop_met(f"gemeente: {gemeenten.naam(gemeente)} bestaat niet meer. Neem {nu} ({gemeenten.naam(nu)}).")


def _nieuw_wachtwoord(bestand: Path | None) -> str:
    """A password that is long enough, from a file or asked twice."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    try:
        woord = bestand.read_text(encoding="utf-8").rstrip("\r\n") if bestand else wie.vraag_nieuw_wachtwoord()
        validate_password(woord)
    except OSError as fout:
        stop_met(f"wachtwoord-bestand: {bestand}: {fout.strerror}.")
    except ValidationError as fout:
        stop_met(f"wachtwoord: {' '.join(fout.messages)}")
    return woord
