"""From facts and outcomes to what a vaststelling says; who must look; what a decision by hand must hold. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from inburgering.feit.terms import Bron as Feitbron
from inburgering.feit.terms import Herkomst as Feitherkomst
from inburgering.organisatie import gemeenten
from inburgering.organisatie.gemeenten import OnbekendeGemeente
from inburgering.primitives.ids import Gemeentecode
from inburgering.recht.redenering import Herkomst
from inburgering.vaststelling.errors import BeslissingOngeldig
from inburgering.vaststelling.terms import (
    Categorie,
    Gebeurtenis,
    Geldigheid,
    Inhoud,
    Oordeel,
    Registersoort,
    Werksoort,
    Wet,
)

_HIER = ZoneInfo("Europe/Amsterdam")
GEMEENTE_ONBEKEND = "college-onbekend"
FEIT_ONGELDIG = "feit-ongeldig"
EERDER_BESLIST = "eerder-met-de-hand-beslist"
BRON_GEBLOKKEERD = "bron-geblokkeerd"


def hash_van(waarde: Any) -> str:
    """The SHA-256 of a JSON value in its one canonical form; the same value gives the same hash everywhere."""
    tekst = json.dumps(waarde, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(tekst.encode()).hexdigest()


def met_voorgenomen(feiten: Mapping[str, Any], dag: date | None) -> dict[str, Any]:
    """The facts with the intended kennisgeving among them; as they were when there is none or it is known already."""
    bekend = list(feiten.get("kennisgevingen") or [])
    if dag is None or any(k.get("datum") == dag.isoformat() for k in bekend):
        return dict(feiten)
    return {**feiten, "kennisgevingen": [*bekend, {"datum": dag.isoformat()}]}


def lees_uitkomst(uitkomst: Mapping[str, Any], *, peildatum: date) -> Inhoud:
    """What the law said (contract/feiten.md section 3), with the college as the gemeente that has the task now."""
    einde = uitkomst.get("einde") or {}
    inhoud = Inhoud(
        oordeel=Oordeel(uitkomst["oordeel"]),
        wet=_of_none(Wet, uitkomst.get("wet")),
        ingangsdatum=_dag(uitkomst.get("ingangsdatum")),
        einde=_dag(einde.get("datum")),
        einde_reden=einde.get("reden") or "",
        vrijgesteld_tot=_dag(uitkomst.get("vrijgesteldTot")),
        categorie=_of_none(Categorie, uitkomst.get("categorie")),
        geestelijk_bedienaar=bool(uitkomst.get("geestelijkBedienaar")),
        college=_of_none(Gemeentecode, uitkomst.get("college")),
        termijnen={k: v for k, v in (uitkomst.get("termijnen") or {}).items() if v is not None},
        waarschuwingen=tuple(uitkomst.get("waarschuwingen") or ()),
        ontbrekend=tuple(uitkomst.get("ontbrekendeFeiten") or ()),
        redenen=tuple(uitkomst.get("redenen") or ()),
    )
    return _zonder_standaard(_met_rechtsopvolger(inhoud, peildatum))


_BRONNEN = {
    Feitbron.BRP: "BRP",
    Feitbron.IND: "IND",
    Feitbron.COA: "COA",
    Feitbron.DUO: "DUO",
    Feitbron.COLLEGE: "gemeente",
}


def als_bron(herkomst: Feitherkomst) -> Herkomst:
    """Where a fact comes from, in the words of an explanation; its day is the one in the Netherlands."""
    nummer = "" if herkomst.nummer is None else f"levering {herkomst.nummer}"
    leverancier = f"van {herkomst.leverancier}" if herkomst.leverancier else ""
    datum = "" if herkomst.leverdatum is None else f"({herkomst.leverdatum.isoformat()})"
    sinds = herkomst.bekend_sinds.astimezone(_HIER).date().isoformat()
    levering = " ".join(deel for deel in (nummer, leverancier, datum) if deel)
    return Herkomst(_BRONNEN[herkomst.bron], levering, sinds, herkomst.plaats)


def ongeldig(veld: str, detail: str) -> Inhoud:
    """The outcome of facts that cannot be read: onbekend, and a person looks."""
    leeg = lees_uitkomst({"oordeel": Oordeel.ONBEKEND.value}, peildatum=date.max)
    reden = {"artikel": "", "vraag": "Zijn de feiten leesbaar?", "antwoord": "nee", "feiten": {veld: detail}}
    return replace(leeg, waarschuwingen=(FEIT_ONGELDIG,), ontbrekend=(veld or "feiten",), redenen=(reden,))


def met_blokkades(inhoud: Inhoud, bronnen: Iterable[str]) -> Inhoud:
    """The same outcome with a warning for every source of which a delivery about this person is blocked."""
    extra = tuple(f"{BRON_GEBLOKKEERD}-{bron}" for bron in sorted(bronnen))
    return replace(inhoud, waarschuwingen=(*inhoud.waarschuwingen, *extra)) if extra else inhoud


def werksoort(oordeel: str, *, wet: str | None, ingangsdatum: date | None) -> Werksoort | None:
    """Why a person must look at this outcome, or None when it speaks for itself."""
    if oordeel == Oordeel.ONBEKEND:
        return Werksoort.ONBEKEND
    if oordeel == Oordeel.PLICHTIG and (wet is None or ingangsdatum is None):
        return Werksoort.ONVOLLEDIG
    return None


def eis_beslissing(oordeel: Oordeel, *, wet: Wet | None, ingangsdatum: date | None, reden: str) -> None:
    """Pass when a decision by hand leaves nothing open.

    Raises:
        BeslissingOngeldig: names what is missing or too much.
    """
    if oordeel is Oordeel.ONBEKEND:
        raise BeslissingOngeldig("Een beslissing is plichtig of niet-plichtig.", veld="oordeel", herstel="Kies er een.")
    if len(reden.strip()) < 10:
        raise BeslissingOngeldig(
            "De reden ontbreekt of is te kort.", veld="reden", herstel="Schrijf waarop u de beslissing baseert."
        )
    if oordeel is Oordeel.PLICHTIG and (wet is None or ingangsdatum is None):
        veld = "wet" if wet is None else "ingangsdatum"
        raise BeslissingOngeldig("Bij plichtig horen een wet en een eerste dag.", veld=veld, herstel="Vul beide in.")
    if oordeel is Oordeel.NIET_PLICHTIG and (wet or ingangsdatum):
        raise BeslissingOngeldig("Zonder plicht geen wet of eerste dag.", veld="wet", herstel="Laat ze leeg.")


def in_gebruik(gebeurtenissen: Iterable[Gebeurtenis]) -> list[str]:
    """The regelversies in use after these events in their order; the last one taken into use stands last."""
    return [g.regelversie for g in _stapel(gebeurtenissen)]


def tijdvakken(gebeurtenissen: Iterable[Gebeurtenis]) -> list[Geldigheid]:
    """What held when: each stretch with the decision behind it, oldest first; gaps are where nothing held."""
    uit: list[Geldigheid] = []
    gezien: list[Gebeurtenis] = []
    for gebeurtenis in gebeurtenissen:
        gezien.append(gebeurtenis)
        geldt = next(reversed(_stapel(gezien)), None)
        loopt = uit[-1].besluit if uit and uit[-1].tot is None else None
        if geldt is loopt:
            continue
        if loopt is not None:
            uit[-1] = replace(uit[-1], tot=gebeurtenis.op)
        if geldt is not None:
            uit.append(Geldigheid(gebeurtenis.op, None, geldt))
    return [vak for vak in uit if vak.tot is None or vak.vanaf < vak.tot]


def laatst_geldend(gebeurtenissen: Iterable[Gebeurtenis]) -> str | None:
    """The regelversie that holds, or else the one that held last; None when none ever did."""
    vakken = tijdvakken(gebeurtenissen)
    return vakken[-1].besluit.regelversie if vakken else None


def open_voorstellen(gebeurtenissen: Iterable[Gebeurtenis]) -> dict[str, Gebeurtenis]:
    """The proposals that nobody dealt with yet, by regelversie."""
    uit: dict[str, Gebeurtenis] = {}
    for gebeurtenis in gebeurtenissen:
        if gebeurtenis.soort is Registersoort.VOORGESTELD:
            uit[gebeurtenis.regelversie] = gebeurtenis
        elif gebeurtenis.soort is not Registersoort.INGEVOERD:
            uit.pop(gebeurtenis.regelversie, None)
    return uit


def rapport_hash(inhoud: Mapping[str, Any], *, wet_hash: str, moment: datetime) -> str:
    """The name of a report: over what it says, the rule files it is about, and the moment of the facts."""
    return hash_van([inhoud, wet_hash, moment.isoformat()])


def _stapel(gebeurtenissen: Iterable[Gebeurtenis]) -> list[Gebeurtenis]:
    """The decisions of what is in use, the last one on top."""
    stapel: list[Gebeurtenis] = []
    for gebeurtenis in gebeurtenissen:
        if gebeurtenis.soort not in {Registersoort.IN_GEBRUIK, Registersoort.INGETROKKEN}:
            continue
        stapel = [g for g in stapel if g.regelversie != gebeurtenis.regelversie]
        if gebeurtenis.soort is Registersoort.IN_GEBRUIK:
            stapel.append(gebeurtenis)
    return stapel


def _met_rechtsopvolger(inhoud: Inhoud, peildatum: date) -> Inhoud:
    """The college after mergers until the peildatum; a code that never existed is not passed on."""
    if inhoud.college is None:
        return inhoud
    try:
        college = gemeenten.rechtsopvolger(inhoud.college, peildatum)
    except OnbekendeGemeente:
        college = gemeenten.RNI
    if gemeenten.is_gemeente(college):
        return replace(inhoud, college=college)
    return replace(inhoud, college=None, waarschuwingen=(*inhoud.waarschuwingen, GEMEENTE_ONBEKEND))


def _zonder_standaard(inhoud: Inhoud) -> Inhoud:
    """Without a duty that is sure, nothing that only a duty has."""
    if inhoud.oordeel is Oordeel.PLICHTIG:
        return inhoud
    return replace(inhoud, wet=None, ingangsdatum=None, einde=None, einde_reden="")


def _of_none(soort: Any, waarde: Any) -> Any:
    return None if waarde is None else soort(waarde)


def _dag(waarde: str | date | None) -> date | None:
    return date.fromisoformat(waarde) if isinstance(waarde, str) else waarde
