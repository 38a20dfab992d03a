"""Who may do what at the API, generated from the table: without token, without machtiging, for another gemeente."""

from django.test import Client

from apibouw import aangemeld, systeem
from inburgering.interfaces.api.operaties import LABELS, OPERATIES
from inburgering.primitives.ids import nieuw_id
from inburgering.toegang.terms import MACHTIGINGEN, Machtiging
from signaalbouw import ALMERE, NU, UTRECHT, geef

BESLOTEN = [o for o in OPERATIES if not o.openbaar]


def roep(api, operatie, **koppen):
    """Call an operation with something of the right form in its address and an empty body; status and code."""
    pad = "/v1" + operatie.pad.replace("{doorgifteId}", "1").replace("{terugmeldingId}", "1")
    for naam in ("signaalId", "correctieId", "stopId", "abonnementId"):
        pad = pad.replace(f"{{{naam}}}", str(nieuw_id(NU)))
    assert "{" not in pad, f"say here what {operatie.pad} needs"
    doe = getattr(api, operatie.methode.lower())
    body = {} if operatie.methode == "GET" else {"data": b"", "content_type": "application/json"}
    antwoord = doe(pad, headers=koppen, **body)
    soort = antwoord.headers.get("Content-Type", "")
    return antwoord.status_code, antwoord.json()["code"] if soort.startswith("application/problem") else ""


def test_without_a_token_nobody_comes_in(db):
    assert {o.naam: roep(Client(), o) for o in BESLOTEN} == {o.naam: (401, "niet-aangemeld") for o in BESLOTEN}


def test_a_token_for_everything_else_does_not_let_an_operation_be_done(db):
    geef(1)
    gekregen = {
        o.naam: roep(aangemeld(systeem(machtigingen=[m for m in Machtiging if m is not o.machtiging])), o)
        for o in BESLOTEN
    }
    assert gekregen == {o.naam: (403, "machtiging-ontbreekt") for o in BESLOTEN}


def test_its_own_machtiging_alone_is_enough_for_an_operation_to_be_heard(db):
    gekregen = {o.naam: roep(aangemeld(systeem(machtigingen=[o.machtiging])), o) for o in BESLOTEN}
    assert {naam: antwoord for naam, antwoord in gekregen.items() if antwoord[0] in {401, 403, 500}} == {}


def test_another_gemeente_needs_a_mandate_for_every_operation(db):
    api = aangemeld(systeem(ALMERE))
    gekregen = {o.naam: roep(api, o, Gemeente=UTRECHT) for o in BESLOTEN}
    assert gekregen == {o.naam: (403, "geen-bevoegdheid") for o in BESLOTEN}


def test_the_refusal_names_the_machtiging_that_is_missing(db):
    api = aangemeld(systeem(machtigingen=["stops:lezen"]))
    assert "signalen:lezen" in api.get("/v1/signalen").json()["detail"]


def test_a_machtiging_taken_from_the_system_is_gone_from_its_token_too(db):
    from django.db import connections

    api = aangemeld(systeem(machtigingen=["signalen:lezen", "stops:lezen"]))
    with connections["beheer"].cursor() as cursor:
        cursor.execute("UPDATE toegang_apiclient SET machtigingen = '{stops:lezen}'")
    connections["beheer"].close()
    assert api.get("/v1/signalen").json()["code"] == "machtiging-ontbreekt"
    assert api.get("/v1/stops").status_code == 200


def test_a_token_asked_for_less_does_less(db):
    api = aangemeld(systeem(), ["stops:lezen"])
    assert api.get("/v1/stops").status_code == 200
    assert api.get("/v1/signalen").status_code == 403


def test_the_description_names_the_machtiging_of_each_operation():
    document = Client().get("/v1/openapi.json").json()
    genoemd = document["components"]["securitySchemes"]["oauth"]["flows"]["clientCredentials"]["scopes"]
    assert genoemd == {m.value: uitleg for m, uitleg in MACHTIGINGEN.items()}
    for o in OPERATIES:
        gezegd = document["paths"][o.pad][o.methode.lower()]["security"]
        assert gezegd == ([] if o.openbaar else [{"oauth": [str(o.machtiging)]}])


def test_no_machtiging_is_idle_and_every_label_is_used():
    assert {o.machtiging for o in BESLOTEN} == set(Machtiging) == set(MACHTIGINGEN)
    assert {o.label for o in OPERATIES} | {"beschrijving"} == set(LABELS)


def test_no_address_and_no_parameter_is_about_a_person():
    woorden = {w.lower() for o in OPERATIES for w in (*o.pad.strip("/").split("/"), *(p.naam for p in o.vraag))}
    assert woorden
    assert not {w for w in woorden for fout in ("bsn", "burgerservice", "naam", "geboorte", "persoon") if fout in w}


def test_every_operation_has_a_name_of_its_own():
    assert len({o.naam for o in OPERATIES}) == len(OPERATIES)
