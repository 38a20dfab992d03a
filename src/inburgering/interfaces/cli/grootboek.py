"""`inburgering spoor`: what the ledger knows, for who oversees (wie-heeft, vrijgave), and the proof of one line."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from inburgering.interfaces.cli import wie
from inburgering.interfaces.cli.uitvoer import MET_AFWIJZINGEN, geef, meld, stop_met
from inburgering.primitives.errors import DomainError
from inburgering.toegang.terms import Handeling

if TYPE_CHECKING:
    from inburgering.toegang.terms import Actor

AlsJson = Annotated[bool, typer.Option("--json", help="Geef alles als JSON.")]
_KOPPEN = ("Verstrekking", "Ontvanger", "Vrijgave", "Soort", "Kanaal", "Op", "Geopend", "Doorgegeven aan")


def wie_heeft(
    persoon: Annotated[
        str, typer.Argument(help="Dossiernummer, als D-000012 of alleen het nummer.", metavar="PERSOON")
    ],
    door: wie.Door,
    als_json: AlsJson = False,
) -> None:
    """Toon wie gegevens van een persoon heeft: van ons of doorgegeven, geopend, geëxporteerd en teruggeroepen."""
    with wie.beurt() as now:
        from inburgering.feit import queries as feit
        from inburgering.spoor import queries as spoor
        from inburgering.verstrekking import queries

        actor = wie.bevoegde(door, Handeling.SPOOR_INZIEN)
        cijfers = persoon.upper().removeprefix("D-")
        nummer = int(cijfers) if cijfers.isascii() and cijfers.isdigit() and len(cijfers) < 16 else 0
        if not feit.bestaat(nummer):
            stop_met("persoon: Dit nummer is van niemand. Neem het over uit het dossier, bijvoorbeeld D-000012.")
        rijen = queries.van_persoon(nummer)
        _leg_vast(actor, [nummer], "dossier", spoor.pseudoniem(nummer), now)
        _toon({"persoon": nummer}, _regels(rijen), als_json=als_json)


def vrijgave(
    nummer: Annotated[int, typer.Argument(help="Nummer van de vrijgave.", metavar="NUMMER")],
    door: wie.Door,
    als_json: AlsJson = False,
) -> None:
    """Toon alles wat onder een vrijgave is verstrekt: aan wie, geopend, geëxporteerd, doorgegeven, teruggeroepen."""
    with wie.beurt() as now:
        from inburgering.stop import queries as stop
        from inburgering.verstrekking import queries

        actor = wie.bevoegde(door, Handeling.SPOOR_INZIEN)
        stop.vrijgave(nummer)
        rijen = queries.van_vrijgaven([nummer])
        _leg_vast(actor, sorted({r.persoon_id for r in rijen}), "vrijgave", str(nummer), now)
        _toon({"vrijgave": nummer}, _regels(rijen), als_json=als_json)


def bewijs(
    regel: Annotated[int, typer.Argument(help="Nummer van de regel.", metavar="REGEL")],
    door: wie.Door,
    soort: Annotated[str, typer.Option(help="regel, groep, audit of afdruk.")] = "regel",
    persoon: Annotated[int | None, typer.Option(help="Van een groep: bewijs ook dat deze persoon erin staat.")] = None,
    naar: Annotated[Path | None, typer.Option(help="Schrijf het bewijs naar dit bestand.")] = None,
) -> None:
    """Bewijs dat een regel onder een zegel staat, zonder een andere regel te tonen."""
    with wie.beurt() as now:
        from inburgering.spoor import commands
        from inburgering.spoor.queries import bewijzen

        actor = wie.bevoegde(door, Handeling.SPOOR_INZIEN)
        stuk = bewijzen.bewijsstuk(soort, regel, persoon_id=persoon)
        commands.schrijf_audit(actor.id, "spoor.bewezen", object_soort=soort, object_id=regel, now=now)
        if naar is None:
            geef(stuk)
            return
        try:
            naar.write_text(json.dumps(stuk, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except OSError as fout:
            stop_met(f"naar: Hier kan niets worden geschreven ({fout.strerror}). Kies een ander bestand.")
        geef({"bestand": str(naar), "zegel": stuk["zegel"]["nummer"], "sleutel": stuk["zegel"]["sleutel"]})


def toets_bewijs(
    bestand: Annotated[Path, typer.Argument(help="Het bestand dat `spoor bewijs` schreef.", metavar="BESTAND")],
    sleutel: Annotated[
        str, typer.Option(help="De openbare sleutel, 64 cijfers; zonder: de sleutel die in het bestand staat.")
    ] = "",
) -> None:
    """Toets een bewijs, zonder databank; status 1 als het niet klopt."""
    from inburgering.spoor import rules

    try:
        stuk = json.loads(bestand.read_text(encoding="utf-8"))
        gebreken = rules.toets_bewijsstuk(stuk, sleutel=rules.lees_sleutel(sleutel) if sleutel else None)
        uit = {"getuige": rules.getuige_van(stuk), "sleutel": stuk["zegel"]["sleutel"]}
    except OSError as fout:
        stop_met(f"bestand: Dit bestand is niet te lezen ({fout.strerror}). Controleer de naam.")
    except ValueError:
        stop_met("bestand: Dit is geen JSON. Maak het bewijs opnieuw met `inburgering spoor bewijs`.")
    except DomainError as fout:
        stop_met(fout.zin())
    geef({"klopt": not gebreken, "gebreken": gebreken, "regel": json.loads(stuk["regel"])[1], **uit})
    if not sleutel:
        meld("Vergelijk de sleutel met de sleutel die u van DUO kent, of geef hem met --sleutel.")
    if gebreken:
        raise SystemExit(MET_AFWIJZINGEN)


def _leg_vast(actor: "Actor", personen: Sequence[int], soort: str, kenmerk: str, now: datetime) -> None:
    """That who oversees looked: one act, and in the trail a line for every person who was shown."""
    from django.db import transaction

    from inburgering.spoor import commands, queries
    from inburgering.spoor.terms import Verwerking

    codes = queries.pseudoniemen(personen)
    regel = Verwerking("grootboek.ingezien", "doorgifte-volgen", None, now, now)
    with (
        transaction.atomic(),
        commands.daad(actor.id, "grootboek.ingezien", object_soort=soort, object_id=kenmerk, now=now),
    ):
        commands.leg_groep_vast(regel, [codes[p] for p in personen], now=now)


def _regels(rijen: Sequence[Any]) -> list[dict[str, Any]]:
    """Each verstrekking with what became of it."""
    from inburgering.kennisgeving.commands.inzage import naam
    from inburgering.signaal import queries as signaal
    from inburgering.verstrekking import queries

    verder = queries.verder([r.pk for r in rijen])
    gelezen = signaal.lezingen(sorted({r.signaal_id for r in rijen if r.signaal_id}))
    return [
        {
            "verstrekking": r.pk,
            "persoon": r.persoon_id,
            "ontvanger": r.ontvanger,
            "naam": naam(r.ontvanger),
            "vrijgave": r.vrijgave_id,
            "soort": r.soort,
            "kanaal": r.kanaal,
            "op": r.op,
            "gegevens": r.gegevens,
            "grondslag": r.grondslag,
            "signaal": r.signaal_id,
            "geexporteerd": r.kanaal == "export",
            "geopend": [g._asdict() for g in gelezen.get(r.signaal_id, ())],
            "doorgegeven": [_stap(stap, naam(stap.ontvanger)) for stap in verder.get(r.pk, ())],
        }
        for r in rijen
    ]


def _stap(stap: Any, naam: str) -> dict[str, Any]:
    return {
        "doorgifte": stap.id,
        "na": stap.ouder_id,
        "ontvanger": stap.ontvanger,
        "naam": naam,
        "gegevens": list(stap.gegevens),
        "grondslag": stap.grondslag,
        "toegestaan": stap.toegestaan,
        "datum": stap.datum,
        "teruggeroepenOp": stap.gevraagd_op,
        "bevestigdOp": stap.bevestigd_op,
    }


def _toon(kop: dict[str, Any], regels: Sequence[dict[str, Any]], *, als_json: bool) -> None:
    if als_json:
        geef(kop | {"verstrekkingen": regels})
        return
    tabel = Table(*_KOPPEN, title=", ".join(f"{k} {w}" for k, w in kop.items()), title_justify="left")
    for r in regels:
        kanaal = "export" if r["geexporteerd"] else r["kanaal"]
        geopend = "\n".join(f"{_dag(g['eerst'])} ({g['kanaal']}, {g['keer']}x)" for g in r["geopend"]) or "nee"
        verder = "\n".join(_in_woorden(stap) for stap in r["doorgegeven"]) or "niemand"
        cellen = (r["verstrekking"], r["naam"], r["vrijgave"], r["soort"], kanaal, _dag(r["op"]), geopend, verder)
        tabel.add_row(*map(str, cellen))
    Console(highlight=False).print(tabel)
    meld(f"{len(regels)} verstrekkingen. Met --json ziet u ook welke gegevens en op welke grond.")


def _in_woorden(stap: dict[str, Any]) -> str:
    stand = "niet teruggeroepen"
    if stap["bevestigdOp"]:
        stand = f"gestopt op {_dag(stap['bevestigdOp'])}"
    elif stap["teruggeroepenOp"]:
        stand = f"teruggeroepen op {_dag(stap['teruggeroepenOp'])}"
    return f"{stap['naam']} ({stand})"


def _dag(moment: datetime) -> str:
    return moment.astimezone(wie.HIER).strftime("%d-%m-%Y %H:%M")
