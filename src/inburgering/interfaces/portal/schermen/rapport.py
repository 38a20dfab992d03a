"""The report of a regelversie: what changes, by which test, for whom; and the steps to take it into use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inburgering.interfaces.portal.onderdelen import Balk, Etiket, Kruimel, balk, dag_tekst, meervoud, moment_tekst
from inburgering.interfaces.portal.schermen import bladeren, feiten
from inburgering.interfaces.portal.schermen.bladeren import Bladeren
from inburgering.interfaces.portal.schermen.dossier import kenmerk
from inburgering.interfaces.portal.schermen.regelversies import Effectrapport, Gevallen, Naam, wie
from inburgering.organisatie import gemeenten
from inburgering.primitives.errors import DomainError
from inburgering.vaststelling.terms import Gebeurtenis

_TOP = 12
_WETTEN = {"Wi2013": "Wet inburgering (2013)", "Wi2021": "Wet inburgering 2021"}
_OORDELEN = {"niet-plichtig": "geen plicht", "onbekend": "onbekend", "plichtig": "plichtig, wet onbekend"}
_CATEGORIEEN = {
    "asielstatushouder": "Asielstatushouders",
    "gezins-of-overige-migrant": "Gezins- en overige migranten",
    "geen": "Zonder categorie",
}


@dataclass(frozen=True, slots=True)
class Soort:
    """How many persons go from one outcome to another."""

    van: str
    naar: str
    aantal: int


@dataclass(frozen=True, slots=True)
class Toets:
    """How often one test flipped."""

    vraag: str
    artikel: str
    aantal: int
    balk: Balk


@dataclass(frozen=True, slots=True)
class Deel:
    """One gemeente or category."""

    naam: str
    gewijzigd: int
    onbekend: int


@dataclass(frozen=True, slots=True)
class Persoon:
    """One person whose outcome changes."""

    kenmerk: str
    adres: str
    van: str
    naar: str
    artikel: str
    feiten: str


@dataclass(frozen=True, slots=True)
class Stap:
    """One step of taking it into use."""

    stand: str
    titel: str
    tekst: str


@dataclass(frozen=True, slots=True)
class Rapport:
    """The whole page."""

    titel: str
    kort: str
    kenmerk: str
    zin: str
    gegevens: tuple[tuple[str, str], ...]
    cijfers: tuple[tuple[str, int], ...]
    soorten: tuple[Soort, ...]
    toetsen: tuple[Toets, ...]
    categorieen: tuple[Deel, ...]
    gemeenten: tuple[Deel, ...]
    meer_gemeenten: tuple[Deel, ...]
    personen: tuple[Persoon, ...]
    weggelaten: str
    bladeren: Bladeren
    gevallen: Gevallen
    procedure: "Procedure"
    kruimels: tuple[Kruimel, ...]


@dataclass(frozen=True, slots=True)
class Procedure:
    """Where the decision stands, and what this reader may do."""

    stappen: tuple[Stap, ...]
    etiket: Etiket | None
    let_op: str
    mag_voorstellen: bool
    mag_bevestigen: bool
    mag_afwijzen: bool
    eigen: bool


@dataclass(frozen=True, slots=True)
class Stand:
    """What the rooms know of the decision this report is for."""

    voorstel: Gebeurtenis | None
    besluit: Gebeurtenis | None
    verouderd: str
    gevallen: Gevallen
    actor: str
    mag: bool


def maak(
    rij: Effectrapport,
    stand: Stand,
    titels: Mapping[str, str],
    *,
    naam: Naam,
    dossier: Naam,
    pad: str,
    vraag: Mapping[str, str],
    kruimels: tuple[Kruimel, ...],
) -> Rapport:
    """The whole page."""
    inhoud: Mapping[str, Any] = rij.inhoud
    deel, blad = bladeren.verdeel(inhoud["personen"], pad=pad, vraag=vraag)
    plekken = sorted(inhoud["perGemeente"], key=lambda r: (-r["gewijzigd"], r["gemeente"]))
    per_gemeente = [Deel(_gemeente(r["gemeente"]), r["gewijzigd"], r["onbekend"]) for r in plekken]
    nieuw, oud = titels.get(rij.nieuw, rij.nieuw), titels.get(rij.oud, rij.oud)
    weg = inhoud["personenWeggelaten"]
    return Rapport(
        titel=f"{nieuw} in plaats van {oud}" if oud and oud != nieuw else nieuw,
        kort=rij.hash[:12],
        kenmerk=rij.hash,
        zin=_zin(rij),
        gegevens=(
            ("Peildatum", dag_tekst(rij.peildatum)),
            ("Feiten zoals bekend op", moment_tekst(rij.moment)),
            ("Gemaakt door", f"{naam(rij.door)}, {moment_tekst(rij.op)}"),
            ("Regelbestanden", rij.wet_hash[:12]),
        ),
        cijfers=(("Gelezen", rij.gelezen), ("Andere uitkomst", rij.gewijzigd), ("Onbekend", rij.onbekend)),
        soorten=tuple(_soort(r) for r in inhoud["perSoort"]),
        toetsen=tuple(_toets(r, rij.gewijzigd) for r in inhoud.get("perToets", ())),
        categorieen=tuple(
            Deel(_CATEGORIEEN.get(r["categorie"], r["categorie"]), r["gewijzigd"], r["onbekend"])
            for r in inhoud["perCategorie"]
        ),
        gemeenten=tuple(per_gemeente[:_TOP]),
        meer_gemeenten=tuple(per_gemeente[_TOP:]),
        personen=tuple(_persoon(r, dossier) for r in deel),
        weggelaten=f"Er veranderen nog {weg} personen. Die staan niet in dit rapport." if weg else "",
        bladeren=blad,
        gevallen=stand.gevallen,
        procedure=_procedure(rij, stand, naam),
        kruimels=kruimels,
    )


def _zin(rij: Effectrapport) -> str:
    if not rij.gelezen:
        return "Er stonden geen personen in het register."
    if not rij.gewijzigd:
        return f"Voor niemand van de {meervoud(rij.gelezen, 'persoon', 'personen')} verandert de uitkomst."
    wie_ = meervoud(rij.gewijzigd, "persoon", "personen")
    return f"Voor {wie_} van de {rij.gelezen} verandert de uitkomst."


def _uitkomst(deel: Mapping[str, Any], *, met_dag: bool = False) -> str:
    wet = deel.get("wet")
    tekst = _WETTEN.get(str(wet), str(wet)) if wet else _OORDELEN.get(deel["oordeel"], deel["oordeel"])
    dag = deel.get("ingangsdatum") if met_dag else None
    return f"{tekst}, vanaf {feiten.waarde(dag)}" if dag else tekst


def _soort(r: Mapping[str, Any]) -> Soort:
    naar = "dezelfde wet, andere eerste dag" if r["alleenIngangsdatum"] else _uitkomst(r["naar"])
    return Soort(_uitkomst(r["van"]), naar, r["aantal"])


def _toets(r: Mapping[str, Any], totaal: int) -> Toets:
    vraag = r["vraag"] or "Geen enkele toets: een ander gegeven beslist"
    return Toets(
        vraag, r["artikel"] or "", r["aantal"],
        balk(vraag, (("f-blauw", r["aantal"]),), totaal, waarde=meervoud(r["aantal"], "persoon", "personen")),
    )  # fmt: skip


def _persoon(r: Mapping[str, Any], dossier: Naam) -> Persoon:
    beslist = r.get("doorslaggevend") or {}
    nummer = str(r["persoonId"])
    return Persoon(
        kenmerk=kenmerk(int(nummer)) if nummer.isdigit() else nummer,
        adres=dossier(nummer) if nummer.isdigit() else "",
        van=_uitkomst(r["van"], met_dag=True),
        naar=_uitkomst(r["naar"], met_dag=True),
        artikel=str(beslist.get("artikel") or ""),
        feiten=feiten.zin(beslist.get("feiten") or {}),
    )


def _gemeente(code: str) -> str:
    try:
        return gemeenten.naam(code)
    except DomainError:
        return "Gemeente niet bekend"


# ── The decision ─────────────────────────────────────────────────────────────────────────────────


def _procedure(rij: Effectrapport, stand: Stand, naam: Naam) -> Procedure:
    open_ = stand.voorstel is not None and not stand.verouderd and stand.gevallen.goed
    eigen = stand.voorstel is not None and stand.voorstel.door == stand.actor
    klaar = stand.besluit is not None
    vrij = stand.voorstel is None and not klaar
    return Procedure(
        stappen=tuple(_stappen(rij, stand, naam)),
        etiket=Etiket("ok", "check", "In gebruik") if klaar else None,
        let_op="" if klaar else stand.verouderd,
        mag_voorstellen=stand.mag and vrij and not stand.verouderd and stand.gevallen.goed,
        mag_bevestigen=stand.mag and open_ and not eigen and not klaar,
        mag_afwijzen=stand.mag and stand.voorstel is not None and not klaar,
        eigen=eigen,
    )


def _stappen(rij: Effectrapport, stand: Stand, naam: Naam) -> Sequence[Stap]:
    voorstel, besluit = stand.voorstel, stand.besluit
    stappen = [Stap("done", "Vergelijken", f"Dit rapport, van {moment_tekst(rij.op)}.")]
    goed = stand.gevallen.goed
    stappen.append(Stap("done" if goed else "plan", "Gevallen narekenen", stand.gevallen.zin))
    if besluit is not None:
        wie_ = wie(besluit.door, besluit.tweede, naam)
        reden = f" {besluit.reden}" if besluit.reden else ""
        stappen.append(Stap("done", "Voorstellen", f"Door {naam(besluit.door)}.{reden}"))
        stappen.append(Stap("done", "Bevestigen", f"Besloten door {wie_} op {moment_tekst(besluit.op)}."))
        return stappen
    if voorstel is not None:
        stappen.append(
            Stap("done", "Voorstellen", f"Door {naam(voorstel.door)}, {moment_tekst(voorstel.op)}. {voorstel.reden}")
        )
        stappen.append(Stap("plan", "Bevestigen", "Een tweede persoon leest dit rapport en bevestigt."))
        return stappen
    stappen.append(Stap("plan" if goed else "", "Voorstellen", "Iemand stelt voor om deze versie te laten gelden."))
    stappen.append(Stap("", "Bevestigen", "Een tweede persoon bevestigt. Vanaf dan geldt deze versie."))
    return stappen
