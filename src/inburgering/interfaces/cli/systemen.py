"""`inburgering beheer client …`: the systems of afnemers, their keys, and the keys under which we sign tokens."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from inburgering.interfaces.cli import wie
from inburgering.interfaces.cli.beheer import app, beheerder_van, eis_bestaande
from inburgering.interfaces.cli.uitvoer import geef, meld, stop_met
from inburgering.toegang.terms import Machtiging

__all__ = ["app"]
Client = Annotated[str, typer.Argument(help="Nummer van het systeem (client_id).", metavar="CLIENT")]


@app.command()
def client(
    naam: Annotated[str, typer.Argument(help="Naam van het systeem.", metavar="NAAM")],
    gemeente: Annotated[str, typer.Option(help="Gemeentecode van vier cijfers.")],
    door: wie.Door,
    oin: Annotated[str, typer.Option(help="OIN van de organisatie. Zonder: een test-OIN.")] = "",
    machtiging: Annotated[
        list[Machtiging] | None, typer.Option(help="Wat het systeem mag; vaker te geven. Zonder: alles.")
    ] = None,
    jwks: Annotated[
        Path | None, typer.Option(help="Bestand met openbare sleutels (JWK Set). Dan komt er geen geheim.")
    ] = None,
) -> None:
    """Meld een systeem aan voor de API; een geheim wordt één keer getoond."""
    with wie.beurt() as now:
        from inburgering.stop import commands as stop
        from inburgering.toegang import commands

        beheerder = beheerder_van(door)
        eis_bestaande(gemeente, wie.vandaag(now))
        nieuw = commands.maak_client(
            naam,
            gemeente,
            oin=oin or None,
            machtigingen=machtiging or list(Machtiging),
            jwks=_lees_jwks(jwks) if jwks else (),
            door=beheerder,
            now=now,
        )
        stop.zorg_voor_gemeenten([gemeente])
    meld("Bewaar dit geheim nu. Het wordt niet nog eens getoond." if nieuw.geheim else "Het systeem tekent zelf.")
    geef({"gemeente": gemeente, "client": nieuw.id, "geheim": nieuw.geheim})


@app.command()
def clienten() -> None:
    """Toon welke systemen er zijn, wat zij mogen en hoe zij zich aanmelden."""
    with wie.beurt():
        from inburgering.toegang import queries

        geef(
            [
                {
                    "client": r.client.id,
                    "naam": r.client.naam,
                    "gemeente": r.client.gemeente,
                    "oin": r.client.oin,
                    "machtigingen": sorted(r.client.machtigingen),
                    "geheim": r.met_geheim,
                    "sleutels": list(r.sleutels),
                    "ingetrokken": r.ingetrokken_op is not None,
                }
                for r in queries.clienten()
            ]
        )


@app.command("trek-client-in")
def trek_client_in(client: Client, door: wie.Door) -> None:
    """Sluit een systeem uit, vanaf het volgende verzoek."""
    with wie.beurt() as now:
        from inburgering.toegang import commands

        if not commands.trek_client_in(client, door=beheerder_van(door), now=now):
            stop_met("client: Dit systeem is er niet, of was al ingetrokken. Kijk in `inburgering beheer clienten`.")
    meld("Het systeem komt er niet meer in, ook niet met een token dat het al had.")
    geef({"client": client, "ingetrokken": True})


@app.command("client-sleutel")
def client_sleutel(
    client: Client,
    jwk: Annotated[Path, typer.Argument(help="Bestand met de openbare sleutel (JWK of JWK Set).", metavar="JWK")],
    door: wie.Door,
) -> None:
    """Geef een systeem een sleutel erbij; de oude blijft werken tot u hem intrekt."""
    with wie.beurt() as now:
        from inburgering.toegang import commands

        beheerder, sleutels = beheerder_van(door), _lees_jwks(jwk)
        for sleutel in sleutels:
            commands.registreer_sleutel(client, sleutel, door=beheerder, now=now)
    meld("Het systeem kan zich met deze sleutel aanmelden.")
    geef({"client": client, "sleutels": [s["kid"] for s in sleutels]})


@app.command("trek-client-sleutel-in")
def trek_client_sleutel_in(
    client: Client,
    kid: Annotated[str, typer.Argument(help="Naam van de sleutel.", metavar="KID")],
    door: wie.Door,
) -> None:
    """Maak een sleutel van een systeem onbruikbaar."""
    with wie.beurt() as now:
        from inburgering.toegang import commands

        if not commands.trek_sleutel_in(client, kid, door=beheerder_van(door), now=now):
            stop_met("kid: Dit systeem heeft zo'n sleutel niet. Kijk in `inburgering beheer clienten`.")
    meld("Met deze sleutel kan niemand zich meer aanmelden. Een token van daarvoor loopt binnen tien minuten af.")
    geef({"client": client, "sleutel": kid, "ingetrokken": True})


@app.command("draai-tokensleutel")
def draai_tokensleutel(
    door: wie.Door,
    per_direct: Annotated[
        bool, typer.Option("--per-direct", help="Maak alle tokens van nu meteen ongeldig; als de sleutel uitlekte.")
    ] = False,
) -> None:
    """Onderteken tokens voortaan met een nieuwe sleutel; systemen merken er niets van."""
    with wie.beurt() as now:
        from inburgering.toegang import commands

        kid = commands.draai_tokensleutel(door=beheerder_van(door), now=now, per_direct=per_direct)
    meld("Er is een nieuwe sleutel. " + ("Oude tokens gelden niet meer." if per_direct else "Oude tokens lopen af."))
    geef({"sleutel": kid, "perDirect": per_direct})


def _lees_jwks(bestand: Path) -> list[dict[str, str]]:
    """The public keys in a file; leaves with status 2 when it cannot be read."""
    from inburgering.toegang.rules import clienten as rules

    try:
        document: Any = json.loads(bestand.read_text(encoding="utf-8"))
    except OSError as fout:
        stop_met(f"{bestand}: {fout.strerror}.")
    except ValueError:
        stop_met(f"{bestand}: Dit is geen JSON. Geef een JWK Set (RFC 7517).")
    return rules.lees_jwks(document)
