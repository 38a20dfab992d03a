"""A real SMTP server on a free port, small enough to read: it keeps the mails it was given."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class Postbus:
    """Mails received, in order; `weiger` answers no to every recipient."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.weiger = False
        self.poort = 0

    async def gesprek(self, lezer: asyncio.StreamReader, schrijver: asyncio.StreamWriter) -> None:
        """One SMTP conversation (RFC 5321, the part that a client needs)."""
        schrijver.write(b"220 toets\r\n")
        while regel := await lezer.readline():
            woord = regel[:4].upper().strip()
            if woord == b"DATA":
                schrijver.write(b"354 ga door\r\n")
                tekst = await lezer.readuntil(b"\r\n.\r\n")
                self.mails.append(message_from_bytes(tekst[:-3].replace(b"\n..", b"\n."), policy=policy.default))
            nee = woord == b"RCPT" and self.weiger
            schrijver.write(b"221 dag\r\n" if woord == b"QUIT" else b"450 nu niet\r\n" if nee else b"250 goed\r\n")
            await schrijver.drain()
            if woord == b"QUIT":
                break
        schrijver.close()


@contextmanager
def postbus() -> Iterator[Postbus]:
    """A mail server while the test lasts."""
    bus, klaar = Postbus(), threading.Event()
    lus = asyncio.new_event_loop()

    async def open_() -> asyncio.Server:
        server = await asyncio.start_server(bus.gesprek, "127.0.0.1", 0)
        bus.poort = server.sockets[0].getsockname()[1]
        klaar.set()
        return server

    server = lus.create_task(open_())
    draad = threading.Thread(target=lus.run_forever, daemon=True)
    draad.start()
    assert klaar.wait(5)
    yield bus
    lus.call_soon_threadsafe(server.result().close)
    lus.call_soon_threadsafe(lus.stop)
    draad.join()
    lus.close()
