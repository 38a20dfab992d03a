"""The connection of one system of one gemeente with the API."""

import base64
import json
import secrets
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from hashlib import file_digest
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import Request, urlopen

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey

from inburgering.client.terms import Doorgifte, GeweigerdDoorDienst, NietBereikbaar, Signaal, Stop

_PER_KEER = 100
_BEWIJS = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_STUK = (URLError, TimeoutError, ConnectionError, HTTPException, ValueError, RecursionError)
"""What a service that is away, or an answer that breaks off, raises."""
_RUIM = 30  # a token is renewed so many seconds before its end


class Koppeling:
    """Speaks `/v1` as one system; every method is one request or a walk through pages. Fetches its own tokens."""

    def __init__(
        self,
        adres: str,
        client_id: str,
        geheim: str = "",
        *,
        sleutel: bytes = b"",
        gemeente: str = "",
        wachttijd: float = 10.0,
        klok: Callable[[], float] = time.time,
    ) -> None:
        """Keep address and number, and a secret or the private key (PEM) whose public half was registered.

        Raises:
            ValueError: the address is no http(s) address, or there is not exactly one of secret and key.
        """
        if urlsplit(adres).scheme not in {"http", "https"}:
            raise ValueError("Geef een adres dat met https:// begint.")
        if bool(geheim) == bool(sleutel):
            raise ValueError("Geef een geheim of een sleutel, precies een van de twee.")
        self._adres, self._wachttijd, self._client_id = adres.rstrip("/"), wachttijd, client_id
        self._paar = base64.b64encode(f"{quote(client_id, safe='')}:{quote(geheim, safe='')}".encode()).decode()
        self._sleutel = _lees_sleutel(sleutel) if sleutel else None
        self._token, self._tot, self._klok = "", 0.0, klok
        self._kop = {"Accept": "application/json"} | ({"Gemeente": gemeente} if gemeente else {})

    @property
    def sleuteladres(self) -> str:
        """Where the keys of the statuslijsten are: what `Statuslijsten` asks for."""
        return sleuteladres(self._adres)

    def signalen(self, *, sinds: int = 0) -> Iterator[Signaal]:
        """Every signaal after the volgnummer, in order, fetched page by page."""
        for rij in self._bladeren("/v1/signalen", "signalen", sinds=sinds):
            yield Signaal.uit_json(rij)

    def signaal(self, signaal_id: str) -> Signaal:
        """One signaal as it stands now: ask this before a copy is used after its lease."""
        return Signaal.uit_json(self._roep("GET", f"/v1/signalen/{signaal_id}"))

    def bevestig(self, signaal_id: str) -> None:
        """Say that a signaal was received, or that what a correctie asks was done; twice is no harm."""
        self._roep("POST", f"/v1/signalen/{signaal_id}/bevestigingen", {})

    def verklaar(
        self, signaal_id: str, antwoord: str, *, toelichting: str = "", bewijs: str = "", document: Path | None = None
    ) -> None:
        """Say what was done with a signaal, in the closed vocabulary, and what shows it; without personal data.

        The document stays here: only its name and SHA-256 go.
        """
        body: dict[str, Any] = {"antwoord": antwoord, "toelichting": toelichting, "bewijs": bewijs}
        if document is not None:
            with document.open("rb") as inhoud:
                body["document"] = {"naam": document.name, "sha256": file_digest(inhoud, "sha256").hexdigest()}
        self._roep("POST", f"/v1/signalen/{signaal_id}/verklaringen", body)

    def stops(self) -> list[Stop]:
        """The stops that are in force for this gemeente."""
        return [Stop.uit_json(rij) for rij in self._roep("GET", "/v1/stops")["stops"]]

    def bevestig_stop(self, stop_id: str) -> None:
        """Say that nobody here uses what the stop covers."""
        self._roep("POST", f"/v1/stops/{stop_id}/bevestigingen", {})

    # ── What was given on ────────────────────────────────────────────────────────────────────────

    def geef_door(
        self, signaal_id: str, ontvanger: str, gegevens: Sequence[str], *, datum: date, grondslag: str = ""
    ) -> Doorgifte:
        """Record that gegevens of a signaal went to somebody else; also when that was a mistake."""
        body = {"signaalId": signaal_id, "ontvanger": ontvanger, "gegevens": list(gegevens), "datum": f"{datum}"}
        return Doorgifte.uit_json(self._roep("POST", "/v1/doorgiften", body | {"grondslag": grondslag}))

    def doorgiften(self) -> Iterator[Doorgifte]:
        """Everything that was recorded as given on, in order."""
        for rij in self._bladeren("/v1/doorgiften", "doorgiften"):
            yield Doorgifte.uit_json(rij)

    def roep_terug(self, doorgifte_id: int, *, bevestigd: bool = False) -> None:
        """Record that the receiver was asked to stop, or answered that it did; twice is no harm."""
        stap = "bevestigd" if bevestigd else "gevraagd"
        self._roep("POST", f"/v1/doorgiften/{doorgifte_id}/terugroepingen", {"stap": stap})

    def dicht_van(self, signaal_ids: Iterable[str]) -> set[str]:
        """Which of these signalen are really stopped or withdrawn now; asks the service of each."""
        return {s.id for s in map(self.signaal, signaal_ids) if s.gestopt or s.ingetrokken}

    def draag_stop_door(self, dicht: Collection[str], vraag: Callable[[Doorgifte], bool]) -> list[Doorgifte]:
        """Carry a stop or withdrawal of these signalen on to whoever got them from here; who has not confirmed yet.

        Name in `dicht` only what is really `gestopt` or `ingetrokken` (see `dicht_van`). What may not be used only for
        want of a list or a lease is not stopped: asking a receiver to stop would say what is not so.
        `vraag` asks one receiver to stop and tells whether it confirmed. Each step is recorded before the next, so that
        a second call takes up where the first was broken off. What raises in `vraag` leaves the rest to be asked.
        """
        open_ = []
        for doorgifte in self.doorgiften():
            if doorgifte.signaal_id not in dicht or doorgifte.bevestigd_op is not None:
                continue
            if doorgifte.teruggeroepen_op is None:
                self.roep_terug(doorgifte.id)
            if vraag(doorgifte):
                self.roep_terug(doorgifte.id, bevestigd=True)
            else:
                open_.append(doorgifte)
        return open_

    # ── One request ──────────────────────────────────────────────────────────────────────────────

    def _bladeren(self, pad: str, naam: str, *, sinds: int = 0) -> Iterator[Any]:
        volgende: int | None = sinds
        while volgende is not None:
            antwoord = self._roep("GET", f"{pad}?{urlencode({'sinds': volgende, 'aantal': _PER_KEER})}")
            yield from antwoord[naam]
            volgende = antwoord["volgende"]

    def _roep(self, methode: str, pad: str, body: dict[str, Any] | None = None) -> Any:
        """One request with a token; a token that was shut out meanwhile is renewed once.

        Raises:
            GeweigerdDoorDienst: the service refused, with its code.
            NietBereikbaar: no answer, or one that is no JSON.
        """
        data = None if body is None else json.dumps(body).encode()
        soort = {"Content-Type": "application/json"} if data is not None else {}
        for nog in (True, False):
            try:
                return self._vraag(
                    methode, pad, data, self._kop | soort | {"Authorization": f"Bearer {self._geldig()}"}
                )
            except GeweigerdDoorDienst as fout:
                if fout.status != 401 or not nog or fout.code != "token-ongeldig":
                    raise
                self._token = ""
        raise AssertionError("the second answer was given or raised")

    def _geldig(self) -> str:
        """A token that is valid for a while yet."""
        if not self._token or time.monotonic() >= self._tot:
            begin = time.monotonic()
            kop, velden = {"Content-Type": "application/x-www-form-urlencoded"}, {"grant_type": "client_credentials"}
            if self._sleutel is None:
                kop["Authorization"] = f"Basic {self._paar}"
            else:
                velden |= {"client_assertion_type": _BEWIJS, "client_assertion": self._bewijs(self._sleutel)}
            antwoord = self._vraag("POST", "/oauth/token", urlencode(velden).encode(), kop)
            self._token, self._tot = antwoord["access_token"], begin + antwoord["expires_in"] - _RUIM
        return self._token

    def _bewijs(self, sleutel: ECKey | OKPKey | RSAKey) -> str:
        """A signed proof of who asks, good for a minute and for one request (RFC 7523)."""
        nu = int(self._klok())
        claims = {
            "iss": self._client_id,
            "sub": self._client_id,
            "aud": f"{self._adres}/oauth/token",
            "jti": secrets.token_urlsafe(16),
            "iat": nu,
            "exp": nu + 60,
        }
        alg = {"EC": "ES256", "OKP": "Ed25519"}.get(sleutel.key_type, "PS256")
        return jwt.encode({"alg": alg, "typ": "JWT"}, claims, sleutel, algorithms=[alg])

    def _vraag(self, methode: str, pad: str, data: bytes | None, kop: dict[str, str]) -> Any:
        verzoek = Request(self._adres + pad, data=data, headers=kop, method=methode)  # noqa: S310 - checked in __init__
        try:
            with urlopen(verzoek, timeout=self._wachttijd) as antwoord:  # noqa: S310 - the same
                return json.load(antwoord)
        except HTTPError as fout:
            raise _geweigerd(fout) from None
        except _STUK as fout:
            raise NietBereikbaar(f"{self._adres} gaf geen bruikbaar antwoord.") from fout


def sleuteladres(adres: str) -> str:
    """Where a service has the keys of its statuslijsten; no token is needed there."""
    return f"{adres.rstrip('/')}/v1/statuslijstsleutels"


def _lees_sleutel(pem: bytes) -> ECKey | OKPKey | RSAKey:
    """A private key in PEM as a JSON Web Key.

    Raises:
        ValueError: it is no private key without a password.
    """
    try:
        gelezen = load_pem_private_key(pem, None)
    except TypeError as fout:
        raise ValueError("Deze sleutel heeft een wachtwoord. Geef een sleutel zonder.") from fout
    if isinstance(gelezen, EllipticCurvePrivateKey):
        return ECKey.import_key(pem)
    return OKPKey.import_key(pem) if isinstance(gelezen, Ed25519PrivateKey) else RSAKey.import_key(pem)


def _geweigerd(fout: HTTPError) -> Exception:
    try:
        probleem = json.load(fout)
        code, zin = probleem.get("code") or probleem["error"], probleem.get("detail") or probleem["error_description"]
        return GeweigerdDoorDienst(fout.code, code, zin)
    except (*_STUK, KeyError, TypeError):
        return NietBereikbaar(f"De dienst gaf status {fout.code} zonder uitleg.")
