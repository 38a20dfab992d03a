"""Repair on a real database: what was wrong is answered, what was right is left, and nothing is changed later."""

from pathlib import Path

import psycopg
import pytest

from inburgering.herstel import commands, queries
from inburgering.herstel.errors import BeslissingOngeldig, DossierOntbreekt, KeuzeTermijnVoorbij, OnderzoekOntbreekt
from inburgering.herstel.terms import Handeling, Kring, Uitkomst, Wijze
from inburgering.kennisgeving import queries as kennisgeving
from inburgering.kennisgeving.terms import Soort as Briefsoort
from inburgering.signaal import queries as signalen
from inburgering.stop import commands as stop
from inburgering.stop import queries as stops
from inburgering.toegang.errors import GeenBevoegdheid, VierOgenNodig
from inburgering.verstrekking import commands as verstrekking
from inburgering.verstrekking import queries as verstrekt
from story import wereld as w
from story.wereld import ASIEL, GEZIN, Wereld, op

pytestmark = pytest.mark.slow


@pytest.fixture
def wereld(db: str, tmp_path: Path) -> Wereld:
    """January, stopped and weighed."""
    wereld = w.maak(tmp_path, 24)
    w.stop_en_open(wereld)
    commands.onderzoek(wereld.incident, now=op(2, 9))
    return wereld


def _samen(wereld: Wereld) -> dict:
    return {"door": wereld.duo["leider"], "tweede": wereld.duo["fg"]}


def _beslis_alles(wereld: Wereld) -> None:
    for g in queries.open_vragen(wereld.incident):
        commands.beslis(
            g.pk,
            uitkomst=Uitkomst.TEN_ONRECHTE,
            reden="IND kent geen vergunning.",
            now=op(2, 14),
            **_samen_jurist(wereld),
        )


def _samen_jurist(wereld: Wereld) -> dict:
    return {"door": wereld.duo["leider"], "tweede": wereld.duo["jurist"]}


def _leesbaar(wereld: Wereld, persoon_id: int) -> bool:
    """Whether the gemeente that holds the signaal can read it, asked as the gemeente."""
    for s in signalen.van_personen([persoon_id]):
        rij = next(r for r in signalen.inbox(s.gemeente, maximaal=1000) if r.id == s.pk)
        if s.correctiesoort not in {"intrekking", "omleiding"} and rij.inhoud is not None:
            return True
    return False


def test_a_second_onderzoek_stands_beside_the_first(wereld: Wereld) -> None:
    eerst = {g.persoon_id: (g.uitkomst, g.vaststelling_oud) for g in queries.geraakten(wereld.incident)}
    _beslis_alles(wereld)
    commands.onderzoek(wereld.incident, now=op(3, 22))
    later = queries.geraakten(wereld.incident)
    assert queries.laatste_onderzoek(wereld.incident).nummer == 2
    assert {g.persoon_id for g in later} == set(eerst)
    assert {g.persoon_id: g.vaststelling_oud for g in later} == {p: v for p, (_, v) in eerst.items()}
    assert not [g for g in later if g.uitkomst is Uitkomst.ONBEKEND], "a decision by people stays in force"


def test_a_decision_takes_two_different_people_who_may(wereld: Wereld) -> None:
    vraag = queries.open_vragen(wereld.incident)[0]
    vast = {"uitkomst": Uitkomst.TERECHT, "reden": "Besluit gezien in het dossier.", "now": op(2, 14)}
    leider = wereld.duo["leider"]
    for tweede in (None, leider):
        with pytest.raises(VierOgenNodig):
            commands.beslis(vraag.pk, door=leider, tweede=tweede, **vast)
    with pytest.raises(GeenBevoegdheid):
        commands.beslis(vraag.pk, door=leider, tweede=wereld.duo["medewerker"], **vast)
    with pytest.raises(BeslissingOngeldig):
        commands.beslis(vraag.pk, **_samen_jurist(wereld), **(vast | {"reden": " "}))
    assert queries.herstel(wereld.incident)["onbekend"] > 0


def test_the_explanation_goes_once_to_who_was_or_may_have_been_wrongly_told(wereld: Wereld) -> None:
    geraakt = queries.geraakten(wereld.incident)
    geschreven = commands.schrijf_uitleg(wereld.incident, now=op(2, 10), **_samen(wereld))
    assert len(geschreven) == sum(g.uitkomst is not Uitkomst.TERECHT for g in geraakt)
    assert commands.schrijf_uitleg(wereld.incident, now=op(2, 11), **_samen(wereld)) == []
    rest = commands.schrijf_uitleg(wereld.incident, now=op(2, 12), kring=Kring.ALLEN, **_samen(wereld))
    assert len(geschreven) + len(rest) == len(geraakt)


def test_correcting_twice_corrects_once(wereld: Wereld) -> None:
    _beslis_alles(wereld)
    eerst = commands.corrigeer(wereld.incident, now=op(3, 1), **_samen(wereld))
    assert eerst.ingetrokken > 0
    assert eerst.bevroren == len(wereld.van_soort("asiel-2021", "weesp", "halve-geboortedatum")) + _nareis(wereld)
    opnieuw = commands.corrigeer(wereld.incident, now=op(3, 2), **_samen(wereld))
    assert (opnieuw.ingetrokken, opnieuw.brieven) == (0, 0)
    brieven = kennisgeving.brieven(soort=Briefsoort.CORRECTIE)
    assert len({b.persoon_id for b in brieven}) == len(brieven) == queries.herstel(wereld.incident)["tenOnrechte"]


def _nareis(wereld: Wereld) -> int:
    keuze = [g for g in queries.geraakten(wereld.incident) if g.in_keuzegroep and g.categorie == ASIEL]
    return len({g.persoon_id for g in keuze} & set(wereld.van_soort("nareis")))


def test_what_was_withdrawn_stays_unreadable_when_the_whole_stop_is_lifted(wereld: Wereld) -> None:
    _beslis_alles(wereld)
    commands.corrigeer(wereld.incident, now=op(3, 25), **_samen(wereld))
    ingetrokken = [p for p, wat in queries.gedaan(wereld.incident).items() if Handeling.INGETROKKEN in wat]
    stop.hef_op(wereld.stop_id, now=op(8, 8), **_samen(wereld))
    assert ingetrokken
    assert not any(_leesbaar(wereld, p) for p in ingetrokken)


def test_a_correction_is_addressed_to_the_rechtsopvolger_of_that_day(wereld: Wereld) -> None:
    weesp = wereld.van_soort("weesp")
    commands.corrigeer(wereld.incident, now=op(3, 25), **_samen(wereld))
    commands.bied_keuze_aan(wereld.incident, now=op(6, 1), **_samen(wereld))
    for p in weesp:
        commands.leg_keuze_vast(
            wereld.incident, p, wet="Wi2013", wijze=Wijze.BREDE_INTAKE, now=op(6, 3), **_samen(wereld)
        )
    correcties = [s for s in signalen.van_personen(weesp) if s.correctiesoort == "intrekking"]
    assert {s.gemeente for s in correcties} == {"0363"}
    assert len(correcties) == len(weesp) == queries.naar_rechtsopvolger(wereld.incident)


def test_frozen_asylum_data_is_unreadable_until_the_choice_and_readable_after_it(wereld: Wereld) -> None:
    asiel = [p for p in wereld.van_soort("asiel-2021") if p in _keuzegroep(wereld, ASIEL)]
    commands.corrigeer(wereld.incident, now=op(3, 25), **_samen(wereld))
    commands.bied_keuze_aan(wereld.incident, now=op(6, 1), **_samen(wereld))
    assert asiel
    assert not any(_leesbaar(wereld, p) for p in asiel)
    boekingen = len(verstrekt.van_vrijgaven(wereld.vrijgaven))
    commands.pas_standaardkeuze_toe(wereld.incident, now=op(6, 2), **_samen(wereld))
    assert all(_leesbaar(wereld, p) for p in asiel)
    assert len(verstrekt.van_vrijgaven(wereld.vrijgaven)) == boekingen, "nothing was sent again"
    assert {queries.wet_van(wereld.incident)[p] for p in asiel} == {("Wi2013", "Wi2021")}


def _keuzegroep(wereld: Wereld, categorie: str) -> set[int]:
    return {g.persoon_id for g in queries.geraakten(wereld.incident) if g.in_keuzegroep and g.categorie == categorie}


def test_family_may_opt_in_until_the_last_day_and_the_gemeente_gets_a_signaal_then(wereld: Wereld) -> None:
    op_tijd, te_laat = sorted(_keuzegroep(wereld, GEZIN))[:2]
    commands.corrigeer(wereld.incident, now=op(3, 1), **_samen(wereld))
    commands.bied_keuze_aan(wereld.incident, now=op(6, 1), **_samen(wereld))
    kies = {"wet": "Wi2021", "wijze": Wijze.VERKLARING, **_samen(wereld)}
    commands.leg_keuze_vast(wereld.incident, op_tijd, now=op(7, 27, 23), **kies)
    with pytest.raises(KeuzeTermijnVoorbij):
        commands.leg_keuze_vast(wereld.incident, te_laat, now=op(7, 28, 1), **kies)
    assert _leesbaar(wereld, op_tijd)
    assert [s.correctiesoort for s in signalen.van_personen([op_tijd])] == ["", "intrekking", "nalevering"]
    commands.pas_standaardkeuze_toe(wereld.incident, now=op(7, 28), **_samen(wereld))
    assert queries.toegepast(wereld.incident)[te_laat] == "Wi2013"
    assert not _leesbaar(wereld, te_laat)


def test_a_doorgifte_of_a_wrong_signaal_is_called_back(wereld: Wereld) -> None:
    persoon = next(iter(_keuzegroep(wereld, GEZIN)))
    rij = next(v for v in verstrekt.van_persoon(persoon) if v.signaal_id)
    klant = wereld.klantmanager(rij.ontvanger)
    verstrekking.registreer_doorgifte(
        rij.pk, "Taalschool", gegevens=["naam"], grondslag="art. 35", datum=op(1, 20).date(), door=klant, now=op(1, 20)
    )
    commands.onderzoek(wereld.incident, now=op(2, 20))
    commands.corrigeer(wereld.incident, now=op(3, 1), **_samen(wereld))
    houder = next(h for h in verstrekt.wie_heeft([persoon]) if h.diepte == 1)
    assert houder.teruggeroepen
    assert queries.overzicht(wereld.incident, op(3, 2)).balken[2].klaar == 1


def test_a_wrong_letter_that_still_waits_in_the_queue_never_goes(db: str, tmp_path: Path) -> None:
    wereld = w.maak(tmp_path, 24, druk=False)
    w.stop_en_open(wereld)
    commands.onderzoek(wereld.incident, now=op(2, 9))
    commands.corrigeer(wereld.incident, now=op(3, 1), **_samen(wereld))
    fout = {g.persoon_id for g in queries.geraakten(wereld.incident) if g.uitkomst is Uitkomst.TEN_ONRECHTE}
    assert fout
    assert not [b for b in kennisgeving.wachtrij() if b.persoon_id in fout]
    assert kennisgeving.brieven(soort=Briefsoort.CORRECTIE) == [], (
        "who got no wrong letter gets none that takes it back"
    )


def test_a_stop_of_some_vrijgaven_is_repaired_in_the_same_way(db: str, tmp_path: Path) -> None:
    wereld = w.maak(tmp_path, 24)
    w.stop_en_open(wereld, alles=False)
    commands.onderzoek(wereld.incident, now=op(2, 9))
    terecht = [
        g.persoon_id for g in queries.geraakten(wereld.incident) if g.uitkomst is Uitkomst.TERECHT and g.had_signaal
    ]
    ids = [s.pk for s in signalen.van_personen(terecht)]
    assert not any(_leesbaar(wereld, p) for p in terecht)
    commands.maak_leesbaar(wereld.incident, ids, soort="proef", now=op(3, 1), **_samen(wereld))
    assert all(_leesbaar(wereld, p) for p in terecht)
    commands.corrigeer(wereld.incident, now=op(3, 1), **_samen(wereld))
    assert queries.correctie(wereld.incident)["ingetrokken"] > 0


def test_nothing_becomes_readable_without_a_second_person(wereld: Wereld) -> None:
    ids = [s.pk for s in signalen.van_personen(wereld.van_soort("gezin-2022"))]
    epoch = stops.stand().epoch
    with pytest.raises(VierOgenNodig):
        commands.maak_leesbaar(wereld.incident, ids, soort="x", door=wereld.duo["leider"], tweede=None, now=op(3, 1))
    assert stops.stand().epoch == epoch


def test_each_submission_needs_a_new_draft_and_the_second_is_a_follow_up(wereld: Wereld) -> None:
    inc, samen = wereld.incident, {"door": wereld.duo["fg"], "tweede": wereld.duo["leider"]}
    with pytest.raises(DossierOntbreekt):
        commands.meld_voorlopig(inc, now=op(1, 28), **samen)
    commands.stel_ap_dossier_op(inc, now=op(1, 27))
    assert commands.meld_voorlopig(inc, now=op(1, 28), **samen)["fase"] == "voorlopig"
    with pytest.raises(DossierOntbreekt):
        commands.meld_voorlopig(inc, now=op(1, 29), **samen)
    commands.stel_ap_dossier_op(inc, now=op(2, 10))
    assert commands.meld_voorlopig(inc, now=op(2, 11), **samen)["fase"] == "vervolg"
    assert [i.fase for i in queries.indieningen(inc)] == ["voorlopig", "vervolg"]
    assert queries.register()[0]["gemeld"] is True


def test_the_draft_counts_persons_and_recipients_from_the_ledger(wereld: Wereld) -> None:
    feiten = queries.lek_feiten(wereld.incident)
    telling = queries.herstel(wereld.incident)
    met = {
        g.persoon_id
        for g in queries.geraakten(wereld.incident)
        if g.had_signaal and g.uitkomst is Uitkomst.TEN_ONRECHTE
    }
    assert feiten.betrokkenen_min == len(met)
    assert feiten.betrokkenen_max - feiten.betrokkenen_min <= telling["onbekend"]
    assert feiten.ontvangers == len({s.gemeente for s in signalen.van_vrijgaven(wereld.vrijgaven)})
    assert "plicht" in feiten.categorieen


def test_without_an_onderzoek_nobody_is_corrected(db: str, tmp_path: Path) -> None:
    wereld = w.maak(tmp_path, 20)
    w.stop_en_open(wereld)
    with pytest.raises(OnderzoekOntbreekt):
        commands.corrigeer(wereld.incident, now=op(3, 1), **_samen(wereld))


def test_what_must_be_undone_stays_on_the_list_until_somebody_says_so(wereld: Wereld) -> None:
    commands.corrigeer(wereld.incident, now=op(3, 1), **_samen(wereld))
    taak, klaar = queries.ongedaan(wereld.incident)[0]
    assert klaar is None
    commands.rond_ongedaan_af(taak.pk, uitslag="Er was geen boete.", door=wereld.duo["medewerker"], now=op(4, 1))
    assert queries.ongedaan(wereld.incident)[0][1].uitslag == "Er was geen boete."
    assert sum(was - wordt for was, wordt in queries.telverschil(wereld.incident).values()) == len(
        [g for g in queries.geraakten(wereld.incident) if g.uitkomst is not Uitkomst.TERECHT]
    )


@pytest.mark.parametrize(
    "tabel",
    ["incident", "onderzoek", "geraakt", "ontvanger", "beslissing", "afhandeling", "keuze", "toepassing", "indiening"],
)
def test_the_application_cannot_change_what_repair_recorded(db: str, app_dsn: str, tabel: str) -> None:
    with psycopg.connect(app_dsn) as los, pytest.raises(psycopg.errors.InsufficientPrivilege):
        los.execute(f"DELETE FROM herstel_{tabel}")
