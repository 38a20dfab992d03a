"""Chapters 1 and 2: facts arrive, the wrong rule is in use, people and gemeenten are told."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from inburgering.feit import commands as feit
from inburgering.feit import queries as feiten
from inburgering.feit.terms import Soort as Feitsoort
from inburgering.interfaces.cli.verhaal import leveringen
from inburgering.interfaces.cli.verhaal.personen import Mens
from inburgering.interfaces.cli.verhaal.toneel import Toneel, op
from inburgering.kennisgeving import commands as kennisgeving
from inburgering.kennisgeving import terms as brieven
from inburgering.primitives.ids import VrijgaveId
from inburgering.signaal import commands as signaal
from inburgering.signaal import terms as signalen
from inburgering.stop import commands as stop
from inburgering.vaststelling import commands as vaststelling
from inburgering.vaststelling import queries as vaststellingen
from inburgering.vaststelling.models import Vaststelling

FOUT, GOED = "kennisgeving", "bekendmaking"
LAATSTE_DAG = date(2022, 1, 14)
HALT = date(2022, 1, 14)


@dataclass(slots=True)
class Boek:
    """What the story itself must remember to go on: numbers of persons and vrijgaven, never counts."""

    toneel: Toneel
    mensen: Sequence[Mens]
    persoon: dict[int, int] = field(default_factory=dict)
    vrijgaven: list[VrijgaveId] = field(default_factory=list)
    map_: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="inburgering-verhaal-")))


def lees_leveringen(boek: Boek) -> dict[str, int]:
    """Read the first deliveries of IND, BRP and COA; how many persons were read and refused."""
    bestanden = leveringen.schrijf_eerste(boek.map_, boek.mensen, datum=date(2022, 1, 3))
    verslagen = {bron: feit.neem_op(bron, plek, now=op(1, 3, 7)) for bron, plek in bestanden.items()}
    for mens in boek.mensen:
        persoon_id = feiten.zoek(bsn=mens.bsn)
        if persoon_id is not None:
            boek.persoon[mens.nummer] = persoon_id
    diplomas = [(boek.persoon[m.nummer], Feitsoort.ONDERWIJS, m.extra["onderwijs"]) for m in boek.mensen if m.extra]
    feit.leg_feiten_vast(diplomas, now=op(1, 3, 8))
    return {bron: verslag.gelezen for bron, verslag in verslagen.items()}


def neem_foute_regel_in_gebruik(boek: Boek) -> None:
    """The reading that DUO worked with: the date of the letter decides."""
    jurist, leider, toen = boek.toneel["jurist"], boek.toneel["leider"], op(12, 15, jaar=2021)
    rapport = vaststelling.stel_rapport_op(None, FOUT, peildatum=toen.date(), moment=toen, door=jurist, now=toen)
    vaststelling.neem_in_gebruik(FOUT, door=jurist, tweede=leider, now=toen, rapport_hash=rapport)


def schrijf_en_geef_vrij(boek: Boek) -> None:
    """Day by day: determine, write, print, and give the gemeente its signaal; the last letters are still in the queue."""
    te_schrijven = sorted((m for m in boek.mensen if m.brief_op), key=_dag)
    for dag, groep in groupby(te_schrijven, key=_dag):
        _een_dag(boek, dag, [boek.persoon[m.nummer] for m in groep if m.nummer in boek.persoon])
    rest = [boek.persoon[m.nummer] for m in boek.mensen if not m.brief_op and m.nummer in boek.persoon]
    moment = op(HALT.month, HALT.day, 17)
    vaststelling.stel_vast(rest, regelversie=FOUT, peildatum=HALT, door=boek.toneel["medewerker"], now=moment)


def _dag(mens: Mens) -> date:
    return mens.brief_op or date.max


def _een_dag(boek: Boek, dag: date, personen: list[int]) -> None:
    """One day of January at DUO."""
    door, nu = boek.toneel["medewerker"], op(dag.month, dag.day, 10, jaar=dag.year)
    run = vaststelling.stel_vast(
        personen, regelversie=FOUT, peildatum=dag, door=door, now=nu, voorgenomen=dict.fromkeys(personen, dag)
    )
    uitkomsten = [v for v in vaststellingen.uitkomsten(personen) if v.oordeel == "plichtig"]
    gegevens = feiten.persoonsgegevens([v.persoon_id for v in uitkomsten], moment=nu)
    brief_vrijgave = stop.maak_vrijgave(FOUT, "brief", run=f"{dag} {run.id}", now=nu)
    opdrachten = [_brief(v, gegevens[v.persoon_id].gemeente) for v in uitkomsten]
    kennisgeving.schrijf(opdrachten, vrijgave_id=brief_vrijgave, dagtekening=dag, door=door, now=nu)
    boek.vrijgaven.append(brief_vrijgave)
    achter = max(1, len(opdrachten) // 20) if dag == LAATSTE_DAG else 0
    kennisgeving.druk_af(now=op(dag.month, dag.day, 15, jaar=dag.year), maximaal=len(opdrachten) - achter, door=door)
    onder_nieuw = [v for v in uitkomsten if v.wet == "Wi2021"]
    if onder_nieuw:
        signaal_vrijgave = stop.maak_vrijgave(FOUT, "signaal", run=f"{dag} {run.id}", now=nu)
        signaal.geef_vrij(
            [_signaal(v, gegevens[v.persoon_id], dag) for v in onder_nieuw],
            vrijgave_id=signaal_vrijgave,
            door=door,
            now=op(dag.month, dag.day, 16, jaar=dag.year),
        )
        boek.vrijgaven.append(signaal_vrijgave)


def _brief(v: Vaststelling, gemeente: str | None) -> brieven.Opdracht:
    inhoud: dict[str, Any] = {"wet": v.wet, "ingangsdatum": v.ingangsdatum}
    if v.categorie:
        inhoud["categorie"] = v.categorie
    if v.college or gemeente:
        inhoud["gemeente"] = v.college or gemeente
    return brieven.Opdracht(v.persoon_id, brieven.Soort.KENNISGEVING, inhoud, v.pk)


def _signaal(v: Vaststelling, wie: Any, dag: date) -> signalen.Opdracht:
    gemeente = v.college or wie.gemeente
    assert gemeente is not None, "everyone in the story lives somewhere"
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
