"""Puts the facts of all sources together in the shape of the contract; what is not known stays away.

IND leads for stay, BRP for birth, nationality and registration, COA for housing and place of stay,
DUO for its own letters and decisions, the college for its PIP.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from inburgering.feit.rules import datums
from inburgering.feit.terms import Bron, Soort, Uitspraak
from inburgering.organisatie import gemeenten, nationaliteiten

PerBron: TypeAlias = Mapping[Soort, Mapping[Bron, Sequence[Uitspraak]]]
_LIJSTEN = frozenset({Soort.GEESTELIJK_BEDIENAAR, Soort.RICHTLIJN})


def stel_samen(
    persoon_id: int, feiten: Iterable[tuple[Bron, Uitspraak]], *, geblokkeerd: frozenset[Bron] = frozenset()
) -> dict[str, Any]:
    """One person in the shape of the contract; what a blocked source should tell is unknown."""
    per_soort = _per_soort(feiten)
    persoon: dict[str, Any] = {"persoonId": str(persoon_id)}
    for sleutel, maak in _VELDEN.items():
        if (waarde := maak(per_soort)) is not None:
            persoon[sleutel] = waarde
    for soort in _OBJECTEN:
        if waarde := _object(soort, per_soort):
            persoon[soort.value] = waarde
    for bron in geblokkeerd:
        _wis(persoon, bron)
    return persoon


def _per_soort(feiten: Iterable[tuple[Bron, Uitspraak]]) -> PerBron:
    per_soort: dict[Soort, dict[Bron, list[Uitspraak]]] = defaultdict(lambda: defaultdict(list))
    for bron, uitspraak in feiten:
        if not uitspraak.onjuist:
            per_soort[uitspraak.soort][bron].append(uitspraak)
    return per_soort


def rijen_per_plek(feiten: Iterable[tuple[Bron, Uitspraak]]) -> dict[str, Uitspraak]:
    """Which statement stands behind each part of what `stel_samen` gives, by the path of that part."""
    per_soort = _per_soort(feiten)
    uit: dict[str, Uitspraak] = {}
    for sleutel, kies in _RIJEN.items():
        for i, rij in enumerate(kies(per_soort), start=int(sleutel == "verblijf" and _met_eerder(per_soort))):
            uit[sleutel if sleutel == "geboortedatum" else f"{sleutel}[{i}]"] = rij
    for soort in (Soort.HUISVESTING, Soort.VERBLIJFPLAATS):
        if laatste := per_soort[soort][Bron.COA][-1:]:
            uit[soort.value] = laatste[0]
    for soort in _OBJECTEN:
        rijen = _objectrijen(soort, per_soort)
        paden = [f"{soort.value}[{i}]" if soort in _LIJSTEN else soort.value for i in range(len(rijen))]
        uit |= dict(zip(paden, rijen, strict=True))
    return uit


def _object(soort: Soort, per_soort: PerBron) -> Any:
    rijen = _objectrijen(soort, per_soort)
    if not rijen:
        return None
    return [dict(u.waarde) for u in rijen] if soort in _LIJSTEN else dict(rijen[-1].waarde)


def _objectrijen(soort: Soort, per_soort: PerBron) -> list[Uitspraak]:
    return [u for bron in (Bron.DUO, Bron.IND, Bron.COLLEGE) for u in per_soort[soort][bron]]


_OBJECTEN = (
    Soort.ONDERWIJS,
    Soort.GEESTELIJK_BEDIENAAR,
    Soort.EU_LANGDURIG,
    Soort.RICHTLIJN,
    Soort.ONTHEFFING,
    Soort.INGEBURGERD,
    Soort.PIP,
)


def _wis(persoon: dict[str, Any], bron: Bron) -> None:
    """Make unknown what a blocked source should tell: left out, or present without its inner value."""
    if bron is Bron.IND:
        persoon.pop("verblijf", None)
    elif bron is Bron.COA:
        for sleutel in ("huisvesting", "verblijfplaats"):
            if sleutel in persoon:
                persoon[sleutel] = {"gemeente": None}
    elif bron is Bron.BRP:
        for sleutel in ("geboortedatum", "nationaliteiten", "inschrijvingen"):
            persoon.pop(sleutel, None)


# ── One function per field of the contract ───────────────────────────────────────────────────────


def eerste(per_soort: PerBron, soort: Soort, *bronnen: Bron) -> Sequence[Uitspraak]:
    """The facts of the first source in the row that says anything on this."""
    return next((per_soort[soort][bron] for bron in bronnen if per_soort[soort][bron]), ())


def _geboorterijen(per_soort: PerBron) -> list[Uitspraak]:
    return [u for u in eerste(per_soort, Soort.GEBOORTEDATUM, Bron.BRP, Bron.IND) if u.geldig_tot is None][-1:]


def _geboortedatum(per_soort: PerBron) -> Any:
    return next((u.waarde["datum"] for u in _geboorterijen(per_soort)), None)


def _nationaliteiten(per_soort: PerBron) -> list[dict[str, Any]] | None:
    """Every nationality; one that is not known has the code for unknown.

    Source: Vw 2000 art. 1: who must be treated as Dutch by law is no vreemdeling, just as who is Dutch.
    """
    if not eerste(per_soort, Soort.NATIONALITEIT, Bron.BRP, Bron.IND):
        return None
    return [_met_periode({"code": _code(u.waarde)}, u) for u in _nationaliteitsrijen(per_soort)]


def _nationaliteitsrijen(per_soort: PerBron) -> list[Uitspraak]:
    rijen = eerste(per_soort, Soort.NATIONALITEIT, Bron.BRP, Bron.IND)
    return [u for u in _op_volgorde(rijen) if not u.waarde.get("geen")]


def _code(waarde: Mapping[str, Any]) -> str:
    if waarde.get("type") == "BehandeldAlsNederlander":
        return nationaliteiten.NEDERLANDSE
    return str(waarde.get("code", nationaliteiten.ONBEKEND))


def _met_periode(waarde: dict[str, Any], u: Uitspraak) -> dict[str, Any]:
    """Add the period; a date that is only partly known stands in the fact itself, and is given as it is."""
    vanaf = u.waarde.get("vanaf")
    if isinstance(vanaf, str):  # it ended before it began: only the end is sure
        vanaf = None
    if vanaf or u.geldig_vanaf:
        waarde["vanaf"] = vanaf or (u.geldig_vanaf and u.geldig_vanaf.isoformat())
    if tot := u.waarde.get("tot") or u.geldig_tot:
        waarde["tot"] = tot if isinstance(tot, dict) else str(tot)
    return waarde


def _op_volgorde(rijen: Iterable[Uitspraak]) -> list[Uitspraak]:
    """In the order of time, without what ended before it began."""
    ooit = (u for u in rijen if u.geldig_vanaf is None or u.geldig_tot is None or u.geldig_vanaf < u.geldig_tot)
    return sorted(ooit, key=lambda u: (u.geldig_vanaf is not None, str(u.geldig_vanaf or ""), str(u.waarde)))


def _verblijf(per_soort: PerBron) -> list[dict[str, Any]] | None:
    """The stays by the IND; without those the titles of the BRP, of which doel and bekendmaking are unknown."""
    rijen = _verblijfsrijen(per_soort)
    if per_soort[Soort.VERBLIJF][Bron.IND]:
        return [dict(u.waarde) for u in rijen]
    titels = per_soort[Soort.VERBLIJF][Bron.BRP]
    if not titels:
        return None
    eerder = [_eerder(titels)] if _met_eerder(per_soort) else []
    return eerder + [_titel(u) for u in rijen]


def _verblijfsrijen(per_soort: PerBron) -> list[Uitspraak]:
    if rijen := per_soort[Soort.VERBLIJF][Bron.IND]:
        return [u for u in _op_volgorde(rijen) if not u.waarde.get("geen")]
    titels = _op_volgorde(per_soort[Soort.VERBLIJF][Bron.BRP])
    return [u for u in titels if not u.waarde.get("geen") and not isinstance(u.waarde.get("vanaf"), str)]


def _met_eerder(per_soort: PerBron) -> bool:
    """Tell whether the first stay is one that the source does not tell of."""
    titels = per_soort[Soort.VERBLIJF][Bron.BRP]
    return (
        bool(titels) and not per_soort[Soort.VERBLIJF][Bron.IND] and all(u.waarde.get("alleenActueel") for u in titels)
    )


def _nooit(u: Uitspraak) -> bool:
    """Tell whether a title was followed up before it began: then its complete start was kept in the value."""
    return isinstance(u.waarde.get("vanaf"), str)


def _titel(u: Uitspraak) -> dict[str, Any]:
    """A residence title as a stay: the ground follows from the code; the BRP never knows doel and bekendmaking."""
    verblijf: dict[str, Any] = {"grond": u.waarde.get("grond"), "doel": None, "bekendmaking": None}
    if "ingangsdatum" in u.waarde:
        verblijf["ingangsdatum"] = u.waarde["ingangsdatum"]
    if "tot" in u.waarde:
        verblijf["einddatum"] = u.waarde["tot"]
    elif u.geldig_tot is not None:
        verblijf["einddatum"] = datums.dag_ervoor(u.geldig_tot).isoformat()
    return verblijf


def _eerder(rijen: Sequence[Uitspraak]) -> dict[str, Any]:
    """What the BRP API never tells: whether there was an earlier title. So there is one of unknown ground."""
    eerder: dict[str, Any] = {"grond": None, "doel": None, "bekendmaking": None}
    vanaf = min((u.geldig_vanaf for u in rijen if u.geldig_vanaf), default=None)
    if vanaf is not None:
        eerder["einddatum"] = datums.dag_ervoor(vanaf).isoformat()
    return eerder


def _inschrijvingen(per_soort: PerBron) -> list[dict[str, Any]] | None:
    """Registrations as resident in a gemeente; those in the RNI or under a code that never was do not count."""
    return [
        _met_periode({"gemeente": u.waarde["gemeente"], "vanaf": datums.onbekend()}, u)
        for u in _inschrijfrijen(per_soort)
    ] or None


def _inschrijfrijen(per_soort: PerBron) -> list[Uitspraak]:
    rijen = per_soort[Soort.INSCHRIJVING][Bron.BRP]
    return _op_volgorde(u for u in rijen if gemeenten.is_gemeente(str(u.waarde.get("gemeente", ""))))


def _laatste(soort: Soort) -> Callable[[PerBron], Any]:
    """The last word of the COA on this, without what the law does not use."""

    def maak(per_soort: PerBron) -> Any:
        rijen = per_soort[soort][Bron.COA]
        return {k: v for k, v in rijen[-1].waarde.items() if k != "adresregels"} if rijen else None

    return maak


def _kennisgevingen(per_soort: PerBron) -> list[dict[str, Any]] | None:
    return [dict(u.waarde) for u in _kennisgevingsrijen(per_soort)] or None


def _kennisgevingsrijen(per_soort: PerBron) -> list[Uitspraak]:
    return sorted(per_soort[Soort.KENNISGEVING][Bron.DUO], key=lambda u: str(u.waarde["datum"]))


_VELDEN: Mapping[str, Callable[[PerBron], Any]] = {
    "geboortedatum": _geboortedatum,
    "nationaliteiten": _nationaliteiten,
    "verblijf": _verblijf,
    "inschrijvingen": _inschrijvingen,
    "huisvesting": _laatste(Soort.HUISVESTING),
    "verblijfplaats": _laatste(Soort.VERBLIJFPLAATS),
    "kennisgevingen": _kennisgevingen,
}


_RIJEN: Mapping[str, Callable[[PerBron], list[Uitspraak]]] = {
    "geboortedatum": _geboorterijen,
    "nationaliteiten": _nationaliteitsrijen,
    "verblijf": _verblijfsrijen,
    "inschrijvingen": _inschrijfrijen,
    "kennisgevingen": _kennisgevingsrijen,
}


# ── What is missing ──────────────────────────────────────────────────────────────────────────────

_HOORT_TE_GEVEN: Mapping[Bron, tuple[str, ...]] = {
    Bron.BRP: ("geboortedatum", "nationaliteiten", "verblijf", "inschrijvingen"),
    Bron.IND: ("geboortedatum", "nationaliteiten", "verblijf"),
    Bron.COA: ("huisvesting", "verblijfplaats"),
    Bron.DUO: (),
    Bron.COLLEGE: (),
}


_WEG = object()


def ontbreekt(persoon: Mapping[str, Any], bron: Bron) -> set[str]:
    """Which facts this source should give and does not; someone who is Dutch needs no stay."""
    weg = {veld for veld in _HOORT_TE_GEVEN[bron] if persoon.get(veld, _WEG) in (_WEG, {"gemeente": None})}
    if any(n["code"] == nationaliteiten.NEDERLANDSE and "tot" not in n for n in persoon.get("nationaliteiten", ())):
        weg.discard("verblijf")
    if isinstance(persoon.get("geboortedatum"), dict):
        weg.add("geboortedatum (volledig)")
    for verblijf in persoon.get("verblijf", ()):
        weg |= {f"verblijf[].{pad}" for pad in _in_verblijf(verblijf)}
    return weg


def _in_verblijf(v: Mapping[str, Any]) -> Iterable[str]:
    if v.get("grond") is None and v.get("doel") is None and "ingangsdatum" not in v:
        yield "eerdere titel"  # the BRP API tells only the present one
        return
    if v.get("grond") is None:
        yield "grond"
    if v.get("doel") is None:
        yield "doel"
    if v.get("grond") in {"8a", "8c"} and v.get("bekendmaking") is None:
        yield "bekendmaking"
    referent = v.get("referent") or {}
    if v.get("doel") == "gezinslid" and referent.get("soort") is None:
        yield "referent.soort"
    if referent.get("soort") == "regulier-bepaalde-tijd" and referent.get("doel") is None:
        yield "referent.doel"
    if v.get("doel") == "overig" and v.get("tijdelijkBepaald") is None:
        yield "tijdelijkBepaald"
