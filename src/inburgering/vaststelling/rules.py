"""From facts and outcomes to what a vaststelling says; who must look; what a decision by hand must hold. Pure."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from inburgering.organisatie import gemeenten
from inburgering.organisatie.gemeenten import OnbekendeGemeente
from inburgering.primitives.ids import Gemeentecode
from inburgering.vaststelling.errors import BeslissingOngeldig
from inburgering.vaststelling.terms import (
    Berekening,
    Categorie,
    Gebeurtenis,
    Inhoud,
    Oordeel,
    Registersoort,
    Werksoort,
    Wet,
)

PERSONEN_MAX = 1000
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


def vergelijk(
    paren: Iterable[tuple[Berekening | None, Berekening | None]], *, oud: str, nieuw: str, peildatum: date
) -> dict[str, Any]:
    """The effect of one regelversie in place of another, by kind of change, gemeente and group, with every person."""
    soorten: Counter[tuple[Any, ...]] = Counter()
    plaatsen: dict[str, Counter[str]] = {"gemeente": Counter(), "categorie": Counter()}
    open_: dict[str, Counter[str]] = {"gemeente": Counter(), "categorie": Counter()}
    personen: list[dict[str, Any]] = []
    gelezen = onbekend = 0
    for van, naar in paren:
        gelezen += 1
        assert naar is not None, "the new one always says something"
        vak = {"gemeente": naar.inhoud.college or "", "categorie": naar.inhoud.categorie or ""}
        if naar.inhoud.oordeel is Oordeel.ONBEKEND:
            onbekend += 1
            _tel(open_, vak)
        if _kern(van) != _kern(naar):
            soorten[_soort(van, naar)] += 1
            _tel(plaatsen, vak)
            personen.append({"persoonId": str(naar.persoon_id), "van": _kern(van), "naar": _kern(naar)})
    return {
        "oud": oud,
        "nieuw": nieuw,
        "peildatum": peildatum.isoformat(),
        "gelezen": gelezen,
        "gewijzigd": len(personen),
        "onbekend": onbekend,
        "perSoort": [
            {"van": dict(v), "naar": dict(n), "alleenIngangsdatum": v == n, "aantal": aantal}
            for (v, n), aantal in soorten.most_common()
        ],
        "perGemeente": _per("gemeente", plaatsen, open_),
        "perCategorie": _per("categorie", plaatsen, open_),
        "personen": personen[:PERSONEN_MAX],
        "personenWeggelaten": max(0, len(personen) - PERSONEN_MAX),
    }


def _kern(berekening: Berekening | None) -> dict[str, str | None]:
    """What counts as a change: the oordeel, the act and the first day."""
    if berekening is None:
        return {"oordeel": None, "wet": None, "ingangsdatum": None}
    dag = berekening.inhoud.ingangsdatum
    return {
        "oordeel": berekening.inhoud.oordeel.value,
        "wet": berekening.inhoud.wet.value if berekening.inhoud.wet else None,
        "ingangsdatum": dag.isoformat() if dag else None,
    }


def _soort(van: Berekening | None, naar: Berekening | None) -> tuple[Any, ...]:
    return tuple(tuple((k, v) for k, v in _kern(b).items() if k != "ingangsdatum") for b in (van, naar))


def _tel(tellers: Mapping[str, Counter[str]], vak: Mapping[str, str]) -> None:
    for naam, waarde in vak.items():
        tellers[naam][waarde] += 1


def _per(naam: str, gewijzigd: Mapping[str, Counter[str]], open_: Mapping[str, Counter[str]]) -> list[dict[str, Any]]:
    alle = sorted(set(gewijzigd[naam]) | set(open_[naam]))
    return [{naam: w or None, "gewijzigd": gewijzigd[naam][w], "onbekend": open_[naam][w]} for w in alle]


def in_gebruik(gebeurtenissen: Iterable[Gebeurtenis]) -> list[str]:
    """The regelversies in use after these events in their order; the last one taken into use stands last."""
    stapel: list[str] = []
    for gebeurtenis in gebeurtenissen:
        if gebeurtenis.soort is Registersoort.INGEVOERD:
            continue
        stapel = [r for r in stapel if r != gebeurtenis.regelversie]
        if gebeurtenis.soort is Registersoort.IN_GEBRUIK:
            stapel.append(gebeurtenis.regelversie)
    return stapel


def _met_rechtsopvolger(inhoud: Inhoud, peildatum: date) -> Inhoud:
    """The college after mergers until the peildatum; a code that never existed is not passed on."""
    if inhoud.college is None:
        return inhoud
    try:
        return replace(inhoud, college=gemeenten.rechtsopvolger(inhoud.college, peildatum))
    except OnbekendeGemeente:
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
