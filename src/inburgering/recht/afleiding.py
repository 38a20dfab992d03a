"""Derived facts: lists of facts turned into the dates and periods that the rules ask for.

No threshold and no code set is decided here: those come from the rule files. Sources: Vw 2000 art. 8 (residence),
Wi2013 art. 3 and Wi2021 art. 3 (`verkrijgt`), Besluit inburgering art. 2.1 and 2.2, Leerplichtwet art. 3 and 4a.
"""

from typing import Any

from inburgering.primitives.datums import DAG_ONBEKEND, NOOIT_MEER, Dagbereik, tel_op
from inburgering.primitives.periods import BEGIN, EINDE, Perioden, complement, periode, vereniging
from inburgering.recht.feiten import MET_BEKENDMAKING, Feiten, Vak, Verblijf
from inburgering.recht.machine import Machine, Omgeving
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.tijdlijn import JA, NEE, ONBEKEND, WEET_NIET, Antwoord, Tijdlijn, en, maak, of, van_antwoord


def persoon(feiten: Feiten, machine: Machine) -> Omgeving:
    """The facts of the person that do not depend on one verblijf."""
    return Omgeving({
        "geboortedatum": feiten.geboortedatum,
        "nederlandse_nationaliteit": _nationaliteit(feiten, machine, "is_nederlands"),
        "eu_nationaliteit": _nationaliteit(feiten, machine, "is_eu_eer_ch"),
        "recht_2004_38": of([_loopt(vak) for vak in feiten.richtlijn200438]),
        "leerplicht_tot": leerplicht_tot(feiten, machine),
        "jaren_leerplichtig": feiten.jaren_leerplichtig,
        "vervolgstudie_loopt": of([en((van_antwoord(v.aansluitend), _studie(v))) for v in feiten.opleidingen]),
        "vrijstellende_studie": of([_studie(vak) for vak in feiten.opleidingen]),
        "diploma": _diploma(feiten, machine),
        "bedienaar": of([_loopt(vak) for vak in feiten.bedienaar]),
        "eu_langdurig_ingezetene_elders": van_antwoord(feiten.eu_ltr_voldaan),
        "kennisgeving_datum": min(
            (vak.vanaf for vak in feiten.kennisgevingen), key=lambda d: (d.laatst, d.vroegst), default=NOOIT_MEER
        ),
        "eerste_pip": feiten.eerste_pip,
    })  # fmt: skip


def verblijven(
    feiten: Feiten,
    omgeving: Omgeving,
    regelversie: Regelversie,
    *,
    alle: tuple[Verblijf, ...] | None = None,
    verkregen: list[Dagbereik] | None = None,
) -> list[tuple[Verblijf, Omgeving]]:
    """Each verblijf with the facts of the person and its own; none when the list itself is missing.

    `alle` and `verkregen` take the place of the verblijven and of the days they were acquired.
    """
    alle = feiten.verblijf or () if alle is None else alle
    verkregen = _verkregen(alle, regelversie.aanvang_verblijf) if verkregen is None else verkregen
    turks = _nationaliteit(feiten, regelversie.machine, "is_turks")
    return [
        (
            v,
            omgeving.met(
                grond=v.grond,
                doel=v.doel,
                referent_soort=v.referent_soort,
                referent_doel=v.referent_doel,
                tijdelijk_vastgesteld=v.tijdelijk_vastgesteld if v.tijdelijk_vastgesteld is not None else False,
                aanvang_verblijf=aanvang(v, regelversie.aanvang_verblijf),
                einde_verblijf=v.einde,
                verkregen_op=begin,
                turks_bij_verkrijging=_op_dag(turks, begin),
            ),
        )
        for v, begin in zip(alle, verkregen, strict=True)
    ]


def aanvang(verblijf: Verblijf, veld: str) -> Dagbereik:
    """The date from which this verblijf counts, by the date that the regelversie names; unknown when missing."""
    waarde: Dagbereik | None = getattr(verblijf, veld)
    return DAG_ONBEKEND if waarde is None else waarde


def leerplicht_tot(feiten: Feiten, machine: Machine) -> Dagbereik:
    """The first day without leer- or kwalificatieplicht; between 16 and 18 unknown when nobody reported it.

    Source: Leerplichtwet 1969 art. 3, 4a and 4b.
    """
    if feiten.leerplicht_tot is not None:
        return feiten.leerplicht_tot
    jaren = machine.boek.tekst("leerplichtwet_1969", op=machine.tekst_op).definities["KWALIFICATIEPLICHT_TOT_JAREN"]
    return Dagbereik(BEGIN, tel_op(feiten.geboortedatum.laatst, jaren=jaren))


def vertrokken(feiten: Feiten) -> Perioden:
    """The days on which the person had left the basisregistratie and had no newer residence decision.

    A first registration may come after the duty (Wi2013 art. 7a lid 2), so only what follows a registration counts.
    Source: Besluit inburgering art. 2.2 lid 2 a, Besluit inburgering 2021 art. 2.1.
    """
    ingeschreven = vereniging(periode(v.vanaf.vroegst, v.tot.laatst) for v in feiten.inschrijvingen)
    weg: list[Perioden] = []
    besluiten = [
        v.bekendmaking.laatst
        for v in feiten.verblijf or ()
        if v.bekendmaking is not None and v.grond in MET_BEKENDMAKING
    ]
    for i, (_, tot) in enumerate(ingeschreven):
        if tot < EINDE:
            terug = ingeschreven[i + 1][0] if i + 1 < len(ingeschreven) else EINDE
            weg.append(periode(tot, min([terug, *(b for b in besluiten if b >= tot)])))
    return vereniging(weg)


def aanwezig(feiten: Feiten) -> Tijdlijn:
    """The days on which the person had not left."""
    weg = vertrokken(feiten)
    return maak(complement(weg)) if weg else JA


def ingeschreven_vanaf(feiten: Feiten, *, ontstaan: int) -> Dagbereik:
    """The first day of the registration that holds on the day the duty arose, or the first one after it."""
    ketens = vereniging(periode(v.vanaf.vroegst, v.tot.vroegst) for v in feiten.inschrijvingen)
    later = [vanaf for vanaf, tot in ketens if tot > ontstaan] or [vanaf for vanaf, _ in ketens][-1:]
    return Dagbereik(later[0], later[0]) if later else NOOIT_MEER


def ingeschreven_in(feiten: Feiten, gemeente: object) -> Dagbereik:
    """The first day of registration in one gemeente; never when there is none."""
    dagen = [v.vanaf for v in feiten.inschrijvingen if v.code == gemeente and isinstance(gemeente, str)]
    return min(dagen, key=lambda d: d.vroegst, default=NOOIT_MEER)


def _loopt(vak: Vak) -> Tijdlijn:
    zeker = periode(vak.vanaf.laatst, vak.tot.vroegst)
    if vak.vanaf.bekend and vak.tot.bekend:
        return maak(zeker)
    return maak(zeker, periode(vak.vanaf.vroegst, vak.tot.laatst))


def _studie(vak: Vak) -> Tijdlijn:
    return en((van_antwoord(vak.vrijstellend), _loopt(vak)))


def _diploma(feiten: Feiten, machine: Machine) -> Tijdlijn:
    delen = [en((_aangewezen(vak.code, machine), _loopt(vak))) for vak in feiten.diplomas]
    if feiten.ingeburgerd is not None:
        delen.append(_loopt(feiten.ingeburgerd))
    return of(delen)


def _aangewezen(soort: object, machine: Machine) -> Tijdlijn:
    definities = machine.boek.tekst("besluit_inburgering", op=machine.tekst_op).definities
    if soort not in definities["DIPLOMAS"] | definities["ANDERE_DIPLOMAS"]:
        return WEET_NIET
    uit: Tijdlijn = machine.reken_code("besluit_inburgering", "diploma_is_aangewezen", feit="diploma_soort", code=soort)
    return uit


def _nationaliteit(feiten: Feiten, machine: Machine, vraag: str) -> Tijdlijn:
    if feiten.nationaliteiten is None:
        return WEET_NIET
    delen = []
    for vak in feiten.nationaliteiten:
        is_het: Any = machine.reken_code("nationaliteiten", vraag, feit="nationaliteit", code=vak.code)
        if is_het is not NEE:
            delen.append(en((is_het, _loopt(vak))))
    return of(delen)


def _op_dag(lijn: Tijdlijn, dag: Dagbereik) -> Tijdlijn:
    if lijn is NEE or lijn is JA:
        return lijn
    if not dag.bekend:
        return WEET_NIET
    antwoord = lijn.op(dag.vroegst)
    return {Antwoord.JA: JA, Antwoord.NEE: NEE, Antwoord.ONBEKEND: WEET_NIET}[antwoord]


def _verkregen(alle: tuple[Verblijf, ...], veld: str) -> list[Dagbereik]:
    """When each verblijf was acquired: an extension that follows on directly keeps the day of the first.

    Source: Wi2013 art. 3 and Wi2021 art. 3 (`verkrijgt`); wet.md 1.6: the day of acquiring, never of evaluating.
    """
    uit: list[Dagbereik] = [aanvang(v, veld) for v in alle]
    volgorde = sorted(range(len(alle)), key=lambda i: uit[i].vroegst)
    for plaats, i in enumerate(volgorde):
        for j in reversed(volgorde[:plaats]):
            if _verlengt(alle[i], alle[j], begin=uit[i]):
                uit[i] = uit[j]
                break
    return uit


def _verlengt(nieuw: Verblijf, oud: Verblijf, *, begin: Dagbereik) -> bool:
    zelfde = all(
        getattr(nieuw, naam) == getattr(oud, naam) for naam in ("grond", "doel", "referent_soort", "referent_doel")
    )
    if not zelfde or nieuw.grond is ONBEKEND:
        return False
    start = (nieuw.ingangsdatum or begin).vroegst
    return start <= oud.einde.laatst
