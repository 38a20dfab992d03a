"""Reading the inhoud: screen, API and export. Each asks the brake, reads as the gemeente and books what was given."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from inburgering.primitives.ids import SignaalId
from inburgering.recht.verstrekkingsregels import ONBEKENDE, Betrokkene
from inburgering.signaal import queries
from inburgering.signaal.commands import schrijven
from inburgering.signaal.errors import SignaalIngetrokken, SignaalOnbekend, SignaalVerlopen
from inburgering.signaal.models import Inzage, Signaal
from inburgering.signaal.rules import catalogus
from inburgering.signaal.terms import Dicht, Export, SignaalRij, Status
from inburgering.spoor import commands as spoor_commands
from inburgering.spoor import queries as spoor_queries
from inburgering.spoor.terms import Verwerking
from inburgering.stop import commands as stop_commands
from inburgering.stop import queries as stop_queries
from inburgering.stop.errors import StopVanKracht
from inburgering.stop.terms import Kanaal
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling
from inburgering.vaststelling import queries as vaststelling_queries
from inburgering.verstrekking import commands as verstrekking_commands
from inburgering.verstrekking import queries as verstrekking_queries
from inburgering.verstrekking.errors import VerstrekkingNietToegestaan
from inburgering.verstrekking.terms import Regel

AANTAL_MAX = 500
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
    maximaal = min(max(aantal, 1), AANTAL_MAX)
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
        with stop_queries.lees_als_gemeente(gemeente):
            rijen = queries.lees_rijen(
                gemeente, ids=ids, sinds=sinds, maximaal=maximaal, alleen_correcties=alleen_correcties
            )
            with stop_queries.weer_als_app():
                rijen = _boek(rijen, kanaal=kanaal, actor=actor, now=now)
    except _TussenkomstVanStop as stop:
        stop_commands.noteer_weigering(kanaal, vrijgave_id=stop.vrijgave_id, gemeente=gemeente, now=now)
        raise StopVanKracht("Er kwam net een stop.", herstel="Wacht tot de stop is opgeheven.") from None
    for vrijgave_id in sorted({r.vrijgave_id for r in rijen if r.gestopt}):
        stop_commands.noteer_weigering(kanaal, vrijgave_id=vrijgave_id, gemeente=gemeente, now=now)
    return [replace(r, gebruik_tot=_gebruik_tot(r, now)) if r.inhoud is not None else r for r in rijen]


class _TussenkomstVanStop(Exception):
    """A stop committed between the reading and the booking; nothing may leave."""

    def __init__(self, vrijgave_id: int) -> None:
        super().__init__(vrijgave_id)
        self.vrijgave_id = vrijgave_id


def _boek(rijen: Sequence[SignaalRij], *, kanaal: Kanaal, actor: Actor, now: datetime) -> list[SignaalRij]:
    """The rows with the inhoud that may be read now, each reading recorded.

    In the ledger when it is new for this kanaal, as inzage always.
    """
    open_ = [r for r in rijen if r.dicht is None]
    personen = dict(Signaal.objects.filter(pk__in=[r.id for r in open_]).values_list("pk", "persoon_id"))
    wie = vaststelling_queries.betrokkenen(set(personen.values()))
    dicht = {r.id: gesloten for r in open_ if (gesloten := _sluit(r, wie.get(personen[r.id], ONBEKENDE), now=now))}
    leesbaar = [r for r in open_ if r.id not in dicht]
    if leesbaar:
        _leg_vast(leesbaar, personen, wie, kanaal=kanaal, actor=actor, now=now)
    return [dicht.get(r.id, r) for r in rijen]


def _sluit(rij: SignaalRij, persoon: Betrokkene, *, now: datetime) -> SignaalRij | None:
    """The row without its inhoud when its time is over or the law does not let it go now; else None."""
    verlopen = queries.sluit_verlopen(rij, now)
    if verlopen is not rij:
        return verlopen
    kind = catalogus.soort_van(rij.soort, rij.catalogusversie)
    toetsen = catalogus.toetsen(kind, rij.inhoud or {}, rij.gemeente, persoon=persoon, datum=now.date())
    nee = next((t for t in toetsen if not t.toegestaan), None)
    if nee is None:
        return None
    return replace(rij, inhoud=None, dicht=Dicht.WET, reden_dicht=f"{nee.reden} ({nee.artikel})")


def _leg_vast(
    rijen: Sequence[SignaalRij],
    personen: Mapping[UUID, int],
    wie: Mapping[int, Betrokkene],
    *,
    kanaal: Kanaal,
    actor: Actor,
    now: datetime,
) -> None:
    gemeente = rijen[0].gemeente
    vrijgaven = {r.vrijgave_id for r in rijen}
    doorlaten = stop_queries.doorlaten(vrijgaven, kanaal=kanaal, gemeente=gemeente)
    for vrijgave_id in vrijgaven - set(doorlaten):
        raise _TussenkomstVanStop(vrijgave_id)
    nieuw = _te_boeken(rijen, kanaal=kanaal, actor=actor)
    regels = [_regel(r, personen[r.id], wie.get(personen[r.id], ONBEKENDE), kanaal=kanaal) for r in nieuw]
    verstrekking_commands.boek(regels, doorlaten={int(k): v for k, v in doorlaten.items()}, actor=actor, now=now)
    gezien = {r.id for r in nieuw}
    _leg_inzage_vast([personen[r.id] for r in rijen if r.id not in gezien], kanaal=kanaal, actor=actor, now=now)
    Inzage.objects.bulk_create(
        [
            Inzage(signaal_id=r.id, kanaal=kanaal.value, actor=actor.id, op=now, gebruik_tot=_gebruik_tot(r, now))
            for r in rijen
        ]
    )
    _merk_geopend([r.id for r in rijen if r.status is Status.BEZORGD], actor=actor, now=now)


def _gebruik_tot(rij: SignaalRij, now: datetime) -> datetime:
    """Until when what was read now may be used without asking again; never past the time of the signaal itself."""
    return min(now + timedelta(hours=catalogus.geldig_op(now.date()).gebruik_uren), rij.gebruik_tot)


def _te_boeken(rijen: Sequence[SignaalRij], *, kanaal: Kanaal, actor: Actor) -> list[SignaalRij]:
    """The screen was booked at the vrijgave; every export is a new copy; the API books once per actor."""
    if kanaal is Kanaal.PORTAAL:
        return []
    if kanaal is Kanaal.EXPORT:
        return list(rijen)
    al = verstrekking_queries.geboekte_signalen([r.id for r in rijen], kanaal=kanaal.value, actor=actor.id)
    return [r for r in rijen if r.id not in al]


def _regel(r: SignaalRij, persoon_id: int, betrokkene: Betrokkene, *, kanaal: Kanaal) -> Regel:
    kind = catalogus.soort_van(r.soort, r.catalogusversie)
    return Regel(
        persoon_id=persoon_id,
        ontvanger=r.gemeente,
        kanaal=kanaal.value,
        soort=r.soort,
        gegevens=catalogus.gegevens(kind, r.inhoud or {}),
        vrijgave_id=r.vrijgave_id,
        signaal_id=r.id,
        betrokkene=betrokkene,
        taak_van=kind.taak_van,
        verstrekker=kind.verstrekker,
    )


def _leg_inzage_vast(persoon_ids: Sequence[int], *, kanaal: Kanaal, actor: Actor, now: datetime) -> None:
    codes = spoor_queries.pseudoniemen(persoon_ids)
    spoor_commands.leg_vast(
        [
            Verwerking(
                naam=f"signaal.ingezien.{kanaal}",
                activiteit="verstrekken-aan-ketenpartner",
                betrokkene=codes[p],
                begin=now,
                einde=now,
                attributen={"actor": actor.id},
            )
            for p in persoon_ids
        ],
        now=now,
    )


def _merk_geopend(ids: Sequence[SignaalId], *, actor: Actor, now: datetime) -> None:
    if ids:
        Signaal.objects.filter(pk__in=ids, status=Status.BEZORGD).update(status=Status.GEOPEND, status_op=now)
        schrijven.noteer(ids, Status.GEOPEND, door=actor, now=now)
