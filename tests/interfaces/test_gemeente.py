"""The example gemeente against the real service: what it keeps, what it may use, and whom it asks to stop."""

import ast
import importlib.util
import os
import subprocess
import sys
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc.jwk import ECKey, OKPKey, RSAKey

from inburgering.client import Koppeling, WebhookOnecht, lees_webhook
from inburgering.primitives import clock
from signaalbouw import ALMERE, LEIDER, NU, geef, hef_op, maak_vrijgave, zet_stop

BESTAND = Path(__file__).parents[2] / "examples" / "gemeente" / "gemeente.py"


def _laad():
    soort = importlib.util.spec_from_file_location("voorbeeldgemeente", BESTAND)
    module = importlib.util.module_from_spec(soort)
    soort.loader.exec_module(module)
    return module


@pytest.fixture
def toegang(live, settings_adres):
    from inburgering.toegang import commands

    return live, commands.maak_client("Pakket van Almere", ALMERE, now=NU)


@pytest.fixture
def settings_adres(live, monkeypatch):
    from django.conf import settings

    monkeypatch.setattr(settings, "ADRES", live)


@pytest.fixture
def gemeente(toegang, tmp_path):
    live, client = toegang
    een = _laad().Gemeente(Koppeling(live, client.id, client.geheim), tmp_path)
    yield een
    een.bank.close()


def test_the_example_uses_the_library_and_python_alone():
    boom = ast.parse(BESTAND.read_text())
    gevraagd = {n.module for n in ast.walk(boom) if isinstance(n, ast.ImportFrom)}
    gevraagd |= {a.name for n in ast.walk(boom) if isinstance(n, ast.Import) for a in n.names}
    assert {g for g in gevraagd if g.split(".")[0] not in sys.stdlib_module_names} == {"inburgering.client"}


def test_it_keeps_what_is_new_once_and_uses_it_within_its_lease(gemeente):
    _, (eerste, _) = geef(2, now=clock.now())
    now = clock.now()
    assert gemeente.ronde(now=now)["nieuw"] == 2
    assert gemeente.ronde(now=now)["nieuw"] == 0
    assert gemeente.gebruik(str(eerste), "uitnodigen", now=now)["naam"] == "N. Tesfay"
    assert gemeente.gebruik("onbekend", "uitnodigen", now=now) is None
    assert gemeente.gebruik(str(eerste), "uitnodigen", now=now + timedelta(days=400)) is None


def test_under_a_stop_it_uses_nothing_and_asks_the_school_to_stop(gemeente):
    vrijgave, (pk,) = geef(1, now=clock.now())
    now = clock.now()
    gemeente.ronde(now=now)
    doorgifte = gemeente.geef_door(str(pk), "taalschool Het Begin", ["naam"], now=now)
    assert doorgifte.toegestaan
    stop = zet_stop(vrijgave, now=clock.now())
    later = now + timedelta(minutes=2)  # its list is older than the beat, so it asks for a new one
    uit = gemeente.ronde(now=later)
    assert (uit["stops"], uit["gevraagdTeStoppen"]) == (1, 1)
    assert gemeente.gebruik(str(pk), "uitnodigen", now=later) is None
    assert gemeente.geef_door(str(pk), "nog een school", ["naam"], now=later) is None
    (rij,) = gemeente.koppeling.doorgiften()
    assert rij.teruggeroepen_op is not None
    hef_op(stop, now=clock.now())
    weer = later + timedelta(minutes=2)
    gemeente.ronde(now=weer)
    assert gemeente.gebruik(str(pk), "uitnodigen", now=weer) is not None


def test_without_a_statuslijst_it_uses_nothing_and_calls_nothing_back(gemeente, monkeypatch):
    _, (pk,) = geef(1, now=clock.now())
    now = clock.now()
    gemeente.ronde(now=now)
    gemeente.geef_door(str(pk), "taalschool Het Begin", ["naam"], now=now)
    monkeypatch.setattr(gemeente.lijsten, "_haal", _weg)
    later = now + timedelta(hours=1)
    assert gemeente.gebruik(str(pk), "uitnodigen", now=later) is None
    assert gemeente.ronde(now=later)["gevraagdTeStoppen"] == 0
    (rij,) = gemeente.koppeling.doorgiften()
    assert rij.teruggeroepen_op is None


def test_a_school_is_asked_also_when_the_gemeente_was_killed_after_wiping(gemeente, monkeypatch):
    from inburgering.signaal import commands

    vrijgave, (pk,) = geef(1, now=clock.now())
    now = clock.now()
    gemeente.ronde(now=now)
    gemeente.geef_door(str(pk), "taalschool Het Begin", ["naam"], now=now)
    zet_stop(vrijgave, now=clock.now())
    commands.trek_in([pk], reden="Oude wet.", vrijgave_id=maak_vrijgave("herstel"), door=LEIDER, now=clock.now())
    with monkeypatch.context() as stuk:
        stuk.setattr(gemeente.koppeling, "verklaar", _weg)
        with pytest.raises(OSError, match="weg"):
            gemeente.ronde(now=now + timedelta(minutes=2))
    weer = gemeente.ronde(now=now + timedelta(minutes=4))
    assert (weer["gewist"], weer["gevraagdTeStoppen"], weer["verklaard"]) == (0, 1, 1)


def _weg(*_woorden, **_namen):
    raise OSError("weg")


def test_what_was_fetched_while_shut_is_fetched_again_after_the_lifting(gemeente):
    vrijgave, (pk,) = geef(1, now=clock.now())
    stop = zet_stop(vrijgave, now=clock.now())
    now = clock.now()
    gemeente.ronde(now=now)
    assert gemeente.gebruik(str(pk), "uitnodigen", now=now) is None
    hef_op(stop, now=clock.now())
    later = now + timedelta(minutes=2)
    gemeente.ronde(now=later)
    assert gemeente.gebruik(str(pk), "uitnodigen", now=later) is not None


def test_what_is_withdrawn_is_wiped(gemeente):
    from inburgering.signaal import commands

    vrijgave, (pk,) = geef(1, now=clock.now())
    now = clock.now()
    gemeente.ronde(now=now)
    zet_stop(vrijgave, now=clock.now())
    commands.trek_in([pk], reden="Oude wet.", vrijgave_id=maak_vrijgave("herstel"), door=LEIDER, now=clock.now())
    assert gemeente.ronde(now=now + timedelta(minutes=2))["gewist"] == 1
    (inhoud,) = gemeente.bank.execute("SELECT inhoud FROM signaal WHERE id = ?", (str(pk),)).fetchone()
    assert inhoud is None


@pytest.mark.parametrize(("gebruikt", "antwoord"), [(False, "niet-gebruikt"), (True, "gebruikt-zonder-besluit")])
def test_under_a_stop_it_declares_once_what_it_did_and_keeps_the_evidence(gemeente, tmp_path, gebruikt, antwoord):
    from inburgering.signaal import queries

    vrijgave, (pk,) = geef(1, now=clock.now())
    now = clock.now()
    gemeente.ronde(now=now)
    if gebruikt:
        gemeente.gebruik(str(pk), "uitnodigen voor de brede intake", now=now)
    zet_stop(vrijgave, now=clock.now())
    later = now + timedelta(minutes=2)
    assert [gemeente.ronde(now=later)["verklaard"] for _ in range(2)] == [1, 0]
    rij = queries.verklaringen([pk])[pk]
    (lijst,) = tmp_path.glob("gebruik-van-signaal-*.csv")
    bewijs = rij.bewijs.document, rij.bewijs.sha256
    assert (rij.antwoord, *bewijs) == (antwoord, lijst.name, sha256(lijst.read_bytes()).hexdigest())
    assert ("brede intake" in lijst.read_text()) is gebruikt


def test_it_runs_as_a_program_of_its_own(toegang, tmp_path):
    live, client = toegang
    geef(1, now=clock.now())
    omgeving = os.environ | {"INBURGERING_CLIENT": client.id, "INBURGERING_CLIENT_GEHEIM": client.geheim}
    woorden = [sys.executable, str(BESTAND), "--adres", live, "--map", str(tmp_path), "--elke", "0"]
    uit = subprocess.run(woorden, env=omgeving, capture_output=True, text=True, timeout=240, check=False)
    assert (uit.returncode, '"nieuw": 1' in uit.stdout) == (0, True), uit.stderr
    zonder = {k: v for k, v in omgeving.items() if not k.startswith("INBURGERING_CLIENT")}
    assert subprocess.run(woorden, env=zonder, capture_output=True, timeout=240, check=False).returncode == 2


def _sleutel(soort):
    return {
        "ec": lambda: ec.generate_private_key(ec.SECP256R1()),
        "ed25519": ed25519.Ed25519PrivateKey.generate,
        "rsa": lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048),
    }[soort]()


@pytest.mark.parametrize(("soort", "jwk"), [("ec", ECKey), ("ed25519", OKPKey), ("rsa", RSAKey)])
def test_a_system_signs_in_with_a_key_of_its_own(live, settings_adres, soort, jwk):
    from inburgering.toegang import commands

    pem = _sleutel(soort).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    openbaar = jwk.import_key(pem).as_dict(private=False) | {"kid": "1"}
    client = commands.maak_client("Met sleutel", ALMERE, now=NU, jwks=[openbaar])
    geef(1, now=clock.now())
    assert len(list(Koppeling(live, client.id, sleutel=pem).signalen())) == 1


@pytest.mark.parametrize("geven", [{}, {"geheim": "x", "sleutel": b"x"}, {"sleutel": b"geen sleutel"}])
def test_a_system_without_one_good_way_to_sign_in_is_told_so(geven):
    with pytest.raises(ValueError, match=r"."):
        Koppeling("https://x.example", "1", **geven)


def test_the_command_line_says_whether_a_copy_may_be_used(toegang, tmp_path, monkeypatch, capsys):
    from inburgering.client.__main__ import main

    live, client = toegang
    vrijgave, (pk,) = geef(1, now=clock.now())
    monkeypatch.setenv("INBURGERING_CLIENT_GEHEIM", client.geheim)
    woorden = ["--adres", live, "--client", client.id, "--map", str(tmp_path), "status", str(pk)]
    assert main(woorden) == 0
    assert '"magGebruikt": true' in capsys.readouterr().out
    zet_stop(vrijgave, now=clock.now())
    assert main([*woorden[:5], str(tmp_path / "vers"), *woorden[6:]]) == 1
    assert '"toestand": "gestopt"' in capsys.readouterr().out
    monkeypatch.setenv("INBURGERING_CLIENT_GEHEIM", "fout")
    assert main([*woorden[:6], "stops"]) == 2
    assert main(["--adres", "http://127.0.0.1:9", "--client", "x", "stops"]) == 3


def test_a_webhook_is_read_only_when_it_is_real():
    from types import SimpleNamespace

    from inburgering.interfaces.webhook import berichten

    geheim, ander = "whsec_" + "QUJD" * 8, "whsec_" + "REVG" * 8
    body = b'{"type":"nl.openinburgering.signalen.stop-gezet","subject":"1","dataref":"https://x/v1/stops/1"}'
    koppen = berichten.headers(SimpleNamespace(id="7", geheimen=(geheim,)), body, now=NU)
    gebeurtenis = lees_webhook(koppen, body, geheimen=[ander, geheim], now=NU)
    assert (gebeurtenis.id, gebeurtenis.stop, gebeurtenis.volgnummer) == ("7", True, None)
    for bederf in (
        {"body": body + b" "},
        {"geheimen": [ander]},
        {"geheimen": ["geen base64!"]},
        {"now": NU + timedelta(minutes=6)},
        {"now": NU - timedelta(minutes=6)},
        {"headers": {k: v for k, v in koppen.items() if k != "webhook-id"}},
        {"headers": koppen | {"webhook-timestamp": "nu"}},
    ):
        alles = {"headers": koppen, "body": body, "geheimen": [geheim], "now": NU} | bederf
        with pytest.raises(WebhookOnecht):
            lees_webhook(alles["headers"], alles["body"], geheimen=alles["geheimen"], now=alles["now"])
