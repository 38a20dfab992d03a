"""The supplier's command line against the real API: asking offline, declaring, passing on and calling back."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from inburgering.client.__main__ import main
from inburgering.primitives import clock
from signaalbouw import ALMERE, NU, geef, maak_vrijgave, zet_stop

DICHT = "http://127.0.0.1:9"


@pytest.fixture
def roep(live, monkeypatch, tmp_path, capsys):
    """The command line of a system of Almere: exit status and what it gave."""
    from django.conf import settings

    from inburgering.toegang import commands

    client = commands.maak_client("Pakket van Almere", ALMERE, now=NU)
    monkeypatch.setattr(settings, "ADRES", live)
    monkeypatch.setenv("INBURGERING_CLIENT_GEHEIM", client.geheim)

    def doe(*woorden, adres=live, now=None):
        moment = now or clock.now()
        status = main(
            ["--adres", adres, "--client", client.id, "--map", str(tmp_path), *map(str, woorden)],
            klok=moment.astimezone,
        )
        uit = capsys.readouterr()
        return status, json.loads(uit.out) if uit.out else uit.err

    return doe


def test_a_copy_is_asked_after_without_a_connection_while_its_list_holds(roep, monkeypatch):
    _, (pk,) = geef(1, now=clock.now())
    assert roep("status", pk)[0] == 0
    monkeypatch.delenv("INBURGERING_CLIENT_GEHEIM")
    nu = clock.now()
    assert roep("status", pk, adres=DICHT, now=nu)[1]["magGebruikt"] is True
    status, later = roep("status", pk, adres=DICHT, now=nu + timedelta(hours=2))
    assert (status, later["magGebruikt"]) == (1, False)
    assert later["toestand"].startswith("onbekend")


def test_what_was_never_heard_of_or_ran_out_may_not_be_used_without_a_connection(roep):
    _, (pk,) = geef(1, now=clock.now())
    assert roep("status", pk, adres=DICHT)[0] == 3
    roep("signalen")
    assert roep("status", pk, adres=DICHT, now=clock.now() + timedelta(days=400))[0] == 3


def test_a_stop_is_seen_by_the_list_before_the_head_is_fetched_anew(roep):
    vrijgave, (pk,) = geef(1, now=clock.now())
    roep("signaal", pk)
    zet_stop(vrijgave, now=clock.now())
    status, uit = roep("status", pk, now=clock.now() + timedelta(minutes=2))
    assert (status, uit["toestand"], uit["magGebruikt"]) == (1, "gestopt", False)


def test_no_inhoud_is_kept_beside_the_lists(roep, tmp_path):
    _, (pk,) = geef(1, now=clock.now())
    assert roep("signaal", pk)[1]["inhoud"]["naam"] == "N. Tesfay"
    assert [b for b in tmp_path.iterdir() if "Tesfay" in b.read_text()] == []


def test_only_what_is_really_stopped_is_carried_on_and_then_confirmed(roep, tmp_path):
    from inburgering.signaal import queries

    fout, (dicht,) = geef(1, now=clock.now())
    _, (los,) = geef(1, vrijgave_id=maak_vrijgave("later"), now=clock.now())
    vandaag = clock.now().date()
    for pk in (dicht, los):
        assert roep("geef-door", pk, "Taalschool De Brug", "naam", "--datum", vandaag)[0] == 0
    zet_stop(fout, now=clock.now())
    status, uit = roep("draag-stop-door")
    assert (status, uit["dicht"]) == (0, [str(dicht)])
    (vraag,) = uit["vraagDezeTeStoppen"]
    assert roep("roep-terug", vraag["id"], "--bevestigd")[0] == 0
    rijen = {d["signaal_id"]: (d["teruggeroepen_op"], d["bevestigd_op"]) for d in roep("doorgiften")[1]}
    assert all(rijen[str(dicht)])
    assert rijen[str(los)] == (None, None)
    lijst = tmp_path / "gebruik.csv"
    lijst.write_text("moment;waarvoor\n")
    assert roep("verklaar", dicht, "niet-gebruikt", "--bewijs", "ons logboek", "--document", lijst)[0] == 0
    assert queries.verklaringen([dicht])[dicht].bewijs.document == "gebruik.csv"
    assert roep("verklaar", dicht, "geen-woord")[0] == 2
    assert roep("verklaar", dicht, "gewist", "--document", tmp_path / "weg.csv")[0] == 2


def test_a_webhook_is_checked_by_hand(roep, monkeypatch, tmp_path):
    from inburgering.interfaces.webhook import berichten

    geheim = "whsec_" + "QUJD" * 8
    body = b'{"type":"nl.openinburgering.signalen.stop-gezet","subject":"1","dataref":"https://x/v1/stops/1"}'
    koppen = berichten.headers(SimpleNamespace(id="7", geheimen=(geheim,)), body, now=NU)
    bestanden = [tmp_path / "koppen.txt", tmp_path / "body.json"]
    bestanden[0].write_text("POST /x HTTP/1.1\n" + "".join(f"{n}: {w}\n" for n, w in koppen.items()))
    bestanden[1].write_bytes(body)
    vraag = ("controleer-webhook", *bestanden)
    assert roep(*vraag, now=NU)[0] == 2
    monkeypatch.setenv("INBURGERING_WEBHOOK_GEHEIM", geheim)
    assert roep(*vraag, now=NU)[1]["soort"].endswith("stop-gezet")
    assert roep(*vraag, "--moment", NU.isoformat(), now=datetime(2030, 1, 1, tzinfo=UTC))[0] == 0
    assert roep(*vraag, "--moment", "2022-01-10T09:00:00")[0] == 2
    assert roep(*vraag, now=NU + timedelta(hours=1))[0] == 1
    bestanden[1].write_bytes(body + b" ")
    assert roep(*vraag, now=NU)[0] == 1
