"""How fast does the API give a list of fifty signalen? Prints ratios, with the target of the issue.

    python bench/lijst.py [requests] [--beurten 3] [--json]

The real product behind granian on 127.0.0.1, asked by eight clients that keep their connection: token, tempo, brake,
row-level security, ledger and trail included. Against a view in the same server that makes JSON of the same rows in one
statement and asks nobody who he is. The first reading by a system books fifty verstrekkingen; it is told apart.
"""

import asyncio
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from _hulp import Verhouding, databank, toon, vraag

GEMEENTE, CLIENTEN, WERKERS = "0344", 8, 2


def bereid(adres: str) -> str:
    """Fifty signalen of a gemeente and a system of it; its token."""
    import signaalbouw
    from inburgering.primitives import clock
    from inburgering.signaal import commands
    from inburgering.toegang import commands as toegang
    from inburgering.toegang import queries

    now = clock.now()
    opdrachten = [signaalbouw.opdracht(i, GEMEENTE) for i in range(1, 51)]
    vrijgave = signaalbouw.maak_vrijgave(secrets.token_hex(4), now=now)
    commands.geef_vrij(opdrachten, vrijgave_id=vrijgave, door=signaalbouw.DUO, now=now)
    client = toegang.maak_client("Bench", GEMEENTE, now=now)
    return str(toegang.geef_token(queries.client(client.id), None, uitgever=adres, now=now).waarde)


@contextmanager
def server(poort: int) -> Iterator[None]:
    """Granian with the product and the bare view; gone afterwards."""
    omgeving = os.environ | {
        "INBURGERING_DEBUG": "0",  # as it is served: in debug Django writes every statement down, of both alike
        "INBURGERING_API_PIEK": "1000000",
        "INBURGERING_API_PER_MINUUT": "60000000",
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path]),
    }
    opdracht = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(poort), "--no-ws"]
    opdracht += ["--workers", str(WERKERS), "--blocking-threads", "4", "_http:application"]
    proces = subprocess.Popen(
        [sys.executable, "-m", *opdracht],
        env=omgeving,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            with socket.socket() as proef:
                if proef.connect_ex(("127.0.0.1", poort)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(proces.pid, signal.SIGKILL)
        proces.wait(20)


async def _lees(lezer: asyncio.StreamReader, kop: bytes) -> bytes:
    """The body, with its length in front or in pieces."""
    if b"content-length:" in kop:
        return await lezer.readexactly(int(kop.partition(b"content-length:")[2].partition(b"\r\n")[0]))
    stukken = []
    while lengte := int(await lezer.readline(), 16):
        stukken.append((await lezer.readexactly(lengte + 2))[:-2])
    await lezer.readline()
    return b"".join(stukken)


async def _vraag(poort: int, ruw: bytes, aantal: int) -> bytes:
    """Ask the same on one connection, again and again; the last answer."""
    lezer, schrijver = await asyncio.open_connection("127.0.0.1", poort)
    inhoud = b""
    for _ in range(aantal):
        schrijver.write(ruw)
        kop = await lezer.readuntil(b"\r\n\r\n")
        assert kop.startswith(b"HTTP/1.1 200"), kop
        inhoud = await _lees(lezer, kop.lower())
    schrijver.close()
    return inhoud


def per_seconde(poort: int, pad: str, aantal: int, *, token: str = "") -> float:
    """Answers per second, all clients at once."""
    kop = f"Authorization: Bearer {token}\r\n" if token else ""
    ruw = f"GET {pad} HTTP/1.1\r\nHost: 127.0.0.1:{poort}\r\n{kop}\r\n".encode()

    async def samen() -> list[bytes]:
        return await asyncio.gather(*(_vraag(poort, ruw, aantal // CLIENTEN) for _ in range(CLIENTEN)))

    begin = time.perf_counter()
    antwoorden = asyncio.run(samen())
    duur = time.perf_counter() - begin
    assert all(a.count(b"volgnummer") >= 50 for a in antwoorden), antwoorden[0][:300]
    return aantal // CLIENTEN * CLIENTEN / duur


def meet(aantal: int, beurten: int) -> list[Verhouding]:
    """In turns: the API, the bare view."""
    with socket.socket() as proef:
        proef.bind(("127.0.0.1", 0))
        poort = proef.getsockname()[1]
    os.environ["INBURGERING_ADRES"] = adres = f"http://127.0.0.1:{poort}"
    token = bereid(adres)
    lijst, kaal = "/v1/signalen?sinds=0&aantal=50", f"/kaal?gemeente={GEMEENTE}"
    with server(poort):
        per_seconde(poort, kaal, 10 * CLIENTEN)
        per_seconde(poort, lijst, 10 * CLIENTEN, token=token)
        api, view = [], []
        for _ in range(beurten):
            api.append(per_seconde(poort, lijst, aantal, token=token))
            view.append(per_seconde(poort, kaal, aantal))
    return [
        Verhouding(
            "authenticated list of 50 / the same stack's bare SQL-to-JSON",
            max(api) / max(view),
            0.7,
            minstens=True,
            toelichting=f"{max(api):.0f} / {max(view):.0f} per second",
        )
    ]


if __name__ == "__main__":
    keuze: Any = vraag(__doc__, aantal=2_000, waarvan="requests")
    with databank():
        gevonden = meet(keuze.aantal, keuze.beurten)
    toon(gevonden, als_json=keuze.json)
