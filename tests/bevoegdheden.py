"""Who may do what over HTTP: every address and every operation, with the answer for whoever stands at the door.

`docs/reference/bevoegdheden.md` is made from this file, and `tests/interfaces/test_bevoegdheden.py` asks every cell.
Two answers with a stroke: when nothing is stopped, and under a stop. A method that is not here is answered with 405.
A form is sent empty, so 422 and 400 mean: may do this, and hears what is missing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

PORTAAL = ("niemand", "eigen", "mandaat", "ander", "duo", "jurist", "leider", "privacy", "cbs")
API = ("niemand", "eigen", "mandaat", "ander", "zonder")
WIE = {
    "niemand": "niet ingelogd, of zonder token",
    "eigen": "klantmanager of systeem van de gemeente zelf",
    "mandaat": "van een gemeente die van deze gemeente een mandaat heeft",
    "ander": "van een andere gemeente",
    "zonder": "systeem van de gemeente, met elke machtiging behalve deze",
    "duo": "DUO-medewerker",
    "jurist": "DUO-jurist",
    "leider": "incidentleider",
    "privacy": "privacy officer",
    "cbs": "CBS",
}
# One group of rows is one thing people do.
TABEL_PORTAAL = """
# Binnenkomen en openbaar
#                                              niemand eigen mandaat ander duo jurist leider privacy cbs
GET  /                                             302   302   302   302   302   302   302   302   302
GET  /inloggen                                     200   200   200   200   200   200   200   200   200
POST /inloggen                                     422   422   422   422   422   422   422   422   422
GET  /inloggen/organisatie                         404   404   404   404   404   404   404   404   404
GET  /inloggen/terug                               404   404   404   404   404   404   404   404   404
GET  /uitloggen/organisatie                        404   404   404   404   404   404   404   404   404
GET  /sessie/verleng                               302   302   302   302   302   302   302   302   302
POST /uitloggen                                    302   302   302   302   302   302   302   302   302
GET  /status                                       200   200   200   200   200   200   200   200   200
GET  /toegankelijkheid                             200   200   200   200   200   200   200   200   200
GET  /privacy                                      200   200   200   200   200   200   200   200   200
GET  /healthz                                      200   200   200   200   200   200   200   200   200
GET  /.well-known/security.txt                     200   200   200   200   200   200   200   200   200

# Signalen van een gemeente
GET  /inbox                                        302   200   200   404   403   403   403   403   403
POST /inbox/export.csv                             302   200   200   404   403   403   403   403   403
POST /inbox/export.xlsx                            302   200   200   404   403   403   403   403   403
GET  /signalen/{signaal}                           302 200/451 200/451 404 403   403   403   403   403
POST /signalen/{signaal}/bsn                       302   422   422   404   403   403   403   403   403
POST /signalen/{signaal}/behandeling               302 302/451 302/451 404 403   403   403   403   403
POST /signalen/{signaal}/correctie                 302   400   400   404   403   403   403   403   403
POST /signalen/{signaal}/verklaring                302   422   422   404   403   403   403   403   403
POST /signalen/{signaal}/doorgifte                 302   422   422   404   403   403   403   403   403
GET  /stops/{stop}/bevestig                        302   200   200   404   403   403   403   403   403
POST /stops/{stop}/bevestig                        302   422   422   404   403   403   403   403   403

# Terugmelden aan DUO
GET  /signalen/{signaal}/terug/{soort}             302   200   200   404   403   403   403   403   403
POST /signalen/{signaal}/terug/{soort}             302   422   422   404   403   403   403   403   403
GET  /terugmeldingen                               302   200   200   404   403   403   403   403   403
GET  /terugmeldingen/nieuw/{soort}                 302   200   200   404   403   403   403   403   403
POST /terugmeldingen/nieuw/{soort}                 302   422   422   404   403   403   403   403   403
GET  /terugmeldingen/{terugmelding}                302   200   200   404   403   403   403   403   403
GET  /terugmeldingen/{terugmelding}/wijzig         302   200   200   404   403   403   403   403   403
POST /terugmeldingen/{terugmelding}/wijzig         302   422   422   404   403   403   403   403   403
GET  /terugmeldingen/{terugmelding}/intrekken      302   200   200   404   403   403   403   403   403
POST /terugmeldingen/{terugmelding}/intrekken      302   422   422   404   403   403   403   403   403
GET  /vragen                                       302   403   403   403   200   200   403   403   403
GET  /vragen/{terugmelding}                        302   403   403   403   200   200   403   403   403
POST /vragen/{terugmelding}                        302   403   403   403   422   422   403   403   403

# Dossiers en beslissingen
GET  /dossiers                                     302   403   403   403   200   200   200   200   403
POST /dossiers                                     302   403   403   403   422   422   422   422   403
GET  /dossiers/{persoon}                           302   403   403   403   200   200   200   200   403
POST /dossiers/{persoon}/bsn                       302   403   403   403   422   422   422   422   403
GET  /werkvoorraad                                 302   403   403   403   200   200   403   403   403
GET  /werkvoorraad/{vaststelling}                  302   403   403   403   200   200   403   403   403
POST /werkvoorraad/{vaststelling}                  302   403   403   403   422   422   403   403   403

# Regelversies
GET  /regelversies                                 302   403   403   403   200   200   200   200   403
GET  /regelversies/{regelversie}                   302   403   403   403   200   200   200   200   403
POST /regelversies/{regelversie}/vergelijk         302   403   403   403   403   302   302   403   403
GET  /regelversies/{regelversie}/intrekken         302   403   403   403   403   200   200   403   403
POST /regelversies/{regelversie}/intrekken         302   403   403   403   403   422   422   403   403
GET  /rapporten/{kenmerk}.json                     302   403   403   403   200   200   200   200   403
GET  /rapporten/{kenmerk}                          302   403   403   403   200   200   200   200   403
POST /rapporten/{kenmerk}/voorstel                 302   403   403   403   403   422   422   403   403
POST /rapporten/{kenmerk}/bevestiging              302   403   403   403   403   422   422   403   403
POST /rapporten/{kenmerk}/afwijzing                302   403   403   403   403   422   422   403   403

# Stoppen en herstellen
GET  /stops/nieuw                                  302   403   403   403   200   200   200   200   403
POST /stops/nieuw                                  302   403   403   403   422   422   422   422   403
GET  /stops/{stop}/opheffen                        302   403   403   403   403   403   200   200   403
POST /stops/{stop}/opheffen                        302   403   403   403   403   403   422   422   403
GET  /meetekenen                                   302   403   403   403   200   200   200   200   403
POST /meetekenen                                   302   403   403   403   200   200   200   200   403
GET  /herstel                                      302   403   403   403   200   200   200   200   403
GET  /herstel/{incident}                           302   403   403   403   200   200   200   200   403

# Bezorging van webhooks
GET  /bezorging                                    302   200   200   200   200   200   200   200   403
POST /bezorging                                    302   422   422   422   422   422   422   422   403
POST /bezorging/{abonnement}/opnieuw               302   302   302   404   302   403   302   403   403
"""
TABEL_API = """
# Signalen
#                                              niemand eigen mandaat ander zonder
GET    /v1/signalen                                401   200   200   403   403
GET    /v1/signalen/{signaal}                      401   200   200   403   403
POST   /v1/signalen/{signaal}/bevestigingen        401   201   201   403   403
POST   /v1/signalen/{signaal}/verklaringen         401   400   400   403   403
GET    /v1/verklaringen                            401   200   200   403   403

# Correcties
GET    /v1/correcties                              401   200   200   403   403
GET    /v1/correcties/{signaal}                    401   404   404   403   403
POST   /v1/correcties/{signaal}/bevestigingen      401   409   409   403   403

# Doorgiften
GET    /v1/doorgiften                              401   200   200   403   403
GET    /v1/doorgiften/{doorgifte}                  401   200   200   403   403
POST   /v1/doorgiften                              401   400   400   403   403
POST   /v1/doorgiften/{doorgifte}/terugroepingen   401   400   400   403   403

# Stops
GET    /v1/stops                                   401   200   200   403   403
GET    /v1/stops/{stop}                            401   200   200   403   403
POST   /v1/stops/{stop}/bevestigingen              401   201   201   403   403

# Terugmeldingen
GET    /v1/terugmeldingen                          401   200   200   403   403
GET    /v1/terugmeldingen/{terugmelding}           401   200   200   403   403
POST   /v1/terugmeldingen                          401   400   400   403   403
POST   /v1/terugmeldingen/{terugmelding}/intrekkingen 401 400  400   403   403
GET    /v1/terugmeldsoorten                        200   200   200   200   200

# Abonnementen
GET    /v1/abonnementen                            401   200   200   403   403
POST   /v1/abonnementen                            401   400   400   403   403
GET    /v1/abonnementen/{abonnement}               401   200   200   403   403
PATCH  /v1/abonnementen/{abonnement}               401   400   400   403   403
POST   /v1/abonnementen/{abonnement}/validaties    401   201   201   403   403
POST   /v1/abonnementen/{abonnement}/geheimen      401   201   201   403   403
GET    /v1/abonnementen/{abonnement}/dode-bezorgingen 401 200  200   403   403
POST   /v1/abonnementen/{abonnement}/herhalingen   401   400   400   403   403
DELETE /v1/abonnementen/{abonnement}               401   204   204   403   403

# Openbaar
GET    /v1/statuslijsten                           200   200   200   200   200
GET    /v1/statuslijsten/{lijst}                   200   200   200   200   200
GET    /v1/statuslijstsleutels                     200   200   200   200   200
GET    /v1/signaalsoorten                          200   200   200   200   200
GET    /v1/verwerkingsactiviteiten                 200   200   200   200   200
GET    /v1/verwerkingsactiviteiten/{activiteit}    200   200   200   200   200
"""


@dataclass(frozen=True)
class Rij:
    """One method on one address, and per caller the answer when nothing is stopped and under a stop."""

    groep: str
    methode: str
    pad: str
    cellen: dict[str, tuple[int, int]]


def rijen(tabel: str, wie: tuple[str, ...]) -> Iterator[Rij]:
    """The rows of a table."""
    groep = ""
    for regel in tabel.strip().splitlines():
        if kop := re.fullmatch(r"# (\w.*)", regel):
            groep = kop[1]
        elif regel and not regel.startswith("#"):
            methode, pad, *cellen = regel.split()
            assert len(cellen) == len(wie), regel
            paren = [(int(a), int(b or a)) for a, _, b in (c.partition("/") for c in cellen)]
            yield Rij(groep, methode, pad, dict(zip(wie, paren, strict=True)))


def portaal() -> list[Rij]:
    """Every method of every address of the portal."""
    return list(rijen(TABEL_PORTAAL, PORTAAL))


def api() -> list[Rij]:
    """Every operation of the API."""
    return list(rijen(TABEL_API, API))
