"""The API against its own description: whatever two systems send, no 5xx and no answer outside the contract."""

import json
import re
import time
from collections import Counter

import pytest
import schemathesis
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from apibouw import systeem, token
from inburgering.interfaces.api import openapi
from inburgering.interfaces.api.operaties import OPERATIES
from signaalbouw import ALMERE, LEIDER, UTRECHT, geef, later, maak_vrijgave, zet_stop

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]
VOORBEELDEN = {GenerationMode.POSITIVE: 5, GenerationMode.NEGATIVE: 3}


@pytest.fixture
def wereld(live, tmp_path):
    """Two gemeenten with signalen, a correctie, a stop, a doorgifte and an abonnement; the ids there are."""
    from inburgering.signaal import commands
    from inburgering.terugmelding import commands as terug

    ids = {}
    for gemeente in (ALMERE, UTRECHT):
        nieuw = systeem(gemeente)
        actor = _client(nieuw).actor
        v, signalen = geef(3, gemeente)
        (correctie,) = commands.trek_in(
            signalen[:1], reden="Oude wet.", vrijgave_id=maak_vrijgave(gemeente), door=LEIDER, now=later(1)
        )
        door = commands.geef_door(
            signalen[1], "Taalschool", gegevens=["naam"], datum=later(1).date(), door=actor, now=later(2)
        )
        terugmelding = terug.meld(
            "N1", signalen[2], {"waaromNiet": "verhuisd"}, door=actor, gemeente=gemeente, now=later(3)
        )
        abonnementen = [
            commands.maak_abonnement(gemeente, f"https://gemeente.example/{n}", door=actor, now=later(1))[0]
            for n in range(2)
        ]
        stop = zet_stop(v, gemeenten=(gemeente,)) if gemeente == UTRECHT else zet_stop(maak_vrijgave("ander"))
        ids[gemeente] = {
            "token": token(nieuw),
            "signaalId": [str(s) for s in signalen],
            "correctieId": [str(correctie)],
            "doorgifteId": [door],
            "terugmeldingId": [terugmelding],
            "abonnementId": [str(a) for a in abonnementen],
            "stopId": [str(stop)],
            "lijst": [gemeente],
            "activiteitId": ["lees-levering"],
        }
    with override_settings(API_PIEK=1_000_000, API_PER_MINUUT=60_000_000):
        yield live, ids


def _client(nieuw):
    from inburgering.toegang import queries

    return queries.client(nieuw.id)


@pytest.mark.slow
def test_whatever_two_systems_send_the_answer_is_within_the_contract(wereld):
    adres, ids = wereld
    document = json.loads(json.dumps(openapi.beschrijving()))
    schema = schemathesis.openapi.from_dict(document)
    statussen: Counter[tuple[str, int]] = Counter()
    begin = time.monotonic()
    for resultaat in schema.get_all_operations():
        operatie = resultaat.ok()
        _zoals_het_hoort(operatie, adres=adres, ids=ids, statussen=statussen)
        for soort, aantal in VOORBEELDEN.items():
            _probeer(operatie, soort, aantal, adres=adres, ids=ids, statussen=statussen)
    _eis_dat_er_iets_gebeurde(statussen)
    assert time.monotonic() - begin < 120


def _goed(naam: str, signaal: str) -> dict[str, object] | None:
    """A body that is right for an operation that asks for one."""
    return {
        "verklaarSignaal": {"antwoord": "gewist"},
        "geefDoor": {
            "signaalId": signaal,
            "ontvanger": "Taalschool",
            "gegevens": ["naam"],
            "datum": "2022-01-12",
        },
        "roepDoorgifteTerug": {"stap": "gevraagd"},
        "meldTerug": {"soort": "N1", "signaalId": signaal, "velden": {"waaromNiet": "verhuisd"}},
        "trekTerugmeldingIn": {"reden": "Vergissing."},
        "maakAbonnement": {"sink": "https://gemeente.example/nieuw"},
        "wijzigAbonnement": {"soorten": ["nl.openinburgering.signalen.stop-gezet"]},
        "herhaalBezorgingen": {"van": 1, "tot": 3},
    }.get(naam)


def _zoals_het_hoort(operatie, *, adres, ids, statussen) -> None:
    """Call the operation once for each system with everything in order; it must succeed."""
    naam = operatie.definition.raw["operationId"]
    for bekend in ids.values():
        welke = 0 if operatie.method.upper() == "DELETE" else -1
        extra = {"body": goed} if (goed := _goed(naam, bekend["signaalId"][-1])) else {}
        case = operatie.Case(
            path_parameters={deel: bekend[deel][welke] for deel in re.findall(r"{(\w+)}", operatie.path)},
            media_type="application/merge-patch+json" if naam == "wijzigAbonnement" else "application/json",
            **extra,
        )
        kop = {"Authorization": f"Bearer {bekend['token']}"}
        antwoord = case.call_and_validate(base_url=f"{adres}/v1", headers=kop, checks=CHECKS)
        assert antwoord.status_code < 300, (naam, antwoord.status_code, antwoord.content)
        statussen[operatie.label, antwoord.status_code] += 1


def _probeer(operatie, soort, aantal, *, adres, ids, statussen):
    checks = [*CHECKS, negative_data_rejection] if soort is GenerationMode.NEGATIVE else CHECKS

    @seed(20220126)
    @settings(
        max_examples=aantal,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=operatie.as_strategy(generation_mode=soort),
        wie=st.sampled_from(sorted(ids)),
        echt=st.booleans(),
        keuze=st.integers(0, 2),
    )
    def een_keer(case, wie, echt, keuze) -> None:
        bekend = ids[wie]
        if keuze and soort is GenerationMode.POSITIVE:  # another gemeente is refused before anything else is looked at
            case.headers.pop("Gemeente", None)
        if echt and soort is GenerationMode.POSITIVE:
            delen = case.path_parameters or {}
            case.path_parameters = {naam: bekend[naam][keuze % len(bekend[naam])] for naam in delen}
            if isinstance(case.body, dict) and "signaalId" in case.body:
                case.body["signaalId"] = bekend["signaalId"][keuze]
        kop = {"Authorization": f"Bearer {bekend['token']}"}
        antwoord = case.call_and_validate(base_url=f"{adres}/v1", headers=kop, checks=checks)
        statussen[operatie.label, antwoord.status_code] += 1

    try:
        een_keer()
    except Unsatisfiable:  # nothing in this operation can be wrong
        assert soort is GenerationMode.NEGATIVE


def _eis_dat_er_iets_gebeurde(statussen) -> None:
    """Every operation was tried, what can be refused was, and nobody was shut out."""
    assert {label for label, _ in statussen} == {f"{o.methode} {o.pad}" for o in OPERATIES} | {"GET /openapi.json"}
    geweigerd = {label for label, status in statussen if status in {400, 403, 404, 409}}
    assert geweigerd >= {f"{o.methode} {o.pad}" for o in OPERATIES if "{" in o.pad or o.invoer}
    assert {401, 429, 500, 503} & {status for _, status in statussen} == set()
