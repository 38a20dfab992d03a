"""Statuslijsten: signed lists that say of a copy whether it may still be used, open to whoever holds one."""

from datetime import UTC, datetime, timedelta

from inburgering.interfaces.api import vormen
from inburgering.interfaces.api.fouten import VerzoekOngeldig
from inburgering.interfaces.api.operaties.vorm import Operatie, Parameter, Verzoek
from inburgering.statuslijst import commands, queries
from inburgering.statuslijst.terms import INHOUDSOORT

_KLOKVERSCHIL = timedelta(minutes=1)
_SECONDE = timedelta(microseconds=999_999)
_TIME = (
    "Zoals de lijst toen was: seconden sinds 1970 (UTC). Een moment dat nog komt: 400; toen er nog geen lijst was: 404."
)
_TIJD_MAX = 253_402_300_799  # the last second of the year 9999


def lijsten(v: Verzoek) -> vormen.Statuslijsten:
    """Where every list is."""
    del v
    return vormen.Statuslijsten([queries.adres(naam) for naam in queries.lijsten()])


def een(v: Verzoek) -> str:
    """One signed list: as it stands now, or as it was published at a moment.

    Raises:
        VerzoekOngeldig: that moment is still to come; nobody knows what the list says then.
    """
    if v.vraag["time"] is None:
        return commands.geef(v.pad["lijst"], now=v.now)
    moment = datetime.fromtimestamp(v.vraag["time"], UTC) + _SECONDE  # the list as that second ended
    if moment > v.now + _KLOKVERSCHIL:
        raise VerzoekOngeldig(
            "Dit moment is nog niet geweest.", veld="time", herstel="Laat `time` weg voor de lijst van nu."
        )
    return commands.geef_op(v.pad["lijst"], moment=moment, now=v.now)


def sleutels(v: Verzoek) -> vormen.Sleutels:
    """The keys with which a list can be checked."""
    return vormen.Sleutels(queries.jwks(now=v.now)["keys"])


TABEL = (
    Operatie(
        methode="GET",
        pad="/statuslijsten",
        naam="lijstStatuslijsten",
        titel="Alle statuslijsten vinden",
        uitleg="Geeft de adressen van alle lijsten. In een lijst staan geen persoonsgegevens en geen nummers.",
        doe=lijsten,
        uit=vormen.Statuslijsten,
        label="statuslijsten",
        machtiging=None,
    ),
    Operatie(
        methode="GET",
        pad="/statuslijsten/{lijst}",
        naam="haalStatuslijst",
        titel="Eén statuslijst ophalen",
        uitleg="Geeft een ondertekende lijst (IETF Token Status List, twee bits per signaal: 0 bruikbaar,"
        " 1 ingetrokken, 2 gestopt, 3 vervangen). Vraag hem na `ttl` opnieuw en gebruik na `exp` niets meer.",
        doe=een,
        uit=str,
        label="statuslijsten",
        machtiging=None,
        vraag=(Parameter("time", None, 0, _TIJD_MAX, _TIME),),
        inhoudsoort=INHOUDSOORT,
    ),
    Operatie(
        methode="GET",
        pad="/statuslijstsleutels",
        naam="lijstStatuslijstsleutels",
        titel="De sleutels van de statuslijsten ophalen",
        uitleg="Geeft de openbare sleutels (JWK Set). Een nieuwe staat er een dag voordat hij tekent.",
        doe=sleutels,
        uit=vormen.Sleutels,
        label="statuslijsten",
        machtiging=None,
    ),
)
