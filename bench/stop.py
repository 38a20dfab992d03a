"""How fast is the brake? Prints ratios, which say something on any machine; times are only for the curious.

    python bench/stop.py [rows]

Four questions, on a fresh temporary database with guarded content (200,000 rows unless told otherwise):
does a stop of everything cost the same as of one vrijgave; what would an UPDATE of every row cost; what does the lock
add to a read; what does a line of the trail cost, sealed and not.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inburgering.config.settings")
os.environ.setdefault("INBURGERING_DEBUG", "1")
NU = datetime(2022, 1, 18, 9, 0, tzinfo=UTC)
RIJEN = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
BEURTEN = 60

_TABELLEN = """
    CREATE TABLE bench_inhoud (id uuid PRIMARY KEY, gemeente varchar(4) NOT NULL, vrijgave_id smallint NOT NULL,
        aangemaakt timestamptz NOT NULL, tekst text NOT NULL);
    CREATE INDEX ON bench_inhoud (gemeente, aangemaakt DESC);
    CREATE TABLE bench_gewoon (LIKE bench_inhoud INCLUDING ALL, gestopt boolean NOT NULL DEFAULT false);
    GRANT UPDATE ON bench_gewoon TO inburgering_app;
    ALTER TABLE bench_gewoon ENABLE ROW LEVEL SECURITY;
    CREATE POLICY vul ON bench_gewoon FOR INSERT WITH CHECK (true);
    CREATE POLICY wijzig ON bench_gewoon FOR UPDATE USING (true);
    CREATE POLICY eigen ON bench_gewoon FOR SELECT USING (gemeente = nullif(current_setting('app.gemeente', true), ''));
    SELECT bewaak_per_gemeente('bench_inhoud')"""


def _ms(wat: Callable[[], object]) -> float:
    begin = time.perf_counter()
    wat()
    return (time.perf_counter() - begin) * 1000


def _vul() -> None:
    from django.db import connection, connections

    with connections["beheer"].cursor() as cursor:
        cursor.execute(_TABELLEN)
    with connection.cursor() as cursor:
        for tabel, gestopt in (("bench_inhoud", ""), ("bench_gewoon", ", false")):
            cursor.execute(
                f"INSERT INTO {tabel} SELECT gen_random_uuid(), lpad((1 + i %% 342)::text, 4, '0'), i %% 20,"
                f" now() - i * interval '1 second', repeat('x', 300){gestopt} FROM generate_series(1, %s) i",
                [RIJEN],
            )
    with connections["beheer"].cursor() as cursor:
        cursor.execute("ANALYZE bench_inhoud; ANALYZE bench_gewoon")


def _stoppen() -> tuple[float, float]:
    from inburgering.stop import commands, queries
    from inburgering.stop.terms import Bereik
    from inburgering.toegang import commands as toegang
    from inburgering.toegang.terms import Rol

    een, twee = (
        toegang.maak_medewerker(rol.value, rol.value, rol=rol, gemeente=None, wachtwoord=None, now=NU)
        for rol in (Rol.INCIDENTLEIDER, Rol.PRIVACY_OFFICER)
    )
    metingen: dict[bool, list[float]] = {True: [], False: []}
    for beurt in range(BEURTEN):
        alles = beurt % 2 == 0
        bereik = Bereik(alles=alles, vrijgaven=() if alles else (3,))
        stop_id = commands.zet_stop(bereik, "bench", door=een, now=NU)
        metingen[alles].append(queries.stop(stop_id).vastgelegd_ms or 0.0)
        commands.hef_op(stop_id, door=een, tweede=twee, now=NU)
    return statistics.median(metingen[True]), statistics.median(metingen[False])


def _bijwerken() -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        return _ms(lambda: cursor.execute("UPDATE bench_gewoon SET gestopt = true"))


def _lezen() -> dict[str, float]:
    """Median of the 50 newest rows of one gemeente, prepared, interleaved, on one raw session of the application."""
    import psycopg
    from django.db import connection

    vraag = "SELECT * FROM {} ORDER BY aangemaakt DESC LIMIT 50"
    tabellen = ("bench_gewoon", "bench_inhoud")
    metingen: dict[str, list[float]] = {tabel: [] for tabel in tabellen}
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as sessie:
        sessie.autocommit = True
        sessie.execute("SELECT set_config('app.gemeente', '0100', false)")
        for _ in range(1500):
            for tabel in tabellen:
                metingen[tabel].append(_ms(lambda t=tabel: sessie.execute(vraag.format(t), prepare=True).fetchall()))
    return {tabel: statistics.median(m[100:]) for tabel, m in metingen.items()}


def _spoor(aantal: int = 20_000) -> tuple[float, float, float]:
    from inburgering.spoor import commands, queries
    from inburgering.spoor.terms import Verwerking

    rijen = [Verwerking("bench", "bench", queries.pseudoniem(i), NU, NU) for i in range(aantal)]
    schrijven = _ms(lambda: commands.leg_vast(rijen, now=NU))
    verzegelen = _ms(lambda: commands.verzegel(now=NU))
    return aantal / schrijven, aantal / verzegelen, aantal / _ms(queries.controleer)


def main() -> None:
    from inburgering.interfaces.cli import databank

    with databank.tijdelijk() as tijdelijk:
        tijdelijk.zet_omgeving()
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        from inburgering.stop import commands

        call_command("migrate", database="beheer", verbosity=0)
        for soort in range(20):
            commands.maak_vrijgave("wi2021@1", f"soort-{soort}", run="bench", now=NU)
        commands.zorg_voor_gemeenten(f"{i:04}" for i in range(1, 343))
        _vul()
        lezen = _lezen()
        alles, een = _stoppen()
        bijwerken = _bijwerken()
        schrijven, verzegelen, controleren = _spoor()
        connections.close_all()
    print(f"stop of everything / stop of one vrijgave      {alles / een:8.2f}   ({alles:.2f} / {een:.2f} ms)")
    print(f"UPDATE of {RIJEN} rows / stop of everything {bijwerken / alles:8.0f}   ({bijwerken:.0f} / {alles:.2f} ms)")
    gewoon, bewaakt = lezen["bench_gewoon"], lezen["bench_inhoud"]
    print(f"read with the lock / read with only a gemeente {bewaakt / gewoon:8.2f}   ({bewaakt:.3f} / {gewoon:.3f} ms)")
    print(f"lines per ms: written {schrijven:.0f}, sealed {verzegelen:.0f}, checked {controleren:.0f}")


if __name__ == "__main__":
    main()
