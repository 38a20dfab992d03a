"""The addresses that gemeenten typed: asked first, never on the inside, and whatever they answer does no harm."""

import asyncio
import socket
import struct
import time
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inburgering.interfaces.webhook import buiten
from inburgering.signaal.errors import AbonnementOngeldig
from inburgering.signaal.rules import abonnement as regels
from ontvanger import luister
from signaalbouw import ALMERE, NU, UTRECHT, geef, klantmanager, later, zeg_ja
from webhookhulp import abonneer, drain, kaal


@pytest.fixture
def ontvanger(db):
    with luister() as o:
        yield o


# ── Asked first ──────────────────────────────────────────────────────────────────────────────────


def test_an_address_is_asked_by_name_before_it_gets_anything(ontvanger, settings_van):
    settings_van(WEBHOOK_OORSPRONG="inburgering.duo.example")
    abonneer(ontvanger.url)
    geef()
    assert drain().bezorgd == 1
    assert ontvanger.gevraagd == [("/hook", "inburgering.duo.example")]


@pytest.mark.parametrize("antwoord", [None, "iemand-anders.example", "", "inburgering.example, *"])
def test_an_address_that_does_not_say_yes_gets_nothing(ontvanger, antwoord):
    ontvanger.toestemming = lambda _: antwoord
    abonneer(ontvanger.url)
    geef()
    assert drain().bezorgd == 0
    assert (ontvanger.ids, len(ontvanger.gevraagd)) == ([], 1)


def test_an_address_may_say_yes_to_everybody_and_later_than_at_first(ontvanger):
    ontvanger.toestemming = lambda _: None
    abonneer(ontvanger.url)
    geef(2)
    drain()
    ontvanger.toestemming = lambda _: "*"
    assert drain(later(0.05)).bezorgd == 0, "not asked again before its time"
    assert drain(later(1)).bezorgd == 2, "what waited meanwhile is not lost"


def test_after_eight_questions_without_a_yes_the_abonnement_ends_and_its_contact_hears_of_it(ontvanger):
    from inburgering.signaal import queries

    ontvanger.toestemming = lambda _: None
    nummer, _ = abonneer(ontvanger.url, contact="beheer@almere.example")
    geef()
    nu = NU
    for _ in range(12):
        drain(nu)
        nu += later(12 * 60) - NU
    rij = queries.abonnement(nummer)
    assert (rij.stand, rij.reden_einde, len(ontvanger.gevraagd)) == ("beeindigd", "niet-gevalideerd", 8)
    assert [w.soort for w in queries.waarschuwingen()] == ["niet-gevalideerd"]
    assert queries.in_de_wacht() == {"vervallen": 1}


def test_a_new_address_is_asked_again_and_what_waits_goes_there(ontvanger):
    from inburgering.signaal import commands

    nummer, _ = abonneer(ontvanger.url)
    drain()
    geef()
    with luister() as nieuw:
        nieuw.toestemming = lambda _: None
        commands.wijzig_abonnement(nummer, sink=nieuw.url, door=klantmanager(ALMERE), now=later(1))
        assert drain(later(2)).bezorgd == 0
        nieuw.toestemming = lambda o: o
        assert commands.valideer_abonnement(nummer, door=klantmanager(ALMERE), now=later(3))
        assert drain(later(4)).bezorgd == 1
        assert not commands.valideer_abonnement(nummer, door=klantmanager(ALMERE), now=later(5))
        assert (len(nieuw.ids), ontvanger.ids) == (1, [])


def test_a_yes_for_the_old_address_does_not_count_for_the_new_one(ontvanger):
    from inburgering.signaal import commands, queries

    nummer, _ = abonneer(ontvanger.url)
    (vraag,) = commands.claim_validaties(9, now=NU)
    commands.wijzig_abonnement(nummer, sink=ontvanger.url + "/2", door=klantmanager(ALMERE), now=NU)
    commands.noteer_validatie(vraag, toegestaan=True, now=NU)
    assert queries.abonnement(nummer).stand == "wacht-op-validatie"


def test_only_who_works_for_the_gemeente_changes_its_abonnement(ontvanger):
    from inburgering.signaal import commands
    from inburgering.signaal.errors import AbonnementOnbekend
    from inburgering.toegang.errors import GeenBevoegdheid
    from signaalbouw import DUO

    nummer, _ = abonneer(ontvanger.url)
    doen = (commands.beeindig_abonnement, commands.valideer_abonnement, commands.vernieuw_geheim)
    for doe in doen:
        with pytest.raises(AbonnementOnbekend):
            doe(nummer, door=klantmanager(UTRECHT), now=NU)
        with pytest.raises(GeenBevoegdheid):
            doe(nummer, door=DUO, now=NU)


# ── Never on the inside ──────────────────────────────────────────────────────────────────────────

BINNEN = [
    "127.0.0.1", "127.8.9.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1",
    "fd12::9", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::",
    "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("adres", BINNEN)
def test_an_address_of_the_inside_is_not_open(adres):
    assert not regels.is_openbaar(ip_address(adres))


@pytest.mark.parametrize("adres", ["1.1.1.1", "8.8.8.8", "194.151.64.1", "2a00:1450:400e::8", "2606:4700::1111"])
def test_an_ordinary_address_is_open(adres):
    assert regels.is_openbaar(ip_address(adres))


@given(st.ip_addresses(v=4))
def test_whatever_carries_an_inner_address_in_it_is_as_closed_as_that_address(adres):
    if not regels.is_openbaar(adres):
        for vorm in (f"::ffff:{adres}", f"64:ff9b::{adres}", f"::{adres}"):
            assert not regels.is_openbaar(ip_address(vorm))


@pytest.mark.parametrize(
    "sink",
    [
        "http://systeem.example/", "https://localhost/", "https://LOCALHOST./x", "https://a.localhost/",
        "https://kluis.internal/",
        "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://169.254.169.254/latest",
        "ftp://systeem.example/", "https://u:w@systeem.example/", "https://systeem.example/#x", "https://", "https:///x",
        "https://systeem.example:0/", "https://systeem.example:99999/", "https://[nee/", "https://systeem.example/a b",
        "https://systeem.example/" + "a" * 500, "javascript:alert(1)", "https://systeem.example/\x00",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_right_is_refused_when_it_is_given(sink):
    with pytest.raises(AbonnementOngeldig):
        regels.check_sink(sink, prive=False)


@given(st.text(max_size=60))
def test_no_text_whatever_makes_the_check_crash(tekst):
    for sink in (tekst, "https://" + tekst):
        with suppress(AbonnementOngeldig):
            regels.check_sink(sink, prive=False)
            assert urlsplit(sink).scheme == "https"


@pytest.mark.parametrize("host", ["127.1", "0x7f000001", "2130706433", "localhost", "naam-naar-binnen"])
def test_a_name_that_turns_out_to_be_of_the_inside_is_not_connected_to(host, monkeypatch):
    """Whatever the resolver of the machine makes of it: the answer is checked, and nothing but the answer is used."""
    echt = socket.getaddrinfo

    def zoek(naam, *rest, **meer):
        return echt("127.0.0.1" if naam == "naam-naar-binnen" else naam, *rest, **meer)

    monkeypatch.setattr(socket, "getaddrinfo", zoek)

    async def vraag():
        zoeker = buiten.Bewaakt()
        try:
            return await zoeker.resolve(host, 443)
        finally:
            await zoeker.close()

    with pytest.raises(OSError, match="openbaar"):
        asyncio.run(vraag())


def test_a_name_that_points_elsewhere_a_moment_later_never_reaches_the_inside(ontvanger, settings_van, monkeypatch):
    """DNS rebinding: open when it was checked, this machine ever after. The receiver here must hear nothing."""
    from inburgering.signaal import commands

    settings_van(WEBHOOK_PRIVE=False)
    antwoorden = iter(["1.1.1.1"])
    echt, gezien = socket.getaddrinfo, []

    def zoek(naam, *rest, **meer):
        if naam != "wissel.example":
            return echt(naam, *rest, **meer)
        gezien.append(next(antwoorden, "127.0.0.1"))
        return echt(gezien[-1], *rest, **meer)

    monkeypatch.setattr(socket, "getaddrinfo", zoek)
    poort = ontvanger.url.split(":")[2].split("/")[0]
    commands.maak_abonnement(ALMERE, f"https://wissel.example:{poort}/hook", door=klantmanager(ALMERE), now=NU)
    zeg_ja()
    geef()
    for minuut in (0, 1, 6):
        assert drain(later(minuut), seconden=0.5).bezorgd == 0
    assert gezien[:2] == ["1.1.1.1", "127.0.0.1"], "each look-up is checked anew"
    assert ontvanger.ontvangen == []


def test_what_was_allowed_once_is_checked_again_when_it_is_sent(ontvanger, settings_van):
    abonneer(ontvanger.url)
    geef()
    settings_van(WEBHOOK_PRIVE=False)
    zeg_ja()
    assert drain().mislukt == 1
    assert ontvanger.ontvangen == []


def test_without_the_setting_an_address_of_this_machine_cannot_be_given(db, settings_van):
    settings_van(WEBHOOK_PRIVE=False)
    with pytest.raises(AbonnementOngeldig):
        abonneer("http://127.0.0.1:9/")


# ── Whatever they answer ─────────────────────────────────────────────────────────────────────────


def _eindeloos(verbinding):
    verbinding.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(100_000):
        verbinding.sendall(b"2000\r\n" + b"x" * 8192 + b"\r\n")


def _kop_zonder_eind(verbinding):
    verbinding.sendall(b"HTTP/1.1 200 OK\r\n")
    for i in range(100_000):
        verbinding.sendall(b"X-%d: %s\r\n" % (i, b"y" * 1000))


def _reset(verbinding):
    verbinding.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _druppel(verbinding):
    for teken in b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n":
        verbinding.sendall(bytes([teken]))
        time.sleep(0.1)


def _onzin(verbinding):
    verbinding.sendall(b"\x16\x03\x01\x02 geen http\r\n\r\n")


def _te_kort(verbinding):
    verbinding.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\nkort")


def _te_lang(verbinding):
    verbinding.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + b"HTTP/1.1 500 Nee\r\n" * 50)


def _lengte_onzin(verbinding):
    verbinding.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n")


@pytest.mark.parametrize(
    ("doe", "bezorgd"),
    [
        (_eindeloos, 1), (_te_kort, 1), (_te_lang, None),  # the last: as the pieces happen to arrive
        (_kop_zonder_eind, 0), (_reset, 0), (_druppel, 0), (_onzin, 0), (_lengte_onzin, 0),
    ],
)  # fmt: skip
def test_a_receiver_that_misbehaves_costs_one_attempt_and_never_more_than_its_time(db, doe, bezorgd):
    """The status counts once it has come; what follows it is not read. The good neighbour gets its event meanwhile."""
    with kaal(doe) as slecht, luister() as goed:
        abonneer(slecht)
        abonneer(goed.url, UTRECHT)
        zeg_ja()
        geef()
        geef(1, UTRECHT)
        begin = time.monotonic()
        uit = drain(seconden=3.0)
        assert time.monotonic() - begin < 30
        assert uit.bezorgd + uit.mislukt == 2
        assert bezorgd is None or uit.bezorgd == 1 + bezorgd
        assert len(goed.ids) == 1


@pytest.mark.parametrize("status", [300, 301, 307, 400, 401, 404, 408, 500, 502])
def test_any_other_answer_is_a_failure_that_is_tried_again(ontvanger, status):
    abonneer(ontvanger.url)
    geef()
    ontvanger.antwoord = lambda _: (status, {"Location": ontvanger.url})
    assert drain().mislukt == 1
    ontvanger.antwoord = lambda _: (202, {})
    assert drain(later(1)).bezorgd == 1
    assert len(set(ontvanger.ids)) == 1


@pytest.mark.parametrize(
    ("wacht", "nog_niet", "wel"),
    [
        ("600", 9.9, 10.1),
        ("Mon, 10 Jan 2022 09:10:00 GMT", 9.9, 10.2),
        ("99999999", 599, 601),
        ("straks", 0.05, 0.2),
        ("-5", 0.05, 0.2),
        ("Mon, 10 Jan 1999 09:10:00 GMT", 0.05, 0.2),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_receiver_that_says_when_is_not_called_before(ontvanger, status, wacht, *, nog_niet, wel):
    """As a number or as a moment; never longer than our own longest wait; nonsense is no reason to wait."""
    abonneer(ontvanger.url)
    geef()
    ontvanger.antwoord = lambda _: (status, {"Retry-After": wacht})
    drain()
    ontvanger.antwoord = lambda _: (204, {})
    assert drain(later(nog_niet)).bezorgd == 0
    assert drain(later(wel)).bezorgd == 1


def test_two_secrets_sign_for_a_day_and_then_one(ontvanger):
    from inburgering.interfaces.webhook.berichten import handtekening
    from inburgering.signaal import commands

    nummer, oud = abonneer(ontvanger.url)
    nieuw = commands.vernieuw_geheim(nummer, door=klantmanager(ALMERE), now=NU)
    geef()
    drain()
    geef(now=later(1))
    drain(later(24 * 60 + 1))
    for (kop, body), geheimen in zip(ontvanger.ontvangen, [[nieuw, oud], [nieuw]], strict=True):
        verwacht = [handtekening(g, kop["webhook-id"], kop["webhook-timestamp"], inhoud=body) for g in geheimen]
        assert kop["webhook-signature"].split(" ") == verwacht
