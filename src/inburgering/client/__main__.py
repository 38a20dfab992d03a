"""`python -m inburgering.client`: try the connection of a system by hand.

The secret comes from INBURGERING_CLIENT_GEHEIM, or a private key from the file named by INBURGERING_CLIENT_SLEUTEL.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Any

from inburgering.client import GeweigerdDoorDienst, Koppeling, NietBereikbaar, Statuslijsten, StatuslijstOnbruikbaar


def main(woorden: list[str] | None = None, *, klok: Callable[[tzinfo], datetime] = datetime.now) -> int:  # noqa: TID251 - a program of its own has a clock of its own
    """Do what was asked; 0 done, 1 not allowed to use, 2 refused or asked wrongly, 3 no connection."""
    keuze = _lezer().parse_args(woorden)
    try:
        uit, status = _doe(_koppeling(keuze), keuze, now=klok(UTC))
    except (GeweigerdDoorDienst, ValueError) as fout:
        print(f"Geweigerd: {fout}", file=sys.stderr)  # noqa: T201 - a command line speaks
        return 2
    except NietBereikbaar as fout:
        print(f"Geen verbinding: {fout}", file=sys.stderr)  # noqa: T201 - a command line speaks
        return 3
    json.dump(uit, sys.stdout, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write("\n")
    return status


def _lezer() -> argparse.ArgumentParser:
    lezer = argparse.ArgumentParser(prog="python -m inburgering.client", description="De koppeling met de hand.")
    lezer.add_argument("--adres", default=os.environ.get("INBURGERING_ADRES", "http://127.0.0.1:8000"))
    lezer.add_argument("--client", default=os.environ.get("INBURGERING_CLIENT", ""), help="nummer van uw systeem")
    lezer.add_argument("--gemeente", default="", help="code, als uw systeem voor meer gemeenten werkt")
    lezer.add_argument("--map", type=Path, default=Path("statuslijsten"), help="waar statuslijsten worden bewaard")
    delen = lezer.add_subparsers(dest="wat", required=True, metavar="OPDRACHT")
    delen.add_parser("signalen", help="haal signalen op").add_argument("--sinds", type=int, default=0)
    delen.add_parser("signaal", help="haal een signaal op").add_argument("signaal")
    delen.add_parser("bevestig", help="bevestig een signaal of correctie").add_argument("signaal")
    delen.add_parser("status", help="mag een kopie nog worden gebruikt?").add_argument("signaal")
    delen.add_parser("stops", help="toon stops die nu gelden")
    delen.add_parser("bevestig-stop", help="bevestig een stop").add_argument("stop")
    delen.add_parser("doorgiften", help="toon wat is doorgegeven")
    door = delen.add_parser("geef-door", help="leg vast dat u gegevens doorgaf")
    for naam in ("signaal", "ontvanger"):
        door.add_argument(naam)
    door.add_argument("gegevens", nargs="+")
    door.add_argument("--datum", type=date.fromisoformat, required=True)
    return lezer


def _koppeling(keuze: argparse.Namespace) -> Koppeling:
    pad = os.environ.get("INBURGERING_CLIENT_SLEUTEL", "")
    try:
        sleutel = Path(pad).read_bytes() if pad else b""
    except OSError as fout:
        raise ValueError(f"INBURGERING_CLIENT_SLEUTEL: dit bestand is niet te lezen ({fout.strerror}).") from fout
    geheim = "" if sleutel else os.environ.get("INBURGERING_CLIENT_GEHEIM", "")
    return Koppeling(keuze.adres, keuze.client, geheim, sleutel=sleutel, gemeente=keuze.gemeente)


def _doe(koppeling: Koppeling, keuze: argparse.Namespace, *, now: datetime) -> tuple[Any, int]:
    """What comes back and the status."""
    if keuze.wat == "status":
        return _status(koppeling, keuze, now=now)
    if keuze.wat == "geef-door":
        rij = koppeling.geef_door(keuze.signaal, keuze.ontvanger, keuze.gegevens, datum=keuze.datum)
        return asdict(rij), 0
    doe: dict[str, Callable[[], Any]] = {
        "signalen": lambda: [asdict(s) for s in koppeling.signalen(sinds=keuze.sinds)],
        "signaal": lambda: asdict(koppeling.signaal(keuze.signaal)),
        "bevestig": lambda: koppeling.bevestig(keuze.signaal),
        "stops": lambda: [asdict(s) for s in koppeling.stops()],
        "bevestig-stop": lambda: koppeling.bevestig_stop(keuze.stop),
        "doorgiften": lambda: [asdict(d) for d in koppeling.doorgiften()],
    }
    return doe[keuze.wat](), 0


def _status(koppeling: Koppeling, keuze: argparse.Namespace, *, now: datetime) -> tuple[Any, int]:
    signaal = koppeling.signaal(keuze.signaal)
    try:
        lijsten = Statuslijsten(koppeling.sleuteladres, map_=keuze.map)
        toestand = lijsten.toestand(signaal.statusverwijzing, now=now).name.lower()
    except StatuslijstOnbruikbaar as fout:
        toestand = f"onbekend: {fout}"
    mag = toestand == "bruikbaar" and signaal.mag_gebruikt_worden(now)
    return {"signaal": signaal.id, "toestand": toestand, "magGebruikt": mag}, 0 if mag else 1


if __name__ == "__main__":
    sys.exit(main())
