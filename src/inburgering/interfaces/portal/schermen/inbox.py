"""The inbox of a gemeente: which stops hold, what is open, and what must be done first."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import starmap
from typing import Any

from inburgering.interfaces.portal.onderdelen import (
    NEDERLAND,
    Etiket,
    dag_tekst,
    meervoud,
    moment_tekst,
    resterend,
    weekdag_tekst,
)
from inburgering.interfaces.portal.schermen import bladeren
from inburgering.interfaces.portal.schermen.bladeren import Bladeren, Keuze
from inburgering.signaal.terms import Dicht, SignaalRij, Status
from inburgering.stop.terms import Bevestiging, StopRij

OPGESCHORT = Etiket("hold", "hand-stop", "Opgeschort")
ETIKETTEN = {
    Status.BEZORGD: Etiket("new", "sparkles", "Nieuw"),
    Status.GEOPEND: Etiket("busy", "mail-opened", "Gelezen"),
    Status.BEVESTIGD: Etiket("busy", "check", "Ontvangst bevestigd"),
    Status.IN_BEHANDELING: Etiket("busy", "progress", "In behandeling"),
    Status.AFGEHANDELD: Etiket("ok", "check", "Afgehandeld"),
    Status.INGETROKKEN: Etiket("gone", "arrow-back-up", "Ingetrokken"),
    Status.OMGELEID: Etiket("gone", "arrow-back-up", "Naar andere gemeente"),
}
_KLAAR = {Status.AFGEHANDELD, Status.INGETROKKEN, Status.OMGELEID}
_GEDAAN = {Status.BEVESTIGD, Status.AFGEHANDELD}
_MASKERS = {Dicht.INGETROKKEN: "Naam gewist", Dicht.VERLOPEN: "Verlopen", Dicht.WET: "Niet meer voor uw gemeente"}
_TABS: tuple[tuple[str, str, Callable[[SignaalRij], bool]], ...] = (
    ("", "Alle open", lambda r: r.status not in _KLAAR),
    ("nieuw", "Nieuw", lambda r: r.status is Status.BEZORGD and not r.gestopt),
    ("behandeling", "In behandeling", lambda r: r.status is Status.IN_BEHANDELING and not r.gestopt),
    ("opgeschort", "Opgeschort", lambda r: r.gestopt),
    ("correctie", "Correcties", lambda r: r.corrigeert is not None),
    ("ingetrokken", "Ingetrokken", lambda r: r.ingetrokken),
)
_DEADLINES = (("", "Alle"), ("laat", "Te laat"), ("week", "Binnen 7 dagen"))
_FILTERS = ("zoek", "deadline", "soort")


@dataclass(frozen=True, slots=True)
class Stap:
    """One of the four steps of a gemeente under a stop."""

    titel: str
    tekst: str
    stand: str
    knop: str = ""
    adres: str = ""


@dataclass(frozen=True, slots=True)
class Stopbalk:
    """The banner of one stop; one line once the gemeente has confirmed."""

    nummer: str
    titel: str
    uitleg: str
    sinds: str
    incident: str
    lijst: str
    adres: str
    bevestigd: str
    stappen: tuple[Stap, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """A status with its number of signalen."""

    naam: str
    aantal: int
    adres: str
    actief: bool


@dataclass(frozen=True, slots=True)
class Regel:
    """One signaal in the list."""

    kenmerk: str
    adres: str
    naam: str
    masker: str
    geboren: str
    soort: str
    actie: str
    etiket: Etiket
    deadline: str
    over: str
    laat: Etiket | None
    ontvangen: str
    gestopt: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, with the address without it."""

    naam: str
    adres: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """The whole screen."""

    gemeente: str
    gemeenten: tuple[Keuze, ...]
    stops: tuple[Stopbalk, ...]
    bijgewerkt: str
    open_zin: str
    download: str
    download_xlsx: str
    tabs: tuple[Tab, ...]
    zoek: str
    bewaard: tuple[tuple[str, str], ...]
    deadlines: tuple[Keuze, ...]
    soorten: tuple[Keuze, ...]
    chips: tuple[Chip, ...]
    regels: tuple[Regel, ...]
    bladeren: Bladeren
    leeg: str

    @property
    def stop_open(self) -> bool:
        """Whether a stop still waits for this gemeente."""
        return any(not s.bevestigd for s in self.stops)


@dataclass(frozen=True, slots=True)
class Bron:
    """What the rooms answered, and where the pages live."""

    gemeente: str
    naam: str
    gemeenten: Sequence[tuple[str, str]]
    rijen: Sequence[SignaalRij]
    stops: Sequence[tuple[StopRij, Bevestiging | None]]
    wat_te_doen: Mapping[str, str]
    pad: str
    adres_signaal: Callable[[SignaalRij], str]
    adres_stop: Callable[[StopRij], str]
    download: str
    download_xlsx: str
    now: datetime


def maak(bron: Bron, vraag: Mapping[str, str]) -> Inbox:
    """The screen for what the reader asked: tab, filters and page."""
    vandaag = bron.now.astimezone(NEDERLAND).date()
    status = vraag.get("status", "")
    gefilterd = [r for r in bron.rijen if _past(r, vraag, vandaag)]
    gekozen = sorted(filter({c: f for c, _, f in _TABS}.get(status, _TABS[0][2]), gefilterd), key=_volgorde)
    deel, blad = bladeren.verdeel(gekozen, pad=bron.pad, vraag=vraag)
    return Inbox(
        gemeente=bron.naam,
        gemeenten=tuple(Keuze(c, n, gekozen=c == bron.gemeente) for c, n in bron.gemeenten),
        stops=tuple(_balk(bron, stop, bevestiging=b) for stop, b in bron.stops),
        bijgewerkt=f"{bron.now.astimezone(NEDERLAND):%H:%M}",
        open_zin=meervoud(sum(map(_TABS[0][2], bron.rijen)), "open signaal", "open signalen"),
        download=bron.download,
        download_xlsx=bron.download_xlsx,
        tabs=tuple(
            Tab(
                naam,
                sum(map(past, gefilterd)),
                bladeren.adres(bron.pad, _zonder(vraag, "blad"), status=code),
                code == status,
            )
            for code, naam, past in _TABS
        ),
        zoek=vraag.get("zoek", ""),
        bewaard=tuple((n, vraag[n]) for n in ("gemeente", "status") if vraag.get(n)),
        deadlines=tuple(Keuze(c, n, gekozen=c == vraag.get("deadline", "")) for c, n in _DEADLINES),
        soorten=_soorten(bron.rijen, vraag.get("soort", "")),
        chips=tuple(_chips(bron, vraag)),
        regels=tuple(_regel(r, bron, vandaag=vandaag) for r in deel),
        bladeren=blad,
        leeg=_leeg(vraag),
    )


def kenmerk(gemeente: str, volgnummer: int) -> str:
    """How people name a signaal on the telephone."""
    return f"S-{gemeente}-{volgnummer:05d}"


def jaar_van(geboren: str) -> str:
    """The year in a date of birth, in whatever form it came."""
    gevonden = re.search(r"\d{4}", geboren)
    return gevonden[0] if gevonden else ""


def etiket(rij: SignaalRij) -> Etiket:
    """The status of a signaal as a label; a stop goes before everything."""
    return OPGESCHORT if rij.gestopt else ETIKETTEN[rij.status]


def te_doen(rij: SignaalRij, wat: str) -> str:
    """What the gemeente must still do with a signaal; nothing once it confirmed a correctie."""
    if rij.gestopt:
        return "Niet gebruiken"
    if rij.dicht is not None:
        return ""
    if rij.correctiesoort and rij.status in _GEDAAN:
        return "U hebt dit bevestigd. U hoeft niets meer te doen."
    return wat


def onder_stop(rijen: Sequence[SignaalRij], stop: StopRij) -> int:
    """How many persons this stop keeps shut: one vaststelling is one person."""
    dicht = (r for r in rijen if r.gestopt and (stop.bereik.alles or r.vrijgave_id in stop.bereik.vrijgaven))
    return len({r.vaststelling_id or r.id for r in dicht})


def stoptitel(aantal: int) -> str:
    """The first thing to know about a stop."""
    if not aantal:
        return "STOP: u krijgt nu geen nieuwe signalen"
    return f"STOP: gebruik de gegevens van {meervoud(aantal, 'persoon', 'personen')} niet"


def _past(rij: SignaalRij, vraag: Mapping[str, str], vandaag: date) -> bool:
    # Not by name: what is searched for stands in the address, and an address ends up in logs.
    if vraag.get("zoek", "").strip().lower() not in kenmerk(rij.gemeente, rij.volgnummer).lower():
        return False
    if vraag.get("soort") and rij.soort != vraag["soort"]:
        return False
    match vraag.get("deadline"):
        case "laat":
            return _is_laat(rij, vandaag)
        case "week":
            return rij.deadline is not None and not rij.gestopt and 0 <= (rij.deadline - vandaag).days <= 7
    return True


def _is_laat(rij: SignaalRij, vandaag: date) -> bool:
    return rij.deadline is not None and rij.deadline < vandaag and not rij.gestopt and rij.status not in _KLAAR


def _volgorde(rij: SignaalRij) -> tuple[bool, date, int]:
    """What can be done comes first, the earliest deadline on top; what is stopped comes after it."""
    return (rij.gestopt, rij.deadline or date.max, -rij.volgnummer)


def _zonder(vraag: Mapping[str, str], *namen: str) -> dict[str, str]:
    return {n: w for n, w in vraag.items() if n not in namen}


def _soorten(rijen: Sequence[SignaalRij], gekozen: str) -> tuple[Keuze, ...]:
    soorten = sorted({(r.soort, r.titel) for r in rijen}, key=lambda paar: paar[1])
    return (Keuze("", "Alle"), *(Keuze(c, t, gekozen=c == gekozen) for c, t in soorten))


def _chips(bron: Bron, vraag: Mapping[str, str]) -> list[Chip]:
    namen = {
        "zoek": f"Zoekt “{vraag.get('zoek', '')}”",
        "deadline": dict(_DEADLINES).get(vraag.get("deadline", ""), ""),
        "soort": next((r.titel for r in bron.rijen if r.soort == vraag.get("soort")), ""),
    }
    aan = [n for n in _FILTERS if vraag.get(n) and namen[n]]
    return [Chip(namen[n], bladeren.adres(bron.pad, _zonder(vraag, n, "blad"))) for n in aan]


def _regel(rij: SignaalRij, bron: Bron, *, vandaag: date) -> Regel:
    inhoud: Mapping[str, Any] = rij.inhoud or {}
    return Regel(
        kenmerk=kenmerk(rij.gemeente, rij.volgnummer),
        adres=bron.adres_signaal(rij),
        naam=str(inhoud.get("naam") or ("Correctie" if rij.inhoud is not None else "")),
        masker=_MASKERS.get(rij.dicht or Dicht.STOP, "Naam afgeschermd"),
        geboren=jaar_van(str(inhoud.get("geboortedatum", ""))),
        soort=rij.titel,
        actie=te_doen(rij, bron.wat_te_doen.get(rij.soort, "")),
        etiket=etiket(rij),
        deadline="Gepauzeerd" if rij.gestopt else dag_tekst(rij.deadline) if rij.deadline else "Geen",
        over=_over(rij, vandaag),
        laat=Etiket("late", "alert-triangle", resterend(rij.deadline, vandaag))
        if rij.deadline and _is_laat(rij, vandaag)
        else None,
        ontvangen=dag_tekst(rij.aangemaakt_op.astimezone(NEDERLAND).date()),
        gestopt=rij.gestopt,
    )


def _over(rij: SignaalRij, vandaag: date) -> str:
    if rij.gestopt:
        return "tot bericht van DUO"
    if rij.deadline is None or rij.status in _KLAAR:
        return ""
    return resterend(rij.deadline, vandaag)


def _leeg(vraag: Mapping[str, str]) -> str:
    if any(vraag.get(n) for n in (*_FILTERS, "status")):
        return "Geen signalen gevonden. Verwijder een filter of zoek op een ander kenmerk."
    return "U hebt geen open signalen."


def _balk(bron: Bron, stop: StopRij, *, bevestiging: Bevestiging | None) -> Stopbalk:
    aantal = onder_stop(bron.rijen, stop)
    bevestigd_op = bevestiging.bevestigd_op if bevestiging else None
    oefening = "OEFENING. " if stop.oefening else ""
    return Stopbalk(
        nummer=str(stop.id),
        titel=f"{oefening}{stoptitel(aantal)}",
        uitleg=f"{stop.reden} Start geen brede intake, maak geen PIP en stuur geen brieven tot u van ons hoort.",
        sinds=weekdag_tekst(stop.op),
        incident=stop.incident,
        lijst=bladeren.adres(bron.pad, {"gemeente": bron.gemeente}, status="opgeschort"),
        adres=bron.adres_stop(stop),
        bevestigd=f"U hebt de stop bevestigd op {moment_tekst(bevestigd_op)}." if bevestigd_op else "",
        stappen=_stappen(bevestiging, bron.adres_stop(stop)),
    )


def _stappen(bevestiging: Bevestiging | None, adres_stop: str) -> tuple[Stap, ...]:
    gelezen = bevestiging.gelezen_op if bevestiging else None
    stappen = (
        ("Gelezen", moment_tekst(gelezen) if gelezen else "U leest dit nu.", "done"),
        (
            "Bevestig dat u bent gestopt",
            "Eén keer, namens de hele gemeente. Doe dit zodra iedereen is gestopt.",
            "now",
            "Bevestig de stop",
            adres_stop,
        ),
        ("Meld met wie u gegevens deelde", "Een taalschool of VluchtelingenWerk? Meld het bij het signaal.", ""),
        ("Verklaar wat er met de gegevens is gebeurd", "Dat doet u ook bij het signaal.", ""),
    )
    return tuple(starmap(Stap, stappen))
