"""The connection of one system of one gemeente with the API."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from inburgering.client.terms import GeweigerdDoorDienst, NietBereikbaar, Signaal, Stop

_PER_KEER = 100


class Koppeling:
    """Speaks `/v1` with the key of one system; every method is one request or a walk through pages."""

    def __init__(self, adres: str, sleutel: str, *, gemeente: str = "", wachttijd: float = 10.0) -> None:
        """Keep address and key.

        Raises:
            ValueError: the address is no http(s) address.
        """
        if urlsplit(adres).scheme not in {"http", "https"}:
            raise ValueError("Geef een adres dat met https:// begint.")
        self._adres, self._wachttijd = adres.rstrip("/"), wachttijd
        self._kop = {"Authorization": f"Bearer {sleutel}", "Accept": "application/json"}
        if gemeente:
            self._kop["Gemeente"] = gemeente

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
        """One request.

        Raises:
            GeweigerdDoorDienst: the service refused, with its code.
            NietBereikbaar: no answer, or one that is no JSON.
        """
        data = None if body is None else json.dumps(body).encode()
        kop = self._kop | ({"Content-Type": "application/json"} if data is not None else {})
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
        return GeweigerdDoorDienst(fout.code, probleem["code"], probleem["detail"])
    except (json.JSONDecodeError, KeyError, TypeError):
        return NietBereikbaar(f"De dienst gaf status {fout.code} zonder uitleg.")
