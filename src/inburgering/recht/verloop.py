"""The reasons for what came after the duty arose: vrijstelling, interruptions, its end, and a duty that ended before.

Read from what the decision found, so that they cost little; in the order of the law.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from inburgering.primitives.datums import Dagbereik, iso
from inburgering.primitives.periods import EINDE, Periode
from inburgering.recht import afleiding, kern, redenen
from inburgering.recht.beeld import NIEUWE_WET, OUDE_WET, Beeld
from inburgering.recht.feiten import Vak, Verblijf
from inburgering.recht.machine import Omgeving, Stap
from inburgering.recht.redenen import Reden, in_woorden, zoek
from inburgering.recht.tijdlijn import Antwoord

_REGELING = {"Wi2013": OUDE_WET, "Wi2021": NIEUWE_WET}
_BESLUIT = {"Wi2013": "besluit_inburgering", "Wi2021": "besluit_inburgering_2021"}
_ARTIKELEN = {
    ("ontheffing", "Wi2013"): (OUDE_WET, "6"),
    ("ontheffing", "Wi2021"): (NIEUWE_WET, "5"),
    ("ingeburgerd", "Wi2013"): (OUDE_WET, "6"),
    ("ingeburgerd", "Wi2021"): (NIEUWE_WET, "4"),
    ("vertrek", "Wi2013"): ("besluit_inburgering", "2.2"),
    ("vertrek", "Wi2021"): ("besluit_inburgering_2021", "2.1"),
    ("termijn", "Wi2013"): ("besluit_inburgering", "2.11"),
    ("termijn", "Wi2021"): ("besluit_inburgering_2021", "4.2"),
    ("voor_de_nieuwe_wet", "Wi2013"): (NIEUWE_WET, "54"),
}
_TERMIJNEN = {"Wi2013": ("examenUiterlijk", "pvtUiterlijk"), "Wi2021": ("inburgeringUiterlijk",)}
VRIJ = (NIEUWE_WET, "vrijgesteld")


def van(
    beeld: Beeld,
    *,
    wet: str | None,
    plichtig: bool,
    einde: tuple[int, str] | None,
    termijnen: Mapping[str, date | None],
) -> tuple[Reden, ...]:
    """Every reason for what came after the duty of an outcome arose, or for a duty that no longer exists."""
    uit: list[Reden] = []
    if plichtig and wet == "Wi2021":
        uit += _vrijstelling(beeld)
    if beeld.eerder is not None and beeld.eerder is not beeld.tijdvak:
        uit += _eerder(beeld)
    if plichtig and wet is not None:
        uit += _onderbrekingen(beeld, wet, termijnen)
        if einde is not None:
            uit.append(_einde(beeld, wet, *einde))
    return tuple(uit)


def _vrijstelling(beeld: Beeld) -> Iterator[Reden]:
    """The grounds of art. 4 on the peildatum, and until when the exemption lasts when there is one."""
    machine, dag = beeld.machine, beeld.peildatum
    gelezen: dict[str, dict[str, Any]] = {}
    grond: dict[str, Any] = {}
    for stap in machine.volgorde(*VRIJ):
        lijn = machine.reken(stap.actie.regeling, stap.actie.output, beeld.omgeving)
        antwoord = lijn.op(dag)
        if stap.actie.output != VRIJ[1]:
            feiten = redenen.feiten_van(beeld, stap, None, beeld.omgeving, gelezen=gelezen)
            grond |= feiten if antwoord is not Antwoord.NEE else {}
            yield redenen.maak_reden(stap.actie, antwoord, feiten, dag=dag)
        elif antwoord is not Antwoord.NEE:
            tot = next((tot for vanaf, tot in lijn.zeker if vanaf <= dag < tot < EINDE), None)
            einde = {} if tot is None else {"vrijgesteldTot": iso(tot)}
            yield redenen.maak_reden(stap.actie, antwoord, {**grond, **einde}, dag=dag)


def _onderbrekingen(beeld: Beeld, wet: str, termijnen: Mapping[str, date | None]) -> Iterator[Reden]:
    """Each interruption that the duty outlived, and the term that it makes longer."""
    gaten = () if beeld.tijdvak is None else beeld.tijdvak.onderbrekingen
    for gat in gaten:
        yield _onderbreking(beeld, wet, gat, Antwoord.JA)
    if gaten and beeld.regelversie.per_verblijf:
        dagen = sum(eind - begin for begin, eind in gaten)
        lopend = {naam: termijnen[naam] for naam in _TERMIJNEN[wet]}
        laatste = {naam: dag.isoformat() for naam, dag in lopend.items() if dag is not None}
        yield _los(beeld, "termijn", wet, Antwoord.JA, feiten={"dagenOnderbroken": dagen, **laatste}, dag=gaten[-1][1])


def _onderbreking(beeld: Beeld, wet: str, gat: Periode, antwoord: Antwoord) -> Reden:
    begin, eind = gat
    actie = beeld.machine.actie(_BESLUIT[wet], "onderbreking_telt_niet")
    feiten = {"beginOnderbreking": iso(begin), "eindeOnderbreking": iso(eind)}
    feiten |= _feiten_op(beeld, begin, eind=True) | _feiten_op(beeld, eind, eind=False)
    reden = redenen.maak_reden(actie, antwoord, feiten, dag=eind)
    vraag = reden.vraag.replace("de onderbreking", f"de onderbreking van {in_woorden(begin)} tot {in_woorden(eind)}")
    return reden._replace(vraag=vraag)


def _eerder(beeld: Beeld) -> Iterator[Reden]:
    """Why a duty under the old act no longer exists, and why it did not go on in a later one."""
    eerder = beeld.eerder
    assert eerder is not None
    yield _einde(beeld, "Wi2013", eerder.tot, kern.waarom_geeindigd(beeld, "Wi2013", eerder.tot))
    later = [vanaf for lijn in beeld.plicht.values() for vanaf, _ in lijn.zeker if vanaf > eerder.tot]
    gat = (eerder.tot, min(later, default=EINDE))
    if gat[1] <= beeld.peildatum:
        omgeving = Omgeving({"begin_onderbreking": _dag(gat[0]), "einde_onderbreking": _dag(gat[1])})
        lijn = beeld.machine.reken(_BESLUIT["Wi2013"], "onderbreking_telt_niet", omgeving)
        yield _onderbreking(beeld, "Wi2013", gat, lijn.op(gat[1]))
    feiten = {"ingangsdatum": iso(eerder.vanaf), "einde": iso(eerder.tot)}
    yield _los(beeld, "voor_de_nieuwe_wet", "Wi2013", Antwoord.NEE, feiten=feiten, dag=eerder.tot)


def _einde(beeld: Beeld, wet: str, dag: int, waarom: str) -> Reden:
    """The question of the law whose answer changed on the first day without the duty."""
    feiten = _feiten_op(beeld, dag, eind=waarom in {"verblijf-beeindigd", "vertrek", "opleiding"})
    if (waarom, wet) in _ARTIKELEN:
        antwoord = Antwoord.NEE if waarom == "vertrek" else Antwoord.JA
        return _los(beeld, waarom, wet, antwoord, feiten=feiten or {"einde": iso(dag)}, dag=dag)
    output, antwoord = next(
        ((output, antwoord) for output, antwoord, reden in kern.EINDREDENEN if reden == waarom),
        ("verblijf_loopt" if _afgelopen(beeld, dag) else "valt_onder_artikel_3", Antwoord.NEE),
    )
    stap = _stap(beeld, wet, output)
    if output != "verblijf_loopt":
        feiten = {**redenen.feiten_van(beeld, stap, None, beeld.omgeving), **feiten}
    return redenen.maak_reden(stap.actie, antwoord, feiten, dag=dag)


def _stap(beeld: Beeld, wet: str, output: str) -> Stap:
    return beeld.machine.stap(beeld.machine.actie(_REGELING[wet], output))


def _afgelopen(beeld: Beeld, dag: int) -> list[Verblijf]:
    return [v for v, _ in beeld.verblijven if v.einde.vroegst == dag]


def _los(beeld: Beeld, naam: str, wet: str, antwoord: Antwoord, *, feiten: Mapping[str, Any], dag: int) -> Reden:
    """A reason that no rule file asks as a question: its words stand with those of the explanation."""
    boek, op = beeld.machine.boek, beeld.machine.tekst_op
    regeling = boek.tekst(_ARTIKELEN[naam, wet][0], op=op)
    artikel = next(a for a in regeling.artikelen if a["number"] == _ARTIKELEN[naam, wet][1])
    vraag: str = boek.tekst("uitleg", op=op).definities["VERLOOP"][naam]["vraag"]
    op_die_dag = vraag.replace("op die dag", f"op {in_woorden(dag)}")
    return Reden(
        naam, regeling.naam, artikel["number"], artikel["url"], op_die_dag, str(antwoord), dict(feiten), iso(dag), vraag
    )


def _feiten_op(beeld: Beeld, dag: int, *, eind: bool) -> dict[str, Any]:
    """The facts of the file that begin or end on a day: verblijf first, then what else there is."""
    f, bron = beeld.feiten, beeld.feiten.bron
    paden = [_pad_verblijf(beeld, v, eind=eind) for v, _ in beeld.verblijven if _grens(beeld, v, eind=eind) == dag]
    besluiten = [vak for vak in (f.ontheffing, f.ingeburgerd) if vak is not None]
    vakken = [*f.inschrijvingen, *(f.nationaliteiten or ()), *f.opleidingen, *f.richtlijn200438, *besluiten]
    paden += [f"{vak.pad}.{'tot' if eind else 'vanaf'}" for vak in vakken if _dag_van(vak, eind=eind) == dag]
    if not eind:
        paden += [f"{vak.pad}.behaaldOp" for vak in f.diplomas if vak.vanaf.vroegst == dag]
    return {pad: zoek(bron, pad) for pad in paden}


def _pad_verblijf(beeld: Beeld, verblijf: Verblijf, *, eind: bool) -> str:
    return f"{verblijf.pad}.{'einddatum' if eind else beeld.regelversie.aanvang_verblijf}"


def _grens(beeld: Beeld, verblijf: Verblijf, *, eind: bool) -> int:
    begin = afleiding.aanvang(verblijf, beeld.regelversie.aanvang_verblijf)
    return verblijf.einde.vroegst if eind else begin.vroegst


def _dag_van(vak: Vak, *, eind: bool) -> int:
    return vak.tot.vroegst if eind else vak.vanaf.vroegst


def _dag(nummer: int) -> Dagbereik:
    return Dagbereik(nummer, nummer)
