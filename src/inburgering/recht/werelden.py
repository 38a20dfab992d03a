"""What a missing fact could be: a small set of values that together give every outcome the rules can give.

Kleene's onbekend says that a condition is undecided; trying the values says whether that matters. For a missing
date the values lie on and around every day where something changes for this person; for a missing code there is
one of each kind that the rules tell apart.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from inburgering.primitives.datums import Dagbereik, iso, tel_op
from inburgering.primitives.periods import BEGIN, EINDE, doorsnede, periode
from inburgering.recht.beeld import NIEUWE_WET, OUDE_WET, Beeld
from inburgering.recht.feiten import DOELEN, MET_BEKENDMAKING, REFERENTEN, Feiten, Vak
from inburgering.recht.kern import EINDREDENEN
from inburgering.recht.machine import Omgeving
from inburgering.recht.tijdlijn import ONBEKEND, Tijdlijn

Wijziging = Mapping[str, Any]
LEERPLICHT = "onderwijs.leerplichtTot"
_LEVENSDUUR_JAREN = 130
_SMAL_DAGEN = 800
_TABEL_32_MAX = 500  # codes above it are no nationality
_ELDERS = ("0000", "0001")  # two gemeenten that nobody lives in, so that an answer never hangs on one of them
_NOOIT_GEVRAAGD = frozenset({"verblijfplaats.gemeente", "huisvesting.vanaf", "ontheffing.tot"})  # no rule reads them
_STAP = re.compile(r"([A-Za-z0-9]+)|\[(\d+)\]")


def onbekenden(beeld: Beeld) -> dict[str, str]:
    """The missing facts of a person under this regelversie: JSON path and kind."""
    feiten = beeld.feiten
    uit = {pad: soort for pad, soort in feiten.onbekend.items() if pad not in _NOOIT_GEVRAAGD}
    veld = beeld.regelversie.aanvang_verblijf
    definities = beeld.machine.boek.tekst("besluit_inburgering", op=beeld.machine.tekst_op).definities
    for v in feiten.verblijf or ():
        if getattr(v, veld) is None and v.grond in MET_BEKENDMAKING | {ONBEKEND}:
            uit[f"{v.pad}.{veld}"] = "bekendmaking"
    for diploma in feiten.diplomas:
        if diploma.code not in definities["DIPLOMAS"] | definities["ANDERE_DIPLOMAS"]:
            uit.pop(f"{diploma.pad}.soort", None)  # after the rest, whether it was missing or is not in the lists
            uit[f"{diploma.pad}.soort"] = "diploma"
    if feiten.leerplicht_tot is None and feiten.verblijf and not uitgemaakt(beeld):
        uit[LEERPLICHT] = "leerplicht"
    if uit.keys() == {"geboortedatum"} and feiten.verblijf and uitgemaakt(beeld):
        return {}
    return uit


def mogelijkheden(beeld: Beeld, onbekend: Mapping[str, str]) -> list[tuple[str, list[Wijziging]]]:
    """Per missing fact the changes to try, the most different ones first."""
    dagen = grensdagen(beeld)
    return [(pad, _waarden(beeld, pad, soort, dagen=dagen)) for pad, soort in onbekend.items()]


def vul_in(bron: Mapping[str, Any], wijzigingen: Iterable[Wijziging]) -> dict[str, Any]:
    """A copy of the facts with the changes made; the original stays as it is."""
    uit = dict(bron)
    for wijziging in wijzigingen:
        for pad, waarde in wijziging.items():
            uit = _zet(uit, [int(i) if i else naam for naam, i in _STAP.findall(pad)], waarde)
    return uit


def _zet(bron: Any, stappen: list[str | int], waarde: Any) -> Any:
    stap, rest = stappen[0], stappen[1:]
    kopie: Any = list(bron) if isinstance(stap, int) else dict(bron or {})
    onder = kopie[stap] if isinstance(stap, int) else kopie.get(stap)
    kopie[stap] = _zet(onder, rest, waarde) if rest else waarde
    return kopie


def uitgemaakt(beeld: Beeld) -> bool:
    """Tell whether duty and vrijstelling are the same on every day that counts, whatever the missing facts are."""
    tot = max(beeld.peildatum, *beeld.machine.wetsdagen) + 1
    lijnen = [*beeld.plicht.values(), beeld.machine.reken(OUDE_WET, "valt_onder_artikel_3", beeld.verblijven[0][1])]
    if len(beeld.verblijven) > 1:
        lijnen += [beeld.machine.reken(OUDE_WET, "valt_onder_artikel_3", o) for _, o in beeld.verblijven[1:]]
    telt = periode(BEGIN, tot)
    if any(doorsnede(lijn.zeker, telt) != doorsnede(lijn.mogelijk, telt) for lijn in lijnen):
        return False
    vrij = beeld.machine.reken(NIEUWE_WET, "vrijgesteld", beeld.omgeving)
    return not beeld.plicht["Wi2021"].mogelijk or vrij.op(beeld.peildatum) != "onbekend"


def los_van_school(beeld: Beeld) -> bool:
    """Tell whether an open end of school duty gives one outcome: nothing it can change lies in or after a duty."""
    plichten = [lijn.mogelijk for lijn in beeld.plicht.values() if lijn.mogelijk]
    if not plichten:
        return True
    lijnen = [*beeld.plicht.values(), *_gelezen_door_kern(beeld)]
    telt = periode(min(plicht[0][0] for plicht in plichten), EINDE)
    return all(lijn.vast or doorsnede(lijn.zeker, telt) == doorsnede(lijn.mogelijk, telt) for lijn in lijnen)


def _gelezen_door_kern(beeld: Beeld) -> Iterator[Tijdlijn]:
    """What the decision reads beside the duty itself."""
    uitkomsten = ("overige_voorwaarden", "vrijgesteld", *(output for output, _, _ in EINDREDENEN))
    for wet in (OUDE_WET, NIEUWE_WET):
        acties = beeld.machine.boek.tekst(wet, op=beeld.machine.tekst_op).acties
        yield from (beeld.machine.reken(wet, output, beeld.omgeving) for output in uitkomsten if output in acties)
        for _, omgeving in beeld.verblijven:
            yield beeld.machine.reken(wet, "valt_onder_artikel_3", omgeving)


def _waarden(beeld: Beeld, pad: str, soort: str, *, dagen: set[int]) -> list[Wijziging]:
    """The changes to try for one missing fact, by its kind."""
    if soort in {"datum", "bekendmaking", "geboortedatum", "leerplicht"}:
        return [{pad: dag} for dag in _datums(beeld, pad, soort, dagen=dagen)]
    if soort == "doel":
        return _doelen(beeld, pad)
    if soort == "referent":
        return _referenten(beeld, pad)
    return [{pad: waarde} for waarde in _codes(beeld, soort, dagen=dagen)]


def _codes(beeld: Beeld, soort: str, *, dagen: set[int]) -> list[Any]:
    if soort == "nationaliteit":
        return _nationaliteiten(beeld)
    if soort == "nationaliteiten":
        return [[{"code": code}] for code in _nationaliteiten(beeld)]
    if soort == "verblijf":
        return [[], *([entry] for entry in _verblijven(beeld, dagen=dagen))]
    eenvoudig: dict[str, list[Any]] = {
        "waarheid": [True, False],
        "grond": ["8c", "8a", "8e", "8d"],
        "diploma": ["inburgeringsdiploma", "overig"],
        "referentdoel": _referentdoelen(beeld),
        "gemeente": [*_ELDERS, *_gemeenten(beeld.feiten)],
    }
    return eenvoudig[soort]


def _gemeenten(feiten: Feiten) -> list[str]:
    vakken = [*feiten.inschrijvingen, feiten.huisvesting]
    return sorted({v.code for v in vakken if v is not None and isinstance(v.code, str)})


def _nationaliteiten(beeld: Beeld) -> list[str]:
    definities = beeld.machine.boek.tekst("nationaliteiten", op=beeld.machine.tekst_op).definities
    soorten = [definities[naam] for naam in ("EU_EER_CH", "TURKIJE", "NEDERLAND")]
    genoemd = frozenset().union(*soorten)
    overig = next(code for code in (f"{n:04}" for n in range(_TABEL_32_MAX, 0, -1)) if code not in genoemd)
    return [overig, *(min(soort) for soort in soorten)]


def _verblijven(beeld: Beeld, *, dagen: set[int]) -> Iterator[dict[str, Any]]:
    veld = beeld.regelversie.aanvang_verblijf
    for dag in sorted(dagen, reverse=True):
        for grond, doel in (("8c", "asiel"), ("8a", "niet-tijdelijke-humanitaire-gronden")):
            if BEGIN < dag < EINDE:
                yield {"grond": grond, "doel": doel, "bekendmaking": iso(dag), veld: iso(dag)}


def _referenten(beeld: Beeld, pad: str) -> list[Wijziging]:
    ouder = pad.removesuffix(".soort")
    uit: list[Wijziging] = []
    for soort in REFERENTEN:
        if soort == "regulier-bepaalde-tijd" and f"{ouder}.doel" not in beeld.feiten.onbekend:
            uit += [{pad: soort, f"{ouder}.doel": d} for d in _referentdoelen(beeld)]
        else:
            uit.append({pad: soort})
    return _een_van_elk(beeld, uit, ouder.removesuffix(".referent"))


def _referentdoelen(beeld: Beeld) -> list[str]:
    """One purpose of a referent for each way in which the lists of temporary purposes treat it."""
    lijsten = _lijsten(beeld)
    gezien: dict[tuple[bool, ...], str] = {}
    for doel in sorted(DOELEN, key=lambda d: (d != "studie", d != "niet-tijdelijke-humanitaire-gronden")):
        gezien.setdefault(tuple(doel in lijst for lijst in lijsten), doel)
    return list(gezien.values())


def _lijsten(beeld: Beeld) -> list[frozenset[str]]:
    teksten = (t for rij in beeld.machine.boek.teksten.values() for t in rij)
    return [t.definities["TIJDELIJKE_DOELEN"] for t in teksten if "TIJDELIJKE_DOELEN" in t.definities]


def _doelen(beeld: Beeld, pad: str) -> list[Wijziging]:
    ouder = pad.removesuffix(".doel")
    uit: list[Wijziging] = []
    for doel in DOELEN:
        if doel == "gezinslid":
            uit += [{pad: doel, **r} for r in _referenten(beeld, f"{ouder}.referent.soort")]
        elif doel == "overig":
            uit += [{pad: doel, f"{ouder}.tijdelijkBepaald": waar} for waar in (True, False)]
        else:
            uit.append({pad: doel})
    return _een_van_elk(beeld, uit, ouder)


def _een_van_elk(beeld: Beeld, wijzigingen: list[Wijziging], ouder: str) -> list[Wijziging]:
    """One change for each way in which the rules treat purpose and referent; the rest would only repeat."""
    gezien: dict[tuple[Any, ...], Wijziging] = {}
    andere = {v.doel for v in beeld.feiten.verblijf or () if v.pad != ouder}
    for wijziging in wijzigingen:
        kenmerk: list[Any] = [wijziging.get(f"{ouder}.doel") in andere]
        for grond in ("8a", "8c"):
            omgeving = Omgeving(
                {
                    "grond": grond,
                    "doel": wijziging.get(f"{ouder}.doel", "gezinslid"),
                    "referent_soort": wijziging.get(f"{ouder}.referent.soort"),
                    "referent_doel": wijziging.get(f"{ouder}.referent.doel"),
                    "tijdelijk_vastgesteld": wijziging.get(f"{ouder}.tijdelijkBepaald", False),
                }
            )
            kenmerk += [beeld.machine.reken(b, "tijdelijk_doel", omgeving).zeker for b in _met_lijst(beeld)]
            kenmerk += [beeld.machine.reken(w, "asielstatushouder", omgeving).zeker for w in (OUDE_WET, NIEUWE_WET)]
        gezien.setdefault(tuple(kenmerk), wijziging)
    return list(gezien.values())


def _met_lijst(beeld: Beeld) -> list[str]:
    """The regelingen with a list of temporary purposes, each text that the rules name by its day among them."""
    return [naam for naam, rij in beeld.machine.boek.teksten.items() if "TIJDELIJKE_DOELEN" in rij[0].definities]


# ── dates ────────────────────────────────────────────────────────────────────────────────────────


def grensdagen(beeld: Beeld) -> set[int]:
    """The days on which something changes: in the rule files, in the facts, and by age."""
    dagen = {beeld.peildatum + 1, beeld.peildatum, *beeld.machine.wetsdagen, *_van_de_feiten(beeld.feiten)}
    geboren = beeld.feiten.geboortedatum
    if geboren.bekend or geboren.laatst - geboren.vroegst < _SMAL_DAGEN:
        aow: Dagbereik = beeld.machine.reken("algemene_ouderdomswet", "aow_datum", beeld.omgeving)
        for bron in (geboren.vroegst, geboren.laatst):
            dagen |= {tel_op(bron, jaren=jaren) for jaren in _leeftijden(beeld)}
        dagen |= {aow.vroegst, aow.laatst}
    dagen |= {tel_op(dag, jaren=jaar) for dag in tuple(dagen) for jaar in (-1, 1)}
    return {dag for dag in dagen if BEGIN < dag < EINDE}


def _leeftijden(beeld: Beeld) -> tuple[int, int]:
    """The age at which the duty can begin, and the age at which school duty has ended."""
    boek, op = beeld.machine.boek, beeld.machine.tekst_op
    zestien: int = boek.tekst(NIEUWE_WET, op=op).definities["LEEFTIJD_ONDERGRENS"]
    achttien: int = boek.tekst("leerplichtwet_1969", op=op).definities["KWALIFICATIEPLICHT_TOT_JAREN"]
    return zestien, achttien


def _van_de_feiten(feiten: Feiten) -> set[int]:
    vakken: list[Vak | None] = [
        *(feiten.nationaliteiten or ()), *feiten.inschrijvingen, *feiten.kennisgevingen, *feiten.opleidingen,
        *feiten.diplomas, *feiten.bedienaar, *feiten.richtlijn200438, feiten.ingeburgerd,
    ]  # fmt: skip
    bereiken = [b for vak in vakken if vak is not None for b in (vak.vanaf, vak.tot)]
    if feiten.ontheffing is not None:
        bereiken.append(feiten.ontheffing.vanaf)
    for v in feiten.verblijf or ():
        bereiken += [b for b in (v.ingangsdatum, v.beschikkingsdatum, v.bekendmaking, v.einde) if b is not None]
    bereiken += [b for b in (feiten.leerplicht_tot, feiten.eerste_pip) if b is not None]
    return {dag for b in bereiken for dag in (b.vroegst, b.laatst)}


def _datums(beeld: Beeld, pad: str, soort: str, *, dagen: set[int]) -> list[str]:
    vroegst, laatst = _bereik(beeld, pad, soort)
    if soort == "geboortedatum":
        aow = beeld.machine.boek.tekst("algemene_ouderdomswet", op=beeld.machine.tekst_op).definities
        aow_jaren = {jaren for naam, jaren in aow.items() if naam.startswith("JAREN_")}
        kandidaten = set(_geboortedagen(dagen, vroegst, laatst, leeftijden=_leeftijden(beeld), aow_jaren=aow_jaren))
    else:
        kandidaten = {dag + d for dag in dagen for d in (-1, 0, 1)}
    geordend = sorted(dag for dag in kandidaten | {vroegst, laatst} if vroegst <= dag <= laatst)
    return [iso(dag) for dag in _verspreid(geordend)]


def _bereik(beeld: Beeld, pad: str, soort: str) -> tuple[int, int]:
    """The days that the missing date can be."""
    laagst, hoogst = tel_op(beeld.peildatum, jaren=-_LEVENSDUUR_JAREN), min(beeld.peildatum + 1, EINDE - 1)
    if soort == "leerplicht":
        zestien, achttien = _leeftijden(beeld)
        geboren = beeld.feiten.geboortedatum
        eind = min(tel_op(geboren.laatst, jaren=achttien), tel_op(beeld.peildatum, jaren=achttien))
        return max(laagst, tel_op(geboren.vroegst, jaren=zestien)), max(laagst, eind)
    bereik = beeld.feiten.geboortedatum if soort == "geboortedatum" else _gelezen(beeld.feiten, pad)
    if soort == "bekendmaking":
        # A decision is not made known before it is taken (Awb art. 3:40).
        v = next(v for v in beeld.feiten.verblijf or () if pad.startswith(f"{v.pad}."))
        laagst = v.beschikkingsdatum.vroegst if v.beschikkingsdatum else laagst
        hoogst = max(hoogst, laagst)
    if bereik is None:
        return laagst, hoogst
    return max(laagst, bereik.vroegst), max(laagst, min(bereik.laatst, max(hoogst, bereik.vroegst)))


def _gelezen(feiten: Feiten, pad: str) -> Dagbereik | None:
    """The interval of a partial date as it was read; none when nothing was given."""
    if pad == LEERPLICHT:
        return feiten.leerplicht_tot
    if pad == "pip.eersteDagtekening":
        return feiten.eerste_pip
    ouder, _, veld = pad.rpartition(".")
    for v in feiten.verblijf or ():
        if v.pad == ouder:
            waarde = getattr(v, "einde" if veld == "einddatum" else veld)
            return None if waarde is None else Dagbereik(waarde.vroegst, waarde.laatst)
    vakken = [
        *(feiten.nationaliteiten or ()), *feiten.inschrijvingen, *feiten.kennisgevingen, *feiten.opleidingen,
        *feiten.diplomas, *feiten.bedienaar, *feiten.richtlijn200438,
        *(vak for vak in (feiten.huisvesting, feiten.ontheffing, feiten.ingeburgerd) if vak),
    ]  # fmt: skip
    for vak in vakken:
        if vak.pad == ouder:
            return vak.tot if veld == "tot" else vak.vanaf
    return None


def _geboortedagen(
    dagen: set[int], vroegst: int, laatst: int, *, leeftijden: tuple[int, int], aow_jaren: set[int]
) -> Iterator[int]:
    smal = laatst - vroegst < _SMAL_DAGEN
    maanden = range(12) if smal else (0,)
    jaren = [*((jaar, 0) for jaar in leeftijden), *((j, m) for j in aow_jaren for m in maanden)]
    rand = 3 if smal else 1
    for dag in dagen:
        for jaar, maand in jaren:
            midden = tel_op(dag, jaren=-jaar, maanden=-maand)
            if vroegst - rand <= midden <= laatst + rand:
                yield from range(midden - rand, midden + rand + 1)
    if smal:
        yield from range(vroegst, laatst + 1, 15)


def _verspreid(dagen: list[int]) -> list[int]:
    """The ends first, then the middle, then the rest: differences show early."""
    if len(dagen) < 4:
        return dagen[::-1]
    midden = len(dagen) // 2
    eerst = [dagen[-1], dagen[0], dagen[midden], dagen[midden // 2], dagen[midden + midden // 2]]
    return list(dict.fromkeys([*eerst, *dagen]))
