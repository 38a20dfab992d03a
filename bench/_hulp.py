"""What the benches share: a fresh database with the product in it, the best of some turns, and one way to tell."""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inburgering.config.settings")
os.environ.setdefault("INBURGERING_DEBUG", "1")
NU = datetime(2022, 3, 1, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Verhouding:
    """One line of the table in the issue: what was seen, and what it must be."""

    wat: str
    waarde: float
    grens: float
    minstens: bool
    toelichting: str = ""

    @property
    def haalt(self) -> bool:
        """Whether the target is met."""
        return self.waarde >= self.grens if self.minstens else self.waarde <= self.grens


@contextmanager
def databank() -> Iterator[str]:
    """A migrated database of its own, gone afterwards; the address of its superuser, for loading only."""
    sys.path.append(str(Path(__file__).parents[1] / "tests"))
    from inburgering.interfaces.cli import databank as server

    with server.tijdelijk() as tijdelijk:
        tijdelijk.zet_omgeving()
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", database="beheer", verbosity=0)
        try:
            yield tijdelijk.beheer
        finally:
            connections.close_all()


@contextmanager
def baas() -> Iterator[Any]:
    """A session of the superuser in the database of this bench, committed at the end."""
    import psycopg
    from django.db import connection

    from inburgering.interfaces.cli import databank as server

    adres = os.environ.get("DATABASE_URL") or server.start()
    with psycopg.connect(adres, dbname=connection.settings_dict["NAME"]) as sessie:
        yield sessie


def seconden(wat: Callable[[], object]) -> tuple[float, float]:
    """How long it took, on the wall and of this process's processor time."""
    wand, cpu = time.perf_counter(), time.process_time()
    wat()
    return time.perf_counter() - wand, time.process_time() - cpu


def vraag(doc: str, *, aantal: int, waarvan: str) -> argparse.Namespace:
    """The size, the turns, and whether to answer in JSON."""
    p = argparse.ArgumentParser(description=doc.splitlines()[0])
    p.add_argument("aantal", nargs="?", type=int, default=aantal, help=f"{waarvan}; the issue says {aantal}")
    p.add_argument("--beurten", type=int, default=3, help="turns, taken in rotation; the best counts")
    p.add_argument("--json", action="store_true")
    return p.parse_args()


def toon(verhoudingen: list[Verhouding], *, als_json: bool) -> None:
    """Print each ratio with its target, and whether it is met."""
    if als_json:
        print(json.dumps([asdict(v) | {"haalt": v.haalt} for v in verhoudingen]))
        return
    for v in verhoudingen:
        teken, oordeel = (">=" if v.minstens else "<="), ("ok" if v.haalt else "MISSED")
        print(f"{v.wat:62} {v.waarde:10.2f}  {teken} {v.grens:<7g} {oordeel:6}  {v.toelichting}")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
