"""Every cell of the table of bevoegdheden, asked over HTTP of one seeded chain; and nothing outside the table."""

import os
import re

import psycopg
import pytest
from django.db import connections

import bevoegdheden as tabel
import bevoegdzaad as zaad
from inburgering.interfaces.cli import databank

PLEK = {
    "signaal_id": "signaal", "nummer": "terugmelding", "stop_id": "stop", "persoon_id": "persoon",
    "vaststelling_id": "vaststelling", "naam": "regelversie", "code": "incident", "abonnement_id": "abonnement",
    "signaalId": "signaal", "correctieId": "signaal", "stopId": "stop", "abonnementId": "abonnement",
    "doorgifteId": "doorgifte", "terugmeldingId": "terugmelding", "activiteitId": "activiteit",
}  # fmt: skip
SOORTEN = ("vrij", "gestopt")


class Vers:
    """The seeded chain, as it was before the last request that changed anything: no cell depends on another."""

    def __init__(self, naam: str) -> None:
        self.naam, self.zaad, self.gewijzigd = naam, f"{naam}_zaad", False
        self._kopieer(self.naam, self.zaad)

    def herstel(self) -> None:
        """Bring it back if somebody changed it."""
        if self.gewijzigd:
            self._kopieer(self.zaad, self.naam)
            self.gewijzigd = False

    def ruim_op(self) -> None:
        """Drop the copy."""
        self._sluit()
        databank.verwijder(self.zaad)

    def _kopieer(self, van: str, naar: str) -> None:
        self._sluit()
        databank.verwijder(naar)
        with psycopg.connect(os.environ.get("DATABASE_URL") or databank.start(), autocommit=True) as baas:
            baas.execute(f'CREATE DATABASE "{naar}" OWNER inburgering_eigenaar TEMPLATE "{van}" STRATEGY WAL_LOG')
            baas.execute(f'REVOKE TEMPORARY ON DATABASE "{naar}" FROM PUBLIC')

    def _sluit(self) -> None:
        from inburgering.stop import queries

        queries.eigen_verbinding().close()
        connections.close_all()


@pytest.fixture(scope="module")
def wereld(db_module):
    with pytest.MonkeyPatch.context() as lap:
        lap.setattr("inburgering.primitives.clock.now", lambda: zaad.zaad.NU)
        gemaakt = zaad.maak()
        machtiging = operaties()
        gemaakt.bellers = {
            (wie, mag): gemaakt.api[wie](mag)
            for rij in tabel.api()
            for wie in rij.cellen
            for mag in [machtiging[rij.methode, rij.pad]]
        }
        gemaakt.vers = Vers(db_module)
        yield gemaakt
        gemaakt.vers.ruim_op()


def doe(wereld, client, methode: str, adres: str, **velden):
    """One request on the chain as it was seeded."""
    wereld.vers.herstel()
    antwoord = getattr(client, methode.lower())(adres, **velden)
    naar_inloggen = antwoord.headers.get("Location", "").startswith("/inloggen")
    wereld.vers.gewijzigd = methode != "GET" and antwoord.status_code < 400 and not naar_inloggen
    return antwoord


def adressen() -> set[str]:
    """Every address of the portal, with the words of the table in its places."""
    from inburgering.interfaces.portal.urls import urlpatterns

    return {"/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda m: _plek(m[1]), str(p.pattern)) for p in urlpatterns}


def operaties() -> dict:
    """The machtiging of every operation."""
    from inburgering.interfaces.api.operaties import OPERATIES

    return {(o.methode, "/v1" + re.sub(r"{(\w+)}", lambda m: _plek(m[1]), o.pad)): o.machtiging for o in OPERATIES}


def _plek(naam: str) -> str:
    return f"{{{PLEK.get(naam, naam)}}}"


def test_every_address_and_every_operation_stands_in_the_table_once():
    portaal, api = tabel.portaal(), tabel.api()
    assert {r.pad for r in portaal} == adressen()
    assert {(r.methode, r.pad) for r in api} == set(operaties())
    for rijen in (portaal, api):
        assert len({(r.methode, r.pad) for r in rijen}) == len(rijen)


def test_every_cell_of_the_portal(wereld):
    fout = []
    for rij in tabel.portaal():
        for wie, verwacht in rij.cellen.items():
            for soort, status in zip(SOORTEN, verwacht, strict=True):
                antwoord = vraag(wereld, wie, rij.methode, rij.pad, soort=soort)
                if antwoord.status_code != status:
                    fout.append(f"{rij.methode} {rij.pad} {wie} {soort}: {antwoord.status_code}, not {status}")
                if soort == "gestopt" and "{signaal}" in rij.pad and wereld.geheim in antwoord.content.decode():
                    fout.append(f"{rij.methode} {rij.pad} {wie}: shows who it is about, under a stop")
    assert not fout, "\n".join(fout)


def test_a_method_that_is_not_in_the_table_does_not_exist_for_anybody(wereld):
    kent = {(r.methode, r.pad) for r in tabel.portaal()}
    anders = {
        (methode, pad, wie): status
        for pad in adressen()
        for methode in ("GET", "POST", "PUT", "DELETE", "PATCH")
        if (methode, pad) not in kent
        for wie in ("niemand", "eigen", "leider")
        if (status := vraag(wereld, wie, methode, pad, soort="vrij").status_code) != 405
    }
    assert anders == {}


def test_every_cell_of_the_api(wereld):
    machtiging = operaties()
    fout = []
    for rij in tabel.api():
        mag = machtiging[rij.methode, rij.pad]
        for wie, verwacht in rij.cellen.items():
            for soort, status in zip(SOORTEN, verwacht, strict=True):
                pad = rij.pad.format(**wereld.plekken[soort])
                body = {} if rij.methode == "GET" else {"data": b"", "content_type": "application/json"}
                antwoord = doe(wereld, wereld.bellers[wie, mag], rij.methode, pad, **body)
                if antwoord.status_code != status:
                    fout.append(f"{rij.methode} {rij.pad} {wie} {soort}: {antwoord.status_code}, not {status}")
                if soort == "gestopt" and "{signaal}" in rij.pad and wereld.geheim in antwoord.content.decode():
                    fout.append(f"{rij.methode} {rij.pad} {wie}: shows who it is about, under a stop")
    assert not fout, "\n".join(fout)


def test_the_stopped_signaal_is_about_somebody_whose_name_does_show_without_a_stop(wereld):
    """Otherwise looking for the name proves nothing."""
    antwoord = vraag(wereld, "eigen", "GET", "/signalen/{signaal}", soort="vrij")
    assert wereld.naam_vrij in antwoord.content.decode()
    assert wereld.geheim != wereld.naam_vrij


def vraag(wereld, wie: str, methode: str, pad: str, *, soort: str):
    adres = pad.format(**wereld.plekken[soort])
    client = wereld.portaal[wie] if pad != "/uitloggen" else wereld.nieuw(wie)
    velden = {"data": {"leeg": "1"}} if methode == "POST" else {}
    if wie in {"mandaat", "ander"}:
        adres += f"?gemeente={zaad.EIGEN}"
    return doe(wereld, client, methode, adres, **velden)
