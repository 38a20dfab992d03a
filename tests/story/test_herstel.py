"""The repair of January 2022 from finding out to letting go, on a real database."""

from datetime import date
from pathlib import Path

import pytest

from inburgering.herstel import commands as herstel
from inburgering.herstel import queries
from inburgering.herstel.terms import Aard, Eindstand, Uitkomst
from inburgering.hervatting import commands as hervatting
from inburgering.hervatting import queries as hervat
from inburgering.hervatting.errors import NogNietZover, VoorwaardeOpen
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
from story.wereld import ASIEL, FOUT, GEZIN, GOED, op


@pytest.mark.slow
def test_the_whole_repair_leaves_nobody_without_an_end_state(db: str, tmp_path: Path) -> None:
    wereld = w.maak(tmp_path, 60)
    leider, fg, jurist = wereld.duo["leider"], wereld.duo["fg"], wereld.duo["jurist"]
    v_cbs = stop.maak_vrijgave(FOUT, "statistiek", run="proef", now=op(1, 20))
    w.stop_en_open(wereld)
    inc = wereld.incident

    # CBS: put together, refused, held.
    levering = statistiek.stel_samen("2022-proef", vrijgave_id=v_cbs, now=op(2, 7), soort=Soort.PROEF)
    assert statistiek.lever(levering, now=op(2, 7), door=wereld.duo["medewerker"]).stand is Stand.AANGEHOUDEN
    assert stops.weigeringen(wereld.stop_id)[Kanaal.STATISTIEK] == 1

    # The AP within 72 hours, before anybody knows who was wrong.
    herstel.stel_ap_dossier_op(inc, now=op(1, 27), door=fg)
    tekst = herstel.meld_voorlopig(inc, door=fg, tweede=leider, now=op(1, 28))
    assert tekst["fase"] == "voorlopig"
    assert queries.klok(inc, op(2, 1)).binnen_termijn is True

    # Who was touched.
    herstel.onderzoek(inc, now=op(2, 9))
    fout = {g.persoon_id for g in queries.geraakten(inc) if g.uitkomst is Uitkomst.TEN_ONRECHTE}
    assert fout >= set(wereld.van_soort("asiel-2021", "weesp", "gezin-2021", "turks", "ouder"))
    assert not fout & set(wereld.van_soort("asiel-2022", "gezin-2022", "teruggedateerd"))
    onbekend = queries.open_vragen(inc)
    assert {g.persoon_id for g in onbekend} == set(wereld.van_soort("zonder-bekendmaking"))

    # Letters first, then a person decides what the rules could not.
    uitleg = herstel.schrijf_uitleg(inc, door=leider, tweede=fg, now=op(2, 10))
    assert len(uitleg) == len(fout) + len(onbekend)
    for g in onbekend:
        herstel.beslis(
            g.pk,
            uitkomst=Uitkomst.TEN_ONRECHTE,
            wet="Wi2013",
            ingangsdatum=date(2021, 11, 18),
            reden="IND bevestigt: bekendgemaakt op 18-11-2021.",
            door=leider,
            tweede=jurist,
            now=op(2, 14),
        )
    assert queries.herstel(inc)["onbekend"] == 0
    kennisgeving.druk_af(now=op(2, 15))

    # Restart of family migrants on the first of March, corrections on the same day.
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
    with pytest.raises(NogNietZover):
        hervatting.laat_los(gezin, door=leider, tweede=fg, now=op(2, 28))
    with pytest.raises(VoorwaardeOpen):
        hervatting.laat_los(gezin, door=leider, tweede=fg, now=op(3, 1))
    for cohort in (gezin, asiel):
        for voorwaarde in Voorwaarde:
            hervatting.bevestig_voorwaarde(cohort, voorwaarde, door=jurist, now=op(2, 25))
    herstel.corrigeer(inc, door=leider, tweede=fg, now=op(3, 1, 9), categorieen=[GEZIN])
    for dag in range(1, 24):
        hervatting.laat_los(gezin, door=leider, tweede=fg, now=op(3, dag, 11))

    # Asylum and the rest on the 25th; Weesp is gone by then.
    herstel.corrigeer(inc, door=leider, tweede=fg, now=op(3, 25, 9))
    for dag in range(25, 32):
        hervatting.laat_los(asiel, door=leider, tweede=fg, now=op(3, dag, 11))
    assert hervat.achterstand() == 0
    assert queries.zonder_eindstand(inc) > 0, "who may choose still waits"

    # The choice: asylum stays under the new act, family goes to the old one after eight weeks.
    herstel.bied_keuze_aan(inc, door=leider, tweede=fg, now=op(6, 1))
    herstel.pas_standaardkeuze_toe(inc, door=leider, tweede=fg, now=op(6, 2))
    assert queries.keuzes(inc)["open"] > 0
    herstel.pas_standaardkeuze_toe(inc, door=leider, tweede=fg, now=op(7, 28))
    for rij in _correcties():
        signaal.bevestig_correctie(rij.pk, door=wereld.klantmanager(rij.gemeente), now=op(7, 29))

    eind = queries.eindstanden(inc)
    assert {p: e for p, e in eind.items() if e is None} == {}
    assert {eind[p] for p in wereld.van_soort("weesp")} == {Eindstand.HERSTELD_DOOR_KEUZE}
    assert {eind[p] for p in wereld.van_soort("gezin-2021")} == {Eindstand.INGETROKKEN_NA_KEUZE}
    assert {eind[p] for p in wereld.van_soort("asiel-2022", "gezin-2022")} == {Eindstand.TERECHT_HERSTELD}
    assert queries.naar_rechtsopvolger(inc) >= len(wereld.van_soort("weesp"))
    assert signalen.zonder_eindstand() == 0
    assert signalen.dubbel_bezorgd() == 0

    # The statistics are replaced by what is right.
    v_nieuw = stop.maak_vrijgave(GOED, "statistiek", run="proef", now=op(7, 30))
    stop.hef_op(wereld.stop_id, vrijgaven=[v_nieuw], door=leider, tweede=fg, now=op(7, 30))
    nieuw = statistiek.vervang(levering, vrijgave_id=v_nieuw, now=op(7, 30))
    assert statistiek.lever(nieuw, now=op(7, 30), door=wereld.duo["medewerker"]).stand is Stand.GELEVERD
    assert statistieken.een(levering).stand is Stand.VERVANGEN
    assert statistieken.aantallen()["vervangen"] == 1

    beeld = queries.overzicht(inc, op(7, 30))
    assert beeld.zonder_eindstand == 0
    assert beeld.geraakt[0].aantal == sum(
        g.aard is Aard.ANDERE_WET and g.wet_statutair == "Wi2013" for g in queries.geraakten(inc)
    )


def _correcties():
    from inburgering.feit import queries as feiten

    rijen = signalen.van_personen([int(p) for p in feiten.personen()])
    return [r for r in rijen if r.correctiesoort in {"intrekking", "omleiding"}]
