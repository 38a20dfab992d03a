"""The repair of January 2022 from finding out to letting go, on a real database."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from inburgering.feit import queries as feiten
from inburgering.herstel import commands as herstel
from inburgering.herstel import queries
from inburgering.herstel.terms import Eindstand, Uitkomst
from inburgering.hervatting import commands as hervatting
from inburgering.hervatting import queries as hervat
from inburgering.hervatting.terms import CohortVoorstel, Voorwaarde
from inburgering.kennisgeving import commands as kennisgeving
from inburgering.signaal import commands as signaal
from inburgering.signaal import queries as signalen
from inburgering.statistiek import commands as statistiek
from inburgering.statistiek import queries as statistieken
from inburgering.statistiek.terms import Soort, Stand
from inburgering.stop import commands as stop
from inburgering.stop import queries as stops
from inburgering.stop.terms import Kanaal
from story import wereld as w
from story.wereld import ASIEL, FOUT, GEZIN, GOED, Wereld, op


@pytest.mark.slow
def test_the_whole_repair_leaves_nobody_without_an_end_state(db: str, tmp_path: Path) -> None:
    wereld = w.maak(tmp_path, 60)
    v_cbs = stop.maak_vrijgave(FOUT, "statistiek", run="proef", now=op(1, 20))
    w.stop_en_open(wereld)
    levering = _cbs_wordt_aangehouden(wereld, v_cbs)
    _ap_krijgt_de_eerste_informatie(wereld)
    _wie_is_geraakt(wereld)
    _brieven_en_beslissingen(wereld)
    _herstart_in_twee_cohorten(wereld)
    _de_keuze(wereld)
    _het_eind(wereld)
    _cbs_krijgt_een_vervanging(wereld, levering)


def _cbs_wordt_aangehouden(wereld: Wereld, vrijgave: int) -> UUID:
    """Put together, refused by the brake, held."""
    levering = statistiek.stel_samen("2022-proef", vrijgave_id=vrijgave, now=op(2, 7), soort=Soort.PROEF)
    assert statistiek.lever(levering, now=op(2, 7), door=wereld.duo["medewerker"]).stand is Stand.AANGEHOUDEN
    assert stops.weigeringen(wereld.stop_id)[Kanaal.STATISTIEK] == 1
    return levering


def _ap_krijgt_de_eerste_informatie(wereld: Wereld) -> None:
    """Within 72 hours, before anybody knows who was wrong."""
    leider, fg, inc = wereld.duo["leider"], wereld.duo["fg"], wereld.incident
    herstel.stel_ap_dossier_op(inc, now=op(1, 27), door=fg)
    feiten_ = queries.lek_feiten(inc)
    assert (feiten_.betrokkenen_min, feiten_.betrokkenen_max) == (0, feiten_.regels)
    assert herstel.meld_voorlopig(inc, door=fg, tweede=leider, now=op(1, 28))["fase"] == "voorlopig"
    assert queries.klok(inc, op(2, 1)).binnen_termijn is True


def _wie_is_geraakt(wereld: Wereld) -> None:
    herstel.onderzoek(wereld.incident, now=op(2, 9))
    fout = {g.persoon_id for g in queries.geraakten(wereld.incident) if g.uitkomst is Uitkomst.TEN_ONRECHTE}
    assert fout >= set(wereld.van_soort("asiel-2021", "weesp", "gezin-2021", "turks", "ouder"))
    assert not fout & set(wereld.van_soort("asiel-2022", "gezin-2022", "teruggedateerd"))
    onbekend = {g.persoon_id for g in queries.open_vragen(wereld.incident)}
    assert onbekend == set(wereld.van_soort("zonder-bekendmaking"))


def _brieven_en_beslissingen(wereld: Wereld) -> None:
    """Letters first; then two people decide what the rules could not."""
    leider, fg, inc = wereld.duo["leider"], wereld.duo["fg"], wereld.incident
    fout = queries.herstel(inc)["tenOnrechte"]
    onbekend = queries.open_vragen(inc)
    assert len(herstel.schrijf_uitleg(inc, door=leider, tweede=fg, now=op(2, 10))) == fout + len(onbekend)
    for g in onbekend:
        herstel.beslis(
            g.pk,
            uitkomst=Uitkomst.TEN_ONRECHTE,
            wet="Wi2013",
            ingangsdatum=date(2021, 11, 18),
            reden="IND bevestigt: bekendgemaakt op 18-11-2021.",
            door=leider,
            tweede=wereld.duo["jurist"],
            now=op(2, 14),
        )
    kennisgeving.druk_af(now=op(2, 15))
    telling = queries.herstel(inc)
    assert (telling["onbekend"], telling["doorMensBeslist"]) == (0, len(onbekend))
    assert telling["onderzocht"] == telling["terecht"] + telling["tenOnrechte"]


def _herstart_in_twee_cohorten(wereld: Wereld) -> None:
    """Family migrants on the first of March; asylum and the rest on the 25th, when Weesp is gone."""
    leider, fg, inc = wereld.duo["leider"], wereld.duo["fg"], wereld.incident
    gezin, asiel = hervatting.plan(
        inc,
        [
            CohortVoorstel("gezinsmigranten", date(2022, 3, 1), (GEZIN,), per_dag=2),
            CohortVoorstel("asiel en overig", date(2022, 3, 25), (ASIEL,), per_dag=2, voorwaarden=tuple(Voorwaarde)),
        ],
        door=leider,
        tweede=fg,
        now=op(2, 16),
    )
    for cohort in (gezin, asiel):
        for voorwaarde in Voorwaarde:
            hervatting.bevestig_voorwaarde(cohort, voorwaarde, door=leider, now=op(2, 25))
    herstel.corrigeer(inc, door=leider, tweede=fg, now=op(3, 1, 9), categorieen=[GEZIN])
    _laat_los(wereld, gezin, date(2022, 3, 1))
    herstel.corrigeer(inc, door=leider, tweede=fg, now=op(3, 25, 9))
    _laat_los(wereld, asiel, date(2022, 3, 25))
    assert hervat.achterstand() == 0
    assert queries.zonder_eindstand(inc) > 0, "who may choose still waits"


def _laat_los(wereld: Wereld, cohort: int, dag: date | None) -> None:
    while dag is not None:
        los = hervatting.laat_los(
            cohort, door=wereld.duo["leider"], tweede=wereld.duo["fg"], now=op(dag.month, dag.day, 11)
        )
        dag = los.volgende_dag
    assert los.rest == 0


def _de_keuze(wereld: Wereld) -> None:
    """Asylum stays under the new act; family goes to the old one after eight weeks, unless it opts in."""
    leider, fg, inc = wereld.duo["leider"], wereld.duo["fg"], wereld.incident
    herstel.bied_keuze_aan(inc, door=leider, tweede=fg, now=op(6, 1))
    herstel.pas_standaardkeuze_toe(inc, door=leider, tweede=fg, now=op(6, 2))
    assert queries.keuzes(inc)["open"] > 0
    herstel.pas_standaardkeuze_toe(inc, door=leider, tweede=fg, now=op(7, 28))
    assert queries.keuzes(inc)["open"] == 0
    for rij in signalen.van_personen([int(p) for p in feiten.personen()]):
        if rij.correctiesoort in {"intrekking", "omleiding"}:
            signaal.bevestig_correctie(rij.pk, door=wereld.klantmanager(rij.gemeente), now=op(7, 29))


def _het_eind(wereld: Wereld) -> None:
    eind = queries.eindstanden(wereld.incident)
    assert {p: e for p, e in eind.items() if e is None} == {}
    assert {eind[p] for p in wereld.van_soort("weesp")} == {Eindstand.HERSTELD_DOOR_KEUZE}
    assert {eind[p] for p in wereld.van_soort("gezin-2021")} == {Eindstand.INGETROKKEN_NA_KEUZE}
    assert {eind[p] for p in wereld.van_soort("turks", "ouder")} == {Eindstand.INGETROKKEN}
    assert {eind[p] for p in wereld.van_soort("asiel-2022", "gezin-2022")} == {Eindstand.TERECHT_HERSTELD}
    assert queries.naar_rechtsopvolger(wereld.incident) >= len(wereld.van_soort("weesp")) > 0
    assert signalen.zonder_eindstand() == 0
    assert signalen.dubbel_bezorgd() == 0
    beeld = queries.overzicht(wereld.incident, op(7, 30))
    assert (beeld.zonder_eindstand, beeld.te_beslissen) == (0, 0)
    assert sum(staaf.aantal for staaf in beeld.geraakt) == queries.herstel(wereld.incident)["onderzocht"]
    assert sum(g.signalen for g in beeld.gemeenten) >= sum(g.had_signaal for g in queries.geraakten(wereld.incident))


def _cbs_krijgt_een_vervanging(wereld: Wereld, levering: UUID) -> None:
    leider, fg = wereld.duo["leider"], wereld.duo["fg"]
    vrijgave = stop.maak_vrijgave(GOED, "statistiek", run="proef", now=op(7, 30))
    stop.hef_op(wereld.stop_id, vrijgaven=[vrijgave], door=leider, tweede=fg, now=op(7, 30))
    nieuw = statistiek.vervang(levering, vrijgave_id=vrijgave, now=op(7, 30))
    assert statistiek.lever(nieuw, now=op(7, 30), door=wereld.duo["medewerker"]).stand is Stand.GELEVERD
    assert statistieken.een(levering).stand is Stand.VERVANGEN
    assert statistieken.een(nieuw).aangehouden == 0
    assert statistieken.aantallen()["vervangen"] == 1
