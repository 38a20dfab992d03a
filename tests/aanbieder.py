"""A small identity provider that speaks the real protocol over HTTP, and can be told to make each mistake."""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from inburgering.primitives import clock

HOOG = "http://eidas.europa.eu/LoA/high"
MAAK = {
    "ES256": lambda kid: ECKey.generate_key("P-256", {"kid": kid}),
    "PS256": lambda kid: RSAKey.generate_key(2048, {"kid": kid}),
    "RS256": lambda kid: RSAKey.generate_key(2048, {"kid": kid}),
}


class Aanbieder:
    """Its keys, who logs in, and what it does wrong; `gezien` tells what it was asked."""

    def __init__(self, alg: str = "PS256") -> None:
        self.alg, self.adres, self.gezien = alg, "", []
        self.sleutel = MAAK[alg]("een")
        self.oud = []
        self.klant = None  # the public key of who comes for a token
        self.wie = {"sub": "8f2c", "name": "Ans Vermeer", "rol": "klantmanager", "gemeente": "0855", "sid": "s-1"}
        self.anders = {}  # claims that differ from what is right; None leaves one out
        self.terug = {}  # what differs in the address it sends the browser back to
        self.kapot = ""  # the step that fails: beschrijving, jwks, token, geen-token, traag
        self.extra = {}  # what differs in how it describes itself
        self.codes, self.jtis = {}, set()

    def draai(self, *, weg: bool = False) -> None:
        """Sign with a new key from now on; `weg` forgets the old one too."""
        if not weg:
            self.oud.append(self.sleutel)
        self.sleutel = MAAK[self.alg](secrets.token_hex(4))

    def beschrijving(self) -> dict:
        adressen = {
            "authorization_endpoint": "/inloggen",
            "token_endpoint": "/token",
            "jwks_uri": "/jwks",
            "end_session_endpoint": "/uit",
        }
        return {
            "issuer": self.adres,
            **{naam: self.adres + pad for naam, pad in adressen.items()},
            "code_challenge_methods_supported": ["S256"],
            "id_token_signing_alg_values_supported": [self.alg],
            "authorization_response_iss_parameter_supported": True,
        } | self.extra

    def laat_in(self, vraag: dict) -> str:
        """The person logs in; the address to which the browser goes back."""
        assert vraag["response_type"] == "code"
        assert vraag["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = vraag
        antwoord = {"code": code, "state": vraag["state"], "iss": self.adres} | self.terug
        return f"{vraag['redirect_uri']}?{urlencode(antwoord)}"

    def ruil(self, velden: dict) -> tuple[int, dict]:
        """A token for a code, once, for who proves to have asked for it."""
        vraag = self.codes.pop(velden.get("code", ""), None)
        if vraag is None or not self._klopt(velden, vraag):
            return 400, {"error": "invalid_grant"}
        if self.kapot == "geen-token":
            return 200, {"access_token": "x", "token_type": "Bearer"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.id_token(vraag)}

    def _klopt(self, velden: dict, vraag: dict) -> bool:
        gelezen = jws.deserialize_compact(velden["client_assertion"], self.klant, algorithms=["ES256", "PS256"])
        bewijs = json.loads(gelezen.payload)
        uitdaging = base64.urlsafe_b64encode(hashlib.sha256(velden["code_verifier"].encode()).digest()).rstrip(b"=")
        vers = bewijs["jti"] not in self.jtis
        self.jtis.add(bewijs["jti"])
        return (
            vers
            and bewijs["iss"] == bewijs["sub"] == vraag["client_id"] == velden["client_id"]
            and bewijs["aud"] == self.adres + "/token"
            and velden["redirect_uri"] == vraag["redirect_uri"]
            and uitdaging.decode() == vraag["code_challenge"]
        )

    def id_token(self, vraag: dict) -> str:
        nu = int(clock.now().timestamp())
        acr = vraag["acr_values"].split()[0]
        gezegd = {"iss": self.adres, "aud": vraag["client_id"], "iat": nu, "exp": nu + 300, "nonce": vraag["nonce"]}
        gezegd = {k: v for k, v in (gezegd | {"acr": acr} | self.wie | self.anders).items() if v is not None}
        kop = {"alg": self.alg, "kid": self.sleutel.kid, "typ": "JWT"}
        if self.kapot == "alg-none":
            return f"{_b64({'alg': 'none', 'kid': self.sleutel.kid})}.{_b64(gezegd)}."
        if self.kapot == "hmac":
            kop["alg"] = "HS256"
            return f"{_b64(kop)}.{_b64(gezegd)}.{base64.urlsafe_b64encode(b'x' * 32).decode().rstrip('=')}"
        if self.kapot == "andere-sleutel":
            return jws.serialize_compact(kop, json.dumps(gezegd).encode(), MAAK[self.alg]("een"), algorithms=[self.alg])
        if self.kapot == "onbekende-sleutel":
            kop["kid"] = "nooit-gezien"
        if self.kapot == "zonder-kid":
            del kop["kid"]
        return jws.serialize_compact(kop, json.dumps(gezegd).encode(), self.sleutel, algorithms=[self.alg])


def _b64(waarde: dict) -> str:
    return base64.urlsafe_b64encode(json.dumps(waarde).encode()).decode().rstrip("=")


class Balie(BaseHTTPRequestHandler):
    """Its door."""

    wie: Aanbieder

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        pass

    def do_GET(self) -> None:
        delen, wie = urlsplit(self.path), self.wie
        wie.gezien.append(delen.path)
        if delen.path == "/inloggen":
            vraag = {k: v[0] for k, v in parse_qs(delen.query).items()}
            return self._zeg(302, {}, Location=wie.laat_in(vraag))
        if delen.path == "/jwks":
            sleutels = [s.as_dict(private=False) | {"use": "sig"} for s in (*wie.oud, wie.sleutel)]
            return self._zeg(500 if wie.kapot == "jwks" else 200, {"keys": sleutels})
        assert delen.path == "/.well-known/openid-configuration"
        if wie.kapot == "doorverwijzing":
            return self._zeg(302, {}, Location="http://127.0.0.1:9/")
        return self._zeg(500 if wie.kapot == "beschrijving" else 200, wie.beschrijving())

    def do_POST(self) -> None:
        self.wie.gezien.append(self.path)
        ruw = self.rfile.read(int(self.headers["Content-Length"])).decode()
        status, antwoord = self.wie.ruil({k: v[0] for k, v in parse_qs(ruw).items()})
        self._zeg(500 if self.wie.kapot == "token" else status, antwoord)

    def _zeg(self, status: int, waarde: dict, **koppen: str) -> None:
        if self.wie.kapot == "geen-http":
            self.wfile.write(b"hallo\r\n\r\n")
            return
        ruw = b"<html>" if self.wie.kapot == "onleesbaar" else json.dumps(waarde).encode()
        self.send_response(status)
        for naam, inhoud in ({"Content-Length": str(len(ruw))} | koppen).items():
            self.send_header(naam, inhoud)
        self.end_headers()
        self.wfile.write(ruw)


@contextmanager
def aanbieder(alg: str = "PS256") -> Iterator[Aanbieder]:
    """A provider that listens on a free port."""
    wie = Aanbieder(alg)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Eigen", (Balie,), {"wie": wie}))
    wie.adres = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield wie
    server.shutdown()
    server.server_close()
