"""Killed between any two steps: nothing lost, nothing sent after a stop. Real processes, kills and PostgreSQL."""

import os
import signal
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from ontvanger import luister
from signaalbouw import ALMERE, NU, geef, hef_op, klantmanager, maak_vrijgave, zeg_ja, zet_stop
from webhookhulp import abonneer
from webhookproces import kraam

MINUUT = timedelta(minutes=1)


@pytest.fixture
def ontvanger(db):
    with luister() as o:
        abonneer(o.url)
        zeg_ja()
        yield o


def speel_na(ontvanger, werkers, nu, beurt, **dood):
    """Give two signalen free, kill the worker while it delivers them, stop, look, lift: then all is there once."""
    ontvanger.ontvangen.clear()
    vrijgave, ids = geef(2, vrijgave_id=maak_vrijgave(f"kill-{beurt}"), now=nu)
    eind = werkers.drain(now=nu, **dood)
    stop = zet_stop(vrijgave, now=nu + MINUUT / 2)
    before = len(ontvanger.signaal_ids)
    werkers.drain(now=nu + 2 * MINUUT)
    assert len(ontvanger.signaal_ids) == before, f"sent after a stop: killed at {dood}"
    hef_op(stop, now=nu + 3 * MINUUT)
    werkers.drain(now=nu + 4 * MINUUT)
    gekomen = {(b["id"], b["subject"]) for b in ontvanger.berichten if ".stop-" not in b["type"]}
    assert sorted(s for _, s in gekomen) == sorted(map(str, ids)), f"lost, or under two ids: killed at {dood}"
    return eind


def _dood_bij_elke_vraag(ontvanger, werkers, wanneer):
    """Kill at the first statement, then at the second, until a worker lives to its end; the statements it died at."""
    gedood = []
    for nummer in range(1, 100):
        nu = NU + timedelta(hours=nummer, minutes=30 * (wanneer == "na"))
        eind = speel_na(ontvanger, werkers, nu, f"{nummer}-{wanneer}", **{wanneer: nummer})
        if eind["signaal"] != signal.SIGKILL:
            assert len(eind["vragen"]) < nummer, "a worker that should have died did not"
            return gedood
        gedood.append(eind["vragen"][-1])
    raise AssertionError(f"a worker that asks more than a hundred times: {gedood}")


@pytest.mark.slow
def test_a_worker_killed_between_any_two_steps_loses_nothing_and_sends_nothing_after_a_stop(ontvanger):
    """Before and after every single statement: so also between the last statement and its commit, and between the brake
    and the post, the post and the record."""
    stappen = {"FOR UPDATE OF t", "SET stand = 'bezig'", "stop_poort", "INSERT INTO signaal_poging"}
    with kraam() as werkers:
        for wanneer in ("voor", "na"):
            gedood = _dood_bij_elke_vraag(ontvanger, werkers, wanneer)
            assert {stap for stap in stappen if any(stap in vraag for vraag in gedood)} == stappen, wanneer
    _alles_bezorgd()


@pytest.mark.slow
def test_a_desk_killed_between_any_two_steps_of_a_stop_or_lifting_still_makes_it_known_exactly_once(ontvanger):
    """What is in force is told, what is not is not; the worker tells it for a desk that died."""
    from inburgering.stop import queries

    with kraam() as werkers:
        stappen = {}
        for nummer, wanneer in [(0, "voor"), *((n, w) for n in range(1, 20) for w in ("voor", "na"))]:
            nu = NU + timedelta(hours=nummer, minutes=30 * (wanneer == "na"))
            vrijgave = maak_vrijgave(f"bureau-{nummer}-{wanneer}")
            for wat in ("stop", "opheffing"):
                if nummer > stappen.get(wat, 20):
                    continue
                van_kracht = {s.id for s in queries.actieve_stops()}
                waar = {"stop": vrijgave} if wat == "stop" else {"opheffing": zet_stop(vrijgave, now=nu)}
                werkers.drain(now=nu)  # the news of that stop itself
                ontvanger.ontvangen.clear()
                eind = werkers.drain(now=nu, **waar, **({wanneer: nummer} if nummer else {}))
                stappen.setdefault(wat, len(eind.get("vragen", [])))
                assert (eind["signaal"] == signal.SIGKILL) == bool(nummer), (wat, nummer, wanneer)
                for minuut in (1, 2):
                    werkers.drain(now=nu + minuut * MINUUT)
                na = {s.id for s in queries.actieve_stops()}
                verwacht = na - van_kracht if wat == "stop" else {waar[wat]} - na
                soort = "stop-gezet" if wat == "stop" else "stop-opgeheven"
                gehoord = [b["subject"] for b in ontvanger.berichten if b["type"].endswith(soort)]
                assert sorted(gehoord) == sorted(map(str, verwacht)), (wat, nummer, wanneer)
        assert min(stappen.values()) >= 4, stappen


@pytest.mark.slow
@pytest.mark.parametrize("wanneer", ["voor-het-antwoord", "na-het-antwoord"])
def test_a_worker_killed_while_the_other_side_answers_repeats_under_the_same_id(ontvanger, wanneer):
    with kraam() as werkers:
        geef(3)
        pid = []

        def dood(_):
            while not pid:
                time.sleep(0.01)
            if wanneer == "voor-het-antwoord":
                with suppress(ProcessLookupError):
                    os.kill(pid[0], signal.SIGKILL)
            return 204, {}

        ontvanger.antwoord = dood
        pid.append(werkers.begin(now=NU))
        if wanneer == "na-het-antwoord":
            while not ontvanger.ids:
                time.sleep(0.001)
            with suppress(ProcessLookupError):
                os.kill(pid[0], signal.SIGKILL)
        assert werkers.wacht()["signaal"] == signal.SIGKILL
        ontvanger.antwoord = lambda _: (204, {})
        werkers.drain(now=NU + 2 * MINUUT)
        assert len(set(ontvanger.ids)) == 3
    _alles_bezorgd()


@pytest.mark.slow
def test_two_workers_of_which_one_is_killed_again_and_again_deliver_everything(ontvanger, tmp_path):
    vlag = tmp_path / "door"
    vlag.touch()
    with kraam() as een, kraam() as twee:
        geef(300)
        ontvanger.antwoord = lambda _: (time.sleep(0.01), (204, {}))[1]
        twee.begin(blijf=vlag)
        for _ in range(6):
            pid = een.begin(blijf=vlag)
            time.sleep(0.4)
            os.kill(pid, signal.SIGKILL)
            een.wacht()
        _wacht_tot(lambda: _is_binnen(ontvanger, 300), seconden=180, klok_vooruit=True)
        vlag.unlink()
        twee.wacht()
    _alles_bezorgd()


def _alles_bezorgd():
    from inburgering.signaal import queries

    assert set(queries.in_de_wacht()) == {"bezorgd"}


def _is_binnen(ontvanger, aantal):
    """Whether everything was received and recorded: what a killed worker sent but did not record is sent once more."""
    from inburgering.signaal import queries

    return len(set(ontvanger.signaal_ids)) == aantal and set(queries.in_de_wacht()) == {"bezorgd"}


def _wacht_tot(klaar, *, seconden, klok_vooruit=False):
    eind = time.monotonic() + seconden
    while not klaar():
        assert time.monotonic() < eind, "not in time"
        time.sleep(0.1)
        if klok_vooruit:
            _laat_claims_aflopen()


def _laat_claims_aflopen():
    """What a killed worker held would run out after a minute; the test does not wait that long."""
    from django.db import connections

    with connections["beheer"].cursor() as cursor:
        cursor.execute(
            "UPDATE signaal_bezorging SET merk_tot = merk_tot - interval '50 seconds'"
            " WHERE stand = 'bezig' AND merk_tot > now() AND merk_tot < now() + interval '55 seconds'"
        )
        cursor.execute("UPDATE signaal_bezorging SET volgende_op = now() WHERE stand = 'wacht' AND volgende_op > now()")


# ── PostgreSQL dies ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def eigen_server(tmp_path_factory, monkeypatch):
    """A PostgreSQL of its own, that may be killed; its folder."""
    from django.core.management import call_command
    from django.db import connections

    from inburgering.config.settings import _database
    from inburgering.interfaces.cli import databank

    var = tmp_path_factory.mktemp("pg")
    monkeypatch.setenv("INBURGERING_VAR", str(var))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    plek = databank.open_databank("stuk")
    oud = {alias: dict(connections.settings[alias]) for alias in ("default", "beheer")}
    nieuw = {"default": _database(plek.app), "beheer": _database(plek.beheer, role="inburgering_eigenaar")}
    connections.close_all()
    for alias in oud:
        connections.settings[alias].update(nieuw[alias])
    call_command("migrate", database="beheer", verbosity=0)
    yield var
    connections.close_all()
    for alias, was in oud.items():
        connections.settings[alias].update(was)
    databank.stop_server()


def _dood_de_server(var: Path) -> None:
    pid = int((var / "pg" / "data" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, signal.SIGKILL)
    while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2][:3]:
        time.sleep(0.01)


@pytest.mark.slow
def test_postgresql_killed_and_restarted_in_the_middle_loses_nothing_and_sends_nothing_after_a_stop(
    eigen_server, tmp_path
):
    from django.db import connections

    from inburgering.interfaces.cli import databank

    vlag = tmp_path / "door"
    vlag.touch()
    with luister() as ontvanger, kraam() as werkers:
        abonneer(ontvanger.url)
        zeg_ja()
        vrijgave, ids = geef(600)
        ontvanger.antwoord = lambda _: (time.sleep(0.02 if len(ontvanger.ids) < 250 else 0.5), (204, {}))[1]
        werkers.begin(blijf=vlag)
        for keer in (1, 2):
            _wacht_tot(lambda keer=keer: len(set(ontvanger.ids)) >= 100 * keer, seconden=120)
            _dood_de_server(eigen_server)
            connections.close_all()
            time.sleep(0.3)
            databank.start()
        stop = zet_stop(vrijgave)
        time.sleep(1.0)  # what was on the way when the stop was set
        before = len(ontvanger.signaal_ids)
        assert before < 600, "the stop came too late to prove anything"
        for _ in range(10):
            _laat_claims_aflopen()
            time.sleep(0.1)
        assert len(ontvanger.signaal_ids) == before
        hef_op(stop)
        ontvanger.antwoord = lambda _: (204, {})
        _wacht_tot(lambda: _is_binnen(ontvanger, 600), seconden=180, klok_vooruit=True)
        vlag.unlink()
        werkers.wacht()
        assert {b["subject"] for b in ontvanger.berichten if ".stop-" not in b["type"]} == set(map(str, ids))
    assert klantmanager(ALMERE)
    _alles_bezorgd()
