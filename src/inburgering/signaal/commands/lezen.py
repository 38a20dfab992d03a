"""Reading the inhoud: screen, API and export. Each asks the brake, reads as the gemeente and books what was given."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from inburgering.primitives.arrays import als_array
from inburgering.primitives.ids import SignaalId
from inburgering.recht.verstrekkingsregels import Betrokkene
from inburgering.signaal import queries
from inburgering.signaal.commands import schrijven
from inburgering.signaal.errors import SignaalIngetrokken, SignaalOnbekend, SignaalVerlopen
from inburgering.signaal.models import Signaal
from inburgering.signaal.rules import catalogus
from inburgering.signaal.terms import Dicht, Export, Gelezen, SignaalRij, Status
from inburgering.spoor import commands as spoor_commands
from inburgering.spoor import queries as spoor_queries
from inburgering.spoor.terms import Verwerking
from inburgering.stop import commands as stop_commands
from inburgering.stop import queries as stop_queries
from inburgering.stop.errors import StopVanKracht
from inburgering.stop.terms import Kanaal
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling
from inburgering.verstrekking import commands as verstrekking_commands
from inburgering.verstrekking.errors import VerstrekkingNietToegestaan
from inburgering.verstrekking.terms import Regel

INZAGE = """INSERT INTO signaal_inzage (signalen, kanaal, actor, op, gebruik_tot)
    SELECT %(ids)s::uuid[], %(kanaal)s, %(actor)s, %(now)s::timestamptz, %(tot)s::timestamptz[]"""
VERLOPEN_HERSTEL = "Hebt u de gegevens nog nodig, meld dan bij DUO dat u ze mist."


def open_signaal(signaal_id: UUID, *, actor: Actor, gemeente: str, now: datetime) -> dict[str, Any]:
    """The inhoud of one signaal, read on the screen; the reading is recorded.

    Raises:
        SignaalOnbekend: it does not exist, or not for this gemeente.
        StopVanKracht: a stop keeps it shut; the refusal is noted.
        SignaalIngetrokken: it was withdrawn; its inhoud is gone for good.
        SignaalVerlopen: the time for which it was there is over.
        VerstrekkingNietToegestaan: by what is determined now, the law does not let this gemeente read it.
    """
    rij = _een(signaal_id, kanaal=Kanaal.PORTAAL, actor=actor, gemeente=gemeente, now=now)
    assert rij.inhoud is not None
    return rij.inhoud


def haal_op_een(
    signaal_id: UUID, *, actor: Actor, gemeente: str, now: datetime, alleen_correcties: bool = False
) -> SignaalRij:
    """One signaal by the API, shut or not; what was read is booked, what was refused is noted.

    Raises:
        SignaalOnbekend: it does not exist, or not for this gemeente.
    """
    rijen = _lees(
        gemeente, ids=[signaal_id], kanaal=Kanaal.API, actor=actor, now=now, alleen_correcties=alleen_correcties
    )
    if not rijen:
        raise SignaalOnbekend(veld="signaalId", herstel="Haal de lijst op en kies daaruit.")
    return rijen[0]


def haal_op(
    gemeente: str, *, sinds: int, aantal: int, actor: Actor, now: datetime, alleen_correcties: bool = False
) -> list[SignaalRij]:
    """Signalen after a volgnummer by the API, at most `aantal`; the inhoud is absent where a stop keeps it shut."""
    maximaal = min(max(aantal, 1), queries.AANTAL_MAX)
    return _lees(
        gemeente,
        sinds=sinds,
        maximaal=maximaal,
        kanaal=Kanaal.API,
        actor=actor,
        now=now,
        alleen_correcties=alleen_correcties,
    )


def exporteer(gemeente: str, *, actor: Actor, now: datetime) -> Export:
    """Everything readable, for a file; what a stop or withdrawal keeps shut is absent and counted."""
    rijen = _lees(gemeente, kanaal=Kanaal.EXPORT, actor=actor, now=now)
    leesbaar = [r for r in rijen if r.inhoud is not None]
    return Export(leesbaar, len(rijen) - len(leesbaar), queries.verklaringen([r.id for r in leesbaar]))


def _een(signaal_id: UUID, *, kanaal: Kanaal, actor: Actor, gemeente: str, now: datetime) -> SignaalRij:
    rijen = _lees(gemeente, ids=[signaal_id], kanaal=kanaal, actor=actor, now=now)
    if not rijen:
        raise SignaalOnbekend(veld="signaalId", herstel="Kies een signaal uit het postvak.")
    rij = rijen[0]
    if rij.dicht is Dicht.INGETROKKEN:
        raise SignaalIngetrokken("De inhoud is voorgoed weg.", herstel="Lees de correctie bij dit signaal.")
    if rij.dicht is Dicht.STOP:
        raise StopVanKracht("Een stop houdt de inhoud dicht.", herstel="Wacht tot de stop is opgeheven.")
    if rij.dicht is Dicht.VERLOPEN:
        raise SignaalVerlopen(rij.reden_dicht, veld="signaalId", herstel=VERLOPEN_HERSTEL)
    if rij.dicht is Dicht.WET:
        raise VerstrekkingNietToegestaan(rij.reden_dicht, veld="signaalId", herstel="Vraag DUO om uitleg.")
    return rij


def _lees(
    gemeente: str,
    *,
    kanaal: Kanaal,
    actor: Actor,
    now: datetime,
    ids: Sequence[UUID] | None = None,
    sinds: int = 0,
    maximaal: int | None = None,
    alleen_correcties: bool = False,
) -> list[SignaalRij]:
    """Read as the gemeente and book as the application, in one transaction; note refusals after it."""
    handeling = Handeling.SIGNAAL_EXPORTEREN if kanaal is Kanaal.EXPORT else Handeling.SIGNAAL_INZIEN
    toegang_rules.eis(actor, handeling, gemeente=gemeente)
    catalogus.geldig_op(now.date())  # read from disk before the transaction, which may not pause for long
    try:
        with stop_queries.lees_onder_poort(gemeente):
            gelezen = queries.lees_met_wie(
                gemeente,
                kanaal=kanaal.value,
                actor=actor.id,
                ids=ids,
                sinds=sinds,
                maximaal=maximaal,
                alleen_correcties=alleen_correcties,
            )
            rijen = _boek(gelezen, kanaal=kanaal, actor=actor, now=now)
    except _TussenkomstVanStop as stop:
        stop_commands.noteer_weigering(kanaal, vrijgave_id=stop.vrijgave_id, gemeente=gemeente, now=now)
        raise StopVanKracht("Er kwam net een stop.", herstel="Wacht tot de stop is opgeheven.") from None
    for vrijgave_id in sorted({r.vrijgave_id for r in rijen if r.gestopt}):
        stop_commands.noteer_weigering(kanaal, vrijgave_id=vrijgave_id, gemeente=gemeente, now=now)
    return rijen


class _TussenkomstVanStop(Exception):
    """A stop committed between the reading and the booking; nothing may leave."""

    def __init__(self, vrijgave_id: int) -> None:
        super().__init__(vrijgave_id)
        self.vrijgave_id = vrijgave_id


def _boek(gelezen: Sequence[Gelezen], *, kanaal: Kanaal, actor: Actor, now: datetime) -> list[SignaalRij]:
    """The rows with the inhoud that may be read now, and until when; each reading recorded.

    In the ledger when it is new for this kanaal, as inzage always.
    """
    grens = now + timedelta(hours=catalogus.geldig_op(now.date()).gebruik_uren)
    uit = [_sluit(g.rij, g.betrokkene, now=now, grens=grens) for g in gelezen]
    leesbaar = [g._replace(rij=rij) for g, rij in zip(gelezen, uit, strict=True) if rij.dicht is None]
    if leesbaar:
        _leg_vast(leesbaar, kanaal=kanaal, actor=actor, now=now)
    return uit


def _sluit(rij: SignaalRij, persoon: Betrokkene, *, now: datetime, grens: datetime) -> SignaalRij:
    """The row, without its inhoud when its time is over or the law does not let it go now.

    With it: until when what was read now may be used without asking again, never past the time of the signaal itself.
    """
    if rij.dicht is not None:
        return rij
    verlopen = queries.sluit_verlopen(rij, now)
    if verlopen is not rij:
        return verlopen
    namen = tuple(naam for naam, waarde in (rij.inhoud or {}).items() if waarde is not None)
    nee = weigering(rij.soort, rij.catalogusversie, namen, rij.gemeente, persoon=persoon, dag=now.date())
    if nee:
        return replace(rij, inhoud=None, dicht=Dicht.WET, reden_dicht=nee)
    return rij if rij.gebruik_tot <= grens else replace(rij, gebruik_tot=grens)


def weigering(soort: str, versie: str, namen: tuple[str, ...], gemeente: str, *, persoon: Betrokkene, dag: date) -> str:
    """Why the law does not let these fields go to this gemeente on that day, with the article; empty when it does."""
    nee = catalogus.eerste_nee(soort, versie, namen, gemeente, persoon=persoon, dag=dag)
    return "" if nee is None else f"{nee.reden} ({nee.artikel})"


def _leg_vast(gelezen: Sequence[Gelezen], *, kanaal: Kanaal, actor: Actor, now: datetime) -> None:
    gemeente = gelezen[0].rij.gemeente
    vrijgaven = {g.rij.vrijgave_id for g in gelezen}
    doorlaten = stop_queries.doorlaten(vrijgaven, kanaal=kanaal, gemeente=gemeente)
    for vrijgave_id in vrijgaven - set(doorlaten):
        raise _TussenkomstVanStop(vrijgave_id)
    nieuw: list[Gelezen] = []
    eerder: list[Gelezen] = []
    for g in gelezen:
        (nieuw if _te_boeken(g, kanaal) else eerder).append(g)
    if nieuw:
        verstrekking_commands.boek(
            [_regel(g, kanaal) for g in nieuw],
            doorlaten={int(k): v for k, v in doorlaten.items()},
            actor=actor,
            now=now,
        )
    ids, tot = als_array([g.rij.id for g in gelezen]), als_array([g.rij.gebruik_tot for g in gelezen])
    _leg_inzage_vast(ids, tot, [g.persoon_id for g in eerder], kanaal=kanaal, actor=actor, now=now)
    _merk_geopend([g.rij.id for g in gelezen if g.rij.status is Status.BEZORGD], actor=actor, now=now)


def _te_boeken(gelezen: Gelezen, kanaal: Kanaal) -> bool:
    """The screen was booked at the vrijgave; every export is a new copy; the API books once per actor."""
    return kanaal is Kanaal.EXPORT or (kanaal is Kanaal.API and not gelezen.geboekt)


def _regel(gelezen: Gelezen, kanaal: Kanaal) -> Regel:
    r = gelezen.rij
    kind = catalogus.soort_van(r.soort, r.catalogusversie)
    return Regel(
        persoon_id=gelezen.persoon_id,
        ontvanger=r.gemeente,
        kanaal=kanaal.value,
        soort=r.soort,
        gegevens=catalogus.gegevens(kind, r.inhoud or {}),
        vrijgave_id=r.vrijgave_id,
        signaal_id=r.id,
        betrokkene=gelezen.betrokkene,
        taak_van=kind.taak_van,
        verstrekker=kind.verstrekker,
    )


def _leg_inzage_vast(
    ids: str, tot: str, personen: Sequence[int], *, kanaal: Kanaal, actor: Actor, now: datetime
) -> None:
    """One reading of these signalen, and until when each may be used; in the spoor a line for each of these persons.

    Of whom the ledger writes a line at the same time is not among them.
    """
    codes = spoor_queries.pseudoniemen(personen)
    regel, wie = verwerking(kanaal, actor, now=now), [codes[p] for p in personen]
    with _daad(len(wie), kanaal=kanaal, actor=actor, now=now):
        spoor_commands.leg_groep_vast(regel, wie, now=now)
    with connection.cursor() as cursor:
        cursor.execute(INZAGE, inzage_waarden(ids, tot, kanaal=kanaal, actor=actor, now=now))


def _daad(aantal: int, *, kanaal: Kanaal, actor: Actor, now: datetime) -> AbstractContextManager[None]:
    """The act of a person who reads, for the lines of that reading; a system is named in the lines themselves."""
    if not (aantal and actor.is_mens):
        return nullcontext()
    return spoor_commands.daad(
        actor.id,
        f"signaal.ingezien.{kanaal}",
        object_soort="gemeente",
        object_id=actor.gemeente or "",
        now=now,
        bijzonderheden={"aantal": aantal},
    )


def inzage_waarden(
    ids: str | bytes, tot: str | bytes, *, kanaal: Kanaal, actor: Actor, now: datetime
) -> dict[str, Any]:
    """What `INZAGE` writes; `ids` and `tot` are arrays as PostgreSQL writes or sends them."""
    return {"ids": ids, "tot": tot, "kanaal": kanaal.value, "actor": actor.id, "now": now}


def verwerking(kanaal: Kanaal, actor: Actor, *, now: datetime) -> Verwerking:
    """The line of a reading, without the person. A system is named in it; who reads herself is in the audit log."""
    return Verwerking(
        naam=f"signaal.ingezien.{kanaal}",
        activiteit="verstrekken-aan-ketenpartner",
        betrokkene=None,
        begin=now,
        einde=now,
        attributen={} if actor.is_mens else {"systeem": actor.id},
    )


def _merk_geopend(ids: Sequence[SignaalId], *, actor: Actor, now: datetime) -> None:
    if ids:
        Signaal.objects.filter(pk__in=ids, status=Status.BEZORGD).update(status=Status.GEOPEND, status_op=now)
        schrijven.noteer(ids, Status.GEOPEND, door=actor, now=now)
