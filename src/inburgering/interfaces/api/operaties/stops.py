"""Stops: list, read, confirm."""

from inburgering.interfaces.api import vormen
from inburgering.interfaces.api.operaties.vorm import Operatie, Verzoek
from inburgering.primitives.ids import StopId
from inburgering.stop import commands, queries
from inburgering.stop.errors import StopOnbekend
from inburgering.stop.terms import StopRij
from inburgering.toegang.terms import Machtiging


def lijst(v: Verzoek) -> vormen.Stops:
    """The stops in force for the gemeente."""
    actief = queries.stops_voor(v.gemeente)
    return vormen.Stops(v.gemeente, queries.epoch(), [_vorm(s) for s in actief])


def een(v: Verzoek) -> vormen.Stop:
    """One stop; that it was read is recorded."""
    rij = _eigen(v)
    commands.lees(rij.id, v.gemeente, door=v.actor, now=v.now)
    return _vorm(rij)


def bevestig(v: Verzoek) -> vormen.Bevestiging:
    """That the gemeente stopped using what the stop covers."""
    rij = _eigen(v)
    commands.bevestig(rij.id, v.gemeente, door=v.actor, now=v.now)
    return vormen.Bevestiging(rij.id, v.gemeente, v.now)


def _vorm(rij: StopRij) -> vormen.Stop:
    """The form, with what a keus picked so far by number."""
    vrijgaven = queries.gedekte_vrijgaven(rij.id) if rij.bereik.keus else rij.bereik.vrijgaven
    return vormen.van_stop(rij, vrijgaven=vrijgaven)


def _eigen(v: Verzoek) -> StopRij:
    """A stop of others, or of what no gemeente gets, does not exist for this gemeente."""
    rij = queries.stop(StopId(v.pad["stopId"]))
    van_ander = rij.bereik.gemeenten and v.gemeente not in rij.bereik.gemeenten
    if van_ander or not rij.bereik.raakt_gemeenten:
        raise StopOnbekend(veld="stopId")
    return rij


TABEL = (
    Operatie(
        methode="GET",
        pad="/stops",
        naam="lijstStops",
        titel="Stops ophalen",
        uitleg="Geeft de stops die nu gelden voor wat uw gemeente heeft of krijgt, en de stand van de poort.",
        doe=lijst,
        uit=vormen.Stops,
        label="stops",
        machtiging=Machtiging.STOPS_LEZEN,
    ),
    Operatie(
        methode="GET",
        pad="/stops/{stopId}",
        naam="haalStop",
        titel="Eén stop ophalen",
        uitleg="Geeft één stop. Vastgelegd wordt dat u hem hebt gelezen.",
        doe=een,
        uit=vormen.Stop,
        label="stops",
        machtiging=Machtiging.STOPS_LEZEN,
    ),
    Operatie(
        methode="POST",
        pad="/stops/{stopId}/bevestigingen",
        naam="bevestigStop",
        titel="Een stop bevestigen",
        uitleg="Legt vast dat uw gemeente de gegevens niet meer gebruikt. Twee keer mag.",
        doe=bevestig,
        uit=vormen.Bevestiging,
        label="stops",
        machtiging=Machtiging.STOPS_BEVESTIGEN,
        status=201,
    ),
)
