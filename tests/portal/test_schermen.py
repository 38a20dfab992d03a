"""The screens as plain values: what they say, count and draw."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from inburgering.herstel.terms import GemeenteStand, Stand
from inburgering.interfaces.portal import onderdelen
from inburgering.interfaces.portal.schermen import bladeren, dossier, feiten, inbox, kaart, klok, lijn, status, terug
from inburgering.organisatie import tegels
from inburgering.primitives.ids import nieuw_id
from inburgering.signaal.rules import catalogus
from inburgering.signaal.terms import Correctiesoort, Dicht, SignaalRij, Status
from inburgering.stop.terms import Bereik, Bevestiging, StopRij
from inburgering.terugmelding.terms import Termijn, Terugmeldingrij

NU = datetime(2022, 1, 26, 15, 52, tzinfo=UTC)


def nieuw() -> UUID:
    return nieuw_id(NU)


STOP = StopRij(
    id=nieuw(), bereik=Bereik(alles=False, vrijgaven=(1,)), reden="De wet klopt niet.", door="medewerker:1",
    tweede=None, oefening=False, incident="INC-1", op=NU,
)  # fmt: skip


def rij(nummer: int, *, status: Status = Status.BEZORGD, gestopt: bool = False, **anders) -> SignaalRij:
    basis = SignaalRij(
        id=nieuw(), soort="A4", titel="Ingeschreven", catalogusversie="2022.1", gemeente="0855", volgnummer=nummer,
        vrijgave_id=1 if gestopt else 2, aangemaakt_op=NU, gebruik_tot=NU, deadline=date(2022, 2, 1), status=status,
        status_op=NU, corrigeert=None, correctiesoort=None, vaststelling_id=nieuw(),
        inhoud=None if gestopt else {"naam": f"Persoon {nummer}", "geboortedatum": "2 maart 1990"},
    )  # fmt: skip
    return replace(basis, **anders)


def scherm(rijen, vraag=None, *, stops=()) -> inbox.Inbox:
    bron = inbox.Bron(
        gemeente="0855", naam="Tilburg", gemeenten=[("0855", "Tilburg")], rijen=rijen, stops=stops, wat_te_doen={},
        pad="/inbox", adres_signaal=lambda r: f"/signalen/{r.volgnummer}", adres_stop=lambda _: "/stop",
        download="/csv", download_xlsx="/csv", now=NU,
    )  # fmt: skip
    return inbox.maak(bron, vraag or {})


def test_a_stopped_signaal_shows_its_envelop_and_no_name_and_comes_after_the_others():
    regels = scherm([rij(1, gestopt=True, deadline=date(2022, 1, 1)), rij(2)]).regels
    assert [(r.kenmerk, r.naam, r.deadline) for r in regels] == [
        ("S-0855-00002", "Persoon 2", "1 februari 2022"),
        ("S-0855-00001", "", "Gepauzeerd"),
    ]
    assert regels[1].laat is None
    assert regels[0].geboren == "1990"


def test_the_tabs_count_what_they_show():
    rijen = [
        rij(1),
        rij(2, status=Status.IN_BEHANDELING),
        rij(3, gestopt=True),
        rij(4, status=Status.INGETROKKEN, inhoud=None),
    ]
    tabs = {t.naam: t.aantal for t in scherm(rijen).tabs}
    assert tabs == {"Alle open": 3, "Nieuw": 1, "In behandeling": 1, "Opgeschort": 1, "Correcties": 0, "Ingetrokken": 1}
    for code, aantal in (("nieuw", 1), ("behandeling", 1), ("opgeschort", 1), ("ingetrokken", 1)):
        assert len(scherm(rijen, {"status": code}).regels) == aantal


def test_filters_combine_and_each_can_be_taken_off():
    rijen = [rij(1, deadline=date(2022, 1, 20)), rij(2), rij(3, deadline=date(2022, 1, 30), soort="G1", titel="Gezin")]
    assert [r.naam for r in scherm(rijen, {"deadline": "laat"}).regels] == ["Persoon 1"]
    assert [r.naam for r in scherm(rijen, {"deadline": "week", "soort": "G1"}).regels] == ["Persoon 3"]
    assert [r.naam for r in scherm(rijen, {"zoek": "0855-00002 "}).regels] == ["Persoon 2"]
    assert scherm(rijen, {"zoek": "persoon"}).regels == ()
    samen = scherm(rijen, {"deadline": "laat", "soort": "G1", "gemeente": "0855"})
    assert samen.leeg == "Geen signalen gevonden. Verwijder een filter of zoek op een ander kenmerk."
    assert [c.adres for c in samen.chips] == ["/inbox?soort=G1&gemeente=0855", "/inbox?deadline=laat&gemeente=0855"]
    assert scherm([]).leeg == "U hebt geen open signalen."


def test_the_banner_counts_persons_and_becomes_one_line_once_confirmed():
    zelfde = nieuw()
    rijen = [rij(1, gestopt=True, vaststelling_id=zelfde), rij(2, gestopt=True, vaststelling_id=zelfde), rij(3)]
    gelezen = Bevestiging("0855", NU, None, None)
    balk = scherm(rijen, stops=[(STOP, gelezen)]).stops[0]
    assert balk.titel == "STOP: gebruik de gegevens van 1 persoon niet"
    assert [s.stand for s in balk.stappen] == ["done", "now", "", ""]
    bevestigd = scherm(rijen, stops=[(STOP, replace(gelezen, bevestigd_op=NU))])
    assert bevestigd.stops[0].bevestigd == "U hebt de stop bevestigd op 26 januari 2022, 16:52."
    assert not bevestigd.stop_open
    assert scherm(rijen, stops=[(replace(STOP, oefening=True), gelezen)]).stops[0].titel.startswith("OEFENING. STOP")


@pytest.mark.parametrize(
    ("vraag", "nummer"), [("1", 1), ("3", 3), ("99", 3), ("0", 1), ("x", 1), ("9" * 30, 1), ("-2", 1)]
)
def test_any_page_number_gives_a_page(vraag, nummer):
    deel, blad = bladeren.verdeel(list(range(60)), pad="/inbox", vraag={"blad": vraag, "zoek": "a&b"})
    assert deel[0] == (nummer - 1) * 25
    assert [b.naam for b in blad.bladen if b.actief] == [str(nummer)]
    assert "zoek=a%26b" in blad.bladen[0].adres


@pytest.mark.parametrize(
    ("dagen", "tekst"),
    [(-4, "4 dagen te laat"), (-1, "1 dag te laat"), (0, "vandaag"), (1, "morgen"), (3, "nog 3 dagen")],
)
def test_a_deadline_is_told_in_days(dagen, tekst):
    assert onderdelen.resterend(date(2022, 1, 26) + timedelta(days=dagen), date(2022, 1, 26)) == tekst


def test_moments_are_those_of_the_clock_on_the_wall():
    assert onderdelen.weekdag_tekst(NU) == "woensdag 26 januari 2022, 16:52"
    assert onderdelen.moment_tekst(datetime(2022, 7, 1, 22, 30, tzinfo=UTC)) == "2 juli 2022, 00:30"


def test_the_map_draws_every_tile_and_says_in_words_what_it_shows():
    standen = [
        GemeenteStand("0855", "Tilburg", "Noord-Brabant", 14, Stand.GELEZEN, 0, 0, 14),
        GemeenteStand("0363", "Amsterdam", "Noord-Holland", 2, Stand.BEVESTIGD, 0, 0, 2),
        GemeenteStand("0457", "Weesp", "Noord-Holland", 1, Stand.NIET_GEOPEND, 0, 0, 1),
    ]
    beeld = kaart.maak(tegels.alle(), standen, opvolgers={"0457": "0363"})
    assert beeld.kop == "2 van de 3 gemeenten hebben de stop nog niet bevestigd"
    assert len(beeld.tegels) == len(tegels.alle())
    assert next(t for t in beeld.tegels if t.naam.startswith("Amsterdam")).stand == "ongelezen"
    assert {u.naam: u.aantal for u in beeld.legenda}["Niet geopend"] == 1
    assert "1 niet geopend, 1 gelezen maar niet bevestigd, 1 bevestigd" in beeld.zin
    assert [r.naam for r in beeld.tabel] == ["Amsterdam", "Tilburg", "Weesp"]
    assert beeld.grenzen.startswith("M")


def test_the_clock_counts_down_stands_still_when_submitted_and_says_when_it_is_late():
    begin = NU - timedelta(hours=30, minutes=47)
    eind = begin + timedelta(hours=72)
    loopt = klok.maak(begin, uiterlijk=eind, ingediend_op=None, now=NU)
    assert [(d.getal, d.eenheid) for d in loopt.groot] == [(41, "uur"), (13, "min")]
    assert loopt.zin == "Tijdbalk van 72 uur. 30 uur en 47 minuten verstreken."
    assert loopt.x == "308"
    stil = klok.maak(begin, uiterlijk=eind, ingediend_op=begin + timedelta(hours=36), now=NU + timedelta(days=900))
    assert (stil.x, stil.stand.startswith("Gemeld op")) == ("360", True)
    laat = klok.maak(begin, uiterlijk=eind, ingediend_op=None, now=eind + timedelta(hours=5))
    assert laat.onder.startswith("te laat. Uiterlijk")
    assert laat.x == "720"
    assert klok.in_woorden(eind, ingediend_op=None, now=NU) == "41 uur en 13 minuten over"


@pytest.mark.parametrize("hoogste", [0, 1, 4, 7, 1912, 123_456])
def test_the_chart_keeps_every_point_inside_and_every_number_in_the_table(hoogste):
    punten = [
        lijn.Punt(date(2022, 1, 10), hoogste),
        lijn.Punt(date(2022, 1, 17), hoogste // 2, verwacht=True, hoog=hoogste),
    ]
    beeld = lijn.maak("De achterstand neemt af", punten, starts=[lijn.Start(date(2022, 1, 12), "A")])
    for vel in beeld.vellen:
        for paar in vel.band.strip("MZ").split("L") + vel.vast.strip("M").split("L"):
            x, y = map(float, paar.split())
            assert float(vel.links) <= x <= float(vel.rechts)
            assert 0 <= y <= float(vel.onder)
    assert len(beeld.tabel) == 2


@pytest.mark.parametrize(
    ("paar", "tekst"),
    [
        ({"verblijf[0].bekendmaking": "2021-11-18"}, "Verblijfsbesluit bekendgemaakt: 18 november 2021."),
        ({"nationaliteiten[0].code": "0336"}, "Nationaliteit: Syrische."),
        ({"inschrijvingen[0].gemeente": "0855"}, "Ingeschreven gemeente: Tilburg."),
        ({"verblijf[0].grond": "8c"}, "Verblijfsgrond: artikel 8, onder c, Vw 2000."),
        ({"onderwijs.diplomas": None}, "Diploma: niet gemeld."),
        ({"euLangdurigIngezetene.inburgeringsvereisteVoldaan": True}, "Inburgeringseis elders gehaald: ja."),
        ({}, ""),
    ],
)
def test_facts_read_as_dutch(paar, tekst):
    assert feiten.zin(paar) == tekst


def test_a_missing_fact_is_unknown_only_where_it_decides():
    assert (
        feiten.zin({"verblijf[0].bekendmaking": None}, onbekend=True) == "Verblijfsbesluit bekendgemaakt: niet bekend."
    )
    assert feiten.bron({"verblijf[0].bekendmaking": None, "geboortedatum": "1990-01-01"}) == "IND, BRP"


def reden(artikel: str, vraag: str, antwoord: str, **wat: str) -> dict:
    return {"artikel": artikel, "jci": "", "vraag": vraag, "antwoord": antwoord, "feiten": wat}


def vaststelling(wet: str, antwoord: str, **anders) -> SimpleNamespace:
    jci = "https://wetten.overheid.nl/jci1.3:c:BWBR0044770&artikel=54"
    redenen = [
        reden("Wi art. 3", "Is er een vergunning?", "ja", **{"verblijf[0].grond": "8c"}),
        reden("Wi art. 3", "Valt de persoon onder artikel 3?", "ja"),
        reden("Wi art. 5", "Is de persoon plichtig?", "ja"),
        reden("Wi2021 art. 54", "Was de plicht al ontstaan?", antwoord, ingangsdatum="2021-11-18") | {"jci": jci},
    ]
    basis = {
        "pk": nieuw(), "regelversie": "kennisgeving" if wet == "Wi2021" else "bekendmaking", "op": NU, "reden": "",
        "peildatum": date(2022, 1, 26), "oordeel": "plichtig", "wet": wet, "ingangsdatum": date(2021, 11, 18),
        "einde": None, "einde_reden": "", "categorie": None, "college": "0855", "ontbrekend": [], "redenen": redenen,
        "met_de_hand": False,
    }  # fmt: skip
    return SimpleNamespace(**(basis | anders))


def test_the_reasons_are_a_tree_with_the_deciding_question_first_and_what_changed_marked():
    from inburgering.feit.terms import Persoonsgegevens
    from inburgering.primitives.ids import PersoonId

    bron = dossier.Bron(
        persoon=Persoonsgegevens(PersoonId(7), "<Onbekend>", "1990-03-14", None, None, (), None, "nl"),
        vaststellingen=[vaststelling("Wi2021", "nee"), vaststelling("Wi2013", "ja")],
        brieven=[], signalen=[], titels={}, feiten=[], gestopt=set(), wie_keek=[], let_op=None, uitleg=(), terug="/",
    )  # fmt: skip
    uitkomst = dossier.maak(bron).uitkomst
    eerste, tweede = uitkomst.boom.onder
    assert uitkomst.vraag == "Waarom Wi2013?"
    assert eerste.vraag == "Was de plicht al ontstaan?"
    assert eerste.verschil == "In regelversie kennisgeving was dit “nee”."
    assert eerste.adres == "https://wetten.overheid.nl/jci1.3:c:BWBR0044770&artikel=54"
    assert [k.vraag for k in tweede.onder] == ["Valt de persoon onder artikel 3?"]
    assert tweede.onder[0].dicht
    assert [k.vraag for k in tweede.onder[0].onder] == ["Is er een vergunning?"]
    assert next(s.tekst for s in uitkomst.stand if s.naam == "Eerder").startswith("Wi2021, sinds")


@pytest.mark.parametrize(
    ("stops", "kop"),
    [
        ([], "Alles werkt"),
        ([STOP], "Een deel van de signalen naar gemeenten is gestopt"),
        ([replace(STOP, bereik=Bereik(alles=True))], "DUO verstuurt nu niets"),
        ([replace(STOP, oefening=True)], "Alles werkt"),
    ],
)
def test_the_status_page_says_first_what_matters_and_never_the_reason_or_a_person(stops, kop):
    beeld = status.maak(stops, [], now=NU)
    assert beeld.kop == kop
    assert STOP.reden not in repr(beeld)
    assert STOP.door not in repr(beeld)


def test_a_confirmed_correctie_asks_for_nothing_more():
    vraag = "Wis de gegevens. Bevestig dat u dit hebt gedaan."
    correctie = {
        "soort": "A14",
        "correctiesoort": Correctiesoort.INTREKKING,
        "corrigeert": nieuw(),
        "inhoud": {"x": "y"},
    }
    assert inbox.te_doen(rij(1, status=Status.GEOPEND, **correctie), vraag) == vraag
    for status_ in (Status.BEVESTIGD, Status.AFGEHANDELD):
        assert inbox.te_doen(rij(1, status=status_, **correctie), vraag) == (
            "U hebt dit bevestigd. U hoeft niets meer te doen."
        )
    assert inbox.te_doen(rij(1, status=Status.BEVESTIGD), "Begin de intake.") == "Begin de intake."


def test_what_expired_or_is_not_for_this_gemeente_any_more_shows_no_name_and_nothing_to_do():
    weg = [rij(1, inhoud=None, dicht=Dicht.VERLOPEN), rij(2, inhoud=None, dicht=Dicht.WET)]
    assert [(r.naam, r.masker, r.actie, r.gestopt) for r in scherm(weg).regels] == [
        ("", "Niet meer voor uw gemeente", "", False),
        ("", "Verlopen", "", False),
    ]


def terugmelding(**anders) -> Terugmeldingrij:
    basis = Terugmeldingrij(
        id=7, soort="R2", titel="Datum van het PIP", gemeente="0855", persoon_id=1, signaal_id=nieuw(),
        velden={"pipDatum": "2022-01-20"}, grondslag="Bi2021 art. 9.3 lid 2", door="medewerker:1", op=NU,
        uiterlijk=None, vervangt=None, vervangen_door=None, ingetrokken=False, reden="", antwoord=None,
    )  # fmt: skip
    return replace(basis, **anders)


TERMIJN = Termijn(date(2022, 1, 20), date(2022, 1, 21), date(2025, 1, 20))
ADRESSEN = {"terug": "/t", "wijzig": "/w", "trek_in": "/i"}


def test_the_proof_of_a_pip_says_until_when_the_term_runs_and_a_later_one_changes_nothing():
    kind = catalogus.terugmelding("R2", dag=NU.date())
    eerste = terug.bewijs(terugmelding(), kind, TERMIJN, adressen=ADRESSEN, kruimels=())
    assert "tot uiterlijk 20 januari 2025" in eerste.zinnen[0]
    assert (eerste.wijzig, eerste.trek_in) == ("/w", "/i")
    later = terug.bewijs(terugmelding(velden={"pipDatum": "2022-01-25"}), kind, TERMIJN, adressen=ADRESSEN, kruimels=())
    assert later.zinnen[0] == "Dit is een later PIP. De inburgeringstermijn verandert niet."
    oud = terug.bewijs(terugmelding(vervangen_door=8), kind, TERMIJN, adressen=ADRESSEN, kruimels=())
    assert (oud.wijzig, oud.trek_in) == ("", "")


def test_a_list_of_terugmeldingen_never_shows_a_number_of_a_person():
    kind = catalogus.terugmelding("N2", dag=NU.date())
    mis = terugmelding(soort="N2", velden={"geboortedatum": "1990-01-01", "burgerservicenummer": "999999990"})
    assert "999999990" not in repr(terug.regel(mis, adres="", kind=kind))
    bewijs = terug.bewijs(mis, kind, None, adressen=ADRESSEN, kruimels=())
    assert ("Burgerservicenummer", "•••••9990") in bewijs.gegevens
