"""Characters that no database keeps: refused at every way in, named, and never a fault of ours."""

import base64
import json

import pytest
from django.test import Client, override_settings

from apibouw import aangemeld, b64, bewijs, met_bewijs, openbaar, sleutel, systeem, vraag_token
from signaalbouw import geef

NUL, HALF = "a\\u0000b", "a\\ud800b"
_INVOER = [
    ("verklaringen", {"antwoord": "niet-gebruikt"}, "toelichting"),
    ("verklaringen", {"antwoord": "niet-gebruikt"}, "bewijs"),
    ("doorgiften", {"gegevens": ["naam"], "datum": "2022-01-10", "ontvanger": "school"}, "ontvanger"),
    ("doorgiften", {"gegevens": ["naam"], "datum": "2022-01-10", "ontvanger": "school"}, "grondslag"),
    ("terugmeldingen", {"soort": "N2", "velden": {"geboortedatum": "1990-01-01"}}, "velden.naam"),
    ("terugmeldingen/1/intrekkingen", {}, "reden"),
    ("abonnementen", {"sink": "https://gemeente.example/berichten"}, "contact"),
]


@pytest.fixture
def api(db):
    with override_settings(ROOT_URLCONF="inburgering.interfaces.api.urls"):
        yield aangemeld(systeem())


def _met(body, plaats, teken):
    """The JSON text with this escape at that place."""
    diep = json.loads(json.dumps(body))
    *heen, laatste = plaats.split(".")
    doel = diep
    for stap in heen:
        doel = doel.setdefault(stap, {})
    doel[laatste] = "HIER"
    return json.dumps(diep).replace('"HIER"', f'"{teken}"')


@pytest.mark.parametrize("teken", [NUL, HALF])
@pytest.mark.parametrize(("pad", "body", "plaats"), _INVOER)
def test_a_character_that_cannot_be_kept_is_refused_with_its_place(api, pad, body, plaats, teken):
    nummer = geef(1)[1][0]
    if pad == "verklaringen":
        pad = f"signalen/{nummer}/{pad}"
    elif pad == "doorgiften":
        body = {"signaalId": str(nummer)} | body
    antwoord = api.post(f"/v1/{pad}", data=_met(body, plaats, teken), content_type="application/json")
    assert antwoord.status_code == 400, antwoord.content
    if teken == NUL:
        assert [g["veld"] for g in antwoord.json()["gebreken"]] == [f"$.{plaats}"]


def test_the_name_of_a_document_and_of_a_field_are_looked_at_too(api):
    nummer = geef(1)[1][0]
    pad = f"/v1/signalen/{nummer}/verklaringen"
    document = '{"antwoord": "niet-gebruikt", "document": {"naam": "\\u0000", "sha256": "' + "0" * 64 + '"}}'
    uit = api.post(pad, data=document, content_type="application/json").json()
    assert [g["veld"] for g in uit["gebreken"]] == ["$.document.naam"]
    melding = '{"soort": "N2", "velden": {"na\\u0000am": "x", "geboortedatum": "1990-01-01"}}'
    assert api.post("/v1/terugmeldingen", data=melding, content_type="application/json").status_code == 400


@pytest.mark.parametrize(
    "pad", ["/v1/signalen?sinds=%00", "/v1/signalen?%00=1", "/v1/signalen/%00", "/v1/statuslijsten/%00", "/v1/%00"]
)
def test_an_address_with_such_a_character_is_no_address(api, pad):
    assert api.get(pad).status_code in {400, 404}


def _kop(paar):
    return {"Authorization": f"Basic {base64.b64encode(paar).decode()}"}


@pytest.mark.parametrize(
    "vraag",
    [
        lambda _n: vraag_token(kop=_kop(b"a%00b:c")),
        lambda _n: vraag_token(kop=_kop(b"a\x00b:c")),
        lambda n: vraag_token(kop=_kop(f"{n.id}:%00".encode())),
        lambda _n: vraag_token("a\0b", "c"),
        lambda n: vraag_token(n.id, "\0"),
        lambda n: vraag_token(n.id, n.geheim, scope="\0"),
        lambda n: vraag_token(n.id, n.geheim, grant_type="\0"),
        lambda _n: met_bewijs(f"{b64(b'{}')}.{b64(json.dumps({'sub': chr(0)}).encode())}.x"),
        lambda _n: met_bewijs(f"{b64(b'{}')}.{b64(json.dumps({'sub': chr(0xD800)}).encode())}.x"),
        lambda _n: met_bewijs("\0"),
    ],
)
def test_the_token_desk_says_no_in_the_words_of_oauth(db, vraag):
    antwoord = vraag(systeem())
    assert antwoord.status_code in {400, 401}
    assert antwoord.headers["Content-Type"] == "application/json"
    assert antwoord.json()["error"] in {"invalid_request", "invalid_client", "invalid_scope", "unsupported_grant_type"}


def test_a_signed_proof_with_such_a_number_of_its_own_is_no_proof(db):
    met = sleutel()
    nieuw = systeem(jwks=openbaar(met))
    for jti in ("\0", "\ud800"):
        antwoord = met_bewijs(bewijs(nieuw.id, met, jti=jti))
        assert (antwoord.status_code, antwoord.json()["error"]) == (401, "invalid_client")


def test_a_form_with_very_many_fields_is_refused_in_the_words_of_oauth(db):
    body = "&".join(f"a{n}=1" for n in range(1500))
    antwoord = Client(raise_request_exception=False).post(
        "/oauth/token", data=body, content_type="application/x-www-form-urlencoded"
    )
    assert (antwoord.status_code, antwoord.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("kid", ["a\0b", "a\ud800b"])
def test_a_token_that_names_such_a_key_is_no_token(db, kid):
    kop, inhoud = (b64(json.dumps(d).encode()) for d in ({"alg": "Ed25519", "kid": kid}, {}))
    antwoord = Client(headers={"Authorization": f"Bearer {kop}.{inhoud}.x"}, raise_request_exception=False).get(
        "/v1/signalen"
    )
    assert (antwoord.status_code, antwoord.json()["code"]) == (401, "token-ongeldig")


@pytest.mark.parametrize("veld", ["traceId", "dpl.core.processing_activity_id", "dpl.core.data_subject_id"])
@override_settings(LDV_LEZEN="geheim")
def test_the_log_book_is_not_asked_for_such_a_character(db, veld):
    antwoord = Client(headers={"Authorization": "Bearer geheim"}, raise_request_exception=False).post(
        "/processing-activities", data=f'{{"{veld}": "{NUL}"}}', content_type="application/json"
    )
    assert antwoord.status_code == 400


@pytest.mark.parametrize("pad", ["/inloggen?next=%00", "/status?%00=1", "/rapporten/%00", "/status?gemeente=a%00b"])
def test_no_page_of_the_portal_has_such_an_address(db, pad):
    antwoord = Client(raise_request_exception=False).get(pad)
    assert antwoord.status_code == 400
    assert "Content-Security-Policy" in antwoord.headers


def test_a_cookie_with_such_a_character_was_not_sent(db):
    koekje = 'sessionid="\\000\\000\\000\\000\\000\\000\\000\\000\\000"'
    antwoord = Client(raise_request_exception=False).get("/", HTTP_COOKIE=koekje)
    assert antwoord.status_code == 302


@pytest.mark.parametrize("veld", ["gebruikersnaam", "wachtwoord", "next"])
def test_the_login_form_refuses_such_a_character(db, veld):
    velden = {"gebruikersnaam": "leider", "wachtwoord": "x", "next": "/"} | {veld: "a\0b"}
    assert Client(raise_request_exception=False).post("/inloggen", velden).status_code == 422
