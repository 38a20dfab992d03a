"""`python -m inburgering.client`: the connection of a system by hand.

The secret comes from INBURGERING_CLIENT_GEHEIM, or a private key from the file named by INBURGERING_CLIENT_SLEUTEL; the
secret of a webhook from INBURGERING_WEBHOOK_GEHEIM, while it is being renewed two with a space between them.
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

from inburgering.client.enveloppen import Enveloppen
from inburgering.client.koppeling import Koppeling, sleuteladres
from inburgering.client.statuslijst import Statuslijsten, StatuslijstOnbruikbaar
from inburgering.client.terms import GeweigerdDoorDienst, NietBereikbaar
from inburgering.client.webhook import WebhookOnecht, lees_webhook

Uitkomst = tuple[Any, int]


def main(woorden: list[str] | None = None, *, klok: Callable[[tzinfo], datetime] = datetime.now) -> int:  # noqa: TID251 - a program of its own has a clock of its own
    """Do what was asked; 0 done, 1 not allowed to use, 2 refused or asked wrongly, 3 no connection."""
    keuze = _lezer().parse_args(woorden)
    try:
        uit, status = _OPDRACHTEN[keuze.wat](keuze, klok(UTC))
    except (GeweigerdDoorDienst, ValueError) as fout:
        return _zeg(f"Geweigerd: {fout}", 2)
    except OSError as fout:
        return _zeg(f"{fout.filename}: dit bestand is niet te gebruiken ({fout.strerror}).", 2)
    except WebhookOnecht as fout:
        return _zeg(f"Onecht: {fout}", 1)
    except NietBereikbaar as fout:
        return _zeg(f"Geen verbinding: {fout}", 3)
    json.dump(uit, sys.stdout, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write("\n")
    return status


def _zeg(zin: str, status: int) -> int:
    print(zin, file=sys.stderr)  # noqa: T201 - a command line speaks
    return status


# ── What can be asked ────────────────────────────────────────────────────────────────────────────


def _lezer() -> argparse.ArgumentParser:
    lezer = argparse.ArgumentParser(prog="python -m inburgering.client", description="De koppeling met de hand.")
    lezer.add_argument("--adres", default=os.environ.get("INBURGERING_ADRES", "http://127.0.0.1:8000"))
    lezer.add_argument("--client", default=os.environ.get("INBURGERING_CLIENT", ""), help="nummer van uw systeem")
    lezer.add_argument("--gemeente", default="", help="code, als uw systeem voor meer gemeenten werkt")
    plek = "waar statuslijsten en enveloppen worden bewaard"
    lezer.add_argument("--map", type=Path, default=Path("statuslijsten"), help=plek)
    delen = lezer.add_subparsers(dest="wat", required=True, metavar="OPDRACHT")
    delen.add_parser("signalen", help="haal signalen op").add_argument("--sinds", type=int, default=0)
    delen.add_parser("signaal", help="haal een signaal op").add_argument("signaal")
    delen.add_parser("bevestig", help="bevestig een signaal of correctie").add_argument("signaal")
    delen.add_parser("status", help="mag een kopie nog worden gebruikt? ook zonder verbinding").add_argument("signaal")
    delen.add_parser("stops", help="toon stops die nu gelden")
    delen.add_parser("bevestig-stop", help="bevestig een stop").add_argument("stop")
    _lees_verklaring(delen.add_parser("verklaar", help="zeg wat u met een signaal deed"))
    _lees_doorgifte(delen.add_parser("geef-door", help="leg vast dat u gegevens doorgaf"))
    delen.add_parser("doorgiften", help="toon wat is doorgegeven")
    terug = delen.add_parser("roep-terug", help="leg vast dat u een ontvanger vroeg te stoppen, of dat die stopte")
    terug.add_argument("doorgifte", type=int)
    terug.add_argument("--bevestigd", action="store_true", help="de ontvanger is gestopt")
    verder = delen.add_parser("draag-stop-door", help="leg bij alles wat dicht is vast dat u de ontvangers vraagt")
    verder.add_argument("signaal", nargs="*", help="alleen deze signalen; zonder: alles wat u doorgaf")
    _lees_webhook(delen.add_parser("controleer-webhook", help="is dit bericht echt en vers?"))
    return lezer


def _lees_verklaring(deel: argparse.ArgumentParser) -> None:
    deel.add_argument("signaal")
    deel.add_argument("antwoord", help="een woord uit de vaste lijst, bijvoorbeeld niet-gebruikt of gewist")
    deel.add_argument("--toelichting", default="", help="zonder persoonsgegevens")
    deel.add_argument("--bewijs", default="", help="waaruit het blijkt, in gewone taal")
    deel.add_argument("--document", type=Path, help="blijft hier; alleen naam en controlegetal gaan mee")


def _lees_doorgifte(deel: argparse.ArgumentParser) -> None:
    deel.add_argument("signaal")
    deel.add_argument("ontvanger", help="de organisatie, nooit een persoon")
    deel.add_argument("gegevens", nargs="+")
    deel.add_argument("--datum", type=date.fromisoformat, required=True)
    deel.add_argument("--grondslag", default="", help="het artikel, volgens u")


def _lees_webhook(deel: argparse.ArgumentParser) -> None:
    deel.add_argument("koppen", type=Path, help="bestand met op elke regel `naam: waarde`")
    deel.add_argument("body", type=Path, help="bestand met de bytes zoals ze kwamen")
    moment = "beoordeel het alsof het nu dit moment is, als 2026-01-31T09:00:00+01:00"
    deel.add_argument("--moment", type=datetime.fromisoformat, help=moment)


# ── Doing it ─────────────────────────────────────────────────────────────────────────────────────


def _koppeling(keuze: argparse.Namespace) -> Koppeling:
    pad = os.environ.get("INBURGERING_CLIENT_SLEUTEL", "")
    try:
        sleutel = Path(pad).read_bytes() if pad else b""
    except OSError as fout:
        raise ValueError(f"INBURGERING_CLIENT_SLEUTEL: dit bestand is niet te lezen ({fout.strerror}).") from fout
    geheim = "" if sleutel else os.environ.get("INBURGERING_CLIENT_GEHEIM", "")
    return Koppeling(keuze.adres, keuze.client, geheim, sleutel=sleutel, gemeente=keuze.gemeente)


def _signalen(keuze: argparse.Namespace, _now: datetime) -> Uitkomst:
    koppen = Enveloppen(keuze.map)
    return [asdict(koppen.bewaar(s)) for s in _koppeling(keuze).signalen(sinds=keuze.sinds)], 0


def _signaal(keuze: argparse.Namespace, _now: datetime) -> Uitkomst:
    return asdict(Enveloppen(keuze.map).bewaar(_koppeling(keuze).signaal(keuze.signaal))), 0


def _status(keuze: argparse.Namespace, now: datetime) -> Uitkomst:
    """Ask the signed list, with the head as it was kept; a head that is not there or ran out is asked for anew."""
    koppen = Enveloppen(keuze.map)
    signaal = koppen.lees(keuze.signaal)
    if signaal is None or not signaal.mag_gebruikt_worden(now):
        signaal = koppen.bewaar(_koppeling(keuze).signaal(keuze.signaal))
    try:
        lijsten = Statuslijsten(sleuteladres(keuze.adres), map_=keuze.map)
        toestand = lijsten.toestand(signaal.statusverwijzing, now=now).name.lower()
    except StatuslijstOnbruikbaar as fout:
        toestand = f"onbekend: {fout}"
    mag = toestand == "bruikbaar" and signaal.mag_gebruikt_worden(now)
    return {"signaal": signaal.id, "toestand": toestand, "magGebruikt": mag}, 0 if mag else 1


def _stil(doe: Callable[[argparse.Namespace], None]) -> Callable[[argparse.Namespace, datetime], Uitkomst]:
    """An order that gives nothing back."""

    def opdracht(keuze: argparse.Namespace, _now: datetime) -> Uitkomst:
        doe(keuze)
        return None, 0

    return opdracht


def _verklaar(keuze: argparse.Namespace) -> None:
    _koppeling(keuze).verklaar(
        keuze.signaal,
        keuze.antwoord,
        toelichting=keuze.toelichting,
        bewijs=keuze.bewijs,
        document=keuze.document,
    )


def _geef_door(keuze: argparse.Namespace, _now: datetime) -> Uitkomst:
    rij = _koppeling(keuze).geef_door(
        keuze.signaal, keuze.ontvanger, keuze.gegevens, datum=keuze.datum, grondslag=keuze.grondslag
    )
    return asdict(rij), 0


def _draag_stop_door(keuze: argparse.Namespace, _now: datetime) -> Uitkomst:
    """Record of every receiver of what is really shut that it is asked; who is still to confirm."""
    koppeling = _koppeling(keuze)
    van = keuze.signaal or {d.signaal_id for d in koppeling.doorgiften() if d.signaal_id and d.bevestigd_op is None}
    dicht = koppeling.dicht_van(sorted(van))
    nog = koppeling.draag_stop_door(dicht, lambda _doorgifte: False)
    return {"dicht": sorted(dicht), "vraagDezeTeStoppen": [asdict(d) for d in nog]}, 0


def _controleer_webhook(keuze: argparse.Namespace, now: datetime) -> Uitkomst:
    geheimen = os.environ.get("INBURGERING_WEBHOOK_GEHEIM", "").split()
    if not geheimen:
        raise ValueError("Zet het geheim van het abonnement in INBURGERING_WEBHOOK_GEHEIM.")
    moment = keuze.moment or now
    if moment.tzinfo is None:
        raise ValueError("moment: zet de tijdzone erbij, als 2026-01-31T09:00:00+01:00.")
    regels = [regel.partition(":") for regel in keuze.koppen.read_text().splitlines()]
    koppen = {naam.strip(): waarde.strip() for naam, teken, waarde in regels if teken}
    return asdict(lees_webhook(koppen, keuze.body.read_bytes(), geheimen=geheimen, now=moment)), 0


_OPDRACHTEN: dict[str, Callable[[argparse.Namespace, datetime], Uitkomst]] = {
    "signalen": _signalen,
    "signaal": _signaal,
    "bevestig": _stil(lambda keuze: _koppeling(keuze).bevestig(keuze.signaal)),
    "status": _status,
    "stops": lambda keuze, _: ([asdict(s) for s in _koppeling(keuze).stops()], 0),
    "bevestig-stop": _stil(lambda keuze: _koppeling(keuze).bevestig_stop(keuze.stop)),
    "verklaar": _stil(_verklaar),
    "geef-door": _geef_door,
    "doorgiften": lambda keuze, _: ([asdict(d) for d in _koppeling(keuze).doorgiften()], 0),
    "roep-terug": _stil(lambda keuze: _koppeling(keuze).roep_terug(keuze.doorgifte, bevestigd=keuze.bevestigd)),
    "draag-stop-door": _draag_stop_door,
    "controleer-webhook": _controleer_webhook,
}


if __name__ == "__main__":
    sys.exit(main())
