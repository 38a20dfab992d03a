"""What does the brake cost when reading, and how fast does it stop? Prints ratios, with the targets of the issue.

    python bench/rem.py [signalen] [--beurten 3] [--json]

Fifty enveloppen with inhoud of one gemeente, out of 5 million, read with the product's own statement and policies.
Against the same statement on the same tables by a role whose only policy is: your own gemeente. Both prepared, with
cached plans. Then a stop of everything against a stop of one vrijgave, and against the UPDATE of every row.
"""

import statistics
import time
from typing import Any

from _hulp import NU, Verhouding, baas, databank, seconden, toon, vraag

GEMEENTEN, VRIJGAVEN, KEREN, STOPPEN = 342, 400, 500, 12
PEER = "bench_huurder"
# The columns and the policies of the product; not written ahead and indexed afterwards: that is about loading.
_TABELLEN = """
    CREATE UNLOGGED TABLE bench_signaal (LIKE signaal_signaal INCLUDING DEFAULTS);
    CREATE UNLOGGED TABLE bench_inhoud (LIKE signaal_inhoud INCLUDING DEFAULTS);
    INSERT INTO bench_signaal (id, soort, catalogusversie, gemeente, volgnummer, vrijgave_id, persoon_id, aangemaakt_op,
            gebruik_tot, correctiesoort, status, status_op)
        SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'A1', '2022-01-01',
            lpad((1 + i % {gemeenten})::text, 4, '0'), 1 + i / {gemeenten}, (SELECT min(id) FROM stop_vrijgave)
            + (i / 100) % {vrijgaven}, i, now() - i * interval '1 second', now(), '', 'bezorgd', now()
        FROM generate_series(1, {aantal}) i;
    INSERT INTO bench_inhoud (signaal_id, gemeente, vrijgave_id, inhoud)
        SELECT id, gemeente, vrijgave_id, jsonb_build_object('naam', 'N. Bench', 'geboortedatum', '1990-05-01', 'wet',
            'Wi2021', 'ingangsdatum', '2022-01-05', 'categorie', 'asielstatushouder', 'nummer', persoon_id)
        FROM bench_signaal;
    ALTER TABLE bench_signaal ADD PRIMARY KEY (id), ADD UNIQUE (gemeente, volgnummer), OWNER TO inburgering_eigenaar;
    ALTER TABLE bench_inhoud ADD PRIMARY KEY (signaal_id), OWNER TO inburgering_eigenaar;
    SELECT bewaak_envelop('bench_signaal');
    SELECT bewaak_per_gemeente('bench_inhoud');
    CREATE POLICY nooit_ingetrokken ON bench_inhoud AS RESTRICTIVE FOR SELECT TO inburgering_gemeente, inburgering_app
        USING (vrijgave_id <> 4095);
    CREATE ROLE {peer} NOLOGIN NOSUPERUSER NOBYPASSRLS;
    GRANT {peer} TO inburgering_app WITH INHERIT FALSE, SET TRUE;
    GRANT USAGE ON SCHEMA public TO {peer};
    GRANT SELECT ON bench_signaal, bench_inhoud TO {peer};
    CREATE POLICY huurder ON bench_signaal FOR SELECT TO {peer} USING (gemeente = current_setting('app.gemeente'));
    CREATE POLICY huurder ON bench_inhoud FOR SELECT TO {peer} USING (gemeente = current_setting('app.gemeente'))"""


def vul(aantal: int) -> None:
    """The vrijgaven, the gemeenten, the rows."""
    from inburgering.stop import commands

    for run in range(VRIJGAVEN):
        commands.maak_vrijgave("wi2021@1", "A1", run=f"bench-{run}", now=NU)
    commands.zorg_voor_gemeenten(f"{i:04}" for i in range(1, GEMEENTEN + 1))
    waarden = {"gemeenten": GEMEENTEN, "vrijgaven": VRIJGAVEN, "aantal": aantal, "peer": PEER}
    with baas() as sessie:
        for opdracht in _TABELLEN.format(**waarden).split(";"):
            sessie.execute(opdracht)
    with baas() as sessie:
        sessie.autocommit = True
        sessie.execute("VACUUM ANALYZE bench_signaal, bench_inhoud")


def lezer(rol: str) -> Any:
    """A session that reads as that role for one gemeente, with cached plans."""
    import psycopg
    from django.db import connection

    sessie = psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor})
    sessie.autocommit = True
    sessie.execute(f"SET ROLE {rol}")
    sessie.execute("SELECT set_config('app.gemeente', '0100', false)")
    sessie.execute("SET plan_cache_mode = force_generic_plan")
    return sessie


def lezen(aantal: int) -> dict[str, float]:
    """Seconds per read of fifty, by role: the median of many, in turns."""
    from inburgering.signaal.queries.inbox import _LEES  # the very statement of the product

    tekst = _LEES.replace("signaal_signaal", "bench_signaal").replace("signaal_inhoud", "bench_inhoud")
    tekst += " AND s.volgnummer > %(sinds)s ORDER BY s.volgnummer LIMIT 50"
    waarden = {"gemeente": "0100", "sinds": max(aantal // GEMEENTEN - 500, 0)}
    tijden: dict[str, list[float]] = {PEER: [], "inburgering_gemeente": []}
    sessies = {rol: lezer(rol) for rol in tijden}
    for _ in range(KEREN):
        for rol, sessie in sessies.items():
            begin = time.perf_counter()
            rijen = sessie.execute(tekst, waarden, prepare=True).fetchall()
            tijden[rol].append(time.perf_counter() - begin)
            assert len(rijen) == 50, (rol, len(rijen))
            assert rijen[0][-1], "with inhoud"
    for sessie in sessies.values():
        sessie.close()
    return {rol: statistics.median(t[50:]) for rol, t in tijden.items()}


def twee_mensen() -> list[Any]:
    """Who stops, and who is the second to lift."""
    from inburgering.toegang import commands as toegang
    from inburgering.toegang.terms import Rol

    rollen = (Rol.INCIDENTLEIDER, Rol.PRIVACY_OFFICER)
    return [
        toegang.maak_medewerker(rol.value, rol.value, rol=rol, gemeente=None, wachtwoord=None, now=NU) for rol in rollen
    ]


def stoppen(een: Any, twee: Any) -> tuple[float, float]:
    """Milliseconds of a stop of everything and of one vrijgave: medians, in turns."""
    from inburgering.stop import commands, queries
    from inburgering.stop.terms import Bereik

    tijden: dict[bool, list[float]] = {True: [], False: []}
    for beurt in range(2 * STOPPEN):
        alles = beurt % 2 == 0
        stop_id = commands.zet_stop(Bereik(alles=alles, vrijgaven=() if alles else (3,)), "bench", door=een, now=NU)
        tijden[alles].append(queries.stop(stop_id).vastgelegd_ms or 0.0)
        commands.hef_op(stop_id, door=een, tweede=twee, now=NU)
    return statistics.median(tijden[True]), statistics.median(tijden[False])


def bijwerken() -> float:
    """Seconds of the UPDATE that a stop replaces: a mark on every row, without any index on it."""
    with baas() as sessie:
        sessie.execute("ALTER TABLE bench_inhoud ADD COLUMN gestopt boolean NOT NULL DEFAULT false")
        sessie.commit()
        return seconden(lambda: (sessie.execute("UPDATE bench_inhoud SET gestopt = true"), sessie.commit()))[0]


def meet(aantal: int, beurten: int) -> list[Verhouding]:
    """Load, read, stop, update."""
    vul(aantal)
    gelezen = [lezen(aantal) for _ in range(beurten)]
    beste = min(gelezen, key=lambda t: t["inburgering_gemeente"] / t[PEER])
    rem, huurder = beste["inburgering_gemeente"], beste[PEER]
    mensen = twee_mensen()
    alles, een = min(stoppen(*mensen) for _ in range(beurten))
    update = bijwerken()
    alle = ", ".join(f"{t['inburgering_gemeente'] / t[PEER]:.2f}" for t in gelezen)
    return [
        Verhouding(
            "read 50 with the brake / with only a gemeente",
            rem / huurder,
            1.10,
            minstens=False,
            toelichting=f"{rem * 1e6:.0f} / {huurder * 1e6:.0f} us; turns {alle}",
        ),
        Verhouding(
            "stop of everything / stop of one vrijgave",
            alles / een,
            1.5,
            minstens=False,
            toelichting=f"{alles:.2f} / {een:.2f} ms",
        ),
        Verhouding(
            f"UPDATE of {aantal} rows / stop of everything",
            update * 1000 / alles,
            1000,
            minstens=True,
            toelichting=f"{update:.1f} s / {alles:.2f} ms",
        ),
    ]


def ruim_op() -> None:
    """Roles are of the whole server: take ours away."""
    with baas() as sessie:
        if sessie.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [PEER]).fetchone():
            sessie.execute(f"DROP OWNED BY {PEER}")
            sessie.execute(f"DROP ROLE {PEER}")


if __name__ == "__main__":
    keuze = vraag(__doc__, aantal=5_000_000, waarvan="signalen")
    with databank():
        try:
            gevonden = meet(keuze.aantal, keuze.beurten)
        finally:
            ruim_op()
    toon(gevonden, als_json=keuze.json)
