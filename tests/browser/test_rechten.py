"""Who may come where, asked over HTTP of the whole product."""

import csv
import io

import pytest

WACHTWOORD = "samen-een-lang-woord"
TILBURG, GOIRLE, AMSTERDAM = "0855", "0785", "0363"


@pytest.fixture
def klant(gestopt):
    """Django's own client: the same middleware and views, without a browser."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    def als(wie: str = "") -> Client:
        client = Client()
        if wie:
            client.force_login(get_user_model().objects.get(username=wie))
        return client

    return als


def signalen(gemeente: str):
    from inburgering.signaal import queries

    return queries.inbox(gemeente, volgorde="volgnummer", maximaal=100)


BEGINPAGINAS = {
    "/inbox", "/werkvoorraad", "/dossiers", "/herstel", "/stops/nieuw", "/regelversies",
    "/regelversies/kennisgeving/intrekken",
}  # fmt: skip
INTREKKEN = "/regelversies/kennisgeving/intrekken"
MAG = {
    "tilburg": {"/inbox"},
    "duo": {"/werkvoorraad", "/dossiers", "/herstel", "/stops/nieuw", "/regelversies"},
    "jurist": {"/werkvoorraad", "/dossiers", "/herstel", "/stops/nieuw", "/regelversies", INTREKKEN},
    "leider": {"/dossiers", "/herstel", "/stops/nieuw", "/regelversies", INTREKKEN},
    "privacy": {"/dossiers", "/herstel", "/stops/nieuw", "/regelversies"},
    "cbs": set(),
}


@pytest.mark.parametrize("wie", MAG)
def test_a_role_opens_its_own_pages_and_no_other(wie, klant):
    client = klant(wie)
    assert {pad: client.get(pad).status_code for pad in BEGINPAGINAS} == {
        pad: 200 if pad in MAG[wie] else 403 for pad in BEGINPAGINAS
    }


def test_who_is_not_logged_in_goes_to_the_login_page_and_back(klant):
    for pad in BEGINPAGINAS:
        antwoord = klant().get(pad)
        assert (antwoord.status_code, antwoord["Location"]) == (302, f"/inloggen?next={pad.replace('/', '%2F')}")
    antwoord = klant().post(
        "/inloggen", {"gebruikersnaam": "tilburg", "wachtwoord": WACHTWOORD, "next": "//kwaad.example/"}
    )
    assert antwoord["Location"] == "/"


def test_the_signaal_of_another_gemeente_does_not_exist(klant):
    van_ander = signalen(AMSTERDAM)[0]
    for client, pad in (
        (klant("tilburg"), f"/signalen/{van_ander.id}"),
        (klant("tilburg"), f"/signalen/{van_ander.id}?gemeente={AMSTERDAM}"),
        (klant("tilburg"), f"/inbox?gemeente={AMSTERDAM}"),
    ):
        assert client.get(pad).status_code == 404
    for actie in ("behandeling", "verklaring", "doorgifte", "correctie"):
        velden = {"antwoord": "gewist", "ontvanger": "x", "gegevens": "naam adres", "datum": "20-01-2022"}
        assert klant("tilburg").post(f"/signalen/{van_ander.id}/{actie}", velden).status_code == 404


def test_a_mandate_opens_the_inbox_of_the_other_gemeente(klant):
    antwoord = klant("tilburg").get(f"/inbox?gemeente={GOIRLE}")
    assert antwoord.status_code == 200
    assert "Inbox van Goirle" in antwoord.content.decode()


def test_a_stopped_signaal_stays_shut_and_the_attempt_is_noted(klant):
    from inburgering.stop import queries
    from inburgering.stop.terms import Kanaal

    gestopt = next(s for s in signalen(TILBURG) if s.gestopt)
    antwoord = klant("tilburg").get(f"/signalen/{gestopt.id}")
    tekst = antwoord.content.decode()
    assert antwoord.status_code == 451
    assert "STOP: u kunt dit signaal nu niet openen" in tekst
    assert "Amina" not in tekst
    assert "Burgerservicenummer" not in tekst
    assert queries.weigeringen()[Kanaal.PORTAAL] >= 1


def test_no_name_under_a_stop_reaches_the_inbox_or_the_download(klant):
    from inburgering.feit import queries

    namen = {p.naam for p in queries.persoonsgegevens(None, moment=_nu()).values()}
    levend = {s.inhoud["naam"] for s in signalen(TILBURG) if s.inhoud and "naam" in s.inhoud}
    client = klant("tilburg")
    download = client.post("/inbox/export.csv")
    inbox, bestand = client.get("/inbox").content.decode(), download.content.decode("utf-8-sig")
    for tekst in (inbox, bestand):
        assert {naam for naam in namen if naam in tekst} == levend
    rijen = list(csv.reader(io.StringIO(bestand), delimiter=";"))
    dicht = sum(s.inhoud is None for s in signalen(TILBURG))
    assert len(rijen) == 1 + len(signalen(TILBURG)) - dicht
    assert f"-zonder-{dicht}-gestopt-ingetrokken-of-verlopen.csv" in download["Content-Disposition"]


def test_a_download_is_booked_row_by_row(klant):
    from inburgering.verstrekking import queries

    leesbaar = sum(s.inhoud is not None for s in signalen(TILBURG))
    eerst = queries.aantallen().get("export", 0)
    klant("tilburg").post("/inbox/export.csv")
    assert queries.aantallen()["export"] == eerst + leesbaar
    assert klant("tilburg").get("/inbox/export.csv").status_code == 405


def test_opening_a_dossier_leaves_a_line_without_the_person_in_it(klant, gestopt):
    from inburgering.spoor import queries

    persoon = gestopt.stand.personen[3]
    klant("jurist").get(f"/dossiers/{persoon}")
    regels = queries.audit_van("dossier", queries.pseudoniem(persoon))
    assert [(r["handeling"], r["actor"]) for r in regels] == [("dossier.ingezien", gestopt.stand.wie["jurist"].id)]
    assert klant("jurist").get("/dossiers/987654").status_code == 404


def test_a_decision_by_hand_takes_a_person_from_the_queue(klant):
    from inburgering.vaststelling import queries

    werk = queries.werkvoorraad()[-1]
    pad = f"/werkvoorraad/{werk.vaststelling_id}"
    half = {"oordeel": "plichtig", "reden": "IND belde."}
    assert klant("duo").post(pad, half).status_code == 422
    heel = half | {"wet": "Wi2021", "ingangsdatum": "03-01-2022"}
    assert klant("leider").post(pad, heel).status_code == 403
    assert klant("duo").post(pad, heel)["Location"] == f"/dossiers/{werk.persoon_id}"
    assert werk.persoon_id not in {w.persoon_id for w in queries.werkvoorraad()}
    tekst = klant("duo").get(f"/dossiers/{werk.persoon_id}").content.decode()
    assert "Beslist door een mens" in tekst


def test_a_form_without_a_token_is_refused_with_a_clear_page(klant):
    from django.test import Client

    streng = Client(enforce_csrf_checks=True)
    antwoord = streng.post("/inloggen", {"gebruikersnaam": "tilburg", "wachtwoord": WACHTWOORD})
    assert antwoord.status_code == 403
    assert "Het formulier is verlopen" in antwoord.content.decode()


def test_an_unexpected_error_shows_a_code_and_nothing_else(klant, monkeypatch):
    from inburgering.stop import queries

    def kapot():
        raise RuntimeError("geheim van binnen")

    monkeypatch.setattr(queries, "actieve_stops", kapot)
    client = klant()
    client.raise_request_exception = False
    antwoord = client.get("/status")
    tekst = antwoord.content.decode()
    assert antwoord.status_code == 500
    assert "Er ging iets mis" in tekst
    assert "geheim" not in tekst
    assert "Traceback" not in tekst


def test_the_small_pages_answer(klant):
    client = klant()
    assert client.get("/healthz").content == b"ok\n"
    assert b"Expires: 2022-" in client.get("/.well-known/security.txt").content
    assert client.get("/")["Location"] == "/status"
    assert klant("tilburg").get("/")["Location"] == "/inbox"
    assert client.get("/bestaat-niet").status_code == 404
    assert client.get("/uitloggen").status_code == 405


def _nu():
    from inburgering.primitives import clock

    return clock.now()
