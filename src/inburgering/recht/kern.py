"""The decision about one person whose facts are complete: duty, act, onset, end, category, college and terms."""

from dataclasses import dataclass, replace

from inburgering.primitives.datums import Dagbereik
from inburgering.primitives.periods import ALTIJD, EINDE, NOOIT, Perioden, bevat, doorsnede, periode, vereniging
from inburgering.recht import afleiding, termijnen
from inburgering.recht.beeld import NIEUWE_WET, OUDE_WET, Beeld
from inburgering.recht.feiten import MET_BEKENDMAKING, Vak
from inburgering.recht.machine import Omgeving
from inburgering.recht.tijdlijn import JA, Antwoord, Tijdlijn, en, of, van_antwoord
from inburgering.recht.tijdvakken import Tijdvak, tijdvakken

_BESLUIT = {"Wi2013": "besluit_inburgering", "Wi2021": "besluit_inburgering_2021"}
_REGELING = {"Wi2013": OUDE_WET, "Wi2021": NIEUWE_WET}


@dataclass(frozen=True, slots=True)
class Kern:
    """The outcome without its reasons; days are ordinals."""

    oordeel: str
    wet: str | None = None
    ingangsdatum: int | None = None
    einde: tuple[int, str] | None = None
    vrijgesteld_tot: int | None = None
    categorie: str | None = None
    geestelijk_bedienaar: bool | None = False
    college: str | None = None
    termijnen: tuple[int | None, int | None, int | None, int | None] = (None, None, None, None)
    waarschuwingen: frozenset[str] = frozenset()


def beslis(beeld: Beeld) -> Kern:
    """The decision, for facts that are complete."""
    if not any(vanaf <= beeld.peildatum for plicht in beeld.plicht.values() for vanaf, _ in plicht.zeker):
        return Kern("niet-plichtig", waarschuwingen=zonder_plicht(beeld))
    wet = _kies(beeld)
    vak = beeld.tijdvak
    if vak is None or wet is None:
        return Kern("niet-plichtig", waarschuwingen=zonder_plicht(beeld))
    if vak.vanaf < _grens(beeld, "OUDSTE_ONTSTAAN"):
        beeld.tijdvak = None
        return Kern("onbekend", waarschuwingen=frozenset({"ontstaan-voor-2013"}))
    beeld.gekozen = _gekozen(beeld, wet)
    einde = _einde(beeld, wet)
    kern = Kern(
        "plichtig",
        wet,
        vak.vanaf,
        einde,
        _vrijgesteld_tot(beeld) if wet == "Wi2021" else None,
        _categorie(beeld, wet),
        _bedienaar(beeld),
        _college(beeld),
    )
    return _met_termijnen(beeld, kern)


def staat_vast(beeld: Beeld) -> bool:
    """Whether a duty under the new act alone holds on the peildatum, by timelines of which some days are open."""
    grens = _grens(beeld, "INWERKINGTREDING")
    if beeld.peildatum < grens or not bevat(beeld.plicht["Wi2021"].zeker, beeld.peildatum):
        return False
    if any(vanaf < grens for vanaf, _ in beeld.plicht["Wi2013"].mogelijk):
        return False
    return all(_wet_bij(beeld, grens, onder=onder) == "Wi2021" for onder in (True, False))


def _grens(beeld: Beeld, naam: str) -> int:
    dag: Dagbereik = beeld.machine.boek.tekst(NIEUWE_WET, op=beeld.machine.tekst_op).definities[naam]
    return dag.vroegst


def _kies(beeld: Beeld) -> str | None:
    """Set the duty that counts and give its act.

    Source: Wi2021 art. 54 lid 1, by the reading of the regelversie; the table in `docs/decisions/0007`.
    """
    grens = _grens(beeld, "INWERKINGTREDING")
    oud = _vakken(beeld, "Wi2013", vanaf=0)
    voor_grens = [vak for vak in oud if vak.vanaf < grens]
    beeld.onder_artikel_3 = _onder_artikel_3(beeld, grens - 1)
    if voor_grens and voor_grens[-1].tot >= grens:
        beeld.tijdvak, beeld.later_tijdvak = voor_grens[-1], oud[-1] is not voor_grens[-1]
        return _wet(beeld, voor_grens[-1].vanaf)
    if oud and _wet(beeld, grens) == "Wi2013":
        beeld.tijdvak = oud[-1]
        return "Wi2013"
    if _wet(beeld, grens) == "Wi2013":
        return None
    nieuw = _vakken(beeld, "Wi2021", vanaf=grens)
    beeld.eerder = voor_grens[-1] if voor_grens else None
    keuze = nieuw or (voor_grens if beeld.peildatum < grens else [])
    if not keuze:
        return None
    beeld.tijdvak = keuze[-1]
    return _wet(beeld, keuze[-1].vanaf)


def _vakken(beeld: Beeld, wet: str, *, vanaf: int) -> list[Tijdvak]:
    plicht = beeld.plicht[wet].zeker
    if vanaf:
        plicht = doorsnede(plicht, periode(vanaf, EINDE))
    if not plicht:
        return []
    if not beeld.regelversie.per_verblijf:
        return tijdvakken(
            plicht, voortzetting=NOOIT, overig=ALTIJD, tot_en_met=beeld.peildatum, overbrugt=lambda _a, _b: False
        )
    overig = beeld.machine.reken(_REGELING[wet], "overige_voorwaarden", beeld.omgeving).zeker
    besluit = _BESLUIT[wet]

    def overbrugt(begin: int, einde: int) -> bool:
        omgeving = Omgeving({"begin_onderbreking": _dag(begin), "einde_onderbreking": _dag(einde)})
        uit: bool = beeld.machine.reken(besluit, "onderbreking_telt_niet", omgeving) is JA
        return uit

    return tijdvakken(
        plicht,
        voortzetting=_voortzetting(beeld, besluit, overig=overig),
        overig=overig,
        tot_en_met=beeld.peildatum,
        overbrugt=overbrugt,
    )


def _dag(nummer: int) -> Dagbereik:
    return Dagbereik(nummer, nummer)


def _voortzetting(beeld: Beeld, besluit: str, *, overig: Perioden) -> Perioden:
    delen = []
    for verblijf, omgeving in beeld.verblijven:
        if beeld.machine.reken(besluit, "voortzetting", omgeving) is JA:
            begin = (verblijf.ingangsdatum or verblijf.bekendmaking or verblijf.einde).vroegst
            delen.append(periode(begin, verblijf.einde.vroegst))
    return doorsnede(doorsnede(vereniging(delen), overig), beeld.aanwezig.zeker) if delen else NOOIT


def _onder_artikel_3(beeld: Beeld, dag: int) -> bool:
    delen = [beeld.machine.reken(OUDE_WET, "valt_onder_artikel_3", o) for _, o in beeld.verblijven]
    return en((of(delen), beeld.aanwezig)).op(dag) is Antwoord.JA


def _wet(beeld: Beeld, ontstaan: int) -> str:
    return _wet_bij(beeld, ontstaan, onder=beeld.onder_artikel_3)


def _wet_bij(beeld: Beeld, ontstaan: int, *, onder: bool) -> str:
    omgeving = Omgeving({"ingangsdatum_plicht": _dag(ontstaan), "onder_artikel_3_op_laatste_dag": van_antwoord(onder)})
    wet: str = beeld.machine.reken(*beeld.regelversie.wet, omgeving)
    return wet


def zonder_plicht(beeld: Beeld) -> frozenset[str]:
    """The warnings for someone without a duty."""
    eerste: Dagbereik = beeld.omgeving.feiten["kennisgeving_datum"]
    uit = {"kennisgeving-zonder-plicht"} if eerste.vroegst <= beeld.peildatum else set()
    return frozenset(uit | {"plicht-geeindigd-voor-nieuwe-wet"} if beeld.eerder else uit)


def _gekozen(beeld: Beeld, wet: str) -> int | None:
    """The verblijf that the duty rests on: one that counts on the first day, asylum before the rest."""
    assert beeld.tijdvak is not None
    dag, kandidaten = beeld.tijdvak.vanaf, []
    for i, (verblijf, omgeving) in enumerate(beeld.verblijven):
        valt = beeld.machine.reken(_REGELING[wet], "valt_onder_artikel_3", omgeving)
        if valt.op(dag) is Antwoord.JA:
            kandidaten.append((verblijf.grond != "8c", i))
    if not kandidaten and not beeld.regelversie.per_verblijf:
        kandidaten = [(v.grond != "8c", -i) for i, (v, _) in enumerate(beeld.verblijven) if v.grond in MET_BEKENDMAKING]
    return abs(min(kandidaten)[1]) if kandidaten else None


EINDREDENEN = (
    ("aow_leeftijd_bereikt", Antwoord.JA, "aow-leeftijd"),
    ("vreemdeling", Antwoord.NEE, "nederlander"),
    ("eu_burger", Antwoord.JA, "eu-nationaliteit"),
    ("familielid_eu_burger", Antwoord.JA, "familielid-eu-burger"),
    ("aangewezen_diploma", Antwoord.JA, "diploma"),
    ("studeert_door", Antwoord.JA, "opleiding"),
)


def _einde(beeld: Beeld, wet: str) -> tuple[int, str] | None:
    """The first day without the duty, when that day is not after the peildatum."""
    vak = beeld.tijdvak
    assert vak is not None
    einden = [(vak.tot, "")]
    for besluit, reden in ((beeld.feiten.ontheffing, "ontheffing"), (beeld.feiten.ingeburgerd, "ingeburgerd")):
        if _beeindigt(besluit, vak):
            einden.append((max(besluit.vanaf.vroegst, vak.vanaf), reden))  # type: ignore[union-attr] # checked just before
    dag, reden = min(einden)
    if dag > beeld.peildatum:
        return None
    if len(einden) > 1 and not reden:
        reden = next((r for d, r in einden if d == dag and r), "")
    return dag, reden or waarom_geeindigd(beeld, wet, dag)


def _beeindigt(besluit: Vak | None, vak: Tijdvak) -> bool:
    return besluit is not None and not besluit.vrijstellend and besluit.vanaf.vroegst >= vak.vanaf


def waarom_geeindigd(beeld: Beeld, wet: str, dag: int) -> str:
    """What changed on the first day without the duty, in the word of the contract."""
    if not bevat(beeld.aanwezig.zeker, dag):
        return "vertrek"
    regeling = beeld.machine.boek.tekst(_REGELING[wet], op=beeld.machine.tekst_op)
    for output, antwoord, reden in EINDREDENEN:
        if output in regeling.acties and beeld.machine.reken(regeling.id, output, beeld.omgeving).op(dag) is antwoord:
            return reden
    return "verblijf-beeindigd"


def _vrijgesteld_tot(beeld: Beeld) -> int | None:
    vrij: Tijdlijn = beeld.machine.reken(NIEUWE_WET, "vrijgesteld", beeld.omgeving)
    return next((tot for vanaf, tot in vrij.zeker if vanaf <= beeld.peildatum < tot < EINDE), None)


def _vrijgesteld_zonder_eind(beeld: Beeld) -> bool:
    vrij: Tijdlijn = beeld.machine.reken(NIEUWE_WET, "vrijgesteld", beeld.omgeving)
    return any(vanaf <= beeld.peildatum and tot == EINDE for vanaf, tot in vrij.zeker)


def _categorie(beeld: Beeld, wet: str) -> str | None:
    if beeld.gekozen is None:
        return None
    kring = beeld.machine.reken(_REGELING[wet], "asielstatushouder", beeld.verblijven[beeld.gekozen][1])
    return "asielstatushouder" if kring is JA else "gezins-of-overige-migrant"


def _bedienaar(beeld: Beeld) -> bool:
    lijn: Tijdlijn = beeld.omgeving.feiten["bedienaar"]
    assert beeld.tijdvak is not None
    return Antwoord.JA in {lijn.op(beeld.tijdvak.vanaf), lijn.op(beeld.peildatum)}


def _is_8c(beeld: Beeld) -> bool:
    if beeld.gekozen is None:
        return False
    return beeld.machine.reken(NIEUWE_WET, "college_is_huisvesting", beeld.verblijven[beeld.gekozen][1]) is JA


def _college(beeld: Beeld) -> str | None:
    """The gemeente with the task: where the person lives; for 8c where the person is housed, until a later move.

    Source: Wi2021 art. 1; the place of reception (`verblijfplaats`) never decides.
    """
    feiten = beeld.feiten
    nu = [v for v in feiten.inschrijvingen if v.vanaf.vroegst <= beeld.peildatum < v.tot.vroegst]
    woont = max(nu, key=lambda v: v.vanaf.vroegst, default=None)
    if not _is_8c(beeld):
        return _gemeente(woont)
    if feiten.huisvesting is None:
        return None
    gehuisvest = afleiding.ingeschreven_in(feiten, feiten.huisvesting.code)
    if woont is not None and woont.vanaf.vroegst > gehuisvest.vroegst:
        return _gemeente(woont)
    return _gemeente(feiten.huisvesting)


def _gemeente(vak: Vak | None) -> str | None:
    return vak.code if vak is not None and isinstance(vak.code, str) else None


def _met_termijnen(beeld: Beeld, kern: Kern) -> Kern:
    assert beeld.tijdvak is not None
    waarschuwingen = set(_waarschuwingen(beeld))
    if kern.wet == "Wi2021":
        if _vrijgesteld_zonder_eind(beeld):
            waarschuwingen.add("vrijstelling-zonder-einddatum")
        pip, vlag = termijnen.pip(beeld)
        if vlag:
            waarschuwingen.add(vlag)
        kern = replace(kern, termijnen=(pip, termijnen.inburgering(beeld), None, None))
    else:
        kern = replace(kern, termijnen=(None, None, termijnen.examen(beeld), termijnen.pvt(beeld)))
    return replace(kern, waarschuwingen=frozenset(waarschuwingen))


def _waarschuwingen(beeld: Beeld) -> list[str]:
    uit = []
    assert beeld.tijdvak is not None
    if beeld.later_tijdvak:
        uit.append("nieuwe-plicht-na-einde")
    if beeld.gekozen is not None:
        verblijf = beeld.verblijven[beeld.gekozen][0]
        if _later(verblijf.ingangsdatum, verblijf.bekendmaking):
            uit.append("ingangsdatum-na-bekendmaking")
        if _is_8c(beeld) and beeld.feiten.huisvesting is None:
            uit.append("huisvesting-niet-gemeld")
    if beeld.tijdvak.onderbrekingen and beeld.tijdvak.vanaf < _grens(beeld, "INWERKINGTREDING"):
        uit.append("onderbreking-overbrugd")
    return uit


def _later(een: Dagbereik | None, ander: Dagbereik | None) -> bool:
    return een is not None and ander is not None and een.vroegst > ander.laatst
