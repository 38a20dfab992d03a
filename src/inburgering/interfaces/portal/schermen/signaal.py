"""One signaal: what it says, what the gemeente must do, and what happened with it. Shut under a stop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from inburgering.interfaces.portal.onderdelen import (
    NEDERLAND,
    Etiket,
    Kruimel,
    Tijdstap,
    dag_tekst,
    moment_tekst,
    resterend,
)
from inburgering.interfaces.portal.schermen import inbox
from inburgering.organisatie import gemeenten
from inburgering.signaal.terms import Antwoord, Correctiesoort, SignaalRij, Signaalsoort, Status, Veld, VerklaringRij

ANTWOORDEN = {
    Antwoord.NIET_GEBRUIKT: "Wij hebben de gegevens niet gebruikt",
    Antwoord.GEBRUIKT_ZONDER_BESLUIT: "Wij hebben de gegevens gebruikt, maar niets besloten",
    Antwoord.GEBRUIKT_IN_BESLUIT: "Wij hebben de gegevens gebruikt in een besluit",
    Antwoord.GEWIST: "Wij hebben de gegevens gewist",
    Antwoord.IN_ONDERZOEK: "Wij zoeken dit nog uit",
    Antwoord.NIET_GEVONDEN: "Wij kunnen de gegevens niet vinden",
}
CORRECTIES = {
    Correctiesoort.INTREKKING: "DUO trekt een eerder signaal in. Gebruik dat signaal niet meer en wis de gegevens.",
    Correctiesoort.OMLEIDING: "Een eerder signaal hoort bij een andere gemeente. Wis de gegevens.",
    Correctiesoort.NALEVERING: "Dit signaal had u eerder moeten krijgen.",
}
_GEBEURTENISSEN = {
    "vrijgegeven": ("send", "DUO stuurde dit signaal"),
    "bezorgd": ("send", "DUO stuurde dit signaal"),
    "geopend": ("mail-opened", "Voor het eerst geopend"),
    "bevestigd": ("check", "Ontvangst bevestigd"),
    "in-behandeling": ("progress", "In behandeling genomen"),
    "afgehandeld": ("check", "Afgehandeld"),
    "ingetrokken": ("arrow-back-up", "Ingetrokken door DUO"),
    "omgeleid": ("arrow-back-up", "Naar een andere gemeente gestuurd"),
    "nageleverd": ("send", "Alsnog gestuurd"),
    "verklaard": ("file-text", "Verklaring gegeven"),
    "in-quarantaine": ("hand-stop", "Apart gezet door DUO"),
}
_GEGEVENS = {
    "naam": "naam",
    "adres": "adres",
    "leerroute": "leerroute",
    "intensiteit": "intensiteit",
    "termijn-begin": "begin van de termijn",
    "termijn-einde": "einde van de termijn",
}


class Gebeurtenis(Protocol):
    """What the timeline needs of an event."""

    soort: str
    op: datetime
    toelichting: str


class Doorgegeven(Protocol):
    """What the list needs of a doorgifte."""

    ontvanger: str
    gegevens: list[str]
    datum: date


@dataclass(frozen=True, slots=True)
class Signaal:
    """The whole screen, open or shut."""

    id: str
    kenmerk: str
    naam: str
    geboren: str
    gemeente: str
    etiket: Etiket
    soort: str
    kort: str
    actie: str
    ontvangen: str
    deadline: str
    over: str
    laat: Etiket | None
    correctie: str
    correctie_van: str
    mag_bevestigen: bool
    mag_in_behandeling: bool
    bsn_afgeschermd: bool
    gegevens: tuple[tuple[str, str], ...]
    grondslag: str
    verklaringen: tuple[str, ...]
    doorgiften: tuple[str, ...]
    tijdlijn: tuple[Tijdstap, ...]
    kruimels: tuple[Kruimel, ...]


def maak(
    rij: SignaalRij,
    kind: Signaalsoort,
    *,
    gebeurtenissen: Sequence[Gebeurtenis],
    verklaring: VerklaringRij | None,
    doorgiften: Sequence[Doorgegeven],
    terug: str,
    now: datetime,
    bsn_voluit: bool = False,
) -> Signaal:
    """The screen; without inhoud it shows only what is on the envelop."""
    inhoud: Mapping[str, Any] = rij.inhoud or {}
    merk = inbox.kenmerk(rij.gemeente, rij.volgnummer)
    vandaag = now.astimezone(NEDERLAND).date()
    laat = rij.deadline is not None and rij.deadline < vandaag and rij.status is not Status.AFGEHANDELD
    return Signaal(
        id=str(rij.id),
        kenmerk=merk,
        naam=str(inhoud.get("naam") or rij.titel),
        geboren=datum_tekst(str(inhoud.get("geboortedatum", ""))),
        gemeente=gemeenten.naam(rij.gemeente),
        etiket=inbox.etiket(rij),
        soort=rij.titel,
        kort=str(inhoud.get("wet") or ("Correctie" if rij.corrigeert else "Te doen")),
        actie=inbox.te_doen(rij, kind.wat_te_doen),
        ontvangen=moment_tekst(rij.aangemaakt_op),
        deadline=dag_tekst(rij.deadline) if rij.deadline else "",
        over=resterend(rij.deadline, vandaag) if rij.deadline else "",
        laat=Etiket("late", "alert-triangle", resterend(rij.deadline, vandaag)) if laat and rij.deadline else None,
        correctie=CORRECTIES.get(rij.correctiesoort, "") if rij.correctiesoort else "",
        correctie_van=str(rij.corrigeert or ""),
        mag_bevestigen=bool(rij.correctiesoort) and rij.status in {Status.BEZORGD, Status.GEOPEND},
        mag_in_behandeling=not rij.correctiesoort and rij.status in {Status.BEZORGD, Status.GEOPEND, Status.BEVESTIGD},
        bsn_afgeschermd="burgerservicenummer" in inhoud and not bsn_voluit,
        gegevens=tuple(
            (v.titel, _gegeven(v, inhoud[v.naam], bsn_voluit=bsn_voluit))
            for v in kind.velden
            if inhoud.get(v.naam) is not None
        ),
        grondslag="; ".join(
            dict.fromkeys(d for v in kind.velden if inhoud.get(v.naam) is not None for d in v.artikel.split("; "))
        ),
        verklaringen=(_verklaring(verklaring),) if verklaring else (),
        doorgiften=tuple(map(_doorgifte, doorgiften)),
        tijdlijn=tuple(_stap(g) for g in reversed(gebeurtenissen)),
        kruimels=(Kruimel("Inbox", terug), Kruimel(merk)),
    )


def datum_tekst(waarde: str) -> str:
    """`1990-03-02` as `2 maart 1990`; anything else as it came."""
    try:
        return dag_tekst(date.fromisoformat(waarde))
    except ValueError:
        return waarde


def _gegeven(veld: Veld, waarde: Any, *, bsn_voluit: bool) -> str:
    """One field in words; a BSN shows its last four digits, unless somebody gave a reason."""
    if veld.naam == "burgerservicenummer" and not bsn_voluit:
        return f"•••••{str(waarde)[-4:]}"
    return _waarde(veld.vorm, waarde)


def _waarde(vorm: str, waarde: Any) -> str:
    if vorm == "datum" or (isinstance(waarde, str) and len(waarde) == 10):
        return datum_tekst(str(waarde))
    if vorm == "gemeente":
        return gemeenten.naam(str(waarde))
    if vorm == "ja-nee":
        return "ja" if waarde else "nee"
    return str(waarde)


def _verklaring(rij: VerklaringRij) -> str:
    extra = f" Toelichting: {rij.toelichting}" if rij.toelichting else ""
    bewijs = f" Bewijs: {rij.bewijs.tekst}" if rij.bewijs.tekst else ""
    document = f" Document: {rij.bewijs.document} (SHA-256 {rij.bewijs.sha256})." if rij.bewijs.document else ""
    return f"{moment_tekst(rij.op)}: {ANTWOORDEN[rij.antwoord]}.{extra}{bewijs}{document}"


def _doorgifte(rij: Doorgegeven) -> str:
    wat = ", ".join(_GEGEVENS.get(g, g) for g in rij.gegevens)
    return f"{dag_tekst(rij.datum)}: {rij.ontvanger} ({wat})"


def _stap(gebeurtenis: Gebeurtenis) -> Tijdstap:
    icoon, kop = _GEBEURTENISSEN.get(
        gebeurtenis.soort, ("info-circle", gebeurtenis.soort.replace("-", " ").capitalize())
    )
    return Tijdstap(
        wanneer=moment_tekst(gebeurtenis.op),
        iso=gebeurtenis.op.isoformat(),
        kop=kop,
        tekst=gebeurtenis.toelichting,
        soort="stop" if icoon == "hand-stop" else "",
        icoon=icoon,
    )
