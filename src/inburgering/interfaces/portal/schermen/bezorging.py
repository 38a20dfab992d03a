"""How webhooks arrive: each address with its state, and what was given up, to be sent again with one click."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from inburgering.interfaces.portal.onderdelen import Etiket, meervoud, moment_tekst
from inburgering.organisatie import gemeenten
from inburgering.signaal.terms import BestemmingRij, Bezorgstand, DodeRij, Gebeurtenissoort

_ETIKET = {
    Bezorgstand.WERKT: Etiket("ok", "check", "Werkt"),
    Bezorgstand.WACHT_OP_VALIDATIE: Etiket("warn", "clock", "Wacht op toestemming"),
    Bezorgstand.HAPERT: Etiket("warn", "alert-triangle", "Hapert"),
    Bezorgstand.ONDERBROKEN: Etiket("late", "alert-triangle", "Onderbroken"),
    Bezorgstand.BEEINDIGD: Etiket("gone", "x", "Beëindigd"),
}
_ERNST = (
    Bezorgstand.ONDERBROKEN,
    Bezorgstand.HAPERT,
    Bezorgstand.WACHT_OP_VALIDATIE,
    Bezorgstand.WERKT,
    Bezorgstand.BEEINDIGD,
)
_SOORT = {
    Gebeurtenissoort.SIGNAAL_BEZORGD: "Nieuw signaal",
    Gebeurtenissoort.SIGNAAL_INGETROKKEN: "Signaal ingetrokken",
    Gebeurtenissoort.STOP_GEZET: "Stop gezet",
    Gebeurtenissoort.STOP_OPGEHEVEN: "Stop opgeheven",
}
DODEN_MAX = 100


@dataclass(frozen=True, slots=True)
class Regel:
    """One address."""

    id: UUID
    gemeente: str
    host: str
    etiket: Etiket
    noot: str
    gelukt: str
    wachtend: int
    dood: int
    actie: str


@dataclass(frozen=True, slots=True)
class Dode:
    """One event that was given up."""

    wat: str
    gemeente: str
    host: str
    sinds: str
    antwoord: str
    actie: str
    bezorging: UUID


@dataclass(frozen=True, slots=True)
class Bezorging:
    """The whole screen."""

    zin: str
    gedaan: str
    regels: tuple[Regel, ...]
    doden: tuple[Dode, ...]
    meer: str
    mag_herstellen: bool


def maak(
    rijen: Sequence[BestemmingRij],
    doden: Sequence[DodeRij],
    *,
    actie: Callable[[UUID], str],
    mag_herstellen: bool,
    gedaan: str = "",
) -> Bezorging:
    """The screen: addresses in trouble first, then by gemeente."""
    hosts = {r.id: _host(r) for r in rijen}
    totaal = sum(r.dood for r in rijen)
    return Bezorging(
        zin=_zin(rijen, totaal),
        gedaan=gedaan,
        regels=tuple(_regel(r, actie=actie(r.id)) for r in sorted(rijen, key=_volgorde)),
        doden=tuple(_dode(d, host=hosts.get(d.abonnement_id, ""), actie=actie(d.abonnement_id)) for d in doden),
        meer=f"U ziet de oudste {DODEN_MAX} van {totaal}." if totaal > len(doden) else "",
        mag_herstellen=mag_herstellen,
    )


def gedaan(aantal: str) -> str:
    """What happened after a click, from the number in the address; nothing when it is no number."""
    if not aantal.isascii() or not aantal.isdigit() or len(aantal) > 6:
        return ""
    gaan = meervoud(int(aantal), "bericht gaat", "berichten gaan")
    return f"{gaan} opnieuw. Dat duurt meestal niet langer dan een minuut." if int(aantal) else "Er was niets te doen."


def naam(rij: BestemmingRij) -> str:
    """How an address is called where one must be chosen."""
    return f"{gemeenten.naam(rij.gemeente)} · {_host(rij)}"


def _zin(rijen: Sequence[BestemmingRij], dood: int) -> str:
    levend = [r for r in rijen if r.stand is not Bezorgstand.BEEINDIGD]
    slecht = sum(r.stand in {Bezorgstand.HAPERT, Bezorgstand.ONDERBROKEN} for r in levend)
    delen = [meervoud(len(levend), "adres", "adressen")]
    if slecht:
        delen.append(f"{slecht} niet bereikbaar")
    delen.append(f"{meervoud(dood, 'bericht', 'berichten')} opgegeven" if dood else "niets opgegeven")
    return ", ".join(delen)


def _volgorde(rij: BestemmingRij) -> tuple[int, int, str]:
    return (_ERNST.index(rij.stand), -rij.dood, gemeenten.naam(rij.gemeente))


def _regel(rij: BestemmingRij, *, actie: str) -> Regel:
    return Regel(
        id=rij.id,
        gemeente=gemeenten.naam(rij.gemeente),
        host=_host(rij),
        etiket=_ETIKET[rij.stand],
        noot=_noot(rij),
        gelukt=moment_tekst(rij.gelukt_op) if rij.gelukt_op else "nog nooit",
        wachtend=rij.wachtend,
        dood=rij.dood,
        actie=actie,
    )


def _noot(rij: BestemmingRij) -> str:
    if rij.stand is Bezorgstand.BEEINDIGD:
        redenen = {"410": "Het adres bestaat niet meer (410).", "niet-gevalideerd": "Het adres gaf geen toestemming."}
        return redenen.get(rij.reden_einde, "Opgezegd.")
    if rij.mislukt_sinds is None:
        return ""
    antwoord = _antwoord(rij.laatste_status)
    proef = f" Volgende poging na {moment_tekst(rij.open_tot)}." if rij.open_tot and rij.wachtend else ""
    return f"{antwoord}, sinds {moment_tekst(rij.mislukt_sinds)}.{proef}"


def _dode(rij: DodeRij, *, host: str, actie: str) -> Dode:
    nummer = f" {rij.volgnummer}" if rij.volgnummer else ""
    return Dode(
        wat=f"{_SOORT[rij.soort]}{nummer}",
        gemeente=gemeenten.naam(rij.gemeente),
        host=host,
        sinds=moment_tekst(rij.aangemaakt_op),
        antwoord=_antwoord(rij.laatste_status),
        actie=actie,
        bezorging=rij.id,
    )


def _antwoord(status: int | None) -> str:
    return f"Antwoord {status}" if status else "Geen antwoord"


def _host(rij: BestemmingRij) -> str:
    return urlsplit(rij.sink).hostname or ""
