"""The dossier of one person at DUO: what holds, why, what was sent, and who looked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from inburgering.feit.terms import Bron as Feitbron
from inburgering.feit.terms import Persoonsgegevens, Stand, Tijdlijnregel
from inburgering.feit.terms import Soort as Feitsoort
from inburgering.interfaces.portal.onderdelen import Etiket, Kruimel, Tijdstap, dag_tekst, moment_tekst
from inburgering.interfaces.portal.schermen import feiten, redenen
from inburgering.interfaces.portal.schermen.redenen import Vaststelling
from inburgering.interfaces.portal.schermen.signaal import datum_tekst
from inburgering.interfaces.portal.schermen.terug import etiket as etiket_terug
from inburgering.organisatie import gemeenten
from inburgering.recht.redenering import Herkomst
from inburgering.recht.redenering import Knoop as Wetsvraag
from inburgering.terugmelding.terms import Termijn, Terugmeldingrij

GESTOPT = Etiket("hold", "hand-stop", "Gebruik gestopt")
GELDT = Etiket("ok", "check", "Geldt nu")
VERVANGEN = Etiket("gone", "arrow-back-up", "Vervangen")
_BRIEFSTANDEN = {
    "klaar": Etiket("busy", "clock", "Wacht op verzending"),
    "gedrukt": Etiket("ok", "check", "Verstuurd"),
    "vervallen": Etiket("gone", "x", "Vervallen"),
    "retour": Etiket("warn", "arrow-back-up", "Retour gekomen"),
}
_SIGNAALSTANDEN = {
    "ingetrokken": Etiket("gone", "arrow-back-up", "Ingetrokken"),
    "omgeleid": Etiket("gone", "arrow-back-up", "Naar andere gemeente"),
    "afgehandeld": Etiket("ok", "check", "Afgehandeld"),
}
_FEITKOPPEN = {
    Feitsoort.NAAM: "naam",
    Feitsoort.GEBOORTEDATUM: "geboortedatum",
    Feitsoort.NATIONALITEIT: "nationaliteit",
    Feitsoort.VERBLIJF: "verblijfsrecht",
    Feitsoort.INSCHRIJVING: "inschrijving",
    Feitsoort.HUISVESTING: "koppeling aan gemeente",
    Feitsoort.VERBLIJFPLAATS: "verblijfplaats",
    Feitsoort.KENNISGEVING: "kennisgeving",
    Feitsoort.ONDERWIJS: "onderwijs",
    Feitsoort.PIP: "PIP",
}
_CATEGORIEEN = {"gezins-of-overige-migrant": "gezins- of overige migrant"}
_STIL = {Feitsoort.NAAM, Feitsoort.ADRES, Feitsoort.TAAL, Feitsoort.GEHEIMHOUDING}


class Brief(Protocol):
    """What the dossier needs of a letter."""

    pk: UUID
    soort: str
    kenmerk: str
    dagtekening: date
    vrijgave_id: int
    stand: str
    wet: str | None
    gemaakt_op: datetime


class Envelop(Protocol):
    """What the dossier needs of a signaal."""

    pk: UUID
    soort: str
    gemeente: str
    volgnummer: int
    vrijgave_id: int
    aangemaakt_op: datetime
    status: str


@dataclass(frozen=True, slots=True)
class Standregel:
    """One line of how it stands."""

    naam: str
    tekst: str
    etiket: Etiket | None = None


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """What holds for this person, and why."""

    vraag: str
    kort: str
    zin: str
    regelversie: str
    peildatum: str
    stand: tuple[Standregel, ...]
    boom: redenen.Knoop
    zinnen: tuple[str, ...]
    anders: tuple[str, ...]
    ontbreekt: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Besluit:
    """One row of what was decided or sent."""

    wat: str
    kenmerk: str
    datum: str
    voor: str
    etiket: Etiket


@dataclass(frozen=True, slots=True)
class Kijker:
    """Who looked, and when."""

    wanneer: str
    tekst: str


@dataclass(frozen=True, slots=True)
class LetOp:
    """Something to know before reading on."""

    kop: str
    tekst: str
    kenmerk: str = ""
    adres: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """The whole screen."""

    persoon_id: int
    kenmerk: str
    naam: str
    bsn: str
    bsn_voluit: bool
    vnummer: str
    geboren: str
    gemeente: str
    let_op: LetOp | None
    uitkomst: Uitkomst | None
    besluiten: tuple[Besluit, ...]
    tijdlijn: tuple[Tijdstap, ...]
    wie_keek: tuple[Kijker, ...]
    kruimels: tuple[Kruimel, ...]


@dataclass(frozen=True, slots=True)
class Bron:
    """What the rooms answered about one person."""

    persoon: Persoonsgegevens
    vaststellingen: Sequence[Vaststelling]
    brieven: Sequence[Brief]
    signalen: Sequence[Envelop]
    titels: Mapping[str, str]
    feiten: Sequence[Tijdlijnregel]
    gestopt: Collection[int]
    wie_keek: Sequence[tuple[datetime, str]]
    let_op: LetOp | None
    uitleg: Sequence[str]
    terug: str
    bsn_voluit: bool = False
    termijn: Termijn | None = None
    terugmeldingen: Sequence[Terugmeldingrij] = ()
    anders: Sequence[str] = ()
    herkomst: Mapping[str, Herkomst] = field(default_factory=dict)
    redenering: Sequence[Wetsvraag] = ()


def maak(bron: Bron) -> Dossier:
    """The screen."""
    persoon = bron.persoon
    bsn = persoon.bsn
    return Dossier(
        persoon_id=int(persoon.persoon_id),
        kenmerk=kenmerk(persoon.persoon_id),
        naam=persoon.naam or "Naam niet bekend",
        bsn="" if bsn is None else bsn.waarde if bron.bsn_voluit else str(bsn),
        bsn_voluit=bron.bsn_voluit,
        vnummer=persoon.vnummer or "",
        geboren=datum_tekst(persoon.geboortedatum_tekst),
        gemeente=gemeenten.naam(persoon.gemeente) if persoon.gemeente else "",
        let_op=bron.let_op,
        uitkomst=_uitkomst(bron) if bron.vaststellingen else None,
        besluiten=tuple(_besluiten(bron)),
        tijdlijn=tuple(_tijdlijn(bron)),
        wie_keek=tuple(Kijker(moment_tekst(op), tekst) for op, tekst in bron.wie_keek),
        kruimels=(Kruimel("Dossiers", bron.terug), Kruimel(kenmerk(persoon.persoon_id))),
    )


def kenmerk(persoon_id: int) -> str:
    """How DUO names a dossier: no number of the person."""
    return f"D-{persoon_id:06d}"


def _uitkomst(bron: Bron) -> Uitkomst:
    laatste = bron.vaststellingen[-1]
    vorige = bron.vaststellingen[-2] if len(bron.vaststellingen) > 1 else None
    kort, zin, vraag = _oordeel(laatste)
    return Uitkomst(
        vraag=vraag,
        kort=kort,
        zin=zin,
        regelversie=laatste.regelversie,
        peildatum=dag_tekst(laatste.peildatum),
        stand=(*_stand(laatste, vorige, gestopt=_is_gestopt(bron)), *_termijn(bron.termijn)),
        boom=redenen.boom_van(bron.redenering, vorige, zin=zin, herkomst=bron.herkomst)
        if bron.redenering
        else redenen.boom(laatste, vorige, zin=zin),
        zinnen=tuple(bron.uitleg),
        anders=tuple(bron.anders),
        ontbreekt=tuple(dict.fromkeys(_hoofdletter(feiten.naam(pad)) for pad in laatste.ontbrekend)),
    )


def _termijn(termijn: Termijn | None) -> tuple[Standregel, ...]:
    """The term that the PIP of the gemeente set."""
    if termijn is None:
        return ()
    loopt = f"van {dag_tekst(termijn.begin)} tot uiterlijk {dag_tekst(termijn.uiterlijk)}"
    return (
        Standregel("Eerste PIP", f"{dag_tekst(termijn.eerste_pip)}, gemeld door de gemeente"),
        Standregel("Inburgeringstermijn", loopt),
    )


def _is_gestopt(bron: Bron) -> bool:
    verzonden = [*(s.vrijgave_id for s in bron.signalen), *(b.vrijgave_id for b in bron.brieven)]
    return any(v in bron.gestopt for v in verzonden)


def _oordeel(v: Vaststelling) -> tuple[str, str, str]:
    """The outcome in a word, in a sentence, and as the question of the page."""
    if v.oordeel == "plichtig" and v.wet:
        jaar = "2013" if v.wet == "Wi2013" else "2021"
        return v.wet, f"De Wet inburgering uit {jaar} geldt voor deze persoon.", f"Waarom {v.wet}?"
    if v.oordeel == "niet-plichtig":
        return "Geen plicht", "Deze persoon is niet inburgeringsplichtig.", "Waarom geen plicht?"
    if v.oordeel == "plichtig":
        return "Plichtig", "Er is een plicht, maar welke wet geldt is niet zeker.", "Waarom is de wet niet zeker?"
    return "Onbekend", "De wet is niet vast te stellen: er ontbreken gegevens.", "Waarom niet vast te stellen?"


def _stand(v: Vaststelling, vorige: Vaststelling | None, *, gestopt: bool) -> list[Standregel]:
    regels = [Standregel("Deze uitkomst", f"van {moment_tekst(v.op)}", GELDT)]
    if v.ingangsdatum:
        regels.append(Standregel("Plicht vanaf", dag_tekst(v.ingangsdatum)))
    if v.einde:
        regels.append(Standregel("Plicht tot", f"{dag_tekst(v.einde)} ({v.einde_reden.replace('-', ' ')})"))
    if v.categorie:
        regels.append(Standregel("Categorie", _CATEGORIEEN.get(v.categorie, v.categorie)))
    if v.college:
        regels.append(Standregel("Gemeente", gemeenten.naam(v.college)))
    if v.met_de_hand:
        regels.append(Standregel("Beslist door een mens", v.reden))
    if vorige and _oordeel(vorige)[0] != _oordeel(v)[0]:
        tekst = f"{_oordeel(vorige)[0]}, sinds {moment_tekst(vorige.op)}, regelversie {vorige.regelversie}"
        regels.append(Standregel("Eerder", tekst, GESTOPT if gestopt else VERVANGEN))
    elif gestopt:
        regels.append(Standregel("Bij gemeente en persoon", "", GESTOPT))
    return regels


def incidenttekst(uitkomst: str, wet_oud: str) -> str:
    """What an incident means for this dossier."""
    wat = f"de eerdere uitkomst ({wet_oud})" if wet_oud else "de eerdere uitkomst"
    if uitkomst == "ten-onrechte":
        return f"De gemeente mag {wat} niet gebruiken: die klopt niet."
    if uitkomst == "terecht":
        return f"Nagerekend: {wat} klopt."
    return f"Niet zeker is of {wat} klopt. Iemand moet dit beslissen."


def _besluiten(bron: Bron) -> list[Besluit]:
    rijen: list[tuple[datetime, Besluit]] = []
    for nummer, v in enumerate(bron.vaststellingen, start=1):
        geldt = nummer == len(bron.vaststellingen)
        wat = f"Vaststelling: {_oordeel(v)[0]}{' (met de hand)' if v.met_de_hand else ''}"
        rijen.append(
            (v.op, Besluit(wat, f"V-{str(v.pk)[-8:]}", moment_tekst(v.op), "DUO", GELDT if geldt else VERVANGEN))
        )
    for b in bron.brieven:
        etiket = GESTOPT if b.vrijgave_id in bron.gestopt else _BRIEFSTANDEN[b.stand]
        wat = f"Brief: {b.soort.replace('-', ' ')}{f' {b.wet}' if b.wet else ''}"
        rijen.append((b.gemaakt_op, Besluit(wat, b.kenmerk, dag_tekst(b.dagtekening), "de persoon", etiket)))
    for s in bron.signalen:
        etiket = _signaaletiket(s, gestopt=s.vrijgave_id in bron.gestopt)
        wat = f"Signaal: {bron.titels.get(s.soort, s.soort)}"
        nummer_tekst = f"S-{s.gemeente}-{s.volgnummer:05d}"
        rij = Besluit(wat, nummer_tekst, moment_tekst(s.aangemaakt_op), gemeenten.naam(s.gemeente), etiket)
        rijen.append((s.aangemaakt_op, rij))
    for r in bron.terugmeldingen:
        rij = Besluit(f"Terugmelding: {r.titel}", f"T-{r.id:06d}", moment_tekst(r.op), "DUO", etiket_terug(r))
        rijen.append((r.op, rij))
    return [rij for _, rij in sorted(rijen, key=lambda paar: paar[0], reverse=True)]


def _signaaletiket(s: Envelop, *, gestopt: bool) -> Etiket:
    if s.status in _SIGNAALSTANDEN:
        return _SIGNAALSTANDEN[s.status]
    return GESTOPT if gestopt else Etiket("busy", "send", "Bij de gemeente")


def _tijdlijn(bron: Bron) -> list[Tijdstap]:
    stappen = [(f.geregistreerd_op, _feitstap(f)) for f in bron.feiten if f.soort not in _STIL]
    stappen += [
        (
            v.op,
            _stap(v.op, f"Vaststelling: {_oordeel(v)[0]}", f"Regelversie {v.regelversie}.", soort="law", icoon="gavel"),
        )
        for v in bron.vaststellingen
    ]
    for b in bron.brieven:
        etiket = GESTOPT if b.vrijgave_id in bron.gestopt else None
        kop = f"Brief: {b.soort.replace('-', ' ')}"
        stappen.append((b.gemaakt_op, _stap(b.gemaakt_op, kop, "", icoon="mail", etiket=etiket)))
    for s in bron.signalen:
        etiket = GESTOPT if s.vrijgave_id in bron.gestopt and s.status not in _SIGNAALSTANDEN else None
        kop = f"Signaal naar {gemeenten.naam(s.gemeente)}"
        tekst = bron.titels.get(s.soort, s.soort)
        stappen.append((s.aangemaakt_op, _stap(s.aangemaakt_op, kop, tekst, icoon="send", etiket=etiket)))
    return [stap for _, stap in sorted(stappen, key=lambda paar: paar[0], reverse=True)]


def _stap(op: datetime, kop: str, tekst: str, *, icoon: str, soort: str = "", etiket: Etiket | None = None) -> Tijdstap:
    return Tijdstap(moment_tekst(op), op.isoformat(), kop, tekst, soort, icoon, etiket)


def _feitstap(f: Tijdlijnregel) -> Tijdstap:
    wie = {
        Feitbron.BRP: "uit de BRP",
        Feitbron.IND: "van de IND",
        Feitbron.COA: "van het COA",
        Feitbron.COLLEGE: "van de gemeente",
    }.get(f.bron, "van DUO")
    kop = _FEITKOPPEN.get(f.soort, f.soort.value)
    geldig = f"Geldt vanaf {dag_tekst(f.geldig_vanaf)}." if f.geldig_vanaf else ""
    weg = f.onjuist or f.stand is not Stand.GELDT or f.vervangen_door is not None
    return Tijdstap(
        wanneer=moment_tekst(f.geregistreerd_op),
        iso=f.geregistreerd_op.isoformat(),
        kop=f"Feit {wie}: {kop}",
        tekst=_hoofdletter(f"{feiten.waarde(f.waarde)}. {geldig}".strip()) if f.waarde else "Vervallen.",
        icoon="database",
        vervallen=weg,
        etiket=Etiket("gone", "x", "Onjuist volgens de bron") if f.onjuist else None,
    )


def _hoofdletter(tekst: str) -> str:
    return f"{tekst[:1].upper()}{tekst[1:]}"
