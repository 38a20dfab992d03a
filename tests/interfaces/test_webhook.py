import base64
import hashlib
import hmac
import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings

from inburgering.signaal.errors import AbonnementOngeldig
from ontvanger import luister
from signaalbouw import (
    ALMERE,
    LEIDER,
    NU,
    UTRECHT,
    geef,
    hef_op,
    klantmanager,
    later,
    maak_vrijgave,
    zeg_ja,
    zet_stop,
)


@pytest.fixture
def ontvanger(db):
    with luister() as o:
        yield o


def abonneer(ontvanger, gemeente=ALMERE, pad="", **anders):
    from inburgering.signaal import commands

    return commands.maak_abonnement(gemeente, ontvanger.url + pad, door=klantmanager(gemeente), now=NU, **anders)


def drain(now=NU, **anders):
    from inburgering.interfaces.webhook import worker

    return worker.drain_once(now=now, jitter=lambda: 0.0, **anders)


def test_every_signaal_is_announced_once_without_personal_data(ontvanger):
    abonneer(ontvanger)
    _, ids = geef(3)
    assert drain().bezorgd == 3
    assert drain(later(1)).bezorgd == 0
    berichten = ontvanger.berichten
    assert {b["subject"] for b in berichten} == {str(i) for i in ids}
    assert {b["type"] for b in berichten} == {"nl.openinburgering.signalen.signaal-bezorgd"}
    assert all(b["dataref"] == f"{settings.ADRES}/v1/signalen/{b['subject']}" for b in berichten)
    assert sorted(b["sequence"] for b in berichten) == ["0000000001", "0000000002", "0000000003"]
    alles = b"".join(b for _, b in ontvanger.ontvangen)
    assert b"Tesfay" not in alles
    assert b"1990" not in alles


def test_an_event_is_signed_so_that_the_receiver_can_check_it(ontvanger):
    _, geheim = abonneer(ontvanger)
    geef()
    drain()
    ((headers, body),) = ontvanger.ontvangen
    sleutel = base64.b64decode(geheim.removeprefix("whsec_"))
    tekst = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    verwacht = base64.b64encode(hmac.new(sleutel, tekst, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{verwacht}"
    assert headers["content-type"] == "application/cloudevents+json; charset=utf-8"


def test_an_event_follows_cloudevents_nl(ontvanger):
    abonneer(ontvanger)
    geef()
    drain()
    (bericht,) = ontvanger.berichten
    assert bericht["specversion"] == "1.0"
    assert bericht["source"] == "urn:nld:oin:00000099000000000001:systeem:open-inburgering"
    assert bericht["time"] == "2022-01-10T09:00:00.000Z"
    assert all(naam.isalnum() and naam.islower() for naam in bericht)


def test_a_webhook_under_stop_never_leaves_and_later_arrives_exactly_once(ontvanger):
    from inburgering.signaal import queries
    from inburgering.stop import queries as stop
    from inburgering.stop.terms import Kanaal

    abonneer(ontvanger)
    v, _ = geef(3)
    nummer = zet_stop(v)
    for minuut in (1, 2):
        assert drain(later(minuut)).geweigerd == 3
    assert ontvanger.signaal_ids == []
    assert stop.weigeringen(nummer) == {Kanaal.WEBHOOK: 6}
    hef_op(nummer, now=later(3))
    assert drain(later(4)).bezorgd == 3 + 1, "and the news of the lifting"
    assert drain(later(60)).bezorgd == 0
    assert len(set(ontvanger.signaal_ids)) == len(ontvanger.signaal_ids) == 3
    assert queries.dubbel_bezorgd() == 0


def test_a_retry_asks_the_brake_again(ontvanger):
    """The first attempt was allowed and failed; before the second a stop was set."""
    abonneer(ontvanger)
    v, _ = geef()
    ontvanger.antwoord = lambda _: (500, {})
    assert drain().mislukt == 1
    nummer = zet_stop(v)
    ontvanger.antwoord = lambda _: (204, {})
    assert drain(later(1)).geweigerd == 1
    assert len(ontvanger.signaal_ids) == 1
    hef_op(nummer, now=later(2))
    drain(later(3))
    assert len(ontvanger.signaal_ids) == 2
    assert len(set(ontvanger.signaal_ids)) == 1


def test_a_refusal_by_the_brake_does_not_count_as_an_attempt(ontvanger):
    from inburgering.signaal import queries

    abonneer(ontvanger)
    v, _ = geef()
    zet_stop(v)
    for minuut in range(20):
        drain(later(minuut))
    (rij,) = [b for b in queries.bezorgingen() if b.stop_id is None]
    assert (rij.stand, rij.pogingen) == ("wacht", 0)


def test_a_failing_receiver_is_tried_less_and_less_and_then_kept_as_dead(ontvanger):
    from inburgering.signaal import queries

    abonneer(ontvanger)
    geef()
    ontvanger.antwoord = lambda _: (503, {})
    nu = NU
    for _ in range(9):
        drain(nu)
        (rij,) = queries.bezorgingen()
        nu = rij.volgende_op
    assert rij.stand == "dood"
    assert len(ontvanger.ids) == 9
    assert drain(nu + timedelta(days=9)).mislukt == 0


def test_a_busy_receiver_says_when(ontvanger):
    abonneer(ontvanger)
    geef()
    ontvanger.antwoord = lambda _: (429, {"Retry-After": "600"})
    drain()
    assert drain(later(9)).mislukt == 0
    assert drain(later(11)).mislukt == 1


def test_a_retired_address_gets_nothing_more(ontvanger):
    from inburgering.signaal import queries

    abonneer(ontvanger)
    geef(3)
    ontvanger.antwoord = lambda _: (410, {})
    assert drain().beeindigd >= 1
    geef(2)
    before = len(ontvanger.ids)
    assert drain(later(5)).bezorgd == 0
    assert len(ontvanger.ids) == before
    assert queries.abonnementen() == []


def test_a_redirect_is_not_followed(ontvanger):
    abonneer(ontvanger)
    geef()
    ontvanger.antwoord = lambda _: (302, {"Location": ontvanger.url + "/elders"})
    assert drain().mislukt == 1
    assert len(ontvanger.ids) == 1


def test_a_receiver_that_hangs_or_is_gone_costs_one_attempt(ontvanger):
    from inburgering.signaal import commands

    abonneer(ontvanger)
    commands.maak_abonnement(ALMERE, "http://127.0.0.1:9/dicht", door=klantmanager(ALMERE), now=NU)
    zeg_ja()
    geef()

    def traag(_):
        time.sleep(1.5)
        return 204, {}

    ontvanger.antwoord = traag
    assert drain(seconden=0.5).mislukt == 2


def test_a_receiver_that_lies_about_its_length_still_counts_as_answered(ontvanger):
    abonneer(ontvanger)
    geef()
    ontvanger.antwoord = lambda _: (200, {"Content-Length": "99999"})
    assert drain(seconden=20).bezorgd == 1


def test_news_of_a_stop_goes_ahead_of_all_inhoud_and_is_not_stopped_itself(ontvanger, monkeypatch):
    from inburgering.interfaces.webhook import worker
    from inburgering.signaal import commands

    monkeypatch.setattr(worker, "TEGELIJK", 1)  # one after the other, so that what arrives first went first
    abonneer(ontvanger)
    geef(3)
    nummer = zet_stop()
    assert commands.kondig_stops_aan(now=later(1)) == 1
    assert commands.kondig_stops_aan(now=later(1)) == 0
    uit = drain(later(1))
    assert (uit.bezorgd, uit.geweigerd) == (1, 3)
    (bericht,) = ontvanger.berichten
    assert bericht["type"] == "nl.openinburgering.signalen.stop-gezet"
    assert bericht["dataref"] == f"{settings.ADRES}/v1/stops/{nummer}"
    hef_op(nummer, now=later(2))
    commands.kondig_stops_aan(now=later(2))
    assert drain(later(3)).bezorgd == 4
    assert ontvanger.berichten[1]["type"] == "nl.openinburgering.signalen.stop-opgeheven"


def test_a_stop_for_one_gemeente_is_told_to_that_one_only(ontvanger):
    from inburgering.signaal import commands

    abonneer(ontvanger, ALMERE, "/a")
    abonneer(ontvanger, UTRECHT, "/u")
    v, _ = geef()
    zet_stop(v, gemeenten=(UTRECHT,))
    assert commands.kondig_stops_aan(now=NU) == 1
    drain()
    assert {b["data"]["gemeente"] for b in ontvanger.berichten if "stop" in b["type"]} == {UTRECHT}


def test_a_withdrawal_is_announced_under_the_id_of_the_original_and_stops_its_old_event(ontvanger):
    from inburgering.signaal import commands

    abonneer(ontvanger)
    _, (oud,) = geef()
    (correctie,) = commands.trek_in(
        [oud], reden="Oude wet.", vrijgave_id=maak_vrijgave("herstel"), door=LEIDER, now=later(1)
    )
    assert drain(later(2)).bezorgd == 1
    (bericht,) = ontvanger.berichten
    assert bericht["type"] == "nl.openinburgering.signalen.signaal-ingetrokken"
    assert bericht["subject"] == str(oud)
    assert bericht["dataref"] == f"{settings.ADRES}/v1/signalen/{correctie}"


def test_two_workers_at_once_deliver_everything_exactly_once(ontvanger):
    from django.db import connections

    abonneer(ontvanger)
    geef(120)
    start, uit = threading.Barrier(2), []

    def werk():
        start.wait()
        uit.append(drain().bezorgd)
        connections.close_all()

    draden = [threading.Thread(target=werk) for _ in range(2)]
    for d in draden:
        d.start()
    for d in draden:
        d.join()
    assert sum(uit) == 120
    assert len(ontvanger.ids) == len(set(ontvanger.ids)) == 120


def test_a_worker_that_dies_after_claiming_loses_nothing(ontvanger):
    from inburgering.signaal import commands

    abonneer(ontvanger)
    drain()
    geef(2)
    assert len(commands.claim(10, now=NU)) == 2
    assert drain(NU + timedelta(seconds=30)).bezorgd == 0
    assert drain(NU + timedelta(seconds=61)).bezorgd == 2


def test_who_lost_its_claim_changes_nothing(ontvanger):
    from inburgering.signaal import commands, queries
    from inburgering.signaal.rules.bezorging import Antwoordcode

    abonneer(ontvanger)
    drain()
    geef()
    (oud,) = commands.claim(10, now=NU)
    (nieuw,) = commands.claim(10, now=later(2))
    commands.noteer_pogingen([(nieuw, Antwoordcode(204))], now=later(2), jitter=lambda: 0.0)
    commands.noteer_pogingen([(oud, Antwoordcode(500))], now=later(3), jitter=lambda: 0.0)
    (rij,) = queries.bezorgingen()
    assert rij.stand == "bezorgd"


def test_an_address_is_subscribed_once_and_only_http(ontvanger):
    abonneer(ontvanger)
    with pytest.raises(AbonnementOngeldig):
        abonneer(ontvanger)
    with pytest.raises(AbonnementOngeldig):
        abonneer(ontvanger, UTRECHT, soorten=["nl.kwaad"])


def test_a_dead_receiver_does_not_hold_up_the_others(ontvanger):
    from inburgering.signaal import commands

    for i in range(10):
        commands.maak_abonnement(ALMERE, f"http://127.0.0.1:9/{i}", door=klantmanager(ALMERE), now=NU)
    abonneer(ontvanger)
    zeg_ja()
    geef(5)
    uit = drain(seconden=20)
    assert (uit.bezorgd, uit.mislukt) == (5, 30)  # three tries each, then the address rests
