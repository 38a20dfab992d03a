from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

import pytest

from inburgering.recht.verstrekkingsregels import Betrokkene
from inburgering.signaal.errors import (
    AbonnementOngeldig,
    CatalogusOngeldig,
    InhoudOngeldig,
    OvergangOnmogelijk,
    SoortOnbekend,
    VerklaringOngeldig,
)
from inburgering.signaal.rules import abonnement, bezorging, catalogus, catalogusbestand, stappen
from inburgering.signaal.rules.bezorging import Antwoordcode, Uitkomst
from inburgering.signaal.terms import OVERGANGEN, Antwoord, Status
from inburgering.verstrekking.errors import VerstrekkingNietToegestaan
from signaalbouw import inhoud

BOEK = catalogus.geldig_op(date(2022, 1, 10))
A1 = BOEK.soorten["A1"]


def test_the_catalogue_has_the_signalen_of_the_chain():
    assert {"A1", "A2", "A4", "A7", "A13", "A14", "G1"} <= set(BOEK.soorten)


@pytest.mark.parametrize("code", BOEK.soorten)
def test_every_field_of_the_catalogue_has_an_article_and_a_purpose(code):
    assert all(v.artikel and v.doel for v in BOEK.soorten[code].velden)


def test_a_correctie_has_no_field_about_a_person():
    assert {v.gegeven for v in BOEK.soorten["A14"].velden} == {"signaalverwijzing"}


@pytest.mark.parametrize("code", ["G3", "G4"])
def test_a_question_to_a_gemeente_stands_on_what_the_gemeente_must_give(code):
    (vraag,) = (v for v in BOEK.soorten[code].velden if v.naam == "vraagOver")
    assert (vraag.gegeven, vraag.artikel) == ("gegevensvraag", "Wi2021 art. 34 lid 1")


def test_before_the_first_version_the_first_holds():
    assert catalogus.geldig_op(date(2000, 1, 1)).versie == "2022.1"


def test_an_unknown_kind_is_refused_with_the_kinds_there_are():
    with pytest.raises(SoortOnbekend) as fout:
        catalogus.soort(BOEK, "X9")
    assert "A1" in fout.value.herstel


def test_good_inhoud_passes_and_says_which_gegevens_go_on_which_article():
    catalogus.check_inhoud(A1, inhoud(burgerservicenummer="999999990"))
    assert catalogus.gegevens(A1, inhoud()) == ("naam", "geboortedatum", "plicht")
    persoon = Betrokkene("Wi2021", "asielstatushouder", "0034")
    toetsen = catalogus.toetsen(A1, inhoud(), "0034", persoon=persoon, datum=date(2022, 1, 10))
    assert all(t.toegestaan for t in toetsen)
    assert "Bi2021 art. 9.1 lid 3" in toetsen[-1].artikel


def test_a_field_the_law_does_not_let_go_is_refused_with_the_article():
    with pytest.raises(VerstrekkingNietToegestaan) as fout:
        catalogus.check_inhoud(A1, inhoud(verblijfsdoel="asiel"))
    assert "9.1 lid 3" in fout.value.detail


def test_a_person_under_the_old_act_does_not_fit_in_a_signaal():
    with pytest.raises(InhoudOngeldig) as fout:
        catalogus.check_inhoud(A1, inhoud(wet="Wi2013"))
    assert fout.value.veld == "wet"


@pytest.mark.parametrize(
    ("veld", "waarde"),
    [
        ("naam", ""),
        ("naam", None),
        ("naam", "x" * 501),
        ("ingangsdatum", "5-1-2022"),
        ("ingangsdatum", "2022-13-01"),
        ("ingangsdatum", 20220105),
        ("burgerservicenummer", "123456789"),
        ("huisvestingsgemeente", "34"),
        ("adres", {"straat": "x"}),
        ("plicht", "ja"),
    ],
)
def test_a_wrong_value_is_refused_by_field(veld, waarde):
    with pytest.raises(InhoudOngeldig) as fout:
        catalogus.check_inhoud(A1, inhoud(**{veld: waarde}))
    assert fout.value.veld == veld
    assert str(waarde) not in fout.value.zin() or waarde in {"", None}


@pytest.mark.parametrize("van", Status)
@pytest.mark.parametrize("naar", Status)
def test_every_pair_of_statuses_is_a_step_or_refused(van, naar):
    if naar in OVERGANGEN[van]:
        assert stappen.ga_naar(van, naar) is naar
    else:
        with pytest.raises(OvergangOnmogelijk):
            stappen.ga_naar(van, naar)


def test_withdrawn_is_the_end():
    assert OVERGANGEN[Status.INGETROKKEN] == OVERGANGEN[Status.OMGELEID] == frozenset()


def test_the_vocabulary_of_a_verklaring_is_closed():
    assert stappen.lees_antwoord("gewist") is Antwoord.GEWIST
    with pytest.raises(VerklaringOngeldig):
        stappen.lees_antwoord("weet ik niet")


@pytest.mark.parametrize("reden", ["", "  ", "Zie 999999990.", "BSN 9999 99 990"])
def test_a_reason_is_there_and_holds_no_number_of_a_person(reden):
    with pytest.raises(InhoudOngeldig):
        stappen.check_reden(reden)


@pytest.mark.parametrize(
    "sink", ["ftp://a.nl", "https://", "https://u:p@a.nl/x", "javascript:1", "https://a.nl/ x", "http://a.nl:x/", ""]
)
def test_a_webhook_address_is_http_without_password(sink):
    with pytest.raises(AbonnementOngeldig):
        abonnement.check_sink(sink, prive=True)


NU = datetime(2022, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "uitkomst"),
    [(200, "bezorgd"), (202, "bezorgd"), (204, "bezorgd"), (301, "mislukt"), (410, "beeindigd"), (500, "mislukt")],
)
def test_an_answer_of_a_receiver_has_one_meaning(status, uitkomst):
    assert bezorging.beoordeel(Antwoordcode(status)) is Uitkomst(uitkomst)
    assert bezorging.beoordeel(Antwoordcode(None)) is Uitkomst.MISLUKT


def test_pauses_grow_from_seconds_to_hours_and_then_it_is_over():
    pauzes = []
    for n in range(1, 9):
        opnieuw = bezorging.volgende(n, Antwoordcode(500), now=NU, jitter=lambda: 0.0)
        assert opnieuw is not None
        pauzes.append(opnieuw - NU)
    assert pauzes[0] == timedelta(seconds=5)
    assert pauzes[-1] == timedelta(hours=10)
    assert pauzes == sorted(pauzes)
    assert bezorging.volgende(9, Antwoordcode(500), now=NU, jitter=lambda: 0.0) is None


def test_chance_only_lengthens_a_pause_by_a_fifth():
    opnieuw = bezorging.volgende(1, Antwoordcode(500), now=NU, jitter=lambda: 1.0)
    assert opnieuw == NU + timedelta(seconds=6)


def test_a_receiver_that_is_busy_says_how_long_but_not_for_ever():
    def wacht(seconden):
        return bezorging.volgende(1, Antwoordcode(429, seconden), now=NU, jitter=lambda: 0.0)

    assert wacht(600) == NU + timedelta(minutes=10)
    assert wacht(1) == NU + timedelta(seconds=5)
    assert wacht(10**9) == NU + timedelta(hours=10)


TEKST = (files("inburgering.signaal") / "catalogus" / "2022-01-01.yaml").read_text(encoding="utf-8")


def test_the_catalogue_holds_every_kind_and_every_field_has_article_and_purpose():
    assert list(BOEK.soorten) == [f"A{n}" for n in range(1, 15)] + [f"G{n}" for n in range(1, 7)]
    assert list(BOEK.terugmeldingen) == [f"R{n}" for n in range(1, 11)] + ["N1", "N2"]
    for soort in (*BOEK.soorten.values(), *BOEK.terugmeldingen.values()):
        assert soort.velden, soort.code
        for veld in soort.velden:
            assert " art. " in veld.artikel, (soort.code, veld.naam)
            assert veld.doel.endswith("."), (soort.code, veld.naam)


@pytest.mark.parametrize(
    ("van", "naar", "plaats", "wat"),
    [
        ("gebruik_uren: 24", "gebruik_uren: veel", "2022.yaml", "is geen int"),
        ("houdbaar_dagen: 3653\n", "", "2022.yaml", "`houdbaar_dagen` ontbreekt"),
        ('versie: "2022.1"', 'versie: ""', "2022.yaml", "is leeg"),
        ("gegeven: adres, vorm: tekst}", "gegeven: adres, vorm: tekstje}", "veld adres", "vorm `tekstje` is onbekend"),
        ("gegeven: contact", "gegeven: verblijfsdoel", "soort A1, veld taal", "noemt `verblijfsdoel`"),
        ("verplicht: [pipDatum]", "verplicht: [pipDtum]", "soort R2", "`pipDtum` staat niet bij velden"),
        ("verplicht: [pipDatum]", "verplicht: [pipDatum, pipDatum]", "soort R2", "staat er twee keer"),
        ("verplicht: [pipDatum]", "verplicht: [aanbodDatum]", "veld pipDatum", "geen enkele soort gebruikt"),
        ("    over: persoon", "    over: iemand", "soort N2", "`over` is"),
        ("    verstrekker: toetser", "    verstrekker: bakker", "soort A6", "partij `bakker` is onbekend"),
        ("    naam: pip\n", "    naam: pip\n    wanneer: nu\n", "soort R2", "het woord `wanneer` is onbekend"),
        ("versie:", "versie: [", "2022.yaml", "geen YAML"),
    ],
)
def test_a_catalogue_that_is_wrong_is_refused_with_file_place_and_mend(van, naar, plaats, wat):
    assert van in TEKST
    with pytest.raises(CatalogusOngeldig) as fout:
        catalogusbestand.lees(TEKST.replace(van, naar, 1), plaats="2022.yaml")
    assert plaats in fout.value.veld
    assert wat in fout.value.detail
    assert fout.value.herstel


@pytest.mark.parametrize("code", ["A1", "A4", "G1", "G6"])
def test_no_signaal_can_carry_what_the_law_keeps_from_a_gemeente(code):
    verboden = {"verblijfsdoel", "medisch", "geloof", "toetsingsinkomen"}
    assert not {v.gegeven for v in BOEK.soorten[code].velden} & verboden
