"""What a gemeente tells back: the panel at a signaal, the list, the proof, and what DUO has to answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from inburgering.interfaces.portal.onderdelen import (
    NEDERLAND,
    Etiket,
    Kruimel,
    dag_tekst,
    meervoud,
    moment_tekst,
    resterend,
)
from inburgering.interfaces.portal.terugformulier import UITSLAGEN, in_woorden
from inburgering.organisatie import gemeenten
from inburgering.signaal.terms import Signaalsoort, Veld
from inburgering.terugmelding.terms import NIET_MIJN_INWONER, PIP, Alarm, Termijn, Terugmeldingrij

GELDT = Etiket("ok", "check", "Vastgelegd")
VERVANGEN = Etiket("gone", "arrow-back-up", "Vervangen")
INGETROKKEN = Etiket("gone", "arrow-back-up", "Ingetrokken")
WACHT = Etiket("busy", "clock", "DUO antwoordt nog")
BEANTWOORD = Etiket("ok", "check", "Beantwoord")
_NAMEN = {"burgerservicenummer", "vreemdelingennummer"}


@dataclass(frozen=True, slots=True)
class Regel:
    """One terugmelding in a list."""

    titel: str
    wanneer: str
    wat: str
    etiket: Etiket
    adres: str
    uiterlijk: str
    gemeente: str
    antwoord: str
    laat: Etiket | None = None


@dataclass(frozen=True, slots=True)
class Keus:
    """One thing that can be told on this signaal."""

    titel: str
    aanleiding: str
    adres: str


@dataclass(frozen=True, slots=True)
class Paneel:
    """The panel at a signaal: the term, what was told, and what can be told."""

    termijn: str
    regels: tuple[Regel, ...]
    keuzen: tuple[Keus, ...]
    niet_mijn: Keus | None


@dataclass(frozen=True, slots=True)
class Lijst:
    """Everything a gemeente told back."""

    gemeente: str
    zin: str
    regels: tuple[Regel, ...]
    mis_iemand: str


@dataclass(frozen=True, slots=True)
class Bewijs:
    """That it is recorded, what it says, and what happens next."""

    titel: str
    zinnen: tuple[str, ...]
    gegevens: tuple[tuple[str, str], ...]
    vervolg: str
    terug: str
    terug_naam: str
    wijzig: str
    trek_in: str
    kruimels: tuple[Kruimel, ...]


@dataclass(frozen=True, slots=True)
class Alarmregel:
    """One number that rose."""

    titel: str
    waar: str
    zin: str


@dataclass(frozen=True, slots=True)
class Vragen:
    """What gemeenten ask DUO."""

    zin: str
    regels: tuple[Regel, ...]
    alarmen: tuple[Alarmregel, ...]


def paneel(
    soorten: Mapping[str, Signaalsoort],
    rijen: Sequence[Terugmeldingrij],
    termijn: Termijn | None,
    *,
    adres: Callable[[str], str],
    bewijs: Callable[[Terugmeldingrij], str],
) -> Paneel:
    """The panel; what is about a person and not about this signaal stands elsewhere."""
    keuzen = {
        c: Keus(s.titel, s.aanleiding, adres(c))
        for c, s in soorten.items()
        if not s.over_persoon and c != NIET_MIJN_INWONER
    }
    niet = soorten.get(NIET_MIJN_INWONER)
    return Paneel(
        termijn=termijn_zin(termijn) if termijn else "",
        regels=tuple(regel(r, adres=bewijs(r), kind=soorten.get(r.soort)) for r in rijen),
        keuzen=tuple(keuzen.values()),
        niet_mijn=Keus(niet.titel, niet.aanleiding, adres(NIET_MIJN_INWONER)) if niet else None,
    )


def termijn_zin(termijn: Termijn) -> str:
    """The term in one sentence."""
    return (
        f"Het eerste PIP is van {dag_tekst(termijn.eerste_pip)}. De inburgeringstermijn loopt van"
        f" {dag_tekst(termijn.begin)} tot uiterlijk {dag_tekst(termijn.uiterlijk)}."
    )


def lijst(
    gemeente: str,
    rijen: Sequence[Terugmeldingrij],
    *,
    bewijs: Callable[[Terugmeldingrij], str],
    soorten: Mapping[str, Signaalsoort],
    mis_iemand: str,
) -> Lijst:
    """The list, newest first."""
    return Lijst(
        gemeente=gemeenten.naam(gemeente),
        zin=meervoud(len(rijen), "terugmelding", "terugmeldingen"),
        regels=tuple(regel(r, adres=bewijs(r), kind=soorten.get(r.soort)) for r in reversed(rijen)),
        mis_iemand=mis_iemand,
    )


def regel(rij: Terugmeldingrij, *, adres: str, kind: Signaalsoort | None, vandaag: date | None = None) -> Regel:
    """One terugmelding as a line; a number never stands in it."""
    laat = rij.wacht and vandaag is not None and rij.uiterlijk is not None and rij.uiterlijk < vandaag
    return Regel(
        titel=rij.titel,
        wanneer=moment_tekst(rij.op),
        wat=", ".join(f"{naam[:1].lower()}{naam[1:]}: {w}" for naam, w in waarden(rij, kind, voluit=False)),
        etiket=etiket(rij),
        adres=adres,
        uiterlijk=dag_tekst(rij.uiterlijk) if rij.wacht and rij.uiterlijk else "",
        gemeente=gemeenten.naam(rij.gemeente),
        antwoord=UITSLAGEN[rij.antwoord.uitslag] if rij.antwoord else "",
        laat=Etiket("late", "alert-triangle", resterend(rij.uiterlijk, vandaag))
        if laat and rij.uiterlijk and vandaag
        else None,
    )


def waarden(rij: Terugmeldingrij, kind: Signaalsoort | None, *, voluit: bool) -> list[tuple[str, str]]:
    """The fields with their values, as people read them; without `voluit` no numbers of a person."""
    if kind is None:
        return []
    return [
        (v.titel, _waarde(v, rij.velden[v.naam], voluit=voluit))
        for v in kind.velden
        if v.naam in rij.velden and (voluit or v.naam not in _NAMEN)
    ]


def _waarde(veld: Veld, waarde: Any, *, voluit: bool) -> str:
    if veld.vorm == "datum":
        return dag_tekst(date.fromisoformat(waarde))
    if veld.vorm == "gemeente":
        return gemeenten.naam(waarde)
    if veld.vorm == "ja-nee":
        return "ja" if waarde else "nee"
    if veld.naam == "burgerservicenummer" and voluit:
        return f"•••••{str(waarde)[-4:]}"
    return in_woorden(waarde) if veld.waarden else str(waarde)


def etiket(rij: Terugmeldingrij) -> Etiket:
    """How a terugmelding stands, as a label."""
    if rij.ingetrokken:
        return INGETROKKEN
    if rij.vervangen_door is not None:
        return VERVANGEN
    if rij.antwoord:
        return BEANTWOORD
    return WACHT if rij.wacht else GELDT


def bewijs(
    rij: Terugmeldingrij,
    kind: Signaalsoort | None,
    termijn: Termijn | None,
    *,
    adressen: Mapping[str, str],
    kruimels: tuple[Kruimel, ...],
) -> Bewijs:
    """The page after telling, which stays the page of this terugmelding."""
    return Bewijs(
        titel=_kop(rij),
        zinnen=_zinnen(rij, termijn),
        gegevens=(
            *waarden(rij, kind, voluit=True),
            ("Gemeld op", moment_tekst(rij.op)),
            ("Grondslag", rij.grondslag),
            ("Nummer", f"T-{rij.id:06d}"),
        ),
        vervolg=_vervolg(rij, kind),
        terug=adressen["terug"],
        terug_naam="Terug naar het signaal" if rij.signaal_id else "Naar uw terugmeldingen",
        wijzig=adressen["wijzig"] if rij.geldt and rij.antwoord is None else "",
        trek_in=adressen["trek_in"] if rij.geldt and rij.antwoord is None else "",
        kruimels=kruimels,
    )


def _kop(rij: Terugmeldingrij) -> str:
    if rij.ingetrokken:
        return f"Ingetrokken: {rij.titel}"
    return f"Vervangen: {rij.titel}" if rij.vervangen_door is not None else f"Gemeld aan DUO: {rij.titel}"


def _zinnen(rij: Terugmeldingrij, termijn: Termijn | None) -> tuple[str, ...]:
    if rij.ingetrokken:
        return (f"U trok een terugmelding in. Reden: {rij.reden}",)
    if rij.vervangen_door is not None:
        return ("U hebt dit later verbeterd. De nieuwste terugmelding geldt.",)
    if rij.soort != PIP or termijn is None:
        return ("Uw terugmelding is vastgelegd.",)
    if rij.velden.get("pipDatum") != termijn.eerste_pip.isoformat():
        return ("Dit is een later PIP. De inburgeringstermijn verandert niet.", termijn_zin(termijn))
    return (termijn_zin(termijn),)


def _vervolg(rij: Terugmeldingrij, kind: Signaalsoort | None) -> str:
    if rij.antwoord:
        extra = f" {rij.antwoord.toelichting}" if rij.antwoord.toelichting else ""
        return f"DUO antwoordde op {moment_tekst(rij.antwoord.op)}: {UITSLAGEN[rij.antwoord.uitslag]}.{extra}"
    if rij.wacht and rij.uiterlijk:
        return f"DUO antwoordt uiterlijk {dag_tekst(rij.uiterlijk)}. Het antwoord leest u op deze pagina."
    if not rij.geldt:
        return "U hoeft niets te doen."
    uitleg = f"{kind.wat_te_doen} " if kind else ""
    return f"{uitleg}Klopt er iets niet? Wijzig de terugmelding of trek hem in."


def vragen(
    rijen: Sequence[Terugmeldingrij],
    alarmen: Sequence[Alarm],
    *,
    adres: Callable[[Terugmeldingrij], str],
    soorten: Mapping[str, Signaalsoort],
    now: datetime,
) -> Vragen:
    """What waits for an answer, the first last day first, and which numbers rose."""
    vandaag = now.astimezone(NEDERLAND).date()
    return Vragen(
        zin=meervoud(len(rijen), "vraag wacht op antwoord", "vragen wachten op antwoord"),
        regels=tuple(regel(r, adres=adres(r), kind=soorten.get(r.soort), vandaag=vandaag) for r in rijen),
        alarmen=alarmregels(alarmen),
    )


def alarmregels(alarmen: Sequence[Alarm]) -> tuple[Alarmregel, ...]:
    """The numbers that rose, in words."""
    return tuple(
        Alarmregel(
            a.titel,
            gemeenten.naam(a.gemeente) if a.gemeente else "Alle gemeenten samen",
            f"{a.aantal} keer deze maand; gewoonlijk {a.gewoonlijk:g} per maand.",
        )
        for a in alarmen
    )
