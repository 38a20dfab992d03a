"""Who moves to another gemeente: the old one must stop, the new one can start, and nothing goes twice."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from inburgering.interfaces.cli import recepten
from inburgering.signaal.terms import Correctiesoort, Dicht, Status
from keten import ADRES, ASIEL, BSN, GEZIN, MEDEWERKER, mensen, neem_in_gebruik
from leveringen import levering, persoon
from signaalbouw import AMSTERDAM, UTRECHT, WEESP, hef_op, klantmanager, zet_stop

NU = datetime(2022, 2, 1, 9, tzinfo=UTC)
NIEUW = ASIEL | {"bekendmaking": "2022-01-10", "ingangsdatum": "2022-01-10"}
Draai = Callable[..., recepten.Vrijgegeven]


def dag(aantal: int) -> datetime:
    return NU + timedelta(days=aantal)


def koppel(gemeente: str, *, nummer: int, now: datetime) -> None:
    """A delivery of the COA: the first person goes to this gemeente."""
    from inburgering.feit import commands

    record = {"burgerservicenummer": BSN[0], "huisvesting": {"gemeente": gemeente, "vanaf": f"{now:%Y-%m-%d}"}}
    gelezen = commands.neem_op("coa", io.BytesIO(levering([record], leverancier="COA", nummer=nummer)), now=now)
    assert not gelezen.fouten


def schrijf_in(gemeente: str, *, nummer: int, now: datetime) -> None:
    """A delivery of the BRP: the first person is registered in this gemeente since today."""
    import json

    from inburgering.feit import commands
    from leveringen import kop

    record = {
        "burgerservicenummer": BSN[0],
        "naam": {"voornamen": "Sara", "geslachtsnaam": "Haile"},
        "geboorte": {"datum": {"type": "Datum", "datum": "1990-03-14"}},
        "nationaliteiten": [{"type": "Nationaliteit", "nationaliteit": {"code": "0336"}}],
        "gemeenteVanInschrijving": {"code": gemeente},
        "datumInschrijvingInGemeente": {"type": "Datum", "datum": f"{now:%Y-%m-%d}"},
    }
    gegeven = kop([record], leverancier="RvIG", nummer=nummer) | {"personen": [record]}
    gelezen = commands.neem_op("brp", io.BytesIO(json.dumps(gegeven).encode()), now=now)
    assert not gelezen.fouten, gelezen.fouten


@pytest.fixture
def draai(db: str) -> Draai:
    """One round of the chain, with a rule that is in use."""
    from inburgering.kennisgeving import commands as kennisgeving

    neem_in_gebruik("bekendmaking")

    def rond(now: datetime) -> recepten.Vrijgegeven:
        recepten.stel_vast(None, peildatum=now.date(), door=MEDEWERKER, now=now)
        recepten.schrijf_brieven(door=MEDEWERKER, now=now)
        kennisgeving.druk_af(now=now, door=MEDEWERKER)
        return recepten.geef_signalen(door=MEDEWERKER, now=now)

    return rond


@pytest.fixture
def in_amsterdam(draai: Draai) -> int:
    """An asielstatushouder of whom Amsterdam had its signaal."""
    (pk,) = mensen(persoon(0, verblijf=[NIEUW], adresregels=ADRES), now=NU)
    koppel(AMSTERDAM, nummer=1, now=NU)
    assert draai(NU).signalen == 1
    return int(pk)


def gelezen(gemeente: str, now: datetime) -> list[Any]:
    from inburgering.signaal import commands

    return commands.haal_op(gemeente, sinds=0, aantal=50, actor=klantmanager(gemeente), now=now)


def soorten(gemeente: str, now: datetime) -> list[tuple[str, Any]]:
    return [(r.soort, r.dicht) for r in gelezen(gemeente, now)]


def test_who_is_linked_to_another_gemeente_is_taken_from_the_old_one_and_given_to_the_new_one(
    in_amsterdam: int, draai: Draai
) -> None:
    from inburgering.statuslijst import queries as statuslijst
    from inburgering.statuslijst.terms import Toestand

    koppel(UTRECHT, nummer=2, now=dag(1))
    uit = draai(dag(1))
    assert (uit.signalen, uit.verhuisd, uit.onder_stop) == (2, 1, 0)
    oud, correctie = gelezen(AMSTERDAM, dag(1))
    assert (oud.status, oud.dicht, oud.inhoud) == (Status.OMGELEID, Dicht.INGETROKKEN, None)
    assert (correctie.soort, correctie.correctiesoort) == ("A14", Correctiesoort.OMLEIDING)
    assert set(correctie.inhoud) == {"corrigeert", "correctiesoort", "reden"}, "nothing new about the person"
    assert "0344" not in str(correctie.inhoud), "not where she went either"
    assert statuslijst.toestanden(AMSTERDAM, dag=dag(1).date())[0] == {0: Toestand.INGETROKKEN}
    plicht, bericht = gelezen(UTRECHT, dag(1))
    assert (plicht.soort, plicht.inhoud["huisvestingsgemeente"], plicht.inhoud["wet"]) == ("A2", UTRECHT, "Wi2021")
    assert (bericht.soort, bericht.inhoud["vorigeGemeente"]) == ("A3", AMSTERDAM)
    weer = draai(dag(2))
    assert (weer.vrijgave, weer.signalen, weer.verhuisd) == (None, 0, 0), "nothing goes twice"


def test_the_ledger_knows_that_both_gemeenten_had_it(in_amsterdam: int, draai: Draai) -> None:
    from inburgering.verstrekking.models import Verstrekking

    koppel(UTRECHT, nummer=2, now=dag(1))
    draai(dag(1))
    geboekt = Verstrekking.objects.filter(persoon_id=in_amsterdam, signaal_id__isnull=False).values_list(
        "ontvanger", "soort"
    )
    assert sorted(geboekt) == [(UTRECHT, "A2"), (UTRECHT, "A3"), (AMSTERDAM, "A14"), (AMSTERDAM, "A2")]


def test_who_comes_back_is_given_to_the_first_gemeente_again(in_amsterdam: int, draai: Draai) -> None:
    koppel(UTRECHT, nummer=2, now=dag(1))
    draai(dag(1))
    koppel(AMSTERDAM, nummer=3, now=dag(2))
    assert draai(dag(2)).verhuisd == 1
    assert soorten(AMSTERDAM, dag(2)) == [("A2", Dicht.INGETROKKEN), ("A14", None), ("A2", None), ("A3", None)]
    assert [dicht for soort, dicht in soorten(UTRECHT, dag(2)) if soort != "A14"] == [Dicht.INGETROKKEN] * 2
    assert draai(dag(3)).signalen == 0


def test_who_registers_elsewhere_is_told_as_a_move_with_the_day(draai: Draai) -> None:
    mensen(persoon(0, verblijf=[GEZIN], adresregels=ADRES), now=NU)
    schrijf_in(AMSTERDAM, nummer=1, now=dag(-10))
    assert draai(NU).signalen == 1
    schrijf_in(UTRECHT, nummer=2, now=dag(5))
    assert draai(dag(5)).verhuisd == 1
    plicht, bericht = gelezen(UTRECHT, dag(5))
    assert (plicht.soort, bericht.soort) == ("G1", "A12")
    assert (bericht.inhoud["datumInschrijving"], bericht.inhoud["vorigeGemeente"]) == ("2022-02-06", AMSTERDAM)
    assert soorten(AMSTERDAM, dag(5)) == [("G1", Dicht.INGETROKKEN), ("A14", None)]


def test_a_herindeling_is_no_move(draai: Draai) -> None:
    """Weesp became Amsterdam on 24 March 2022: who was signalled to Weesp needs no new signaal."""
    mensen(persoon(0, verblijf=[NIEUW], adresregels=ADRES), now=NU)
    koppel(WEESP, nummer=1, now=NU)
    assert draai(NU).signalen == 1
    uit = draai(datetime(2022, 4, 1, 9, tzinfo=UTC))
    assert (uit.signalen, uit.verhuisd) == (0, 0)


def test_what_a_stop_holds_is_not_moved_out_of_it(in_amsterdam: int, draai: Draai) -> None:
    from inburgering.signaal import queries

    (signaal,) = queries.van_personen([in_amsterdam])
    stop = zet_stop(signaal.vrijgave_id, now=dag(1))
    koppel(UTRECHT, nummer=2, now=dag(1))
    uit = draai(dag(1))
    assert (uit.signalen, uit.verhuisd, uit.onder_stop) == (0, 0, 1)
    assert gelezen(UTRECHT, dag(1)) == []
    hef_op(stop, now=dag(2))
    assert draai(dag(2)).verhuisd == 1


def test_the_term_moves_with_the_person_and_the_first_pip_keeps_counting(in_amsterdam: int, draai: Draai) -> None:
    from inburgering.signaal import queries
    from inburgering.terugmelding import commands
    from inburgering.terugmelding import queries as terug

    (signaal,) = queries.van_personen([in_amsterdam])
    velden = {"pipDatum": "2022-02-01"}
    commands.meld("R2", signaal.pk, velden, door=klantmanager(AMSTERDAM), gemeente=AMSTERDAM, now=dag(1))
    assert ("A7", None) in soorten(AMSTERDAM, dag(1))
    koppel(UTRECHT, nummer=2, now=dag(2))
    assert draai(dag(2)).verhuisd == 1
    assert commands.haal_termijnen_in(now=dag(2)) == 1
    assert commands.haal_termijnen_in(now=dag(3)) == 0
    assert {dicht for soort, dicht in soorten(AMSTERDAM, dag(2)) if soort != "A14"} == {Dicht.INGETROKKEN}
    (termijn,) = [r for r in gelezen(UTRECHT, dag(2)) if r.soort == "A7"]
    assert termijn.inhoud["termijnBegin"] == "2022-02-02"
    assert terug.termijn(in_amsterdam, moment=dag(3)).eerste_pip.isoformat() == "2022-02-01"
