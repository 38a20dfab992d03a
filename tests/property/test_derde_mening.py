"""A third opinion: the rules as SQL, run by a database, say of thousands of persons what the readable engine says."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from itertools import product
from typing import Any

import pytest

from inburgering.primitives.datums import DAG_ONBEKEND, NOOIT_MEER, Dagbereik
from inburgering.recht import beeld as beelden
from inburgering.recht import derde_mening, feiten, regelversies, scalar, sql, werelden, wetten
from inburgering.recht.beeld import NIEUWE_WET, OUDE_WET, Beeld
from inburgering.recht.boom import Bewerking, Knoop, Naam, Vast
from inburgering.recht.feiten import DOELEN, REFERENTEN
from inburgering.recht.machine import Machine, Omgeving
from inburgering.recht.tijdlijn import ONBEKEND, Antwoord, Tijdlijn, van_antwoord
from loting import Lot
from rechtpersonen import PEILDATUM
from sqlbank import duck, postgres

Bank = Callable[..., list[tuple[Any, ...]]]
WAARDE = {Antwoord.JA: True, Antwoord.NEE: False, Antwoord.ONBEKEND: None}
PEIL = PEILDATUM.toordinal()


def gezien(aantal: int, *, regel: str, zaad: int, gaten: float, deels: float) -> Iterator[Beeld]:
    regelversie = regelversies.laad(regel)
    for persoon in Lot(zaad, gaten=gaten, deels=deels).personen(aantal):
        yield beelden.kijk(feiten.lees(persoon), regelversie, peildatum=PEIL)


# ── every day ────────────────────────────────────────────────────────────────────────────────────


def dagen_van(beeld: Beeld, los: random.Random) -> list[int]:
    """The days around which this person's answers change, and one day between."""
    grenzen = [dag for dag in derde_mening.grensdagen(beeld) if dag > 700_000]
    dagen = {dag - terug for dag in los.sample(grenzen, min(6, len(grenzen))) for terug in (0, 1)}
    return sorted(dagen | {los.randint(735_000, 741_000)})


def vergelijk_dagen(bank: Bank, aantal: int, *, regel: str) -> Counter[tuple[str, bool | None]]:
    """How often each answer was the same; fails on the first that is not."""
    regelversie, los = regelversies.laad(regel), random.Random(3)
    doelen = list(derde_mening.doelen(regelversie).values())
    rijen, verwacht = [], []
    for nummer, beeld in enumerate(gezien(aantal, regel=regel, zaad=11, gaten=0.03, deels=0.03)):
        for rij in derde_mening.rijen(beeld, persoon=nummer, dagen=dagen_van(beeld, los)):
            omgeving = beeld.verblijven[rij["verblijf"]][1]
            lijnen = [beeld.machine.reken(*doel, omgeving) for doel in doelen]
            rijen.append(rij | {"rij": len(rijen)})
            verwacht.append(tuple(WAARDE[lijn.op(rij["dag"])] for lijn in lijnen))
    stappen = sql.Vertaling(regelversie.machine, doelen).stappen(bron="feit", naam="regel", sleutels=["rij"])
    kolommen = derde_mening.kolommen(regelversie) | {"rij": "INTEGER"}
    uit = bank(f"WITH {stappen} SELECT * FROM regel ORDER BY rij", feit=(kolommen, rijen))
    anders = [(rijen[rij], antwoord, verwacht[rij]) for rij, *antwoord in uit if tuple(antwoord) != verwacht[rij]]
    assert not anders, anders[:2]
    assert len(uit) == len(rijen)
    return Counter((doel[0], waarde) for _, *antwoord in uit for doel, waarde in zip(doelen, antwoord, strict=True))


def test_duckdb_says_of_every_day_around_a_change_what_the_timelines_say() -> None:
    telling = vergelijk_dagen(duck, 4000, regel="bekendmaking")
    assert sum(telling.values()) > 100_000
    assert min(telling[wet, waarde] for wet, waarde in product((OUDE_WET, NIEUWE_WET), WAARDE.values())) > 500


def test_postgresql_says_of_every_day_around_a_change_what_the_timelines_say(db: str) -> None:
    telling = vergelijk_dagen(postgres, 250, regel="ingangsdatum")
    assert sum(telling.values()) > 5000
    assert min(telling["wet_inburgering_2021", waarde] for waarde in WAARDE.values()) > 20


# ── every action ─────────────────────────────────────────────────────────────────────────────────


def waarde_van(naam: str, soort: str, los: random.Random) -> Any:
    """A value for a fact by its kind: on a turn of the law, in part, unknown, or none."""
    if naam == "ingangsdatum_plicht":
        dag = date(2022, 1, 1).toordinal() + los.randint(-2, 2)
        return Dagbereik(dag, dag)
    if soort == "date":
        dag = los.choice([738156, 737546, 738521, 713000, 714500, 731640, los.randint(690_000, 741_000)])
        dag += los.randint(-2, 2)
        deels = [Dagbereik(dag, dag + 30), Dagbereik(dag, dag + 365), DAG_ONBEKEND, NOOIT_MEER]
        return los.choice([*[Dagbereik(dag, dag)] * 5, *deels])
    if soort == "boolean":
        return van_antwoord(los.choice([True, False, ONBEKEND]))
    if soort in {"number", "amount"}:
        return los.choice([0, 7, 7.5, 8, 9, ONBEKEND])
    codes = {"referent_soort": [*REFERENTEN, None], "referent_doel": [*DOELEN, None]}
    return los.choice([*codes.get(naam, ["anders", *genoemd(naam)]), ONBEKEND])


@cache
def genoemd(naam: str) -> tuple[str, ...]:
    """The codes that the rules compare a fact with."""

    def zoek(knoop: Knoop) -> Iterator[str]:
        if isinstance(knoop, Bewerking):
            if len(knoop.delen) == 2 and knoop.delen[0] == Naam(naam) and isinstance(knoop.delen[1], Vast):
                waarde = knoop.delen[1].waarde
                yield from sorted(waarde) if isinstance(waarde, frozenset) else [waarde]
            for deel in knoop.delen:
                yield from zoek(deel)

    teksten = (tekst for versies in wetten.laad(wetten.wortel()).teksten.values() for tekst in versies)
    return tuple(dict.fromkeys(code for t in teksten for actie in t.acties.values() for code in zoek(actie.knoop)))


def alle_acties(machine: Machine) -> list[sql.Doel]:
    return [
        (regeling, actie.output)
        for regeling in machine.boek.teksten
        for actie in machine.boek.tekst(regeling, op=machine.tekst_op).acties.values()
    ]


def als_sql(waarde: Any, dag: int) -> list[Any]:
    if isinstance(waarde, Tijdlijn):
        return [WAARDE[waarde.op(dag)]]
    if isinstance(waarde, Dagbereik):
        return [waarde.vroegst, waarde.laatst]
    return [None if waarde is ONBEKEND else waarde]


def vergelijk_acties(bank: Bank, aantal: int, *, tekst_op: str) -> int:
    """How many outcomes were the same; fails on the first that is not."""
    machine, los = Machine(wetten.laad(wetten.wortel()), tekst_op=tekst_op), random.Random(5)
    doelen = alle_acties(machine)
    soorten = sql.soorten(machine)
    rijen, verwacht = [], []
    for nummer in range(aantal):
        waarden = {naam: waarde_van(naam, soort, los) for naam, soort in soorten.items() if naam != sql.DAG}
        dag, omgeving = los.choice([738156, 735000, 740000]) + los.randint(-2, 2), Omgeving(waarden)
        rij = {n: als_sql(w, dag)[0] for n, w in sql.rij(waarden).items()}
        rijen.append(rij | {"dag": dag, "rij": nummer})
        verwacht.append([w for doel in doelen for w in als_sql(machine.reken(*doel, omgeving), dag)])
    stappen = sql.Vertaling(machine, doelen).stappen(bron="feit", naam="regel", sleutels=["rij"])
    kolommen = sql.feiten(machine, doelen) | {"rij": "INTEGER"}
    uit = bank(f"WITH {stappen} SELECT * FROM regel ORDER BY rij", feit=(kolommen, rijen))
    for rij, *waarden in uit:
        anders = [paar for paar in zip(waarden, verwacht[rij], strict=True) if paar[0] != paar[1]]
        assert not anders, (rijen[rij], anders)
    return sum(len(waarden) for waarden in verwacht)


@pytest.mark.parametrize("tekst_op", ["2022-01-01", "2023-01-01"])
def test_every_action_of_every_text_gives_the_same_on_duckdb_for_any_facts(tekst_op: str) -> None:
    assert vergelijk_acties(duck, 3000, tekst_op=tekst_op) > 150_000


def test_every_action_of_every_text_gives_the_same_on_postgresql_for_any_facts(db: str) -> None:
    assert vergelijk_acties(postgres, 150, tekst_op="2023-01-01") > 7500


# ── the decision ─────────────────────────────────────────────────────────────────────────────────


def vergelijk_besluiten(bank: Bank, aantal: int, *, regel: str) -> Counter[tuple[str, str | None]]:
    """How often each decision was the same, for persons with complete facts and nothing to bridge."""
    regelversie = regelversies.laad(regel)
    rijen, verwacht = [], {}
    for nummer, beeld in enumerate(gezien(aantal, regel=regel, zaad=23, gaten=0.005, deels=0.0)):
        if werelden.onbekenden(beeld) or not derde_mening.eenvoudig(beeld):
            continue
        uit = scalar.stel_vast(beeld.feiten, regelversie, peildatum=PEILDATUM)
        dag = None if uit.ingangsdatum is None else uit.ingangsdatum.toordinal()
        verwacht[nummer] = (uit.oordeel, uit.wet, dag)
        rijen += derde_mening.rijen(beeld, persoon=nummer, dagen=derde_mening.grensdagen(beeld))
    personen = [{"persoon": nummer} for nummer in verwacht]
    gevonden = bank(
        derde_mening.besluit(regelversie, peildatum=PEIL),
        feit=(derde_mening.kolommen(regelversie), rijen), persoon=({"persoon": "INTEGER"}, personen),
    )  # fmt: skip
    assert {nummer: tuple(besluit) for nummer, *besluit in gevonden} == verwacht
    return Counter((oordeel, wet) for oordeel, wet, _ in verwacht.values())


@pytest.mark.parametrize("regel", ["bekendmaking", "bekendmaking-b"])
def test_duckdb_finds_the_same_oordeel_act_and_onset_by_another_road(regel: str) -> None:
    telling = vergelijk_besluiten(duck, 8000, regel=regel)
    assert sum(telling.values()) > 4000
    assert min(telling["plichtig", wet] for wet in ("Wi2013", "Wi2021")) > 200


def test_postgresql_finds_the_same_oordeel_act_and_onset_by_another_road(db: str) -> None:
    telling = vergelijk_besluiten(postgres, 500, regel="bekendmaking")
    assert sum(telling.values()) > 250
    assert min(telling["plichtig", wet] for wet in ("Wi2013", "Wi2021")) > 10
