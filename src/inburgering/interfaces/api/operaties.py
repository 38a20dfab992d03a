"""Everything the API can do, as one table: the addresses, the functions, and what the description says of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from inburgering.interfaces.api import vormen
from inburgering.interfaces.api.fouten import VerzoekOngeldig
from inburgering.primitives.ids import StopId
from inburgering.signaal import commands, queries
from inburgering.signaal.rules import catalogus
from inburgering.signaal.terms import Correctiesoort
from inburgering.stop import commands as stop_commands
from inburgering.stop import queries as stop_queries
from inburgering.stop.errors import StopOnbekend
from inburgering.toegang.terms import SYSTEEM, Actor

_GETAL_MAX = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Verzoek:
    """A request that has been let in: who asks, for which gemeente, with what."""

    actor: Actor
    gemeente: str
    now: datetime
    pad: dict[str, UUID] = field(default_factory=dict)
    vraag: dict[str, int] = field(default_factory=dict)
    body: Any = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number in the query: its default, its bounds and what it means."""

    naam: str
    standaard: int
    minimum: int
    maximum: int
    uitleg: str

    def lees(self, tekst: str | None) -> int:
        """The number.

        Raises:
            VerzoekOngeldig: no whole number within the bounds.
        """
        if tekst is None:
            return self.standaard
        if not tekst.isascii() or not tekst.isdigit() or not self.minimum <= int(tekst[:12]) <= self.maximum:
            raise VerzoekOngeldig(f"Geef een heel getal van {self.minimum} tot en met {self.maximum}.", veld=self.naam)
        return int(tekst)


@dataclass(frozen=True, slots=True)
class Operatie:
    """One method on one address."""

    methode: str
    pad: str
    naam: str
    titel: str
    uitleg: str
    doe: Callable[[Verzoek], Any]
    uit: type
    invoer: type | None = None
    vraag: tuple[Parameter, ...] = ()
    status: int = 200
    openbaar: bool = False
    label: str = "signalen"


def signalen(v: Verzoek) -> vormen.Signalen:
    """Signalen since a volgnummer."""
    aantal = v.vraag["aantal"]
    rijen = commands.haal_op(v.gemeente, sinds=v.vraag["sinds"], aantal=aantal, actor=v.actor, now=v.now)
    volgende = rijen[-1].volgnummer if len(rijen) == aantal else None
    return vormen.Signalen(v.gemeente, [vormen.van_rij(r) for r in rijen], volgende)


def signaal(v: Verzoek) -> vormen.Signaal:
    """One signaal."""
    return vormen.van_rij(commands.haal_op_een(v.pad["signaalId"], actor=v.actor, gemeente=v.gemeente, now=v.now))


def bevestig(v: Verzoek) -> vormen.Bevestiging:
    """Receipt of a signaal, or the doing of what a correctie asks."""
    nummer = v.pad["signaalId"]
    envelop = queries.envelop(nummer, gemeente=v.gemeente)
    corrigeert = envelop.correctiesoort in {Correctiesoort.INTREKKING, Correctiesoort.OMLEIDING}
    stap = commands.bevestig_correctie if corrigeert else commands.bevestig_ontvangst
    stap(nummer, door=v.actor, now=v.now)
    return vormen.Bevestiging(nummer, v.gemeente, v.now)


def verklaar(v: Verzoek) -> vormen.Verklaring:
    """An answer about one signaal."""
    invoer: vormen.VerklaringInvoer = v.body
    nummer = v.pad["signaalId"]
    antwoord = commands.verklaar(nummer, invoer.antwoord, toelichting=invoer.toelichting, door=v.actor, now=v.now)
    return vormen.Verklaring(nummer, v.gemeente, antwoord, v.now)


def stops(v: Verzoek) -> vormen.Stops:
    """The stops in force for the gemeente."""
    actief = stop_queries.actieve_stops(v.gemeente)
    return vormen.Stops(v.gemeente, stop_queries.stand().epoch, [vormen.van_stop(s) for s in actief])


def stop(v: Verzoek) -> vormen.Stop:
    """One stop; that it was read is recorded."""
    rij = stop_queries.stop(StopId(v.pad["stopId"]))
    _eis_eigen(rij.bereik.gemeenten, v.gemeente)
    stop_commands.lees(rij.id, v.gemeente, door=v.actor, now=v.now)
    return vormen.van_stop(rij)


def bevestig_stop(v: Verzoek) -> vormen.Bevestiging:
    """That the gemeente stopped using what the stop covers."""
    nummer = StopId(v.pad["stopId"])
    _eis_eigen(stop_queries.stop(nummer).bereik.gemeenten, v.gemeente)
    stop_commands.bevestig(nummer, v.gemeente, door=v.actor, now=v.now)
    return vormen.Bevestiging(nummer, v.gemeente, v.now)


def soorten(v: Verzoek) -> vormen.Soorten:
    """The catalogue in force."""
    boek = catalogus.geldig_op(v.now.date())
    return vormen.Soorten(boek.versie, [vormen.van_soort(s) for s in boek.soorten.values()])


def _eis_eigen(gemeenten: tuple[str, ...], gemeente: str) -> None:
    """A stop of others does not exist for this gemeente."""
    if gemeenten and gemeente not in gemeenten:
        raise StopOnbekend(veld="stopId")


NIEMAND = Actor(SYSTEEM.id, SYSTEEM.naam, SYSTEEM.rol)
OPERATIES: tuple[Operatie, ...] = (
    Operatie(
        "GET", "/signalen", "lijstSignalen", "Signalen ophalen",
        "Geeft de signalen na een volgnummer. Met inhoud, of zonder als een stop geldt: dan is gestopt waar."
        " Elke inhoud die u ophaalt, wordt als verstrekking vastgelegd.",
        signalen, vormen.Signalen,
        vraag=(
            Parameter("sinds", 0, 0, _GETAL_MAX, "Alleen signalen met een hoger volgnummer."),
            Parameter("aantal", 50, 1, 500, "Hoogstens zoveel signalen."),
        ),
    ),
    Operatie(
        "GET", "/signalen/{signaalId}", "haalSignaal", "Eén signaal ophalen",
        "Geeft één signaal van uw gemeente.", signaal, vormen.Signaal,
    ),
    Operatie(
        "POST", "/signalen/{signaalId}/bevestigingen", "bevestigSignaal", "Ontvangst of correctie bevestigen",
        "Legt vast dat u het signaal hebt. Bij een intrekking of omleiding: dat u deed wat er staat. Twee keer mag.",
        bevestig, vormen.Bevestiging, status=201,
    ),
    Operatie(
        "POST", "/signalen/{signaalId}/verklaringen", "verklaarSignaal", "Verklaren wat u met een signaal deed",
        "Legt vast wat uw gemeente met het signaal deed. Een latere verklaring gaat voor.",
        verklaar, vormen.Verklaring, invoer=vormen.VerklaringInvoer, status=201,
    ),
    Operatie(
        "GET", "/stops", "lijstStops", "Stops ophalen",
        "Geeft de stops die nu voor uw gemeente gelden, en de stand van de poort.", stops, vormen.Stops, label="stops",
    ),
    Operatie(
        "GET", "/stops/{stopId}", "haalStop", "Eén stop ophalen",
        "Geeft één stop. Vastgelegd wordt dat u hem hebt gelezen.", stop, vormen.Stop, label="stops",
    ),
    Operatie(
        "POST", "/stops/{stopId}/bevestigingen", "bevestigStop", "Een stop bevestigen",
        "Legt vast dat uw gemeente de gegevens niet meer gebruikt. Twee keer mag.",
        bevestig_stop, vormen.Bevestiging, status=201, label="stops",
    ),
    Operatie(
        "GET", "/signaalsoorten", "lijstSignaalsoorten", "De catalogus ophalen",
        "Geeft de soorten signalen met hun velden; bij elk veld het artikel en het doel.",
        soorten, vormen.Soorten, openbaar=True, label="catalogus",
    ),
)  # fmt: skip
