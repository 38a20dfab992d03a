"""The supplier's library against the real API over real HTTP."""

import socket
import struct
import threading
import time
from datetime import timedelta

import pytest

from inburgering.client import GeweigerdDoorDienst, Koppeling, NietBereikbaar
from inburgering.primitives import clock
from signaalbouw import ALMERE, NU, geef, hef_op, zet_stop


@pytest.fixture
def koppeling(live):
    from inburgering.toegang import commands

    nieuw = commands.maak_client("Pakket van Almere", ALMERE, now=NU)
    return Koppeling(live, nieuw.id, nieuw.geheim)


def test_a_system_fetches_everything_in_order_and_confirms_it(koppeling):
    geef(3)
    signalen = list(koppeling.signalen())
    assert [s.volgnummer for s in signalen] == [1, 2, 3]
    koppeling.bevestig(signalen[0].id)
    (laatste,) = koppeling.signalen(sinds=2)
    assert koppeling.signaal(laatste.id).inhoud == laatste.inhoud == signalen[2].inhoud


def test_a_copy_may_be_used_only_within_its_lease(koppeling):
    geef(1)
    (signaal,) = koppeling.signalen()
    now = clock.now()
    assert signaal.mag_gebruikt_worden(now)
    assert not signaal.mag_gebruikt_worden(now + timedelta(days=30))


def test_under_a_stop_no_copy_may_be_used_and_the_stop_can_be_confirmed(koppeling):
    v, _ = geef(1)
    nummer = zet_stop(v)
    (signaal,) = koppeling.signalen()
    (stop,) = koppeling.stops()
    assert signaal.inhoud is None
    assert not signaal.mag_gebruikt_worden(clock.now())
    koppeling.bevestig_stop(stop.id)
    hef_op(nummer, now=clock.now())
    assert koppeling.signaal(signaal.id).mag_gebruikt_worden(clock.now())
    assert koppeling.stops() == []


def test_a_refusal_carries_the_code_of_the_house(live):
    with pytest.raises(GeweigerdDoorDienst) as fout:
        Koppeling(live, "geen-systeem", "geheim").stops()
    assert (fout.value.status, fout.value.code) == (401, "invalid_client")


def test_a_token_that_is_shut_out_meanwhile_is_renewed_by_itself(koppeling):
    from inburgering.toegang import commands
    from inburgering.toegang.terms import SYSTEEM

    assert koppeling.stops() == []
    commands.draai_tokensleutel(door=SYSTEEM, now=clock.now(), per_direct=True)
    assert koppeling.stops() == []


def test_silence_is_an_error_and_never_an_empty_list():
    with socket.socket() as dicht:
        dicht.bind(("127.0.0.1", 0))
        adres = f"http://127.0.0.1:{dicht.getsockname()[1]}"
        with pytest.raises(NietBereikbaar):
            Koppeling(adres, "systeem", "geheim", wachttijd=1).stops()


@pytest.mark.parametrize(
    "antwoord",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\xff\xfe",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n" + b"[" * 3000,
        b"HTTP/1.1 500 Stuk\r\nContent-Length: 90\r\n\r\n{",
        b"geen HTTP\r\n\r\n",
    ],
)
def test_a_broken_answer_is_an_error_of_its_own_kind(antwoord):
    """Half an answer, no UTF-8, brackets without end, half a refusal, another protocol."""
    with socket.create_server(("127.0.0.1", 0)) as open_:
        adres = f"http://127.0.0.1:{open_.getsockname()[1]}"

        def een_keer():
            lijn, _ = open_.accept()
            with lijn:
                lijn.recv(65_536)
                lijn.sendall(antwoord)

        draad = threading.Thread(target=een_keer)
        draad.start()
        with pytest.raises(NietBereikbaar):
            Koppeling(adres, "systeem", "geheim", wachttijd=20).stops()
        draad.join()


def test_a_refusal_that_is_torn_off_is_an_error_of_its_own_kind():
    with socket.create_server(("127.0.0.1", 0)) as open_:
        adres = f"http://127.0.0.1:{open_.getsockname()[1]}"

        def een_keer():
            lijn, _ = open_.accept()
            lijn.recv(65_536)
            lijn.sendall(b"HTTP/1.1 500 Stuk\r\nContent-Length: 5000\r\n\r\n{")
            time.sleep(0.3)  # the head is read by then
            lijn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            lijn.close()  # with a reset

        draad = threading.Thread(target=een_keer)
        draad.start()
        with pytest.raises(NietBereikbaar):
            Koppeling(adres, "systeem", "geheim", wachttijd=20).stops()
        draad.join()


def test_only_http_addresses_are_spoken_to():
    with pytest.raises(ValueError, match="https"):
        Koppeling("file:///etc", "systeem", "geheim")
