"""`inburgering lees`: takes a delivery of BRP, IND or COA in."""

from pathlib import Path
from typing import Annotated

import typer

from inburgering.feit.terms import Leesverslag
from inburgering.interfaces.cli.opstart import start_product
from inburgering.interfaces.cli.uitvoer import GEWEIGERD_DOOR_STOP, MET_AFWIJZINGEN, geef, meld, stop_met
from inburgering.primitives import clock
from inburgering.primitives.errors import DomainError

_TOON_MAX = 20


def lees(
    bron: Annotated[str, typer.Argument(help="brp, ind of coa.", metavar="BRON")],
    bestand: Annotated[Path, typer.Argument(help="Het bestand met de levering.", metavar="BESTAND")],
    als_json: Annotated[bool, typer.Option("--json", help="Geef het verslag als JSON.")] = False,
) -> None:
    """Lees een levering; wat niet kan worden opgenomen staat erbij met plaats, veld, reden en herstel."""
    start_product()
    from inburgering.feit import commands, queries
    from inburgering.stop import queries as stop
    from inburgering.stop.errors import StopVanKracht

    try:
        stop.eis_inkomend(bron.lower())
        verslag = commands.neem_op(bron, bestand, now=clock.now())
    except StopVanKracht as fout:
        stop_met(fout.zin(), status=GEWEIGERD_DOOR_STOP)
    except DomainError as fout:
        stop_met(fout.zin())
    _zeg(verslag, alles=als_json)
    for blokkade in queries.blokkades():
        if verslag.levering_id not in blokkade.leveringen:  # else it was told already
            meld(f"Geblokkeerd ({blokkade.bron}, {blokkade.leverancier}): {blokkade.reden} {blokkade.herstel}")
    if als_json:
        geef(verslag.as_json())
    if verslag.fouten or verslag.meldingen:
        raise SystemExit(MET_AFWIJZINGEN)


def _zeg(verslag: Leesverslag, *, alles: bool) -> None:
    """Tell the person what became of the delivery; in full for a program, the first twenty refusals for a person."""
    geweigerd = verslag.geweigerd()
    for fout in geweigerd if alles else geweigerd[:_TOON_MAX]:
        meld(f"{fout.plaats}: {fout.veld}: {fout.reden} {fout.herstel}")
    if not alles and len(geweigerd) > _TOON_MAX:
        meld(f"… en nog {len(geweigerd) - _TOON_MAX}; met --json staan ze er allemaal.")
    meld(
        f"gelezen {verslag.gelezen}, opgenomen {verslag.opgenomen}, ongewijzigd {verslag.ongewijzigd}, "
        f"geweigerd {len(geweigerd)}"
    )
    for fout in verslag.meldingen:
        meld(f"{fout.plaats}: {fout.veld}: {fout.reden} {fout.herstel}")
    for opmerking in verslag.opmerkingen:
        meld(opmerking)
