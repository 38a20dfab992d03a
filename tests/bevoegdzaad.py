"""One seeded chain under a stop, with somebody of every kind at the door: for the table of bevoegdheden."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import portaalzaad as zaad
from bevoegdheden import PORTAAL

EIGEN, GEMACHTIGD, ANDER = zaad.TILBURG, "0758", zaad.AMSTERDAM


@dataclass
class Wereld:
    """The callers, and what stands in the places of an address; of two signalen one is stopped."""

    portaal: dict[str, Any] = field(default_factory=dict)
    api: dict[str, Any] = field(default_factory=dict)
    plekken: dict[str, dict[str, str]] = field(default_factory=dict)
    geheim: str = ""  # the name in the signaal that is stopped
    naam_vrij: str = ""

    @staticmethod
    def nieuw(wie: str) -> Any:
        """A caller with a session of its own."""
        from django.contrib.auth import get_user_model
        from django.test import Client

        client = Client(raise_request_exception=False)
        if wie != "niemand":
            naam = {"eigen": "tilburg", "ander": "amsterdam"}.get(wie, wie)
            client.force_login(get_user_model().objects.get(username=naam))
        return client


def maak() -> Wereld:
    """Seed once; nothing that is asked afterwards needs a fresh one."""
    from inburgering.toegang import commands
    from inburgering.toegang.terms import Rol

    stand = zaad.rustig()
    zaad.gestopt(stand)
    commands.maak_medewerker("mandaat", "B", rol=Rol.KLANTMANAGER, gemeente=GEMACHTIGD, wachtwoord=None, now=zaad.NU)
    commands.geef_mandaat(EIGEN, GEMACHTIGD, vanaf=date(2022, 1, 1), tot=None, door=stand.wie["privacy"], now=zaad.NU)
    wereld = Wereld()
    wereld.portaal = {wie: wereld.nieuw(wie) for wie in PORTAAL}
    _api(wereld)
    _plekken(wereld, stand)
    return wereld


def _api(wereld: Wereld) -> None:
    from django.test import Client

    from inburgering.toegang import commands
    from inburgering.toegang.terms import Machtiging

    wereld.api["niemand"] = lambda _: Client(raise_request_exception=False)
    for wie, gemeente in (("eigen", EIGEN), ("mandaat", GEMACHTIGD), ("ander", ANDER), ("zonder", EIGEN)):

        def maak_client(machtiging, wie=wie, gemeente=gemeente):
            mag = [m for m in Machtiging if (m is (machtiging or Machtiging.STOPS_LEZEN)) is (wie != "zonder")]
            nieuw = commands.maak_client(f"{wie} {machtiging}", gemeente, machtigingen=mag, now=zaad.NU)
            return _beller(nieuw)

        wereld.api[wie] = maak_client


def _beller(nieuw):
    from django.test import Client

    from apibouw import token

    kop = {"Authorization": f"Bearer {token(nieuw, now=zaad.NU)}", "Gemeente": EIGEN}
    return Client(headers=kop, raise_request_exception=False)


def _plekken(wereld: Wereld, stand: zaad.Stand) -> None:
    from inburgering.feit import queries as feit
    from inburgering.herstel import queries as herstel
    from inburgering.signaal import commands as signaal
    from inburgering.signaal import queries as signalen
    from inburgering.statuslijst import queries as lijsten
    from inburgering.stop import commands as stop
    from inburgering.terugmelding import commands as terug
    from inburgering.toegang.terms import Actor, Rol
    from inburgering.vaststelling import queries as vaststelling
    from inburgering.verstrekking import commands as verstrekking
    from inburgering.verstrekking import queries as boeken

    rijen = signalen.inbox(EIGEN, volgorde="volgnummer", maximaal=100)
    los, dicht = (next(r for r in rijen if r.gestopt is g) for g in (False, True))
    wie = Actor("medewerker:1", "T", Rol.KLANTMANAGER, EIGEN)
    vraag = terug.meld(
        "N1", los.id, {"waaromNiet": "verhuisd", "vermoedelijkeGemeente": ANDER}, door=wie, gemeente=EIGEN, now=zaad.NU
    )
    doorgifte = verstrekking.registreer_doorgifte(
        boeken.van_signalen([los.id])[0].pk,
        "School",
        gegevens=("naam",),
        datum=date(2022, 1, 25),
        door=wie,
        now=zaad.NU,
    )
    abonnement, _ = signaal.maak_abonnement(EIGEN, "https://a.example/hook", door=wie, now=zaad.NU)
    stop.zorg_voor_gemeenten([GEMACHTIGD])
    rapport = vaststelling.rapporten("bekendmaking")[0].hash
    basis = {
        "stop": str(stand.stop), "persoon": str(stand.personen[3]), "incident": herstel.incidenten()[0].code,
        "vaststelling": str(vaststelling.werkvoorraad()[-1].vaststelling_id), "kenmerk": rapport,
        "regelversie": "bekendmaking", "soort": "R2", "terugmelding": str(vraag), "doorgifte": str(doorgifte),
        "abonnement": str(abonnement), "activiteit": "doorgifte-volgen", "lijst": lijsten.lijsten()[0],
    }  # fmt: skip
    moment = {p: feit.persoonsgegevens([p], moment=zaad.NU)[p].naam for p in stand.personen}
    van = {r.id: moment[signalen.envelop(r.id).persoon_id] for r in (los, dicht)}
    wereld.naam_vrij, wereld.geheim = van[los.id], van[dicht.id]
    wereld.plekken = {"vrij": basis | {"signaal": str(los.id)}, "gestopt": basis | {"signaal": str(dicht.id)}}
