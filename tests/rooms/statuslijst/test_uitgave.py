from dataclasses import replace
from datetime import timedelta
from http.client import HTTPException
from pathlib import Path

import psycopg
import pytest

from inburgering.client.statuslijst import Statuslijsten, StatuslijstOnbruikbaar, Toestand
from inburgering.statuslijst.errors import LijstOnbekend
from inburgering.statuslijst.terms import GELDIG, SLEUTEL_VOORAF, TTL
from signaalbouw import (
    ALMERE,
    LEIDER,
    NU,
    TOEZICHT,
    UTRECHT,
    geef,
    hef_op,
    klantmanager,
    later,
    maak_vrijgave,
    stel_vast,
    zet_stop,
)

SLEUTELS = "https://sleutels.example"


class Dienst:
    """The service as a holder meets it: lists and keys by address, at a moment that the test sets."""

    def __init__(self):
        self.now, self.weg, self.keren = NU, False, 0

    def __call__(self, adres):
        from inburgering.statuslijst import commands, queries

        self.keren += 1
        if self.weg:
            raise OSError("geen verbinding")
        if adres == SLEUTELS:
            import json

            return json.dumps(queries.jwks(now=self.now)).encode()
        return commands.geef(adres.rsplit("/", 1)[1], now=self.now).encode()


@pytest.fixture
def dienst(db):
    return Dienst()


def _ref(volgnummer=1, gemeente=ALMERE):
    from inburgering.statuslijst import queries

    return queries.verwijzing(gemeente, volgnummer)


def _toestand(dienst, houder, volgnummer=1, *, op=None, gemeente=ALMERE):
    dienst.now = op or dienst.now
    return houder.toestand(_ref(volgnummer, gemeente), now=dienst.now)


def test_a_stop_shows_in_the_very_next_list_and_a_lifting_too(dienst):
    from inburgering.statuslijst import commands

    vrijgave, _ = geef(3)
    houder = Statuslijsten(SLEUTELS, haal=dienst)
    assert [_toestand(dienst, houder, n) for n in (1, 2, 3)] == [Toestand.BRUIKBAAR] * 3
    stop = zet_stop(vrijgave)
    assert commands.werk_bij(now=later(0.1)) == [ALMERE]
    dienst.now = later(0.1)
    vers = Statuslijsten(SLEUTELS, haal=dienst)  # who asks anew sees it, though the beat is not over
    assert [_toestand(dienst, vers, n) for n in (1, 2, 3)] == [Toestand.GESTOPT] * 3
    hef_op(stop, now=later(1))
    assert _toestand(dienst, Statuslijsten(SLEUTELS, haal=dienst), op=later(2)) is Toestand.BRUIKBAAR


def test_a_stop_shows_even_if_nobody_published_after_it(dienst):
    vrijgave, _ = geef()
    houder = Statuslijsten(SLEUTELS, haal=dienst)
    assert _toestand(dienst, houder) is Toestand.BRUIKBAAR
    zet_stop(vrijgave)
    assert _toestand(dienst, Statuslijsten(SLEUTELS, haal=dienst)) is Toestand.GESTOPT


def test_a_stop_for_one_gemeente_leaves_the_lists_of_others_as_they_are(dienst):
    from inburgering.statuslijst import commands

    vrijgave, _ = geef()
    geef(gemeente=UTRECHT, vrijgave_id=vrijgave)
    commands.werk_bij(now=NU)
    zet_stop(vrijgave, gemeenten=(ALMERE,))
    assert commands.werk_bij(now=later(1)) == [ALMERE]
    houder = Statuslijsten(SLEUTELS, haal=dienst)
    assert _toestand(dienst, houder, op=later(1)) is Toestand.GESTOPT
    assert _toestand(dienst, houder, gemeente=UTRECHT) is Toestand.BRUIKBAAR


def test_a_withdrawn_signaal_is_ingetrokken_for_good(dienst):
    from inburgering.signaal import commands as signaal_commands

    vrijgave, (oud, _) = geef(2)
    stop = zet_stop(vrijgave)
    signaal_commands.trek_in([oud], reden="Oude wet.", vrijgave_id=maak_vrijgave("herstel"), door=LEIDER, now=later(5))
    hef_op(stop, now=later(6))
    houder = Statuslijsten(SLEUTELS, haal=dienst)
    assert _toestand(dienst, houder, 1, op=later(7)) is Toestand.INGETROKKEN
    assert _toestand(dienst, houder, 2) is Toestand.BRUIKBAAR
    assert _toestand(dienst, houder, 3) is Toestand.BRUIKBAAR  # the correctie itself


def test_a_signaal_of_who_moved_away_may_not_be_used_before_the_correctie_comes(dienst):
    """The list says what the reader of the inhoud is told: the law shut it for this gemeente."""
    from inburgering.signaal import commands as signaal_commands
    from inburgering.signaal.terms import Dicht

    geef(3)
    stel_vast({2: UTRECHT, 3: None})
    houder = Statuslijsten(SLEUTELS, haal=dienst)
    assert _toestand(dienst, houder, 1) is Toestand.BRUIKBAAR
    assert _toestand(dienst, houder, 2) is Toestand.INGETROKKEN
    assert _toestand(dienst, houder, 3) is Toestand.GESTOPT, "who answers for her is not known now"
    gelezen = signaal_commands.haal_op(ALMERE, sinds=0, aantal=9, actor=klantmanager(ALMERE), now=NU)
    assert [r.dicht for r in gelezen] == [None, Dicht.WET, Dicht.WET]
    stel_vast({2: ALMERE, 3: ALMERE})
    assert _toestand(dienst, Statuslijsten(SLEUTELS, haal=dienst), 2, op=later(2)) is Toestand.BRUIKBAAR


def test_new_signalen_do_not_change_a_list(dienst):
    from inburgering.statuslijst import commands, models

    geef(2)
    commands.werk_bij(now=NU)
    geef(5, now=later(1))
    assert commands.werk_bij(now=later(1)) == []
    assert models.Uitgave.objects.count() == 1


def test_one_signature_serves_until_the_beat_is_over(dienst):
    from inburgering.statuslijst import commands

    geef()
    eerst = commands.geef(ALMERE, now=NU)
    assert commands.geef(ALMERE, now=NU + TTL - timedelta(seconds=1)) == eerst
    assert commands.geef(ALMERE, now=NU + TTL) != eerst
    assert commands.geef(ALMERE, now=NU - timedelta(seconds=1)) != eerst  # a clock that stepped back


def test_what_a_holder_could_know_at_a_past_moment_is_answered(dienst):
    from inburgering.client.statuslijst import lees_token
    from inburgering.statuslijst import commands, queries

    vrijgave, _ = geef()
    commands.werk_bij(now=NU)
    zet_stop(vrijgave)
    commands.werk_bij(now=later(10))
    for minuut, verwacht in ((0, 0), (9.99, 0), (10, 2), (30, 2)):
        token = commands.geef_op(ALMERE, moment=later(minuut), now=later(60))
        lijst = lees_token(
            token,
            uri=queries.adres(ALMERE),
            sleutels=queries.jwks(now=later(60)),
            now=later(min(minuut, 9.9)) if minuut < 10 else later(minuut),
        )
        assert lijst.waarde(0) == verwacht
        assert lijst.iat <= later(minuut) < lijst.exp
    with pytest.raises(LijstOnbekend):
        commands.geef_op(ALMERE, moment=later(-1), now=later(60))


def test_a_gemeente_without_signalen_has_no_list(dienst):
    from inburgering.statuslijst import commands

    with pytest.raises(LijstOnbekend):
        commands.geef("9999", now=NU)


def test_the_holder_fails_closed_when_the_service_stays_away(dienst):
    geef()
    houder = Statuslijsten(SLEUTELS, haal=dienst)
    assert houder.mag_gebruikt_worden(_ref(), now=NU)
    dienst.weg = True
    assert houder.mag_gebruikt_worden(_ref(), now=NU + GELDIG - timedelta(seconds=1))
    assert not houder.mag_gebruikt_worden(_ref(), now=NU + GELDIG)
    with pytest.raises(StatuslijstOnbruikbaar):
        houder.toestand(_ref(), now=NU + GELDIG)
    assert not houder.mag_gebruikt_worden(None, now=NU)
    assert not houder.mag_gebruikt_worden({"status_list": {"idx": 10**9, "uri": _ref()["status_list"]["uri"]}}, now=NU)


@pytest.mark.parametrize("fout", [HTTPException("half"), RecursionError("diep"), TimeoutError("traag")])
def test_whatever_goes_wrong_while_fetching_the_holder_uses_what_it_has_until_it_ends(dienst, fout):
    geef(1)
    houder = Statuslijsten(SLEUTELS, haal=dienst)
    assert _toestand(dienst, houder) is Toestand.BRUIKBAAR

    def stuk(_):
        raise fout

    houder._haal = stuk
    assert houder.mag_gebruikt_worden(_ref(), now=NU + TTL)
    assert not houder.mag_gebruikt_worden(_ref(), now=NU + GELDIG)


@pytest.mark.parametrize("fout", [HTTPException("half"), RecursionError("diep"), TimeoutError("traag")])
def test_a_holder_that_lost_the_keys_and_cannot_fetch_them_uses_nothing(dienst, tmp_path: Path, fout):
    geef(1)
    assert Statuslijsten(SLEUTELS, haal=dienst, map_=tmp_path).mag_gebruikt_worden(_ref(), now=NU)
    (tmp_path / "sleutels.json").unlink()

    def stuk(_):
        raise fout

    assert not Statuslijsten(SLEUTELS, haal=stuk, map_=tmp_path).mag_gebruikt_worden(_ref(), now=NU)


def test_a_state_that_the_holder_does_not_know_is_not_bruikbaar(dienst):
    """A list of more bits than ours may hold more kinds than there are words for."""
    geef(1)
    houder = Statuslijsten(SLEUTELS, haal=dienst)
    lijst = houder.lijst(_ref()["status_list"]["uri"], now=NU)
    vreemd = replace(lijst, bits=8, inhoud=bytes([9] * 8))
    houder._lijsten[lijst.uri] = ("", vreemd)
    assert not houder.mag_gebruikt_worden(_ref(), now=NU)


def test_the_holder_asks_once_per_beat_and_survives_a_restart_without_network(dienst, tmp_path: Path):
    geef()
    houder = Statuslijsten(SLEUTELS, haal=dienst, map_=tmp_path)
    for _ in range(5):
        assert houder.mag_gebruikt_worden(_ref(), now=NU)
    assert dienst.keren == 2  # the list and the keys
    dienst.weg = True
    herstart = Statuslijsten(SLEUTELS, haal=dienst, map_=tmp_path)
    assert herstart.mag_gebruikt_worden(_ref(), now=later(5))
    assert not herstart.mag_gebruikt_worden(_ref(), now=later(16))


def test_an_older_list_is_not_taken_for_a_newer_one(dienst):
    from inburgering.statuslijst import commands

    vrijgave, _ = geef()
    oud = commands.geef(ALMERE, now=NU).encode()
    zet_stop(vrijgave)
    houder = Statuslijsten(SLEUTELS, haal=dienst)
    assert _toestand(dienst, houder, op=later(1)) is Toestand.GESTOPT
    houder._haal = {_ref()["status_list"]["uri"]: oud}.__getitem__
    assert houder.toestand(_ref(), now=later(3)) is Toestand.GESTOPT


def test_keys_change_without_an_outage(dienst):
    from inburgering.statuslijst import commands, queries

    geef()
    houder = Statuslijsten(SLEUTELS, haal=dienst)
    assert houder.mag_gebruikt_worden(_ref(), now=NU)
    commands.maak_sleutel(door=TOEZICHT, now=later(1))
    assert len(queries.jwks(now=later(1))["keys"]) == 2  # announced a day ahead
    wissel = later(1) + SLEUTEL_VOORAF
    for stap in (-2, -1, 0, 1, 14, 16, 600):
        dienst.now = wissel + timedelta(minutes=stap)
        assert houder.mag_gebruikt_worden(_ref(), now=dienst.now), stap
    assert len(queries.jwks(now=wissel + timedelta(minutes=14))["keys"]) == 2  # old tokens are still checked
    assert len(queries.jwks(now=wissel + timedelta(minutes=16))["keys"]) == 1


def test_the_public_keys_hold_no_secret(dienst):
    from inburgering.statuslijst import queries

    geef()
    houder = Statuslijsten(SLEUTELS, haal=dienst)
    assert houder.mag_gebruikt_worden(_ref(), now=NU)
    assert {n for s in queries.jwks(now=NU)["keys"] for n in s} == {"kty", "crv", "x", "y", "kid", "use", "alg"}


def test_what_was_published_is_never_edited(dienst, app_dsn):
    from inburgering.statuslijst import commands

    geef()
    commands.werk_bij(now=NU)
    with psycopg.connect(app_dsn, autocommit=True) as verbinding:
        for zin in (
            "UPDATE statuslijst_uitgave SET epoch = 0",
            "DELETE FROM statuslijst_uitgave",
            "DELETE FROM statuslijst_sleutel",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                verbinding.execute(zin)
