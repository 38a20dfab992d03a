"""The reasons of an outcome: the questions of the law in its order, each with answer, article, link and facts."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from inburgering.primitives.datums import Dagbereik, iso, tel_op
from inburgering.primitives.periods import BEGIN, EINDE
from inburgering.recht import tekstkeuze
from inburgering.recht.beeld import NIEUWE_WET, OUDE_WET, Beeld
from inburgering.recht.feiten import Verblijf
from inburgering.recht.machine import Omgeving, Stap
from inburgering.recht.tijdlijn import Antwoord, Tijdlijn
from inburgering.recht.wetten import Actie

MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip
_VAN_VERBLIJF = {
    "grond": "grond",
    "doel": "doel",
    "referent_soort": "referent.soort",
    "referent_doel": "referent.doel",
    "tijdelijk_vastgesteld": "tijdelijkBepaald",
    "einde_verblijf": "einddatum",
}
_VAN_PERSOON = {
    "geboortedatum": ("geboortedatum",),
    "leerplicht_tot": ("onderwijs.leerplichtTot",),
    "jaren_leerplichtig": ("onderwijs.jarenLeerplichtigInNederland",),
    "eu_langdurig_ingezetene_elders": ("euLangdurigIngezetene.inburgeringsvereisteVoldaan",),
    "nederlandse_nationaliteit": ("nationaliteiten", "code"),
    "eu_nationaliteit": ("nationaliteiten", "code"),
    "turks_bij_verkrijging": ("nationaliteiten", "code"),
    "recht_2004_38": ("richtlijn200438", "vanaf"),
    "vervolgstudie_loopt": ("onderwijs.opleidingen", "vanaf", "tot"),
    "vrijstellende_studie": ("onderwijs.opleidingen", "vanaf", "tot"),
    "diploma": ("onderwijs.diplomas", "soort", "behaaldOp"),
    "bedienaar": ("geestelijkBedienaar", "vanaf", "tot"),
    "kennisgeving_datum": ("kennisgevingen", "datum"),
}


class Reden(NamedTuple):
    """One question of the law, its answer for this person, and the facts it rests on."""

    output: str
    wet: str
    artikel: str
    jci: str
    vraag: str
    antwoord: str
    feiten: dict[str, Any]
    dag: str
    kern: str = ""  # the question as the law asks it, without a day

    def as_json(self) -> dict[str, Any]:
        """The reason in the shape of the contract."""
        return {
            "artikel": f"{self.wet}, artikel {self.artikel}",
            "jci": self.jci,
            "vraag": self.vraag,
            "antwoord": self.antwoord,
            "feiten": self.feiten,
        }


def redenen(
    beeld: Beeld, *, wet: str | None, ingangsdatum: int | None, verloop: Iterable[Reden] = ()
) -> tuple[Reden, ...]:
    """Every reason for one outcome: for the verblijf it rests on, or for each one when there is no duty.

    `verloop` is what came after the duty arose; it stands before the rule that picks the act.
    """
    uit: list[Reden] = []
    if not beeld.regelversie.per_verblijf:
        dag = ingangsdatum or beeld.peildatum
        uit = _van_plicht(beeld, wet or "Wi2021", None, beeld.omgeving, dag=dag)
    elif not beeld.verblijven:
        uit = [_zonder_verblijf(beeld)]
    else:
        for verblijf, omgeving, dag in te_toetsen(beeld, ingangsdatum):
            uit += _van_plicht(beeld, wet or wet_op(beeld, dag), verblijf, omgeving, dag=dag)
    uit += verloop
    if ingangsdatum is not None:
        uit.append(_overgang(beeld, ingangsdatum))
    return tuple(uit)


@lru_cache(maxsize=65_536)
def in_woorden(dag: int) -> str:
    """The day as people write it: 3 januari 2022."""
    datum = date.fromordinal(dag)
    return f"{datum.day} {MAANDEN[datum.month - 1]} {datum.year}"


def wet_op(beeld: Beeld, dag: int) -> str:
    """The act whose conditions are asked on that day."""
    grens: Dagbereik = beeld.machine.boek.tekst(NIEUWE_WET, op=beeld.machine.tekst_op).definities["INWERKINGTREDING"]
    return "Wi2013" if dag < grens.vroegst else "Wi2021"


def te_toetsen(beeld: Beeld, ingangsdatum: int | None) -> list[tuple[Verblijf, Omgeving, int]]:
    """Each verblijf that the reasons are about, with the day on which its questions are answered."""
    if ingangsdatum is not None and beeld.gekozen is not None:
        return [(*beeld.verblijven[beeld.gekozen], ingangsdatum)]
    uit = []
    leeftijd = beeld.machine.boek.tekst(NIEUWE_WET, op=beeld.machine.tekst_op).definities["LEEFTIJD_ONDERGRENS"]
    for verblijf, omgeving in beeld.verblijven:
        begin: Dagbereik = omgeving.feiten["aanvang_verblijf"]
        start = begin.vroegst if begin.vroegst > BEGIN else begin.laatst
        zestien = tel_op(beeld.feiten.geboortedatum.vroegst, jaren=leeftijd)
        uit.append((verblijf, omgeving, min(max(start, zestien), beeld.peildatum)))
    return uit


def _van_plicht(beeld: Beeld, wet: str, verblijf: Verblijf | None, omgeving: Omgeving, *, dag: int) -> list[Reden]:
    machine, gelezen, uit = beeld.machine, dict[str, dict[str, Any]](), list[Reden]()
    bron = beeld.regelversie.plicht[wet]
    weg = tekstkeuze.zonder_stem(machine, bron, omgeving)
    for stap in tekstkeuze.stappen(machine, bron, weg):
        waarde = machine.reken(stap.actie.regeling, stap.actie.output, omgeving)
        antwoord = waarde.op(dag) if isinstance(waarde, Tijdlijn) else Antwoord.ONBEKEND
        feiten = feiten_van(beeld, stap, verblijf, omgeving, gelezen=gelezen)
        uit.append(maak_reden(stap.actie, antwoord, feiten, dag=dag))
    return uit


def maak_reden(actie: Actie, antwoord: Antwoord, feiten: dict[str, Any], *, dag: int) -> Reden:
    """One question with its answer on a day."""
    grond = actie.grondslag
    vraag = _vraag(grond.vraag, dag)
    return Reden(actie.output, grond.wet, grond.artikel, grond.jci, vraag, str(antwoord), feiten, iso(dag), grond.vraag)


def feiten_van(
    beeld: Beeld,
    stap: Stap,
    verblijf: Verblijf | None,
    omgeving: Omgeving,
    *,
    gelezen: dict[str, dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """The facts that one question rests on, by their JSON path; dates that were derived by their own name.

    `gelezen` keeps what was read of this verblijf for the next question.
    """
    gelezen = {} if gelezen is None else gelezen
    uit: dict[str, Any] = {}
    for regeling, output in stap.datums:
        bereik: Dagbereik = beeld.machine.reken(regeling, output, omgeving)
        uit[output] = iso(bereik.vroegst) if bereik.bekend and bereik.vroegst < EINDE else None
    for naam in stap.feiten:
        if naam not in gelezen:
            gelezen[naam] = _lees(beeld, naam, verblijf)
        uit.update(gelezen[naam])
    return uit


def _lees(beeld: Beeld, naam: str, verblijf: Verblijf | None) -> dict[str, Any]:
    """One fact as the person's file has it, by JSON path; nothing when it is not in the file by itself."""
    bron: Any = beeld.feiten.bron
    if naam in {"aanvang_verblijf", "verkregen_op"} and verblijf is not None:
        pad = f"{verblijf.pad}.{beeld.regelversie.aanvang_verblijf}"
    elif naam in _VAN_VERBLIJF and verblijf is not None:
        pad = f"{verblijf.pad}.{_VAN_VERBLIJF[naam]}"
    elif naam in _VAN_PERSOON:
        pad, *velden = _VAN_PERSOON[naam]
        lijst = zoek(bron, pad)
        if velden and isinstance(lijst, list):
            return {f"{pad}[{i}].{veld}": deel.get(veld) for i, deel in enumerate(lijst) for veld in velden}
    else:
        return {}
    return {pad: zoek(bron, pad)}


def zoek(bron: Any, pad: str) -> Any:
    """The value at a JSON path, or None."""
    for stap in _stappen(pad):
        if isinstance(bron, list):
            bron = bron[int(stap)]
        elif isinstance(bron, dict):
            bron = bron.get(stap)
        else:
            return None
    return bron


@lru_cache(maxsize=4096)
def _stappen(pad: str) -> tuple[str, ...]:
    return tuple(pad.replace("]", "").replace("[", ".").split("."))


def _vraag(vraag: str, dag: int) -> str:
    return vraag.replace("op die dag", f"op {in_woorden(dag)}")


def _zonder_verblijf(beeld: Beeld) -> Reden:
    actie = beeld.machine.actie(OUDE_WET, "rechtmatig_verblijf")
    onbekend = beeld.feiten.verblijf is None
    antwoord = Antwoord.ONBEKEND if onbekend else Antwoord.NEE
    return maak_reden(actie, antwoord, {"verblijf": None if onbekend else []}, dag=beeld.peildatum)


def _overgang(beeld: Beeld, ingangsdatum: int) -> Reden:
    actie = beeld.machine.actie(NIEUWE_WET, "oude_wet_blijft_gelden")
    omgeving = Omgeving({"ingangsdatum_plicht": Dagbereik(ingangsdatum, ingangsdatum)})
    antwoord = beeld.machine.reken(actie.regeling, actie.output, omgeving).op(ingangsdatum)
    feiten: dict[str, Any] = {"ingangsdatum": iso(ingangsdatum)}
    regeling, output = beeld.regelversie.wet
    if regeling != NIEUWE_WET:
        lezing = beeld.machine.actie(regeling, output)
        feiten["onderArtikel3OpLaatsteDag"] = beeld.onder_artikel_3
        vraag = "Gold de oude wet al, of viel de persoon op de dag voor de nieuwe wet onder artikel 3 daarvan?"
        return Reden(
            output, lezing.grondslag.wet, lezing.grondslag.artikel, lezing.grondslag.jci, vraag,
            "ja" if beeld.onder_artikel_3 or antwoord is Antwoord.JA else "nee", feiten, iso(ingangsdatum), vraag,
        )  # fmt: skip
    return maak_reden(actie, antwoord, feiten, dag=ingangsdatum)
