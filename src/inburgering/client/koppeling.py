"""The connection of one system of one gemeente with the API."""

import base64
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import Request, urlopen

from inburgering.client.terms import GeweigerdDoorDienst, NietBereikbaar, Signaal, Stop

_PER_KEER = 100
_RUIM = 30  # a token is renewed so many seconds before its end


class Koppeling:
    """Speaks `/v1` as one system; every method is one request or a walk through pages. Fetches its own tokens."""

    def __init__(self, adres: str, client_id: str, geheim: str, *, gemeente: str = "", wachttijd: float = 10.0) -> None:
        """Keep address, number and secret.

        Raises:
            ValueError: the address is no http(s) address.
        """
        if urlsplit(adres).scheme not in {"http", "https"}:
            raise ValueError("Geef een adres dat met https:// begint.")
        self._adres, self._wachttijd = adres.rstrip("/"), wachttijd
        self._paar = base64.b64encode(f"{quote(client_id, safe='')}:{quote(geheim, safe='')}".encode()).decode()
        self._token, self._tot = "", 0.0
        self._kop = {"Accept": "application/json"} | ({"Gemeente": gemeente} if gemeente else {})

    def signalen(self, *, sinds: int = 0) -> Iterator[Signaal]:
        """Every signaal after the volgnummer, in order, fetched page by page."""
        volgende: int | None = sinds
        while volgende is not None:
            vraag = urlencode({"sinds": volgende, "aantal": _PER_KEER})
            antwoord = self._roep("GET", f"/v1/signalen?{vraag}")
            yield from (Signaal.uit_json(rij) for rij in antwoord["signalen"])
            volgende = antwoord["volgende"]

    def signaal(self, signaal_id: str) -> Signaal:
        """One signaal as it stands now: ask this before a copy is used after its lease."""
        return Signaal.uit_json(self._roep("GET", f"/v1/signalen/{signaal_id}"))

    def bevestig(self, signaal_id: str) -> None:
        """Say that a signaal was received, or that what a correctie asks was done; twice is no harm."""
        self._roep("POST", f"/v1/signalen/{signaal_id}/bevestigingen", {})

    def verklaar(self, signaal_id: str, antwoord: str, *, toelichting: str = "") -> None:
        """Say what was done with a signaal, in the closed vocabulary."""
        self._roep(
            "POST", f"/v1/signalen/{signaal_id}/verklaringen", {"antwoord": antwoord, "toelichting": toelichting}
        )

    def stops(self) -> list[Stop]:
        """The stops that are in force for this gemeente."""
        return [Stop.uit_json(rij) for rij in self._roep("GET", "/v1/stops")["stops"]]

    def bevestig_stop(self, stop_id: str) -> None:
        """Say that nobody here uses what the stop covers."""
        self._roep("POST", f"/v1/stops/{stop_id}/bevestigingen", {})

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
            kop = {"Authorization": f"Basic {self._paar}", "Content-Type": "application/x-www-form-urlencoded"}
            antwoord = self._vraag("POST", "/oauth/token", b"grant_type=client_credentials", kop)
            self._token, self._tot = antwoord["access_token"], begin + antwoord["expires_in"] - _RUIM
        return self._token

    def _vraag(self, methode: str, pad: str, data: bytes | None, kop: dict[str, str]) -> Any:
        verzoek = Request(self._adres + pad, data=data, headers=kop, method=methode)  # noqa: S310 - checked in __init__
        try:
            with urlopen(verzoek, timeout=self._wachttijd) as antwoord:  # noqa: S310 - the same
                return json.load(antwoord)
        except HTTPError as fout:
            raise _geweigerd(fout) from None
        except (URLError, TimeoutError, ConnectionError, json.JSONDecodeError) as fout:
            raise NietBereikbaar(f"{self._adres} gaf geen bruikbaar antwoord.") from fout


def _geweigerd(fout: HTTPError) -> Exception:
    try:
        probleem = json.load(fout)
        code, zin = probleem.get("code") or probleem["error"], probleem.get("detail") or probleem["error_description"]
        return GeweigerdDoorDienst(fout.code, code, zin)
    except (json.JSONDecodeError, KeyError, TypeError):
        return NietBereikbaar(f"De dienst gaf status {fout.code} zonder uitleg.")
