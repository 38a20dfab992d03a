"""The token desk: who gets in, with what, how often, and who does not."""

import base64
import json
from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.test import Client, override_settings
from joserfc import jws
from joserfc.jwk import ECKey, OctKey, OKPKey

from apibouw import BASIS, aangemeld, b64, bewijs, met_bewijs, openbaar, sleutel, systeem, teken, token, vraag_token
from inburgering.primitives import clock
from inburgering.toegang.terms import SYSTEEM, Machtiging
from signaalbouw import NU

ALGS = ["ES256", "Ed25519", "EdDSA", "PS256", "RS256"]


@pytest.fixture
def nieuw(db):
    return systeem()


def lees(waarde: str) -> dict[str, object]:
    return json.loads(jws.extract_compact(waarde.encode()).payload)


def haal(waarde: str, pad: str = "/v1/signalen"):
    return Client(headers={"Authorization": f"Bearer {waarde}"}).get(pad)


def test_a_proof_with_brackets_without_end_is_a_proof_of_nothing(db):
    """What is in a signature is read before it is known who signed."""
    wat = b64(b"[" * 3000)
    bewijs_ = f"{b64(b'{}')}.{wat}.{wat}"
    antwoord = met_bewijs(bewijs_)
    assert (antwoord.status_code, antwoord.json()["error"]) == (401, "invalid_client")


# ── With a secret ────────────────────────────────────────────────────────────────────────────────


def test_a_secret_gives_a_token_that_opens_the_api(nieuw):
    antwoord = vraag_token(nieuw.id, nieuw.geheim)
    body = antwoord.json()
    assert (antwoord.status_code, body["token_type"], body["expires_in"]) == (200, "Bearer", 600)
    assert antwoord.headers["Cache-Control"] == "no-store"
    assert haal(body["access_token"]).status_code == 200


def test_the_token_says_who_for_whom_and_how_long(nieuw):
    kop = jws.extract_compact(token(nieuw).encode()).protected
    gezegd = lees(token(nieuw))
    assert (kop["typ"], kop["alg"]) == ("at+jwt", "Ed25519")
    assert (gezegd["iss"], gezegd["aud"]) == (BASIS, f"{BASIS}/v1")
    assert gezegd["sub"] == gezegd["client_id"] == nieuw.id
    assert gezegd["client_oin"] == "00000099000000010034"
    assert gezegd["exp"] - gezegd["iat"] == 600
    assert lees(token(nieuw))["jti"] != gezegd["jti"]


def test_the_secret_may_come_in_the_heading_and_not_in_two_places(nieuw):
    paar = base64.b64encode(f"{nieuw.id}:{nieuw.geheim}".encode()).decode()
    kop = {"Authorization": f"Basic {paar}"}
    assert vraag_token(kop=kop).status_code == 200
    dubbel = vraag_token(nieuw.id, nieuw.geheim, kop=kop)
    assert (dubbel.status_code, dubbel.json()["error"]) == (400, "invalid_request")


def test_a_wrong_secret_or_number_gives_the_same_no(nieuw):
    antwoorden = [
        vraag_token(nieuw.id, "fout"),
        vraag_token("0" * 16, nieuw.geheim),
        vraag_token("", "x"),
        vraag_token("é", "x"),
        vraag_token(kop={"Authorization": "Basic ###"}),
    ]
    assert {a.status_code for a in antwoorden} == {401}
    assert len({a.content for a in antwoorden}) == 1
    assert antwoorden[0].json()["error"] == "invalid_client"
    assert antwoorden[0].headers["WWW-Authenticate"].startswith("Basic")


def test_only_client_credentials_is_given(nieuw):
    anders = vraag_token(nieuw.id, nieuw.geheim, grant_type="password")
    assert (anders.status_code, anders.json()["error"]) == (400, "unsupported_grant_type")
    assert vraag_token(nieuw.id, nieuw.geheim, grant_type="").status_code == 400


def test_a_form_that_is_no_form_is_refused(nieuw):
    api = Client()
    assert api.post("/oauth/token", data="{}", content_type="application/json").json()["error"] == "invalid_request"
    dubbel = "grant_type=client_credentials&grant_type=client_credentials"
    soort = "application/x-www-form-urlencoded"
    assert api.post("/oauth/token", data=dubbel, content_type=soort).json()["error"] == "invalid_request"
    assert api.post("/oauth/token", data=b"\xff=1", content_type=soort).status_code == 400
    assert api.post("/oauth/token", data="a" * 200_000, content_type=soort).status_code == 400
    weg = api.get("/oauth/token")
    assert (weg.status_code, weg.headers["Allow"]) == (405, "POST")


def test_a_system_gets_what_it_asks_and_never_more_than_it_may(db):
    nieuw = systeem(machtigingen=["stops:lezen", "signalen:lezen"])
    alles = vraag_token(nieuw.id, nieuw.geheim).json()
    assert alles["scope"] == "signalen:lezen stops:lezen"
    minder = vraag_token(nieuw.id, nieuw.geheim, scope="stops:lezen").json()
    assert lees(minder["access_token"])["scope"] == minder["scope"] == "stops:lezen"
    for teveel in ("signalen:lezen doorgiften:lezen", "beheer", "*"):
        assert vraag_token(nieuw.id, nieuw.geheim, scope=teveel).json()["error"] == "invalid_scope"


def test_signing_in_and_failing_to_leave_a_line_in_the_audit(nieuw):
    from inburgering.spoor import queries

    vraag_token(nieuw.id, nieuw.geheim)
    vraag_token(nieuw.id, "fout")
    laatste = queries.laatste_audit(2)
    assert [r["handeling"] for r in laatste] == ["aanmelding.mislukt", "token.gegeven"]
    assert nieuw.geheim not in str(laatste)


# ── Failing too often ────────────────────────────────────────────────────────────────────────────


def test_who_fails_ten_times_waits_and_nobody_else_does(nieuw):
    for _ in range(10):
        assert vraag_token(nieuw.id, "fout").status_code == 401
    vol = vraag_token(nieuw.id, nieuw.geheim)
    assert vol.status_code == 429
    assert 1 <= int(vol.headers["Retry-After"]) <= 30
    assert vraag_token(nieuw.id, nieuw.geheim, adres="10.0.0.2").status_code == 200
    ander = systeem()
    assert vraag_token(ander.id, ander.geheim).status_code == 200


def test_who_fails_from_very_many_places_waits_everywhere_and_one_place_cannot_reach_that(nieuw, monkeypatch):
    from inburgering.interfaces.api import oauth
    from inburgering.toegang.terms import Tempo

    monkeypatch.setattr(oauth, "MISLUKT_OVERAL", Tempo(24, 1 / 3600))
    for _ in range(30):
        vraag_token(nieuw.id, "fout")
    assert vraag_token(nieuw.id, nieuw.geheim, adres="10.0.0.9").status_code == 200
    for plaats in range(1, 8):
        for _ in range(2):
            assert vraag_token(nieuw.id, "fout", adres=f"10.1.0.{plaats}").status_code == 401
    assert vraag_token(nieuw.id, nieuw.geheim, adres="10.0.0.9").status_code == 429


def test_a_proof_that_does_not_hold_shuts_nobody_out(db):
    from inburgering.spoor import queries

    eigen = sleutel()
    nieuw = systeem(jwks=openbaar(eigen))
    gezegd = b64(json.dumps({"iss": nieuw.id, "sub": nieuw.id}).encode())
    kop = b64(json.dumps({"alg": "none"}).encode())
    for getekend in (f"{kop}.{gezegd}.", bewijs(nieuw.id, sleutel())):
        assert [met_bewijs(getekend).status_code for _ in range(60)] == [401] * 60
    assert met_bewijs(bewijs(nieuw.id, eigen)).status_code == 200
    mislukt = [r for r in queries.laatste_audit(200) if r["handeling"] == "aanmelding.mislukt"]
    assert 100 <= len(mislukt) < 120, "written down, but not without end"


@override_settings(EIGEN_PROXY=(ip_network("10.9.0.0/16"),))
def test_behind_our_own_proxy_and_inway_one_peer_does_not_shut_out_another(nieuw):
    def vraag(geheim, **koppen):
        return vraag_token(nieuw.id, geheim, adres="10.9.0.1", kop=koppen).status_code

    kop = b64(json.dumps({"alg": "EdDSA"}).encode())

    def peer(oin):
        return {"Fsc-Authorization": f"{kop}.{b64(json.dumps({'sub': oin}).encode())}.{b64(b'x')}"}

    for wie in ({"X-Forwarded-For": "192.0.2.1"}, peer("0" * 19 + "1")):
        assert [vraag("fout", **wie) for _ in range(11)] == [401] * 10 + [429]
    assert vraag(nieuw.geheim, **{"X-Forwarded-For": "192.0.2.2"}) == 200
    assert vraag(nieuw.geheim, **peer("0" * 19 + "2")) == 200


def test_signing_in_well_takes_nothing_from_the_bucket_of_failures(nieuw):
    for _ in range(12):
        assert vraag_token(nieuw.id, nieuw.geheim).status_code == 200


# ── With a key ───────────────────────────────────────────────────────────────────────────────────


def test_a_signed_proof_of_each_algorithm_gives_a_token(db):
    for alg in ALGS:
        eigen = sleutel(alg)
        nieuw = systeem(jwks=openbaar(eigen))
        assert nieuw.geheim is None
        antwoord = met_bewijs(bewijs(nieuw.id, eigen, alg=alg))
        assert antwoord.status_code == 200, (alg, antwoord.content)
        assert haal(antwoord.json()["access_token"]).status_code == 200


def test_a_proof_works_once(db):
    eigen = sleutel()
    nieuw = systeem(jwks=openbaar(eigen))
    getekend = bewijs(nieuw.id, eigen)
    assert met_bewijs(getekend).status_code == 200
    opnieuw = met_bewijs(getekend)
    assert (opnieuw.status_code, opnieuw.json()["error"]) == (401, "invalid_client")
    assert met_bewijs(bewijs(nieuw.id, eigen)).status_code == 200


FOUTE_BEWIJZEN = [
    {"aud": "https://elders.example/oauth/token"},
    {"aud": [f"{BASIS}/oauth/token", "https://elders.example"]},
    {"aud": None},
    {"iss": "iemand-anders"},
    {"exp": -1},
    {"exp": 1800},
    {"exp": None},
    {"exp": "morgen"},
    {"exp": True},
    {"exp": 1e300},
    {"iat": 600},
    {"jti": None},
    {"jti": ""},
    {"jti": "x" * 129},
    {"jti": 7},
]


def test_a_proof_that_says_something_wrong_is_refused(db):
    eigen = sleutel()
    nieuw = systeem(jwks=openbaar(eigen))
    for nummer, fout in enumerate(FOUTE_BEWIJZEN):
        nu = clock.now().timestamp()
        los = {k: int(nu + w) if k in {"exp", "iat"} and type(w) is int else w for k, w in fout.items()}
        antwoord = met_bewijs(bewijs(nieuw.id, eigen, **los), adres=f"10.0.1.{nummer}")
        assert (antwoord.status_code, antwoord.json()["error"]) == (401, "invalid_client"), fout
    assert met_bewijs(bewijs(nieuw.id, eigen, aud=[f"{BASIS}/oauth/token"])).status_code == 200


def test_a_proof_by_another_key_or_algorithm_is_refused(db):
    eigen, vreemd = sleutel(), sleutel()
    nieuw = systeem(jwks=openbaar(eigen))
    geldig = bewijs(nieuw.id, eigen)
    kop, deel, hand = geldig.split(".")
    zonder = f"{b64(json.dumps({'alg': 'none'}).encode())}.{deel}."
    met_openbaar = OctKey.import_key(json.dumps(eigen.as_dict(private=False), sort_keys=True))
    hmac = jws.serialize_compact(
        {"alg": "HS256"}, json.dumps(lees(geldig)).encode(), met_openbaar, algorithms=["HS256"]
    )
    for getekend in (
        bewijs(nieuw.id, vreemd),
        bewijs(nieuw.id, sleutel("Ed25519"), alg="Ed25519"),
        zonder,
        hmac,
        f"{kop}.{deel}.{hand[:-4]}AAAA",
        f"{kop}.{b64(b'[]')}.{hand}",
        "a.b.c",
        "x" * 9000,
        "é.é.é",
    ):
        antwoord = met_bewijs(getekend)
        assert (antwoord.status_code, antwoord.json()["error"]) == (401, "invalid_client"), getekend[:60]


def test_a_system_with_two_keys_may_use_both_until_one_is_withdrawn(db):
    from inburgering.toegang import commands

    oud, vers = sleutel(kid="oud"), sleutel("Ed25519", "vers")
    nieuw = systeem(jwks=openbaar(oud))
    commands.registreer_sleutel(nieuw.id, *openbaar(vers), door=SYSTEEM, now=NU)
    assert met_bewijs(bewijs(nieuw.id, oud)).status_code == 200
    assert commands.trek_sleutel_in(nieuw.id, "oud", door=SYSTEEM, now=NU)
    assert not commands.trek_sleutel_in(nieuw.id, "oud", door=SYSTEEM, now=NU)
    assert met_bewijs(bewijs(nieuw.id, oud)).status_code == 401
    assert met_bewijs(bewijs(nieuw.id, vers, alg="Ed25519")).status_code == 200


def test_a_system_that_signs_has_no_secret_that_works(db):
    nieuw = systeem(jwks=openbaar(sleutel()))
    for geheim in ("", "None", "geheim"):
        assert vraag_token(nieuw.id, geheim or "x").status_code == 401


def test_another_kind_of_proof_or_another_number_beside_it_is_refused(db):
    eigen = sleutel()
    nieuw = systeem(jwks=openbaar(eigen))
    vreemd = vraag_token(client_assertion=bewijs(nieuw.id, eigen), client_assertion_type="urn:saml")
    assert (vreemd.status_code, vreemd.json()["error"]) == (400, "invalid_request")
    assert met_bewijs(bewijs(nieuw.id, eigen), client_id="iemand-anders").status_code == 401


# ── Tokens at the API ────────────────────────────────────────────────────────────────────────────


def test_a_token_ends_after_its_time(nieuw):
    vers = token(nieuw, now=clock.now() - timedelta(minutes=9))
    oud = token(nieuw, now=clock.now() - timedelta(minutes=10, seconds=1))
    assert haal(vers).status_code == 200
    antwoord = haal(oud)
    assert (antwoord.status_code, antwoord.json()["code"]) == (401, "token-ongeldig")


def test_a_token_for_another_address_does_not_open_this_one(nieuw):
    assert haal(token(nieuw, uitgever="https://elders.example")).status_code == 401


def test_a_token_that_we_did_not_sign_opens_nothing(nieuw):
    echt = token(nieuw)
    gezegd, kid = lees(echt), jws.extract_compact(echt.encode()).protected["kid"]
    vreemd = OKPKey.generate_key("Ed25519")
    kop = {"alg": "Ed25519", "typ": "at+jwt", "kid": kid}
    goed = eigen_sleutel(kid)
    ec = ECKey.generate_key("P-256")
    mag = {
        "vreemde sleutel": teken(vreemd, kop, gezegd),
        "alg none": f"{b64(json.dumps(kop | {'alg': 'none'}).encode())}.{b64(json.dumps(gezegd).encode())}.",
        "andere alg": jws.serialize_compact(
            kop | {"alg": "ES256"}, json.dumps(gezegd).encode(), ec, algorithms=["ES256"]
        ),
        "onbekende kid": teken(vreemd, kop | {"kid": "0" * 16}, gezegd),
        "geen at+jwt": teken(goed, kop | {"typ": "JWT"}, gezegd),
        "zonder exp": teken(goed, kop, {k: v for k, v in gezegd.items() if k != "exp"}),
        "te lang": teken(goed, kop, gezegd | {"exp": gezegd["exp"] + 3600}),
        "uit de toekomst": teken(goed, kop, gezegd | {"iat": gezegd["iat"] + 300, "exp": gezegd["exp"] + 300}),
        "ander publiek": teken(goed, kop, gezegd | {"aud": [f"{BASIS}/v1"]}),
        "andere drager": teken(goed, kop, gezegd | {"client_id": "ander"}),
        "vreemde machtiging": teken(goed, kop, gezegd | {"scope": "alles"}),
        "onleesbaar": "a.b.c",
        "leeg": "..",
        "lang": "x" * 9000,
    }
    for naam, waarde in mag.items():
        antwoord = haal(waarde)
        assert (antwoord.status_code, antwoord.json()["code"]) == (401, "token-ongeldig"), naam
    assert haal(teken(goed, kop, gezegd)).status_code == 200, "the same claims under our own key are good"


def test_a_system_that_is_shut_out_is_out_at_its_next_request(nieuw):
    from inburgering.toegang import commands

    api = aangemeld(nieuw)
    assert api.get("/v1/stops").status_code == 200
    assert commands.trek_client_in(nieuw.id, door=SYSTEEM, now=NU)
    assert not commands.trek_client_in(nieuw.id, door=SYSTEEM, now=NU)
    assert api.get("/v1/stops").json()["code"] == "token-ongeldig"
    assert vraag_token(nieuw.id, nieuw.geheim).status_code == 401


def test_turning_our_key_hurts_nobody_and_the_old_one_ends(nieuw):
    from inburgering.toegang import commands, queries

    oud = token(nieuw)
    commands.draai_tokensleutel(door=SYSTEEM, now=clock.now())
    vers = token(nieuw)
    assert haal(oud).status_code == haal(vers).status_code == 200
    kids = [k["kid"] for k in Client().get("/oauth/jwks.json").json()["keys"]]
    assert kids == [jws.extract_compact(w.encode()).protected["kid"] for w in (vers, oud)]
    later = clock.now() + timedelta(minutes=11)
    assert [k["kid"] for k in queries.jwks(later)] == kids[:1]


def test_a_token_under_an_old_key_is_refused_once_every_honest_one_has_ended(nieuw):
    from inburgering.toegang import commands

    nu = clock.now()
    kid = jws.extract_compact(token(nieuw, now=nu - timedelta(minutes=30)).encode()).protected["kid"]
    vervalst = teken(eigen_sleutel(kid), {"alg": "Ed25519", "typ": "at+jwt", "kid": kid}, lees(token(nieuw)))
    assert haal(vervalst).status_code == 200, "as long as the key signs it cannot be told from ours"
    commands.draai_tokensleutel(door=SYSTEEM, now=nu - timedelta(minutes=11))
    assert haal(vervalst).status_code == 401


def eigen_sleutel(kid: str) -> OKPKey:
    """A key of ours with its private half, as who stole it would have it."""
    from inburgering.toegang import queries
    from inburgering.toegang.rules import tokens

    zaad = queries.zaad(kid)
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": b64(tokens.openbaar(zaad)), "d": b64(zaad)})


def test_a_leaked_key_is_shut_at_once_with_everything_under_it(nieuw):
    from inburgering.toegang import commands

    oud = token(nieuw)
    commands.draai_tokensleutel(door=SYSTEEM, now=clock.now(), per_direct=True)
    assert haal(oud).status_code == 401
    assert haal(token(nieuw)).status_code == 200
    assert len(Client().get("/oauth/jwks.json").json()["keys"]) == 1


def test_anybody_can_check_our_tokens_with_the_published_keys(nieuw):
    waarde = token(nieuw)
    (jwk,) = Client().get("/oauth/jwks.json").json()["keys"]
    assert "d" not in jwk
    gelezen = jws.deserialize_compact(waarde, OKPKey.import_key(jwk), algorithms=["Ed25519"])
    assert json.loads(gelezen.payload)["client_id"] == nieuw.id


def test_the_signpost_tells_where_everything_is(db):
    wegwijzer = Client().get("/.well-known/oauth-authorization-server").json()
    assert wegwijzer["issuer"] == BASIS
    assert wegwijzer["token_endpoint"] == f"{BASIS}/oauth/token"
    assert set(wegwijzer["scopes_supported"]) == set(Machtiging)
    assert "private_key_jwt" in wegwijzer["token_endpoint_auth_methods_supported"]
    assert Client().get("/oauth/jwks.json").status_code == 200
