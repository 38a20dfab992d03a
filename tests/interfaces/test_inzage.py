"""Reading the log book from outside: shut by default, for one secret, and each reading is an act."""

import json
import urllib.error
import urllib.request

import pytest

from inburgering.primitives import clock
from signaalbouw import geef

GEHEIM = "g" * 40


@pytest.fixture
def open_(monkeypatch):
    from django.conf import settings

    monkeypatch.setattr(settings, "LDV_LEZEN", GEHEIM)


def vraag(adres, body, *, geheim=GEHEIM, methode="POST"):
    verzoek = urllib.request.Request(
        f"{adres}/processing-activities", data=json.dumps(body).encode(), method=methode,
        headers={"Authorization": f"Bearer {geheim}", "Content-Type": "application/json"},
    )  # fmt: skip
    try:
        with urllib.request.urlopen(verzoek, timeout=120) as antwoord:
            return antwoord.status, json.load(antwoord)
    except urllib.error.HTTPError as fout:
        return fout.code, json.load(fout)


def test_without_a_secret_there_is_nothing_here(live):
    assert vraag(live, {"traceId": "0" * 32})[0] == 404


def test_the_lines_about_one_person_are_found_by_pseudonym_and_the_reading_is_recorded(live, open_):
    from inburgering.spoor import queries

    geef(3, now=clock.now())
    wie = queries.pseudoniem(2)
    status, uit = vraag(live, {"dpl.core.data_subject_id": wie})
    assert status == 200
    regels = uit["processingActivities"]
    assert regels
    assert {r["attributes"]["dpl.core.data_subject_id"] for r in regels} == {wie}
    assert {"traceId", "spanId", "status", "name", "startTime", "endTime", "resource", "attributes"} <= set(regels[0])
    assert vraag(live, {"traceId": regels[0]["traceId"]})[1]["processingActivities"]
    later = {"dpl.core.data_subject_id": wie, "startTime": regels[-1]["startTime"] + 1}
    assert vraag(live, later)[1] == {"processingActivities": []}
    assert [a["handeling"] for a in queries.laatste_audit(3)].count("spoor.gelezen") == 3


@pytest.mark.parametrize(
    ("body", "anders", "status"),
    [
        ({}, {}, 400),
        ({"startTime": 1}, {}, 400),
        ({"traceId": 7}, {}, 400),
        ({"bsn": "999990019"}, {}, 400),
        ({"traceId": "0" * 32}, {"geheim": "ander"}, 401),
        ({"traceId": "0" * 32}, {"methode": "PUT"}, 405),
    ],
)
def test_a_question_that_does_not_fit_is_a_problem_with_a_mend(live, open_, body, anders, status):
    code, probleem = vraag(live, body, **anders)
    assert (code, probleem["status"]) == (status, status)
    assert "999990019" not in json.dumps(probleem)
