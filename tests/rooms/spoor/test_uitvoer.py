import json
from datetime import UTC, datetime

import pytest

from inburgering.spoor import rules
from ontvanger import luister

NU = datetime(2022, 1, 18, 9, tzinfo=UTC)


def _leg_vast(aantal, *, naam="lees"):
    from inburgering.spoor import commands, queries
    from inburgering.spoor.terms import Status, Verwerking

    return commands.leg_vast(
        [
            Verwerking(naam, "signaal-lezen", queries.pseudoniem(i), NU, NU, Status.OK, {"aantal": i, "waar": True})
            for i in range(aantal)
        ],
        now=NU,
    )


def _spans(bericht):
    return [s for bron in bericht["resourceSpans"] for deel in bron["scopeSpans"] for s in deel["spans"]]


def test_a_line_becomes_a_span_with_the_same_ids_and_nothing_lost(db):
    from inburgering.spoor import commands, queries

    _leg_vast(1)
    zegel = commands.verzegel(now=NU)
    (regel,) = queries.regels_onder(zegel)
    (span,) = _spans(rules.als_otlp([regel]))
    assert (span["traceId"], span["spanId"], span["name"]) == (regel["trace_id"], regel["span_id"], "lees")
    assert int(span["startTimeUnixNano"]) == regel["start_time"] * 1_000_000
    assert span["status"] == {"code": 1}
    waarden = {a["key"]: a["value"] for a in span["attributes"]}
    assert set(waarden) == set(regel["attributes"])
    assert waarden["waar"] == {"boolValue": True}
    assert waarden["aantal"] == {"intValue": "0"}
    assert waarden["dpl.core.processing_activity_id"]["stringValue"].endswith(":signaal-lezen")


def test_every_sealed_line_goes_out_once_and_what_is_not_sealed_waits(db):
    from inburgering.interfaces.webhook import logboek
    from inburgering.spoor import commands

    _leg_vast(3)
    commands.verzegel(now=NU)
    _leg_vast(2, naam="later")
    with luister() as ontvanger:
        ontvanger.antwoord = lambda _: (200, {})
        assert logboek.voer_uit(ontvanger.url, now=NU) == 3
        assert logboek.voer_uit(ontvanger.url, now=NU) == 0
        commands.verzegel(now=NU)
        assert logboek.voer_uit(ontvanger.url, now=NU) == 2
        namen = [s["name"] for b in ontvanger.berichten for s in _spans(b)]
    assert namen == ["lees"] * 3 + ["later"] * 2


@pytest.mark.parametrize("status", [302, 400, 429, 500])
def test_what_a_log_book_does_not_take_is_offered_again(db, status):
    from inburgering.interfaces.webhook import logboek
    from inburgering.spoor import commands

    _leg_vast(3)
    commands.verzegel(now=NU)
    with luister() as ontvanger:
        ontvanger.antwoord = lambda _: (status, {})
        with pytest.raises(logboek.LogboekWeigert):
            logboek.voer_uit(ontvanger.url, now=NU)
        ontvanger.antwoord = lambda _: (200, {})
        assert logboek.voer_uit(ontvanger.url, now=NU) == 3
        eerste, tweede = ontvanger.berichten
    assert [s["spanId"] for s in _spans(eerste)] == [s["spanId"] for s in _spans(tweede)]


def test_a_log_book_that_is_not_there_is_said_so(db):
    from inburgering.interfaces.webhook import logboek
    from inburgering.spoor import commands

    _leg_vast(1)
    commands.verzegel(now=NU)
    with luister() as ontvanger:
        weg = ontvanger.url
    for adres in (weg, "gopher://x", "niets"):
        with pytest.raises(logboek.LogboekWeigert) as fout:
            logboek.voer_uit(adres, now=NU)
        assert fout.value.herstel


@pytest.mark.parametrize(
    ("ruw", "neemt"),
    [
        (b"", True),
        (b"{}", True),
        (b'{"partialSuccess":{}}', True),
        (b'{"partialSuccess":{"rejectedSpans":"0"}}', True),
        (b'{"partialSuccess":{"rejectedSpans":"1"}}', False),
        (b"[]", False),
        (b"<html>", False),
    ],
)
def test_only_an_answer_that_takes_every_line_counts(ruw, neemt):
    from inburgering.interfaces.webhook import logboek

    if neemt:
        logboek.eis_aangenomen(200, ruw)
    else:
        with pytest.raises(logboek.LogboekWeigert):
            logboek.eis_aangenomen(200, ruw)


def test_the_file_holds_the_same_lines(db, tmp_path):
    from inburgering.interfaces.cli.naspeuren import _naar_bestand
    from inburgering.spoor import commands

    _leg_vast(4)
    commands.verzegel(now=NU)
    bestand = tmp_path / "spoor.otlp.jsonl"
    assert _naar_bestand(bestand) == 4
    assert sum(len(_spans(json.loads(regel))) for regel in bestand.read_text().splitlines()) == 4
