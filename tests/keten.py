"""People, facts and actors for tests of the chain: real deliveries, real commands."""

import io
from datetime import UTC, date, datetime

from inburgering.toegang.terms import Actor, Rol
from leveringen import ASIEL, BSN, levering, persoon

NU = datetime(2022, 1, 10, 9, tzinfo=UTC)
DAG = date(2022, 1, 10)
MEDEWERKER = Actor("medewerker:1", "K. Jansen", Rol.DUO_MEDEWERKER)
JURIST = Actor("medewerker:2", "N. Haddad", Rol.DUO_JURIST)
LEIDER = Actor("medewerker:3", "M. de Wit", Rol.INCIDENTLEIDER)
TWEEDE = Actor("medewerker:4", "P. Bos", Rol.INCIDENTLEIDER)
KLANTMANAGER = Actor("medewerker:5", "A. Smit", Rol.KLANTMANAGER)
ADRES = ["Voorbeeldstraat 12", "5038 AA Tilburg"]
GEZIN = {
    "grond": "8a",
    "doel": "gezinslid",
    "ingangsdatum": "2022-01-03",
    "bekendmaking": "2022-01-03",
    "referent": {"soort": "nederlander"},
}


def mensen(*records, now=NU, nummer=1):
    """Read one delivery of the IND with these records (without: one asielstatushouder); the persons' numbers."""
    from inburgering.feit import commands, queries

    gegeven = [persoon(i, adresregels=ADRES) for i in range(1)] if not records else list(records)
    verslag = commands.neem_op("ind", io.BytesIO(levering(gegeven, nummer=nummer)), now=now)
    assert not verslag.fouten, verslag.fouten
    return [queries.zoek(r["burgerservicenummer"]) for r in gegeven]


def neem_in_gebruik(*regelversies, now=NU, peildatum=DAG):
    """Take regelversies into use the way people do: with a report and a second person."""
    from inburgering.vaststelling import commands, queries

    for regelversie in regelversies:
        oud = next(reversed(queries.alle_in_gebruik(now)), None)
        rapport = commands.stel_rapport_op(oud, regelversie, peildatum=peildatum, moment=now, door=JURIST, now=now)
        commands.neem_in_gebruik(regelversie, door=JURIST, tweede=LEIDER, now=now, rapport_hash=rapport)


def vrijgave(soort="kennisgeving", run="1", regelversie="bekendmaking", now=NU):
    """A vrijgave to send under."""
    from inburgering.stop import commands

    return commands.maak_vrijgave(regelversie, soort, run=run, now=now)


__all__ = ["ADRES", "ASIEL", "BSN", "DAG", "GEZIN", "JURIST", "KLANTMANAGER", "LEIDER", "MEDEWERKER", "NU", "TWEEDE"]
