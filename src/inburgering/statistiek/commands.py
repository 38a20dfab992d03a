"""What can be done with a levering to CBS: put together, hold, deliver, replace. Each asks the brake anew."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from inburgering.organisatie.partijen import Partij
from inburgering.primitives.ids import VrijgaveId, nieuw_id
from inburgering.signaal import queries as signaal_queries
from inburgering.signaal.terms import Correctiesoort, Status
from inburgering.spoor import queries as spoor_queries
from inburgering.statistiek import models, queries, rules
from inburgering.statistiek.terms import LeveringRij, Mutatie, Opnamestand, Plaats, Soort, Stand
from inburgering.stop import commands as stop_commands
from inburgering.stop import queries as stop_queries
from inburgering.stop.errors import StopVanKracht
from inburgering.stop.terms import Kanaal
from inburgering.toegang.terms import SYSTEEM, Actor
from inburgering.vaststelling import queries as vaststelling_queries
from inburgering.verstrekking import commands as verstrekking_commands
from inburgering.verstrekking.terms import Regel as Verstrekkingsregel

_WEG = frozenset({Status.INGETROKKEN, Status.OMGELEID})
_TERUG = frozenset({Correctiesoort.INTREKKING, Correctiesoort.OMLEIDING})
_GEGEVENS = ("plicht", "verblijfplaats")


@transaction.atomic
def stel_samen(periode: str, *, vrijgave_id: VrijgaveId | int, now: datetime, soort: Soort = Soort.REGULIER) -> UUID:
    """The id of a new levering with everybody who counts now; who is frozen is in it as held.

    Raises:
        PeriodeOngeldig: the period is no year and quarter.
    """
    rules.eis_periode(periode)
    return _maak(periode, vrijgave_id=vrijgave_id, soort=soort, vervangt=None, now=now)


def lever(levering_id: UUID, *, now: datetime, door: Actor = SYSTEEM) -> LeveringRij:
    """The levering after one attempt: delivered and booked, or held because the brake said no.

    Raises:
        LeveringOnbekend: there is none with that id.
        LeveringStandOngeldig: it was delivered or replaced before.
    """
    levering = queries.een(levering_id)
    rules.eis_overgang(levering.stand, Stand.GELEVERD)
    try:
        _lever(levering, door=door, now=now)
    except StopVanKracht:
        stop_commands.noteer_weigering(Kanaal.STATISTIEK, vrijgave_id=levering.vrijgave_id, gemeente=None, now=now)
        houd_aan(levering_id, reden="Er is een stop van kracht.", now=now)
    return queries.een(levering_id)


@transaction.atomic
def houd_aan(levering_id: UUID, *, reden: str, now: datetime) -> None:
    """Hold a levering that was not delivered yet.

    Raises:
        LeveringStandOngeldig: it was delivered or replaced before.
    """
    rules.eis_overgang(queries.een(levering_id).stand, Stand.AANGEHOUDEN)
    _noteer(levering_id, Stand.AANGEHOUDEN, now=now, reden=reden)


@transaction.atomic
def vervang(levering_id: UUID, *, vrijgave_id: VrijgaveId | int, now: datetime) -> UUID:
    """The id of a replacement that refers to the old levering and says per person and per cell what changed.

    A delivered levering also gets an erratum, for CBS must be told; a held one never reached CBS.

    Raises:
        LeveringStandOngeldig: it was replaced before.
    """
    oud = queries.een(levering_id)
    rules.eis_overgang(oud.stand, Stand.VERVANGEN)
    nieuw = _maak(oud.periode, vrijgave_id=vrijgave_id, soort=Soort.VERVANGING, vervangt=levering_id, now=now)
    if oud.stand in {Stand.GELEVERD, Stand.ERRATUM}:
        cellen = [[e.plaats.gemeente, e.plaats.categorie, e.plaats.wet, e.was, e.wordt] for e in queries.errata(nieuw)]
        _noteer(levering_id, Stand.ERRATUM, now=now, cellen=cellen)
    _noteer(levering_id, Stand.VERVANGEN, now=now, door=str(nieuw))
    return nieuw


# ── Delivering ───────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def _lever(levering: LeveringRij, *, door: Actor, now: datetime) -> None:
    """Ask the brake, read the lines, book them, and say so, in one transaction."""
    doorlaat = stop_queries.doorlaat(VrijgaveId(levering.vrijgave_id), kanaal=Kanaal.STATISTIEK)
    bestand = queries.bestand(levering.id)
    personen = models.Opname.objects.filter(levering_id=levering.id, stand=Opnamestand.OPGENOMEN)
    regels = [
        Verstrekkingsregel(
            persoon_id=persoon_id,
            ontvanger=str(Partij.CBS),
            kanaal=str(Kanaal.STATISTIEK),
            soort=f"swi-{levering.periode}",
            gegevens=_GEGEVENS,
            doel="statistiek",
            vrijgave_id=levering.vrijgave_id,
        )
        for persoon_id in personen.order_by("persoon_id").values_list("persoon_id", flat=True)
    ]
    verstrekking_commands.boek(regels, doorlaten=doorlaat, actor=door, now=now)
    _noteer(levering.id, Stand.GELEVERD, now=now, sha256=bestand.sha256, regels=len(regels))


# ── Putting together ─────────────────────────────────────────────────────────────────────────────


def _maak(periode: str, *, vrijgave_id: VrijgaveId | int, soort: Soort, vervangt: UUID | None, now: datetime) -> UUID:
    stop_commands.schrijf_bij(vrijgave_id, now=now)
    levering = models.Levering.objects.create(
        id=nieuw_id(now),
        periode=periode,
        soort=soort,
        vrijgave_id=vrijgave_id,
        vervangt_id=vervangt,
        samengesteld_op=now,
    )
    opnamen = _tel_in(levering.pk, oud=_plaatsen(vervangt))
    models.Opname.objects.bulk_create(opnamen, batch_size=2000)
    regels = _regels(levering, opnamen, now=now)
    models.Regel.objects.bulk_create(regels, batch_size=2000)
    _noteer(levering.pk, Stand.SAMENGESTELD, now=now, regels=len(regels))
    return levering.pk


def _tel_in(levering_id: UUID, *, oud: Mapping[int, Plaats]) -> list[models.Opname]:
    """Where everybody stands, with what changed since the levering that is replaced."""
    uitkomsten = vaststelling_queries.uitkomsten()
    levend = _levend([u.persoon_id for u in uitkomsten])
    opnamen = []
    for u in uitkomsten:
        vroeger = oud.get(u.persoon_id)
        plaats = Plaats(u.college or "", u.categorie or "", u.wet or "")
        stand = rules.deel_in(u.oordeel, u.wet, levend=levend.get(u.persoon_id))
        nu = plaats if stand is Opnamestand.OPGENOMEN else None
        if stand is None and vroeger is None:
            continue
        opnamen.append(
            models.Opname(
                levering_id=levering_id,
                persoon_id=u.persoon_id,
                vaststelling_id=u.pk,
                gemeente=plaats.gemeente if stand else (vroeger or plaats).gemeente,
                categorie=plaats.categorie,
                wet=plaats.wet,
                stand=stand or Opnamestand.VERVALLEN,
                mutatie=rules.mutatie(vroeger, nu) if oud else Mutatie.GELIJK,
            )
        )
    return opnamen


def _levend(persoon_ids: Sequence[int]) -> dict[int, bool]:
    """Per person of whom a gemeente holds something: whether any of it is usable now."""
    per_persoon: dict[int, set[int]] = {}
    for envelop in signaal_queries.van_personen(persoon_ids):
        if envelop.correctiesoort not in _TERUG and envelop.status not in _WEG:
            per_persoon.setdefault(envelop.persoon_id, set()).add(envelop.vrijgave_id)
    levend = stop_queries.levend(set().union(*per_persoon.values()))
    return {persoon: bool(vrijgaven & levend) for persoon, vrijgaven in per_persoon.items()}


def _plaatsen(levering_id: UUID | None) -> dict[int, Plaats]:
    """Where each person counted in an earlier levering."""
    if levering_id is None:
        return {}
    rijen = models.Opname.objects.filter(levering_id=levering_id, stand=Opnamestand.OPGENOMEN)
    return {r.persoon_id: Plaats(r.gemeente, r.categorie, r.wet) for r in rijen}


def _regels(levering: models.Levering, opnamen: Sequence[models.Opname], *, now: datetime) -> list[models.Regel]:
    """The lines for CBS: a pseudonym instead of a person, in the order of the pseudonym."""
    in_bestand = [o for o in opnamen if o.stand != Opnamestand.AANGEHOUDEN]
    codes = spoor_queries.pseudoniemen([o.persoon_id for o in in_bestand])
    op_volgorde = sorted(in_bestand, key=lambda o: codes[o.persoon_id])
    return [
        models.Regel(
            id=nieuw_id(now),
            levering_id=levering.pk,
            vrijgave_id=levering.vrijgave_id,
            nummer=nummer,
            velden=_velden(levering, opname, codes[opname.persoon_id]),
        )
        for nummer, opname in enumerate(op_volgorde, start=1)
    ]


def _velden(levering: models.Levering, opname: models.Opname, code: str) -> dict[str, str]:
    """One line; of who fell out only that, so that CBS can take the old line away."""
    velden = {"periode": levering.periode, "berichtgever": "DUO", "gemeente": opname.gemeente, "pseudoniem": code}
    if opname.stand == Opnamestand.VERVALLEN:
        return velden | {"categorie": "", "wet": "", "mutatie": str(Mutatie.VERVALLEN)}
    return velden | {"categorie": opname.categorie, "wet": opname.wet, "mutatie": opname.mutatie}


def _noteer(levering_id: UUID, soort: Stand, *, now: datetime, **bijzonderheden: object) -> None:
    models.Gebeurtenis.objects.create(levering_id=levering_id, soort=soort, op=now, bijzonderheden=bijzonderheden)
