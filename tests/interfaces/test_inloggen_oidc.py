"""Login at the own organisation against a provider that speaks the real protocol, and what happens when it errs."""

import http.client
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from joserfc.jwk import ECKey, RSAKey

import aanbieder as proef
from inburgering.primitives import clock

KLANT = "open-inburgering-proef"


@pytest.fixture(params=["PS256"])
def idp(request, db, settings_van, tmp_path):
    """A provider with our public key, and this product set to use it."""
    sleutel = ECKey.generate_key("P-256")
    with proef.aanbieder(request.param) as wie:
        _stel_in(wie, sleutel, settings_van, tmp_path)
        yield wie


def _stel_in(wie, sleutel, settings_van, tmp_path, **anders):
    bestand = tmp_path / "oidc.pem"
    bestand.write_bytes(sleutel.as_pem(private=True))
    wie.klant = sleutel
    instellingen = {
        "OIDC_UITGEVER": wie.adres,
        "OIDC_CLIENT": KLANT,
        "OIDC_SLEUTEL": str(bestand),
        "OIDC_ONVEILIG": True,
    }
    settings_van(**(instellingen | anders))


def bij_organisatie(adres: str) -> str:
    """What a browser does with the address of the provider: go there, and be sent back."""
    delen = urlsplit(adres)
    lijn = http.client.HTTPConnection(delen.netloc, timeout=120)
    lijn.request("GET", f"{delen.path}?{delen.query}")
    terug = lijn.getresponse().headers["Location"]
    lijn.close()
    return terug.partition("8000")[2]


def log_in(client: Client, verder: str = "/"):
    heen = client.get("/inloggen/organisatie", {"next": verder})
    assert heen.status_code == 302, heen.content.decode()
    return client.get(bij_organisatie(heen["Location"]))


def wie_is(client: Client):
    from inburgering.toegang import queries

    nummer = client.session.get("_auth_user_id")
    return queries.actor_van(get_user_model().objects.get(pk=nummer)) if nummer else None


def test_a_klantmanager_comes_in_through_the_own_organisation(idp):
    client = Client()
    antwoord = log_in(client, "/inbox")
    assert (antwoord.status_code, antwoord["Location"]) == (302, "/inbox")
    wie = wie_is(client)
    assert (wie.naam, wie.rol, wie.gemeente) == ("Ans Vermeer", "klantmanager", "0855")
    assert client.get("/inbox").status_code == 200
    assert not get_user_model().objects.get().has_usable_password()


def test_what_we_ask_is_what_the_profile_asks(idp):
    vraag = {k: v[0] for k, v in parse_qs(urlsplit(Client().get("/inloggen/organisatie")["Location"]).query).items()}
    assert vraag["scope"] == "openid"
    assert proef.HOOG in vraag["acr_values"]
    assert vraag["code_challenge_method"] == "S256"
    assert all(len(vraag[k]) >= 43 for k in ("state", "nonce", "code_challenge"))  # 256 bits
    assert vraag["redirect_uri"] == "http://127.0.0.1:8000/inloggen/terug"


@pytest.mark.parametrize("alg", ["PS256", "ES256", "RS256"])
@pytest.mark.parametrize("eigen", ["EC", "RSA"])
def test_each_algorithm_of_the_profile_works(alg, eigen, db, settings_van, tmp_path):
    sleutel = ECKey.generate_key("P-256") if eigen == "EC" else RSAKey.generate_key(2048)
    with proef.aanbieder(alg) as wie:
        _stel_in(wie, sleutel, settings_van, tmp_path)
        assert log_in(Client()).status_code == 302


FOUTEN = {
    "another issuer": ({"iss": "https://kwaad.example"}, "", "iss"),
    "another audience": ({"aud": "iemand-anders"}, "", "aud"),
    "two audiences without azp": ({"aud": [KLANT, "ander"]}, "", "aud"),
    "made for another client": ({"azp": "iemand-anders"}, "", "aud"),
    "expired": ({"exp": 1_600_000_000}, "", "exp"),
    "no end": ({"exp": None}, "", "exp"),
    "kept too long": ({"iat": 1_600_000_000}, "", "iat"),
    "from the future": ({"iat": 9_999_999_999}, "", "iat"),
    "not yet valid": ({"nbf": 9_999_999_999}, "", "nbf"),
    "another nonce": ({"nonce": "x" * 43}, "", "nonce"),
    "no nonce": ({"nonce": None}, "", "nonce"),
    "too low a level": ({"acr": "http://eidas.europa.eu/LoA/low"}, "", "acr"),
    "no level": ({"acr": None}, "", "acr"),
    "nobody": ({"sub": ""}, "", "sub"),
    "alg none": ({}, "alg-none", "handtekening"),
    "hmac": ({}, "hmac", "handtekening"),
    "signed with another key": ({}, "andere-sleutel", "handtekening"),
    "an unknown key": ({}, "onbekende-sleutel", "handtekening"),
    "no number of a key": ({}, "zonder-kid", "handtekening"),
}


@pytest.mark.parametrize("soort", FOUTEN)
def test_a_token_of_which_one_thing_does_not_hold_lets_nobody_in(soort, idp):
    idp.anders, idp.kapot, wat = FOUTEN[soort]
    client = Client()
    antwoord = log_in(client)
    tekst = antwoord.content.decode()
    assert antwoord.status_code == 403
    assert f"({wat})" in tekst
    assert "Ans" not in tekst
    assert wie_is(client) is None
    assert not get_user_model().objects.exists()


def test_two_audiences_with_our_azp_is_right(idp):
    idp.anders = {"aud": [KLANT, "ander"], "azp": KLANT}
    assert log_in(Client()).status_code == 302


def test_a_state_that_this_browser_did_not_get_is_refused(idp):
    terug = bij_organisatie(Client().get("/inloggen/organisatie")["Location"])
    for slachtoffer in (Client(), _met_eigen_vraag()):
        antwoord = slachtoffer.get(terug)
        assert antwoord.status_code == 403
        assert "(state)" in antwoord.content.decode()
    assert idp.gezien.count("/token") == 0


def _met_eigen_vraag():
    client = Client()
    client.get("/inloggen/organisatie")
    return client


def test_an_answer_works_once(idp):
    client = Client()
    terug = bij_organisatie(client.get("/inloggen/organisatie")["Location"])
    assert client.get(terug).status_code == 302
    assert client.get(terug).status_code == 403
    assert idp.gezien.count("/token") == 1


def test_a_code_that_was_used_before_lets_nobody_in(idp):
    client = Client()
    eerst = bij_organisatie(client.get("/inloggen/organisatie")["Location"])
    assert client.get(eerst).status_code == 302
    oude_code = parse_qs(urlsplit(eerst).query)["code"][0]
    idp.terug = {"code": oude_code}
    antwoord = log_in(Client())
    assert antwoord.status_code == 403
    assert "weigert dit bezoek (code)" in antwoord.content.decode()


def test_an_answer_after_ten_minutes_is_too_late(idp, monkeypatch):
    client = Client()
    terug = bij_organisatie(client.get("/inloggen/organisatie")["Location"])
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "te lang" in client.get(terug).content.decode()


@pytest.mark.parametrize("terug", [{"iss": "https://kwaad.example"}, {"code": ""}, {"error": "access_denied"}])
def test_an_answer_from_elsewhere_or_without_code_is_refused(terug, idp):
    idp.terug = terug
    assert log_in(Client()).status_code == 403


@pytest.mark.parametrize(
    ("claims", "zin"),
    [
        ({"rol": None}, "geen rol"),
        ({"rol": "burgemeester"}, "geen rol"),
        ({"rol": "systeem"}, "geen rol"),
        ({"rol": ["duo-jurist", "incidentleider"]}, "meer dan één rol"),
        ({"gemeente": None}, "niet precies één gemeente"),
        ({"gemeente": ["0855", "0363"]}, "niet precies één gemeente"),
        ({"gemeente": "Tilburg"}, "niet precies één gemeente"),
    ],
)
def test_without_exactly_one_role_nobody_comes_in(claims, zin, idp):
    idp.anders = claims
    client = Client()
    antwoord = log_in(client)
    assert antwoord.status_code == 403
    assert zin in antwoord.content.decode()
    assert wie_is(client) is None


def test_the_rules_of_an_organisation_turn_its_words_into_ours(idp, settings_van, tmp_path):
    bestand = tmp_path / "rollen.toml"
    bestand.write_text(
        'claim = "groepen"\ngemeente_claim = "oin"\n[rollen]\n"inb-km" = "klantmanager"\n'
        '[gemeenten]\n"00000001001234567890" = "0855"\n'
    )
    settings_van(OIDC_ROLLEN=str(bestand))
    idp.anders = {"rol": None, "groepen": ["inb-km", "koffie"], "gemeente": None, "oin": "00000001001234567890"}
    client = Client()
    assert log_in(client).status_code == 302
    assert wie_is(client).gemeente == "0855"


def test_rules_with_a_role_that_does_not_exist_say_so(idp, settings_van, tmp_path):
    bestand = tmp_path / "fout.toml"
    bestand.write_text('[rollen]\nx = "baas"\n')
    settings_van(OIDC_ROLLEN=str(bestand))
    antwoord = log_in(Client())
    assert antwoord.status_code == 500
    assert "rolregels kloppen niet" in antwoord.content.decode()


def test_the_same_human_stays_the_same_medewerker_with_a_new_role_and_the_change_is_written_down(idp):
    from inburgering.spoor import queries as spoor
    from inburgering.toegang.models import Medewerker

    eerst, later = Client(), Client()
    log_in(eerst)
    idp.wie |= {"rol": "duo-jurist", "name": "Ans de Wit"}
    log_in(later)
    assert wie_is(eerst).id == wie_is(later).id
    assert (wie_is(eerst).rol, wie_is(eerst).naam, wie_is(eerst).gemeente) == ("duo-jurist", "Ans de Wit", None)
    assert Medewerker.objects.count() == 1
    regels = [r["handeling"] for r in spoor.audit_van("medewerker", wie_is(later).id)]
    assert sorted(regels) == sorted(
        ["medewerker.gemaakt", "medewerker.ingelogd", "medewerker.gewijzigd", "medewerker.ingelogd"]
    )


def test_two_people_of_two_providers_with_the_same_number_are_two(idp):
    from inburgering.toegang import commands
    from inburgering.toegang.terms import Inlogpersoon, Rol

    een = commands.meld_aan(Inlogpersoon("https://a.example", "1", "A", Rol.CBS, None), now=clock.now())
    ander = commands.meld_aan(Inlogpersoon("https://b.example", "1", "B", Rol.CBS, None), now=clock.now())
    assert een.pk != ander.pk


def test_who_was_shut_out_here_does_not_come_in(idp):
    log_in(Client())
    get_user_model().objects.update(is_active=False)
    client = Client()
    antwoord = log_in(client)
    assert antwoord.status_code == 403
    assert "toegang is hier gesloten" in antwoord.content.decode()
    assert wie_is(client) is None


def test_the_application_cannot_give_another_role_to_who_logs_in_with_a_password(idp):
    from django.db import ProgrammingError, connection

    from inburgering.toegang import commands
    from inburgering.toegang.terms import Rol

    wie = commands.maak_medewerker("duo", "D", rol=Rol.DUO_MEDEWERKER, gemeente=None, wachtwoord=None, now=clock.now())
    with pytest.raises(ProgrammingError, match="volgt geen organisatie"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT toegang_werk_bij(%s, 'D', 'incidentleider', NULL, %s)", [int(wie.id.split(":")[1]), clock.now()]
        )


def test_a_provider_may_turn_its_key_at_any_moment(idp, monkeypatch):
    assert log_in(Client()).status_code == 302
    idp.draai(weg=True)
    later = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert log_in(Client()).status_code == 302
    assert idp.gezien.count("/jwks") == 2
    assert idp.gezien.count("/.well-known/openid-configuration") == 1


def test_unknown_keys_do_not_make_us_ask_each_time(idp):
    idp.kapot = "onbekende-sleutel"
    assert [log_in(Client()).status_code for _ in range(4)] == [403] * 4
    assert idp.gezien.count("/jwks") == 1


@pytest.mark.parametrize("stap", ["beschrijving", "jwks", "token", "onleesbaar", "geen-http", "doorverwijzing"])
def test_a_provider_that_fails_gives_a_page_that_says_so(stap, idp):
    idp.kapot = stap
    client = Client()
    antwoord = client.get("/inloggen/organisatie")
    if antwoord.status_code == 302:
        antwoord = client.get(bij_organisatie(antwoord["Location"]))
    assert antwoord.status_code == 503
    assert "antwoordt niet" in antwoord.content.decode()


def test_an_answer_without_an_id_token_is_refused(idp):
    idp.kapot = "geen-token"
    assert "(id_token)" in log_in(Client()).content.decode()


@pytest.mark.parametrize(
    "extra",
    [
        {"issuer": "https://ander.example"},
        {"code_challenge_methods_supported": ["plain"]},
        {"id_token_signing_alg_values_supported": ["HS256", "none"]},
        {"token_endpoint": None},
    ],
)
def test_a_provider_that_is_another_or_cannot_do_what_is_needed_is_not_used(extra, idp):
    idp.extra = extra
    assert Client().get("/inloggen/organisatie").status_code == 503


def test_a_provider_that_is_not_https_is_not_used_in_earnest(idp, settings_van):
    settings_van(OIDC_ONVEILIG=False)
    assert "niet https" in Client().get("/inloggen/organisatie").content.decode()
    assert idp.gezien == []


def test_the_session_has_a_new_number_after_login(idp):
    client = Client()
    heen = client.get("/inloggen/organisatie")
    voor = client.session.session_key
    client.get(bij_organisatie(heen["Location"]))
    assert client.session.session_key != voor
    from django.contrib.sessions.models import Session

    assert not Session.objects.filter(pk=voor).exists()


def test_the_provider_can_end_our_session(idp):
    een, ander = Client(), Client()
    log_in(een)
    idp.wie |= {"sub": "ander", "sid": "s-2"}
    log_in(ander)
    antwoord = Client().get("/uitloggen/organisatie", {"iss": idp.adres, "sid": "s-1"})
    assert antwoord.status_code == 200
    assert f"frame-ancestors {idp.adres}" in antwoord["Content-Security-Policy"]
    assert "X-Frame-Options" not in antwoord
    assert een.get("/inbox").status_code == 302
    assert ander.get("/inbox").status_code == 200


@pytest.mark.parametrize("vraag", [{"iss": "https://kwaad.example", "sid": "s-1"}, {"sid": "s-1"}, {"sid": ""}, {}])
def test_nobody_else_can(vraag, idp):
    client = Client()
    log_in(client)
    assert Client().get("/uitloggen/organisatie", vraag).status_code == 200
    assert client.get("/inbox").status_code == 200


def test_logging_out_here_ends_the_session_and_points_at_the_other_one(idp):
    client = Client()
    log_in(client)
    antwoord = client.post("/uitloggen", follow=True)
    assert f"{idp.adres}/uit?client_id={KLANT}" in antwoord.content.decode()
    assert wie_is(client) is None


def test_a_password_is_not_even_looked_at(idp):
    from inburgering.toegang import commands
    from inburgering.toegang.terms import Rol

    commands.maak_medewerker(
        "duo", "D", rol=Rol.DUO_MEDEWERKER, gemeente=None, wachtwoord="een-lang-wachtwoord", now=clock.now()
    )
    antwoord = Client().post("/inloggen", {"gebruikersnaam": "duo", "wachtwoord": "een-lang-wachtwoord"})
    assert antwoord.status_code == 404
    tekst = Client().get("/inloggen?next=/inbox").content.decode()
    assert "Log in bij uw organisatie" in tekst
    assert "next=/inbox" in tekst
    assert 'type="password"' not in tekst


def test_nobody_is_sent_to_a_foreign_address_after_login(idp):
    assert log_in(Client(), "//kwaad.example/")["Location"] == "/"


@pytest.mark.parametrize("pad", ["/inloggen/organisatie", "/inloggen/terug", "/uitloggen/organisatie"])
def test_without_a_provider_these_pages_do_not_exist(pad, db):
    assert Client().get(pad).status_code == 404
