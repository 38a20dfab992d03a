"""A whole gemeente in one file: it fetches signalen, keeps them, asks before every use, and carries a stop on.

It uses the supplier's library and Python's own, nothing else. See README.md beside this file.
"""

import argparse
import csv
import json
import os
import sqlite3
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from inburgering.client import Doorgifte, GeweigerdDoorDienst, Koppeling, NietBereikbaar, Signaal, Statuslijsten

TABELLEN = """
    CREATE TABLE IF NOT EXISTS signaal (id TEXT PRIMARY KEY, volgnummer INTEGER UNIQUE, soort TEXT, gezien TEXT,
        gebruik_tot TEXT, verwijzing TEXT, inhoud TEXT, ingetrokken INTEGER);
    CREATE TABLE IF NOT EXISTS stop (id TEXT PRIMARY KEY, reden TEXT, bevestigd TEXT);
    CREATE TABLE IF NOT EXISTS gebruik (signaal TEXT, moment TEXT, waarvoor TEXT);
    CREATE TABLE IF NOT EXISTS verklaard (signaal TEXT, antwoord TEXT, PRIMARY KEY (signaal, antwoord));
    CREATE TABLE IF NOT EXISTS terug (doorgifte INTEGER PRIMARY KEY, ontvanger TEXT, gevraagd TEXT);
"""


class Gemeente:
    """What the system of one gemeente does, one round at a time; it may be killed between any two lines."""

    def __init__(self, koppeling: Koppeling, map_: Path) -> None:
        map_.mkdir(parents=True, exist_ok=True)
        self.koppeling, self.map = koppeling, map_
        self.lijsten = Statuslijsten(koppeling.sleuteladres, map_=map_ / "statuslijsten")
        self.bank = sqlite3.connect(map_ / "gemeente.sqlite")
        self.bank.executescript(TABELLEN)

    def ronde(self, *, now: datetime) -> dict[str, int]:
        """Stops first, then what is new, then whoever got it from us."""
        stops = self.hoor_stops(now=now)
        nieuw = self.haal_op(now=now)
        self.ververs(now=now)
        gewist, doorgegeven, verklaard = self.ruim_op(now=now)
        return {
            "stops": stops, "nieuw": nieuw, "gewist": gewist, "gevraagdTeStoppen": doorgegeven, "verklaard": verklaard
        }  # fmt: skip

    def hoor_stops(self, *, now: datetime) -> int:
        """Confirm stops that were not confirmed yet; `mag_gebruiken` already says no by itself."""
        bekend = {rij[0] for rij in self.bank.execute("SELECT id FROM stop")}
        nieuw = [stop for stop in self.koppeling.stops() if stop.id not in bekend]
        for stop in nieuw:
            self.koppeling.bevestig_stop(stop.id)
            with self.bank:
                self.bank.execute("INSERT INTO stop VALUES (?, ?, ?)", (stop.id, stop.reden, now.isoformat()))
        return len(nieuw)

    def haal_op(self, *, now: datetime) -> int:
        """Keep everything after the last volgnummer, and confirm each one only once it is kept."""
        (laatste,) = self.bank.execute("SELECT coalesce(max(volgnummer), 0) FROM signaal").fetchone()
        aantal = 0
        for signaal in self.koppeling.signalen(sinds=laatste):
            self._bewaar(signaal, now=now)
            if signaal.inhoud is not None:
                self.koppeling.bevestig(signaal.id)
            aantal += 1
        return aantal

    def ververs(self, *, now: datetime) -> int:
        """Ask again for what was shut when it was fetched, and for what may not be used any longer without asking."""
        vraag = "SELECT id FROM signaal WHERE NOT ingetrokken AND (inhoud IS NULL OR gebruik_tot <= ?)"
        open_ = [rij[0] for rij in self.bank.execute(vraag, (now.isoformat(),))]
        for nummer in open_:
            self._bewaar(self.koppeling.signaal(nummer), now=now)
        return len(open_)

    def mag_gebruiken(self, signaal_id: str, *, now: datetime) -> bool:
        """Ask before every use. No list, no lease or no answer: no."""
        vraag = "SELECT verwijzing, gebruik_tot, inhoud FROM signaal WHERE id = ?"
        rij = self.bank.execute(vraag, (signaal_id,)).fetchone()
        if rij is None or rij[2] is None or rij[1] is None or now >= datetime.fromisoformat(rij[1]):
            return False
        return self.lijsten.mag_gebruikt_worden(json.loads(rij[0]), now=now)

    def gebruik(self, signaal_id: str, waarvoor: str, *, now: datetime) -> dict[str, object] | None:
        """The inhoud of a signaal, or None when it may not be used now; each use is written down first."""
        if not self.mag_gebruiken(signaal_id, now=now):
            return None
        with self.bank:
            self.bank.execute("INSERT INTO gebruik VALUES (?, ?, ?)", (signaal_id, now.isoformat(), waarvoor))
        inhoud: dict[str, object] = json.loads(
            self.bank.execute("SELECT inhoud FROM signaal WHERE id = ?", (signaal_id,)).fetchone()[0]
        )
        return inhoud

    def geef_door(self, signaal_id: str, ontvanger: str, gegevens: list[str], *, now: datetime) -> Doorgifte | None:
        """Give something on to a school, when it may be used, and record that first."""
        if self.gebruik(signaal_id, f"doorgeven aan {ontvanger}", now=now) is None:
            return None
        return self.koppeling.geef_door(signaal_id, ontvanger, gegevens, datum=now.date())

    def ruim_op(self, *, now: datetime) -> tuple[int, int, int]:
        """Wipe what was withdrawn, say what was done with it and with what is stopped, and ask others to stop.

        What is only stopped is kept, but shut. What is uncertain, because no list can be had, is not used and not asked
        back. How many were wiped, asked and declared.
        """
        vraag = (
            "SELECT id, inhoud IS NOT NULL FROM signaal WHERE inhoud IS NOT NULL OR id IN (SELECT signaal FROM gebruik)"
        )
        alle = self.bank.execute(vraag).fetchall()
        onzeker = [(nummer, vol) for nummer, vol in alle if not self.mag_gebruiken(nummer, now=now)]
        dicht: set[str] = set()
        gewist = verklaard = 0
        for nummer, vol in onzeker:
            signaal = self.koppeling.signaal(nummer)
            if not (signaal.ingetrokken or signaal.gestopt):
                continue  # we do not know enough to use it; that is no reason to ask a school to stop
            if signaal.ingetrokken and vol:  # its inhoud is gone there too, so keeping it anew wipes it here
                self._bewaar(signaal, now=now)
                gewist += 1
            verklaard += self._verklaar(signaal)
            dicht.add(nummer)
        vooraf = self._gevraagd()
        if dicht:
            self.koppeling.draag_stop_door(dicht, lambda doorgifte: self._vraag_te_stoppen(doorgifte, now=now))
        return gewist, self._gevraagd() - vooraf, verklaard

    def _verklaar(self, signaal: Signaal) -> bool:
        """Say what was done with a signaal, with the list of its uses as evidence; whether that is news.

        The list stays here: only its name and checksum go.
        """
        rijen = self.bank.execute("SELECT moment, waarvoor FROM gebruik WHERE signaal = ?", (signaal.id,)).fetchall()
        antwoord = "gewist" if signaal.ingetrokken else "gebruikt-zonder-besluit" if rijen else "niet-gebruikt"
        wat = signaal.id, antwoord
        if self.bank.execute("SELECT 1 FROM verklaard WHERE signaal = ? AND antwoord = ?", wat).fetchone():
            return False
        lijst = self.map / f"gebruik-van-signaal-{signaal.volgnummer}.csv"
        with lijst.open("w", encoding="utf-8", newline="") as uit:
            csv.writer(uit, delimiter=";").writerows([("moment", "waarvoor"), *rijen])
        self.koppeling.verklaar(signaal.id, antwoord, bewijs="lijst van elk gebruik", document=lijst)
        with self.bank:
            self.bank.execute("INSERT INTO verklaard VALUES (?, ?)", wat)
        return True

    def _gevraagd(self) -> int:
        (aantal,) = self.bank.execute("SELECT count(*) FROM terug").fetchone()
        return int(aantal)

    def _vraag_te_stoppen(self, doorgifte: Doorgifte, *, now: datetime) -> bool:
        """Here a gemeente calls or writes to the school; this one notes that it did, and waits for the answer."""
        with self.bank:
            rij = (doorgifte.id, doorgifte.ontvanger, now.isoformat())
            self.bank.execute("INSERT OR IGNORE INTO terug VALUES (?, ?, ?)", rij)
        return False

    def _bewaar(self, signaal: Signaal, *, now: datetime) -> None:
        tot = signaal.gebruik_tot.isoformat() if signaal.gebruik_tot else None
        inhoud = None if signaal.inhoud is None else json.dumps(signaal.inhoud)
        rij = (signaal.id, signaal.volgnummer, signaal.soort, now.isoformat(), tot)
        with self.bank:
            self.bank.execute(
                "INSERT OR REPLACE INTO signaal VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*rij, json.dumps(signaal.statusverwijzing), inhoud, signaal.ingetrokken),
            )


def main() -> int:
    """Run rounds until interrupted, or one."""
    lezer = argparse.ArgumentParser(description=__doc__)
    lezer.add_argument("--adres", default="http://127.0.0.1:8000")
    lezer.add_argument("--client", default=os.environ.get("INBURGERING_CLIENT", ""))
    lezer.add_argument("--map", type=Path, default=Path("gemeente-gegevens"))
    lezer.add_argument("--elke", type=float, default=5.0, help="seconden tussen twee rondes; 0: een ronde")
    keuze = lezer.parse_args()
    try:
        koppeling = Koppeling(keuze.adres, keuze.client, os.environ.get("INBURGERING_CLIENT_GEHEIM", ""))
    except ValueError as fout:
        print(f"{fout} Zet INBURGERING_CLIENT en INBURGERING_CLIENT_GEHEIM.", file=sys.stderr)
        return 2
    gemeente = Gemeente(koppeling, keuze.map)
    with closing(gemeente.bank):
        while True:
            try:
                print(json.dumps(gemeente.ronde(now=datetime.now(UTC))), flush=True)
            except (NietBereikbaar, GeweigerdDoorDienst) as fout:
                print(f"{fout} Wij gebruiken niets waarvan we het niet zeker weten.", file=sys.stderr, flush=True)
            if not keuze.elke:
                return 0
            time.sleep(keuze.elke)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(0)
