"""Reading a request against its row of the table: every mistake in address, query, headers and body at once."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from inburgering.interfaces.api import gebreken
from inburgering.interfaces.api.fouten import AntwoordvormOnmogelijk, Gebrek, VerzoekOngeldig, VormOnbekend
from inburgering.interfaces.api.operaties import Operatie, padvorm

BODY_MAX = 100_000
_MET_BODY = {"POST", "PATCH"}
_SOORTEN = {"POST": {"application/json"}, "PATCH": {"application/json", "application/merge-patch+json"}}
HERHAALSLEUTEL = re.compile(r'"?([A-Za-z0-9._:-]{8,64})"?')
_NAAM = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")


class _Leeg(msgspec.Struct, forbid_unknown_fields=True):
    """An object without anything in it."""


class Gelezen(msgspec.Struct):
    """What stood in a request, each part in its form."""

    pad: dict[str, Any]
    vraag: dict[str, Any]
    body: Any
    ruw: bytes
    herhaalsleutel: str


def lees(request: HttpRequest, operatie: Operatie, delen: dict[str, str]) -> Gelezen:
    """What the request says.

    Raises:
        VormOnbekend: a body that is not JSON by its own heading.
        VerzoekOngeldig: names everything that is wrong.
    """
    ruw = _ruw(request) if operatie.methode in _MET_BODY else b""
    if ruw.strip() and (request.content_type or "").lower() not in _SOORTEN[operatie.methode]:
        raise VormOnbekend(veld="Content-Type", herstel="Stuur application/json.")
    fout: list[Gebrek] = []
    gelezen = Gelezen(
        pad={naam: _verzamel(fout, partial(padvorm(naam).lees, naam, waarde)) for naam, waarde in delen.items()},
        vraag=_vraag(request, operatie, fout),
        body=_body(ruw, operatie, fout) if operatie.methode in _MET_BODY else None,
        ruw=ruw,
        herhaalsleutel=_verzamel(fout, partial(_herhaalsleutel, request, operatie)) or "",
    )
    if fout:
        detail = fout[0].detail if len(fout) == 1 else f"Er kloppen {len(fout)} dingen niet; zie gebreken."
        raise VerzoekOngeldig(detail, veld=fout[0].veld, gebreken=tuple(fout))
    return gelezen


def eis_antwoordvorm(request: HttpRequest, operatie: Operatie) -> None:
    """Refuse who does not accept the form that the answer has.

    Raises:
        AntwoordvormOnmogelijk: the heading Accept leaves it out.
    """
    accept = request.headers.get("Accept", "")
    goed = ("*/*", "application/*", "application/problem+json", operatie.inhoudsoort)
    if accept and not any(soort in accept for soort in goed):
        raise AntwoordvormOnmogelijk(f"Het antwoord is altijd {operatie.inhoudsoort}.", veld="Accept")


def _verzamel(fout: list[Gebrek], lees_deel: Callable[[], Any]) -> Any:
    """What the reader gives, or None with its mistakes added to the others."""
    try:
        return lees_deel()
    except VerzoekOngeldig as ongeldig:
        fout.extend(ongeldig.gebreken)
        return None


def _vraag(request: HttpRequest, operatie: Operatie, fout: list[Gebrek]) -> dict[str, Any]:
    bekend = {p.naam: p for p in operatie.vraag}
    gevraagd = dict(request.GET.lists())
    fout += [
        Gebrek(naam if _NAAM.fullmatch(naam) else "?", "Deze parameter bestaat niet.")
        for naam in gevraagd
        if naam not in bekend
    ]
    fout += [Gebrek(n, "Geef deze parameter één keer.") for n in bekend if len(gevraagd.get(n, ())) > 1]
    return {naam: _verzamel(fout, partial(p.lees, request.GET.get(naam))) for naam, p in bekend.items()}


def _herhaalsleutel(request: HttpRequest, operatie: Operatie) -> str:
    if not operatie.herhaalbaar or (tekst := request.headers.get("Idempotency-Key")) is None:
        return ""
    gevonden = HERHAALSLEUTEL.fullmatch(tekst)
    if gevonden is None:
        raise VerzoekOngeldig("Neem 8 tot 64 letters, cijfers en . _ : -", veld="Idempotency-Key")
    return gevonden[1]


def _body(ruw: bytes, operatie: Operatie, fout: list[Gebrek]) -> Any:
    """The body in its form; an operation without form takes an empty body or an empty object."""
    if operatie.invoer is None and ruw.strip() == b"":
        return None
    try:
        waarde = msgspec.json.decode(ruw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):  # or brackets without end
        fout.append(Gebrek("$", "Dit is geen JSON."))
        return None
    vorm = operatie.invoer or _Leeg
    gevonden = list(gebreken.onbewaarbaar(waarde)) or gebreken.gebreken(waarde, vorm)
    fout += gevonden
    return None if gevonden or operatie.invoer is None else gebreken.lees(waarde, vorm)


def _ruw(request: HttpRequest) -> bytes:
    try:
        ruw = request.body
    except RequestDataTooBig:
        ruw = b" " * (BODY_MAX + 1)
    if len(ruw) > BODY_MAX:
        raise VerzoekOngeldig(f"De body is groter dan {BODY_MAX} bytes.", veld="$")
    return ruw
