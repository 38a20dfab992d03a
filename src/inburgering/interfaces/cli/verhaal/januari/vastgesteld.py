"""Chapters 1 and 2: facts arrive, the wrong rule is in use, people and gemeenten are told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from inburgering.feit import commands as feit
from inburgering.feit import queries as feiten
from inburgering.feit.terms import Soort as Feitsoort
from inburgering.interfaces.cli.verhaal import leveringen
from inburgering.interfaces.cli.verhaal.personen import LAATSTE_DAG, Mens
from inburgering.interfaces.cli.verhaal.toneel import Toneel, op
from inburgering.kennisgeving import commands as kennisgeving
from inburgering.kennisgeving import terms as brieven
from inburgering.primitives.ids import VrijgaveId
from inburgering.signaal import commands as signaal
from inburgering.signaal import terms as signalen
from inburgering.stop import commands as stop
from inburgering.vaststelling import commands as vaststelling
from inburgering.vaststelling import queries as vaststellingen

FOUT, GOED = "kennisgeving", "bekendmaking"
LEVERDAGEN = (date(2021, 12, 15), date(2022, 1, 5), date(2022, 1, 25))


@dataclass(slots=True)
class Boek:
    """What the story itself must remember to go on: numbers of persons and vrijgaven, never counts."""

    toneel: Toneel
    mensen: Sequence[Mens]
    map_: Path
    persoon: dict[int, int] = field(default_factory=dict)
    vrijgaven: list[VrijgaveId] = field(default_factory=list)


def lees_leveringen(boek: Boek, dag: date) -> None:
    """Read what IND, BRP and COA deliver on one of the days of delivery."""
    nummer = LEVERDAGEN.index(dag) + 1
    vorige = LEVERDAGEN[nummer - 2] if nummer > 1 else date.min
    mensen = [m for m in boek.mensen if vorige <= _bekend(m) < dag]
    moment = op(dag.month, dag.day, 6, jaar=dag.year)
    for bron, plek in leveringen.schrijf(boek.map_, mensen, nummer=nummer, datum=dag).items():
        feit.neem_op(bron, plek, now=moment)
    for mens in mensen:
        persoon_id = feiten.zoek(bsn=mens.bsn)
        if persoon_id is not None:
            boek.persoon[mens.nummer] = persoon_id
    diplomas = [(boek.persoon[m.nummer], Feitsoort.ONDERWIJS, m.extra["onderwijs"]) for m in mensen if m.extra]
    feit.leg_feiten_vast(diplomas, now=moment)


def _bekend(mens: Mens) -> date:
    """When IND told; what has no day was told in the first delivery."""
    dag = mens.verblijf[0]["bekendmaking"]
    return date.fromisoformat(dag) if dag else date.min


def neem_foute_regel_in_gebruik(boek: Boek) -> None:
    """The reading that DUO worked with: the date of the letter decides."""
    jurist, leider, toen = boek.toneel["jurist"], boek.toneel["leider"], op(12, 15, jaar=2021)
    rapport = vaststelling.stel_rapport_op(None, FOUT, peildatum=toen.date(), moment=toen, door=jurist, now=toen)
    vaststelling.neem_in_gebruik(FOUT, door=jurist, tweede=leider, now=toen, rapport_hash=rapport)


def schrijf_en_geef_vrij(boek: Boek, *, vanaf: date, tot: date) -> None:
    """Day by day in the period: determine, write, print, and give the gemeente its signaal."""
    te_schrijven = sorted((m for m in boek.mensen if vanaf <= _geschreven(m) < tot), key=_geschreven)
    for dag, groep in groupby(te_schrijven, key=_geschreven):
        _een_dag(boek, dag, [boek.persoon[m.nummer] for m in groep if m.nummer in boek.persoon])


def _geschreven(mens: Mens) -> date:
    return mens.brief_op or date.max


def stel_de_rest_vast(boek: Boek) -> None:
    """Who got no letter had no duty, by the rule that DUO worked with."""
    rest = [boek.persoon[m.nummer] for m in boek.mensen if not m.brief_op and m.nummer in boek.persoon]
    dag = LEVERDAGEN[-1]
    moment = op(dag.month, dag.day, 17)
    vaststelling.stel_vast(rest, regelversie=FOUT, peildatum=dag, door=boek.toneel["medewerker"], now=moment)


def _een_dag(boek: Boek, dag: date, personen: list[int]) -> None:
    """One day of January at DUO."""
    door, nu = boek.toneel["medewerker"], op(dag.month, dag.day, 10, jaar=dag.year)
    run = vaststelling.stel_vast(
        personen, regelversie=FOUT, peildatum=dag, door=door, now=nu, voorgenomen=dict.fromkeys(personen, dag)
    )
    uitkomsten = [v for v in vaststellingen.uitkomsten(personen) if v.oordeel == "plichtig"]
    gegevens = feiten.persoonsgegevens([v.persoon_id for v in uitkomsten], moment=nu)
    brief_vrijgave = _vrijgave("brief", f"{dag} {run.id}", uitkomsten, nu)
    opdrachten = [_brief(v, gegevens[v.persoon_id].gemeente) for v in uitkomsten]
    kennisgeving.schrijf(opdrachten, vrijgave_id=brief_vrijgave, dagtekening=dag, door=door, now=nu)
    boek.vrijgaven.append(brief_vrijgave)
    achter = max(1, len(opdrachten) // 20) if dag == LAATSTE_DAG else 0
    kennisgeving.druk_af(now=op(dag.month, dag.day, 15, jaar=dag.year), maximaal=len(opdrachten) - achter, door=door)
    onder_nieuw = [v for v in uitkomsten if v.wet == "Wi2021" and v.college]
    if onder_nieuw:
        signaal_vrijgave = _vrijgave("signaal", f"{dag} {run.id}", onder_nieuw, nu)
        signaal.geef_vrij(
            [_signaal(v, gegevens[v.persoon_id], dag) for v in onder_nieuw],
            vrijgave_id=signaal_vrijgave,
            door=door,
            now=op(dag.month, dag.day, 16, jaar=dag.year),
        )
        boek.vrijgaven.append(signaal_vrijgave)


def _vrijgave(soort: str, run: str, uitkomsten: Sequence[Any], nu: datetime) -> VrijgaveId:
    """A vrijgave that says which wetten and categorieen it is about, so that a stop can pick it by those."""
    wetten, categorieen = {v.wet for v in uitkomsten}, {v.categorie for v in uitkomsten}
    return stop.maak_vrijgave(FOUT, soort, run=run, now=nu, wetten=wetten, categorieen=categorieen)


def _brief(v: Any, gemeente: str | None) -> brieven.Opdracht:
    inhoud: dict[str, Any] = {"wet": v.wet, "ingangsdatum": v.ingangsdatum}
    if v.categorie:
        inhoud["categorie"] = v.categorie
    if v.college or gemeente:
        inhoud["gemeente"] = v.college or gemeente
    return brieven.Opdracht(v.persoon_id, brieven.Soort.KENNISGEVING, inhoud, v.pk)


def _signaal(v: Any, wie: Any, dag: date) -> signalen.Opdracht:
    gemeente = v.college
    asiel = v.categorie == "asielstatushouder"
    inhoud = {
        "naam": wie.naam,
        "geboortedatum": wie.geboortedatum_tekst,
        "wet": "Wi2021",
        "ingangsdatum": v.ingangsdatum.isoformat() if v.ingangsdatum else None,
        "categorie": v.categorie or "gezins-of-overige-migrant",
        "kennisgevingOp": dag.isoformat(),
        "vreemdelingennummer": wie.vnummer,
    }
    if asiel:
        inhoud["huisvestingsgemeente"] = gemeente
    soort = "A2" if asiel else "G1"
    return signalen.Opdracht(v.persoon_id, gemeente, soort, inhoud, vaststelling_id=v.pk)
