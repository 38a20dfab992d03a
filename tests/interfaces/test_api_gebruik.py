"""Using the API: correcties, doorgiften, verklaringen, the register, the same twice, too fast, and from the network."""

import json
import threading
from datetime import UTC, date, datetime

import pytest
from django.test import Client, override_settings

from apibouw import aangemeld, b64, systeem, token
from inburgering.primitives import clock
from signaalbouw import ALMERE, LEIDER, UTRECHT, geef, later, maak_vrijgave, zet_stop
from sterfte import maak_dood

FSC = {"Fsc-Transaction-Id": "01890a5d-ac96-774b-bcce-b302099a8057", "Fsc-Grant-Hash": "$1$4$abc"}
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture
def nieuw(db):
    return systeem()


@pytest.fixture
def api(nieuw):
    return aangemeld(nieuw)


def post(api, pad, body=None, **koppen):
    rauw = b"" if body is None else json.dumps(body)
    return api.post("/v1" + pad, data=rauw, content_type="application/json", headers=koppen)


def doorgifte(signaal, **anders):
    basis = {"signaalId": str(signaal), "ontvanger": "Taalschool De Brug", "gegevens": ["naam"], "datum": "2022-01-12"}
    return basis | anders


# ── Correcties and verklaringen ──────────────────────────────────────────────────────────────────


def test_correcties_are_listed_apart_fetched_and_confirmed(api):
    from inburgering.signaal import commands, queries

    _, (een, _twee) = geef(2)
    (correctie,) = commands.trek_in([een], reden="Oude wet.", vrijgave_id=maak_vrijgave("h"), door=LEIDER, now=later(1))
    body = api.get("/v1/correcties").json()
    assert [(c["signaalId"], c["corrigeert"], c["volgnummer"]) for c in body["correcties"]] == [
        (str(correctie), str(een), 3)
    ]
    assert api.get(f"/v1/correcties/{correctie}").json()["inhoud"]["reden"] == "Oude wet."
    assert api.get(f"/v1/correcties/{een}").json()["code"] == "signaal-onbekend"
    assert post(api, f"/correcties/{een}/bevestigingen").status_code == 409
    assert post(api, f"/correcties/{correctie}/bevestigingen").status_code == 201
    assert queries.openstaand() == {}


def test_a_page_says_where_it_goes_on(api):
    geef(3)
    body = api.get("/v1/signalen?aantal=2").json()
    assert body["_links"]["self"]["href"] == "/v1/signalen?sinds=0&aantal=2"
    volgende = body["_links"]["volgende"]["href"]
    assert volgende == "/v1/signalen?sinds=2&aantal=2"
    rest = api.get(volgende).json()
    assert [s["volgnummer"] for s in rest["signalen"]] == [3]
    assert rest["_links"]["volgende"] is None


def test_verklaringen_are_read_back_in_order(api):
    _, signalen = geef(3)
    for signaal in signalen:
        assert post(api, f"/signalen/{signaal}/verklaringen", {"antwoord": "gewist"}).status_code == 201
    een = api.get("/v1/verklaringen?aantal=2").json()
    twee = api.get(een["_links"]["volgende"]["href"]).json()
    gelezen = [v["signaalId"] for v in (*een["verklaringen"], *twee["verklaringen"])]
    assert gelezen == [str(s) for s in signalen]
    assert aangemeld(systeem(UTRECHT)).get("/v1/verklaringen").json()["verklaringen"] == []


def test_brackets_without_end_are_no_json_and_no_fault_of_ours(api):
    """A reader that goes one deeper at each bracket would fall over; the answer says what to mend."""
    _, (signaal,) = geef(1)
    antwoord = api.post(f"/v1/signalen/{signaal}/verklaringen", data=b"[" * 90_000, content_type="application/json")
    assert (antwoord.status_code, antwoord.json()["code"]) == (400, "verzoek-ongeldig")


# ── Doorgiften ───────────────────────────────────────────────────────────────────────────────────


def test_a_doorgifte_is_recorded_with_its_place_in_the_ledger(api):
    from inburgering.verstrekking import queries

    _, (signaal,) = geef()
    antwoord = post(api, "/doorgiften", doorgifte(signaal))
    body = antwoord.json()
    assert (antwoord.status_code, body["toegestaan"], body["signaalId"]) == (201, True, str(signaal))
    assert body["grondslag"].startswith("Wi2021 art. 35")
    assert api.get(antwoord.headers["Location"]).json() == body
    verder = post(
        api, "/doorgiften", doorgifte(signaal, ouderId=body["doorgifteId"], ontvanger="Drukkerij", gegevens=["adres"])
    )
    assert (verder.json()["ouderId"], verder.json()["toegestaan"]) == (body["doorgifteId"], False)
    assert [h.ontvanger for h in queries.wie_heeft([1])] == [ALMERE, "Taalschool De Brug", "Drukkerij"]
    lijst = api.get("/v1/doorgiften").json()["doorgiften"]
    assert [d["ontvanger"] for d in lijst] == ["Taalschool De Brug", "Drukkerij"]


def test_a_doorgifte_can_be_recorded_and_recalled_under_a_stop(api):
    v, (signaal,) = geef()
    zet_stop(v)
    nummer = post(api, "/doorgiften", doorgifte(signaal)).json()["doorgifteId"]
    for stap in ("gevraagd", "gevraagd", "bevestigd"):
        assert post(api, f"/doorgiften/{nummer}/terugroepingen", {"stap": stap}).status_code == 201
    body = api.get(f"/v1/doorgiften/{nummer}").json()
    assert body["teruggeroepenOp"]
    assert body["bevestigdOp"]


def test_who_confirmed_by_itself_is_not_asked_afterwards(api):
    _, (signaal,) = geef()
    nummer = post(api, "/doorgiften", doorgifte(signaal)).json()["doorgifteId"]
    stappen = [post(api, f"/doorgiften/{nummer}/terugroepingen", {"stap": s}) for s in ("bevestigd", "gevraagd")]
    assert [s.status_code for s in stappen] == [201, 400]
    assert (stappen[1].json()["code"], stappen[1].json()["veld"]) == ("doorgifte-ongeldig", "stap")
    assert api.get(f"/v1/doorgiften/{nummer}").json()["teruggeroepenOp"] is None


@pytest.mark.parametrize("fout", [{"datum": "2030-01-01"}, {"datum": "0001-01-01"}, {"gegevens": ["schoenmaat"]}])
def test_a_doorgifte_that_cannot_have_been_is_refused_with_its_field(api, fout):
    _, (signaal,) = geef()
    antwoord = post(api, "/doorgiften", doorgifte(signaal, **fout))
    assert (antwoord.status_code, antwoord.json()["veld"]) == (400, *fout)


def test_what_the_law_does_not_allow_is_recorded_without_a_ground(api):
    _, (signaal,) = geef()
    body = post(api, "/doorgiften", doorgifte(signaal, ontvanger="Bakker Bart")).json()
    assert body["toegestaan"] is False
    assert body["grondslag"].startswith("geen: ")


def test_a_doorgifte_of_another_gemeente_does_not_exist(api):
    _, (signaal,) = geef(1, UTRECHT)
    assert post(api, "/doorgiften", doorgifte(signaal)).json()["code"] == "signaal-onbekend"
    utrecht = aangemeld(systeem(UTRECHT))
    nummer = post(utrecht, "/doorgiften", doorgifte(signaal)).json()["doorgifteId"]
    assert api.get(f"/v1/doorgiften/{nummer}").json()["code"] == "verstrekking-onbekend"
    assert post(api, f"/doorgiften/{nummer}/terugroepingen", {"stap": "gevraagd"}).status_code == 404
    assert api.get("/v1/doorgiften").json()["doorgiften"] == []


def test_a_doorgifte_after_one_of_another_signaal_is_refused(api):
    _, (een, twee) = geef(2)
    nummer = post(api, "/doorgiften", doorgifte(een)).json()["doorgifteId"]
    assert post(api, "/doorgiften", doorgifte(twee, ouderId=nummer)).status_code == 404


def test_a_number_of_a_person_in_a_doorgifte_is_refused_without_repeating_it(api):
    _, (signaal,) = geef()
    for fout in ({"ontvanger": "Jan 999999990"}, {"grondslag": "999999990"}):
        antwoord = post(api, "/doorgiften", doorgifte(signaal, **fout))
        assert antwoord.status_code == 400
        assert b"999999990" not in antwoord.content


# ── A stop ───────────────────────────────────────────────────────────────────────────────────────


def test_every_reading_through_the_api_asks_the_brake_and_books_what_it_gives(api):
    from inburgering.verstrekking import queries

    v, (signaal,) = geef()
    api.get(f"/v1/signalen/{signaal}")
    assert [r.kanaal for r in queries.van_vrijgaven([v])] == ["portaal", "api"]
    zet_stop(v)
    for pad in ("/signalen", f"/signalen/{signaal}"):
        assert b"Tesfay" not in api.get("/v1" + pad).content
    assert len(queries.van_vrijgaven([v])) == 2


def test_a_stop_that_comes_between_reading_and_booking_is_409_with_its_own_code(api, monkeypatch):
    from inburgering.stop import queries

    geef()
    monkeypatch.setattr(queries, "doorlaten", lambda *_, **__: {})
    antwoord = api.get("/v1/signalen")
    assert (antwoord.status_code, antwoord.json()["code"]) == (409, "stop-van-kracht")
    assert b"Tesfay" not in antwoord.content


# ── Everything wrong at once ─────────────────────────────────────────────────────────────────────


def test_a_400_names_everything_that_is_wrong(api):
    body = {
        "signaalId": "x",
        "gegevens": ["NAAM", 3],
        "datum": "12-1-2022",
        "BSN": 1,
        "ouderId": 0,
        "grondslag": "g" * 201,
    }
    antwoord = post(api, "/doorgiften", body, **{"Idempotency-Key": "kort"}).json()
    assert (antwoord["status"], antwoord["code"]) == (400, "verzoek-ongeldig")
    assert {g["veld"] for g in antwoord["gebreken"]} == {
        "$.BSN", "$.datum", "$.gegevens[0]", "$.gegevens[1]", "$.grondslag", "$.ontvanger", "$.ouderId", "$.signaalId",
        "Idempotency-Key",
    }  # fmt: skip
    assert all(g["detail"].endswith((".", "-")) for g in antwoord["gebreken"])


def test_a_400_names_every_parameter_and_repeats_no_value(api):
    antwoord = api.get("/v1/signalen?sinds=x&aantal=0&bsn=999999990&<script>=1&sinds=2").json()
    assert [g["veld"] for g in antwoord["gebreken"]] == ["bsn", "?", "sinds", "aantal"]
    assert "999999990" not in str(antwoord)


def test_each_mistake_has_a_dutch_sentence(api):
    _, (signaal,) = geef()
    for fout, zin in (
        ({"antwoord": "misschien"}, "Kies uit: niet-gebruikt"),
        ({"antwoord": "gewist", "toelichting": "x" * 501}, "hoogstens 500 tekens"),
        ({"antwoord": "gewist", "toelichting": 3}, "Verwacht wordt tekst."),
        ({}, "verplicht"),
        ([], "Verwacht wordt een object."),
        ({"antwoord": "gewist", "é": 1}, "Dit veld bestaat niet."),
    ):
        (gebrek,) = post(api, f"/signalen/{signaal}/verklaringen", fout).json()["gebreken"]
        assert zin in gebrek["detail"], fout


# ── The same twice ───────────────────────────────────────────────────────────────────────────────


def test_the_same_request_under_one_key_happens_once(api):
    _, (signaal,) = geef()
    sleutel = {"Idempotency-Key": "order-0001"}
    een = post(api, "/doorgiften", doorgifte(signaal), **sleutel)
    twee = post(api, "/doorgiften", doorgifte(signaal), **sleutel)
    assert (een.content, een.headers["Location"]) == (twee.content, twee.headers["Location"])
    assert len(api.get("/v1/doorgiften").json()["doorgiften"]) == 1
    post(api, "/doorgiften", doorgifte(signaal))
    assert len(api.get("/v1/doorgiften").json()["doorgiften"]) == 2


def test_another_request_under_the_same_key_is_refused(api):
    _, (signaal,) = geef()
    sleutel = {"Idempotency-Key": "order-0001"}
    post(api, "/doorgiften", doorgifte(signaal), **sleutel)
    anders = post(api, "/doorgiften", doorgifte(signaal, ontvanger="Een ander"), **sleutel)
    assert (anders.status_code, anders.json()["code"]) == (400, "herhaling-anders")
    elders = post(api, f"/signalen/{signaal}/bevestigingen", **sleutel)
    assert elders.json()["code"] == "herhaling-anders"
    assert post(aangemeld(systeem()), "/doorgiften", doorgifte(signaal), **sleutel).status_code == 201


def test_a_request_that_failed_does_not_use_up_its_key(api):
    _, (signaal,) = geef()
    sleutel = {"Idempotency-Key": "order-0001"}
    assert post(api, "/doorgiften", doorgifte(signaal, ontvanger=" "), **sleutel).status_code == 400
    assert post(api, "/doorgiften", doorgifte(signaal), **sleutel).status_code == 201


def test_two_at_the_same_moment_under_one_key_happen_once(live):
    import urllib.request

    nieuw = systeem()
    _, (signaal,) = geef()
    kop = {
        "Authorization": f"Bearer {token(nieuw)}",
        "Content-Type": "application/json",
        "Idempotency-Key": "order-0001",
    }
    lichaam = json.dumps(doorgifte(signaal)).encode()
    antwoorden: list[bytes] = []

    def doe() -> None:
        vraag = urllib.request.Request(f"{live}/v1/doorgiften", data=lichaam, headers=kop, method="POST")
        with urllib.request.urlopen(vraag, timeout=120) as antwoord:
            antwoorden.append(antwoord.read())

    draden = [threading.Thread(target=doe) for _ in range(6)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert (len(antwoorden), len(set(antwoorden))) == (6, 1)


def test_a_key_is_forgotten_after_a_day_and_so_is_what_ran_out(api, nieuw):
    from datetime import timedelta

    from inburgering.toegang import commands

    _, (signaal,) = geef()
    sleutel = {"Idempotency-Key": "order-0001"}
    post(api, "/doorgiften", doorgifte(signaal), **sleutel)
    now = clock.now()
    assert commands.ruim_op(now=now + timedelta(hours=1)) == {"bewijzen": 0, "verzoeken": 0, "emmers": 0}
    assert commands.ruim_op(now=now + timedelta(hours=25)) == {"bewijzen": 0, "verzoeken": 1, "emmers": 1}
    assert post(api, "/doorgiften", doorgifte(signaal, ontvanger="Een ander"), **sleutel).status_code == 201


# ── Too fast ─────────────────────────────────────────────────────────────────────────────────────


def test_who_comes_too_fast_waits_and_another_does_not(api):
    ander = aangemeld(systeem())
    with override_settings(API_PIEK=3, API_PER_MINUUT=6):
        antwoorden = [api.get("/v1/stops") for _ in range(4)]
        assert [a.status_code for a in antwoorden] == [200, 200, 200, 429]
        assert [a.headers["RateLimit"].split(";")[1] for a in antwoorden] == ["r=2", "r=1", "r=0", "r=0"]
        assert antwoorden[0].headers["RateLimit-Policy"] == '"systeem";q=3;w=30'
        assert antwoorden[3].json()["code"] == "te-veel-verzoeken"
        assert 1 <= int(antwoorden[3].headers["Retry-After"]) <= 10
        assert ander.get("/v1/stops").status_code == 200


def test_a_bucket_fills_again_with_time_and_never_above_its_edge(db):
    from datetime import timedelta

    from inburgering.toegang import commands
    from inburgering.toegang.terms import Tempo

    tempo, nu = Tempo(2, 0.5), datetime(2022, 1, 1, tzinfo=UTC)

    def schep(seconden: float) -> bool:
        return commands.schep("proef", tempo=tempo, now=nu + timedelta(seconds=seconden))

    assert [schep(0), schep(0), schep(0)] == [True, True, False]
    assert [schep(1), schep(2), schep(2)] == [False, True, False]
    assert [schep(1000), schep(1000), schep(1000)] == [True, True, False]
    assert [schep(0), schep(1001), schep(1002)] == [False, False, True], "a clock that goes back adds nothing"


def test_the_tempo_holds_for_all_workers_together(live):
    import urllib.error
    import urllib.request

    nieuw = systeem()
    kop = {"Authorization": f"Bearer {token(nieuw)}"}
    uit: list[int] = []

    def doe() -> None:
        try:
            with urllib.request.urlopen(urllib.request.Request(f"{live}/v1/stops", headers=kop), timeout=120) as a:
                uit.append(a.status)
        except urllib.error.HTTPError as fout:
            uit.append(fout.code)

    with override_settings(API_PIEK=5, API_PER_MINUUT=1):
        draden = [threading.Thread(target=doe) for _ in range(12)]
        for draad in draden:
            draad.start()
        for draad in draden:
            draad.join()
    assert (uit.count(200), uit.count(429)) == (5, 7)


# ── From the network ─────────────────────────────────────────────────────────────────────────────


def test_headings_of_the_network_are_refused_from_anybody_but_our_proxy(api):
    geef()
    for kop in (*FSC, "Fsc-Authorization"):
        antwoord = api.get("/v1/signalen", headers={kop: "x"})
        assert (antwoord.status_code, antwoord.json()["code"], antwoord.json()["veld"]) == (
            400,
            "ketenkop-onverwacht",
            kop,
        )
        assert b"Tesfay" not in antwoord.content


def test_what_our_proxy_says_stands_with_every_line_of_the_call(nieuw, settings_proxy):
    from inburgering.spoor.models import Audit, Regel

    geef(2)
    kop = FSC | {"Fsc-Authorization": ketentoken("00000099000000010034")}
    kop |= {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    assert aangemeld(nieuw).get("/v1/signalen", headers=kop).status_code == 200
    regels = list(Regel.objects.filter(name="verstrekking.api"))
    assert len(regels) == 2
    for regel in regels:
        assert (regel.trace_id, regel.parent_span_id) == (TRACE, "00f067aa0ba902b7")
        assert regel.attributes["fsc.transaction_id"] == FSC["Fsc-Transaction-Id"]
        assert regel.attributes["fsc.grant_hash"] == FSC["Fsc-Grant-Hash"]
        assert regel.attributes["fsc.peer_id"] == "00000099000000010034"
        assert regel.attributes["dpl.core.foreign_operation.processor"] == "urn:nld:oin:00000099000000010034"
    (signaal,) = [r["signaalId"] for r in aangemeld(nieuw).get("/v1/signalen?aantal=1").json()["signalen"]]
    post(aangemeld(nieuw), f"/signalen/{signaal}/verklaringen", {"antwoord": "gewist"}, **FSC)
    audit = Audit.objects.get(handeling="signaal.verklaard")
    assert audit.bijzonderheden["fsc.transaction_id"] == FSC["Fsc-Transaction-Id"]


@pytest.fixture
def settings_proxy():
    from ipaddress import ip_network

    with override_settings(EIGEN_PROXY=(ip_network("127.0.0.0/8"),)):
        yield


def ketentoken(peer: str) -> str:
    """The token that an inway lets through; its signature is the inway's business."""
    delen = json.dumps({"alg": "ES512"}), json.dumps({"sub": peer}), "x"
    return ".".join(b64(deel.encode()) for deel in delen)


def test_what_our_proxy_says_wrongly_is_refused(api, settings_proxy):
    for kop, status in (
        ({"Fsc-Transaction-Id": "met spatie"}, 400),
        ({"Fsc-Grant-Hash": "x" * 201}, 400),
        ({"Fsc-Authorization": "onleesbaar"}, 400),
        ({"Fsc-Authorization": ketentoken("geen-oin")}, 400),
        ({"Fsc-Authorization": ketentoken("0" * 20)}, 403),
        ({"Fsc-Authorization": ketentoken("00000099000000010034")}, 200),
    ):
        assert api.get("/v1/stops", headers=kop).status_code == status, kop


def test_a_call_without_a_trace_gets_one_for_all_its_lines(api):
    from inburgering.spoor.models import Regel

    geef(3)
    api.get("/v1/signalen", headers={"traceparent": "00-onzin-00-01"})
    assert Regel.objects.filter(name="verstrekking.api").values("trace_id").distinct().count() == 1


# ── The register ─────────────────────────────────────────────────────────────────────────────────


def test_the_register_is_open_and_names_every_activity_the_product_writes(db):
    import re
    from pathlib import Path

    import inburgering

    geschreven = set()
    for pad in Path(inburgering.__file__).parent.rglob("*.py"):
        geschreven |= set(re.findall(r"activiteit=\"([a-z-]+)\"", pad.read_text(encoding="utf-8")))
    body = Client().get("/v1/verwerkingsactiviteiten").json()["verwerkingsactiviteiten"]
    assert {a["activiteitId"] for a in body} == geschreven
    assert all(a["grondslagen"] and a["bewaartermijn"] and a["uri"].endswith(a["activiteitId"]) for a in body)
    een = Client().get("/v1/verwerkingsactiviteiten/doorgifte-volgen").json()["verwerkingsactiviteiten"]
    assert [a["versie"] for a in een] == [1]
    assert Client().get("/v1/verwerkingsactiviteiten/niets").json()["code"] == "verwerkingsactiviteit-onbekend"
    assert Client().get("/v1/verwerkingsactiviteiten/NIETS").status_code == 400


def test_the_line_in_the_trail_points_at_the_register(api):
    from inburgering.organisatie import activiteiten
    from inburgering.spoor.models import Regel

    geef()
    api.get("/v1/signalen")
    uris = {a.uri for a in activiteiten.op(date(2022, 1, 10))}
    assert {r.attributes["dpl.core.processing_activity_id"] for r in Regel.objects.all()} <= uris


# ── Terugmeldingen, abonnementen, statuslijsten ──────────────────────────────────────────────────


def test_a_terugmelding_is_recorded_read_back_without_its_data_and_taken_back(api):
    _, (signaal,) = geef()
    body = {"soort": "N1", "signaalId": str(signaal), "velden": {"waaromNiet": "verhuisd"}}
    antwoord = post(api, "/terugmeldingen", body)
    rij = antwoord.json()
    assert (antwoord.status_code, rij["ingevuld"], rij["geldt"]) == (201, ["waaromNiet"], True)
    assert b"verhuisd" not in antwoord.content
    assert api.get(antwoord.headers["Location"]).json() == rij
    terug = post(api, f"/terugmeldingen/{rij['terugmeldingId']}/intrekkingen", {"reden": "Vergissing."}).json()
    assert (terug["ingetrokken"], terug["vervangt"]) == (True, rij["terugmeldingId"])
    assert [t["geldt"] for t in api.get("/v1/terugmeldingen").json()["terugmeldingen"]] == [False, False]
    assert aangemeld(systeem(UTRECHT)).get(antwoord.headers["Location"]).json()["code"] == "terugmelding-onbekend"


def test_under_a_stop_only_that_somebody_is_no_resident_may_be_told(api):
    v, (signaal,) = geef()
    zet_stop(v)
    pip = post(api, "/terugmeldingen", {"soort": "R2", "signaalId": str(signaal), "velden": {"pipDatum": "2022-05-10"}})
    assert (pip.status_code, pip.json()["code"]) == (409, "stop-van-kracht")
    weg = {"soort": "N1", "signaalId": str(signaal), "velden": {"waaromNiet": "verhuisd"}}
    assert post(api, "/terugmeldingen", weg).status_code == 201


def test_an_abonnement_is_made_changed_tried_and_ended(api):
    antwoord = post(api, "/abonnementen", {"sink": "https://gemeente.example/in"})
    nieuw, plek = antwoord.json(), antwoord.headers["Location"]
    assert nieuw["geheim"].startswith("whsec_")
    assert nieuw["abonnement"]["stand"] == "wacht-op-validatie"
    assert "geheim" not in api.get(plek).json()
    wijziging = json.dumps({"contact": "beheer@gemeente.example"})
    na = api.patch(plek, data=wijziging, content_type="application/merge-patch+json").json()
    assert (na["contact"], na["sink"]) == ("beheer@gemeente.example", "https://gemeente.example/in")
    pad = plek.removeprefix("/v1")
    assert post(api, f"{pad}/validaties").json()["gevraagd"] is True
    assert post(api, f"{pad}/geheimen").json()["geheim"] != nieuw["geheim"]
    half = post(api, f"{pad}/herhalingen", {"van": 1})
    assert (half.status_code, half.json()["gebreken"][0]["veld"]) == (400, "$.tot")
    ander = aangemeld(systeem(UTRECHT))
    assert (ander.get(plek).status_code, ander.delete(plek).status_code) == (404, 404)
    for _ in range(2):
        weg = api.delete(plek)
        assert (weg.status_code, weg.content) == (204, b"")
    assert api.get("/v1/abonnementen").json()["abonnementen"] == []


def test_whoever_holds_a_copy_can_ask_without_a_token_whether_it_may_be_used(live):
    from inburgering.client import Koppeling
    from inburgering.client.statuslijst import Statuslijsten, Toestand

    with override_settings(ADRES=live):
        nieuw = systeem()
        v, _ = geef(2, now=clock.now())
        (signaal, _tweede) = Koppeling(live, nieuw.id, nieuw.geheim).signalen()
        houder = Statuslijsten(f"{live}/v1/statuslijstsleutels")
        assert houder.toestand(signaal.statusverwijzing, now=clock.now()) is Toestand.BRUIKBAAR
        zet_stop(v, now=clock.now())
        vers = Statuslijsten(f"{live}/v1/statuslijstsleutels")
        assert vers.toestand(signaal.statusverwijzing, now=clock.now()) is Toestand.GESTOPT
    antwoord = Client().get("/v1/statuslijsten/0034")
    assert antwoord.headers["Content-Type"] == "application/statuslist+jwt"
    assert Client().get("/v1/statuslijsten/0034", headers={"Accept": "text/html"}).status_code == 406
    assert Client().get("/v1/statuslijsten/0001").status_code == 404
    assert Client().get("/v1/statuslijsten/0034?time=1").status_code == 404
    assert Client().get(f"/v1/statuslijsten/0034?time={int(clock.now().timestamp())}").status_code == 200
    straks = Client().get("/v1/statuslijsten/0034?time=99999999999")
    assert (straks.status_code, straks.json()["veld"]) == (400, "time")


def test_a_system_does_not_feel_that_postgresql_was_started_again(api):
    from django.db import connection

    geef(2)
    assert api.get("/v1/signalen").status_code == 200
    for pad in ("/v1/signalen", "/v1/signalen", "/v1/correcties", "/v1/verklaringen"):
        connection.ensure_connection()
        maak_dood(connection.connection.info.backend_pid)
        assert api.get(pad).status_code == 200, pad


def test_what_a_system_scooped_need_not_reach_the_disk_but_what_comes_after_must(api):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        voor = cursor.fetchone()
        assert api.get("/v1/signalen").status_code == 200
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == voor == ("on",)


def test_the_api_looks_for_no_session_and_has_the_headers_of_every_answer(api, monkeypatch):
    from django.contrib.sessions.backends.db import SessionStore

    def nooit(*_):
        raise AssertionError("a session was looked for")

    monkeypatch.setattr(SessionStore, "load", nooit)
    api.cookies["sessionid"] = "abc"
    antwoord = api.get("/v1/signalen")
    assert antwoord.status_code == 200
    assert not antwoord.cookies
    assert antwoord["Content-Length"] == str(len(antwoord.content))
    for kop in ("Permissions-Policy", "X-Frame-Options", "Content-Security-Policy", "X-Content-Type-Options"):
        assert kop in antwoord.headers
