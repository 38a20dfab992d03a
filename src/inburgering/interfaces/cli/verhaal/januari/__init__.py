"""January 2022: people are told that the wrong act applies, and everything that follows from it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from inburgering.interfaces.cli import databank
from inburgering.interfaces.cli.verhaal import HOOFDSTUKKEN
from inburgering.interfaces.cli.verhaal.januari import gestopt, hersteld, vastgesteld
from inburgering.interfaces.cli.verhaal.personen import Mens, bedenk
from inburgering.interfaces.cli.verhaal.toneel import bouw, ontvanger, op
from inburgering.organisatie import gemeenten

INCIDENT = "INC-2022-001"


def speel(aantal: int, zaad: int, *, tot: str = "einde") -> Iterator[str]:
    """Play the story on the open database until chapter `tot`; each step is told after it was done."""
    grens = HOOFDSTUKKEN.index(tot)
    with ontvanger() as sink, TemporaryDirectory(dir=databank.var(), prefix="verhaal-") as map_:
        for hoofdstuk, zin in _stappen(bedenk(aantal, zaad), zaad, sink, map_=Path(map_)):
            yield zin
            if hoofdstuk > grens:
                return


def _stappen(mensen: list[Mens], zaad: int, sink: str, *, map_: Path) -> Iterator[tuple[int, str]]:
    genoemd = {m.gemeente for m in mensen} | {m.latere_huisvesting for m in mensen if m.latere_huisvesting}
    codes = {gemeenten.rechtsopvolger(code, vastgesteld.LEVERDAGEN[1]) for code in genoemd}
    boek = vastgesteld.Boek(bouw(codes, op(12, 1, jaar=2021)), mensen, map_)
    yield 0, f"{len(mensen)} verzonnen mensen in {len(codes)} gemeenten"
    vastgesteld.neem_foute_regel_in_gebruik(boek)
    gestopt.abonneer(boek, sink)
    yield 0, "15 december 2021 · DUO werkt met de regel: de datum van de brief beslist"
    vastgesteld.lees_leveringen(boek, vastgesteld.LEVERDAGEN[0])
    vastgesteld.schrijf_en_geef_vrij(boek, vanaf=date(2021, 12, 1), tot=date(2022, 1, 1))
    yield 1, "20 december · de eerste brieven gaan uit, nog onder de oude wet"
    vastgesteld.lees_leveringen(boek, vastgesteld.LEVERDAGEN[1])
    vastgesteld.schrijf_en_geef_vrij(boek, vanaf=date(2022, 1, 1), tot=date(2022, 2, 1))
    yield 1, "5 tot 14 januari 2022 · brieven aan mensen, signalen aan gemeenten: alles onder de Wi2021"
    gestopt.bezorg((1, 12))
    gestopt.laat_gemeenten_werken(boek, zaad)
    yield 2, "19 januari · gemeenten openen signalen en geven gegevens door aan een taalschool"
    vastgesteld.lees_leveringen(boek, vastgesteld.LEVERDAGEN[2])
    vastgesteld.stel_de_rest_vast(boek)
    yield from _gestopt(boek)


def _gestopt(boek: vastgesteld.Boek) -> Iterator[tuple[int, str]]:
    stop_id = gestopt.zet_stop(boek)
    incident_id = gestopt.open_incident(boek, stop_id)
    yield 3, "26 januari, 11.20 uur · STOP: niets gaat er meer uit, niets is meer leesbaar"
    gestopt.probeer_alles(boek)
    gestopt.lever_aan_cbs(boek)
    gestopt.laat_bevestigen(boek, stop_id)
    yield 3, "27 januari · elk kanaal is geprobeerd en geweigerd; gemeenten bevestigen de stop"
    gestopt.meld(boek, incident_id)
    yield 4, "28 januari · voorlopige aangifte bij de AP, binnen 72 uur; één bericht voor iedereen"
    hersteld.vervang_regel(boek)
    hersteld.onderzoek(boek, incident_id)
    hersteld.leg_uit(boek, incident_id)
    yield 5, "4 tot 11 februari · de goede regel, het onderzoek, en een brief met uitleg"
    gezin, asiel = hersteld.plan(boek, incident_id)
    categorieen = (hersteld.GEZIN, hersteld.GEEN_PLICHT)
    hersteld.hervat(boek, incident_id, gezin, dag=hersteld.GEZIN_OP, categorieen=categorieen)
    yield 6, "1 maart · gezinsmigranten: ingetrokken wat fout was, losgelaten wat klopt"
    hersteld.lees_omkoppeling(boek, incident_id)
    hersteld.hervat(boek, incident_id, asiel, dag=hersteld.ASIEL_OP, categorieen=(hersteld.ASIEL, *categorieen))
    yield 6, "25 maart · asielstatushouders en overigen; Weesp hoort sinds gisteren bij Amsterdam"
    hersteld.bied_keuze_aan(boek, incident_id)
    yield 7, "1 juni tot 1 augustus · wie in januari een verkeerde brief kreeg, mag kiezen"
    hersteld.sluit_af(boek, stop_id)
    hersteld.vervang_statistiek(boek)
    hersteld.verzegel()
    yield 8, "8 augustus · CBS krijgt een vervanging, de stop gaat eraf, het spoor is verzegeld"
