"""Giving signalen free to gemeenten, in bulk: idempotent, numbered without gaps, booked, and put in the outbox."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from inburgering.organisatie import gemeenten
from inburgering.primitives.ids import SignaalId
from inburgering.signaal.commands import schrijven
from inburgering.signaal.commands.schrijven import Nieuw
from inburgering.signaal.rules import catalogus
from inburgering.signaal.terms import Correctiesoort, Gebeurtenissoort, Opdracht
from inburgering.spoor import commands as spoor_commands
from inburgering.stop import commands as stop_commands
from inburgering.stop import queries as stop_queries
from inburgering.stop.errors import StopVanKracht
from inburgering.stop.terms import Doorlaat, Kanaal
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling


def geef_vrij(opdrachten: Sequence[Opdracht], *, vrijgave_id: int, door: Actor, now: datetime) -> list[SignaalId]:
    """Give signalen to their gemeenten, all or none; their ids in the order of the opdrachten.

    A gemeente that no longer exists is replaced by its rechtsopvolger of that day. An opdracht whose vaststelling, kind
    and gemeente already have a living signaal gives that one back and sends nothing.

    Raises:
        StopVanKracht: a stop covers the vrijgave, or one of the gemeenten; nothing is sent.
        VerstrekkingNietToegestaan: a field that the law does not let go to a gemeente.
        InhoudOngeldig: a field that misses or has the wrong form.
        SoortOnbekend: a kind that is not in the catalogue.
        OnbekendeGemeente: a code that no gemeente ever had.
    """
    return verwerk([lees_opdracht(o, now=now) for o in opdrachten], vrijgave_id=vrijgave_id, door=door, now=now)


def lees_opdracht(opdracht: Opdracht, *, now: datetime, correctiesoort: Correctiesoort | None = None) -> Nieuw:
    """The signaal that an opdracht asks for, checked against the catalogue of that day."""
    dag = now.date()
    kind = catalogus.soort(catalogus.geldig_op(dag), opdracht.soort)
    catalogus.check_inhoud(kind, opdracht.inhoud)
    return Nieuw(
        id=schrijven.maak_id(now),
        kind=kind,
        gemeente=gemeenten.rechtsopvolger(opdracht.gemeente, dag),
        persoon_id=opdracht.persoon_id,
        inhoud=opdracht.inhoud,
        deadline=opdracht.deadline,
        vaststelling_id=opdracht.vaststelling_id,
        corrigeert=opdracht.corrigeert,
        correctiesoort=correctiesoort,
    )


def verwerk(
    nieuw: Sequence[Nieuw],
    *,
    vrijgave_id: int,
    door: Actor,
    now: datetime,
    gebeurtenis: Gebeurtenissoort = Gebeurtenissoort.SIGNAAL_BEZORGD,
) -> list[SignaalId]:
    """Write checked signalen that are not there yet; the ids of all, in order."""
    toegang_rules.eis(door, Handeling.SIGNAAL_VRIJGEVEN)
    if not nieuw:
        return []
    codes = {n.gemeente for n in nieuw}
    stop_commands.zorg_voor_gemeenten(codes)
    stop_commands.schrijf_bij(vrijgave_id, now=now)
    with transaction.atomic():
        tellers = schrijven.sluit_tellers(codes)
        doorlaat = vraag_doorlaat(vrijgave_id, codes, now=now)
        bekend = schrijven.bestaande(nieuw)
        vers = [n for n in nieuw if n.sleutel is None or bekend.setdefault(n.sleutel, n.id) == n.id]
        schrijven.schrijf(
            vers,
            tellers=tellers,
            boek=catalogus.geldig_op(now.date()),
            gebeurtenis=gebeurtenis,
            doorlaat=doorlaat,
            door=door,
            now=now,
        )
        spoor_commands.schrijf_audit(
            door.id,
            "signalen.vrijgegeven",
            object_soort="vrijgave",
            object_id=vrijgave_id,
            now=now,
            bijzonderheden={"gevraagd": len(nieuw), "nieuw": len(vers), "gemeenten": len(codes)},
        )
    return [bekend[n.sleutel] if n.sleutel else n.id for n in nieuw]


def vraag_doorlaat(vrijgave_id: int, codes: set[str], *, now: datetime) -> Doorlaat:
    """The proof that the brake is off for this vrijgave in every one of these gemeenten; a refusal is noted.

    Raises:
        StopVanKracht: names the first gemeente for which it is on.
    """
    gestopt = sorted(stop_queries.gemeenten_met_stop(vrijgave_id, codes))
    eerste = gestopt[0] if gestopt else min(codes)
    try:
        return stop_queries.doorlaat(vrijgave_id, kanaal=Kanaal.PORTAAL, gemeente=eerste)
    except StopVanKracht:
        stop_commands.noteer_weigering(Kanaal.PORTAAL, vrijgave_id=vrijgave_id, gemeente=eerste, now=now)
        raise
