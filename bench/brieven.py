# SPDX-License-Identifier: EUPL-1.2
"""Letters per second with one compiler that is kept, against a new compiler for each letter.

python bench/brieven.py [N]
"""

import os
import sys
import time
from datetime import date
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inburgering.config.settings")
django.setup()

from inburgering.feit.terms import Persoonsgegevens  # noqa: E402 - Django first
from inburgering.kennisgeving import rules  # noqa: E402 - Django first
from inburgering.kennisgeving.commands import zetten  # noqa: E402 - Django first
from inburgering.kennisgeving.terms import Soort  # noqa: E402 - Django first

DAG = date(2022, 1, 10)
PLICHT = {"ingangsdatum": date(2021, 11, 18), "gemeente": "0855", "wet": "Wi2021"}
GEGEVENS = {
    Soort.KENNISGEVING: PLICHT,
    Soort.UITLEG: {"brief_datum": DAG, "gemeenten": ["0855"], "gemeld_ap": True},
    Soort.CORRECTIE: {"brief_datum": DAG, "uitkomst": "Wi2013", "ingangsdatum": DAG},
    Soort.KEUZE: {"brief_datum": DAG, "categorie": "asielstatushouder"},
}


def waarden(soort, nummer):
    wie = Persoonsgegevens(
        nummer, f"Persoon {nummer}", "", None, None, (f"Voorbeeldstraat {nummer}", "5038 AA Tilburg"), None, "nl"
    )
    kenmerk = rules.kenmerk(UUID(int=nummer), DAG)
    return rules.bereid(soort, GEGEVENS[soort], persoon=wie, kenmerk=kenmerk, dagtekening=DAG)


def meet(soort, aantal, zet):
    """Seconds of processor per letter; the wall says little on a machine that does other work."""
    zet(waarden(soort, 0))
    begin = time.process_time()
    for nummer in range(1, aantal + 1):
        zet(waarden(soort, nummer))
    return (time.process_time() - begin) / aantal


def vers(gegeven):
    zetten.vergeet()
    zetten.zet(gegeven, dagtekening=DAG)


def main(aantal):
    for soort in GEGEVENS:
        bewaard = meet(soort, aantal, lambda w: zetten.zet(w, dagtekening=DAG))
        nieuw = meet(soort, max(aantal // 10, 10), vers)
        regel = f"{soort:13} {1 / bewaard:4.0f} letters/s on one core; new compiler each: {1 / nieuw:4.0f}"
        print(f"{regel}; ratio {nieuw / bewaard:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
