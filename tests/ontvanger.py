"""A real HTTP receiver on a free port that remembers what it got and answers what the test says."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Ontvanger:
    """Events received, in order; `antwoord` decides the status (and headers) per request."""

    def __init__(self) -> None:
        self.ontvangen: list[tuple[dict[str, str], bytes]] = []
        self.antwoord: Callable[[dict[str, str]], tuple[int, dict[str, str]]] = lambda _: (204, {})
        self.toestemming: Callable[[str], str | None] = lambda oorsprong: oorsprong
        self.gevraagd: list[tuple[str, str]] = []
        self.tempo: str | None = None  # what it answers to the rate we ask for
        self.gevraagd_tempo: list[str | None] = []
        self.url = ""
        self._slot = threading.Lock()

    def bewaar(self, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]:
        with self._slot:
            self.ontvangen.append((headers, body))
        return self.antwoord(headers)

    @property
    def ids(self) -> list[str]:
        return [h["webhook-id"] for h, _ in self.ontvangen]

    @property
    def signaal_ids(self) -> list[str]:
        """The ids of what is not news of a stop."""
        return [b["id"] for b in self.berichten if ".stop-" not in str(b["type"])]

    @property
    def berichten(self) -> list[dict[str, object]]:
        return [json.loads(b) for _, b in self.ontvangen]


@contextmanager
def luister() -> Iterator[Ontvanger]:
    ontvanger = Ontvanger()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, koppen = ontvanger.bewaar({k.lower(): v for k, v in self.headers.items()}, body)
            self.send_response(status)
            for naam, waarde in koppen.items():
                self.send_header(naam, waarde)
            if "Content-Length" not in koppen:
                self.send_header("Content-Length", "0")
            self.end_headers()

        def do_OPTIONS(self) -> None:
            oorsprong = self.headers.get("WebHook-Request-Origin", "")
            ontvanger.gevraagd.append((self.path, oorsprong))
            ontvanger.gevraagd_tempo.append(self.headers.get("WebHook-Request-Rate"))
            toegestaan = ontvanger.toestemming(oorsprong)
            self.send_response(200)
            if toegestaan is not None:
                self.send_header("WebHook-Allowed-Origin", toegestaan)
                if ontvanger.tempo is not None:
                    self.send_header("WebHook-Allowed-Rate", ontvanger.tempo)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ontvanger.url = f"http://127.0.0.1:{server.server_port}/hook"
    yield ontvanger
    server.shutdown()
    server.server_close()
