"""How fast does the webhook desk drain its outbox? Prints ratios, which say something on any machine.

    python bench/webhook.py [events] [--json]

Against a bare aiohttp loop that makes the same POSTs, as many at once, to the same receiver, and does nothing else: no
claim, no brake, no signature, no record. Then: how much later do the living addresses hear, when one in five is dead.
"""

import asyncio
import multiprocessing
import os
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from _hulp import Verhouding, toon

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inburgering.config.settings")
os.environ.setdefault("INBURGERING_DEBUG", "1")
NU = datetime(2022, 3, 1, 9, tzinfo=UTC)
KAAL = [a for a in sys.argv[1:] if not a.startswith("--")]
AANTAL = int(KAAL[0]) if KAAL else 8_000
KEREN, DOOD = 3, 5
_OPNIEUW = """UPDATE signaal_bezorging SET stand = 'wacht', pogingen = 0, volgende_op = %s, merk = NULL,
    merk_tot = NULL;
    UPDATE signaal_bestemming SET reeks = 0, ruimte = 16, open_tot = NULL, mislukt_sinds = NULL"""


def ontvanger(poort: Any, klok: Any) -> None:
    """A receiver in a process of its own: says yes to all; under /dood it never answers; notes when each one came."""
    from aiohttp import web

    tijden: list[float] = []

    async def neem(request: web.Request) -> web.Response:
        if request.method == "OPTIONS":
            return web.Response(headers={"WebHook-Allowed-Origin": "*"})
        if request.method == "GET":
            uit = list(tijden)
            tijden.clear()
            return web.json_response(uit)
        await request.read()
        if request.path.startswith("/dood"):
            await asyncio.sleep(30)
        tijden.append(time.monotonic())
        return web.Response(status=204)

    async def lus() -> None:
        runner = web.AppRunner(_app(web, neem), access_log=None)
        await runner.setup()
        plek = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
        await plek.start()
        poort.value = plek._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]  # noqa: SLF001 - its own port
        klok.set()
        await asyncio.Event().wait()

    asyncio.run(lus())


def _app(web: Any, neem: Any) -> Any:
    app = web.Application()
    app.router.add_route("*", "/{pad:.*}", neem)
    return app


async def _kaal(url: str, berichten: list[tuple[str, bytes, dict[str, str]]], tegelijk: int) -> float:
    import aiohttp

    rij = iter(berichten)
    connector = aiohttp.TCPConnector(limit=tegelijk)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as sessie:

        async def werk() -> None:
            for pad, inhoud, headers in rij:
                async with sessie.post(url + pad, data=inhoud, headers=headers, allow_redirects=False) as antwoord:
                    assert antwoord.status == 204

        begin = time.perf_counter()
        await asyncio.gather(*(werk() for _ in range(tegelijk)))
        return time.perf_counter() - begin


async def _gekomen(url: str) -> list[float]:
    import aiohttp

    async with aiohttp.ClientSession() as sessie, sessie.get(url + "/") as antwoord:
        return list(await antwoord.json())


def _vul(url: str) -> list[str]:
    """342 abonnementen and the events for them; the gemeenten."""
    sys.path.append(str(Path(__file__).parents[1] / "tests"))
    import signaalbouw
    from inburgering.organisatie import gemeenten
    from inburgering.primitives.ids import Gemeentecode, nieuw_id
    from inburgering.signaal import commands
    from inburgering.signaal.terms import Opdracht
    from inburgering.stop import commands as stop
    from inburgering.toegang.terms import Actor, Rol

    codes = [g.code for g in gemeenten.gemeenten_op(NU.date())][:342]
    duo = Actor("medewerker:1", "Bench", Rol.DUO_MEDEWERKER)
    for i, code in enumerate(codes):
        wie = Actor(f"medewerker:{i + 2}", "Bench", Rol.KLANTMANAGER, Gemeentecode(code))
        commands.maak_abonnement(code, f"{url}/{'dood' if i % DOOD == 0 else 'goed'}/{code}", door=wie, now=NU)
    for vraag in commands.claim_validaties(1000, now=NU):
        commands.noteer_validatie(vraag, toegestaan=True, now=NU)
    inhoud = {"naam": "N. Bench", "geboortedatum": "1990-05-01", "wet": "Wi2021", "ingangsdatum": "2022-01-05",
              "categorie": "asielstatushouder"}  # fmt: skip
    vrijgave = stop.maak_vrijgave("bench", "A1", run="bench", now=NU)
    per = max(AANTAL // len(codes), 1)
    signaalbouw.stel_vast({i * per + j + 1: code for i, code in enumerate(codes) for j in range(per)})
    commands.geef_vrij(
        [
            Opdracht(persoon_id=i * per + j + 1, gemeente=code, soort="A1", inhoud=inhoud, vaststelling_id=nieuw_id(NU))
            for i, code in enumerate(codes)
            for j in range(per)
        ],
        vrijgave_id=vrijgave,
        door=duo,
        now=NU,
    )
    return codes


def _zet_terug(url: str, *, dood: bool) -> None:
    """Everything waits again; one address in five is dead, or none is."""
    from django.db import connections

    with connections["beheer"].cursor() as cursor:
        cursor.execute(_OPNIEUW, [NU])
        cursor.execute("UPDATE signaal_abonnement SET sink = %s || CASE WHEN %s AND sink LIKE '%%/dood/%%'"
                       " THEN '/dood/' ELSE '/goed/' END || gemeente || CASE WHEN sink LIKE '%%/dood/%%'"
                       " THEN '?/dood/' ELSE '' END", [url, dood])  # fmt: skip
        cursor.execute("VACUUM ANALYZE signaal_bezorging")


def _berichten() -> list[tuple[str, bytes, dict[str, str]]]:
    """What the desk will post, made beforehand."""
    from urllib.parse import urlsplit

    from django.db import connections

    from inburgering.interfaces.webhook import berichten
    from inburgering.signaal import commands

    uit = []
    while opdrachten := commands.claim(100_000, now=NU):
        for o in opdrachten:
            inhoud = berichten.body(o)
            uit.append((urlsplit(o.sink).path, inhoud, berichten.headers(o, inhoud, now=NU)))
        with connections["beheer"].cursor() as cursor:
            cursor.execute("UPDATE signaal_bezorging SET stand = 'bezorgd', merk = NULL, merk_tot = NULL"
                           " WHERE stand = 'bezig'")  # fmt: skip
    return uit


def _meet(url: str) -> list[Verhouding]:
    from inburgering.interfaces.webhook import worker

    _zet_terug(url, dood=False)
    berichten = _berichten()
    kaal, desk, p95 = [], [], {False: [], True: []}
    for _ in range(KEREN):
        kaal.append(asyncio.run(_kaal(url, berichten, 50)))
        for dood in (False, True):
            _zet_terug(url, dood=dood)
            asyncio.run(_gekomen(url))
            begin = time.monotonic()
            uit = worker.drain_once(now=NU + timedelta(minutes=1), jitter=lambda: 0.0, seconden=3.0)
            tijden = sorted(t - begin for t in asyncio.run(_gekomen(url)))
            p95[dood].append(statistics.quantiles(tijden, n=20)[-1] if len(tijden) > 1 else 0.0)
            if not dood:
                desk.append(tijden[-1])
                assert uit.bezorgd == len(berichten), uit
    n = len(berichten)
    snel, vertraging = f"{n / min(desk):.0f} / {n / min(kaal):.0f} per second", min(p95[True]) / min(p95[False])
    return [
        Verhouding(
            "webhook drain / bare aiohttp loop with the same POSTs",
            min(kaal) / min(desk),
            0.6,
            minstens=True,
            toelichting=f"{snel}; p95 of the living is {vertraging:.2f} times as late when one in five is dead",
        )
    ]


def main() -> None:
    from inburgering.interfaces.cli import databank

    poort, klok = multiprocessing.Value("i", 0), multiprocessing.Event()
    proces = multiprocessing.Process(target=ontvanger, args=(poort, klok), daemon=True)
    proces.start()
    klok.wait(20)
    with databank.tijdelijk() as tijdelijk:
        tijdelijk.zet_omgeving()
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", database="beheer", verbosity=0)
        url = f"http://127.0.0.1:{poort.value}"
        _vul(url)
        uit = _meet(url)
        connections.close_all()
    proces.terminate()
    toon(uit, als_json="--json" in sys.argv)


if __name__ == "__main__":
    main()
