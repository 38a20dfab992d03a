"""The regelversies: which holds, what was proposed, and what held when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from inburgering.interfaces.portal.onderdelen import Etiket, Kruimel, Tijdstap, dag_tekst, meervoud, moment_tekst
from inburgering.recht.gevaltoets import Uitslag
from inburgering.recht.regelversies import Regelversie
from inburgering.vaststelling.terms import Gebeurtenis, Geldigheid, Registersoort

Naam = Callable[[str], str]
_GELDT = Etiket("ok", "check", "Geldt nu")
_GEBRUIK = Etiket("busy", "clock", "Ook nog in gebruik")
_VOORSTEL = Etiket("warn", "clock", "Voorgesteld")
_WEG = Etiket("gone", "arrow-back-up", "Ingetrokken")
_NOOIT = Etiket("gone", "x", "Niet in gebruik")
_GEBEURD = {
    Registersoort.VOORGESTELD: ("Voorgesteld", "clock", ""),
    Registersoort.AFGEWEZEN: ("Voorstel afgewezen", "x", ""),
    Registersoort.IN_GEBRUIK: ("In gebruik genomen", "check", "law"),
    Registersoort.INGETROKKEN: ("Ingetrokken", "arrow-back-up", ""),
}


class Effectrapport(Protocol):
    """What the screens need of a report."""

    hash: str
    oud: str
    nieuw: str
    wet_hash: str
    peildatum: date
    moment: datetime
    gelezen: int
    gewijzigd: int
    onbekend: int
    inhoud: Mapping[str, Any]
    door: str
    op: datetime


@dataclass(frozen=True, slots=True)
class Register:
    """What the room knows of all regelversies, and how to name people and places."""

    alle: Sequence[Regelversie]
    gebeurtenissen: Sequence[Gebeurtenis]
    vakken: Sequence[Geldigheid]
    stapel: Sequence[str]
    voorstellen: Mapping[str, Gebeurtenis]
    naam: Naam
    adres: Naam
    rapport: Naam

    @property
    def titels(self) -> dict[str, str]:
        """The title of each regelversie."""
        return {r.id: r.titel for r in self.alle}


@dataclass(frozen=True, slots=True)
class Regel:
    """One regelversie in the list."""

    titel: str
    id: str
    adres: str
    etiket: Etiket
    sinds: str
    toelichting: str


@dataclass(frozen=True, slots=True)
class Vak:
    """One stretch in which one regelversie held."""

    naam: str
    vanaf: str
    tot: str
    door: str
    waarom: str
    rapport: str
    rapport_adres: str


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What held at the moment somebody asked for."""

    zin: str
    vak: Vak | None


@dataclass(frozen=True, slots=True)
class Lijst:
    """The page with all regelversies."""

    geldt: str
    regels: tuple[Regel, ...]
    vakken: tuple[Vak, ...]
    antwoord: Antwoord | None
    gebeurd: tuple[Tijdstap, ...]


@dataclass(frozen=True, slots=True)
class Rapportregel:
    """One report about a regelversie."""

    kenmerk: str
    adres: str
    wat: str
    wanneer: str
    aantallen: str


@dataclass(frozen=True, slots=True)
class Een:
    """The page of one regelversie."""

    id: str
    titel: str
    toelichting: str
    etiket: Etiket
    gegevens: tuple[tuple[str, str], ...]
    gevallen: "Gevallen"
    rapporten: tuple[Rapportregel, ...]
    vergelijk: str
    mag_vergelijken: bool
    mag_intrekken: bool
    kruimels: tuple[Kruimel, ...]


@dataclass(frozen=True, slots=True)
class Gevallen:
    """How the golden cases come out now."""

    goed: bool
    zin: str
    afwijkingen: tuple[str, ...] = ()


def lijst(register: Register, vraag: tuple[datetime, Geldigheid | None] | None) -> Lijst:
    """The page with all regelversies; `vraag` is a moment somebody asked for, with what held then."""
    geldt = register.titels.get(register.stapel[-1], register.stapel[-1]) if register.stapel else ""
    return Lijst(
        geldt=f"Nu geldt: {geldt}" if geldt else "Er is geen regelversie in gebruik",
        regels=tuple(_regel(r, register) for r in register.alle),
        vakken=tuple(_vak(v, register) for v in reversed(register.vakken)),
        antwoord=None if vraag is None else _antwoord(*vraag, register),
        gebeurd=tuple(_stap(g, register) for g in reversed(register.gebeurtenissen) if g.soort in _GEBEURD),
    )


def een(
    r: Regelversie,
    register: Register,
    rapporten: Sequence[Effectrapport],
    *,
    gevallen: Uitslag,
    vorige: str,
    mag: bool,
    terug: str,
) -> Een:
    """The page of one regelversie."""
    laatste = _laatste(r.id, register)
    gegevens = [
        ("Naam in het bestand", r.id),
        ("Tekst van de wet op", dag_tekst(date.fromisoformat(r.machine.tekst_op))),
    ]
    gegevens.append(("Kenmerk van de bestanden", r.hash[:12]))
    if laatste is not None:
        gegevens.append((_GEBEURD[laatste.soort][0], moment_tekst(laatste.op)))
    return Een(
        id=r.id,
        titel=r.titel,
        toelichting=r.toelichting,
        etiket=_etiket(r.id, register),
        gegevens=tuple(gegevens),
        gevallen=gevallen_van(gevallen),
        rapporten=tuple(_rapportregel(rij, register) for rij in rapporten),
        vergelijk=f"Vergelijk met {register.titels.get(vorige, vorige)}" if vorige else "Reken het register door",
        mag_vergelijken=mag,
        mag_intrekken=mag and r.id in register.stapel,
        kruimels=(Kruimel("Regelversies", terug), Kruimel(r.titel)),
    )


def gevallen_van(uitslag: Uitslag) -> Gevallen:
    """How the golden cases come out, in words."""
    if not uitslag.aantal:
        return Gevallen(
            goed=False, zin="Bij deze versie horen nog geen gevallen. Zonder gevallen gaat ze niet in gebruik."
        )
    if uitslag.groen:
        return Gevallen(goed=True, zin=f"Alle {uitslag.aantal} gevallen komen uit zoals ze zijn opgeschreven.")
    mis = uitslag.aantal - uitslag.goed
    return Gevallen(
        goed=False,
        zin=f"{mis} van de {meervoud(uitslag.aantal, 'geval komt', 'gevallen komen')} anders uit.",
        afwijkingen=tuple(
            f"{a.geval}: {a.veld} is {a.gekregen or 'leeg'}, opgeschreven is {a.verwacht or 'leeg'} ({a.bestand})"
            for a in uitslag.afwijkingen
        ),
    )


def wie(door: str, tweede: str, naam: Naam) -> str:
    """Who decided, with whom."""
    return f"{naam(door)} en {naam(tweede)}" if tweede else naam(door)


def _laatste(id_: str, register: Register) -> Gebeurtenis | None:
    eigen = (g for g in reversed(register.gebeurtenissen) if g.regelversie == id_ and g.soort in _GEBEURD)
    return next(eigen, None)


def _regel(r: Regelversie, register: Register) -> Regel:
    laatste = _laatste(r.id, register)
    sinds = moment_tekst(laatste.op) if laatste else ""
    return Regel(r.titel, r.id, register.adres(r.id), _etiket(r.id, register), sinds, r.toelichting)


def _etiket(id_: str, register: Register) -> Etiket:
    if id_ in register.voorstellen:
        return _VOORSTEL
    if id_ in register.stapel:
        return _GELDT if id_ == register.stapel[-1] else _GEBRUIK
    ooit = any(g.regelversie == id_ and g.soort is Registersoort.IN_GEBRUIK for g in register.gebeurtenissen)
    return _WEG if ooit else _NOOIT


def _vak(v: Geldigheid, register: Register) -> Vak:
    b = v.besluit
    return Vak(
        naam=register.titels.get(b.regelversie, b.regelversie),
        vanaf=moment_tekst(v.vanaf),
        tot=moment_tekst(v.tot) if v.tot else "nu",
        door=wie(b.door, b.tweede, register.naam),
        waarom=b.reden or "Geen reden opgeschreven",
        rapport=b.rapport_hash[:12],
        rapport_adres=register.rapport(b.rapport_hash) if b.rapport_hash else "",
    )


def _antwoord(moment: datetime, gevonden: Geldigheid | None, register: Register) -> Antwoord:
    if gevonden is None:
        return Antwoord(f"Op {moment_tekst(moment)} was er geen regelversie in gebruik.", None)
    regel = _vak(gevonden, register)
    return Antwoord(f"Op {moment_tekst(moment)} gold: {regel.naam}.", regel)


def _stap(g: Gebeurtenis, register: Register) -> Tijdstap:
    wat, icoon, soort = _GEBEURD[g.soort]
    zinnen = [f"Door {wie(g.door, g.tweede, register.naam)}."]
    if g.reden:
        zinnen.append(g.reden)
    if g.gevallen:
        zinnen.append(f"Alle {g.gevallen} gevallen klopten.")
    titel = register.titels.get(g.regelversie, g.regelversie)
    return Tijdstap(moment_tekst(g.op), g.op.isoformat(), f"{wat}: {titel}", " ".join(zinnen), soort, icoon)


def _rapportregel(rij: Effectrapport, register: Register) -> Rapportregel:
    tegen = f"Vergeleken met {register.titels.get(rij.oud, rij.oud)}, " if rij.oud else ""
    wat = f"{tegen}peildatum {dag_tekst(rij.peildatum)}"
    return Rapportregel(
        kenmerk=rij.hash[:12],
        adres=register.rapport(rij.hash),
        wat=wat[:1].upper() + wat[1:],
        wanneer=moment_tekst(rij.op),
        aantallen=f"{meervoud(rij.gewijzigd, 'persoon', 'personen')} van de {rij.gelezen} anders",
    )
