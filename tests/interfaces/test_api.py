import json
from datetime import date, timedelta

import pytest
from django.test import Client, override_settings

from apibouw import aangemeld, systeem
from inburgering.primitives import clock
from inburgering.primitives.ids import nieuw_id
from signaalbouw import (
    ALMERE,
    AMSTERDAM,
    DUO,
    LEIDER,
    NU,
    UTRECHT,
    geef,
    hef_op,
    inhoud,
    later,
    maak_vrijgave,
    zet_stop,
)


@pytest.fixture
def api(db):
    with override_settings(ROOT_URLCONF="inburgering.interfaces.api.urls"):
        yield aangemeld(systeem())


def post(api, pad, body=None, **anders):
    return api.post(pad, data=json.dumps(body or {}), content_type="application/json", **anders)


def test_a_gemeente_fetches_its_signalen_with_inhoud(api):
    geef(2)
    geef(1, UTRECHT)
    antwoord = api.get("/v1/signalen")
    body = antwoord.json()
    assert antwoord.status_code == 200
    assert [s["volgnummer"] for s in body["signalen"]] == [1, 2]
    eerste = body["signalen"][0]
    assert eerste["inhoud"] == inhoud()
    assert (eerste["gestopt"], eerste["ingetrokken"], eerste["gemeente"]) == (False, False, ALMERE)
    assert eerste["aangemaaktOp"] == "2022-01-10T09:00:00Z"
    assert body["volgende"] is None


def test_fetching_goes_on_where_it_left_off(api):
    geef(5)
    body = api.get("/v1/signalen?aantal=2").json()
    assert body["volgende"] == 2
    rest = api.get("/v1/signalen?sinds=2&aantal=10").json()
    assert [s["volgnummer"] for s in rest["signalen"]] == [3, 4, 5]


def test_under_a_stop_the_envelop_comes_without_inhoud_and_the_refusal_is_counted(api):
    from inburgering.stop import queries
    from inburgering.stop.terms import Kanaal

    v, (signaal,) = geef()
    nummer = zet_stop(v)
    for pad in ("/v1/signalen", f"/v1/signalen/{signaal}"):
        body = api.get(pad).json()
        een = body["signalen"][0] if "signalen" in body else body
        assert een["gestopt"] is True
        assert een["inhoud"] is None
        assert een["gebruikTot"] is None
    assert b"Tesfay" not in api.get("/v1/signalen").content
    hef_op(nummer, now=clock.now())
    assert queries.weigeringen(nummer) == {Kanaal.API: 3}
    assert api.get(f"/v1/signalen/{signaal}").json()["inhoud"] == inhoud()


def test_fetching_is_booked_in_the_ledger_for_this_client(api):
    from inburgering.verstrekking import queries

    v, _ = geef(2)
    api.get("/v1/signalen")
    api.get("/v1/signalen")
    geboekt = [(r.kanaal, r.actor.partition(":")[0]) for r in queries.van_vrijgaven([v])]
    assert geboekt[2:] == [("api", "client")] * 2
    assert queries.zonder_spoor() == 0


def test_without_a_good_key_nothing_is_shown(api):
    geef()
    for sleutel in ("", "Bearer onzin", "Basic x", "Bearer ïb", "Bearer", "Bearer ib_x_y"):
        antwoord = Client().get("/v1/signalen", headers={"Authorization": sleutel})
        assert antwoord.status_code == 401, sleutel
        zonder = antwoord.json()["code"] == "niet-aangemeld"
        uitdaging = 'Bearer realm="api"' + ("" if zonder else ', error="invalid_token"')
        assert antwoord.headers["WWW-Authenticate"] == uitdaging


def test_a_token_that_is_for_something_else_says_so_as_rfc_6750_does(db):
    antwoord = aangemeld(systeem(), ["stops:lezen"]).get("/v1/signalen")
    assert (antwoord.status_code, antwoord.json()["code"]) == (403, "machtiging-ontbreekt")
    assert antwoord.headers["WWW-Authenticate"] == 'Bearer realm="api", error="insufficient_scope"'


def test_only_the_headers_are_asked_and_they_are_those_of_the_answer(api):
    geef(1)
    api.get("/v1/signalen")  # from now on it was seen
    for pad in ("/v1/signalen", "/v1/signaalsoorten", "/v1/openapi.json", "/v1/statuslijsten/0034", "/v1/signalen/x"):
        heel, kop = api.get(pad), api.head(pad)
        assert (kop.status_code, kop.content) == (heel.status_code, b"")
        assert kop.headers["Content-Type"] == heel.headers["Content-Type"]
        assert kop.headers["Content-Length"] == str(len(heel.content))
    assert api.head("/v1/weg").status_code == 404
    assert api.head(f"/v1/signalen/{nieuw_id(NU)}/bevestigingen").status_code == 405


def test_another_gemeente_only_by_mandate(api):
    from inburgering.toegang import commands

    geef(1, UTRECHT)
    assert api.get("/v1/signalen", headers={"Gemeente": UTRECHT}).json()["code"] == "geen-bevoegdheid"
    commands.geef_mandaat(UTRECHT, ALMERE, vanaf=date(2022, 1, 1), tot=None, door=DUO, now=NU)
    body = api.get("/v1/signalen", headers={"Gemeente": UTRECHT}).json()
    assert (body["gemeente"], len(body["signalen"])) == (UTRECHT, 1)
    assert api.get("/v1/signalen", headers={"Gemeente": AMSTERDAM}).status_code == 403


def test_an_ended_mandaat_opens_nothing_from_that_day_on(api):
    from inburgering.toegang import commands

    geef(1, UTRECHT)
    nu = clock.now()
    commands.geef_mandaat(UTRECHT, ALMERE, vanaf=date(2022, 1, 1), tot=None, door=DUO, now=NU)
    for dag, status in ((nu.date() + timedelta(days=2), 200), (nu.date(), 403)):
        commands.beeindig_mandaat(UTRECHT, ALMERE, tot=dag, door=DUO, now=nu)
        assert api.get("/v1/signalen", headers={"Gemeente": UTRECHT}).status_code == status


def test_a_signaal_of_another_gemeente_does_not_exist(api):
    _, (signaal,) = geef(1, UTRECHT)
    for antwoord in (
        api.get(f"/v1/signalen/{signaal}"),
        post(api, f"/v1/signalen/{signaal}/bevestigingen"),
        post(api, f"/v1/signalen/{signaal}/verklaringen", {"antwoord": "gewist"}),
        api.get(f"/v1/signalen/{nieuw_id(NU)}"),
    ):
        assert antwoord.status_code == 404
        assert antwoord.headers["Content-Type"] == "application/problem+json"


def test_confirming_twice_is_confirming_once(api):
    from inburgering.signaal import queries

    _, (signaal,) = geef()
    for _ in range(2):
        antwoord = post(api, f"/v1/signalen/{signaal}/bevestigingen")
        assert antwoord.status_code == 201
        assert antwoord.json()["id"] == str(signaal)
    assert queries.envelop(signaal).status == "bevestigd"


def test_confirming_a_correctie_by_the_api_counts(api):
    from inburgering.signaal import commands, queries

    _, (oud,) = geef()
    (correctie,) = commands.trek_in([oud], reden="Oude wet.", vrijgave_id=maak_vrijgave("h"), door=LEIDER, now=later(1))
    body = api.get("/v1/signalen").json()["signalen"]
    assert [(s["ingetrokken"], s["gestopt"]) for s in body] == [(True, False), (False, False)]
    assert body[1]["corrigeert"] == str(oud)
    assert post(api, f"/v1/signalen/{correctie}/bevestigingen").status_code == 201
    assert queries.openstaand() == {}
    assert post(api, f"/v1/signalen/{oud}/bevestigingen").status_code == 409


def test_a_verklaring_is_recorded(api):
    from inburgering.signaal import queries

    _, (signaal,) = geef()
    antwoord = post(api, f"/v1/signalen/{signaal}/verklaringen", {"antwoord": "gewist", "toelichting": "Klaar."})
    assert (antwoord.status_code, antwoord.json()["antwoord"]) == (201, "gewist")
    assert queries.verklaringen([signaal])[signaal].toelichting == "Klaar."


def test_stops_are_listed_read_and_confirmed(api):
    from inburgering.stop import queries

    v, _ = geef()
    nummer = zet_stop(v)
    anders = zet_stop(v, gemeenten=(UTRECHT,))
    body = api.get("/v1/stops").json()
    assert [s["stopId"] for s in body["stops"]] == [str(nummer)]
    assert body["epoch"] == 2
    assert api.get(f"/v1/stops/{nummer}").json()["reden"] == "Verkeerde wet."
    assert post(api, f"/v1/stops/{nummer}/bevestigingen").status_code == 201
    (rij,) = [b for b in queries.bevestigingen(nummer) if b.gemeente == ALMERE]
    assert rij.bevestigd_op is not None
    assert api.get(f"/v1/stops/{anders}").status_code == 404
    assert post(api, f"/v1/stops/{anders}/bevestigingen").status_code == 404


def test_only_stops_of_what_a_gemeente_has_or_gets_are_told_each_with_what_it_picks(api):
    from inburgering.stop import commands
    from inburgering.stop.terms import Bereik, Keus, Richting
    from indienst import neem_in_dienst

    neem_in_dienst(LEIDER)
    v, _ = geef()
    ander = commands.maak_vrijgave("kennisgeving", "brief", run="1", now=NU)
    zet = {"door": LEIDER, "now": NU, "herzie_op": date(2022, 2, 1)}
    elders = [
        commands.zet_stop(Bereik(alles=True, richting=Richting.IN), "Wacht.", **zet),
        commands.zet_stop(Bereik(alles=False, keus=Keus(soorten=("statistiek", "brief"))), "Wacht.", **zet),
    ]
    keus = Keus(wetten=("Wi2021",), soorten=("A1",), vanaf=date(2022, 1, 1))
    nummer = commands.zet_stop(Bereik(alles=False, keus=keus), "Verkeerde wet.", **zet)
    (stop,) = api.get("/v1/stops").json()["stops"]
    assert (stop["stopId"], stop["alles"], stop["vrijgaven"]) == (str(nummer), False, [v])
    gekozen = {"wetten": ["Wi2021"], "categorieen": [], "soorten": ["A1"], "vanaf": "2022-01-01", "tot": None}
    assert (stop["keus"], stop["herzieOp"]) == (gekozen, "2022-02-01")
    (signaal,) = api.get("/v1/signalen").json()["signalen"]
    assert signaal["vrijgave"] in stop["vrijgaven"]
    assert ander not in stop["vrijgaven"]
    for vreemd in elders:
        assert api.get(f"/v1/stops/{vreemd}").status_code == 404


def test_invalid_input_is_400_and_names_the_field(api):
    for pad, veld in (
        ("?sinds=-1", "sinds"),
        ("?sinds=99999999999", "sinds"),
        ("?aantal=0", "aantal"),
        ("?aantal=501", "aantal"),
        ("?aantal=veel", "aantal"),
        ("?aantal=٣", "aantal"),
        ("?limiet=3", "limiet"),
        ("/abc", "signaalId"),
        ("/{00000000-0000-0000-0000-0000000000}", "signaalId"),
    ):
        body = api.get("/v1/signalen" + pad).json()
        assert (body["status"], body.get("veld")) == (400, veld), pad


def test_a_body_that_does_not_fit_is_400(api):
    _, (signaal,) = geef()
    goed = b'{"antwoord": "gewist"}'
    fout = (
        b'{"antwoord": "misschien"}',
        goed[:-1] + b', "extra": 1}',
        b"[]",
        b"{",
        b'"x"',
        b"\xff",
        b"null",
        b"",
        b" ",
    )
    for rauw in fout:
        antwoord = api.post(f"/v1/signalen/{signaal}/verklaringen", data=rauw, content_type="application/json")
        assert (antwoord.status_code, antwoord.json()["code"]) == (400, "verzoek-ongeldig"), rauw


def test_a_body_with_a_number_of_a_person_is_refused_without_repeating_it(api):
    _, (signaal,) = geef()
    antwoord = post(api, f"/v1/signalen/{signaal}/verklaringen", {"antwoord": "gewist", "toelichting": "BSN 999999990"})
    assert antwoord.status_code == 400
    assert b"999999990" not in antwoord.content


def test_a_huge_body_is_refused(api):
    _, (signaal,) = geef()
    antwoord = api.post(f"/v1/signalen/{signaal}/verklaringen", data=b" " * 200_000, content_type="application/json")
    assert antwoord.status_code == 400


def test_other_forms_than_json_are_refused(api):
    _, (signaal,) = geef()
    pad = f"/v1/signalen/{signaal}/verklaringen"
    assert api.post(pad, data="antwoord=gewist", content_type="text/plain").status_code == 415
    assert api.get("/v1/signalen", headers={"Accept": "text/html"}).status_code == 406


def test_a_slash_at_the_end_is_another_address(api):
    for pad in ("/v1/signalen/", "/v1/", "/v1", "/v1/niets", "/v1/openapi.json/"):
        antwoord = api.get(pad)
        assert (antwoord.status_code, antwoord.json()["code"]) == (404, "adres-onbekend")


def test_another_method_says_which_there_are(api):
    antwoord = api.delete("/v1/signalen")
    assert (antwoord.status_code, antwoord.headers["Allow"]) == (405, "GET, HEAD")
    assert api.post("/v1/openapi.json").headers["Allow"] == "GET, HEAD"


def test_every_answer_has_its_version_and_is_not_kept(api):
    from inburgering.interfaces.api import openapi

    for pad in ("/v1/signalen", "/v1/openapi.json", "/v1/niets", "/v1/signalen?x=1", "/v1/signaalsoorten"):
        antwoord = api.get(pad)
        assert antwoord.headers["API-Version"] == openapi.VERSIE, pad
        assert antwoord.headers["Cache-Control"] == "no-store"
        assert antwoord.headers["X-Content-Type-Options"] == "nosniff"
        assert antwoord.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in antwoord.headers["Content-Security-Policy"]
        assert antwoord.headers["Strict-Transport-Security"].startswith("max-age=")


def test_every_answer_with_data_says_under_which_epoch(api):
    geef()
    een = api.get("/v1/signalen")
    zet_stop()
    twee = api.get("/v1/signalen")
    assert int(twee.headers["Poort-Epoch"]) == int(een.headers["Poort-Epoch"]) + 1
    assert een.headers["ETag"] != twee.headers["ETag"]


def test_what_nobody_expected_is_500_and_says_nothing_from_inside(api, monkeypatch):
    from inburgering.signaal import commands

    def stuk(*_, **__):
        raise RuntimeError("geheim")

    monkeypatch.setattr(commands, "haal_op", stuk)
    antwoord = api.get("/v1/signalen")
    assert antwoord.status_code == 500
    assert b"geheim" not in antwoord.content
    assert antwoord.headers["Content-Type"] == "application/problem+json"


def test_the_catalogue_and_the_description_need_no_key(api):
    soorten = Client().get("/v1/signaalsoorten").json()["soorten"]
    terug = Client().get("/v1/terugmeldsoorten").json()["soorten"]
    assert all(v["artikel"] and v["doel"] for s in (*soorten, *terug) for v in s["velden"])
    assert {v["ontvanger"] for s in soorten for v in s["velden"]} == {"college"}
    assert {v["ontvanger"] for s in terug for v in s["velden"]} == {"minister"}
    assert {v["verstrekker"] for s in soorten if s["code"] == "A6" for v in s["velden"]} == {"toetser"}
    antwoord = Client().get("/v1/openapi.json")
    assert antwoord.headers["Access-Control-Allow-Origin"] == "*"
    assert antwoord.json()["openapi"].startswith("3.")


def test_the_description_has_every_operation_and_only_those(api):
    from inburgering.interfaces.api.operaties import OPERATIES

    paden = api.get("/v1/openapi.json").json()["paths"]
    beschreven = {(m.upper(), p) for p, methoden in paden.items() for m in methoden}
    assert beschreven == {(o.methode, o.pad) for o in OPERATIES} | {("GET", "/openapi.json")}


def test_the_description_knows_every_key_of_an_answer(api):
    geef()
    schemas = api.get("/v1/openapi.json").json()["components"]["schemas"]
    (signaal,) = api.get("/v1/signalen").json()["signalen"]
    assert set(signaal) == set(schemas["Signaal"]["properties"])


def test_every_error_of_the_house_has_a_status_between_400_and_599():
    from house.test_errors import family
    from inburgering.interfaces.api import problems

    for soort in family():
        assert 400 <= problems.status_van(soort()) <= 599
