"""Sends the trail to a log book outside by OTLP: sealed lines only, in order, recorded once the other side took them.

What was not taken is offered again; the ids of a line are the same each time, so a log book knows a repetition.
"""

import asyncio
from datetime import datetime
from urllib.parse import urlsplit

import aiohttp
import msgspec

from inburgering.primitives.errors import DomainError
from inburgering.spoor import commands, queries, rules

SECONDEN = 30.0
PORTIE = 2_000
_MAX = 100_000  # bytes of an answer that are read


class LogboekWeigert(DomainError):
    """The log book outside did not take what was offered; it stays here and is offered again."""

    code = "logboek-weigert"
    title = "Het logboek nam de regels niet aan"


def voer_uit(adres: str, *, now: datetime) -> int:
    """Send everything sealed that this log book has not got; how many lines it took.

    Raises:
        LogboekWeigert: it cannot be reached, or did not take every line; what it took before stays recorded.
    """
    if urlsplit(adres).scheme not in {"http", "https"} or not urlsplit(adres).hostname:
        raise LogboekWeigert("Dit is geen http(s)-adres.", veld="INBURGERING_OTLP", herstel="Geef een volledig adres.")
    gedaan = 0
    for zegel in queries.nog_uit_te_voeren(adres):
        regels = queries.regels_onder(zegel)
        if regels:
            asyncio.run(_stuur(adres, regels))
        commands.noteer_uitvoer(zegel, adres, aantal=len(regels), now=now)
        gedaan += len(regels)
    return gedaan


async def _stuur(adres: str, regels: list[dict[str, object]]) -> None:
    grens = aiohttp.ClientTimeout(total=SECONDEN)
    koppen = {"Content-Type": "application/json"}
    try:
        async with aiohttp.ClientSession(timeout=grens, cookie_jar=aiohttp.DummyCookieJar()) as sessie:
            for begin in range(0, len(regels), PORTIE):
                ruw = msgspec.json.encode(rules.als_otlp(regels[begin : begin + PORTIE]))
                async with sessie.post(adres, data=ruw, headers=koppen, allow_redirects=False) as antwoord:
                    eis_aangenomen(antwoord.status, await antwoord.content.read(_MAX))
    except (aiohttp.ClientError, TimeoutError, OSError) as fout:
        raise LogboekWeigert("Het logboek is niet te bereiken.", herstel="Probeer het later opnieuw.") from fout


def eis_aangenomen(status: int, ruw: bytes) -> None:
    """Refuse an answer that does not say that every line was taken.

    Raises:
        LogboekWeigert: no 200, or a partial success.
    """
    if status != 200:
        raise LogboekWeigert(f"Het logboek antwoordde met {status}.", herstel="Vraag de beheerder van het logboek.")
    try:
        antwoord = msgspec.json.decode(ruw or b"{}")
        geweigerd = int((antwoord.get("partialSuccess") or {}).get("rejectedSpans") or 0)
    except (msgspec.DecodeError, AttributeError, ValueError, TypeError, RecursionError) as fout:
        raise LogboekWeigert("Het antwoord van het logboek is niet te lezen.") from fout
    if geweigerd:
        raise LogboekWeigert(f"Het logboek nam {geweigerd} regels niet aan.", herstel="Er gaat niets verloren.")
